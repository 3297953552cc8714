//! Readings of the future as a file sets them.

use super::{LifeExpectancy, Pace, VanishingYear};
use serde::Deserialize;

/// The readings of the future that a file sets; the others are inherited.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// Mortality after the last observed year.
    #[serde(default)]
    pub mortality: Option<Mortality>,
    /// Activity limitation at a given age after the last survey.
    #[serde(default)]
    pub limitation: Option<Limitation>,
    /// Care need at a given age after the reference year.
    #[serde(default)]
    pub care_need: Option<CareNeed>,
}

/// Mortality after the last observed year.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Mortality {
    /// From the last observed level through the published anchors.
    Anchored,
    /// The excess of 2021-2024 over the path that leads from the level of 2020 to the anchor of 2070
    /// fades linearly in the logarithm; after `by` mortality is that path. The default leads through
    /// another anchor in 2040, so women come to lie below it (`scenarios/README.md`).
    ExcessVanishes {
        /// First year without excess.
        by: VanishingYear,
    },
    /// With the decline rates of World Population Prospects.
    WorldPopulationProspects,
    /// Held at the last observed level.
    Frozen,
    /// Through the author's own life expectancies in 2040.
    Own {
        /// Men, years.
        male: LifeExpectancy,
        /// Women, years.
        female: LifeExpectancy,
    },
    /// No excess after 2020: to compare with the official population projection of 2023.
    Ipss2023Check,
}

/// Activity limitation at a given age after the last survey.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Limitation {
    /// Stays as it is.
    NoChange,
    /// Half the observed pace.
    Half,
    /// The observed pace.
    Full,
    /// The author's own pace.
    Own {
        /// Men, change of the logit per year.
        male: Pace,
        /// Women, change of the logit per year.
        female: Pace,
    },
}

/// Care need at a given age after the reference year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum CareNeed {
    /// Stays as it is.
    Unchanged,
    /// The fall observed since the reference year, held afterwards.
    ObservedFall,
}
