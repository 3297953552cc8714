//! The illness-death fixture: a country whose answers are known in closed form.
//!
//! Persons without the illness die at mu(x) = 5e-5 exp(0.09 x) and fall ill at 1e-4 exp(0.06 x);
//! the ill die twice as fast. Each year a cohort wholly healthy enters at exact age 40, evenly over
//! the year. The stock is the steady state on the model's clock: a cohort is its completed age on
//! 1 October; its first, half year is lived at the hazards of age 40, every later step at the mean
//! of the hazards of two neighbouring ages.

use super::Built;
use super::text::Table;

const FIRST_AGE: u8 = 40;
const LAST_AGE: u8 = 99;
const PERSONS: f64 = 1_000_000.0;
const RATIO: f64 = 2.0;

/// Mean over one year of age of scale * exp(slope * age), in closed form.
fn mean_hazard(scale: f64, slope: f64, age: u8) -> f64 {
    let at = |age: f64| libm::exp(slope * age);
    scale * (at(f64::from(age) + 1.0) - at(f64::from(age))) / slope
}

fn death(age: u8) -> f64 {
    mean_hazard(5e-5, 0.09, age)
}

fn onset(age: u8) -> f64 {
    mean_hazard(1e-4, 0.06, age)
}

/// Healthy and ill persons after `years` of constant hazards.
fn forward((healthy, ill): (f64, f64), death: f64, onset: f64, years: f64) -> (f64, f64) {
    let (leave, fall) = (death + onset, RATIO * death);
    let (staying, surviving) = (libm::exp(-leave * years), libm::exp(-fall * years));
    // Persons ill at the end who were healthy at the start; the limit when both exponents agree.
    let became = if (fall - leave).abs() < 1e-12 {
        onset * years * staying
    } else {
        onset * (staying - surviving) / (fall - leave)
    };
    (healthy * staying, ill * surviving + healthy * became)
}

/// Writes the tables of the fixture.
pub fn build(built: &mut Built) {
    let mut stock = vec![forward((1.0, 0.0), death(FIRST_AGE), onset(FIRST_AGE), 0.5)];
    for age in FIRST_AGE..LAST_AGE {
        let mean = |hazard: fn(u8) -> f64| 0.5 * hazard(age) + 0.5 * hazard(age + 1);
        stock.push(forward(stock[stock.len() - 1], mean(death), mean(onset), 1.0));
    }
    let total: f64 = stock.iter().map(|(healthy, ill)| healthy + ill).sum();
    let scale = PERSONS / total;
    let mut population = Table::new("population", "sex,age,persons");
    let mut mortality = Table::new("mortality_without_conditions", "sex,age,rate");
    let mut condition = Table::new("condition_rates", "condition,sex,age,incidence,prevalence");
    for (age, (healthy, ill)) in (FIRST_AGE..=LAST_AGE).zip(&stock) {
        population.row(format_args!("female,{age}"), &[(healthy + ill) * scale]);
        mortality.row(format_args!("female,{age}"), &[death(age)]);
        condition.row(format_args!("illness,female,{age}"), &[onset(age), ill / (healthy + ill)]);
    }
    let mut entrants = Table::new("entrants", "year,sex,persons");
    for year in 2016..=2050_u16 {
        entrants.row(format_args!("{year},female"), &[scale]);
    }
    for table in [population, mortality, condition, entrants] {
        built.put("illness-death", table);
    }
    built.notes.push(format!("illness-death: {scale:.3} entrants a year, ill {:.4}", {
        stock.iter().map(|(_, ill)| ill).sum::<f64>() / total
    }));
}
