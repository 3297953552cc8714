//! Targets of the pack against the raw simulation.

use super::{REPLICATES, TargetCheck};
use crate::analysis::Part;
use crate::baseline::health::{TargetKind, TargetQuantity, TargetUnit};
use crate::baseline::{Baseline, Target};
use crate::model::observe::risk::quantities;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year};
use crate::outcome::series::Group;
use crate::plan::Plan;
use crate::run::{Persons, RawCells, RunError, RunSettings, Watch, raw_cells_of};

/// The pack's targets in the years of the run against it.
pub(super) fn checks(
    baseline: &Baseline,
    raw: &RawCells,
    settings: &RunSettings,
    persons: u64,
    watch: &dyn Watch,
) -> Result<Vec<TargetCheck>, RunError> {
    let years = raw.persons.years();
    let targets: Vec<&Target> =
        baseline.targets.iter().filter(|target| years.contains(target.year)).collect();
    let Some(last) = targets.iter().map(|target| target.year).max() else { return Ok(Vec::new()) };
    let mut values = vec![Vec::new(); targets.len()];
    for replicate in 0..REPLICATES {
        let settings = RunSettings {
            persons: Persons::Count((persons / REPLICATES).max(1)),
            // Seeds far from those that users count through.
            seed: settings.seed.wrapping_add((replicate + 1) << 32),
            until: last,
            ..settings.clone()
        };
        let share = |replicate: u64| replicate as f64 / REPLICATES as f64;
        let part = Part { watch, from: share(replicate), to: share(replicate + 1) };
        let raw = raw_cells_of(baseline, &Plan::default_trends(), &settings, &part)?;
        for (values, target) in values.iter_mut().zip(&targets) {
            values.push(simulated(baseline, &raw, target));
        }
    }
    let checks = targets.iter().zip(&values);
    Ok(checks.map(|(target, values)| target_check(baseline, raw, target, error_of_mean(values))).collect())
}

/// Standard error of the mean of independent values.
fn error_of_mean(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (count * (count - 1.0))).sqrt()
}

fn target_check(baseline: &Baseline, raw: &RawCells, target: &Target, se: f64) -> TargetCheck {
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
        se,
        tolerance: target.tolerance,
        // A quantity that cannot be computed is not a number, and no number lies in its band.
        pass: difference.abs() <= target.tolerance,
        source: target.source.clone(),
    }
}

/// What a target measures, in its unit, in the raw simulation.
fn simulated(baseline: &Baseline, raw: &RawCells, target: &Target) -> f64 {
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
