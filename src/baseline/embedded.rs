//! The packs inside the program: Japan, and the illness-death fixture whose answers are known.

use super::error::LoadError;
use super::load::Files;
use super::{Baseline, assemble};

macro_rules! pack {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../data/", $folder, "/", $name)))),+]
    };
}

const JAPAN: [(&str, &str); 43] = pack!("japan":
    "pack.ron",
    "population.csv",
    "entrants.csv",
    "net_migration.csv",
    "mortality.csv",
    "infant_fraction.csv",
    "mortality_decline.csv",
    "life_expectancy_anchor.csv",
    "limitation.csv",
    "healthy_life_expectancy_target.csv",
    "limitation_pace.csv",
    "care_prevalence.csv",
    "care_mortality_ratio.csv",
    "care_parameters.csv",
    "official.csv",
    "condition_prevalence.csv",
    "condition_incidence.csv",
    "condition_cause_weight.csv",
    "condition_cause_multiplier.csv",
    "cause_fraction.csv",
    "official_cause_deaths.csv",
    "targets.csv",
    "survey_ages.csv",
    "risk_factor_values.csv",
    "risk_factor_categories.csv",
    "risk_correlation.csv",
    "risk_settings.csv",
    "smoking_start_state.csv",
    "smoking_events.csv",
    "smoking_quit_years.csv",
    "pathways.ron",
    "calibration.csv",
    "levers.ron",
    "lever_evidence.csv",
    "lever_adoption.csv",
    "employment.csv",
    "programmes.ron",
    "kpi_series.csv",
    "trials.ron",
    "enablers.ron",
    "workplace.ron",
    "costs.ron",
    "uncertainty.ron",
);

const ILLNESS_DEATH: [(&str, &str); 5] = pack!("illness-death":
    "pack.ron",
    "population.csv",
    "entrants.csv",
    "mortality_without_conditions.csv",
    "condition_rates.csv",
);

impl Baseline {
    /// The Japanese pack.
    ///
    /// # Errors
    /// None in a released program: a test reads the pack.
    pub fn japan() -> Result<Self, LoadError> {
        assemble::baseline(&Files::from_texts(JAPAN))
    }

    /// The illness-death fixture: one sex, one condition, answers known in closed form.
    ///
    /// # Errors
    /// None in a released program: a test reads the pack.
    pub fn illness_death() -> Result<Self, LoadError> {
        assemble::baseline(&Files::from_texts(ILLNESS_DEATH))
    }
}
