//! How much of an effect acts in each year, given the years in which a person is reached.
//!
//! A dose is a share of the full effect, 0 to 1. It follows the reach of a person through what the
//! evidence says of onset and duration, and through the lag of the relative risk it works on. Time is
//! taken at the middle of a step, half a year after the 1 October it begins on.

use crate::baseline::levers::{Lasting, Onset};

/// Doses of successive years.
///
/// `reached` says year by year whether the person is reached; `lag` is the time in years over which a
/// change of exposure comes to act, linearly up and down.
#[must_use]
pub fn doses(reached: &[bool], onset: Onset, lasting: Lasting, lag: f64) -> Vec<f64> {
    let wanted = wanted(reached, lasting);
    let begun = match onset {
        Onset::Immediate => wanted,
        Onset::PhasedIn(years) => followed(&wanted, years),
        Onset::After(years) => delayed(&wanted, libm::round(years) as usize),
    };
    followed(&begun, lag)
}

/// Share of the effect by its duration alone.
fn wanted(reached: &[bool], lasting: Lasting) -> Vec<f64> {
    let first = reached.iter().position(|here| *here);
    let after =
        |index: usize| first.filter(|first| index >= *first).map(|first| (index - first) as f64 + 0.5);
    reached
        .iter()
        .enumerate()
        .map(|(index, here)| match (lasting, after(index)) {
            (_, None) => 0.0,
            (Lasting::WhileReached, Some(_)) => f64::from(*here),
            (Lasting::Permanent, Some(_)) => 1.0,
            (Lasting::HalfLife(half), Some(years)) => f64::from(*here) * libm::exp2(-years / half),
            (Lasting::LinearToZero(zero), Some(years)) => linear_fall(years, zero),
        })
        .collect()
}

/// Full in the first year, then linearly down to nothing at `zero` years.
fn linear_fall(years: f64, zero: f64) -> f64 {
    if years <= 1.0 {
        if years < zero { 1.0 } else { 0.0 }
    } else if years >= zero {
        0.0
    } else {
        (zero - years) / (zero - 1.0)
    }
}

/// A path that moves towards another by at most one `years`-th a year, seen at the middle of each year.
fn followed(goal: &[f64], years: f64) -> Vec<f64> {
    if years <= 0.0 {
        return goal.to_vec();
    }
    let pace = 1.0 / years;
    let mut now: f64 = 0.0;
    goal.iter()
        .map(|goal| {
            let way = goal - now;
            let middle = now + way.clamp(-0.5 * pace, 0.5 * pace);
            now += way.clamp(-pace, pace);
            middle
        })
        .collect()
}

/// The same path so many years later.
fn delayed(path: &[f64], years: usize) -> Vec<f64> {
    let kept = path.len().saturating_sub(years);
    std::iter::repeat_n(0.0, path.len() - kept).chain(path[..kept].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(start: usize, years: usize) -> Vec<bool> {
        (0..years).map(|year| year >= start).collect()
    }

    fn close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert!((found - expected).abs() < 1e-12, "year {index}: {found} for {expected}");
        }
    }

    #[test]
    fn an_immediate_effect_lasts_as_long_as_the_reach() {
        let reached = [false, true, true, false, true];
        let found = doses(&reached, Onset::Immediate, Lasting::WhileReached, 0.0);
        close(&found, &[0.0, 1.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_lag_of_four_years_is_passed_linearly_and_left_as_it_was_entered() {
        let mut reached = from(1, 9);
        reached[6..].fill(false);
        let found = doses(&reached, Onset::Immediate, Lasting::WhileReached, 4.0);
        close(&found, &[0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 0.875, 0.625, 0.375]);
    }

    #[test]
    fn guidance_falls_to_zero_at_three_and_a_half_years() {
        let found = doses(&from(0, 5), Onset::Immediate, Lasting::LinearToZero(3.5), 0.0);
        // Middle of the years: 0.5, 1.5, 2.5 and 3.5 years after the first reach.
        close(&found, &[1.0, 0.8, 0.4, 0.0, 0.0]);
    }

    #[test]
    fn a_gain_halves_every_year_and_ends_with_the_reach() {
        let found = doses(&[true, true, true, false], Onset::Immediate, Lasting::HalfLife(1.0), 0.0);
        let root = 0.5_f64.sqrt();
        close(&found, &[root, root / 2.0, root / 4.0, 0.0]);
    }

    #[test]
    fn a_latency_delays_beginning_and_end() {
        let mut reached = from(0, 9);
        reached[3..].fill(false);
        let found = doses(&reached, Onset::After(5.0), Lasting::WhileReached, 0.0);
        close(&found, &[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn a_permanent_effect_outlives_the_reach() {
        let found = doses(&[true, false, false], Onset::PhasedIn(2.0), Lasting::Permanent, 0.0);
        close(&found, &[0.25, 0.75, 1.0]);
    }

    #[test]
    fn nobody_reached_has_no_dose() {
        for lasting in [Lasting::WhileReached, Lasting::Permanent, Lasting::HalfLife(2.0)] {
            close(&doses(&[false; 3], Onset::Immediate, lasting, 3.0), &[0.0; 3]);
        }
    }
}
