//! Health and productivity management (健康経営): from organisations to employees to reach.
//!
//! Organisations are a poor proxy for persons, so employees have a curve of their own: in each division
//! (large, small) a logistic through the published shares of fiscal 2021 and 2024, split between the
//! divisions, with a ceiling that is a setting. What it does is reach: covered employees are lifted toward
//! the rate of society-managed insurers and never beyond, so those whose insurer is there already gain
//! nothing. The direct effect on any risk is none.

use super::diffusion::Logistic;
use crate::baseline::levers::Lever;
use crate::baseline::workplace::{Collaboration, Division, Reach, Workplace};
use crate::num::units::{Year, YearSpan};
use crate::plan::CoveragePath;

/// The division of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 大規模法人部門
    Large,
    /// 中小規模法人部門
    Small,
}

/// How far health and productivity management is to spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkplaceSetting {
    /// Share of the employees of large organisations that can be covered in the end.
    pub ceiling_large: f64,
    /// The same of small and medium organisations.
    pub ceiling_small: f64,
    /// Factor on the speed of both curves after the last published year.
    pub speed: f64,
}

impl WorkplaceSetting {
    /// The curves as the pack continues them: the reference.
    #[must_use]
    pub const fn reference(workplace: &Workplace) -> Self {
        Self {
            ceiling_large: workplace.large.ceiling.value,
            ceiling_small: workplace.small.ceiling.value,
            speed: 1.0,
        }
    }
}

const fn division(workplace: &Workplace, size: Size) -> &Division {
    match size {
        Size::Large => &workplace.large,
        Size::Small => &workplace.small,
    }
}

/// Share of the employees of a division who are covered in a year (a fiscal year, on its 1 October).
#[must_use]
pub fn covered(workplace: &Workplace, size: Size, setting: &WorkplaceSetting, year: f64) -> f64 {
    let part = division(workplace, size);
    let share = |total: f64| total * part.of_covered.value / part.employees.value;
    let (Some(first), Some(last)) = (workplace.covered.first(), workplace.covered.last()) else { return 0.0 };
    let point = |(at, total): &(Year, f64)| (f64::from(at.0), share(*total));
    let ceiling = match size {
        Size::Large => setting.ceiling_large,
        Size::Small => setting.ceiling_small,
    };
    // A ceiling below what is covered already: it stays where it is.
    let Some(curve) = Logistic::through(ceiling, point(first), point(last)) else { return point(last).1 };
    let (until, _) = point(last);
    let speed = if year > until { setting.speed } else { 1.0 };
    curve.at(until + (year - until) * speed)
}

/// Share of all employees who are covered.
#[must_use]
pub fn covered_employees(workplace: &Workplace, setting: &WorkplaceSetting, year: f64) -> f64 {
    let part = |size| division(workplace, size).employees.value * covered(workplace, size, setting, year);
    part(Size::Large) + part(Size::Small)
}

/// The lever's coverage under a setting: its reference path plus what the curves differ from theirs.
#[must_use]
pub fn coverage(
    workplace: &Workplace,
    lever: &Lever,
    setting: &WorkplaceSetting,
    years: YearSpan,
) -> CoveragePath {
    let reference = WorkplaceSetting::reference(workplace);
    let shares = years.iter().map(|year| {
        let at = f64::from(year.0);
        let more = covered_employees(workplace, setting, at) - covered_employees(workplace, &reference, at);
        (lever.reference_coverage(year) + more).clamp(0.0, lever.coverage.maximum)
    });
    CoveragePath { from: years.first, shares: shares.collect() }
}

/// Points that an insurer's members are lifted by: never beyond the insurer that is the bound.
#[must_use]
pub fn bounded(reach: &Reach, insurer: &str, uplift: f64) -> f64 {
    match (rate(reach, &reach.bound), rate(reach, insurer)) {
        (Some(bound), Some(own)) => uplift.min((bound - own).max(0.0)),
        _ => 0.0,
    }
}

/// The latest published rate of an insurer.
fn rate(reach: &Reach, insurer: &str) -> Option<f64> {
    let of = reach.rates.iter().filter(|(_, name, _)| name == insurer);
    of.max_by_key(|(year, _, _)| *year).map(|(_, _, rate)| *rate)
}

/// Points gained per covered employee, over the insurers of the two divisions.
#[must_use]
pub fn mean_uplift(workplace: &Workplace, reach: &Reach, uplift: f64) -> f64 {
    let part = |part: &Division| part.of_covered.value * bounded(reach, &part.insurer, uplift);
    part(&workplace.large) + part(&workplace.small)
}

/// Points of completion gained per covered employee where insurer and employer work together.
#[must_use]
pub fn collaboration_uplift(workplace: &Workplace, uplift: f64) -> f64 {
    let Collaboration { lever, bound, .. } = &workplace.collaboration;
    let Some(reach) = workplace.reaches.iter().find(|reach| reach.lever == *lever) else { return 0.0 };
    let part = |part: &Division| {
        let own = rate(reach, &part.insurer).unwrap_or(*bound);
        part.of_covered.value * uplift.min((bound - own).max(0.0))
    };
    part(&workplace.large) + part(&workplace.small)
}

/// What the points of a lever's channel on a target become after the bound of each insurer; unchanged for other
/// levers and targets.
#[must_use]
pub fn points(
    workplace: Option<&Workplace>,
    (source, channel): (&str, &str),
    target: &str,
    points: f64,
) -> f64 {
    let Some(workplace) = workplace.filter(|workplace| workplace.lever == source) else { return points };
    if workplace.collaboration.channel == channel {
        return collaboration_uplift(workplace, points);
    }
    let reach = workplace.reaches.iter().find(|reach| reach.lever == target);
    reach.map_or(points, |reach| mean_uplift(workplace, reach, points))
}

/// Certified organisations against the target.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetCheck {
    /// Number wanted.
    pub wanted: f64,
    /// Fiscal year by the end of which it is wanted.
    pub by: Year,
    /// Last fiscal year that is known.
    pub latest: Year,
    /// Organisations of both divisions in it.
    pub organisations: f64,
    /// How many times the number of the first year that is.
    pub multiple: f64,
    /// Whether the target is reached by its date.
    pub reached: Option<bool>,
}

/// Holds the number of organisations against the target of the strategy.
#[must_use]
pub fn target_check(workplace: &Workplace) -> TargetCheck {
    let series = [&workplace.large.organisations, &workplace.small.organisations];
    let both = |year: Year| {
        let part = |points: &Vec<(Year, f64)>| points.iter().find(|(at, _)| *at == year).map(|(_, n)| *n);
        Some(part(series[0])? + part(series[1])?)
    };
    let last = series.map(|points| points.last().map_or(Year(0), |(year, _)| *year));
    let latest = last[0].min(last[1]);
    let organisations = both(latest).unwrap_or(0.0);
    let target = &workplace.target;
    let wanted = target.number * target.factor;
    TargetCheck {
        wanted,
        by: target.by,
        latest,
        organisations,
        multiple: organisations / target.number,
        reached: both(target.by).map(|number| number >= wanted),
    }
}

#[cfg(test)]
mod tests;
