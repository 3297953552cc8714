//! Cancers: registry incidence, deaths and published survival.
//!
//! Incidence by single age is log-linear through the group middles with the registry's group means kept.
//! Survivors are marched from age 0: A' = I - gA - D + mA, L' = gA - uL + mL with deaths of the cancer
//! D = min(max(m - uL, 0), 3A). The exit rate g of each sex makes half of the five-year excess fall
//! into the first year; the late excess u of each site makes net survival at five years the published
//! one, as far as a value within 0-0.03 can.

use super::super::source::{Source, Values, letter};
use super::base::{GROUPS, ages_of, by_group, through_groups};
use super::math::{AGES, Curve, curve, to_next, weighted};
use super::rates::{Conditions, Derived, Rates};
use kenju::num::units::Sex;
use libm::{exp, log, pow, round, sqrt};
use std::collections::BTreeMap;
use std::path::Path;

const SITES: [(&str, &str); 6] = [
    ("lung", "cancer_lung"),
    ("stomach", "cancer_stomach"),
    ("colorectal", "cancer_colorectal"),
    ("breast", "cancer_breast"),
    ("cervix", "cancer_cervix"),
    ("other", "cancer_other"),
];
/// Published five-year survival of the first five sites.
const SURVIVAL: [f64; 5] = [0.377, 0.640, 0.678, 0.880, 0.725];
/// All sites: 62.1% in 2006-2008, 64.8% in 2018, on the line between them.
const SURVIVAL_ALL: f64 = 0.621 + (0.648 - 0.621) * 9.0 / 11.0;
/// Largest hazard of the active disease; deaths beyond it are of persons who were never registered.
const LARGEST: f64 = 3.0;
const YEARS: [u16; 3] = [2016, 2017, 2018];

/// Incidence of one site and sex.
struct Registered {
    /// Mean rate 2016-2018.
    rate: Curve,
    /// New cases of each year.
    cases: [f64; 3],
}

/// A march through life, and the net survival it implies.
struct March {
    exit: f64,
    active: Curve,
    late: Curve,
    without: Curve,
    hazard: Curve,
    /// Net survival after one and five years.
    survival: [f64; 2],
}

fn affects(site: &str, sex: Sex) -> bool {
    sex == Sex::Female || !["breast", "cervix"].contains(&site)
}

/// Derives the six cancers.
pub fn derive(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let registry = Source::read(folder, "cancer_rates_by_age")?.values(
        &[("measure", "incidence")],
        &["site", "year", "sex", "age_start"],
        "rate_per_100k",
    )?;
    let mut found = BTreeMap::new();
    for (site, _) in SITES {
        for sex in Sex::ALL.into_iter().filter(|sex| affects(site, *sex)) {
            found.insert((site, sex.index()), registered(&registry, rates, site, sex)?);
        }
    }
    let new = |site: &str, sex: Sex| {
        found.get(&(site, sex.index())).map_or(0.0, |registered: &Registered| {
            weighted(&registered.rate, rates.base.nationals(2016, sex))
        })
    };
    let both = |site: &str| Sex::ALL.iter().map(|sex| new(site, *sex)).sum::<f64>();
    let mut conditions = Conditions::new();
    for (index, (site, name)) in SITES.into_iter().enumerate() {
        let target = SURVIVAL.get(index).copied().unwrap_or_else(|| {
            let all: f64 = SITES.iter().map(|(site, _)| both(site)).sum();
            let known: f64 = SITES.iter().zip(SURVIVAL).map(|((site, _), share)| share * both(site)).sum();
            (SURVIVAL_ALL * all - known) / both("other")
        });
        let sexes: Vec<Sex> = Sex::ALL.into_iter().filter(|sex| affects(site, *sex)).collect();
        let march = |sex: Sex, late_excess: f64| {
            let deaths = rates.of(name, 2016, sex);
            fit_exit(&found[&(site, sex.index())].rate, &deaths, late_excess, rates.base.nationals(2016, sex))
        };
        let survival = |late_excess: f64| {
            let sum: f64 =
                sexes.iter().map(|sex| new(site, *sex) * march(*sex, late_excess).survival[1]).sum();
            sum / both(site)
        };
        let (mut low, mut high) = (0.0, 0.03);
        for _ in 0..9 {
            let middle = f64::midpoint(low, high);
            if survival(middle) > target { high = middle } else { low = middle }
        }
        let late_excess = round(f64::midpoint(low, high) * 1e5) / 1e5;
        notes.push(format!(
            "{name}: five-year survival {:.3} (published {target:.3}), late excess {late_excess}",
            survival(late_excess)
        ));
        for sex in sexes {
            let march = march(sex, late_excess);
            let registered = &found[&(site, sex.index())];
            conditions.insert((name, sex.index()), condition(&march, registered, late_excess, rates, sex));
        }
    }
    Ok(conditions)
}

