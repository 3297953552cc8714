//! The committed summaries of the shipped studies: same engine and pack, same numbers.

#[path = "../../examples/study_summaries/summary.rs"]
mod summary;

use kenju::baseline::Baseline;
use kenju::run::engine_digest;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const RENEW: &str =
    "run `cargo run --release --example study_summaries` and add the line that it prints to CHANGELOG.md";

fn committed() -> String {
    fs::read_to_string(summary::path())
        .unwrap_or_else(|error| panic!("scenarios/studies/summaries.csv: {error}; {RENEW}"))
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
        for scenario in &manifest.scenarios {
            let base = &manifest.scenarios[scenario.compared_with].id;
            for sex in ["male", "female"] {
                place += 1;
                let (persons, draws, seeds) = (manifest.persons, study.draws, manifest.seeds.len());
                let start = format!("{},{},{base},{sex},{persons},{draws},{seeds},", study.id, scenario.id);
                let row = rows.next().unwrap_or_default();
                assert!(row.starts_with(&start), "row {place} is \"{row}\", not \"{start}...\"; {RENEW}");
                for number in row[start.len()..].split(',') {
                    assert!(number.parse::<f64>().unwrap().is_finite(), "{row}");
                }
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
