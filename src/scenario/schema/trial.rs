//! Prevention trials as a file sets them.

use super::{DrawNumber, EnablerId, Share, TrialId};
use crate::scenario::quantity::{Listed, Refusal};
use serde::Deserialize;

/// The trials whose results are taken up.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trials {
    /// When they run.
    pub start: TrialStart,
    /// Which of them; without it, all that the pack has.
    #[serde(default)]
    pub only: Option<TrialIds>,
    /// Enablers that are built otherwise than planned.
    #[serde(default)]
    pub enablers: EnablersSet,
    /// Which truth and results the world has.
    #[serde(default)]
    pub world: TrialWorld,
}

/// When trials run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum TrialStart {
    /// As the strategy planned them.
    Planned,
    /// Anew, in the year in which policies start.
    Anew,
}

/// Which truth and results a world with trials has.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum TrialWorld {
    /// The expectation over all of them.
    #[default]
    Expected,
    /// One truth and one result of each trial.
    Drawn {
        /// Number of the draw. It does not depend on the seed of a run, so that a file means one thing.
        draw: DrawNumber,
    },
}

/// At least one trial.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Vec<TrialId>")]
pub struct TrialIds(Vec<TrialId>);

impl TryFrom<Vec<TrialId>> for TrialIds {
    type Error = Refusal;

    fn try_from(ids: Vec<TrialId>) -> Result<Self, Refusal> {
        Listed::Trials.admit(ids.len())?;
        // A list that chooses nothing would be the reference by another name.
        if ids.is_empty() { Err(Refusal::EmptyList(Listed::Trials)) } else { Ok(Self(ids)) }
    }
}

impl TrialIds {
    /// The trials in the order of the file.
    #[must_use]
    pub fn as_slice(&self) -> &[TrialId] {
        &self.0
    }

    /// The same trials in another order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&TrialId) -> K) {
        self.0.sort_by_key(key);
    }
}

/// Enablers that a file sets, each once.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(try_from = "Vec<EnablerSet>")]
pub struct EnablersSet(Vec<EnablerSet>);

impl TryFrom<Vec<EnablerSet>> for EnablersSet {
    type Error = Refusal;

    fn try_from(set: Vec<EnablerSet>) -> Result<Self, Refusal> {
        Listed::Enablers.admit(set.len())?;
        Ok(Self(set))
    }
}

impl EnablersSet {
    /// The enablers in the order of the file.
    #[must_use]
    pub fn as_slice(&self) -> &[EnablerSet] {
        &self.0
    }

    /// The same enablers in another order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&EnablerId) -> K) {
        self.0.sort_by_key(|set| key(&set.id));
    }
}

/// An enabler that a file sets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnablerSet {
    /// Which enabler of the pack.
    pub id: EnablerId,
    /// Share of its planned capability that is built; without it, all.
    #[serde(default)]
    pub strength: Option<Share>,
    /// Which value of the range of what it does is believed; without it, the central one.
    #[serde(default)]
    pub reading: Option<ReadingName>,
}

/// Which value of a range is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ReadingName {
    /// The low end.
    Low,
    /// The value itself.
    Central,
    /// The high end.
    High,
}
