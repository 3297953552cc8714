//! Many draws over threads, handed on in order.
//!
//! A draw is solved by one thread alone, several draws at a time: no thread waits for another inside a
//! draw. Whatever the number of threads, draws are handed on in the order of their numbers.

use super::super::{RunError, RunSettings, Watch, World};
use super::{DrawnWorld, solve_draw};
use crate::baseline::Baseline;
use crate::run::progress::Quiet;
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

/// Solves the draws of a range and hands each on, in order, as soon as it and all before it are there;
/// `keep` may ask to stop. Uses as many threads as the thread pool it is called in has.
///
/// # Errors
/// That of the first draw that fails, as [`super::super::run`].
pub fn solve_draws(
    baseline: &Baseline,
    worlds: &[World],
    draws: Range<u32>,
    settings: &RunSettings,
    watch: &dyn Watch,
    keep: &mut dyn FnMut(u32, Vec<DrawnWorld>) -> ControlFlow<()>,
) -> Result<(), RunError> {
    let all = draws.len();
    let threads = rayon::current_num_threads().min(all).max(1);
    let pools = (0..threads)
        .map(|_| rayon::ThreadPoolBuilder::new().num_threads(1).build())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| RunError::NoThreads(error.to_string()))?;
    // The pack reads its normalisers once, before the threads copy it.
    if baseline.needs_calibration() {
        baseline.calibration().map_err(RunError::Uncalibrated)?;
    }
    let next = AtomicU32::new(draws.start);
    let quiet = Quiet::new(watch);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for pool in &pools {
            let (sender, next, quiet, draws) = (sender.clone(), &next, &quiet, draws.clone());
            scope.spawn(move || {
                loop {
                    let draw = next.fetch_add(1, Ordering::Relaxed);
                    if draw >= draws.end || quiet.cancelled() {
                        break;
                    }
                    let solved = pool.install(|| solve_draw(baseline, worlds, draw, settings, quiet));
                    if sender.send((draw, solved)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut wanted = draws.start;
        for (draw, solved) in receiver {
            waiting.insert(draw, solved);
            while let Some(solved) = waiting.remove(&wanted) {
                match solved {
                    Ok(solved) => {
                        wanted += 1;
                        watch.progress(f64::from(wanted - draws.start) / all as f64);
                        if keep(wanted - 1, solved).is_break() {
                            quiet.stop();
                            return Ok(());
                        }
                    }
                    Err(error) => {
                        quiet.stop();
                        return Err(error);
                    }
                }
            }
        }
        if wanted < draws.end { Err(RunError::Cancelled) } else { Ok(()) }
    })
}
