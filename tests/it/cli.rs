//! The program as its users call it: good, bad and hostile input for every verb, exit codes, streams.

mod content;
mod draws;
mod explain;
mod files;
mod levers;
mod report;
mod reproduce;
mod session;
mod streams;
mod studies;
mod tables;
mod trials;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

/// The program in English, whatever the language of the machine that tests it.
fn kenju() -> Command {
    let mut command = cargo_bin_cmd!("kenju");
    command.env("LC_ALL", "C").env_remove("NO_COLOR").timeout(std::time::Duration::from_mins(2));
    // Explanations of these runs are not kept among those of who tests.
    command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// Standard output of a call that must succeed.
fn output(arguments: &[&str]) -> String {
    let assert = kenju().args(arguments).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// Standard output as JSON.
fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&output(arguments)).unwrap()
}

/// Standard error of a call that must fail with this exit code and print nothing on standard output.
fn failure(arguments: &[&str], code: i32) -> String {
    let assert = kenju().args(arguments).assert().code(code);
    let output = assert.get_output();
    assert!(output.stdout.is_empty(), "{arguments:?}");
    let message = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!message.trim().is_empty(), "{arguments:?} is silent");
    assert!(!message.contains("panicked"), "{message}");
    message
}

#[test]
fn help_and_version_are_answers() {
    for arguments in [&["--help"][..], &["-h"], &["run", "--help"], &["--version"], &["help", "sullivan"]] {
        assert!(!output(arguments).is_empty());
    }
    assert!(output(&["--help"]).contains("健康寿命"));
    assert_eq!(output(&["--version"]), format!("kenju {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_the_command_line_does_not_know_is_usage() {
    failure(&["frobnicate"], 2);
    failure(&["run", "--frobnicate"], 2);
    failure(&["run", "--format", "xml"], 2);
    failure(&["run", "--lang", "fr"], 2);
    failure(&["run", "--threads", "0"], 2);
    failure(&["run", "--seed", "-1"], 2);
    failure(&["run", "--seed", "99999999999999999999999"], 2);
    failure(&["compare", "reference"], 2);
    failure(&["check"], 2);
    failure(&["life-table"], 2);
    failure(&["completions", "klingon"], 2);
    failure(&["man", "frobnicate"], 2);
    failure(&["sources", "frobnicate"], 2);
    failure(&["programmes", "frobnicate"], 2);
    for persons in ["0", "-1", "nan", "inf", "many", "1.5", "", "0x10"] {
        let message = failure(&["run", "--persons", persons], 2);
        assert!(message.contains("200k"), "{message}");
    }
}

#[test]
fn hostile_arguments_are_shown_escaped() {
    for arguments in [
        &["\u{1b}[2Jx"][..],
        &["run", "--persons", "\u{202e}5"],
        &["sources", "\u{1b}]0;x\u{7}"],
        &["programmes", "\u{1b}[2J\u{202e}"],
    ] {
        let message = failure(arguments, 2);
        assert!(!message.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{message:?}");
        assert!(message.contains("\\u{"), "{message:?}");
    }
    let message = failure(&["run", "\u{1b}[31mnothing\u{202e}"], 2);
    assert!(!message.contains(['\u{1b}', '\u{202e}']), "{message:?}");
}

#[test]
fn years_outside_the_pack_and_too_many_persons_are_refused() {
    for year in ["2015", "1", "9999"] {
        let message = failure(&["run", "--until", year], 2);
        assert!(message.contains("2016"), "{message}");
    }
    for persons in ["200000001", "1e12"] {
        let message = failure(&["run", "--persons", persons], 6);
        assert!(message.contains("200,000,000") && message.contains("person-years"), "{message}");
    }
    // Beyond what can be counted there is nothing to estimate.
    for persons in ["1e999", "99999999999999999999"] {
        let message = failure(&["run", "--persons", persons], 6);
        assert!(message.contains("200,000,000") && message.contains(persons), "{message}");
    }
    // Fewer than the limit at first, more with the births of later years.
    assert!(failure(&["run", "--persons", "190M"], 6).contains("190,000,000"));
    for persons in ["1", "999"] {
        let message = failure(&["run", "--raw", "--persons", persons], 2);
        assert!(message.contains("at least 1000"), "{message}");
    }
    let message = failure(&["run", "--persons", "5e9", "--lang", "ja"], 6);
    assert!(message.contains("億人年"), "{message}");
}

#[test]
fn values_of_flags_are_refused_in_the_language_asked_for() {
    for (flag, value, allowed) in [
        ("--persons", "1.5", "200k"),
        ("--seed", "-1", "18446744073709551615"),
        ("--threads", "1025", "1024"),
        ("--until", "soon", "2016"),
    ] {
        let english = failure(&["run", flag, value], 2);
        assert!(english.contains(&format!("{flag}: found {value}; allowed: ")), "{english}");
        let japanese = failure(&["run", flag, value, "--lang", "ja"], 2);
        assert!(japanese.contains("使える値") && !japanese.contains("allowed"), "{japanese}");
        for message in [english, japanese] {
            assert!(message.contains(allowed), "{message}");
        }
    }
    let message = failure(&["run", "--persons", "1e30"], 6);
    assert!(message.contains("--persons: 1e30 is beyond"), "{message}");
}

#[test]
fn every_row_of_csv_says_what_was_run() {
    let arguments = ["reference", "trend-half", "--until", "2017", "--format", "csv", "--seed", "7"];
    let text = output(&[&["compare"][..], &arguments].concat());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header[8..], ["persons", "seed", "baseline", "engine", "kenju", "scenario_digest"]);
    let result = json(&["compare", "reference", "trend-half", "--until", "2017", "--format", "json"]);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let digest = |index: usize| word(&result["scenarios"][index]["digest"]);
    let mut differences = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let row: Vec<&str> = record.iter().collect();
        let baseline = word(&result["manifest"]["baseline"]);
        let engine = word(&result["manifest"]["engine"]);
        assert_eq!(row[8..13], ["200000", "7", &baseline, &engine, env!("CARGO_PKG_VERSION")]);
        let expected = match row[6] {
            "reference" => digest(0),
            "trend-half" => digest(1),
            _ => format!("{} - {}", digest(1), digest(0)),
        };
        differences += usize::from(row[6].contains(" - "));
        assert_eq!(row[13], expected);
    }
    assert!(differences > 0);
}

#[test]
fn a_comparison_begins_with_the_answer() {
    for (language, expected) in [("en", "2040 at a glance"), ("ja", "2040年の一覧")] {
        let text = output(&["compare", "reference", "trend-half", "example-care-onset", "--lang", language]);
        assert!(text.starts_with(expected), "{text}");
        let glance: Vec<&str> = text.lines().take(44).collect();
        for line in &glance {
            assert!(unicode_width::UnicodeWidthStr::width(*line) <= 100, "{line}");
        }
        // Two tables with a row for each of three scenarios and two sexes.
        for id in ["reference ", "trend-half ", "example-care-onset "] {
            assert_eq!(glance.iter().filter(|line| line.starts_with(id)).count(), 4, "{id}");
        }
    }
    assert!(!output(&["run", "reference", "trend-half", "--until", "2017"]).contains("at a glance"));
}

#[test]
fn tables_for_terminals_fit_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    let table = "age,population,deaths,limited_share,sample_size\n\
        0,500000,1000,0.05,4000\n65,300000,3000,0.2,4000\n85,100000,9000,0.5,900\n";
    std::fs::write(&path, table).unwrap();
    let path = path.to_str().unwrap();
    for language in ["ja", "en"] {
        for (arguments, cells) in [(&["sources"][..], 80), (&["doctor"], 100), (&["sullivan", path], 100)] {
            let text = output(&[arguments, &["--lang", language]].concat());
            let words = |line: &&str| line.split_whitespace().all(|word| word.len() < 60);
            for line in text.lines().filter(words) {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= cells, "{arguments:?}: {line}");
            }
        }
    }
}

