//! What a pack says of conditions, causes of death and risk factors.
//!
//! All of it is content: the model knows shapes (a condition has up to two states, a cause may be
//! owned by a condition, a factor has sixteen rank classes), the pack says which there are.

use super::Text;
use super::curve::Curve;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use serde::{Deserialize, Serialize};

/// Number of rank classes of a risk factor.
pub const RANK_CLASSES: usize = 16;

/// A condition that persons acquire.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Identifier, also part of the names of its random streams.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// How it goes on after onset.
    pub course: Course,
    /// Hazard of onset per year of persons who do not have it, by calendar year.
    pub incidence: Grid,
    /// Share of persons in its first and second state on 1 October of the first year.
    pub prevalence: [Grid; 2],
    /// Ratio of the hazard of death, for packs without causes of death; 1 with them.
    pub mortality_ratio: f64,
    /// Factors it puts on causes of death it does not own.
    pub multipliers: Vec<CauseMultiplier>,
    /// Effect on daily activities.
    pub limitation: LimitationEffect,
    /// Lowest and highest plausible log odds ratio of limitation; equal for [`LimitationEffect::Certain`].
    pub limitation_range: [f64; 2],
    /// Ratio of the hazard of first certification of care need, by state.
    pub care_onset: [f64; 2],
    /// Lowest and highest plausible [`Condition::care_onset`], by state.
    pub care_onset_range: [[f64; 2]; 2],
    /// Ratio of the hazards of moving up in care need, by state.
    pub care_progression: [f64; 2],
    /// Lowest and highest plausible [`Condition::care_progression`], by state.
    pub care_progression_range: [[f64; 2]; 2],
    /// Identifiers of the sources of its course and effects; its rates are cited by their tables.
    pub sources: Vec<String>,
}

/// How a condition goes on after onset. Rates are per year, men then women.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Course {
    /// One state, which some leave again.
    Lasting {
        /// Hazard of remission.
        remission: [f64; 2],
    },
    /// A first state, then a lasting second one.
    RecentThenLasting {
        /// Hazard of moving on.
        exit: [f64; 2],
    },
    /// A first state, then none: the event can come again.
    RecentThenNone {
        /// Hazard of leaving.
        exit: [f64; 2],
    },
}

impl Condition {
    /// Hazard of leaving the first state, per year.
    #[must_use]
    pub const fn leaving(&self, sex: Sex) -> f64 {
        match self.course {
            Course::Lasting { remission: rates }
            | Course::RecentThenLasting { exit: rates }
            | Course::RecentThenNone { exit: rates } => rates[sex.index()],
        }
    }
}

/// A factor on some causes of death.
#[derive(Debug, Clone)]
pub struct CauseMultiplier {
    /// Positions in the list of causes.
    pub causes: Vec<usize>,
    /// Factor in the first and second state, by sex and age (one year).
    pub by_state: [Grid; 2],
}

/// Effect of a condition on activity limitation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum LimitationEffect {
    /// Everyone who has it is limited.
    Certain,
    /// Log odds ratio.
    LogOdds(f64),
}

/// A cause of death.
#[derive(Debug, Clone)]
pub struct Cause {
    /// Identifier.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Share of all deaths of the cell, by observed year (held after the last).
    pub fraction: Grid,
    /// The condition whose cases die of it (position in the list of conditions) with the weights of
    /// persons without it, in its first and in its second state; only their ratios matter.
    pub owner: Option<(usize, [Grid; 3])>,
}

/// Deaths of one year, sex and age group by cause, as published or as estimated from publications.
/// They check results and are never inputs of the simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficialCauseDeaths {
    /// Calendar year.
    pub year: Year,
    /// Sex.
    pub sex: Sex,
    /// Completed ages of the group, both included.
    pub ages: (u8, u8),
    /// Deaths, persons, in the order of [`super::Baseline::causes`].
    pub deaths: Vec<f64>,
}

/// A figure the simulation is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Identifier.
    pub id: String,
    /// What it measures.
    pub what: TargetQuantity,
    /// Calendar year.
    pub year: Year,
    /// Sex; `None` for both together.
    pub sex: Option<Sex>,
    /// Completed ages, both included.
    pub ages: (u8, u8),
    /// Value in `unit`.
    pub value: f64,
    /// Persons, or a share or mean of the persons of the sex and ages.
    pub unit: TargetUnit,
    /// Respondents of the survey by sex and age group, where the figure is theirs and was not weighted
    /// to the residents; empty where it is that of the residents.
    pub respondents: Vec<Respondents>,
    /// Half width of the pass band, in `unit`.
    pub tolerance: f64,
    /// Whether an input was solved to meet it.
    pub kind: TargetKind,
    /// Identifier of the source.
    pub source: String,
}

