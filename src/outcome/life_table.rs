//! Period life tables, single-year and abridged.
//!
//! For an age group of n years with central death rate m and fraction a of the group lived by
//! those who die in it (Chiang 1984, *The life table and its applications*):
//!
//! ```text
//! q = n m / (1 + n (1 - a) m)        l(x+n) = l(x) (1 - q)
//! L = n (l(x+n) + a (l(x) - l(x+n)))  T = sum of L from x on   e = T / l
//! ```
//!
//! *Fractions.* a = 0.5 unless given. When the table begins with the ages 0, 1, 5 the first year
//! has a = 0.2: L(0) = 0.2 l(0) + 0.8 l(1), the Eurostat rule of Jagger, Van Oyen and Robine,
//! *Health Expectancy Calculation by the Sullivan Method: A Practical Guide*, 4th edition (2014),
//! appendix 1, paragraph 7. The same a(0) then enters q(0), so that m, q and L of the row agree;
//! the Guide itself takes q(0) from births, which here is a given q.
//!
//! *Last row.* L = l / m for an open group; L = l e where the expectancy e of its first age is
//! given; or an ordinary closed group. A table of probabilities without e must end with q = 1 and
//! takes the rate that belongs to it over the width of the group before; a smaller q says how many
//! die in some years, but not for how long the others live on.
//!
//! *Limits.* A rate with n a m > 1 would give q > 1: q is 1 then and L = l / m, which is
//! continuous. Expectancies are computed from the oldest age downwards as
//! e(x) = L / l + (1 - q) e(x+n), which equals T / l and stays defined where nobody survives.

mod single_year;

pub use single_year::{SingleYearTable, expectancies_from_rates};

use serde::Serialize;

/// Survivors at the first age of a table.
pub const RADIX: f64 = 100_000.0;

/// Fraction of a group lived by those who die in it, unless given.
pub const DEFAULT_FRACTION: f64 = 0.5;

/// The same for the first year of life in a table with the ages 0, 1, 5.
pub const ABRIDGED_INFANT_FRACTION: f64 = 0.2;

/// Oldest age that a table may name.
pub const OLDEST_AGE: u8 = 130;

/// What is known of one age group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AgeGroup {
    /// First completed age.
    pub age: u8,
    /// Central death rate m per person-year.
    pub rate: Option<f64>,
    /// Probability q of dying in the group; wins over the rate.
    pub probability: Option<f64>,
    /// Fraction a of the group lived by those who die in it; not used in an open group.
    pub fraction: Option<f64>,
}

/// How the last row ends the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LastGroup {
    /// Everyone alive at its first age and older.
    Open,
    /// Open, with the life expectancy at its first age, years.
    OpenWithExpectancy(f64),
    /// An ordinary group of so many years; what is lived after it does not count.
    Closed(f64),
}

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Completed age: whole, 0 to [`OLDEST_AGE`].
    Age,
    /// Any finite number from 0.
    NotNegative,
    /// Any finite number above 0.
    Positive,
    /// From 0 to 1.
    Share,
    /// Above 0, at most 1.
    Fraction,
}

impl Allowed {
    /// Whether `value` lies inside; never true of NaN and infinities.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Age => value >= 0.0 && value <= f64::from(OLDEST_AGE) && value.fract() == 0.0,
                Self::NotNegative => value >= 0.0,
                Self::Positive => value > 0.0,
                Self::Share => (0.0..=1.0).contains(&value),
                Self::Fraction => value > 0.0 && value <= 1.0,
            }
    }
}

/// What is wrong with the content of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// There is no row.
    NoRows,
    /// A needed value is absent.
    Missing,
    /// A value lies outside what is allowed.
    OutOfRange {
        /// The value.
        found: f64,
        /// What it may be.
        allowed: Allowed,
    },
    /// Ages must rise from row to row.
    NotIncreasing {
        /// Age of this row.
        found: u8,
        /// Age of the row before.
        previous: u8,
    },
    /// Nobody dies in the open last group, so its person-years have no end.
    Endless,
    /// A probability below 1 is all that is known of the open last group.
    OpenProbability,
}

/// Where a table is wrong, and how.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("row {row}, column {column}: {fault:?}")]
pub struct InputError {
    /// Row, counted from 0.
    pub row: usize,
    /// Name of the column.
    pub column: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

impl InputError {
    pub(super) const fn new(row: usize, column: &'static str, fault: Fault) -> Self {
        Self { row, column, fault }
    }

