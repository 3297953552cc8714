//! What many draws say of one number: its parameter interval, and the share of the persons in its spread.
//!
//! A drawn value is x = m(parameters) + e, where e is the Monte-Carlo error of its persons. Over the draws
//! V(x) = V(m) + V(e): V(x) is seen, V(e) is the mean square of the half contrasts, and the parameters'
//! variance is the difference, as in an analysis of variance (O'Hagan, Stevenson and Madan, Health
//! Economics 2007;16:1009). Percentiles are taken after every value is drawn in towards the mean by
//! sqrt(V(m) / V(x)), so that an interval holds the parameters only: exactly for normal spreads, and
//! without any effect where the numbers are exact.
//!
//! A difference of exactly 0 is exact: in that draw nobody's life differs, because a programme is not scaled up after
//! its trial. Such draws keep their 0, and the others are drawn in towards their own mean: one factor for all would
//! move the zeros, and with them the sign of an end.
//!
//! V(m) is a difference of two estimates. Where it is not above zero by two of its standard errors
//! ([`is_resolved`]) nothing is taken out: an interval that shrank to nothing for want of persons or draws
//! would look certain. It then holds the error of the persons as well, and says so.
//!
//! A percentile p of n draws is the value of rank p (n + 1), which a further draw exceeds with probability
//! 1 - p whatever the distribution (type 6 of Hyndman and Fan, The American Statistician 1996;50:361);
//! beyond the outermost draws it is the outermost one.

use crate::num::beta::share_limits;
use crate::num::stats::{Moments, quantile};
use crate::outcome::series::{Chance, Interval, Limits};

/// The spread of one number over draws, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Number of draws.
    pub draws: usize,
    /// Mean and percentiles.
    pub interval: Interval,
    /// Standard deviation of the values behind the percentiles.
    pub deviation: f64,
    /// Share of the variance over draws that is Monte-Carlo error of the persons, 0 to 1.
    pub monte_carlo_share: f64,
    /// Standard error of the 5th and of the 95th percentile because the draws are finite, the larger one. Where the
    /// persons' part was taken out, how much of it there was is known from the same draws only, and that is in it.
    pub end_error: f64,
}

/// What would make an interval better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// The spread is mostly that of the persons.
    MorePersons,
    /// The ends of the interval are not settled.
    MoreDraws,
    /// Neither, or nothing varies.
    Enough,
}

/// Above this share of the variance persons are the cheaper remedy: their error is then a third of the
/// parameters' and more, and the correction for it is no longer small.
const MOST_MONTE_CARLO: f64 = 0.1;
/// Below this error, as a share of the width of the interval, its ends are settled.
const SETTLED: f64 = 0.05;
/// Standard errors by which the variance of the parameters must exceed zero to be told from none.
const TOLD: f64 = 2.0;
/// Probability beyond either limit of a chance: that of the ends of an interval.
const TAIL: f64 = 0.05;
/// Fewer draws than these have no 2.5th percentile between them.
const FEW_DRAWS: usize = 40;

/// The Monte-Carlo variance that half contrasts show.
#[must_use]
pub fn noise(halves: &[f64]) -> f64 {
    if halves.is_empty() {
        0.0
    } else {
        halves.iter().map(|half| half * half).sum::<f64>() / halves.len() as f64
    }
}

/// Whether the variance over `draws` draws is more than that of the persons. The standard error of a
/// variance from n independent normal values is sqrt(2 / (n - 1)) of it, so that of the difference is
/// sqrt(2 (V(x)^2 + V(e)^2) / (n - 1)).
#[must_use]
pub fn is_resolved(total: f64, noise: f64, draws: usize) -> bool {
    let freedom = draws.saturating_sub(1).max(1) as f64;
    noise <= 0.0 || total - noise >= TOLD * libm::sqrt(2.0 * (total * total + noise * noise) / freedom)
}

/// The draws that have an error of their persons: how many, their mean, and the share of their variance that is it.
struct Noisy {
    count: usize,
    mean: f64,
    share: f64,
    resolved: bool,
}

impl Noisy {
    /// Of values in the order of the draws and their Monte-Carlo variance over all draws. Exact ones have none, so
    /// that of the others is as much larger as they are fewer.
    fn of(values: &[f64], noise: f64) -> Self {
        let mut own = Moments::default();
        let mut count = 0;
        for value in values.iter().filter(|value| !is_exact(**value)) {
            own.push(*value);
            count += 1;
        }
        let (total, noise) = (own.variance(), noise * values.len() as f64 / count.max(1) as f64);
        let share = if total > 0.0 { (noise / total).min(1.0) } else { 0.0 };
        Self {
            count,
            mean: own.mean(),
            share,
            resolved: noise <= 0.0 || count > 1 && is_resolved(total, noise, count),
        }
    }

    /// A value without the part of the persons.
    fn drawn_in(&self, value: f64) -> f64 {
        if self.share == 0.0 || !self.resolved || is_exact(value) {
            return value;
        }
        self.mean + libm::sqrt(1.0 - self.share) * (value - self.mean)
    }
}

