//! Certified care need by level, its mortality ratios and its other parameters.
//!
//! Three nested shares are graduated to single ages: certified among residents, care 2 and above
//! among the certified, care 4-5 among those. Their product keeps every published group share and can
//! never add up to more than one. The later year multiplies them by a ratio that is piecewise linear in
//! age and keeps the published change of every group's mean: a step at the edge of a group would have to
//! be met by a spike of onsets. The mortality ratio of a level is r(x) = h_level / h_none, tied to
//! measured death rates by level at ages 82-84 and to an assumed ratio at age 100, log-linear in age, but
//! at younger ages no more than leads to the measured death rate: nobody was measured to die faster.

use super::Built;
use super::graduation::{Group, graduate};
use super::limitation::Limited;
use super::mortality::{LAST_AGE, LifeTables};
use super::source::{Source, Values, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::{Sex, Year};
use std::path::Path;

const REFERENCE: Year = Year(2019);
const ALTERNATIVE: Year = Year(2024);
const LEVELS: [&str; 7] = ["support1", "support2", "care1", "care2", "care3", "care4", "care5"];
const GROUPS: [&str; 7] = ["40-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+"];
/// Deaths per year by level as measured in Suginami in 2001-2010, in the order of [`LEVELS`]; ranges
/// take their middle. Mortality has fallen since, so they are carried to 2016-2019 with the fall of
/// official mortality at the same ages since the complete life table of [`MEASURED_TABLE`]; taken as
/// they stand they would leave persons without care need almost no deaths.
const MEASURED_HAZARDS: [f64; 7] = [0.075, 0.075, 0.107, 0.139, 0.173, 0.231, 0.325];
const MEASURED_TABLE: &str = "MHLW_complete20_via_SOA";
/// Ages at which those persons were, about.
const MEASURED_AGES: std::ops::RangeInclusive<u8> = 82..=84;
const RATIOS_AT_100: [f64; 3] = [1.3, 1.7, 2.2];
/// Groups of the published certification rates of both years, and whether the change between them is taken
/// over: only at 75-84 it is larger than the rounding and the ageing inside the groups.
const CHANGES: [(&str, bool); 6] =
    [("65-69", false), ("70-74", false), ("75-79", true), ("80-84", true), ("85-89", false), ("90+", false)];
/// No more than this share may be certified at any age.
const LARGEST_CERTIFIED: f64 = 0.98;
/// Care 2 and above stays this far below the share limited in daily activities.
const BELOW_LIMITATION: f64 = 0.02;

/// Shares of residents by level (support 1-2 and care 1; care 2-3; care 4-5), ages 0..=110.
type Shares = [Vec<f64>; 3];

/// Writes the care tables.
pub fn build(
    folder: &Path,
    life: &LifeTables,
    residents: &Grid,
    limited: &Limited,
    built: &mut Built,
) -> Result<(), String> {
    let need = Source::read(folder, "care_need_rate")?;
    let rates = Source::read(folder, "care2plus_rate_derived")?;
    let mut by_sex = Vec::new();
    for sex in Sex::ALL {
        let (_, _, limited) = limited
            .iter()
            .find(|(year, of, _)| *year == REFERENCE && *of == sex)
            .ok_or_else(|| "no limitation curve of the reference year".to_owned())?;
        let weights = residents.row(sex, REFERENCE);
        let shares = prevalence(&need, &rates, sex, weights, limited)?;
        report(sex, &shares, limited, life, built);
        by_sex.push(shares);
    }
    let mut table = Table::new("care_prevalence", "year,sex,age,level_1,level_2,level_3");
    let certified = need.values(
        &[("measure", "certification rate"), ("sex", "T"), ("level", "all")],
        &["date", "age_group"],
        "value",
    )?;
    let fallen = |group: &str| -> Result<f64, String> {
        Ok(certified.get(format!("2024-09 {group}"))? / certified.get(format!("2019-09 {group}"))?)
    };
    let changes = CHANGES.map(|(group, changed)| if changed { fallen(group) } else { Ok(1.0) });
    let changes = changes.into_iter().collect::<Result<Vec<f64>, String>>()?;
    for year in [REFERENCE, ALTERNATIVE] {
        for sex in Sex::ALL {
            let shares = &by_sex[sex.index()];
            let ratio = if year == ALTERNATIVE {
                let weights = residents.row(sex, REFERENCE);
                change_by_age(shares, weights, &changes)?
            } else {
                vec![1.0; usize::from(LAST_AGE) + 1]
            };
            for age in 0..=LAST_AGE {
                let at = usize::from(age);
                let values = [0, 1, 2].map(|level: usize| shares[level][at] * ratio[at]);
                table.row(format_args!("{year},{sex},{age}"), &values);
            }
        }
    }
    built.put("japan", table);
    let ratios = mortality_ratios(folder, &need, life, residents, &by_sex, built)?;
    built.put("japan", ratios);
    let mut table = Table::new("care_parameters", "parameter,value,low,high");
    table.row("recovery", &[0.0075, 0.005, 0.01]);
    table.row("limitation_log_odds", &[1.4, 0.7, 2.1]);
    table.row("log_mortality_ratio_factor", &[1.0, 0.7, 1.4]);
    built.put("japan", table);
    Ok(())
}

/// Persons or recipients by level of a group, in the order of [`LEVELS`].
fn counts(values: &Values, group: &str) -> Result<[f64; 7], String> {
    let mut found = [0.0; 7];
    for (count, level) in found.iter_mut().zip(LEVELS) {
        *count = values.get(format!("{group} {level}"))?;
    }
    Ok(found)
}

fn registered(need: &Source, sex: Sex) -> Result<Values, String> {
    need.values(
        &[("date", "2023-03-31"), ("sex", letter(sex)), ("measure", "certified persons")],
        &["age_group", "level"],
        "value",
    )
}

/// Counts by level of each group of [`GROUPS`], for the mix of levels inside the group only.
fn mixes(need: &Source, sex: Sex) -> Result<Vec<[f64; 7]>, String> {
    let men = registered(need, Sex::Male)?;
    if sex == Sex::Male {
        return GROUPS.iter().map(|group| counts(&men, group)).collect();
    }
    let women = registered(need, Sex::Female)?;
    let (total, youngest) = (counts(&women, "65+")?, counts(&women, "65-69")?);
    let recipients = need.values(
        &[("date", "2010-11"), ("sex", "F"), ("measure", "benefit recipients")],
        &["age_group", "level"],
        "value",
    )?;
    let older = ["70-74", "75-79", "80-84", "85-89", "90-94", "95+"]
        .iter()
        .map(|group| counts(&recipients, group))
        .collect::<Result<Vec<_>, _>>()?;
    // One factor per level brings the recipients of 70 and above to the women certified in 2023.
    let factors: [f64; 7] = std::array::from_fn(|level| {
        (total[level] - youngest[level]) / older.iter().map(|counts| counts[level]).sum::<f64>()
    });
    let mut mixes = vec![counts(&men, "40-64")?, youngest];
    for counts in &older[..4] {
        mixes.push(std::array::from_fn(|level| counts[level] * factors[level]));
    }
    mixes.push(std::array::from_fn(|level| (older[4][level] + older[5][level]) * factors[level]));
    Ok(mixes)
}

fn prevalence(
    need: &Source,
    rates: &Source,
    sex: Sex,
    weights: &[f64],
    limited: &[f64],
) -> Result<Shares, String> {
    let certified_rates = rates.values(&[("sex", letter(sex))], &["age_group"], "certified_rate")?;
    let care_rates = rates.values(&[("sex", letter(sex))], &["age_group"], "care2plus_rate")?;
    let (mut certified, mut care, mut severe) = (Vec::new(), Vec::new(), Vec::new());
    for (group, mix) in GROUPS.iter().zip(mixes(need, sex)?) {
        let above_support: f64 = mix[3..].iter().sum();
        let with_care = care_rates.get(group)?;
        let with_certificate = match certified_rates.find(group) {
            Some(rate) => rate,
            None => with_care * mix.iter().sum::<f64>() / above_support,
        };
        let of = |share: f64| match group.split_once('-') {
            Some((first, last)) => {
                let age = |text: &str| text.parse::<u8>().map_err(|error| format!("{group}: {error}"));
                Ok::<Group, String>(Group::new(age(first)?, age(last)?, share))
            }
            None => Ok(Group::open(90, share)),
        };
        certified.push(of(with_certificate)?);
        care.push(of(with_care / with_certificate)?);
        severe.push(of(mix[5..].iter().sum::<f64>() / above_support)?);
    }
    let certified = graduate(&certified, weights, false, &|_| LARGEST_CERTIFIED)?;
    let among: Vec<f64> = weights.iter().zip(&certified).map(|(weight, share)| weight * share).collect();
    let ceiling = |age: usize| ((limited[age] - BELOW_LIMITATION) / certified[age]).min(1.0);
    let care = graduate(&care, &among, true, &ceiling)?;
    let among: Vec<f64> = among.iter().zip(&care).map(|(weight, share)| weight * share).collect();
    let severe = graduate(&severe, &among, true, &|_| 1.0)?;
    let ages = 0..=usize::from(LAST_AGE);
    Ok([
        ages.clone().map(|age| certified[age] * (1.0 - care[age])).collect(),
        ages.clone().map(|age| certified[age] * care[age] * (1.0 - severe[age])).collect(),
        ages.map(|age| certified[age] * care[age] * severe[age]).collect(),
    ])
}

fn report(sex: Sex, shares: &Shares, limited: &[f64], life: &LifeTables, built: &mut Built) {
    let care = |age: usize| shares[1][age] + shares[2][age];
    let lived = life.person_years(sex, REFERENCE);
    let independent: f64 = lived.iter().enumerate().map(|(age, lived)| lived * (1.0 - care(age))).sum();
    let margin = (40..=usize::from(LAST_AGE))
        .map(|age| (limited[age] - care(age), age))
        .fold((1.0, 0), |least, next| if next.0 < least.0 { next } else { least });
    built.notes.push(format!(
        "care {sex}: years without care 2+ in 2019 {independent:.4}; limitation minus care 2+ least {:.4} at {}; levels at 85 {:.3}/{:.3}/{:.3}, 100 {:.3}/{:.3}/{:.3}, 110 {:.3}/{:.3}/{:.3}",
        margin.0, margin.1,
        shares[0][85], shares[1][85], shares[2][85],
        shares[0][100], shares[1][100], shares[2][100],
        shares[0][110], shares[1][110], shares[2][110],
    ));
}

/// Ratio of certification in the later year by single age: piecewise linear through one node per group of
/// [`CHANGES`], 1 up to five years below the first and from five years above the last, the nodes moved until
/// the certified of each group change as `changes` says.
fn change_by_age(shares: &Shares, weights: &[f64], changes: &[f64]) -> Result<Vec<f64>, String> {
    let certified: Vec<f64> = weights
        .iter()
        .enumerate()
        .map(|(age, weight)| weight * (shares[0][age] + shares[1][age] + shares[2][age]))
        .collect();
    let groups: Vec<Group> = CHANGES
        .iter()
        .zip(changes)
        .map(|((name, _), change)| match name.split_once('-') {
            Some((first, last)) => {
                let age = |text: &str| text.parse::<u8>().map_err(|error| format!("{name}: {error}"));
                Ok(Group::new(age(first)?, age(last)?, *change))
            }
            None => Ok(Group::open(90, *change)),
        })
        .collect::<Result<_, String>>()?;
    let mut nodes: Vec<f64> = changes.to_vec();
    for _ in 0..10_000 {
        let ratio: Vec<f64> =
            (0..=usize::from(LAST_AGE)).map(|age| between(&groups, &nodes, age as f64 + 0.5)).collect();
        let mut largest: f64 = 0.0;
        for (group, node) in groups.iter().zip(&mut nodes) {
            let mean = group.mean(&ratio, &certified);
            largest = largest.max((mean - group.share).abs());
            *node += group.share - mean;
        }
        if largest < 1e-12 {
            return Ok(ratio);
        }
    }
    Err("the change of certification cannot be reproduced".to_owned())
}

/// Linear between the nodes, and to 1 within five years outside them.
fn between(groups: &[Group], nodes: &[f64], age: f64) -> f64 {
    let (first, last) = (groups[0].node, groups[groups.len() - 1].node);
    let ages = [first - 5.0].into_iter().chain(groups.iter().map(|group| group.node)).chain([last + 5.0]);
    let values = [1.0].into_iter().chain(nodes.iter().copied()).chain([1.0]);
    let points: Vec<(f64, f64)> = ages.zip(values).collect();
    if age <= points[0].0 || age >= points[points.len() - 1].0 {
        return 1.0;
    }
    let next = points.iter().position(|point| age < point.0).unwrap_or(points.len() - 1);
    let (before, after) = (points[next - 1], points[next]);
    before.1 + (after.1 - before.1) * (age - before.0) / (after.0 - before.0)
}

/// The hazard of persons without care need at which the mean of the cell is `deaths`, where a level has
/// `ratio` times that hazard but no more than the measured one. Bisection: the mean rises with the hazard.
fn hazard_without_care(
    deaths: f64,
    shares: &[f64; 3],
    measured: &[f64; 3],
    ratio: &dyn Fn(usize) -> f64,
) -> f64 {
    let mean = |hazard: f64| {
        let levels: f64 =
            (0..3).map(|level| shares[level] * (ratio(level) * hazard).min(measured[level])).sum();
        (1.0 - shares.iter().sum::<f64>()) * hazard + levels
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if mean(middle) < deaths { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

fn mortality_ratios(
    folder: &Path,
    need: &Source,
    life: &LifeTables,
    residents: &Grid,
    by_sex: &[Shares],
    built: &mut Built,
) -> Result<Table, String> {
    let mut persons = [0.0; 7];
    for sex in Sex::ALL {
        let registered = counts(&registered(need, sex)?, "65+")?;
        for (sum, count) in persons.iter_mut().zip(registered) {
            *sum += count;
        }
    }
    let measured = [0..3, 3..5, 5..7].map(|levels: std::ops::Range<usize>| {
        let deaths: f64 = levels.clone().map(|level| persons[level] * MEASURED_HAZARDS[level]).sum();
        deaths / persons[levels].iter().sum::<f64>()
    });
    let then = Source::read(folder, "life_table_qx")?.values(
        &[("source_id", MEASURED_TABLE)],
        &["sex", "age"],
        "qx",
    )?;
    let (mut people, mut deaths, mut deaths_then, mut shares) = (0.0, 0.0, 0.0, [0.0; 3]);
    for sex in Sex::ALL {
        for age in MEASURED_AGES {
            let weight = residents.get(sex, REFERENCE, age);
            let rate: f64 = (2016..=2019).map(|year| life.rates.get(sex, Year(year), age) / 4.0).sum();
            people += weight;
            deaths += weight * rate;
            let probability = then.get(format!("{} {age}", letter(sex)))?;
            deaths_then += weight * probability / (1.0 - 0.5 * probability);
            for (sum, level) in shares.iter_mut().zip(&by_sex[sex.index()]) {
                *sum += weight * level[usize::from(age)];
            }
        }
    }
    let fall = deaths / deaths_then;
    let hazards = measured.map(|hazard| hazard * fall);
    let with_care: f64 = shares.iter().zip(hazards).map(|(share, hazard)| share * hazard).sum();
    let without = (deaths - with_care) / (people - shares.iter().sum::<f64>());
    let measured_at = f64::from(*MEASURED_AGES.start()) + 1.5;
    let log_linear = |level: usize, age: f64| {
        let last = libm::log(RATIOS_AT_100[level]);
        let slope = (libm::log(hazards[level] / without) - last) / (100.0 - measured_at);
        libm::exp(last + slope * (100.0 - age.clamp(65.0, 100.0)))
    };
    // Both sexes together, as they were measured.
    let mean = |age: u8, value: &dyn Fn(Sex) -> f64| {
        let weight = |sex| residents.get(sex, REFERENCE, age);
        let sum: f64 = Sex::ALL.iter().map(|sex| weight(*sex) * value(*sex)).sum();
        sum / Sex::ALL.iter().map(|sex| weight(*sex)).sum::<f64>()
    };
    let ratio = |level: usize, age: f64| {
        let linear = log_linear(level, age);
        if age >= measured_at {
            return linear;
        }
        let completed = age as u8;
        let deaths = mean(completed, &|sex| {
            (2016..=2019).map(|year| life.rates.get(sex, Year(year), completed) / 4.0).sum()
        });
        let share = [0, 1, 2]
            .map(|level: usize| mean(completed, &|sex| by_sex[sex.index()][level][usize::from(completed)]));
        let without = hazard_without_care(deaths, &share, &hazards, &|level| log_linear(level, age));
        linear.min(hazards[level] / without)
    };
    let at = |age: f64| [0, 1, 2].map(|level| format!("{:.2}", ratio(level, age))).join("/");
    built.notes.push(format!(
        "care mortality: measured {:.4}/{:.4}/{:.4}, fall since {fall:.4}; hazard without care at 82-84 {without:.4}, with levels {:.4}/{:.4}/{:.4}; ratio at 65 {}, 75 {}, 83.5 {}, 90 {}, 100 {}",
        measured[0], measured[1], measured[2], hazards[0], hazards[1], hazards[2], at(65.0), at(75.0), at(83.5), at(90.0), at(100.0)
    ));
    let mut table = Table::new("care_mortality_ratio", "sex,age,level_1,level_2,level_3");
    for sex in Sex::ALL {
        for age in 0..=LAST_AGE {
            let values = [0, 1, 2].map(|level| ratio(level, f64::from(age) + 0.5));
            table.row(format_args!("{sex},{age}"), &values);
        }
    }
    Ok(table)
}
