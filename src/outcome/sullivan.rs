//! Health expectancy by Sullivan's method, with its sampling variance.
//!
//! With the life table of [`super::life_table`] and the share pi of each age group that is limited
//! (Sullivan 1971):
//!
//! ```text
//! HLE(x) = sum over groups from x of L (1 - pi) / l(x)
//! ```
//!
//! Variance after Mathers (1991), as printed in Jagger, Van Oyen and Robine, *Health Expectancy
//! Calculation by the Sullivan Method: A Practical Guide*, 4th edition (2014), appendix 1,
//! paragraph 11, with Chiang's variance of q:
//!
//! ```text
//! due to prevalence   sum L^2 pi (1 - pi) / N                              / l(x)^2
//! due to mortality    sum l^2 [(1 - a) n (1 - pi) + HLE(x+n)]^2 S2(q)      / l(x)^2
//!                     S2(q) = q^2 (1 - q) / D
//! ```
//!
//! N is the number of respondents, D of deaths. The open group adds no mortality variance: its q
//! is 1. Sums run from the oldest group down, divided by survivors at each step, so that rows
//! nobody reaches keep their conditional values.
//!
//! The second half of the file is the fast path of the model: the official Japanese variant
//! (five-year groups, group share weighted by population, open group 85+) and the single-age one.

use super::life_table::{
    AgeGroup, Allowed, Fault, InputError, LastGroup, LifeTable, LifeTableInput, SingleYearTable,
};
use crate::num::units::AgeSpan;
use serde::Serialize;

/// What is known of one age group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SullivanGroup {
    /// First completed age.
    pub age: u8,
    /// Persons, or person-years of exposure.
    pub population: f64,
    /// Deaths in the same time.
    pub deaths: f64,
    /// Share with activity limitation.
    pub limited_share: f64,
    /// Respondents behind that share; `None` if not known.
    pub sample_size: Option<f64>,
    /// Probability of dying in the group, where it is known better than from the rate.
    pub probability: Option<f64>,
    /// Fraction of the group lived by those who die in it.
    pub fraction: Option<f64>,
}

/// The checked content from which health expectancies are computed.
#[derive(Debug, Clone, PartialEq)]
pub struct SullivanInput {
    groups: Vec<SullivanGroup>,
    mortality: LifeTableInput,
}

impl SullivanInput {
    /// Checks groups in order of age; the last one is open.
    ///
    /// More deaths than persons are accepted: at the highest ages that happens.
    ///
    /// # Errors
    /// [`InputError`] as [`LifeTableInput::new`]; also for `population` or `sample_size` not above
    /// 0, negative `deaths`, `limited_share` outside 0 to 1.
    pub fn new(groups: Vec<SullivanGroup>) -> Result<Self, InputError> {
        for (row, group) in groups.iter().enumerate() {
            InputError::check(row, "population", Some(group.population), Allowed::Positive)?;
            InputError::check(row, "deaths", Some(group.deaths), Allowed::NotNegative)?;
            InputError::check(row, "limited_share", Some(group.limited_share), Allowed::Share)?;
            InputError::check(row, "sample_size", group.sample_size, Allowed::Positive)?;
        }
        if let Some((row, last)) = groups.iter().enumerate().next_back()
            && last.deaths == 0.0
        {
            return Err(InputError::new(row, "deaths", Fault::Endless));
        }
        let mortality = groups.iter().map(|group| AgeGroup {
            age: group.age,
            rate: Some(group.deaths / group.population),
            probability: group.probability,
            fraction: group.fraction,
        });
        let mortality = LifeTableInput::new(mortality.collect(), LastGroup::Open)?;
        Ok(Self { groups, mortality })
    }

    /// The groups in order of age.
    #[must_use]
    pub fn groups(&self) -> &[SullivanGroup] {
        &self.groups
    }
}

/// Health expectancies as they are given to users.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SullivanRows {
    /// Rows in order of age.
    pub rows: Vec<SullivanRow>,
}

/// One row of [`SullivanRows`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SullivanRow {
    /// First completed age of the group.
    pub age: u8,
    /// Central death rate per person-year.
    pub m: f64,
    /// Probability of dying in the group.
    pub q: f64,
    /// Survivors to the first age, of 100,000.
    pub l: f64,
    /// Person-years lived in the group.
    #[serde(rename = "L")]
    pub person_years: f64,
    /// Years still to live at the first age.
    pub life_expectancy: f64,
    /// Of these, years without activity limitation.
    pub healthy_life_expectancy: f64,
    /// Their part of the life expectancy, 0 to 1.
    pub share_healthy: f64,
    /// Standard error of the healthy life expectancy due to the survey of limitation, years;
    /// `None` where the sample size of this or an older group is not known.
    pub se_prevalence: Option<f64>,
    /// Standard error due to survey and mortality, years; `None` as before, and where a given
    /// probability of dying is above 0 but no death is counted.
    pub se_total: Option<f64>,
}

