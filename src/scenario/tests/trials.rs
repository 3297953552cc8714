//! Prevention trials in scenarios: what they set, what wins over them, and what is refused.

use super::super::error::ErrorKind;
use super::super::schema::TrialId;
use super::super::write::to_ron;
use super::*;
use crate::num::units::Year;
use crate::plan::{CoveragePath, Plan};

/// Resolves fields for the pack as it is shipped, whose levers the trials test.
fn shipped(fields: &str) -> ResolvedScenario {
    let document = Document::from_bytes("case", "case.ron", with(fields).as_bytes()).unwrap();
    resolve(document, Library::embedded(), japan()).unwrap()
}

fn coverage(plan: &Plan, lever: &str) -> Option<CoveragePath> {
    plan.levers.iter().find(|setting| setting.lever == lever)?.coverage.clone()
}

#[test]
fn every_trial_has_a_scenario_of_its_own() {
    assert_eq!(japan().pipelines.trials.len(), 13);
    for trial in &japan().pipelines.trials {
        let scenario = Library::embedded().load(trial.id.replace('_', "-"), japan()).unwrap();
        let chosen = scenario.trials.as_ref().unwrap().only.as_ref().unwrap();
        assert_eq!(chosen.as_slice().iter().map(TrialId::as_str).collect::<Vec<_>>(), [&trial.id]);
        // It sets the lever that is tested and no other.
        for setting in &scenario.plan.levers {
            assert_eq!(Some(&setting.lever), trial.lever.as_ref(), "{}", trial.id);
        }
        assert!(scenario.policies[0].en.contains(&trial.id), "{:?}", scenario.policies);
        assert!(scenario.own_assumptions[0].en.contains("sizes of the trials"));
        assert!(scenario.own_assumptions[0].ja.contains("規模"));
    }
}

#[test]
fn all_trials_together_are_the_trials_one_by_one() {
    let all = Library::embedded().load("trials-planned", japan()).unwrap();
    assert_eq!(all.policies.len(), 13);
    let mut levers = 0;
    for trial in &japan().pipelines.trials {
        let alone = Library::embedded().load(trial.id.replace('_', "-"), japan()).unwrap();
        for setting in &alone.plan.levers {
            assert!(all.plan.levers.contains(setting), "{}", setting.lever);
            levers += 1;
        }
    }
    assert_eq!(all.plan.levers.len(), levers);
    assert_eq!(levers, 12, "one trial tests no lever");
}

#[test]
fn the_reference_holds_no_scale_up_and_planned_trials_leave_the_years_before_alone() {
    let reference = Library::embedded().load("reference", japan()).unwrap();
    assert!(reference.plan.levers.is_empty() && reference.trials.is_none());
    // Without its trials, the scenario of all trials is the reference, to the byte of its plan.
    let mut document = Library::embedded().get("trials-planned").unwrap().clone();
    document.scenario.trials = None;
    let without = resolve(document, Library::embedded(), japan()).unwrap();
    assert_eq!(without.plan.digest(), reference.plan.digest());
    assert_eq!(without.plan, reference.plan);
    for (id, first) in [("trials-planned", 2023), ("trials-anew", 2029)] {
        let plan = Library::embedded().load(id, japan()).unwrap().plan;
        assert_eq!(Plan { levers: Vec::new(), ..plan.clone() }, reference.plan);
        for setting in &plan.levers {
            let path = setting.coverage.as_ref().unwrap();
            assert!(path.from >= Year(first), "{id}: {} from {:?}", setting.lever, path.from);
            assert!(setting.effects.is_empty() && setting.adherence.is_none());
            let lever = japan().levers.lever(&setting.lever).unwrap();
            let null = ["aggravation_prevention", "dementia_prevention"].contains(&lever.id.as_str());
            assert_eq!(setting.effect_factor.is_none(), null, "{id}: {}", lever.id);
        }
    }
}

#[test]
fn anew_means_the_year_in_which_policies_start() {
    let from = |fields: &str| coverage(&shipped(fields).plan, "exercise_programme").map(|path| path.from);
    assert_eq!(from("trials: (start: Anew),"), Some(Year(2029)));
    assert_eq!(from("start: 2030, trials: (start: Anew),"), Some(Year(2033)));
    assert_eq!(from("start: 2030, trials: (start: Planned),"), Some(Year(2023)));
    let late = shipped("start: 2050, trials: (start: Anew),");
    assert!(late.plan.levers.is_empty());
    assert!(late.policies[0].en.ends_with("no scale-up before the last year"), "{}", late.policies[0].en);
}

