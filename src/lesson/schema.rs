//! The shape of a lesson file.
//!
//! As in scenarios: plain structs and enums, unknown fields refused, texts and numbers that cannot hold what
//! is not allowed, so that every mistake has its place in the file.

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

/// A step of a lesson.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Step {
    /// Text.
    Read {
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// Text.
        text: Note,
    },
    /// Something that is known, to look at.
    Look {
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// Where to look.
        text: Note,
        /// What is shown.
        at: View,
    },
    /// A question about a number not seen yet.
    Predict {
        /// Name of the prediction.
        id: PartId,
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// The question.
        text: Note,
        /// The result it is about.
        of: PartId,
        /// First, last and step of the number line, in the unit of the result.
        line: (f64, f64, f64),
    },
    /// Moving the unlocked levers and watching what happens.
    Act {
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// What to do.
        text: Note,
        /// The prediction that must be recorded before.
        after: PartId,
    },
    /// Prediction and result together.
    Reveal {
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// What to notice.
        text: Note,
        /// The prediction.
        of: PartId,
        /// Further results shown beside it.
        #[serde(default)]
        also: Vec<PartId>,
    },
    /// Why.
    Explain {
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// Text.
        text: Note,
    },
    /// A question with a right answer.
    Quiz {
        /// Name of the question.
        id: PartId,
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// The question.
        text: Note,
        /// Kinds of answers.
        answer: Answer,
        /// Told once an answer is recorded.
        why: Note,
    },
    /// A question without one; what is written stays with the student.
    Reflect {
        /// Name of the question.
        id: PartId,
        /// Minutes it takes.
        minutes: u8,
        /// Heading.
        title: Title,
        /// The question.
        text: Note,
    },
}

/// What a step of the kind [`Step::Look`] shows; never anything that is predicted later.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum View {
    /// Chart of the three expectancies in the reference.
    Reference,
    /// The small table of ages.
    Hand,
    /// Results as a table.
    Results(Vec<PartId>),
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Answer {
    /// One of several.
    One {
        /// What can be chosen.
        options: Vec<Title>,
        /// Number of the right one, from 1.
        right: u8,
    },
    /// A number.
    Number {
        /// The result that is the right answer, in its unit.
        of: PartId,
        /// Largest error that still counts as right.
        tolerance: f64,
    },
    /// Putting things in order; the file gives the right one.
    Order {
        /// The things, the first on top.
        items: Vec<Title>,
    },
}

impl Step {
    /// The word for its kind, the same in every language.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Read { .. } => Kind::Read,
            Self::Look { .. } => Kind::Look,
            Self::Predict { .. } => Kind::Predict,
            Self::Act { .. } => Kind::Act,
            Self::Reveal { .. } => Kind::Reveal,
            Self::Explain { .. } => Kind::Explain,
            Self::Quiz { .. } => Kind::Quiz,
            Self::Reflect { .. } => Kind::Reflect,
        }
    }

    /// Minutes, heading and text.
    #[must_use]
    pub const fn parts(&self) -> (u8, &Title, &Note) {
        match self {
            Self::Read { minutes, title, text }
            | Self::Look { minutes, title, text, .. }
            | Self::Predict { minutes, title, text, .. }
            | Self::Act { minutes, title, text, .. }
            | Self::Reveal { minutes, title, text, .. }
            | Self::Explain { minutes, title, text }
            | Self::Quiz { minutes, title, text, .. }
            | Self::Reflect { minutes, title, text, .. } => (*minutes, title, text),
        }
    }

    /// The name of its prediction or question.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Predict { id, .. } | Self::Quiz { id, .. } | Self::Reflect { id, .. } => Some(id.as_str()),
            _ => None,
        }
    }
}

/// The kind of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Step::Read`].
    Read,
    /// [`Step::Look`].
    Look,
    /// [`Step::Predict`].
    Predict,
    /// [`Step::Act`].
    Act,
    /// [`Step::Reveal`].
    Reveal,
    /// [`Step::Explain`].
    Explain,
    /// [`Step::Quiz`].
    Quiz,
    /// [`Step::Reflect`].
    Reflect,
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
