//! What the verbs on studies share: opening a store, doing its work, and saying what went wrong.

pub mod estimate;
pub mod progress;
pub mod summary;

use super::failure::{Failure, Kind};
use super::output::{Target, shown};

use super::simulate::{of_run, of_scenario, threaded};
use super::stop::SignalWatch;
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Baseline;
use crate::i18n::message;
use crate::study::manifest::{Manifest, Mixture};
use crate::study::solve::{CannotRun, Solver};
use crate::study::store::Access;
use crate::study::units::{MOST_SHARDS, Shard};
use crate::study::work::{WorkError, work};
use crate::study::{Store, StoreError};
use crate::text::escape_untrusted;
use clap::{Args, ValueEnum, ValueHint};
use progress::Progress;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use summary::Summary;

/// How progress is shown on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProgressForm {
    /// A bar with the time left, on a terminal
    Bar,
    /// One JSON object a line for every finished unit
    Json,
}

/// Flags of the verbs that compute units.
#[derive(Debug, Clone, Args)]
pub struct WorkOptions {
    /// Compute only part I of N, for job arrays: 1/8 ... 8/8
    #[arg(long, value_name = "I/N", default_value = "1/1", allow_negative_numbers = true)]
    shard: String,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    /// How progress is shown on standard error
    #[arg(long, value_enum, default_value_t = ProgressForm::Bar, value_name = "FORM")]
    progress: ProgressForm,
}

/// Flags of the verbs that go on with a store.
#[derive(Debug, Clone, Args)]
pub struct StoreOptions {
    /// The store of a study
    #[arg(value_name = "STORE", value_hint = ValueHint::FilePath)]
    store: PathBuf,
    #[command(flatten)]
    work: WorkOptions,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

impl StoreOptions {
    /// Opens the store, computes what is missing and says how far the study is. `draws` says how many draws
    /// there shall be.
    ///
    /// # Errors
    /// A failure with its exit code.
    pub fn go_on(
        &self,
        context: &Context,
        draws: impl FnOnce(&Store) -> Result<u32, Failure>,
    ) -> Result<(), Failure> {
        let target = Target::prepare(&self.output, context)?;
        target.spare([self.store.as_path()], context)?;
        let work = self.work.read(context)?;
        let mut store = open(&self.store, Access::Write, context)?;
        let draws = draws(&store)?;
        let baseline = super::simulate::baseline(context, &self.baseline)?;
        let solver = solver(store.manifest(), baseline, context)?;
        store.expand_to(draws).map_err(|error| of_store(context, &error))?;
        carry_out(&mut store, &solver, work, context)?;
        target.write(&Summary::of(&store, context)?.render(self.output.format, context), context)
    }
}

/// Checked flags of the verbs that compute units.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// Which part.
    pub shard: Shard,
    /// Worker threads; one per processor without it.
    pub threads: Option<u16>,
    progress: ProgressForm,
}

impl Work {
    /// Whether standard error is read by a machine: then nothing but progress belongs there.
    pub fn is_for_machines(self) -> bool {
        self.progress == ProgressForm::Json
    }

    /// All of a study, with a bar.
    pub const fn whole(threads: Option<u16>) -> Self {
        Self { shard: Shard::WHOLE, threads, progress: ProgressForm::Bar }
    }
}

impl WorkOptions {
    /// The flags, checked.
    ///
    /// # Errors
    /// [`Kind::Usage`].
    pub fn read(&self, context: &Context) -> Result<Work, Failure> {
        let shard = self.shard.parse().map_err(|_| {
            let found = escape_untrusted(&self.shard);
            let text =
                message!(context.messages, "error-shard", found = found, most = MOST_SHARDS.to_string());
            context.failure(Kind::Usage, text)
        })?;
        let threads =
            self.threads.as_deref().map(|text| super::simulate::threads(context, text)).transpose()?;
        Ok(Work { shard, threads, progress: self.progress })
    }
}

/// Opens a store.
///
/// # Errors
/// What is wrong with it, by kind.
pub fn open(path: &Path, access: Access, context: &Context) -> Result<Store, Failure> {
    Store::open(path, access).map_err(|error| of_store(context, &error))
}

/// Whether a file begins as databases do.
pub fn is_store(path: &Path) -> bool {
    const MARK: &[u8; 16] = b"SQLite format 3\0";
    // Looked at before it is opened: opening a pipe without a writer would block for ever.
    let regular = std::fs::metadata(path).is_ok_and(|found| found.is_file());
    let mut start = [0; 16];
    let read = |file: std::fs::File| std::io::Read::read_exact(&mut { file }, &mut start);
    regular && std::fs::File::open(path).and_then(read).is_ok() && start == *MARK
}

