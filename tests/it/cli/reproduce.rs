//! Results that can be computed again, compared and read: rerun, diff, schema.

use super::{failure, json, kenju, output};
use kenju::report::dictionary::{Entry, entries};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use tempfile::tempdir;

const FEW: [&str; 4] = ["--persons", "1000", "--until", "2020"];

fn result(arguments: &[&str]) -> String {
    output(&[arguments, &FEW, &["--format", "json"]].concat())
}

#[test]
fn a_result_gives_its_own_bytes_again() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("result.json");
    let shown = path.to_str().unwrap();
    for arguments in [
        &["run", "pandemic", "--detail", "--seed", "7"][..],
        &["compare", "reference", "salt-maximum", "--raw"],
        &["compare", "trend-half", "salons-10", "--draws", "20"],
        &["report", "salt-maximum", "--draws", "20"],
    ] {
        let first = result(arguments);
        fs::write(&path, &first).unwrap();
        assert_eq!(output(&["rerun", shown]), first, "{arguments:?}");
        assert_eq!(output(&["rerun", shown, "--threads", "3"]), first);
        let answer = json(&["diff", shown, shown, "--format", "json"]);
        assert_eq!(answer["same"], true);
    }
}

#[test]
fn a_result_of_another_engine_pack_or_scenario_is_refused_with_the_reason() {
    let folder = tempdir().unwrap();
    let first: Value = serde_json::from_str(&result(&["compare", "reference", "salt-maximum"])).unwrap();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut changed = first.clone();
        change(&mut changed);
        let path = folder.path().join("changed.json");
        fs::write(&path, changed.to_string()).unwrap();
        failure(&["rerun", path.to_str().unwrap()], 3)
    };
    assert!(
        refused(&|one| one["manifest"]["engine"] = "0123456789abcdef".into()).contains("0123456789abcdef")
    );
    assert!(refused(&|one| one["manifest"]["baseline"] = "fedcba9876543210".into()).contains("--baseline"));
    let text = |one: &mut Value| {
        let text = one["manifest"]["recipe"]["scenarios"][1]["text"].as_str().unwrap();
        text.replace("Maximum", "Ambitious")
    };
    let plan = refused(&|one| one["manifest"]["recipe"]["scenarios"][1]["text"] = text(one).into());
    assert!(plan.contains("salt-maximum"), "{plan}");
    let none = refused(&|one| one["manifest"]["recipe"] = Value::Null);
    assert!(none.contains("A report of a store") && none.contains("older version"), "{none}");
    assert!(refused(&|one| *one = Value::Null).contains("no result"));
}

/// Settings that add rows or intervals are reasons, and a number that differs for none is never "the same".
#[test]
fn diff_calls_nothing_the_same_that_is_not() {
    let folder = tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let first = result(&["run", "salt-maximum"]);
    let plain = write("plain.json", &first);
    for (more, causes) in [
        (&["run", "salt-maximum", "--raw"][..], &["raw"][..]),
        (&["run", "salt-maximum", "--detail"], &["detail"]),
        (&["compare", "reference", "salt-maximum"], &["verb", "only_in_one"]),
        (&["run", "salt-maximum", "--draws", "20", "--tolerance", "1"], &["draws", "tolerance"]),
    ] {
        let other = write("other.json", &result(more));
        let answer = json(&["diff", &plain, &other, "--format", "json"]);
        let found: Vec<&str> =
            answer["reasons"].as_array().unwrap().iter().map(|one| one["cause"].as_str().unwrap()).collect();
        assert_eq!((found.as_slice(), &answer["same"]), (causes, &Value::Bool(false)), "{more:?}");
    }
    let mut changed: Value = serde_json::from_str(&first).unwrap();
    let rows = changed["scenarios"][0]["series"].as_array_mut().unwrap();
    rows.last_mut().unwrap()["healthy_life_expectancy"]["value"] = 80.0.into();
    let changed = write("changed.json", &changed.to_string());
    let answer = json(&["diff", &plain, &changed, "--format", "json"]);
    assert_eq!((&answer["same"], answer["reasons"].as_array().unwrap().len()), (&Value::Bool(false), 0));
    assert!(output(&["diff", &plain, &changed, "--lang", "en"]).contains("was changed"));
}

