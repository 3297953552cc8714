//! The ranges of a scenario's numbers and the rules of its texts.
//!
//! Every bound stands here once; the schema's types are built on it, and the messages and the manual
//! print it. A refusal has to travel through the RON reader as a message, so it is written as RON and
//! read back where the message is made: the reader of the message gets data, not a sentence to parse.

use crate::language::Language;
use crate::text::is_unsafe;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_segmentation::UnicodeSegmentation as _;

/// A number of the scenario schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    /// Version of the schema.
    SchemaVersion,
    /// Calendar year from which a change holds.
    ChangeYear,
    /// Calendar year by which an observed excess is gone.
    VanishingYear,
    /// Completed age, years.
    Age,
    /// Factor on a hazard.
    Factor,
    /// Life expectancy at birth in 2040, years.
    LifeExpectancy,
    /// Yearly change of the limitation logit.
    Pace,
}

/// The schema version this program reads and writes.
pub const SCHEMA_VERSION: u32 = 1;

impl Quantity {
    /// Every quantity.
    pub const ALL: [Self; 7] = [
        Self::SchemaVersion,
        Self::ChangeYear,
        Self::VanishingYear,
        Self::Age,
        Self::Factor,
        Self::LifeExpectancy,
        Self::Pace,
    ];

    /// Smallest and largest value, both allowed.
    #[must_use]
    pub const fn bounds(self) -> (f64, f64) {
        match self {
            Self::SchemaVersion => (SCHEMA_VERSION as f64, SCHEMA_VERSION as f64),
            Self::ChangeYear => (2017.0, 2050.0),
            // The excess is observed to 2024.
            Self::VanishingYear => (2025.0, 2050.0),
            Self::Age => (0.0, 110.0),
            Self::Factor => (0.0, 10.0),
            Self::LifeExpectancy => (70.0, 100.0),
            Self::Pace => (-0.1, 0.1),
        }
    }

    /// Whether only whole numbers are allowed.
    #[must_use]
    pub const fn whole(self) -> bool {
        matches!(self, Self::SchemaVersion | Self::ChangeYear | Self::VanishingYear | Self::Age)
    }

    /// The value, if it is finite, inside the bounds and whole where it must be; minus zero becomes zero.
    ///
    /// # Errors
    /// [`Refusal::Number`] otherwise.
    pub fn admit(self, value: f64) -> Result<f64, Refusal> {
        let (least, most) = self.bounds();
        // A NaN fails both comparisons.
        if value >= least && value <= most && (!self.whole() || value % 1.0 == 0.0) {
            Ok(value + 0.0)
        } else {
            Err(Refusal::Number(self))
        }
    }

    /// What is allowed, in words.
    #[must_use]
    pub fn allowed(self, language: Language) -> String {
        let (least, most) = self.bounds();
        if self == Self::SchemaVersion {
            return language.pick(
                format!("{SCHEMA_VERSION}（この版の kenju が読める形式）"),
                format!("{SCHEMA_VERSION} (the format that this version of kenju reads)"),
            );
        }
        let (ja, en) = match self {
            Self::SchemaVersion => ("", ""),
            Self::ChangeYear | Self::VanishingYear => ("暦年", "a calendar year"),
            Self::Age => ("満年齢", "a completed age"),
            Self::Factor => ("倍率", "a factor"),
            Self::LifeExpectancy => ("2040年の平均寿命（年）", "a life expectancy in 2040 in years"),
            Self::Pace => ("1年あたりのロジットの変化", "a change of the logit per year"),
        };
        let whole = if self.whole() { language.pick("の整数", ", whole") } else { "" };
        language
            .pick(format!("{ja}：{least} から {most} まで{whole}"), format!("{en}, {least} to {most}{whole}"))
    }
}

/// A text of the scenario schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextKind {
    /// One line.
    Title,
    /// May have several lines.
    Note,
    /// Identifier of an embedded scenario, or a relative file.
    Base,
    /// Identifier of a condition of the pack.
    Condition,
}

