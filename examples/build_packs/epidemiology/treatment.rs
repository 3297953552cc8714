//! Conditions under treatment: mental illness, low back pain, joint and eye disease.
//!
//! The level is the outpatient rate of the living conditions survey; the age pattern comes from another
//! source, or is log-linear with a slope solved from a published ratio. No excess mortality: incidence
//! solves i (1-P) = P' + remission P.

use super::super::source::{Source, Values};
use super::base::FIRST;
use super::math::{
    AGES, Curve, bisect, curve, expit, interpolate, logit, moving_mean, slope, smooth_logarithm, weighted,
    years,
};
use super::rates::{Conditions, Derived, Rates};
use kenju::num::units::Sex;
use libm::exp;
use std::path::Path;

/// Persons under treatment, men and women, and the yearly hazard of leaving it (assumed).
struct Level {
    name: &'static str,
    year: u16,
    share: [f64; 2],
    remission: f64,
}

const MENTAL: Level =
    Level { name: "mental_illness", year: 2022, share: [17.9e-3, 24.9e-3], remission: 0.15 };
const BACK: Level = Level { name: "back_pain", year: 2016, share: [41.4e-3, 56.6e-3], remission: 0.20 };
const JOINT: Level = Level { name: "joint_disease", year: 2022, share: [13.4e-3, 27.9e-3], remission: 0.05 };
const EYE: Level = Level { name: "eye_disease", year: 2016, share: [42.4e-3, 59.5e-3], remission: 0.08 };
/// Back pain of men: rate at 65 and over to the rate below 65 (2007).
const BACK_RATIO: f64 = 96.4 / 26.7;
/// Eye disease: rate at 75 and over.
const EYE_OLD: [f64; 2] = [148e-3, 177e-3];

impl Level {
    fn put(&self, pattern: &Curve, rates: &Rates, sex: Sex, conditions: &mut Conditions) {
        let residents = rates.base.residents(self.year, sex);
        let level = self.share[sex.index()] * residents.iter().sum::<f64>() / weighted(pattern, residents);
        let prevalence = pattern.map(|share| share * level);
        let rising = slope(&prevalence);
        let onset =
            curve(|age| (rising[age] + self.remission * prevalence[age]).max(0.0) / (1.0 - prevalence[age]));
        conditions.insert((self.name, sex.index()), Derived::lasting(&prevalence, &onset));
    }
}

/// Derives the four conditions.
pub fn derive(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let mut conditions = Conditions::new();
    let back = back_pattern(rates.base.residents(FIRST, Sex::Male), notes);
    for sex in Sex::ALL {
        MENTAL.put(&distress(folder, rates, sex)?, rates, sex, &mut conditions);
        BACK.put(&back, rates, sex, &mut conditions);
        JOINT.put(&knee(folder, sex)?, rates, sex, &mut conditions);
        EYE.put(&eye_pattern(rates.base.residents(FIRST, sex), sex, notes), rates, sex, &mut conditions);
    }
    Ok(conditions)
}

/// Mean of a share from an age on.
fn mean(share: &Curve, persons: &Curve, ages: std::ops::Range<usize>) -> f64 {
    let with: f64 = ages.clone().map(|age| share[age] * persons[age]).sum();
    with / persons[ages].iter().sum::<f64>()
}

/// Psychological distress of 2022; the young half, and the old of both sexes at the ratio of the sex.
fn distress(folder: &Path, rates: &Rates, sex: Sex) -> Result<Curve, String> {
    let table = Source::read(folder, "k6_2022")?;
    let low = table.values(&[("indicator", "k6_10_14")], &["sex", "age_lo"], "value")?;
    let high = table.values(&[("indicator", "k6_15plus")], &["sex", "age_lo"], "value")?;
    let of = |sex: &str, age: u8| -> Result<f64, String> {
        let get = |table: &Values| table.get(format!("{sex} {age}"));
        Ok(get(&low)? + get(&high)?)
    };
    let persons = Sex::ALL.map(|sex| rates.base.residents(2022, sex)[60..].iter().sum::<f64>());
    let both = (of("male", 60)? * persons[0] + of("female", 60)? * persons[1]) / (persons[0] + persons[1]);
    let ratio = of(sex.as_str(), 60)? / both;
    let mut nodes = vec![of(sex.as_str(), 12)? * 0.5];
    for age in [20, 30, 40, 50] {
        nodes.push(of(sex.as_str(), age)?);
    }
    for age in [60, 70, 80] {
        nodes.push(of("both", age)? * ratio);
    }
    let middles = [15.5, 24.5, 34.5, 44.5, 54.5, 64.5, 74.5, 85.0];
    let raw =
        curve(|age| interpolate(years(age), &middles, &nodes) * ((years(age) - 7.0) / 6.0).clamp(0.0, 1.0));
    let smooth = moving_mean(&raw, 3, 0);
    Ok(curve(|age| if age < 8 { 0.0 } else { smooth[age] }))
}

/// Log-linear from 20 to 80.
fn back_pattern(men: &Curve, notes: &mut Vec<String>) -> Curve {
    let at = |slope: f64| {
        curve(|age| {
            exp(slope * (years(age).clamp(20.0, 80.0) - 50.0)) * ((years(age) - 10.0) / 10.0).clamp(0.0, 1.0)
        })
    };
    let slope = bisect(0.0, 0.08, 60, |slope| {
        let share = at(slope);
        mean(&share, men, 65..AGES) / mean(&share, men, 0..65) < BACK_RATIO
    });
    notes.push(format!("back_pain: rises by {slope:.4} per year of age"));
    let raw = at(slope);
    let smooth = smooth_logarithm(&raw, 3);
    curve(|age| if age > 24 { smooth[age] } else { raw[age] })
}

/// Knee arthrosis on radiographs, for its age pattern alone.
fn knee(folder: &Path, sex: Sex) -> Result<Curve, String> {
    let word = sex.as_str();
    let table = Source::read(folder, "disease_prevalence")?.values(
        &[("disease", "knee_oa_radiographic"), ("sex", word)],
        &["age_lo"],
        "value",
    )?;
    let mut log_odds = Vec::new();
    for age in [20, 40, 50, 60, 70, 80] {
        log_odds.push(logit(table.get(age)?.max(0.8) / 100.0));
    }
    let middles = [30.0, 45.0, 55.0, 65.0, 75.0, 85.0];
    let at = |age: usize| expit(interpolate(years(age), &middles, &log_odds));
    let raw = curve(|age| if age < 30 { at(30) * exp(-0.2 * (30.0 - years(age))) } else { at(age) });
    let smooth = smooth_logarithm(&raw, 4);
    Ok(curve(|age| if age < 10 { 0.0 } else { smooth[age] }))
}

/// Log-linear from 30 to 85, with the published rate at 75 and over against all ages.
fn eye_pattern(persons: &Curve, sex: Sex, notes: &mut Vec<String>) -> Curve {
    let at = |slope: f64| curve(|age| exp(slope * (years(age).clamp(30.0, 85.0) - 60.0)));
    let wanted = EYE_OLD[sex.index()] / EYE.share[sex.index()];
    let slope = bisect(0.0, 0.12, 60, |slope| {
        let share = at(slope);
        mean(&share, persons, 75..AGES) / mean(&share, persons, 0..AGES) < wanted
    });
    notes.push(format!("eye_disease {sex}: rises by {slope:.4} per year of age"));
    smooth_logarithm(&at(slope), 3)
}
