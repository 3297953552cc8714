//! `levers`: the list and one lever, in every form and both languages.

use super::{failure, json, output};
use kenju::baseline::Baseline;

#[test]
fn levers_are_listed_and_shown_in_both_languages() {
    for language in ["en", "ja"] {
        insta::assert_snapshot!(format!("levers_list_{language}"), output(&["levers", "--lang", language]));
        insta::assert_snapshot!(
            format!("lever_exercise_{language}"),
            output(&["levers", "exercise_programme", "--lang", language])
        );
    }
    let list = json(&["levers", "--format", "json"]);
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), Baseline::japan().unwrap().levers.levers.len());
    for lever in list {
        for key in ["ja", "en"] {
            assert!(!lever["title"][key].as_str().unwrap().is_empty());
        }
        assert!(
            lever["coverage"]["today"].as_f64().unwrap() <= lever["coverage"]["maximum"].as_f64().unwrap()
        );
        assert!(!lever["channels"].as_array().unwrap().is_empty());
    }
    let one = json(&["levers", "kayoi_no_ba", "--format", "json"]);
    let one = &one.as_array().unwrap()[0];
    assert_eq!(one["channels"][0]["acts"]["on"], "care_onset");
    assert_eq!(one["evidence"].as_array().unwrap().len(), 8);
    assert!(one["sources"].as_array().unwrap().iter().any(|source| source["id"] == "JAGES2025"));
    let guidance = output(&["levers", "specific_health_guidance"]);
    assert!(guidance.contains("Counted among those reached by: Specific health checkup"), "{guidance}");
    let table = output(&["levers", "--format", "csv"]);
    assert_eq!(table.lines().count(), 1 + list.len());
    assert!(output(&["levers", "--format", "md", "--lang", "ja"]).contains("通いの場"));
    assert!(failure(&["levers", "kayoi_no_b"], 2).contains("did you mean kayoi_no_ba"));
    assert!(failure(&["levers", "zzz", "--lang", "ja"], 2).contains("施策 zzz はない"));
    // What was meant comes before all there are.
    for (verb, slip, meant, other) in [
        ("levers", "kayoi_no_b", "kayoi_no_ba", "phr_app"),
        ("programmes", "mynaporta", "mynaportal", "hpm_coverage"),
        ("trials", "trial_womens", "trial_women", "trial_mental"),
        ("sources", "NHNS_dentl", "NHNS_dental", "Lee2007"),
        ("scenarios", "salons-1", "salons-10", "goal-2040"),
    ] {
        let text = failure(&[verb, slip], 2);
        let place = |name: &str| text.find(name).unwrap_or_else(|| panic!("{verb}: no {name} in {text}"));
        let hint = place("did you mean");
        assert!(hint < place(other) && text[hint..].contains(meant), "{text}");
    }
}

#[test]
fn every_lever_can_be_shown() {
    for lever in &Baseline::japan().unwrap().levers.levers {
        for language in ["en", "ja"] {
            let text = output(&["levers", &lever.id, "--lang", language]);
            assert!(
                text.contains(&lever.id) && text.contains("kenju_assumptions")
                    || lever.id == "partial_smoking_ban",
                "{text}"
            );
        }
    }
}
