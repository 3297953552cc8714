//! Hazards that a file multiplies.

use super::{Age, ChangeYear, ConditionId, Factor};
use crate::num::units::Sex;
use crate::plan::ProcessId;
use crate::scenario::quantity::Refusal;
use serde::Deserialize;

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
        if first.get() > last.get() {
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
