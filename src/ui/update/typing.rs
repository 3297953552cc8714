//! Typing the text that a list is searched for.

use super::finding;
use crate::ui::keymap::Key;
use crate::ui::screen::whatif::list;
use crate::ui::state::{Ending, Overlay, State};

/// Longest text that can be typed.
const LONGEST: usize = 60;

/// One key while typing: Enter keeps the text, Escape drops it.
pub(super) fn key(state: &mut State, key: Key) {
    match key {
        Key::Enter => state.typing = false,
        Key::Escape => {
            state.typing = false;
            state.typed_mut().clear();
        }
        Key::Backspace => {
            state.typed_mut().pop();
        }
        Key::Char(letter) if state.typed().chars().count() < LONGEST && !crate::text::is_unsafe(letter) => {
            state.typed_mut().push(letter);
        }
        Key::Control('c') => state.ending = Some(Ending::Quit),
        _ => {}
    }
    if let Some(Overlay::Help(top)) = &mut state.overlay {
        *top = 0;
        return;
    }
    state.line = 0;
    finding::first(state);
    // The lever chosen must be among those found.
    let order = list::order(state);
    if !order.contains(&state.lever)
        && let Some(first) = order.first()
    {
        state.lever = *first;
    }
}
