//! The loop of a lesson: keys, numbers from the workers, the record after every key, drawing.

use super::state::{LessonOptions, LessonState, Told};
use super::{update, view};
use crate::baseline::Baseline;
use crate::i18n::Messages;
use crate::lesson::Lesson;
use crate::lesson::record::Record;
use crate::lesson::results::{batches, run};
use crate::lesson::slip::Slip;
use crate::run::Unwatched;
use crate::run::session::Session as Runs;
use crate::ui::action::Action;
use crate::ui::event::{self, Event, Signal};
use crate::ui::state::Ending;
use crate::ui::task::{self, Task, Worker};
use crate::ui::terminal::Session;
use crate::ui::theme::{self, Theme};
use crate::ui::{UiError, update::update as update_screens};
use std::io::{self, IsTerminal as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}

/// Writes the slip into the place of an earlier one, in one step.
///
/// # Errors
/// What the system says.
pub fn write_slip(slip: &Slip, file: &Path) -> io::Result<String> {
    crate::files::replace(file, slip.text().as_bytes())?;
    Ok(file.display().to_string())
}

/// Runs a lesson until the student or the system ends it.
///
/// # Errors
/// As [`crate::ui::start`].
pub fn start(options: &LessonOptions) -> Result<Ending, UiError> {
    if !io::stdout().is_terminal() {
        return Err(UiError::NoTerminal);
    }
    let theme = Theme::choose(options.colour, |name| std::env::var(name).ok());
    let (sender, events) = channel();
    #[cfg(unix)]
    let _signals = event::Signals::listen(sender.clone())?;
    #[cfg(unix)]
    event::watch_terminal(sender.clone())?;
    let runs = Runs::new(Arc::clone(&options.baseline));
    let engine: Arc<task::Engine> =
        Arc::new(move |_, worlds, settings, watch| runs.compare(worlds, settings, watch));
    let worker = Worker::start(Arc::clone(&options.baseline), engine, sender.clone())?;
    let mut session = Session::enter(false)?;
    let size = session.screen().size()?;
    let (mut state, request) = LessonState::new(options, (size.width, size.height), now());
    if theme::ascii_wanted(|name| std::env::var(name).ok()) {
        state.inner.marks = crate::ui::marks::Marks::Ascii;
    }
    compute(options, state.player.record.identity.seed, sender.clone())?;
    event::read_keys(sender)?;
    worker.submit(request);
    let mut running = Loop { state, theme, session: &mut session, worker: &worker, options, resized: false };
    let ended = catch_unwind(AssertUnwindSafe(|| running.run(&events)));
    drop(session);
    crate::ui::outcome(ended)
}

/// Computes the numbers of the lesson in the background, in the order in which they are needed.
fn compute(options: &LessonOptions, seed: u64, events: Sender<Event>) -> io::Result<()> {
    let (lesson, baseline) = (Arc::clone(&options.lesson), Arc::clone(&options.baseline));
    thread::Builder::new().name("lesson".to_owned()).spawn(move || {
        let worked = catch_unwind(AssertUnwindSafe(|| each_batch(&lesson, &baseline, seed, &events)));
        if let Err(panic) = worked {
            let _ = events.send(Event::Lesson(Err(task::panic_text(&*panic))));
        }
    })?;
    Ok(())
}

fn each_batch(lesson: &Lesson, baseline: &Arc<Baseline>, seed: u64, events: &Sender<Event>) {
    let runs = Runs::new(Arc::clone(baseline));
    for batch in batches(lesson, seed) {
        let found = run(lesson, &batch, baseline, &runs, &Unwatched).map_err(|error| error.to_string());
        let failed = found.is_err();
        if events.send(Event::Lesson(found)).is_err() || failed {
            return;
        }
    }
}

struct Loop<'a> {
    state: LessonState,
    theme: Theme,
    session: &'a mut Session,
    worker: &'a Worker,
    options: &'a LessonOptions,
    resized: bool,
}

