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
    /// Net cost per healthy year; `None` if not defined: the gain is not clearly above zero or a cost is
    /// unknown.
    pub cost_per_healthy_year: Option<f64>,
    /// The same without the medical cost of added years.
    pub cost_per_healthy_year_without_longer_life: Option<f64>,
    /// What uncertain inputs make of the numbers above that have no error: `programme`,
    /// `medical_conditions`, `net` and the two costs per healthy year, in the last year; empty without
    /// parameter draws. A cost per healthy year has none unless the gain is above zero in every draw.
    #[serde(skip_serializing_if = "Intervals::is_empty")]
    pub intervals: Intervals,
}

impl Costs {
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
                one.medical_conditions,
                one.medical_longer_life.value,
                one.healthy_person_years.value,
            ]
        });
        [self.care.value, self.medical_conditions, self.medical_longer_life.value]
            .into_iter()
            .chain(self.programme.values().flatten().copied())
            .chain(since)
    }
}
