//! The beta distribution: its probabilities, its quantiles, and the limits of a share that they give.

use super::special::{exp, ln};

/// Steps of a bisection: more than the bits of a `f64`, so that it always ends at its precision.
const HALVINGS: usize = 200;
/// Terms of the continued fraction; it needs about a dozen where it is used.
const TERMS: u32 = 500;

/// Regularised incomplete beta function I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8),
/// evaluated by Lentz's method.
#[must_use]
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below this point only; the other side follows by symmetry.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let log_front =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * ln(x) + b * ln(1.0 - x) - ln(a);
    let tiny = 1e-300;
    let away = |value: f64| if value.abs() < tiny { tiny } else { value };
    let (mut numerator, mut denominator) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = denominator;
    for term in (1..=TERMS).map(f64::from) {
        let even = term * (b - term) * x / ((a + 2.0 * term - 1.0) * (a + 2.0 * term));
        let odd = -(a + term) * (a + b + term) * x / ((a + 2.0 * term) * (a + 2.0 * term + 1.0));
        let mut step = 1.0;
        for coefficient in [even, odd] {
            denominator = 1.0 / away(1.0 + coefficient * denominator);
            numerator = away(1.0 + coefficient / numerator);
            step = numerator * denominator;
            fraction *= step;
        }
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    exp(log_front) * fraction
}

/// The value that a beta distribution with parameters above 0 stays below with this probability.
#[must_use]
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    bisected(0.0, 1.0, |x| incomplete_beta(a, b, x) < probability)
}

/// Where between two bounds `is_below` turns from true to false.
pub(super) fn bisected(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

/// Limits of the chance of an event that happened in a share of independent trials, each of which the chance
/// passes with a probability of at most `tail` (Clopper and Pearson, Biometrika 1934;26:404).
///
/// The share may be the mean of numbers from 0 to 1, one of each trial: these spread less than events with
/// the same mean, so the limits hold for them as well. Of no trials nothing is known: 0 and 1.
#[must_use]
pub fn share_limits(share: f64, trials: f64, tail: f64) -> [f64; 2] {
    let (found, missed) = (share * trials, (1.0 - share) * trials);
    let low = if found > 0.0 { beta_quantile(tail, found, missed + 1.0) } else { 0.0 };
    let high = if missed > 0.0 { beta_quantile(1.0 - tail, found + 1.0, missed) } else { 1.0 };
    [low, high]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_have_their_closed_forms() {
        for p in [0.01, 0.05, 0.5, 0.95] {
            assert!((beta_quantile(p, 1.0, 1.0) - p).abs() < 1e-14, "uniform, {p}");
            assert!((beta_quantile(p, 3.0, 1.0) - libm::cbrt(p)).abs() < 1e-13, "a power, {p}");
        }
    }

    #[test]
    fn limits_are_those_of_the_printed_tables() {
        // R: binom.test(5, 20, conf.level = 0.9) gives 0.1040808 to 0.4555824.
        let [low, high] = share_limits(0.25, 20.0, 0.05);
        assert!((low - 0.104_080_8).abs() < 1e-7 && (high - 0.455_582_4).abs() < 1e-7, "{low} to {high}");
        // None of 20: 1 - 0.05^(1/20).
        let [low, high] = share_limits(0.0, 20.0, 0.05);
        assert!(low == 0.0 && (high - 0.139_108_2).abs() < 1e-6, "{high}");
        let [low, high] = share_limits(1.0, 20.0, 0.05);
        assert!(high == 1.0 && (low - 0.860_891_8).abs() < 1e-6, "{low}");
        assert_eq!(share_limits(0.0, 0.0, 0.05), [0.0, 1.0]);
    }

    /// Every chance must lie inside its limits in at least 90 of 100 repetitions: the probability is summed
    /// over all outcomes of 20 trials.
    #[test]
    fn limits_cover_what_they_say() {
        for step in 1..100 {
            let chance = f64::from(step) / 100.0;
            let mut probability = libm::pow(1.0 - chance, 20.0);
            let mut covered = 0.0;
            for found in 0..=20 {
                let [low, high] = share_limits(f64::from(found) / 20.0, 20.0, 0.05);
                covered += if (low..=high).contains(&chance) { probability } else { 0.0 };
                probability *= f64::from(20 - found) / f64::from(found + 1) * chance / (1.0 - chance);
            }
            assert!(covered >= 0.9, "{chance}: {covered}");
        }
    }
}
