//! Published figures that the simulation is held against, with their pass bands.
//!
//! Bands: deaths 3%, new cancers 5%, certified care need 5%, dementia half a percentage point, current
//! smokers one point, mean blood pressure 1 mmHg, body mass index of 25 and over two points. Blood
//! pressure is compared at the ages of the survey's respondents, as its levels were estimated; the
//! survey of 2019 used another device and is no target.
//! `fitted` marks what an input of the pack was made from or solved to; `free` is a test.

use super::Built;
use super::epidemiology::CAUSES;
use super::source::{Source, Values, letter};
use super::text::{Table, number};
use kenju::num::units::Sex;
use std::path::Path;

const HEADER: &str = "id,what,year,sex,age_from,age_to,value,unit,survey,tolerance,kind,source";
/// Respondents whose ages the printed means of blood pressure have.
const BLOOD_PRESSURE: &str = "nhns_blood_pressure_2018";
const SITES: [&str; 5] = ["lung", "stomach", "colorectal", "breast", "cervix"];
/// The levels of care need that the model tells apart, as published.
const LEVELS: [(&str, &[&str]); 3] =
    [("1", &["support", "care1"]), ("2", &["care2", "care3"]), ("3", &["care4", "care5"])];

struct Targets(Table);

impl Targets {
    /// One target: `share` of the value is its tolerance.
    fn persons(&mut self, id: &str, what: &str, cell: &str, value: f64, share: f64, kind_source: &str) {
        let (value, tolerance) = (number(value), number(share * value));
        self.0.line(format_args!("{id},{what},{cell},{value},persons,,{tolerance},{kind_source}"));
    }

    fn share(&mut self, id: &str, what: &str, cell: &str, value: f64, tolerance: f64, kind_source: &str) {
        let (value, tolerance) = (number(value), number(tolerance));
        self.0.line(format_args!("{id},{what},{cell},{value},share,,{tolerance},{kind_source}"));
    }
}

/// Writes the targets.
pub fn build(source: &Path, built: &mut Built) -> Result<(), String> {
    let mut targets = Targets(Table::new("targets", HEADER));
    deaths(source, built, &mut targets)?;
    cancers(source, &mut targets)?;
    for (year, value) in [(2016, 0.139), (2022, 0.123)] {
        let cell = format!("{year},both,65,110");
        targets.share(
            &format!("dementia-{year}"),
            "prevalence:dementia",
            &cell,
            value,
            0.005,
            "fitted,Ninomiya2024",
        );
    }
    care(source, &mut targets)?;
    risk_factors(source, &mut targets)?;
    survey_ages(source, built)?;
    built.put("japan", targets.0);
    Ok(())
}

/// Deaths of 2016 and 2019: published totals, and the sites of cancer as the causes were made.
fn deaths(source: &Path, built: &Built, targets: &mut Targets) -> Result<(), String> {
    let published =
        Source::read(source, "deaths_by_cause_totals")?.values(&[], &["cause", "year", "sex"], "deaths")?;
    let cancers: Vec<&str> = CAUSES.into_iter().filter(|cause| cause.starts_with("cancer")).collect();
    let groups = [
        ("all_causes", "deaths".to_owned()),
        ("cancer", format!("deaths:{}", cancers.join("+"))),
        ("heart_disease", "deaths:ischaemic_heart_disease+heart_other".to_owned()),
        ("stroke", "deaths:stroke".to_owned()),
        ("pneumonia", "deaths:pneumonia".to_owned()),
    ];
    for year in [2016_u16, 2019] {
        for sex in Sex::ALL {
            let cell = format!("{year},{sex},0,110");
            for (name, what) in &groups {
                let value = published.get(format!("{name} {year} {}", letter(sex)))?;
                let id = format!("deaths-{name}-{year}-{sex}");
                targets.persons(&id, what, &cell, value, 0.03, "fitted,VS_deaths");
            }
            for site in SITES {
                let cause = format!("cancer_{site}");
                let value = total(built, &cause, year, sex)?;
                if value > 0.0 {
                    let id = format!("deaths-{cause}-{year}-{sex}");
                    targets.persons(&id, &format!("deaths:{cause}"), &cell, value, 0.03, "fitted,NCC_cancer");
                }
            }
        }
    }
    Ok(())
}

/// Deaths of a cause over all ages in the table that was just made.
fn total(built: &Built, cause: &str, year: u16, sex: Sex) -> Result<f64, String> {
    let name = "japan/official_cause_deaths.csv";
    let text = built.files.get(name).ok_or_else(|| format!("{name} comes first"))?;
    let column = 4 + CAUSES.iter().position(|known| *known == cause).ok_or_else(|| cause.to_owned())?;
    let start = format!("{year},{sex},");
    let rows = text.lines().filter(|line| line.starts_with(&start));
    rows.map(|line| line.split(',').nth(column).and_then(|cell| cell.parse::<f64>().ok()))
        .sum::<Option<f64>>()
        .ok_or_else(|| format!("{name}: {cause}"))
}

