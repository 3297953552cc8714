//! What `run`, `compare` and the summary share: pack, scenarios, limits, threads, the run itself.

use super::failure::{Failure, Kind};
use super::output::shown;
use super::persons::PersonsArgument;
use super::stop::SignalWatch;
use super::{BaselineOptions, Context, DrawOptions, SimulationOptions, colour};
use crate::baseline::Baseline;
use crate::baseline::error::{LoadError, LoadErrorKind};
use crate::i18n::{message, numbers};
use crate::num::units::Year;
use crate::report::study::StudyScenario;
use crate::report::{Format, RunReport, refusal};
use crate::run::draws::dressed::{self, DrawSettings, FEWEST_DRAWS, MOST_DRAWS};
use crate::run::fit::{IdleLever, Misfit, check_plan, idle_changes, idle_levers};
use crate::run::recipe::{Ingredient, Recipe, Verb};
use crate::run::{
    self, Detail, FEWEST_PERSONS, MOST_PERSONS, Persons, RunError, RunOutput, RunSettings, Watch, World,
};
use crate::scenario::schema::Limitation;
use crate::scenario::write;
use crate::scenario::{ErrorKind, Library, ResolvedScenario, ScenarioError};
use crate::text::escape_untrusted;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;

/// Last year of the results unless something else is asked for: the year of the pack's goal, because
/// assumptions reach less far the later the year; the last year of a pack without a goal.
pub fn default_until(baseline: &Baseline) -> Year {
    baseline.goal.map_or(baseline.years.last, |goal| goal.year)
}

/// Most worker threads that may be asked for.
const MOST_THREADS: u16 = 1024;

/// Pack, scenarios and settings of a run that may begin.
#[derive(Debug)]
pub struct Simulation {
    /// The pack.
    pub baseline: Baseline,
    /// The scenarios in the order of the arguments.
    pub worlds: Vec<World>,
    /// The same with the words that go with them, for reports.
    pub described: Vec<StudyScenario>,
    /// What to run and how.
    pub settings: RunSettings,
    /// Worker threads; one per processor without it.
    pub threads: Option<u16>,
    /// The scenarios as files that stand alone.
    pub ingredients: Vec<Ingredient>,
}

/// Most draws with a tolerance and no number of draws.
const DRAWS_WITH_TOLERANCE: u32 = 1000;

/// The parameter draws that were asked for; `None` without any.
///
/// # Errors
/// A usage failure for a value that is no number of draws, or no tolerance.
pub fn draws(context: &Context, options: &DrawOptions) -> Result<Option<DrawSettings>, Failure> {
    let tolerance = options.tolerance.as_deref().map(|text| {
        let years = text.parse().ok().filter(|years: &f64| years.is_finite() && *years > 0.0);
        years.ok_or_else(|| not_allowed(context, "--tolerance", text))
    });
    let tolerance = tolerance.transpose()?;
    let draws = match &options.draws {
        Some(text) => text.parse().map_err(|_| not_allowed(context, "--draws", text))?,
        None if tolerance.is_some() => DRAWS_WITH_TOLERANCE,
        None => 0,
    };
    Ok((draws > 0).then_some(DrawSettings { draws, tolerance }))
}

/// The arguments that name files: an embedded scenario wins over a file of the same name.
pub fn scenario_files(scenarios: &[OsString]) -> impl Iterator<Item = &Path> {
    let embedded =
        |argument: &&OsString| argument.to_str().is_some_and(|id| Library::embedded().get(id).is_some());
    scenarios.iter().filter(move |argument| !embedded(argument)).map(Path::new)
}

/// The pack that was asked for.
///
/// # Errors
/// What is wrong with it, by kind.
pub fn baseline(context: &Context, options: &BaselineOptions) -> Result<Baseline, Failure> {
    let loaded = match &options.baseline {
        None => Baseline::japan(),
        // Before any other file of the folder is judged: it may be no pack at all.
        Some(folder) if folder.is_dir() && !folder.join("pack.ron").exists() => {
            let text = message!(context.messages, "error-no-pack", path = shown(folder));
            return Err(context.failure(Kind::Io, text));
        }
        Some(folder) => Baseline::from_directory(folder),
    };
    loaded.map_err(|error| of_pack(context, &error))
}

