//! Every rule of the levers is broken once: the Japanese levers with one thing changed.

use super::*;
use crate::baseline::load::OF_POLICY;
use crate::baseline::schema::EMPLOYMENT;
use crate::baseline::{Baseline, assemble};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

type Texts = BTreeMap<String, String>;

/// Texts of the files of the levers, and the pack without them.
static PACK: LazyLock<(Texts, Baseline)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/japan");
    let mut texts = Texts::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            texts.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
    let mut levers = Texts::new();
    for name in LEVER_FILES {
        levers.insert(name.to_owned(), texts.remove(name).unwrap());
    }
    // What is read after the levers would bring their sources along.
    texts.retain(|name, _| !OF_POLICY.contains(&name.as_str()));
    (levers, assemble::baseline(&files(&texts)).unwrap())
});

fn files(texts: &Texts) -> Files {
    Files::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn loaded(texts: &Texts, mut baseline: Baseline) -> Result<Baseline, LoadError> {
    let scope = Scope { sexes: baseline.sexes.clone(), years: baseline.years, ages: baseline.ages };
    fill(&files(texts), &scope, &mut baseline)?;
    Ok(baseline)
}

/// The message when `from`, after the first `after`, is replaced by `to` in one file.
fn message_in(file: &str, after: &str, from: &str, to: &str) -> String {
    let mut texts = PACK.0.clone();
    let text = texts.get_mut(file).unwrap();
    let start = text.find(after).unwrap_or_else(|| panic!("{file} holds {after}"));
    let found = text[start..].find(from).unwrap_or_else(|| panic!("{file} holds {from} after {after}"));
    text.replace_range(start + found..start + found + from.len(), to);
    loaded(&texts, PACK.1.clone()).unwrap_err().to_string()
}

fn message(lever: &str, from: &str, to: &str) -> String {
    message_in(LEVERS, &format!("id: \"{lever}\""), from, to)
}

#[track_caller]
fn expect(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{text}\ndoes not say: {part}");
    }
}

#[test]
fn a_pack_with_and_without_levers_is_taken() {
    let (texts, without) = &*PACK;
    assert!(without.levers.levers.is_empty());
    let with = loaded(texts, without.clone()).unwrap();
    assert!(
        with.tables
            .iter()
            .any(|table| table.file == LEVERS && table.sources.contains(&"Fukuma2020".to_owned()))
    );
    assert_eq!(with.tables.len(), without.tables.len() + 4);
    let alone = Texts::from([(EMPLOYMENT.file.to_owned(), texts[EMPLOYMENT.file].clone())]);
    expect(
        &loaded(&alone, without.clone()).unwrap_err().to_string(),
        &["employment.csv", "it goes with `levers.ron`"],
    );
}

#[test]
fn levers_enter_the_digest_of_the_pack_and_not_that_of_its_inputs() {
    let before = files(&PACK.0);
    for name in LEVER_FILES {
        let mut texts = PACK.0.clone();
        texts.get_mut(name).unwrap().push(' ');
        let after = files(&texts);
        assert_ne!(before.digest(), after.digest(), "{name}");
        assert_eq!(before.inputs_digest("facts"), after.inputs_digest("facts"), "{name}");
    }
    assert_ne!(before.inputs_digest("facts"), before.inputs_digest("other facts"));
}

#[test]
fn the_form_of_the_file_is_checked_with_its_line() {
    expect(&message_in(LEVERS, "(", "schema: 1", "schema: 2"), &["schema: found 2; allowed: 1"]);
    expect(&message("kayoi_no_ba", "tier:", "teir:"), &["levers.ron:", "teir"]);
    expect(&message_in(LEVERS, "caps", "-6.0", "6.0"), &["blood_pressure: found 6"]);
    expect(&message_in(LEVERS, "caps", "care_onset: 0.8", "care_onset: 1.8"), &["care_onset: found 1.8"]);
    expect(
        &message_in(LEVERS, "overlaps", "steps__care_onset", "steps__care_onsett"),
        &["no edge `steps__care_onsett`", "did you mean `steps__care_onset`?"],
    );
    expect(
        &message_in(LEVERS, "overlaps", "stacking: \"care prevention groups\"", "stacking: \"groups\""),
        &["overlap of `steps__care_onset`", "no stacking `groups`"],
    );
    let text = message("kayoi_no_ba", "default: 0.88", "default: 1.88");
    let file = &PACK.0[LEVERS];
    let start = file.find("id: \"kayoi_no_ba\"").unwrap();
    let place = start + file[start..].find("id: \"disability_or_death\"").unwrap();
    let line = file[..place].matches('\n').count() + 1;
    expect(&text, &[&format!("levers.ron:{line}: `kayoi_no_ba`: `disability_or_death`")]);
}

