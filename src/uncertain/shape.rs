//! Shapes of uncertainty: a standard normal score becomes a value.
//!
//! All shapes but the beta go through their quantile function, so that two inputs with correlated scores
//! are correlated whatever their shapes. A range without a stated shape is read as its central 95% where
//! it is a ratio (lognormal, the interval of a study), and as the whole range of a triangular where it is
//! an analyst's range.
//!
//! A stated range is binding ([`Halves`]): its central value is the median, its ends are the 2.5th and 97.5th
//! percentile whether or not the value lies in the middle, and what would lie beyond an end is that end. One
//! normal over the whole width would leave a one-sided range (0.88, 0.5 to 1) in a quarter of all draws.

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
    /// Two halves of a normal that meet in the median, held inside their range.
    Halves(Halves),
    /// The same of the logarithm.
    LogHalves(Halves),
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

/// Two halves of a normal that meet in the median: the lower one reaches the low end of the range at its 2.5th
/// percentile, the upper one the high end at its 97.5th; beyond them the ends hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halves {
    /// Low end.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// High end.
    pub high: f64,
}

impl Halves {
    /// The same of the logarithms; all three lie above 0.
    fn logarithms(self) -> Self {
        let [low, median, high] = [self.low, self.median, self.high].map(libm::log);
        Self { low, median, high }
    }

    fn at(self, score: f64) -> f64 {
        let width = if score < 0.0 { self.median - self.low } else { self.high - self.median };
        (self.median + width / Z * score).clamp(self.low, self.high)
    }

    /// Means of the value and of its square about the median, in closed form: with w the width of a half,
    /// w/Z times the mean (phi(0) - phi(Z) + Z (1 - Phi(Z))) of a standard half held at Z, and (w/Z)^2 times
    /// that of its square (Phi(Z) - 1/2 - Z phi(Z) + Z^2 (1 - Phi(Z))).
    fn moments(self) -> [f64; 2] {
        let density = |z: f64| libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
        let beyond = 1.0 - normal_cdf(Z);
        let first = density(0.0) - density(Z) + Z * beyond;
        let second = 0.5 - beyond - Z * density(Z) + Z * Z * beyond;
        let [below, above] = [self.median - self.low, self.high - self.median].map(|width| width / Z);
        [first * (above - below), second * (above * above + below * below)]
    }

    /// Means of the exponential and of its square: for a half with deviation s, exp(s^2 / 2) times the normal
    /// mass shifted by s, and the held end.
    fn exponential_moments(self) -> [f64; 2] {
        let beyond = 1.0 - normal_cdf(Z);
        [1.0, 2.0].map(|power| {
            let [below, above] =
                [self.median - self.low, self.high - self.median].map(|width| power * width / Z);
            let upper = libm::exp(above * above / 2.0) * (normal_cdf(Z - above) - normal_cdf(-above));
            let lower = libm::exp(below * below / 2.0) * (normal_cdf(-below) - normal_cdf(-Z - below));
            let held = beyond * (libm::exp(Z * above) + libm::exp(-Z * below));
            libm::exp(power * self.median) * (upper + lower + held)
        })
    }
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
        let halves = Halves { low, median: default, high };
        match distribution {
            Distribution::Fixed => None,
            Distribution::Normal => Some(Self::Halves(halves)),
            Distribution::Lognormal => (low > 0.0).then_some(Self::LogHalves(halves)),
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

    /// A slope with its range: normal, held inside it.
    #[must_use]
    pub fn slope((median, low, high): (f64, f64, f64)) -> Option<Self> {
        (low < high).then_some(Self::Halves(Halves { low, median, high }))
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
            Self::Halves(halves) => halves.at(score),
            Self::LogHalves(halves) => libm::exp(halves.logarithms().at(score)),
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
            Self::Halves(halves) => halves.median + halves.moments()[0],
            Self::LogHalves(halves) => halves.logarithms().exponential_moments()[0],
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
            Self::Halves(halves) => {
                let [mean, square] = halves.moments();
                libm::sqrt(square - mean * mean)
            }
            Self::LogHalves(halves) => {
                let [mean, square] = halves.logarithms().exponential_moments();
                libm::sqrt(square - mean * mean)
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
            Self::Halves(_) => "normal_in_range",
            Self::LogHalves(_) => "lognormal_in_range",
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
