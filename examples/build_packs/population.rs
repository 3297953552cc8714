//! Residents on 1 October, births and net migration.
//!
//! The single-age estimates of residents stop at 99; the persons of 100 and more come from the
//! Japanese Mortality Database and are spread over 100-110 in proportion to the person-years L(x)
//! of the life table of the year.

use super::Built;
use super::mortality::{LAST_AGE, LifeTables};
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::{AgeSpan, Sex, Year, YearSpan};
use std::path::Path;

const YEARS: YearSpan = YearSpan::new(2016, 2050);
/// Calendar years of the way from one census to the next.
const ADJUSTED: YearSpan = YearSpan::new(2016, 2020);
/// Years for which the residents are published by single age.
pub const ESTIMATED: YearSpan = YearSpan::new(2016, 2021);

/// Residents on 1 October by sex, year and single age.
pub fn residents(folder: &Path, life: &LifeTables) -> Result<Grid, String> {
    let source = Source::read(folder, "population_by_age_sex")?;
    let published = source.values(
        &[("universe", "total_residents"), ("reference", "1_october")],
        &["year", "sex", "age"],
        "population",
    )?;
    let database = source.values(
        &[("universe", "japanese_nationals"), ("source_id", "JMD2026"), ("age", "100")],
        &["year", "sex"],
        "population",
    )?;
    let mut grid = Grid::filled(ESTIMATED, AgeSpan { first: 0, last: LAST_AGE, open: true }, 0.0);
    for sex in Sex::ALL {
        for year in ESTIMATED.iter() {
            for age in 0..100 {
                grid.set(sex, year, age, published.get(format!("{year} {} {age}", letter(sex)))?);
            }
            let oldest = database.get(format!("{year} {}", letter(sex)))?;
            let lived = life.person_years(sex, year);
            let sum: f64 = lived[100..].iter().sum();
            for age in 100..=LAST_AGE {
                grid.set(sex, year, age, oldest * lived[usize::from(age)] / sum);
            }
        }
    }
    Ok(grid)
}

/// Writes residents of the first year, births and net migration.
pub fn build(folder: &Path, life: &LifeTables, residents: &Grid, built: &mut Built) -> Result<(), String> {
    let mut table = Table::new("population", "sex,age,persons");
    for sex in Sex::ALL {
        for age in 0..=LAST_AGE {
            table.row(format_args!("{sex},{age}"), &[residents.get(sex, YEARS.first, age)]);
        }
    }
    built.put("japan", table);
    let births = births(folder, residents, built)?;
    built.put("japan", births);
    let migration = migration(folder, life, residents, built)?;
    built.put("japan", migration);
    Ok(())
}

fn births(folder: &Path, residents: &Grid, built: &mut Built) -> Result<Table, String> {
    let fertility = Source::read(folder, "fertility_births")?;
    let rates = fertility.values(
        &[("source_id", "HFD2022"), ("measure", "asfr_per_woman")],
        &["year", "mother_age"],
        "value",
    )?;
    let projected =
        fertility.values(&[("source_id", "IPSS2023"), ("measure", "births_persons")], &["year"], "value")?;
    let ratios = fertility.values(
        &[("source_id", "UN_WPP2024"), ("measure", "sex_ratio_at_birth_m_per_f")],
        &["year"],
        "value",
    )?;
    let women = Source::read(folder, "population_by_age_sex")?.values(
        &[("universe", "japanese_nationals"), ("source_id", "JMD2026"), ("sex", "F")],
        &["year", "age"],
        "population",
    )?;
    let mut table = Table::new("entrants", "year,sex,persons");
    let mut before: Option<f64> = None;
    for year in YEARS.iter() {
        let total = if year.0 <= 2020 {
            (12..=55_u8).try_fold(0.0, |sum, age| {
                let births = rates.get(format!("{year} {age}"))? * women.get(format!("{year} {age}"))?;
                Ok::<f64, String>(sum + births)
            })?
        } else {
            projected.get(year)?
        };
        let ratio = ratios.get(year)?;
        table.row(format_args!("{year},male"), &[total * ratio / (1.0 + ratio)]);
        table.row(format_args!("{year},female"), &[total / (1.0 + ratio)]);
        if let Some(before) = before
            && ESTIMATED.contains(year)
        {
            let infants: f64 = Sex::ALL.iter().map(|sex| residents.get(*sex, year, 0)).sum();
            // Persons of age 0 on 1 October were born in its last quarter before and the three after.
            let born = 0.25 * before + 0.75 * total;
            let share = born / infants;
            built.notes.push(format!(
                "births {year}: {total:.0}; births of the year to 1 October / residents aged 0: {share:.4}"
            ));
        }
        before = Some(total);
    }
    Ok(table)
}

