//! Risk factors: class means of their distributions with the trends after 2024, categories, smoking,
//! correlation of ranks and settings.
//!
//! The class mean of rank class k of 16 is the mean of the distribution between its two quantiles:
//! shifted lognormal s + 16 exp(mu + sigma^2/2) (Phi(z' - sigma) - Phi(z - sigma)), normal
//! m + 16 sd (phi(z) - phi(z')), with z and z' the normal quantiles of k/16 and (k+1)/16.

use super::Built;
use super::source::{Source, Values};
use super::text::Table;
use kenju::num::special::{logit, normal_cdf, normal_quantile};
use std::f64::consts::PI;
use std::path::Path;

const CLASSES: usize = 16;
const SEXES: [&str; 2] = ["male", "female"];
/// Last year of the estimated distributions; trends start here.
const LAST: u16 = 2024;
/// Body mass index that bounds underweight and overweight.
const THIN: f64 = 18.5;
const HEAVY: f64 = 25.0;

/// Six significant digits: more than any of the sources has.
fn short(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

fn edges(class: usize) -> [f64; 2] {
    [class, class + 1].map(|edge| normal_quantile(edge as f64 / CLASSES as f64))
}

/// Class means of shift + exp(mu + sigma z).
fn lognormal(shift: f64, mu: f64, sigma: f64) -> [f64; CLASSES] {
    let mean = libm::exp(mu + 0.5 * sigma * sigma);
    std::array::from_fn(|class| {
        let [low, high] = edges(class);
        shift + CLASSES as f64 * mean * (normal_cdf(high - sigma) - normal_cdf(low - sigma))
    })
}

/// Class means of mean + sd z.
fn normal(mean: f64, sd: f64) -> [f64; CLASSES] {
    let density = |z: f64| if z.is_finite() { libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * PI) } else { 0.0 };
    std::array::from_fn(|class| {
        let [low, high] = edges(class);
        mean + CLASSES as f64 * sd * (density(low) - density(high))
    })
}

/// The law of a cell of the source.
struct Cell {
    mean: f64,
    sd: f64,
    p: [f64; 3],
}

struct Cells {
    columns: Vec<Values>,
}

impl Cells {
    fn get(&self, factor: &str, sex: &str, age: u32, year: u16) -> Result<Cell, String> {
        let key = format!("{factor} {sex} {age} {year}");
        let [mean, sd, p0, p1, p2] = [0, 1, 2, 3, 4].map(|column: usize| self.columns[column].get(&key));
        Ok(Cell { mean: mean?, sd: sd?, p: [p0?, p1?, p2?] })
    }
}

struct Settings(Values);

impl Settings {
    fn get(&self, name: &str) -> Result<f64, String> {
        self.0.get(name)
    }
}

/// Class means of a factor in a year; after [`LAST`] by the trend of the factor.
fn classes(
    cells: &Cells,
    settings: &Settings,
    factor: &str,
    sex: &str,
    age: u32,
    year: u16,
) -> Result<[f64; CLASSES], String> {
    let cell = cells.get(factor, sex, age, year.min(LAST))?;
    let later = f64::from(year.saturating_sub(LAST));
    let [p0, p1, p2] = cell.p;
    Ok(match factor {
        "sbp" if later > 0.0 => {
            // The mean moves, the spread in mmHg stays.
            let above = cell.mean + later * settings.get("sbp_trend_mmhg_per_year")? - p0;
            let variance = libm::log1p(cell.sd * cell.sd / (above * above));
            lognormal(p0, libm::log(above) - 0.5 * variance, libm::sqrt(variance))
        }
        "bmi" if later > 0.0 => {
            // The two shares move on the log odds scale; the lognormal is laid through them again.
            let trend = later * settings.get(&format!("bmi_logit_ge25_trend_{sex}"))?;
            let below = |bound: f64| normal_cdf((libm::log(bound - p0) - p1) / p2);
            let moved = |share: f64, by: f64| kenju::num::special::expit(logit(share) + by);
            let heavy = normal_quantile(1.0 - moved(1.0 - below(HEAVY), trend));
            let thin = normal_quantile(moved(below(THIN), -0.3 * trend));
            let sigma = (libm::log(HEAVY - p0) - libm::log(THIN - p0)) / (heavy - thin);
            lognormal(p0, libm::log(THIN - p0) - sigma * thin, sigma)
        }
        "steps" => lognormal(p0, p1 + later * settings.get("steps_log_trend")?, p2),
        "ldl" => normal(p1, p2),
        _ => lognormal(p0, p1, p2),
    })
}

