//! Conditions and causes of death of the Japanese pack, from published counts, rates and surveys.
//!
//! `docs/model/conditions.md` has the formulas. Order: deaths by cause and group, shares of deaths by
//! single age, then each condition from prevalence, deaths and incidence, whichever are published.

mod base;
mod cancers;
mod circulation;
mod deaths;
mod dementia;
mod diabetes;
mod dialysis;
mod fractions;
mod hip;
mod march;
mod math;
mod rates;
mod treatment;

use super::Built;
use super::text::Table;
use base::{Base, FIRST, GROUPS, LAST, ages_of};
use deaths::ByCause;
use kenju::num::units::Sex;
use math::AGES;
use rates::{Conditions, Rates};
use std::collections::BTreeMap;
use std::path::Path;

/// Causes of death, in the order of the manifest.
pub const CAUSES: [&str; 21] = [
    "cancer_lung",
    "cancer_stomach",
    "cancer_colorectal",
    "cancer_breast",
    "cancer_cervix",
    "cancer_other",
    "ischaemic_heart_disease",
    "heart_other",
    "stroke",
    "dementia",
    "diabetes",
    "renal_failure",
    "hypertensive",
    "liver",
    "pneumonia",
    "aspiration_pneumonia",
    "copd",
    "senility",
    "suicide",
    "accidents",
    "other",
];

/// Conditions, in the order of the manifest.
const CONDITIONS: [&str; 16] = [
    "stroke",
    "ischaemic_heart_disease",
    "cancer_lung",
    "cancer_stomach",
    "cancer_colorectal",
    "cancer_breast",
    "cancer_cervix",
    "cancer_other",
    "diabetes",
    "dialysis",
    "dementia",
    "mental_illness",
    "back_pain",
    "joint_disease",
    "eye_disease",
    "hip_fracture",
];

/// Position of a cause; the names are those of this folder.
fn cause(name: &str) -> usize {
    CAUSES.iter().position(|cause| *cause == name).unwrap_or(CAUSES.len() - 1)
}

/// Writes the tables of conditions and causes.
pub fn build(source: &Path, built: &mut Built) -> Result<(), String> {
    let base = Base::read(source)?;
    let deaths = deaths::deaths(source)?;
    let rates = Rates { shares: fractions::shares(&base, &deaths), base };
    write_deaths(&deaths, built);
    write_shares(&rates, built);
    let notes = &mut built.notes;
    let mut conditions = cancers::derive(source, &rates, notes)?;
    conditions.append(&mut circulation::derive(source, &rates, notes)?);
    conditions.append(&mut dementia::derive(source, &rates, notes)?);
    conditions.append(&mut diabetes::derive(source, &rates, notes)?);
    conditions.append(&mut dialysis::derive(&rates, notes));
    conditions.append(&mut hip::derive(source, &rates, notes)?);
    conditions.append(&mut treatment::derive(source, &rates, notes)?);
    write_conditions(&conditions, built);
    Ok(())
}

fn write_deaths(deaths: &BTreeMap<(u16, usize), ByCause>, built: &mut Built) {
    let header = format!("year,sex,age_from,age_to,{}", CAUSES.join(","));
    let mut table = Table::new("official_cause_deaths", &header);
    for year in FIRST..=LAST {
        for sex in Sex::ALL {
            for group in 0..GROUPS {
                let ages = ages_of(group);
                // Counts that were divided have no meaning beyond a tenth.
                let tenths = |of_cause: [f64; GROUPS]| libm::round(of_cause[group] * 10.0) / 10.0;
                let counts = deaths[&(year, sex.index())].map(tenths);
                table.short(format_args!("{year},{sex},{},{}", ages.start(), ages.end()), &counts);
            }
        }
    }
    built.put("japan", table);
}

fn write_shares(rates: &Rates, built: &mut Built) {
    let mut table = Table::new("cause_fraction", &format!("year,sex,age,{}", CAUSES.join(",")));
    for year in FIRST..=LAST {
        for sex in Sex::ALL {
            for age in 0..AGES {
                let shares: Vec<f64> =
                    rates.shares[&(year, sex.index())].iter().map(|share| share[age]).collect();
                table.short(format_args!("{year},{sex},{age}"), &shares);
            }
        }
    }
    built.put("japan", table);
}

fn write_conditions(conditions: &Conditions, built: &mut Built) {
    let mut prevalence = Table::new("condition_prevalence", "condition,sex,age,share_1,share_2");
    let mut incidence = Table::new("condition_incidence", "condition,sex,year_from,age,hazard");
    let mut weight = Table::new("condition_cause_weight", "condition,sex,age,without,state_1,state_2");
    let mut multiplier = Table::new("condition_cause_multiplier", "condition,sex,age,state_1,state_2");
    for name in CONDITIONS {
        for sex in Sex::ALL {
            let Some(condition) = conditions.get(&(name, sex.index())) else { continue };
            for age in 0..AGES {
                let key = format!("{name},{sex},{age}");
                prevalence.short(&key, &condition.prevalence.map(|share| share[age]));
                if let Some(weights) = &condition.weights {
                    weight.short(&key, &weights.map(|weight| weight[age]));
                }
                if let Some(multipliers) = &condition.multipliers {
                    multiplier.short(&key, &multipliers.map(|factor| factor[age]));
                }
            }
            for (year, hazard) in &condition.incidence {
                for (age, hazard) in hazard.iter().enumerate() {
                    incidence.short(format_args!("{name},{sex},{year},{age}"), &[*hazard]);
                }
            }
            if condition.exit > 0.0 {
                built.notes.push(format!("{name} {sex}: exit {:.6} a year", condition.exit));
            }
        }
    }
    for table in [prevalence, incidence, weight, multiplier] {
        built.put("japan", table);
    }
}