#[test]
fn a_lever_that_is_named_wins_over_its_trial() {
    let lever = "levers: [(id: \"exercise_programme\", coverage: Maximum)],";
    let both = shipped(&format!("{lever} trials: (start: Planned),"));
    assert_eq!(
        coverage(&both.plan, "exercise_programme"),
        coverage(&shipped(lever).plan, "exercise_programme")
    );
    assert_eq!(
        coverage(&both.plan, "salt_food_environment"),
        coverage(&shipped("trials: (start: Planned),").plan, "salt_food_environment")
    );
    let said = both.policies.iter().find(|text| text.en.contains("trial_exercise")).unwrap();
    assert!(said.en.ends_with("itself, and that holds") && said.ja.contains("直接定めている"), "{said:?}");
    // The reference path by name: the trial then does nothing.
    let kept = "levers: [(id: \"exercise_programme\", coverage: Observed)],";
    let kept = shipped(&format!("{kept} trials: (start: Planned, only: [\"trial_exercise\"]),"));
    assert_eq!(coverage(&kept.plan, "exercise_programme"), None);
    // So does a lever of the base; and trials replace those of the base as a whole.
    let over = shipped("base: \"exercise-maximum\", trials: (start: Anew, only: [\"trial_exercise\"]),");
    assert_eq!(over.plan, Library::embedded().load("exercise-maximum", japan()).unwrap().plan);
    let replaced = shipped("base: \"trials-planned\", trials: (start: Anew, only: [\"trial_exercise\"]),");
    assert_eq!(replaced.plan, shipped("trials: (start: Anew, only: [\"trial_exercise\"]),").plan);
    assert_eq!(shipped("base: \"trials-planned\",").plan.levers.len(), 12, "inherited");
}

#[test]
fn enablers_and_draws_change_what_is_set_and_are_marked() {
    let path = |fields: &str| {
        let fields = format!("trials: (start: Anew, only: [\"trial_exercise\"], {fields}),");
        coverage(&shipped(&fields).plan, "exercise_programme")
    };
    let planned = path("").unwrap();
    assert_eq!(path("enablers: [(id: \"erp\")]"), Some(planned.clone()), "as planned by another name");
    let slower = path("enablers: [(id: \"erp\", strength: 0), (id: \"ndb\", strength: 0)]").unwrap();
    assert!(slower.at(Year(2032)).unwrap() < planned.at(Year(2032)).unwrap());
    // A draw is scaled up as a whole or not at all.
    let drawn: Vec<_> = (0..60).map(|draw| path(&format!("world: Drawn(draw: {draw})"))).collect();
    let taken = drawn.iter().flatten().count();
    assert!((5..40).contains(&taken), "{taken} of 60 at a chance of 31%");
    let highest = planned.at(Year(2050)).unwrap();
    for path in drawn.iter().flatten() {
        assert!(path.at(Year(2050)).unwrap() > 2.0 * highest);
    }
    let said = shipped(
        "trials: (start: Anew, enablers: [(id: \"erp\", strength: 0.5, reading: Low)], world: Drawn(draw: 7)),",
    );
    let words: Vec<&str> = said.own_assumptions.iter().map(|text| text.en.as_str()).collect();
    assert_eq!(words.len(), 3);
    assert!(words[1].contains("number 7"));
    assert_eq!(
        words[2],
        "own assumption: the enabler \"Evidence Review Platform\" is built to 50.0% of its plan and acts by the low end of its range"
    );
}

/// Enablers of reach and adherence act on the levers of the file too: no trial tests the app.
#[test]
fn enablers_reach_the_levers_of_the_file_and_raise_no_adherence_of_one() {
    let app = |adherence: &str, enablers: &str| {
        let lever =
            format!("(id: \"phr_app\", coverage: Reach(share: 0.2, from: 2026, by: 2026){adherence})");
        let trials = format!("(start: Anew, only: [\"trial_exercise\"], enablers: [{enablers}])");
        let plan = shipped(&format!("levers: [{lever}], trials: {trials},")).plan;
        plan.levers.into_iter().find(|setting| setting.lever == "phr_app").unwrap()
    };
    let high = "(id: \"phr_public_data\", reading: High)";
    for planned in ["", "(id: \"phr_public_data\")"] {
        assert_eq!(app("", planned).coverage.unwrap().at(Year(2030)), Some(0.2));
    }
    let more = app("", high);
    assert!((more.coverage.unwrap().at(Year(2030)).unwrap() - 0.25).abs() < 1e-12);
    assert_eq!(more.adherence, None, "everybody who uses it does so: nothing to raise");
    let kept = app(", adherence: 0.8", high).adherence.unwrap();
    assert!((kept - 0.8 * 1.02).abs() < 1e-12, "{kept}");
}

