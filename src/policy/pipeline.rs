//! A prevention trial as a pipeline: design -> result -> review of the evidence -> scale-up.
//!
//! The true effect has a prior: a mass at zero, and beside it the lever's distribution after shrinkage
//! ([`prior`]). The trial estimates it with the error that follows from its design ([`design`]) and is
//! positive where the estimate is significant at two-sided 5% in the good direction ([`result`]). A
//! positive result is taken up with one chance and a null all the same with another, which the Evidence
//! Review Platform lowers; coverage then follows a logistic ([`adoption`]). Trialling first is worth what
//! it gains beyond the better of scaling up at once and never ([`value`]). A world of expectation takes the mean
//! over all of that; a draw of the uncertain inputs has one result of each trial ([`drawn`]).

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
use crate::plan::{CoveragePath, LeverSetting, Trialled};
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

impl Start {
    /// The fiscal year; `None` where it is that of the plan.
    #[must_use]
    pub const fn year(self) -> Option<Year> {
        match self {
            Self::Planned => None,
            Self::Anew(year) => Some(year),
        }
    }
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

    /// Chance that a programme with this true benefit on the endpoint is scaled up after its trial.
    #[must_use]
    pub fn adopted_given(&self, measured: f64) -> f64 {
        let critical = design::critical_value(self.trial.design.arms);
        let positive = design::power(measured, self.error, critical);
        positive * self.system.positive_adopted + (1.0 - positive) * self.system.null_adopted
    }

    /// Mean true benefit of the lever's channel in the worlds in which the programme is scaled up:
    /// `E[benefit, adopted] / P(adopted)`. The mass at zero is part of it: some of what is adopted does nothing.
    ///
    /// With benefit b on the endpoint and chances u and n of taking up a positive result and any other,
    /// `E[b, adopted] = n E[b] + (u - n) E[b, positive]`; the verdict has both means, in closed form for a
    /// normal prior. The channel follows the endpoint in proportion with a fixed chance, so its mean is that
    /// times both.
    #[must_use]
    pub fn benefit_given_adoption(&self) -> f64 {
        let Ok(prior) = &self.prior else { return 0.0 };
        let (adopted, verdict) = (self.adopted(), &self.verdict);
        if adopted == 0.0 {
            return 0.0;
        }
        let (up, null) = (self.system.positive_adopted, self.system.null_adopted);
        let positive = verdict.positive * verdict.mean_given_positive;
        prior.carries * prior.per_measured * (null * verdict.mean + (up - null) * positive) / adopted
    }

    /// What an adopted programme does, against the pack's effect of the tested channel: the factor on the
    /// benefit of all channels of the lever, since a programme that does nothing does nothing by any of them.
    /// `None` where the pack believes nothing or no effect: a null stays null.
    #[must_use]
    pub fn effect_factor(&self, benefit: f64) -> Option<f64> {
        let prior = self.prior.as_ref().ok()?;
        let channel = self.lever?.channel(self.trial.channel.as_ref()?)?;
        let default = prior.benefit(channel.effect?.default) * channel.shrink.0;
        (default != 0.0).then(|| benefit / default)
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
/// test no lever of the pack, set nothing. The effect is what an adopted programme is expected to do
/// ([`Pipeline::benefit_given_adoption`]), in a drawn world its drawn truth, as a factor on that of the pack:
/// a null stays null. Of several trials of a lever the effect is that of the one with the higher coverage in
/// the last year.
#[must_use]
pub fn settings(
    baseline: &Baseline,
    wanted: impl Fn(&Trial) -> bool,
    start: Start,
    enabled: &[EnablerSetting],
    world: World,
) -> Vec<LeverSetting> {
    let setting = |lever: &Lever| {
        let of_lever = |trial: &&Trial| trial.lever.as_ref() == Some(&lever.id) && wanted(trial);
        let trials: Vec<&Trial> = baseline.pipelines.trials.iter().filter(of_lever).collect();
        let scaled = trials.iter().filter_map(|trial| {
            scaled_up(&Pipeline::of(baseline, trial, start, enabled), world, baseline.years.last)
        });
        let (coverage, effect_factor) = strongest(lever, baseline.years.last, scaled)?;
        let trialled = (world == World::Expected).then(|| Trialled {
            trials: trials.iter().map(|trial| trial.id.clone()).collect(),
            anew: start.year(),
            enablers: enabled.to_vec(),
            falls: Vec::new(),
        });
        Some(LeverSetting {
            coverage: Some(coverage),
            effect_factor,
            trialled,
            ..LeverSetting::of(&lever.id)
        })
    };
    baseline.levers.levers.iter().filter_map(setting).collect()
}

/// Coverage of a lever after a trial, and the factor on its effect.
type ScaledUp = (CoveragePath, Option<f64>);

/// What a trial leads to in a world; `None` where its programme is not scaled up.
fn scaled_up(pipeline: &Pipeline<'_>, world: World, until: Year) -> Option<ScaledUp> {
    let (path, benefit) = match world {
        World::Expected => (pipeline.expected_path(until)?, pipeline.benefit_given_adoption()),
        World::Drawn { seed, draw } => {
            let outcome = drawn::outcome(pipeline, seed, draw);
            (outcome.adopted.then(|| pipeline.path_given_adoption(until))??, outcome.acting)
        }
    };
    Some((path, pipeline.effect_factor(benefit)))
}

/// The higher coverage of each year, with the factor of the one that is higher in the last.
fn strongest(lever: &Lever, until: Year, all: impl Iterator<Item = ScaledUp>) -> Option<ScaledUp> {
    all.reduce(|(other, of_other), (path, factor)| {
        let stronger = path.at(until) > other.at(until);
        (higher(lever, &other, &path), if stronger { factor } else { of_other })
    })
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
