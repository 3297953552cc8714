//! `kenju report` as its users call it.

use super::{failure, json, kenju, output};
use serde_json::Value;

/// Exact levels: no persons, so the numbers depend on data and formulas only.
const TREND: [&str; 4] = ["report", "trend-half", "--persons", "1000"];

fn with(rest: &[&str]) -> Vec<String> {
    TREND.iter().chain(rest).map(|word| (*word).to_owned()).collect()
}

fn call(rest: &[&str]) -> String {
    let words = with(rest);
    output(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The sections that have no digest and no source.
fn sections(text: &str, wanted: &[usize]) -> String {
    let parts: Vec<&str> = text.split("\n## ").collect();
    wanted.iter().flat_map(|index| ["## ", parts[*index], "\n"]).collect()
}

#[test]
fn a_trend_as_markdown_in_both_languages() {
    // Summary, goal, comparison, reasons, assumptions.
    for language in ["en", "ja"] {
        let text = call(&["--format", "md", "--lang", language]);
        insta::assert_snapshot!(format!("report_trend_{language}"), sections(&text, &[1, 2, 3, 4]));
    }
}

#[test]
fn json_has_the_numbers_of_a_comparison() {
    let report = json(&["report", "trend-half", "--persons", "1000", "--format", "json"]);
    let compared = json(&["compare", "reference", "trend-half", "--persons", "1000", "--format", "json"]);
    for key in ["seed", "persons", "draws", "baseline", "engine"] {
        assert_eq!(report["manifest"][key], compared["manifest"][key]);
    }
    let plain = |value: &Value| {
        let mut value = value.clone();
        for row in value["series"].as_array_mut().unwrap() {
            let row = row.as_object_mut().unwrap();
            for extra in ["outcomes", "costs"] {
                row.remove(extra);
            }
        }
        value
    };
    for key in ["scenarios", "differences"] {
        let pairs = report[key].as_array().unwrap().iter().zip(compared[key].as_array().unwrap());
        for (report, compared) in pairs {
            assert_eq!(plain(report), *compared, "{key}");
        }
    }
    assert_eq!(report["explanations"].as_array().unwrap().len(), 1);
}

#[test]
fn the_page_is_the_default_and_the_same_each_time() {
    let page = call(&["--lang", "en"]);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">") && page.ends_with("</html>\n"));
    assert!(page.contains("kenju report trend-half --persons 1000 --seed 1 --format html --lang en"));
    assert_eq!(page, call(&["--lang", "en", "--threads", "1", "--fresh"]));
    // The reference is compared with itself by leaving it out.
    assert_eq!(output(&["report", "reference", "--format", "md"]).matches("## Why").count(), 0);
}

#[test]
fn what_cannot_be_written_or_read_has_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    failure(&["report"], 2);
    failure(&["report", "no-such-scenario"], 2);
    failure(&["report", "trend-half", "--format", "pdf"], 2);
    failure(&["report", "trend-half", "--persons", "999"], 2);
    failure(&["report", "trend-half", "--persons", "1e12"], 6);
    failure(&["report", "trend-half", "--out", folder.path().to_str().unwrap()], 4);
    failure(&["report", "trend-half", "--out", &path("no/such/folder.html")], 4);
    std::fs::write(path("bad.ron"), "(schema: 1").unwrap();
    failure(&["report", &path("bad.ron")], 3);
    let own = path("own.ron");
    std::fs::write(&own, output(&["scenarios", "trend-half"])).unwrap();
    failure(&["report", &own, "--out", &own], 2);
    let book = path("book.xlsx");
    kenju().args(with(&["--format", "xlsx", "--out", &book])).assert().success();
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
}

/// An explanation that is kept is the one that is computed; what is kept in part, or changed, is not taken.
#[test]
fn a_second_report_reads_what_the_first_has_explained() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kenju/explanations");
    let call = |rest: &[&str]| {
        let mut command = kenju();
        command.env("XDG_CACHE_HOME", folder.path()).args(["report", "salt-ambitious", "--persons", "2000"]);
        let assert = command.args(rest).assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    };
    let forms = [&["--format", "json"][..], &["--format", "html", "--lang", "ja"]];
    let fresh = forms.map(|form| call(&[form, &["--fresh"]].concat()));
    assert!(!kept.exists(), "nothing is kept of what is asked for anew");
    assert_eq!(forms.map(call), fresh);
    let files: Vec<_> = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let whole = std::fs::read_to_string(file).unwrap();
    assert_eq!(forms.map(call), fresh);
    // What says something else under a digest of its own is taken, so these were read indeed.
    let (_, text) = whole.split_once('\n').unwrap();
    let other = text.replacen("\"worlds\":", "\"worlds\":9", 1);
    let digest = kenju::num::digest::Digest::of([("explanation", other.as_bytes())]);
    std::fs::write(file, format!("{digest}\n{other}")).unwrap();
    assert_ne!(call(forms[0]), fresh[0]);
    for damaged in [whole.replacen("\"worlds\":", "\"worlds\":9", 1), whole[..whole.len() / 2].to_owned()] {
        std::fs::write(file, damaged).unwrap();
        assert_eq!(call(forms[0]), fresh[0]);
        assert_eq!(std::fs::read_to_string(file).unwrap(), whole, "it is kept anew");
    }
    // A folder that cannot be made costs time only.
    std::fs::remove_dir_all(folder.path().join("kenju")).unwrap();
    std::fs::write(folder.path().join("kenju"), "").unwrap();
    assert_eq!(call(forms[0]), fresh[0]);
    assert_eq!(call(&["--format", "json"]), call(&["--format", "json", "--threads", "1"]));
}

