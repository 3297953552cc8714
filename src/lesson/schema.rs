//! The shape of a lesson file.
//!
//! As in scenarios: plain structs and enums, unknown fields refused, texts and numbers that cannot hold what
//! is not allowed, so that every mistake has its place in the file.

mod steps;

pub use steps::{Answer, Kind, Step, View};

use crate::baseline::Text;
use crate::outcome::series::{Estimate, Expectancies};
use crate::scenario::schema::{
    BaseName, ChangeYear, LeverId, Levers, Note, NoteText, Overrides, SchemaVersion, SexName, Title,
};
use crate::scenario::study::schema::{PartId, PersonCount, Seed};
use serde::{Deserialize, Serialize};

/// A lesson as its author wrote it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonFile {
    /// Version of the schema.
    pub schema: SchemaVersion,
    /// Title in both languages.
    pub title: Title,
    /// What the class can do afterwards.
    pub aim: Note,
    /// Simulated persons unless a result says otherwise.
    pub persons: PersonCount,
    /// Seed without a class code; without it, 1.
    #[serde(default)]
    pub seed: Option<Seed>,
    /// Levers that may be moved in steps of the kind [`Step::Act`].
    #[serde(default)]
    pub unlocked: Vec<LeverId>,
    /// Worlds that are compared; the reference is always there.
    #[serde(default)]
    pub worlds: Vec<WorldEntry>,
    /// A small table of ages for Sullivan's method by hand, the world `hand`.
    #[serde(default)]
    pub hand: Vec<HandGroup>,
    /// Numbers of the model that steps ask for.
    #[serde(default)]
    pub results: Vec<Asked>,
    /// What must hold with this version of the model.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// The steps in their order.
    pub steps: Vec<Step>,
}

/// A world of a lesson: a scenario, possibly with more levers or other readings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldEntry {
    /// Its name in this file.
    pub id: PartId,
    /// An embedded scenario, or a file beside the lesson.
    pub scenario: BaseName,
    /// Levers set on top of it.
    #[serde(default)]
    pub levers: Levers,
    /// Readings of the future on top of it.
    #[serde(default)]
    pub assumptions: Overrides,
}

/// An age group of the small table.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandGroup {
    /// First completed age.
    pub age: u8,
    /// Persons.
    pub population: f64,
    /// Deaths of a year.
    pub deaths: f64,
    /// Share with activity limitation.
    pub limited_share: f64,
    /// Probability of dying in the group, if it is not to be computed from the deaths.
    #[serde(default)]
    pub qx: Option<f64>,
}

/// A number of the model that a step asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its name in this file.
    pub id: PartId,
    /// What it is, in both languages.
    pub title: Title,
    /// Level or difference.
    pub what: What,
    /// Of which expectancy.
    pub measure: Measure,
    /// Of whom; not needed for the world `hand`.
    #[serde(default)]
    pub sex: Option<SexName>,
    /// Calendar year; without it, the year of the pack's goal.
    #[serde(default)]
    pub year: Option<ChangeYear>,
    /// Unit in which it is asked and shown; without it, years.
    #[serde(default)]
    pub unit: Unit,
    /// Simulated persons; without it, those of the lesson.
    #[serde(default)]
    pub persons: Option<PersonCount>,
    /// Added to the seed of the lesson or class: other persons.
    #[serde(default)]
    pub draw: u8,
}

/// Level or difference; worlds by their ids.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum What {
    /// As it is in a world.
    Level {
        /// The world.
        world: PartId,
    },
    /// A world minus the reference, on the same persons.
    Effect {
        /// The world.
        world: PartId,
    },
    /// The year asked for minus an earlier one of the same world.
    Gain {
        /// The world.
        world: PartId,
        /// The earlier year.
        from: u16,
    },
    /// The measure minus another one of the same world and year.
    Gap {
        /// The world.
        world: PartId,
        /// The other measure.
        minus: Measure,
    },
}

/// In which words a direction is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Falling and rising, or no change.
    Change,
    /// Falling and rising, or no difference that could be told from noise.
    Noisy,
    /// Below and above, or the same.
    Gap,
}

impl What {
    /// Whether it compares two measures rather than two worlds or years: then nothing rises or falls.
    #[must_use]
    pub const fn is_gap(&self) -> bool {
        matches!(self, Self::Gap { .. })
    }

    /// The world it is about.
    #[must_use]
    pub fn world(&self) -> &str {
        match self {
            Self::Level { world }
            | Self::Effect { world }
            | Self::Gain { world, .. }
            | Self::Gap { world, .. } => world.as_str(),
        }
    }
}

/// An expectancy at birth (or the youngest age of the pack) or at 65, years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Life expectancy.
    LifeExpectancy,
    /// Healthy life expectancy, official variant.
    HealthyLifeExpectancy,
    /// Independent life expectancy.
    IndependentLifeExpectancy,
    /// Years with activity limitation.
    YearsLimited,
    /// Years at care level 2 and above.
    YearsDependent,
}

impl Measure {
    /// Its estimate among the expectancies of a row.
    #[must_use]
    pub const fn of(self, row: &Expectancies) -> Estimate {
        match self {
            Self::LifeExpectancy => row.life_expectancy,
            Self::HealthyLifeExpectancy => row.healthy_life_expectancy,
            Self::IndependentLifeExpectancy => row.independent_life_expectancy,
            Self::YearsLimited => row.years_limited,
            Self::YearsDependent => row.years_dependent,
        }
    }
}

/// The unit in which a number is asked and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Unit {
    /// Years.
    #[default]
    Years,
    /// Days, for small differences.
    Days,
}

impl Unit {
    /// How many of it make a year.
    #[must_use]
    pub const fn per_year(self) -> f64 {
        match self {
            Self::Years => 1.0,
            Self::Days => 365.25,
        }
    }

    /// Decimals worth showing.
    #[must_use]
    pub const fn decimals(self) -> usize {
        match self {
            Self::Years => 2,
            Self::Days => 1,
        }
    }
}

/// What must hold beyond the noise of the simulation. Bounds are in the unit of the result.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Claim {
    /// A difference is above none.
    Rises(PartId),
    /// A difference is below none.
    Falls(PartId),
    /// A difference cannot be told from none with so many persons.
    Noise(PartId),
    /// The error of a number is larger than that of another one.
    LessSure {
        /// That with the larger error.
        of: PartId,
        /// That with the smaller one.
        than: PartId,
    },
    /// A number is larger than another one.
    More {
        /// The larger.
        of: PartId,
        /// The smaller.
        than: PartId,
    },
    /// A number lies between two bounds.
    Between {
        /// The number.
        of: PartId,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
}

/// A title as a bilingual text.
#[must_use]
pub fn title(title: &Title) -> Text {
    Text { ja: title.ja.as_str().to_owned(), en: title.en.as_str().to_owned() }
}

/// A note as a bilingual text.
#[must_use]
pub fn note(note: &Note) -> Text {
    let own = |text: &NoteText| text.as_str().to_owned();
    Text { ja: own(&note.ja), en: own(&note.en) }
}
