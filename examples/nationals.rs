//! What it does that rates of Japanese nationals are applied to all residents.
//!
//! Life tables, deaths and healthy life expectancy are of nationals, the population of the pack is
//! that of all residents. Here the stock of 2016 is exchanged for nationals (1 January 2016 and 2017,
//! a quarter and three quarters), first with the births and migration of the pack, then without
//! migration. Levels are exact; no person is simulated. `cargo run --example nationals`

use kenju::baseline::Baseline;
use kenju::num::grid::Grid;
use kenju::num::units::{Sex, Year};
use kenju::outcome::series::{Group, YearResult};
use kenju::plan::Plan;
use kenju::run::{Detail, Persons, RunOutput, RunSettings, Unwatched, World, run};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Nationals on 1 October 2016; those of 100 and over are spread as the residents of the pack.
fn nationals(baseline: &Baseline) -> Result<Grid, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/japan/source/population_by_age_sex.csv");
    let mut reader = csv::Reader::from_path(path)?;
    let columns = reader.headers()?.clone();
    let place = |name: &str| columns.iter().position(|column| column == name).ok_or(name.to_owned());
    let [year, universe, reference, sex, age, population] =
        ["year", "universe", "reference", "sex", "age", "population"].map(place);
    let (year, universe, reference) = (year?, universe?, reference?);
    let (sex, age, population) = (sex?, age?, population?);
    let mut found: BTreeMap<(bool, u8), f64> = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        let share = match (&row[universe], &row[reference], &row[year]) {
            ("japanese_nationals", "1_january", "2016") => 0.25,
            ("japanese_nationals", "1_january", "2017") => 0.75,
            _ => continue,
        };
        let persons: f64 = row[population].parse()?;
        *found.entry((&row[sex] == "M", row[age].parse::<u8>()?.min(100))).or_default() += share * persons;
    }
    let first = baseline.years.first;
    let mut grid = baseline.population.clone();
    for sex in Sex::ALL {
        let count = |age: u8| found.get(&(sex == Sex::Male, age)).copied().ok_or(format!("{sex} {age}"));
        let oldest: f64 = (100..=baseline.ages.last).map(|age| grid.get(sex, first, age)).sum();
        for age in 0..100 {
            grid.set(sex, first, age, count(age)?);
        }
        let factor = count(100)? / oldest;
        for age in 100..=baseline.ages.last {
            grid.set(sex, first, age, factor * grid.get(sex, first, age));
        }
    }
    Ok(grid)
}

fn solved(baseline: &Baseline) -> Result<RunOutput, Box<dyn Error>> {
    let title = baseline.title.clone();
    let id = "reference".to_owned();
    let world = World { id, title, plan: Plan::default_trends(), own_assumptions: Vec::new() };
    let settings = RunSettings {
        persons: Persons::Count(200_000),
        seed: 1,
        until: Year(2040),
        detail: Detail::Ages,
        raw: false,
    };
    Ok(run(baseline, &[world], &settings, &Unwatched)?)
}

fn row(output: &RunOutput, year: u16, sex: Group) -> Option<&YearResult> {
    output.scenarios[0].series.iter().find(|row| row.year == Year(year) && row.sex == sex)
}

fn main() -> Result<(), Box<dyn Error>> {
    let residents = Baseline::japan()?;
    let mut with_migration = residents.clone();
    with_migration.population = nationals(&residents)?;
    let closed = Baseline { net_migration: None, ..with_migration.clone() };
    println!(
        "variant,sex,deaths_2016,deaths_2019,population_2016,aged_65_2016,aged_65_2040,life_2040,healthy_2040,gain"
    );
    for (name, pack) in [("residents", &residents), ("nationals", &with_migration), ("closed", &closed)] {
        let output = solved(pack)?;
        for sex in [Group::Male, Group::Female] {
            let at = |year| row(&output, year, sex).ok_or("a year is missing");
            let old = |row: &YearResult| row.population_by_age.iter().flatten().skip(65).sum::<f64>();
            let (first, third, last) = (at(2016)?, at(2019)?, at(2040)?);
            let healthy = |row: &YearResult| row.expectancies.healthy_life_expectancy.value;
            println!(
                "{name},{},{:.0},{:.0},{:.0},{:.0},{:.0},{:.4},{:.4},{:.4}",
                sex.as_str(),
                first.deaths,
                third.deaths,
                first.population,
                old(first),
                old(last),
                last.expectancies.life_expectancy.value,
                healthy(last),
                healthy(last) - healthy(first)
            );
        }
    }
    Ok(())
}
