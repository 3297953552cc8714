//! The screen of levers: what is set on the left, what it does on the right.
//!
//! ```text
//! levers in groups, each with its slider     |  1 chart the user has assigned
//! ...                                        |  (tall screens: the second one below it)
//! what is known of the lever chosen          |  . 2 what the other chart shows, in a row
//! ```

pub mod list;
pub mod pane;
pub mod sentence;
pub mod table;

use super::words;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::outcome::series::Group;
use crate::report::series::group_name;
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::outcome::Outcome;
use crate::ui::panes::Pane;
use crate::ui::state::{State, View};
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Rows from which two charts stand one above the other.
const TWO_CHARTS_FROM: u16 = 24;

/// Rows from which a chart can spare one for the name of the other.
const OTHER_FROM: u16 = 10;

/// Where the list of levers stands in the body.
#[must_use]
pub fn list_area(area: Rect) -> Rect {
    let width = match area.width {
        0..80 => area.width * 8 / 15,
        80..120 => 41.max(area.width * 2 / 5),
        wide => (wide * 9 / 20).min(72),
    };
    Rect { width, ..area }
}

/// Where the charts stand in the body.
struct Charts {
    /// Each chart with its place; one alone is the chosen one.
    panes: Vec<(Pane, Rect)>,
    /// The row that names the other chart.
    other: Option<Rect>,
}

fn charts(state: &State, area: Rect) -> Charts {
    let left = if state.expanded { 0 } else { list_area(area).width + 1 };
    let right = Rect { x: area.x + left, width: area.width.saturating_sub(left), ..area };
    if !state.expanded && right.height >= TWO_CHARTS_FROM {
        let half = right.height / 2;
        let upper = Rect { height: half, ..right };
        let lower = Rect { y: right.y + half, height: right.height - half, ..right };
        return Charts { panes: vec![(Pane::Upper, upper), (Pane::Lower, lower)], other: None };
    }
    let spare = u16::from(right.height >= OTHER_FROM);
    let height = right.height - spare;
    let other = (spare > 0).then_some(Rect { y: right.y + height, height: spare, ..right });
    Charts { panes: vec![(state.panes.chosen, Rect { height, ..right })], other }
}

/// What a press on a cell of the charts does: the heading of the chosen chart opens the list of outcomes, any other
/// cell of a chart chooses it.
#[must_use]
pub fn pressed(state: &State, area: Rect, at: Position) -> Option<Command> {
    if state.view == View::Table {
        return None;
    }
    let charts = charts(state, area);
    if charts.other.is_some_and(|row| row.contains(at)) {
        return Some(Command::OtherChart);
    }
    let (pane, place) = charts.panes.into_iter().find(|(_, place)| place.contains(at))?;
    if pane == state.panes.chosen {
        (at.y == place.y).then_some(Command::PickOutcome)
    } else {
        Some(Command::OtherChart)
    }
}

/// Draws the body.
pub fn draw(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    if state.view == View::Table {
        let left = list_area(area).width;
        list::draw(state, theme, messages, list_area(area), buffer);
        let right = Rect { x: area.x + left + 1, width: area.width.saturating_sub(left + 1), ..area };
        table::draw(state, theme, messages, right, buffer);
        return;
    }
    if !state.expanded {
        list::draw(state, theme, messages, list_area(area), buffer);
    }
    let charts = charts(state, area);
    let several = charts.panes.len() > 1;
    for (pane, place) in charts.panes {
        let mark = match (several, pane == state.panes.chosen) {
            (true, true) => format!(">{} ", pane.number()),
            (true, false) => format!(" {} ", pane.number()),
            (false, _) => format!("{} ", pane.number()),
        };
        pane::draw(state, state.panes.of(pane), &mark, theme, messages, place, buffer);
    }
    if let Some(row) = charts.other {
        let line = other_line(state, messages, usize::from(row.width));
        paint::row(buffer, row, 0, &[(theme.style(Role::Muted), line)]);
    }
}

/// The key to the other chart, and what that shows in the year read out.
fn other_line(state: &State, messages: &Messages, cells: usize) -> String {
    let pane = state.panes.chosen.other();
    let outcome = state.panes.of(pane);
    let key = state.key_name(Command::OtherChart);
    let value = pane::value(state, outcome).unwrap_or_default();
    let room = cells.saturating_sub(text::width(&value) + text::width(&key) + 4);
    let full = escape_untrusted(&outcome.full_name(&state.baseline, messages));
    let name = if text::width(&full) <= room {
        full
    } else {
        escape_untrusted(&outcome.short(&state.baseline, messages))
    };
    format!("{key} {} {} {value}", pane.number(), text::cut(&name, room))
}

/// Name, group and unit of what a chart or table shows.
#[must_use]
pub fn title(state: &State, outcome: Outcome, sex: Sex, messages: &Messages, cells: usize) -> String {
    let told = |name: String| {
        let unit = outcome.unit(messages);
        let sex = match outcome.group(sex) {
            Group::Both => group_name(Group::Both, messages),
            _ => words::sex(messages, sex),
        };
        // What is added is what a cost is.
        if state.difference && !outcome.is_cost() {
            message!(messages, "ui-pane-added", name = name, sex = sex, unit = unit)
        } else {
            message!(messages, "ui-pane-level", name = name, sex = sex, unit = unit)
        }
    };
    let pack = &state.baseline;
    let full = told(escape_untrusted(&outcome.full_name(pack, messages)));
    if text::width(&full) <= cells {
        return full;
    }
    match outcome {
        // The name of a condition gives way to who and in which unit.
        Outcome::Condition(_) | Outcome::Cause(_) => {
            let name = escape_untrusted(&outcome.name(pack, messages));
            let rest = text::width(&told(String::new()));
            told(text::cut(&name, cells.saturating_sub(rest).max(6)).into_owned())
        }
        _ => match outcome.measure() {
            Some(measure) => told(words::short_measure(messages, measure)),
            None => full,
        },
    }
}
