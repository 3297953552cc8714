//! `kenju explain` as its users call it.

use super::{failure, json, output};

/// What is printed, without the digests that change with every version.
fn shown(arguments: &[&str]) -> String {
    let text = output(arguments);
    text.lines()
        .filter(|line| !line.starts_with("kenju ") && !line.contains("engine") && !is_digest(line))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a line holds nothing but a digest that was wrapped to it.
fn is_digest(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[test]
fn another_trend_is_named_and_booked_to_no_lever() {
    // Exact levels: no persons, so the numbers depend on data and formulas only.
    let arguments = |language| ["explain", "reference", "trend-half", "--until", "2040", "--lang", language];
    insta::assert_snapshot!("explain_trend_en", shown(&arguments("en")));
    insta::assert_snapshot!("explain_trend_ja", shown(&arguments("ja")));
    let found = json(&["explain", "reference", "trend-half", "--format", "json"]);
    assert_eq!(found["contributions"][0]["part"], "limitation");
    assert_eq!(found["contributions"].as_array().unwrap().len(), 1);
    assert_eq!(found["contributions"][0]["share"], found["total"]);
}

#[test]
fn a_null_lever_says_why_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("null.ron");
    let text = r#"(schema: 1, base: "reference", title: (ja: "健診", en: "Checkups"),
        levers: [(id: "specific_health_checkup", coverage: Observed)])"#;
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let call = |language| {
        output(&[
            "-q",
            "explain",
            "reference",
            path,
            "--persons",
            "1000",
            "--until",
            "2027",
            "--lang",
            language,
        ])
    };
    let (english, japanese) = (call("en"), call("ja"));
    assert!(english.contains("has no effect because it is on its reference path"), "{english}");
    assert!(japanese.contains("参照経路のままである"), "{japanese}");
    assert!(english.contains("gives the same life, healthy and independent life expectancy"));
    let rows = output(&[
        "-q",
        "explain",
        "reference",
        path,
        "--persons",
        "1000",
        "--until",
        "2027",
        "--format",
        "csv",
    ]);
    assert!(rows.starts_with("year,part,figure,item,sex,value,se,sampling_se,unit\n"), "{rows}");
    assert!(rows.contains("2027,specific_health_checkup,share,life_expectancy,both,0,0,,years"), "{rows}");
}

#[test]
fn explain_takes_two_scenarios() {
    failure(&["explain", "reference"], 2);
    failure(&["explain", "reference", "reference", "reference"], 2);
    failure(&["explain", "reference", "no-such-scenario"], 2);
}
