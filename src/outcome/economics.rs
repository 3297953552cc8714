//! What a policy brings and costs: differences of persons and events, and their prices.

use super::series::{Estimate, Interval};
use crate::num::units::Year;
use serde::Serialize;
use std::collections::BTreeMap;

/// Persons and events of one year that differ because of a policy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcomes {
    /// Person-years gained.
    pub person_years: Estimate,
    /// Person-years without activity limitation gained.
    pub healthy_person_years: Estimate,
    /// Person-years below care level 2 gained.
    pub independent_person_years: Estimate,
    /// Onsets avoided by condition, persons (more: negative). Those who live longer have more.
    pub onsets_avoided: BTreeMap<String, Estimate>,
    /// Deaths avoided in the year by cause, persons. Those who are saved die later.
    pub deaths_avoided: BTreeMap<String, Estimate>,
}

/// What one year costs more because of a policy, yen; less is negative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Costs {
    /// Programme cost by lever; `None` where the pack has no unit cost.
    pub programme: BTreeMap<String, Option<f64>>,
    /// Care, by the persons at each level of care need.
    pub care: Estimate,
    /// The part of it that people of the added ages cost at the usual care need of their age.
    pub care_longer_life: Estimate,
    /// Medical treatment of fewer or more cases at given ages; no error is computed.
    pub medical_conditions: f64,
    /// Medical treatment in years of life added.
    pub medical_longer_life: Estimate,
    /// All together; `None` if a programme cost is unknown.
    pub net: Option<f64>,
    /// From the start of the policy to this year, at the discount rates of the pack.
    pub since_start: Vec<Cumulative>,
    /// What uncertain inputs make of the numbers above that have no error: `programme` (of all levers
    /// together), `medical_conditions`, `net`; empty without parameter draws.
    #[serde(skip_serializing_if = "Intervals::is_empty")]
    pub intervals: Intervals,
}

/// Intervals by the name of the number they belong to.
pub type Intervals = BTreeMap<&'static str, Interval>;

/// Costs and gains from the start of a policy to a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cumulative {
    /// First year of the policy: the year discounted to.
    pub from: Year,
    /// Yearly discount rate.
    pub discount_rate: f64,
    /// Programme cost, yen; `None` if that of some lever is unknown.
    pub programme: Option<f64>,
    /// Care cost, yen.
    pub care: Estimate,
    /// The part of it that is care in added years, yen.
    pub care_longer_life: Estimate,
    /// Medical cost of fewer or more cases, yen.
    pub medical_conditions: f64,
    /// Medical cost of added years, yen.
    pub medical_longer_life: Estimate,
    /// All together, yen.
    pub net: Option<f64>,
    /// Healthy person-years gained.
    pub healthy_person_years: Estimate,
    /// Independent person-years gained.
    pub independent_person_years: Estimate,
    /// Net cost per healthy year; `None` if it is not given, for the reason in `no_cost_per_healthy_year`.
    pub cost_per_healthy_year: Option<f64>,
    /// The same without the medical and care cost of added years.
    pub cost_per_healthy_year_without_longer_life: Option<f64>,
    /// What the error of the gain leaves of the cost per healthy year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_per_healthy_year_range: Option<CostRange>,
    /// Why no cost per healthy year is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_cost_per_healthy_year: Option<NoRatio>,
    /// What uncertain inputs make of the numbers above that have no error: `programme`,
    /// `medical_conditions`, `net` and the two costs per healthy year, in the last year; empty without
    /// parameter draws. A cost per healthy year has none unless the gain is above zero in every draw.
    #[serde(skip_serializing_if = "Intervals::is_empty")]
    pub intervals: Intervals,
}

/// Standard errors that a gain of healthy years must exceed for a cost per year to be given.
const SURE: f64 = 2.0;

/// Bounds of a cost per healthy year, yen: at a gain of two Monte-Carlo standard errors more and fewer. The
/// uncertainty of effects and prices is not in them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CostRange {
    /// Lower bound.
    pub at_least: f64,
    /// Upper bound; `None` where the gain may be as good as none.
    pub at_most: Option<f64>,
}

/// Why a cost per healthy year is not given.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoRatio {
    /// No source gives what these levers cost.
    CostUnknown {
        /// Their identifiers.
        levers: Vec<String>,
    },
    /// Nobody lives differently: no healthy year is gained.
    NothingGained,
    /// Healthy years are lost.
    HealthLost,
    /// So few lives differ that no error of the gain can be told.
    TooFewDiffer,
    /// The gain is within two Monte-Carlo standard errors of none.
    GainNotSure,
}

impl NoRatio {
    /// The reason, if any, for a gain and the levers without a known cost.
    #[must_use]
    pub fn of(gain: &Estimate, unpriced: Vec<String>) -> Option<Self> {
        let sure = gain.value.abs() > SURE * gain.se;
        if !unpriced.is_empty() {
            Some(Self::CostUnknown { levers: unpriced })
        } else if gain.is_nothing() {
            Some(Self::NothingGained)
        } else if gain.too_few_differ.is_some() {
            Some(Self::TooFewDiffer)
        } else if !sure {
            Some(Self::GainNotSure)
        } else {
            (gain.value < 0.0).then_some(Self::HealthLost)
        }
    }
}

impl CostRange {
    /// Of a net cost over a gain; `None` where the gain may be a loss and the cost a saving, which has no bounds.
    #[must_use]
    pub fn of(net: f64, gain: &Estimate) -> Option<Self> {
        let (fewest, most) = (gain.value - SURE * gain.se, gain.value + SURE * gain.se);
        if !most.is_finite() || most <= 0.0 || gain.se <= 0.0 {
            return None;
        }
        if fewest > 0.0 {
            let ends = [net / most, net / fewest];
            return Some(Self { at_least: ends[0].min(ends[1]), at_most: Some(ends[0].max(ends[1])) });
        }
        (net > 0.0).then_some(Self { at_least: net / most, at_most: None })
    }
}

impl Costs {
    /// All together but medical treatment and care in added years; `None` if a programme cost is unknown.
    #[must_use]
    pub fn net_without_longer_life(&self) -> Option<f64> {
        self.net.map(|net| net - self.medical_longer_life.value - self.care_longer_life.value)
    }

    /// Programme cost of all levers together; `None` if that of some lever is unknown.
    #[must_use]
    pub fn programme_total(&self) -> Option<f64> {
        self.programme.values().copied().sum()
    }

    /// All numbers.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let since = self.since_start.iter().flat_map(|one| {
            [
                one.care.value,
                one.care_longer_life.value,
                one.medical_conditions,
                one.medical_longer_life.value,
                one.healthy_person_years.value,
            ]
        });
        [
            self.care.value,
            self.care_longer_life.value,
            self.medical_conditions,
            self.medical_longer_life.value,
        ]
        .into_iter()
        .chain(self.programme.values().flatten().copied())
        .chain(since)
    }
}
