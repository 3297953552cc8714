//! The yearly results of a scenario, in the shape of the JSON contract.

use super::differing::{LEAST, Precision};
use super::economics::{Costs, Outcomes};
use crate::baseline::Text;
use crate::num::digest::Digest;
use crate::num::stats::jackknife_standard_error;
use crate::num::units::{Sex, Year};
use serde::Serialize;
use std::collections::BTreeMap;

/// Whom a result describes. `Both` pools the sexes and has no official counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Men.
    Male,
    /// Women.
    Female,
    /// Both sexes pooled.
    Both,
}

impl Group {
    /// The group of a sex; both together for `None`.
    #[must_use]
    pub const fn of(sex: Option<Sex>) -> Self {
        match sex {
            Some(Sex::Male) => Self::Male,
            Some(Sex::Female) => Self::Female,
            None => Self::Both,
        }
    }

    /// The sexes it holds.
    #[must_use]
    pub const fn members(self) -> &'static [Sex] {
        match self {
            Self::Male => &[Sex::Male],
            Self::Female => &[Sex::Female],
            Self::Both => &Sex::ALL,
        }
    }

    /// The word used in machine-readable output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Both => "both",
        }
    }
}

/// A value with its Monte-Carlo standard error (0: computed exactly from cell rates).
/// The error says nothing about uncertain inputs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Central value.
    pub value: f64,
    /// Monte-Carlo standard error; infinite (JSON: null) where too few lives differ for one to be told, so that
    /// nothing is ever told from zero by it. [`Estimate::precision`] says which.
    pub se: f64,
    /// Where no error can be told: groups of persons in which any life differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_few_differ: Option<u32>,
    /// What uncertain inputs make of it; `None` without parameter draws.
    #[serde(flatten)]
    pub interval: Option<Interval>,
}

impl Estimate {
    /// A value with its Monte-Carlo standard error, without parameter draws.
    #[must_use]
    pub const fn new(value: f64, se: f64) -> Self {
        Self { value, se, too_few_differ: None, interval: None }
    }

    /// A value with the error that leaving out one group of persons at a time gives it; none is told if it
    /// differs in too few of them. `differing` is `None` where every life counts.
    #[must_use]
    pub fn jackknifed(value: f64, leave_one_out: &[f64], differing: Option<u32>) -> Self {
        match differing.filter(|groups| *groups < LEAST) {
            Some(groups) => Self { value, se: f64::INFINITY, too_few_differ: Some(groups), interval: None },
            None => Self::new(value, jackknife_standard_error(leave_one_out)),
        }
    }

    /// What is known of its Monte-Carlo error.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        match self.too_few_differ {
            Some(groups) => Precision::TooFew { groups },
            None if self.se > 0.0 => Precision::Error(self.se),
            None => Precision::Exact,
        }
    }

    /// Whether nothing differs: it is zero, and so is its error, or no life differs at all.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.value == 0.0 && matches!(self.precision(), Precision::Exact | Precision::TooFew { groups: 0 })
    }
}

/// Distribution of a value over draws of the uncertain inputs, without the Monte-Carlo error of the persons
/// wherever the two can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Mean over the draws.
    pub mean: f64,
    /// 2.5th percentile.
    pub p025: f64,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 97.5th percentile.
    pub p975: f64,
    /// Share of the variance over the draws that was Monte-Carlo error of the persons; `None` where it is
    /// not known (a ratio of two numbers that both err).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monte_carlo_share: Option<f64>,
    /// Whether that error is still in the percentiles: with so few persons or draws the part of the inputs
    /// cannot be told from it, so the interval is wider than theirs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub includes_monte_carlo: bool,
}

/// The nine expectancies of one year and group, years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expectancies {
    /// Life expectancy at the youngest age of the pack (birth for Japan).
    pub life_expectancy: Estimate,
    /// Healthy life expectancy, official variant (five-year groups, open group 85+).
    pub healthy_life_expectancy: Estimate,
    /// Healthy life expectancy from single-age shares.
    pub healthy_life_expectancy_single_age: Estimate,
    /// Independent life expectancy (care need below level 2).
    pub independent_life_expectancy: Estimate,
    /// Years lived with activity limitation (life expectancy minus official-variant healthy life expectancy).
    pub years_limited: Estimate,
    /// Years lived at care level 2 or above.
    pub years_dependent: Estimate,
    /// At age 65.
    pub life_expectancy_65: Estimate,
    /// At age 65, official variant.
    pub healthy_life_expectancy_65: Estimate,
    /// At age 65.
    pub independent_life_expectancy_65: Estimate,
}

