//! From words to yearly coverage: the paths that a lever may take.
//!
//! A path always leaves the reference path, because only the difference from it acts. The year in which
//! a policy starts is the year of its first step: the coverage of the year before is still that of the
//! reference, and a policy that starts and arrives in the same year is a step. Every function here gives
//! one share for each year of a span; [`differing`] cuts off what equals the reference path.

use crate::baseline::levers::Lever;
use crate::num::units::{Year, YearSpan};
use crate::plan::CoveragePath;

/// The shape between start and arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The same step every year.
    Linear,
    /// Slow, fast, slow: a logistic curve, cut and stretched so that it starts and arrives exactly.
    Logistic,
}

/// Steepness of [`Route::Logistic`]: the uncut curve runs from 1% to 99% of the way (assumption; the
/// published adoption series are too short to fit a steepness for each lever).
const STEEPNESS: f64 = 9.2;

/// A way from the reference path to a coverage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// Its shape.
    pub route: Route,
    /// Year of the first step.
    pub from: Year,
    /// Year of arrival, not before `from`.
    pub by: Year,
    /// Coverage from then on, 0 to 1.
    pub share: f64,
}

/// The part of a way that is covered in a year, 0 to 1.
#[must_use]
pub fn progress(route: Route, from: Year, by: Year, year: Year) -> f64 {
    if year < from {
        return 0.0;
    }
    if year >= by {
        return 1.0;
    }
    let part = f64::from(year.0 - from.0 + 1) / f64::from(by.0 - from.0 + 1);
    match route {
        Route::Linear => part,
        Route::Logistic => {
            let curve = |part: f64| 1.0 / (1.0 + libm::exp(-STEEPNESS * (part - 0.5)));
            let (first, last) = (curve(0.0), curve(1.0));
            (curve(part) - first) / (last - first)
        }
    }
}

/// The reference path.
#[must_use]
pub fn observed(lever: &Lever, years: YearSpan) -> Vec<f64> {
    years.iter().map(|year| lever.reference_coverage(year)).collect()
}

/// From the reference coverage of the year before the first step to the share of the way.
#[must_use]
pub fn toward(lever: &Lever, way: Way, years: YearSpan) -> Vec<f64> {
    let start = lever.reference_coverage(Year(way.from.0.saturating_sub(1)));
    let share = |year| {
        if year < way.from {
            return lever.reference_coverage(year);
        }
        let progress = progress(way.route, way.from, way.by, year);
        // At the end the share itself, without the rounding of a difference.
        if progress >= 1.0 { way.share } else { start + (way.share - start) * progress }
    };
    years.iter().map(share).collect()
}

/// The reference coverage of a year, held from then on.
#[must_use]
pub fn held(lever: &Lever, from: Year, years: YearSpan) -> Vec<f64> {
    years.iter().map(|year| lever.reference_coverage(year.min(from))).collect()
}

/// Given shares in given years (in order), linear in between, held after the last; the reference path
/// before the first.
#[must_use]
pub fn points(lever: &Lever, points: &[(Year, f64)], years: YearSpan) -> Vec<f64> {
    let share = |year: Year| {
        let after = points.partition_point(|(given, _)| *given <= year);
        match (after.checked_sub(1).and_then(|index| points.get(index)), points.get(after)) {
            (None, _) => lever.reference_coverage(year),
            (Some((_, last)), None) => *last,
            (Some((from, low)), Some((to, high))) => {
                low + (high - low) * (f64::from(year.0 - from.0) / f64::from(to.0 - from.0))
            }
        }
    };
    years.iter().map(share).collect()
}

/// A curve with a share for each year, followed from a year on; the reference path before it.
#[must_use]
pub fn from_start(lever: &Lever, curve: &[(Year, f64)], from: Year, years: YearSpan) -> Vec<f64> {
    let on_curve = |year: Year| curve.iter().find(|(known, _)| *known == year).map(|(_, share)| *share);
    let share = |year: Year| on_curve(year).filter(|_| year >= from);
    years.iter().map(|year| share(year).unwrap_or_else(|| lever.reference_coverage(year))).collect()
}

/// The path, but never below the reference path: an ambition does not undo what happens anyway.
#[must_use]
pub fn at_least_reference(lever: &Lever, shares: &[f64], years: YearSpan) -> Vec<f64> {
    years.iter().zip(shares).map(|(year, share)| share.max(lever.reference_coverage(year))).collect()
}

/// The path, but never above the reference path.
#[must_use]
pub fn at_most_reference(lever: &Lever, shares: &[f64], years: YearSpan) -> Vec<f64> {
    years.iter().zip(shares).map(|(year, share)| share.min(lever.reference_coverage(year))).collect()
}

/// A part of a path that is lost in some years.
pub fn fall(shares: &mut [f64], years: YearSpan, lost: YearSpan, part: f64) {
    for (year, share) in years.iter().zip(shares) {
        if lost.contains(year) {
            *share *= 1.0 - part;
        }
    }
}

/// The path from the first year in which it differs from the reference path; `None` if it never does.
#[must_use]
pub fn differing(lever: &Lever, shares: &[f64], years: YearSpan) -> Option<CoveragePath> {
    let differs = |(year, share): (Year, &f64)| *share != lever.reference_coverage(year);
    let first = years.iter().zip(shares).position(differs)?;
    Some(CoveragePath { from: Year(years.first.0 + first as u16), shares: shares[first..].to_vec() })
}

/// The path from a year of the span on.
#[must_use]
pub fn since(shares: &[f64], from: Year, years: YearSpan) -> CoveragePath {
    let first = usize::from(from.0.saturating_sub(years.first.0)).min(shares.len().saturating_sub(1));
    CoveragePath { from: from.max(years.first), shares: shares[first..].to_vec() }
}

#[cfg(test)]
mod tests;
