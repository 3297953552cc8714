//! Activity limitation of the reference: an age curve, solved offsets, and a visible pace.
//!
//! ```text
//! logit p(age, sex, year) = logit curve(age, sex, year) + offset(sex, year)
//! ```
//!
//! The curve is the pack's (interpolated between its reference years, held outside). The offset is
//! solved so that healthy life expectancy at birth, computed as the official statistic is, equals
//! the official value in every survey year; between surveys it runs linearly; after the last one
//! it changes by the assumed pace a year. The pace is a change of limitation *at a given age*,
//! kept apart from mortality on purpose: longer life alone already raises healthy life expectancy.

use super::error::{ModelError, bisect};
use crate::baseline::Limitation;
use crate::num::grid::Grid;
use crate::num::special::{expit, logit};
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::outcome::life_table::expectancies_from_rates;
use crate::outcome::sullivan::official_healthy_expectancies;

/// Observed mortality and population that the official figures rest on.
pub struct Observed<'a> {
    /// Hazards of death.
    pub mortality: &'a Grid,
    /// Infant fractions.
    pub infant_fraction: &'a Grid,
    /// Persons on 1 October.
    pub population: &'a Grid,
}

/// Offsets on the logit scale, by sex, in the survey years.
#[derive(Debug, Clone, PartialEq)]
pub struct Offsets {
    by_sex: [Vec<(Year, f64)>; 2],
}

impl Offsets {
    /// Solves the offset of every survey year from the official healthy life expectancy.
    ///
    /// # Errors
    /// [`ModelError::HealthyLifeExpectancy`] if no offset gives an official value.
    pub fn solve(limitation: &Limitation, observed: &Observed<'_>) -> Result<Self, ModelError> {
        let mut by_sex = [Vec::new(), Vec::new()];
        for target in &limitation.targets {
            let (sex, year, wanted) = (target.sex, target.year, target.value);
            let offset = solve_one(limitation, observed, sex, year, wanted)
                .map_err(|(low, high)| ModelError::HealthyLifeExpectancy { sex, year, wanted, low, high })?;
            by_sex[sex.index()].push((year, offset));
        }
        for surveys in &mut by_sex {
            surveys.sort_by_key(|(year, _)| *year);
        }
        Ok(Self { by_sex })
    }

    /// Offset of a year under a yearly pace after the last survey.
    #[must_use]
    pub fn at(&self, sex: Sex, year: Year, pace: f64) -> f64 {
        let surveys = &self.by_sex[sex.index()];
        let (Some(first), Some(last)) = (surveys.first(), surveys.last()) else {
            return 0.0;
        };
        if year <= first.0 {
            return first.1;
        }
        if year >= last.0 {
            return last.1 + pace * f64::from(year.0 - last.0.0);
        }
        surveys.windows(2).find(|pair| year <= pair[1].0).map_or(last.1, |pair| {
            let share = f64::from(year.0 - pair[0].0.0) / f64::from(pair[1].0.0 - pair[0].0.0);
            pair[0].1 + share * (pair[1].1 - pair[0].1)
        })
    }
}

/// Share of persons limited, every year, under a yearly pace by sex.
#[must_use]
pub fn shares(
    limitation: &Limitation,
    offsets: &Offsets,
    pace: [f64; 2],
    years: YearSpan,
    ages: AgeSpan,
) -> Grid {
    Grid::from_fn(years, ages, |sex, year, age| {
        expit(curve_logit(limitation, sex, year, age) + offsets.at(sex, year, pace[sex.index()]))
    })
}

/// Logit of the pack's curve, linear between its reference years.
fn curve_logit(limitation: &Limitation, sex: Sex, year: Year, age: u8) -> f64 {
    let at = |reference: Year| logit(limitation.curve.get(sex, reference, age));
    let years = &limitation.curve_years;
    match years.iter().position(|reference| year < *reference) {
        Some(0) => at(years[0]),
        Some(next) => {
            let (before, after) = (years[next - 1], years[next]);
            let share = f64::from(year.0 - before.0) / f64::from(after.0 - before.0);
            (1.0 - share) * at(before) + share * at(after)
        }
        None => at(years[years.len() - 1]),
    }
}

/// The offset at which healthy life expectancy is `target`: a higher one means fewer healthy years.
fn solve_one(
    limitation: &Limitation,
    observed: &Observed<'_>,
    sex: Sex,
    year: Year,
    target: f64,
) -> Result<f64, (f64, f64)> {
    let ages = observed.mortality.ages();
    let curve: Vec<f64> = ages.iter().map(|age| curve_logit(limitation, sex, year, age)).collect();
    let infant = observed.infant_fraction.held(sex, year, ages.first);
    let table = expectancies_from_rates(observed.mortality.row(sex, year), infant, ages.open);
    let population = observed.population.row(sex, year);
    bisect(-5.0, 5.0, target, |offset| {
        let shares: Vec<f64> = curve.iter().map(|value| expit(value + offset)).collect();
        official_healthy_expectancies(&table, ages, population, &shares).first
    })
}
