//! The fast path of the model: a life table by single age from rates, in reused memory.
//!
//! The jackknife needs tens of thousands of them; the arithmetic is that of [`super::LifeTable`].

use super::{DEFAULT_FRACTION, group_of_rate};

/// Survivors and person-years by single age, radix 1: the fast path of the model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SingleYearTable {
    survivors: Vec<f64>,
    person_years: Vec<f64>,
}

impl SingleYearTable {
    /// Recomputes the table in place; allocates only when it grows.
    ///
    /// `rates` are central death rates of successive single ages; the fraction a is
    /// `first_fraction` at the first of them and 0.5 elsewhere; with `open` the last rate holds
    /// for ever (it must be positive), else the table ends one year after the last age.
    pub fn fill(&mut self, rates: &[f64], first_fraction: f64, open: bool) {
        self.survivors.clear();
        self.person_years.clear();
        let mut survivors = 1.0;
        for (index, rate) in rates.iter().enumerate() {
            let fraction = if index == 0 { first_fraction } else { DEFAULT_FRACTION };
            let (probability, years) = if open && index + 1 == rates.len() {
                (1.0, 1.0 / rate)
            } else {
                group_of_rate(*rate, 1.0, fraction)
            };
            self.survivors.push(survivors);
            self.person_years.push(survivors * years);
            survivors *= 1.0 - probability;
        }
    }

    /// Survivors l to each age, 1 at the first.
    #[must_use]
    pub fn survivors(&self) -> &[f64] {
        &self.survivors
    }

    /// Person-years L lived at each age.
    #[must_use]
    pub fn person_years(&self) -> &[f64] {
        &self.person_years
    }

    /// Years still to live at position `from`; 0 beyond the table or where nobody survives.
    #[must_use]
    pub fn life_expectancy(&self, from: usize) -> f64 {
        self.weighted_expectancy(from, |_| 1.0)
    }

    /// Sum over ages from position `from` of L times `weight(position)`, per survivor.
    #[inline]
    pub fn weighted_expectancy(&self, from: usize, weight: impl Fn(usize) -> f64) -> f64 {
        let Some(survivors) = self.survivors.get(from).filter(|survivors| **survivors > 0.0) else {
            return 0.0;
        };
        let years = self.person_years.iter().enumerate().skip(from);
        years.fold(0.0, |sum, (index, years)| sum + years * weight(index)) / survivors
    }
}

/// A new [`SingleYearTable`] from rates; see [`SingleYearTable::fill`].
#[must_use]
pub fn expectancies_from_rates(rates: &[f64], first_fraction: f64, open: bool) -> SingleYearTable {
    let mut table = SingleYearTable {
        survivors: Vec::with_capacity(rates.len()),
        person_years: Vec::with_capacity(rates.len()),
    };
    table.fill(rates, first_fraction, open);
    table
}