impl Loop<'_> {
    fn run(&mut self, events: &Receiver<Event>) -> Result<Ending, UiError> {
        loop {
            self.draw()?;
            let Ok(first) = events.recv() else { return Ok(Ending::HungUp) };
            let mut next = Some(first);
            while let Some(event) = next {
                self.handle(event)?;
                if let Some(ending) = self.state.ending() {
                    return Ok(ending);
                }
                next = events.try_recv().ok();
            }
        }
    }

    fn draw(&mut self) -> Result<(), UiError> {
        if std::mem::take(&mut self.resized) {
            self.session.repaint()?;
            let size = self.session.screen().size()?;
            update_screens(&mut self.state.inner, Action::Resized(size.width, size.height));
        }
        let messages = Messages::of(self.state.inner.language);
        let (state, theme) = (&self.state, self.theme);
        self.session.screen().draw(|frame| view::draw(state, theme, messages, frame))?;
        Ok(())
    }

    fn handle(&mut self, event: Event) -> Result<(), UiError> {
        let inner = &mut self.state.inner;
        let task = match event {
            Event::Key(key) => {
                let task = update::key(&mut self.state, key, now());
                self.keep();
                task
            }
            Event::Worker(action) => update_screens(inner, action),
            Event::Lesson(found) => {
                update::found(&mut self.state, found);
                None
            }
            Event::Mouse(_) => None,
            Event::Resized => {
                self.resized = true;
                None
            }
            Event::Signal(Signal::Stop) => Some(Task::Suspend),
            Event::Signal(signal) => {
                inner.ending = Some(match signal {
                    Signal::Terminate => Ending::Terminated,
                    Signal::Quit => Ending::QuitSignal,
                    Signal::HangUp => Ending::HungUp,
                    Signal::Interrupt | Signal::Stop => Ending::Interrupted,
                });
                None
            }
            Event::TerminalGone => {
                inner.ending = Some(Ending::HungUp);
                None
            }
            Event::Continued => {
                self.session.resume()?;
                self.resized = true;
                None
            }
            Event::InputFailed(error) => return Err(error.into()),
        };
        if let Some(task) = task {
            self.carry_out(task)?;
        }
        self.hand_in();
        Ok(())
    }

    /// Writes the record, whole, before anything else happens.
    fn keep(&mut self) {
        // What is offered is not written over before it was looked at.
        let (Some(file), None) = (&self.options.record, &self.state.offered) else { return };
        if self.state.begins_anew {
            if let Err(error) = Record::set_aside(file) {
                // What could not be set aside is not written over.
                self.state.told = Some(Told::NotKept(error.to_string()));
                return;
            }
            self.state.begins_anew = false;
        }
        if let Err(error) = self.state.player.record.write(file) {
            self.state.told = Some(Told::NotKept(error.to_string()));
        }
    }

    /// Writes the slip where it was asked for beforehand, once the end is reached and every number is there.
    fn hand_in(&mut self) {
        let Some(file) = &self.options.slip else { return };
        if self.state.slip.is_some() || self.state.offered.is_some() || !self.state.player.is_over() {
            return;
        }
        if let Some(slip) = Slip::of(&self.state.player) {
            match write_slip(&slip, file) {
                Ok(path) => self.state.slip = Some(path),
                Err(error) => self.state.told = Some(Told::NotWritten(error.to_string())),
            }
        }
    }

    fn carry_out(&mut self, task: Task) -> Result<(), UiError> {
        match task {
            Task::Compute(request) => self.worker.submit(request),
            Task::Repaint => self.session.repaint()?,
            Task::Write(document) => match task::write(&document) {
                Ok(path) => {
                    self.state.slip = Some(path.clone());
                    self.state.told = Some(Told::Written(path));
                }
                Err(error) => self.state.told = Some(Told::NotWritten(error.to_string())),
            },
            Task::Suspend => {
                if !self.session.suspend()? {
                    self.state.told = Some(Told::NoShell);
                }
                self.resized = true;
            }
            // No key of a lesson asks for these.
            Task::Cancel(_)
            | Task::Skip { .. }
            | Task::Report(_)
            | Task::Copy(_)
            | Task::List
            | Task::Open(_)
            | Task::Mouse(_) => {}
        }
        Ok(())
    }
}
