//! What a change adds to a result that is known well.
//!
//! After the move of a slider few persons tell roughly what the new scenario comes to, but they tell well what the
//! move adds, because hardly anything else differs between the scenarios before and after it. So the first answer is
//! the result before the move, from many persons, plus the paired difference of the move, from few (the few as a
//! control variate: Hammersley and Handscomb, Monte Carlo Methods, 1964, section 5.5).
//!
//! The few persons are among the many. The covariance of the two terms is therefore at most the product of their
//! errors times the root of the share that the few are of the many; that bound is taken.

use super::{Difference, DifferenceRow, RunOutput};
use crate::outcome::goal::is_reached;
use crate::outcome::series::{Estimate, Expectancies, ScenarioResult, YearResult};
use std::collections::BTreeMap;

/// A scenario and its difference from the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Stepped {
    /// Levels.
    pub scenario: ScenarioResult,
    /// Difference from the reference.
    pub difference: Difference,
}

/// The scenario after a move: `known` is the scenario before it and its difference from the reference, of
/// `persons`; `step` the comparison of the scenarios before and after it, of fewer persons.
///
/// `None` if the two do not belong together: another scenario, or other years. What only a run with details gives
/// is left out.
#[must_use]
pub fn stepped(known: (&ScenarioResult, &Difference), persons: u64, step: &RunOutput) -> Option<Stepped> {
    let [before, after] = step.scenarios.as_slice() else { return None };
    let [moved] = step.differences.as_deref()? else { return None };
    let (scenario, difference) = known;
    let alike = scenario.digest == before.digest
        && scenario.series.len() == before.series.len()
        && difference.series.len() == moved.series.len();
    if !alike {
        return None;
    }
    let shared = (step.manifest.persons as f64 / persons as f64).min(1.0);
    let row = |index: usize| -> YearResult {
        let (known, before, after) = (&scenario.series[index], &before.series[index], &after.series[index]);
        let add = |known: f64, before: f64, after: f64| known + (after - before);
        let by_age = known.population_by_age.as_ref().zip(before.population_by_age.as_ref());
        let by_age = by_age.zip(after.population_by_age.as_ref());
        let care = known.care_need.as_ref().zip(before.care_need.as_ref()).zip(after.care_need.as_ref());
        YearResult {
            year: known.year,
            sex: known.sex,
            expectancies: plus(&known.expectancies, &moved.series[index].expectancies, shared),
            population: add(known.population, before.population, after.population),
            deaths: add(known.deaths, before.deaths, after.deaths),
            raw: None,
            population_by_age: by_age.map(|((known, before), after)| {
                let ages = known.iter().zip(before).zip(after);
                ages.map(|((known, before), after)| add(*known, *before, *after).max(0.0)).collect()
            }),
            care_need: care.map(|((known, before), after)| {
                let levels = known.iter().filter_map(|(level, persons)| {
                    Some((*level, add(*persons, *before.get(level)?, *after.get(level)?).max(0.0)))
                });
                levels.collect()
            }),
            states_by_age: states(known, before, after),
            conditions: None,
            deaths_by_cause: None,
            health_by_age: None,
            reach: None,
            outcomes: None,
            costs: None,
        }
    };
    let mut goal = scenario.goal.clone();
    for (sex, status) in &mut goal {
        let (before, after) = (before.goal.get(sex)?, after.goal.get(sex)?);
        status.gain_2040 += after.gain_2040 - before.gain_2040;
        status.reached = is_reached(status.gain_2040, status.target);
        status.interim.gain += after.interim.gain - before.interim.gain;
    }
    let rows = difference.series.iter().zip(&moved.series).map(|(known, moved)| DifferenceRow {
        year: known.year,
        sex: known.sex,
        expectancies: plus(&known.expectancies, &moved.expectancies, shared),
        population: known.population + moved.population,
        deaths: known.deaths + moved.deaths,
        outcomes: None,
        costs: None,
    });
    Some(Stepped {
        scenario: ScenarioResult {
            series: (0..scenario.series.len()).map(row).collect(),
            goal,
            ..after.clone()
        },
        difference: Difference {
            from: difference.from.clone(),
            to: moved.to.clone(),
            series: rows.collect(),
        },
    })
}

/// Persons by state and age that are known, plus what a move adds.
fn states(
    known: &YearResult,
    before: &YearResult,
    after: &YearResult,
) -> Option<BTreeMap<&'static str, Vec<f64>>> {
    let (before, after) = (before.states_by_age.as_ref()?, after.states_by_age.as_ref()?);
    let of = |(state, known): (&&'static str, &Vec<f64>)| {
        let ages = known.iter().zip(before.get(state)?).zip(after.get(state)?);
        Some((*state, ages.map(|((known, before), after)| (known + (after - before)).max(0.0)).collect()))
    };
    known.states_by_age.as_ref().map(|all| all.iter().filter_map(of).collect())
}

/// Expectancies that are known, plus what a move adds; `shared`: persons of the move among those of what is known.
fn plus(known: &Expectancies, moved: &Expectancies, shared: f64) -> Expectancies {
    let mut sum = *known;
    for (own, moved) in sum.all_mut().into_iter().zip(moved.all()) {
        let covariance = libm::sqrt(shared) * own.se * moved.se;
        let se = libm::sqrt(own.se * own.se + moved.se * moved.se + 2.0 * covariance);
        let too_few_differ = moved.too_few_differ.or(own.too_few_differ);
        *own = Estimate {
            value: own.value + moved.value,
            se: if too_few_differ.is_some() { f64::INFINITY } else { se },
            too_few_differ,
            interval: None,
        };
    }
    sum
}
