//! The baseline pack: everything the model needs to know about a country before any policy.
//!
//! A pack is a folder of CSV tables and one `pack.ron` that names, for each table, what it holds,
//! its unit, its sources with their licences and how it was made. The Japanese pack is embedded in
//! the program; `--baseline DIR` reads another. The types here are the *content* of a pack after
//! reading and checking; nothing in them is specific to Japan.

mod assemble;
pub mod calibration;
pub mod costs;
pub mod curve;
mod embedded;
pub mod enablers;
pub mod error;
pub mod health;
mod lever_file;
pub mod levers;
pub mod load;
mod manifest;
mod pathways;
pub mod pipelines;
pub mod programmes;
pub mod provenance;
mod risk;
mod ron_file;
mod schema;
mod table;
#[cfg(test)]
mod tests;
pub mod trials;
pub mod uncertainty;
pub mod workplace;

use crate::num::digest::Digest;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use calibration::CalibrationFile;
pub use health::{Cause, Condition, Course, LimitationEffect, OfficialCauseDeaths, Risk, Target};
use levers::LeverCatalogue;
use pipelines::Pipelines;
use programmes::Register;
use provenance::{Source, TableInfo};

/// A short text in both languages of the product.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// A checked baseline pack.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// Short identifier, such as `japan`.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Digest of every file of the pack.
    pub digest: Digest,
    /// Digest of the files that the calibration is made from, which it must fit.
    pub inputs: Digest,
    /// Normalisers, read when first needed.
    pub calibration_file: CalibrationFile,
    /// Sexes the pack describes.
    pub sexes: Vec<Sex>,
    /// Completed ages of the model.
    pub ages: AgeSpan,
    /// Stocks are known on 1 October of `years.first`; tables reach to `years.last`.
    pub years: YearSpan,
    /// Residents on 1 October of the first year, persons.
    pub population: Grid,
    /// Persons entering at the youngest age by calendar year (one age in the grid): births, or new cohorts.
    pub entrants: Grid,
    /// Net migration of the step that ends on 1 October of the year, by age on that day, persons;
    /// `None` for a closed population.
    pub net_migration: Option<Grid>,
    /// Hazards of death.
    pub mortality: Mortality,
    /// Activity limitation; `None` if only conditions limit.
    pub limitation: Option<Limitation>,
    /// Certified care need; `None` if the pack has none.
    pub care: Option<Care>,
    /// Conditions realised in persons.
    pub conditions: Vec<Condition>,
    /// Causes of death; empty if the pack does not tell them apart.
    pub causes: Vec<Cause>,
    /// Risk factors; `None` if the pack has none.
    pub risk: Option<Risk>,
    /// Policy levers; empty if the pack has none.
    pub levers: LeverCatalogue,
    /// Unit costs; `None` if the pack has none.
    pub costs: Option<costs::UnitCosts>,
    /// Errors of inputs that their tables do not state; `None` if the pack has none.
    pub errors: Option<uncertainty::Errors>,
    /// Programmes of the national strategy with their key figures; empty if the pack has none.
    pub register: Register,
    /// Prevention trials, enablers, health and productivity management.
    pub pipelines: Pipelines,
    /// The goal results are held against; `None` if the pack has none.
    pub goal: Option<Goal>,
    /// Official figures, for charts and checks; never inputs of the simulation.
    pub official: Vec<OfficialValue>,
    /// Deaths by cause, sex and age group for checks; empty if the pack has none.
    pub official_cause_deaths: Vec<OfficialCauseDeaths>,
    /// Figures that `validate` holds the simulation against.
    pub targets: Vec<Target>,
    /// Where each table comes from.
    pub tables: Vec<TableInfo>,
    /// The sources the tables cite.
    pub sources: Vec<Source>,
}

/// A gain of healthy life expectancy to be reached.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Year the gain counts from.
    pub from: Year,
    /// Year it is to be reached.
    pub year: Year,
    /// Gain wanted, years.
    pub gain: f64,
    /// Year of the interim goal.
    pub interim_year: Year,
    /// Gain wanted by then, years.
    pub interim_gain: f64,
}

/// Hazards of death per person-year.
#[derive(Debug, Clone)]
pub enum Mortality {
    /// Official all-cause rates: the levels of every result are anchored to them.
    Official(OfficialMortality),
    /// Hazards of persons without any condition; the pack is not anchored and is constant in time.
    WithoutConditions(Grid),
}

