//! What a trial may show, and what to believe after it.

use super::design::power;
use super::prior::{Prior, Shape};
use crate::num::special::normal_cdf;

/// Expectations over truths and results. Benefits are on the scale on which 0 does nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Chance of a positive result.
    pub positive: f64,
    /// Chance that there is an effect in the good direction, if the result is positive.
    pub real_given_positive: f64,
    /// Mean true benefit on the endpoint before the trial.
    pub mean: f64,
    /// Mean true benefit on the endpoint after a positive result.
    pub mean_given_positive: f64,
    /// Mean true benefit on the endpoint after a result that is not positive.
    pub mean_given_null: f64,
    /// Mean estimate of positive trials: larger than the truth, the winner's curse.
    pub estimate_given_positive: f64,
}

/// Density of the standard normal.
fn density(x: f64) -> f64 {
    libm::exp(-x * x / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI)
}

/// Chance of a positive result and mean true benefit after one, for a normal prior without mass at zero.
///
/// The estimate is normal with mean m and variance `s^2 + se^2`; with `a = (m - z se) / sqrt(s^2 + se^2)`
/// the chance is `Phi(a)` (the assurance of O'Hagan, Stevens and Campbell 2005) and the mean is
/// `m + s^2 / sqrt(s^2 + se^2) phi(a) / Phi(a)`.
#[must_use]
pub fn assurance(mean: f64, deviation: f64, error: f64, critical: f64) -> (f64, f64) {
    let spread = libm::sqrt(deviation * deviation + error * error);
    let a = (mean - critical * error) / spread;
    let positive = normal_cdf(a);
    let after =
        if positive > 0.0 { mean + deviation * deviation / spread * density(a) / positive } else { mean };
    (positive, after)
}

impl Verdict {
    /// The verdict of a trial with this prior, standard error and critical value.
    #[must_use]
    pub fn of(prior: &Prior, error: f64, critical: f64) -> Self {
        let (mut positive, mut real, mut mean, mut with) = (0.0, 0.0, 0.0, 0.0);
        let mut estimate = 0.0;
        for node in &prior.nodes {
            let chance = node.weight * power(node.measured, error, critical);
            positive += chance;
            if node.measured > 0.0 {
                real += chance;
            }
            mean += node.weight * node.measured;
            with += chance * node.measured;
            // Mean of a normal beyond the critical value: truth + error x density / tail.
            estimate +=
                chance * node.measured + node.weight * error * density(critical - node.measured / error);
        }
        if let Shape::Normal { mean, deviation } = prior.shape {
            // The closed form in place of the sum; they agree to rounding.
            let (chance, after) = assurance(mean, deviation, error, critical);
            let share = 1.0 - prior.zero_mass;
            positive = prior.zero_mass * power(0.0, error, critical) + share * chance;
            with = share * chance * after;
        }
        let per = |sum: f64, chance: f64| if chance > 0.0 { sum / chance } else { 0.0 };
        Self {
            positive,
            real_given_positive: per(real, positive),
            mean,
            mean_given_positive: per(with, positive),
            mean_given_null: per(mean - with, 1.0 - positive),
            estimate_given_positive: per(estimate, positive),
        }
    }
}
