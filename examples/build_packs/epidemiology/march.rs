//! A cross-section that stays as it is under the hazards of 2016.
//!
//! A cohort without the condition at age 0 is carried to age 110. Death from the owned cause and from
//! the multiplied causes falls on the states by their weights, with the death rate of the cohort as a
//! whole kept at the published one; shares therefore follow replicator equations, integrated by
//! Runge-Kutta with four steps a year.

use super::math::{AGES, Curve, to_next};
use super::rates::Derived;

const STEPS: usize = 4;

/// Hazards of one year of age.
struct Year {
    onset: f64,
    exit: f64,
    /// Whether those who leave the first state are without the condition again.
    to_none: bool,
    own: f64,
    weights: [f64; 3],
    others: f64,
    factors: [f64; 3],
}

impl Year {
    fn change(&self, [none, first, second]: [f64; 3]) -> [f64; 3] {
        let [w0, w1, w2] = self.weights;
        let owned = none * w0 + first * w1 + second * w2;
        let owned = if owned > 0.0 { owned } else { 1.0 };
        let multiplied = none + first * self.factors[1] + second * self.factors[2];
        let death: [f64; 3] = std::array::from_fn(|state| {
            self.own * self.weights[state] / owned + self.others * self.factors[state] / multiplied
        });
        let mean = none * death[0] + first * death[1] + second * death[2];
        let (new, left) = (self.onset * none, self.exit * first);
        [
            -new + if self.to_none { left } else { 0.0 } - none * (death[0] - mean),
            new - left - first * (death[1] - mean),
            if self.to_none { 0.0 } else { left } - second * (death[2] - mean),
        ]
    }

    fn step(&self, mut shares: [f64; 3]) -> [f64; 3] {
        #[expect(clippy::cast_precision_loss, reason = "a small number of steps")]
        let length = 1.0 / STEPS as f64;
        for _ in 0..STEPS {
            let moved = |by: [f64; 3], far: f64| -> [f64; 3] {
                std::array::from_fn(|state| shares[state] + far * by[state])
            };
            let first = self.change(shares);
            let second = self.change(moved(first, length / 2.0));
            let third = self.change(moved(second, length / 2.0));
            let fourth = self.change(moved(third, length));
            shares = std::array::from_fn(|state| {
                let sum = first[state] + 2.0 * second[state] + 2.0 * third[state] + fourth[state];
                shares[state] + length / 6.0 * sum
            });
        }
        shares.map(|share| share.max(0.0))
    }
}

/// Shares in the first state of a stationary cross-section; `own` and `others` are the death rates of
/// the owned cause and of the multiplied causes.
pub fn stationary(condition: &Derived, own: Option<&Curve>, others: &Curve, to_none: bool) -> Curve {
    let zero = [0.0; AGES];
    let one = [1.0; AGES];
    let onset = condition.incidence.values().next().map_or(zero, to_next);
    let own = to_next(own.unwrap_or(&zero));
    let others = to_next(others);
    let weights = condition.weights.map_or([one; 3], |weights| weights.map(|weight| to_next(&weight)));
    let factors = condition.multipliers.map_or([one; 2], |factors| factors.map(|factor| to_next(&factor)));
    let mut shares = [1.0, 0.0, 0.0];
    let mut first = [0.0; AGES];
    for age in 0..AGES - 1 {
        let year = Year {
            onset: onset[age],
            exit: condition.exit,
            to_none,
            own: own[age],
            weights: std::array::from_fn(|state| weights[state][age]),
            others: others[age],
            factors: [1.0, factors[0][age], factors[1][age]],
        };
        shares = year.step(shares);
        first[age + 1] = shares[1];
    }
    first
}