/// The model keeps the groups that reach somebody as bits of one word: one more would be taken for another.
#[test]
fn a_catalogue_of_too_many_stacking_groups_is_refused() {
    let overlap = |name: usize| {
        format!("(edge: \"steps__care_onset\", stacking: \"g{name}\", basis: (ja: \"x\", en: \"x\")),")
    };
    let many: String = (0..65).map(overlap).collect();
    let mut texts = PACK.0.clone();
    let text = texts.get_mut(LEVERS).unwrap();
    *text = text.replacen("overlaps: [", &format!("overlaps: [{many}"), 1);
    let found = loaded(&texts, PACK.1.clone()).unwrap_err().to_string();
    assert!(found.contains("groups; allowed: at most 64"), "{found}");
}

#[test]
fn ids_are_plain_and_given_once() {
    expect(&message("exercise_programme", "exercise_programme", "Exercise"), &["1 to 40 of the characters"]);
    expect(&message("exercise_programme", "exercise_programme", "kayoi_no_ba"), &["given twice"]);
    expect(&message("exercise_programme", "exercise_programme", "kpi"), &["`kpi`: the id is given twice"]);
    expect(
        &message("exercise_programme", "\"falls\"", "\"ltc_certification\""),
        &["the channel is given twice"],
    );
    expect(&message("Fukuma2020", "Fukuma2020", "Sekizawa2023"), &["the source is given twice"]);
}

#[test]
fn names_must_exist_and_the_likely_one_is_named() {
    for (lever, from, to, parts) in [
        ("salt_food_environment", "Exposure(\"salt\")", "Exposure(\"slat\")", "did you mean `salt`?"),
        (
            "salt_food_environment",
            "Exposure(\"salt\")",
            "Exposure(\"smoking\")",
            "no risk factor with values `smoking`",
        ),
        ("stress_check", "Score(\"k6\")", "Score(\"bmi\")", "no risk factor with categories `bmi`"),
        (
            "womens_health_screening",
            "Onset(\"hip_fracture\")",
            "Onset(\"hip_fractur\")",
            "did you mean `hip_fracture`?",
        ),
        (
            "cancer_screening_lung",
            "Death([\"cancer_lung\"])",
            "Death([\"cancer_lugn\"])",
            "did you mean `cancer_lung`?",
        ),
        ("cancer_screening_lung", "Death([\"cancer_lung\"])", "Death([])", "at least one cause"),
        ("periodontal_care", "Condition(\"diabetes\")", "Condition(\"diabets\")", "did you mean `diabetes`?"),
        (
            "specific_health_guidance",
            "factor: \"bmi\"",
            "factor: \"smoking\"",
            "no risk factor with ranks `smoking`",
        ),
        (
            "screening_uptake_nudge",
            "cancer_screening_lung",
            "cancer_screening_lugn",
            "did you mean `cancer_screening_lung`?",
        ),
        ("screening_uptake_nudge", "cancer_screening_lung", "screening_uptake_nudge", "its own reach"),
        ("kayoi_no_ba", "\"MHLW_kayoi\"", "\"MHLW_kayo\"", "did you mean `MHLW_kayoi`?"),
        ("kayoi_no_ba", "[\"JAGES2025\", \"Hikichi2015\"]", "[]", "cites no source"),
        (
            "walking_points",
            "sources: [\"Yokohama_walking\"],\n                ),\n            ],",
            "sources: [\"Yokohama\"],\n                ),\n            ],",
            "no source `Yokohama`",
        ),
    ] {
        expect(&message(lever, from, to), &["levers.ron:", lever, parts]);
    }
    let circle =
        message("specific_health_guidance", "Exposure(\"ldl\")", "ReachPoints(\"specific_health_checkup\")");
    expect(&circle, &["leads back to itself"]);
    let enabler = message("data_infrastructure", "acts: Shown", "acts: CareOnset");
    expect(&enabler, &["it never acts on risk"]);
    expect(&message("training", "channels: [", "channels: [], costs: [], extra: ["), &["extra"]);
}

