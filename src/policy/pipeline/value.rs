//! What it is worth to run the trial first.
//!
//! `value = E[gain, trial first] - max(E[gain, scaled up at once], 0)`; the 0 is "never". In the first
//! term a truth counts with the chance that its programme is adopted after its result. The value is
//! negative where waiting costs more than the trial teaches: that is a finding, not an error.

use super::design::{critical_value, power};
use super::{Pipeline, prior::Node};
use crate::num::units::Year;
use crate::plan::CoveragePath;

/// Expected gains in the unit of the function that was given.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Value {
    /// Trial first, scale-up by its result.
    pub trial_first: f64,
    /// Scaled up at once, without a trial.
    pub at_once: f64,
    /// Trial first against the better of scaling up at once and never.
    pub of_trialling: f64,
    /// Share of the adopters at which scaling up at once gains no more than the trial first: if fewer
    /// would adopt without evidence, the trial is worth it. `None` where scaling up at once gains nothing.
    pub break_even: Option<f64>,
}

/// Value of trialling. `gain(effect, path)` is what coverage along a path gains when the channel's effect
/// (in its own unit, after shrinkage) is this; the engine or a linear reading of it answers.
/// `None` where the trial leads to no scale-up within the years, or nothing is believed of its effect.
#[must_use]
pub fn value_of_trialling(
    pipeline: &Pipeline<'_>,
    until: Year,
    gain: impl Fn(f64, &CoveragePath) -> f64,
) -> Option<Value> {
    let prior = pipeline.prior.as_ref().ok()?;
    let after = pipeline.path_given_adoption(until)?;
    let now = pipeline.path_without_trial(until)?;
    let critical = critical_value(pipeline.trial.design.arms);
    let (mut trial_first, mut at_once) = (0.0, 0.0);
    for node in &prior.nodes {
        let effect = prior.effect(node.acting);
        let adopted = adopted(pipeline, node, critical);
        trial_first += node.weight * adopted * gain(effect, &after);
        at_once += node.weight * gain(effect, &now);
    }
    let break_even = (at_once > 0.0).then(|| trial_first / at_once);
    Some(Value { trial_first, at_once, of_trialling: trial_first - at_once.max(0.0), break_even })
}

/// What a cost that does not depend on the effect comes to: trial first, and scaled up at once.
#[must_use]
pub fn expected_cost(
    pipeline: &Pipeline<'_>,
    until: Year,
    cost: impl Fn(&CoveragePath) -> f64,
) -> Option<(f64, f64)> {
    let after = cost(&pipeline.path_given_adoption(until)?);
    let now = cost(&pipeline.path_without_trial(until)?);
    Some((pipeline.adopted() * after, now))
}

/// Chance that a programme with this truth is adopted after its trial.
fn adopted(pipeline: &Pipeline<'_>, node: &Node, critical: f64) -> f64 {
    let positive = power(node.measured, pipeline.error, critical);
    positive * pipeline.system.positive_adopted + (1.0 - positive) * pipeline.system.null_adopted
}