fn migration(folder: &Path, life: &LifeTables, residents: &Grid, built: &mut Built) -> Result<Table, String> {
    let source = Source::read(folder, "migration")?;
    let filters = [("source_id", "UN_WPP2024"), ("variant", "medium")];
    let detailed = source.values(&filters, &["year", "sex", "age"], "net_migrants_persons")?;
    let totals = source.values(
        &[("source_id", "UN_WPP2024"), ("variant", "estimate"), ("age", "all")],
        &["year"],
        "net_migrants_persons",
    )?;
    let of = |year: Year, sex: Sex, age: u8| -> Result<f64, String> {
        if age > 100 { Ok(0.0) } else { detailed.get(format!("{year} {} {age}.0", letter(sex))) }
    };
    let pattern_year = Year(2023);
    let mut pattern_total = 0.0;
    for sex in Sex::ALL {
        for age in 0..=LAST_AGE {
            pattern_total += of(pattern_year, sex, age)?;
        }
    }
    built.notes.push(format!("migration 2023 by age adds up to {pattern_total:.0}"));
    let mut flows = Grid::filled(YEARS, residents.ages(), 0.0);
    for year in YEARS.iter() {
        for sex in Sex::ALL {
            for age in 0..=LAST_AGE {
                let persons = if year < pattern_year {
                    of(pattern_year, sex, age)? * (totals.get(year)? / pattern_total)
                } else {
                    of(year, sex, age)?
                };
                flows.set(sex, year, age, persons);
            }
        }
    }
    let adjustment = census_adjustment(life, residents, &flows);
    let mut table = Table::new("net_migration", "year,sex,age,persons");
    for year in YEARS.iter() {
        for sex in Sex::ALL {
            for age in 0..=LAST_AGE {
                let adjusted =
                    if ADJUSTED.contains(year) { adjustment[sex.index()][usize::from(age)] } else { 0.0 };
                table.row(format_args!("{year},{sex},{age}"), &[flows.get(sex, year, age) + adjusted]);
            }
        }
    }
    for sex in Sex::ALL {
        let of = |from: usize| adjustment[sex.index()][from..].iter().sum::<f64>();
        built.notes.push(format!("census adjustment {sex}: 65+ {:.0}, 75+ {:.0} a year", of(65), of(75)));
    }
    Ok(table)
}

/// Persons a year by sex and age that the estimates of residents lose beyond deaths and migration on
/// their way to the census of 2020: the part of the intercensal revision at 65 and over. Below 65 it
/// cannot be told from the unknown ages of migrants, at 100 and over from the change of source.
fn census_adjustment(life: &LifeTables, residents: &Grid, flows: &Grid) -> [Vec<f64>; 2] {
    Sex::ALL.map(|sex| {
        let mut adjustment = vec![0.0; usize::from(LAST_AGE) + 1];
        let lived = |grid: &Grid, year: Year, age: u8| {
            0.25 * grid.get(sex, year, age) + 0.75 * grid.get(sex, Year(year.0 + 1), age)
        };
        let steps = || (ADJUSTED.first.0..ADJUSTED.last.0).map(Year);
        for first in (65..100_u8).step_by(5) {
            let (mut missing, mut persons) = (0.0, 0.0);
            for year in steps() {
                for age in first..first + 5 {
                    let half = |grid: &Grid| 0.5 * lived(grid, year, age - 1) + 0.5 * lived(grid, year, age);
                    let survivors = residents.get(sex, year, age - 1) * libm::exp(-half(&life.rates));
                    let found = residents.get(sex, Year(year.0 + 1), age);
                    missing += found - survivors - half(flows);
                    persons += found;
                }
            }
            for age in first..first + 5 {
                let share =
                    steps().map(|year| residents.get(sex, Year(year.0 + 1), age)).sum::<f64>() / persons;
                adjustment[usize::from(age)] = missing * share / steps().count() as f64;
            }
        }
        adjustment
    })
}