/// New cancers of 2016-2018: registry rates by five-year group times persons of Japanese nationality.
fn cancers(source: &Path, targets: &mut Targets) -> Result<(), String> {
    let rates = Source::read(source, "cancer_rates_by_age")?.values(
        &[("measure", "incidence")],
        &["site", "year", "sex", "age_start"],
        "rate_per_100k",
    )?;
    let persons = Source::read(source, "population_by_age_sex")?.values(
        &[("universe", "japanese_nationals"), ("source_id", "JMD2026")],
        &["year", "sex", "age"],
        "population",
    )?;
    for site in SITES {
        for year in 2016..=2018_u16 {
            for sex in Sex::ALL {
                // Breast cancer of men belongs to the other cancers, as in the causes of death.
                if sex == Sex::Male && ["breast", "cervix"].contains(&site) {
                    continue;
                }
                if let Some(cases) = cases(&rates, &persons, site, year, sex)? {
                    let (id, what) = (format!("onset-{site}-{year}-{sex}"), format!("onset:cancer_{site}"));
                    let cell = format!("{year},{sex},0,110");
                    targets.persons(&id, &what, &cell, cases, 0.05, "fitted,NCR_cancer");
                }
            }
        }
    }
    Ok(())
}

fn cases(rates: &Values, persons: &Values, site: &str, year: u16, sex: Sex) -> Result<Option<f64>, String> {
    let mut cases = 0.0;
    let mut found = false;
    for from in (0..=100_u8).step_by(5) {
        let Some(rate) = rates.find(format!("{site} {year} {} {from}", letter(sex))) else { continue };
        found = true;
        for age in from..=(from + 4).min(100) {
            cases += rate / 1e5 * persons.get(format!("{year} {} {age}", letter(sex)))?;
        }
    }
    Ok((found && cases > 0.0).then_some(cases))
}

/// Certification rates of September 2019 by age and certified persons of December 2020 by level.
fn care(source: &Path, targets: &mut Targets) -> Result<(), String> {
    let source = Source::read(source, "care_need_rate")?;
    let rates = source.values(&[("date", "2019-09"), ("level", "all")], &["age_group"], "value")?;
    let groups = [(65, "65-69"), (70, "70-74"), (75, "75-79"), (80, "80-84"), (85, "85-89"), (90, "90+")];
    for (from, name) in groups {
        let to = if from == 90 { 110 } else { from + 4 };
        let (rate, cell) = (rates.get(name)? / 100.0, format!("2019,both,{from},{to}"));
        let id = format!("certified-{from}-2019");
        targets.share(&id, "care_need", &cell, rate, 0.05 * rate, "fitted,MHLW_care_certification");
    }
    let counts = source.values(&[("date", "2020-12")], &["level"], "value")?;
    for (level, names) in LEVELS {
        let certified = names.iter().try_fold(0.0, |sum, name| Ok::<f64, String>(sum + counts.get(name)?))?;
        let (id, what) = (format!("certified-level-{level}-2020"), format!("care_need:{level}"));
        targets.persons(&id, &what, "2020,both,40,110", certified, 0.05, "free,MHLW_care_monthly");
    }
    Ok(())
}

/// Printed totals of the National Health and Nutrition Survey, persons of 20 and over.
fn risk_factors(source: &Path, targets: &mut Targets) -> Result<(), String> {
    let survey = Source::read(&source.join("risk/derivation/inputs"), "risk_factor_prevalence")?;
    let decades = Source::read(&source.join("risk/derivation/inputs"), "nhns_by_age")?;
    let totals = |source: &Source, indicator: &str| {
        source.values(&[("indicator", indicator), ("age_group", "20+")], &["year", "sex"], "value")
    };
    let smoking = totals(&survey, "smoking_current")?;
    let pressure = totals(&survey, "sbp_mean")?;
    let heavy = totals(&decades, "bmi_ge25")?;
    for sex in Sex::ALL {
        let cell = |year: u16| format!("{year},{sex},20,110");
        for year in [2016, 2019] {
            let share = smoking.get(format!("{year} {sex}"))? / 100.0;
            targets.share(
                &format!("smoking-{year}-{sex}"),
                "smoking",
                &cell(year),
                share,
                0.01,
                "fitted,NHNS",
            );
        }
        for year in [2016, 2018] {
            let mean = number(pressure.get(format!("{year} {sex}"))?);
            let (id, cell) = (format!("sbp-{year}-{sex}"), cell(year));
            targets.0.line(format_args!("{id},mean:sbp,{cell},{mean},mean,{BLOOD_PRESSURE},1,fitted,NHNS"));
        }
        for year in [2017, 2019] {
            let share = heavy.get(format!("{year} {sex}"))? / 100.0;
            let id = format!("bmi-25-{year}-{sex}");
            targets.share(&id, "at_least:25:bmi", &cell(year), share, 0.02, "fitted,NHNS");
        }
    }
    Ok(())
}

/// Respondents by age of the survey of blood pressure.
fn survey_ages(source: &Path, built: &mut Built) -> Result<(), String> {
    let found = Source::read(&source.join("risk"), "survey_ages")?.values(
        &[("survey", BLOOD_PRESSURE)],
        &["survey", "sex", "age_from", "age_to"],
        "respondents",
    )?;
    let mut table = Table::new("survey_ages", "survey,sex,age_from,age_to,respondents");
    for (key, respondents) in found.iter() {
        table.row(key.replace(' ', ","), &[respondents]);
    }
    built.put("japan", table);
    Ok(())
}
