//! Computes the units of a group: scenarios that share their reference, with one draw and one seed.

mod drawn;

use super::manifest::{Manifest, StudyScenario};
use super::store::Row;
use super::units::{Group, Unit};
use crate::baseline::Baseline;
use crate::outcome::series::{ScenarioResult, YearResult};
use crate::outcome::tidy::{self, Value};
use crate::run::draws::economics::is_difference;
use crate::run::draws::solve_draw;
use crate::run::fit::{check_plan, check_settings};
use crate::run::progress::Part;
use crate::run::session::Session;
use crate::run::{Difference, DifferenceRow, RunError, Watch, World};
use crate::scenario::{Document, Library, ScenarioError, resolve};
use std::sync::Arc;

/// Why a study cannot be computed here.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CannotRun {
    /// The engine is not the one of the study.
    #[error("the engine is {here}, the study has {there}")]
    Engine {
        /// Digest of the engine here.
        here: String,
        /// That of the study.
        there: String,
    },
    /// The pack is not the one of the study.
    #[error("the pack is {here}, the study has {there}")]
    Baseline {
        /// Identifier and digest of the pack here.
        here: String,
        /// Those of the study.
        there: String,
    },
    /// A scenario of the study cannot be read.
    #[error("{0}")]
    Scenario(ScenarioError),
    /// The pack or the machine cannot carry it.
    #[error("{0}")]
    Run(RunError),
    /// A scenario of the study is not what it was.
    #[error("the scenario {id} has another plan here")]
    Plan {
        /// Its identifier.
        id: String,
    },
}

/// Computes units of one study.
#[derive(Debug)]
pub struct Solver {
    manifest: Manifest,
    worlds: Vec<World>,
    baseline: Arc<Baseline>,
    session: Session,
}

impl Solver {
    /// Prepares the scenarios of a study.
    ///
    /// # Errors
    /// [`CannotRun`] when the numbers would not be those of the study.
    pub fn new(manifest: &Manifest, baseline: Arc<Baseline>) -> Result<Self, CannotRun> {
        let engine = crate::run::engine_digest();
        if manifest.engine != engine {
            return Err(CannotRun::Engine { here: engine.to_owned(), there: manifest.engine.clone() });
        }
        if manifest.baseline != baseline.digest.as_str() {
            return Err(CannotRun::Baseline {
                here: format!("{} {}", baseline.id, baseline.digest),
                there: format!("{} {}", manifest.pack, manifest.baseline),
            });
        }
        let worlds = manifest.scenarios.iter().map(|scenario| world(scenario, &baseline));
        let worlds: Vec<World> = worlds.collect::<Result<_, _>>()?;
        check_settings(&baseline, &worlds, &manifest.settings(1)).map_err(CannotRun::Run)?;
        for world in &worlds {
            check_plan(&baseline, &world.plan).map_err(CannotRun::Run)?;
        }
        let session = Session::new(Arc::clone(&baseline));
        Ok(Self { manifest: manifest.clone(), worlds, baseline, session })
    }

    /// Computes units of a group with the central values and hands each on as soon as it is there. Work
    /// stops at the first error of `keep`.
    ///
    /// # Errors
    /// What the run or `keep` says.
    pub fn central<E: From<RunError>>(
        &self,
        group: Group,
        wanted: &[Unit],
        watch: &dyn Watch,
        keep: &mut dyn FnMut(Unit, Vec<Row>) -> Result<(), E>,
    ) -> Result<(), E> {
        let settings = self.manifest.settings(group.seed);
        for (index, unit) in wanted.iter().enumerate() {
            let mut pair = vec![self.worlds[group.reference].clone()];
            if unit.scenario != group.reference {
                pair.push(self.worlds[unit.scenario].clone());
            }
            let part = Part::nth(watch, index, wanted.len());
            let output = self.session.compare(&pair, &settings, &part)?;
            let difference = output.differences.iter().flatten().last();
            let rows = output.scenarios.last().map(|result| rows(result, difference)).unwrap_or_default();
            keep(*unit, rows)?;
        }
        Ok(())
    }

