//! Key figures against their targets, and where their series lead.
//!
//! Always: the plain gap. A curve with an interval only from [`FEWEST_POINTS`] points on, and only where
//! nothing is known that a curve cannot follow (a step of policy, a change of what is counted).
//! Which curve: a straight line always stands; where a figure can level off, a logistic curve with a free
//! ceiling stands too, and the one with the smaller corrected Akaike criterion is taken. A logistic curve
//! for a share is refused if its ceiling exceeds 1. What a key figure leads is at most the reach of a
//! lever, never health.

use super::curve::{Curve, Expected, Form};
use crate::baseline::Text;
use crate::baseline::programmes::{Kpi, KpiTarget, Period, Scale};
use crate::num::units::{Year, YearSpan};

/// Points below which no curve is laid.
pub const FEWEST_POINTS: usize = 5;

/// What is said of a key figure.
#[derive(Debug, Clone)]
pub struct Projection<'kpi> {
    /// Distance to each target.
    pub gaps: Vec<Gap<'kpi>>,
    /// Where the series leads.
    pub trend: Trend<'kpi>,
}

/// Distance of the latest value to a target.
#[derive(Debug, Clone)]
pub struct Gap<'kpi> {
    /// The target.
    pub target: &'kpi KpiTarget,
    /// When the value that counts was observed: the latest one up to the target's date.
    pub latest: Period,
    /// That value.
    pub value: f64,
    /// Target less value; not above 0 where the target is reached.
    pub missing: f64,
    /// Share of the way from the start that lies behind.
    pub way: f64,
    /// Change per year still needed from the latest value to the target's date; `None` where the target is
    /// reached or its date has passed with the latest observation.
    pub needed_per_year: Option<f64>,
    /// Change per year from the start to the latest value; `None` where the start is the latest.
    pub so_far_per_year: Option<f64>,
    /// First observed time at which the target was met.
    pub met: Option<Period>,
}

/// Where a series leads.
#[derive(Debug, Clone)]
pub enum Trend<'kpi> {
    /// Too few points for a curve.
    TooFew {
        /// Points there are.
        points: usize,
    },
    /// A curve would mislead, for this reason.
    Unfitted(&'kpi Text),
    /// A curve.
    Fitted(Fit),
}

/// The curve that was taken, and the one it was compared with.
#[derive(Debug, Clone)]
pub struct Fit {
    /// Taken.
    pub curve: Curve,
    /// Corrected Akaike criterion of the form that was not taken; `None` where only one could stand.
    pub other: Option<f64>,
    /// Last time the curve is worth showing: as far beyond the last point as the points reach back.
    pub until: f64,
    /// What sort of number it is: bounds of values.
    scale: Scale,
}

impl Fit {
    /// The value expected at a time on the model's calendar, held inside what the figure can be.
    #[must_use]
    pub fn at(&self, time: f64) -> Expected {
        let Expected { value, low, high } = self.curve.at(time);
        let held = |value: f64| match self.scale {
            Scale::Share => value.clamp(0.0, 1.0),
            Scale::Count | Scale::Years => value.max(0.0),
        };
        Expected { value: held(value), low: held(low), high: held(high) }
    }

    /// Whether a straight line was taken.
    #[must_use]
    pub const fn is_line(&self) -> bool {
        matches!(self.curve.form, Form::Line { .. })
    }
}

/// Gaps and trend of a key figure.
#[must_use]
pub fn projection(kpi: &Kpi) -> Projection<'_> {
    Projection { gaps: kpi.targets.iter().filter_map(|target| gap(kpi, target)).collect(), trend: trend(kpi) }
}

/// The curve of a share as a path of coverage on 1 October of each year, observed years included and held
/// after [`Fit::until`]; `None` where the key figure leads no lever or has no curve.
#[must_use]
pub fn coverage_path(kpi: &Kpi, years: YearSpan) -> Option<Vec<(Year, f64)>> {
    kpi.drives.as_ref()?;
    match trend(kpi) {
        Trend::Fitted(fit) => {
            let at = |year: Year| fit.at(f64::from(year.0).min(fit.until)).value;
            Some(years.iter().map(|year| (year, at(year))).collect())
        }
        Trend::TooFew { .. } | Trend::Unfitted(_) => None,
    }
}

fn gap<'kpi>(kpi: &'kpi Kpi, target: &'kpi KpiTarget) -> Option<Gap<'kpi>> {
    let by = target.by.year();
    let start = kpi.points.iter().find(|point| point.period == target.start)?;
    // The last value in time for the target; the start itself always is.
    let latest = kpi.points.iter().rev().find(|point| point.year <= by)?;
    let rising = target.value > start.value;
    let meets = |value: f64| if rising { value >= target.value } else { value <= target.value };
    let met = kpi.points.iter().filter(|point| point.year > start.year).find(|point| meets(point.value));
    let (ahead, behind) = (by - latest.year, latest.year - start.year);
    let missing = target.value - latest.value;
    Some(Gap {
        target,
        latest: latest.period,
        value: latest.value,
        missing,
        way: (latest.value - start.value) / (target.value - start.value),
        needed_per_year: (ahead > 0.0 && !meets(latest.value)).then(|| missing / ahead),
        so_far_per_year: (behind > 0.0).then(|| (latest.value - start.value) / behind),
        met: met.map(|point| point.period),
    })
}

fn trend(kpi: &Kpi) -> Trend<'_> {
    if let Some(why) = &kpi.unfitted {
        return Trend::Unfitted(why);
    }
    let points: Vec<(f64, f64)> = kpi.points.iter().map(|point| (point.year, point.value)).collect();
    if points.len() < FEWEST_POINTS {
        return Trend::TooFew { points: points.len() };
    }
    // Points at different times always have a line.
    let Some(line) = Curve::line(&points) else { return Trend::TooFew { points: points.len() } };
    let within = |curve: &Curve| match curve.form {
        Form::Logistic { ceiling, .. } => kpi.scale != Scale::Share || ceiling <= 1.0,
        Form::Line { .. } => true,
    };
    let logistic = Curve::logistic(&points).filter(|curve| kpi.saturates && within(curve));
    let (curve, other) = match logistic {
        Some(logistic) if logistic.aicc < line.aicc => (logistic, Some(line.aicc)),
        logistic => (line, logistic.map(|logistic| logistic.aicc)),
    };
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    Trend::Fitted(Fit { curve, other, until: last + (last - first), scale: kpi.scale })
}

#[cfg(test)]
mod tests;
