//! Results as single values with a name, an error and a unit: the rows of CSV files and of stores.
//!
//! A name is made here and nowhere else, so that the same quantity is called the same in every form.
//! Names are added, never changed: the files of others hold them.

use super::economics::{Costs, Outcomes};
use super::series::{Chance, Estimate, Expectancies, Interval, ReachIntervals, YearResult};

pub use super::expectancies::NAMES as EXPECTANCIES;

/// One value of a year and a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub name: String,
    /// The value in its unit; not a number where it is not known.
    pub value: f64,
    /// Its Monte-Carlo standard error, where one is computed and enough lives differ for it.
    pub se: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// What uncertain inputs make of it, with parameter draws.
    pub interval: Option<Interval>,
}

/// The chance of reaching the goal under a reading of the trend, and its limits.
#[must_use]
pub fn chance(reading: &str, chance: Chance) -> [Value; 3] {
    let Chance { share, limits } = chance;
    [("", share), ("_low", limits.low), ("_high", limits.high)]
        .map(|(which, value)| plain(format!("goal_chance{reading}{which}"), value, "share"))
}

fn plain(name: impl Into<String>, value: f64, unit: &'static str) -> Value {
    Value { name: name.into(), value, se: None, unit, interval: None }
}

fn with(value: Value, interval: Option<Interval>) -> Value {
    Value { interval, ..value }
}

