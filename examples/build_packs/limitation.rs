//! Activity limitation: single-age shares of 2016 and 2019, the official targets and the observed pace.
//!
//! The group shares come from the calibrated curve of the source folder (official survey shape,
//! offsets solved from official healthy life expectancies). Healthy life expectancy is recomputed
//! with Sullivan's method in the official variant, HLE = sum over groups of (1 - share) L, as a check.

use super::Built;
use super::graduation::{Group, graduate};
use super::mortality::{LifeTables, earlier_person_years};
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::{Sex, Year};
use std::path::Path;

const CURVE_YEARS: [Year; 2] = [Year(2016), Year(2019)];
const TARGET_YEARS: [u16; 3] = [2016, 2019, 2022];
/// Yearly change of the logit at a given age, 2010-2019: the agreed reading of the official series.
const PACE: [f64; 2] = [-0.0154, -0.0136];

/// Shares limited by curve year and sex, ages 0..=110.
pub type Limited = Vec<(Year, Sex, Vec<f64>)>;

/// Writes the three limitation tables and returns the curves.
pub fn build(
    folder: &Path,
    life: &LifeTables,
    residents: &Grid,
    built: &mut Built,
) -> Result<Limited, String> {
    let published = Source::read(folder, "limitation_prevalence_calibrated")?.values(
        &[],
        &["year", "sex", "age_group"],
        "limited_share",
    )?;
    let series = Source::read(folder, "hle_series")?;
    let targets = series.values(&[], &["year", "sex"], "hle_no_limitation")?;
    let mut curve = Table::new("limitation", "year,sex,age,share");
    let mut limited = Vec::new();
    for year in CURVE_YEARS {
        for sex in Sex::ALL {
            let share = |group: &str| published.get(format!("{year} {} {group}", letter(sex)));
            let mut groups = Vec::new();
            for first in (0..85_u8).step_by(5) {
                groups.push(Group::new(first, first + 4, share(&format!("{first}-{}", first + 4))?));
            }
            groups.push(Group::open(85, share("85+")?));
            let weights = residents.row(sex, year);
            let shares = graduate(&groups, weights, true, &|_| 1.0)?;
            for (age, share) in shares.iter().enumerate() {
                curve.row(format_args!("{year},{sex},{age}"), &[*share]);
            }
            let lived = life.person_years(sex, year);
            let single: f64 = lived.iter().zip(&shares).map(|(lived, share)| lived * (1.0 - share)).sum();
            let grouped: f64 = groups
                .iter()
                .map(|group| {
                    let lived: f64 = lived[usize::from(group.first)..=usize::from(group.last)].iter().sum();
                    lived * (1.0 - group.mean(&shares, weights))
                })
                .sum();
            let target = targets.get(format!("{year} {}", letter(sex)))?;
            built.notes.push(format!(
                "HLE {year} {sex}: official variant {grouped:.4}, single-age {single:.4}, official {target}; share at 85 {:.3}, 100 {:.3}, 110 {:.3}",
                shares[85], shares[100], shares[110]
            ));
            limited.push((year, sex, shares));
        }
    }
    built.put("japan", curve);
    let mut table = Table::new("healthy_life_expectancy_target", "year,sex,years");
    for year in TARGET_YEARS {
        for sex in Sex::ALL {
            table.row(format_args!("{year},{sex}"), &[targets.get(format!("{year} {}", letter(sex)))?]);
        }
    }
    built.put("japan", table);
    let mut table = Table::new("limitation_pace", "sex,first_year,last_year,logit_per_year");
    for sex in Sex::ALL {
        table.row(format_args!("{sex},2010,2019"), &[PACE[sex.index()]]);
        let recomputed = recomputed_pace(folder, life, &limited, sex)?;
        built
            .notes
            .push(format!("limitation pace {sex}: {} a year, recomputed {recomputed:.4}", PACE[sex.index()]));
    }
    built.put("japan", table);
    Ok(limited)
}

/// The pace recomputed: the offset on the 2019 curve that gives the official healthy life expectancy
/// of 2010 with the death rates of 2010, spread over nine years.
fn recomputed_pace(folder: &Path, life: &LifeTables, limited: &Limited, sex: Sex) -> Result<f64, String> {
    let official = Source::read(folder, "hle_series")?.values(&[], &["year", "sex"], "hle_no_limitation")?;
    let (_, _, shares) = limited
        .iter()
        .find(|(year, of, _)| *year == Year(2019) && *of == sex)
        .ok_or_else(|| "no curve of 2019".to_owned())?;
    let offset = |lived: &[f64], year: u16| -> Result<f64, String> {
        let target = official.get(format!("{year} {}", letter(sex)))?;
        let healthy = |offset: f64| -> f64 {
            let moved = |share: f64| {
                let odds = share / (1.0 - share) * libm::exp(offset);
                odds / (1.0 + odds)
            };
            lived.iter().zip(shares).map(|(lived, share)| lived * (1.0 - moved(*share))).sum()
        };
        Ok(root(-2.0, 2.0, |offset| healthy(offset) - target))
    };
    let later = offset(&life.person_years(sex, Year(2019)), 2019)?;
    let earlier = offset(&earlier_person_years(folder, 2010, sex)?, 2010)?;
    Ok((later - earlier) / 9.0)
}

/// The zero of a falling function by halving.
fn root(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if function(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
