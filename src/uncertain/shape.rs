//! Shapes of uncertainty: a standard normal score becomes a value.
//!
//! All shapes but the beta go through their quantile function, so that two inputs with correlated scores
//! are correlated whatever their shapes. A range without a stated shape is read as its central 95% where
//! it is a ratio (lognormal, the interval of a study), and as the whole range of a triangular where it is
//! an analyst's range.

use crate::baseline::levers::{Distribution, Uncertain};
use crate::num::draws::KeyedRng;
use crate::num::special::normal_cdf;
use rand_distr::{Beta, Distribution as _};

/// 97.5% point of the standard normal: a range is the central 95% of a normal.
const Z: f64 = 1.959_963_984_540_054;

/// The distribution of an uncertain input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        deviation: f64,
    },
    /// Triangular.
    Triangular {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// Uniform.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Beta.
    Beta {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
}

impl Shape {
    /// What the pack states of a value; `None` where it is fixed or has no width.
    #[must_use]
    pub fn stated(range: &Uncertain) -> Option<Self> {
        let Uncertain { pessimistic, default, optimistic, distribution } = *range;
        let (low, high) =
            (pessimistic.min(optimistic).min(default), pessimistic.max(optimistic).max(default));
        if low >= high {
            return None;
        }
        let deviation = (high - low) / (2.0 * Z);
        match distribution {
            Distribution::Fixed => None,
            Distribution::Normal => Some(Self::Normal { mean: default, deviation }),
            Distribution::Lognormal => Self::ratio(low, default, high),
            Distribution::Triangular => Some(Self::Triangular { low, mode: default, high }),
            Distribution::Uniform => Some(Self::Uniform { low, high }),
            // Beyond this spread no beta has the mean.
            Distribution::Beta => (default > 0.0 && deviation * deviation < default * (1.0 - default))
                .then_some(Self::Beta { mean: default, deviation }),
        }
    }

    /// A ratio with its interval: the logarithm is normal, the interval its central 95%.
    #[must_use]
    pub fn ratio(low: f64, median: f64, high: f64) -> Option<Self> {
        (0.0 < low && low < high).then(|| {
            let deviation = (libm::log(high) - libm::log(low)) / (2.0 * Z);
            Self::Lognormal { median, deviation }
        })
    }

    /// An analyst's range without a stated shape: triangular over it.
    #[must_use]
    pub fn range((value, low, high): (f64, f64, f64)) -> Option<Self> {
        (low < high).then_some(Self::Triangular { low, mode: value, high })
    }

    /// The value for a standard normal score; `generator` gives random numbers for the beta only.
    #[must_use]
    pub fn at(&self, score: f64, generator: impl FnOnce() -> KeyedRng) -> f64 {
        match *self {
            Self::Normal { mean, deviation } => mean + deviation * score,
            Self::Lognormal { median, deviation } => median * libm::exp(deviation * score),
            Self::Uniform { low, high } => low + (high - low) * normal_cdf(score),
            Self::Triangular { low, mode, high } => triangular(low, mode, high, normal_cdf(score)),
            Self::Beta { mean, deviation } => {
                // By moments: a + b = m (1 - m) / s^2 - 1.
                let sum = mean * (1.0 - mean) / (deviation * deviation) - 1.0;
                Beta::new(mean * sum, (1.0 - mean) * sum).map_or(mean, |beta| beta.sample(&mut generator()))
            }
        }
    }

    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Normal { mean, .. } | Self::Beta { mean, .. } => mean,
            Self::Lognormal { median, deviation } => median * libm::exp(0.5 * deviation * deviation),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Uniform { low, high } => 0.5 * (low + high),
        }
    }

    /// Standard deviation.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        match *self {
            Self::Normal { deviation, .. } | Self::Beta { deviation, .. } => deviation,
            Self::Lognormal { deviation, .. } => {
                let square = deviation * deviation;
                self.mean() * libm::sqrt(libm::exp(square) - 1.0)
            }
            Self::Triangular { low: a, mode: c, high: b } => {
                libm::sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18.0)
            }
            Self::Uniform { low, high } => (high - low) / libm::sqrt(12.0),
        }
    }

    /// The word for it in machine-readable output.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Normal { .. } => "normal",
            Self::Lognormal { .. } => "lognormal",
            Self::Triangular { .. } => "triangular",
            Self::Uniform { .. } => "uniform",
            Self::Beta { .. } => "beta",
        }
    }
}

/// Quantile of a triangular distribution.
fn triangular(low: f64, mode: f64, high: f64, probability: f64) -> f64 {
    let width = high - low;
    let below = (mode - low) / width;
    if probability < below {
        low + libm::sqrt(probability * width * (mode - low))
    } else {
        high - libm::sqrt((1.0 - probability) * width * (high - mode))
    }
}
