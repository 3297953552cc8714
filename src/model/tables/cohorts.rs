//! The cohorts of a world, and the same cohorts under other levers.

use super::{Builder, CohortTable, Inputs};
use crate::model::clock::Cohort;
use crate::model::effects::condition_effects;
use crate::model::levers::table::{CohortYears, LeverTable};
use crate::num::units::Year;
use std::sync::Arc;

/// Builds the tables of every cohort present in some year, in a fixed order.
#[must_use]
pub fn cohort_tables<const LANES: usize>(inputs: &Inputs<'_>) -> Vec<CohortTable<LANES>> {
    let (baseline, years) = (inputs.baseline, inputs.years);
    let mut tables = Vec::new();
    for &sex in &baseline.sexes {
        // They depend on sex and age only, and every cohort needs them in every year.
        let effects =
            baseline.ages.iter().map(|age| condition_effects(baseline, inputs.frame, sex, age)).collect();
        let builder = Builder { inputs, sex, effects };
        for age in baseline.ages.iter().rev() {
            tables.push(builder.table(i32::from(years.first.0) - i32::from(age)));
        }
        for year in years.first.0 + 1..=years.last.0 {
            tables.push(builder.table(i32::from(year) - i32::from(baseline.ages.first)));
        }
    }
    tables
}

/// The same cohorts under the levers of another world. Levers change no row of a cohort, so everything but
/// the tables of levers is shared; the inputs must differ in their levers only.
#[must_use]
pub fn with_levers<const LANES: usize>(
    tables: &[CohortTable<LANES>],
    inputs: &Inputs<'_>,
) -> Vec<CohortTable<LANES>> {
    let own = |table: &CohortTable<LANES>| CohortTable {
        cohort: table.cohort,
        first_year: table.first_year,
        rows: Arc::clone(&table.rows),
        ages: table.ages.clone(),
        entry: table.entry,
        staying: table.staying.clone(),
        origins: table.origins.clone(),
        risks: Arc::clone(&table.risks),
        levers: lever_tables(inputs, table.cohort, table.first_year, &table.ages),
    };
    tables.iter().map(own).collect()
}

/// What the levers of a world do to a cohort.
pub(super) fn lever_tables(
    inputs: &Inputs<'_>,
    cohort: Cohort,
    first_year: Year,
    ages: &[u8],
) -> Vec<LeverTable> {
    let years = CohortYears {
        sex: cohort.sex,
        first_year,
        first_age: cohort.age_in(first_year),
        ages,
        last_age: inputs.baseline.ages.last,
    };
    let employment = inputs.baseline.levers.employment.as_ref();
    LeverTable::of(inputs.levers, &years, employment, inputs.frame.exposures.as_ref())
}
