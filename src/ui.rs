//! The terminal interface: starts and stops the terminal safely and runs the loop.
//!
//! One way round: an [`event::Event`] becomes an [`action::Action`], [`update::update`] changes the
//! [`state::State`] and may name a [`task::Task`], [`screen::view`] draws the state. The loop draws
//! only after events and waits without using the processor.

pub mod action;
pub mod answer;
pub mod autosave;
pub mod draft;
pub mod event;
pub mod export;
pub mod files;
pub mod fuzzy;
pub mod history;
pub mod keymap;
pub mod layout;
pub mod lesson;
pub mod marks;
pub mod outcome;
pub mod panes;
pub mod paper;
pub mod picker;
pub mod place;
pub mod request;
mod run_loop;
pub mod runs;
pub mod screen;
pub mod settings;
pub mod state;
pub mod task;
mod terminal;
pub mod text;
pub mod theme;
pub mod tour;
pub mod update;
pub mod view_file;
pub mod widget;

use crate::analysis::explain::{Effort, explain};
use crate::baseline::Baseline;
use crate::i18n::Messages;
use crate::language::Language;
use crate::run::session::Session as Runs;
use crate::run::{RunSettings, World};
use action::Action;
use state::State;
use std::io::{self, IsTerminal as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use task::{Engine, Worker};
use terminal::Session;
use theme::{ColourChoice, Theme};

pub use autosave::place as draft_place;
pub use state::Ending;
pub use view_file::place as view_place;

/// How to start the interface.
#[derive(Debug, Clone)]
pub struct UiOptions {
    /// Language to begin with; `L` switches.
    pub language: Language,
    /// The pack.
    pub baseline: Arc<Baseline>,
    /// The scenario to open.
    pub world: World,
    /// How runs are made: seed, persons, last year.
    pub settings: RunSettings,
    /// With which glyphs charts are drawn; `None`: as set, or ASCII with `KENJU_ASCII=1` and on terminals known to
    /// lack others.
    pub marks: Option<marks::Marks>,
    /// Colours.
    pub colour: ColourChoice,
    /// File that keeps the unsaved scenario; `None` keeps none.
    pub draft: Option<PathBuf>,
    /// Keys, colours and mouse as the user wants them.
    pub own: settings::Settings,
    /// Parameter draws behind bands and chances; 0: none.
    pub draws: u32,
    /// Whether the tour begins at once.
    pub tour: bool,
}

/// Why the interface could not go on. The terminal is restored in every case.
#[derive(Debug, thiserror::Error)]
pub enum UiError {
    /// Standard output is not a terminal.
    #[error("standard output is not a terminal")]
    NoTerminal,
    /// The terminal, or the system behind it, refused.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
    /// A fault of the program; the panic's own message stands on standard error.
    #[error("internal error: {0}")]
    Crashed(String),
}

/// Runs the interface until the user or the system ends it.
///
/// # Errors
/// [`UiError::NoTerminal`] without a terminal, [`UiError::Terminal`] when it fails,
/// [`UiError::Crashed`] after a panic in drawing or updating.
pub fn start(options: UiOptions) -> Result<Ending, UiError> {
    let runs = Runs::new(Arc::clone(&options.baseline));
    start_with(options, Arc::new(move |_, worlds, settings, watch| runs.compare(worlds, settings, watch)))
}

/// [`start`] with another engine, for tests and demonstrations.
///
/// # Errors
/// As [`start`].
pub fn start_with(options: UiOptions, engine: Arc<Engine>) -> Result<Ending, UiError> {
    if !io::stdout().is_terminal() {
        return Err(UiError::NoTerminal);
    }
    let theme = Theme::choose(options.colour, |name| std::env::var(name).ok());
    let (sender, events) = channel();
    #[cfg(unix)]
    let _signals = event::Signals::listen(sender.clone())?;
    #[cfg(unix)]
    event::watch_terminal(sender.clone())?;
    let worker = Worker::start(Arc::clone(&options.baseline), engine, sender.clone())?;
    let mut session = Session::enter(options.own.mouse)?;
    let size = session.screen().size()?;
    let (mut state, _) = State::new(
        options.language,
        options.baseline,
        options.world,
        options.settings,
        (size.width, size.height),
    );
    let poor = theme::ascii_wanted(|name| std::env::var(name).ok());
    let own = if poor { marks::Marks::Ascii } else { options.own.marks };
    state.marks = options.marks.unwrap_or(own);
    state.autosaves = options.draft.is_some();
    state.keys = Arc::new(options.own.keys);
    state.mouse = options.own.mouse;
    state.draws = options.draws;
    state.ground = options.own.theme;
    if let Some(file) = &options.draft {
        view_file::restore(&mut state, file);
    }
    if options.tour {
        tour::toggle(&mut state);
    }
    let request = state.request();
    event::read_keys(sender)?;
    let mut running = run_loop::Loop::new(&mut state, theme, &mut session, &worker, options.draft.as_deref());
    running.submit(request);
    let ended = catch_unwind(AssertUnwindSafe(|| running.run(&events)));
    drop(session);
    outcome(ended)
}

/// How a loop has ended. A terminal that goes away may be noticed first by a drawing that fails.
fn outcome(ended: std::thread::Result<Result<Ending, UiError>>) -> Result<Ending, UiError> {
    match ended {
        Ok(Err(UiError::Terminal(error))) if terminal::is_gone(&error) => Ok(Ending::HungUp),
        Ok(ended) => ended,
        Err(panic) => Err(UiError::Crashed(task::panic_text(&*panic))),
    }
}

/// The steps of the tour as text.
#[must_use]
pub fn tour(options: UiOptions) -> String {
    let (mut state, _) =
        State::new(options.language, options.baseline, options.world, options.settings, (100, 60));
    state.keys = Arc::new(options.own.keys);
    tour::steps(&mut state)
}

/// The text twin of a screen, from the refined numbers only.
///
/// # Errors
/// As [`crate::run::run`].
pub fn plain(
    options: UiOptions,
    place: place::Place,
    watch: &dyn crate::run::Watch,
) -> Result<String, crate::run::RunError> {
    let runs = Runs::new(Arc::clone(&options.baseline));
    let size = (100, 60);
    let (mut state, _) =
        State::new(options.language, options.baseline, options.world, options.settings, size);
    state.place = place;
    state.draws = options.draws;
    state.keys = Arc::new(options.own.keys);
    let request = state.request();
    let (generation, asked, last) = (request.generation, request.settings.persons, true);
    // First answers with few persons are for those who wait.
    let whole = |job: &task::Job| {
        let fewer = matches!(
            job.part,
            task::Part::Draws { .. }
                | task::Part::ComparisonDraws { .. }
                | task::Part::Explanation { .. }
                | task::Part::Trials
        );
        job.persons == asked || fewer
    };
    for job in request.jobs.into_iter().filter(whole) {
        let settings = RunSettings { persons: job.persons, ..request.settings.clone() };
        let answer = match (job.part, job.worlds.as_slice()) {
            (task::Part::Explanation { trend }, [from, to]) => {
                let told = explain(&state.baseline, from, to, &settings, Effort::default(), watch)?;
                Action::Explained { generation, trend, last, result: Ok(Box::new(told)) }
            }
            (task::Part::Trials, _) => {
                let told = task::worth(&state.baseline, settings, watch)?;
                Action::Trialled { generation, last, result: Ok(Arc::new(told)) }
            }
            (part @ (task::Part::Draws { .. } | task::Part::ComparisonDraws { .. }), worlds) => {
                let told = task::drawn(&state.baseline, worlds, &settings, state.draws, watch, &mut |_| ())?;
                Action::Answered { generation, part, last, result: Ok(told) }
            }
            (part, worlds) => {
                let output = runs.compare(worlds, &settings, watch)?;
                Action::Answered { generation, part, last, result: Ok(output) }
            }
        };
        update::update(&mut state, answer);
    }
    Ok(screen::plain::text(&state, Messages::of(state.language)))
}
