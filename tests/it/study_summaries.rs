//! The committed summaries of the shipped studies: same engine and pack, same numbers.

#[path = "../../examples/study_summaries/rows.rs"]
mod rows;
#[path = "../../examples/study_summaries/summary.rs"]
mod summary;

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::Group;
use kenju::run::engine_digest;
use kenju::study::Store;
use kenju::study::store::{About, Row};
use kenju::study::units::Unit;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const RENEW: &str =
    "run `cargo run --release --example study_summaries` and add the line that it prints to CHANGELOG.md";

fn committed() -> String {
    fs::read_to_string(summary::path())
        .unwrap_or_else(|error| panic!("scenarios/studies/summaries.csv: {error}; {RENEW}"))
}

/// The cells of a row by the names of the columns.
fn cells(row: &str) -> BTreeMap<&'static str, &str> {
    let names = rows::COLUMNS.trim_end().split(',');
    assert_eq!(names.clone().count(), row.split(',').count(), "{row}; {RENEW}");
    names.zip(row.split(',')).collect()
}

/// What is known is a number, and what is not is an empty cell with the reason beside it.
fn assert_known(row: &str, is_reference: bool) {
    let cells = cells(row);
    let known = |name: &str| -> bool {
        let cell = cells[name];
        assert!(cell.is_empty() || cell.parse::<f64>().unwrap().is_finite(), "{name}: {row}");
        !cell.is_empty()
    };
    assert_eq!(known("difference"), !is_reference, "{row}");
    let too_few = cells["too_few_differ"];
    assert_eq!(
        too_few,
        if is_reference {
            ""
        } else if known("se") {
            "false"
        } else {
            "true"
        },
        "{row}"
    );
    for name in ["mean", "p05", "p50", "p95", "monte_carlo_share"] {
        assert_eq!(known(name), !is_reference, "{name}: {row}");
    }
    assert!(["true", "false", ""].contains(&cells["includes_monte_carlo"]), "{row}");
    assert_eq!(cells["includes_monte_carlo"].is_empty(), is_reference, "{row}");
    assert!(known("gain_chance"), "{row}");
    let share = |name: &str| cells[name].parse::<f64>().unwrap();
    let (low, high) = (share("gain_chance_low"), share("gain_chance_high"));
    assert!(low <= share("gain_chance") && share("gain_chance") <= high && low < high, "{row}");
}

/// What a store does not know is an empty cell: an error that cannot be told, the difference of a reference. An
/// interval that holds both errors says so, and a chance has its limits.
#[test]
fn what_a_store_does_not_know_is_an_empty_cell() {
    let baseline = Baseline::japan().unwrap();
    let study = &summary::studies(&baseline).unwrap()[0];
    let manifest = summary::manifest(study, &baseline, Some(1000));
    let mut store = Store::in_memory(&About::of(study), &manifest).unwrap();
    store.expand_to(40).unwrap();
    let year = Year(manifest.until);
    let row = |name: &str, value: f64, se: f64, difference: Option<(f64, Option<f64>)>| Row {
        year: year.0,
        sex: Group::Male,
        indicator: name.to_owned(),
        unit: "years".to_owned(),
        value: Some(value),
        se: Some(se),
        difference: difference.map(|(value, _)| value),
        difference_se: difference.and_then(|(_, se)| se),
    };
    let found = summary::witness(&manifest).scenario;
    let reference = manifest.scenarios[found].compared_with;
    let seed = manifest.seeds[0];
    for draw in 0..=40 {
        // The errors of the halves are as large as the spread: nothing is left for the inputs.
        let moved = if draw % 2 == 0 { 0.1 } else { -0.1 };
        let error = (draw > 0).then_some(0.1);
        let mut own = vec![row("healthy_life_expectancy", 75.0, 0.1, Some((0.01 + moved, error)))];
        if draw > 0 {
            own.push(row("gain_trend_own", 1.0, 0.1, None));
        }
        store.record(Unit { scenario: found, draw, seed }, &own, 0.0).unwrap();
        let base = [row("healthy_life_expectancy", 75.0, 0.1, None)];
        store.record(Unit { scenario: reference, draw, seed }, &base, 0.0).unwrap();
    }
    let identity = rows::identity(&store).unwrap();
    assert!(identity.starts_with(&format!("# {} manifest {} content ", study.id, manifest.digest())));
    let text = rows::rows(&store, &baseline).unwrap();
    let of = |scenario: usize| {
        let id = &manifest.scenarios[scenario].id;
        let start = format!("{},{id},{},male,", study.id, manifest.scenarios[reference].id);
        cells(text.lines().find(|line| line.starts_with(&start)).unwrap())
    };
    let own = of(found);
    assert_eq!((own["difference"], own["se"], own["too_few_differ"]), ("0.11000", "", "true"));
    assert_eq!((own["includes_monte_carlo"], own["gain_chance"]), ("true", "0.00000"));
    assert_eq!((own["gain_chance_low"], own["p05"]), ("0.00000", "-0.09000"));
    let high: f64 = own["gain_chance_high"].parse().unwrap();
    assert!((high - 0.0722).abs() < 0.001, "of 40 draws none: {high}");
    let base = of(reference);
    for name in ["difference", "se", "too_few_differ", "mean", "p05", "includes_monte_carlo", "gain_chance"] {
        assert_eq!(base[name], "", "{name}");
    }
}

