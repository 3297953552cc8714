//! Official death rates 2016-2024, their yearly decline and the anchors of life expectancy.
//!
//! m(0) = q / (1 - (1 - a) q), m(x) = q / (1 - q/2) where the single-year table of the ministry is
//! available; otherwise the rates of the Japanese Mortality Database scaled to the official life
//! expectancy at birth. From the closing age of a published table on, the database rates are used.

use super::Built;
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::{AgeSpan, Sex, Year, YearSpan};
use std::path::Path;

/// Oldest age, which stands for itself and all above.
pub const LAST_AGE: u8 = 110;
const OBSERVED: YearSpan = YearSpan::new(2016, 2024);
/// The observed years and the one before, which the intercensal flow starts from.
const READ: YearSpan = YearSpan::new(2015, 2024);
const OFFICIAL_TABLES: [(u16, &str); 4] = [
    (2018, "MHLW_abridged_2018"),
    (2020, "MHLW_complete23_from_lx"),
    (2023, "MHLW_abridged_2023"),
    (2024, "MHLW_abridged_2024"),
];
const ANCHORS: [(&str, u16, [f64; 2]); 3] = [
    ("ipss2017", 2040, [83.27, 89.63]),
    ("ipss2023", 2020, [81.58, 87.72]),
    ("ipss2023", 2070, [85.89, 91.94]),
];

/// Death rates and the person-years they imply.
pub struct LifeTables {
    /// Central death rates by sex, year and age.
    pub rates: Grid,
    /// Mean years lived in the first year of life by those who die in it (one age).
    pub infant_fraction: Grid,
}

impl LifeTables {
    /// Person-years lived L(x) for one birth.
    pub fn person_years(&self, sex: Sex, year: Year) -> Vec<f64> {
        person_years(self.rates.row(sex, year), self.infant_fraction.get(sex, year, 0))
    }
}

/// Person-years lived L(x) for one birth, from rates of 0..=110 and the fraction of the first year
/// lived by those who die in it.
pub fn person_years(rates: &[f64], infant_fraction: f64) -> Vec<f64> {
    let mut alive = 1.0;
    let lived = |(age, rate): (usize, &f64)| {
        if age == usize::from(LAST_AGE) {
            return alive / rate;
        }
        let fraction = if age == 0 { infant_fraction } else { 0.5 };
        let deaths = alive * rate / (1.0 + (1.0 - fraction) * rate);
        let lived = alive - (1.0 - fraction) * deaths;
        alive -= deaths;
        lived
    };
    rates.iter().enumerate().map(lived).collect()
}

/// Person-years L(x) of a year before the observed span, from the database rates scaled to the
/// official life expectancy.
pub fn earlier_person_years(folder: &Path, year: u16, sex: Sex) -> Result<Vec<f64>, String> {
    let source = Source::read(folder, "life_table_qx")?;
    let year = year.to_string();
    let filters = [("source_id", "JMD2026_scaled_to_MHLW_e0"), ("year", year.as_str()), ("sex", letter(sex))];
    let rates = source.values(&filters, &["age"], "mx")?;
    let rates = (0..=LAST_AGE).map(|age| rates.get(age)).collect::<Result<Vec<_>, _>>()?;
    Ok(person_years(&rates, source.values(&filters, &["age"], "ax")?.get(0)?))
}

/// Reads the rates of all observed years.
pub fn life_tables(folder: &Path) -> Result<LifeTables, String> {
    let source = Source::read(folder, "life_table_qx")?;
    let ages = AgeSpan { first: 0, last: LAST_AGE, open: true };
    let mut rates = Grid::filled(READ, ages, 0.0);
    let mut infant_fraction = Grid::filled(READ, AgeSpan { first: 0, last: 0, open: false }, 0.0);
    let scaled = [("source_id", "JMD2026_scaled_to_MHLW_e0")];
    let database_rates = source.values(&scaled, &["year", "sex", "age"], "mx")?;
    let database_fractions = source.values(&scaled, &["year", "sex", "age"], "ax")?;
    for sex in Sex::ALL {
        for year in READ.iter() {
            let fraction = database_fractions.get(format!("{year} {} 0", letter(sex)))?;
            infant_fraction.set(sex, year, 0, fraction);
            let published = match OFFICIAL_TABLES.iter().find(|(of, _)| *of == year.0) {
                Some((_, id)) => Some(source.values(&[("source_id", id)], &["sex", "age"], "qx")?),
                None => None,
            };
            for age in 0..=LAST_AGE {
                let probability = published
                    .as_ref()
                    .and_then(|table| table.find(format!("{} {age}", letter(sex))))
                    .filter(|probability| *probability < 1.0);
                let rate = match probability {
                    Some(q) => q / (1.0 - (1.0 - if age == 0 { fraction } else { 0.5 }) * q),
                    None => database_rates.get(format!("{year} {} {age}", letter(sex)))?,
                };
                rates.set(sex, year, age, rate);
            }
        }
    }
    Ok(LifeTables { rates, infant_fraction })
}

