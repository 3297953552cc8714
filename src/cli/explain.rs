//! `kenju explain`: why two scenarios differ.

use super::failure::Failure;
use super::output::Target;
use super::simulate::{Simulation, scenario_files, watched};
use super::{BaselineOptions, Context, OutputOptions, SimulationOptions};
use crate::analysis::explain::{Effort, explain as explanation, persons};
use crate::report::explain::ExplainReport;
use clap::Args;
use std::ffi::OsString;

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct Options {
    /// Two scenarios, files or ids of embedded ones: why does the second differ from the first?
    #[arg(value_name = "SCENARIO", required = true, num_args = 2)]
    scenarios: Vec<OsString>,
    /// Simulated persons: a number from 1000 up (200k, 5M, 1e6) or `all`, every resident one to one [default: 200k,
    /// or 20k where more than six levers differ, because several hundred worlds are then lived through]
    #[arg(long, value_name = "N|all", allow_negative_numbers = true)]
    persons: Option<String>,
    /// Seed of the random draws
    #[arg(long, value_name = "SEED", default_value = "1", allow_negative_numbers = true)]
    seed: String,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    /// Year looked at [default: the year of the pack's goal (Japan: 2040), or its last year]
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true)]
    until: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn explain(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare(scenario_files(&options.scenarios), context)?;
    let simulated = SimulationOptions {
        persons: options.persons.clone().unwrap_or_else(|| "200k".to_owned()),
        seed: options.seed.clone(),
        threads: options.threads.clone(),
        until: options.until.clone(),
        detail: false,
        raw: false,
        baseline: options.baseline.clone(),
    };
    let mut simulation = Simulation::prepare(context, &options.scenarios, &simulated)?;
    let settings = &mut simulation.settings;
    let [from, to] = [0, 1].map(|index: usize| &simulation.worlds[index]);
    if options.persons.is_none() {
        settings.persons = persons(&simulation.baseline, &from.plan, &to.plan, settings);
    }
    let found = watched(context, simulation.threads, |watch| {
        explanation(&simulation.baseline, from, to, &simulation.settings, Effort::default(), watch)
    })?;
    let report = ExplainReport { baseline: &simulation.baseline, explanation: &found };
    target.write(&report.render(options.output.format, context.messages), context)
}
