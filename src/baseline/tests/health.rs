//! Conditions, causes of death and targets: what the Japanese pack holds, and wrong ones.

use super::{Baseline, fixture_message, load, message_of, text_of, texts};
use crate::baseline::Course;
use crate::baseline::health::{TargetKind, TargetQuantity};
use crate::num::units::{Sex, Year};

/// What the Japanese pack should hold.
pub(super) fn content(japan: &Baseline) {
    assert_eq!((japan.conditions.len(), japan.causes.len()), (16, 21));
    let condition = |id: &str| japan.conditions.iter().find(|condition| condition.id == id).unwrap();
    let stroke = condition("stroke");
    assert_eq!(stroke.course, Course::RecentThenLasting { exit: [1.0, 1.0] });
    assert_eq!(stroke.care_onset_range[0], [2.0, 4.34]);
    let of = |year| stroke.incidence.get(Sex::Male, Year(year), 75);
    assert!(of(2016) > of(2022) && of(2022) == of(2050) && of(2050) > 0.001, "held after the last row");
    let cervix = condition("cancer_cervix");
    assert_eq!(cervix.incidence.get(Sex::Male, Year(2030), 60), 0.0);
    assert!(cervix.prevalence[1].get(Sex::Female, Year(2016), 60) > 0.0);
    let dialysis = condition("dialysis");
    assert!(dialysis.multipliers[0].by_state[0].get(Sex::Male, Year(2016), 60) > 3.0);
    assert_eq!(dialysis.multipliers[0].causes.len(), 11);
    for cause in &japan.causes {
        assert_eq!(cause.fraction.years().last, Year(2024));
    }
    for (sex, age) in [(Sex::Male, 0), (Sex::Female, 70), (Sex::Male, 110)] {
        let sum: f64 = japan.causes.iter().map(|cause| cause.fraction.get(sex, Year(2019), age)).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }
    let owners: Vec<_> = japan.causes.iter().filter_map(|cause| cause.owner.as_ref()).collect();
    assert_eq!(owners.len(), 10);
    let lung = japan.causes.iter().find(|cause| cause.id == "cancer_lung").unwrap();
    let (owner, weights) = lung.owner.as_ref().unwrap();
    assert_eq!(japan.conditions[*owner].id, "cancer_lung");
    let weight = |state: usize| weights[state].get(Sex::Male, Year(2016), 70);
    assert!(weight(0) < 0.01 * weight(1) && weight(2) < weight(1));
    assert_eq!(japan.official_cause_deaths.len(), 9 * 2 * 21);
    let counted: f64 = japan
        .official_cause_deaths
        .iter()
        .filter(|row| row.year == Year(2019) && row.sex == Sex::Male)
        .flat_map(|row| &row.deaths)
        .sum();
    assert!((counted - 707_421.0).abs() < 600.0, "{counted}: without deaths of unknown age");
    let free = japan.targets.iter().filter(|target| target.kind == TargetKind::Free);
    assert!(free.clone().all(|target| matches!(target.what, TargetQuantity::CareNeed(Some(_)))));
    assert_eq!(free.count(), 3);
    let dementia = japan.targets.iter().find(|target| target.id == "dementia-2022").unwrap();
    assert_eq!((dementia.ages, dementia.value, dementia.tolerance), ((65, 110), 0.123, 0.005));
}

