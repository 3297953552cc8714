//! The steps of a lesson.

use crate::scenario::schema::{Note, Title};
use crate::scenario::study::schema::PartId;
use serde::Deserialize;

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
