//! A script of steps: what a session has changed, one whole scenario after the other, with the persons and the seed
//! behind its numbers. The interface writes it, `kenju replay` computes it again.

use super::document::Document;
use super::error::ScenarioError;
use super::library::Library;
use super::parse;
use super::resolve::{ResolvedScenario, resolve};
use super::schema::Scenario;
use crate::baseline::Baseline;
use serde::Deserialize;
use std::path::Path;

/// The version of scripts this program writes and reads.
pub const SCRIPT_VERSION: u32 = 1;

/// Most steps of a script.
pub const MOST_STEPS: usize = 501;

/// What the file says. Plain fields only, so that mistakes have a place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    script: u32,
    #[serde(default)]
    persons: Option<u64>,
    seed: u64,
    until: u16,
    steps: Vec<Scenario>,
}

/// A script, ready to run.
#[derive(Debug)]
pub struct Script {
    /// Simulated persons; `None`: every resident.
    pub persons: Option<u64>,
    /// Seed of the random draws.
    pub seed: u64,
    /// Last year.
    pub until: u16,
    /// The scenarios in the order of the steps; their ids are `step-0`, `step-1` and so on.
    pub steps: Vec<ResolvedScenario>,
}

/// Why a script cannot be run.
#[derive(Debug)]
pub enum ScriptError {
    /// It cannot be read, or a step is wrong.
    Scenario(ScenarioError),
    /// It is of another version of the program.
    Version(u32),
    /// It has no steps, or more than [`MOST_STEPS`].
    Steps(usize),
}

impl From<ScenarioError> for ScriptError {
    fn from(error: ScenarioError) -> Self {
        Self::Scenario(error)
    }
}

/// Reads a script and resolves every step for a pack.
///
/// # Errors
/// [`ScriptError`].
pub fn load(path: &Path, baseline: &Baseline) -> Result<Script, ScriptError> {
    let shown = path.to_string_lossy();
    let bytes = parse::read(path, &shown)?;
    let text = parse::decode(&bytes, &shown).map_err(ScenarioError::from)?;
    let file: File = parse::parse_as(&text, &shown).map_err(ScenarioError::from)?;
    if file.script != SCRIPT_VERSION {
        return Err(ScriptError::Version(file.script));
    }
    let Some(first) = file.steps.first().filter(|_| file.steps.len() <= MOST_STEPS) else {
        return Err(ScriptError::Steps(file.steps.len()));
    };
    let holder = Document::holder(&shown, text, Some(path.to_owned()), first.clone());
    let steps = file.steps.into_iter().enumerate().map(|(number, scenario)| {
        let document = Document::made_up(format!("step-{number}"), &holder, scenario);
        resolve(document, Library::embedded(), baseline)
    });
    let steps = steps.collect::<Result<_, _>>()?;
    Ok(Script { persons: file.persons, seed: file.seed, until: file.until, steps })
}
