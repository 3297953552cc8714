//! Hip fracture: surgery rates led to the national numbers of 2017.
//!
//! The first state is the first year; then the person is without it, and may fall again. The first-year
//! hazard of death at 65 and over is 0.111 with men twice women, as a ratio to the background hazard
//! that fades in from 40 to 60.

use super::super::source::{Source, letter};
use super::base::FIRST;
use super::march::stationary;
use super::math::{AGES, Curve, curve, interpolate, weighted, years};
use super::rates::{Conditions, Derived, Rates, causes_without};
use kenju::num::units::Sex;
use libm::{exp, log, pow};
use std::path::Path;

/// Fractures of 2017, men and women.
const FRACTURES: [f64; 2] = [44_100.0, 149_300.0];
/// Rates below 40 (survey of 2007).
const YOUNG: [f64; 2] = [3.2e-5, 1.5e-5];
/// Mean hazard of the first year at 65 and over: -ln(1 - 0.105).
const FIRST_YEAR: f64 = 0.111;
const LOWER_AGES: [usize; 11] = [40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/// Fractures per person and year by age.
fn rate(folder: &Path, rates: &Rates, sex: Sex) -> Result<(Curve, f64), String> {
    let word = sex.as_str();
    let table = Source::read(folder, "hip_fracture_surgery")?.values(
        &[("sex", word)],
        &["fiscal_year", "age_lo"],
        "value",
    )?;
    let mut wanted = Vec::new();
    for age in LOWER_AGES {
        let of = |year: u16| table.get(format!("{year} {age}"));
        wanted.push(f64::midpoint(of(2015)? / 1e5, of(2018)? / 1e5));
    }
    let persons = rates.base.nationals(2017, sex);
    let groups = LOWER_AGES.map(|age| if age == 90 { 90..=AGES - 1 } else { age..=age + 4 });
    let mut positions = vec![20.0];
    positions.extend(LOWER_AGES.map(|age| if age == 90 { 93.0 } else { years(age) + 2.0 }));
    let through = |nodes: &[f64]| {
        let logs: Vec<f64> =
            std::iter::once(YOUNG[sex.index()]).chain(nodes.iter().copied()).map(log).collect();
        curve(|age| exp(interpolate(years(age), &positions, &logs)))
    };
    let mut nodes = wanted.clone();
    for _ in 0..100 {
        let curve = through(&nodes);
        for ((node, wanted), group) in nodes.iter_mut().zip(&wanted).zip(&groups) {
            let cases: f64 = group.clone().map(|age| curve[age] * persons[age]).sum();
            let fit = cases / persons[group.clone()].iter().sum::<f64>();
            *node *= pow(wanted / fit, 0.7);
        }
    }
    let curve = through(&nodes);
    let level = FRACTURES[sex.index()] / weighted(&curve, rates.base.residents(2017, sex));
    Ok((curve.map(|rate| rate * level), level))
}

/// Derives hip fracture.
pub fn derive(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let mut fractures = Vec::new();
    for sex in Sex::ALL {
        let (rate, level) = rate(folder, rates, sex)?;
        notes.push(format!("hip_fracture {}: level {level:.3}", letter(sex)));
        fractures.push(rate);
    }
    let old = |sex: Sex| -> Curve {
        let residents = rates.base.residents(FIRST, sex);
        curve(|age| if age < 65 { 0.0 } else { fractures[sex.index()][age] * residents[age] })
    };
    let cases = Sex::ALL.map(|sex| old(sex).iter().sum::<f64>());
    let of_women = FIRST_YEAR * (cases[0] + cases[1]) / (2.0 * cases[0] + cases[1]);
    let mut conditions = Conditions::new();
    for (sex, hazard) in Sex::ALL.into_iter().zip([2.0 * of_women, of_women]) {
        let background = weighted(&old(sex), rates.base.mortality(FIRST, sex)) / cases[sex.index()];
        let ratio = hazard / background;
        notes.push(format!("hip_fracture {}: first-year hazard ratio {ratio:.3}", letter(sex)));
        conditions.insert(("hip_fracture", sex.index()), solve(rates, sex, &fractures[sex.index()], ratio));
    }
    Ok(conditions)
}

fn solve(rates: &Rates, sex: Sex, fractures: &Curve, ratio: f64) -> Derived {
    let all = rates.base.mortality(FIRST, sex);
    let others = rates.of_any(&causes_without(&["cancer"]), FIRST, sex);
    let ratio = curve(|age| 1.0 + (ratio - 1.0) * ((years(age) - 40.0) / 20.0).clamp(0.0, 1.0));
    let start = curve(|age| fractures[age] / (1.0 + ratio[age] * all[age]));
    let factor = curve(|age| {
        let more = ratio[age] - 1.0;
        let relative = more * all[age] / (1.0 + more * start[age]) / others[age];
        1.0 + relative / (1.0 - relative * start[age]).max(0.05)
    });
    let hazard = |recent: &Curve| curve(|age| fractures[age] / (1.0 - recent[age]));
    let mut derived = Derived::lasting(&start, &hazard(&start));
    derived.exit = 1.0;
    derived.multipliers = Some([factor, [1.0; AGES]]);
    let marched = stationary(&derived, None, &others, true);
    let mut found = Derived::lasting(&marched, &hazard(&marched));
    found.exit = derived.exit;
    found.multipliers = derived.multipliers;
    found
}
