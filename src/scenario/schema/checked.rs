//! Numbers and texts that cannot hold a value out of range.

use crate::num::units::Year;
use crate::scenario::quantity::{Quantity, Refusal, SCHEMA_VERSION, TextKind};
use serde::Deserialize;

macro_rules! bounded_number {
    ($(#[$documentation:meta])* $name:ident, $quantity:expr) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
        #[serde(try_from = "f64")]
        pub struct $name(f64);

        impl TryFrom<f64> for $name {
            type Error = Refusal;

            fn try_from(value: f64) -> Result<Self, Refusal> {
                $quantity.admit(value).map(Self)
            }
        }

        impl $name {
            /// The number.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }
    };
}

macro_rules! calendar_year {
    ($(#[$documentation:meta])* $name:ident, $quantity:expr) => {
        bounded_number!($(#[$documentation])* $name, $quantity);

        impl $name {
            /// As a calendar year.
            #[must_use]
            pub const fn year(self) -> Year {
                Year(self.0 as u16)
            }
        }
    };
}

macro_rules! checked_text {
    ($(#[$documentation:meta])* $name:ident, $kind:expr) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl TryFrom<String> for $name {
            type Error = Refusal;

            fn try_from(text: String) -> Result<Self, Refusal> {
                $kind.admit(text).map(Self)
            }
        }

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

pub(crate) use {bounded_number, checked_text};

bounded_number!(
    /// Version of the schema; only [`SCHEMA_VERSION`] is read.
    SchemaVersion, Quantity::SchemaVersion
);
calendar_year!(
    /// Calendar year from which a change holds, 2017 to 2050.
    ChangeYear, Quantity::ChangeYear
);
calendar_year!(
    /// Calendar year by which the excess mortality of 2021-2024 is gone, 2025 to 2050.
    VanishingYear, Quantity::VanishingYear
);
bounded_number!(
    /// Completed age, 0 to 110 years.
    Age, Quantity::Age
);
bounded_number!(
    /// Factor on a hazard, 0 to 10.
    Factor, Quantity::Factor
);
bounded_number!(
    /// Life expectancy at birth in 2040, 70 to 100 years.
    LifeExpectancy, Quantity::LifeExpectancy
);
bounded_number!(
    /// Change of the limitation logit per year, -0.1 to 0.1; negative is an improvement.
    Pace, Quantity::Pace
);
calendar_year!(
    /// Calendar year of a policy, 2020 to 2050.
    PolicyYear, Quantity::PolicyYear
);
bounded_number!(
    /// A share, 0 to 1.
    Share, Quantity::Share
);
bounded_number!(
    /// Effect of a channel in its unit; the pack says whether it is a ratio or an amount.
    Effect, Quantity::Effect
);
bounded_number!(
    /// Correlation of the rank of participation with risk, -0.9 to 0.9.
    Correlation, Quantity::Correlation
);
calendar_year!(
    /// First calendar year of a shock, 2025 to 2050.
    ShockYear, Quantity::ShockYear
);
bounded_number!(
    /// Number of years that a shock lasts, 1 to 10.
    ShockLength, Quantity::ShockLength
);
bounded_number!(
    /// Years of life expectancy lost in the first year of a shock, 0 to 3.
    Severity, Quantity::Severity
);
bounded_number!(
    /// Days by which countermeasures come earlier or later, 0 to 365.
    Days, Quantity::Days
);
bounded_number!(
    /// Share of a shock's deaths averted for every 14 days earlier, 0 to 0.9.
    AvertedShare, Quantity::AvertedShare
);
bounded_number!(
    /// Number of a draw, 0 to a million.
    DrawNumber, Quantity::Draw
);
checked_text!(
    /// One line of at most 200 characters.
    TitleLine, TextKind::Title
);
checked_text!(
    /// At most 2000 characters, line feeds allowed.
    NoteText, TextKind::Note
);
checked_text!(
    /// Identifier of an embedded scenario, or a file relative to the including one.
    BaseName, TextKind::Base
);
checked_text!(
    /// Identifier of a condition: lower-case letters, digits, `-` and `_`.
    ConditionId, TextKind::Condition
);
checked_text!(
    /// Identifier of a lever of the pack, written as conditions are.
    LeverId, TextKind::Lever
);
checked_text!(
    /// Identifier of a channel of a lever, written as conditions are.
    ChannelId, TextKind::Lever
);
checked_text!(
    /// Identifier of a prevention trial of the pack, written as conditions are.
    TrialId, TextKind::Lever
);
checked_text!(
    /// Identifier of an enabler of the pack, written as conditions are.
    EnablerId, TextKind::Lever
);
checked_text!(
    /// Identifier of a key figure of the pack, written as conditions are.
    FigureId, TextKind::Lever
);

impl SchemaVersion {
    /// The version this program writes.
    pub const CURRENT: Self = Self(SCHEMA_VERSION as f64);
}

impl Age {
    /// As completed years.
    #[must_use]
    pub const fn years(self) -> u8 {
        self.0 as u8
    }
}

impl DrawNumber {
    /// As a whole number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0 as u32
    }
}

impl ShockLength {
    /// As whole years.
    #[must_use]
    pub const fn years(self) -> u16 {
        self.0 as u16
    }
}

impl BaseName {
    /// Whether it names a file rather than an embedded scenario.
    #[must_use]
    pub fn is_file(&self) -> bool {
        is_path_like(&self.0)
    }
}

/// Whether a name is meant as a file: it has a directory separator or the ending of a scenario or a store.
#[must_use]
pub fn is_path_like(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.contains(['/', '\\']) || lower.ends_with(".ron") || lower.ends_with(".kenju")
}
