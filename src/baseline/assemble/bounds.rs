//! Bounds on whole tables: what is allowed row by row may still be no population at all, or one that
//! no machine could simulate.

use super::schema::{self, TableKind};
use crate::baseline::Baseline;
use crate::baseline::error::LoadError;
use crate::baseline::load::Files;
use crate::num::grid::Grid;
use crate::num::units::Year;

/// Most persons that may enter, come or leave in a year, in multiples of the first stock.
const LARGEST_FLOW: f64 = 10.0;

/// Checks that somebody lives in the pack, and that the flows are of the size of a population.
pub(super) fn check(files: &Files, baseline: &Baseline) -> Result<(), LoadError> {
    let stock = total(baseline, &baseline.population, baseline.years.first);
    let wrong = |kind: TableKind, message: String| LoadError::Inconsistent {
        file: files.label(kind.file),
        line: None,
        message,
    };
    if stock <= 0.0 || !stock.is_finite() {
        let message = format!("the persons add up to {stock}; allowed: a finite number above 0");
        return Err(wrong(schema::POPULATION, message));
    }
    let flows = [
        (schema::ENTRANTS, Some(&baseline.entrants)),
        (schema::NET_MIGRATION, baseline.net_migration.as_ref()),
    ];
    for (kind, grid) in flows {
        let Some(grid) = grid else { continue };
        for year in grid.years().iter() {
            let flow = total(baseline, grid, year);
            if !flow.is_finite() || flow > LARGEST_FLOW * stock {
                return Err(wrong(
                    kind,
                    format!(
                        "year {year}: the persons add up to {flow:.0}; allowed: at most {LARGEST_FLOW} times the {stock:.0} of the first stock"
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// Persons of a year, comings and goings both counted as positive.
fn total(baseline: &Baseline, grid: &Grid, year: Year) -> f64 {
    baseline.sexes.iter().flat_map(|sex| grid.row(*sex, year)).map(|persons| persons.abs()).sum()
}