/// Respondents of a survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Respondents {
    /// Sex.
    pub sex: Sex,
    /// Completed ages, both included.
    pub ages: (u8, u8),
    /// How many, persons.
    pub persons: f64,
}

/// What a target measures.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetQuantity {
    /// New cases of the calendar year of a condition (position in the list of conditions).
    Onset(usize),
    /// Persons with a condition on 1 October.
    Prevalence(usize),
    /// Persons with certified care need on 1 October: at any level, or at the one given (from 0).
    CareNeed(Option<usize>),
    /// Deaths of the calendar year of some causes (positions in the list of causes).
    Deaths(Vec<usize>),
    /// Current smokers on 1 October.
    Smoking,
    /// Value of a ranked risk factor (position in the list of factors) on 1 October.
    FactorMean(usize),
    /// Persons whose value of a ranked risk factor is at least the bound on 1 October.
    FactorAtLeast(usize, f64),
}

/// Unit of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetUnit {
    /// Number of persons.
    Persons,
    /// Share of the persons of the sex and ages.
    Share,
    /// Mean of the persons of the sex and ages, in the unit of the risk factor.
    Mean,
}

/// Whether a target is a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// An input of the pack was made to meet it: only the programming is tested.
    Fitted,
    /// Nothing was made to meet it.
    Free,
}

/// Risk factors, their joint distribution and what they act on.
#[derive(Debug, Clone)]
pub struct Risk {
    /// Factors in the order of the manifest.
    pub factors: Vec<RiskFactor>,
    /// Positions of the factors that have a rank of their own, in the order of `cholesky`.
    pub ranked: Vec<usize>,
    /// Cholesky factor of the correlation of normal scores, dense square, row by row.
    pub cholesky: Vec<f64>,
    /// Correlation of a person's normal score before and after mixing.
    pub mixing: f64,
    /// Ages at which ranks are mixed, rising.
    pub mixing_ages: Vec<u8>,
    /// Smoking states and events; `None` if the pack has no smoking.
    pub smoking: Option<Smoking>,
    /// The directed graph of relative risks.
    pub edges: Vec<Edge>,
    /// Assumptions behind the tables with their ranges.
    pub settings: Vec<RiskSetting>,
}

impl Risk {
    /// The position of a factor by its identifier.
    #[must_use]
    pub fn factor(&self, id: &str) -> Option<usize> {
        self.factors.iter().position(|factor| factor.id == id)
    }
}

/// A named assumption with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskSetting {
    /// Identifier.
    pub id: String,
    /// Default.
    pub value: f64,
    /// Lowest plausible value.
    pub low: f64,
    /// Highest plausible value.
    pub high: f64,
    /// What it is.
    pub note: Text,
}

/// A risk factor.
#[derive(Debug, Clone)]
pub struct RiskFactor {
    /// Identifier.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Unit of its values.
    pub unit: String,
    /// How persons differ in it.
    pub kind: FactorKind,
    /// Share of the variance that lies between persons' usual values; 1 if values are usual already.
    pub usual_share: f64,
    /// Youngest age at which persons differ; below it everybody is in the first category with value 0.
    pub from_age: u8,
    /// Lower bounds of the categories above the first, if the categories are parts of the value.
    pub category_bounds: Vec<f64>,
    /// Mean value of each rank class; `None` for smoking and levers.
    pub values: Option<Curve<RANK_CLASSES>>,
    /// Shares of ordered categories, lowest first; `None` for continuous factors.
    pub categories: Option<Curve<CATEGORIES>>,
}

/// Largest number of factors with a rank of their own.
pub const RANKED_FACTORS: usize = 12;

/// Largest number of ordered categories of a factor.
pub const CATEGORIES: usize = 4;

/// How persons differ in a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// A rank of its own.
    Ranked,
    /// A rank of its own that decides the state of smoking at the start; later events do.
    Smoking,
    /// The rank of another factor (its position), among persons with a condition.
    Within {
        /// Position of the factor whose rank it takes.
        rank: usize,
        /// Position of the condition; `None` while the pack lists no conditions.
        condition: Option<usize>,
    },
    /// Nobody's: only policies move it.
    Lever,
}

impl RiskFactor {
    /// Mean values of the rank classes of a cell; `None` for smoking, levers and below `from_age`.
    #[must_use]
    pub fn measured(&self, sex: Sex, year: Year, age: u8) -> Option<[f64; RANK_CLASSES]> {
        let values = self.values.as_ref().filter(|_| age >= self.from_age)?;
        Some(values.at(sex, year, age))
    }

