//! Dresses solved worlds in the shape of the output contract.

use super::economics::{self, Economics};
use super::fit::Misfit;
use super::solve::{Solved, Table};
use super::{Detail, Difference, DifferenceRow, RunError, World};
use crate::baseline::{Baseline, Goal};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::outcome::cells::Cells;
use crate::outcome::differing::Differing;
use crate::outcome::economics::Costs;
use crate::outcome::expectancies::{Values, with_errors};
use crate::outcome::goal::is_reached;
use crate::outcome::series::{
    CARE_STATE_NAMES, ConditionResult, Expectancies, GoalStatus, Group, InterimGoal, LeverReach,
    ScenarioResult, YearResult,
};
use std::collections::BTreeMap;

/// The results of one scenario.
///
/// # Errors
/// [`RunError::Unfit`] if a number is not finite: it would be `null` in JSON and compare as anything.
pub fn scenario(
    baseline: &Baseline,
    world: &World,
    solved: &Solved,
    detail: Detail,
) -> Result<ScenarioResult, RunError> {
    let mut economics = match detail {
        Detail::All => economics::of_world(baseline, &world.plan, solved),
        _ => Economics::new(),
    };
    let series: Vec<YearResult> = solved
        .rows
        .iter()
        .enumerate()
        .map(|(index, &(year, group))| {
            let by_age = population_by_age(&solved.cells, group, year);
            let (outcomes, costs) =
                economics.remove(&index).map_or((None, None), |(own, costs)| (Some(own), costs));
            YearResult {
                year,
                sex: group,
                expectancies: level(solved, index),
                population: by_age.iter().sum(),
                deaths: deaths(&solved.cells, group, year),
                raw: solved.raw.as_ref().map(|(central, replicates)| {
                    with_errors(&central[index], &left_out(replicates, index), None)
                }),
                care_need: (detail >= Detail::Ages && baseline.care.is_some())
                    .then(|| care_need(&solved.cells, group, year)),
                states_by_age: (detail >= Detail::Ages)
                    .then(|| states_by_age(baseline, &solved.cells, group, year)),
                conditions: (detail == Detail::All && !baseline.conditions.is_empty())
                    .then(|| conditions(baseline, solved, group, year)),
                deaths_by_cause: (detail == Detail::All && !baseline.causes.is_empty())
                    .then(|| deaths_by_cause(baseline, solved, group, year)),
                health_by_age: (detail == Detail::All && !baseline.conditions.is_empty())
                    .then(|| super::health::by_age(baseline, solved, members(group), year)),
                reach: (detail == Detail::All && !solved.reach.is_empty())
                    .then(|| lever_reach(solved, group, year)),
                outcomes,
                costs,
                population_by_age: (detail >= Detail::Ages).then_some(by_age),
            }
        })
        .collect();
    if let Some(row) = series.iter().find(|row| !is_finite(row)) {
        return Err(Misfit::NotFinite { scenario: world.id.clone(), year: row.year }.into());
    }
    Ok(ScenarioResult {
        id: world.id.clone(),
        title: world.title.clone(),
        digest: world.plan.digest(),
        own_assumptions: world.own_assumptions.clone(),
        series,
        goal: baseline.goal.map(|goal| goal_status(&goal, solved)).unwrap_or_default(),
    })
}

/// Whether every number of a row is finite.
fn is_finite(row: &YearResult) -> bool {
    let expectancies = [Some(&row.expectancies), row.raw.as_ref()].into_iter().flatten();
    // An error that cannot be told is infinite on purpose.
    let estimates = expectancies.flat_map(Expectancies::all);
    let estimates =
        estimates.flat_map(|one| [one.value, if one.too_few_differ.is_some() { 0.0 } else { one.se }]);
    let by_age = row.population_by_age.iter().flatten().copied();
    let care_need = row.care_need.iter().flat_map(|levels| levels.values().copied());
    let states = row.states_by_age.iter().flat_map(|all| all.values()).flatten().copied();
    let conditions = row.conditions.iter().flat_map(|all| all.values());
    [row.population, row.deaths]
        .into_iter()
        .chain(estimates)
        .chain(by_age)
        .chain(care_need)
        .chain(states)
        .chain(row.deaths_by_cause.iter().flat_map(|causes| causes.values().copied()))
        .chain(row.health_by_age.iter().flatten().flat_map(super::health::numbers))
        .chain(row.reach.iter().flat_map(|all| all.values()).flat_map(|one| [one.more, one.fewer, one.new]))
        .chain(row.costs.iter().flat_map(Costs::numbers))
        .chain(conditions.flat_map(|condition| [condition.prevalence, condition.onset_rate]))
        .all(f64::is_finite)
}