/// Writes rates, infant fraction, decline and anchors; checks the official life expectancies.
pub fn build(folder: &Path, life: &LifeTables, built: &mut Built) -> Result<(), String> {
    let check = Source::read(folder, "life_table_e0_check")?;
    let scaled = [("source_id", "JMD2026_scaled_to_MHLW_e0")];
    let official = check.values(&scaled, &["year", "sex"], "official_mhlw_e0")?;
    let mut rates = Table::new("mortality", "year,sex,age,rate");
    let mut fractions = Table::new("infant_fraction", "year,sex,years");
    for year in OBSERVED.iter() {
        for sex in Sex::ALL {
            for age in 0..=LAST_AGE {
                rates.row(format_args!("{year},{sex},{age}"), &[life.rates.get(sex, year, age)]);
            }
            fractions.row(format_args!("{year},{sex}"), &[life.infant_fraction.get(sex, year, 0)]);
            let expectancy: f64 = life.person_years(sex, year).iter().sum();
            let printed = official.get(format!("{year} {}", letter(sex)))?;
            built.notes.push(format!("e0 {year} {sex}: {expectancy:.4}, official {printed}"));
            if (expectancy - printed).abs() > 0.01 {
                return Err(format!("e0 {year} {sex} is {expectancy}, official {printed}"));
            }
        }
    }
    built.put("japan", rates);
    built.put("japan", fractions);
    built.put("japan", decline(folder)?);
    let mut anchors = Table::new("life_expectancy_anchor", "projection,sex,year,years");
    for (projection, year, values) in ANCHORS {
        for sex in Sex::ALL {
            anchors.row(format_args!("{projection},{sex},{year}"), &[values[sex.index()]]);
        }
    }
    built.put("japan", anchors);
    Ok(())
}

/// Yearly fall of ln m(x) between the middles of the five-year periods of World Population Prospects.
fn decline(folder: &Path) -> Result<Table, String> {
    let source = Source::read(folder, "mortality_projection")?;
    let filters = [("source_id", "UN_WPP2024"), ("measure", "mx")];
    let rates = source.values(&filters, &["year", "sex", "age_start"], "value")?;
    let mut groups = vec![("0".to_owned(), 0.5), ("1".to_owned(), 3.0)];
    groups.extend((5..100_u8).step_by(5).map(|age| (age.to_string(), f64::from(age) + 2.5)));
    groups.push(("100+".to_owned(), 102.5));
    let mut table = Table::new("mortality_decline", "year,sex,age,decline");
    for year in 2017..=2050_u16 {
        // The middle labelled 2018 stands for 2015-2020: the years after it up to 2023 share one decline.
        let before = 2013 + (year - 2014) / 5 * 5;
        for sex in Sex::ALL {
            let declines = groups
                .iter()
                .map(|(group, _)| {
                    let earlier = rates.get(format!("{before} {} {group}", letter(sex)))?;
                    let later = rates.get(format!("{} {} {group}", before + 5, letter(sex)))?;
                    Ok(libm::log(earlier / later) / 5.0)
                })
                .collect::<Result<Vec<f64>, String>>()?;
            for age in 0..=LAST_AGE {
                let middle = f64::from(age) + 0.5;
                let above = groups.iter().position(|(_, at)| *at >= middle).unwrap_or(groups.len() - 1);
                let value = if above == 0 || middle >= groups[groups.len() - 1].1 {
                    declines[above]
                } else {
                    let share = (middle - groups[above - 1].1) / (groups[above].1 - groups[above - 1].1);
                    declines[above - 1] + share * (declines[above] - declines[above - 1])
                };
                table.row(format_args!("{year},{sex},{age}"), &[value]);
            }
        }
    }
    Ok(table)
}
