//! Worlds and settings that several topics use.

use kenju::baseline::{Baseline, Text};
use kenju::num::units::{Sex, Year};
use kenju::outcome::series::{Group, YearResult};
use kenju::plan::{CareNeedAssumption, HazardChange, MortalityAssumption, Plan, ProcessId};
use kenju::run::{Detail, Persons, RunOutput, RunSettings, Unwatched, World, run};

/// The default plan of every pack.
pub fn plan() -> Plan {
    Plan {
        mortality: MortalityAssumption::Anchored,
        limitation_pace: [0.0, 0.0],
        care_need: CareNeedAssumption::Unchanged,
        hazard_changes: Vec::new(),
        levers: Vec::new(),
    }
}

/// A world of a plan.
pub fn world(id: &str, plan: Plan) -> World {
    World { id: id.into(), title: Text { ja: id.into(), en: id.into() }, plan, own_assumptions: Vec::new() }
}

/// The default plan with one hazard multiplied from a year on.
pub fn changed(process: ProcessId, sex: Option<Sex>, ages: (u8, u8), from: u16, factor: f64) -> Plan {
    let change = HazardChange { process, sex, ages, from: Year(from), until: None, factor };
    Plan { hazard_changes: vec![change], ..plan() }
}

/// Settings of a run to 2040 with raw estimates.
pub fn settings(persons: u64, seed: u64) -> RunSettings {
    RunSettings { persons: Persons::Count(persons), seed, until: Year(2040), detail: Detail::None, raw: true }
}

/// Runs worlds on a pack.
pub fn results(baseline: &Baseline, worlds: &[World], settings: &RunSettings) -> RunOutput {
    run(baseline, worlds, settings, &Unwatched).expect("the run succeeds")
}

/// One row of the first scenario.
pub fn row(output: &RunOutput, year: u16, group: Group) -> &YearResult {
    output.scenarios[0]
        .series
        .iter()
        .find(|row| row.year == Year(year) && row.sex == group)
        .expect("the year and group are in the series")
}
