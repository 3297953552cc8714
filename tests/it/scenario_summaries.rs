//! The committed summary of the shipped scenarios: same engine and pack, same bytes.

#[path = "../../examples/scenario_summaries/summary.rs"]
mod summary;

use kenju::baseline::Baseline;
use kenju::run::engine_digest;
use kenju::scenario::Library;
use std::fs;
use std::path::Path;

const RENEW: &str = "run `cargo run --release --example scenario_summaries` and add the line that it prints \
(the old and the new headline) to CHANGELOG.md";

fn committed() -> String {
    fs::read_to_string(summary::path())
        .unwrap_or_else(|error| panic!("scenarios/summaries.csv: {error}; {RENEW}"))
}

fn rows_of<'a>(file: &'a str, id: &str) -> Vec<&'a str> {
    let start = format!("{id},");
    file.lines().filter(|line| line.starts_with(&start)).collect()
}

#[test]
fn every_shipped_scenario_has_a_row_for_men_and_women() {
    let file = committed();
    let mut expected = 0;
    for id in Library::embedded().ids() {
        let rows = rows_of(&file, id);
        assert_eq!(rows.len(), 2, "{id}; {RENEW}");
        assert!(rows[0].contains(",male,") && rows[1].contains(",female,"), "{id}");
        for (place, number) in rows.iter().flat_map(|row| row.split(',').enumerate().skip(2)) {
            // Errors stand in every second column; one that cannot be told is infinite.
            let error = place % 2 == 1 && place > 2;
            let value: f64 = number.parse().unwrap();
            assert!(value.is_finite() || (error && value == f64::INFINITY), "{id}: {number}");
        }
        expected += 2;
    }
    let rows = file.lines().filter(|line| line.contains(",male,") || line.contains(",female,")).count();
    assert_eq!(rows, expected, "no row of a scenario that is gone; {RENEW}");
}

#[test]
fn the_summary_is_that_of_this_engine_and_pack_and_the_changelog_says_so() {
    let file = committed();
    let baseline = Baseline::japan().unwrap();
    assert_eq!(summary::stated(&file, "engine"), Some(engine_digest()), "another engine; {RENEW}");
    let pack = baseline.digest.to_string();
    assert_eq!(summary::stated(&file, "baseline"), Some(pack.as_str()), "another pack; {RENEW}");
    let changelog = Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md");
    let changelog = fs::read_to_string(changelog).unwrap();
    let headline = summary::headline(&file).unwrap();
    assert!(changelog.contains(&headline), "CHANGELOG.md lacks \"{headline}\"; {RENEW}");
}

#[test]
fn the_same_engine_and_pack_give_the_same_bytes() {
    let file = committed();
    let baseline = Baseline::japan().unwrap();
    let number = |name| summary::stated(&file, name).unwrap().parse().unwrap();
    let (persons, seed) = (number("persons"), number("seed"));
    // An exact trend, deaths, an exposure, care need, and a pandemic.
    let ids = ["reference", "trend-half", "colorectal-60", "salt-1g", "salons-10", "pandemic"];
    let (manifest, rows) = summary::rows(&baseline, &ids, persons, seed).unwrap();
    let same = summary::stated(&file, "engine") == Some(manifest.engine.as_str())
        && summary::stated(&file, "baseline") == Some(manifest.baseline.to_string().as_str());
    assert!(same, "another engine or pack; {RENEW}");
    assert!(file.starts_with(&summary::head(&manifest)), "the head is as it would be written; {RENEW}");
    for id in ids {
        assert_eq!(rows_of(&rows, id), rows_of(&file, id), "{id}");
    }
}
