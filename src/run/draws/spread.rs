//! What many draws say of one number: its parameter interval, and the share of the persons in its spread.
//!
//! A drawn value is x = m(parameters) + e, where e is the Monte-Carlo error of its persons. Over the draws
//! V(x) = V(m) + V(e): V(x) is seen, V(e) is the mean square of the half contrasts, and the parameters'
//! variance is the difference, as in an analysis of variance (O'Hagan, Stevenson and Madan, Health
//! Economics 2007;16:1009). Percentiles are taken after every value is drawn in towards the mean by
//! sqrt(V(m) / V(x)), so that an interval holds the parameters only: exactly for normal spreads, and
//! without any effect where the numbers are exact.

use crate::num::stats::{Moments, quantile};

/// The spread of one number over draws, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Number of draws.
    pub draws: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation that the parameters cause.
    pub deviation: f64,
    /// 2.5th percentile.
    pub p025: f64,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 97.5th percentile.
    pub p975: f64,
    /// Share of the variance over draws that is Monte-Carlo error of the persons, 0 to 1; it is not in the
    /// percentiles.
    pub monte_carlo_share: f64,
    /// Error of the 5th and of the 95th percentile because the draws are finite, the larger one.
    pub end_error: f64,
}

/// What would make an interval better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// The spread is mostly that of the persons.
    MorePersons,
    /// The ends of the interval are not settled.
    MoreDraws,
    /// Neither.
    Enough,
}

/// Above this share of the variance persons are the cheaper remedy: their error is then a third of the
/// parameters' and more, and the correction for it is no longer small.
const MOST_MONTE_CARLO: f64 = 0.1;
/// Below this error, as a share of the width of the interval, its ends are settled.
const SETTLED: f64 = 0.05;

/// The Monte-Carlo variance that half contrasts show.
#[must_use]
pub fn noise(halves: &[f64]) -> f64 {
    if halves.is_empty() {
        0.0
    } else {
        halves.iter().map(|half| half * half).sum::<f64>() / halves.len() as f64
    }
}

/// Values in the order of the draws, without the part of their spread that the persons cause.
#[must_use]
pub fn without_noise(values: &[f64], noise: f64) -> Vec<f64> {
    let moments = moments(values);
    let (mean, total) = (moments.mean(), moments.variance());
    if noise <= 0.0 || total <= 0.0 {
        return values.to_vec();
    }
    let kept = libm::sqrt((1.0 - noise / total).max(0.0));
    values.iter().map(|value| mean + kept * (value - mean)).collect()
}

/// The spread of a number from its values in the order of the draws and its Monte-Carlo variance ([`noise`]);
/// `None` for fewer than two draws.
#[must_use]
pub fn spread(values: &[f64], noise: f64) -> Option<Spread> {
    if values.len() < 2 {
        return None;
    }
    let total = moments(values).variance();
    let mut own = without_noise(values, noise);
    let moments = moments(&own);
    own.sort_unstable_by(f64::total_cmp);
    let at = |probability: f64| quantile(&own, probability).unwrap_or(f64::NAN);
    let end_error = |probability: f64| {
        // Half of Woodruff's interval of a percentile (Journal of the American Statistical Association
        // 1952;47:635): the percentiles one standard error of the proportion to either side.
        let error = libm::sqrt(probability * (1.0 - probability) / own.len() as f64);
        0.5 * (at(probability + error) - at(probability - error))
    };
    Some(Spread {
        draws: own.len(),
        mean: moments.mean(),
        deviation: libm::sqrt(moments.variance()),
        p025: at(0.025),
        p05: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        p975: at(0.975),
        monte_carlo_share: if total > 0.0 { (noise / total).min(1.0) } else { 0.0 },
        end_error: end_error(0.05).max(end_error(0.95)),
    })
}

/// Share of draws, without the part of the persons, that reach a target.
#[must_use]
pub fn chance(values: &[f64], noise: f64, target: f64) -> Option<f64> {
    let own = without_noise(values, noise);
    let reached = own.iter().filter(|value| crate::outcome::goal::is_reached(**value, target)).count();
    (!own.is_empty()).then(|| reached as f64 / own.len() as f64)
}

impl Spread {
    /// What would make it better.
    #[must_use]
    pub fn advice(&self) -> Advice {
        if self.monte_carlo_share > MOST_MONTE_CARLO {
            Advice::MorePersons
        } else if self.end_error > SETTLED * (self.p95 - self.p05) {
            Advice::MoreDraws
        } else {
            Advice::Enough
        }
    }
}

fn moments(values: &[f64]) -> Moments {
    let mut moments = Moments::default();
    for value in values {
        moments.push(*value);
    }
    moments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::draws::{Draws, StreamId};
    use rand_distr::{Distribution as _, StandardNormal};

    fn normals(name: &str, count: usize) -> Vec<f64> {
        let mut generator = Draws::new(7, 0).generator(StreamId::of(name));
        (0..count).map(|_| StandardNormal.sample(&mut generator)).collect()
    }

    #[test]
    fn the_error_of_the_persons_is_not_in_the_interval() {
        let (truth, one, other) =
            (normals("truth", 20_000), normals("one", 20_000), normals("other", 20_000));
        // Each half errs with variance 2, so their mean does with variance 1: as much as the parameters.
        let scale = 2_f64.sqrt();
        let values: Vec<f64> =
            (0..truth.len()).map(|k| truth[k] + 0.5 * scale * (one[k] + other[k])).collect();
        let halves: Vec<f64> = (0..truth.len()).map(|k| 0.5 * scale * (one[k] - other[k])).collect();
        let found = spread(&values, noise(&halves)).unwrap();
        assert!((found.monte_carlo_share - 0.5).abs() < 0.02, "{found:?}");
        assert!((found.deviation - 1.0).abs() < 0.03, "{found:?}");
        assert!((found.p05 + 1.645).abs() < 0.05 && (found.p95 - 1.645).abs() < 0.05, "{found:?}");
        assert_eq!(found.advice(), Advice::MorePersons);
        let raw = spread(&values, 0.0).unwrap();
        assert!(raw.p95 > 2.2, "{raw:?}");
    }

    #[test]
    fn exact_numbers_keep_their_percentiles_and_the_error_of_an_end_is_the_known_one() {
        let values = normals("exact", 20_000);
        let found = spread(&values, 0.0).unwrap();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        assert_eq!(found.p05, quantile(&sorted, 0.05).unwrap());
        // sqrt(p (1 - p) / n) / density at the 5th percentile of the standard normal.
        let known = (0.05_f64 * 0.95 / 20_000.0).sqrt() / 0.103_136;
        assert!((found.end_error / known - 1.0).abs() < 0.3, "{} for {known}", found.end_error);
        assert_eq!(found.advice(), Advice::Enough);
    }

    #[test]
    fn nothing_that_varies_has_no_width() {
        let found = spread(&[1.5; 10], 0.0).unwrap();
        assert_eq!((found.p025, found.p975, found.monte_carlo_share), (1.5, 1.5, 0.0));
        assert!(spread(&[1.0], 0.0).is_none());
        assert_eq!(chance(&[1.0, 2.0, 3.0, 4.0], 0.0, 3.0), Some(0.5));
    }
}
