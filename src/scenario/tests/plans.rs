//! Study plans: what they become, and hostile ones.

use super::*;
use crate::scenario::error::ErrorKind;
use crate::scenario::study::{PlanFile, Study, ids};
use std::collections::HashSet;
use std::ffi::OsStr;

fn plan(text: &str) -> Result<Study, ScenarioError> {
    PlanFile::from_bytes("plan", "plan.ron", text.as_bytes(), None)?.resolve(Library::embedded(), japan())
}

/// A plan with more fields.
fn study(fields: &str) -> Result<Study, ScenarioError> {
    plan(&with(fields))
}

#[test]
fn every_combination_stands_alone_and_is_compared_with_its_own_reference() {
    let found = study(
        "scenarios: [\"salons-10\", \"trend-full\"],
         grids: [(id: \"g\", base: \"work-first\", levers: [
             (id: \"kayoi_no_ba\", coverage: [Today, Maximum]),
             (id: \"salt_food_environment\", coverage: [Nothing, Reach(share: 0.5, by: 2035), Ambitious]),
         ])],
         readings: [(id: \"half\", limitation: Half), (id: \"low\", mortality: Frozen, care_need: ObservedFall)],
         persons: 5000, until: 2040, seeds: [3, 1], draws: 7, detail: true",
    )
    .unwrap();
    assert_eq!((found.persons, found.draws, found.detail), (Some(5000), 7, true));
    assert_eq!(found.seeds, [1, 3]);
    let ids: Vec<&str> = found.members.iter().map(|member| member.scenario.id.as_str()).collect();
    let block = ["reference", "salons-10", "trend-full", "g-1", "g-2", "g-3", "g-4", "g-5", "g-6"];
    assert_eq!(ids[..9], block);
    assert_eq!(ids[9], "reference+half");
    assert_eq!(ids.len(), 27);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 27);
    for (at, member) in found.members.iter().enumerate() {
        assert_eq!(member.compared_with, at / 9 * 9);
    }
    assert_eq!(found.members[7].point[0].1, "Maximum");
    assert_eq!(found.members[7].point[1].1, "Reach(share: 0.5, by: 2035)");
    // The last lever changes fastest; the base's own levers stay.
    assert!(found.members[3].scenario.levers.len() > 2);
    // A reading replaces what it names and nothing else.
    let plan = |at: usize| &found.members[at].scenario.plan;
    assert_eq!(plan(9 + 3).levers, plan(3).levers);
    assert_eq!(plan(9).limitation_pace, PACE.map(|pace| pace * 0.5));
    assert_eq!(plan(18 + 2).limitation_pace, PACE);
    assert_ne!(plan(18).mortality, plan(0).mortality);
    // Each can be written down and read again as the same world.
    for member in &found.members {
        let text = crate::scenario::write::to_ron(&member.scenario);
        assert_eq!(resolve_text(&text), member.scenario.plan, "{}", member.scenario.id);
    }
}

fn resolve_text(text: &str) -> crate::plan::Plan {
    let document = Document::from_bytes("again", "again.ron", text.as_bytes()).unwrap();
    resolve(document, Library::embedded(), japan()).unwrap().plan
}

#[test]
fn embedded_studies_resolve() {
    for id in ids() {
        let found = PlanFile::find(OsStr::new(id)).unwrap().resolve(Library::embedded(), japan()).unwrap();
        assert_eq!(found.id, id);
        assert!(found.note.is_some_and(|note| !note.ja.is_empty() && !note.en.is_empty()));
        assert!(found.members.len() >= 13);
    }
}

/// What a message about a mistake must hold.
fn refused(fields: &str, needles: &[&str]) {
    let error = study(fields).expect_err(fields);
    assert_eq!(error.kind(), ErrorKind::Content, "{fields}");
    message(&error, Language::Ja);
    let text = message(&error, Language::En);
    for needle in needles {
        assert!(text.contains(needle), "{needle} is not in\n{text}");
    }
}

#[test]
fn mistakes_are_shown_at_their_place() {
    let salt = "id: \"salt_food_environment\", coverage: [Today]";
    refused("scenaros: [\"nulls\"]", &["scenaros", "did you mean `scenarios`", "plan.ron:4:"]);
    refused("scenarios: [\"nuls\"]", &["nuls", "did you mean `nulls`", "scenarios[0]"]);
    refused("scenarios: [\"nulls\", \"nulls\"]", &["twice", "scenarios[1]"]);
    refused("scenarios: [\"../x.ron\"]", &["outside"]);
    refused("scenarios: []", &["at least one"]);
    refused("scenarios: \"nulls\"", &["list", "[\"goal-2040\""]);
    refused("reference: \"refrence\", scenarios: [\"nulls\"]", &["did you mean `reference`"]);
    refused("", &["no scenario to compare", "readings"]);
    refused("grids: [(id: \"a\", levers: [])]", &["at least one"]);
    refused("grids: [(id: \"A b\", levers: [(id: \"x\", coverage: [Today])])]", &["identifier"]);
    refused(
        "grids: [(id: \"a\", levers: [(id: \"salt_food_environmnt\", coverage: [Today])])]",
        &["did you mean `salt_food_environment`", "grids[0].levers[0].id"],
    );
    refused(&format!("grids: [(id: \"a\", levers: [({salt}), ({salt})])]"), &["twice"]);
    refused("grids: [(id: \"a\", levers: [(id: \"kayoi_no_ba\", coverage: [Todya])])]", &["Today"]);
    refused("scenarios: [\"nulls\"], readings: [(id: \"a\"), (id: \"a\")]", &["reading", "twice"]);
    refused("scenarios: [\"nulls\"], seeds: [1, 1]", &["seed", "twice"]);
    refused("scenarios: [\"nulls\"], until: 2016", &["2017"]);
    for (field, value) in [
        ("persons", "999"),
        ("persons", "1e999"),
        ("persons", "1000.5"),
        ("persons", "-1"),
        ("draws", "NaN"),
        ("draws", "100001"),
        ("until", "2051"),
        ("until", "\"2040\""),
        ("detail", "1"),
        ("seeds", "[-1]"),
        ("seeds", "[18446744073709551615]"),
    ] {
        refused(&format!("scenarios: [\"nulls\"], {field}: {value}"), &[field]);
    }
}

#[test]
fn hostile_plans_are_refused_without_effort() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        "\u{feff}",
        "(",
        ")",
        deep.as_str(),
        "(schema: 2, title: (ja: \"a\", en: \"b\"), scenarios: [\"nulls\"])",
        "(schema: 1, title: (ja: \"a\u{202e}\", en: \"b\"), scenarios: [\"nulls\"])",
        "(schema: 1, title: (ja: \"a\", en: \"\\u{1b}[2J\"), scenarios: [\"nulls\"])",
        "(schema: 1, schema: 1, title: (ja: \"a\", en: \"b\"), scenarios: [\"nulls\"])",
    ] {
        let error = plan(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Content);
        message(&error, Language::En);
    }
}

#[test]
fn a_grid_without_end_is_refused_before_it_is_made() {
    let coverages = vec!["Today"; 20].join(", ");
    let levers: Vec<String> = japan()
        .levers
        .levers
        .iter()
        .take(12)
        .map(|lever| format!("(id: \"{}\", coverage: [{coverages}])", lever.id))
        .collect();
    let error = study(&format!("grids: [(id: \"a\", levers: [{}])]", levers.join(", "))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(message(&error, Language::En).contains("at most 1000"));
    let many = (0..20).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let error = study(&format!("scenarios: [\"nulls\"], draws: 100000, seeds: [{many}]")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(message(&error, Language::En).contains("4000040"));
}
