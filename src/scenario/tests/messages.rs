//! The messages as users see them, in both languages.

use super::*;

fn both(error: &ScenarioError) -> String {
    Language::ALL
        .map(|language| format!("{}\n{}\n", message(error, language), error.summary(language)))
        .join("\n")
}

fn content(fields: &str) -> String {
    both(&resolved(with(fields)).unwrap_err())
}

#[test]
fn unknown_field() {
    insta::assert_snapshot!(content("assumptions: (mortalty: Frozen),"));
}

#[test]
fn unknown_value() {
    insta::assert_snapshot!(content("assumptions: (limitation: half),"));
}

#[test]
fn duplicate_field() {
    insta::assert_snapshot!(content("schema: 1,"));
}

#[test]
fn missing_field() {
    insta::assert_snapshot!(content("hazard_changes: [(process: Death, ages: (0, 1), factor: 1.0)],"));
}

#[test]
fn wrong_type() {
    insta::assert_snapshot!(content("assumptions: (mortality: Own(male: \"八十四\", female: 90)),"));
}

#[test]
fn out_of_range_after_japanese_text() {
    insta::assert_snapshot!(content(
        "/* 倍率 */ hazard_changes: [(process: Death, ages: (0, 1), from: 2030, factor: 1e999)],"
    ));
}

#[test]
fn ages_reversed() {
    insta::assert_snapshot!(content(
        "hazard_changes: [(process: Death, ages: (80, 65), from: 2030, factor: 1.0)],"
    ));
}

#[test]
fn hidden_character() {
    insta::assert_snapshot!(content("note: (ja: \"死亡率 \u{202e}%02-\", en: \"b\"),"));
}

#[test]
fn hidden_character_as_escape() {
    insta::assert_snapshot!(content("note: (ja: \"a\\u{1b}[2J\", en: \"b\"),"));
}

#[test]
fn missing_comma() {
    insta::assert_snapshot!(content("assumptions: (mortality: Frozen limitation: Half),"));
}

#[test]
fn empty_file() {
    insta::assert_snapshot!(both(&resolved("").unwrap_err()));
}

#[test]
fn not_utf8() {
    insta::assert_snapshot!(both(&resolved(b"(schema: 1, title: (ja: \"\x8c\x92\x8d\x4e\"))").unwrap_err()));
}

#[test]
fn long_line() {
    let padding = "健".repeat(300);
    insta::assert_snapshot!(content(&format!(
        "note: (ja: \"{padding}\", en: \"b\"), hazard_change: [], // {padding}"
    )));
}

#[test]
fn unknown_base() {
    insta::assert_snapshot!(content("base: \"trend-haf\","));
}

#[test]
fn missing_file() {
    insta::assert_snapshot!(both(&Library::embedded().load("no/such\u{1b}.ron", pack()).unwrap_err()));
}

#[test]
fn unknown_argument() {
    insta::assert_snapshot!(both(&Library::embedded().load("trendfull", pack()).unwrap_err()));
}

#[test]
fn colour_only_when_asked_for() {
    let error = resolved(with("nothing: 1,")).unwrap_err();
    assert!(error.render(Language::En, true).contains("\u{1b}["));
    assert!(!error.render(Language::En, false).contains('\u{1b}'));
}

#[test]
fn value_in_quotes() {
    insta::assert_snapshot!(content(
        "hazard_changes: [(process: \"CareOnset\", ages: (65, 70), from: 2030, factor: 0.9)],"
    ));
}

#[test]
fn three_ages() {
    insta::assert_snapshot!(content(
        "hazard_changes: [(process: CareOnset, ages: (65, 70, 75), from: 2030, factor: 0.9)],"
    ));
}

#[test]
fn reading_without_its_numbers() {
    insta::assert_snapshot!(content("assumptions: (mortality: ExcessVanishes),"));
}
