//! Typing the text that a list is searched for.

use crate::ui::keymap::Key;
use crate::ui::screen::whatif::list;
use crate::ui::state::{Ending, State};

/// Longest text that can be typed.
const LONGEST: usize = 60;

/// One key while typing: Enter keeps the text, Escape drops it.
pub(super) fn key(state: &mut State, key: Key) {
    match key {
        Key::Enter => state.typing = false,
        Key::Escape => {
            state.typing = false;
            state.filter.clear();
        }
        Key::Backspace => {
            state.filter.pop();
        }
        Key::Char(letter) if state.filter.chars().count() < LONGEST && !crate::text::is_unsafe(letter) => {
            state.filter.push(letter);
        }
        Key::Control('c') => state.ending = Some(Ending::Quit),
        _ => {}
    }
    state.line = 0;
    // The lever chosen must be among those found.
    let order = list::order(state);
    if !order.contains(&state.lever)
        && let Some(first) = order.first()
    {
        state.lever = *first;
    }
}