    /// The same drawn together towards their mean, by the square root of `usual_share`.
    #[must_use]
    pub fn usual(&self, sex: Sex, year: Year, age: u8) -> Option<[f64; RANK_CLASSES]> {
        let mut values = self.measured(sex, year, age)?;
        let mean = values.iter().sum::<f64>() / RANK_CLASSES as f64;
        let spread = self.usual_share.sqrt();
        for value in &mut values {
            *value = mean + spread * (*value - mean);
        }
        Some(values)
    }
}

/// Smoking: never, current, or former since some years.
#[derive(Debug, Clone)]
pub struct Smoking {
    /// Share who never smoked, first year.
    pub never: Grid,
    /// Share of former smokers, first year.
    pub former: Grid,
    /// Share of former smokers by years since quitting: (first year, last year, share), first year.
    pub quit_years: Vec<(u8, u8, Grid)>,
    /// Hazard of starting, by year.
    pub start: Grid,
    /// Hazard of quitting for good, by year.
    pub quit: Grid,
}

/// One relative risk (or additive effect) of the graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// Identifier.
    pub id: String,
    /// Where it starts.
    pub from: Node,
    /// What it acts on.
    pub to: Node,
    /// Total, direct, or an addition to another factor.
    pub effect: Effect,
    /// How the value of the factor becomes a ratio.
    pub form: Form,
    /// How the risk of former smokers fades.
    #[serde(default)]
    pub quit_decay: Option<QuitDecay>,
    /// Ratios by sex and age.
    pub strata: Vec<Stratum>,
    /// Share of the log ratio that is believed: value, low, high.
    pub shrink: (f64, f64, f64),
    /// Years until a change acts in full: value, low, high.
    pub lag: (f64, f64, f64),
    /// Kind of evidence.
    pub evidence: String,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
    /// What a reader should know.
    pub note: String,
}

/// An end of an edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// A risk factor.
    Factor(String),
    /// Onset of a condition (as an end), or having it (as a start).
    Condition(String),
    /// Death from a cause.
    Death(String),
    /// First certification of care need.
    CareOnset,
}

/// What an edge means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The whole effect: no other path may lead there.
    Total,
    /// What is left beside mediated paths.
    Direct,
    /// A shift of another factor's value.
    Additive,
    /// The ratio of a short window after an event; kept for reference, used by the care tables.
    Window,
}

/// How the value of a factor becomes a ratio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Form {
    /// ln ratio = ln rr x (clamped value - reference) / per.
    LogLinear {
        /// Step of the value that rr belongs to.
        per: f64,
        /// Value without excess risk.
        reference: f64,
        /// Bounds of the value.
        clamp: (f64, f64),
        /// Which values.
        value: Value,
    },
    /// Having the condition or not.
    Binary,
    /// Ratio of the category the value falls in: as many as cuts it reaches.
    Categorical {
        /// Lower bounds of the categories above the first.
        cuts: Vec<f64>,
    },
    /// Ratio of the ordered state (frailty).
    States,
    /// Ratio of current smokers; former ones by `quit_decay`.
    Smoking,
    /// Units of the target per unit of the factor.
    Additive {
        /// Step of the factor.
        per: f64,
    },
}

/// Which values of a factor a log-linear risk uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Without within-person variation.
    Usual,
    /// As measured once.
    Measured,
}

/// How the excess risk of former smokers fades.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum QuitDecay {
    /// Halves every so many years.
    HalfLife {
        /// Years.
        years: f64,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
        /// How far from an observation.
        status: EdgeStatus,
        /// Source.
        source: String,
    },
    /// Share of the excess that is left, by years since quitting (first, last, share).
    Steps {
        /// Bins.
        bins: Vec<(u32, u32, f64)>,
        /// How far from an observation.
        status: EdgeStatus,
        /// Source.
        source: String,
    },
}

/// Ratios of one sex and range of ages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// Whom it holds for.
    pub sex: StratumSex,
    /// Completed ages, both included.
    pub ages: (u32, u32),
    /// One ratio, or one per category.
    pub rr: Vec<f64>,
    /// Lower bounds.
    pub low: Vec<f64>,
    /// Upper bounds.
    pub high: Vec<f64>,
    /// How far from an observation.
    pub status: EdgeStatus,
}

/// Whom a stratum holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StratumSex {
    /// Men.
    Male,
    /// Women.
    Female,
    /// Both.
    Both,
}

/// How far a ratio stands from an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EdgeStatus {
    /// Printed in the source.
    Observed,
    /// Computed from printed numbers.
    Derived,
    /// An analyst's choice within its range.
    Assumed,
}