fn ages(first: u32) -> impl Iterator<Item = u32> {
    (first..=90).step_by(5)
}

fn values(folder: &Path, settings: &Settings, built: &mut Built) -> Result<(), String> {
    let source = Source::read(folder, "distribution_cells")?;
    let key = ["factor", "sex", "age", "year"];
    let columns = ["mean", "sd", "p0", "p1", "p2"].map(|column| source.values(&[], &key, column));
    let cells = Cells { columns: columns.into_iter().collect::<Result<_, _>>()? };
    let fixed = Source::read(folder, "distribution_classes")?.values(
        &[],
        &["factor", "sex", "age", "rank_class"],
        "value",
    )?;
    let names: Vec<String> = (1..=CLASSES).map(|class| format!("class_{class}")).collect();
    let header = format!(",{}", names.join(","));
    let mut table = Table::new("risk_factor_values", &format!("factor,year,sex,age{header}"));
    let laws: [(&str, &[u16]); 4] = [
        ("sbp", &[2016, 2024, 2050]),
        ("bmi", &[2016, 2017, 2018, 2019, 2024, 2032, 2040, 2050]),
        ("ldl", &[2016, 2017, 2018, 2019, 2020, 2021]),
        ("steps", &[2016, 2020, 2024, 2032, 2040, 2050]),
    ];
    for (factor, years) in laws {
        for year in years {
            for sex in SEXES {
                for age in ages(20) {
                    let means = classes(&cells, settings, factor, sex, age, *year)?.map(short);
                    table.row(format!("{factor},{year},{sex},{age}"), &means);
                }
            }
        }
    }
    for (factor, first) in [("hba1c", 20), ("hba1c_in_diabetes", 20), ("k6", 20), ("frailty", 65)] {
        for sex in SEXES {
            for age in ages(first) {
                let means = (1..=CLASSES)
                    .map(|class| fixed.get(format!("{factor} {sex} {age} {class}")))
                    .collect::<Result<Vec<_>, _>>()?;
                table.row(format!("{factor},2016,{sex},{age}"), &means);
            }
        }
    }
    let mean = |year| -> Result<f64, String> {
        Ok(classes(&cells, settings, "bmi", "male", 40, year)?.iter().sum::<f64>() / CLASSES as f64)
    };
    built.notes.push(format!(
        "risk: mean BMI of men 40-44: 2024 {:.3}, 2040 {:.3}",
        mean(2024)?,
        mean(2040)?
    ));
    built.put("japan", table);
    Ok(())
}

fn categories(folder: &Path, built: &mut Built) -> Result<(), String> {
    let mut table =
        Table::new("risk_factor_categories", "factor,sex,age,category_1,category_2,category_3,category_4");
    let lists: [(&str, &str, u32, &[&str]); 2] = [
        ("k6", "k6_categories", 20, &["share_0_4", "share_5_9", "share_10_12", "share_13_24"]),
        ("frailty", "frailty_states", 65, &["robust", "prefrail", "frail"]),
    ];
    for (factor, name, first, columns) in lists {
        let source = Source::read(folder, name)?;
        let shares = columns
            .iter()
            .map(|column| source.values(&[], &["sex", "age"], column))
            .collect::<Result<Vec<_>, _>>()?;
        for sex in SEXES {
            for age in ages(first) {
                let key = format!("{sex} {age}");
                let mut row = shares.iter().map(|share| share.get(&key)).collect::<Result<Vec<_>, _>>()?;
                // The printed shares add up to 1 within their last digit.
                let sum: f64 = row.iter().sum();
                for share in &mut row {
                    *share = short(*share / sum);
                }
                row[0] = 1.0 - row[1..].iter().sum::<f64>();
                row.resize(4, 0.0);
                table.row(format!("{factor},{sex},{age}"), &row);
            }
        }
    }
    built.put("japan", table);
    Ok(())
}