/// Paired differences of every later world from the first.
#[must_use]
pub fn differences(baseline: &Baseline, worlds: &[World], solved: &[Solved]) -> Vec<Difference> {
    let Some((first, rest)) = solved.split_first() else { return Vec::new() };
    rest.iter()
        .zip(&worlds[1..])
        .map(|(other, world)| {
            let mut economics = economics::between(baseline, (first, other), [&worlds[0].plan, &world.plan]);
            let row = |(index, _)| {
                let own = economics.remove(&index);
                let (outcomes, costs) = own.map_or((None, None), |(own, costs)| (Some(own), costs));
                DifferenceRow { outcomes, costs, ..difference_row(first, other, index) }
            };
            Difference {
                from: worlds[0].id.clone(),
                to: world.id.clone(),
                series: first.rows.iter().enumerate().map(row).collect(),
            }
        })
        .collect()
}

fn difference_row(from: &Solved, to: &Solved, index: usize) -> DifferenceRow {
    let (year, sex) = from.rows[index];
    let minus = |a: &Values, b: &Values| -> Values { std::array::from_fn(|k| a[k] - b[k]) };
    let central = minus(&to.central[index], &from.central[index]);
    // An exact side has no replicates: it is the same whichever persons are left out.
    let groups = from.replicates.len().max(to.replicates.len());
    let side = |solved: &Solved, group: usize| {
        solved.replicates.get(group).map_or(solved.central[index], |table| table[index])
    };
    let replicates: Vec<Values> =
        (0..groups).map(|group| minus(&side(to, group), &side(from, group))).collect();
    let differing =
        Differing::of(&[(1.0, to.departures[index].as_ref()), (-1.0, from.departures[index].as_ref())]);
    let persons = |solved: &Solved| population_by_age(&solved.cells, sex, year).iter().sum::<f64>();
    DifferenceRow {
        year,
        sex,
        expectancies: with_errors(&central, &replicates, differing.as_ref()),
        population: persons(to) - persons(from),
        deaths: deaths(&to.cells, sex, year) - deaths(&from.cells, sex, year),
        outcomes: None,
        costs: None,
    }
}

/// The levels of a row: what a world differs by from its exact reference has an error.
fn level(solved: &Solved, index: usize) -> Expectancies {
    let differing = Differing::of(&[(1.0, solved.departures[index].as_ref())]);
    with_errors(&solved.central[index], &left_out(&solved.replicates, index), differing.as_ref())
}

fn left_out(replicates: &[Table], index: usize) -> Vec<Values> {
    replicates.iter().map(|table| table[index]).collect()
}

fn members(group: Group) -> &'static [Sex] {
    match group {
        Group::Male => &[Sex::Male],
        Group::Female => &[Sex::Female],
        Group::Both => &Sex::ALL,
    }
}

pub(super) fn population_by_age(cells: &Cells, group: Group, year: Year) -> Vec<f64> {
    let row = |sex: &Sex| cells.population.row(*sex, year);
    let mut sum = vec![0.0; cells.population.ages().len()];
    for sex in members(group) {
        for (total, persons) in sum.iter_mut().zip(row(sex)) {
            *total += persons;
        }
    }
    sum
}

