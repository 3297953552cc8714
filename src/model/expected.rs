//! The chance of having each deadly condition, carried beside the state that a person really is in.
//!
//! Few persons have a stroke or a cancer in a year, but who has one carries the whole hazard of dying of
//! it: sums of hazards given the state are as noisy as counted onsets. So each person also carries, for
//! every condition that changes the hazard of death, the probability of its two states given all that
//! makes their hazards differ and given that they live. Deaths are then summed as expectations over those
//! probabilities (Rao-Blackwell: Gelfand and Smith, J Am Stat Assoc 1990;85:398), which move smoothly with
//! a policy. Nobody's life depends on them: they only measure, and only ratios of two simulations on the
//! same persons are read off them, so what the yearly steps leave out cancels.

use super::effects::ConditionEffect;
use super::process::Processes;
use super::tables::{Frame, Row};
use crate::baseline::{Baseline, Course};

/// Most conditions that are carried as probabilities.
pub const MOST_DEADLY: usize = 16;
/// Most causes of death: as many as a pack may have processes.
const MOST_CAUSES: usize = 64;

/// A condition that changes the hazard of death.
#[derive(Debug, Clone, Copy)]
pub struct Deadly {
    /// Position of the condition.
    pub condition: usize,
    /// Lane of its onset.
    pub onset: usize,
    /// Lane of the end of its first state, if it has one.
    pub passing: Option<usize>,
    /// Whether a second state follows the first.
    pub second_follows: bool,
}

/// Causes of death that a condition changes by the same ratios.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Ratio in the first and second state to that of persons without.
    pub ratio: [f64; 2],
    /// Lanes of the causes.
    pub lanes: Vec<usize>,
}

/// The conditions of a pack that are carried as probabilities; none without causes of death.
#[must_use]
pub fn deadly(baseline: &Baseline, processes: &Processes, after: &[Option<usize>]) -> Vec<Deadly> {
    if baseline.causes.is_empty() || baseline.causes.len() > MOST_CAUSES {
        return Vec::new();
    }
    let owns = |index: usize| {
        baseline.causes.iter().any(|cause| cause.owner.as_ref().is_some_and(|owner| owner.0 == index))
    };
    let conditions = baseline.conditions.iter().enumerate();
    conditions
        .filter(|(index, condition)| owns(*index) || !condition.multipliers.is_empty())
        .take(MOST_DEADLY)
        .map(|(index, condition)| Deadly {
            condition: index,
            onset: processes.onsets.start + index,
            passing: after[index],
            second_follows: matches!(condition.course, Course::RecentThenLasting { .. }),
        })
        .collect()
}

/// What each deadly condition does to causes of death at an age.
#[must_use]
pub fn changed(frame: &Frame<'_>, effects: &[[ConditionEffect; 2]]) -> Vec<Vec<Changed>> {
    let ratio = |condition: usize, state: usize, lane: usize| {
        let factors = &effects[condition][state].0;
        factors.iter().find(|(known, _)| usize::from(*known) == lane).map_or(1.0, |(_, factor)| *factor)
    };
    let of_condition = |deadly: &Deadly| {
        let mut groups: Vec<Changed> = Vec::new();
        for lane in frame.processes.deaths.clone() {
            let found = [0, 1].map(|state| ratio(deadly.condition, state, lane));
            if found == [1.0; 2] {
                continue;
            }
            match groups.iter_mut().find(|group| group.ratio == found) {
                Some(group) => group.lanes.push(lane),
                None => groups.push(Changed { ratio: found, lanes: vec![lane] }),
            }
        }
        groups
    };
    frame.deadly.iter().map(of_condition).collect()
}

/// A person as the probabilities see them: the state they really are in and its factors.
#[derive(Debug, Clone, Copy)]
pub struct Real<'a> {
    /// State of each condition.
    pub conditions: &'a [u8],
    /// Factor of the whole state on each process, without ratios of 0: nobody dies of a cause in such a
    /// state, and what else acts on them (risk factors, care need, levers, other conditions) must stay known.
    pub open: &'a [f64],
}

impl Real<'_> {
    fn state(&self, deadly: &Deadly) -> usize {
        usize::from(self.conditions[deadly.condition])
    }
}

impl Changed {
    fn in_state(&self, state: usize) -> f64 {
        if state == 0 { 1.0 } else { self.ratio[state - 1] }
    }
}

/// Probabilities of the first and second state of each deadly condition, given that the person lives.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedStates {
    states: [[f64; 2]; MOST_DEADLY],
    /// Factor on the hazard of onset of somebody without the condition.
    onset: [f64; MOST_DEADLY],
}

impl ExpectedStates {
    /// Nobody has anything.
    pub const NONE: Self = Self { states: [[0.0; 2]; MOST_DEADLY], onset: [1.0; MOST_DEADLY] };

    /// Sets the probabilities a person enters with.
    pub fn enter(&mut self, place: usize, first: f64, second: f64) {
        let all = first + second;
        let scale = if all > 1.0 { 1.0 / all } else { 1.0 };
        self.states[place] = [first * scale, second * scale];
    }

