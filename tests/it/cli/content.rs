//! Scenario files with good, bad and hostile content through `run` and `check`.

use super::{failure, kenju, output};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::{TempDir, tempdir};

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_shown_scenario_is_a_valid_file() {
    let folder = tempdir().unwrap();
    for id in ["reference", "trend-half", "ipss2023-check", "example-care-onset", "pandemic"] {
        let path = file(&folder, &format!("{id}.ron"), output(&["scenarios", id]));
        let checked = output(&["check", &path]);
        assert!(checked.contains("ok") && checked.contains(id), "{checked}");
        let settings = ["--until", "2017", "--persons", "5k", "--format", "json"];
        let from_file = output(&[&["run", &path][..], &settings].concat());
        assert_eq!(from_file, output(&[&["run", id][..], &settings].concat()));
    }
}

#[test]
fn a_mark_at_the_beginning_and_windows_line_ends_are_accepted() {
    let folder = tempdir().unwrap();
    let plain = output(&["scenarios", "trend-half"]);
    let path = file(&folder, "windows.ron", format!("\u{feff}{}", plain.replace('\n', "\r\n")));
    assert!(output(&["check", &path]).contains("ok"));
}

#[test]
fn bad_content_is_refused_with_its_place() {
    let folder = tempdir().unwrap();
    let deep = format!("{}{}", "(".repeat(5_000), ")".repeat(5_000));
    let cases: [(&str, &[u8]); 8] = [
        ("empty.ron", b""),
        ("unknown.ron", b"(schema: 1, titel: (ja: \"a\", en: \"b\"))"),
        ("type.ron", b"(schema: \"one\", title: (ja: \"a\", en: \"b\"))"),
        ("duplicate.ron", b"(schema: 1, schema: 1, title: (ja: \"a\", en: \"b\"))"),
        ("bytes.ron", b"(schema: 1, title: (ja: \"\xff\xfe\", en: \"b\"))"),
        ("control.ron", "(schema: 1, title: (ja: \"a\u{202e}b\", en: \"b\"))".as_bytes()),
        ("deep.ron", deep.as_bytes()),
        ("unclosed.ron", b"(schema: 1, title: (ja: \"a\", en: \"b\")"),
    ];
    for (name, content) in cases {
        let path = file(&folder, name, content);
        for verb in ["run", "check"] {
            let message = failure(&[verb, &path], 3);
            assert!(message.contains(name), "{message}");
            assert!(!message.contains('\u{202e}'), "{message:?}");
        }
    }
}

#[test]
fn a_file_beyond_the_limit_is_too_large() {
    let folder = tempdir().unwrap();
    let path = file(&folder, "large.ron", vec![b' '; 1024 * 1024 + 1]);
    for verb in ["run", "check", "life-table", "sullivan"] {
        failure(&[verb, &path], 6);
    }
}

#[cfg(unix)]
#[test]
fn a_hostile_file_name_is_shown_escaped() {
    let folder = tempdir().unwrap();
    let good = output(&["scenarios", "reference"]);
    let path = file(&folder, "a\u{1b}[31m\u{202e}b.ron", good);
    let checked = output(&["check", &path]);
    assert!(checked.contains("\\u{1b}") && !checked.contains(['\u{1b}', '\u{202e}']), "{checked:?}");
    let path = file(&folder, "c\u{1b}.ron", "()");
    assert!(failure(&["check", &path], 3).contains("\\u{1b}"));
    for format in ["table", "csv", "md"] {
        let path = file(&folder, "=d\u{1b}[31m.ron", output(&["scenarios", "reference"]));
        let shown = output(&["run", &path, "--until", "2016", "--format", format]);
        assert!(!shown.contains('\u{1b}'), "{format}");
    }
}

/// As every other verb that takes scenarios, `check` takes the ids of those in the program.
#[test]
fn check_takes_ids_as_well_as_files() {
    let found: Value = serde_json::from_str(&output(&["check", "salt-1g", "--format", "json"])).unwrap();
    assert_eq!((&found[0]["ok"], &found[0]["id"]), (&true.into(), &"salt-1g".into()));
    let run: Value =
        serde_json::from_str(&output(&["run", "salt-1g", "--until", "2018", "--format", "json", "-q"]))
            .unwrap();
    assert_eq!(found[0]["digest"], run["scenarios"][0]["digest"]);
    assert!(failure(&["check", "salt-1"], 2).contains("salt-1g"));
}

