//! Errors of the anchors: survey, limitation curve, and trends after the last observation.

use super::inputs::{Input, List, Place};
use super::score::Luck;
use super::shape::Shape;
use crate::baseline::uncertainty::Errors;
use crate::baseline::{Baseline, Mortality};

/// Adds the errors that the pack states; none without them.
pub(super) fn add(list: &mut List, baseline: &Baseline) {
    let Some(errors) = &baseline.errors else { return };
    let correlation = errors.study_correlation.value;
    if let Mortality::Official(official) = &baseline.mortality
        && !official.paths.default.is_empty()
    {
        for &sex in &baseline.sexes {
            let luck = Luck::of_study("mortality trend", format!("mortality trend {sex}"), correlation);
            list.push(error(
                format!("life expectancy that leads mortality {sex}"),
                Place::LifeExpectancy { sex: sex.index() },
                ("years", 0.0, errors.life_expectancy.value),
                luck,
                &errors.life_expectancy.sources,
            ));
        }
    }
    if baseline.limitation.is_some() {
        add_limitation(list, baseline, errors);
    }
}

fn add_limitation(list: &mut List, baseline: &Baseline, errors: &Errors) {
    let Some(limitation) = &baseline.limitation else { return };
    let correlation = errors.study_correlation.value;
    for (target, known) in limitation.targets.iter().enumerate() {
        let (year, sex) = (known.year, known.sex);
        let luck = Luck::of_study(format!("survey {year}"), format!("survey {year} {sex}"), correlation);
        list.push(error(
            format!("healthy life expectancy {year} {sex}"),
            Place::SurveyTarget { target },
            ("years", known.value, errors.survey.value),
            luck,
            &errors.survey.sources,
        ));
    }
    for &sex in &baseline.sexes {
        let luck = Luck::of_study("limitation curve", format!("limitation curve {sex}"), correlation);
        list.push(error(
            format!("slope of the limitation curve {sex}"),
            Place::CurveSlope { sex: sex.index() },
            ("logit per 40 years", 0.0, errors.curve.value),
            luck,
            &errors.curve.sources,
        ));
    }
    for &sex in &baseline.sexes {
        let luck = Luck::of_study("limitation pace", format!("limitation pace {sex}"), correlation);
        let deviation = [errors.pace.male, errors.pace.female][sex.index()];
        list.push(error(
            format!("observed pace of limitation {sex}"),
            Place::Pace { sex: sex.index() },
            ("logit per year", limitation.observed_pace[sex.index()], deviation),
            luck,
            &errors.pace.sources,
        ));
    }
}

/// A normal error around a central value.
fn error(
    id: String,
    place: Place,
    (unit, central, deviation): (&'static str, f64, f64),
    luck: Luck,
    sources: &[String],
) -> Input {
    let shape = Shape::Normal { mean: central, deviation };
    let (kind, sources) = (place.kind(), sources.to_vec());
    Input { id, kind, central, unit, shape, luck, sources, least: f64::MIN, most: f64::MAX, place }
}
