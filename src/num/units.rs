//! Units of the model: sex, calendar year, completed age and their spans.
//!
//! A bare `i32` cannot say whether it is an age or a year, and men and women are swapped most
//! easily where a sex is an index; these types make both mistakes visible to the compiler.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Sex as recorded in the official statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// Both sexes in the order every table and output uses.
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// Position in [`Sex::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Male => 0,
            Self::Female => 1,
        }
    }

    /// The word used in machine-readable output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A calendar year (never a fiscal year).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(pub u16);

impl fmt::Display for Year {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An inclusive run of calendar years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSpan {
    /// First year.
    pub first: Year,
    /// Last year, included.
    pub last: Year,
}

impl YearSpan {
    /// Span from `first` to `last`, both included.
    #[must_use]
    pub const fn new(first: u16, last: u16) -> Self {
        Self { first: Year(first), last: Year(last) }
    }

    /// Number of years; zero when `last` lies before `first`.
    #[must_use]
    pub const fn len(&self) -> usize {
        (self.last.0 + 1).saturating_sub(self.first.0) as usize
    }

    /// Whether the span holds no year.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `year` lies inside.
    #[must_use]
    pub const fn contains(&self, year: Year) -> bool {
        self.first.0 <= year.0 && year.0 <= self.last.0
    }

    /// The years in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Year> + Clone + use<> {
        (self.first.0..=self.last.0).map(Year)
    }
}

/// An inclusive run of completed ages; `open` means that the last age stands for itself and all above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeSpan {
    /// Youngest completed age.
    pub first: u8,
    /// Oldest completed age.
    pub last: u8,
    /// Whether the last age is an open group.
    pub open: bool,
}

impl AgeSpan {
    /// Number of ages.
    #[must_use]
    pub const fn len(&self) -> usize {
        (self.last as usize + 1).saturating_sub(self.first as usize)
    }

    /// Whether the span holds no age.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `age` lies inside.
    #[must_use]
    pub const fn contains(&self, age: u8) -> bool {
        self.first <= age && age <= self.last
    }

    /// The ages in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u8> + Clone + use<> {
        self.first..=self.last
    }
}
