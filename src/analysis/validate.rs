//! Validation: the raw simulation against every target, the anchors and published projections.
//!
//! Anchored results agree with official levels by construction, which proves nothing about the
//! persons behind them. Here nothing is anchored: sums over the simulated persons are held against
//! the pack's targets, and their expectancies against the exact reference,
//!
//! ```text
//! z = (raw - anchor) / Monte-Carlo standard error of raw
//! ```
//!
//! A check fails outside its pass band. A failure is a finding, not an error.

mod elimination;
mod projections;
mod replicates;
mod targets;

pub use elimination::{EliminationCheck, PublishedGain};
pub use projections::ProjectionCheck;

use super::hindcast::{Hindcast, hindcast};
use super::published::{self, Source};
use super::recalibrate::{self, Recalibrated, recalibrate};
use super::switch_off::{SwitchedOff, switch_off};
use super::{Part, world};
use crate::baseline::{Baseline, Indicator, Mortality};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Expectancies, Group, YearResult};
use crate::plan::{MortalityAssumption, Plan};
use crate::run::fit::Misfit;
use crate::run::{Detail, Manifest, RawCells, RunError, RunSettings, Watch, raw_cells_of, run};
use serde::Serialize;

/// Largest deviation of a raw level from its anchor, standard errors.
pub const MOST_ERRORS: f64 = 4.0;
/// Largest deviation of a raw level from its anchor with at least [`LARGE_RUN`] persons, years.
pub const MOST_YEARS: f64 = 0.03;
/// Persons from which [`MOST_YEARS`] is asked for.
pub const LARGE_RUN: u64 = 5_000_000;
/// Largest relative deviation of the population from the projection whose assumptions it takes.
pub const MOST_POPULATION: f64 = 0.01;

/// Smaller runs of other persons, together as many as the main run, that give the errors of targets.
/// The relative error of a standard error from R runs is about 1/sqrt(2(R-1)): 18 per cent here.
pub const REPLICATES: u64 = 16;

/// What to do beside targets, anchors and projections.
#[derive(Debug, Clone)]
pub struct Request {
    /// Size, seed and last year of the raw simulation; detail and raw are taken as asked for.
    pub settings: RunSettings,
    /// Whether to predict later surveys from earlier ones.
    pub hindcast: bool,
    /// Settings of the paired runs that take one condition away at a time; `None` for no such runs.
    pub switch_off: Option<RunSettings>,
    /// Draws for which normalisers are found again; `None` for none.
    pub recalibrate: Option<recalibrate::Request>,
}

/// Everything validation found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validation {
    /// Version of the program.
    pub kenju: &'static str,
    /// What was run.
    pub manifest: Manifest,
    /// Targets of the pack against the raw simulation.
    pub targets: Vec<TargetCheck>,
    /// Raw levels against anchors.
    pub levels: Vec<LevelCheck>,
    /// Populations against published projections.
    pub populations: Vec<PopulationCheck>,
    /// Life expectancy gained without causes of death; empty for a pack without published deaths by
    /// cause.
    pub eliminations: Vec<EliminationCheck>,
    /// Dementia and care need against published projections; without a pass band.
    pub projections: Vec<ProjectionCheck>,
    /// Where the published results of the two were read.
    pub published: Vec<Source>,
    /// Predictions of later surveys from earlier ones; they have no pass band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hindcast: Option<Vec<Hindcast>>,
    /// What each condition costs; without a pass band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switched_off: Option<SwitchedOff>,
    /// What finding the normalisers again for draws would change; without a pass band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recalibrated: Option<Recalibrated>,
    /// Number of checks with a pass band.
    pub judged: usize,
    /// Number of those that fail.
    pub failed: usize,
}

/// One target against the raw simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetCheck {
    /// Identifier of the target.
    pub id: String,
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub sex: Group,
    /// Completed ages, both included.
    pub ages: (u8, u8),
    /// `persons`, `share`, or `mean` in the unit of the risk factor.
    pub unit: &'static str,
    /// `fitted`: an input was made to meet it; `free`: nothing was.
    pub status: &'static str,
    /// The target, in `unit`.
    pub target: f64,
    /// The raw simulation, in `unit`.
    pub simulated: f64,
    /// Simulated minus target, in `unit`.
    pub difference: f64,
    /// Monte-Carlo standard error of the simulation, in `unit`, from [`REPLICATES`] smaller runs.
    pub se: f64,
    /// Half width of the pass band, in `unit`; the error is not added to it.
    pub tolerance: f64,
    /// Whether the simulation lies in the band.
    pub pass: bool,
    /// Identifier of the source.
    pub source: String,
}

