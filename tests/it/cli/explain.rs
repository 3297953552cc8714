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
    assert!(japanese.contains("参照経路のままです"), "{japanese}");
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

/// Few of the persons simulated have a stroke: counted deaths would be lost in noise. Deaths expected over the
/// chance of a stroke are not, and no row shows a change of nobody.
#[test]
fn deaths_from_stroke_of_a_salt_scenario_are_told() {
    let call = ["-q", "explain", "reference", "salt-1g", "--persons", "20k", "--until", "2040"];
    let found = json(&[&call[..], &["--format", "json"]].concat());
    let links = found["contributions"][0]["chain"]["links"].as_array().unwrap();
    for cause in ["stroke", "ischaemic_heart_disease"] {
        let link = links
            .iter()
            .find(|link| link["stage"] == "deaths" && link["id"] == cause)
            .unwrap_or_else(|| panic!("no deaths from {cause} in {links:?}"));
        let [change, se] = ["change", "se"].map(|key| link[key].as_f64().unwrap());
        let relative = link["relative"].as_f64().unwrap();
        assert!(change < -4.0 * se && (-0.06..-0.005).contains(&relative), "{link}");
    }
    let text = output(&call);
    assert!(!text.contains(" 0 (0)") && !text.contains("not known billion"), "{text}");
    let joined = text.replace('\n', " ");
    assert!(joined.contains("no source gives the programme cost of: Salt reduction"), "{text}");
    assert!(joined.contains("Grades are of the evidence for one effect"), "{text}");
    let japanese = output(&[&call[..], &["--lang", "ja"]].concat());
    assert!(japanese.contains("「基準"), "{japanese}");
}

#[test]
fn a_comparison_begins_with_what_differs_in_words_and_thins_the_years() {
    let call = ["-q", "compare", "reference", "salt-1g", "--persons", "2000"];
    let text = output(&call);
    let joined = text.replace('\n', " ");
    let words = joined.find("change in years; Monte-Carlo").unwrap();
    assert!(words < joined.find("minus").unwrap(), "{text}");
    let first: String = joined[words..].chars().take(400).collect();
    assert!(first.contains("Men +0.") && first.contains("Women +0."), "{first}");
    assert!(text.contains("\n2035 ") && text.contains("\n2040 ") && !text.contains("\n2033 "), "{text}");
    let all = output(&[&call[..], &["--detail"]].concat());
    assert!(all.contains("\n2033 "));
    assert!(output(&[&call[..], &["--format", "csv"]].concat()).contains("2033"));
}
