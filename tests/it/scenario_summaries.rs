//! The committed summary of the shipped scenarios: same engine and pack, same bytes.

#[path = "../../examples/scenario_summaries/summary.rs"]
mod summary;

use kenju::baseline::Baseline;
use kenju::outcome::series::Estimate;
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
fn every_shipped_scenario_has_a_row_for_men_and_women_of_its_plan() {
    let file = committed();
    let baseline = Baseline::japan().unwrap();
    let mut expected = 0;
    let mut stale = Vec::new();
    for id in Library::embedded().ids() {
        let plan = summary::shipped(id, &baseline).plan.digest().to_string();
        let rows = rows_of(&file, id);
        assert_eq!(rows.len(), 2, "{id}; {RENEW}");
        for (row, sex) in rows.into_iter().zip(["male", "female"]) {
            let field =
                |name: &str| summary::field(&file, row, name).unwrap_or_else(|| panic!("{name}; {RENEW}"));
            assert_eq!(field("sex"), sex, "{id}");
            if field("plan") != plan {
                stale.push(id);
            }
            for name in ["life", "healthy", "independent"] {
                let column = match name {
                    "life" => "life_expectancy".to_owned(),
                    other => format!("{other}_life_expectancy"),
                };
                assert!(field(&column).parse::<f64>().unwrap().is_finite(), "{row}");
                let error = field(&format!("{column}_se"));
                // An error stands there, or the row says that none can be told.
                let too_few = field("too_few").split(' ').any(|few| few == name);
                assert_eq!(error.is_empty(), too_few, "{row}");
                assert!(too_few || error.parse::<f64>().unwrap() >= 0.0, "{row}");
            }
            assert!(field("healthy_life_expectancy_gain_since_2016").parse::<f64>().unwrap().is_finite());
        }
        expected += 2;
    }
    assert!(stale.is_empty(), "other plans than in the file: {stale:?}; {RENEW}");
    let rows = file.lines().filter(|line| line.contains(",male,") || line.contains(",female,")).count();
    assert_eq!(rows, expected, "no row of a scenario that is gone; {RENEW}");
}

#[test]
fn an_error_that_cannot_be_told_is_an_empty_cell_with_its_name() {
    let too_few = Estimate { too_few_differ: Some(3), se: f64::INFINITY, ..Estimate::new(-0.000_001, 0.0) };
    let fields = summary::told(&[Estimate::new(0.1, 0.02), too_few, Estimate::new(0.0, 0.0)]);
    assert_eq!(fields, ["0.10000", "0.02000", "0.00000", "", "0.00000", "0.00000", "healthy"]);
}

/// Holds the headlines of a changelog, newest first, against the committed one: the newest line ends with it,
/// and each line begins with what the one below it ended with.
fn check_changelog(changelog: &str, headline: &str) -> Result<(), String> {
    let mut wanted = headline.to_owned();
    let mut begun = false;
    let mut lines = changelog.lines().filter(|line| line.starts_with(summary::LINE));
    while let Some(told) = lines.next() {
        let renewed = told.strip_prefix(summary::LINE).and_then(|rest| rest.strip_prefix(" renewed: "));
        let old = renewed.and_then(|rest| rest.split_once(" became ")).map(|(old, _)| old.to_owned());
        if summary::line(old.as_deref(), &wanted).as_deref() != Some(told) {
            return Err(format!("\"{told}\" does not end with \"{wanted}\""));
        }
        begun = true;
        match old {
            Some(old) => wanted = old,
            // Only the first headline of all has none before it.
            None => {
                return lines
                    .next()
                    .map_or(Ok(()), |older| Err(format!("\"{told}\" leaves out \"{older}\"")));
            }
        }
    }
    Err(if begun { format!("no line of \"{wanted}\"") } else { format!("no line \"{}\"", summary::LINE) })
}

#[test]
fn a_changelog_must_tell_the_old_headline_and_the_new() {
    let [first, second, third] = ["`a` one", "`a` two", "`a` three"];
    let lines = |newest: &[String]| newest.join("\n  a remark\n- another line\n");
    let line = |old, new| summary::line(old, new).unwrap();
    let whole = [line(Some(second), third), line(Some(first), second), line(None, first)];
    assert_eq!(check_changelog(&lines(&whole), third), Ok(()));
    assert_eq!(summary::line(Some(first), first), None);
    assert_eq!(summary::newest(&lines(&whole)), Some(third));
    assert_eq!(summary::newest(&lines(&whole[2..])), Some(first));
    for (newest, headline) in [
        // Another headline; the new one without the old; a renewal that was left out; no beginning; nothing.
        (whole.to_vec(), second),
        (vec![line(None, third), line(Some(first), second), line(None, first)], third),
        (vec![line(Some(second), third), line(None, first)], third),
        (vec![line(Some(second), third)], third),
        (Vec::new(), first),
    ] {
        assert!(check_changelog(&lines(&newest), headline).is_err(), "{newest:?} {headline}");
    }
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
    if let Err(fault) = check_changelog(&changelog, &headline) {
        panic!("CHANGELOG.md: {fault}; {RENEW}");
    }
}

/// With all persons of the file, so only a few: an exact trend, a shock, and a trial that reaches a screening.
/// What the others set is held by their plans.
#[test]
fn the_same_engine_and_pack_give_the_same_bytes() {
    let file = committed();
    let baseline = Baseline::japan().unwrap();
    let number = |name| summary::stated(&file, name).unwrap().parse().unwrap();
    let (persons, seed) = (number("persons"), number("seed"));
    let ids = ["reference", "trend-half", "pandemic", "trial-cancer-access"];
    let (manifest, rows) = summary::rows(&baseline, &ids, persons, seed).unwrap();
    assert!(file.starts_with(&summary::head(&manifest)), "another engine, pack or head; {RENEW}");
    for id in ids {
        assert_eq!(rows_of(&rows, id), rows_of(&file, id), "{id}; {RENEW}");
    }
}
