//! A prevention trial as a pipeline: design -> result -> review of the evidence -> scale-up.
//!
//! The true effect has a prior: a mass at zero, and beside it the lever's distribution after shrinkage
//! ([`prior`]). The trial estimates it with the error that follows from its design ([`design`]) and is
//! positive where the estimate is significant at two-sided 5% in the good direction ([`result`]). A
//! positive result is taken up with one chance and a null all the same with another, which the Evidence
//! Review Platform lowers; coverage then follows a logistic ([`adoption`]). Trialling first is worth what
//! it gains beyond the better of scaling up at once and never ([`value`]).

pub mod adoption;
pub mod design;
pub mod drawn;
pub mod prior;
pub mod result;
pub mod value;

use super::enabler::{EnablerSetting, EvidenceSystem};
use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::baseline::trials::Trial;
use crate::num::units::Year;
use crate::plan::{CoveragePath, LeverSetting};
use adoption::Schedule;
use prior::{NoPrior, Prior};
use result::Verdict;

/// When the trials run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// As the strategy planned: from fiscal year 2020, results in time for use from 2023.
    Planned,
    /// Started anew in the given fiscal year.
    Anew(Year),
}

/// Policy starts in this fiscal year unless something else is said.
pub const ANEW: Start = Start::Anew(Year(2026));

/// Everything that follows for one trial before any simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline<'a> {
    /// The trial.
    pub trial: &'a Trial,
    /// The lever it tests.
    pub lever: Option<&'a Lever>,
    /// Standard error of its estimate, on the scale on which 0 does nothing.
    pub error: f64,
    /// What is believed before it; `None` where nothing usable is known.
    pub prior: Result<Prior, NoPrior>,
    /// What it may show.
    pub verdict: Verdict,
    /// The system that judges it.
    pub system: EvidenceSystem,
    /// When its programme spreads.
    pub schedule: Schedule,
}

impl<'a> Pipeline<'a> {
    /// The pipeline of a trial.
    #[must_use]
    pub fn of(baseline: &'a Baseline, trial: &'a Trial, start: Start, enabled: &[EnablerSetting]) -> Self {
        let first = match start {
            Start::Planned => trial.design.starts,
            Start::Anew(year) => year,
        };
        let enablers = baseline.pipelines.enablers.as_ref();
        let system = EvidenceSystem::of(enablers, enabled, first);
        let lever = trial.lever.as_ref().and_then(|id| baseline.levers.lever(id));
        let channel =
            lever.and_then(|lever| trial.channel.as_ref().and_then(|channel| lever.channel(channel)));
        let prior = Prior::of_trial(trial, lever, channel, &system, enablers);
        let error = design::standard_error(&trial.design, &trial.endpoint.measure);
        let critical = design::critical_value(trial.design.arms);
        let verdict = match &prior {
            Ok(prior) => Verdict::of(prior, error, critical),
            Err(_) => Verdict::of(&Prior::null(), error, critical),
        };
        let schedule = Schedule::of(trial, first, system.evidence_lag);
        Self { trial, lever, error, prior, verdict, system, schedule }
    }

    /// Chance that the programme is scaled up.
    #[must_use]
    pub fn adopted(&self) -> f64 {
        let positive = self.verdict.positive;
        positive * self.system.positive_adopted + (1.0 - positive) * self.system.null_adopted
    }

    /// Coverage if the programme is scaled up after its trial, to `until`.
    #[must_use]
    pub fn path_given_adoption(&self, until: Year) -> Option<CoveragePath> {
        self.schedule.path(self.trial, self.lever?, self.schedule.result, 1.0, until)
    }

    /// Coverage to be expected: that path with the chance of adoption.
    #[must_use]
    pub fn expected_path(&self, until: Year) -> Option<CoveragePath> {
        self.schedule.path(self.trial, self.lever?, self.schedule.result, self.adopted(), until)
    }

    /// Coverage if the programme is scaled up without waiting for a trial.
    #[must_use]
    pub fn path_without_trial(&self, until: Year) -> Option<CoveragePath> {
        let before = Year(self.schedule.first.0.saturating_sub(1));
        self.schedule.path(self.trial, self.lever?, before, 1.0, until)
    }
}

/// Which truth a world with trials is computed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// The expectation over all truths and results.
    Expected,
    /// One truth and one result of each trial.
    Drawn {
        /// Seed.
        seed: u64,
        /// Number of the draw.
        draw: u32,
    },
}

/// The trials of a plan as settings of their levers, in the order of the catalogue; a lever that several
/// trials test takes the higher coverage of each year. Trials whose programme is not scaled up, or that
/// test no lever of the pack, set nothing. The effects stay those of the pack: a null stays null.
#[must_use]
pub fn settings(
    baseline: &Baseline,
    wanted: impl Fn(&Trial) -> bool,
    start: Start,
    enabled: &[EnablerSetting],
    world: World,
) -> Vec<LeverSetting> {
    let until = baseline.years.last;
    let mut paths: Vec<Option<CoveragePath>> = vec![None; baseline.levers.levers.len()];
    for trial in baseline.pipelines.trials.iter().filter(|trial| wanted(trial)) {
        let pipeline = Pipeline::of(baseline, trial, start, enabled);
        let path = match world {
            World::Expected => pipeline.expected_path(until),
            World::Drawn { seed, draw } => drawn::outcome(&pipeline, seed, draw)
                .adopted
                .then(|| pipeline.path_given_adoption(until))
                .flatten(),
        };
        let index = baseline.levers.levers.iter().position(|lever| Some(&lever.id) == trial.lever.as_ref());
        let (Some(path), Some(index)) = (path, index) else { continue };
        paths[index] = Some(match paths[index].take() {
            Some(other) => higher(&baseline.levers.levers[index], &other, &path),
            None => path,
        });
    }
    let set = baseline.levers.levers.iter().zip(paths);
    set.filter_map(|(lever, coverage)| {
        coverage.map(|coverage| LeverSetting {
            lever: lever.id.clone(),
            coverage: Some(coverage),
            effects: Vec::new(),
            adherence: None,
            correlation: None,
        })
    })
    .collect()
}

/// The higher of two paths in each year; before its first year a path is the reference.
fn higher(lever: &Lever, one: &CoveragePath, other: &CoveragePath) -> CoveragePath {
    let from = one.from.min(other.from);
    let last =
        [one, other].map(|path| path.from.0 + path.shares.len() as u16).into_iter().max().unwrap_or(from.0);
    let at = |path: &CoveragePath, year| path.at(year).unwrap_or_else(|| lever.reference_coverage(year));
    let shares = (from.0..last).map(|year| at(one, Year(year)).max(at(other, Year(year)))).collect();
    CoveragePath { from, shares }
}

#[cfg(test)]
mod tests;
