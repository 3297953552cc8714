//! What a pack says of prevention trials (実証事業): design, endpoint, and who takes the result up.
//!
//! The strategy names the trials but gives no sizes, so planned sizes, endpoints and the speed of
//! scale-up are stated assumptions with a range and a basis. What a trial may show follows from them by
//! arithmetic alone.

use super::Text;
use super::levers::{EvidenceTier, Uncertain, UnitCost};
use crate::num::units::Year;
use serde::{Deserialize, Serialize};

/// A value somebody chose, with the range within which others might choose: `(value, low, high)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64, f64)", into = "(f64, f64, f64)")]
pub struct Assumed {
    /// Value that is used.
    pub value: f64,
    /// Lowest plausible value.
    pub low: f64,
    /// Highest plausible value.
    pub high: f64,
}

impl From<(f64, f64, f64)> for Assumed {
    fn from((value, low, high): (f64, f64, f64)) -> Self {
        Self { value, low, high }
    }
}

impl From<Assumed> for (f64, f64, f64) {
    fn from(assumed: Assumed) -> Self {
        (assumed.value, assumed.low, assumed.high)
    }
}

/// A trial of the strategy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// Identifier, as the register of programmes spells it.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Ministry in charge.
    pub ministry: Ministry,
    /// What it tries, in plain words.
    pub what: Text,
    /// Lever whose effect it tests; `None` where nothing in the model follows from the result.
    #[serde(default)]
    pub lever: Option<String>,
    /// Channel of that lever.
    #[serde(default)]
    pub channel: Option<String>,
    /// What is measured.
    pub endpoint: Endpoint,
    /// How many persons, for how long.
    pub design: Design,
    /// Who takes a positive result up, how fast and how far.
    #[serde(default)]
    pub adoption: Option<Adoption>,
    /// Cost of the trial itself; `None` if no source gives it.
    #[serde(default)]
    pub cost: Option<UnitCost>,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

/// Ministry in charge of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ministry {
    /// 厚生労働省
    Mhlw,
    /// 経済産業省
    Meti,
}

/// What a trial measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Name shown to users.
    pub title: Text,
    /// Unit of its effect, such as `kg/m2` or `RR`.
    pub unit: String,
    /// Which direction is good.
    pub better: Better,
    /// How it varies between persons.
    pub measure: Measure,
    /// Where it is not what the channel acts on: what is believed of the effect on it.
    #[serde(default)]
    pub surrogate: Option<Surrogate>,
    /// Where the numbers come from.
    pub basis: Text,
}

/// Which direction of an endpoint is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

/// How an endpoint varies, from which the error of its difference follows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Measure {
    /// A difference of means.
    Mean {
        /// Standard deviation between persons of what is compared, in the unit of the effect.
        deviation: Assumed,
    },
    /// A ratio of the rates of an event.
    Rate {
        /// Events per person-year without the intervention.
        per_year: Assumed,
    },
    /// A ratio of odds.
    Odds {
        /// Share with the outcome without the intervention.
        control: Assumed,
    },
    /// A difference of shares.
    Points {
        /// Share with the outcome without the intervention.
        control: Assumed,
    },
}

impl Measure {
    /// Whether the effect is a ratio.
    #[must_use]
    pub const fn is_ratio(&self) -> bool {
        matches!(self, Self::Rate { .. } | Self::Odds { .. })
    }

    /// How many units of the endpoint are 1: shares differ by percentage points, everything else is in its unit.
    #[must_use]
    pub const fn per_unit(&self) -> f64 {
        match self {
            Self::Points { .. } => 100.0,
            Self::Mean { .. } | Self::Rate { .. } | Self::Odds { .. } => 1.0,
        }
    }
}

/// An endpoint that stands for another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surrogate {
    /// Effect on it, in the unit of the endpoint.
    pub effect: Uncertain,
    /// How strong the evidence for that effect is.
    pub tier: EvidenceTier,
    /// Chance that an effect on it comes with one on what the channel acts on.
    pub carries: Assumed,
}

/// How a trial is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Fiscal year it starts in, as planned.
    pub starts: Year,
    /// Fiscal years until its result is known.
    pub years: u8,
    /// Arms, the control included.
    pub arms: u8,
    /// Participants of each arm.
    pub per_arm: Assumed,
    /// Share of them in whom the endpoint is known.
    pub retained: Assumed,
    /// Years a participant is followed.
    pub follow_up: f64,
    /// Where groups of persons are assigned: persons of a group, correlation within it.
    #[serde(default)]
    pub clusters: Option<Clusters>,
    /// Where the numbers come from.
    pub basis: Text,
}

/// Groups that are assigned as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clusters {
    /// Persons of a group.
    pub size: Assumed,
    /// Correlation of the endpoint within a group.
    pub correlation: Assumed,
}

/// How a result spreads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adoption {
    /// Who decides on it.
    pub by: Vec<Adopter>,
    /// Coverage of the lever when everybody who will adopt it has.
    pub ceiling: Assumed,
    /// Speed of the logistic, per year.
    pub speed: Assumed,
    /// Where the numbers come from.
    pub basis: Text,
}

/// Who decides whether a programme is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adopter {
    /// Insurers: societies, Kyokai Kenpo, municipal insurance.
    Insurers,
    /// Municipalities.
    Municipalities,
    /// Employers.
    Employers,
    /// Exercise and care facilities.
    Facilities,
}
