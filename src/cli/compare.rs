//! `kenju compare`: paired differences of scenarios from the first one.

use super::failure::Failure;
use super::output::Target;
use super::simulate::{Simulation, draws, scenario_files};
use super::{Context, DrawOptions, OutputOptions, SimulationOptions};
use crate::run::recipe::Verb;
use clap::Args;
use std::ffi::OsString;

/// Flags of `compare`.
#[derive(Debug, Args)]
pub struct Options {
    /// The scenario to compare with, then those to compare: files, or ids of embedded scenarios
    #[arg(value_name = "SCENARIO", required = true, num_args = 2..)]
    scenarios: Vec<OsString>,
    #[command(flatten)]
    simulation: SimulationOptions,
    #[command(flatten)]
    draws: DrawOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn compare(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare(scenario_files(&options.scenarios), context)?;
    let drawn = draws(context, &options.draws)?;
    let mut simulation = Simulation::prepare(context, &options.scenarios, &options.simulation)?;
    let text = simulation.rendered(context, Verb::Compare, drawn, options.output.format)?;
    target.write(&text, context)
}