/// Prepares the scenarios of a study for this machine.
///
/// # Errors
/// What makes its numbers other ones here, or too large.
pub fn solver(manifest: &Manifest, baseline: Baseline, context: &Context) -> Result<Solver, Failure> {
    Solver::new(manifest, Arc::new(baseline)).map_err(|error| cannot(context, &error))
}

/// Does what is left of a study, showing progress, until it is done or a signal stops it.
///
/// # Errors
/// [`Failure::Signal`] after a signal; otherwise what the store or the run says.
pub fn carry_out(
    store: &mut Store,
    solver: &Solver,
    options: Work,
    context: &Context,
) -> Result<(), Failure> {
    // A file that may not grow is an error of writing, not the end of the program.
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())
        .map_err(|error| context.failure(Kind::Internal, error.to_string()))?;
    let watch = SignalWatch::begin_study(context, options.progress == ProgressForm::Bar)?;
    let mut progress = Progress::new(options.progress, store.manifest());
    let result = threaded(context, options.threads, || {
        work(store, solver, options.shard, &watch, &mut |step| progress.show(step, &watch, context))
    })?;
    if let Err(failure) = watch.end(context) {
        if let Failure::Signal { number, message } = failure {
            let path = shown(store.path());
            let hint = message!(context.messages, "batch-goes-on", path = path);
            return Err(Failure::Signal { number, message: format!("{message}\n{hint}") });
        }
        return Err(failure);
    }
    match result {
        Ok(()) => Ok(()),
        Err(WorkError::Run(error)) => Err(of_run(context, &error)),
        Err(WorkError::Store(error)) => Err(of_store(context, &error)),
    }
}

/// The failure of a store.
pub fn of_store(context: &Context, error: &StoreError) -> Failure {
    let messages = context.messages;
    match error {
        StoreError::Io { path, reason } => {
            let reason = escape_untrusted(reason);
            context.failure(Kind::Io, message!(messages, "store-io", path = shown(path), reason = reason))
        }
        StoreError::Missing { path } => {
            context.failure(Kind::Io, message!(messages, "store-missing", path = shown(path)))
        }
        StoreError::Locked { path } => {
            context.failure(Kind::Locked, message!(messages, "store-locked", path = shown(path)))
        }
        StoreError::NotAStore { path } => {
            context.failure(Kind::Content, message!(messages, "store-none", path = shown(path)))
        }
        StoreError::Format { path, found } => {
            let found = found.to_string();
            let known = crate::study::store::FORMAT.to_string();
            let path = shown(path);
            let text = message!(messages, "store-format", path = path, found = found, known = known);
            context.failure(Kind::Content, text)
        }
        StoreError::Damaged { path, what } => {
            let what = escape_untrusted(what);
            context
                .failure(Kind::Content, message!(messages, "store-damaged", path = shown(path), what = what))
        }
        StoreError::Mixed { path, mixture } => {
            let Mixture { field, here, there } = mixture.as_ref();
            let field: &str = field;
            let (here, there) = (escape_untrusted(here), escape_untrusted(there));
            let path = shown(path);
            let text =
                message!(messages, "store-mixed", path = path, field = field, here = here, there = there);
            context.failure(Kind::Content, text)
        }
        StoreError::Conflict { path, unit } => {
            let unit = escape_untrusted(unit);
            context
                .failure(Kind::Content, message!(messages, "store-conflict", path = shown(path), unit = unit))
        }
    }
}

/// The failure of a study that would have other numbers here.
pub fn cannot(context: &Context, error: &CannotRun) -> Failure {
    let messages = context.messages;
    let text = match error {
        CannotRun::Engine { here, there } => {
            message!(messages, "study-engine", here = here.as_str(), there = escape_untrusted(there))
        }
        CannotRun::Baseline { here, there } => {
            message!(messages, "study-baseline", here = here.as_str(), there = escape_untrusted(there))
        }
        CannotRun::Scenario(error) => return of_scenario(context, error),
        CannotRun::Run(error) => return of_run(context, error),
        CannotRun::Plan { id } => message!(messages, "study-plan-differs", id = escape_untrusted(id)),
    };
    context.failure(Kind::Content, text)
}
