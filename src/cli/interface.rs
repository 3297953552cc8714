//! `kenju` alone: the interface on a terminal, the reference as text anywhere else.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::{Simulation, not_allowed};
use super::{BaselineOptions, Context, OutputOptions, SimulationOptions};
use crate::i18n::message;
use crate::report::{Format, RunReport, refusal, summary};
use crate::run::draws::dressed::{FEWEST_DRAWS, MOST_DRAWS};
use crate::run::{Detail, RunSettings, Unwatched};
use crate::text::escape_untrusted;
use crate::ui::marks::Marks;
use crate::ui::place::Place;
use crate::ui::settings::{self, Settings, SettingsError};
use crate::ui::theme::ColourChoice;
use crate::ui::{self, Ending, UiError, UiOptions};
use clap::{Args, ValueHint};
use std::ffi::OsString;
use std::io::{IsTerminal as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The readings of the trend, from the most cautious to the most hopeful; the first is the reference.
const READINGS: [&str; 3] = [REFERENCE, "trend-half", "trend-full"];
/// Parameter draws of the interface unless asked for: they take more memory than all else together.
const DRAWS: u32 = 0;
/// The scenario the interface opens with.
const REFERENCE: &str = "reference";

/// Opens the interface or prints the summary.
///
/// # Errors
/// A failure with its exit code.
pub fn interface(context: &Context) -> Result<(), Failure> {
    if !opens() {
        return print_summary(context);
    }
    let simulation = Simulation::prepare(context, &[OsString::from(REFERENCE)], &options())?;
    open(context, simulation, false, &Look::default())
}

/// Whether the interface can be shown: a terminal on both sides that can place its cursor.
pub fn opens() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    stdin().is_terminal() && stdout().is_terminal() && !dumb
}

/// Flags of `tui`.
#[derive(Debug, Args)]
pub struct Options {
    /// Scenario to open: an embedded one or a file
    #[arg(value_name = "SCENARIO", default_value = REFERENCE)]
    scenario: OsString,
    /// Print the text twin of a screen instead: what-if, outlook, compare, why, goal, population, assumptions,
    /// sources, programmes, conditions, trials, runs
    #[arg(long, value_name = "SCREEN")]
    plain: Option<String>,
    /// Do not offer the unsaved scenario of an earlier session, and keep none
    #[arg(long)]
    fresh: bool,
    /// Parameter draws behind bands and chances of reaching the goal: 0, or 20 and more [default: 0]
    #[arg(long, value_name = "K")]
    draws: Option<u32>,
    /// Glyphs of charts [default: as set in the file of settings]
    #[arg(long, value_enum, value_name = "MARKS")]
    marker: Option<Marks>,
    /// Leave the mouse to the terminal, for selecting text; a key turns it on
    #[arg(long)]
    no_mouse: bool,
    /// File of settings: colours, mouse, glyphs, keys [default: as `kenju paths` says]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    #[command(flatten)]
    simulation: SimulationOptions,
}

/// Opens the interface with the tour; `--plain` prints its steps.
///
/// # Errors
/// A failure with its exit code.
pub fn tutorial(context: &Context, options: &Options) -> Result<(), Failure> {
    let scenario = std::slice::from_ref(&options.scenario);
    let simulation = Simulation::prepare(context, scenario, &options.simulation)?;
    let look = Look { tour: true, ..look(context, options)? };
    if opens() {
        return open(context, simulation, options.fresh, &look);
    }
    let target = Target::prepare(&OutputOptions { format: Format::Table, out: None }, context)?;
    let text = ui::tour(ui_options(context, simulation, true, &look)?);
    target.write(&text, context)
}

/// Opens the interface on a scenario, or prints the text twin of a screen.
///
/// # Errors
/// A failure with its exit code.
pub fn tui(context: &Context, options: &Options) -> Result<(), Failure> {
    let place = options.plain.as_ref().map(|word| {
        let unknown = || {
            let found = escape_untrusted(word);
            let screens: Vec<&str> = Place::ROW.iter().copied().map(Place::word).collect();
            let text =
                message!(context.messages, "error-screen", found = found, screens = screens.join(", "));
            context.failure(Kind::Usage, text)
        };
        Place::named(word).ok_or_else(unknown)
    });
    let place = place.transpose()?;
    let scenario = std::slice::from_ref(&options.scenario);
    let simulation = Simulation::prepare(context, scenario, &options.simulation)?;
    match place {
        None => open(context, simulation, options.fresh, &look(context, options)?),
        Some(place) => print_plain(context, simulation, place, &look(context, options)?),
    }
}

/// How the interface is to look, and how many draws are behind its bands.
#[derive(Debug, Clone, Default)]
struct Look {
    marker: Option<Marks>,
    no_mouse: bool,
    draws: u32,
    config: Option<PathBuf>,
    tour: bool,
}

/// As the flags ask for; draws are none, or as many as percentiles need.
fn look(context: &Context, options: &Options) -> Result<Look, Failure> {
    let draws = options.draws.unwrap_or(DRAWS);
    if draws == 0 || (FEWEST_DRAWS..=MOST_DRAWS).contains(&draws) {
        let (marker, no_mouse, config) = (options.marker, options.no_mouse, options.config.clone());
        return Ok(Look { marker, no_mouse, draws, config, tour: false });
    }
    Err(not_allowed(context, "--draws", &draws.to_string()))
}

fn print_plain(context: &Context, simulation: Simulation, place: Place, look: &Look) -> Result<(), Failure> {
    let target = Target::prepare(&OutputOptions { format: Format::Table, out: None }, context)?;
    let text = ui::plain(ui_options(context, simulation, true, look)?, place, &Unwatched)
        .map_err(|error| context.failure(Kind::Content, refusal::text(&error, context.messages)))?;
    target.write(&text, context)
}

fn ui_options(
    context: &Context,
    simulation: Simulation,
    fresh: bool,
    look: &Look,
) -> Result<UiOptions, Failure> {
    let mut own = match &look.config {
        Some(path) => settings_of(context, path, true)?,
        None => own_settings(context)?,
    };
    own.mouse &= !look.no_mouse;
    let [world] = <[_; 1]>::try_from(simulation.worlds)
        .map_err(|_| context.failure(Kind::Internal, "one scenario was asked for"))?;
    Ok(UiOptions {
        language: context.messages.language(),
        baseline: Arc::new(simulation.baseline),
        world,
        // Care need and ages are shown; neither needs more persons.
        settings: RunSettings { detail: Detail::Ages, ..simulation.settings },
        marks: look.marker,
        colour: ColourChoice::Auto,
        own,
        draws: look.draws,
        tour: look.tour,
        draft: if fresh { None } else { ui::draft_place(|name| std::env::var(name).ok()) },
    })
}

/// Keys, colours and mouse as the user has set them.
pub fn own_settings(context: &Context) -> Result<Settings, Failure> {
    settings::place().map_or_else(|| Ok(Settings::default()), |path| settings_of(context, &path, false))
}

/// The settings of a file, which may be missing unless it was asked for.
fn settings_of(context: &Context, path: &Path, asked: bool) -> Result<Settings, Failure> {
    let read = if asked { settings::read_asked(path) } else { settings::read(path) };
    read.map_err(|error| {
        let kind = if matches!(error, SettingsError::Io { .. }) { Kind::Io } else { Kind::Content };
        context.failure(kind, error.to_string())
    })
}

fn open(context: &Context, simulation: Simulation, fresh: bool, look: &Look) -> Result<(), Failure> {
    match ui::start(ui_options(context, simulation, fresh, look)?) {
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
    let output = simulation.carry_out(context, None, false)?;
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
