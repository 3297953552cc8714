//! Diabetes (HbA1c of 6.5 and over, or treated): nutrition survey, stationary.
//!
//! Shares of 2012-2015 by age at the level of 2016. Incidence solves i (1-P) = P' + P (1-P) X; the
//! prevalence used is the one that this incidence yields when marched through life.

use super::super::source::{Source, letter};
use super::base::FIRST;
use super::march::stationary;
use super::math::{AGES, Curve, curve, expit, interpolate, logit, moving_mean, slope, years};
use super::rates::{Conditions, Derived, Rates};
use kenju::num::units::Sex;
use libm::exp;
use std::path::Path;

/// Causes multiplied beside the owned one.
pub const MULTIPLIED: [&str; 4] = ["renal_failure", "liver", "pneumonia", "other"];
/// Factor below 70, fading to 1 at 90; half the published logarithm. Ranges 1.0-1.91 and 1.0-2.67.
const FACTOR: [f64; 2] = [1.4, 1.6];
const GROUPS: [u8; 6] = [20, 30, 40, 50, 60, 70];

/// Derives diabetes.
pub fn derive(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let table = Source::read(folder, "nhns_diabetes")?;
    let mut conditions = Conditions::new();
    for sex in Sex::ALL {
        let word = sex.as_str();
        let of =
            |indicator: &str| table.values(&[("indicator", indicator), ("sex", word)], &["age_lo"], "value");
        let (pooled, later) = (of("diabetes_hba1c_ge6_5_or_drug")?, of("diabetes_strongly_suspected")?);
        let mut shares = Vec::new();
        for age in GROUPS {
            shares.push(pooled.get(age)? / 100.0);
        }
        let ratio = |age: u8| Ok::<f64, String>(later.get(age)? / pooled.get(age)?);
        let level = 0.5 * (ratio(50)? + ratio(70)?);
        let prevalence = by_age(&shares).map(|share| share * level);
        let prevalence = curve(|age| if age < 10 { 0.0 } else { prevalence[age] });
        let derived = solve(rates, sex, &prevalence);
        notes.push(format!(
            "diabetes {}: level of 2016 {level:.3}, at 65 {:.3}, stationary {:.3}",
            letter(sex),
            prevalence[65],
            derived.prevalence[0][65]
        ));
        conditions.insert(("diabetes", sex.index()), derived);
    }
    Ok(conditions)
}

fn by_age(shares: &[f64]) -> Curve {
    let middles: Vec<f64> = GROUPS.iter().map(|age| f64::from(*age) + 5.0).collect();
    let log_odds: Vec<f64> = shares.iter().map(|share| logit(*share)).collect();
    let at = |age: usize| expit(interpolate(years(age), &middles, &log_odds));
    let raw = curve(|age| if age < 25 { at(25) * exp(-0.25 * (25.0 - years(age))) } else { at(age) });
    moving_mean(&raw.map(|share| logit(share.clamp(1e-7, 0.9))), 4, 10).map(expit)
}

fn solve(rates: &Rates, sex: Sex, prevalence: &Curve) -> Derived {
    let own = rates.of("diabetes", FIRST, sex);
    let others = rates.of_any(&MULTIPLIED, FIRST, sex);
    let factor =
        curve(|age| 1.0 + (FACTOR[sex.index()] - 1.0) * ((90.0 - years(age)) / 20.0).clamp(0.0, 1.0));
    let weights = |prevalence: &Curve| {
        let with = |age: usize| prevalence[age] > 1e-5;
        let owned = curve(|age| if with(age) { own[age] / prevalence[age].max(1e-12) } else { 0.0 });
        [curve(|age| if with(age) { 0.0 } else { own[age] }), owned, owned]
    };
    let owned = weights(prevalence);
    let rising = slope(prevalence);
    let onset = curve(|age| {
        if age < 10 {
            return 0.0;
        }
        let (share, more) = (prevalence[age], factor[age] - 1.0);
        let excess = owned[1][age] + others[age] * more / (1.0 + share * more);
        (rising[age] + share * (1.0 - share) * excess).max(0.0) / (1.0 - share)
    });
    let mut derived = Derived::lasting(prevalence, &moving_mean(&onset, 4, 20));
    derived.weights = Some(owned);
    derived.multipliers = Some([factor, factor]);
    let marched = stationary(&derived, Some(&own), &others, false);
    derived.prevalence = [marched, [0.0; AGES]];
    derived.weights = Some(weights(&marched));
    derived
}