#[test]
fn check_reports_every_file_and_exits_with_the_worst() {
    let folder = tempdir().unwrap();
    let good = file(&folder, "good.ron", output(&["scenarios", "reference"]));
    let bad = file(&folder, "bad.ron", "(");
    let missing = folder.path().join("missing.ron").to_str().unwrap().to_owned();
    let call = |arguments: &[&str], code: i32| {
        let assert = kenju().arg("check").args(arguments).assert().code(code);
        let output = assert.get_output().clone();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (found, errors) = call(&[&bad, &good, &missing], 4);
    assert!(found.contains("good.ron") && !found.contains("bad.ron"), "{found}");
    assert!(errors.contains("bad.ron") && errors.contains("missing.ron"), "{errors}");
    call(&[&good, &bad], 3);
    let (found, _) = call(&[&good, &bad, "--format", "json"], 3);
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!((&found[0]["ok"], &found[1]["ok"]), (&true.into(), &false.into()));
    assert!(found[1]["error"].as_str().unwrap().contains("bad.ron"));
}

#[test]
fn levers_and_shocks_are_said_in_words_and_what_does_nothing_is_named() {
    let folder = tempdir().unwrap();
    let fields = "title: (ja: \"題\", en: \"T\"), levers: [(id: \"stress_check\", coverage: Maximum),
        (id: \"kayoi_no_ba\", coverage: Reach(share: 0.2, from: 2030, by: 2035))], shocks: [Pandemic(year: 2031)]";
    let path = file(&folder, "levers.ron", format!("(schema: 1, {fields})"));
    let assert = kenju().args(["check", &path, "--lang", "en"]).assert().success();
    let (out, notes) = (&assert.get_output().stdout, &assert.get_output().stderr);
    let (out, notes) = (String::from_utf8_lossy(out), String::from_utf8_lossy(notes));
    for needle in ["(kayoi_no_ba): to a stated coverage, linearly", "20.0% in 2035", "pandemic (2031)"] {
        assert!(out.contains(needle), "{needle} is not in {out}");
    }
    assert!(
        notes.contains("lever stress_check has no effect: studies looked for an effect and found none"),
        "{notes}"
    );
    // Attendance falls in the shock, but nobody asked for those levers.
    assert!(!notes.contains("specific_health_checkup"), "{notes}");
    let found: Value = serde_json::from_str(&output(&["check", &path, "--format", "json"])).unwrap();
    assert_eq!(found[0]["policies"].as_array().unwrap().len(), 3);

    let path =
        file(&folder, "slip.ron", format!("(schema: 1, {})", fields.replace("kayoi_no_ba", "kayoi_noba")));
    let message = failure(&["run", &path], 3);
    assert!(message.contains("kayoi_no_ba") && message.contains("slip.ron:2:"), "{message}");
    let shown = output(&["scenarios", "salt-1g", "--lang", "en"]);
    assert!(shown.lines().last().unwrap().starts_with("// ") && shown.contains("100.0% in 2026"), "{shown}");
}

#[test]
fn an_unknown_condition_does_not_fit_the_pack() {
    let folder = tempdir().unwrap();
    let scenario = include_str!("../../data/illness-incidence-down.ron");
    let path = file(&folder, "illness.ron", scenario);
    failure(&["check", &path], 3);
    failure(&["run", &path], 3);
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/data/illness-death");
    assert!(output(&["check", &path, "--baseline", pack]).contains("ok"));
}

#[test]
fn a_mistyped_id_is_usage_with_a_suggestion() {
    for verb in ["run", "scenarios"] {
        let message = failure(&[verb, "trend-halv"], 2);
        assert!(message.contains("trend-half"), "{message}");
    }
    let japanese = failure(&["run", "trend-halv", "--lang", "ja"], 2);
    assert!(japanese.contains("trend-half") && japanese.contains("シナリオ"), "{japanese}");
}

/// A scenario with these fields besides title and schema.
fn scenario(folder: &TempDir, name: &str, fields: &str) -> String {
    file(folder, name, format!("(schema: 1, title: (ja: \"題\", en: \"T\"), {fields})"))
}

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/illness-death");

#[test]
fn what_does_not_fit_the_pack_is_refused_by_check_and_run_in_both_languages() {
    let folder = tempdir().unwrap();
    let change = |inner: &str| format!("hazard_changes: [({inner})]");
    let japan: [(&str, String, &str, &str); 6] = [
        ("zero.ron", change("process: Death, ages: (65, 110), from: 2030, factor: 0"), "0.05 to 20", "0.05 から 20"),
        ("past.ron", change("process: Death, ages: (65, 110), from: 2020, factor: 0.9"), "observed figures to 2024", "2024年までは観測値"),
        ("product.ron", "hazard_changes: [(process: Death, ages: (65, 70), from: 2030, factor: 0.1), (process: Death, ages: (70, 75), from: 2032, factor: 0.1)]".to_owned(), "age 70, 2032", "70歳、2032年"),
        ("own.ron", "assumptions: (mortality: Own(male: 100, female: 90))".to_owned(), "cannot be reached", "届かない"),
        ("unknown.ron", change("process: Condition(\"illness\"), ages: (40, 99), from: 2030, factor: 0.8"), "no process Condition(\"illness\")", "過程 Condition(\"illness\") はない"),
        ("huge.ron", "hazard_changes: [(process: Death, ages: (0, 1), from: 2030, factor: 10), (process: Death, ages: (1, 1), from: 2030, factor: 3)]".to_owned(), "0.05 to 20", "0.05 から 20"),
    ];
    for (name, fields, english, japanese) in &japan {
        let path = scenario(&folder, name, fields);
        for verb in ["check", "run"] {
            let message = failure(&[verb, &path], 3);
            assert!(message.contains(english), "{message}");
            let message = failure(&[verb, &path, "--lang", "ja"], 3);
            assert!(message.contains(japanese), "{message}");
        }
    }
    for (name, fields, english) in [
        ("half.ron", "assumptions: (limitation: Half)", "no activity limitation"),
        ("fall.ron", "assumptions: (care_need: ObservedFall)", "no care need"),
        ("frozen.ron", "assumptions: (mortality: Frozen)", "holds its mortality constant"),
        (
            "young.ron",
            "hazard_changes: [(process: Death, ages: (0, 39), from: 2030, factor: 0.9)]",
            "40 to 99",
        ),
        (
            "men.ron",
            "hazard_changes: [(process: Death, sex: Male, ages: (40, 99), from: 2030, factor: 0.9)]",
            "no men",
        ),
    ] {
        let path = scenario(&folder, name, fields);
        for verb in ["check", "run"] {
            let message = failure(&[verb, &path, "--baseline", FIXTURE], 3);
            assert!(message.to_lowercase().contains(english), "{message}");
        }
    }
}

#[test]
fn a_change_that_does_nothing_is_never_silent() {
    let folder = tempdir().unwrap();
    for (name, change, english, japanese) in [
        (
            "children.ron",
            "process: CareOnset, ages: (0, 30), from: 2030, factor: 0.5",
            "begins at 40",
            "40歳から",
        ),
        (
            "late.ron",
            "process: Death, ages: (65, 110), from: 2045, factor: 0.5",
            "after 2040",
            "2040 年より後",
        ),
        ("one.ron", "process: Death, ages: (65, 110), from: 2030, factor: 1", "factor is 1", "倍率が1"),
    ] {
        let path = scenario(&folder, name, &format!("hazard_changes: [({change})]"));
        let warning = |arguments: &[&str]| {
            let assert = kenju().args(arguments).assert().success();
            String::from_utf8(assert.get_output().stderr.clone()).unwrap()
        };
        let english_warning = warning(&["check", &path]);
        assert!(
            english_warning.starts_with("warning: ") && english_warning.contains(english),
            "{english_warning}"
        );
        let run = ["run", &path, "--persons", "1000", "--lang", "ja", "--format", "csv"];
        let japanese_warning = warning(&run);
        assert!(
            japanese_warning.starts_with("注意") && japanese_warning.contains(japanese),
            "{japanese_warning}"
        );
        assert!(warning(&[&["--quiet"], &run[..]].concat()).is_empty());
    }
    let effective = scenario(
        &folder,
        "effective.ron",
        "hazard_changes: [(process: Death, ages: (65, 110), from: 2030, factor: 0.9)]",
    );
    assert!(kenju().args(["check", &effective]).assert().success().get_output().stderr.is_empty());
}

#[test]
fn changes_of_care_need_say_that_an_association_is_used_as_a_cause() {
    let shown = output(&["run", "example-care-onset", "--until", "2016", "--persons", "1000"]);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("association of care need with mortality is used as a cause"), "{shown}");
}

#[test]
fn a_machine_is_told_what_is_allowed_and_meant() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bare.ron");
    let text = r#"(schema: 1, title: (ja: "a", en: "b"), levers: [(id: "kayoi_no_ba", coverage: 0.3)])"#;
    std::fs::write(&path, text).unwrap();
    let call = kenju().args(["check", path.to_str().unwrap(), "--format", "json"]).assert().code(3);
    let found: serde_json::Value = serde_json::from_slice(&call.get_output().stdout).unwrap();
    assert!(found[0]["allowed"].as_str().unwrap().contains("Reach(share: 0.6"), "{found}");
    assert_eq!(found[0]["did_you_mean"], "Reach(share: 0.3, from: 2026, by: 2032)");
}