#[test]
fn trials_that_change_nothing_say_why() {
    let said = |id: &str| Library::embedded().load(id, japan()).unwrap().policies[0].en.clone();
    for (id, why) in [
        ("trial-aggravation", "the default effect of this lever is nothing"),
        ("trial-dementia-prev", "the default effect of this lever is nothing"),
        ("trial-dementia-symb", "tests no lever of the model"),
    ] {
        assert!(said(id).contains(why), "{}", said(id));
        let note = Library::embedded().load(id, japan()).unwrap().note.unwrap();
        assert!(note.en.contains("exactly zero") && note.ja.contains("正確にゼロ"), "{id}");
    }
    // Its ceiling counts as its lever counts, and lies above what the reference reaches.
    let periodontal = said("trial-periodontal");
    assert!(!periodontal.contains("is nothing") && !periodontal.contains("beyond"), "{periodontal}");
    let levers = Library::embedded().load("trial-periodontal", japan()).unwrap().plan.levers;
    assert!(levers[0].coverage.as_ref().unwrap().at(Year(2040)).unwrap() > 0.529);
    let exercise = said("trial-exercise");
    assert!(!exercise.contains("nothing"), "{exercise}");
}

#[test]
fn the_order_of_trials_and_enablers_means_nothing_and_writing_keeps_them() {
    let forward = shipped(
        "trials: (start: Planned, only: [\"trial_exercise\", \"trial_women\"],
            enablers: [(id: \"erp\", reading: High), (id: \"ndb\", strength: 0.25)], world: Drawn(draw: 3)),",
    );
    let backward = shipped(
        "trials: (start: Planned, only: [\"trial_women\", \"trial_exercise\"],
            enablers: [(id: \"ndb\", strength: 0.25), (id: \"erp\", reading: High)], world: Drawn(draw: 3)),",
    );
    assert_eq!(forward, backward);
    let text = to_ron(&forward);
    assert!(text.contains(
        "    trials: (start: Planned, only: [\"trial_exercise\", \"trial_women\"], enablers: [(id: \"erp\", reading: High), (id: \"ndb\", strength: 0.25)], world: Drawn(draw: 3)),\n"
    ), "{text}");
    let document = Document::from_bytes("case", "case.ron", text.as_bytes()).unwrap();
    assert_eq!(resolve(document, Library::embedded(), japan()).unwrap(), forward);
    for id in ["trials-planned", "trials-anew", "trial-women"] {
        let scenario = Library::embedded().load(id, japan()).unwrap();
        let document = Document::from_bytes(id, "case.ron", to_ron(&scenario).as_bytes()).unwrap();
        assert_eq!(resolve(document, Library::embedded(), japan()).unwrap().plan, scenario.plan);
    }
}

#[test]
fn what_is_no_trial_is_refused_where_it_stands() {
    for (fields, needles) in [
        (
            "trials: (start: Planned, only: [\"trial_women\", \"trial_exercize\"]),",
            &[
                "case.ron:4:52",
                "field: trials.only[1]\n",
                "`japan` has no trial `trial_exercize`",
                "did you mean `trial_exercise`?",
            ][..],
        ),
        (
            "trials: (start: Planned, only: [\"trial_women\", \"trial_women\"]),",
            &[":4:52", "trials.only[1]\n", "the trial `trial_women` is given twice", "once only"],
        ),
        (
            "trials: (start: Planned, enablers: [(id: \"ndbb\")]),",
            &["field: trials.enablers[0].id\n", "no enabler `ndbb`", "did you mean `ndb`?"],
        ),
        (
            "trials: (start: Planned, enablers: [(id: \"erp\"), (id: \"erp\")]),",
            &["field: trials.enablers[1].id\n", "the enabler `erp` is given twice"],
        ),
        (
            "trials: (start: Planned, only: []),",
            &["field: trials.only\n", "the list of trials is empty", "at least one"],
        ),
        (
            "trials: (only: [\"trial_women\"]),",
            &["field: trials.start\n", "`start` is missing", "Planned, Anew"],
        ),
        ("trials: (start: Plannd),", &["field: trials.start\n", "did you mean `Planned`?"]),
        ("trials: (start: 2026),", &["field: trials.start\n", "`2026`"]),
        ("trials: (start: Anew, onyl: []),", &["field: trials.onyl\n", "did you mean `only`?"]),
        ("trials: (start: Anew, start: Anew),", &["field: trials.start\n", "given twice"]),
        ("trials: (start: Anew, world: Drawn),", &["field: trials.world\n"]),
        ("trials: (start: Anew, world: Drawn(seed: 1)),", &["trials.world", "no field `seed`"]),
        (
            "trials: (start: Anew, world: Drawn(draw: -1)),",
            &["field: trials.world.draw\n", "0 to 1000000, whole"],
        ),
        ("trials: (start: Anew, world: Drawn(draw: 0.5)),", &["field: trials.world.draw\n", "whole"]),
        ("trials: (start: Anew, world: Drawn(draw: NaN)),", &["field: trials.world.draw\n", "`NaN`"]),
        (
            "trials: (start: Anew, enablers: [(id: \"erp\", strength: 1.5)]),",
            &["enablers[0].strength\n", "0 to 1"],
        ),
        (
            "trials: (start: Anew, enablers: [(id: \"erp\", reading: Mid)]),",
            &["enablers[0].reading\n", "Low, Central, High"],
        ),
        ("trials: (start: Anew, only: [\"\u{1b}[2J\"]),", &["trials.only[0]\n", "U+001B"]),
        ("trials: (start: Anew, only: [\"../x\"]),", &["trials.only[0]\n", "lower-case letters"]),
        ("trials: [\"trial_women\"],", &["field: trials\n", "a group"]),
    ] {
        let error = resolved(with(fields)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Content);
        let text = message(&error, Language::En);
        for needle in needles {
            assert!(text.contains(needle), "{needle} is not in\n{text}");
        }
        assert!(message(&error, Language::Ja).starts_with("エラー: "));
    }
    let many = "\"trial_women\",".repeat(101);
    let error = resolved(with(&format!("trials: (start: Anew, only: [{many}]),"))).unwrap_err();
    assert!(message(&error, Language::En).contains("too many trials: 101"));
}

#[test]
fn a_pack_without_trials_says_so() {
    let bare = Baseline::illness_death().unwrap();
    let document =
        Document::from_bytes("case", "case.ron", with("trials: (start: Anew),").as_bytes()).unwrap();
    let error = resolve(document, Library::embedded(), &bare).unwrap_err();
    let text = message(&error, Language::En);
    assert!(text.contains("has no trials") && text.contains("`trials` cannot be used"), "{text}");
    assert!(text.contains("field: trials\n") && text.contains(":4:13"), "{text}");
    assert!(message(&error, Language::Ja).contains("実証事業はありません"));
}

/// Coverage times effect of the scenario of expectation is the mean over worlds that are drawn one by one: truth,
/// trial, decision. With the default effect it would be two thirds higher.
#[test]
fn a_scenario_of_expectation_is_the_mean_of_the_drawn_ones() {
    const DRAWS: u32 = 1500;
    let year = Year(2040);
    for id in ["trial_mental", "trial_healthy_town", "trial_ict_ai"] {
        let dose = |world: &str| {
            let plan = shipped(&format!("trials: (start: Planned, only: [\"{id}\"]{world}),")).plan;
            let Some(setting) = plan.levers.first() else { return (0.0, 0.0) };
            let lever = japan().levers.lever(&setting.lever).unwrap();
            let more = setting.coverage.as_ref().unwrap().at(year).unwrap() - lever.reference_coverage(year);
            (more * setting.effect_factor.unwrap(), more)
        };
        let (expected, by_default) = dose("");
        let (mut sum, mut squares) = (0.0, 0.0);
        for draw in 0..DRAWS {
            let (drawn, _) = dose(&format!(", world: Drawn(draw: {draw})"));
            sum += drawn;
            squares += drawn * drawn;
        }
        let count = f64::from(DRAWS);
        let mean = sum / count;
        let error = ((squares / count - mean * mean) / count).sqrt();
        assert!((mean - expected).abs() < 4.0 * error, "{id}: {mean} ({error}) for {expected}");
        assert!(by_default > 1.2 * expected, "{id}: {by_default} against {expected}");
        let said = shipped(&format!("trials: (start: Planned, only: [\"{id}\"]),")).policies;
        assert!(said[0].en.contains("of the default on average"), "{:?}", said[0]);
    }
}