    pub(super) fn check(
        row: usize,
        column: &'static str,
        value: Option<f64>,
        allowed: Allowed,
    ) -> Result<(), Self> {
        match value {
            Some(found) if !allowed.holds(found) => {
                Err(Self::new(row, column, Fault::OutOfRange { found, allowed }))
            }
            _ => Ok(()),
        }
    }
}

/// The checked content from which a life table is made.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeTableInput {
    groups: Vec<AgeGroup>,
    last: LastGroup,
}

impl LifeTableInput {
    /// Checks groups in order of age.
    ///
    /// # Errors
    /// [`InputError`] for an empty table, ages that do not rise, a group with neither rate nor
    /// probability, values out of range (`m` and `q`: see [`Allowed`]; `ax` above 0 and at most
    /// 1), and an open last group in which nobody dies, or of which only a probability below 1 is
    /// known. Columns are named `age`, `deaths` (for
    /// the rate), `qx`, `ax`, `ex`.
    pub fn new(groups: Vec<AgeGroup>, last: LastGroup) -> Result<Self, InputError> {
        let Some(final_row) = groups.len().checked_sub(1) else {
            return Err(InputError::new(0, "age", Fault::NoRows));
        };
        let open = !matches!(last, LastGroup::Closed(_));
        let mut previous: Option<u8> = None;
        for (row, group) in groups.iter().enumerate() {
            InputError::check(row, "age", Some(f64::from(group.age)), Allowed::Age)?;
            if let Some(previous) = previous.filter(|previous| group.age <= *previous) {
                return Err(InputError::new(row, "age", Fault::NotIncreasing { found: group.age, previous }));
            }
            previous = Some(group.age);
            InputError::check(row, "deaths", group.rate, Allowed::NotNegative)?;
            InputError::check(row, "qx", group.probability, Allowed::Share)?;
            if open && row == final_row {
                // Other sources give a(x) of the open group in years: it is not used, so not judged.
                InputError::check(row, "ax", group.fraction, Allowed::NotNegative)?;
                continue;
            }
            InputError::check(row, "ax", group.fraction, Allowed::Fraction)?;
            if group.rate.is_none() && group.probability.is_none() {
                return Err(InputError::new(row, "qx", Fault::Missing));
            }
        }
        let input = Self { groups, last };
        match last {
            LastGroup::OpenWithExpectancy(years) => {
                InputError::check(final_row, "ex", Some(years), Allowed::Positive)?;
            }
            LastGroup::Closed(width) => {
                InputError::check(final_row, "age", Some(width), Allowed::Positive)?;
            }
            LastGroup::Open => match input.open_rate() {
                None => return Err(InputError::new(final_row, "qx", Fault::Missing)),
                Some(0.0) => {
                    let column = if input.groups[final_row].rate.is_some() { "deaths" } else { "qx" };
                    return Err(InputError::new(final_row, column, Fault::Endless));
                }
                Some(_) => {
                    let last = &input.groups[final_row];
                    if last.rate.is_none() && last.probability.is_some_and(|q| q < 1.0) {
                        return Err(InputError::new(final_row, "qx", Fault::OpenProbability));
                    }
                }
            },
        }
        Ok(input)
    }

    /// The groups in order of age.
    #[must_use]
    pub fn groups(&self) -> &[AgeGroup] {
        &self.groups
    }

    fn fraction(&self, row: usize) -> f64 {
        let abridged = self.groups.len() >= 3
            && [0, 1, 5] == [self.groups[0].age, self.groups[1].age, self.groups[2].age];
        let default = if row == 0 && abridged { ABRIDGED_INFANT_FRACTION } else { DEFAULT_FRACTION };
        self.groups[row].fraction.unwrap_or(default)
    }

    /// Rate of an open last group: the given one, or that of its probability over the width of
    /// the group before it (one year if there is none).
    fn open_rate(&self) -> Option<f64> {
        let (last, younger) = self.groups.split_last()?;
        let width = younger.last().map_or(1.0, |before| f64::from(last.age - before.age));
        let from_probability = |q: f64| q / (width * (1.0 - (1.0 - DEFAULT_FRACTION) * q));
        last.rate.or_else(|| last.probability.map(from_probability))
    }
}

