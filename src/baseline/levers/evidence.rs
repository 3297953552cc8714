//! What is known of levers: published estimates, observed series of their reach.

use crate::baseline::Text;
use serde::{Deserialize, Serialize};

/// A published estimate behind a lever, nulls and counter-evidence included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Lever.
    pub lever: String,
    /// What was measured.
    pub target: String,
    /// In whom.
    pub population: String,
    /// How the effect is expressed.
    pub measure: String,
    /// Estimate; `None` where the study gives a direction or a null only.
    pub value: Option<f64>,
    /// Lower bound of the interval.
    pub low: Option<f64>,
    /// Upper bound of the interval.
    pub high: Option<f64>,
    /// Study.
    pub study: String,
    /// Year of publication.
    pub year: String,
    /// Country.
    pub country: String,
    /// Design.
    pub design: String,
    /// Address.
    pub url: String,
    /// Quality: high, moderate or low.
    pub quality: String,
    /// Remark.
    pub note: String,
}

/// An observed series that coverage is read from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdoptionPoint {
    /// Series.
    pub series: String,
    /// Lever.
    pub lever: String,
    /// When, as the source dates it (a calendar year, a fiscal year, a day).
    pub period: String,
    /// Year the figure belongs to on the model's calendar (1 October), with fraction.
    pub year: f64,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: String,
    /// Whom it is about and how it is defined.
    pub population: String,
    /// Source in words.
    pub source: String,
    /// Address.
    pub url: String,
    /// Remark.
    pub note: String,
}

/// A subject of evidence or of adoption that is no lever: a map from risk to event, a shock, a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Identifier, used in the column `lever` of the two tables.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
}