#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let folder = tempdir().unwrap();
    let levers = "levers: [\n(id: \"通いの場\", coverage: Reach(share: 50)),\n(id: \"salt_food_environment\", \
                  coverage: Reach(share: 130%, from: 1990)),\n(id: \"exercise_programm\", coverage: \"40%\"),\n\
                  (id: \"no_such_lever_at_all\", coverage: Maximum)]";
    let path = scenario(&folder, "many.ron", levers);
    let message = failure(&["check", &path, "--lang", "en"], 3);
    for (place, told) in [
        ("levers[0].id", "did you mean `kayoi_no_ba`?"),
        ("levers[0].coverage.share", "did you mean `0.5`?"),
        ("levers[1].coverage.share", "a share is written as a number from 0 to 1"),
        ("levers[1].coverage.from", "2020 to 2050"),
        ("levers[2].id", "did you mean `exercise_programme`?"),
        ("levers[2].coverage", "Reach(share: 0.4"),
        ("levers[3].id", "no_such_lever_at_all"),
    ] {
        let part = message.split("error: ").find(|part| part.contains(&format!("field: {place}\n")));
        assert!(part.is_some_and(|part| part.contains(told)), "{place}: {told}\n{message}");
    }
    assert_eq!(message.matches("error: ").count(), 7, "{message}");
    // What stands in for a mistake during the search is never shown.
    assert!(message.contains("share: 130%, from: 1990") && !message.contains("unknown-"), "{message}");
    let out = kenju().args(["check", &path, "--format", "json"]).output().unwrap();
    let told: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(told[0]["did_you_mean"], "kayoi_no_ba");
    assert_eq!(told[0]["further"].as_array().unwrap().len(), 6);
}

#[test]
fn coverage_above_the_documented_maximum_is_marked_and_allowed() {
    let folder = tempdir().unwrap();
    let beyond = "levers: [(id: \"kayoi_no_ba\", coverage: Reach(share: 0.9, from: 2026, by: 2030))]";
    let path = scenario(&folder, "beyond.ron", beyond);
    let mark = "coverage of 90.0%, above the maximum of";
    assert!(output(&["check", &path, "--lang", "en"]).contains(mark));
    let settings = ["--persons", "1000", "--until", "2031", "--lang", "en", "--quiet"];
    let why = output(&[&["explain", "reference", &path][..], &settings].concat()).replace('\n', " ");
    assert!(why.contains(mark), "{why}");
    let within = beyond.replace("0.9", "0.1");
    let path = scenario(&folder, "within.ron", &within);
    assert!(!output(&["check", &path, "--lang", "en"]).contains("above the maximum"));
}
