//! Targets of the pack against the raw simulation.

use super::TargetCheck;
use super::replicates::error_of_mean;
use crate::baseline::health::{TargetKind, TargetQuantity, TargetUnit};
use crate::baseline::{Baseline, Target};
use crate::model::observe::risk::quantities;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year};
use crate::outcome::series::Group;
use crate::run::RawCells;

/// The pack's targets in the years of the run.
pub(super) fn asked<'a>(baseline: &'a Baseline, raw: &RawCells) -> Vec<&'a Target> {
    let years = raw.persons.years();
    baseline.targets.iter().filter(|target| years.contains(target.year)).collect()
}

/// A target against the raw simulation, with the values that smaller runs have for it.
pub(super) fn check(baseline: &Baseline, raw: &RawCells, target: &Target, values: &[f64]) -> TargetCheck {
    let value = simulated(baseline, raw, target);
    let difference = value - target.value;
    TargetCheck {
        id: target.id.clone(),
        year: target.year,
        sex: Group::of(target.sex),
        ages: target.ages,
        unit: match target.unit {
            TargetUnit::Persons => "persons",
            TargetUnit::Share => "share",
            TargetUnit::Mean => "mean",
        },
        status: match target.kind {
            TargetKind::Fitted => "fitted",
            TargetKind::Free => "free",
        },
        target: target.value,
        simulated: value,
        difference,
        se: error_of_mean(values),
        tolerance: target.tolerance,
        // A quantity that cannot be computed is not a number, and no number lies in its band.
        pass: difference.abs() <= target.tolerance,
        source: target.source.clone(),
    }
}

/// What a target measures, in its unit, in the raw simulation.
pub(super) fn simulated(baseline: &Baseline, raw: &RawCells, target: &Target) -> f64 {
    let grids = grids(baseline, raw, target);
    let count = |sexes: &[Sex], ages: (u8, u8)| -> f64 {
        grids.iter().map(|grid| sum(grid, sexes, target.year, ages)).sum()
    };
    let mean = |sexes: &[Sex], ages| count(sexes, ages) / sum(&raw.persons, sexes, target.year, ages);
    let sexes = Group::of(target.sex).members();
    match target.unit {
        TargetUnit::Persons => count(sexes, target.ages),
        TargetUnit::Share | TargetUnit::Mean if target.respondents.is_empty() => mean(sexes, target.ages),
        TargetUnit::Share | TargetUnit::Mean => {
            // The mean a survey finds that has so many respondents of each sex and age group.
            let groups = target.respondents.iter().filter_map(|group| {
                let ages = (group.ages.0.max(target.ages.0), group.ages.1.min(target.ages.1));
                (ages.0 <= ages.1).then(|| (group.persons, mean(&[group.sex], ages)))
            });
            let (values, respondents) = groups.fold((0.0, 0.0), |(values, persons), (count, mean)| {
                (values + count * mean, persons + count)
            });
            values / respondents
        }
    }
}

/// Sums over persons whose sum a target counts.
fn grids<'a>(baseline: &Baseline, raw: &'a RawCells, target: &Target) -> Vec<&'a Grid> {
    let detail = |index: usize| &raw.details[index];
    match &target.what {
        TargetQuantity::Onset(condition) => vec![detail(3 * condition + 2)],
        TargetQuantity::Prevalence(condition) => vec![detail(3 * condition), detail(3 * condition + 1)],
        TargetQuantity::CareNeed(Some(level)) => vec![&raw.care[*level]],
        TargetQuantity::CareNeed(None) => raw.care.iter().collect(),
        TargetQuantity::Deaths(causes) if causes.is_empty() => vec![&raw.deaths],
        TargetQuantity::Deaths(causes) => {
            causes.iter().map(|cause| detail(3 * baseline.conditions.len() + cause)).collect()
        }
        TargetQuantity::Smoking | TargetQuantity::FactorMean(_) | TargetQuantity::FactorAtLeast(..) => {
            let place = quantities(baseline).iter().position(|known| **known == target.what);
            place.and_then(|place| raw.risk.get(place)).into_iter().collect()
        }
    }
}

/// Sum over sexes and ages in a year.
fn sum(grid: &Grid, sexes: &[Sex], year: Year, ages: (u8, u8)) -> f64 {
    let AgeSpan { first, last, .. } = grid.ages();
    let ages = ages.0.max(first)..=ages.1.min(last);
    sexes.iter().map(|&sex| ages.clone().map(|age| grid.get(sex, year, age)).sum::<f64>()).sum()
}
