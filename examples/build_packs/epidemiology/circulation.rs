//! Stroke and ischaemic heart disease: history told at health checkups, deaths and fatality.
//!
//! Deaths of the cause fall on cases, so that new cases per person follow from prevalence P alone:
//! a = P' + dP/dt + m (1 - P); fatality cancels. The weights divide the deaths between the first year
//! after onset and later.

use super::super::source::{Source, letter};
use super::base::FIRST;
use super::math::{
    AGES, Curve, curve, expit, interpolate, logit, moving_mean, natural_spline, slope, trend, weighted, years,
};
use super::rates::{Conditions, Derived, Rates};
use kenju::num::units::Sex;
use libm::{exp, log};
use std::collections::BTreeMap;
use std::path::Path;

const GROUPS: [u8; 7] = [40, 45, 50, 55, 60, 65, 70];
/// Ratio of stroke incidence to stroke mortality at 90 and over; range 1.0-1.6.
const STROKE_RATIO_AT_90: f64 = 1.10;
/// 28-day fatality by type (infarction, haemorrhage, subarachnoid) and the mix of types.
const FATALITY: f64 = 0.765 * 0.07 + 0.166 * 0.18 + 0.069 * 0.28;
/// Persons under treatment of all ages in 2022, men and women; ranges 19-29 and 10-16 per 1000.
const HEART_LEVEL: [f64; 2] = [23.8e-3, 12.4e-3];
/// Years over which the growth of heart disease with age fades above 72; range 6-25.
const HEART_FADING: f64 = 12.0;
/// Deaths within 28 days of infarction, and infarctions per person and year.
const INFARCTION: (f64, f64) = (0.195, 61.9e-5);

/// History by age in fiscal year 2016, and its yearly change 2014-2019.
struct Told {
    middles: Vec<f64>,
    shares: Vec<f64>,
    trends: Vec<f64>,
}

impl Told {
    fn read(folder: &Path, indicator: &str, sex: Sex) -> Result<Self, String> {
        let word = sex.as_str();
        let table = Source::read(folder, "ndb_history")?.values(
            &[("indicator", indicator), ("sex", word)],
            &["year", "age_lo"],
            "share",
        )?;
        let positions: Vec<f64> = (2014..=2019_u16).map(f64::from).collect();
        let (mut shares, mut trends) = (Vec::new(), Vec::new());
        for age in GROUPS {
            shares.push(table.get(format!("2016 {age}"))?);
            let logs = (2014..=2019_u16).map(|year| Ok(log(table.get(format!("{year} {age}"))?)));
            trends.push(trend(&positions, &logs.collect::<Result<Vec<_>, String>>()?));
        }
        let middles = GROUPS.iter().map(|age| f64::from(*age) + 2.0).collect();
        Ok(Self { middles, shares, trends })
    }

    /// Shares from 0 to the middle of the last group.
    fn by_age(&self) -> Curve {
        let log_odds: Vec<f64> = self.shares.iter().map(|share| logit(*share)).collect();
        natural_spline(&self.middles, &log_odds).map(expit)
    }

    /// Yearly change of the logarithm at a given age: none below 42, fading to none at 87.
    fn trend(&self) -> Curve {
        let (mut positions, mut values) = (self.middles.clone(), self.trends.clone());
        positions.push(87.0);
        values.push(0.0);
        curve(|age| if age < 42 { 0.0 } else { interpolate(years(age), &positions, &values) })
    }
}

/// Splits the cases into the first year and later, and the deaths between them.
struct Split {
    recent: Curve,
    weights: [Curve; 3],
}

