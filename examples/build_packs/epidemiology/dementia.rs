//! Dementia: the age pattern of a cohort led to national shares, and incidence by the identity.
//!
//! Log odds by age: young-onset survey below 65, a weighted parabola through a cohort's groups above,
//! its slope dying out past 92. One shift above 62 meets 13.92% of persons of 65 and over in 2016 (on
//! the line from 15.0% in 2012 to 12.3% in 2022); a shift and a tilt from 83 to 92 meet 12.3% and, at
//! 90 and over, 50.3% in 2022; between, the log odds are linear in time. Incidence of each year solves
//! i (1-P) = P' + dP/dt + P (1-P) X with the excess X of the published hazard ratio. From 2023
//! prevalence at a given age is held.

use super::super::source::{Source, letter};
use super::base::FIRST;
use super::math::{
    AGES, Curve, bisect, curve, expit, interpolate, logit, moving_mean, polynomial, slope, years,
};
use super::rates::{Conditions, Derived, Rates, causes_without};
use kenju::num::units::Sex;
use libm::exp;
use std::collections::BTreeMap;
use std::path::Path;

/// Groups of the surveys (lower age) and the age their share is taken to hold at.
const POINTS: [(u8, f64); 14] = [
    (18, 23.5),
    (30, 32.0),
    (35, 37.0),
    (40, 42.0),
    (45, 47.0),
    (50, 52.0),
    (55, 57.0),
    (60, 62.0),
    (65, 67.0),
    (70, 72.0),
    (75, 77.0),
    (80, 82.0),
    (85, 87.0),
    (90, 92.7),
];
/// The first point of the cohort among them, and the weights of its points.
const COHORT: usize = 8;
const WEIGHTS: [f64; 6] = [1.0, 1.0, 1.5, 1.5, 1.5, 1.0];
/// Shares of persons of 65 and over in 2016 and 2022, and of 90 and over in 2022.
const OLD_2016: f64 = 0.150 + (0.123 - 0.150) * 0.4;
const OLD_2022: f64 = 0.123;
const OLDEST_2022: f64 = 0.503;
/// Hazard ratio of death; range 1.31-2.13.
const HAZARD_RATIO: f64 = 1.67;
const YOUNGEST: usize = 18;

fn ramp(age: usize) -> f64 {
    ((years(age) - 62.0) / 5.0).clamp(0.0, 1.0)
}

fn tilt(age: usize) -> f64 {
    ((years(age) - 83.0) / 9.0).clamp(0.0, 1.0)
}

/// Shares with a shift and a tilt of the log odds.
fn share(pattern: &Curve, shift: f64, turn: f64) -> Curve {
    curve(|age| if age < YOUNGEST { 0.0 } else { expit(pattern[age] + shift * ramp(age) + turn * tilt(age)) })
}

/// The log odds of the surveys by single age.
fn pattern(folder: &Path, sex: Sex) -> Result<Curve, String> {
    let table = Source::read(folder, "disease_prevalence")?;
    let word = sex.as_str();
    let cohort = table.values(&[("disease", "dementia"), ("sex", word)], &["age_lo"], "value")?;
    let young = table.values(&[("disease", "dementia_young_onset"), ("sex", word)], &["age_lo"], "value")?;
    let (mut positions, mut log_odds) = (Vec::new(), Vec::new());
    for (index, (from, position)) in POINTS.into_iter().enumerate() {
        let share = if index < COHORT { young.get(from)? / 1e5 } else { cohort.get(from)? / 100.0 };
        positions.push(position);
        log_odds.push(logit(share));
    }
    // About the middle, so that the equations are well conditioned.
    let middle = positions[COHORT..].iter().sum::<f64>() / years(WEIGHTS.len());
    let centred: Vec<f64> = positions[COHORT..].iter().map(|position| position - middle).collect();
    let terms = polynomial(&centred, &log_odds[COHORT..], &WEIGHTS, 2);
    let parabola = |age: usize| {
        let at = years(age) - middle;
        terms[0] + at * (terms[1] + at * terms[2])
    };
    let raw = curve(|age| match age {
        0..67 => interpolate(years(age), &positions, &log_odds),
        67..93 => parabola(age),
        _ => {
            let last = parabola(92) - parabola(91);
            parabola(92) + last * 8.0 * (1.0 - exp(-(years(age) - 92.0) / 8.0))
        }
    });
    Ok(moving_mean(&raw, 2, 26))
}

/// The shifts in time: log odds move linearly from 2016 to 2022 and stay.
struct Course {
    pattern: [Curve; 2],
    shift: [f64; 2],
    turn: f64,
}

