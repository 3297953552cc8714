//! `kenju` alone: the interface on a terminal, the reference as text anywhere else.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{RUN, Simulation};
use super::{BaselineOptions, Context, OutputOptions, SimulationOptions};
use crate::i18n::message;
use crate::report::{Format, RunReport, summary};
use crate::ui::theme::ColourChoice;
use crate::ui::{self, Ending, UiError, UiOptions};
use std::ffi::OsString;
use std::io::{IsTerminal as _, stdin, stdout};
use std::sync::Arc;

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

/// What is run when nothing is said.
fn default_options(detail: bool) -> SimulationOptions {
    SimulationOptions {
        persons: PersonsArgument::DEFAULT,
        seed: 1,
        threads: None,
        until: None,
        detail,
        raw: false,
        baseline: BaselineOptions { baseline: None },
    }
}

fn open(context: &Context) -> Result<(), Failure> {
    let reference = [OsString::from(READINGS[0])];
    let simulation = Simulation::prepare(context, &reference, &default_options(false))?;
    let world = simulation.worlds.into_iter().next().expect("one scenario was asked for and prepared");
    let options = UiOptions {
        language: context.messages.language(),
        baseline: Arc::new(simulation.baseline),
        world,
        settings: simulation.settings,
        ascii: false,
        colour: ColourChoice::Auto,
    };
    let ended = |number| Failure::Signal {
        number,
        message: context.worded(message!(context.messages, "error-interrupted")),
    };
    match ui::start(options) {
        Ok(Ending::Quit) => Ok(()),
        Ok(Ending::HungUp) => Err(ended(1)),
        Ok(Ending::Interrupted) => Err(ended(2)),
        Ok(Ending::Terminated) => Err(ended(15)),
        Err(error @ UiError::Crashed(_)) => Err(context.failure(Kind::Internal, error.to_string())),
        Err(error) => Err(context.failure(Kind::Io, error.to_string())),
    }
}

fn print_summary(context: &Context) -> Result<(), Failure> {
    // The population at 65 and over needs persons by age.
    let options = default_options(true);
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