#[test]
fn run_prints_the_json_contract() {
    let result = json(&["run", "--format", "json", "--until", "2018", "--seed", "7"]);
    assert_eq!(result["kenju"], env!("CARGO_PKG_VERSION"));
    let manifest = &result["manifest"];
    assert_eq!(
        (&manifest["seed"], &manifest["persons"], &manifest["draws"]),
        (&7.into(), &200_000.into(), &0.into())
    );
    assert!(
        manifest["baseline"].as_str().unwrap().len() == 16
            && manifest["engine"].as_str().unwrap().len() == 16
    );
    let scenario = &result["scenarios"][0];
    assert_eq!(scenario["id"], "reference");
    assert!(scenario["title"]["ja"].is_string() && scenario["title"]["en"].is_string());
    let series = scenario["series"].as_array().unwrap();
    let keys: Vec<(u64, &str)> =
        series.iter().map(|row| (row["year"].as_u64().unwrap(), row["sex"].as_str().unwrap())).collect();
    let mut expected = Vec::new();
    for year in 2016..=2018 {
        expected.extend(["male", "female", "both"].map(|sex| (year, sex)));
    }
    assert_eq!(keys, expected);
    for row in series {
        for key in ["life_expectancy", "healthy_life_expectancy", "independent_life_expectancy"] {
            assert!(row[key]["value"].is_f64() && row[key]["se"].is_number(), "{key}");
        }
        assert!(row["population"].is_number() && row["deaths"].is_number());
        assert!(row.get("raw").is_none() && row.get("population_by_age").is_none());
    }
    let detailed =
        json(&["run", "--format", "json", "--until", "2016", "--detail", "--raw", "--persons", "5k"]);
    let row = &detailed["scenarios"][0]["series"][0];
    assert!(row["population_by_age"].as_array().unwrap().len() > 100);
    assert!(row["raw"]["life_expectancy"]["se"].as_f64().unwrap() > 0.0);
    assert!(row["care_need"]["none"].is_number());
}

