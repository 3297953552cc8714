//! Worlds under one sample of the uncertain inputs, and under many.
//!
//! Draw k has its own pack ([`crate::uncertain::drawn`]) and its own persons, both keyed by seed and k, so
//! it is a pure function of pack, plans, k, persons, seed and last year. All worlds of a draw share its
//! pack, its persons and its simulated reference: differences are paired. Draw 0 has the central inputs
//! and the persons of a run without draws.
//!
//! Every number comes with its half contrast: half the difference between the same number from one half of
//! the persons and from the other. Its square estimates the Monte-Carlo variance of the number, and the
//! contrast of a difference is the difference of the contrasts, so many draws tell the parameters' part of
//! their spread from that of the persons ([`spread`]) without a jackknife.

pub mod dressed;
pub mod economics;
pub mod ensemble;
mod joint;
pub mod many;
mod prices;
mod solver;
pub mod spread;

use super::economics::start;
use super::fit::{check_plan, check_settings};
use super::solve::{simulated_persons, with_reach};
use super::{Detail, RunError, RunSettings, Watch, World};
use crate::baseline::Baseline;
use crate::model::tables::Frame;
use crate::num::draws::Draws;
use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::expectancies::Values;
use crate::outcome::series::Group;
use crate::plan::{LeverSetting, Plan};
use crate::policy::pipeline::drawn::in_draw;
use crate::policy::uptake;
use crate::uncertain::{drawn, drawn_plan};
use economics::DrawnAmount;
use solver::Solver;

/// One world in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnWorld {
    /// Year by year: men, women, both.
    pub rows: Vec<DrawnRow>,
    /// Gains towards the goal by sex and reading of the trend; empty where the pack has no goal or the
    /// years end before it.
    pub gains: Vec<DrawnGain>,
    /// Outcomes, costs and reach beyond the reference of its own trends, for all persons together; empty
    /// unless asked for, for a pack without unit costs, and for a world that is that reference or changes
    /// hazards by itself.
    pub economics: Vec<DrawnAmount>,
}

/// A year and group of a world in a draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnRow {
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub group: Group,
    /// Expectancies, years, in the order of [`crate::outcome::expectancies::NAMES`].
    pub values: Values,
    /// Half contrasts of the expectancies, years; 0 where they are exact.
    pub halves: Values,
    /// Persons on 1 October.
    pub population: f64,
    /// Expected deaths of the calendar year.
    pub deaths: f64,
}

/// A reading of the trend of limitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// That of the scenario.
    Own,
    /// No further change at a given age.
    None,
    /// Half the observed pace.
    Half,
    /// The observed pace.
    Full,
}

impl Reading {
    /// All of them, the scenario's own first.
    pub const ALL: [Self; 4] = [Self::Own, Self::None, Self::Half, Self::Full];

    /// The word used in machine-readable output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::None => "none",
            Self::Half => "half",
            Self::Full => "full",
        }
    }
}

/// Gain of healthy life expectancy since the first year of the goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnGain {
    /// Reading of the trend.
    pub reading: Reading,
    /// Sex.
    pub sex: Sex,
    /// To the year of the goal, years.
    pub gain: f64,
    /// Its half contrast.
    pub gain_half: f64,
    /// To the year of the interim goal, years.
    pub interim: f64,
    /// Its half contrast.
    pub interim_half: f64,
}

/// Solves worlds under one draw. No jackknife; of details, outcomes, costs and reach with [`Detail::All`];
/// `settings.raw` is ignored.
///
/// # Errors
/// As [`super::run`].
pub fn solve_draw(
    baseline: &Baseline,
    worlds: &[World],
    draw: u32,
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<Vec<DrawnWorld>, RunError> {
    check_settings(baseline, worlds, settings)?;
    for world in worlds {
        check_plan(baseline, &world.plan)?;
    }
    let own = drawn(baseline, settings.seed, draw);
    let plans: Vec<Plan> = worlds
        .iter()
        .map(|world| {
            let mut plan = drawn_plan(&world.plan, baseline, &own);
            if draw > 0 {
                for setting in &mut plan.levers {
                    *setting = in_draw(baseline, &own, setting, (settings.seed, draw));
                }
            }
            with_reach(&own, &plan)
        })
        .collect::<Result<_, _>>()?;
    let years = YearSpan { first: own.years.first, last: settings.until };
    let starts: Vec<Year> = worlds.iter().map(|world| start(baseline, &[&world.plan])).collect();
    let persons = simulated_persons(baseline, settings.persons);
    let frame = Frame::new(&own);
    let draws = Draws::new(settings.seed, draw);
    let detail = settings.detail == Detail::All;
    let trialled: Vec<Vec<String>> = worlds
        .iter()
        .map(|world| if detail { trialled(baseline, &world.plan, years) } else { Ok(Vec::new()) })
        .collect::<Result<_, _>>()?;
    Solver::new(&own, &frame, years, draws, persons, detail)?.solve(&plans, &starts, &trialled, watch)
}

/// Levers whose reach the central world of a plan counts; none where no trial decides on any.
fn trialled(baseline: &Baseline, plan: &Plan, years: YearSpan) -> Result<Vec<String>, RunError> {
    if plan.levers.iter().all(|setting| setting.trialled.is_none()) {
        return Ok(Vec::new());
    }
    let plan = with_reach(baseline, plan)?;
    let differs = |setting: &&LeverSetting| {
        let lever = baseline.levers.lever(&setting.lever);
        lever.is_some_and(|lever| uptake::differs(lever, setting, years))
    };
    Ok(plan.levers.iter().filter(differs).map(|setting| setting.lever.clone()).collect())
}

#[cfg(test)]
mod tests;