impl Split {
    /// `early` gives the extra hazard of the first year from age and the cases in it.
    fn solve(
        new: &Curve,
        all: &Curve,
        deaths: &Curve,
        largest: f64,
        rounds: usize,
        early: impl Fn(usize, f64) -> f64,
    ) -> Self {
        let (mut recent, mut late, mut extra) = (*new, [0.0; AGES], [0.0; AGES]);
        for _ in 0..rounds {
            extra = curve(|age| early(age, recent[age]));
            recent = curve(|age| (new[age] / (1.0 + extra[age] + late[age])).min(0.9 * all[age].max(1e-12)));
            late = curve(|age| {
                let rest = (deaths[age] - extra[age] * recent[age]).max(0.0);
                if all[age] > 0.0 { (rest / all[age].max(1e-12)).min(largest) } else { 0.0 }
            });
        }
        let without = curve(|age| {
            (deaths[age] - extra[age] * recent[age] - late[age] * all[age]).max(0.0) / (1.0 - all[age])
        });
        let recent = curve(|age| if all[age] > 1e-9 { recent[age] } else { 0.0 });
        Self { recent, weights: [without, curve(|age| extra[age] + late[age]), late] }
    }

    fn condition(self, all: &Curve, incidence: BTreeMap<u16, Curve>) -> Derived {
        let late = curve(|age| (all[age] - self.recent[age]).max(0.0));
        Derived {
            prevalence: [self.recent, late],
            incidence,
            weights: Some(self.weights),
            multipliers: None,
            exit: 1.0,
        }
    }
}

/// Derives stroke and ischaemic heart disease.
pub fn derive(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let mut conditions = stroke(folder, rates, notes)?;
    conditions.append(&mut heart(folder, rates, notes)?);
    Ok(conditions)
}

fn stroke(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let residents = |sex| rates.base.residents(FIRST, sex);
    let mut solved = Vec::new();
    for sex in Sex::ALL {
        let told = Told::read(folder, "history_stroke", sex)?;
        solved.push(stroke_cases(&told, &rates.of("stroke", FIRST, sex)));
    }
    // Incidence falls with mortality at fixed ages: constant fatality.
    let deaths = |year| {
        let of = |sex: &Sex| weighted(&rates.of("stroke", year, *sex), residents(*sex));
        Sex::ALL.iter().map(of).sum::<f64>()
    };
    let change = log(deaths(2019) / deaths(FIRST)) / 3.0;
    let cases = |weight: &Curve| -> f64 {
        let of = |(sex, (new, _)): (&Sex, &(Curve, Curve))| {
            weighted(&curve(|age| new[age] * weight[age]), residents(*sex))
        };
        Sex::ALL.iter().zip(&solved).map(of).sum()
    };
    let all = cases(&[1.0; AGES]);
    let mut fatality = curve(|age| (FATALITY * exp(0.0375 * (years(age) - 73.0))).clamp(0.04, 0.30));
    for _ in 0..20 {
        let level = FATALITY / (cases(&fatality) / all);
        fatality = fatality.map(|share| (share * level).clamp(0.03, 0.30));
    }
    notes
        .push(format!("stroke: incidence changes by {change:.4} a year to 2022, {all:.0} new cases in 2016"));
    let mut conditions = Conditions::new();
    for (sex, (new, all)) in Sex::ALL.into_iter().zip(&solved) {
        let deaths = rates.of("stroke", FIRST, sex);
        let split = Split::solve(new, all, &deaths, 1.5, 20, |age, _| fatality[age] / (1.0 - fatality[age]));
        let hazard =
            |year: u16| curve(|age| new[age] / (1.0 - all[age]) * exp(change * f64::from(year - FIRST)));
        let incidence = (FIRST..=2022).map(|year| (year, hazard(year))).collect();
        conditions.insert(("stroke", sex.index()), split.condition(all, incidence));
        notes.push(format!("stroke {}: {:.4} ever had it at 70", letter(sex), all[70]));
    }
    Ok(conditions)
}

