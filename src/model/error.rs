//! What cannot be solved: an expectancy that no value of the free parameter reaches.
//!
//! The solvers of the reference bisect between bounds. A target outside what those bounds give would
//! otherwise be answered, in silence, with the value at a bound.

use crate::num::units::{Sex, Year};

/// Largest distance between a solved expectancy and its target, years.
pub const TOLERANCE: f64 = 1e-6;

/// Why a reference has no solution. Ranges are years, at the bounds of the free parameter.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// The pack names no path for the assumption about mortality.
    #[error("the pack names no path of mortality for this assumption")]
    NoPath,
    /// No multiple of the pack's decline of mortality leads to this life expectancy.
    #[error(
        "life expectancy at birth of {wanted} years in {year} ({sex}) cannot be reached: multiples of the decline rates lead to {low:.2} to {high:.2}"
    )]
    LifeExpectancy {
        /// Sex.
        sex: Sex,
        /// Year of the target.
        year: Year,
        /// Target, years.
        wanted: f64,
        /// Lowest value that can be reached, years.
        low: f64,
        /// Highest value that can be reached, years.
        high: f64,
    },
    /// No level of limitation gives this healthy life expectancy under the observed mortality.
    #[error(
        "healthy life expectancy at birth of {wanted} years in {year} ({sex}) cannot be reached: the limitation curve can be moved to give {low:.2} to {high:.2}"
    )]
    HealthyLifeExpectancy {
        /// Sex.
        sex: Sex,
        /// Year of the target.
        year: Year,
        /// Target, years.
        wanted: f64,
        /// Lowest value that can be reached, years.
        low: f64,
        /// Highest value that can be reached, years.
        high: f64,
    },
}

/// The argument at which a monotone function is `target`, by bisection between `low` and `high`.
///
/// # Errors
/// The lowest and the highest value of the function between the bounds, if the target is missed by more
/// than [`TOLERANCE`].
pub fn bisect(low: f64, high: f64, target: f64, value: impl Fn(f64) -> f64) -> Result<f64, (f64, f64)> {
    let ends = (value(low), value(high));
    let rising = ends.1 > ends.0;
    let (mut below, mut above) = (low, high);
    for _ in 0..60 {
        let middle = 0.5 * (below + above);
        if (value(middle) < target) == rising { below = middle } else { above = middle }
    }
    let solution = 0.5 * (below + above);
    // A value that is not a number is no solution either.
    if (value(solution) - target).abs() <= TOLERANCE {
        Ok(solution)
    } else {
        Err((ends.0.min(ends.1), ends.0.max(ends.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_inside_is_met_and_one_outside_names_the_range() {
        for slope in [3.0, -3.0] {
            let line = |x: f64| slope * x + 1.0;
            let solution = bisect(-2.0, 2.0, 4.0, line).unwrap();
            assert!((line(solution) - 4.0).abs() < 1e-12);
            assert_eq!(bisect(-2.0, 2.0, 7.5, line), Err((-5.0, 7.0)));
        }
        assert!(bisect(-1.0, 1.0, 0.0, |_| f64::NAN).is_err());
    }
}