    /// Remembers the factors on onset, as they are for persons without the conditions.
    pub fn weigh(&mut self, frame: &Frame<'_>, factor: &[f64]) {
        for (onset, deadly) in self.onset.iter_mut().zip(&frame.deadly) {
            *onset = factor[deadly.onset];
        }
    }

    /// Expected hazard of death of any cause, at the hazards of the calendar year.
    #[must_use]
    pub fn deaths<const LANES: usize>(&self, frame: &Frame<'_>, row: &Row<LANES>, real: Real<'_>) -> f64 {
        let deaths = frame.processes.deaths.clone();
        let factors = self.factors(frame, row, real);
        super::step::of_all_causes(&row.cell[deaths.clone()], &factors[..deaths.len()])
    }

    /// Adds the expected hazard of death of each cause to its sum.
    pub fn add_deaths<const LANES: usize>(
        &self,
        frame: &Frame<'_>,
        row: &Row<LANES>,
        real: Real<'_>,
        weight: f64,
        sums: &mut [f64],
    ) {
        let factors = self.factors(frame, row, real);
        let bases = &row.cell[frame.processes.deaths.clone()];
        for ((sum, base), factor) in sums.iter_mut().zip(bases).zip(&factors) {
            *sum += weight * base * factor;
        }
    }

    /// Factors on the causes of death, as expected over the states of deadly conditions.
    #[inline]
    fn factors<const LANES: usize>(
        &self,
        frame: &Frame<'_>,
        row: &Row<LANES>,
        real: Real<'_>,
    ) -> [f64; MOST_CAUSES] {
        let deaths = frame.processes.deaths.clone();
        let mut all = [0.0; MOST_CAUSES];
        let factor = &mut all[..deaths.len()];
        factor.copy_from_slice(&real.open[deaths.clone()]);
        for ((deadly, groups), states) in frame.deadly.iter().zip(&row.changed).zip(&self.states) {
            let [first, second] = *states;
            let state = real.state(deadly);
            if state == 0 && first + second == 0.0 {
                continue;
            }
            for group in groups {
                let mean = 1.0 + first * (group.ratio[0] - 1.0) + second * (group.ratio[1] - 1.0);
                let own = group.in_state(state);
                for lane in &group.lanes {
                    factor[lane - deaths.start] *= if own > 0.0 { mean / own } else { mean };
                }
            }
        }
        all
    }

    /// Moves the probabilities on by the step that begins with a row.
    ///
    /// Onsets fall on the middle of the step; a case passes on and dies at constant hazards. The
    /// probabilities are then those among the living.
    pub fn advance<const LANES: usize>(&mut self, frame: &Frame<'_>, row: &Row<LANES>, real: Real<'_>) {
        for (place, (deadly, groups)) in frame.deadly.iter().zip(&row.changed).enumerate() {
            let hazard = row.step[deadly.onset] * self.onset[place];
            let [first, second] = self.states[place];
            if hazard == 0.0 && first == 0.0 && second == 0.0 {
                continue;
            }
            let without = 1.0 - first - second;
            let passing = deadly.passing.map_or(0.0, |lane| row.step[lane]);
            // Deaths that the condition does not change take all states alike.
            let mut extra = [0.0; 2];
            for group in groups {
                let own = group.in_state(real.state(deadly));
                let hazard: f64 = group.lanes.iter().map(|lane| row.step[*lane] * real.open[*lane]).sum();
                let hazard = if own > 0.0 { hazard / own } else { hazard };
                extra[0] += hazard * (group.ratio[0] - 1.0);
                extra[1] += hazard * (group.ratio[1] - 1.0);
            }
            let leaving = passing + extra[0];
            let new = without * hazard / (1.0 + 0.5 * hazard);
            let (stays, stays_half) = (survival(leaving), survival(0.5 * leaving));
            let passed = if leaving > 0.0 {
                passing / leaving * (first * (1.0 - stays) + new * (1.0 - stays_half))
            } else {
                0.0
            };
            let mut after = [first * stays + new * stays_half, second * survival(extra[1])];
            let mut none = without - new;
            if deadly.second_follows {
                after[1] += passed * survival(0.5 * extra[1]);
            } else {
                none += passed;
            }
            let alive = none + after[0] + after[1];
            self.states[place] = after.map(|state| state / alive);
        }
    }
}

/// exp(-h) by its (2, 2) Padé approximant: positive everywhere, within 0.003 to h = 1.5 and 0.03 to h = 3.
fn survival(hazard: f64) -> f64 {
    let (half, twelfth) = (0.5 * hazard, hazard * hazard / 12.0);
    (1.0 - half + twelfth) / (1.0 + half + twelfth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survival_is_the_exponential() {
        for step in 0..=30_u32 {
            let hazard = f64::from(step) / 20.0;
            assert!((survival(hazard) - libm::exp(-hazard)).abs() < 3e-3, "{hazard}");
        }
        assert!(survival(-0.2) > 1.0);
        assert!((0..=100).all(|hazard| survival(f64::from(hazard)) > 0.0));
    }
}
