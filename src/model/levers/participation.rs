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

/// Levers of the catalogue whose ranks are remembered.
const REMEMBERED: usize = 64;

/// The ranks of one person, a uniform between 0 and 1 for each lever: drawn when they are asked for, and once for
/// all worlds the person lives in.
#[derive(Debug, Clone)]
pub struct OwnRanks<'a> {
    exposures: Option<&'a Exposures<'a>>,
    exposure: Option<&'a Exposure>,
    key: PersonKey,
    draws: Draws,
    /// Overall risk on entry, once it has been asked for.
    risk: Option<f64>,
    /// Correlation and rank by the number of the lever; a rank that is not known is not a number.
    known: [[f64; 2]; REMEMBERED],
}

impl<'a> OwnRanks<'a> {
    /// Of a person with this exposure on entry.
    #[must_use]
    pub const fn new(
        exposures: Option<&'a Exposures<'a>>,
        exposure: Option<&'a Exposure>,
        key: PersonKey,
        draws: Draws,
    ) -> Self {
        Self { exposures, exposure, key, draws, risk: None, known: [[f64::NAN; 2]; REMEMBERED] }
    }

    /// Who they are, for draws of another kind.
    pub(super) const fn person(&self) -> (PersonKey, Draws) {
        (self.key, self.draws)
    }

    /// The rank in a lever: its number in the catalogue, its stream and the correlation of taking part with risk.
    #[must_use]
    pub fn of(&mut self, number: usize, lever: StreamId, correlation: f64) -> f64 {
        match self.known.get(number) {
            Some([known, rank]) if *known == correlation => return *rank,
            _ => {}
        }
        let rank = self.drawn(lever, correlation);
        if let Some(known) = self.known.get_mut(number) {
            *known = [correlation, rank];
        }
        rank
    }

    fn drawn(&mut self, lever: StreamId, correlation: f64) -> f64 {
        let luck = open_unit(self.draws.uniforms(self.key, lever, 0, 0)[0]);
        match (self.exposures, self.exposure) {
            (Some(exposures), Some(exposure)) if correlation != 0.0 => {
                let overall = || exposures.model.ranks().overall_risk(&exposure.ranks);
                let risk = *self.risk.get_or_insert_with(overall);
                let own = libm::sqrt(1.0 - correlation * correlation) * normal_quantile(luck);
                normal_cdf(own - correlation * risk)
            }
            _ => luck,
        }
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