/// One raw level against its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LevelCheck {
    /// `life_expectancy`, `healthy_life_expectancy` or `independent_life_expectancy`, at birth.
    pub outcome: &'static str,
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub sex: Group,
    /// The exact reference, years.
    pub anchor: f64,
    /// The raw simulation, years.
    pub simulated: f64,
    /// Simulated minus anchor, years.
    pub difference: f64,
    /// Monte-Carlo standard error of the simulation, years.
    pub se: f64,
    /// Difference in standard errors; `None` where the error is 0.
    pub z: Option<f64>,
    /// Whether it lies in the band.
    pub pass: bool,
}

/// One population against a published projection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PopulationCheck {
    /// `reference`, or `ipss2023-check` with the mortality the projection assumes.
    pub scenario: &'static str,
    /// Calendar year, on 1 October.
    pub year: Year,
    /// Lower age; the group is open.
    pub age_from: u8,
    /// Published, persons.
    pub projected: f64,
    /// In the model, persons.
    pub model: f64,
    /// Relative difference of the model.
    pub relative: f64,
    /// Whether it lies in the band; `None` where the assumptions differ on purpose.
    pub pass: Option<bool>,
    /// Identifier of the source.
    pub source: String,
}

/// Holds a pack's reference against everything the pack knows.
///
/// # Errors
/// As [`run`].
pub fn validate(baseline: &Baseline, request: &Request, watch: &dyn Watch) -> Result<Validation, RunError> {
    let end = if request.recalibrate.is_some() { 0.5 } else { 1.0 };
    let border = if request.switch_off.is_some() { 0.4 * end } else { end };
    let settings = &request.settings;
    let part = Part { watch, from: 0.0, to: 0.5 * border };
    let raw = raw_cells_of(baseline, &Plan::default_trends(), settings, &part)?;
    let (populations, manifest) = populations(baseline, settings, watch)?;
    let part = Part { watch, from: 0.5 * border, to: border };
    let (targets, eliminations) = with_errors(baseline, &raw, settings, manifest.persons, &part)?;
    let projections = projections::checks(baseline, &raw);
    let levels = level_checks(&raw, manifest.persons);
    let switched_off = match &request.switch_off {
        Some(settings) if !baseline.conditions.is_empty() => {
            let mut found = switch_off(baseline, settings, &Part { watch, from: border, to: end })?;
            elimination::beside(&mut found, baseline, &raw);
            Some(found)
        }
        _ => None,
    };
    let recalibrated = match &request.recalibrate {
        Some(asked) if baseline.needs_calibration() => {
            Some(recalibrate(baseline, asked, &Part { watch, from: end, to: 1.0 })?)
        }
        _ => None,
    };
    let verdicts: Vec<bool> = targets
        .iter()
        .map(|check| check.pass)
        .chain(levels.iter().map(|check| check.pass))
        .chain(populations.iter().filter_map(|check| check.pass))
        .chain(eliminations.iter().flat_map(EliminationCheck::verdicts))
        .collect();
    let cited = |id: &str| {
        let gains = eliminations.iter().filter_map(|check| check.published.as_ref());
        gains
            .map(|gain| &gain.source)
            .chain(projections.iter().map(|check| &check.source))
            .any(|own| own == id)
    };
    let published = published::sources().into_iter().filter(|source| cited(&source.id)).collect();
    Ok(Validation {
        kenju: env!("CARGO_PKG_VERSION"),
        manifest,
        targets,
        levels,
        populations,
        eliminations,
        projections,
        published,
        hindcast: if request.hindcast { Some(hindcast(baseline).map_err(Misfit::from)?) } else { None },
        switched_off,
        recalibrated,
        judged: verdicts.len(),
        failed: verdicts.iter().filter(|pass| !**pass).count(),
    })
}