/// Official all-cause death rates and what is needed to carry them forward.
#[derive(Debug, Clone)]
pub struct OfficialMortality {
    /// Central death rates m(x) of each observed year.
    pub observed: Grid,
    /// Mean years lived in the first year of life by those who die in it, by observed year (one age).
    pub infant_fraction: Grid,
    /// Yearly fall of ln m(x), by the calendar year it leads into (positive = improvement).
    pub decline: Grid,
    /// Published life expectancies at birth that projections are led through.
    pub anchors: Vec<LifeExpectancyAnchor>,
    /// Which of them lead which path.
    pub paths: MortalityPaths,
}

/// The paths of mortality after the last observed year that a pack offers.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MortalityPaths {
    /// Anchors of the default path in order of year; empty if the pack has no default path.
    #[serde(default)]
    pub default: Vec<AnchorName>,
    /// The path that leaves out an observed excess; `None` if the pack has none.
    #[serde(default)]
    pub without_excess: Option<CalmPath>,
}

/// Names a row of `life_expectancy_anchor.csv`, for both sexes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnchorName {
    /// Which projection.
    pub projection: String,
    /// Calendar year.
    pub year: Year,
}

/// A path that starts from an earlier observed year, before an excess.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalmPath {
    /// Last observed year without the excess: the path starts from its level.
    pub from: Year,
    /// Its anchors in order of year.
    pub anchors: Vec<AnchorName>,
}

/// A published projected life expectancy at birth.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeExpectancyAnchor {
    /// Which projection: `ipss2017`, `ipss2023`.
    pub projection: String,
    /// Sex.
    pub sex: Sex,
    /// Calendar year.
    pub year: Year,
    /// Life expectancy at birth, years.
    pub value: f64,
}

/// The share of persons whose daily activities are limited by health.
#[derive(Debug, Clone)]
pub struct Limitation {
    /// Single-age shares of the reference years; years between two of them hold shares linearly in between.
    pub curve: Grid,
    /// Reference years actually present in `curve`.
    pub curve_years: Vec<Year>,
    /// Official healthy life expectancy at birth that the yearly offset is solved from.
    pub targets: Vec<HealthyLifeExpectancyTarget>,
    /// Observed yearly change of the logit at a given age, by sex (indexed by [`Sex::index`]).
    pub observed_pace: [f64; 2],
    /// Years over which that pace was observed.
    pub pace_years: YearSpan,
}

/// An official healthy life expectancy at birth.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthyLifeExpectancyTarget {
    /// Survey year.
    pub year: Year,
    /// Sex.
    pub sex: Sex,
    /// Years without activity limitation.
    pub value: f64,
}

/// Number of care-need levels above "none": support/care 1, care 2-3, care 4-5.
pub const CARE_LEVELS: usize = 3;

/// Certified care need by level.
#[derive(Debug, Clone)]
pub struct Care {
    /// Share of persons at each level in the reference year, by sex and single age (year axis: one year).
    pub prevalence: [Grid; CARE_LEVELS],
    /// Alternative reading: the same shares in a later observed year, held after it.
    pub alternative: [Grid; CARE_LEVELS],
    /// Ratio of the hazard of death to that of persons without care need, by level and age (year axis: one year).
    pub mortality_ratio: [Grid; CARE_LEVELS],
    /// Hazard of return from level 1 to independence, per year.
    pub recovery: f64,
    /// Lowest and highest plausible [`Care::recovery`].
    pub recovery_range: [f64; 2],
    /// Log odds of activity limitation at level 1 relative to none; level 2 and above count as limited.
    pub limitation_log_odds: f64,
    /// Lowest and highest plausible [`Care::limitation_log_odds`].
    pub limitation_log_odds_range: [f64; 2],
    /// Lowest and highest plausible factor on the logarithm of [`Care::mortality_ratio`] (central: 1).
    pub log_mortality_ratio_factor_range: [f64; 2],
}

/// What an official figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// Life expectancy, years, at the stated age.
    LifeExpectancy,
    /// Healthy life expectancy, years, at the stated age.
    HealthyLifeExpectancy,
    /// Independent life expectancy, years, at the stated age.
    IndependentLifeExpectancy,
    /// Residents aged at least the stated age on 1 October, persons.
    Population,
    /// Deaths of the calendar year, persons.
    Deaths,
}

/// An official or published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficialValue {
    /// What it measures.
    pub indicator: Indicator,
    /// Calendar year.
    pub year: Year,
    /// Sex; `None` for both together.
    pub sex: Option<Sex>,
    /// Exact age, or lower bound of an age group; 0 for all.
    pub age: u8,
    /// Value in the unit of the indicator.
    pub value: f64,
    /// Whether it is a projection rather than an observation.
    pub projected: bool,
    /// Identifier of the source.
    pub source: String,
}
