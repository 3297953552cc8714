//! `kenju` alone: the interface on a terminal, the reference as text anywhere else.

use super::failure::Failure;
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{RUN, Simulation};
use super::{BaselineOptions, Context, OutputOptions, SimulationOptions};
use crate::report::{Format, RunReport, summary};
use std::ffi::OsString;
use std::io::{IsTerminal as _, stdin, stdout};

/// The readings of the trend, from the most cautious to the most hopeful; the first is the reference.
const READINGS: [&str; 3] = ["reference", "trend-half", "trend-full"];

/// Opens the interface or prints the summary.
///
/// # Errors
/// A failure with its exit code.
pub fn interface(context: &Context) -> Result<(), Failure> {
    if opens() { open(context) } else { print_summary(context) }
}

/// Whether the interface can be shown: a terminal on both sides that can place its cursor.
pub fn opens() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    stdin().is_terminal() && stdout().is_terminal() && !dumb
}

fn open(context: &Context) -> Result<(), Failure> {
    print_summary(context)
}

fn print_summary(context: &Context) -> Result<(), Failure> {
    let options = SimulationOptions {
        persons: PersonsArgument::DEFAULT,
        seed: 1,
        threads: None,
        until: None,
        // The population at 65 and over needs persons by age.
        detail: true,
        raw: false,
        baseline: BaselineOptions { baseline: None },
    };
    let simulation = Simulation::prepare(context, &READINGS.map(OsString::from), &options)?;
    let output = simulation.carry_out(context, RUN)?;
    let report = RunReport {
        baseline: &simulation.baseline,
        worlds: &simulation.worlds,
        output: &output,
        detail: false,
    };
    let text = Format::Table.lay_out(&summary::document(&report, context.messages));
    let target = Target::prepare(&OutputOptions { format: Format::Table, out: None }, context)?;
    target.write(&text, context)
}
