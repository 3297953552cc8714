//! Sums over all ages by jackknife group: what the errors of counted events come from.
//!
//! Events by age and group would need a hundred times the memory, and an error is wanted for the
//! number of events only.

use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::tally::GROUPS;

/// Sums of several measures by group, sex and year.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTotals {
    years: YearSpan,
    width: usize,
    values: Vec<f64>,
}

impl GroupTotals {
    /// Totals of nobody, for `width` measures.
    #[must_use]
    pub fn new(years: YearSpan, width: usize) -> Self {
        Self { years, width, values: vec![0.0; GROUPS * 2 * years.len() * width] }
    }

    /// Bytes that they take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(self.values.as_slice())
    }

    fn place(&self, group: usize, sex: Sex, year: Year) -> usize {
        let year = usize::from(year.0 - self.years.first.0);
        ((group * 2 + sex.index()) * self.years.len() + year) * self.width
    }

    /// Adds sums of a group, each multiplied by `factor`.
    pub fn add(&mut self, group: usize, sex: Sex, year: Year, sums: &[f64], factor: f64) {
        let place = self.place(group, sex, year);
        for (total, sum) in self.values[place..place + self.width].iter_mut().zip(sums) {
            *total += sum * factor;
        }
    }

    /// The total of a measure over some sexes by group; empty if nothing was counted.
    #[must_use]
    pub fn of_each(&self, sexes: &[Sex], year: Year, measure: usize) -> Vec<f64> {
        if measure >= self.width {
            return Vec::new();
        }
        let of = |group: usize| -> f64 {
            sexes.iter().map(|&sex| self.values[self.place(group, sex, year) + measure]).sum()
        };
        (0..GROUPS).map(of).collect()
    }
}

/// The whole as the persons without each group show it, scaled to everybody.
#[must_use]
pub fn without_each(groups: &[f64]) -> Vec<f64> {
    let total: f64 = groups.iter().sum();
    let scale = GROUPS as f64 / (GROUPS - 1) as f64;
    groups.iter().map(|own| (total - own) * scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::stats::jackknife_standard_error;

    #[test]
    fn equal_groups_have_no_error_and_scale_to_everybody() {
        let mut totals = GroupTotals::new(YearSpan::new(2026, 2027), 2);
        for group in 0..GROUPS {
            totals.add(group, Sex::Female, Year(2027), &[1.0, 2.0], 0.5);
        }
        let of = |year: Year, measure: usize| without_each(&totals.of_each(&Sex::ALL, year, measure));
        let found = of(Year(2027), 1);
        assert!(found.iter().all(|total| (total - 64.0).abs() < 1e-9));
        assert!(jackknife_standard_error(&found) < 1e-9);
        assert!(of(Year(2026), 0).iter().all(|total| *total == 0.0));
        assert!(of(Year(2026), 2).is_empty());
    }
}
