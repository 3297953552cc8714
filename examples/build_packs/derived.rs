//! Conditions and causes of death whose derivation is recorded under `source/derivation`.

use super::Built;
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::units::Sex;
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
pub const CONDITIONS: [&str; 16] = [
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

/// Writes the tables.
pub fn build(source: &Path, built: &mut Built) -> Result<(), String> {
    let folder = source.join("derivation");
    causes(&folder, built)?;
    by_condition(
        &folder,
        "condition_prevalence_2016",
        "condition_prevalence",
        &[("share_state1", "share_1"), ("share_state2", "share_2")],
        built,
    )?;
    by_condition(
        &folder,
        "condition_cause_weight",
        "condition_cause_weight",
        &[("weight_without", "without"), ("weight_state1", "state_1"), ("weight_state2", "state_2")],
        built,
    )?;
    by_condition(
        &folder,
        "condition_multiplier",
        "condition_cause_multiplier",
        &[("multiplier_state1", "state_1"), ("multiplier_state2", "state_2")],
        built,
    )?;
    let column = "hazard_per_year_of_persons_without";
    let hazards = Source::read(&folder, "condition_incidence")?.values(
        &[],
        &["condition", "sex", "year_from", "age"],
        column,
    )?;
    let mut table = Table::new("condition_incidence", "condition,sex,year_from,age,hazard");
    for condition in CONDITIONS {
        for sex in Sex::ALL {
            for year in 2016..=2050_u16 {
                for age in 0..=110_u8 {
                    if let Some(hazard) = hazards.find(format!("{condition} {} {year} {age}", letter(sex))) {
                        table.short(format_args!("{condition},{sex},{year},{age}"), &[hazard]);
                    }
                }
            }
        }
    }
    built.put("japan", table);
    Ok(())
}

fn causes(folder: &Path, built: &mut Built) -> Result<(), String> {
    let source = Source::read(folder, "cause_fraction")?;
    let columns = CAUSES.map(|cause| source.values(&[], &["year", "sex", "age"], cause));
    let mut table = Table::new("cause_fraction", &format!("year,sex,age,{}", CAUSES.join(",")));
    for year in 2016..=2024_u16 {
        for sex in Sex::ALL {
            for age in 0..=110_u8 {
                let key = format!("{year} {} {age}", letter(sex));
                let shares = columns.iter().map(|column| column.as_ref().map_err(Clone::clone)?.get(&key));
                table.short(format_args!("{year},{sex},{age}"), &shares.collect::<Result<Vec<_>, _>>()?);
            }
        }
    }
    built.put("japan", table);
    let deaths = Source::read(folder, "cause_deaths_target")?.values(
        &[],
        &["year", "sex", "age_start", "cause"],
        "deaths",
    )?;
    let mut table =
        Table::new("official_cause_deaths", &format!("year,sex,age_from,age_to,{}", CAUSES.join(",")));
    for year in 2016..=2024_u16 {
        for sex in Sex::ALL {
            for from in (0..=100_u8).step_by(5) {
                let counts = CAUSES.map(|cause| deaths.get(format!("{year} {} {from} {cause}", letter(sex))));
                let to = if from == 100 { 110 } else { from + 4 };
                table.short(
                    format_args!("{year},{sex},{from},{to}"),
                    &counts.into_iter().collect::<Result<Vec<_>, _>>()?,
                );
            }
        }
    }
    built.put("japan", table);
    Ok(())
}

fn by_condition(
    folder: &Path,
    from: &str,
    to: &str,
    columns: &[(&str, &str)],
    built: &mut Built,
) -> Result<(), String> {
    let source = Source::read(folder, from)?;
    let values = columns
        .iter()
        .map(|(column, _)| source.values(&[], &["condition", "sex", "age"], column))
        .collect::<Result<Vec<_>, _>>()?;
    let names: Vec<&str> = columns.iter().map(|(_, name)| *name).collect();
    let mut table = Table::new(to, &format!("condition,sex,age,{}", names.join(",")));
    for condition in CONDITIONS {
        for sex in Sex::ALL {
            for age in 0..=110_u8 {
                let key = format!("{condition} {} {age}", letter(sex));
                let row: Vec<f64> = values.iter().filter_map(|values| values.find(&key)).collect();
                if row.len() == values.len() {
                    table.short(format_args!("{condition},{sex},{age}"), &row);
                }
            }
        }
    }
    built.put("japan", table);
    Ok(())
}