/// Without explanations the page says that they were left out, and a result that is not whole has no recipe.
#[test]
fn a_report_without_explanations_says_so() {
    let page = call(&["--no-explain", "--format", "md", "--lang", "en"]);
    assert!(page.contains("Left out on request (--no-explain)"), "{page}");
    assert!(
        page.contains("kenju report trend-half --persons 1000 --seed 1 --format md --lang en --no-explain")
    );
    let numbers = json(&["report", "trend-half", "--persons", "1000", "--no-explain", "--format", "json"]);
    assert_eq!(numbers["explanations"].as_array().unwrap().len(), 0);
    assert!(numbers["manifest"].get("recipe").is_none());
    failure(&["report", "trend-half", "--no-explain", "--fresh"], 2);
}

#[test]
fn a_store_gives_its_draws_and_the_same_central_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let plan = r#"(schema: 1, title: (ja: "研究", en: "Study"), scenarios: ["salt-ambitious"],
        readings: [(id: "half", limitation: Half)], persons: 1000, draws: 20, until: 2040, detail: true)"#;
    std::fs::write(path("plan.ron"), plan).unwrap();
    let store = path("study.kenju");
    output(&["batch", &path("plan.ron"), "--out", &store, "--quiet"]);
    let report = json(&["report", &store, "--format", "json"]);
    // What a comparison draws itself is what the store holds.
    let compared =
        ["compare", "reference", "salt-ambitious", "--persons", "1000", "--draws", "20", "--format", "json"];
    let compared = json(&[&compared[..], &["--detail"]].concat());
    assert_eq!(report["manifest"]["draws"], 20);
    for key in ["differences", "scenarios"] {
        for (stored, own) in report[key].as_array().unwrap().iter().zip(compared[key].as_array().unwrap()) {
            for (stored, own) in
                stored["series"].as_array().unwrap().iter().zip(own["series"].as_array().unwrap())
            {
                let names = ["life_expectancy", "healthy_life_expectancy", "independent_life_expectancy"];
                for name in names.into_iter().chain(["outcomes", "costs"]) {
                    assert_eq!(stored[name], own[name], "{key} {name}");
                }
            }
            assert_eq!(stored["goal"], own["goal"], "{key}");
        }
    }
    let last = report["scenarios"][1]["series"].as_array().unwrap().last().unwrap();
    assert!(
        last["costs"]["care"]["p05"].is_number()
            && last["costs"]["intervals"]["medical_conditions"]["p95"].is_number()
    );
    let reach = &last["reach"]["salt_food_environment"]["intervals"]["more"];
    assert!(reach["p05"].as_f64().unwrap() > 0.0, "{reach}");
    let page = output(&["report", &store, "--reading", "half", "--lang", "en"]);
    assert!(page.contains("intervals of reach, outcomes and costs"));
    assert!(page.contains("5th to 95th percentile over 20 parameter draws"));
    for wrong in [&["--reading", "no-such"][..], &["--persons", "2000"], &["--draws", "30"], &["--seed", "2"]]
    {
        failure(&[&["report", &store][..], wrong].concat(), 2);
    }
    failure(&["report", "trend-half", "--reading", "half"], 2);
    failure(&["report", &store, "--out", &store], 2);
}

