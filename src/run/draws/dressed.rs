//! A run with parameter draws: central results with the interval of every expectancy.
//!
//! The central results are those of a run without draws, to the bit; draws only add intervals, chances and
//! a remark on their errors.

use super::economics::is_difference;
use super::ensemble::Ensemble;
use super::many::solve_draws;
use super::spread::{Advice, Spread};
use super::{DrawnWorld, Reading};
use crate::baseline::Baseline;
use crate::num::units::{Sex, Year};
use crate::outcome::expectancies::HEALTHY;
use crate::outcome::series::{Chances, Expectancies, Group, ReachIntervals, ScenarioResult};
use crate::outcome::tidy::{put_intervals, reach_names};
use crate::run::fit::check_draws;
use crate::run::progress::Part;
use crate::run::{RunError, RunOutput, RunSettings, Watch, World};
use crate::uncertain;
use serde::Serialize;
use std::ops::ControlFlow;

/// Fewest draws: percentiles of fewer say nothing.
pub const FEWEST_DRAWS: u32 = 20;
/// Most draws of a run; studies beyond it are for batch runs, which keep them in a file.
pub const MOST_DRAWS: u32 = 10_000;
/// Most lives of all draws and worlds together: some days on one processor.
pub const MOST_LIVES: f64 = 1e11;
/// Draws between two looks at the tolerance. A look at every draw would stop at a lucky one.
const STEP: u32 = 50;

/// How many draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawSettings {
    /// Draws, or the most of them with a tolerance.
    pub draws: u32,
    /// Years: stop once the ends of the interval of every difference of healthy life expectancy in the
    /// last year (of every level where there are no differences) are known to this standard error. It bounds what the
    /// finite number of draws leaves open, not the width of the interval, which no number of draws makes less.
    pub tolerance: Option<f64>,
}

/// What was drawn, and what the draws leave open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Uncertainty {
    /// Draws carried out.
    pub draws: u32,
    /// Number of uncertain inputs drawn in each.
    pub inputs: usize,
    /// Number of inputs without a stated range, or null, which are the same in every draw.
    pub inputs_held: usize,
    /// Tolerance that was asked for, years (see [`DrawSettings::tolerance`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// Whether it was met; absent without a tolerance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance_met: Option<bool>,
    /// Errors of the intervals of healthy life expectancy in the last year.
    pub checks: Vec<Check>,
}

/// The errors of one interval of healthy life expectancy in the last year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Scenario.
    pub scenario: String,
    /// Scenario it is a difference from; absent for a level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whom it is about.
    pub sex: Group,
    /// Share of the variance over draws that was Monte-Carlo error of the persons.
    pub monte_carlo_share: f64,
    /// Standard error of the ends of the interval because the draws are finite, years.
    pub end_error: f64,
    /// What would help: `more_persons`, `more_draws`, `enough`.
    pub advice: &'static str,
}

