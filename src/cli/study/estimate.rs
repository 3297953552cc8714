//! What a study will take, before it is begun: units, time and disk.
//!
//! The time of a unit is measured, not guessed: the scenario with the most levers is run with few persons
//! and with more, and a line through both gives the time for those asked for. The disk is what one unit of
//! each kind takes in a store in memory.

use crate::baseline::Baseline;
use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::cli::simulate::{of_run, threaded};
use crate::cli::study::{cannot, of_store};
use crate::run::{RunError, Watch};
use crate::study::solve::Solver;
use crate::study::store::About;
use crate::study::units::{Group, Unit};
use crate::study::{Manifest, Store};
use serde::Serialize;
use std::sync::Arc;
use std::time::Instant;

/// Persons of the smaller of the two measured runs.
const FEW: u64 = 5_000;
/// Persons of the larger one.
const MORE: u64 = 20_000;

/// What a study will take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Scenarios, grids and readings included.
    pub scenarios: u64,
    /// Units: scenarios x (draws + 1) x seeds.
    pub units: u64,
    /// Units that are finished already.
    pub done: u64,
    /// Seconds for those that are not, on this machine with these threads.
    pub seconds: f64,
    /// Bytes of the finished store.
    pub bytes: u64,
    /// Persons of each unit.
    pub persons: u64,
    /// Parameter draws beside the central values.
    pub draws: u32,
    /// Seeds.
    pub seeds: u64,
    /// Worker threads the time is for.
    pub threads: u64,
}

/// Seconds of a unit of either kind, and its bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    seconds: f64,
    bytes: f64,
}

/// Estimates a study of `draws` draws of which `done` units with the central values and with draws are
/// finished.
///
/// # Errors
/// What the measured runs say; a signal stops them.
pub fn estimate(
    (about, manifest): (&About, &Manifest),
    draws: u32,
    done: [u64; 2],
    baseline: Baseline,
    threads: Option<u16>,
    watch: &(dyn Watch + Sync),
    context: &Context,
) -> Result<Estimate, Failure> {
    let baseline = Arc::new(baseline);
    let measured = threaded(context, threads, || {
        let threads = rayon::current_num_threads();
        let central = measure(manifest, about, &baseline, 0, watch);
        let drawn =
            if draws > 0 { measure(manifest, about, &baseline, 1, watch) } else { Ok(Cost::default()) };
        (threads, central, drawn)
    })?;
    let failed = |error: Trouble| match error {
        Trouble::Run(error) => of_run(context, &error),
        Trouble::Failed(make) => make(context),
    };
    let (threads, central, drawn) = measured;
    let (central, drawn) = (central.map_err(failed)?, drawn.map_err(failed)?);
    let scenarios = manifest.scenarios.len() as u64;
    let seeds = manifest.seeds.len() as u64;
    let units = [scenarios * seeds, scenarios * seeds * u64::from(draws)];
    let left = [0, 1].map(|kind: usize| units[kind].saturating_sub(done[kind]) as f64);
    Ok(Estimate {
        scenarios,
        units: units[0] + units[1],
        done: done[0] + done[1],
        // A draw is solved by one thread alone, several at a time.
        seconds: left[0] * central.seconds + left[1] * drawn.seconds / threads as f64,
        bytes: (units[0] as f64 * central.bytes + units[1] as f64 * drawn.bytes) as u64,
        persons: manifest.persons,
        draws,
        seeds,
        threads: threads as u64,
    })
}

/// Why nothing could be measured.
enum Trouble {
    Run(RunError),
    Failed(Box<dyn FnOnce(&Context) -> Failure + Send>),
}

impl From<RunError> for Trouble {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

/// Measures a unit of a draw (0: the central values) with few persons and with more.
fn measure(
    manifest: &Manifest,
    about: &About,
    baseline: &Arc<Baseline>,
    draw: u32,
    watch: &(dyn Watch + Sync),
) -> Result<Cost, Trouble> {
    let levers = |at: &usize| manifest.scenarios[*at].text.matches("coverage:").count();
    let compared = (0..manifest.scenarios.len()).filter(|&at| manifest.scenarios[at].compared_with != at);
    // Of scenarios with equally many the first: the costliest kind, so that the time is rather too long.
    let chosen = compared.rev().max_by_key(levers).unwrap_or(0);
    let reference = manifest.scenarios[chosen].compared_with;
    let seed = manifest.seeds.first().copied().unwrap_or(1);
    let group = Group { draw, seed, reference };
    let wanted = [Unit { scenario: reference, draw, seed }, Unit { scenario: chosen, draw, seed }];
    let one = |persons: u64| -> Result<(f64, f64), Trouble> {
        let small = Manifest { persons, ..manifest.clone() };
        let solver = Solver::new(&small, Arc::clone(baseline))
            .map_err(|error| Trouble::Failed(Box::new(move |context| cannot(context, &error))))?;
        let begun = Instant::now();
        let mut units = Vec::new();
        if draw == 0 {
            solver.central(group, &wanted, watch, &mut |unit, rows| -> Result<(), RunError> {
                units.push((unit, rows));
                Ok(())
            })?;
        } else {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
            let pool = pool.map_err(|error| RunError::NoThreads(error.to_string()))?;
            units = pool.install(|| solver.drawn(group, &wanted, watch))?;
        }
        let seconds = begun.elapsed().as_secs_f64() / units.len().max(1) as f64;
        let failed =
            |error| Trouble::Failed(Box::new(move |context: &Context| of_store(context, &error)) as _);
        let mut store = Store::in_memory(about, &small).map_err(failed)?;
        let empty = store.bytes().map_err(failed)?;
        for (unit, rows) in &units {
            store.record(*unit, rows, seconds).map_err(failed)?;
        }
        let bytes = store.bytes().map_err(failed)? - empty;
        Ok((seconds, bytes as f64 / units.len().max(1) as f64))
    };
    let few = FEW.min(manifest.persons);
    let (first, bytes) = one(few)?;
    let more = MORE.min(manifest.persons);
    if more <= few {
        return Ok(Cost { seconds: first, bytes });
    }
    let (second, _) = one(more)?;
    let slope = ((second - first) / (more - few) as f64).max(0.0);
    Ok(Cost { seconds: second + slope * (manifest.persons - more) as f64, bytes })
}
