//! A programme for machines, with gaps and curves of its key figures.

use crate::baseline::programmes::{Kpi, Period, Programme};
use crate::baseline::{Baseline, Text};
use crate::policy::curve::{Form, INTERVAL};
use crate::policy::kpi::{FEWEST_POINTS, Gap, Trend, projection};
use serde::Serialize;

/// A programme in machine-readable output.
#[derive(Debug, Serialize)]
pub struct Entry<'pack> {
    #[serde(flatten)]
    programme: &'pack Programme,
    /// Letters of its classes.
    letters: String,
    section_title: Option<&'pack Text>,
    series: Vec<Series<'pack>>,
}

#[derive(Debug, Serialize)]
struct Series<'pack> {
    #[serde(flatten)]
    kpi: &'pack Kpi,
    gaps: Vec<Distance>,
    projection: Course<'pack>,
}

#[derive(Debug, Serialize)]
struct Distance {
    target: f64,
    by: Period,
    latest: Period,
    value: f64,
    missing: f64,
    share_of_way: f64,
    needed_per_year: Option<f64>,
    so_far_per_year: Option<f64>,
    met: Option<Period>,
}

/// One kind of course; fields of the others are left out.
#[derive(Debug, Default, Serialize)]
struct Course<'pack> {
    /// `too_few_points`, `unfitted`, `line` or `logistic`.
    form: &'static str,
    points: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    points_needed: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'pack Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slope: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ceiling: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    midpoint: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scatter: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aicc: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aicc_of_the_other_form: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<Place>,
}

#[derive(Debug, Serialize)]
struct Place {
    year: f64,
    value: f64,
    low: f64,
    high: f64,
}

/// A programme with its key figures.
#[must_use]
pub fn entry<'pack>(programme: &'pack Programme, baseline: &'pack Baseline) -> Entry<'pack> {
    let register = &baseline.register;
    Entry {
        programme,
        letters: programme.letters(),
        section_title: register.sections.get(usize::from(programme.section).saturating_sub(1)),
        series: register.kpis_of(programme).map(|kpi| series(kpi, baseline)).collect(),
    }
}

fn series<'pack>(kpi: &'pack Kpi, baseline: &'pack Baseline) -> Series<'pack> {
    let found = projection(kpi);
    Series {
        kpi,
        gaps: found.gaps.iter().map(distance).collect(),
        projection: course(kpi, found.trend, baseline),
    }
}

fn distance(gap: &Gap<'_>) -> Distance {
    Distance {
        target: gap.target.value,
        by: gap.target.by,
        latest: gap.latest,
        value: gap.value,
        missing: gap.missing,
        share_of_way: gap.way,
        needed_per_year: gap.needed_per_year,
        so_far_per_year: gap.so_far_per_year,
        met: gap.met,
    }
}

fn course<'pack>(kpi: &'pack Kpi, trend: Trend<'pack>, baseline: &Baseline) -> Course<'pack> {
    let points = kpi.points.len();
    let fit = match trend {
        Trend::TooFew { points } => {
            return Course {
                form: "too_few_points",
                points,
                points_needed: Some(FEWEST_POINTS),
                ..Course::default()
            };
        }
        Trend::Unfitted(reason) => {
            return Course { form: "unfitted", points, reason: Some(reason), ..Course::default() };
        }
        Trend::Fitted(fit) => fit,
    };
    let path = super::path(kpi, baseline);
    let place = |(year, at): (f64, crate::policy::curve::Expected)| Place {
        year,
        value: at.value,
        low: at.low,
        high: at.high,
    };
    let mut course = Course {
        points,
        scatter: Some(fit.curve.scatter),
        aicc: Some(fit.curve.aicc).filter(|value| value.is_finite()),
        aicc_of_the_other_form: fit.other.filter(|value| value.is_finite()),
        interval: Some(INTERVAL),
        path: path.into_iter().map(place).collect(),
        ..Course::default()
    };
    match fit.curve.form {
        Form::Line { slope, .. } => {
            course.form = "line";
            course.slope = Some(slope);
        }
        Form::Logistic { ceiling, rate, midpoint, .. } => {
            course.form = "logistic";
            (course.ceiling, course.rate, course.midpoint) = (Some(ceiling), Some(rate), Some(midpoint));
        }
    }
    course
}
