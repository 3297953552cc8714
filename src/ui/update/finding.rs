//! From one place where the text looked for stands to the next, and round again.
//!
//! Lists leave out what does not fit; pages keep their lines, and the lines where the text stands are marked.

use crate::ui::place::Place;
use crate::ui::screen::whatif::list;
use crate::ui::screen::{conditions, page};
use crate::ui::state::{Notice, State};

/// The next place, or the one before.
pub(super) fn step(state: &mut State, back: bool) {
    if state.filter.is_empty() {
        state.notice = Some(Notice::NothingLookedFor);
        return;
    }
    let found = match state.place {
        Place::WhatIf => {
            let order = list::order(state);
            let here = order.iter().position(|lever| *lever == state.lever);
            beside(here, order.len(), back).and_then(|next| order.get(next)).map(|lever| {
                state.history.settle();
                state.lever = *lever;
            })
        }
        Place::Conditions => {
            let rows = conditions::rows(state, state.messages()).len();
            beside(Some(state.line), rows, back).map(|next| state.line = next)
        }
        _ => {
            let lines = page::found(state);
            let here = state.found.and_then(|line| lines.iter().position(|known| *known == line));
            beside(here, lines.len(), back).map(|next| show(state, lines[next]))
        }
    };
    if found.is_none() {
        state.notice = Some(Notice::NotFound);
    }
}

/// The first place on a page, while the text is typed.
pub(super) fn first(state: &mut State) {
    state.found = None;
    if !matches!(state.place, Place::WhatIf | Place::Conditions)
        && !state.filter.is_empty()
        && let Some(line) = page::found(state).first()
    {
        show(state, *line);
    }
}

/// Nothing is looked for any more.
pub(super) fn forget(state: &mut State) {
    state.filter.clear();
    state.found = None;
}

/// Brings a line of a page into view, with one above it.
fn show(state: &mut State, line: usize) {
    state.found = Some(line);
    state.line = page::at_top(state, line.saturating_sub(1));
}

/// The place after one among `count`; the first, or the last, where there is none yet.
fn beside(here: Option<usize>, count: usize, back: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (here, back) {
        (None, false) => 0,
        (None, true) => last,
        (Some(here), false) => {
            if here >= last {
                0
            } else {
                here + 1
            }
        }
        (Some(here), true) => here.checked_sub(1).map_or(last, |before| before.min(last)),
    })
}
