//! One truth and one result of a trial, by keyed draws: the same for the same seed, draw and trial,
//! whatever other trials there are.

use super::Pipeline;
use super::design::critical_value;
use super::prior::{Prior, Shape};
use crate::num::draws::{Draws, KeyedRng, StreamId, rounded};
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

/// The outcome of a trial in one world.
#[must_use]
pub fn outcome(pipeline: &Pipeline<'_>, seed: u64, draw: u32) -> Outcome {
    let stream = format!("trial {}", pipeline.trial.id);
    let mut generator = Draws::new(seed, draw).generator(StreamId::of(&stream));
    // All are drawn, whatever the earlier ones say: each keeps its place in the stream.
    let (spike, place, choice) = (uniform(&mut generator), uniform(&mut generator), uniform(&mut generator));
    let (truth_z, error_z) = (standard(&mut generator), standard(&mut generator));
    let carried = uniform(&mut generator);
    let truth = match &pipeline.prior {
        Ok(prior) if spike >= prior.zero_mass => truth(prior, place, truth_z),
        _ => 0.0,
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