/// Whether nobody's life differs in a draw.
fn is_exact(value: f64) -> bool {
    value == 0.0
}

/// Values in the order of the draws, without the part of their spread that the persons cause; as they are
/// where that part cannot be told from the rest.
#[must_use]
pub fn without_noise(values: &[f64], noise: f64) -> Vec<f64> {
    let noisy = Noisy::of(values, noise);
    values.iter().map(|value| noisy.drawn_in(*value)).collect()
}

/// Percentile of values in ascending order.
fn percentile(ascending: &[f64], probability: f64) -> f64 {
    let count = ascending.len() as f64;
    quantile(ascending, (probability * (count + 1.0) - 1.0) / (count - 1.0)).unwrap_or(f64::NAN)
}

/// Mean and percentiles of values, whose share of Monte-Carlo error is known or not.
fn interval(ascending: &[f64], monte_carlo_share: Option<f64>, includes_monte_carlo: bool) -> Interval {
    let at = |probability| percentile(ascending, probability);
    Interval {
        mean: moments(ascending).mean(),
        p025: at(0.025),
        p05: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        p975: at(0.975),
        monte_carlo_share,
        includes_monte_carlo,
    }
}

/// The spread of a number from its values in the order of the draws and its Monte-Carlo variance ([`noise`]);
/// `None` for fewer than two draws, or where a value is not known.
#[must_use]
pub fn spread(values: &[f64], noise: f64) -> Option<Spread> {
    if values.len() < 2 || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let total = moments(values).variance();
    let mut own = without_noise(values, noise);
    let deviation = libm::sqrt(moments(&own).variance());
    own.sort_unstable_by(f64::total_cmp);
    let monte_carlo_share = if total > 0.0 { (noise / total).min(1.0) } else { 0.0 };
    let noisy = Noisy::of(values, noise);
    let includes = !noisy.resolved;
    let end_error = |probability: f64| {
        // Half of Woodruff's interval of a percentile (Journal of the American Statistical Association
        // 1952;47:635): the percentiles one standard error of the proportion to either side.
        let error = libm::sqrt(probability * (1.0 - probability) / own.len() as f64);
        let of_draws = 0.5 * (percentile(&own, probability + error) - percentile(&own, probability - error));
        // An end lies kept (q - mean) from the mean, kept = sqrt(1 - r), r = V(e) / V(x). The standard error of r, a ratio
        // of two variances from n values each, is 2 r / sqrt(n - 1), so that of kept is r / (kept sqrt(n - 1)). Both errors
        // grow with V(x): they are added, not squared first.
        let end = percentile(&own, probability);
        let of_share = if includes || is_exact(end) {
            0.0
        } else {
            let freedom = libm::sqrt((noisy.count as f64 - 1.0).max(1.0));
            let share = noisy.share;
            (end - noisy.mean).abs() * share / ((1.0 - share).max(f64::MIN_POSITIVE) * freedom)
        };
        of_draws + of_share
    };
    Some(Spread {
        draws: own.len(),
        interval: interval(&own, Some(monte_carlo_share), includes),
        deviation,
        monte_carlo_share,
        end_error: end_error(0.05).max(end_error(0.95)),
    })
}

/// The interval of a ratio of two numbers with their Monte-Carlo variances. A ratio means nothing unless its
/// denominator is above zero: `None` where it is not in every draw, or cannot be told from the persons' error.
#[must_use]
pub fn ratio(above: (&[f64], f64), below: (&[f64], f64)) -> Option<Interval> {
    let known = |(values, noise): (&[f64], f64)| {
        let total = spread(values, noise)?.interval;
        (!total.includes_monte_carlo).then(|| without_noise(values, noise))
    };
    let (above, below) = (known(above)?, known(below)?);
    if !below.iter().all(|value| *value > 0.0) {
        return None;
    }
    let mut ratios: Vec<f64> = above.iter().zip(&below).map(|(above, below)| above / below).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    Some(interval(&ratios, None, false))
}

/// Share of draws, without the part of the persons, that reach a target.
#[must_use]
pub fn chance(values: &[f64], noise: f64, target: f64) -> Option<Chance> {
    let own = without_noise(values, noise);
    let reached = own.iter().filter(|value| crate::outcome::goal::is_reached(**value, target)).count();
    (!own.is_empty()).then(|| chance_of(reached as f64 / own.len() as f64, own.len()))
}

/// A share of so many draws, or the mean of several shares of the same draws, with its limits.
#[must_use]
pub fn chance_of(share: f64, draws: usize) -> Chance {
    let [low, high] = share_limits(share, draws as f64, TAIL);
    Chance { share, limits: Limits { low, high } }
}

impl Spread {
    /// What would make it better.
    #[must_use]
    pub fn advice(&self) -> Advice {
        if self.interval.p025 == self.interval.p975 {
            Advice::Enough
        } else if self.monte_carlo_share > MOST_MONTE_CARLO {
            Advice::MorePersons
        } else if self.draws < FEW_DRAWS || self.end_error > SETTLED * (self.interval.p95 - self.interval.p05)
        {
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
mod tests;
