//! The clock of the model: steps from 1 October to 1 October, and how they cut the Lexis diagram.
//!
//! A cohort is everybody of one sex with completed age x on 1 October of year y; exact ages are
//! taken as spread evenly over [x, x+1). A step to 1 October y+1 spends a quarter in calendar year
//! y and three quarters in y+1, and half at age x and half at x+1; the later in the step, the more
//! persons have had their birthday. With t the time since 1 October, a share 1-t is still aged x:
//!
//! ```text
//! (x,   y)    integral of 1-t over [0, 1/4] = 7/32      (x+1, y)    integral of t = 1/32
//! (x,   y+1)  integral of 1-t over [1/4, 1] = 9/32      (x+1, y+1)  integral of t = 15/32
//! ```
//!
//! Holding the rate of (x, y) for the whole step would keep everybody half a year too young and
//! overstate the number aged 75 and over in 2040 by about three per cent.
//!
//! Persons who enter at the youngest age do so evenly over the step and live half of it, 1/32 in
//! year y and 15/32 in y+1. Deaths of infants crowd after birth: with `a` the mean years lived in
//! the first year by those who die in it, a share 1-a of the deaths of age 0 falls before the first
//! 1 October and a share a after it, so the exposures of the youngest age are scaled by 2(1-a)
//! before and 2a after (both 1 where a = 0.5).

use crate::num::units::{Sex, Year};

/// One cell of the Lexis diagram that a step crosses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Calendar year of the cell.
    pub year: Year,
    /// Completed age of the cell.
    pub age: u8,
    /// Part of the step spent in it, years.
    pub share: f64,
}

/// The four cells that the step of persons aged `age` on 1 October of `year` crosses.
#[must_use]
pub const fn crossings(year: Year, age: u8) -> [Crossing; 4] {
    let next = Year(year.0 + 1);
    [
        Crossing { year, age, share: 7.0 / 32.0 },
        Crossing { year, age: age + 1, share: 1.0 / 32.0 },
        Crossing { year: next, age, share: 9.0 / 32.0 },
        Crossing { year: next, age: age + 1, share: 15.0 / 32.0 },
    ]
}

/// The two cells lived through by those who enter at `age` during the step that begins in `year`.
#[must_use]
pub const fn entry_crossings(year: Year, age: u8) -> [Crossing; 2] {
    [Crossing { year, age, share: 1.0 / 32.0 }, Crossing { year: Year(year.0 + 1), age, share: 15.0 / 32.0 }]
}

/// Mean of a yearly rate over a step, per step (the step lasts one year).
pub fn over_step(year: Year, age: u8, mut rate: impl FnMut(Year, u8) -> f64) -> f64 {
    crossings(year, age).iter().map(|cell| cell.share * rate(cell.year, cell.age)).sum()
}

/// A count by calendar year, taken over the step that begins on 1 October of `year`.
pub fn count_over_step(year: Year, mut count: impl FnMut(Year) -> f64) -> f64 {
    0.25 * count(year) + 0.75 * count(Year(year.0 + 1))
}

/// Cumulative hazard of death over a step for persons aged `age` on 1 October of `year`.
///
/// `rate` gives the yearly hazard of a cell; `infant` the fraction `a` of the youngest age `first`.
pub fn death_over_step(
    year: Year,
    age: u8,
    first: u8,
    mut rate: impl FnMut(Year, u8) -> f64,
    infant: impl Fn(Year) -> f64,
) -> f64 {
    crossings(year, age)
        .iter()
        .map(|cell| {
            let crowding = if cell.age == first { 2.0 * infant(cell.year) } else { 1.0 };
            cell.share * crowding * rate(cell.year, cell.age)
        })
        .sum()
}

/// Cumulative hazard of death between entry at age `first` and the first 1 October.
pub fn death_on_entry(
    year: Year,
    first: u8,
    mut rate: impl FnMut(Year, u8) -> f64,
    infant: impl Fn(Year) -> f64,
) -> f64 {
    entry_crossings(year, first)
        .iter()
        .map(|cell| cell.share * 2.0 * (1.0 - infant(cell.year)) * rate(cell.year, cell.age))
        .sum()
}

/// The cohort a person belongs to: calendar year minus completed age on 1 October, with the sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cohort {
    /// Sex.
    pub sex: Sex,
    /// Year minus completed age; constant along a life.
    pub origin: i32,
}

impl Cohort {
    /// Completed age on 1 October of `year`.
    #[must_use]
    pub const fn age_in(self, year: Year) -> i32 {
        year.0 as i32 - self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_one_year_half_at_each_age_and_a_quarter_in_the_first_year() {
        let cells = crossings(Year(2020), 70);
        let sum = |keep: &dyn Fn(&Crossing) -> bool| -> f64 {
            cells.iter().filter(|cell| keep(cell)).map(|cell| cell.share).sum()
        };
        assert_eq!(sum(&|_| true), 1.0);
        assert_eq!(sum(&|cell| cell.age == 70), 0.5);
        assert_eq!(sum(&|cell| cell.year == Year(2020)), 0.25);
    }

    #[test]
    fn infant_deaths_add_up_to_the_whole_first_year_wherever_they_crowd() {
        for a in [0.1, 0.5, 0.9] {
            let rate = |_, age: u8| if age == 0 { 0.002 } else { 0.0 };
            let before = death_on_entry(Year(2020), 0, rate, |_| a);
            let after = death_over_step(Year(2021), 0, 0, rate, |_| a);
            assert!((before + after - 0.002).abs() < 1e-15, "a = {a}");
            assert!((before - 0.002 * (1.0 - a)).abs() < 1e-15, "a = {a}");
        }
    }
}