#[test]
fn names_and_numbers_of_conditions_and_causes_are_checked() {
    for (from, to, part) in [
        (
            "owner: Some(\"stroke\")",
            "owner: Some(\"stroek\")",
            "names the condition `stroek`, which is not listed (did you mean `stroke`?)",
        ),
        (
            "owner: Some(\"stroke\")",
            "owner: Some(\"dementia\")",
            "the condition `dementia` owns more than one cause of death",
        ),
        (
            "\"renal_failure\",",
            "\"renal_failur\",",
            "names the cause of death `renal_failur`, which is not listed (did you mean `renal_failure`?)",
        ),
        (
            "(3.31, 2.0, 4.34), ",
            "",
            "condition `stroke`: care_onset must be empty, or one (value, low, high) per state",
        ),
        (
            "(3.31, 2.0, 4.34)",
            "(3.31, 3.4, 4.34)",
            "condition `stroke`: care_onset must be (value, low, high) above 0",
        ),
        ("exit: (1.0, 1.0)", "exit: (1.0, -1.0)", "condition `stroke`: course must be rates of 0 or more"),
        (
            "limitation_range: Some((0.339, 1.3558))",
            "limitation_range: Some((0.7, 1.3558))",
            "condition `back_pain`: limitation_range must be",
        ),
        (
            "limitation: LogOdds(0.0)",
            "mortality_ratio: 2.0, limitation: LogOdds(0.0)",
            "mortality_ratio must be left out: deaths follow from the causes",
        ),
        ("id: \"copd\"", "id: \"stroke\"", "the cause of death `stroke` is given twice"),
    ] {
        let message = message_of("japan", "pack.ron", from, to);
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn conditions_beside_official_mortality_need_causes() {
    let mut texts = texts("japan");
    let text = text_of(&mut texts, "pack.ron");
    let (start, end) = (text.find("    causes: [").unwrap(), text.find("    tables: [").unwrap());
    text.replace_range(start..end, "");
    *text = text.replace("\"renal_failure\",", "");
    let message = load(&texts).unwrap_err().to_string();
    assert!(message.contains("which is not listed"), "{message}");
    let fixture = "conditions: [";
    let causes = "causes: [(id: \"x\", title: (ja: \"x\", en: \"x\"))],\n    conditions: [";
    let message = fixture_message("pack.ron", fixture, causes);
    assert!(message.contains("mortality_ratio must be left out"), "{message}");
}

#[test]
fn tables_of_conditions_and_causes_are_checked() {
    for (file, from, to, part) in [
        (
            "cause_fraction.csv",
            "2016,male,0,0.",
            "2016,male,0,0.9",
            "cause_fraction.csv:2: the shares of the causes add up to 1.8",
        ),
        ("cause_fraction.csv", "cancer_lung", "cancer_long", "unknown column `cancer_long`"),
        ("condition_prevalence.csv", "stroke,male,90,0", "stroke,male,90,1", "column `share_1`"),
        ("condition_prevalence.csv", "stroke,male,90,", "strok,male,90,", "(did you mean `stroke`?)"),
        (
            "condition_prevalence.csv",
            "stroke,male,90,",
            "stroke,female,90,",
            "stroke, female, age 90 is already given",
        ),
        ("condition_incidence.csv", "stroke,male,2017,0,", "stroke,male,2018,0,", "already given"),
        ("condition_cause_weight.csv", "stroke,male,60,0", "stroke,male,60,-0.1", "column `without`"),
        (
            "condition_cause_multiplier.csv",
            "diabetes,male,60,",
            "stroke,male,60,",
            "column `condition`: found `stroke`; allowed: diabetes, dialysis",
        ),
        (
            "official_cause_deaths.csv",
            "2016,male,5,9,",
            "2016,male,5,4,",
            "column `age_to`: found `4`; allowed: a whole number from 5 to 110",
        ),
        ("targets.csv", "deaths:stroke", "deaths:strok", "column `what`: found `deaths:strok`"),
        ("targets.csv", "care_need:1", "care_need:4", "column `what`: found `care_need:4`"),
    ] {
        let message = message_of("japan", file, from, to);
        assert!(message.contains(part), "{file}: {message}");
    }
}

#[test]
fn rows_of_a_condition_that_are_missing_are_named() {
    for (file, wanted, message) in [
        (
            "condition_prevalence.csv",
            "dementia,female,77,",
            "there is no row for condition dementia, female, age 77",
        ),
        (
            "condition_incidence.csv",
            "dementia,female,2017,77,",
            "there is no row for condition dementia, female, year 2017, age 77",
        ),
    ] {
        let mut texts = texts("japan");
        let text = text_of(&mut texts, file);
        *text = text.split_inclusive('\n').filter(|line| !line.starts_with(wanted)).collect();
        assert_eq!(load(&texts).unwrap_err().to_string(), format!("{file}: {message}"));
    }
    let mut texts = texts("japan");
    let text = text_of(&mut texts, "condition_incidence.csv");
    *text = text.split_inclusive('\n').filter(|line| !line.starts_with("stroke,male,2016")).collect();
    let message = load(&texts).unwrap_err().to_string();
    assert_eq!(message, "condition_incidence.csv: there is no row for condition stroke, male, year 2016");
}
