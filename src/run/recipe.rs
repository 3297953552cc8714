//! What a result needs to be computed again from nothing but itself.

use super::draws::dressed::DrawSettings;
use crate::baseline::Baseline;
use crate::num::units::Year;
use serde::{Deserialize, Serialize};

/// How a result was made: with the seed, the persons and the digests of its manifest, all that decides it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The verb that made it.
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
    /// Parameter draws that were asked for (0: central values).
    #[serde(default)]
    pub draws: u32,
    /// Standard error of the ends of the interval of the difference at which draws stop, years (see
    /// [`DrawSettings::tolerance`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
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
    /// The same with their explanations.
    Report,
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
        Self { verb, until: until.0, detail, raw, pack, calibration, draws: 0, tolerance: None, scenarios }
    }

    /// The recipe of a result with parameter draws.
    #[must_use]
    pub fn with_draws(self, draws: Option<DrawSettings>) -> Self {
        let Some(DrawSettings { draws, tolerance }) = draws else { return self };
        Self { draws, tolerance, ..self }
    }

    /// The parameter draws of the recipe.
    #[must_use]
    pub fn draw_settings(&self) -> Option<DrawSettings> {
        (self.draws > 0).then_some(DrawSettings { draws: self.draws, tolerance: self.tolerance })
    }
}
