//! Rows of numbers by sex, some years and groups of ages, read off at any year and single age.
//!
//! Tables of distributions are given for groups of ages and for the years in which they bend. A value
//! in between is linear in the year and in exact age (completed age + 1/2, between the middles of the
//! groups); outside the table it is held.

use crate::num::units::{Sex, Year};

/// `N` numbers by sex, year and age.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve<const N: usize> {
    years: Vec<u16>,
    middles: Vec<f64>,
    values: Vec<[f64; N]>,
}

impl<const N: usize> Curve<N> {
    /// A table from rising years and the first ages of rising groups. The last group is taken to be
    /// as wide as the one before it.
    #[must_use]
    pub fn new(years: &[u16], ages: &[u8], mut row: impl FnMut(Sex, u16, u8) -> [f64; N]) -> Self {
        let start = |index: usize| f64::from(ages[index]);
        let middles = (0..ages.len()).map(|index| match ages.len() {
            1 => start(0) + 0.5,
            count if index + 1 < count => 0.5 * (start(index) + start(index + 1)),
            _ => start(index) + 0.5 * (start(index) - start(index - 1)),
        });
        let middles = middles.collect();
        let mut values = Vec::with_capacity(2 * years.len() * ages.len());
        for sex in Sex::ALL {
            for year in years {
                values.extend(ages.iter().map(|age| row(sex, *year, *age)));
            }
        }
        Self { years: years.to_vec(), middles, values }
    }

    /// The numbers at a year and a completed age.
    #[must_use]
    pub fn at(&self, sex: Sex, year: Year, age: u8) -> [f64; N] {
        let (year, year_part) = place(&self.years, f64::from(year.0), |year| f64::from(*year));
        let (age, age_part) = place(&self.middles, f64::from(age) + 0.5, |middle| *middle);
        let ages = self.middles.len();
        let row = |year: usize| {
            let start = (sex.index() * self.years.len() + year) * ages;
            let (low, high) = (&self.values[start + age], &self.values[start + (age + 1).min(ages - 1)]);
            between(low, high, age_part)
        };
        if year_part == 0.0 { row(year) } else { between(&row(year), &row(year + 1), year_part) }
    }
}

fn between<const N: usize>(low: &[f64; N], high: &[f64; N], part: f64) -> [f64; N] {
    if part == 0.0 {
        return *low;
    }
    std::array::from_fn(|index| low[index] + part * (high[index] - low[index]))
}

/// The knot below `x` and how far `x` lies on the way to the next, 0 outside the knots.
fn place<T>(knots: &[T], x: f64, value: impl Fn(&T) -> f64) -> (usize, f64) {
    let above = knots.partition_point(|knot| value(knot) <= x);
    if above == 0 {
        return (0, 0.0);
    }
    let below = above - 1;
    match knots.get(above) {
        Some(next) => (below, (x - value(&knots[below])) / (value(next) - value(&knots[below]))),
        None => (below, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_linear_between_knots_and_held_outside() {
        let curve = Curve::new(&[2016, 2020], &[20, 25, 30], |sex, year, age| {
            [f64::from(year) + f64::from(age), f64::from(sex.index() as u8)]
        });
        let at = |year, age| curve.at(Sex::Female, Year(year), age)[0];
        // Middles of the groups: 22.5, 27.5, 32.5.
        assert_eq!(at(2016, 22), 2036.0);
        assert_eq!(at(2016, 24), 2038.0);
        assert_eq!(at(2018, 22), 2038.0);
        assert_eq!((at(2016, 0), at(2016, 110)), (2036.0, 2046.0));
        assert_eq!((at(2010, 22), at(2050, 22)), (2036.0, 2040.0));
        assert_eq!(curve.at(Sex::Male, Year(2017), 26)[1], 0.0);
        let single = Curve::new(&[2016], &[15, 16, 17], |_, _, age| [f64::from(age)]);
        assert_eq!(single.at(Sex::Male, Year(2030), 16), [16.0]);
    }
}