impl Course {
    fn solve(folder: &Path, rates: &Rates) -> Result<Self, String> {
        let pattern = [pattern(folder, Sex::Male)?, pattern(folder, Sex::Female)?];
        let total = |shift: f64, turn: f64, year: u16, from: usize| {
            let (mut with, mut persons) = (0.0, 0.0);
            for sex in Sex::ALL {
                let (residents, share) =
                    (rates.base.residents(year, sex), share(&pattern[sex.index()], shift, turn));
                with += (from..AGES).map(|age| share[age] * residents[age]).sum::<f64>();
                persons += residents[from..].iter().sum::<f64>();
            }
            with / persons
        };
        let shift_to = |target: f64, turn: f64, year: u16| {
            bisect(-3.0, 3.0, 60, |shift| total(shift, turn, year, 65) < target)
        };
        let first = shift_to(OLD_2016, 0.0, 2016);
        let turn = bisect(-2.0, 1.0, 40, |turn| {
            total(shift_to(OLD_2022, turn, 2022), turn, 2022, 90) <= OLDEST_2022
        });
        let shift = [first, shift_to(OLD_2022, turn, 2022)];
        Ok(Self { pattern, shift, turn })
    }

    fn prevalence(&self, sex: Sex, year: u16) -> Curve {
        let along = f64::from(year.min(2022) - FIRST) / 6.0;
        let shift = self.shift[0] + along * (self.shift[1] - self.shift[0]);
        share(&self.pattern[sex.index()], shift, along * self.turn)
    }

    /// Change of prevalence per year at a given age.
    fn change(&self, prevalence: &Curve, year: u16) -> Curve {
        let (shift, turn) = ((self.shift[1] - self.shift[0]) / 6.0, self.turn / 6.0);
        curve(|age| {
            if year > 2022 {
                return 0.0;
            }
            (shift * ramp(age) + turn * tilt(age)) * prevalence[age] * (1.0 - prevalence[age])
        })
    }
}

/// Derives dementia.
pub fn derive(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let course = Course::solve(folder, rates)?;
    notes.push(format!(
        "dementia: shift {:.4} in 2016, {:.4} in 2022, tilt {:.4}",
        course.shift[0], course.shift[1], course.turn
    ));
    let mut conditions = Conditions::new();
    for sex in Sex::ALL {
        let mut derived = of_year(&course, rates, sex, FIRST);
        for year in FIRST + 1..=2023 {
            derived.incidence.append(&mut of_year(&course, rates, sex, year).incidence);
        }
        let at = |year: u16, age: usize| 1e3 * derived.incidence[&year][age];
        notes.push(format!(
            "dementia {}: new cases per 1000 at 82: {:.1} in 2016, {:.1} in 2022, {:.1} from 2023",
            letter(sex),
            at(2016, 82),
            at(2022, 82),
            at(2023, 82)
        ));
        conditions.insert(("dementia", sex.index()), derived);
    }
    Ok(conditions)
}

fn of_year(course: &Course, rates: &Rates, sex: Sex, year: u16) -> Derived {
    let prevalence = course.prevalence(sex, year);
    let (all, own) = (rates.base.mortality(year, sex), rates.of("dementia", year, sex));
    let others = rates.of_any(&causes_without(&["cancer", "suicide", "dementia"]), year, sex);
    let with = |age: usize| prevalence[age] > 1e-7;
    let owned = curve(|age| if with(age) { own[age] / prevalence[age].max(1e-12) } else { 0.0 });
    let factor = curve(|age| {
        let (share, more) = (prevalence[age], HAZARD_RATIO - 1.0);
        let excess = more * all[age] / (1.0 + more * share);
        let relative = (excess - owned[age]).max(0.0) / others[age].max(1e-12);
        (1.0 + relative / (1.0 - relative * share).max(0.05)).clamp(1.0, 5.0)
    });
    let (rising, change) = (slope(&prevalence), course.change(&prevalence, year));
    let onset = curve(|age| {
        if age < YOUNGEST {
            return 0.0;
        }
        let share = prevalence[age];
        let more = factor[age] - 1.0;
        let excess = owned[age] + others[age] * more / (1.0 + share * more);
        (rising[age] + change[age] + share * (1.0 - share) * excess).max(0.0) / (1.0 - share)
    });
    Derived {
        prevalence: [prevalence, [0.0; AGES]],
        incidence: BTreeMap::from([(year, moving_mean(&onset, 2, 25))]),
        weights: Some([curve(|age| if with(age) { 0.0 } else { own[age] }), owned, owned]),
        multipliers: Some([factor, factor]),
        exit: 0.0,
    }
}
