//! Stores by the library: what is written is what is read, once.

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::Group;
use kenju::scenario::Library;
use kenju::scenario::study::PlanFile;
use kenju::study::store::{About, Access, Row, digest};
use kenju::study::units::{Shard, Unit};
use kenju::study::{Manifest, Store, StoreError};
use tempfile::tempdir;

const PLAN: &str = "(schema: 1, title: (ja: \"試\", en: \"T\"), scenarios: [\"salt-maximum\"],
    readings: [(id: \"half\", limitation: Half)], seeds: [1, 5], draws: 2)";

fn study() -> (About, Manifest) {
    let baseline = Baseline::japan().unwrap();
    let plan = PlanFile::from_bytes("plan", "plan.ron", PLAN.as_bytes(), None).unwrap();
    let study = plan.resolve(Library::embedded(), &baseline).unwrap();
    (About::of(&study), Manifest::new(&study, &baseline, 1000, Year(2020)))
}

fn row(sex: Group, indicator: &str, value: Option<f64>) -> Row {
    Row {
        year: 2020,
        sex,
        indicator: indicator.to_owned(),
        unit: "years".to_owned(),
        value,
        se: Some(0.25),
        difference: value.map(|value| value - 1.0),
        difference_se: None,
    }
}

fn rows() -> Vec<Row> {
    vec![
        row(Group::Male, "life_expectancy", Some(81.123_456_789_012_34)),
        row(Group::Female, "life_expectancy", Some(-0.0)),
        row(Group::Both, "cost_net", None),
    ]
}

const UNIT: Unit = Unit { scenario: 1, draw: 2, seed: 5 };

#[test]
fn a_unit_is_read_as_it_was_written_and_written_once() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("s.kenju");
    let (about, manifest) = study();
    let mut store = Store::create(&path, &about, &manifest, 2).unwrap();
    assert!(store.record(UNIT, &rows(), 1.5).unwrap());
    let reversed: Vec<Row> = rows().into_iter().rev().collect();
    assert!(!store.record(UNIT, &reversed, 9.0).unwrap(), "the order of rows means nothing");
    let mut other = rows();
    other[0].value = Some(81.123_456_789_012_36);
    let conflict = store.record(UNIT, &other, 1.0).unwrap_err();
    assert!(matches!(&conflict, StoreError::Conflict { unit, .. } if unit == "salt-maximum, draw 2, seed 5"));

    let store = Store::open(&path, Access::Read).unwrap();
    assert_eq!((store.about(), store.manifest(), store.draws()), (&about, &manifest, 2));
    let read = store.rows(UNIT).unwrap();
    assert_eq!(digest(&manifest, UNIT, &read), digest(&manifest, UNIT, &rows()));
    assert_eq!(read.len(), 3);
    let sample = store.samples(1, "life_expectancy", Year(2020), Group::Male).unwrap();
    assert_eq!(sample.len(), 1);
    assert_eq!(sample[0].value.unwrap().to_bits(), 81.123_456_789_012_34_f64.to_bits());
    assert_eq!((sample[0].draw, sample[0].seed, sample[0].se), (2, 5, Some(0.25)));
    assert_eq!(store.finished().unwrap().len(), 1);
    assert_eq!(store.missing().unwrap().len(), 4 * 3 * 2 - 1);
    assert!(store.damages().unwrap().is_empty());
}

#[test]
fn the_content_does_not_depend_on_the_order_of_writing() {
    let (about, manifest) = study();
    let units: Vec<Unit> = manifest
        .groups(2, Shard::WHOLE)
        .flat_map(|group| manifest.units(group).collect::<Vec<_>>())
        .collect();
    assert_eq!(units.len() as u64, manifest.unit_count(2));
    let content = |order: &[Unit]| {
        let folder = tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("s.kenju"), &about, &manifest, 2).unwrap();
        for unit in order {
            let value = f64::from(unit.draw) + unit.seed as f64 + unit.scenario as f64;
            store.record(*unit, &[row(Group::Male, "x", Some(value))], 0.0).unwrap();
        }
        store.content().unwrap()
    };
    let reversed: Vec<Unit> = units.iter().rev().copied().collect();
    assert_eq!(content(&units), content(&reversed));
    assert_ne!(content(&units), content(&units[1..]));
}

#[test]
fn a_file_of_something_else_is_never_written_over() {
    let folder = tempdir().unwrap();
    let (about, manifest) = study();
    let foreign = folder.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    let text = folder.path().join("text");
    std::fs::write(&text, "x").unwrap();
    let long = folder.path().join("long");
    std::fs::write(&long, "x".repeat(5000)).unwrap();
    for path in [&foreign, &text, &long] {
        let before = std::fs::read(path).unwrap();
        let refused = Store::create(path, &about, &manifest, 0).unwrap_err();
        assert!(matches!(refused, StoreError::NotAStore { .. }), "{refused}");
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
}
