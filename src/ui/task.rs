//! Work off the screen's thread: one worker, newest request first, stale answers dropped.
//!
//! Requests carry a generation number. A newer request makes [`Watch::cancelled`] of the running one
//! true, so it stops at its next opportunity; what it still answers is older than what the state
//! waits for and is dropped there. A panic in a computation becomes an answer, never the end of the
//! interface.

use super::action::{Action, Trend};
use super::event::Event;
use super::history::Choice;
use crate::analysis::explain::{Effort, explain};
use crate::baseline::Baseline;
use crate::run::{Persons, RunError, RunOutput, RunSettings, Watch, World};
use std::ffi::OsString;
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
    /// Write a file that does not exist yet.
    Write(Document),
    /// Hand a text to the terminal's clipboard.
    Copy(String),
    /// Read which scenarios can be opened.
    List,
    /// Open a scenario.
    Open(OsString),
    /// Listen to the mouse or not.
    Mouse(bool),
    /// Hand the terminal back until resumed.
    Suspend,
    /// Paint everything again.
    Repaint,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Name without ending; a number is added if it is taken.
    pub name: String,
    /// Ending.
    pub ending: &'static str,
    /// Content.
    pub text: String,
}

/// A computation: several jobs, one after the other, the coarse ones first.
#[derive(Debug, Clone)]
pub struct Request {
    /// Number of the request; a higher one replaces it.
    pub generation: u64,
    /// What it answers.
    pub choice: Choice,
    /// What to run.
    pub jobs: Vec<Job>,
    /// How to run, but for the number of persons.
    pub settings: RunSettings,
}

/// One run of a request.
#[derive(Debug, Clone)]
pub struct Job {
    /// What it is for.
    pub part: Part,
    /// Simulated persons.
    pub persons: Persons,
    /// The worlds to run on the same persons; differences are from the first.
    pub worlds: Vec<World>,
}

/// What a job is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A reading: the reference and the scenario.
    Reading {
        /// Which.
        trend: Trend,
        /// Whether with as many persons as were asked for.
        refined: bool,
    },
    /// The world of the last refined answer, and the present one: what the move adds, of few persons.
    Step {
        /// Reading.
        trend: Trend,
    },
    /// The world before the last change, and the present one.
    Change {
        /// Reading.
        trend: Trend,
    },
    /// Why the second world differs from the first; always the last job.
    Explanation {
        /// Reading.
        trend: Trend,
    },
    /// The reference and every scenario kept.
    Comparison {
        /// Reading.
        trend: Trend,
    },
}

impl Part {
    /// The reading it is computed under.
    #[must_use]
    pub const fn trend(&self) -> Trend {
        match *self {
            Self::Reading { trend, .. }
            | Self::Step { trend }
            | Self::Change { trend }
            | Self::Explanation { trend }
            | Self::Comparison { trend } => trend,
        }
    }
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
        let count = request.jobs.len();
        for (number, job) in request.jobs.iter().enumerate() {
            let place = (number as f64, count as f64);
            let watch = Progress { generation, wanted, events, place, shown: Mutex::new(place.0 / place.1) };
            let settings = RunSettings { persons: job.persons, ..request.settings.clone() };
            if let (Part::Explanation { trend }, [from, to]) = (job.part, job.worlds.as_slice()) {
                let effort = Effort::default();
                let told = caught(|| explain(baseline, from, to, &settings, effort, &watch).map(Box::new));
                if events.send(Event::Worker(Action::Explained { generation, trend, result: told })).is_err()
                {
                    return;
                }
                break;
            }
            let result = caught(|| engine(baseline, &job.worlds, &settings, &watch));
            let over = number + 1 == count || result.is_err();
            let answer = Action::Answered { generation, part: job.part, last: over, result };
            if events.send(Event::Worker(answer)).is_err() {
                return;
            }
            if over || wanted.load(Ordering::Acquire) != generation {
                break;
            }
        }
    }
}

/// A computation whose panic is an answer like any other.
fn caught<T>(compute: impl FnOnce() -> Result<T, RunError>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(compute)) {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(RunError::Cancelled)) => Err(Failure::Cancelled),
        Ok(Err(refused)) => Err(Failure::Refused(refused)),
        Err(panic) => Err(Failure::Crashed(panic_text(&*panic))),
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
    /// Number of the job and how many there are.
    place: (f64, f64),
    shown: Mutex<f64>,
}

impl Watch for Progress<'_> {
    /// Passes on steps of at least 2%: the screen is drawn for each.
    fn progress(&self, share: f64) {
        let share = (self.place.0 + share) / self.place.1;
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

/// Writes a file into the present folder without ever replacing one: a number is added to a name that is
/// taken. Gives the path.
///
/// # Errors
/// When the system refuses, or a hundred such files are there.
pub fn write(document: &Document) -> std::io::Result<String> {
    let folder = std::env::current_dir()?;
    for number in 1..=100 {
        let name = if number == 1 { document.name.clone() } else { format!("{}-{number}", document.name) };
        let path = folder.join(format!("{name}.{}", document.ending));
        match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                std::io::Write::write_all(&mut file, document.text.as_bytes())?;
                return Ok(path.display().to_string());
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}