#[test]
fn the_goal_is_in_a_run_to_2040() {
    let result = json(&["run", "trend-full", "--format", "json"]);
    for sex in ["male", "female"] {
        let goal = &result["scenarios"][0]["goal"][sex];
        assert_eq!((&goal["target"], &goal["reached"]), (&3.0.into(), &true.into()));
        assert_eq!(goal["interim"]["year"], 2024);
        assert!(goal["chance"].is_null());
    }
    let text = output(&["run", "trend-full"]);
    assert!(text.contains("the 2040 goal is reached"), "{text}");
}

#[test]
fn compare_gives_levels_and_differences_in_the_order_of_the_arguments() {
    let result =
        json(&["compare", "trend-half", "reference", "trend-full", "--format", "json", "--until", "2025"]);
    let ids: Vec<&str> = result["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scenario| scenario["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["trend-half", "reference", "trend-full"]);
    let differences = result["differences"].as_array().unwrap();
    let pairs: Vec<_> = differences.iter().map(|one| (one["from"].as_str(), one["to"].as_str())).collect();
    assert_eq!(pairs, [(Some("trend-half"), Some("reference")), (Some("trend-half"), Some("trend-full"))]);
    let last = |index: usize| {
        let row = differences[index]["series"].as_array().unwrap().last().unwrap();
        row["healthy_life_expectancy"]["value"].as_f64().unwrap()
    };
    assert!(last(0) < 0.0 && last(1) > 0.0);
    assert!(output(&["compare", "reference", "trend-full", "--until", "2024"]).contains("minus"));
}

