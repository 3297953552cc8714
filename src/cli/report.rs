//! `kenju report`: a study as a page, a workbook, Markdown, or its numbers.

mod kept;
mod store;

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::{Simulation, draws, scenario_files, watched};
use super::study::is_store;
use super::{BaselineOptions, Context, DrawOptions, OutputOptions, SimulationOptions};
use crate::analysis::explain::{self, Explanation};
use crate::i18n::message;
use crate::report::Format;
use crate::report::study::{Commands, StudyFormat, StudyReport};
use crate::run::draws::dressed::{self, DrawSettings};
use crate::run::draws::ensemble::Ensemble;
use crate::run::progress::Part;
use crate::run::recipe::Verb;
use crate::run::{Detail, Persons, RunError, RunOutput, RunSettings, Watch, World, compare};
use clap::{Args, ValueHint};
use kept::Kept;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// What every scenario of a report is compared with.
const REFERENCE: &str = "reference";

/// Persons and seed without flags.
const PERSONS: &str = "200k";
const SEED: &str = "1";

/// Flags of `report`.
#[derive(Debug, Args)]
pub struct Options {
    /// The store of a study; or scenarios, files or ids of embedded ones: each is compared with the
    /// reference and explained
    #[arg(value_name = "STORE|SCENARIO", required = true)]
    scenarios: Vec<OsString>,
    /// Reading of the future whose scenarios are taken from a store [default: as the scenarios are written]
    #[arg(long, value_name = "ID")]
    reading: Option<String>,
    /// Simulated persons: a number from 1000 up (200k, 5M, 1e6) or `all`, every resident one to one
    /// [default: 200k; a store has its own]
    #[arg(long, value_name = "N|all", allow_negative_numbers = true)]
    persons: Option<String>,
    /// Seed of the random draws [default: 1; a store has its own]
    #[arg(long, value_name = "SEED", allow_negative_numbers = true)]
    seed: Option<String>,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    /// Last year [default: the year of the pack's goal (Japan: 2040), or its last year]
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true)]
    until: Option<String>,
    #[command(flatten)]
    draws: DrawOptions,
    #[command(flatten)]
    baseline: BaselineOptions,
    /// Leave out why the scenarios differ: most of the time of a report goes there, as every lever is put in and
    /// taken out of the others' company
    #[arg(long)]
    no_explain: bool,
    /// Compute explanations anew, and keep none: otherwise those that an earlier report of the same program, pack,
    /// scenarios and settings has computed are taken from the folder $XDG_CACHE_HOME/kenju
    #[arg(long, conflicts_with = "no_explain")]
    fresh: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = StudyFormat::Html, value_name = "FORMAT")]
    format: StudyFormat,
    /// Write to this file instead of standard output; an existing file is replaced in one step
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
}

