//! Caps on what all levers together may do: assumptions of the pack that the user sees.
//!
//! The mean change in the population is taken as if everybody were eligible, an upper bound: coverage
//! above the reference path times effect, summed over levers, the strongest alone within a stacking
//! group. Where it passes the cap in some year, all actions concerned shrink by the same share.

use super::{Action, LeverSet, Work};
use crate::baseline::Baseline;
use crate::model::exposure::Exposures;
use crate::num::units::YearSpan;
use std::collections::BTreeMap;

/// The risk factor whose mean change is capped.
const CAPPED_FACTOR: &str = "sbp";

/// A cap that binds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Capped {
    /// Mean change of blood pressure, mmHg: without the cap, and the cap.
    BloodPressure(f64, f64),
    /// Mean ratio of the hazard of first care need: without the cap, and the cap.
    CareOnset(f64, f64),
}

/// Shrinks the actions of levers to the caps of the pack.
pub(super) fn apply(
    set: &mut LeverSet<'_>,
    baseline: &Baseline,
    exposures: Option<&Exposures<'_>>,
    years: YearSpan,
) {
    let caps = baseline.levers.caps;
    let pressure = exposures.and_then(|exposures| exposures.model.factor(CAPPED_FACTOR));
    let fall = |action: &Action| match action.work {
        Work::Edge(_, shift) if Some(shift.factor) == pressure && !shift.scored => Some(-shift.amount),
        _ => None,
    };
    let onset_lane = care_lane(baseline, set);
    let relief = |action: &Action| match action.work {
        Work::Ratio(logarithm) if onset_lane.is_some_and(|lane| action.lanes == [lane]) => {
            Some(1.0 - libm::exp(logarithm))
        }
        _ => None,
    };
    let total = largest_mean(set, &fall, years);
    if total > -caps.blood_pressure {
        let share = -caps.blood_pressure / total;
        shrink(set, &fall, share);
        set.capped.push(Capped::BloodPressure(-total, caps.blood_pressure));
    }
    let total = largest_mean(set, &relief, years);
    if total > 1.0 - caps.care_onset {
        // Ratios shrink on their logarithm: the mean ratio is brought to the cap to first order.
        let share = libm::log(caps.care_onset) / libm::log((1.0 - total).max(1e-3));
        shrink(set, &relief, share);
        set.capped.push(Capped::CareOnset(1.0 - total, caps.care_onset));
    }
}

/// The lane of first care need, as the actions name it.
fn care_lane(baseline: &Baseline, set: &LeverSet<'_>) -> Option<usize> {
    use crate::baseline::levers::Target;
    baseline.care.as_ref()?;
    set.levers.iter().find_map(|lever| {
        let direct = |action: &&Action| lever.definition.channels[action.channel].acts == Target::CareOnset;
        lever.actions.iter().find(direct).and_then(|action| action.lanes.first().copied())
    })
}

/// Largest mean benefit of a year.
fn largest_mean(set: &LeverSet<'_>, benefit: &dyn Fn(&Action) -> Option<f64>, years: YearSpan) -> f64 {
    let mean_of = |year| {
        let mut alone = 0.0;
        let mut stacked: BTreeMap<&str, f64> = BTreeMap::new();
        for lever in set.levers.iter().filter(|lever| lever.is_set()) {
            // Several edges carry one shift: it counts once.
            let Some((action, amount)) =
                lever.actions.iter().find_map(|action| Some((action, benefit(action)?)))
            else {
                continue;
            };
            let coverage =
                |own: Option<f64>| own.unwrap_or_else(|| lever.definition.reference_coverage(year));
            let own = lever.setting.and_then(|setting| setting.coverage.as_ref()?.at(year));
            let [usual, adherence] = lever.adherence(year);
            let more = coverage(own) * adherence - coverage(None) * usual;
            let mean = more * amount;
            match action.group(lever) {
                Some(group) => {
                    let strongest = stacked.entry(group).or_insert(0.0);
                    *strongest = strongest.max(mean);
                }
                None => alone += mean,
            }
        }
        alone + stacked.values().sum::<f64>()
    };
    years.iter().map(mean_of).fold(0.0, f64::max)
}

fn shrink(set: &mut LeverSet<'_>, concerned: &dyn Fn(&Action) -> Option<f64>, share: f64) {
    for action in set.levers.iter_mut().flat_map(|lever| &mut lever.actions) {
        if concerned(action).is_some() {
            action.cap *= share;
        }
    }
}
