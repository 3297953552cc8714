//! Net flow of persons between two 1 Octobers, by age on the later one.
//!
//! To 2020 the flow is what closes the official populations of 2015 and 2020: for each cohort the
//! gap between the official stock of 2020 and the survivors of 2015 (or of the births since) is
//! spread in equal parts over its steps, as the Statistics Bureau spreads the difference that a
//! census brings to light. A part that arrives at the end of step k has survived the steps after it:
//!
//! ```text
//! gap = f * sum over steps k of S(k -> 2020)
//! ```
//!
//! From 2021 it is published net migration by calendar year; of those counted at age a, half belong
//! to the cohort that has just turned a and half to the one a year older by the end of the step.

use super::Built;
use super::mortality::{LAST_AGE, LifeTables};
use super::population::Births;
use super::source::{Source, letter};
use super::text::Table;
use kenju::model::clock::{death_on_entry, death_over_step};
use kenju::num::grid::Grid;
use kenju::num::units::{AgeSpan, Sex, Year, YearSpan};
use std::path::Path;

const CENSUS_BEFORE: Year = Year(2015);
const CENSUS: Year = Year(2020);
/// Oldest age published singly: no adjustment is computed above it.
const OLDEST_PUBLISHED: u8 = 99;
/// Year whose pattern by sex and age is used where only totals are published.
const PATTERN: Year = Year(2023);

/// The table of all steps that end in `years`.
pub fn table(
    folder: &Path,
    life: &LifeTables,
    residents: &Grid,
    births: &Births,
    years: YearSpan,
    built: &mut Built,
) -> Result<Table, String> {
    let ages = AgeSpan { first: 0, last: LAST_AGE, open: true };
    let mut flow = Grid::filled(years, ages, 0.0);
    for sex in Sex::ALL {
        for age in 0..=OLDEST_PUBLISHED {
            close_cohort(&mut flow, life, residents, births, sex, age);
        }
    }
    let migration = Migration::read(folder)?;
    for year in years.iter().filter(|year| *year > CENSUS) {
        for sex in Sex::ALL {
            for age in ages.iter() {
                flow.set(sex, year, age, migration.of_step(sex, year, age)?);
            }
        }
    }
    let mut table = Table::new("net_migration", "year,sex,age,persons");
    for year in years.iter() {
        let total = |from: u8| -> f64 {
            Sex::ALL
                .iter()
                .map(|sex| (from..=LAST_AGE).map(|age| flow.get(*sex, year, age)).sum::<f64>())
                .sum()
        };
        built.notes.push(format!(
            "net flow of the step to {year}: {:.0}, at 65 and over {:.0}",
            total(0),
            total(65)
        ));
        for sex in Sex::ALL {
            for age in ages.iter() {
                table.row(format_args!("{year},{sex},{age}"), &[flow.get(sex, year, age)]);
            }
        }
    }
    Ok(table)
}

/// Spreads the gap of the cohort that is `age` in the census year over its steps.
fn close_cohort(flow: &mut Grid, life: &LifeTables, residents: &Grid, births: &Births, sex: Sex, age: u8) {
    let hazard = |year: Year, x: u8| life.rates.get(sex, year, x.min(LAST_AGE));
    let infant = |year: Year| life.infant_fraction.get(sex, year, 0);
    let steps = u16::from(age.min(4)) + 1;
    let first_end = Year(CENSUS.0 + 1 - steps);
    let age_at = |year: Year| age - (CENSUS.0 - year.0) as u8;
    let survival = |end: Year| -> f64 {
        let start = Year(end.0 - 1);
        (-death_over_step(start, age_at(end) - 1, 0, hazard, infant)).exp()
    };
    let mut stock = if age < 5 {
        births.of_step(sex, first_end) * (-death_on_entry(Year(first_end.0 - 1), 0, hazard, infant)).exp()
    } else {
        residents.get(sex, CENSUS_BEFORE, age - 5) * survival(first_end)
    };
    let mut surviving_parts = 1.0;
    for end in first_end.0 + 1..=CENSUS.0 {
        let share = survival(Year(end));
        stock *= share;
        surviving_parts = surviving_parts * share + 1.0;
    }
    let part = (residents.get(sex, CENSUS, age) - stock) / surviving_parts;
    for end in first_end.0..=CENSUS.0 {
        if flow.years().contains(Year(end)) {
            flow.set(sex, Year(end), age_at(Year(end)), part);
        }
    }
}

/// Published net migration by calendar year, sex and age.
struct Migration {
    detailed: super::source::Values,
    totals: super::source::Values,
    pattern_total: f64,
}

impl Migration {
    fn read(folder: &Path) -> Result<Self, String> {
        let source = Source::read(folder, "migration")?;
        let detailed = source.values(
            &[("source_id", "UN_WPP2024"), ("variant", "medium")],
            &["year", "sex", "age"],
            "net_migrants_persons",
        )?;
        let totals = source.values(
            &[("source_id", "UN_WPP2024"), ("variant", "estimate"), ("age", "all")],
            &["year"],
            "net_migrants_persons",
        )?;
        let mut migration = Self { detailed, totals, pattern_total: 0.0 };
        for sex in Sex::ALL {
            for age in 0..=LAST_AGE {
                migration.pattern_total += migration.detail(PATTERN, sex, age)?;
            }
        }
        Ok(migration)
    }

    fn detail(&self, year: Year, sex: Sex, age: u8) -> Result<f64, String> {
        if age > 100 { Ok(0.0) } else { self.detailed.get(format!("{year} {} {age}.0", letter(sex))) }
    }

    fn of_year(&self, year: Year, sex: Sex, age: u8) -> Result<f64, String> {
        if year < PATTERN {
            Ok(self.detail(PATTERN, sex, age)? * (self.totals.get(year)? / self.pattern_total))
        } else {
            self.detail(year, sex, age)
        }
    }

    fn of_step(&self, sex: Sex, end: Year, age: u8) -> Result<f64, String> {
        let counted = |age: u8| -> Result<f64, String> {
            Ok(0.25 * self.of_year(Year(end.0 - 1), sex, age)? + 0.75 * self.of_year(end, sex, age)?)
        };
        let turned = 0.5 * counted(age)?;
        if age == 0 { Ok(turned) } else { Ok(turned + 0.5 * counted(age - 1)?) }
    }
}
