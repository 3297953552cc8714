//! What a pack says of enablers: data, review of evidence, records and training.
//!
//! An enabler shortens the way from a trial to use, keeps a null programme from being scaled up, narrows
//! an interval, or helps persons to be reached and to go on. The type has no way to act on a risk.

use super::Text;
use super::levers::EvidenceTier;
use super::trials::Assumed;
use crate::num::units::Year;
use serde::{Deserialize, Serialize};

/// The system that makes and uses evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enablers {
    /// Years from the start of a trial to use of its programme: without enablers, and the fewest.
    pub evidence_lag: Bounds,
    /// Chance that a programme whose trial showed nothing is scaled up all the same.
    pub null_adopted: Bounds,
    /// Factor on the width of what is believed of an effect.
    pub interval_width: Bounds,
    /// Chance that a programme whose trial was positive is scaled up.
    pub positive_adopted: Assumed,
    /// Chance that a lever does nothing, by strength of its evidence.
    pub zero_mass: Vec<(EvidenceTier, Assumed)>,
    /// Where these numbers come from.
    pub basis: Text,
    /// Each enabler.
    pub items: Vec<Enabler>,
}

/// A quantity that enablers move.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Without any enabler.
    pub without: f64,
    /// The best that enablers together can do.
    pub best: f64,
}

/// One enabler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enabler {
    /// Identifier, as the register of programmes spells it.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// How far it is built, 0 to 1.
    pub capability: Capability,
    /// What it does when it is built.
    pub acts: Vec<EnablerAct>,
    /// Where the numbers come from.
    pub basis: Text,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

/// How far an enabler is built over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Capability {
    /// Points (year with fraction, share): linear in between, 0 before the first, held after the last.
    Path(Vec<(f64, f64)>),
    /// Steps (fiscal year, share): held until the next.
    Steps(Vec<(Year, f64)>),
    /// The least of several sides, all of which are needed.
    Least(Vec<Side>),
}

/// One of the sides that must both take part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Name shown to users.
    pub title: Text,
    /// Points (year with fraction, share).
    pub path: Vec<(f64, f64)>,
}

/// What an enabler does when it is built in full; in part, it does as much less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum EnablerAct {
    /// Takes years off the evidence lag.
    EvidenceLag(Assumed),
    /// Takes points off the chance that a null programme is scaled up.
    NullAdopted(Assumed),
    /// Takes points off the width of intervals.
    IntervalWidth(Assumed),
    /// Multiplies the adherence to a lever.
    Adherence {
        /// Lever.
        lever: String,
        /// Factor when it is built in full.
        factor: Assumed,
    },
    /// Adds points to the coverage of a lever.
    Reach {
        /// Lever.
        lever: String,
        /// Points when it is built in full.
        points: Assumed,
    },
}
