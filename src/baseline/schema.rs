//! Which tables a pack may have and which columns each has. `data/README.md` says the same in prose.

/// A table of the pack format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TableKind {
    /// File name.
    pub file: &'static str,
    /// Columns, in any order.
    pub columns: &'static [&'static str],
}

const fn table(file: &'static str, columns: &'static [&'static str]) -> TableKind {
    TableKind { file, columns }
}

pub(super) const POPULATION: TableKind = table("population.csv", &["sex", "age", "persons"]);
pub(super) const ENTRANTS: TableKind = table("entrants.csv", &["year", "sex", "persons"]);
pub(super) const NET_MIGRATION: TableKind = table("net_migration.csv", &["year", "sex", "age", "persons"]);
pub(super) const MORTALITY: TableKind = table("mortality.csv", &["year", "sex", "age", "rate"]);
pub(super) const INFANT_FRACTION: TableKind = table("infant_fraction.csv", &["year", "sex", "years"]);
pub(super) const MORTALITY_DECLINE: TableKind =
    table("mortality_decline.csv", &["year", "sex", "age", "decline"]);
pub(super) const LIFE_EXPECTANCY_ANCHOR: TableKind =
    table("life_expectancy_anchor.csv", &["projection", "sex", "year", "years"]);
pub(super) const MORTALITY_WITHOUT_CONDITIONS: TableKind =
    table("mortality_without_conditions.csv", &["sex", "age", "rate"]);
pub(super) const LIMITATION: TableKind = table("limitation.csv", &["year", "sex", "age", "share"]);
pub(super) const HEALTHY_LIFE_EXPECTANCY_TARGET: TableKind =
    table("healthy_life_expectancy_target.csv", &["year", "sex", "years"]);
pub(super) const LIMITATION_PACE: TableKind =
    table("limitation_pace.csv", &["sex", "first_year", "last_year", "logit_per_year"]);
pub(super) const CARE_PREVALENCE: TableKind =
    table("care_prevalence.csv", &["year", "sex", "age", "level_1", "level_2", "level_3"]);
pub(super) const CARE_MORTALITY_RATIO: TableKind =
    table("care_mortality_ratio.csv", &["sex", "age", "level_1", "level_2", "level_3"]);
pub(super) const CARE_PARAMETERS: TableKind =
    table("care_parameters.csv", &["parameter", "value", "low", "high"]);
pub(super) const CONDITION_RATES: TableKind =
    table("condition_rates.csv", &["condition", "sex", "age", "incidence", "prevalence"]);
pub(super) const CONDITION_PREVALENCE: TableKind =
    table("condition_prevalence.csv", &["condition", "sex", "age", "share_1", "share_2"]);
pub(super) const CONDITION_INCIDENCE: TableKind =
    table("condition_incidence.csv", &["condition", "sex", "year_from", "age", "hazard"]);
pub(super) const CONDITION_CAUSE_WEIGHT: TableKind =
    table("condition_cause_weight.csv", &["condition", "sex", "age", "without", "state_1", "state_2"]);
pub(super) const CONDITION_CAUSE_MULTIPLIER: TableKind =
    table("condition_cause_multiplier.csv", &["condition", "sex", "age", "state_1", "state_2"]);
/// One further column per cause of the pack.
pub(super) const CAUSE_FRACTION: TableKind = table("cause_fraction.csv", &["year", "sex", "age"]);
/// One further column per cause of the pack.
pub(super) const OFFICIAL_CAUSE_DEATHS: TableKind =
    table("official_cause_deaths.csv", &["year", "sex", "age_from", "age_to"]);
pub(super) const TARGETS: TableKind = table(
    "targets.csv",
    &[
        "id",
        "what",
        "year",
        "sex",
        "age_from",
        "age_to",
        "value",
        "unit",
        "survey",
        "tolerance",
        "kind",
        "source",
    ],
);
pub(super) const SURVEY_AGES: TableKind =
    table("survey_ages.csv", &["survey", "sex", "age_from", "age_to", "respondents"]);
pub(super) const OFFICIAL: TableKind =
    table("official.csv", &["indicator", "year", "sex", "age", "projected", "source", "value"]);

pub(super) const RISK_FACTOR_VALUES: TableKind = table(
    "risk_factor_values.csv",
    &[
        "factor", "year", "sex", "age", "class_1", "class_2", "class_3", "class_4", "class_5", "class_6",
        "class_7", "class_8", "class_9", "class_10", "class_11", "class_12", "class_13", "class_14",
        "class_15", "class_16",
    ],
);
pub(super) const RISK_FACTOR_CATEGORIES: TableKind = table(
    "risk_factor_categories.csv",
    &["factor", "sex", "age", "category_1", "category_2", "category_3", "category_4"],
);
pub(super) const RISK_CORRELATION: TableKind =
    table("risk_correlation.csv", &["factor_a", "factor_b", "correlation"]);
pub(super) const RISK_SETTINGS: TableKind =
    table("risk_settings.csv", &["setting", "value", "low", "high", "ja", "en"]);
pub(super) const SMOKING_START_STATE: TableKind =
    table("smoking_start_state.csv", &["sex", "age", "never", "former"]);
pub(super) const SMOKING_EVENTS: TableKind =
    table("smoking_events.csv", &["year", "sex", "age", "start", "quit"]);
pub(super) const SMOKING_QUIT_YEARS: TableKind =
    table("smoking_quit_years.csv", &["sex", "age", "first", "last", "share"]);
/// The graph of relative risks is a file of its own form; it is listed and cited like a table.
pub(super) const PATHWAYS: TableKind = table("pathways.ron", &[]);
/// The programme register: a file of its own form that lists and cites itself and its series.
pub(super) const PROGRAMMES: TableKind = table("programmes.ron", &[]);
pub(super) const KPI_SERIES: TableKind =
    table("kpi_series.csv", &["series", "period", "year", "value", "unit", "source", "url", "note"]);

/// Policy levers are a file of their own form. They and their tables are described in that file, not in
/// the manifest: the calibration belongs to the manifest and must not become stale with them.
pub(super) const LEVERS: &str = "levers.ron";
pub(super) const LEVER_EVIDENCE: TableKind = table(
    "lever_evidence.csv",
    &[
        "lever",
        "target",
        "population",
        "measure",
        "value",
        "low",
        "high",
        "study",
        "year",
        "country",
        "design",
        "url",
        "quality",
        "note",
    ],
);
pub(super) const LEVER_ADOPTION: TableKind = table(
    "lever_adoption.csv",
    &["series", "lever", "period", "year", "value", "unit", "population", "source", "url", "note"],
);
pub(super) const EMPLOYMENT: TableKind = table("employment.csv", &["sex", "age", "share"]);

/// Unit costs are a file of their own form that describes itself.
pub(super) const COSTS: &str = "costs.ron";

/// Errors of inputs that other files do not state: a file of its own form that describes itself.
pub(super) const UNCERTAINTY: &str = "uncertainty.ron";

/// Files of the levers.
pub(super) const LEVER_FILES: [&str; 4] = [LEVERS, LEVER_EVIDENCE.file, LEVER_ADOPTION.file, EMPLOYMENT.file];

/// Policy content of other kinds: files of their own form that say themselves what they are.
pub(super) const TRIALS: TableKind = table("trials.ron", &[]);
pub(super) const ENABLERS: TableKind = table("enablers.ron", &[]);
pub(super) const WORKPLACE: TableKind = table("workplace.ron", &[]);

pub(super) const ALL: [TableKind; 34] = [
    POPULATION,
    ENTRANTS,
    NET_MIGRATION,
    MORTALITY,
    INFANT_FRACTION,
    MORTALITY_DECLINE,
    LIFE_EXPECTANCY_ANCHOR,
    MORTALITY_WITHOUT_CONDITIONS,
    LIMITATION,
    HEALTHY_LIFE_EXPECTANCY_TARGET,
    LIMITATION_PACE,
    CARE_PREVALENCE,
    CARE_MORTALITY_RATIO,
    CARE_PARAMETERS,
    CONDITION_RATES,
    CONDITION_PREVALENCE,
    CONDITION_INCIDENCE,
    CONDITION_CAUSE_WEIGHT,
    CONDITION_CAUSE_MULTIPLIER,
    CAUSE_FRACTION,
    OFFICIAL_CAUSE_DEATHS,
    TARGETS,
    SURVEY_AGES,
    OFFICIAL,
    RISK_FACTOR_VALUES,
    RISK_FACTOR_CATEGORIES,
    RISK_CORRELATION,
    RISK_SETTINGS,
    SMOKING_START_STATE,
    SMOKING_EVENTS,
    SMOKING_QUIT_YEARS,
    PATHWAYS,
    PROGRAMMES,
    KPI_SERIES,
];

/// Tables that go together: all of a group or none.
pub(super) const OFFICIAL_MORTALITY_GROUP: &[TableKind] =
    &[MORTALITY, INFANT_FRACTION, MORTALITY_DECLINE, LIFE_EXPECTANCY_ANCHOR];
pub(super) const LIMITATION_GROUP: &[TableKind] =
    &[LIMITATION, HEALTHY_LIFE_EXPECTANCY_TARGET, LIMITATION_PACE];
pub(super) const CARE_GROUP: &[TableKind] = &[CARE_PREVALENCE, CARE_MORTALITY_RATIO, CARE_PARAMETERS];
pub(super) const RISK_GROUP: &[TableKind] =
    &[RISK_FACTOR_VALUES, RISK_FACTOR_CATEGORIES, RISK_CORRELATION, RISK_SETTINGS, PATHWAYS];
pub(super) const SMOKING_GROUP: &[TableKind] = &[SMOKING_START_STATE, SMOKING_EVENTS, SMOKING_QUIT_YEARS];

/// Names of the tables.
pub(super) fn table_names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|table| table.file)
}

/// Names of all files a pack may have.
pub(super) fn file_names() -> impl Iterator<Item = &'static str> {
    [super::load::MANIFEST, super::calibration::CALIBRATION]
        .into_iter()
        .chain(super::load::OF_POLICY)
        .chain(table_names())
}
