//! The chance of having each deadly condition, carried beside the state that a person really is in.
//!
//! Few persons have a stroke or a cancer in a year, but who has one carries the whole hazard of dying of
//! it: sums of hazards given the state are as noisy as counted onsets. So each person also carries, for
//! every condition that owns a cause of death, the probability of its two states given all that makes
//! their hazards differ and given that they live. Deaths of that cause are then summed as expectations
//! over those probabilities (Rao-Blackwell: Gelfand and Smith, J Am Stat Assoc 1990;85:398), which move
//! smoothly with a policy. Nobody's life depends on them: they only measure, and only ratios of two
//! simulations on the same persons are read off them, so what the yearly steps leave out cancels.
//!
//! Conditions that also put factors on other causes are left as they are: their cases die of much else.

use super::tables::{Frame, Row};
use crate::baseline::{Baseline, Course};
use crate::model::process::Processes;

/// Most conditions that are carried as probabilities.
pub const MOST_OWNED: usize = 12;

/// A condition that owns a cause of death.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    /// Position of the condition.
    pub condition: usize,
    /// Lane of its onset.
    pub onset: usize,
    /// Lane of the end of its first state, if it has one.
    pub passing: Option<usize>,
    /// Whether a second state follows the first.
    pub second_follows: bool,
    /// Lane of the cause of death.
    pub death: usize,
}

/// The conditions of a pack that are carried as probabilities.
#[must_use]
pub fn owned(baseline: &Baseline, processes: &Processes, after: &[Option<usize>]) -> Vec<Owned> {
    let mut list = Vec::new();
    for (cause, own) in baseline.causes.iter().enumerate() {
        let Some((condition, _)) = own.owner else { continue };
        let several = list.iter().any(|known: &Owned| known.condition == condition);
        if several || !baseline.conditions[condition].multipliers.is_empty() || list.len() == MOST_OWNED {
            continue;
        }
        list.push(Owned {
            condition,
            onset: processes.onsets.start + condition,
            passing: after[condition],
            second_follows: matches!(baseline.conditions[condition].course, Course::RecentThenLasting { .. }),
            death: processes.deaths.start + cause,
        });
    }
    list
}

/// Probabilities of the first and second state of each owned condition, given that the person lives.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedStates {
    states: [[f64; 2]; MOST_OWNED],
    /// Factor on the hazard of onset of somebody without the condition.
    onset: [f64; MOST_OWNED],
    /// Factor on the hazard of death of somebody without the condition.
    death: [f64; MOST_OWNED],
}

impl ExpectedStates {
    /// Nobody has anything.
    pub const NONE: Self =
        Self { states: [[0.0; 2]; MOST_OWNED], onset: [1.0; MOST_OWNED], death: [1.0; MOST_OWNED] };

    /// Sets the probabilities a person enters with.
    pub fn enter(&mut self, place: usize, first: f64, second: f64) {
        let all = first + second;
        let scale = if all > 1.0 { 1.0 / all } else { 1.0 };
        self.states[place] = [first * scale, second * scale];
    }

    /// Remembers the factors of a state: `onsets` as they are for persons without the conditions, deaths
    /// as they are in the state the person is in.
    pub fn weigh<const LANES: usize>(
        &mut self,
        frame: &Frame<'_>,
        row: &Row<LANES>,
        conditions: &[u8],
        factor: &[f64; LANES],
        risk: &[f64; LANES],
    ) {
        for (place, owned) in frame.owned.iter().enumerate() {
            self.onset[place] = factor[owned.onset];
            let state = usize::from(conditions[owned.condition]);
            let ratio = if state == 0 { 1.0 } else { row.owned[place][state - 1] };
            // Nobody dies of it in a state of ratio 0: there the risk factors alone are known.
            self.death[place] = if ratio > 0.0 { factor[owned.death] / ratio } else { risk[owned.death] };
        }
    }

    /// Expected hazard of death of all owned causes minus their hazard in the state the person is in, at
    /// the hazards of the calendar year.
    #[must_use]
    pub fn correction<const LANES: usize>(
        &self,
        frame: &Frame<'_>,
        row: &Row<LANES>,
        factor: &[f64; LANES],
    ) -> f64 {
        let mut sum = 0.0;
        for (place, owned) in frame.owned.iter().enumerate() {
            sum += row.cell[owned.death] * (self.death_factor(place, row) - factor[owned.death]);
        }
        sum
    }

    /// Expected factor on the hazard of death of an owned cause.
    fn death_factor<const LANES: usize>(&self, place: usize, row: &Row<LANES>) -> f64 {
        let [first, second] = self.states[place];
        let [ratio_first, ratio_second] = row.owned[place];
        self.death[place] * (1.0 - first - second + first * ratio_first + second * ratio_second)
    }

    /// Moves the probabilities on by the step that begins with a row.
    ///
    /// Onsets fall on the middle of the step; a case passes on and dies at constant hazards. The
    /// probabilities are then those among the living.
    pub fn advance<const LANES: usize>(&mut self, frame: &Frame<'_>, row: &Row<LANES>) {
        for (place, owned) in frame.owned.iter().enumerate() {
            let hazard = row.step[owned.onset] * self.onset[place];
            let [first, second] = self.states[place];
            if hazard == 0.0 && first == 0.0 && second == 0.0 {
                continue;
            }
            let without = 1.0 - first - second;
            let passing = owned.passing.map_or(0.0, |lane| row.step[lane]);
            let death = row.step[owned.death] * self.death[place];
            // Deaths of other causes take all states alike.
            let [extra_first, extra_second] = row.owned[place].map(|ratio| death * (ratio - 1.0));
            let leaving = passing + extra_first;
            let new = without * hazard / (1.0 + 0.5 * hazard);
            let (stays, stays_half) = (survival(leaving), survival(0.5 * leaving));
            let passed = if leaving > 0.0 {
                passing / leaving * (first * (1.0 - stays) + new * (1.0 - stays_half))
            } else {
                0.0
            };
            let mut after = [first * stays + new * stays_half, second * survival(extra_second)];
            let mut none = without - new;
            if owned.second_follows {
                after[1] += passed * survival(0.5 * extra_second);
            } else {
                none += passed;
            }
            let alive = none + after[0] + after[1];
            self.states[place] = after.map(|state| state / alive);
        }
    }
}

/// exp(-h) by its (2, 2) Padé approximant: positive everywhere, within 0.001 to h = 1.5 and 0.03 to h = 3.
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
            assert!((survival(hazard) - libm::exp(-hazard)).abs() < 1e-3, "{hazard}");
        }
        assert!(survival(-0.2) > 1.0);
        assert!((0..=100).all(|hazard| survival(f64::from(hazard)) > 0.0));
    }
}