#[test]
fn eligibility_must_be_possible() {
    for (lever, from, to, part) in [
        ("kayoi_no_ba", "ages: (65, 110)", "ages: (110, 65)", "rising ages"),
        ("kayoi_no_ba", "ages: (65, 110)", "ages: (65, 111)", "rising ages from 0 to 110"),
        ("specific_health_guidance", "rank: 0.8125", "rank: 1.0", "found rank 1"),
        (
            "oral_care_dependent",
            "CareLevelFrom(2)",
            "CareLevelFrom(4)",
            "found care level 4; allowed: 1 to 3",
        ),
    ] {
        expect(&message(lever, from, to), &[lever, part]);
    }
    let mut texts = PACK.0.clone();
    texts.remove(EMPLOYMENT.file);
    let text = texts.get_mut(LEVERS).unwrap();
    let start = text.find("            file: \"employment.csv\"").unwrap();
    let start = text[..start].rfind("        (\n").unwrap();
    let end = start + text[start..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
    text.replace_range(start..end, "");
    let found = loaded(&texts, PACK.1.clone()).unwrap_err().to_string();
    expect(&found, &["stress_check", "`employed` needs the table `employment.csv`"]);
}

#[test]
fn coverage_must_be_possible() {
    for (from, to, part) in [
        ("(2016, 0.0417)", "(2019, 0.0417)", "points in order of year"),
        ("(2016, 0.0417)", "(2016, 1.0417)", "found reference 1.0417 in 2016"),
        ("(2016, 0.0417)", "(2016, 0.26)", "from 0 to the maximum, 0.25"),
        ("ambitious: 0.1", "ambitious: 0.3", "0 <= ambitious <= maximum <= 1"),
        ("maximum: 0.25", "maximum: 1.25", "0 <= ambitious <= maximum <= 1"),
        ("reached: 2032", "reached: 2062", "found reached 2062"),
        ("ages: (75, 110), factor: 1.34", "ages: (75, 110), factor: -1.34", "found factor -1.34"),
        ("ages: (75, 110), factor", "ages: (75, 130), factor", "profile: found ages 75 to 130"),
        ("correlation: -0.2", "correlation: -1.0", "found correlation -1"),
        ("correlation: -0.2", "correlation: -0.2, adherence: 0.0", "found adherence 0"),
    ] {
        expect(&message("kayoi_no_ba", from, to), &["`kayoi_no_ba`: coverage: ", part]);
    }
}

#[test]
fn effects_must_be_possible_and_in_order() {
    for (lever, from, to, part) in [
        ("kayoi_no_ba", "optimistic: 0.5", "optimistic: -0.5", "a ratio is above 0"),
        (
            "kayoi_no_ba",
            "pessimistic: 1.0, default: 0.88, optimistic: 0.5",
            "pessimistic: 0.5, default: 0.88, optimistic: 1.0",
            "the favourable end is the other one",
        ),
        (
            "screening_uptake_nudge",
            "pessimistic: 1.0, default: 1.48, optimistic: 1.75",
            "pessimistic: 1.75, default: 1.48, optimistic: 1.0",
            "the favourable end is the other one",
        ),
        ("kayoi_no_ba", "default: 0.88", "default: 0.4", "the default between the others"),
        ("kayoi_no_ba", "default: 0.88", "default: inf", "finite numbers"),
        ("tobacco_control", "optimistic: 0.19", "optimistic: 1.9", "a share is from 0 to 1"),
        (
            "health_productivity_management",
            "optimistic: 0.1",
            "optimistic: 10.0",
            "coverage changes by -1 to 1",
        ),
        (
            "social_participation",
            "shrink: (0.5, 0.2, 1.0)",
            "shrink: (0.1, 0.2, 1.0)",
            "shrink: found (0.1, 0.2, 1)",
        ),
        ("phr_app", "HalfLife(1.0)", "HalfLife(0.0)", "found 0 years"),
        ("phr_app", "HalfLife(1.0)", "HalfLife(2.0)", "timing: its default must be the years"),
        (
            "phr_app",
            "pessimistic: 0.5, default: 1.0",
            "pessimistic: 5.0, default: 1.0",
            "timing: found pessimistic 5",
        ),
        ("specific_health_guidance", "study_reach: 0.185", "study_reach: 0.0", "study_reach"),
        ("walking_points", "yen: 1000.0", "yen: -1.0", "found -1 yen"),
        ("walking_points", "en: \"Walking points\"", "en: \"\"", "title: both languages are needed"),
        ("walking_points", "en: \"Walking points\"", "en: \"Walking\u{202e}points\"", "invisible characters"),
    ] {
        expect(&message(lever, from, to), &[lever, part]);
    }
}

#[test]
fn tables_are_listed_with_sources() {
    expect(
        &message_in(LEVERS, "tables: [", "file: \"employment.csv\"", "file: \"employmnet.csv\""),
        &["did you mean `employment.csv`?"],
    );
    expect(
        &message_in(LEVERS, "tables: [", "file: \"employment.csv\"", "file: \"lever_adoption.csv\""),
        &["it is listed twice"],
    );
    let mut texts = PACK.0.clone();
    let text = texts.get_mut(LEVERS).unwrap();
    *text = text.replace("[\"lever_statistics\"]", "[\"lever_statistic\"]");
    let found = loaded(&texts, PACK.1.clone()).unwrap_err().to_string();
    expect(&found, &["lever_adoption.csv", "did you mean `lever_statistics`?"]);
}

#[test]
fn rows_of_the_tables_are_checked_with_their_line() {
    let evidence = "lever_evidence.csv";
    for (after, from, to, part) in [
        (
            "\n",
            "specific_health_guidance",
            "specific_health_guidence",
            "did you mean `specific_health_guidance`?",
        ),
        ("\n", "-0.29,-0.5,-0.08", "-0.29,0.5,-0.08", "`low` is above `high`"),
        ("\n", "-0.29,-0.5,-0.08", ",-0.5,-0.08", "bounds need a `value`"),
        ("\n", "-0.29,-0.5,-0.08", "x,-0.5,-0.08", "column `value`: found `x`"),
        ("\n", ",high,", ",excellent,", "column `quality`: found `excellent`"),
        ("\n", "https://", "ftp://", "column `url`"),
    ] {
        expect(&message_in(evidence, after, from, to), &["lever_evidence.csv:2: ", part]);
    }
    let adoption = "lever_adoption.csv";
    expect(
        &message_in(adoption, "\n", "FY2020,2020.0", "FY2019,2020.0"),
        &["lever_adoption.csv:3: ", "already given in line 2"],
    );
    expect(&message_in(adoption, "\n", "2019.0,6200", "219.0,6200"), &["column `year`"]);
    expect(
        &message_in("employment.csv", "\n", "male,0,0", "male,0,1.5"),
        &["employment.csv:2: ", "from 0 to 1"],
    );
    expect(&message_in("employment.csv", "\n", "male,0,0\n", ""), &["there is no row for male, age 0"]);
}

#[test]
fn what_the_engine_cannot_carry_out_exactly_is_refused() {
    for (lever, from, to, part) in [
        (
            "specific_health_guidance",
            "among: \"specific_health_checkup\"",
            "among: \"specific_health_chekup\"",
            "did you mean",
        ),
        (
            "specific_health_guidance",
            "among: \"specific_health_checkup\"",
            "among: \"kayoi_no_ba\"",
            "must name another lever",
        ),
        (
            "specific_health_guidance",
            "among: \"specific_health_checkup\"",
            "among: \"phr_app\"",
            "must name another lever",
        ),
        (
            "specific_health_checkup",
            "Passage(\"specific_health_guidance\")",
            "Passage(\"kayoi_no_ba\")",
            "needs `among",
        ),
        (
            "tobacco_control",
            "reference: [(2016, 0.0)]",
            "reference: [(2016, 0.1)]",
            "needs a reference coverage of 0",
        ),
        (
            "screening_uptake_nudge",
            "eligibility: (ages:",
            "eligibility: (state: Condition(\"diabetes\"), ages:",
            "cannot ask for a state",
        ),
        (
            "oral_care_dependent",
            "state: CareLevelFrom(2)",
            "state: Condition(\"dementia\")",
            "which itself changes the chance of dying",
        ),
    ] {
        expect(&message(lever, from, to), &["levers.ron:", lever, part]);
    }
}