/// What needs the errors of [`REPLICATES`] smaller runs: the targets, and gains without causes of death.
fn with_errors(
    baseline: &Baseline,
    raw: &RawCells,
    settings: &RunSettings,
    persons: u64,
    watch: &dyn Watch,
) -> Result<(Vec<TargetCheck>, Vec<EliminationCheck>), RunError> {
    let targets = targets::asked(baseline, raw);
    let gains = elimination::asked(baseline, raw);
    let years = targets.iter().map(|target| target.year).chain(gains.iter().map(|gain| gain.year));
    let Some(last) = years.max() else { return Ok((Vec::new(), Vec::new())) };
    let mut of_targets = vec![Vec::new(); targets.len()];
    let mut of_gains = vec![Vec::new(); gains.len()];
    replicates::each(baseline, settings, (persons, last), watch, |raw| {
        for (values, target) in of_targets.iter_mut().zip(&targets) {
            values.push(targets::simulated(baseline, raw, target));
        }
        for (values, gain) in of_gains.iter_mut().zip(&gains) {
            values.push(elimination::simulated(raw, baseline, gain));
        }
    })?;
    let targets = targets.iter().zip(&of_targets);
    let gains = gains.into_iter().zip(&of_gains);
    Ok((
        targets.map(|(target, values)| targets::check(baseline, raw, target, values)).collect(),
        gains.map(|(gain, values)| elimination::check(baseline, raw, gain, values)).collect(),
    ))
}

/// An expectancy that anchors exist for.
type Outcome = (&'static str, fn(&Expectancies) -> Estimate);

/// The outcomes, by their names in machine-readable output.
pub const OUTCOMES: [Outcome; 3] = [
    ("life_expectancy", |values| values.life_expectancy),
    ("healthy_life_expectancy", |values| values.healthy_life_expectancy),
    ("independent_life_expectancy", |values| values.independent_life_expectancy),
];

fn level_checks(raw: &RawCells, persons: u64) -> Vec<LevelCheck> {
    let mut checks = Vec::new();
    for (outcome, of) in OUTCOMES {
        for level in raw.levels.iter().filter(|level| level.sex != Group::Both) {
            let Some(anchor) = &level.anchor else { continue };
            let (simulated, anchor) = (of(&level.raw), of(anchor).value);
            let difference = simulated.value - anchor;
            let z = (simulated.se > 0.0).then(|| difference / simulated.se);
            let near = persons < LARGE_RUN || difference.abs() <= MOST_YEARS;
            checks.push(LevelCheck {
                outcome,
                year: level.year,
                sex: level.sex,
                anchor,
                simulated: simulated.value,
                difference,
                se: simulated.se,
                z,
                pass: near && z.map_or(difference.abs() < 1e-9, |z| z.abs() <= MOST_ERRORS),
            });
        }
    }
    checks
}

/// Populations of the default and of the official projection's assumptions against its figures, and
/// the manifest of the request.
fn populations(
    baseline: &Baseline,
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<(Vec<PopulationCheck>, Manifest), RunError> {
    let mut worlds = vec![world("reference", Plan::default_trends())];
    if matches!(baseline.mortality, Mortality::Official(_)) {
        let plan = Plan { mortality: MortalityAssumption::Ipss2023Check, ..Plan::default_trends() };
        worlds.push(world("ipss2023-check", plan));
    }
    let settings = RunSettings { detail: Detail::Ages, raw: false, ..settings.clone() };
    let output = run(baseline, &worlds, &settings, watch)?;
    let mut checks = Vec::new();
    for (result, (scenario, judged)) in
        output.scenarios.iter().zip([("reference", false), ("ipss2023-check", true)])
    {
        for value in baseline
            .official
            .iter()
            .filter(|value| value.indicator == Indicator::Population && value.projected)
        {
            let group = Group::of(value.sex);
            let Some(row) = result.series.iter().find(|row| row.year == value.year && row.sex == group)
            else {
                continue;
            };
            let model = at_or_above(row, baseline.ages.first, value.age);
            let relative = model / value.value - 1.0;
            checks.push(PopulationCheck {
                scenario,
                year: value.year,
                age_from: value.age,
                projected: value.value,
                model,
                relative,
                pass: judged.then_some(relative.abs() <= MOST_POPULATION),
                source: value.source.clone(),
            });
        }
    }
    Ok((checks, output.manifest))
}

fn at_or_above(row: &YearResult, youngest: u8, age: u8) -> f64 {
    let skip = usize::from(age.saturating_sub(youngest));
    row.population_by_age.iter().flatten().skip(skip).sum()
}