/// One row of a life table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LifeTableRow {
    /// First completed age of the group.
    pub age: u8,
    /// Width n of the group, years; `None` for an open one.
    pub width: Option<f64>,
    /// Central death rate m per person-year: as given, else deaths of the table per person-year.
    pub rate: f64,
    /// Probability q of dying in the group.
    pub probability: f64,
    /// Fraction a of the group lived by those who die in it; `None` for an open one.
    pub fraction: Option<f64>,
    /// Survivors l to the first age, of [`RADIX`].
    pub survivors: f64,
    /// Person-years L lived in the group.
    pub person_years: f64,
    /// Person-years T lived in the group and after it.
    pub person_years_above: f64,
    /// Life expectancy e at the first age, years.
    pub expectancy: f64,
    /// Years lived in the group by a survivor to its first age, L / l.
    pub years_per_survivor: f64,
}

/// A period life table.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeTable {
    rows: Vec<LifeTableRow>,
}

impl LifeTable {
    /// The table of checked content.
    #[must_use]
    pub fn new(input: &LifeTableInput) -> Self {
        let mut rows: Vec<LifeTableRow> = Vec::with_capacity(input.groups.len());
        let mut survivors = RADIX;
        for index in 0..input.groups.len() {
            let mut row = row_of(input, index);
            row.survivors = survivors;
            row.person_years = survivors * row.years_per_survivor;
            survivors *= 1.0 - row.probability;
            rows.push(row);
        }
        let (mut above, mut expectancy) = (0.0, 0.0);
        for row in rows.iter_mut().rev() {
            above += row.person_years;
            expectancy = row.years_per_survivor + (1.0 - row.probability) * expectancy;
            row.person_years_above = above;
            row.expectancy = expectancy;
        }
        Self { rows }
    }

    /// The rows in order of age; never empty.
    #[must_use]
    pub fn rows(&self) -> &[LifeTableRow] {
        &self.rows
    }
}

/// Everything about a row that does not depend on how many reach it.
fn row_of(input: &LifeTableInput, index: usize) -> LifeTableRow {
    let group = &input.groups[index];
    let width = match (input.groups.get(index + 1), input.last) {
        (Some(next), _) => Some(f64::from(next.age - group.age)),
        (None, LastGroup::Closed(width)) => Some(width),
        (None, _) => None,
    };
    let mut row = LifeTableRow {
        age: group.age,
        width,
        rate: 0.0,
        probability: 1.0,
        fraction: None,
        survivors: 0.0,
        person_years: 0.0,
        person_years_above: 0.0,
        expectancy: 0.0,
        years_per_survivor: 0.0,
    };
    let Some(width) = width else {
        row.years_per_survivor = match input.last {
            LastGroup::OpenWithExpectancy(years) => years,
            _ => 1.0 / input.open_rate().expect("an open group without a rate is refused by the check"),
        };
        row.rate = group.rate.unwrap_or(1.0 / row.years_per_survivor);
        return row;
    };
    let fraction = input.fraction(index);
    row.fraction = Some(fraction);
    match (group.probability, group.rate) {
        (Some(probability), given) => {
            row.probability = probability;
            row.years_per_survivor = width * (1.0 - (1.0 - fraction) * probability);
            row.rate = given.unwrap_or(probability / row.years_per_survivor);
        }
        (None, rate) => {
            row.rate = rate.expect("a group without rate and probability is refused by the check");
            let (probability, years) = group_of_rate(row.rate, width, fraction);
            row.probability = probability;
            row.years_per_survivor = years;
        }
    }
    row
}

/// Probability of dying in a group and years lived in it per survivor to its first age.
#[inline]
fn group_of_rate(rate: f64, width: f64, fraction: f64) -> (f64, f64) {
    if width * fraction * rate > 1.0 {
        return (1.0, 1.0 / rate);
    }
    let probability = width * rate / (1.0 + width * (1.0 - fraction) * rate);
    (probability, width * (1.0 - (1.0 - fraction) * probability))
}

/// A life table as it is given to users.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifeTableRows {
    /// Rows in order of age.
    pub rows: Vec<LifeTableOutputRow>,
}

/// One row of [`LifeTableRows`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LifeTableOutputRow {
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
}

/// The life table of checked content, as it is given to users.
#[must_use]
pub fn life_table(input: &LifeTableInput) -> LifeTableRows {
    let table = LifeTable::new(input);
    let rows = table.rows.iter().map(|row| LifeTableOutputRow {
        age: row.age,
        m: row.rate,
        q: row.probability,
        l: row.survivors,
        person_years: row.person_years,
        life_expectancy: row.expectancy,
    });
    LifeTableRows { rows: rows.collect() }
}

#[cfg(test)]
mod tests;
