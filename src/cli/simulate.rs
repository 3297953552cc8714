//! What `run`, `compare` and the summary share: pack, scenarios, limits, threads, the run itself.

use super::failure::{Failure, Kind};
use super::stop::SignalWatch;
use super::{BaselineOptions, Context, SimulationOptions, colour};
use crate::baseline::Baseline;
use crate::baseline::error::{LoadError, LoadErrorKind};
use crate::i18n::{message, numbers};
use crate::num::units::Year;
use crate::run::{self, Detail, MOST_PERSONS, RunError, RunOutput, RunSettings, Watch, World};
use crate::scenario::{ErrorKind, Library, ResolvedScenario, ScenarioError};
use std::ffi::OsString;

/// Last year of the results unless something else is asked for: the strategy looks no further, and
/// assumptions reach less far the later the year.
pub const GOAL_YEAR: Year = Year(2040);

/// Pack, scenarios and settings of a run that may begin.
#[derive(Debug)]
pub struct Simulation {
    /// The pack.
    pub baseline: Baseline,
    /// The scenarios in the order of the arguments.
    pub worlds: Vec<World>,
    /// What to run and how.
    pub settings: RunSettings,
    threads: Option<u16>,
}

/// A function of the run layer: `run::run` or `run::compare`.
type Engine = fn(&Baseline, &[World], &RunSettings, &dyn Watch) -> Result<RunOutput, RunError>;

/// The pack that was asked for.
///
/// # Errors
/// What is wrong with it, by kind.
pub fn baseline(context: &Context, options: &BaselineOptions) -> Result<Baseline, Failure> {
    let loaded = match &options.baseline {
        None => Baseline::japan(),
        Some(folder) => Baseline::from_directory(folder),
    };
    loaded.map_err(|error| of_pack(context, &error))
}

fn of_pack(context: &Context, error: &LoadError) -> Failure {
    let kind = match error.kind() {
        LoadErrorKind::Input => Kind::Io,
        LoadErrorKind::TooLarge => Kind::TooLarge,
        LoadErrorKind::Content => Kind::Content,
    };
    context.failure(kind, error.to_string())
}

/// The failure of a scenario argument, with its caret and hints.
pub fn of_scenario(context: &Context, error: &ScenarioError) -> Failure {
    let kind = match error.kind() {
        ErrorKind::Content => Kind::Content,
        ErrorKind::Io => Kind::Io,
        ErrorKind::TooLarge => Kind::TooLarge,
        ErrorKind::Usage => Kind::Usage,
    };
    Failure::Failed { kind, message: error.render(context.messages.language(), colour()) }
}

/// The pack's observed change of limitation, from which the trend readings are made.
pub fn observed_pace(baseline: &Baseline) -> [f64; 2] {
    baseline.limitation.as_ref().map_or([0.0; 2], |limitation| limitation.observed_pace)
}

impl Simulation {
    /// Reads pack and scenarios and holds the request against the limits.
    ///
    /// # Errors
    /// A failure with the exit code of what is wrong.
    pub fn prepare(
        context: &Context,
        scenarios: &[OsString],
        options: &SimulationOptions,
    ) -> Result<Self, Failure> {
        let baseline = baseline(context, &options.baseline)?;
        let pace = observed_pace(&baseline);
        let mut worlds: Vec<World> = Vec::with_capacity(scenarios.len());
        for argument in scenarios {
            let resolved =
                Library::embedded().load(argument, pace).map_err(|error| of_scenario(context, &error))?;
            worlds.push(world(resolved, &worlds));
        }
        let until = options.until.map_or(baseline.years.last.min(GOAL_YEAR), Year);
        if !baseline.years.contains(until) {
            let text = message!(
                context.messages,
                "error-until",
                year = until.to_string(),
                first = baseline.years.first.to_string(),
                last = baseline.years.last.to_string()
            );
            return Err(context.failure(Kind::Usage, text));
        }
        let persons = options.persons.within_limit().map_err(|asked| {
            let years = until.0 - baseline.years.first.0 + 1;
            let work = asked as f64 * f64::from(years) * worlds.len() as f64;
            let text = message!(
                context.messages,
                "error-persons-limit",
                persons = numbers::fixed(asked as f64, 0),
                limit = numbers::fixed(MOST_PERSONS as f64, 0),
                years = years.to_string(),
                worlds = worlds.len().to_string(),
                work = numbers::magnitude(context.messages.language(), work)
            );
            context.failure(Kind::TooLarge, text)
        })?;
        let settings = RunSettings {
            persons,
            seed: options.seed,
            until,
            detail: if options.detail { Detail::All } else { Detail::None },
            raw: options.raw,
        };
        Ok(Self { baseline, worlds, settings, threads: options.threads })
    }

    /// Runs, showing progress, until it is done or a signal stops it.
    ///
    /// # Errors
    /// [`Failure::Signal`] after a signal; otherwise what the run says.
    pub fn carry_out(&self, context: &Context, engine: Engine) -> Result<RunOutput, Failure> {
        watched(context, self.threads, |watch| engine(&self.baseline, &self.worlds, &self.settings, watch))
    }
}

/// Does work of the run layer on a number of threads, showing progress, until a signal stops it.
///
/// # Errors
/// [`Failure::Signal`] after a signal; otherwise what the run says.
pub fn watched<T: Send>(
    context: &Context,
    threads: Option<u16>,
    work: impl FnOnce(&dyn Watch) -> Result<T, RunError> + Send,
) -> Result<T, Failure> {
    let watch = SignalWatch::begin(context)?;
    let result = match threads {
        None => Ok(work(&watch)),
        Some(threads) => rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(threads))
            .build()
            .map(|pool| pool.install(|| work(&watch))),
    };
    watch.end(context)?;
    match result {
        Ok(run) => run.map_err(|error| of_run(context, &error)),
        Err(error) => {
            let text = message!(context.messages, "error-threads", reason = error.to_string());
            Err(context.failure(Kind::Internal, text))
        }
    }
}

fn of_run(context: &Context, error: &RunError) -> Failure {
    let kind = match error {
        RunError::Cancelled => Kind::Internal,
        RunError::TooLarge(_) => Kind::TooLarge,
        RunError::Unfit(_) | RunError::Uncalibrated(_) => Kind::Content,
    };
    context.failure(kind, error.to_string())
}

/// The scenario as a world. Two files of the same name get different identifiers, because results
/// and differences refer to scenarios by them.
fn world(resolved: ResolvedScenario, before: &[World]) -> World {
    let taken = |id: &str| before.iter().any(|world| world.id == id);
    let mut id = resolved.id.clone();
    let mut number = 2;
    while taken(&id) {
        id = format!("{}-{number}", resolved.id);
        number += 1;
    }
    World { id, title: resolved.title, plan: resolved.plan, own_assumptions: resolved.own_assumptions }
}

/// Runs the scenarios one beside the other.
pub const RUN: Engine = run::run;

/// Runs the scenarios and their differences from the first.
pub const COMPARE: Engine = run::compare;