fn smoking(folder: &Path, built: &mut Built) -> Result<(), String> {
    let state = Source::read(folder, "smoking_state")?;
    let [never, former] = ["never", "former"].map(|column| state.values(&[], &["sex", "age"], column));
    let (never, former) = (never?, former?);
    let mut table = Table::new("smoking_start_state", "sex,age,never,former");
    for sex in SEXES {
        for age in 0..=110_u32 {
            if age < 15 {
                table.row(format!("{sex},{age}"), &[1.0, 0.0]);
                continue;
            }
            let key = format!("{sex} {}", age.min(100));
            table.row(format!("{sex},{age}"), &[never.get(&key)?, former.get(&key)?]);
        }
    }
    built.put("japan", table);
    let events = ["smoking_initiation", "smoking_cessation"]
        .map(|name| Source::read(folder, name)?.values(&[], &["sex", "age", "year"], "probability"));
    let [start, quit] = events;
    let (start, quit) = (start?, quit?);
    // A yearly probability p is the hazard -ln(1 - p).
    let hazard = |probability: Option<f64>| short(-libm::log1p(-probability.unwrap_or(0.0)));
    let mut table = Table::new("smoking_events", "year,sex,age,start,quit");
    for year in (2016..=2024).chain([2030, 2039]) {
        for sex in SEXES {
            for age in 15..=95_u32 {
                let key = format!("{sex} {age} {year}");
                // Nobody quits below 20 in the source: the rate of 20 holds there.
                let quitting = quit.get(format!("{sex} {} {year}", age.max(20)))?;
                table.row(format!("{year},{sex},{age}"), &[hazard(start.find(&key)), hazard(Some(quitting))]);
            }
        }
    }
    built.put("japan", table);
    let quit_years = Source::read(folder, "smoking_quit_years")?;
    let shares = quit_years.values(&[], &["sex", "age", "years_lo", "years_hi"], "share")?;
    let bins = [(0, 1), (2, 4), (5, 9), (10, 14), (15, 19), (20, 24), (25, 34), (35, 80)];
    let mut table = Table::new("smoking_quit_years", "sex,age,first,last,share");
    for sex in SEXES {
        for age in 20..=95_u32 {
            for (first, last) in bins {
                let share = shares.get(format!("{sex} {age} {first} {last}"))?;
                table.row(format!("{sex},{age},{first},{last}"), &[share]);
            }
        }
    }
    built.put("japan", table);
    Ok(())
}

fn correlation(folder: &Path, built: &mut Built) -> Result<(), String> {
    let found =
        Source::read(folder, "rank_correlation")?.values(&[], &["factor_a", "factor_b"], "correlation")?;
    let mut table = Table::new("risk_correlation", "factor_a,factor_b,correlation");
    for (key, value) in found.iter() {
        table.row(key.replace(' ', ","), &[value]);
    }
    built.put("japan", table);
    Ok(())
}

/// Makes all tables of the risk factors.
///
/// # Errors
/// A message when a source table cannot be read or lacks a value.
pub fn build(source: &Path, built: &mut Built) -> Result<(), String> {
    let folder = &source.join("risk");
    let text = std::fs::read_to_string(folder.join("settings.csv")).map_err(|error| error.to_string())?;
    let settings = Settings(Source::read(folder, "settings")?.values(&[], &["setting"], "value")?);
    values(folder, &settings, built)?;
    categories(folder, built)?;
    smoking(folder, built)?;
    correlation(folder, built)?;
    // Settings are words as much as numbers: they go into the pack as they were written.
    built.files.insert("japan/risk_settings.csv".to_owned(), text);
    Ok(())
}