/// Health expectancies with standard errors from checked content.
#[must_use]
pub fn sullivan(input: &SullivanInput) -> SullivanRows {
    let table = LifeTable::new(&input.mortality);
    let mut rows = Vec::with_capacity(input.groups.len());
    let mut healthy = 0.0;
    let (mut variance_prevalence, mut variance_mortality) = (Some(0.0), Some(0.0));
    for (group, row) in input.groups.iter().zip(table.rows()).rev() {
        let healthy_share = 1.0 - group.limited_share;
        let surviving = 1.0 - row.probability;
        let carried = surviving * surviving;

        let own = row.years_per_survivor * row.years_per_survivor;
        let binomial = group.limited_share * healthy_share;
        variance_prevalence = match (variance_prevalence, group.sample_size) {
            (Some(older), Some(size)) => Some(own * binomial / size + carried * older),
            _ => None,
        };
        // The open group has no width and adds nothing.
        if let (Some(width), Some(fraction)) = (row.width, row.fraction) {
            let at_stake = (1.0 - fraction) * width * healthy_share + healthy;
            let variance_of_probability = if row.probability == 0.0 {
                Some(0.0)
            } else if group.deaths == 0.0 {
                None
            } else {
                Some(row.probability * row.probability * surviving / group.deaths)
            };
            variance_mortality = match (variance_mortality, variance_of_probability) {
                (Some(older), Some(variance)) => Some(at_stake * at_stake * variance + carried * older),
                _ => None,
            };
        }
        healthy = row.years_per_survivor * healthy_share + surviving * healthy;
        let total = variance_prevalence.zip(variance_mortality).map(|(first, second)| first + second);
        rows.push(SullivanRow {
            age: row.age,
            m: row.rate,
            q: row.probability,
            l: row.survivors,
            person_years: row.person_years,
            life_expectancy: row.expectancy,
            healthy_life_expectancy: healthy,
            share_healthy: healthy / row.expectancy,
            se_prevalence: variance_prevalence.map(libm::sqrt),
            se_total: total.map(libm::sqrt),
        });
    }
    rows.reverse();
    SullivanRows { rows }
}

/// An expectancy at the first age of the model and at 65, years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectancyPair {
    /// At the first age (birth for Japan).
    pub first: f64,
    /// At 65, or at the nearest age of the model.
    pub at_65: f64,
}

/// Position of age 65, or of the nearest age, in a span.
#[must_use]
pub fn position_of_65(ages: AgeSpan) -> usize {
    usize::from(65_u8.clamp(ages.first, ages.last.max(ages.first)) - ages.first)
}

/// Life expectancy at the first age and at 65.
#[must_use]
pub fn life_expectancies(table: &SingleYearTable, ages: AgeSpan) -> ExpectancyPair {
    ExpectancyPair { first: table.life_expectancy(0), at_65: table.life_expectancy(position_of_65(ages)) }
}

/// Years without limitation at the first age and at 65, from a share for each single age.
///
/// Serves independent life expectancy too, with the shares at care level 2 and above.
#[must_use]
pub fn healthy_expectancies(table: &SingleYearTable, ages: AgeSpan, limited: &[f64]) -> ExpectancyPair {
    let healthy = |index: usize| 1.0 - limited[index];
    ExpectancyPair {
        first: table.weighted_expectancy(0, healthy),
        at_65: table.weighted_expectancy(position_of_65(ages), healthy),
    }
}

/// First age of the open group of the official variant.
const OFFICIAL_OPEN_AGE: u8 = 85;

/// Width of the groups of the official variant, years.
const OFFICIAL_WIDTH: u8 = 5;

/// Puts in `shares` (one per single age) the share of the official five-year group of that age:
/// the mean of `limited` weighted by `population`, or the plain mean in an empty group.
///
/// Groups begin at ages divisible by five. In an open span everything from 85 on is one group
/// (the official 0-4, ..., 80-84, 85+); a closed span has five-year groups to its last age.
pub fn official_shares_into(ages: AgeSpan, population: &[f64], limited: &[f64], shares: &mut [f64]) {
    let group = |age: u8| {
        if ages.open && age >= OFFICIAL_OPEN_AGE {
            OFFICIAL_OPEN_AGE / OFFICIAL_WIDTH
        } else {
            age / OFFICIAL_WIDTH
        }
    };
    let length = ages.len();
    let mut start = 0;
    while start < length {
        let own = group(ages.first + start as u8);
        let mut end = start;
        let (mut persons, mut limited_persons, mut plain) = (0.0, 0.0, 0.0);
        while end < length && group(ages.first + end as u8) == own {
            persons += population[end];
            limited_persons += population[end] * limited[end];
            plain += limited[end];
            end += 1;
        }
        let share = if persons > 0.0 { limited_persons / persons } else { plain / (end - start) as f64 };
        shares[start..end].fill(share);
        start = end;
    }
}

/// Healthy life expectancy at the first age and at 65 as the official statistics compute it.
///
/// Person-years of the single-age life table are summed over the groups described at
/// [`official_shares_into`]. Slices hold one value per age of the span.
#[must_use]
pub fn official_healthy_expectancies(
    table: &SingleYearTable,
    ages: AgeSpan,
    population: &[f64],
    limited: &[f64],
) -> ExpectancyPair {
    // Every span fits: ages are bytes.
    let mut buffer = [0.0; 256];
    let shares = &mut buffer[..ages.len()];
    official_shares_into(ages, population, limited, shares);
    healthy_expectancies(table, ages, shares)
}

#[cfg(test)]
mod tests;
