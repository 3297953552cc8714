//! The one verdict on a goal, for the command line, the interface and every report.
//!
//! The survey error of healthy life expectancy is about 0.1 years, so smaller distances to the goal
//! cannot be told from none. The verdict is taken on tenths of a year, the numbers its sentence shows:
//! a reader who subtracts what is shown comes to the same verdict.

/// Error of the official survey behind healthy life expectancy, years.
pub const SURVEY_ERROR: f64 = 0.1;

/// What may honestly be said about a gain against a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// Beyond the target by so many years, more than the survey can err.
    Reached(f64),
    /// Short of the target by so many years, more than the survey can err.
    Short(f64),
    /// Too close to say, or no number at all.
    Indistinguishable,
}

/// Compares a gain with its target, both years, rounded to tenths.
#[must_use]
pub fn verdict(gain: f64, target: f64) -> Verdict {
    let tenths = (gain * 10.0).round() - (target * 10.0).round();
    let limit = (SURVEY_ERROR * 10.0).round();
    if tenths > limit && tenths.is_finite() {
        Verdict::Reached(tenths / 10.0)
    } else if tenths < -limit && tenths.is_finite() {
        Verdict::Short(-tenths / 10.0)
    } else {
        Verdict::Indistinguishable
    }
}

/// Whether a central value reaches a target; a value that is not a finite number reaches nothing.
#[must_use]
pub fn is_reached(gain: f64, target: f64) -> bool {
    gain.is_finite() && gain >= target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_survey_cannot_tell_apart_is_not_told_apart() {
        for near in [2.9, 2.95, 3.05, 3.1, 3.13] {
            assert_eq!(verdict(near, 3.0), Verdict::Indistinguishable, "{near}");
        }
        assert_eq!(verdict(1.9, 3.0), Verdict::Short(1.1));
        assert_eq!(verdict(2.84, 3.0), Verdict::Short(0.2));
        assert_eq!(verdict(3.16, 3.0), Verdict::Reached(0.2));
        assert_eq!(verdict(4.15, 3.0), Verdict::Reached(1.2));
    }

    #[test]
    fn what_is_not_finite_reaches_nothing() {
        for gain in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(!is_reached(gain, 3.0));
            assert_eq!(verdict(gain, 3.0), Verdict::Indistinguishable);
        }
        assert!(is_reached(3.0, 3.0) && !is_reached(2.999, 3.0));
    }
}
