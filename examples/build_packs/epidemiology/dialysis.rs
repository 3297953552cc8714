//! Chronic dialysis: eleven parameters fitted to ten national figures.
//!
//! ln prevalence and ln incidence are parabolas in age with a level for each sex; the hazard ratio of
//! death is 1 + exp(h0 + hF - h1 (x - 60) / 10). Least squares on the counts, mean ages, mortality,
//! lifetime risks and life expectancies of the registry, with the trend of prevalence at given ages
//! that the identity implies pulled to 0 within 0.03 a year.

use super::base::FIRST;
use super::math::{AGES, Curve, curve, slope, solve, weighted, years};
use super::rates::{Conditions, Derived, Rates, causes_without};
use kenju::num::units::Sex;
use libm::{exp, log};

const PARAMETERS: usize = 11;
const START: [f64; PARAMETERS] = [-5.3, -6.0, 0.8, -1.0, -7.6, -8.4, 1.3, -0.6, 1.6, 0.5, 0.3];
/// New patients, patients, mean ages of both, crude death rate, ratio to expected deaths.
const NEW: f64 = 39_344.0;
const PATIENTS: f64 = 329_609.0;
const MEAN_AGE: [f64; 2] = [69.4, 68.15];
const DEATH_RATE: f64 = 0.097;
const DEATH_RATIO: f64 = 4.6;
/// Lifetime risk and life expectancy at 60, men and women.
const LIFETIME_RISK: [f64; 2] = [0.0314, 0.0142];
const EXPECTANCY: [f64; 2] = [11.9, 14.1];
/// Largest factor on causes of death.
const LARGEST: f64 = 60.0;

/// Causes multiplied.
pub fn multiplied() -> Vec<&'static str> {
    causes_without(&["cancer", "senility", "suicide", "accidents", "dementia"])
}

/// Curves of one sex at some parameters.
struct Model {
    prevalence: Curve,
    onset: Curve,
    ratio: Curve,
    /// Hazard of death of patients.
    death: Curve,
    excess: Curve,
}

impl Model {
    fn new(parameters: &[f64; PARAMETERS], sex: Sex, all: &Curve) -> Self {
        let [_, _, b1, b2, _, _, e1, e2, h0, h1, of_women] = *parameters;
        let (level, new) = (parameters[sex.index()], parameters[4 + sex.index()]);
        let of_sex = if sex == Sex::Female { of_women } else { 0.0 };
        let at = |age: usize| (years(age).clamp(15.0, 100.0) - 65.0) / 20.0;
        let parabola = |level: f64, first: f64, second: f64| {
            curve(|age| {
                let at = at(age);
                if age < 10 { 0.0 } else { exp(level + first * at + second * at * at) }
            })
        };
        let prevalence = parabola(level, b1, b2);
        let ratio = curve(|age| 1.0 + exp(h0 + of_sex - h1 * (years(age) - 60.0) / 10.0));
        let without = curve(|age| all[age] / (1.0 + (ratio[age] - 1.0) * prevalence[age]));
        Self {
            prevalence,
            onset: parabola(new, e1, e2),
            ratio,
            death: curve(|age| ratio[age] * without[age]),
            excess: curve(|age| (ratio[age] - 1.0) * without[age]),
        }
    }

    /// Trend of prevalence at given ages that the identity implies.
    fn trends(&self) -> impl Iterator<Item = f64> + '_ {
        let rising = slope(&self.prevalence);
        (40..=90).step_by(5).map(move |age| {
            let share = self.prevalence[age];
            let left =
                self.onset[age] * (1.0 - share) - rising[age] - share * (1.0 - share) * self.excess[age];
            left / share.max(1e-12)
        })
    }

    fn lifetime_risk(&self, all: &Curve) -> f64 {
        let (mut alive, mut risk) = (1.0, 0.0);
        for (death, onset) in all.iter().zip(&self.onset).take(95) {
            risk += alive * onset;
            alive *= exp(-death - onset);
        }
        risk
    }

    fn expectancy_at_60(&self) -> f64 {
        let (mut alive, mut lived) = (1.0, 0.0);
        for age in 60..AGES - 1 {
            let surviving = exp(-self.death[age]);
            lived += alive * (1.0 + surviving) / 2.0;
            alive *= surviving;
        }
        lived
    }
}

