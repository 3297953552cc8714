//! What belongs to a session of the interface: its steps computed again, its files, its tour.

use super::{failure, json, kenju, output};
use std::fs;
use tempfile::tempdir;

const SCRIPT: &str = r#"// kenju replay FILE
(
    script: 1,
    persons: 2000,
    seed: 7,
    until: 2040,
    steps: [
        (
            schema: 1,
            title: (ja: "はじめ", en: "start"),
        ),
        (
            schema: 1,
            title: (ja: "通いの場", en: "salons"),
            levers: [
                (id: "kayoi_no_ba", coverage: Maximum),
            ],
        ),
    ],
)
"#;

#[test]
fn steps_are_computed_again_and_equal_a_comparison_of_the_same_scenario() {
    let folder = tempdir().unwrap();
    let script = folder.path().join("steps.ron");
    fs::write(&script, SCRIPT).unwrap();
    let path = script.to_str().unwrap();
    let rows = json(&["replay", path, "--format", "json", "--lang", "en"]);
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 4, "two steps, men and women");
    assert!(rows[..2].iter().all(|row| row["added"]["value"] == 0.0 && row["change"] == "start"), "{rows:?}");
    let own = folder.path().join("own.ron");
    let step: Vec<&str> = SCRIPT.lines().skip(12).take(5).collect();
    let scenario = format!("(\n{}\n)", step.join("\n"));
    fs::write(&own, scenario).unwrap();
    let flags = ["--persons", "2000", "--seed", "7", "--until", "2040", "--format", "json"];
    let compared = json(&[&["compare", "reference", own.to_str().unwrap()][..], &flags].concat());
    let series = compared["differences"][0]["series"].as_array().unwrap();
    for row in &rows[2..] {
        let same = series.iter().find(|one| one["year"] == 2040 && one["sex"] == row["sex"]).unwrap();
        let healthy = &same["healthy_life_expectancy"]["value"];
        assert!(row["added"]["value"] == *healthy && row["by_step"]["value"] == *healthy, "{row} {same}");
        assert!(row["added"]["value"] != 0.0);
    }
    let table = output(&["replay", path, "--lang", "ja"]);
    assert!(table.contains("通いの場") && table.contains("2040年の増加") && table.contains('7'), "{table}");
}

#[test]
fn a_faulty_script_is_told_with_its_place() {
    let folder = tempdir().unwrap();
    let told = |text: &str| {
        let script = folder.path().join("steps.ron");
        fs::write(&script, text).unwrap();
        failure(&["replay", script.to_str().unwrap(), "--lang", "en"], 3)
    };
    assert!(told(&SCRIPT.replace("script: 1", "script: 9")).contains("version 9"));
    assert!(told("(script: 1, seed: 1, until: 2040, steps: [])").contains("1 to 501 steps"));
    let slip = told(&SCRIPT.replace("kayoi_no_ba", "kayoi_no_bo"));
    assert!(slip.contains("kayoi_no_bo") && slip.contains("kayoi_no_ba"), "{slip}");
    assert!(told(&SCRIPT.replace("seed: 7", "sed: 7")).contains("steps.ron:5"), "place");
    failure(&["replay", "missing.ron"], 4);
}

#[test]
fn paths_follow_the_rules_of_the_system_and_config_takes_another_file() {
    let folder = tempdir().unwrap();
    let home = folder.path();
    let run = |arguments: &[&str]| {
        let mut command = kenju();
        command.env("XDG_CONFIG_HOME", home.join("config")).env("XDG_STATE_HOME", home.join("state"));
        command.args(arguments).assert()
    };
    let told = run(&["paths", "--format", "json"]).success();
    let told: serde_json::Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    let ends = |key: &str, end: &str| assert!(told[key].as_str().unwrap().ends_with(end), "{told}");
    ends("settings", "config/kenju/settings.ron");
    ends("draft", "state/kenju/draft.ron");
    ends("view", "state/kenju/view.ron");
    let readable = run(&["paths", "--lang", "ja"]).success();
    assert!(String::from_utf8_lossy(&readable.get_output().stdout).contains("保存していないシナリオ"));
    // The steps of the tour use the keys of the file.
    let own = home.join("own.ron");
    fs::write(&own, "(keys: {\"write\": [\"W\"]})").unwrap();
    let own = own.to_str().unwrap();
    let steps = run(&["tutorial", "--lang", "en", "--config", own]).success();
    let steps = String::from_utf8_lossy(&steps.get_output().stdout).into_owned();
    assert_eq!(steps.lines().count(), 6, "{steps}");
    assert!(steps.lines().last().unwrap().contains("press W"), "{steps}");
    run(&["tutorial", "--config", "missing.ron"]).failure().code(4);
}
