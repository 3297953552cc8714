//! A dense table over sex, calendar year and completed age.
//!
//! Every rate, share and count of the model lives in this one shape, so that an index can be got
//! wrong in one place only. Values are stored sex by sex, year by year, age by age.

use super::units::{AgeSpan, Sex, Year, YearSpan};

/// Values by sex x year x age.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    years: YearSpan,
    ages: AgeSpan,
    values: Vec<f64>,
}

impl Grid {
    /// Bytes that the values take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(self.values.as_slice())
    }

    /// A table filled with `value`.
    #[must_use]
    pub fn filled(years: YearSpan, ages: AgeSpan, value: f64) -> Self {
        Self { years, ages, values: vec![value; 2 * years.len() * ages.len()] }
    }

    /// A table whose cells are computed one by one.
    #[must_use]
    pub fn from_fn(years: YearSpan, ages: AgeSpan, mut cell: impl FnMut(Sex, Year, u8) -> f64) -> Self {
        let mut values = Vec::with_capacity(2 * years.len() * ages.len());
        for sex in Sex::ALL {
            for year in years.iter() {
                for age in ages.iter() {
                    values.push(cell(sex, year, age));
                }
            }
        }
        Self { years, ages, values }
    }

    /// Years covered.
    #[must_use]
    pub const fn years(&self) -> YearSpan {
        self.years
    }

    /// Ages covered.
    #[must_use]
    pub const fn ages(&self) -> AgeSpan {
        self.ages
    }

    fn position(&self, sex: Sex, year: Year, age: u8) -> usize {
        debug_assert!(self.years.contains(year) && self.ages.contains(age), "{sex} {year} {age}");
        let year = usize::from(year.0 - self.years.first.0);
        let age = usize::from(age - self.ages.first);
        (sex.index() * self.years.len() + year) * self.ages.len() + age
    }

    /// The value of one cell. The caller keeps to the spans; outside them this panics.
    #[must_use]
    pub fn get(&self, sex: Sex, year: Year, age: u8) -> f64 {
        self.values[self.position(sex, year, age)]
    }

    /// The value with year and age clamped into the spans: rates are held at the edges.
    #[must_use]
    pub fn held(&self, sex: Sex, year: Year, age: u8) -> f64 {
        let year = year.clamp(self.years.first, self.years.last);
        self.get(sex, year, age.clamp(self.ages.first, self.ages.last))
    }

    /// Sets one cell.
    pub fn set(&mut self, sex: Sex, year: Year, age: u8, value: f64) {
        let position = self.position(sex, year, age);
        self.values[position] = value;
    }

    /// All ages of one sex and year, youngest first.
    #[must_use]
    pub fn row(&self, sex: Sex, year: Year) -> &[f64] {
        let start = self.position(sex, year, self.ages.first);
        &self.values[start..start + self.ages.len()]
    }

    /// All ages of one sex and year, to be changed in place.
    pub fn row_mut(&mut self, sex: Sex, year: Year) -> &mut [f64] {
        let start = self.position(sex, year, self.ages.first);
        let length = self.ages.len();
        &mut self.values[start..start + length]
    }
}
