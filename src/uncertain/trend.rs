//! Errors of the anchors: survey, limitation curve, and trends after the last observation.

use super::inputs::{Input, Kind, List, Place};
use super::score::Luck;
use super::shape::Shape;
use crate::baseline::{Baseline, Mortality};

/// Standard error of healthy life expectancy in one survey, years. The official figures come without an
/// interval; with the effective samples of the survey it is below this, so intervals are rather too wide.
pub(super) const SURVEY_ERROR: f64 = 0.1;

/// Half width of the central 95% of the limitation curve at the two ends of life, as a share of its
/// value: the curve is fitted to integrals, its points are uncertain by 10 to 15%.
const CURVE_ERROR: f64 = 0.125;

/// 97.5% point of the standard normal.
const Z: f64 = 1.959_963_984_540_054;

/// Error of the observed yearly change of the limitation logit: a line through the surveys of 2010, 2013,
/// 2016 and 2019, each with [`SURVEY_ERROR`], at 6.5 years of healthy life per unit of the logit:
/// (0.1 / 6.5) / sqrt(4.5^2 + 1.5^2 + 1.5^2 + 4.5^2).
const PACE_ERROR: f64 = 0.0023;

/// Half width of the central 95% of the life expectancy that leads mortality in 2040, years: how far the
/// low and high mortality variants of the official projection of 2017 lie from its medium one (0.9 years
/// for men in 2048, 1.0 for women in 2051, less the shorter the look ahead).
const LIFE_EXPECTANCY_ERROR: f64 = 0.8;

pub(super) fn add(list: &mut List, baseline: &Baseline) {
    if let Mortality::Official(official) = &baseline.mortality
        && !official.paths.default.is_empty()
    {
        for &sex in &baseline.sexes {
            list.push(Input {
                id: format!("life expectancy that leads mortality {sex}"),
                kind: Kind::Trend,
                central: 0.0,
                unit: "years",
                shape: Shape::Normal { mean: 0.0, deviation: LIFE_EXPECTANCY_ERROR / Z },
                luck: Luck::of_study("mortality trend", format!("mortality trend {sex}")),
                sources: vec!["life_expectancy_anchor".to_owned()],
                least: f64::MIN,
                most: f64::MAX,
                place: Place::LifeExpectancy { sex: sex.index() },
            });
        }
    }
    if let Some(limitation) = &baseline.limitation {
        for (position, target) in limitation.targets.iter().enumerate() {
            let (year, sex) = (target.year, target.sex);
            list.push(Input {
                id: format!("healthy life expectancy {year} {sex}"),
                kind: Kind::Survey,
                central: target.value,
                unit: "years",
                shape: Shape::Normal { mean: target.value, deviation: SURVEY_ERROR },
                luck: Luck::of_study(format!("survey {year}"), format!("survey {year} {sex}")),
                sources: vec!["healthy_life_expectancy_target".to_owned()],
                least: 0.0,
                most: f64::MAX,
                place: Place::SurveyTarget { target: position },
            });
        }
        for &sex in &baseline.sexes {
            list.push(Input {
                id: format!("slope of the limitation curve {sex}"),
                kind: Kind::Survey,
                central: 0.0,
                unit: "logit per 40 years",
                shape: Shape::Normal { mean: 0.0, deviation: CURVE_ERROR / Z },
                luck: Luck::of_study("limitation curve", format!("limitation curve {sex}")),
                sources: vec!["limitation".to_owned()],
                least: f64::MIN,
                most: f64::MAX,
                place: Place::CurveSlope { sex: sex.index() },
            });
        }
        for &sex in &baseline.sexes {
            let mean = limitation.observed_pace[sex.index()];
            if mean != 0.0 {
                list.push(Input {
                    id: format!("observed pace of limitation {sex}"),
                    kind: Kind::Trend,
                    central: mean,
                    unit: "logit per year",
                    shape: Shape::Normal { mean, deviation: PACE_ERROR },
                    luck: Luck::of_study("limitation pace", format!("limitation pace {sex}")),
                    sources: vec!["limitation_pace".to_owned()],
                    least: f64::MIN,
                    most: f64::MAX,
                    place: Place::Pace { sex: sex.index() },
                });
            }
        }
    }
}
