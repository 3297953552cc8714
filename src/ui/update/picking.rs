//! An open list, and a name that is being typed: keys go there until it is closed.

use super::levers;
use crate::ui::action::Command;
use crate::ui::draft::Draft;
use crate::ui::export::{self, Form};
use crate::ui::keymap::Key;
use crate::ui::picker::{Deed, Entry, Kind, Picker};
use crate::ui::place::Place;
use crate::ui::state::{Ending, Kept, MOST_KEPT, Notice, State};
use crate::ui::task::Task;

/// Longest text that can be typed.
const LONGEST: usize = 60;

/// Opens a list.
pub(super) fn open(state: &mut State, kind: Kind) -> Option<Task> {
    let reads = matches!(kind, Kind::Files(None));
    state.overlay = None;
    state.picker = Some(Picker::new(kind));
    reads.then_some(Task::List)
}

/// One key in an open list.
pub(super) fn key(state: &mut State, key: Key) -> Option<Task> {
    let mut picker = state.picker.take()?;
    let entries = picker.entries(state);
    let last = entries.len().saturating_sub(1);
    match key {
        Key::Escape => return None,
        Key::Control('c') => {
            state.ending = Some(Ending::Quit);
            return None;
        }
        Key::Enter => return entries.into_iter().nth(picker.chosen).and_then(|entry| take(state, entry)),
        Key::Up => picker.chosen = picker.chosen.saturating_sub(1),
        Key::Down | Key::Tab => picker.chosen = (picker.chosen + 1).min(last),
        Key::PageUp => picker.chosen = picker.chosen.saturating_sub(10),
        Key::PageDown => picker.chosen = (picker.chosen + 10).min(last),
        Key::Home => picker.chosen = 0,
        Key::End => picker.chosen = last,
        Key::Backspace => {
            picker.text.pop();
            picker.chosen = 0;
        }
        _ => {
            if typed(&mut picker.text, key) {
                picker.chosen = 0;
            }
        }
    }
    state.picker = Some(picker);
    None
}

/// Takes the line chosen with the mouse.
pub(super) fn press(state: &mut State, line: usize) -> Option<Task> {
    if let Some(picker) = &mut state.picker {
        picker.chosen = line;
    }
    key(state, Key::Enter)
}

fn take(state: &mut State, entry: Entry) -> Option<Task> {
    match entry.deed {
        Deed::Command(command) => super::update(state, crate::ui::action::Action::Command(command)),
        Deed::Show(pane, outcome) => super::apply(state, Command::Show(pane, outcome)),
        Deed::Lever(lever) => {
            super::finding::forget(state);
            state.lever = lever;
            state.history.settle();
            if matches!(state.place, Place::WhatIf | Place::Lever) {
                return None;
            }
            super::apply(state, Command::GoTo(Place::WhatIf))
        }
        Deed::Scenario(argument) => Some(Task::Open(argument)),
        Deed::Kept(place) => {
            let draft = state.kept.get(place)?.draft.clone();
            if draft == state.draft {
                return None;
            }
            state.history.remember(state.choice(), None);
            state.draft = draft;
            Some(Task::Compute(state.request()))
        }
        Deed::Write(Form::Report) => super::program::report(state),
        Deed::Write(form) => {
            let document = export::document(state, form);
            if form == Form::Csv && document.text.lines().count() < 2 {
                state.notice = Some(Notice::NothingToCopy);
                return None;
            }
            Some(Task::Write(document))
        }
    }
}

/// One key of a name: Enter keeps the set under it, Escape leaves it.
pub(super) fn name(state: &mut State, key: Key) {
    let Some(mut text) = state.naming.take() else { return };
    match key {
        Key::Escape => return,
        Key::Enter => {
            keep_as(state, text.trim());
            return;
        }
        Key::Control('c') => {
            state.ending = Some(Ending::Quit);
            return;
        }
        Key::Backspace => {
            text.pop();
        }
        _ => {
            typed(&mut text, key);
        }
    }
    state.naming = Some(text);
}

/// Begins to type a name for the set on screen.
pub(super) fn begin_name(state: &mut State) {
    if state.draft == Draft::default() {
        state.notice = Some(Notice::NothingToKeep);
        return;
    }
    let known = state.kept.iter().find(|kept| kept.draft == state.draft);
    if known.is_none() && state.kept.len() == MOST_KEPT {
        state.notice = Some(Notice::KeptEnough);
        return;
    }
    state.naming = Some(known.map(|kept| kept.name.clone()).unwrap_or_default());
}

fn keep_as(state: &mut State, name: &str) {
    let present = state.draft.clone();
    let position = state.kept.iter().position(|kept: &Kept| kept.draft == present);
    let place = position.unwrap_or_else(|| {
        levers::keep(state);
        state.kept.len().saturating_sub(1)
    });
    if let Some(kept) = state.kept.get_mut(place) {
        name.clone_into(&mut kept.name);
        state.notice = Some(Notice::Kept(state.kept.len()));
    }
}

fn typed(text: &mut String, key: Key) -> bool {
    match key {
        Key::Char(letter) if text.chars().count() < LONGEST && !crate::text::is_unsafe(letter) => {
            text.push(letter);
            true
        }
        _ => false,
    }
}
