//! What a pack says of health and productivity management (健康経営): organisations, the employees they
//! cover, and how far insurers reach them.

use super::Text;
use super::trials::Assumed;
use crate::num::units::Year;
use serde::{Deserialize, Serialize};

/// Health and productivity management. It reaches; it never changes a risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workplace {
    /// The lever whose coverage is the share of employees covered.
    pub lever: String,
    /// Share of employees in certified organisations (fiscal year, share); the curve passes through the
    /// first and the last.
    pub covered: Vec<(Year, f64)>,
    /// Large organisations.
    pub large: Division,
    /// Small and medium organisations.
    pub small: Division,
    /// What it raises, and how far insurers are.
    pub reaches: Vec<Reach>,
    /// Number of organisations that is aimed at.
    pub target: OrganisationTarget,
    /// Insurer and employer working together (コラボヘルス).
    pub collaboration: Collaboration,
    /// Where the numbers come from.
    pub basis: Text,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

/// A division of the award.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Certified organisations (fiscal year, number).
    pub organisations: Vec<(Year, f64)>,
    /// Share of all employees who work in organisations of this size.
    pub employees: Assumed,
    /// Share of the covered employees who work in organisations of this size.
    pub of_covered: Assumed,
    /// Share of its employees that can be covered in the end.
    pub ceiling: Assumed,
    /// Insurer of its employees.
    pub insurer: String,
}

/// A lever that is reached better, and where insurers stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Lever.
    pub lever: String,
    /// Share reached by insurer (fiscal year, insurer, share).
    pub rates: Vec<(Year, String, f64)>,
    /// Insurer that nobody is lifted beyond.
    pub bound: String,
}

/// A target on the number of organisations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationTarget {
    /// Fiscal year it counts from.
    pub from: Year,
    /// Number in that year as the strategy prints it.
    pub number: f64,
    /// How many times as many are wanted.
    pub factor: f64,
    /// By the end of which fiscal year.
    pub by: Year,
}

/// Insurer and employer working together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collaboration {
    /// Channel of the lever by which it acts: its points have a bound of their own.
    pub channel: String,
    /// Lever whose completion it raises.
    pub lever: String,
    /// Share that it cannot lift completion beyond: the national target.
    pub bound: f64,
}