/// Runs worlds with parameter draws; with differences from the first one if `paired`.
///
/// # Errors
/// As [`crate::run::run`]; [`RunError::TooLarge`] for more draws than the limits allow.
pub fn run(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    wanted: DrawSettings,
    paired: bool,
    watch: &dyn Watch,
) -> Result<RunOutput, RunError> {
    check_draws(baseline, worlds, settings, wanted.draws)?;
    let central = if paired { crate::run::compare } else { crate::run::run };
    // A central run lives its worlds once, and its jackknife takes about as long again.
    let first = 2.0 / (2.0 + f64::from(wanted.draws));
    let mut output = central(baseline, worlds, settings, &Part { watch, from: 0.0, to: first })?;
    let mut ensemble = Ensemble::default();
    let mut met = false;
    let mut keep = |_: u32, solved: Vec<DrawnWorld>| {
        ensemble.push(&solved);
        if let Some(tolerance) = wanted.tolerance
            && ensemble.draws().is_multiple_of(STEP)
        {
            met = is_met(&ensemble, worlds.len(), paired, tolerance);
        }
        if met { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let span = Part { watch, from: first, to: 1.0 };
    solve_draws(baseline, worlds, 1..wanted.draws + 1, settings, &span, &mut keep)?;
    watch.progress(1.0);
    if let Some(tolerance) = wanted.tolerance {
        met = is_met(&ensemble, worlds.len(), paired, tolerance);
    }
    put_draws(baseline, worlds, &mut output, &ensemble, wanted.tolerance.map(|tolerance| (tolerance, met)));
    Ok(output)
}

/// Puts draws into central results of the same worlds: intervals, chances, and what they leave open, with
/// the tolerance that was asked for and whether it was met.
pub fn put_draws(
    baseline: &Baseline,
    worlds: &[World],
    output: &mut RunOutput,
    ensemble: &Ensemble,
    tolerance: Option<(f64, bool)>,
) {
    dress(baseline, output, ensemble);
    put_economics(output, worlds, ensemble);
    output.manifest.draws = ensemble.draws();
    output.uncertainty = Some(Box::new(Uncertainty {
        draws: ensemble.draws(),
        inputs: uncertain::inputs(baseline).len(),
        inputs_held: uncertain::undrawn(baseline).len(),
        tolerance: tolerance.map(|(years, _)| years),
        tolerance_met: tolerance.map(|(_, met)| met),
        checks: checks(output, ensemble),
    }));
}

/// Rows of the last year.
fn last_rows(ensemble: &Ensemble) -> Vec<(usize, Group)> {
    let last = ensemble.rows().last().map(|row| row.0);
    let rows = ensemble.rows().iter().enumerate().filter(|(_, row)| Some(row.0) == last);
    rows.map(|(index, row)| (index, row.1)).collect()
}

/// Whether every end of an interval that the tolerance is about is known to it: of differences, or of levels
/// where there are none. What is not known at all is not known to a tolerance either.
fn is_met(ensemble: &Ensemble, worlds: usize, paired: bool, tolerance: f64) -> bool {
    let rows = last_rows(ensemble);
    let differences = paired && worlds > 1;
    let of = |world: usize, row: usize| {
        if differences {
            ensemble.difference(world, row, HEALTHY)
        } else {
            ensemble.level(world, row, HEALTHY)
        }
    };
    let known = |world: usize| {
        let within = |spread: Spread| spread.end_error <= tolerance;
        rows.iter().all(|(row, _)| of(world, *row).is_some_and(within))
    };
    !rows.is_empty() && (usize::from(differences)..worlds).all(known)
}

fn checks(output: &RunOutput, ensemble: &Ensemble) -> Vec<Check> {
    let mut checks = Vec::new();
    let sexes = last_rows(ensemble).into_iter().filter(|(_, group)| *group != Group::Both);
    let sexes: Vec<(usize, Group)> = sexes.collect();
    let check = |scenario: &str, from: Option<&str>, sex: Group, spread: &Spread| Check {
        scenario: scenario.to_owned(),
        from: from.map(str::to_owned),
        sex,
        monte_carlo_share: spread.monte_carlo_share,
        end_error: spread.end_error,
        advice: match spread.advice() {
            Advice::MorePersons => "more_persons",
            Advice::MoreDraws => "more_draws",
            Advice::Enough => "enough",
        },
    };
    for (world, result) in output.scenarios.iter().enumerate() {
        for &(row, sex) in &sexes {
            checks.extend(
                ensemble.level(world, row, HEALTHY).map(|spread| check(&result.id, None, sex, &spread)),
            );
        }
    }
    for (index, difference) in output.differences.iter().flatten().enumerate() {
        for &(row, sex) in &sexes {
            let spread = ensemble.difference(index + 1, row, HEALTHY);
            checks.extend(spread.map(|spread| check(&difference.to, Some(&difference.from), sex, &spread)));
        }
    }
    checks
}

/// Puts intervals and chances into central results.
fn dress(baseline: &Baseline, output: &mut RunOutput, ensemble: &Ensemble) {
    for (world, result) in output.scenarios.iter_mut().enumerate() {
        for (row, year) in result.series.iter_mut().enumerate() {
            put(&mut year.expectancies, |measure| ensemble.level(world, row, measure));
        }
        put_chances(baseline, result, world, ensemble);
    }
    for (index, difference) in output.differences.iter_mut().flatten().enumerate() {
        for (row, year) in difference.series.iter_mut().enumerate() {
            put(&mut year.expectancies, |measure| ensemble.difference(index + 1, row, measure));
        }
    }
}

fn put(expectancies: &mut Expectancies, spread: impl Fn(usize) -> Option<Spread>) {
    for (measure, estimate) in expectancies.all_mut().into_iter().enumerate() {
        estimate.interval = spread(measure).map(|spread| spread.interval);
    }
}

/// Puts intervals beside outcomes, costs and reach; those of a difference where it is from the reference
/// that they are counted from.
fn put_economics(output: &mut RunOutput, worlds: &[World], ensemble: &Ensemble) {
    let Some(last) = ensemble.rows().last().map(|row| row.0) else { return };
    let of = |world: usize, year: Year, name: &str| match name.split_once("cost_per_healthy_year") {
        None => ensemble.amount(world, year, name),
        Some((at, rest)) => {
            let (above, below) = (format!("{at}cost_net{rest}"), format!("{at}healthy_person_years"));
            ensemble.ratio(world, year, &above, &below)
        }
    };
    for (world, result) in output.scenarios.iter_mut().enumerate() {
        for row in &mut result.series {
            let year = row.year;
            if let Some(outcomes) = &mut row.outcomes {
                put_intervals(outcomes, row.costs.as_mut(), &|name| of(world, year, name));
            }
            if year == last && row.outcomes.is_some() {
                for (lever, own) in row.reach.iter_mut().flatten() {
                    let [more, fewer, new] = reach_names(lever).map(|name| of(world, year, &name));
                    own.intervals = more.zip(fewer).zip(new).map(|((more, fewer), new)| ReachIntervals {
                        more,
                        fewer,
                        new,
                    });
                }
            }
        }
    }
    for (index, difference) in output.differences.iter_mut().flatten().enumerate() {
        if !is_difference(&worlds[0].plan, &worlds[index + 1].plan) {
            continue;
        }
        for row in &mut difference.series {
            let year = row.year;
            if let Some(outcomes) = &mut row.outcomes {
                put_intervals(outcomes, row.costs.as_mut(), &|name| of(index + 1, year, name));
            }
        }
    }
}

fn put_chances(baseline: &Baseline, result: &mut ScenarioResult, world: usize, ensemble: &Ensemble) {
    let Some(goal) = baseline.goal else { return };
    for (name, status) in &mut result.goal {
        let sex = if *name == Sex::Male.as_str() { Sex::Male } else { Sex::Female };
        let all = |interim: bool, target: f64| {
            let chance = |reading| ensemble.chance(world, sex, reading, interim, target);
            let readings = Some(()).and_then(|()| {
                Some(Chances::from([
                    chance(Reading::None)?,
                    chance(Reading::Half)?,
                    chance(Reading::Full)?,
                    ensemble.mixed_chance(world, sex, interim, target)?,
                ]))
            });
            let own = chance(Reading::Own);
            (own.map(|own| own.share), own.map(|own| own.limits), readings)
        };
        (status.chance, status.chance_limits, status.chance_by_reading) = all(false, goal.gain);
        let interim = &mut status.interim;
        (interim.chance, interim.chance_limits, interim.chance_by_reading) = all(true, goal.interim_gain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tolerance_is_not_met_by_what_is_not_known() {
        assert!(!is_met(&Ensemble::default(), 2, true, 1e9), "no draw");
        let row = super::super::DrawnRow {
            year: Year(2040),
            group: Group::Male,
            values: [80.0; 9],
            halves: [0.0; 9],
            population: 1.0,
            deaths: 0.0,
        };
        let world = DrawnWorld { rows: vec![row], gains: Vec::new(), economics: Vec::new() };
        let mut ensemble = Ensemble::default();
        ensemble.push(std::slice::from_ref(&world));
        assert!(!is_met(&ensemble, 1, true, 1e9), "a spread of one draw is not known");
        ensemble.push(std::slice::from_ref(&world));
        assert!(is_met(&ensemble, 1, true, 0.0), "a level alone, the same in both draws");
        assert!(!is_met(&ensemble, 2, true, 1e9), "of the second world nothing is known");
    }
}
