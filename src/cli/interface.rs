//! `kenju` alone: the interface on a terminal, the reference as text anywhere else.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::{RUN, Simulation};
use super::{BaselineOptions, Context, OutputOptions, SimulationOptions};
use crate::report::{Format, RunReport, summary};
use crate::run::Detail;
use crate::ui::theme::ColourChoice;
use crate::ui::{self, Ending, UiError, UiOptions};
use std::ffi::OsString;
use std::io::{IsTerminal as _, stdin, stdout};
use std::sync::Arc;

/// The readings of the trend, from the most cautious to the most hopeful; the first is the reference.
const READINGS: [&str; 3] = [REFERENCE, "trend-half", "trend-full"];
/// The scenario the interface opens with.
const REFERENCE: &str = "reference";

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
    let simulation = Simulation::prepare(context, &[OsString::from(REFERENCE)], &options())?;
    let [world] = <[_; 1]>::try_from(simulation.worlds)
        .map_err(|_| context.failure(Kind::Internal, "one scenario was asked for"))?;
    let options = UiOptions {
        language: context.messages.language(),
        baseline: Arc::new(simulation.baseline),
        world,
        settings: simulation.settings,
        ascii: false,
        colour: ColourChoice::Auto,
    };
    match ui::start(options) {
        Ok(Ending::Quit) => Ok(()),
        Ok(ending) => Err(Failure::Signal { number: ending.exit_code() - 128, message: String::new() }),
        Err(error) => {
            let kind = if matches!(error, UiError::Crashed(_)) { Kind::Internal } else { Kind::Io };
            Err(context.failure(kind, error.to_string()))
        }
    }
}

fn options() -> SimulationOptions {
    SimulationOptions {
        persons: "200k".to_owned(),
        seed: "1".to_owned(),
        threads: None,
        until: None,
        detail: false,
        raw: false,
        baseline: BaselineOptions { baseline: None },
    }
}

fn print_summary(context: &Context) -> Result<(), Failure> {
    // The population at 65 and over needs persons by age.
    let mut simulation = Simulation::prepare(context, &READINGS.map(OsString::from), &options())?;
    simulation.settings.detail = Detail::Ages;
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
