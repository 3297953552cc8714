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
use std::sync::Arc;

/// Smallest weight of persons without the condition, relative to the largest weight.
const LEAST_WEIGHT: f64 = 1e-9;

/// Factors on hazards, by lane.
#[derive(Debug, Clone, Default)]
pub struct ConditionEffect {
    /// Those that are what the pack says.
    factors: Box<[(u8, f64)]>,
    /// Those on causes of death that the condition multiplies, before the scale of the calibration.
    multiplied: Box<[(u8, f64)]>,
}

impl ConditionEffect {
    /// All of them, under a scale of the multipliers ([`Row::scales`](super::tables::Row::scales)).
    pub fn scaled(&self, scale: f64) -> impl Iterator<Item = (usize, f64)> + '_ {
        let own = self.factors.iter().map(|(lane, factor)| (usize::from(*lane), *factor));
        own.chain(self.multiplied.iter().map(move |(lane, factor)| (usize::from(*lane), factor * scale)))
    }
}

/// Effects of every condition in its first and second state; all years of an age share them.
pub type Effects = Arc<[[ConditionEffect; 2]]>;

/// Effects of every condition in its first and second state at an age.
#[must_use]
pub fn condition_effects(baseline: &Baseline, frame: &Frame<'_>, sex: Sex, age: u8) -> Effects {
    (0..baseline.conditions.len())
        .map(|condition| [0, 1].map(|state| effect(baseline, frame, sex, age, condition, state)))
        .collect()
}

fn effect(
    baseline: &Baseline,
    frame: &Frame<'_>,
    sex: Sex,
    age: u8,
    index: usize,
    state: usize,
) -> ConditionEffect {
    let condition = &baseline.conditions[index];
    let processes = &frame.processes;
    let (mut factors, mut multiplied) = (Vec::new(), Vec::new());
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
        let multiplies = matches!(process.event, Event::Death(cause)
            if condition.multipliers.iter().any(|multiplier| multiplier.causes.contains(&cause)));
        if multiplies {
            multiplied.push((lane as u8, factor));
        } else if factor != 1.0 {
            factors.push((lane as u8, factor));
        }
    }
    ConditionEffect { factors: factors.into(), multiplied: multiplied.into() }
}

fn death_factor(baseline: &Baseline, sex: Sex, age: u8, condition: usize, state: usize, cause: usize) -> f64 {
    let year = baseline.years.first;
    let mut factor = 1.0;
    if let Some(weights) = own_weights(baseline, sex, age, cause)
        && weights.owner == condition
        && weights.without > 0.0
    {
        factor *= weights.having[state] / weights.without;
    }
    for multiplier in &baseline.conditions[condition].multipliers {
        if multiplier.causes.contains(&cause) {
            factor *= multiplier.by_state[state].held(sex, year, age);
        }
    }
    factor
}

/// Weights of an owned cause of death: hazards of the first year, per year.
pub struct OwnWeights {
    /// The condition that owns the cause.
    pub owner: usize,
    /// Weight of persons without it, lifted to the least.
    pub without: f64,
    /// Weights in its first and second state.
    pub having: [f64; 2],
}

/// The weights of a cause at an age; `None` if no condition owns it.
#[must_use]
pub fn own_weights(baseline: &Baseline, sex: Sex, age: u8, cause: usize) -> Option<OwnWeights> {
    let (owner, weights) = baseline.causes.get(cause)?.owner.as_ref()?;
    let [without, first, second] =
        [0, 1, 2].map(|index: usize| weights[index].held(sex, baseline.years.first, age));
    let largest = without.max(first).max(second);
    Some(OwnWeights { owner: *owner, without: without.max(LEAST_WEIGHT * largest), having: [first, second] })
}
