//! The shape of a scenario file.
//!
//! Plain structs and plain enums only: the RON reader then knows the exact place of every mistake
//! (flattened, tagged and untagged types lose it). Unknown fields are refused everywhere, because a
//! mistyped field that is ignored would run as the reference. Numbers and texts are types that cannot
//! hold a value out of range. Later parts of the language (levers, shocks) are further fields of
//! [`Scenario`] with a default.

use super::quantity::{Quantity, Refusal, SCHEMA_VERSION, TextKind};
use crate::num::units::{Sex, Year};
use crate::plan::ProcessId;
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

macro_rules! checked_text {
    ($(#[$documentation:meta])* $name:ident, $kind:expr) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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

bounded_number!(
    /// Version of the schema; only [`SCHEMA_VERSION`] is read.
    SchemaVersion, Quantity::SchemaVersion
);
bounded_number!(
    /// Calendar year from which a change holds, 2017 to 2050.
    ChangeYear, Quantity::ChangeYear
);
bounded_number!(
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

impl SchemaVersion {
    /// The version this program writes.
    pub const CURRENT: Self = Self(SCHEMA_VERSION as f64);
}

impl ChangeYear {
    /// As a calendar year.
    #[must_use]
    pub const fn year(self) -> Year {
        Year(self.0 as u16)
    }
}

impl VanishingYear {
    /// As a calendar year.
    #[must_use]
    pub const fn year(self) -> Year {
        Year(self.0 as u16)
    }
}

impl Age {
    /// As completed years.
    #[must_use]
    pub const fn years(self) -> u8 {
        self.0 as u8
    }
}

impl BaseName {
    /// Whether it names a file rather than an embedded scenario.
    #[must_use]
    pub fn is_file(&self) -> bool {
        is_path_like(&self.0)
    }
}

/// Whether a name is meant as a file: it has a directory separator or the ending `.ron`.
#[must_use]
pub fn is_path_like(name: &str) -> bool {
    name.contains(['/', '\\']) || name.to_ascii_lowercase().ends_with(".ron")
}

/// A scenario as its author wrote it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the schema.
    pub schema: SchemaVersion,
    /// What is not said here is taken from there; without it, from the defaults (the reference).
    #[serde(default)]
    pub base: Option<BaseName>,
    /// Title in both languages.
    pub title: Title,
    /// Explanation in both languages.
    #[serde(default)]
    pub note: Option<Note>,
    /// Readings of the future.
    #[serde(default)]
    pub assumptions: Overrides,
    /// Hazards that the author multiplies; added to those of the base.
    #[serde(default)]
    pub hazard_changes: HazardChanges,
}

/// Title in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Japanese.
    pub ja: TitleLine,
    /// English.
    pub en: TitleLine,
}

/// Explanation in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Japanese.
    pub ja: NoteText,
    /// English.
    pub en: NoteText,
}

/// The readings of the future that a file sets; the others are inherited.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// Mortality after the last observed year.
    #[serde(default)]
    pub mortality: Option<Mortality>,
    /// Activity limitation at a given age after the last survey.
    #[serde(default)]
    pub limitation: Option<Limitation>,
    /// Care need at a given age after the reference year.
    #[serde(default)]
    pub care_need: Option<CareNeed>,
}

/// Mortality after the last observed year.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Mortality {
    /// From the last observed level through the published anchors.
    Anchored,
    /// The excess of 2021-2024 over the path that leads from the level of 2020 to the anchor of 2070
    /// fades linearly in the logarithm; after `by` mortality is that path. The default leads through
    /// another anchor in 2040, so women come to lie below it (`scenarios/README.md`).
    ExcessVanishes {
        /// First year without excess.
        by: VanishingYear,
    },
    /// With the decline rates of World Population Prospects.
    WorldPopulationProspects,
    /// Held at the last observed level.
    Frozen,
    /// Through the author's own life expectancies in 2040.
    Own {
        /// Men, years.
        male: LifeExpectancy,
        /// Women, years.
        female: LifeExpectancy,
    },
    /// No excess after 2020: to compare with the official population projection of 2023.
    Ipss2023Check,
}

/// Activity limitation at a given age after the last survey.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Limitation {
    /// Stays as it is.
    NoChange,
    /// Half the observed pace.
    Half,
    /// The observed pace.
    Full,
    /// The author's own pace.
    Own {
        /// Men, change of the logit per year.
        male: Pace,
        /// Women, change of the logit per year.
        female: Pace,
    },
}

/// Care need at a given age after the reference year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum CareNeed {
    /// Stays as it is.
    Unchanged,
    /// The fall observed since the reference year, held afterwards.
    ObservedFall,
}

/// Most hazard changes in one scenario, its bases included.
pub const MOST_HAZARD_CHANGES: usize = 1000;

/// The hazards a file multiplies.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(try_from = "Vec<HazardChange>")]
pub struct HazardChanges(Vec<HazardChange>);

impl TryFrom<Vec<HazardChange>> for HazardChanges {
    type Error = Refusal;

    fn try_from(changes: Vec<HazardChange>) -> Result<Self, Refusal> {
        if changes.len() > MOST_HAZARD_CHANGES {
            return Err(Refusal::TooManyChanges(changes.len()));
        }
        Ok(Self(changes))
    }
}

impl HazardChanges {
    /// The changes in the order of the file.
    #[must_use]
    pub fn as_slice(&self) -> &[HazardChange] {
        &self.0
    }
}

/// A hazard that the author multiplies.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HazardChange {
    /// Which hazard.
    pub process: Process,
    /// Whose; without it, everyone's.
    #[serde(default)]
    pub sex: Option<SexName>,
    /// Completed ages, both included.
    pub ages: Ages,
    /// First calendar year.
    pub from: ChangeYear,
    /// Factor on the hazard.
    pub factor: Factor,
}

/// A process whose hazard may be multiplied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Process {
    /// Death from any cause.
    Death,
    /// First certification of care need.
    CareOnset,
    /// To the next level of care need.
    CareProgression,
    /// From level 1 back to no care need.
    CareRecovery,
    /// Onset of the named condition.
    Condition(ConditionId),
}

impl Process {
    /// The process as plans name it.
    #[must_use]
    pub fn to_plan(&self) -> ProcessId {
        match self {
            Self::Death => ProcessId::Death,
            Self::CareOnset => ProcessId::CareOnset,
            Self::CareProgression => ProcessId::CareProgression,
            Self::CareRecovery => ProcessId::CareRecovery,
            Self::Condition(id) => ProcessId::Condition(id.as_str().to_owned()),
        }
    }
}

/// A sex as scenario files write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum SexName {
    /// Men.
    Male,
    /// Women.
    Female,
}

impl SexName {
    /// The sex as plans name it.
    #[must_use]
    pub const fn to_plan(self) -> Sex {
        match self {
            Self::Male => Sex::Male,
            Self::Female => Sex::Female,
        }
    }
}

/// Completed ages from first to last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "(Age, Age)")]
pub struct Ages(Age, Age);

impl TryFrom<(Age, Age)> for Ages {
    type Error = Refusal;

    fn try_from((first, last): (Age, Age)) -> Result<Self, Refusal> {
        if first.0 > last.0 {
            return Err(Refusal::AgesReversed { first: first.years(), last: last.years() });
        }
        Ok(Self(first, last))
    }
}

impl Ages {
    /// First and last age.
    #[must_use]
    pub const fn get(self) -> (u8, u8) {
        (self.0.years(), self.1.years())
    }
}
