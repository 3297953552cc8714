//! What having a condition does to the hazards of a person, as factors by process.
//!
//! A cause of death owned by a condition has weights for persons without it, in its first and in its
//! second state; the factor of a state is its weight over that of persons without. Weights of zero
//! stand for "nobody dies of it without having it"; they are lifted to a billionth of the largest so
//! that the factor stays finite (a person without the condition then dies of it with a chance below
//! anything that could be observed).

use super::process::Event;
use super::tables::Frame;
use crate::baseline::Baseline;
use crate::num::units::Sex;

/// Smallest weight of persons without the condition, relative to the largest weight.
const LEAST_WEIGHT: f64 = 1e-9;

/// Factors on hazards, by lane.
#[derive(Debug, Clone, Default)]
pub struct ConditionEffect(pub Vec<(u8, f64)>);

/// Effects of every condition in its first and second state at an age.
#[must_use]
pub fn condition_effects(baseline: &Baseline, frame: &Frame<'_>, sex: Sex, age: u8) -> Vec<[ConditionEffect; 2]> {
    (0..baseline.conditions.len())
        .map(|condition| [0, 1].map(|state| effect(baseline, frame, sex, age, condition, state)))
        .collect()
}

fn effect(baseline: &Baseline, frame: &Frame<'_>, sex: Sex, age: u8, index: usize, state: usize) -> ConditionEffect {
    let condition = &baseline.conditions[index];
    let processes = &frame.processes;
    let mut factors = Vec::new();
    for (lane, process) in processes.list.iter().enumerate() {
        let mut factor = match process.event {
            Event::CareUp(0) => condition.care_onset[state],
            Event::CareUp(_) => condition.care_progression[state],
            Event::Death(_) if baseline.causes.is_empty() => condition.mortality_ratio,
            Event::Death(cause) => death_factor(baseline, sex, age, index, state, cause),
            _ => 1.0,
        };
        if let Some(exposures) = &frame.exposures {
            factor *= exposures.model.condition_ratio(index, lane, sex, age);
        }
        if factor != 1.0 {
            factors.push((lane as u8, factor));
        }
    }
    ConditionEffect(factors)
}

fn death_factor(baseline: &Baseline, sex: Sex, age: u8, condition: usize, state: usize, cause: usize) -> f64 {
    let year = baseline.years.first;
    let mut factor = 1.0;
    if let Some((owner, weights)) = &baseline.causes[cause].owner
        && *owner == condition
    {
        let weight = |index: usize| weights[index].held(sex, year, age);
        let largest = weight(0).max(weight(1)).max(weight(2));
        if largest > 0.0 {
            factor *= weight(1 + state) / weight(0).max(LEAST_WEIGHT * largest);
        }
    }
    for multiplier in &baseline.conditions[condition].multipliers {
        if multiplier.causes.contains(&cause) {
            factor *= multiplier.by_state[state].held(sex, year, age);
        }
    }
    factor
}
