//! One truth and one result of a trial, by keyed draws: the same for the same seed, draw and trial,
//! whatever other trials there are.

use super::design::critical_value;
use super::prior::{Prior, Shape};
use super::{Pipeline, Start, strongest};
use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::num::draws::{Draws, KeyedRng, StreamId, rounded};
use crate::plan::LeverSetting;
use crate::policy::{enabler, path};
use rand_distr::{Distribution as _, StandardNormal, StandardUniform};

/// What happened in one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// True benefit on the endpoint.
    pub truth: f64,
    /// True benefit of the lever's channel.
    pub acting: f64,
    /// Estimate of the trial.
    pub estimate: f64,
    /// Whether the trial is positive.
    pub positive: bool,
    /// Whether the programme is scaled up.
    pub adopted: bool,
}

/// The outcome of a trial in one world: its truth is one of the prior.
#[must_use]
pub fn outcome(pipeline: &Pipeline<'_>, seed: u64, draw: u32) -> Outcome {
    outcome_with(pipeline, None, seed, draw)
}

/// The outcome of a trial where its lever's channel, if it does anything, has this benefit.
#[must_use]
pub fn outcome_given(pipeline: &Pipeline<'_>, benefit: f64, seed: u64, draw: u32) -> Outcome {
    outcome_with(pipeline, Some(benefit), seed, draw)
}

fn outcome_with(pipeline: &Pipeline<'_>, benefit: Option<f64>, seed: u64, draw: u32) -> Outcome {
    let stream = format!("trial {}", pipeline.trial.id);
    let mut generator = Draws::new(seed, draw).generator(StreamId::of(&stream));
    // All are drawn, whatever the earlier ones say: each keeps its place in the stream.
    let (spike, place, choice) = (uniform(&mut generator), uniform(&mut generator), uniform(&mut generator));
    let (truth_z, error_z) = (standard(&mut generator), standard(&mut generator));
    let carried = uniform(&mut generator);
    let truth = match (&pipeline.prior, benefit) {
        (Ok(prior), _) if spike < prior.zero_mass => 0.0,
        // The endpoint follows the channel in proportion; where the channel is a null it says nothing of it.
        (Ok(prior), Some(benefit)) if prior.per_measured != 0.0 => benefit / prior.per_measured,
        (Ok(prior), _) => truth(prior, place, truth_z),
        (Err(_), _) => 0.0,
    };
    let truth = rounded(truth);
    let acting = match &pipeline.prior {
        Ok(prior) if carried < prior.carries => rounded(prior.per_measured * truth),
        _ => 0.0,
    };
    let estimate = rounded(truth + pipeline.error * error_z);
    let positive = estimate > critical_value(pipeline.trial.design.arms) * pipeline.error;
    let chance = if positive { pipeline.system.positive_adopted } else { pipeline.system.null_adopted };
    Outcome { truth, acting, estimate, positive, adopted: choice < chance }
}

/// A lever that trials decide on, in a draw: what is expected of it gives way to one result of each trial.
///
/// `own` is the pack of the draw; ceiling, speed and the chance of taking a result up are its own, and so is the
/// effect: what the drawn pack says of the tested channel is what the trial finds, with its error, unless the
/// programme does nothing, which it does with the mass at zero of the prior of `central`. So the effect is drawn
/// once. A setting without trials comes back as it is.
#[must_use]
pub fn in_draw(
    central: &Baseline,
    own: &Baseline,
    setting: &LeverSetting,
    (seed, draw): (u64, u32),
) -> LeverSetting {
    let (Some(trialled), Some(lever)) = (&setting.trialled, own.levers.lever(&setting.lever)) else {
        return setting.clone();
    };
    let start = trialled.anew.map_or(Start::Planned, Start::Anew);
    let until = own.years.last;
    let result = |id: &String| {
        let mut pipeline = Pipeline::of(own, own.pipelines.trial(id)?, start, &trialled.enablers);
        let trial = central.pipelines.trial(id)?;
        let before = Pipeline::of(central, trial, start, &trialled.enablers);
        let tested = before.effect_factor(0.0).is_some();
        pipeline.prior = before.prior;
        let outcome = outcome_given(&pipeline, acting(&pipeline, lever), seed, draw);
        let path = outcome.adopted.then(|| pipeline.path_given_adoption(until))??;
        // As in the central world: where nothing is believed of the tested channel, nothing is learnt of the others.
        Some((path, (tested && outcome.acting == 0.0).then_some(0.0)))
    };
    let taken_up = strongest(lever, until, trialled.trials.iter().filter_map(result));
    let reference = |year| lever.reference_coverage(year);
    let share =
        |year| taken_up.as_ref().and_then(|(path, _)| path.at(year)).unwrap_or_else(|| reference(year));
    let mut shares: Vec<f64> = own.years.iter().map(share).collect();
    for (lost, part) in &trialled.falls {
        path::fall(&mut shares, own.years, *lost, *part);
    }
    let plain = LeverSetting {
        coverage: path::differing(lever, &shares, own.years),
        effect_factor: taken_up.and_then(|(_, factor)| factor),
        adherence: None,
        trialled: None,
        ..setting.clone()
    };
    enabler::supported(own, &trialled.enablers, &[plain]).remove(0)
}

/// Benefit of the tested channel in the pack of a lever; 0 where nothing is known.
fn acting(pipeline: &Pipeline<'_>, lever: &Lever) -> f64 {
    let channel = pipeline.trial.channel.as_ref().and_then(|channel| lever.channel(channel));
    let believed = channel.and_then(|channel| Some((channel.effect?.default, channel.shrink.0)));
    match (&pipeline.prior, believed) {
        (Ok(prior), Some((effect, shrink))) => shrink * prior.benefit(effect),
        _ => 0.0,
    }
}

/// A truth beside the mass at zero: of the normal itself, or of the node in which `place` falls.
fn truth(prior: &Prior, place: f64, z: f64) -> f64 {
    if let Shape::Normal { mean, deviation } = prior.shape {
        return mean + deviation * z;
    }
    let others = prior.nodes.iter().skip(usize::from(prior.zero_mass > 0.0));
    let mut left = place * (1.0 - prior.zero_mass);
    let mut last = 0.0;
    for node in others {
        last = node.measured;
        left -= node.weight;
        if left < 0.0 {
            break;
        }
    }
    last
}

fn uniform(generator: &mut KeyedRng) -> f64 {
    StandardUniform.sample(generator)
}

/// A standard normal, rounded before it is used.
fn standard(generator: &mut KeyedRng) -> f64 {
    rounded(StandardNormal.sample(generator))
}

#[cfg(test)]
mod tests;
