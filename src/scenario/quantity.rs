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
    /// Calendar year of a policy.
    PolicyYear,
    /// Share of persons.
    Share,
    /// Effect of a channel, in its unit.
    Effect,
    /// Effect of a channel that is a ratio.
    EffectRatio,
    /// Effect of a channel that is a share or a difference of shares.
    EffectPoints,
    /// Correlation of participation with risk.
    Correlation,
    /// First calendar year of a shock.
    ShockYear,
    /// Number of years that a shock lasts.
    ShockLength,
    /// Years of life expectancy lost in the first year of a shock.
    Severity,
    /// Days by which countermeasures come earlier or later.
    Days,
    /// Share of a shock's deaths averted for every 14 days earlier.
    AvertedShare,
    /// Number of a draw.
    Draw,
    /// Simulated persons of a study.
    Persons,
    /// Number of parameter draws of a study.
    Draws,
    /// Seed of the random draws of persons.
    Seed,
}

/// The schema version this program reads and writes.
pub const SCHEMA_VERSION: u32 = 1;

impl Quantity {
    /// Every quantity.
    pub const ALL: [Self; 22] = [
        Self::SchemaVersion,
        Self::ChangeYear,
        Self::VanishingYear,
        Self::Age,
        Self::Factor,
        Self::LifeExpectancy,
        Self::Pace,
        Self::PolicyYear,
        Self::Share,
        Self::Effect,
        Self::EffectRatio,
        Self::EffectPoints,
        Self::Correlation,
        Self::ShockYear,
        Self::ShockLength,
        Self::Severity,
        Self::Days,
        Self::AvertedShare,
        Self::Draw,
        Self::Persons,
        Self::Draws,
        Self::Seed,
    ];

    /// Smallest and largest value, both allowed.
    #[must_use]
    pub const fn bounds(self) -> (f64, f64) {
        match self {
            Self::SchemaVersion => (SCHEMA_VERSION as f64, SCHEMA_VERSION as f64),
            Self::ChangeYear => (2017.0, 2050.0),
            // Mortality, and its excess, are observed to 2024.
            Self::VanishingYear | Self::ShockYear => (2025.0, 2050.0),
            Self::Age => (0.0, 110.0),
            Self::Factor => (0.0, 10.0),
            Self::LifeExpectancy => (70.0, 100.0),
            Self::Pace => (-0.1, 0.1),
            // Coverage before 2020 is observed, and the policies of the strategy begin in 2020.
            Self::PolicyYear => (2020.0, 2050.0),
            Self::Share => (0.0, 1.0),
            // The largest unit of the pack is steps a day.
            Self::Effect => (-10_000.0, 10_000.0),
            // A hazard of 0 would be immunity; no published ratio lies beyond.
            Self::EffectRatio => (0.01, 20.0),
            Self::EffectPoints => (-1.0, 1.0),
            Self::Correlation => (-0.9, 0.9),
            Self::ShockLength => (1.0, 10.0),
            Self::Severity => (0.0, 3.0),
            Self::Days => (0.0, 365.0),
            Self::AvertedShare => (0.0, 0.9),
            Self::Draw => (0.0, 1e6),
            // From one person in each cell to more than every resident there will be.
            Self::Persons => (1e3, 2e8),
            Self::Draws => (0.0, 1e5),
            // Every whole number up to here is a number of its own.
            Self::Seed => (0.0, 9_007_199_254_740_991.0),
        }
    }

