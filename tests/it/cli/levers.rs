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

/// The evidence named is that of what is applied: that exercise prevents falls, and that less salt lowers blood
/// pressure, is certain, but neither is what these levers are made to do.
#[test]
fn evidence_is_that_of_the_channels_that_act() {
    for (id, english, japanese) in [
        ("exercise_programme", "mixed (B)", "(B)"),
        ("salt_food_environment", "assumption (C)", "仮定 (C)"),
        ("cancer_screening_colorectal", "strong (A)", "(A)"),
        ("aggravation_prevention", "strong, and null", "確かに効果なし"),
    ] {
        let line = |language: &str, start: &str| -> String {
            let text = output(&["levers", id, "--lang", language]);
            assert!(
                text.contains(if language == "en" { "Grades are of the evidence" } else { "A・B・C" }),
                "{text}"
            );
            text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{text}")).to_owned()
        };
        assert_eq!(line("en", "Evidence: "), format!("Evidence: {english}"));
        let found = line("ja", "根拠の強さ: ");
        assert!(found.contains(japanese), "{found}");
        let list = output(&["levers"]);
        let row = list.lines().find(|line| line.starts_with(id)).unwrap();
        assert!(row.contains(english), "{row}");
    }
    let list = json(&["levers", "--format", "json"]);
    let exercise = list.as_array().unwrap().iter().find(|lever| lever["id"] == "exercise_programme").unwrap();
    assert_eq!(
        (&exercise["tier"], &exercise["applied_grades"]),
        (&"strong".into(), &serde_json::json!(["B"]))
    );
}

/// A figure of the register and the lever it may drive rest on the same observations; where they part, both say why.
#[test]
fn levers_and_the_figures_of_the_register_agree_where_observed() {
    let baseline = Baseline::japan().unwrap();
    for lever in &baseline.levers.levers {
        let figures: Vec<_> = baseline
            .register
            .kpis
            .iter()
            .filter(|figure| figure.drives.as_deref() == Some(lever.id.as_str()))
            .collect();
        if figures.is_empty() {
            continue;
        }
        let mut compared = 0;
        for (year, share) in &lever.coverage.reference {
            let values: Vec<f64> = figures
                .iter()
                .flat_map(|figure| &figure.points)
                .filter(|point| point.period.to_string().contains(&year.to_string()))
                .map(|point| point.value)
                .collect();
            if values.len() == figures.len() {
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                assert!((mean - share).abs() < 0.0006, "{} in {year}: {share} for {mean}", lever.id);
                compared += 1;
            }
        }
        assert!(compared >= 2, "{}: {compared} years have both", lever.id);
        let text = output(&["levers", &lever.id]);
        let joined = text.replace('\n', " ");
        assert!(figures.iter().all(|figure| joined.contains(&figure.id)), "{text}");
    }
    for (language, words) in [("en", "holds the same observations"), ("ja", "観測値は同じ")] {
        let programme = baseline.register.programmes.iter().find(|own| own.kpis.contains(&"shc_rate".into()));
        let text = output(&["programmes", &programme.unwrap().id, "--lang", language, "--format", "md"]);
        assert!(text.contains(words), "{text}");
    }
}
