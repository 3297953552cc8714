//! Results as single values with a name, an error and a unit: the rows of CSV files and of stores.
//!
//! A name is made here and nowhere else, so that the same quantity is called the same in every form.
//! Names are added, never changed: the files of others hold them.

use super::economics::{Costs, Outcomes};
use super::series::{Estimate, Expectancies, Interval, YearResult};

pub use super::expectancies::NAMES as EXPECTANCIES;

/// One value of a year and a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub name: String,
    /// The value in its unit; not a number where it is not known.
    pub value: f64,
    /// Its Monte-Carlo standard error, where one is computed.
    pub se: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// What uncertain inputs make of it, with parameter draws.
    pub interval: Option<Interval>,
}

/// The chance of reaching the goal under a reading of the trend.
#[must_use]
pub fn chance(reading: &str, chance: f64) -> Value {
    plain(format!("goal_chance{reading}"), chance, "share")
}

fn plain(name: impl Into<String>, value: f64, unit: &'static str) -> Value {
    Value { name: name.into(), value, se: None, unit, interval: None }
}

fn estimate(name: impl Into<String>, one: &Estimate, unit: &'static str) -> Value {
    Value { name: name.into(), value: one.value, se: Some(one.se), unit, interval: one.interval }
}

/// The nine expectancies.
#[must_use]
pub fn expectancies(all: &Expectancies) -> Vec<Value> {
    EXPECTANCIES.iter().zip(all.all()).map(|(name, one)| estimate(*name, &one, "years")).collect()
}

/// Persons and deaths.
#[must_use]
pub fn totals(population: f64, deaths: f64) -> [Value; 2] {
    [plain("population", population, "persons"), plain("deaths", deaths, "persons")]
}

/// Persons by age; `youngest` is the age of the first.
#[must_use]
pub fn by_age(row: &YearResult, youngest: u8) -> Vec<Value> {
    let persons = row.population_by_age.iter().flatten().enumerate();
    let named = |(index, persons): (usize, &f64)| {
        plain(format!("population_age_{}", usize::from(youngest) + index), *persons, "persons")
    };
    persons.map(named).collect()
}

/// Care levels, conditions and causes of death over all ages.
#[must_use]
pub fn health(row: &YearResult) -> Vec<Value> {
    let mut found = Vec::new();
    for (level, persons) in row.care_need.iter().flatten() {
        found.push(plain(format!("care_need_{level}"), *persons, "persons"));
    }
    for (id, condition) in row.conditions.iter().flatten() {
        found.push(plain(format!("prevalence_{id}"), condition.prevalence, "share"));
        found.push(plain(format!("onset_rate_{id}"), condition.onset_rate, "per person-year"));
    }
    for (cause, deaths) in row.deaths_by_cause.iter().flatten() {
        found.push(plain(format!("deaths_{cause}"), *deaths, "persons"));
    }
    found
}

/// Conditions and causes of death by age group.
#[must_use]
pub fn health_by_age(row: &YearResult) -> Vec<Value> {
    let mut found = Vec::new();
    for group in row.health_by_age.iter().flatten() {
        let ages = format!("age_{}_{}", group.age_from, group.age_to);
        for (id, condition) in &group.conditions {
            found.push(plain(format!("prevalence_{id}_{ages}"), condition.prevalence, "share"));
            found.push(plain(format!("onset_rate_{id}_{ages}"), condition.onset_rate, "per person-year"));
            let among = [
                ("limited", condition.limited),
                ("certified", condition.certified),
                ("dependent", condition.dependent),
            ];
            for (name, share) in among.into_iter().filter_map(|(name, share)| Some((name, share?))) {
                found.push(plain(format!("{name}_with_{id}_{ages}"), share, "share"));
            }
        }
        for (cause, deaths) in &group.deaths_by_cause {
            found.push(plain(format!("deaths_{cause}_{ages}"), *deaths, "persons"));
        }
    }
    found
}

/// What a policy brings and costs.
#[must_use]
pub fn economics(outcomes: &Outcomes, costs: Option<&Costs>) -> Vec<Value> {
    let mut rows = vec![
        estimate("person_years_gained", &outcomes.person_years, "person-years"),
        estimate("healthy_person_years_gained", &outcomes.healthy_person_years, "person-years"),
        estimate("independent_person_years_gained", &outcomes.independent_person_years, "person-years"),
    ];
    for (id, one) in &outcomes.onsets_avoided {
        rows.push(estimate(format!("onsets_avoided_{id}"), one, "persons"));
    }
    for (id, one) in &outcomes.deaths_avoided {
        rows.push(estimate(format!("deaths_avoided_{id}"), one, "persons"));
    }
    let Some(costs) = costs else { return rows };
    for (id, yen) in &costs.programme {
        rows.push(plain(format!("cost_programme_{id}"), yen.unwrap_or(f64::NAN), "yen"));
    }
    rows.push(estimate("cost_care", &costs.care, "yen"));
    rows.push(plain("cost_medical_conditions", costs.medical_conditions, "yen"));
    rows.push(estimate("cost_medical_longer_life", &costs.medical_longer_life, "yen"));
    rows.push(plain("cost_net", costs.net.unwrap_or(f64::NAN), "yen"));
    for sum in &costs.since_start {
        let at = format!("since_start_{:.0}pc", sum.discount_rate * 100.0);
        rows.push(plain(format!("{at}_cost_net"), sum.net.unwrap_or(f64::NAN), "yen"));
        let healthy = &sum.healthy_person_years;
        rows.push(estimate(format!("{at}_healthy_person_years"), healthy, "person-years"));
        let ratio = sum.cost_per_healthy_year.unwrap_or(f64::NAN);
        rows.push(plain(format!("{at}_cost_per_healthy_year"), ratio, "yen per year"));
    }
    rows
}