    /// Whether only whole numbers are allowed.
    #[must_use]
    pub const fn whole(self) -> bool {
        matches!(
            self,
            Self::SchemaVersion
                | Self::ChangeYear
                | Self::VanishingYear
                | Self::Age
                | Self::PolicyYear
                | Self::ShockYear
                | Self::ShockLength
                | Self::Draw
                | Self::Persons
                | Self::Draws
                | Self::Seed
        )
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
            Self::ChangeYear | Self::VanishingYear | Self::ShockYear => ("暦年", "a calendar year"),
            Self::PolicyYear => (
                "暦年（2020年より前の実施率は観測値で、動かせない）",
                "a calendar year (coverage before 2020 is observed and cannot be changed)",
            ),
            Self::Share => ("割合", "a share"),
            Self::Effect => ("効果（経路の単位）", "an effect in the unit of its channel"),
            Self::EffectRatio => ("効果（比）", "an effect that is a ratio"),
            Self::EffectPoints => ("効果（割合の差）", "an effect that is a share"),
            Self::Correlation => ("相関", "a correlation"),
            Self::ShockLength => ("年数", "a number of years"),
            Self::Severity => ("失われる平均寿命（年）", "a loss of life expectancy in years"),
            Self::Days => ("日数", "a number of days"),
            Self::AvertedShare => ("14日あたりに防げる死亡の割合", "a share of deaths averted per 14 days"),
            Self::Draw => ("引いた結果の番号", "the number of a draw"),
            Self::Persons => ("計算する人数", "a number of simulated persons"),
            Self::Draws => ("パラメータを引く回数", "a number of parameter draws"),
            Self::Seed => ("乱数の種", "a seed"),
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
    /// Identifier of a lever, channel, trial or enabler of the pack.
    Lever,
    /// Identifier of a part of a study plan.
    Part,
}

impl TextKind {
    /// Most characters as the reader counts them (grapheme clusters).
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Title => 200,
            Self::Note => 2000,
            Self::Base => 1000,
            Self::Condition | Self::Lever | Self::Part => 64,
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
        if matches!(self, Self::Condition | Self::Lever | Self::Part) && !text.chars().all(plain) {
            return Err(Refusal::Identifier);
        }
        Ok(text)
    }
}

/// A list of the schema that may not grow without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listed {
    /// Levers of a file.
    Levers,
    /// Points of a coverage path.
    Points,
    /// Own effects of a lever.
    Effects,
    /// Shocks of a scenario, its bases included.
    Shocks,
    /// Trials that a scenario chooses.
    Trials,
    /// Enablers that a scenario sets.
    Enablers,
    /// Scenarios of a study.
    Scenarios,
    /// Readings of a study.
    Readings,
    /// Grids of a study.
    Grids,
    /// Coverages that a grid gives a lever.
    Coverages,
    /// Seeds of a study.
    Seeds,
}

impl Listed {
    /// Most items.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Levers => 200,
            Self::Points => 50,
            Self::Effects | Self::Trials | Self::Enablers => 100,
            Self::Shocks | Self::Readings | Self::Grids | Self::Coverages => 20,
            Self::Scenarios | Self::Seeds => 1000,
        }
    }

    /// Whether so many items are allowed.
    ///
    /// # Errors
    /// [`Refusal::TooMany`].
    pub const fn admit(self, count: usize) -> Result<(), Refusal> {
        if count > self.limit() { Err(Refusal::TooMany { list: self, count }) } else { Ok(()) }
    }

    /// What the items are, in words.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::Levers => language.pick("施策", "levers"),
            Self::Points => language.pick("点", "points"),
            Self::Effects => language.pick("効果", "effects"),
            Self::Shocks => language.pick("ショック", "shocks"),
            Self::Trials => language.pick("実証事業", "trials"),
            Self::Enablers => language.pick("基盤", "enablers"),
            Self::Scenarios => language.pick("シナリオ", "scenarios"),
            Self::Readings => language.pick("読み", "readings"),
            Self::Grids => language.pick("格子", "grids"),
            Self::Coverages => language.pick("実施率", "coverages"),
            Self::Seeds => language.pick("種", "seeds"),
        }
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
    /// Too many items of a list.
    TooMany {
        /// Which list.
        list: Listed,
        /// How many it has.
        count: usize,
    },
    /// Years that do not follow each other.
    YearsReversed {
        /// The year given first.
        first: u16,
        /// The year given after it.
        last: u16,
    },
    /// A list that must have an item has none.
    EmptyList(Listed),
    /// A path of coverage without a point.
    NoPoints,
    /// The same channel twice.
    ChannelTwice,
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
            Refusal::TooMany { list: Listed::Points, count: 51 },
            Refusal::YearsReversed { first: 2030, last: 2026 },
            Refusal::EmptyList(Listed::Trials),
            Refusal::NoPoints,
            Refusal::ChannelTwice,
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