impl Options {
    /// Where explanations are kept; `None` if none are wanted.
    fn why(&self) -> Option<Kept> {
        match (self.no_explain, self.fresh) {
            (true, _) => None,
            (false, true) => Some(Kept::nowhere()),
            (false, false) => Some(Kept::of_user()),
        }
    }
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn report(context: &Context, options: &Options) -> Result<(), Failure> {
    let output = OutputOptions { format: Format::Table, out: options.out.clone() };
    let target = Target::prepare(&output, context)?;
    target.spare(scenario_files(&options.scenarios), context)?;
    if options.format == StudyFormat::Xlsx && options.out.is_none() && std::io::stdout().is_terminal() {
        return Err(context.failure(Kind::Usage, message!(context.messages, "report-needs-file")));
    }
    if let [path] = options.scenarios.as_slice()
        && is_store(Path::new(path))
    {
        return from_store(context, options, Path::new(path), &target);
    }
    if options.reading.is_some() {
        return Err(context.failure(Kind::Usage, message!(context.messages, "report-reading-needs-store")));
    }
    let mut scenarios = vec![OsString::from(REFERENCE)];
    scenarios.extend(options.scenarios.iter().filter(|given| *given != REFERENCE).cloned());
    let simulated = SimulationOptions {
        persons: options.persons.clone().unwrap_or_else(|| PERSONS.to_owned()),
        seed: options.seed.clone().unwrap_or_else(|| SEED.to_owned()),
        threads: options.threads.clone(),
        until: options.until.clone(),
        // Outcomes and costs are details of a run.
        detail: true,
        raw: false,
        baseline: options.baseline.clone(),
    };
    let draws = draws(context, &options.draws)?;
    let simulation = Simulation::prepare(context, &scenarios, &simulated)?;
    let commands = commands(context, options, &scenarios, &simulation);
    let report =
        of_scenarios(context, &simulation, draws, options.why().as_ref(), options.format, &commands)?;
    target.write(&report, context)
}

/// A report of scenarios in a form, with the recipe to make it again.
fn of_scenarios(
    context: &Context,
    simulation: &Simulation,
    draws: Option<DrawSettings>,
    why: Option<&Kept>,
    format: StudyFormat,
    commands: &Commands,
) -> Result<Vec<u8>, Failure> {
    let drawn = draws.map_or(Drawn::Not, Drawn::Now);
    // A recipe is of the whole report.
    let recipe = why.is_some().then(|| simulation.recipe(Verb::Report, [true, false], draws));
    let (mut output, explanations) =
        watched(context, simulation.threads, |watch| results(simulation, &drawn, why, watch))?;
    output.manifest.recipe = recipe;
    let report = StudyReport {
        baseline: &simulation.baseline,
        scenarios: &simulation.described,
        output: &output,
        explanations: &explanations,
        commands,
        title: None,
        origin: None,
    };
    Ok(report.render(format, context.messages))
}

/// The numbers of a report again, from its recipe.
///
/// # Errors
/// A failure with its exit code.
pub fn again(
    context: &Context,
    simulation: &Simulation,
    draws: Option<DrawSettings>,
) -> Result<Vec<u8>, Failure> {
    of_scenarios(context, simulation, draws, Some(&Kept::nowhere()), StudyFormat::Json, &Commands::default())
}

/// A report from the store of a study.
fn from_store(context: &Context, options: &Options, path: &Path, target: &Target) -> Result<(), Failure> {
    target.spare([path], context)?;
    let fixed = [
        ("--persons", options.persons.is_some()),
        ("--seed", options.seed.is_some()),
        ("--until", options.until.is_some()),
        ("--draws", options.draws.draws.is_some()),
        ("--tolerance", options.draws.tolerance.is_some()),
    ];
    if let Some((flag, _)) = fixed.into_iter().find(|(_, given)| *given) {
        let text = message!(context.messages, "report-store-fixed", flag = flag);
        return Err(context.failure(Kind::Usage, text));
    }
    let mut stored = store::read(context, options, path)?;
    let drawn = stored.ensemble.take().map_or(Drawn::Not, Drawn::Stored);
    let simulation = &stored.simulation;
    let why = options.why();
    let (output, explanations) =
        watched(context, simulation.threads, |watch| results(simulation, &drawn, why.as_ref(), watch))?;
    stored.check(&output, context)?;
    let report = StudyReport {
        baseline: &simulation.baseline,
        scenarios: &simulation.described,
        output: &output,
        explanations: &explanations,
        commands: &store_commands(context, options, path, explanations.len()),
        title: Some(&stored.title()),
        origin: Some(&stored.origin(context, options, path)?),
    };
    target.write(&report.render(options.format, context.messages), context)
}

/// Where the draws of a report come from.
enum Drawn {
    /// There are none.
    Not,
    /// They are made now.
    Now(DrawSettings),
    /// They lie in a store.
    Stored(Ensemble),
}

/// The comparison, and why each later scenario differs from the first, unless that is not asked for.
fn results(
    simulation: &Simulation,
    drawn: &Drawn,
    why: Option<&Kept>,
    watch: &dyn Watch,
) -> Result<(RunOutput, Vec<Explanation>), RunError> {
    let (baseline, worlds, settings) = (&simulation.baseline, &simulation.worlds, &simulation.settings);
    let later = if why.is_some() { &worlds[1..] } else { &[] };
    let part = |number: usize| Part::nth(watch, number, later.len() + 1);
    let output = match drawn {
        Drawn::Not => compare(baseline, worlds, settings, &part(0))?,
        Drawn::Now(drawn) => dressed::run(baseline, worlds, settings, *drawn, true, &part(0))?,
        Drawn::Stored(ensemble) => {
            let mut output = compare(baseline, worlds, settings, &part(0))?;
            dressed::put_draws(baseline, worlds, &mut output, ensemble, None);
            output
        }
    };
    let explanations = why.into_iter().flat_map(|kept| {
        let part = &part;
        later.iter().enumerate().map(move |(index, world)| {
            let pair = [&worlds[0], world];
            kept.explained(baseline, pair, &explained_with(simulation, world), &part(index + 1))
        })
    });
    Ok((output, explanations.collect::<Result<_, _>>()?))
}

/// The settings with which a difference is explained: without details, and with fewer persons where many levers
/// differ.
fn explained_with(simulation: &Simulation, world: &World) -> RunSettings {
    let (baseline, settings) = (&simulation.baseline, &simulation.settings);
    let persons = explain::persons(baseline, &simulation.worlds[0].plan, &world.plan, settings);
    RunSettings { detail: Detail::None, persons, ..settings.clone() }
}

/// What gives the numbers again, as it is typed.
fn commands(
    context: &Context,
    options: &Options,
    scenarios: &[OsString],
    simulation: &Simulation,
) -> Commands {
    let persons = options.persons.as_deref().unwrap_or(PERSONS);
    let seed = options.seed.as_deref().unwrap_or(SEED);
    let flags_with = |persons: &str| {
        let mut flags: Vec<String> = ["--persons", persons, "--seed", seed].map(quoted_text).to_vec();
        if let Some(year) = &options.until {
            flags.extend(["--until".to_owned(), quoted_text(year)]);
        }
        flags
    };
    let flags = flags_with(persons);
    let pack: Vec<String> = match &options.baseline.baseline {
        Some(folder) => vec!["--baseline".to_owned(), quoted(folder.as_os_str())],
        None => Vec::new(),
    };
    let mut drawn = Vec::new();
    for (flag, value) in [("--draws", &options.draws.draws), ("--tolerance", &options.draws.tolerance)] {
        if let Some(value) = value {
            drawn.extend([flag.to_owned(), quoted_text(value)]);
        }
    }
    let all: Vec<String> = flags.iter().chain(&drawn).cloned().collect();
    let names: Vec<String> = scenarios.iter().map(|name| quoted(name)).collect();
    let line = |verb: &str, names: &[String], flags: &[String], rest: &[&str]| {
        let mut words = vec!["kenju".to_owned(), verb.to_owned()];
        words.extend(names.iter().chain(flags).chain(&pack).cloned());
        words.extend(rest.iter().map(|word| (*word).to_owned()));
        words.join(" ")
    };
    let given: Vec<String> = options.scenarios.iter().map(|name| quoted(name)).collect();
    let mut rest = vec!["--format", options.format.as_str(), "--lang", context.messages.language().as_str()];
    if options.no_explain {
        rest.push("--no-explain");
    }
    if options.format == StudyFormat::Xlsx {
        rest.extend(["--out", "report.xlsx"]);
    }
    let explained = |(name, world): (&String, &World)| {
        let persons = match explained_with(simulation, world).persons {
            Persons::Count(count) => count.to_string(),
            Persons::All => "all".to_owned(),
        };
        line("explain", &[names[0].clone(), name.clone()], &flags_with(&persons), &[])
    };
    Commands {
        report: line("report", &given, &all, &rest),
        // One scenario alone has nothing to be compared with.
        compare: match names.len() {
            1 => line("run", &names, &all, &["--format", "csv"]),
            _ => line("compare", &names, &all, &["--format", "csv"]),
        },
        detail: line("run", &names, &flags, &["--detail", "--format", "csv"]),
        explain: names[1..].iter().zip(&simulation.worlds[1..]).map(explained).collect(),
        levers: line("levers", &[], &[], &["--format", "json"]),
        sources: line("sources", &[], &[], &[]),
    }
}

/// The commands of a report from a store: the store has the numbers.
fn store_commands(context: &Context, options: &Options, path: &Path, explanations: usize) -> Commands {
    let line = |rest: &[&str]| {
        let mut words = vec!["kenju".to_owned(), "report".to_owned(), quoted(path.as_os_str())];
        if let Some(reading) = &options.reading {
            words.extend(["--reading".to_owned(), quoted_text(reading)]);
        }
        if options.no_explain {
            words.push("--no-explain".to_owned());
        }
        if let Some(folder) = &options.baseline.baseline {
            words.extend(["--baseline".to_owned(), quoted(folder.as_os_str())]);
        }
        words.extend(rest.iter().map(|word| (*word).to_owned()));
        words.join(" ")
    };
    let mut rest = vec!["--format", options.format.as_str(), "--lang", context.messages.language().as_str()];
    if options.format == StudyFormat::Xlsx {
        rest.extend(["--out", "report.xlsx"]);
    }
    let (numbers, all) = (line(&["--format", "csv"]), line(&["--format", "json"]));
    Commands {
        report: line(&rest),
        compare: numbers.clone(),
        detail: numbers,
        explain: vec![all; explanations],
        levers: "kenju levers --format json".to_owned(),
        sources: "kenju sources".to_owned(),
    }
}

fn quoted_text(word: &str) -> String {
    quoted(OsStr::new(word))
}

/// A word as a shell takes it.
fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./,:=+@%".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_shell() {
        assert_eq!(quoted_text("goal-2040"), "goal-2040");
        assert_eq!(quoted_text("my file.ron"), "'my file.ron'");
        assert_eq!(quoted_text("a'; rm -r /"), "'a'\\''; rm -r /'");
        assert_eq!(quoted_text(""), "''");
        assert_eq!(quoted_text("健寿.ron"), "'健寿.ron'");
    }
}
