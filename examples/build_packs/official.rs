//! Official and published figures for charts and checks; never inputs of the simulation.

use super::Built;
use super::population::ESTIMATED;
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::Sex;
use std::path::Path;

/// Writes the official figures.
pub fn build(folder: &Path, residents: &Grid, built: &mut Built) -> Result<(), String> {
    let mut table = Table::new("official", "indicator,year,sex,age,projected,source,value");
    expectancies(folder, &mut table)?;
    for year in ESTIMATED.iter() {
        for age in [0_u8, 65, 75] {
            let by_sex = Sex::ALL.map(|sex| residents.row(sex, year)[usize::from(age)..].iter().sum::<f64>());
            for sex in Sex::ALL {
                let key = format_args!("population,{year},{sex},{age},false,MIC_population_estimates");
                table.row(key, &[by_sex[sex.index()]]);
            }
            let key = format_args!("population,{year},both,{age},false,MIC_population_estimates");
            table.row(key, &[by_sex[0] + by_sex[1]]);
        }
    }
    let projection = Source::read(folder, "population_projection_totals")?.values(
        &[("source_id", "IPSS2023"), ("variant", "medium_fert_medium_mort"), ("sex", "B")],
        &["year", "age_group"],
        "population",
    )?;
    for year in 2022..=2050_u16 {
        for (group, age) in [("total", 0), ("65+", 65), ("75+", 75)] {
            let key = format_args!("population,{year},both,{age},true,IPSS2023");
            table.row(key, &[projection.get(format!("{year} {group}"))?]);
        }
    }
    let deaths = Source::read(folder, "deaths_by_cause_totals")?.values(
        &[("cause", "all_causes")],
        &["year", "sex"],
        "deaths",
    )?;
    for year in 2016..=2024_u16 {
        for (sex, letter) in [("male", "M"), ("female", "F"), ("both", "B")] {
            let key = format_args!("deaths,{year},{sex},0,false,VS_deaths");
            table.row(key, &[deaths.get(format!("{year} {letter}"))?]);
        }
    }
    built.put("japan", table);
    Ok(())
}

fn expectancies(folder: &Path, table: &mut Table) -> Result<(), String> {
    let series = Source::read(folder, "hle_series")?;
    let life = series.values(&[], &["year", "sex"], "life_expectancy")?;
    let healthy = series.values(&[], &["year", "sex"], "hle_no_limitation")?;
    let tables = Source::read(folder, "life_table_e0_check")?.values(
        &[("source_id", "JMD2026_scaled_to_MHLW_e0")],
        &["year", "sex"],
        "official_mhlw_e0",
    )?;
    for year in 2001..=2024_u16 {
        for sex in Sex::ALL {
            let key = format!("{year} {}", letter(sex));
            let (value, source) = match tables.find(&key) {
                Some(value) if year >= 2015 => (Some(value), "MHLW_life_tables"),
                _ => (life.find(&key), "MHLW_healthy_life_expectancy"),
            };
            if let Some(value) = value {
                table.row(format_args!("life_expectancy,{year},{sex},0,false,{source}"), &[value]);
            }
        }
    }
    for year in 2001..=2024_u16 {
        for sex in Sex::ALL {
            if let Some(value) = healthy.find(format!("{year} {}", letter(sex))) {
                let source = "MHLW_healthy_life_expectancy";
                table.row(format_args!("healthy_life_expectancy,{year},{sex},0,false,{source}"), &[value]);
            }
        }
    }
    let by_age = Source::read(folder, "hle_by_age")?;
    for (column, indicator) in
        [("life_expectancy", "life_expectancy"), ("hle_no_limitation", "healthy_life_expectancy")]
    {
        let values = by_age.values(&[], &["year", "sex", "age", "source"], column)?;
        for (key, value) in values.iter() {
            let mut words = key.split(' ');
            let (year, sex, age) = (words.next(), words.next(), words.next());
            // Earlier rows of that file follow other definitions.
            if let (Some(year @ ("2016" | "2019")), Some(sex), Some(age)) = (year, sex, age) {
                let sex = if sex == "M" { Sex::Male } else { Sex::Female };
                table.row(format_args!("{indicator},{year},{sex},{age},false,NLI_by_age"), &[value]);
            }
        }
    }
    let independent = Source::read(folder, "independence_series")?.values(
        &[("area", "Japan")],
        &["year", "sex"],
        "independence_years",
    )?;
    for year in 2017..=2019_u16 {
        for sex in Sex::ALL {
            let value = independent.get(format!("{year} {}", letter(sex)))?;
            let source = "KDB_independence";
            table.row(format_args!("independent_life_expectancy,{year},{sex},0,false,{source}"), &[value]);
        }
    }
    Ok(())
}
