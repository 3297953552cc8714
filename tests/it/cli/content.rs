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
    for id in ["reference", "trend-half", "ipss2023-check", "example-care-onset"] {
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
