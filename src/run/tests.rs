//! What anchoring promises, on the Japanese pack.

use super::solve::{Solved, solve_all};
use super::*;
use crate::baseline::Baseline;
use crate::model::reference::Reference;
use crate::num::units::Sex;
use crate::outcome::series::YearResult;
use crate::plan::{CareNeedAssumption, HazardChange, MortalityAssumption, ProcessId};

fn plan(hazard_changes: Vec<HazardChange>) -> Plan {
    Plan {
        mortality: MortalityAssumption::Anchored,
        limitation_pace: [0.0; 2],
        care_need: CareNeedAssumption::Unchanged,
        hazard_changes,
        levers: Vec::new(),
    }
}

fn change(process: ProcessId, ages: (u8, u8), factor: f64) -> HazardChange {
    HazardChange { process, sex: None, ages, from: Year(2030), until: None, factor }
}

fn world(id: &str, plan: Plan) -> World {
    let title = Text { ja: id.to_owned(), en: id.to_owned() };
    World { id: id.to_owned(), title, plan, own_assumptions: Vec::new() }
}

fn settings(persons: u64, until: u16) -> RunSettings {
    RunSettings {
        persons: Persons::Count(persons),
        seed: 5,
        until: Year(until),
        detail: Detail::All,
        raw: false,
    }
}

fn solved(baseline: &Baseline, plan: Plan, settings: &RunSettings) -> Solved {
    let mut solved = solve_all(baseline, &[world("changed", plan)], settings, &Unwatched).unwrap();
    solved.swap_remove(0)
}

/// Without conditions and care need all persons of a cell have one hazard of death, so a factor on it must come out
/// exactly, however few were simulated and however the survivors differ in age.
#[test]
fn a_factor_on_death_is_that_factor_on_every_official_rate() {
    let mut baseline = Baseline::japan().unwrap();
    baseline.care = None;
    baseline.risk = None;
    baseline.conditions.clear();
    baseline.causes.clear();
    let changed = plan(vec![change(ProcessId::Death, (0, 110), 0.8)]);
    let rates = solved(&baseline, changed, &settings(5_000, 2033)).cells.mortality;
    let official = Reference::new(&baseline, &plan(Vec::new())).unwrap().cells.mortality;
    for sex in Sex::ALL {
        for year in 2016..=2033 {
            for age in baseline.ages.iter() {
                let ratio = rates.get(sex, Year(year), age) / official.get(sex, Year(year), age);
                let expected = if year < 2030 { 1.0 } else { 0.8 };
                assert!((ratio - expected).abs() < 1e-9, "{sex} {year} {age}: {ratio}");
            }
        }
    }
}

/// Nothing that begins in 2030 may show before it, not even in the last bit or as an error.
#[test]
fn before_a_change_begins_every_entry_is_that_of_the_reference() {
    let baseline = Baseline::japan().unwrap();
    let changes = vec![change(ProcessId::Death, (40, 90), 0.7), change(ProcessId::CareOnset, (65, 110), 0.5)];
    let worlds = [world("reference", plan(Vec::new())), world("changed", plan(changes))];
    let output = run(&baseline, &worlds, &settings(5_000, 2032), &Unwatched).unwrap();
    let [reference, changed] = output.scenarios.as_slice() else { panic!("two scenarios") };
    let mut later = 0;
    for (theirs, ours) in reference.series.iter().zip(&changed.series) {
        if ours.year < Year(2030) {
            // A changed world also tells what it gains and costs: nothing yet.
            let bare = YearResult { outcomes: None, costs: None, ..ours.clone() };
            assert_eq!(*theirs, bare);
        } else if ours.expectancies != theirs.expectancies {
            later += 1;
        }
    }
    assert_eq!(later, 9, "three years and three groups differ afterwards");
}
