//! The tour: six steps, each done by pressing what it asks for.

use super::action::Command;
use super::place::Place;
use super::state::State;
use crate::i18n::{Messages, message};

/// How many steps it has.
pub const STEPS: usize = 6;

/// Begins the tour, or ends it.
pub(super) fn toggle(state: &mut State) {
    if state.tour.take().is_some() {
        return;
    }
    if !state.baseline.levers.levers.is_empty() {
        state.place = Place::WhatIf;
        state.overlay = None;
    }
    state.tour = Some(0);
}

/// Goes on when what the step asks for was done.
pub(super) fn advance(state: &mut State, command: Command) {
    let Some(step) = state.tour else { return };
    let done = match step {
        0 => matches!(command, Command::Down | Command::Up),
        1 => matches!(command, Command::Move(_) | Command::Set(_)),
        2 => matches!(command, Command::NextOutcome | Command::PreviousOutcome | Command::Show(..)),
        3 => command == Command::Open,
        4 => command == Command::GoTo(Place::Goal),
        // Writing a file: told by `written`.
        _ => false,
    };
    if done {
        state.tour = Some(step + 1);
    }
}

/// Whether a file that was written has ended the tour: the last step asks for one.
pub(super) fn written(state: &mut State) -> bool {
    let last = state.tour == Some(STEPS - 1);
    if last {
        state.tour = None;
    }
    last
}

/// Every step as text, for those without a terminal.
pub(super) fn steps(state: &mut State) -> String {
    let mut told = String::new();
    for step in 0..STEPS {
        state.tour = Some(step);
        if let Some(line) = text(state, state.messages()) {
            told.push_str(&line);
            told.push('\n');
        }
    }
    told
}

/// What the present step asks for; `None` without a tour.
#[must_use]
pub fn text(state: &State, messages: &Messages) -> Option<String> {
    let step = state.tour?;
    let key = |command| state.key_name(command);
    let asked = match step {
        0 => message!(messages, "ui-tour-1", down = key(Command::Down)),
        1 => message!(
            messages,
            "ui-tour-2",
            right = key(Command::Move(1)),
            ambitious = key(Command::Set(super::action::Word::Ambitious))
        ),
        2 => message!(messages, "ui-tour-3", outcome = key(Command::NextOutcome)),
        3 => message!(messages, "ui-tour-4", open = key(Command::Open)),
        4 => message!(
            messages,
            "ui-tour-5",
            goal = key(Command::GoTo(Place::Goal)),
            back = key(Command::GoTo(Place::WhatIf))
        ),
        _ => message!(messages, "ui-tour-6", write = key(Command::WriteView)),
    };
    let number = (step + 1).to_string();
    Some(message!(
        messages,
        "ui-tour",
        number = number,
        all = STEPS.to_string(),
        asked = asked,
        key = key(Command::ToggleTour)
    ))
}
