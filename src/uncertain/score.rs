//! The standard normal score of an input in a draw, by the names of its streams.
//!
//! Inputs that err together share a stream: score = sqrt(r) common + sqrt(1 - r) own, so two inputs of one
//! study have correlation r and inputs without a common stream none. This is the Cholesky factor of an
//! exchangeable correlation written by name instead of by position: a factor of a matrix would give
//! another value to every later row whenever an input is added, and draws must not do that.

use crate::num::draws::{Draws, KeyedRng, StreamId, rounded};
use rand_distr::{Distribution as _, StandardNormal};

/// Where the luck of an input comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Luck {
    /// Name of its own stream.
    own: String,
    /// Name of the stream it shares with others, and the correlation with them.
    common: Option<(String, f64)>,
}

impl Luck {
    /// Independent of every other input that has another name.
    #[must_use]
    pub fn own(name: impl Into<String>) -> Self {
        Self { own: name.into(), common: None }
    }

    /// Correlated with every input of the same study.
    #[must_use]
    pub fn of_study(study: impl Into<String>, name: impl Into<String>, correlation: f64) -> Self {
        Self { own: name.into(), common: Some((study.into(), correlation)) }
    }

    /// Name of the stream shared with other inputs and the correlation with them; `None` if independent.
    #[must_use]
    pub fn shared(&self) -> Option<(&str, f64)> {
        self.common.as_ref().map(|(name, correlation)| (name.as_str(), *correlation))
    }

    /// Name of the stream that decides the input alone.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.own
    }

    /// The generator of the input's own stream, behind the block that its score was taken from.
    pub(super) fn generator(&self, seed: u64, draw: u32) -> KeyedRng {
        Draws::new(seed, draw).generator(StreamId::of(&format!("{} (shape)", self.stream())))
    }

    /// The score in a draw.
    pub(super) fn score(&self, seed: u64, draw: u32) -> f64 {
        let draws = Draws::new(seed, draw);
        let normal =
            |name: &str| -> f64 { rounded(StandardNormal.sample(&mut draws.generator(StreamId::of(name)))) };
        let own = normal(&self.stream());
        match &self.common {
            None => own,
            Some((name, correlation)) => {
                libm::sqrt(*correlation) * normal(&stream(name)) + libm::sqrt(1.0 - correlation) * own
            }
        }
    }

    pub(super) fn stream(&self) -> String {
        stream(&self.own)
    }
}

fn stream(name: &str) -> String {
    format!("uncertain {name}")
}
