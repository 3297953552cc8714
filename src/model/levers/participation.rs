//! Who takes part: one fixed rank per person and lever.
//!
//! u = Phi(-r R + sqrt(1 - r^2) Z), where R is the person's overall risk when they enter the model
//! ([`RankModel::overall_risk`](crate::model::risk::RankModel::overall_risk)), Z a normal score from the
//! person's key and the lever's stream, and r the correlation of participation with risk. u is uniform
//! whatever r is; the lowest ranks take part first, so with r < 0 volunteers are healthier.

use crate::model::exposure::{Exposure, Exposures};
use crate::num::draws::{Draws, PersonKey, StreamId, open_unit};
use crate::num::special::{normal_cdf, normal_quantile};

/// Stream of the rank that decides in which years a person is employed.
pub const EMPLOYMENT: StreamId = StreamId::of("employment");

/// Rank of a person in a lever, a uniform between 0 and 1.
#[must_use]
pub fn rank(
    lever: StreamId,
    correlation: f64,
    exposures: Option<&Exposures<'_>>,
    exposure: Option<&Exposure>,
    key: PersonKey,
    draws: Draws,
) -> f64 {
    let luck = open_unit(draws.uniforms(key, lever, 0, 0)[0]);
    match (exposures, exposure) {
        (Some(exposures), Some(exposure)) if correlation != 0.0 => {
            let risk = exposures.model.ranks().overall_risk(&exposure.ranks);
            let own = libm::sqrt(1.0 - correlation * correlation) * normal_quantile(luck);
            normal_cdf(own - correlation * risk)
        }
        _ => luck,
    }
}

/// Stream of the rank that decides who of those reached by an offer to stop smoking does.
pub const QUITTING: StreamId = StreamId::of("quitting with support");

/// Rank of a person among smokers who are helped: those below the share of success do not smoke.
#[must_use]
pub fn quitting_rank(key: PersonKey, draws: Draws) -> f64 {
    open_unit(draws.uniforms(key, QUITTING, 0, 0)[0])
}

/// Rank of a person in employment: they are employed at ages at which the share employed lies above it.
#[must_use]
pub fn employment_rank(key: PersonKey, draws: Draws) -> f64 {
    open_unit(draws.uniforms(key, EMPLOYMENT, 0, 0)[0])
}
