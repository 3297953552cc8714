//! The screen of levers: what is set on the left, what it does on the right.
//!
//! ```text
//! levers in groups, each with its slider     |  chart of the outcome chosen
//! ...                                        |  (tall screens: a second one above it)
//! what is known of the lever chosen          |
//! ```

pub mod list;
pub mod pane;
pub mod sentence;
pub mod table;

use super::words;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::ui::outcome::Outcome;
use crate::ui::state::{State, View};
use crate::ui::text;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows from which two charts stand one above the other.
const TWO_CHARTS_FROM: u16 = 24;

/// Where the list of levers stands in the body.
#[must_use]
pub fn list_area(area: Rect) -> Rect {
    let width = match area.width {
        0..80 => area.width * 8 / 15,
        80..120 => 42.max(area.width * 2 / 5),
        wide => (wide * 9 / 20).min(72),
    };
    Rect { width, ..area }
}

/// Draws the body.
pub fn draw(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let left = list_area(area).width;
    list::draw(state, theme, messages, list_area(area), buffer);
    let right = Rect { x: area.x + left + 1, width: area.width.saturating_sub(left + 1), ..area };
    if state.view == View::Table {
        table::draw(state, theme, messages, right, buffer);
        return;
    }
    if right.height >= TWO_CHARTS_FROM {
        let half = right.height / 2;
        let upper = Rect { height: half, ..right };
        let lower = Rect { y: right.y + half, height: right.height - half, ..right };
        pane::draw(state, state.upper, theme, messages, upper, buffer);
        pane::draw(state, state.lower(), theme, messages, lower, buffer);
    } else {
        pane::draw(state, state.outcome, theme, messages, right, buffer);
    }
}

/// Name, sex and unit of what a chart or table shows.
#[must_use]
pub fn title(state: &State, outcome: Outcome, sex: Sex, messages: &Messages, cells: usize) -> String {
    let told = |name: String| {
        let (unit, sex) = (outcome.unit(messages), words::sex(messages, sex));
        if state.difference {
            message!(messages, "ui-pane-added", name = name, sex = sex, unit = unit)
        } else {
            message!(messages, "ui-pane-level", name = name, sex = sex, unit = unit)
        }
    };
    let full = told(outcome.name(messages));
    match outcome.measure() {
        Some(measure) if text::width(&full) > cells => told(words::short_measure(messages, measure)),
        _ => full,
    }
}