/// Differences from the published figures, in units of what is tolerated.
fn misfit(parameters: &[f64; PARAMETERS], rates: &Rates) -> Vec<f64> {
    let middle = curve(|age| years(age) + 0.5);
    let (mut new, mut patients, mut deaths, mut expected) = (0.0, 0.0, 0.0, 0.0);
    let mut ages = [0.0; 2];
    let (mut ends, mut trends) = ([0.0; 4], Vec::new());
    for sex in Sex::ALL {
        let (all, residents) = (rates.base.mortality(FIRST, sex), rates.base.residents(FIRST, sex));
        let model = Model::new(parameters, sex, all);
        let cases = curve(|age| model.onset[age] * (1.0 - model.prevalence[age]) * residents[age]);
        let persons = curve(|age| model.prevalence[age] * residents[age]);
        new += cases.iter().sum::<f64>();
        patients += persons.iter().sum::<f64>();
        ages[0] += weighted(&cases, &middle);
        ages[1] += weighted(&persons, &middle);
        deaths += weighted(&persons, &model.death);
        expected += weighted(&persons, all);
        ends[sex.index()] = log(model.lifetime_risk(all) / LIFETIME_RISK[sex.index()]) / 0.05;
        ends[2 + sex.index()] = log(model.expectancy_at_60() / EXPECTANCY[sex.index()]) / 0.05;
        trends.extend(model.trends().map(|trend| trend / 0.03));
    }
    let mut found = vec![
        log(new / NEW) / 0.01,
        log(patients / PATIENTS) / 0.01,
        (ages[0] / new - MEAN_AGE[0]) / 0.3,
        (ages[1] / patients - MEAN_AGE[1]) / 0.3,
        log(deaths / patients / DEATH_RATE) / 0.03,
        log(deaths / expected / DEATH_RATIO) / 0.05,
    ];
    found.extend(ends);
    found.extend(trends);
    found
}

fn squares(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

/// Levenberg-Marquardt with differences of 1e-5.
fn fit(rates: &Rates) -> [f64; PARAMETERS] {
    let (mut parameters, mut damping) = (START, 1.0);
    let mut best = squares(&misfit(&parameters, rates));
    for _ in 0..400 {
        let here = misfit(&parameters, rates);
        let columns: Vec<Vec<f64>> = (0..PARAMETERS)
            .map(|index| {
                let mut moved = parameters;
                moved[index] += 1e-5;
                misfit(&moved, rates).iter().zip(&here).map(|(there, here)| (there - here) / 1e-5).collect()
            })
            .collect();
        let product = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
        let mut matrix: Vec<Vec<f64>> =
            columns.iter().map(|row| columns.iter().map(|column| product(row, column)).collect()).collect();
        for (index, row) in matrix.iter_mut().enumerate() {
            row[index] += damping;
        }
        let step = solve(matrix, columns.iter().map(|column| -product(column, &here)).collect());
        let moved: [f64; PARAMETERS] = std::array::from_fn(|index| parameters[index] + step[index]);
        let found = squares(&misfit(&moved, rates));
        if found < best {
            let done = best - found < 1e-9 * best;
            (parameters, best, damping) = (moved, found, f64::max(damping * 0.3, 1e-9));
            if done {
                break;
            }
        } else {
            damping *= 5.0;
            if damping > 1e12 {
                break;
            }
        }
    }
    parameters
}

/// Derives dialysis.
pub fn derive(rates: &Rates, notes: &mut Vec<String>) -> Conditions {
    let parameters = fit(rates);
    notes.push(format!("dialysis: parameters {parameters:.4?}"));
    let mut conditions = Conditions::new();
    for sex in Sex::ALL {
        let all = rates.base.mortality(FIRST, sex);
        let model = Model::new(&parameters, sex, all);
        let others = rates.of_any(&multiplied(), FIRST, sex);
        let factor = curve(|age| {
            let relative = model.excess[age] / others[age].max(1e-12);
            (1.0 + relative / (1.0 - relative * model.prevalence[age]).max(0.05)).min(LARGEST)
        });
        notes.push(format!(
            "dialysis {sex}: hazard ratio {:.1} at 60, life expectancy at 60 {:.1}",
            model.ratio[60],
            model.expectancy_at_60()
        ));
        let mut derived = Derived::lasting(&model.prevalence, &model.onset);
        derived.multipliers = Some([factor, factor]);
        conditions.insert(("dialysis", sex.index()), derived);
    }
    conditions
}