#[test]
fn diff_names_what_decides_a_difference() {
    let folder = tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let scenario = |levers: &str, limitation: &str| {
        format!(
            "(schema: 1, title: (ja: \"題\", en: \"T\"), assumptions: (limitation: {limitation}), levers: [{levers}])"
        )
    };
    let salt = "(id: \"salt_food_environment\", coverage: Maximum)";
    let mine = write("mine.ron", &scenario(salt, "NoChange"));
    let first = write("first.json", &result(&["run", &mine]));
    write("mine.ron", &scenario(&salt.replace("Maximum", "Ambitious"), "Half"));
    let second = write("second.json", &result(&["run", &mine, "--seed", "2"]));
    let answer = json(&["diff", &first, &second, "--format", "json"]);
    let causes: Vec<(&str, &str)> = answer["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["cause"].as_str().unwrap(), one["item"].as_str().unwrap()))
        .collect();
    let expected = [("seed", ""), ("assumption", "limitation"), ("lever", "salt_food_environment")];
    assert_eq!(causes, expected);
    assert_eq!(answer["healthy_life_expectancy"].as_array().unwrap().len(), 3);
    let mut older: Value = serde_json::from_str(&fs::read_to_string(&first).unwrap()).unwrap();
    older["kenju"] = "0.0.9".into();
    older["manifest"]["baseline"] = "0000000000000000".into();
    older["manifest"]["recipe"]["calibration"] = "1111111111111111".into();
    let older = write("older.json", &older.to_string());
    let shown = output(&["diff", &first, &older, "--lang", "en"]);
    for word in ["version of kenju", "data", "calibration"] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    failure(&["diff", &first, &mine], 3);
    failure(&["diff", &first, folder.path().join("none").to_str().unwrap()], 4);
}

fn known(form: &str, name: &str) -> bool {
    entries().iter().any(|entry: &Entry| entry.form == form && entry.means(name))
}

/// Keys of an object that are identifiers, not names of the form.
const MAPS: [&str; 10] = [
    "care_need",
    "states_by_age",
    "conditions",
    "deaths_by_cause",
    "reach",
    "onsets_avoided",
    "deaths_avoided",
    "programme",
    "goal",
    "point",
];

fn keys(value: &Value, inside: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if !MAPS.contains(&inside) {
                    found.insert(key.clone());
                }
                // What is below an identifier is named again.
                keys(value, if MAPS.contains(&inside) { "" } else { key }, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, inside, found)),
        _ => {}
    }
}