    /// Computes units of a group with a draw of the parameters.
    ///
    /// # Errors
    /// What the run says.
    pub fn drawn(
        &self,
        group: Group,
        wanted: &[Unit],
        watch: &dyn Watch,
    ) -> Result<Vec<(Unit, Vec<Row>)>, RunError> {
        let settings = self.manifest.settings(group.seed);
        // The reference first, whether it is wanted or not: the others are differences from it.
        let others: Vec<Unit> =
            wanted.iter().copied().filter(|unit| unit.scenario != group.reference).collect();
        let scenarios = [group.reference].into_iter().chain(others.iter().map(|unit| unit.scenario));
        let worlds: Vec<World> = scenarios.map(|scenario| self.worlds[scenario].clone()).collect();
        let solved = solve_draw(&self.baseline, &worlds, group.draw, &settings, watch)?;
        let Some((reference, rest)) = solved.split_first() else { return Ok(Vec::new()) };
        let mut found: Vec<(Unit, Vec<Row>)> = Vec::with_capacity(wanted.len());
        if let Some(unit) = wanted.iter().find(|unit| unit.scenario == group.reference) {
            found.push((*unit, drawn::rows(&self.baseline, reference, None, false)));
        }
        for ((unit, drawn), world) in others.iter().zip(rest).zip(&worlds[1..]) {
            let comparable = is_difference(&worlds[0].plan, &world.plan);
            found.push((*unit, drawn::rows(&self.baseline, drawn, Some(reference), comparable)));
        }
        Ok(found)
    }
}

/// A scenario of a study as a world.
fn world(scenario: &StudyScenario, baseline: &Baseline) -> Result<World, CannotRun> {
    let file = format!("{}.ron", scenario.id);
    let resolved = Document::from_bytes(&scenario.id, &file, scenario.text.as_bytes())
        .and_then(|document| resolve(document, Library::embedded(), baseline))
        .map_err(CannotRun::Scenario)?;
    if resolved.plan.digest().as_str() != scenario.digest {
        return Err(CannotRun::Plan { id: scenario.id.clone() });
    }
    let own_assumptions = resolved.own_assumptions;
    Ok(World { id: scenario.id.clone(), title: resolved.title, plan: resolved.plan, own_assumptions })
}

/// A result as the rows of a unit.
#[must_use]
pub fn rows(result: &ScenarioResult, difference: Option<&Difference>) -> Vec<Row> {
    let mut found = Vec::new();
    for (at, year) in result.series.iter().enumerate() {
        let mut values = levels(year).iter().map(|value| row(year, Some(value), None)).collect::<Vec<_>>();
        let own = difference.and_then(|difference| difference.series.get(at));
        for value in own.map(differences).unwrap_or_default() {
            match values.iter_mut().find(|row| row.indicator == value.name) {
                Some(row) => (row.difference, row.difference_se) = (finite(value.value), value.se),
                None => values.push(row(year, None, Some(&value))),
            }
        }
        found.extend(values);
    }
    found
}

fn levels(year: &YearResult) -> Vec<Value> {
    let mut values = tidy::expectancies(&year.expectancies);
    values.extend(tidy::totals(year.population, year.deaths));
    values.extend(tidy::health(year));
    values.extend(tidy::reach(year));
    if let Some(outcomes) = &year.outcomes {
        values.extend(tidy::economics(outcomes, year.costs.as_ref()));
    }
    values
}

fn differences(row: &DifferenceRow) -> Vec<Value> {
    let mut values = tidy::expectancies(&row.expectancies);
    values.extend(tidy::totals(row.population, row.deaths));
    if let Some(outcomes) = &row.outcomes {
        values.extend(tidy::economics(outcomes, row.costs.as_ref()));
    }
    values
}

fn row(year: &YearResult, level: Option<&Value>, difference: Option<&Value>) -> Row {
    let named = level.or(difference);
    Row {
        year: year.year.0,
        sex: year.sex,
        indicator: named.map(|value| value.name.clone()).unwrap_or_default(),
        unit: named.map(|value| value.unit.to_owned()).unwrap_or_default(),
        value: level.and_then(|value| finite(value.value)),
        se: level.and_then(|value| value.se),
        difference: difference.and_then(|value| finite(value.value)),
        difference_se: difference.and_then(|value| value.se),
    }
}

/// What is not a number is nothing in a database.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