impl Expectancies {
    /// All of them to be changed, in the order of the fields.
    pub const fn all_mut(&mut self) -> [&mut Estimate; 9] {
        [
            &mut self.life_expectancy,
            &mut self.healthy_life_expectancy,
            &mut self.healthy_life_expectancy_single_age,
            &mut self.independent_life_expectancy,
            &mut self.years_limited,
            &mut self.years_dependent,
            &mut self.life_expectancy_65,
            &mut self.healthy_life_expectancy_65,
            &mut self.independent_life_expectancy_65,
        ]
    }

    /// All of them, in the order of the fields.
    #[must_use]
    pub const fn all(&self) -> [Estimate; 9] {
        [
            self.life_expectancy,
            self.healthy_life_expectancy,
            self.healthy_life_expectancy_single_age,
            self.independent_life_expectancy,
            self.years_limited,
            self.years_dependent,
            self.life_expectancy_65,
            self.healthy_life_expectancy_65,
            self.independent_life_expectancy_65,
        ]
    }
}

/// Names of the care levels, the first without certified care need.
pub const CARE_STATE_NAMES: [&str; 4] = ["none", "support_or_care_1", "care_2_3", "care_4_5"];

/// One row of the series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearResult {
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub sex: Group,
    /// Anchored (or, for a pack without official rates, raw) expectancies.
    #[serde(flatten)]
    pub expectancies: Expectancies,
    /// Persons on 1 October.
    pub population: f64,
    /// Expected deaths of the calendar year.
    pub deaths: f64,
    /// Unanchored estimates of the simulation, with `--raw`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Expectancies>,
    /// Persons by single age, youngest first, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub population_by_age: Option<Vec<f64>>,
    /// Persons at each care level (none, level 1, 2, 3), with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care_need: Option<BTreeMap<&'static str, f64>>,
    /// Persons whose activities are limited (`limited`) and at each care level by single age, youngest first, with
    /// `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub states_by_age: Option<BTreeMap<&'static str, Vec<f64>>>,
    /// Prevalence and expected onsets by condition, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<BTreeMap<String, ConditionResult>>,
    /// Expected deaths of the calendar year by cause, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deaths_by_cause: Option<BTreeMap<String, f64>>,
    /// Conditions and deaths by cause by age group, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_by_age: Option<Vec<AgeHealth>>,
    /// How the reach of each lever that is set differs from its reference path, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<BTreeMap<String, LeverReach>>,
    /// Persons and events that differ from the reference of the same trends, for all persons together,
    /// with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<Outcomes>,
    /// What that costs, for all persons together, with `--detail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Costs>,
}

/// Conditions and causes of death in one age group, as simulated: no official level is behind them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgeHealth {
    /// Youngest completed age.
    pub age_from: u8,
    /// Oldest completed age, or the open group.
    pub age_to: u8,
    /// Persons on 1 October.
    pub population: f64,
    /// By condition.
    pub conditions: BTreeMap<String, ConditionInAge>,
    /// Expected deaths of the calendar year by cause; empty for a pack without causes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub deaths_by_cause: BTreeMap<String, f64>,
}

/// A condition in one year, group and age group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ConditionInAge {
    /// Share of persons who have it on 1 October.
    pub prevalence: f64,
    /// Expected onsets per person and year among all persons.
    pub onset_rate: f64,
    /// Share of those who have it whose activities are limited; `None` where nobody has it.
    pub limited: Option<f64>,
    /// Share of those who have it with certified care need.
    pub certified: Option<f64>,
    /// Share of those who have it at care 2 or above.
    pub dependent: Option<f64>,
}

/// How many persons a lever reaches beyond its reference path in a year, as simulated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeverReach {
    /// Persons reached here and not along the reference path.
    pub more: f64,
    /// Persons reached along the reference path and not here.
    pub fewer: f64,
    /// Those of `more` who are reached for the first time in their life.
    pub new: f64,
    /// What uncertain inputs make of them, of all persons together in the last year; `None` without
    /// parameter draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<ReachIntervals>,
}

