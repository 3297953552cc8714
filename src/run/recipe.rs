//! What a result needs to be computed again from nothing but itself.

use crate::baseline::Baseline;
use crate::num::units::Year;
use serde::{Deserialize, Serialize};

/// How a result was made: with the seed, the persons and the digests of its manifest, all that decides it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// `run` or `compare`.
    pub verb: Verb,
    /// Last year.
    pub until: u16,
    /// Whether `--detail` was given.
    pub detail: bool,
    /// Whether `--raw` was given.
    pub raw: bool,
    /// Identifier of the baseline pack.
    pub pack: String,
    /// Digest of the pack's normalisers alone; empty if it has none.
    pub calibration: String,
    /// The scenarios as files that stand alone, in order.
    pub scenarios: Vec<Ingredient>,
}

/// The verb that made a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Scenarios one beside the other.
    Run,
    /// Differences from the first.
    Compare,
}

/// A scenario of a recipe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredient {
    /// Its identifier in the result.
    pub id: String,
    /// The scenario as a file without bases.
    pub text: String,
}

impl Recipe {
    /// The recipe of a result.
    #[must_use]
    pub fn new(
        verb: Verb,
        baseline: &Baseline,
        until: Year,
        [detail, raw]: [bool; 2],
        scenarios: Vec<Ingredient>,
    ) -> Self {
        let (pack, calibration) = (baseline.id.clone(), baseline.calibration_digest());
        Self { verb, until: until.0, detail, raw, pack, calibration, scenarios }
    }
}