/// Every scenario of every study has a row for men and women, with the persons and draws of the plan.
#[test]
fn the_rows_are_those_of_the_studies() {
    let file = committed();
    let baseline = Baseline::japan().unwrap();
    let mut rows = file.lines().filter(|line| line.starts_with("study-"));
    let mut place = 0;
    for study in summary::studies(&baseline).unwrap() {
        let manifest = summary::manifest(&study, &baseline, None);
        for (at, scenario) in manifest.scenarios.iter().enumerate() {
            let base = &manifest.scenarios[scenario.compared_with].id;
            for sex in ["male", "female"] {
                place += 1;
                let (persons, draws, seeds) = (manifest.persons, study.draws, manifest.seeds.len());
                let start = format!("{},{},{base},{sex},{persons},{draws},{seeds},", study.id, scenario.id);
                let row = rows.next().unwrap_or_default();
                assert!(row.starts_with(&start), "row {place} is \"{row}\", not \"{start}...\"; {RENEW}");
                assert_known(row, scenario.compared_with == at);
            }
        }
    }
    assert_eq!(rows.next(), None, "no row of a scenario that is gone; {RENEW}");
}

#[test]
fn the_summaries_are_those_of_this_engine_and_pack_and_the_changelog_says_so() {
    let file = committed();
    let baseline = Baseline::japan().unwrap();
    assert!(file.starts_with(&summary::head(&baseline)), "stale: another engine or pack; {RENEW}");
    for study in summary::studies(&baseline).unwrap() {
        let own = summary::manifest(&study, &baseline, None).digest();
        let stated = summary::stated(&file, &study.id).unwrap_or_default();
        assert!(stated.starts_with(&format!("manifest {own} ")), "stale: {}; {RENEW}", study.id);
    }
    let changelog = Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md");
    let changelog = fs::read_to_string(changelog).unwrap();
    let headline = summary::headline(&file).unwrap();
    assert!(changelog.contains(&headline), "CHANGELOG.md lacks \"{headline}\"; {RENEW}");
}

/// One unit of the first study, computed again with all its persons.
#[test]
fn the_same_engine_and_pack_give_the_same_unit() {
    let file = committed();
    let baseline = Arc::new(Baseline::japan().unwrap());
    assert_eq!(summary::stated(&file, "engine"), Some(engine_digest()), "stale: another engine; {RENEW}");
    let study = &summary::studies(&baseline).unwrap()[0];
    let stated = summary::stated(&file, &study.id).unwrap();
    // Persons of the file: one that was made to try the command is refused by the other tests.
    let row = file.lines().find(|line| line.starts_with(&format!("{},", study.id))).unwrap();
    let persons = row.split(',').nth(4).unwrap().parse().unwrap();
    let manifest = summary::manifest(study, &baseline, Some(persons));
    let unit = summary::recomputed(&manifest, Arc::clone(&baseline)).unwrap();
    assert!(stated.ends_with(&format!(" unit {unit}")), "{stated} {unit}");
}
