//! The plan: the numbers one simulated world needs, and nothing else.
//!
//! A scenario file has titles, notes and inheritance; after resolving, only this remains. Two
//! scenarios with equal plans are the same world, whatever they are called.

use crate::num::digest::Digest;
use crate::num::units::{Sex, Year, YearSpan};
use serde::Serialize;

/// Everything that may differ between two runs on the same baseline pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Mortality after the last observed year.
    pub mortality: MortalityAssumption,
    /// Yearly change of the limitation logit at a given age after the last survey, by sex
    /// (indexed by [`Sex::index`]); negative is an improvement.
    pub limitation_pace: [f64; 2],
    /// Care need at a given age after the reference year.
    pub care_need: CareNeedAssumption,
    /// Changes of hazards that the user assumes, and those of shocks.
    pub hazard_changes: Vec<HazardChange>,
    /// Levers that are set, each once; their order means nothing.
    pub levers: Vec<LeverSetting>,
}

/// A lever as a scenario sets it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverSetting {
    /// Identifier of the lever in the pack.
    pub lever: String,
    /// Coverage from a first year on; before it the reference path holds. `None`: the reference path.
    pub coverage: Option<CoveragePath>,
    /// The user's own effects by channel, in place of the pack's: `(channel, value)`.
    pub effects: Vec<(String, f64)>,
    /// Factor on the benefit of every other channel, a power for ratios: what is expected of a programme that
    /// is adopted after a trial, against the pack's effect. `None`: the pack's effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect_factor: Option<f64>,
    /// Share of those covered in whom the effect applies; `None`: the pack's.
    pub adherence: Option<f64>,
    /// Correlation of participation with risk; `None`: the pack's.
    pub correlation: Option<f64>,
    /// Where a trial decides: coverage and factor are then what is expected, and a draw of the uncertain
    /// inputs puts one result of the trial in their place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trialled: Option<Trialled>,
}

impl LeverSetting {
    /// A lever on its reference path, in everything else as the pack has it.
    #[must_use]
    pub fn of(lever: impl Into<String>) -> Self {
        Self {
            lever: lever.into(),
            coverage: None,
            effects: Vec::new(),
            effect_factor: None,
            adherence: None,
            correlation: None,
            trialled: None,
        }
    }
}

/// The trials whose results decide whether and how far a lever is scaled up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trialled {
    /// Identifiers of the trials.
    pub trials: Vec<String>,
    /// Fiscal year in which they start; `None`: as the strategy planned.
    pub anew: Option<Year>,
    /// Enablers that are not as planned.
    pub enablers: Vec<EnablerSetting>,
    /// Years in which a shock keeps persons away, and the part of the coverage that it costs.
    pub falls: Vec<(YearSpan, f64)>,
}

/// An enabler as a scenario sets it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnablerSetting {
    /// Identifier.
    pub id: String,
    /// Share of its planned capability that is built, 0 to 1.
    pub strength: f64,
    /// Which end of the range of what it does is believed.
    pub reading: Reading,
}

/// Which value of a range is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The low end.
    Low,
    /// The value itself.
    #[default]
    Central,
    /// The high end.
    High,
}

/// Coverage among those eligible, year by year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoveragePath {
    /// First year that may differ from the reference path.
    pub from: Year,
    /// Share covered on 1 October of that year and each following one, 0 to 1; the last value is held.
    pub shares: Vec<f64>,
}

impl CoveragePath {
    /// Coverage of a year; `None` before the first.
    #[must_use]
    pub fn at(&self, year: Year) -> Option<f64> {
        let index = usize::from(year.0.checked_sub(self.from.0)?);
        self.shares.get(index).or(self.shares.last()).copied()
    }
}

/// How mortality goes on after the last observed year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MortalityAssumption {
    /// From the last observed level through the published anchors.
    Anchored,
    /// The excess of the pandemic years over the path that leads from the level of 2020 through the
    /// anchor of 2070 (that of `Ipss2023Check`) fades linearly in the logarithm and is gone in `by`.
    /// The default leads through another anchor in 2040, so this need not lie above it.
    ExcessVanishes {
        /// First year without excess.
        by: Year,
    },
    /// From the last observed level with the decline rates of World Population Prospects.
    WorldPopulationProspects,
    /// Held at the last observed level.
    Frozen,
    /// From the last observed level through the user's own life expectancies in 2040.
    Own {
        /// Life expectancy at birth in 2040 by sex (indexed by [`Sex::index`]), years.
        life_expectancy_2040: [f64; 2],
    },
    /// No excess after 2020: for comparison with the official population projection of 2023 only.
    Ipss2023Check,
}

/// How care need at a given age goes on after the reference year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CareNeedAssumption {
    /// Unchanged at a given age.
    Unchanged,
    /// The fall observed since the reference year, held afterwards.
    ObservedFall,
}

/// A process of the model that hazards belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessId {
    /// Death from any cause.
    Death,
    /// First certification: from no care need to level 1.
    CareOnset,
    /// From level 1 to 2 and from 2 to 3.
    CareProgression,
    /// From level 1 back to no care need.
    CareRecovery,
    /// Onset of the named condition.
    Condition(String),
}

/// The user's own assumption that a hazard is multiplied by a factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HazardChange {
    /// Which hazard.
    pub process: ProcessId,
    /// Which sex; `None` for both.
    pub sex: Option<Sex>,
    /// Completed ages, both included.
    pub ages: (u8, u8),
    /// First calendar year.
    pub from: Year,
    /// Last calendar year; `None`: for good.
    pub until: Option<Year>,
    /// Factor on the hazard.
    pub factor: f64,
}

impl Plan {
    /// The default trends without any change: the world that a pack's normalisers belong to.
    #[must_use]
    pub const fn default_trends() -> Self {
        Self {
            mortality: MortalityAssumption::Anchored,
            limitation_pace: [0.0; 2],
            care_need: CareNeedAssumption::Unchanged,
            hazard_changes: Vec::new(),
            levers: Vec::new(),
        }
    }

    /// The same trends without any policy: the world that this one is a difference from.
    #[must_use]
    pub fn trends_only(&self) -> Self {
        Self { hazard_changes: Vec::new(), levers: Vec::new(), ..self.clone() }
    }

    /// Digest of the plan's canonical form.
    ///
    /// # Panics
    /// Never: a plan holds only finite numbers, strings and enums, which always serialise.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let text = serde_json::to_vec(self).expect("a plan has only finite numbers and strings");
        Digest::of([("plan", text.as_slice())])
    }
}
