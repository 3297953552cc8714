//! One sample of a pack and of a plan's trends.

use super::inputs::{Place, inputs};
use super::{Input, value};
use crate::baseline::health::{LimitationEffect, QuitDecay};
use crate::baseline::levers::{Lasting, Onset};
use crate::baseline::{Baseline, Mortality};
use crate::num::grid::Grid;
use crate::num::special::{expit, logit};
use crate::num::units::Sex;
use crate::plan::Plan;
use std::borrow::Cow;

/// The pack with every uncertain input at its value in a draw; the pack itself for draw 0.
///
/// Normalisers stay those of the central inputs.
#[must_use]
pub fn drawn(baseline: &Baseline, seed: u64, draw: u32) -> Cow<'_, Baseline> {
    if draw == 0 {
        return Cow::Borrowed(baseline);
    }
    // Read once for all draws: a copy made before would read the file again.
    let _ = baseline.needs_calibration().then(|| baseline.calibration());
    let mut own = baseline.clone();
    for input in inputs(baseline) {
        put(&mut own, &input, value(&input, seed, draw));
    }
    Cow::Owned(own)
}

/// A plan under a drawn pack: where its pace of limitation is a share of the pack's observed pace, it is
/// the same share of the drawn one. A pace that is the user's own is kept.
#[must_use]
pub fn drawn_plan(plan: &Plan, central: &Baseline, drawn: &Baseline) -> Plan {
    let mut own = plan.clone();
    if let (Some(usual), Some(drawn)) = (&central.limitation, &drawn.limitation) {
        for share in super::PACES.into_iter().filter(|share| *share > 0.0) {
            if plan.limitation_pace == usual.observed_pace.map(|pace| share * pace) {
                own.limitation_pace = drawn.observed_pace.map(|pace| share * pace);
                break;
            }
        }
    }
    own
}

fn put(baseline: &mut Baseline, input: &Input, value: f64) {
    match input.place {
        Place::Effect { lever, channel } => {
            if let Some(effect) = &mut baseline.levers.levers[lever].channels[channel].effect {
                effect.default = value;
            }
        }
        Place::Believed { lever, channel } => {
            baseline.levers.levers[lever].channels[channel].shrink.0 = value;
        }
        Place::Timing { lever, channel } => {
            let channel = &mut baseline.levers.levers[lever].channels[channel];
            match (&mut channel.lasting, &mut channel.onset) {
                (Lasting::LinearToZero(years) | Lasting::HalfLife(years), _)
                | (_, Onset::PhasedIn(years) | Onset::After(years)) => *years = value,
                _ => {}
            }
        }
        Place::Recovery | Place::LevelOneLimitation | Place::CareMortality => {
            put_care(baseline, input, value);
        }
        Place::Limitation { condition } => {
            baseline.conditions[condition].limitation = LimitationEffect::LogOdds(value);
        }
        Place::CareOnset { condition, state } => baseline.conditions[condition].care_onset[state] = value,
        Place::CareProgression { condition, state } => {
            baseline.conditions[condition].care_progression[state] = value;
        }
        Place::SurveyTarget { .. } | Place::CurveSlope { .. } | Place::Pace { .. } => {
            put_limitation(baseline, input, value);
        }
        Place::LifeExpectancy { sex } => put_life_expectancy(baseline, Sex::ALL[sex], value),
        Place::ConditionCost { condition } => {
            if let Some(costs) = &mut baseline.costs {
                costs.conditions[condition].yen = value;
            }
        }
        Place::Ceiling { .. } | Place::Speed { .. } | Place::TakenUp => put_adoption(baseline, input, value),
        _ => put_risk(baseline, input, value),
    }
}

fn put_risk(baseline: &mut Baseline, input: &Input, value: f64) {
    let Some(risk) = &mut baseline.risk else { return };
    match input.place {
        Place::Ratio { edge, stratum, category } => risk.edges[edge].strata[stratum].rr[category] = value,
        Place::EdgeBelieved { edge } => risk.edges[edge].shrink.0 = value,
        Place::Lag { edge } => risk.edges[edge].lag.0 = value,
        Place::QuitHalfLife { edge } => {
            if let Some(QuitDecay::HalfLife { years, .. }) = &mut risk.edges[edge].quit_decay {
                *years = value;
            }
        }
        Place::UsualShare { factor } => risk.factors[factor].usual_share = value,
        Place::Mixing => risk.mixing = value,
        _ => {}
    }
}

fn put_care(baseline: &mut Baseline, input: &Input, value: f64) {
    let Some(care) = &mut baseline.care else { return };
    match input.place {
        Place::Recovery => care.recovery = value,
        Place::LevelOneLimitation => care.limitation_log_odds = value,
        Place::CareMortality => {
            for ratios in &mut care.mortality_ratio {
                *ratios = mapped(ratios, |_, ratio| libm::pow(ratio, value));
            }
        }
        _ => {}
    }
}

fn put_limitation(baseline: &mut Baseline, input: &Input, value: f64) {
    let Some(limitation) = &mut baseline.limitation else { return };
    match input.place {
        Place::SurveyTarget { target } => limitation.targets[target].value = value,
        Place::Pace { sex } => limitation.observed_pace[sex] = value,
        Place::CurveSlope { sex } => {
            let curve = &limitation.curve;
            limitation.curve = Grid::from_fn(curve.years(), curve.ages(), |of, year, age| {
                let share = curve.get(of, year, age);
                let inside = share > 0.0 && share < 1.0;
                if of.index() != sex || !inside {
                    return share;
                }
                // Full size forty years from the middle of life, in opposite directions.
                let place = ((f64::from(age) - 60.0) / 40.0).clamp(-1.0, 1.0);
                expit(logit(share) + value * place)
            });
        }
        _ => {}
    }
}

fn put_adoption(baseline: &mut Baseline, input: &Input, value: f64) {
    let pipelines = &mut baseline.pipelines;
    match input.place {
        Place::Ceiling { trial } => {
            if let Some(adoption) = &mut pipelines.trials[trial].adoption {
                adoption.ceiling.value = value;
            }
        }
        Place::Speed { trial } => {
            if let Some(adoption) = &mut pipelines.trials[trial].adoption {
                adoption.speed.value = value;
            }
        }
        Place::TakenUp => {
            if let Some(enablers) = &mut pipelines.enablers {
                enablers.positive_adopted.value = value;
            }
        }
        _ => {}
    }
}

/// Moves the life expectancies that lead mortality after the last observed year: the error of a projection
/// grows with the square root of the years it looks ahead, as that of a random walk does, and is `error` at
/// the year of the first anchor of the default path.
fn put_life_expectancy(baseline: &mut Baseline, sex: Sex, error: f64) {
    let Mortality::Official(official) = &mut baseline.mortality else { return };
    let last = official.observed.years().last;
    let Some(first) = official.paths.default.iter().map(|anchor| anchor.year).min() else { return };
    for anchor in official.anchors.iter_mut().filter(|anchor| anchor.sex == sex && anchor.year > last) {
        let ahead = f64::from(anchor.year.0 - last.0) / f64::from(first.0 - last.0);
        anchor.value += error * libm::sqrt(ahead);
    }
}

/// A table with every value changed.
fn mapped(grid: &Grid, change: impl Fn(u8, f64) -> f64) -> Grid {
    Grid::from_fn(grid.years(), grid.ages(), |sex, year, age| change(age, grid.get(sex, year, age)))
}
