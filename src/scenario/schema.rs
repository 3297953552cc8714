//! The shape of a scenario file.
//!
//! Plain structs and plain enums only: the RON reader then knows the exact place of every mistake
//! (flattened, tagged and untagged types lose it). Unknown fields are refused everywhere, because a
//! mistyped field that is ignored would run as the reference. Numbers and texts are types that cannot
//! hold a value out of range. A new part of the language is a further field of [`Scenario`] with a
//! default, and a file beside these.

mod assumptions;
mod checked;
mod hazard;
mod lever;
mod shock;
mod trial;

pub use assumptions::{CareNeed, Limitation, Mortality, Overrides};
pub use checked::{
    Age, AvertedShare, BaseName, ChangeYear, ChannelId, ConditionId, Correlation, Days, DrawNumber, Effect,
    EnablerId, Factor, FigureId, LeverId, LifeExpectancy, NoteText, Pace, PolicyYear, SchemaVersion,
    Severity, Share, ShockLength, ShockYear, TitleLine, TrialId, VanishingYear, is_path_like,
};
pub(crate) use checked::{bounded_number, checked_text};
pub use hazard::{Ages, HazardChange, HazardChanges, MOST_HAZARD_CHANGES, Process, SexName};
pub use lever::{Coverage, Effects, Lever, Levers, Points};
use serde::Deserialize;
pub use shock::{Shock, Shocks};
pub use trial::{EnablerSet, EnablersSet, ReadingName, TrialIds, TrialStart, TrialWorld, Trials};

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
    /// Year in which policies start unless they say otherwise.
    #[serde(default)]
    pub start: Option<PolicyYear>,
    /// Levers that are set; each takes the place of the base's setting of the same lever.
    #[serde(default)]
    pub levers: Levers,
    /// Prevention trials whose results are taken up; they take the place of the base's.
    #[serde(default)]
    pub trials: Option<Trials>,
    /// What strikes from outside; added to the shocks of the base.
    #[serde(default)]
    pub shocks: Shocks,
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