fn estimate(name: impl Into<String>, one: &Estimate, unit: &'static str) -> Value {
    let se = one.too_few_differ.is_none().then_some(one.se);
    Value { name: name.into(), value: one.value, se, unit, interval: one.interval }
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

/// Persons by age, all of them and by state; `youngest` is the age of the first.
#[must_use]
pub fn by_age(row: &YearResult, youngest: u8) -> Vec<Value> {
    let persons = row.population_by_age.iter().flatten().enumerate();
    let named = |(index, persons): (usize, &f64)| {
        plain(format!("population_age_{}", usize::from(youngest) + index), *persons, "persons")
    };
    let mut found: Vec<Value> = persons.map(named).collect();
    for (state, persons) in row.states_by_age.iter().flatten() {
        for (index, persons) in persons.iter().enumerate() {
            let age = usize::from(youngest) + index;
            found.push(plain(format!("population_{state}_age_{age}"), *persons, "persons"));
        }
    }
    found
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

/// How many persons each lever reaches beyond its reference path.
#[must_use]
pub fn reach(row: &YearResult) -> Vec<Value> {
    let mut found = Vec::new();
    for (lever, own) in row.reach.iter().flatten() {
        let known = |of: fn(&ReachIntervals) -> Interval| own.intervals.as_ref().map(of);
        let [more, fewer, new] = reach_names(lever);
        found.push(with(plain(more, own.more, "persons"), known(|all| all.more)));
        found.push(with(plain(fewer, own.fewer, "persons"), known(|all| all.fewer)));
        found.push(with(plain(new, own.new, "persons"), known(|all| all.new)));
    }
    found
}

/// Names of the reach of a lever: more, fewer, newly reached.
#[must_use]
pub fn reach_names(lever: &str) -> [String; 3] {
    ["more", "fewer", "new"].map(|measure| format!("reach_{measure}_{lever}"))
}

/// Names of what a policy brings and costs in a year, with their units: persons, healthy persons,
/// independent persons, programme, care, conditions, medical cost of added years, all costs, all costs but those of
/// added years, care of added years (a part of care).
pub const AMOUNTS: [(&str, &str); 10] = [
    ("person_years_gained", "person-years"),
    ("healthy_person_years_gained", "person-years"),
    ("independent_person_years_gained", "person-years"),
    ("cost_programme", "yen"),
    ("cost_care", "yen"),
    ("cost_medical_conditions", "yen"),
    ("cost_medical_longer_life", "yen"),
    ("cost_net", "yen"),
    ("cost_net_without_longer_life", "yen"),
    ("cost_care_longer_life", "yen"),
];

/// The same from the start of a policy at a yearly discount rate.
#[must_use]
pub fn since_start(rate: f64, amount: &str) -> String {
    let amount = amount.strip_suffix("_gained").unwrap_or(amount);
    format!("since_start_{:.0}pc_{amount}", rate * 100.0)
}

/// What a policy brings and costs.
#[must_use]
pub fn economics(outcomes: &Outcomes, costs: Option<&Costs>) -> Vec<Value> {
    let [persons, healthy, independent, programme, care, conditions, longer, net, short, care_longer] =
        AMOUNTS.map(|(name, _)| name);
    let mut rows = vec![
        estimate(persons, &outcomes.person_years, "person-years"),
        estimate(healthy, &outcomes.healthy_person_years, "person-years"),
        estimate(independent, &outcomes.independent_person_years, "person-years"),
    ];
    for (id, one) in &outcomes.onsets_avoided {
        rows.push(estimate(format!("onsets_avoided_{id}"), one, "persons"));
    }
    for (id, one) in &outcomes.deaths_avoided {
        rows.push(estimate(format!("deaths_avoided_{id}"), one, "persons"));
    }
    let Some(costs) = costs else { return rows };
    let yen = |name: String, value: Option<f64>, interval: Option<Interval>| {
        with(plain(name, value.unwrap_or(f64::NAN), "yen"), interval)
    };
    for (id, own) in &costs.programme {
        rows.push(plain(format!("cost_programme_{id}"), own.unwrap_or(f64::NAN), "yen"));
    }
    let of = |name: &str| costs.intervals.get(name).copied();
    rows.push(yen(programme.to_owned(), costs.programme_total(), of("programme")));
    rows.push(estimate(care, &costs.care, "yen"));
    rows.push(yen(conditions.to_owned(), Some(costs.medical_conditions), of("medical_conditions")));
    rows.push(estimate(longer, &costs.medical_longer_life, "yen"));
    rows.push(yen(net.to_owned(), costs.net, of("net")));
    rows.push(yen(short.to_owned(), costs.net_without_longer_life(), None));
    rows.push(estimate(care_longer, &costs.care_longer_life, "yen"));
    for sum in &costs.since_start {
        let at = |name: &str| since_start(sum.discount_rate, name);
        let of = |name: &str| sum.intervals.get(name).copied();
        rows.push(yen(at(programme), sum.programme, of("programme")));
        rows.push(estimate(at(care), &sum.care, "yen"));
        rows.push(yen(at(conditions), Some(sum.medical_conditions), of("medical_conditions")));
        rows.push(estimate(at(longer), &sum.medical_longer_life, "yen"));
        rows.push(estimate(at(care_longer), &sum.care_longer_life, "yen"));
        rows.push(yen(at(net), sum.net, of("net")));
        rows.push(estimate(at(healthy), &sum.healthy_person_years, "person-years"));
        rows.push(estimate(at(independent), &sum.independent_person_years, "person-years"));
        let ratios = [
            ("cost_per_healthy_year", sum.cost_per_healthy_year),
            ("cost_per_healthy_year_without_longer_life", sum.cost_per_healthy_year_without_longer_life),
        ];
        for (name, ratio) in ratios {
            let value = plain(at(name), ratio.unwrap_or(f64::NAN), "yen per year");
            rows.push(with(value, of(name)));
        }
    }
    rows
}

/// Puts intervals beside the numbers of [`economics`], by the same names.
pub fn put_intervals(
    outcomes: &mut Outcomes,
    costs: Option<&mut Costs>,
    of: &dyn Fn(&str) -> Option<Interval>,
) {
    let [persons, healthy, independent, programme, care, conditions, longer, net, _, care_longer] =
        AMOUNTS.map(|(name, _)| name);
    outcomes.person_years.interval = of(persons);
    outcomes.healthy_person_years.interval = of(healthy);
    outcomes.independent_person_years.interval = of(independent);
    let Some(costs) = costs else { return };
    costs.care.interval = of(care);
    costs.medical_longer_life.interval = of(longer);
    costs.care_longer_life.interval = of(care_longer);
    let known = |name: &'static str, found: Option<Interval>| found.map(|own| (name, own));
    let yearly = [("programme", programme), ("medical_conditions", conditions), ("net", net)];
    costs.intervals.extend(yearly.into_iter().filter_map(|(key, name)| known(key, of(name))));
    for sum in &mut costs.since_start {
        let rate = sum.discount_rate;
        let at = |name: &str| of(&since_start(rate, name));
        sum.care.interval = at(care);
        sum.medical_longer_life.interval = at(longer);
        sum.care_longer_life.interval = at(care_longer);
        sum.healthy_person_years.interval = at(healthy);
        sum.independent_person_years.interval = at(independent);
        let ratios = ["cost_per_healthy_year", "cost_per_healthy_year_without_longer_life"];
        let ratios = ratios.map(|name| (name, name));
        let all = yearly.into_iter().chain(ratios);
        sum.intervals.extend(all.filter_map(|(key, name)| known(key, at(name))));
        // What is not defined in the central values has no interval either.
        if sum.cost_per_healthy_year.is_none() {
            sum.intervals.retain(|key, _| !key.starts_with("cost_per_healthy_year"));
        }
    }
}