/// The failure of a flag's value: what was found and what is allowed.
pub fn not_allowed(context: &Context, flag: &str, found: &str) -> Failure {
    let messages = context.messages;
    let allowed = match flag {
        "--persons" => message!(messages, "allowed-persons", least = FEWEST_PERSONS.to_string()),
        "--tolerance" => message!(messages, "allowed-tolerance"),
        "--draws" => message!(
            messages,
            "allowed-draws",
            least = FEWEST_DRAWS.to_string(),
            most = MOST_DRAWS.to_string()
        ),
        "--seed" => message!(messages, "allowed-whole", first = "0", last = u64::MAX.to_string()),
        _ => message!(messages, "allowed-whole", first = "1", last = MOST_THREADS.to_string()),
    };
    let found = escape_untrusted(found);
    context.failure(
        Kind::Usage,
        message!(messages, "error-value", flag = flag, found = found, allowed = allowed),
    )
}

pub fn threads(context: &Context, text: &str) -> Result<u16, Failure> {
    let threads = text.parse().ok().filter(|threads| (1..=MOST_THREADS).contains(threads));
    threads.ok_or_else(|| not_allowed(context, "--threads", text))
}

fn until(context: &Context, baseline: &Baseline, text: &str) -> Result<Year, Failure> {
    let year = text.parse().ok().map(Year).filter(|year| baseline.years.contains(*year));
    year.ok_or_else(|| {
        let text = message!(
            context.messages,
            "error-until",
            year = escape_untrusted(text),
            first = baseline.years.first.to_string(),
            last = baseline.years.last.to_string()
        );
        context.failure(Kind::Usage, text)
    })
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
        let asked: PersonsArgument =
            options.persons.parse().map_err(|_| not_allowed(context, "--persons", &options.persons))?;
        let seed = options.seed.parse().map_err(|_| not_allowed(context, "--seed", &options.seed))?;
        let threads = options.threads.as_deref().map(|text| threads(context, text)).transpose()?;
        let baseline = baseline(context, &options.baseline)?;
        let until = match &options.until {
            None => default_until(&baseline),
            Some(text) => until(context, &baseline, text)?,
        };
        let mut worlds: Vec<World> = Vec::with_capacity(scenarios.len());
        let mut described = Vec::with_capacity(scenarios.len());
        let mut ingredients = Vec::with_capacity(scenarios.len());
        for argument in scenarios {
            let resolved = Library::embedded()
                .load(argument, &baseline)
                .map_err(|error| of_scenario(context, &error))?;
            check_fit(&baseline, &resolved).map_err(|error| of_run(context, &error))?;
            warn_of_idleness(context, &baseline, &resolved, until);
            let (note, policies) = (resolved.note.clone(), resolved.policies.clone());
            let text = write::to_ron(&resolved);
            let world = world(resolved, &worlds);
            ingredients.push(Ingredient { id: world.id.clone(), text });
            described.push(StudyScenario { world: world.clone(), note, policies });
            worlds.push(world);
        }
        let persons = asked.get();
        if persons == Persons::Count(u64::MAX) {
            // Beyond what can be counted: the number is known to be large, not how large.
            let text = message!(
                context.messages,
                "error-persons-huge",
                persons = escape_untrusted(&options.persons),
                limit = numbers::fixed(MOST_PERSONS as f64, 0)
            );
            return Err(context.failure(Kind::TooLarge, text));
        }
        let settings = RunSettings {
            persons,
            seed,
            until,
            detail: if options.detail { Detail::All } else { Detail::None },
            raw: options.raw,
        };
        Ok(Self { baseline, worlds, described, settings, threads, ingredients })
    }

    /// Runs, with differences from the first scenario if `paired`, showing progress, until it is done or a
    /// signal stops it.
    ///
    /// # Errors
    /// [`Failure::Signal`] after a signal; otherwise what the run says.
    pub fn carry_out(
        &self,
        context: &Context,
        draws: Option<DrawSettings>,
        paired: bool,
    ) -> Result<RunOutput, Failure> {
        let engine = if paired { run::compare } else { run::run };
        watched(context, self.threads, |watch| match draws {
            None => engine(&self.baseline, &self.worlds, &self.settings, watch),
            Some(draws) => dressed::run(&self.baseline, &self.worlds, &self.settings, draws, paired, watch),
        })
    }

    /// What makes a result of these scenarios again.
    pub fn recipe(&self, verb: Verb, [detail, raw]: [bool; 2], draws: Option<DrawSettings>) -> Recipe {
        let (until, scenarios) = (self.settings.until, self.ingredients.clone());
        Recipe::new(verb, &self.baseline, until, [detail, raw], scenarios).with_draws(draws)
    }

    /// The result of a verb with the recipe to make it again, in a form.
    ///
    /// # Errors
    /// As [`Simulation::carry_out`].
    pub fn rendered(
        &mut self,
        context: &Context,
        verb: Verb,
        draws: Option<DrawSettings>,
        format: Format,
    ) -> Result<String, Failure> {
        let (detail, raw) = (self.settings.detail == Detail::All, self.settings.raw);
        // Readers' forms compare the population by age with the official projection.
        if format.is_for_readers() {
            self.settings.detail = self.settings.detail.max(Detail::Ages);
        }
        let mut output = self.carry_out(context, draws, verb == Verb::Compare)?;
        if format == Format::Json {
            output.manifest.recipe = Some(self.recipe(verb, [detail, raw], draws));
        }
        let report = RunReport { baseline: &self.baseline, worlds: &self.worlds, output: &output, detail };
        Ok(report.render(format, context.messages))
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
    let result = threaded(context, threads, || work(&watch));
    watch.end(context)?;
    result?.map_err(|error| of_run(context, &error))
}

