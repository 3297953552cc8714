//! Work off the screen's thread: one worker, newest request first, stale answers dropped.
//!
//! Requests carry a generation number. A newer request makes [`Watch::cancelled`] of the running one
//! true, so it stops at its next opportunity; what it still answers is older than what the state
//! waits for and is dropped there. A panic in a computation becomes an answer, never the end of the
//! interface.

use super::action::{Action, Trend};
use super::answer::Assumptions;
use super::event::Event;
use crate::baseline::Baseline;
use crate::run::{RunError, RunOutput, RunSettings, Watch, World};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What the loop has to do after an update.
#[derive(Debug)]
pub enum Task {
    /// Compute in the background.
    Compute(Request),
    /// Hand the terminal back until resumed.
    Suspend,
    /// Paint everything again.
    Repaint,
}

/// A computation.
#[derive(Debug, Clone)]
pub struct Request {
    /// Number of the request; a higher one replaces it.
    pub generation: u64,
    /// What is assumed, to label the answer with.
    pub assumptions: Assumptions,
    /// The reading of each world.
    pub trends: Vec<Trend>,
    /// The worlds to run on the same persons.
    pub worlds: Vec<World>,
    /// How to run them.
    pub settings: RunSettings,
}

/// Why a request has no results.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// A newer request replaced it.
    Cancelled,
    /// The engine refused.
    Refused(RunError),
    /// The computation broke off: a fault of the program.
    Crashed(String),
}

/// The function that computes, exchanged in tests.
pub type Engine =
    dyn Fn(&Baseline, &[World], &RunSettings, &dyn Watch) -> Result<RunOutput, RunError> + Send + Sync;

/// The worker thread. Dropping it cancels what runs and does not wait for it.
#[derive(Debug)]
pub struct Worker {
    requests: Sender<Request>,
    wanted: Arc<AtomicU64>,
}

impl Worker {
    /// Starts the thread; answers and progress go to `events`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        baseline: Arc<Baseline>,
        engine: Arc<Engine>,
        events: Sender<Event>,
    ) -> std::io::Result<Self> {
        let (requests, queue) = channel();
        let wanted = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&wanted);
        thread::Builder::new()
            .name("compute".to_owned())
            .spawn(move || serve(&queue, &baseline, &*engine, &shared, &events))?;
        Ok(Self { requests, wanted })
    }

    /// Replaces whatever runs by this request.
    pub fn submit(&self, request: Request) {
        self.wanted.store(request.generation, Ordering::Release);
        // The receiver lives as long as the thread, which catches every panic of the engine.
        let _ = self.requests.send(request);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.wanted.store(u64::MAX, Ordering::Release);
    }
}

fn serve(
    queue: &Receiver<Request>,
    baseline: &Baseline,
    engine: &Engine,
    wanted: &AtomicU64,
    events: &Sender<Event>,
) {
    while let Ok(first) = queue.recv() {
        let request = queue.try_iter().last().unwrap_or(first);
        let generation = request.generation;
        if wanted.load(Ordering::Acquire) != generation {
            continue;
        }
        let watch = Progress { generation, wanted, events, shown: Mutex::new(0.0) };
        let computed =
            catch_unwind(AssertUnwindSafe(|| engine(baseline, &request.worlds, &request.settings, &watch)));
        let result = match computed {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(RunError::Cancelled)) => Err(Failure::Cancelled),
            Ok(Err(refused)) => Err(Failure::Refused(refused)),
            Err(panic) => Err(Failure::Crashed(panic_text(&*panic))),
        };
        if events.send(Event::Worker(Action::Answered { generation, result })).is_err() {
            return;
        }
    }
}

/// What a panic said.
pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

struct Progress<'a> {
    generation: u64,
    wanted: &'a AtomicU64,
    events: &'a Sender<Event>,
    shown: Mutex<f64>,
}

impl Watch for Progress<'_> {
    /// Passes on steps of at least 2%: the screen is drawn for each.
    fn progress(&self, share: f64) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if share >= *shown + 0.02 {
            *shown = share;
            let progress = Action::Progress { generation: self.generation, share };
            // A closed channel means that the interface has ended; `cancelled` says so as well.
            let _ = self.events.send(Event::Worker(progress));
        }
    }

    fn cancelled(&self) -> bool {
        self.wanted.load(Ordering::Acquire) != self.generation
    }
}
