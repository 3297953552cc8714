//! Finds the normalisers of a pack: every cohort of the default reference, lived side by side.

use super::fit::Misfit;
use super::{RunError, Watch};
use crate::baseline::Baseline;
use crate::baseline::calibration::Calibration;
use crate::model::calibrate::{RowNormalisers, calibrate_cohort, expected_mean, steadied};
use crate::model::levers::LeverSet;
use crate::model::reference::Reference;
use crate::model::tables::{CohortTable, Frame, Inputs, cohort_hazards, cohort_tables};
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::plan::Plan;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Seed of the calibration; runs begin with seed 1, so that they do not meet the same persons.
const SEED: u64 = 0;
/// Draw number that keeps the calibration's persons apart from those of every run.
const DRAW: u32 = u32::MAX;

/// Normalisers from `persons` simulated residents of the first year.
///
/// # Errors
/// [`RunError::Unfit`] for a pack that needs none or has too many processes,
/// [`RunError::Cancelled`] when `watch` asks to stop.
pub fn calibrate(baseline: &Baseline, persons: u64, watch: &dyn Watch) -> Result<Calibration, RunError> {
    if !baseline.needs_calibration() {
        return Err(Misfit::NothingToCalibrate { pack: baseline.id.clone() }.into());
    }
    let frame = Frame::new(baseline);
    match frame.processes.list.len() {
        0..=8 => with_lanes::<8>(baseline, &frame, persons, watch),
        9..=super::simulate::MOST_LANES => {
            with_lanes::<{ super::simulate::MOST_LANES }>(baseline, &frame, persons, watch)
        }
        many => Err(super::simulate::too_many(many)),
    }
}

fn with_lanes<const LANES: usize>(
    baseline: &Baseline,
    frame: &Frame<'_>,
    persons: u64,
    watch: &dyn Watch,
) -> Result<Calibration, RunError> {
    let plan = Plan::default_trends();
    let reference = Reference::new(baseline, &plan)?;
    let no_levers = LeverSet::default();
    let inputs = Inputs {
        baseline,
        levers: &no_levers,
        plan: &plan,
        reference: &reference,
        frame,
        calibration: None,
        default_reference: None,
        years: baseline.years,
    };
    let weight = super::solve::residents(baseline) / persons as f64;
    let count = |represented: f64| (represented / weight).round().max(1.0) as u32;
    let tables: Vec<CohortTable<LANES>> = cohort_tables(cohort_hazards(&inputs), &inputs);
    let all = tables.len() as f64;
    let done = AtomicU64::new(0);
    let rows: Vec<(Sex, Vec<RowNormalisers>)> = tables
        .into_par_iter()
        .map(|table| {
            if watch.cancelled() {
                return Err(RunError::Cancelled);
            }
            let sex = table.cohort.sex;
            let rows = calibrate_cohort(&inputs, table, count, Draws::new(SEED, DRAW));
            watch.progress((done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / all);
            Ok((sex, rows))
        })
        .collect::<Result<_, RunError>>()?;
    Ok(gather(&inputs, persons, &rows))
}

/// Puts the rows of the cohorts in their cells. Cohorts that share the open group follow each other
/// from the oldest to the youngest, and the youngest, which has the most persons, is kept.
fn gather(inputs: &Inputs<'_>, persons: u64, cohorts: &[(Sex, Vec<RowNormalisers>)]) -> Calibration {
    let baseline = inputs.baseline;
    let mut calibration = baseline.empty_calibration(persons);
    let mut cases = vec![Grid::filled(baseline.years, baseline.ages, 0.0); baseline.causes.len()];
    for (sex, rows) in cohorts {
        for row in rows {
            let put = |grids: &mut [Grid], values: &[f64]| {
                for (grid, value) in grids.iter_mut().zip(values) {
                    grid.set(*sex, row.year, row.age, *value);
                }
            };
            put(&mut calibration.start, &row.start);
            put(&mut calibration.onset, &row.onset);
            put(&mut calibration.death, &row.death);
            put(&mut calibration.care, &row.care);
            put(&mut cases, &row.cases);
            for (condition, scales) in &mut calibration.direct {
                scales.set(*sex, row.year, row.age, row.direct[*condition]);
            }
            calibration.limitation.set(*sex, row.year, row.age, row.limitation);
        }
    }
    for (cause, cases) in cases.iter().enumerate() {
        let found = calibration.death[cause].clone();
        for (&sex, age) in
            baseline.sexes.iter().flat_map(|sex| baseline.ages.iter().map(move |age| (sex, age)))
        {
            if expected_mean(inputs, sex, age, cause).is_none() {
                continue;
            }
            for year in baseline.years.iter() {
                let value = smoothed(inputs, cause, &found, cases, (sex, year, age));
                calibration.death[cause].set(sex, year, age, value);
            }
        }
    }
    calibration
}

/// Ages on each side over which the mean ratio of an owned cause is smoothed. Years are not: the first
/// ones differ, because conditions are dealt independently and become correlated by living.
const AGE_WINDOW: u8 = 4;

/// The mean ratio of an owned cause relative to its expectation, averaged over neighbouring ages by
/// cases. That relation varies slowly with age, the noise of a cell does not.
fn smoothed(
    inputs: &Inputs<'_>,
    cause: usize,
    found: &Grid,
    cases: &Grid,
    (sex, year, age): (Sex, Year, u8),
) -> f64 {
    let ages = inputs.baseline.ages;
    let (mut relation, mut weight) = (0.0, 0.0);
    for near in age.saturating_sub(AGE_WINDOW)..=age.saturating_add(AGE_WINDOW) {
        if !ages.contains(near) {
            continue;
        }
        if let Some(expected) = expected_mean(inputs, sex, near, cause) {
            let counted = cases.get(sex, year, near);
            relation += counted * found.get(sex, year, near) / expected;
            weight += counted;
        }
    }
    let relation = if weight > 0.0 { relation / weight } else { 1.0 };
    let expected = expected_mean(inputs, sex, age, cause).unwrap_or(1.0);
    expected * steadied(relation, weight, 1.0)
}
