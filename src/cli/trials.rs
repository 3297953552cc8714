//! `kenju trials`: what the prevention trials may show, and what it is worth to run them first.

use super::chosen::{Sort, chosen, unknown};
use super::failure::Failure;
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{self, default_until, not_allowed, watched};
use super::{BaselineOptions, Context, OutputOptions};
use crate::analysis::trials::{self, Request};
use crate::baseline::Baseline;
use crate::policy::enabler::{EnablerSetting, Reading};
use crate::policy::pipeline::{ANEW, Start};
use crate::report::trials as report;
use crate::run::{Detail, RunSettings};
use clap::{Args, ValueEnum};

/// When the trials run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Begin {
    /// As the strategy planned: fiscal 2020 to 2022
    Planned,
    /// Started anew in fiscal 2026
    Anew,
}

/// Flags of `trials`.
#[derive(Debug, Args)]
pub struct Options {
    /// Show this trial in full
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// When the trials run
    #[arg(long, value_enum, default_value_t = Begin::Anew, value_name = "WHEN")]
    start: Begin,
    /// Without this enabler (an ID, or `all`); may be repeated
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// Simulated persons: a number (50k, 1M, 1e6) or `all`
    #[arg(long, value_name = "N|all", default_value = "50k", allow_negative_numbers = true)]
    persons: String,
    /// Seed of the random draws
    #[arg(long, value_name = "SEED", default_value = "1", allow_negative_numbers = true)]
    seed: String,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn trials(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = simulate::baseline(context, &options.baseline)?;
    if let Some(id) = &options.id {
        chosen(
            context,
            Sort::Trial,
            id,
            &baseline.pipelines.trials,
            |trial| &trial.id,
            |trial| &trial.title,
        )?;
    }
    let persons: PersonsArgument =
        options.persons.parse().map_err(|_| not_allowed(context, "--persons", &options.persons))?;
    let seed = options.seed.parse().map_err(|_| not_allowed(context, "--seed", &options.seed))?;
    let threads = options.threads.as_deref().map(|text| simulate::threads(context, text)).transpose()?;
    let settings = RunSettings {
        persons: persons.get(),
        seed,
        until: default_until(&baseline),
        detail: Detail::None,
        raw: false,
    };
    let start = match options.start {
        Begin::Planned => Start::Planned,
        Begin::Anew => ANEW,
    };
    let enabled = without(context, &baseline, &options.without)?;
    let request = Request { settings, start, enabled, only: options.id.clone() };
    let found = watched(context, threads, |watch| trials::trials(&baseline, &request, watch))?;
    let single = options.id.is_some();
    target.write(&report::render(&baseline, &found, single, options.output.format, context.messages), context)
}

/// The enablers that are left out.
fn without(context: &Context, baseline: &Baseline, names: &[String]) -> Result<Vec<EnablerSetting>, Failure> {
    let items = baseline.pipelines.enablers.iter().flat_map(|enablers| &enablers.items);
    let ids: Vec<&str> = items.map(|item| item.id.as_str()).collect();
    let known = |name: &String| name == "all" || ids.contains(&name.as_str());
    if let Some(name) = names.iter().find(|name| !known(name)) {
        return Err(unknown(context, Sort::Enabler, name, &ids));
    }
    let left_out = ids.into_iter().filter(|id| names.iter().any(|name| name == "all" || name == id));
    let setting = |id: &str| EnablerSetting { id: id.to_owned(), strength: 0.0, reading: Reading::Central };
    Ok(left_out.map(setting).collect())
}
