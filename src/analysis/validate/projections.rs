//! Numbers of persons with dementia and with care need against published projections.
//!
//! The projections hold rates of one year and let the population age; the model lives its persons under
//! its own assumptions. So they are compared and not judged.

use crate::analysis::published::{self, Quantity};
use crate::baseline::Baseline;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::run::RawCells;
use serde::Serialize;

/// A published projection beside the raw simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectionCheck {
    /// What is counted.
    pub quantity: Quantity,
    /// Calendar year; the model counts on 1 October.
    pub year: Year,
    /// Lower age; the group is open.
    pub age_from: u8,
    /// Published, persons.
    pub low: f64,
    /// Published, persons; more than `low` where the source could not be read exactly.
    pub high: f64,
    /// In the raw simulation, persons.
    pub simulated: f64,
    /// Relative difference of the simulation from the nearer end; 0 between them.
    pub relative: f64,
    /// Identifier of the source.
    pub source: String,
}

/// The published projections of the pack's population in the years of the run.
pub(super) fn checks(baseline: &Baseline, raw: &RawCells) -> Vec<ProjectionCheck> {
    let years = raw.persons.years();
    let rows = published::projections(&baseline.id).into_iter().filter(|row| years.contains(row.year));
    rows.filter_map(|row| {
        let grids = grids(baseline, raw, row.quantity)?;
        let ages = raw.persons.ages().iter().filter(|age| *age >= row.age_from);
        let persons = |grid: &&Grid| -> f64 {
            let of = |sex: Sex| ages.clone().map(|age| grid.get(sex, row.year, age)).sum::<f64>();
            baseline.sexes.iter().map(|&sex| of(sex)).sum()
        };
        let simulated: f64 = grids.iter().map(persons).sum();
        let nearest = simulated.clamp(row.low, row.high);
        Some(ProjectionCheck {
            quantity: row.quantity,
            year: row.year,
            age_from: row.age_from,
            low: row.low,
            high: row.high,
            simulated,
            relative: simulated / nearest - 1.0,
            source: row.source,
        })
    })
    .collect()
}

/// Sums over persons that together count a quantity; `None` if the pack does not have it.
fn grids<'a>(baseline: &Baseline, raw: &'a RawCells, quantity: Quantity) -> Option<Vec<&'a Grid>> {
    match quantity {
        Quantity::CareNeed => Some(raw.care.iter().collect()),
        Quantity::Dementia => {
            let place = baseline.conditions.iter().position(|condition| condition.id == "dementia")?;
            Some(vec![&raw.details[3 * place], &raw.details[3 * place + 1]])
        }
    }
}
