//! Smaller runs of other persons: their spread is the Monte-Carlo error of what no formula gives.

use super::REPLICATES;
use crate::analysis::Part;
use crate::baseline::Baseline;
use crate::num::units::Year;
use crate::plan::Plan;
use crate::run::{Persons, RawCells, RunError, RunSettings, Watch, raw_cells_of};

/// Runs that together have as many persons as the main one, to a last year, one after the other.
pub(super) fn each(
    baseline: &Baseline,
    settings: &RunSettings,
    (persons, last): (u64, Year),
    watch: &dyn Watch,
    mut seen: impl FnMut(&RawCells),
) -> Result<(), RunError> {
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
        seen(&raw_cells_of(baseline, &Plan::default_trends(), &settings, &part)?);
    }
    Ok(())
}

/// Standard error of the mean of independent values.
pub(super) fn error_of_mean(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (count * (count - 1.0))).sqrt()
}
