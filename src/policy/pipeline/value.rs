//! What it is worth to run the trial first.
//!
//! `value = E[gain, trial first] - max(E[gain, scaled up at once], 0)`; the 0 is "never". In the first
//! term a truth counts with the chance that its programme is adopted after its result. The value is
//! negative where waiting costs more than the trial teaches: that is a finding, not an error. The difference
//! between the two is told in three parts: `trial first = at once - waiting - missed + harm avoided`.

use super::Pipeline;
use crate::num::units::Year;
use crate::plan::CoveragePath;

/// Expected gains in the unit of the function that was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Value {
    /// Trial first, scale-up by its result.
    pub trial_first: f64,
    /// Scaled up at once, without a trial.
    pub at_once: f64,
    /// Trial first against the better of scaling up at once and never.
    pub of_trialling: f64,
    /// What is lost because everything starts later.
    pub waiting: f64,
    /// What is lost of real effects that the trial does not show or that are not taken up all the same.
    pub missed: f64,
    /// What harmful programmes would have cost that are not scaled up because of the trial.
    pub harm_avoided: f64,
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
    let mut value = Value::default();
    for node in &prior.nodes {
        let effect = prior.effect(node.acting);
        let adopted = pipeline.adopted_given(node.measured);
        let (later, at_once) = (gain(effect, &after), gain(effect, &now));
        let kept = node.weight * (1.0 - adopted);
        value.trial_first += node.weight * adopted * later;
        value.at_once += node.weight * at_once;
        value.waiting += node.weight * (at_once - later);
        value.missed += kept * later.max(0.0);
        value.harm_avoided += kept * (-later).max(0.0);
    }
    value.of_trialling = value.trial_first - value.at_once.max(0.0);
    value.break_even = (value.at_once > 0.0).then(|| value.trial_first / value.at_once);
    Some(value)
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
