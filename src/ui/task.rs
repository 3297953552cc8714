//! Work off the screen's thread: one worker, newest request first, stale answers dropped.
//!
//! Requests carry a generation number. A newer request makes [`Watch::cancelled`] of the running one
//! true, so it stops at its next opportunity; what it still answers is older than what the state
//! waits for and is dropped there. A panic in a computation becomes an answer, never the end of the
//! interface.

mod carry;

pub use carry::{drawn, worth};

use super::action::{Action, Trend};
use super::event::Event;
use super::history::Choice;
use super::paper::Paper;
use crate::baseline::Baseline;
use crate::run::{Persons, RunError, RunOutput, RunSettings, Watch, World};
use std::ffi::OsString;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What the loop has to do after an update.
#[derive(Debug)]
pub enum Task {
    /// Compute in the background.
    Compute(Request),
    /// Compute nothing any more; answers will be of no use until there is a request of a higher number.
    Cancel(u64),
    /// Give up one job of a request; those after it go on.
    Skip {
        /// The request.
        generation: u64,
        /// Number of the job in it, from 0.
        job: usize,
    },
    /// Write a file that does not exist yet.
    Write(Document),
    /// Write the scenario, then ask for a report of what was written.
    Report(Document),
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
    /// Parameter draws of [`Part::Draws`].
    pub draws: u32,
    /// What [`Part::Report`] writes.
    pub paper: Option<Paper>,
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
    /// Why the second world differs from the first.
    Explanation {
        /// Reading.
        trend: Trend,
    },
    /// Bands and chances from parameter draws.
    Draws {
        /// Reading.
        trend: Trend,
    },
    /// What the trials are worth, each against the reference.
    Trials,
    /// The reference and every scenario kept.
    Comparison {
        /// Reading.
        trend: Trend,
    },
    /// Chances of reaching the goal of every scenario kept.
    ComparisonDraws {
        /// Reading.
        trend: Trend,
    },
    /// A report to hand over.
    Report,
}

impl Part {
    /// The reading it is computed under; trials and reports are held against the reference of the pack.
    #[must_use]
    pub const fn trend(&self) -> Option<Trend> {
        match *self {
            Self::Trials | Self::Report => None,
            Self::Reading { trend, .. }
            | Self::Step { trend }
            | Self::Change { trend }
            | Self::Explanation { trend }
            | Self::Draws { trend }
            | Self::Comparison { trend }
            | Self::ComparisonDraws { trend } => Some(trend),
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
    /// A scenario cannot be read; why, in lines.
    Unreadable(String),
}

/// The function that computes, exchanged in tests.
pub type Engine =
    dyn Fn(&Baseline, &[World], &RunSettings, &dyn Watch) -> Result<RunOutput, RunError> + Send + Sync;

/// The worker thread. Dropping it cancels what runs and does not wait for it.
#[derive(Debug)]
pub struct Worker {
    requests: Sender<Request>,
    wanted: Arc<AtomicU64>,
    skipped: Arc<AtomicU64>,
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
        let skipped = Arc::new(AtomicU64::new(0));
        let shared = (Arc::clone(&wanted), Arc::clone(&skipped));
        thread::Builder::new()
            .name("compute".to_owned())
            .spawn(move || serve(&queue, &baseline, &*engine, (&shared.0, &shared.1), &events))?;
        Ok(Self { requests, wanted, skipped })
    }

    /// Stops whatever runs; the next request has a higher number.
    pub fn cancel(&self, generation: u64) {
        self.wanted.store(generation, Ordering::Release);
    }

    /// Gives up one job of a request, if it is the one that runs; those after it go on.
    pub fn skip(&self, generation: u64, job: usize) {
        self.skipped.store(mark(generation, job), Ordering::Release);
    }

    /// Replaces whatever runs by this request.
    pub fn submit(&self, request: Request) {
        self.wanted.store(request.generation, Ordering::Release);
        // The receiver lives as long as the thread, which catches every panic of the engine.
        let _ = self.requests.send(request);
    }
}

/// One number for a job of a request, never 0: requests are numbered from 1 and have few jobs.
const fn mark(generation: u64, job: usize) -> u64 {
    generation * 256 + job as u64 % 256
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
    (wanted, skipped): (&AtomicU64, &AtomicU64),
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
            let (shown, since) = (Mutex::new(place.0 / place.1), Instant::now());
            let mark = mark(generation, number);
            let watch = Progress { generation, mark, wanted, skipped, events, place, shown, since };
            // A closed channel means that the interface has ended, which the watch sees as well.
            let partly = |action| drop(events.send(Event::Worker(action)));
            let last = number + 1 == count;
            let (action, ends) = carry::answer(&request, job, (baseline, engine), &watch, last, &partly);
            let over = last || ends;
            if events.send(Event::Worker(action)).is_err() {
                return;
            }
            if over || wanted.load(Ordering::Acquire) != generation {
                break;
            }
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
    /// The job among all jobs of all requests.
    mark: u64,
    wanted: &'a AtomicU64,
    skipped: &'a AtomicU64,
    events: &'a Sender<Event>,
    /// Number of the job and how many there are.
    place: (f64, f64),
    shown: Mutex<f64>,
    /// When the job began.
    since: Instant,
}

/// Time after which the pace of a job can be told.
const PACED: Duration = Duration::from_secs(1);

impl Watch for Progress<'_> {
    /// Passes on steps of at least 2%: the screen is drawn for each.
    fn progress(&self, share: f64) {
        let took = self.since.elapsed();
        let left =
            (took >= PACED && share > 0.0).then(|| took.mul_f64(((1.0 - share) / share).clamp(0.0, 1e4)));
        let share = (self.place.0 + share) / self.place.1;
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if share >= *shown + 0.02 {
            *shown = share;
            let progress = Action::Progress { generation: self.generation, share, left };
            // A closed channel means that the interface has ended; `cancelled` says so as well.
            let _ = self.events.send(Event::Worker(progress));
        }
    }

    fn cancelled(&self) -> bool {
        self.wanted.load(Ordering::Acquire) != self.generation
            || self.skipped.load(Ordering::Acquire) == self.mark
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
