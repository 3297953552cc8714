//! Does what is left of a study.
//!
//! The groups of a shard are gone through twice. The first time, a group that another process has claimed
//! is left to it; the second time, what is still missing is computed whoever claimed it: its process has
//! died, or is slower, and then the same numbers are computed twice and written once. So nothing waits for
//! a process that is gone, and no clock and no list of living processes is asked.

use super::solve::Solver;
use super::store::Store;
use super::units::{Group, Shard, Unit};
use super::StoreError;
use crate::run::{RunError, Watch};
use std::collections::HashMap;
use std::time::Instant;

/// Why the work ended before its end.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WorkError {
    /// The store.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The run.
    #[error("{0}")]
    Run(#[from] RunError),
}

/// A unit that has just been finished.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Which.
    pub unit: Unit,
    /// Units of the shard that are finished.
    pub done: u64,
    /// Units of the shard.
    pub total: u64,
    /// Seconds since the work began.
    pub seconds: f64,
    /// Seconds until the shard is finished, judged from the units computed here.
    pub left: f64,
}

/// Watches the units of a group as part of the whole.
struct Part<'a> {
    watch: &'a dyn Watch,
    done: u64,
    total: u64,
    /// Units that are computed together.
    units: u64,
}

impl Watch for Part<'_> {
    fn progress(&self, share: f64) {
        self.watch.progress((self.done as f64 + share * self.units as f64) / self.total as f64);
    }

    fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}

/// Computes what is missing of a shard and reports each unit. What is finished when it ends, for whatever
/// reason, is in the store.
///
/// # Errors
/// [`WorkError`]: [`RunError::Cancelled`] when `watch` asks to stop.
pub fn work(
    store: &mut Store,
    solver: &Solver,
    shard: Shard,
    watch: &dyn Watch,
    report: &mut dyn FnMut(Step),
) -> Result<(), WorkError> {
    let mut state = State::of(store, shard)?;
    for steal in [false, true] {
        for at in 0..state.groups.len() {
            if watch.cancelled() {
                return Err(RunError::Cancelled.into());
            }
            let group = state.groups[at];
            let missing = missing(store, group)?;
            state.finished(at, (store.manifest().units(group).count() - missing.len()) as u64);
            if missing.is_empty() || (!store.claim(group)? && !steal) {
                continue;
            }
            let done = compute(store, solver, (at, &missing), &mut state, watch, report);
            // A claim that cannot be given back costs the next process nothing but the order of its work.
            let released = store.release(group);
            done?;
            released?;
        }
    }
    Ok(())
}

/// How far the work is.
struct State {
    begun: Instant,
    groups: Vec<Group>,
    /// Finished units of each group, as far as is known here: another process may finish more.
    known: Vec<u64>,
    done: u64,
    total: u64,
    /// Units computed here.
    computed: u64,
}

impl State {
    fn of(store: &Store, shard: Shard) -> Result<Self, StoreError> {
        let manifest = store.manifest();
        let groups: Vec<Group> = manifest.groups(store.draws(), shard).collect();
        let places: HashMap<Group, usize> = groups.iter().enumerate().map(|(at, group)| (*group, at)).collect();
        let mut known = vec![0; groups.len()];
        for finished in store.finished()? {
            let Unit { scenario, draw, seed } = finished.unit;
            let reference = manifest.scenarios.get(scenario).map_or(0, |scenario| scenario.compared_with);
            if let Some(&at) = places.get(&Group { draw, seed, reference }) {
                known[at] += 1;
            }
        }
        let total = groups.iter().map(|group| manifest.units(*group).count() as u64).sum();
        let done = known.iter().sum();
        Ok(Self { begun: Instant::now(), groups, known, done, total, computed: 0 })
    }

    fn finished(&mut self, at: usize, units: u64) {
        self.done = self.done + units - self.known[at];
        self.known[at] = units;
    }
}

fn missing(store: &Store, group: Group) -> Result<Vec<Unit>, StoreError> {
    let units: Vec<Unit> = store.manifest().units(group).collect();
    let mut missing = Vec::with_capacity(units.len());
    for unit in units {
        if !store.has(unit)? {
            missing.push(unit);
        }
    }
    Ok(missing)
}

fn compute(
    store: &mut Store,
    solver: &Solver,
    (at, wanted): (usize, &[Unit]),
    state: &mut State,
    watch: &dyn Watch,
    report: &mut dyn FnMut(Step),
) -> Result<(), WorkError> {
    let part = Part { watch, done: state.done, total: state.total, units: wanted.len() as u64 };
    let mut last = Instant::now();
    solver.solve(state.groups[at], wanted, &part, &mut |unit, rows| {
        let seconds = last.elapsed().as_secs_f64();
        last = Instant::now();
        // It may have been finished elsewhere meanwhile: it is one unit more for this process all the same.
        store.record(unit, &rows, seconds)?;
        state.finished(at, state.known[at] + 1);
        state.computed += 1;
        let passed = state.begun.elapsed().as_secs_f64();
        let left = state.total.saturating_sub(state.done) as f64 * passed / state.computed as f64;
        report(Step { unit, done: state.done, total: state.total, seconds: passed, left });
        Ok(())
    })
}
