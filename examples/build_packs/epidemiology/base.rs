//! Death rates, persons of Japanese nationality and residents by single age.
//!
//! One series of death rates serves all years (the Japanese Mortality Database scaled to the official
//! life expectancy), so that no cause jumps where the pack's own rates change their table. The open
//! group of 100 and over is spread over 100-110 by survival under those rates.

use super::super::source::{Source, Values, letter};
use super::math::{AGES, Curve, curve};
use kenju::num::units::Sex;
use libm::exp;
use std::collections::BTreeMap;
use std::path::Path;

/// First and last year with observed deaths.
pub const FIRST: u16 = 2016;
pub const LAST: u16 = 2024;
/// Number of five-year age groups: 0-4 to 95-99, and 100 and over.
pub const GROUPS: usize = 21;

/// What every condition needs.
pub struct Base {
    mortality: BTreeMap<(u16, usize), Curve>,
    nationals: BTreeMap<(u16, usize), Curve>,
    residents: BTreeMap<(u16, usize), Curve>,
}

/// First and last age of a five-year group.
pub fn ages_of(group: usize) -> std::ops::RangeInclusive<usize> {
    if group == GROUPS - 1 { 100..=AGES - 1 } else { 5 * group..=5 * group + 4 }
}

/// Sums by five-year group.
pub fn by_group(values: &Curve) -> [f64; GROUPS] {
    std::array::from_fn(|group| values[ages_of(group)].iter().sum())
}

/// Piecewise linear through the middles of the groups, held outside.
pub fn through_groups(nodes: &[f64; GROUPS]) -> Curve {
    let middles: [f64; GROUPS] = std::array::from_fn(|group| 2.0 + 5.0 * super::math::years(group));
    curve(|age| super::math::interpolate(super::math::years(age), &middles, nodes))
}

impl Base {
    /// Reads the base tables.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let rates = Source::read(folder, "life_table_qx")?.values(
            &[("source_id", "JMD2026_scaled_to_MHLW_e0")],
            &["year", "sex", "age"],
            "mx",
        )?;
        let population = Source::read(folder, "population_by_age_sex")?;
        let nationals = population.values(
            &[("reference", "person_years_calendar_year"), ("source_id", "JMD2026")],
            &["year", "sex", "age"],
            "population",
        )?;
        let residents =
            population.values(&[("reference", "1_october")], &["year", "sex", "age"], "population")?;
        let projected = Source::read(folder, "population_2022")?.values(
            &[],
            &["year", "sex", "age_start"],
            "population",
        )?;
        let mut base =
            Self { mortality: BTreeMap::new(), nationals: BTreeMap::new(), residents: BTreeMap::new() };
        for sex in Sex::ALL {
            for year in FIRST..=LAST {
                let mut curve = [0.0; AGES];
                for (age, rate) in curve.iter_mut().enumerate() {
                    *rate = rates.get(format!("{year} {} {age}", letter(sex)))?;
                }
                let oldest = nationals.get(format!("{year} {} 100", letter(sex)))?;
                base.nationals.insert((year, sex.index()), spread(&nationals, year, sex, oldest, &curve)?);
                if year <= 2021 {
                    base.residents
                        .insert((year, sex.index()), spread(&residents, year, sex, oldest, &curve)?);
                }
                base.mortality.insert((year, sex.index()), curve);
            }
            // The projection gives 100 and over for both sexes together: the ratio to 99 of 2021 is held.
            let ratio = nationals.get(format!("2021 {} 100", letter(sex)))?
                / residents.get(format!("2021 {} 99", letter(sex)))?;
            let oldest = ratio * projected.get(format!("2022 {} 99", letter(sex)))?;
            let persons = spread(&projected, 2022, sex, oldest, base.mortality(2022, sex))?;
            base.residents.insert((2022, sex.index()), persons);
        }
        Ok(base)
    }

    /// Central death rates of an observed year.
    pub fn mortality(&self, year: u16, sex: Sex) -> &Curve {
        &self.mortality[&(year, sex.index())]
    }

    /// Person-years of nationals of an observed year.
    pub fn nationals(&self, year: u16, sex: Sex) -> &Curve {
        &self.nationals[&(year, sex.index())]
    }

    /// Residents on 1 October, 2016-2022.
    pub fn residents(&self, year: u16, sex: Sex) -> &Curve {
        &self.residents[&(year, sex.index())]
    }
}

fn spread(table: &Values, year: u16, sex: Sex, oldest: f64, rates: &Curve) -> Result<Curve, String> {
    let mut persons = [0.0; AGES];
    for (age, persons) in persons.iter_mut().enumerate().take(100) {
        *persons = table.get(format!("{year} {} {age}", letter(sex)))?;
    }
    let mut alive = 1.0;
    let mut sum = 0.0;
    for age in 100..AGES {
        persons[age] = alive;
        sum += alive;
        alive *= exp(-rates[age]);
    }
    for persons in &mut persons[100..] {
        *persons *= oldest / sum;
    }
    Ok(persons)
}