#[test]
fn the_dictionary_has_every_column_and_key_of_results() {
    let folder = tempdir().unwrap();
    let store = folder.path().join("s.kenju");
    let store = store.to_str().unwrap();
    let plan = folder.path().join("plan.ron");
    let text =
        "(schema: 1, title: (ja: \"試\", en: \"T\"), persons: 1000, until: 2018, draws: 1, detail: true,
        grids: [(id: \"salt\", levers: [(id: \"salt_food_environment\", coverage: [Maximum])])])";
    fs::write(&plan, text).unwrap();
    let plan = plan.to_str().unwrap();
    output(&["batch", plan, "--out", store, "--quiet"]);
    let compared = ["compare", "reference", "salt-maximum", "--persons", "1000", "--detail", "--raw"];
    let drawn = [&compared[..], &["--draws", "20"]].concat();

    let csv_of = |name: &str, text: &str| -> String {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let table = csv_of("table.csv", "age,population,deaths\n0,1000,5\n1,4000,4\n5,90000,900\n");
    let sullivan = csv_of(
        "sullivan.csv",
        "age,population,deaths,limited_share,sample_size\n0,1000,5,0.01,100\n1,4000,4,0.02,100\n5,90000,900,0.1,500\n",
    );
    let wrong = csv_of("wrong.ron", "(schema: 1, title: (ja: \"試\", en: \"T\"), levers: [(id: \"nix\")])");
    let one = csv_of("one.json", &output(&["run", "reference", "--until", "2018", "--format", "json"]));
    let other = csv_of("other.json", &output(&["run", "trend-half", "--until", "2018", "--format", "json"]));
    let short = ["--until", "2030", "--persons", "1000"];
    let verbs: Vec<Vec<&str>> = vec![
        compared.to_vec(),
        drawn.clone(),
        vec!["status", store],
        vec!["verify", store],
        vec!["batch", plan, "--dry-run"],
        [&["explain", "reference", "salt-maximum"][..], &short].concat(),
        [&["explain", "reference", "trials-planned"][..], &short].concat(),
        [&["report", "salt-maximum"][..], &short].concat(),
        vec!["levers"],
        vec!["levers", "salt_food_environment"],
        vec!["programmes"],
        vec!["programmes", "hlep_plan"],
        vec!["scenarios"],
        vec!["studies"],
        vec!["sources"],
        vec!["trials"],
        vec!["uncertainty"],
        vec!["doctor"],
        vec!["paths"],
        vec!["schema", "csv"],
        vec!["life-table", &table],
        vec!["sullivan", &sullivan],
        vec!["diff", &one, &other],
        vec!["check", &wrong],
        vec!["validate", "--persons", "16k", "--hindcast"],
    ];
    let mut missing = BTreeSet::new();
    for arguments in &verbs {
        let mut found = BTreeSet::new();
        // A wrong file is told in JSON too, with an exit code of its own.
        let run = kenju().args(arguments).args(["--format", "json", "--quiet"]).output().unwrap();
        let text = String::from_utf8(run.stdout).unwrap();
        let value: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
        keys(&value, "", &mut found);
        missing.extend(found.into_iter().filter(|key| !known("json", key)).map(|key| (key, arguments[0])));
    }
    assert!(missing.is_empty(), "JSON keys without an entry: {missing:?}");

    for arguments in [
        &compared[..],
        &drawn,
        &["status", store],
        &["verify", store],
        &["scenarios"],
        &["studies"],
        &["levers"],
        &["levers", "salt_food_environment"],
        &["programmes"],
        &["sources"],
        &["schema"],
    ] {
        let text = output(&[arguments, &["--format", "csv", "--quiet"]].concat());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().clone();
        let unknown: Vec<&str> =
            columns.iter().filter(|column| !known("csv", column) && !["ja", "en"].contains(column)).collect();
        assert!(unknown.is_empty(), "{arguments:?}: columns without an entry: {unknown:?}");
        if let Some(at) = columns.iter().position(|column| column == "indicator") {
            let names: BTreeSet<String> =
                reader.records().map(|row| row.unwrap().get(at).unwrap().to_owned()).collect();
            let unknown: Vec<&String> = names.iter().filter(|name| !known("indicator", name)).collect();
            assert!(unknown.is_empty(), "indicators without an entry: {unknown:?}");
        }
    }
    let connection = rusqlite::Connection::open(store).unwrap();
    let mut names = connection.prepare("SELECT name FROM indicator").unwrap();
    for name in names.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        let name = name.unwrap();
        assert!(known("indicator", &name), "{name}");
    }
}

#[test]
fn the_schema_is_printed_in_part_and_as_statements() {
    assert!(output(&["schema", "--sql"]).contains("CREATE TABLE value"));
    let rows = json(&["schema", "store.value", "--format", "json"]);
    assert_eq!(rows.as_array().unwrap().len(), 8);
    assert!(output(&["schema", "store", "--lang", "ja"]).contains("モンテカルロ標準誤差"));
    assert!(failure(&["schema", "indicatr"], 2).contains("indicator"));
}

/// The example of the documentation, where there is a Python to run it.
#[test]
fn the_python_example_reads_a_store() {
    let found = std::process::Command::new("python3").arg("--version").output();
    if !found.is_ok_and(|found| found.status.success()) {
        return;
    }
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/store-in-python.md")).unwrap();
    let code = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempdir().unwrap();
    let plan = folder.path().join("plan.ron");
    let text = "(schema: 1, title: (ja: \"試\", en: \"T\"), persons: 1000, until: 2040, draws: 3, scenarios: [\"salt-maximum\"])";
    fs::write(&plan, text).unwrap();
    let store = folder.path().join("study.kenju");
    kenju()
        .current_dir(&folder)
        .args(["batch", "plan.ron", "--out", "study.kenju", "--quiet"])
        .assert()
        .success();
    assert!(store.exists());
    let ran = std::process::Command::new("python3").current_dir(&folder).args(["-c", code]).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{err}");
    assert!(out.contains("salt-maximum") && out.contains("male"), "{out}");
}

/// The other example, where there is an R with its packages.
#[test]
fn the_r_example_reads_a_store() {
    let probe = std::process::Command::new("Rscript").args(["-e", "library(RSQLite)"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        return;
    }
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/store-in-r.md")).unwrap();
    let code = page.split("```r\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempdir().unwrap();
    let plan = folder.path().join("plan.ron");
    let text = "(schema: 1, title: (ja: \"試\", en: \"T\"), persons: 1000, until: 2040, draws: 3, scenarios: [\"salt-maximum\"])";
    fs::write(&plan, text).unwrap();
    let batch = ["batch", "plan.ron", "--out", "study.kenju", "--quiet"];
    kenju().current_dir(&folder).args(batch).assert().success();
    // The bands of two scenarios and 25 years are there, and the picture is drawn.
    let code = format!("{code}\nstopifnot(nrow(bands) == 50, all(bands$low <= bands$high))\n");
    let ran =
        std::process::Command::new("Rscript").current_dir(&folder).args(["-e", &code]).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(folder.path().join("Rplots.pdf").exists());
}
