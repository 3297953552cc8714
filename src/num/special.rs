//! Special functions of the model, all on `libm`.
//!
//! `f64::exp` and its kin call the system's mathematics, whose last bits differ between machines;
//! `libm` is the same code everywhere, so a result is the same bytes everywhere.

use std::f64::consts::SQRT_2;

/// e to the power of `x`.
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
#[inline]
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Error function.
#[inline]
#[must_use]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// Distribution function of the standard normal.
#[inline]
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// Log odds of a share: minus infinity at 0, infinity at 1.
#[inline]
#[must_use]
pub fn logit(share: f64) -> f64 {
    libm::log(share) - libm::log1p(-share)
}

/// The share whose log odds are `x`.
#[inline]
#[must_use]
pub fn expit(x: f64) -> f64 {
    // The exponent is never positive, so nothing overflows on either side.
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let odds = libm::exp(x);
        odds / (1.0 + odds)
    }
}

/// Farthest from one half that [`middle_quantile`] holds.
pub const MIDDLE: f64 = 0.425;

/// Quantile of the standard normal for a probability of one half plus `offset`, at most [`MIDDLE`] away.
#[inline]
#[must_use]
pub fn middle_quantile(offset: f64) -> f64 {
    // The square of the farthest offset, as published.
    let r = 0.180_625 - offset * offset;
    offset * polynomial(&CENTRE_NUMERATOR, r) / polynomial(&CENTRE_DENOMINATOR, r)
}

/// Quantile of the standard normal, relative accuracy about 1e-16; infinite at 0 and 1, NaN outside.
///
/// Rational approximations in three ranges: Wichura, "Algorithm AS 241: the percentage points of
/// the normal distribution", Applied Statistics 37 (1988) 477-484, routine PPND16.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    if probability.is_nan() || !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    let offset = probability - 0.5;
    if offset.abs() <= MIDDLE {
        return middle_quantile(offset);
    }
    let tail = if offset < 0.0 { probability } else { 1.0 - probability };
    let distance = if tail == 0.0 {
        f64::INFINITY
    } else {
        let r = libm::sqrt(-libm::log(tail));
        if r <= 5.0 {
            polynomial(&MIDDLE_NUMERATOR, r - 1.6) / polynomial(&MIDDLE_DENOMINATOR, r - 1.6)
        } else {
            polynomial(&FAR_NUMERATOR, r - 5.0) / polynomial(&FAR_DENOMINATOR, r - 5.0)
        }
    };
    if offset < 0.0 { -distance } else { distance }
}

/// Horner's rule; coefficients from the constant term up.
#[inline]
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

const CENTRE_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const CENTRE_DENOMINATOR: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const MIDDLE_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DENOMINATOR: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64, relative: f64) {
        assert!((value - expected).abs() <= relative * expected.abs(), "{value} against {expected}");
    }

    #[test]
    fn published_values_of_exp_ln_erf() {
        // Abramowitz and Stegun (1964), tables 1.1, 4.2, 4.4 and 7.1.
        near(exp(2.0), 7.389_056_098_930_65, 1e-15);
        near(exp(-1.0), 0.367_879_441_171_442_3, 1e-15);
        near(ln(3.0), 1.098_612_288_668_11, 1e-14);
        near(ln(7.0), 1.945_910_149_055_313, 1e-15);
        near(erf(0.5), 0.520_499_877_8, 1e-10);
        near(erf(1.0), 0.842_700_792_9, 1e-10);
        near(erf(2.0), 0.995_322_265_0, 1e-10);
    }

    #[test]
    fn published_values_of_the_normal() {
        // Abramowitz and Stegun (1964), table 26.1; the far tail from table 26.2 (-log10 Q).
        near(normal_cdf(1.0), 0.841_344_746_068_543, 1e-14);
        near(normal_cdf(2.0), 0.977_249_868_051_821, 1e-14);
        near(normal_cdf(-3.0), 0.001_349_898_031_630, 1e-11);
        assert!((-libm::log10(normal_cdf(-10.0)) - 23.118_05).abs() < 5e-6);
        // The check values printed with Algorithm AS 241.
        near(normal_quantile(0.25), -0.674_489_750_196_081_7, 1e-15);
        near(normal_quantile(0.001), -3.090_232_306_167_813_5, 1e-15);
        near(normal_quantile(1e-20), -9.262_340_089_798_408, 1e-15);
        // The usual critical value.
        near(normal_quantile(0.975), 1.959_963_984_540_054, 1e-15);
    }

    #[test]
    fn the_quantile_inverts_the_distribution() {
        for step in 1..1000 {
            let probability = f64::from(step) / 1000.0;
            near(normal_cdf(normal_quantile(probability)), probability, 1e-13);
        }
        for exponent in 4..300 {
            let probability = libm::exp10(-f64::from(exponent));
            near(normal_cdf(normal_quantile(probability)), probability, 1e-11);
        }
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn log_odds_are_inverted_without_overflow() {
        near(logit(0.75), libm::log(3.0), 1e-15);
        near(expit(libm::log(3.0)), 0.75, 1e-15);
        for share in [1e-300, 1e-9, 0.1, 0.5, 0.9, 1.0 - 1e-9] {
            near(expit(logit(share)), share, 1e-12);
        }
        assert_eq!(expit(1e6), 1.0);
        assert_eq!(expit(-1e6), 0.0);
        assert_eq!(logit(0.0), f64::NEG_INFINITY);
        assert_eq!(logit(1.0), f64::INFINITY);
    }
}
