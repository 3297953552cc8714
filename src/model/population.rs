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
    for &sex in &baseline.sexes {
        for age in ages.iter() {
            persons.set(sex, years.first, age, baseline.population.get(sex, baseline.years.first, age));
        }
    }
    let mut population = Population { persons, migrants: Grid::filled(years, ages, 0.0) };
    population.carry_on(baseline, mortality, infant, years);
    population
}

impl Population {
    /// Carries the population of the first of `years` through the later ones.
    pub fn carry_on(&mut self, baseline: &Baseline, mortality: &Grid, infant: &Grid, years: YearSpan) {
        let ages = baseline.ages;
        let Self { persons, migrants } = self;
        for &sex in &baseline.sexes {
            let hazard = |year: Year, age: u8| mortality.held(sex, year, age);
            let infant_fraction = |year: Year| infant.held(sex, year, ages.first);
            for start in years.first.0..years.last.0 {
                let (start, end) = (Year(start), Year(start + 1));
                persons.row_mut(sex, end).fill(0.0);
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
                    let present = persons.get(sex, end, age);
                    // No more can leave than are there: a scenario may have fewer than the counts were made for.
                    let net = net_migrants(baseline, sex, end, age).max(-present);
                    persons.set(sex, end, age, present + net);
                    migrants.set(sex, end, age, net);
                }
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Mortality;
    use crate::model::mortality;
    use crate::plan::MortalityAssumption;

    #[test]
    fn emigrants_are_taken_from_those_who_are_there_and_no_more() {
        let mut baseline = Baseline::japan().unwrap();
        let years = YearSpan { first: baseline.years.first, last: Year(baseline.years.first.0 + 2) };
        let Mortality::Official(official) = &baseline.mortality else { panic!("official rates") };
        let frozen = MortalityAssumption::Frozen;
        let rates = mortality::project(official, &baseline.sexes, &frozen, years).unwrap();
        let infant = mortality::infant_fractions(official, years);
        let (sex, year) = (Sex::Male, Year(years.first.0 + 1));
        let before = project(&baseline, &rates, &infant, years);
        let flows = baseline.net_migration.as_mut().unwrap();
        let (some, all) = (flows.get(sex, year, 30) - 1000.0, -1e9);
        flows.set(sex, year, 30, some);
        flows.set(sex, year, 40, all);
        let after = project(&baseline, &rates, &infant, years);

        let change = |age| after.persons.get(sex, year, age) - before.persons.get(sex, year, age);
        assert!((change(30) + 1000.0).abs() < 1e-6 && change(31) == 0.0, "{}", change(30));
        assert_eq!(after.migrants.get(sex, year, 30), some);
        assert_eq!(after.persons.get(sex, year, 40), 0.0);
        let stayed = before.persons.get(sex, year, 40) - before.migrants.get(sex, year, 40);
        assert!((after.migrants.get(sex, year, 40) + stayed).abs() < 1e-6, "as many leave as were there");
        // A year later the thousand are missing among the 31-year-olds, less those who would have died.
        let missing = before.persons.get(sex, years.last, 31) - after.persons.get(sex, years.last, 31);
        assert!((999.0..1000.0).contains(&missing), "{missing}");
        assert!(after.persons.row(sex, years.last).iter().all(|persons| *persons >= 0.0));
    }
}
