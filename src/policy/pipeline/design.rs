//! From a design to the error of its estimate.
//!
//! With n persons per arm in whom the endpoint is known: a difference of means has the error
//! `sd sqrt(2/n)`; a log odds ratio `sqrt(2 / (n p (1-p)))`; a log ratio of rates `sqrt(2/E)` with E events
//! per arm under no effect; a difference of shares `sqrt(2 p (1-p) / n)` (Armitage, Berry and Matthews,
//! Statistical Methods in Medical Research, 4th edition, chapters 4 and 18). Groups assigned as a whole
//! multiply the variance by `1 + (m-1) rho` (Donner and Klar 2000).

use crate::baseline::trials::{Design, Measure};
use crate::num::special::{normal_cdf, normal_quantile};

/// Two-sided level of significance of a trial.
pub const LEVEL: f64 = 0.05;

/// Persons per arm in whom the endpoint is known.
#[must_use]
pub fn known_per_arm(design: &Design) -> f64 {
    design.per_arm.value * design.retained.value
}

/// Factor on the variance because groups are assigned as a whole.
#[must_use]
pub fn design_effect(design: &Design) -> f64 {
    design.clusters.map_or(1.0, |clusters| 1.0 + (clusters.size.value - 1.0) * clusters.correlation.value)
}

/// Standard error of the estimate of one arm against the control, on the scale on which 0 does nothing
/// (the logarithm for ratios).
#[must_use]
pub fn standard_error(design: &Design, measure: &Measure) -> f64 {
    let known = known_per_arm(design);
    let variance = match measure {
        Measure::Mean { deviation } => 2.0 * deviation.value * deviation.value / known,
        Measure::Rate { per_year } => 2.0 / (known * per_year.value * design.follow_up),
        Measure::Odds { control } => 2.0 / (known * control.value * (1.0 - control.value)),
        Measure::Points { control } => 2.0 * control.value * (1.0 - control.value) / known,
    };
    libm::sqrt(variance * design_effect(design))
}

/// How many standard errors an estimate must lie on the good side: the two-sided 5% shared equally
/// between the comparisons with the control (Bonferroni).
#[must_use]
pub fn critical_value(arms: u8) -> f64 {
    let comparisons = f64::from(arms.max(2) - 1);
    normal_quantile(1.0 - LEVEL / comparisons / 2.0)
}

/// Chance of a significant result in the good direction for a true benefit: `Phi(benefit / error - z)`.
#[must_use]
pub fn power(benefit: f64, error: f64, critical: f64) -> f64 {
    normal_cdf(benefit / error - critical)
}
