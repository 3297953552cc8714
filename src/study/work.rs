//! Does what is left of a study.
//!
//! The groups of a shard are gone through twice. The first time, a group that another process has claimed
//! is left to it; the second time, what is still missing is computed whoever claimed it: its process has
//! died, or is slower, and then the same numbers are computed twice and written once. So nothing waits for
//! a process that is gone, and no clock and no list of living processes is asked.

use super::StoreError;
use super::solve::Solver;
use super::store::{Row, Store};
use super::units::{Group, Shard, Unit};
use crate::run::progress::{Part, Quiet};
use crate::run::{RunError, Watch};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
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

/// Computes what is missing of a shard and reports each unit. What is finished when it ends, for whatever
/// reason, is in the store. Uses the threads of the pool it is called in: all of them for a group with the
/// central values, and one for each of several draws, which no thread then waits in.
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
        let mut queue = Queue { next: 0, steal };
        while let Some(job) = queue.next(store, &mut state, |group| group.draw == 0)? {
            central(store, solver, &job, &mut state, watch, report)?;
        }
        draws(store, solver, &mut Queue { next: 0, steal }, &mut state, watch, report)?;
    }
    if watch.cancelled() {
        return Err(RunError::Cancelled.into());
    }
    // A process that died after its last unit left its claim, and perhaps the file of a journal that the
    // next change takes away.
    for group in store.claims()? {
        let units: Vec<Unit> = store.manifest().units(group).collect();
        if missing(store, &units)?.is_empty() {
            store.release(group)?;
        }
    }
    Ok(())
}

/// A group to be computed.
#[derive(Debug, Clone)]
struct Job {
    /// Its position among those of the shard.
    at: usize,
    group: Group,
    wanted: Vec<Unit>,
}

/// Groups in order, those that need nothing or are claimed elsewhere left out.
struct Queue {
    next: usize,
    /// Whether a claim of another process is overruled.
    steal: bool,
}

impl Queue {
    fn next(
        &mut self,
        store: &Store,
        state: &mut State,
        fits: impl Fn(&Group) -> bool,
    ) -> Result<Option<Job>, StoreError> {
        while let Some(&group) = state.groups.get(self.next) {
            let at = self.next;
            self.next += 1;
            if !fits(&group) {
                continue;
            }
            let units: Vec<Unit> = store.manifest().units(group).collect();
            // Whole groups need no question each: a study may have a hundred thousand.
            if state.known[at] == units.len() as u64 {
                continue;
            }
            let wanted = missing(store, &units)?;
            state.finished(at, (units.len() - wanted.len()) as u64);
            if !wanted.is_empty() && (store.claim(group)? || self.steal) {
                return Ok(Some(Job { at, group, wanted }));
            }
        }
        Ok(None)
    }
}

/// A group with the central values, on all threads, unit by unit.
fn central(
    store: &mut Store,
    solver: &Solver,
    job: &Job,
    state: &mut State,
    watch: &dyn Watch,
    report: &mut dyn FnMut(Step),
) -> Result<(), WorkError> {
    let share = |done: u64| done as f64 / state.total as f64;
    let part = Part { watch, from: share(state.done), to: share(state.done + job.wanted.len() as u64) };
    let mut last = Instant::now();
    let done = solver.central(job.group, &job.wanted, &part, &mut |unit, rows| {
        let seconds = last.elapsed().as_secs_f64();
        last = Instant::now();
        keep(store, state, job.at, (unit, &rows, seconds), report)
    });
    // A claim that cannot be given back costs the next process nothing but the order of its work.
    let released = store.release(job.group);
    done?;
    Ok(released?)
}

/// Groups with draws, each on a thread of its own.
fn draws(
    store: &mut Store,
    solver: &Solver,
    queue: &mut Queue,
    state: &mut State,
    watch: &dyn Watch,
    report: &mut dyn FnMut(Step),
) -> Result<(), WorkError> {
    let drawn = |group: &Group| group.draw > 0;
    let threads = rayon::current_num_threads();
    let Some(first) = queue.next(store, state, drawn)? else { return Ok(()) };
    let pools = (0..threads)
        .map(|_| rayon::ThreadPoolBuilder::new().num_threads(1).build())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| RunError::NoThreads(error.to_string()))?;
    let quiet = Quiet::new(watch);
    let (jobs, taken) = mpsc::channel::<Job>();
    let taken = Mutex::new(taken);
    thread::scope(|scope| {
        let (sender, solved) = mpsc::channel();
        for pool in &pools {
            let (sender, taken, quiet) = (sender.clone(), &taken, &quiet);
            scope.spawn(move || {
                loop {
                    // The lock is held while waiting: the others wait for it instead of for the channel.
                    let job = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(job) = job else { break };
                    let begun = Instant::now();
                    let found = pool.install(|| solver.drawn(job.group, &job.wanted, quiet));
                    if sender.send((job, found, begun.elapsed().as_secs_f64())).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // Owned here, so that the threads end with this closure.
        let jobs = jobs;
        let (mut out, mut waiting, mut failed) = (0, Some(first), None::<WorkError>);
        loop {
            while out < threads && failed.is_none() && !watch.cancelled() {
                let next =
                    waiting.take().map_or_else(|| queue.next(store, state, drawn), |job| Ok(Some(job)));
                match next {
                    Ok(Some(job)) if jobs.send(job.clone()).is_ok() => out += 1,
                    Ok(_) => break,
                    Err(error) => failed = Some(error.into()),
                }
            }
            if out == 0 {
                break;
            }
            let Ok((job, found, seconds)) = solved.recv() else { break };
            out -= 1;
            let kept = found.map_err(WorkError::from).and_then(|units| {
                let each = seconds / units.len().max(1) as f64;
                units
                    .iter()
                    .try_for_each(|(unit, rows)| keep(store, state, job.at, (*unit, rows, each), report))
            });
            let released = store.release(job.group).map_err(WorkError::from);
            if let Err(error) = kept.and(released) {
                quiet.stop();
                failed.get_or_insert(error);
            }
            watch.progress(state.done as f64 / state.total as f64);
        }
        // Stopped before it was handed out.
        if let Some(job) = waiting {
            store.release(job.group)?;
        }
        failed.map_or(Ok(()), Err)
    })
}

/// Writes a unit and reports it.
fn keep(
    store: &mut Store,
    state: &mut State,
    at: usize,
    (unit, rows, seconds): (Unit, &[Row], f64),
    report: &mut dyn FnMut(Step),
) -> Result<(), WorkError> {
    // It may have been finished elsewhere meanwhile: it is one unit more for this process all the same.
    store.record(unit, rows, seconds)?;
    state.finished(at, state.known[at] + 1);
    state.computed += 1;
    let passed = state.begun.elapsed().as_secs_f64();
    let left = state.total.saturating_sub(state.done) as f64 * passed / state.computed as f64;
    report(Step { unit, done: state.done, total: state.total, seconds: passed, left });
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
        let places: HashMap<Group, usize> =
            groups.iter().enumerate().map(|(at, group)| (*group, at)).collect();
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

fn missing(store: &Store, units: &[Unit]) -> Result<Vec<Unit>, StoreError> {
    let mut missing = Vec::with_capacity(units.len());
    for unit in units {
        if !store.has(*unit)? {
            missing.push(*unit);
        }
    }
    Ok(missing)
}