/// A number of a draw that was changed is not reported as one that was computed, and one that is gone is not
/// "not finished", whatever is said on standard error.
#[test]
fn a_store_with_a_changed_draw_gives_no_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let plan = r#"(schema: 1, title: (ja: "研究", en: "Study"), scenarios: ["salt-ambitious"],
        persons: 1000, draws: 1, until: 2018)"#;
    std::fs::write(path("plan.ron"), plan).unwrap();
    let whole = path("whole.kenju");
    output(&["batch", &path("plan.ron"), "--out", &whole, "--quiet"]);
    output(&["report", &whole, "--quiet", "--format", "md"]);
    let units = "(SELECT unit FROM unit WHERE scenario = 1 AND draw = ?)";
    for (draw, change) in [
        (1, "UPDATE value SET value = value + 1e-9 WHERE year = 2018 AND sex = 'male' AND indicator = 1"),
        (1, "DELETE FROM value WHERE year > 0"),
        // Not an expectancy: the central results that are computed again are not held against it.
        (
            0,
            "UPDATE value SET value = value + 1 WHERE year = 2018 AND sex = 'male' AND indicator =
             (SELECT indicator FROM indicator WHERE name = 'deaths')",
        ),
    ] {
        let damaged = path("damaged.kenju");
        std::fs::copy(&whole, &damaged).unwrap();
        let connection = rusqlite::Connection::open(&damaged).unwrap();
        let changed = connection.execute(&format!("{change} AND unit IN {units}"), [draw]).unwrap();
        assert!(changed > 0, "{change}");
        drop(connection);
        let message = failure(&["report", &damaged, "--quiet"], 3);
        assert!(message.contains(&format!("salt-ambitious, draw {draw}, seed 1")), "{change}: {message}");
    }
}

/// What is not finished is told on the page and in the numbers, not on standard error alone, and the command of the whole
/// study is not said to give these digests.
#[test]
fn a_report_of_an_unfinished_study_says_so_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let plan = r#"(schema: 1, title: (ja: "研究", en: "Study"), scenarios: ["salt-ambitious"],
        persons: 1000, until: 2017)"#;
    std::fs::write(path("plan.ron"), plan).unwrap();
    let none = "No parameter draws were made";
    for (draws, done, told, hidden) in [
        (42, 21, "21 of its 42 draws are", none),
        (6, 3, "3 of the 6 draws of this study are finished. Fewer than 20", none),
        (0, 0, none, "of this study are finished"),
    ] {
        let (store, asked) = (path(&format!("{draws}.kenju")), draws.to_string());
        // The first of two parts has the draws 0, 2, 4 and so on.
        let batch = ["batch", &path("plan.ron"), "--out", &store, "--draws", &asked, "--shard", "1/2"];
        output(&[&batch[..], &["--quiet"]].concat());
        let report = ["report", &store, "--no-explain", "--quiet", "--lang", "en", "--format"];
        for form in ["html", "md"] {
            let page = output(&[&report[..], &[form]].concat());
            // At the top, under "About the numbers" and beside the comparison.
            let least = if draws == 0 { 2 } else { 3 };
            assert!(page.matches(told).count() >= least && !page.contains(hidden), "{draws}, {form}: {page}");
            let part = page.contains("units of the study") && page.contains("kenju resume");
            assert_eq!(part, draws != 0, "{draws}, {form}");
            assert_eq!(page.contains("with the same two digests"), draws == 0, "{draws}, {form}");
        }
        let numbers = json(&[&report[..], &["json"]].concat());
        let found = [&numbers["draws_finished"], &numbers["draws_planned"]].map(Value::as_u64);
        assert_eq!(found, [Some(done), Some(draws)]);
    }
}

/// A report from a store stands alone: the plan, the command that computes the study again and the digests by which
/// its numbers are known are in it, and that command gives those digests.
#[test]
fn a_report_from_a_store_says_how_to_compute_the_study_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let plan = "(schema: 1, title: (ja: \"研究\", en: \"Study\"), scenarios: [\"salt-ambitious\"],\n\
        persons: 1000, draws: 1, until: 2017, seeds: [1, 5])\n";
    std::fs::write(path("mine.ron"), plan).unwrap();
    let store = path("study.kenju");
    output(&["batch", &path("mine.ron"), "--out", &store, "--quiet", "--persons", "1100", "--draws", "2"]);
    let status = json(&["status", &store, "--format", "json"]);
    let text = output(&["report", &store, "--format", "md", "--lang", "en", "--quiet"]);
    let command = format!("kenju batch mine.ron --persons 1100 --draws 2 --out {store}");
    assert!(text.contains(&format!("```\n{command}\n```")), "{text}");
    let written = text.split("```").find(|part| part.contains("schema: 1")).unwrap().trim_start_matches('\n');
    assert_eq!(written.trim_end(), plan.trim_end());
    for key in ["content", "manifest_digest"] {
        assert!(text.contains(status[key].as_str().unwrap()), "{key}");
    }
    assert!(text.contains("several seeds (1, 5)") && text.contains("those of seed 1"), "{text}");
    // What the report says, done elsewhere.
    let other = folder.path().join("elsewhere");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("mine.ron"), written).unwrap();
    let mut words: Vec<&str> = command.split(' ').skip(1).collect();
    *words.last_mut().unwrap() = "again.kenju";
    kenju().current_dir(&other).args(&words).assert().success();
    let again = other.join("again.kenju");
    let again = json(&["status", again.to_str().unwrap(), "--format", "json"]);
    assert_eq!(
        (&again["content"], &again["manifest_digest"]),
        (&status["content"], &status["manifest_digest"])
    );
}