fn registered(registry: &Values, rates: &Rates, site: &str, sex: Sex) -> Result<Registered, String> {
    let mut persons = [0.0; AGES];
    let mut by_age = [0.0; GROUPS];
    let mut cases = [0.0; 3];
    for (year, cases) in YEARS.into_iter().zip(&mut cases) {
        let nationals = rates.base.nationals(year, sex);
        persons = curve(|age| persons[age] + nationals[age]);
        let groups = by_group(nationals);
        for (group, persons) in groups.iter().enumerate() {
            let rate = |site: &str| registry.get(format!("{site} {year} {} {}", letter(sex), 5 * group));
            let rate = if site == "other" {
                let mut rest = rate("all_cancers")?;
                for (site, _) in SITES.iter().take(5).filter(|(site, _)| affects(site, sex)) {
                    rest -= rate(site)?;
                }
                rest
            } else {
                rate(site)?
            };
            by_age[group] += rate * persons;
            *cases += rate * persons / 1e5;
        }
    }
    let groups = by_group(&persons);
    let wanted: [f64; GROUPS] = std::array::from_fn(|group| (by_age[group] / groups[group] / 1e5).max(1e-8));
    let mut nodes = wanted;
    let at = |nodes: &[f64; GROUPS]| through_groups(&nodes.map(log)).map(exp);
    for _ in 0..300 {
        let rate = at(&nodes);
        for group in 0..GROUPS {
            let fit = ages_of(group).map(|age| rate[age] * persons[age]).sum::<f64>() / groups[group];
            nodes[group] = (nodes[group] * pow(wanted[group] / fit, 0.7)).max(1e-9);
        }
    }
    Ok(Registered { rate: at(&nodes), cases })
}

/// The exit rate with which half of the five-year excess falls into the first year.
fn fit_exit(onset: &Curve, deaths: &Curve, late_excess: f64, persons: &Curve) -> March {
    let (mut low, mut high) = (0.05, 6.0);
    let mut march = through_life(onset, deaths, sqrt(low * high), late_excess, persons);
    for round in 0..14 {
        if round > 0 {
            march = through_life(onset, deaths, sqrt(low * high), late_excess, persons);
        }
        if log(march.survival[0]) > 0.5 * log(march.survival[1]) {
            low = march.exit;
        } else {
            high = march.exit;
        }
    }
    march
}

fn through_life(onset: &Curve, deaths: &Curve, exit: f64, late_excess: f64, persons: &Curve) -> March {
    let (new, dying) = (to_next(onset), to_next(deaths));
    let (mut active, mut late) = ([0.0; AGES], [0.0; AGES]);
    for age in 0..AGES - 1 {
        let change = |a: f64, l: f64| {
            let deaths = (dying[age] - late_excess * l).max(0.0).min(LARGEST * a);
            (new[age] - exit * a - deaths + dying[age] * a, exit * a - late_excess * l + dying[age] * l)
        };
        let (mut a, mut l) = (active[age], late[age]);
        let step = 1.0 / 8.0;
        for _ in 0..8 {
            let half = change(a, l);
            let full = change(a + step / 2.0 * half.0, l + step / 2.0 * half.1);
            (a, l) = ((a + step * full.0).max(0.0), (l + step * full.1).max(0.0));
        }
        (active[age + 1], late[age + 1]) = (a, l);
    }
    let hazard = curve(|age| {
        let deaths = (deaths[age] - late_excess * late[age]).max(0.0);
        if active[age] > 0.0 { (deaths / active[age].max(1e-15)).min(LARGEST) } else { 0.0 }
    });
    let without = curve(|age| {
        let rest = deaths[age] - hazard[age] * active[age] - late_excess * late[age];
        let rest = rest.max(0.0) / (1.0 - active[age] - late[age]);
        if rest < 1e-12 { 0.0 } else { rest }
    });
    let survival = net_survival(onset, &hazard, exit, late_excess, persons);
    March { exit, active, late, without, hazard, survival }
}

/// Net survival after one and five years of cases at 15-99, weighted by new cases.
fn net_survival(onset: &Curve, hazard: &Curve, exit: f64, late_excess: f64, persons: &Curve) -> [f64; 2] {
    let (mut sums, mut weights) = ([0.0; 2], 0.0);
    for age in 15..100 {
        let weight = onset[age] * persons[age];
        let (mut active, mut late) = (1.0, 0.0);
        for year in 0..5 {
            let death = hazard[(age + year).min(AGES - 1)];
            for _ in 0..10 {
                (active, late) = (
                    active - 0.1 * active * (exit + death),
                    late + 0.1 * (exit * active - late_excess * late),
                );
            }
            if year == 0 {
                sums[0] += weight * (active + late);
            }
        }
        sums[1] += weight * (active + late);
        weights += weight;
    }
    sums.map(|sum| sum / weights)
}

fn condition(march: &March, registered: &Registered, late_excess: f64, rates: &Rates, sex: Sex) -> Derived {
    let mut incidence = BTreeMap::new();
    for (year, cases) in YEARS.into_iter().zip(registered.cases) {
        // The registry's yearly total at the mean age pattern.
        let factor = cases / weighted(&registered.rate, rates.base.nationals(year, sex));
        let healthy = |age: usize| 1.0 - march.active[age] - march.late[age];
        incidence.insert(year, curve(|age| registered.rate[age] / healthy(age) * factor));
    }
    Derived {
        prevalence: [march.active, march.late],
        incidence,
        weights: Some([march.without, march.hazard, [late_excess; AGES]]),
        multipliers: None,
        exit: march.exit,
    }
}
