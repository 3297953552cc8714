//! `kenju run`: simulates scenarios and prints their results.

use super::failure::Failure;
use super::output::Target;
use super::simulate::{Simulation, draws, scenario_files};
use super::{Context, DrawOptions, OutputOptions, SimulationOptions};
use crate::report::RunReport;
use crate::run::Detail;
use clap::Args;
use std::ffi::OsString;

/// Flags of `run`.
#[derive(Debug, Args)]
pub struct Options {
    /// Scenario files, or ids of embedded scenarios
    #[arg(value_name = "SCENARIO", default_value = "reference")]
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
pub fn run(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare(scenario_files(&options.scenarios), context)?;
    let drawn = draws(context, &options.draws)?;
    let mut simulation = Simulation::prepare(context, &options.scenarios, &options.simulation)?;
    // Readers' forms compare the population by age with the official projection.
    if options.output.format.is_for_readers() {
        simulation.settings.detail = simulation.settings.detail.max(Detail::Ages);
    }
    let output = simulation.carry_out(context, drawn, false)?;
    let report = RunReport {
        baseline: &simulation.baseline,
        worlds: &simulation.worlds,
        output: &output,
        detail: options.simulation.detail,
    };
    target.write(&report.render(options.output.format, context.messages), context)
}
