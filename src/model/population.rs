//! The population by exact cohort-component arithmetic.
//!
//! Survivors of a step carry the Lexis-averaged hazard of [`super::clock`]; births and migrants are
//! exogenous counts that no policy changes. Net migration is given by the 1 October a step ends on,
//! as the persons then present (or gone) by their age on that day.

use super::clock::{count_over_step, death_on_entry, death_over_step};
use crate::baseline::Baseline;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};

/// Persons on 1 October and the flows that lead from one year to the next.
#[derive(Debug, Clone)]
pub struct Population {
    /// Persons on 1 October.
    pub persons: Grid,
    /// Net migrants present on 1 October of the year who came or left during the step before,
    /// persons, at their age on that day. Zero in the first year.
    pub migrants: Grid,
}

/// Persons entering the youngest age during the step that ends on 1 October of `year`.
#[must_use]
pub fn entrants(baseline: &Baseline, sex: Sex, year: Year) -> f64 {
    let first = baseline.ages.first;
    count_over_step(Year(year.0 - 1), |calendar| baseline.entrants.held(sex, calendar, first))
}

/// Carries the population of the first year through `years` under the given hazards.
#[must_use]
pub fn project(baseline: &Baseline, mortality: &Grid, infant: &Grid, years: YearSpan) -> Population {
    let ages = baseline.ages;
    let mut persons = Grid::filled(years, ages, 0.0);
    let mut migrants = Grid::filled(years, ages, 0.0);
    for &sex in &baseline.sexes {
        for age in ages.iter() {
            persons.set(sex, years.first, age, baseline.population.get(sex, baseline.years.first, age));
        }
        let hazard = |year: Year, age: u8| mortality.held(sex, year, age);
        let infant_fraction = |year: Year| infant.held(sex, year, ages.first);
        for start in years.first.0..years.last.0 {
            let (start, end) = (Year(start), Year(start + 1));
            for age in ages.iter() {
                let cumulative = death_over_step(start, age, ages.first, hazard, infant_fraction);
                let Some(arrival) = age_after_step(age, ages.last, ages.open) else { continue };
                let stayed = persons.get(sex, start, age) * libm::exp(-cumulative);
                persons.set(sex, end, arrival, persons.get(sex, end, arrival) + stayed);
            }
            let cumulative = death_on_entry(start, ages.first, hazard, infant_fraction);
            let born = entrants(baseline, sex, end) * libm::exp(-cumulative);
            persons.set(sex, end, ages.first, persons.get(sex, end, ages.first) + born);
            for age in ages.iter() {
                let net = net_migrants(baseline, sex, end, age);
                persons.set(sex, end, age, persons.get(sex, end, age) + net);
                migrants.set(sex, end, age, net);
            }
        }
    }
    Population { persons, migrants }
}

/// Completed age a year later: the open group keeps its members, a closed last age loses them.
#[must_use]
pub const fn age_after_step(age: u8, last: u8, open: bool) -> Option<u8> {
    if age < last {
        Some(age + 1)
    } else if open {
        Some(last)
    } else {
        None
    }
}

/// Net migrants of the step that ends on 1 October of `year`, by age on that day, persons.
fn net_migrants(baseline: &Baseline, sex: Sex, year: Year, age: u8) -> f64 {
    baseline
        .net_migration
        .as_ref()
        .map_or(0.0, |counts| if counts.ages().contains(age) { counts.held(sex, year, age) } else { 0.0 })
}
