//! Quantiles of Student's t, for intervals about curves through few points.

use super::beta::{bisected, incomplete_beta};

/// Value that Student's t with `freedom` degrees of freedom stays below with this probability.
///
/// `NaN` for a probability outside 0 to 1 or no degrees of freedom.
#[must_use]
pub fn student_t_quantile(probability: f64, freedom: f64) -> f64 {
    if !(probability > 0.0 && probability < 1.0 && freedom > 0.0 && freedom.is_finite()) {
        return f64::NAN;
    }
    if probability < 0.5 {
        return -student_t_quantile(1.0 - probability, freedom);
    }
    let mut high = 1.0;
    while student_t_cdf(high, freedom) < probability {
        high *= 2.0;
    }
    bisected(0.0, high, |t| student_t_cdf(t, freedom) < probability)
}

/// Probability that Student's t with `freedom` degrees of freedom is at most `t`
/// (Abramowitz and Stegun 26.7.1: through the incomplete beta function).
#[must_use]
pub fn student_t_cdf(t: f64, freedom: f64) -> f64 {
    let tail = 0.5 * incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t));
    if t < 0.0 { tail } else { 1.0 - tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        for (freedom, expected) in [
            (1.0, 12.706_205),
            (2.0, 4.302_653),
            (3.0, 3.182_446),
            (5.0, 2.570_582),
            (10.0, 2.228_139),
            (30.0, 2.042_272),
        ] {
            assert!((student_t_quantile(0.975, freedom) - expected).abs() < 1e-6, "{freedom}");
            assert!((student_t_quantile(0.025, freedom) + expected).abs() < 1e-6, "{freedom}");
        }
        // With two degrees of freedom the quantile has a closed form.
        for p in [0.6_f64, 0.9, 0.999] {
            let closed = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
            assert!((student_t_quantile(p, 2.0) - closed).abs() < 1e-9 * closed, "{p}");
        }
        assert!((student_t_quantile(0.5, 4.0)).abs() < 1e-12);
        assert!((student_t_quantile(0.975, 1e6) - 1.959_966).abs() < 1e-5);
    }

    #[test]
    fn what_has_no_quantile_is_not_a_number() {
        for (p, freedom) in [(0.0, 3.0), (1.0, 3.0), (0.5, 0.0), (f64::NAN, 3.0), (0.9, f64::INFINITY)] {
            assert!(student_t_quantile(p, freedom).is_nan(), "{p} {freedom}");
        }
    }
}