impl TextKind {
    /// Most characters as the reader counts them (grapheme clusters).
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Title => 200,
            Self::Note => 2000,
            Self::Base => 1000,
            Self::Condition => 64,
        }
    }

    /// The text, if it keeps the rules of its kind.
    ///
    /// # Errors
    /// A [`Refusal`] that says which rule it breaks.
    pub fn admit(self, text: String) -> Result<String, Refusal> {
        let kept = |character| self == Self::Note && character == '\n';
        if let Some(character) = text.chars().find(|&character| is_unsafe(character) && !kept(character)) {
            return Err(Refusal::Character(character));
        }
        if text.trim().is_empty() {
            return Err(Refusal::Blank(self));
        }
        // A letter may carry combining marks without end: four code points a letter must do.
        let length = text.graphemes(true).count();
        let code_points = text.chars().count();
        if length > self.limit() || code_points > 4 * self.limit() {
            return Err(Refusal::Long { kind: self, length: length.max(code_points / 4) });
        }
        let plain = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '_')
        };
        if self == Self::Condition && !text.chars().all(plain) {
            return Err(Refusal::Identifier);
        }
        Ok(text)
    }
}

/// Why the schema does not take a value that has the right type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Not finite, out of range, or not whole.
    Number(Quantity),
    /// The first age lies above the last.
    AgesReversed {
        /// The first age given.
        first: u8,
        /// The last age given.
        last: u8,
    },
    /// A control, bidirectional or invisible character.
    Character(char),
    /// Nothing but spaces.
    Blank(TextKind),
    /// Too many characters.
    Long {
        /// Which text.
        kind: TextKind,
        /// How many characters it has.
        length: usize,
    },
    /// Not an identifier.
    Identifier,
    /// Too many hazard changes.
    TooManyChanges(usize),
}

impl Refusal {
    /// Reads back a refusal that came through the RON reader as a message.
    #[must_use]
    pub fn read(message: &str) -> Option<Self> {
        ron::from_str(message).ok()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&ron::to_string(self).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_inclusive_and_nothing_beyond_passes() {
        for quantity in Quantity::ALL {
            let (least, most) = quantity.bounds();
            for inside in [least, most] {
                assert_eq!(quantity.admit(inside), Ok(inside));
            }
            let refused = Err(Refusal::Number(quantity));
            let step = if quantity.whole() { 1.0 } else { 1e-9 };
            for outside in [least - step, most + step, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
                assert_eq!(quantity.admit(outside), refused, "{quantity:?} {outside}");
            }
            if quantity.whole() {
                assert_eq!(quantity.admit(least + 0.5), refused);
            }
        }
    }

    #[test]
    fn minus_zero_is_zero() {
        assert!(Quantity::Factor.admit(-0.0).unwrap().is_sign_positive());
    }

    #[test]
    fn refusals_travel_as_messages() {
        let refusals = [
            Refusal::Number(Quantity::Pace),
            Refusal::AgesReversed { first: 80, last: 65 },
            Refusal::Character('\u{202e}'),
            Refusal::Character('\''),
            Refusal::Character('\\'),
            Refusal::Blank(TextKind::Title),
            Refusal::Long { kind: TextKind::Note, length: 2001 },
            Refusal::Identifier,
            Refusal::TooManyChanges(1001),
        ];
        for refusal in refusals {
            assert_eq!(Refusal::read(&refusal.to_string()), Some(refusal));
        }
        assert_eq!(Refusal::read("something else"), None);
    }

    #[test]
    fn combining_marks_count_as_length() {
        let zalgo = format!("a{}", "\u{301}".repeat(10_000));
        assert!(matches!(TextKind::Title.admit(zalgo), Err(Refusal::Long { kind: TextKind::Title, .. })));
        let japanese = "健".repeat(200);
        assert!(TextKind::Title.admit(japanese.clone()).is_ok());
        assert_eq!(
            TextKind::Title.admit(japanese + "健"),
            Err(Refusal::Long { kind: TextKind::Title, length: 201 })
        );
    }
}
