//! A ratio of deaths, and the factor on the hazard of those who have the disease.
//!
//! Trials count the deaths of everybody reached, from cases known and cases still to come: a ratio of 0.77
//! says that 23 of 100 deaths never happen. The model, though, lets die of a cancer only those who have it. Were
//! their yearly hazard multiplied by 0.77, a person saved in one year would stay a patient, at risk in the
//! next, and many would die a little later: fewer than 23 of 100 would be saved. So whoever is saved counts as
//! cured. With F the wanted factor on the deaths of a stratum and s the share of its hazard that its living carry,
//!
//! ```text
//! factor on the hazard of patients = F s(reference) / s(this world)
//! ```
//!
//! where s is the mean hazard per living person at the hazards of the reference. Both are followed year by year
//! along the cohort, with the incidence, course and weights of the pack and the mean hazard that the cell has.
//! The death rate of the cause is then F times that of the reference in every year, and a person saved
//! stays alive. Where a lever ends, F is 1 and those it saved remain cured.

use crate::baseline::{Baseline, Course, Mortality};
use crate::model::clock;
use crate::model::effects::own_weights;
use crate::model::levers::table::CohortYears;
use crate::model::mortality;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::plan::Plan;

/// What is needed to follow the patients of any cause that a condition owns.
#[derive(Debug, Clone)]
pub struct Patients<'a> {
    baseline: &'a Baseline,
    /// Hazard of death of any cause along the plan's trends.
    mortality: Grid,
}

/// One year of a cohort, for one cause and the condition that owns it. Hazards are per year.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Hazard of onset.
    onset: f64,
    /// Hazard of leaving the first state, and whether a second follows.
    leaving: f64,
    second_follows: bool,
    /// Hazard of dying of the cause without the condition, in its first and in its second state.
    deaths: [f64; 3],
}

/// Persons of a cohort without the condition, in its first and in its second state. Other deaths take all alike
/// and are left out.
#[derive(Debug, Clone, Copy)]
struct Stock([f64; 3]);

/// The reference of one cause along one cohort.
pub(super) struct Followed {
    steps: Vec<Step>,
    start: Stock,
    /// Mean hazard per living person at each row.
    usual: Vec<f64>,
}

impl<'a> Patients<'a> {
    /// The patients of a pack under a plan's trends; `None` where no condition owns a cause of death, or the
    /// trends cannot be followed (whoever runs the plan has refused it then).
    pub(super) fn of(baseline: &'a Baseline, plan: &Plan) -> Option<Self> {
        let Mortality::Official(official) = &baseline.mortality else { return None };
        if baseline.causes.iter().all(|cause| cause.owner.is_none()) {
            return None;
        }
        let mortality =
            mortality::project(official, &baseline.sexes, &plan.mortality, baseline.years).ok()?;
        Some(Self { baseline, mortality })
    }

    /// Whether the deaths of a cause are those of a condition's patients.
    pub(super) fn owns(baseline: &Baseline, cause: usize) -> bool {
        matches!(baseline.mortality, Mortality::Official(_)) && baseline.causes[cause].owner.is_some()
    }

    /// Follows the reference of a cause along a cohort; `None` if no condition owns it.
    pub(super) fn follow(&self, cause: usize, cohort: &CohortYears<'_>) -> Option<Followed> {
        let baseline = self.baseline;
        let condition = &baseline.conditions[baseline.causes.get(cause)?.owner.as_ref()?.0];
        let prevalence = |state: usize| {
            let known = cohort.first_year == baseline.years.first;
            let age = cohort.ages.first().copied().unwrap_or(baseline.ages.first);
            if known { condition.prevalence[state].held(cohort.sex, baseline.years.first, age) } else { 0.0 }
        };
        let (first, second) = (prevalence(0), prevalence(1));
        let start = Stock([1.0 - first - second, first, second]);
        let mut stock = start;
        let (mut steps, mut usual) = (Vec::new(), Vec::new());
        for (row, age) in cohort.ages.iter().enumerate() {
            let year = Year(cohort.first_year.0 + row as u16);
            let step = self.step(cause, cohort.sex, year, *age, &stock)?;
            usual.push(step.hazard(&stock));
            stock = step.passed(&stock, 1.0);
            steps.push(step);
        }
        Some(Followed { steps, start, usual })
    }

    fn step(&self, cause: usize, sex: Sex, year: Year, age: u8, stock: &Stock) -> Option<Step> {
        let baseline = self.baseline;
        let weights = own_weights(baseline, sex, age, cause)?;
        let condition = &baseline.conditions[weights.owner];
        let last = baseline.ages.last;
        let over = |rate: &dyn Fn(Year, u8) -> f64| clock::over_step(year, age, |y, x| rate(y, x.min(last)));
        let hazard =
            over(&|y, x| self.mortality.held(sex, y, x) * baseline.causes[cause].fraction.held(sex, y, x));
        let weights = [weights.without, weights.having[0], weights.having[1]];
        // The weights say who dies of the cause, the cell how many.
        let mean = stock.mean(&weights);
        let deaths = if mean > 0.0 { weights.map(|weight| hazard * weight / mean) } else { [hazard; 3] };
        Some(Step {
            onset: over(&|y, x| condition.incidence.held(sex, y, x)),
            leaving: condition.leaving(sex),
            second_follows: matches!(condition.course, Course::RecentThenLasting { .. }),
            deaths,
        })
    }
}

impl Followed {
    /// Factors on the hazard of patients, row by row, at which their deaths are `wanted` times those of the
    /// reference.
    pub(super) fn factors(&self, wanted: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut stock = self.start;
        let mut differs = false;
        let rows = self.steps.iter().zip(&self.usual).zip(wanted);
        let factor = |((step, usual), wanted): ((&Step, &f64), f64)| {
            differs |= wanted != 1.0;
            let here = if differs { step.hazard(&stock) } else { *usual };
            let factor = if here > 0.0 { wanted * (usual / here) } else { wanted };
            stock = step.passed(&stock, factor);
            factor
        };
        rows.map(factor).collect()
    }
}

impl Stock {
    /// Mean of a value by state over the living.
    fn mean(&self, values: &[f64; 3]) -> f64 {
        let living: f64 = self.0.iter().sum();
        let sum: f64 = self.0.iter().zip(values).map(|(persons, value)| persons * value).sum();
        if living > 0.0 { sum / living } else { 0.0 }
    }
}

impl Step {
    fn hazard(&self, stock: &Stock) -> f64 {
        stock.mean(&self.deaths)
    }

    /// The stock a year later, with this factor on deaths from the cause. New cases come in the middle of the year.
    fn passed(&self, stock: &Stock, factor: f64) -> Stock {
        let [without, first, second] = stock.0;
        let [healthy, recent, lasting] = self.deaths.map(|hazard| factor * hazard);
        let new = without * self.onset / (1.0 + 0.5 * (self.onset + healthy));
        let staying = without * libm::exp(-self.onset - healthy);
        let end = self.leaving + recent;
        let still = first * libm::exp(-end) + new * libm::exp(-0.5 * end);
        let passed = if end > 0.0 { self.leaving / end * (first + new - still) } else { 0.0 };
        let kept = second * libm::exp(-lasting);
        if self.second_follows {
            Stock([staying, still, kept + passed * libm::exp(-0.5 * lasting)])
        } else {
            Stock([staying + passed, still, kept])
        }
    }
}

#[cfg(test)]
mod tests;
