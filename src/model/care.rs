//! Certified care need: levels by age, and the transitions that reproduce them.
//!
//! Official figures give how many persons are at each level, not how many move. The shares are
//! therefore the input, and the yearly hazards of moving up are solved from them: within a step
//! every cohort is a continuous-time Markov chain
//!
//! ```text
//! none <-> level 1 -> level 2 -> level 3,   each -> dead
//! ```
//!
//! with known recovery and level-specific death; the three upward hazards are those at which the
//! survivors' shares at the end of the step equal the official shares of the next age. Upward
//! hazards cannot be negative: where shares fall faster than death and recovery explain, the hazard
//! is zero and the cohort carries its excess to the next step.
//!
//! Improvement between care levels 2-3 and 4-5 is not modelled apart: the solved hazards are net.

use crate::baseline::{CARE_LEVELS, Care};
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::plan::CareNeedAssumption;

/// Care states of the living: none and the three levels.
pub const CARE_STATES: usize = CARE_LEVELS + 1;

/// Largest hazard of moving up, per year: beyond it almost everybody moves within weeks.
const FASTEST: f64 = 20.0;

/// Shares of the living by care state.
pub type CareShares = [f64; CARE_STATES];

/// Shares at each level on 1 October of every year.
#[must_use]
pub fn shares(care: &Care, assumption: CareNeedAssumption, years: YearSpan) -> [Grid; CARE_LEVELS] {
    let reference = care.prevalence[0].years().first;
    let later = care.alternative[0].years().first;
    std::array::from_fn(|level| {
        let (before, after) = (&care.prevalence[level], &care.alternative[level]);
        Grid::from_fn(years, before.ages(), |sex, year, age| {
            let start = before.get(sex, reference, age);
            match assumption {
                CareNeedAssumption::Unchanged => start,
                CareNeedAssumption::ObservedFall => {
                    let elapsed = f64::from(year.0.saturating_sub(reference.0));
                    let share = (elapsed / f64::from(later.0 - reference.0)).min(1.0);
                    start + share * (after.get(sex, later, age) - start)
                }
            }
        })
    })
}

/// Shares of all four states in one cell.
#[must_use]
pub fn states(levels: &[Grid; CARE_LEVELS], sex: Sex, year: Year, age: u8) -> CareShares {
    let [one, two, three] = [0, 1, 2].map(|level| levels[level].held(sex, year, age));
    [1.0 - one - two - three, one, two, three]
}

/// Ratio of the hazard of death at each state to that without care need.
#[must_use]
pub fn mortality_ratio(care: &Care, sex: Sex, age: u8) -> CareShares {
    let year = care.mortality_ratio[0].years().first;
    std::array::from_fn(|state| match state {
        0 => 1.0,
        level => care.mortality_ratio[level - 1].held(sex, year, age),
    })
}

/// Ratios divided by their mean over the shares of a cell.
#[must_use]
pub fn relative_mortality(ratio: &CareShares, shares: &CareShares) -> CareShares {
    let mean: f64 = shares.iter().zip(ratio).map(|(share, ratio)| share * ratio).sum();
    ratio.map(|value| value / mean)
}

/// Hazards of moving within a step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Transitions {
    /// Upward hazards: none to 1, 1 to 2, 2 to 3.
    pub up: [f64; CARE_LEVELS],
    /// From level 1 to none.
    pub recovery: f64,
}

/// Shares of the survivors at the end of a step of one year.
///
/// `death` is the cumulative hazard of each state over the step. The chain is solved by its Taylor
/// series, halving the step until no state is left faster than once per part; the error is below
/// 1e-8 (checked against the matrix exponential).
#[must_use]
pub fn survivors(start: &CareShares, transitions: &Transitions, death: &CareShares) -> CareShares {
    let leaving: CareShares = std::array::from_fn(|state| {
        let up = if state < CARE_LEVELS { transitions.up[state] } else { 0.0 };
        let back = if state == 1 { transitions.recovery } else { 0.0 };
        death[state] + up + back
    });
    let fastest = leaving.iter().fold(0.0_f64, |a, b| a.max(*b));
    let mut parts = 1_u32;
    while fastest > f64::from(parts) {
        parts *= 2;
    }
    let length = 1.0 / f64::from(parts);
    let mut state = *start;
    for _ in 0..parts {
        let mut term = state;
        for order in 1..=10_u32 {
            let scale = length / f64::from(order);
            let gained = [
                transitions.recovery * term[1],
                transitions.up[0] * term[0],
                transitions.up[1] * term[1],
                transitions.up[2] * term[2],
            ];
            term = std::array::from_fn(|k| scale * (gained[k] - leaving[k] * term[k]));
            for (sum, value) in state.iter_mut().zip(term) {
                *sum += value;
            }
        }
    }
    let alive: f64 = state.iter().sum();
    state.map(|value| value / alive)
}

/// Upward hazards at which the survivors reach `goal`, and the shares actually reached.
#[must_use]
pub fn solve_step(
    start: &CareShares,
    goal: &CareShares,
    recovery: f64,
    death: &CareShares,
) -> (Transitions, CareShares) {
    let mut transitions = Transitions { up: [0.0; CARE_LEVELS], recovery };
    let mut reached = survivors(start, &transitions, death);
    for _ in 0..40 {
        let missing = at_least(goal).zip_with(at_least(&reached), |wanted, have| wanted - have);
        if missing.iter().all(|value| value.abs() < 1e-10) {
            break;
        }
        // Raising the hazard out of a level by h moves about h times the persons exposed there, which
        // are those at the start and at the goal by halves: a fixed slope that converges fast.
        let before = transitions.up;
        for level in 0..CARE_LEVELS {
            let exposed = 0.5 * (start[level] + goal[level]);
            if exposed > 0.0 {
                let hazard = transitions.up[level] + missing[level] / exposed;
                transitions.up[level] = hazard.clamp(0.0, FASTEST);
            }
        }
        if before == transitions.up {
            break;
        }
        reached = survivors(start, &transitions, death);
    }
    (transitions, reached)
}

/// Shares at or above levels 1, 2 and 3.
fn at_least(shares: &CareShares) -> [f64; CARE_LEVELS] {
    [shares[1] + shares[2] + shares[3], shares[2] + shares[3], shares[3]]
}

trait ZipWith {
    fn zip_with(self, other: Self, combine: impl Fn(f64, f64) -> f64) -> Self;
}

impl ZipWith for [f64; CARE_LEVELS] {
    fn zip_with(self, other: Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        std::array::from_fn(|index| combine(self[index], other[index]))
    }
}

/// Log odds of limitation of a person without care need at which the cell mean is `target`.
///
/// Level 1 has `level_one` more log odds, level 2 and above are limited. Solved by bisection on the
/// odds scale; when care level 2 and above alone exceed the target, nobody else is limited.
#[must_use]
pub fn limitation_odds(shares: &CareShares, target: f64, level_one_odds_ratio: f64) -> f64 {
    let certain = shares[2] + shares[3];
    let mean = |odds: f64| {
        let one = odds * level_one_odds_ratio;
        certain + shares[0] * odds / (1.0 + odds) + shares[1] * one / (1.0 + one)
    };
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if mean(middle) < target { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Ages covered by the care tables.
#[must_use]
pub const fn ages(care: &Care) -> AgeSpan {
    care.prevalence[0].ages()
}

#[cfg(test)]
mod tests;