/// New cases per person and persons who ever had a stroke, by age.
fn stroke_cases(told: &Told, deaths: &Curve) -> (Curve, Curve) {
    let by_age = told.by_age();
    let mut all = curve(|age| match age {
        0..15 => 0.0,
        15..20 => by_age[20] * (years(age) - 14.0) / 6.0,
        _ => by_age[age],
    });
    let change = told.trend();
    // Above 72 nobody was asked: the slope is that of the ages asked alone.
    let rising = slope(&curve(|age| if age <= 72 { all[age] } else { 0.0 }));
    let mut new = curve(|age| {
        if age >= 72 {
            return 0.0;
        }
        (rising[age] + change[age] * all[age] + deaths[age] * (1.0 - all[age])).max(0.0)
    });
    let ratio = new[69..72].iter().sum::<f64>() / deaths[69..72].iter().sum::<f64>();
    for age in 71..AGES {
        let at = interpolate(years(age), &[70.0, 90.0], &[log(ratio), log(STROKE_RATIO_AT_90)]);
        new[age] = exp(at) * deaths[age];
    }
    for age in 72..AGES - 1 {
        let grown = 0.5 * (new[age] + new[age + 1])
            - 0.5 * (deaths[age] + deaths[age + 1]) * (1.0 - all[age])
            - change[age] * all[age];
        all[age + 1] = all[age] + grown;
    }
    (moving_mean(&new, 2, 20), all)
}

fn heart(folder: &Path, rates: &Rates, notes: &mut Vec<String>) -> Result<Conditions, String> {
    let name = "ischaemic_heart_disease";
    let residents = |sex| rates.base.residents(FIRST, sex);
    let mut deaths_of_all = 0.0;
    let mut persons = 0.0;
    let mut solved = Vec::new();
    for sex in Sex::ALL {
        let told = Told::read(folder, "history_heart_disease", sex)?;
        let deaths = rates.of(name, FIRST, sex);
        let later = rates.base.residents(2022, sex);
        let (new, all, level) = heart_cases(&told, &deaths, HEART_LEVEL[sex.index()], later);
        notes.push(format!("{name} {}: {level:.3} of the history told at checkups", letter(sex)));
        deaths_of_all += weighted(&deaths, residents(sex));
        persons += residents(sex).iter().sum::<f64>();
        solved.push((new, all, deaths));
    }
    let acute = INFARCTION.0 * INFARCTION.1 * persons / deaths_of_all;
    notes.push(format!("{name}: {acute:.4} of the deaths are acute"));
    let mut conditions = Conditions::new();
    for (sex, (new, all, deaths)) in Sex::ALL.into_iter().zip(&solved) {
        let split = Split::solve(new, all, deaths, 0.25, 40, |age, recent| {
            (acute * deaths[age] / recent.max(1e-12)).min(0.5)
        });
        let incidence = BTreeMap::from([(FIRST, curve(|age| new[age] / (1.0 - all[age])))]);
        conditions.insert((name, sex.index()), split.condition(all, incidence));
    }
    Ok(conditions)
}

/// New cases per person, persons with the disease, and their level against the history told.
fn heart_cases(told: &Told, deaths: &Curve, level: f64, persons_2022: &Curve) -> (Curve, Curve, f64) {
    let by_age = told.by_age();
    let mut all = curve(|age| by_age[age] * ((years(age) - 18.0) / 22.0).clamp(0.0, 1.0));
    let growth = (all[72] - all[69]) / 3.0;
    for age in 73..AGES {
        all[age] = all[age - 1] + growth * exp(-(years(age) - 72.0) / HEART_FADING);
    }
    // Half of the trend is carried to 2022, the year the level was published of.
    let in_2022 =
        curve(|age| all[age] * exp(interpolate(years(age), &told.middles, &told.trends) * 6.0 * 0.5));
    let factor = level * persons_2022.iter().sum::<f64>() / weighted(&in_2022, persons_2022);
    let all = all.map(|share| share * factor);
    let (rising, change) = (slope(&all), told.trend());
    let new = curve(|age| {
        if age < 20 {
            return deaths[age];
        }
        (rising[age] + change[age] * all[age] + deaths[age] * (1.0 - all[age])).max(0.0)
    });
    (moving_mean(&new, 2, 20), all, factor)
}