/// Expected deaths of the calendar year: the hazards of the year on the persons of 1 October.
pub(super) fn deaths(cells: &Cells, group: Group, year: Year) -> f64 {
    members(group)
        .iter()
        .map(|&sex| dot(cells.mortality.row(sex, year), cells.population.row(sex, year)))
        .sum()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Persons by age who are limited, and at each care level of a pack with care need.
fn states_by_age(
    baseline: &Baseline,
    cells: &Cells,
    group: Group,
    year: Year,
) -> BTreeMap<&'static str, Vec<f64>> {
    let persons = |share: &Grid| {
        let mut sum = vec![0.0; share.ages().len()];
        for sex in members(group) {
            let shares = share.row(*sex, year).iter().zip(cells.population.row(*sex, year));
            for (total, (share, persons)) in sum.iter_mut().zip(shares) {
                *total += share * persons;
            }
        }
        sum
    };
    let care = CARE_STATE_NAMES.into_iter().skip(1).zip(&cells.care).filter(|_| baseline.care.is_some());
    std::iter::once(("limited", &cells.limited))
        .chain(care)
        .map(|(state, share)| (state, persons(share)))
        .collect()
}

fn care_need(cells: &Cells, group: Group, year: Year) -> BTreeMap<&'static str, f64> {
    let persons: f64 = population_by_age(cells, group, year).iter().sum();
    let level = |level: usize| -> f64 {
        members(group)
            .iter()
            .map(|&sex| dot(cells.care[level].row(sex, year), cells.population.row(sex, year)))
            .sum()
    };
    let [one, two, three] = [0, 1, 2].map(level);
    CARE_STATE_NAMES.into_iter().zip([persons - one - two - three, one, two, three]).collect()
}

/// Prevalence and onset rate of each condition, from the persons of the group.
fn conditions(
    baseline: &Baseline,
    solved: &Solved,
    group: Group,
    year: Year,
) -> BTreeMap<String, ConditionResult> {
    let persons: f64 = population_by_age(&solved.cells, group, year).iter().sum();
    baseline
        .conditions
        .iter()
        .zip(solved.details.chunks(3))
        .map(|(condition, sums)| {
            let [first, second, onsets] = [0, 1, 2].map(|kind: usize| sum(&sums[kind], group, year));
            let result =
                ConditionResult { prevalence: (first + second) / persons, onset_rate: onsets / persons };
            (condition.id.clone(), result)
        })
        .collect()
}

/// Expected deaths of the year by cause, from the persons of the group.
fn deaths_by_cause(baseline: &Baseline, solved: &Solved, group: Group, year: Year) -> BTreeMap<String, f64> {
    baseline
        .causes
        .iter()
        .zip(&solved.details[3 * baseline.conditions.len()..])
        .map(|(cause, sums)| (cause.id.clone(), sum(sums, group, year)))
        .collect()
}

/// Persons reached beyond the reference path by lever.
fn lever_reach(solved: &Solved, group: Group, year: Year) -> BTreeMap<String, LeverReach> {
    let by_lever = solved.reach.iter().map(|(lever, grids)| {
        let [more, fewer, new] = [0, 1, 2].map(|measure: usize| sum(&grids[measure], group, year));
        (lever.clone(), LeverReach { more, fewer, new, intervals: None })
    });
    by_lever.collect()
}

fn sum(grid: &Grid, group: Group, year: Year) -> f64 {
    members(group).iter().map(|&sex| grid.row(sex, year).iter().sum::<f64>()).sum()
}

fn goal_status(goal: &Goal, solved: &Solved) -> BTreeMap<&'static str, GoalStatus> {
    let healthy = |year: Year, group: Group| {
        let index = solved.rows.iter().position(|row| *row == (year, group))?;
        Some(solved.central[index][1])
    };
    [("male", Group::Male), ("female", Group::Female)]
        .into_iter()
        .filter_map(|(name, group)| {
            let start = healthy(goal.from, group)?;
            let gain_2040 = healthy(goal.year, group)? - start;
            let interim_gain = healthy(goal.interim_year, group)? - start;
            let status = GoalStatus {
                gain_2040,
                target: goal.gain,
                reached: is_reached(gain_2040, goal.gain),
                interim: InterimGoal {
                    year: goal.interim_year,
                    gain: interim_gain,
                    target: goal.interim_gain,
                    chance: None,
                    chance_limits: None,
                    chance_by_reading: None,
                },
                chance: None,
                chance_limits: None,
                chance_by_reading: None,
            };
            Some((name, status))
        })
        .collect()
}
