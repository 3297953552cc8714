//! Residents on 1 October, births and net migration.
//!
//! The single-age estimates of residents stop at 99; the persons of 100 and more come from the
//! Japanese Mortality Database and are spread over 100-110 in proportion to the person-years L(x)
//! of the life table of the year.

use super::Built;
use super::mortality::{LAST_AGE, LifeTables};
use super::net_flow;
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::{AgeSpan, Sex, Year, YearSpan};
use std::collections::BTreeMap;
use std::path::Path;

const YEARS: YearSpan = YearSpan::new(2016, 2050);
/// Years for which the residents are published by single age.
pub const ESTIMATED: YearSpan = YearSpan::new(2015, 2021);

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

/// Births by calendar year and sex, 2015-2050.
pub struct Births(BTreeMap<Year, [f64; 2]>);

impl Births {
    /// Births of the step that ends on 1 October of `end`.
    pub fn of_step(&self, sex: Sex, end: Year) -> f64 {
        let of = |year: Year| self.0[&year][sex.index()];
        0.25 * of(Year(end.0 - 1)) + 0.75 * of(end)
    }
}

/// Writes residents of the first year, births and the net flow.
pub fn build(folder: &Path, life: &LifeTables, residents: &Grid, built: &mut Built) -> Result<(), String> {
    let mut table = Table::new("population", "sex,age,persons");
    for sex in Sex::ALL {
        for age in 0..=LAST_AGE {
            table.row(format_args!("{sex},{age}"), &[residents.get(sex, YEARS.first, age)]);
        }
    }
    built.put("japan", table);
    let births = births(folder)?;
    let mut table = Table::new("entrants", "year,sex,persons");
    for year in YEARS.iter() {
        for sex in Sex::ALL {
            table.row(format_args!("{year},{sex}"), &[births.0[&year][sex.index()]]);
        }
    }
    built.put("japan", table);
    for year in YEARS.iter().filter(|year| ESTIMATED.contains(*year)) {
        let infants: f64 = Sex::ALL.iter().map(|sex| residents.get(*sex, year, 0)).sum();
        let born: f64 = Sex::ALL.iter().map(|sex| births.of_step(*sex, year)).sum();
        built.notes.push(format!(
            "births of the step to 1 October {year} / residents aged 0: {:.4}",
            born / infants
        ));
    }
    let flow = net_flow::table(folder, life, residents, &births, YEARS, built)?;
    built.put("japan", flow);
    Ok(())
}

fn births(folder: &Path) -> Result<Births, String> {
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
    let mut births = BTreeMap::new();
    for year in ESTIMATED.first.0..=YEARS.last.0 {
        let total = if year <= 2020 {
            (12..=55_u8).try_fold(0.0, |sum, age| {
                let births = rates.get(format!("{year} {age}"))? * women.get(format!("{year} {age}"))?;
                Ok::<f64, String>(sum + births)
            })?
        } else {
            projected.get(year)?
        };
        let ratio = ratios.get(year)?;
        births.insert(Year(year), [total * ratio / (1.0 + ratio), total / (1.0 + ratio)]);
    }
    Ok(Births(births))
}
