//! The loop: waits for an event, updates the state, carries out what that asks for, draws.

use super::action::Action;
use super::event::{Event, Signal};
use super::export::Form;
use super::state::{Ending, Notice, State};
use super::task::{self, Request, Task, Worker};
use super::terminal::Session;
use super::theme::Theme;
use super::update::update;
use super::{UiError, autosave, files, screen, view_file};
use crate::i18n::Messages;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::Instant;

/// Everything the loop works with.
pub(super) struct Loop<'a> {
    state: &'a mut State,
    theme: Theme,
    session: &'a mut Session,
    worker: &'a Worker,
    draft: Option<&'a Path>,
    /// When the newest request was given, or its last answer came.
    since: Instant,
    /// Whether the terminal has told of another size since the last drawing.
    resized: bool,
}

impl<'a> Loop<'a> {
    /// A loop that has not begun.
    pub(super) fn new(
        state: &'a mut State,
        theme: Theme,
        session: &'a mut Session,
        worker: &'a Worker,
        draft: Option<&'a Path>,
    ) -> Self {
        Self { state, theme, session, worker, draft, since: Instant::now(), resized: false }
    }

    /// Runs until the user or the system ends it.
    pub(super) fn run(&mut self, events: &Receiver<Event>) -> Result<Ending, UiError> {
        let mut kept = self.state.choice();
        let view_of = |state: &State| (state.panes, state.place, state.kept.clone(), state.offered.is_some());
        let mut view = view_of(self.state);
        loop {
            self.draw()?;
            // The channel cannot close while the reader of keys lives; if it does, the terminal is gone.
            let Ok(first) = events.recv() else { return Ok(Ending::HungUp) };
            // A burst (a paste, a resize storm) is drawn once.
            let mut next = Some(first);
            while let Some(event) = next {
                self.handle(event)?;
                if let Some(ending) = self.state.ending {
                    return Ok(ending);
                }
                next = events.try_recv().ok();
            }
            if let Some(file) = self.draft
                && self.state.choice() != kept
            {
                kept = self.state.choice();
                self.state.autosaves &= autosave::keep(self.state, file);
            }
            if let Some(file) = self.draft
                && view_of(self.state) != view
            {
                view = view_of(self.state);
                self.state.autosaves &= view_file::keep(self.state, file);
            }
        }
    }

    /// Hands a request to the worker.
    pub(super) fn submit(&mut self, request: Request) {
        self.since = Instant::now();
        self.worker.submit(request);
    }

    fn draw(&mut self) -> Result<(), UiError> {
        inject_panic(self.state);
        if std::mem::take(&mut self.resized) {
            // A terminal that was smaller for a moment has lost cells, even if its size is what it was.
            self.session.repaint()?;
            let size = self.session.screen().size()?;
            update(self.state, Action::Resized(size.width, size.height));
        }
        let messages = Messages::of(self.state.language);
        let (state, theme) = (&*self.state, self.theme);
        self.session.screen().draw(|frame| screen::view(state, theme, messages, frame))?;
        Ok(())
    }

    fn handle(&mut self, event: Event) -> Result<(), UiError> {
        let state = &mut *self.state;
        let task = match event {
            Event::Key(key) => update(state, Action::Key(key)),
            Event::Mouse(mouse) => update(state, Action::Mouse(mouse)),
            Event::Resized => {
                self.resized = true;
                None
            }
            Event::Worker(action) => self.answer(action),
            // Asked for by lessons only, which have a loop of their own.
            Event::Lesson(_) => None,
            Event::Signal(Signal::Stop) => Some(Task::Suspend),
            Event::Signal(Signal::Interrupt) => end(state, Ending::Interrupted),
            Event::Signal(Signal::Terminate) => end(state, Ending::Terminated),
            Event::Signal(Signal::Quit) => end(state, Ending::QuitSignal),
            Event::Signal(Signal::HangUp) | Event::TerminalGone => end(state, Ending::HungUp),
            Event::Continued => {
                self.session.resume()?;
                self.resized = true;
                None
            }
            Event::InputFailed(error) => return Err(error.into()),
        };
        task.map_or(Ok(()), |task| self.carry_out(task))
    }

    /// Passes on an answer, and how long it took if it was one of those in the log.
    fn answer(&mut self, action: Action) -> Option<Task> {
        let before = self.state.runs.last().map(|run| run.number);
        let task = update(self.state, action);
        if self.state.runs.last().map(|run| run.number) != before {
            let now = Instant::now();
            update(self.state, Action::Took(now - self.since));
            self.since = now;
        }
        task
    }

    fn carry_out(&mut self, task: Task) -> Result<(), UiError> {
        match task {
            Task::Compute(request) => self.submit(request),
            Task::Cancel(generation) => self.worker.cancel(generation),
            Task::Skip { generation, job } => self.worker.skip(generation, job),
            Task::Repaint => self.session.repaint()?,
            Task::Write(document) => {
                let written = task::write(&document).map_err(|error| error.to_string());
                if written.is_ok() && document.ending == Form::Ron.ending() {
                    self.state.saved = Some(self.state.choice());
                }
                update(self.state, Action::Written(written));
            }
            Task::Report(scenario) => {
                let written = task::write(&scenario).map_err(|error| error.to_string());
                if let Some(task) = update(self.state, Action::Reporting(written)) {
                    return self.carry_out(task);
                }
            }
            Task::Copy(text) => self.session.copy(&text)?,
            Task::Mouse(listens) => self.session.listen_to_mouse(listens)?,
            Task::List => {
                let found = files::list(&self.state.baseline, Path::new("."));
                update(self.state, Action::Listed(found));
            }
            Task::Open(argument) => {
                let opened = files::open(&argument, &self.state.baseline, self.state.language);
                if let Some(task) = update(self.state, Action::Opened(opened)) {
                    return self.carry_out(task);
                }
            }
            Task::Suspend => {
                if !self.session.suspend()? {
                    self.state.notice = Some(Notice::NoShell);
                }
                self.resized = true;
            }
        }
        Ok(())
    }
}

/// Lets a test see what a fault in drawing leaves behind; not in release builds.
fn inject_panic(state: &State) {
    if cfg!(debug_assertions)
        && state.overlay.is_some()
        && std::env::var_os("KENJU_INJECT_PANIC").is_some_and(|place| place == "draw")
    {
        panic!("injected panic in drawing");
    }
}

const fn end(state: &mut State, ending: Ending) -> Option<Task> {
    state.ending = Some(ending);
    None
}
