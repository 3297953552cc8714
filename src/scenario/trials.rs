//! Prevention trials: from what a file says to the coverage of the levers they test.
//!
//! The arithmetic is that of [`pipeline`]; here it is only told which trials, when and in which world. A
//! lever that the scenario or a base of it sets by name wins over what a trial would set for it.

use super::document::Document;
use super::error::ScenarioError;
use super::levers::refused;
use super::problem::{Choice, Named, Problem};
use super::schema::{ReadingName, Share, TrialId, TrialStart, TrialWorld, Trials};
use crate::baseline::Baseline;
use crate::baseline::trials::Trial;
use crate::num::units::Year;
use crate::plan::LeverSetting;
use crate::policy::enabler::{self, EnablerSetting, Reading};
use crate::policy::pipeline::{self, Start, World};

/// Seed of drawn trials: fixed, so that a file means the same world in every run.
const SEED: u64 = 0;

/// Holds the trials of one file against the pack.
///
/// # Errors
/// A pack without trials; an unknown trial or enabler, or one that is given twice.
pub fn check(document: &Document, baseline: &Baseline) -> Result<(), ScenarioError> {
    let Some(trials) = &document.scenario.trials else { return Ok(()) };
    let pipelines = &baseline.pipelines;
    if pipelines.trials.is_empty() {
        return Err(refused(document, "trials", Problem::NoTrials { pack: baseline.id.clone() }));
    }
    let chosen = trials.only.as_ref().map_or(&[][..], |only| only.as_slice());
    let chosen: Vec<&str> = chosen.iter().map(TrialId::as_str).collect();
    let known: Vec<&str> = pipelines.trials.iter().map(|trial| trial.id.as_str()).collect();
    check_names(document, baseline, (Named::Trial, &chosen, &known), |number| {
        format!("trials.only[{number}]")
    })?;
    let set: Vec<&str> = trials.enablers.as_slice().iter().map(|enabler| enabler.id.as_str()).collect();
    let items = pipelines.enablers.as_ref().map_or(&[][..], |enablers| &enablers.items);
    let known: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    check_names(document, baseline, (Named::Enabler, &set, &known), |number| {
        format!("trials.enablers[{number}].id")
    })
}

fn check_names(
    document: &Document,
    baseline: &Baseline,
    (kind, names, known): (Named, &[&str], &[&str]),
    path: impl Fn(usize) -> String,
) -> Result<(), ScenarioError> {
    for (number, name) in names.iter().enumerate() {
        let problem = if !known.contains(name) {
            let choice = Choice::among(name, known.iter().copied());
            Problem::NamedUnknown { kind, choice, pack: baseline.id.clone() }
        } else if names[..number].contains(name) {
            Problem::NamedTwice { kind, found: (*name).to_owned() }
        } else {
            continue;
        };
        return Err(refused(document, &path(number), problem));
    }
    Ok(())
}

/// The trials of the first file of a chain that has any, its lists in the order of the pack.
///
/// Every file must have passed [`check`]; `chain` runs from the scenario to its last base.
pub fn inherited(chain: &[Document], baseline: &Baseline) -> Option<Trials> {
    let mut trials = chain.iter().find_map(|document| document.scenario.trials.clone())?;
    let pipelines = &baseline.pipelines;
    if let Some(only) = &mut trials.only {
        only.sort_by_key(|id| pipelines.trials.iter().position(|trial| trial.id == id.as_str()));
    }
    let items = pipelines.enablers.as_ref().map_or(&[][..], |enablers| &enablers.items);
    trials.enablers.sort_by_key(|id| items.iter().position(|item| item.id == id.as_str()));
    Some(trials)
}

/// Whether a trial of the pack is among those of a scenario.
#[must_use]
pub fn chosen(trials: &Trials, trial: &Trial) -> bool {
    trials.only.as_ref().is_none_or(|only| only.as_slice().iter().any(|id| id.as_str() == trial.id))
}

/// When they run; `first` is the year in which policies start.
#[must_use]
pub const fn start(trials: &Trials, first: Year) -> Start {
    match trials.start {
        TrialStart::Planned => Start::Planned,
        TrialStart::Anew => Start::Anew(first),
    }
}

/// Seed and number of the draw; `None` for the expectation.
#[must_use]
pub const fn drawn(trials: &Trials) -> Option<(u64, u32)> {
    match trials.world {
        TrialWorld::Expected => None,
        TrialWorld::Drawn { draw } => Some((SEED, draw.number())),
    }
}

/// The enablers that a scenario sets.
#[must_use]
pub fn enabled(trials: &Trials) -> Vec<EnablerSetting> {
    let set = trials.enablers.as_slice().iter().map(|set| EnablerSetting {
        id: set.id.as_str().to_owned(),
        strength: set.strength.map_or(1.0, Share::get),
        reading: match set.reading {
            Some(ReadingName::Low) => Reading::Low,
            None | Some(ReadingName::Central) => Reading::Central,
            Some(ReadingName::High) => Reading::High,
        },
    });
    set.collect()
}

/// What the trials set of the levers they test.
#[must_use]
pub fn settings(trials: &Trials, first: Year, baseline: &Baseline) -> Vec<LeverSetting> {
    let enabled = enabled(trials);
    let world = drawn(trials).map_or(World::Expected, |(seed, draw)| World::Drawn { seed, draw });
    pipeline::settings(baseline, |trial| chosen(trials, trial), start(trials, first), &enabled, world)
}

/// The levers of a scenario, whoever set them, with what its enablers change of their reach and adherence.
#[must_use]
pub fn supported(trials: &Trials, levers: &[LeverSetting], baseline: &Baseline) -> Vec<LeverSetting> {
    enabler::supported(baseline, &enabled(trials), levers)
}