#[test]
fn the_same_scenario_twice_keeps_two_names() {
    let result = json(&["run", "reference", "reference", "--format", "json", "--until", "2016"]);
    let scenarios = result["scenarios"].as_array().unwrap();
    assert_eq!((&scenarios[0]["id"], &scenarios[1]["id"]), (&"reference".into(), &"reference-2".into()));
    assert_eq!(scenarios[0]["series"], scenarios[1]["series"]);
}

#[test]
fn the_population_is_shown_beside_the_official_projection() {
    let default = output(&["run"]);
    assert!(
        default.contains("IPSS 2023") && default.contains("excess mortality observed in 2021-2024"),
        "{default}"
    );
    let check = output(&["run", "ipss2023-check", "--lang", "ja", "--format", "md"]);
    assert!(check.contains("社人研2023") && check.contains("照合のためだけ"), "{check}");
    assert!(!output(&["run", "mortality-frozen"]).contains("IPSS 2023"));
}

#[test]
fn own_assumptions_are_marked_in_every_form() {
    let arguments =
        |format| ["run", "example-care-onset", "--until", "2016", "--persons", "5k", "--format", format];
    let marked = json(&arguments("json"));
    assert!(!marked["scenarios"][0]["own_assumptions"].as_array().unwrap().is_empty());
    assert!(output(&arguments("table")).contains("own assumption"));
    assert!(output(&arguments("md")).contains("own assumption"));
    let text = output(&arguments("csv"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert!(reader.records().all(|record| !record.unwrap()[7].is_empty()));
}

#[test]
fn lists_are_arrays() {
    let scenarios = json(&["scenarios", "--format", "json"]);
    let ids: Vec<&str> =
        scenarios.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    for id in ["reference", "trend-half", "trend-full", "mortality-frozen", "ipss2023-check"] {
        assert!(ids.contains(&id), "{id}");
        assert!(output(&["scenarios"]).contains(id));
    }
    let sources = json(&["sources", "--format", "json"]);
    for source in sources.as_array().unwrap() {
        assert!(!source["licence"].as_str().unwrap().is_empty());
        let uses = ["tables", "conditions"].map(|use_| source[use_].as_array().unwrap().len());
        assert!(uses[0] + uses[1] > 0, "{} serves no table and no condition", source["id"]);
    }
    let id = sources[0]["id"].as_str().unwrap();
    assert!(output(&["sources", id]).contains(id));
    assert_eq!(json(&["sources", id, "--format", "json"]).as_array().unwrap().len(), 1);
    let near = &id[..id.len() - 1];
    assert!(failure(&["sources", near], 2).contains(id));
}

#[test]
fn scripts_and_pages_are_made_from_the_flags() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(output(&["completions", shell]).contains("life-table"), "{shell}");
    }
    let page = output(&["man"]);
    assert!(page.contains(".TH") && page.contains("sullivan"));
    let page = output(&["man", "run"]);
    assert!(page.contains("persons") && page.contains(env!("CARGO_PKG_VERSION")));
    assert!(output(&["man", "--help"]).contains("man -l -"));
}

#[test]
fn doctor_says_what_is_there() {
    let report = json(&["doctor", "--format", "json"]);
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    assert!(report["baseline"].as_str().unwrap().starts_with("japan "));
    assert!(report["language"].as_str().unwrap().starts_with("en "));
    assert!(output(&["doctor", "--lang", "ja"]).contains("基礎データ"));
}

#[test]
fn without_a_terminal_the_reference_is_printed() {
    let english = output(&[]);
    for expected in
        ["81.05", "75.14", "Independent life expectancy", "half the observed pace", "kenju sources"]
    {
        assert!(english.contains(expected), "{expected}: {english}");
    }
    let japanese = output(&["--lang", "ja"]);
    for expected in ["健康寿命", "平均自立期間", "81.05", "社人研2023"] {
        assert!(japanese.contains(expected), "{expected}: {japanese}");
    }
}
