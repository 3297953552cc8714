//! `kenju trials`: every trial of the strategy, in both languages, with its assumptions named.

use super::{failure, json, output};

const FEW: [&str; 4] = ["trials", "--persons", "1k", "-q"];

fn with(more: &[&str]) -> String {
    output(&[&FEW[..], more].concat())
}

#[test]
fn all_trials_are_listed_with_chances_and_values() {
    let found = json(&[&FEW[..], &["--format", "json"]].concat());
    let trials = found["trials"].as_array().unwrap();
    assert_eq!(trials.len(), 13);
    for trial in trials {
        let chance = |field: &str| trial[field].as_f64().unwrap();
        assert!((0.025..=1.0).contains(&chance("positive")), "{trial}");
        assert!((0.05..=0.8).contains(&chance("adopted")), "{trial}");
        assert!(trial["title"]["ja"].is_string() && trial["title"]["en"].is_string());
        // Value = trial first minus the better of at once and never, in every group.
        for gain in trial["gains"].as_array().into_iter().flatten() {
            let at = |field: &str| gain["last_year"][field].as_f64().unwrap();
            assert!((at("of_trialling") - (at("trial_first") - at("at_once").max(0.0))).abs() < 1e-12);
        }
    }
    // Summed healthy person-years: the parts add up, the years add up, the error is stated.
    let mut told = 0;
    for trial in trials {
        let Some(sums) = trial["worth"]["sums"].as_array() else { continue };
        assert_eq!(sums.len(), 2, "undiscounted and discounted");
        for sum in sums {
            let at = |field: &str| sum[field].as_f64().or_else(|| sum[field]["value"].as_f64()).unwrap();
            let parts = at("at_once") - at("waiting") - at("missed") + at("harm_avoided");
            assert!((at("trial_first") - parts).abs() < 1e-6 * (1.0 + at("at_once").abs()), "{sum}");
            // With so few persons the error often cannot be told.
            let error = &sum["of_trialling"]["se"];
            assert!(error.is_null() || error.as_f64().unwrap() >= 0.0, "{sum}");
        }
        let years: f64 = trial["worth"]["by_year"]
            .as_array()
            .unwrap()
            .iter()
            .map(|year| year["at_once"]["value"].as_f64().unwrap())
            .sum();
        let sum = sums[0]["at_once"]["value"].as_f64().unwrap();
        assert!((years - sum).abs() < 1e-6 * (1.0 + sum.abs()), "{}", trial["id"]);
        let [plain, discounted] = [0, 1].map(|sum: usize| sums[sum]["at_once"]["value"].as_f64().unwrap());
        assert!(discounted.abs() <= plain.abs() && sums[0]["discount_rate"] == 0.0);
        told += usize::from(sum != 0.0);
    }
    assert!(told >= 8, "{told}");
    let collabo = trials.iter().find(|trial| trial["id"] == "trial_collabo").unwrap();
    assert_eq!(collabo["unit"], "percentage points");
    let effect = collabo["effect"].as_f64().unwrap();
    assert!((0.5..5.0).contains(&effect), "{effect} points, not a share");
    let replayed = json(&[&FEW[..], &["--start", "planned", "--format", "json"]].concat());
    assert_eq!(replayed["trials"][0]["first_use"], 2023);
    assert_eq!(found["trials"][0]["first_use"], 2029);
}

#[test]
fn one_trial_is_told_with_its_assumptions_in_both_languages() {
    let english = with(&["trial_shc_shg", "--lang", "en"]);
    for words in
        ["Participants per arm", "3,000 (1,000 - 10,000)", "winner's curse", "Scaled up though not positive"]
    {
        assert!(english.contains(words), "{words} is missing in\n{english}");
    }
    let japanese = with(&["trial_shc_shg", "--lang", "ja"]);
    for words in ["特定健診・保健指導の効果的な実施方法", "1群の参加者数", "実証の価値"]
    {
        assert!(japanese.contains(words), "{words} is missing in\n{japanese}");
    }
    assert!(with(&["trial_dementia_symb"]).contains("No result of the model follows"));
    let all = with(&["--lang", "en"]);
    let sentences = [
        "trial_dementia_symb: Cannot be told: the trial tests no lever of the model.",
        "trial_aggravation: Nothing to gain in the model",
        "MC error",
        "Is trialling first worth it?",
    ];
    for words in sentences {
        assert!(all.contains(words), "{words} is missing in\n{all}");
    }
    assert!(with(&["--lang", "ja"]).contains("実証を先に行う価値はあるか"));
}

#[test]
fn without_enablers_the_way_is_longer() {
    let lag = |more: &[&str]| {
        let found = json(&[&FEW[..], &["trial_dementia_symb", "--format", "json"], more].concat());
        found["trials"][0]["system"]["evidence_lag"].as_f64().unwrap()
    };
    assert!((lag(&[]) - 5.0).abs() < 1e-9);
    assert!(lag(&["--without", "erp"]) > 5.5);
    assert_eq!(lag(&["--without", "all"]), 8.0);
}

#[test]
fn unknown_names_are_refused_with_the_one_that_was_meant() {
    assert!(failure(&["trials", "trial_womens"], 2).contains("trial_women"));
    assert!(failure(&["trials", "--without", "erpp"], 2).contains("erp"));
    assert!(failure(&["trials", "--persons", "many"], 2).contains("--persons"));
    let csv = with(&["trial_shc_shg", "--format", "csv"]);
    assert!(csv.starts_with("trial,sex,figure,value") && csv.contains("value_of_trialling_last_year"));
    assert!(csv.contains("value_of_trialling_sum_se") && csv.contains("at_once_2040"));
}
