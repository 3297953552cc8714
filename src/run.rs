//! Running scenarios: settings, manifest, progress and cancel.
//!
//! A run needs persons only where they can change the answer. The levels of an anchored pack come
//! from its reference exactly; persons are lived through for the user's changes of hazards, for the
//! unanchored estimates and details, and always for a pack without official rates.

pub mod calibrate;
mod departure;
pub mod draws;
pub mod economics;
pub mod fit;
mod health;
mod memory;
pub mod progress;
mod raw;
pub mod recipe;
mod results;
pub mod session;
mod simulate;
pub mod solve;
pub mod step;
mod track;

use crate::baseline::{Baseline, Text};
use crate::num::digest::Digest;
use crate::num::units::Year;
use crate::outcome::economics::{Costs, Outcomes};
use crate::outcome::series::{Expectancies, Group, ScenarioResult};
use crate::plan::Plan;
use draws::dressed::Uncertainty;
use fit::Misfit;
pub use raw::{RawCells, RawLevel, raw_cells_of};
use serde::Serialize;

/// How many persons stand for the residents of the first year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persons {
    /// So many, each with a weight.
    Count(u64),
    /// Every resident, one to one.
    All,
}

/// How much is given beside the expectancies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Nothing.
    None,
    /// Persons by age and care level, which need no simulation.
    Ages,
    /// Conditions and causes of death as well.
    All,
}

/// What to run and how.
#[derive(Debug, Clone)]
pub struct RunSettings {
    /// Size of the simulated population.
    pub persons: Persons,
    /// Seed of all random draws.
    pub seed: u64,
    /// Last year of the results.
    pub until: Year,
    /// How much is given beside the expectancies.
    pub detail: Detail,
    /// Whether to give the unanchored estimates.
    pub raw: bool,
}

/// A scenario ready to run.
#[derive(Debug, Clone)]
pub struct World {
    /// Identifier shown in results.
    pub id: String,
    /// Title shown in results.
    pub title: Text,
    /// Its numbers.
    pub plan: Plan,
    /// What in it goes beyond the evidence, in words; copied to its results.
    pub own_assumptions: Vec<Text>,
}

/// What was run: enough to run it again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// Seed.
    pub seed: u64,
    /// Persons in the first year's stock.
    pub persons: u64,
    /// Parameter draws (0: central values).
    pub draws: u32,
    /// Digest of the baseline pack.
    pub baseline: Digest,
    /// Digest of the engine's source.
    pub engine: String,
    /// What else is needed to compute the same bytes again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipe: Option<recipe::Recipe>,
}

/// The results of a run, in the order the scenarios were given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunOutput {
    /// Version of the program.
    pub kenju: &'static str,
    /// What was run.
    pub manifest: Manifest,
    /// One entry per scenario.
    pub scenarios: Vec<ScenarioResult>,
    /// Paired differences of every later scenario from the first; only from a comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differences: Option<Vec<Difference>>,
    /// What parameter draws leave open; only with draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Box<Uncertainty>>,
}

/// What changes when one scenario takes the place of another, on the same persons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Identifier of the scenario subtracted.
    pub from: String,
    /// Identifier of the scenario it is subtracted from.
    pub to: String,
    /// Year by year: men, women, both.
    pub series: Vec<DifferenceRow>,
}

/// One row of a difference: the value in `to` minus the value in `from`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferenceRow {
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub sex: Group,
    /// Differences of the expectancies, years; `se` is the error of the paired difference.
    #[serde(flatten)]
    pub expectancies: Expectancies,
    /// Persons on 1 October.
    pub population: f64,
    /// Expected deaths of the calendar year.
    pub deaths: f64,
    /// Persons and events that differ, for all persons together, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<Outcomes>,
    /// What differs in cost, for all persons together, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Costs>,
}

/// Why a run gave no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The user or a newer request stopped it.
    #[error("the run was cancelled")]
    Cancelled,
    /// The request is beyond the limits; the message says how far and what is allowed.
    #[error("{0}")]
    TooLarge(Misfit),
    /// The pack has no normalisers that fit it; the message names the command that makes them.
    #[error("{0}")]
    Uncalibrated(String),
    /// The pack and the plan do not fit together.
    #[error("{0}")]
    Unfit(Misfit),
    /// The system gives no more threads.
    #[error("no more threads can be started: {0}")]
    NoThreads(String),
}

/// Observes and stops a run; shared between threads.
pub trait Watch: Sync {
    /// Called now and then with the share of the work done, 0 to 1.
    fn progress(&self, share: f64);
    /// Whether to stop at the next opportunity.
    fn cancelled(&self) -> bool;
}

/// A watch that neither shows nor stops anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _share: f64) {}
    fn cancelled(&self) -> bool {
        false
    }
}

/// Most persons a scenario may simulate, those who enter in later years included: more than every
/// resident there has been or will be.
pub const MOST_PERSONS: u64 = 200_000_000;

/// Fewest persons of the first year: every cell of sex, age and kind of entry has at least one, so with
/// fewer the cells would no longer be of the size of the population they stand for.
pub const FEWEST_PERSONS: u64 = 1000;

/// Digest of the source of the model: equal digests compute equal results.
#[must_use]
pub const fn engine_digest() -> &'static str {
    env!("KENJU_ENGINE_DIGEST")
}

/// Runs every world on the same persons and gives their results in order.
///
/// # Errors
/// [`RunError::Cancelled`] when `watch` asks to stop, [`RunError::TooLarge`] beyond the limits,
/// [`RunError::Unfit`] when a plan does not fit the pack or a result is not a finite number.
pub fn run(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<RunOutput, RunError> {
    let solved = solve::solve_all(baseline, worlds, settings, watch)?;
    output(baseline, worlds, settings, &solved, None)
}

/// Runs every world and gives the paired difference of each later one from the first as well.
///
/// # Errors
/// As [`run`].
pub fn compare(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<RunOutput, RunError> {
    compared(baseline, worlds, settings, watch, &mut session::Store::default())
}

fn compared(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    watch: &dyn Watch,
    store: &mut session::Store,
) -> Result<RunOutput, RunError> {
    let solved = solve::solve_with(baseline, worlds, settings, watch, store)?;
    let differences = results::differences(baseline, worlds, &solved);
    output(baseline, worlds, settings, &solved, Some(differences))
}

fn output(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    solved: &[solve::Solved],
    differences: Option<Vec<Difference>>,
) -> Result<RunOutput, RunError> {
    let manifest = Manifest {
        seed: settings.seed,
        persons: solve::simulated_persons(baseline, settings.persons),
        draws: 0,
        baseline: baseline.digest.clone(),
        engine: engine_digest().to_owned(),
        recipe: None,
    };
    let scenarios = worlds
        .iter()
        .zip(solved)
        .map(|(world, solved)| results::scenario(baseline, world, solved, settings.detail))
        .collect::<Result<Vec<_>, RunError>>()?;
    Ok(RunOutput { kenju: env!("CARGO_PKG_VERSION"), manifest, scenarios, differences, uncertainty: None })
}

#[cfg(test)]
mod tests;