/// Does work on a number of threads; on one per processor without it.
///
/// # Errors
/// [`Kind::Internal`] when the threads cannot be started.
pub fn threaded<T: Send>(
    context: &Context,
    threads: Option<u16>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, Failure> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build();
    pool.map(|pool| pool.install(work)).map_err(|error| {
        let text = message!(context.messages, "error-threads", reason = error.to_string());
        context.failure(Kind::Internal, text)
    })
}

/// The failure of a run.
pub fn of_run(context: &Context, error: &RunError) -> Failure {
    let kind = match error {
        RunError::Cancelled | RunError::NoThreads(_) => Kind::Internal,
        RunError::TooLarge(_) => Kind::TooLarge,
        RunError::Unfit(Misfit::TooFewPersons { .. } | Misfit::TooFewDraws { .. }) => Kind::Usage,
        RunError::Unfit(_) | RunError::Uncalibrated(_) => Kind::Content,
    };
    context.failure(kind, refusal::text(error, context.messages))
}

/// Holds a scenario against the pack, as a run does before it begins.
///
/// # Errors
/// [`RunError::Unfit`] that says what does not fit.
pub fn check_fit(baseline: &Baseline, scenario: &ResolvedScenario) -> Result<(), RunError> {
    // A share of no observed pace is no pace at all, so the plan alone cannot tell.
    if baseline.limitation.is_none() && scenario.assumptions.limitation != Limitation::NoChange {
        return Err(Misfit::NoLimitation { pack: baseline.id.clone() }.into());
    }
    check_plan(baseline, &scenario.plan)
}

/// Says on standard error which changes of hazards and which levers do nothing to `until`.
pub fn warn_of_idleness(context: &Context, baseline: &Baseline, scenario: &ResolvedScenario, until: Year) {
    if context.quiet {
        return;
    }
    let changes = idle_changes(baseline, &scenario.plan, until);
    let changes = changes.iter().map(|idle| refusal::idle(&scenario.id, idle, context.messages));
    let levers = idle_levers(baseline, &scenario.plan, until);
    // A shock may lower the attendance of a lever that the author never spoke of.
    let named = |idle: &&IdleLever| scenario.names_lever(&idle.lever, baseline);
    let levers =
        levers.iter().filter(named).map(|idle| refusal::idle_lever(&scenario.id, idle, context.messages));
    for text in changes.chain(levers) {
        // A closed standard error must not stop the run.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
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