/// Intervals of the reach of a lever.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReachIntervals {
    /// Of those reached more.
    pub more: Interval,
    /// Of those reached fewer.
    pub fewer: Interval,
    /// Of those reached for the first time.
    pub new: Interval,
}

/// A condition in one year and group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ConditionResult {
    /// Share of persons who have it on 1 October.
    pub prevalence: f64,
    /// Expected onsets per person and year among all persons.
    pub onset_rate: f64,
}

/// A step on the way to the 2040 goal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct InterimGoal {
    /// Year it is read off.
    pub year: Year,
    /// Gain of healthy life expectancy since the base year, years.
    pub gain: f64,
    /// Gain wanted.
    pub target: f64,
    /// Share of the parameter draws that reach it; absent without draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// What so many draws leave open of the chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_limits: Option<Limits>,
    /// The same by reading of the trend of limitation; absent without draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_by_reading: Option<Chances>,
}

/// Limits of a chance that a share of draws estimates, 0 to 1: each is passed with a probability of at most
/// 5% because the draws are finite ([`crate::num::beta::share_limits`]).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// The lower one; 0 where no draw reaches.
    pub low: f64,
    /// The upper one; 1 where every draw reaches.
    pub high: f64,
}

/// Something for each reading of the trend of limitation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ByReading<T> {
    /// No further change of limitation at a given age.
    pub none: T,
    /// Half the observed pace.
    pub half: T,
    /// The observed pace.
    pub full: T,
    /// The three taken as equally likely (assumption).
    pub mixed: T,
}

/// Chances of reaching a goal by reading of the trend of limitation, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chances {
    /// Shares of the draws that reach it.
    #[serde(flatten)]
    pub shares: ByReading<f64>,
    /// What so many draws leave open of each.
    pub limits: ByReading<Limits>,
}

/// A chance: the share of draws that reach a goal, with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Share of the draws.
    pub share: f64,
    /// What so many draws leave open.
    pub limits: Limits,
}

impl Chance {
    /// From the fields of a result; `None` without draws.
    #[must_use]
    pub fn of(share: Option<f64>, limits: Option<Limits>) -> Option<Self> {
        share.zip(limits).map(|(share, limits)| Self { share, limits })
    }
}

impl Chances {
    /// All of them, in the order of the readings.
    #[must_use]
    pub const fn all(&self) -> [Chance; 4] {
        let (shares, limits) = (&self.shares, &self.limits);
        [
            Chance { share: shares.none, limits: limits.none },
            Chance { share: shares.half, limits: limits.half },
            Chance { share: shares.full, limits: limits.full },
            Chance { share: shares.mixed, limits: limits.mixed },
        ]
    }
}

impl From<[Chance; 4]> for Chances {
    fn from([none, half, full, mixed]: [Chance; 4]) -> Self {
        Self {
            shares: ByReading { none: none.share, half: half.share, full: full.share, mixed: mixed.share },
            limits: ByReading {
                none: none.limits,
                half: half.limits,
                full: full.limits,
                mixed: mixed.limits,
            },
        }
    }
}

/// Where a group stands against the 2040 goal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GoalStatus {
    /// Gain of healthy life expectancy from 2016 to 2040, years.
    pub gain_2040: f64,
    /// Gain wanted, years.
    pub target: f64,
    /// Whether the central value reaches it.
    pub reached: bool,
    /// The interim goal.
    pub interim: InterimGoal,
    /// Share of the parameter draws that reach it under the scenario's own trend; `None` without draws.
    pub chance: Option<f64>,
    /// What so many draws leave open of the chance; absent without draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_limits: Option<Limits>,
    /// The same by reading of the trend of limitation; absent without draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_by_reading: Option<Chances>,
}

/// All results of one scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioResult {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Digest of its plan.
    pub digest: Digest,
    /// What in it is the user's own assumption and goes beyond the evidence, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_assumptions: Vec<Text>,
    /// Year by year: men, women, both.
    pub series: Vec<YearResult>,
    /// By sex; empty when the pack has no goal or the run stops before 2040.
    pub goal: BTreeMap<&'static str, GoalStatus>,
}
