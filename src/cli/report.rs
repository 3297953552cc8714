//! `kenju report`: a study as a page, a workbook, Markdown, or its numbers.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::{Simulation, draws, scenario_files, watched};
use super::{BaselineOptions, Context, DrawOptions, OutputOptions, SimulationOptions};
use crate::analysis::explain::{Effort, Explanation, explain};
use crate::i18n::message;
use crate::report::Format;
use crate::report::study::{Commands, StudyFormat, StudyReport};
use crate::run::draws::dressed::{self, DrawSettings};
use crate::run::{Detail, RunError, RunOutput, Watch, compare};
use clap::{Args, ValueHint};
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// What every scenario of a report is compared with.
const REFERENCE: &str = "reference";

/// Flags of `report`.
#[derive(Debug, Args)]
pub struct Options {
    /// Scenarios, files or ids of embedded ones; each is compared with the reference and explained
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<OsString>,
    /// Simulated persons: a number from 1000 up (200k, 5M, 1e6) or `all`, every resident one to one
    #[arg(long, value_name = "N|all", default_value = "200k", allow_negative_numbers = true)]
    persons: String,
    /// Seed of the random draws
    #[arg(long, value_name = "SEED", default_value = "1", allow_negative_numbers = true)]
    seed: String,
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
    /// Form of the report
    #[arg(long, value_enum, default_value_t = StudyFormat::Html, value_name = "FORMAT")]
    format: StudyFormat,
    /// Write to this file instead of standard output; an existing file is replaced in one step
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
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
    let mut scenarios = vec![OsString::from(REFERENCE)];
    scenarios.extend(options.scenarios.iter().filter(|given| *given != REFERENCE).cloned());
    let simulated = SimulationOptions {
        persons: options.persons.clone(),
        seed: options.seed.clone(),
        threads: options.threads.clone(),
        until: options.until.clone(),
        // Outcomes and costs are details of a run.
        detail: true,
        raw: false,
        baseline: options.baseline.clone(),
    };
    let drawn = draws(context, &options.draws)?;
    let simulation = Simulation::prepare(context, &scenarios, &simulated)?;
    let (output, explanations) =
        watched(context, simulation.threads, |watch| results(&simulation, drawn, watch))?;
    let commands = commands(context, options, &scenarios);
    let report = StudyReport {
        baseline: &simulation.baseline,
        scenarios: &simulation.described,
        output: &output,
        explanations: &explanations,
        commands: &commands,
    };
    target.write(report.render(options.format, context.messages), context)
}

/// The comparison, and why each later scenario differs from the first.
fn results(
    simulation: &Simulation,
    drawn: Option<DrawSettings>,
    watch: &dyn Watch,
) -> Result<(RunOutput, Vec<Explanation>), RunError> {
    let parts = simulation.worlds.len() as f64;
    let part = |number: usize| Part { whole: watch, from: number as f64 / parts, share: 1.0 / parts };
    let (baseline, worlds, settings) = (&simulation.baseline, &simulation.worlds, &simulation.settings);
    let output = match drawn {
        None => compare(baseline, worlds, settings, &part(0))?,
        Some(drawn) => dressed::run(baseline, worlds, settings, drawn, true, &part(0))?,
    };
    let plain = crate::run::RunSettings { detail: Detail::None, ..settings.clone() };
    let explanations = simulation.worlds[1..].iter().enumerate().map(|(index, world)| {
        explain(baseline, &simulation.worlds[0], world, &plain, Effort::default(), &part(index + 1))
    });
    Ok((output, explanations.collect::<Result<_, _>>()?))
}

/// A part of some work, shown as a share of the whole.
struct Part<'a> {
    whole: &'a dyn Watch,
    from: f64,
    share: f64,
}

impl Watch for Part<'_> {
    fn progress(&self, share: f64) {
        self.whole.progress(self.from + share * self.share);
    }

    fn cancelled(&self) -> bool {
        self.whole.cancelled()
    }
}

/// What gives the numbers again, as it is typed.
fn commands(context: &Context, options: &Options, scenarios: &[OsString]) -> Commands {
    let mut flags = vec!["--persons", &options.persons, "--seed", &options.seed]
        .into_iter()
        .map(quoted_text)
        .collect::<Vec<_>>();
    if let Some(year) = &options.until {
        flags.extend(["--until".to_owned(), quoted_text(year)]);
    }
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
    if options.format == StudyFormat::Xlsx {
        rest.extend(["--out", "report.xlsx"]);
    }
    let explained = |name: &String| line("explain", &[names[0].clone(), name.clone()], &flags, &[]);
    Commands {
        report: line("report", &given, &all, &rest),
        // One scenario alone has nothing to be compared with.
        compare: match names.len() {
            1 => line("run", &names, &all, &["--format", "csv"]),
            _ => line("compare", &names, &all, &["--format", "csv"]),
        },
        detail: line("run", &names, &flags, &["--detail", "--format", "csv"]),
        explain: names[1..].iter().map(explained).collect(),
        levers: line("levers", &[], &[], &["--format", "json"]),
        sources: line("sources", &[], &[], &[]),
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
