//! Screens that are lines of text, some with a chart above them.

use super::{
    OverlayLine, assumptions, compare, conditions, goal, lever, population, programmes, runs, sources,
    trials, why,
};
use crate::i18n::Messages;
use crate::ui::layout;
use crate::ui::place::Place;
use crate::ui::state::{State, View};
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// All lines of the present screen at a width; none for screens that are not text.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    match state.place {
        Place::WhatIf | Place::Outlook => Vec::new(),
        Place::Conditions => conditions::lines(state, messages, cells),
        Place::Trials => trials::lines(state, messages, cells),
        Place::Runs => runs::lines(state, messages, cells),
        Place::Compare => compare::lines(state, messages, cells),
        Place::Why => why::lines(state, messages, cells),
        Place::Goal => goal::lines(state, messages, cells),
        Place::Population => population::lines(state, messages, cells),
        Place::Assumptions => assumptions::lines(state, messages, cells),
        Place::Sources => sources::lines(state, messages, cells),
        Place::Programmes => programmes::lines(state, messages, cells),
        Place::Lever => lever::lines(state, messages, cells),
    }
}

/// Rows of the chart above the text.
fn chart_rows(state: &State, rows: u16) -> u16 {
    let chart = state.view == View::Chart;
    match state.place {
        Place::Lever if state.expanded && chart => rows,
        Place::Compare if state.expanded && chart && compare::has_chart(state) => rows,
        Place::Lever if rows >= 14 && chart => (rows * 2 / 5).clamp(7, 16),
        Place::Compare if rows >= 24 && compare::has_chart(state) && chart => (rows / 2).clamp(7, 20),
        _ => 0,
    }
}

/// The lines of the present page where the text looked for stands.
#[must_use]
pub fn found(state: &State) -> Vec<usize> {
    let lines = lines(state, state.messages(), usize::from(state.size.0));
    (0..lines.len()).filter(|line| holds(state, &lines[*line].1)).collect()
}

/// Whether the text looked for stands in a line.
fn holds(state: &State, line: &str) -> bool {
    !state.filter.is_empty() && line.to_lowercase().contains(&state.filter.to_lowercase())
}

/// Lines above the page that are gone through before it moves: the choices on the assumptions.
const fn before(state: &State) -> usize {
    if matches!(state.place, Place::Assumptions) { assumptions::CHOICES - 1 } else { 0 }
}

/// The number that brings a line to the top.
#[must_use]
pub fn at_top(state: &State, line: usize) -> usize {
    (before(state) + line).min(last_top(state))
}

/// Highest number of the first line shown: the last page stays full. On the assumptions the choices come first.
#[must_use]
pub fn last_top(state: &State) -> usize {
    if state.place == Place::Conditions {
        return conditions::rows(state, state.messages()).len().saturating_sub(1);
    }
    let body = layout::body_rows(state);
    let rows = usize::from(body - chart_rows(state, body).min(body));
    let cells = usize::from(state.size.0);
    before(state) + lines(state, state.messages(), cells).len().saturating_sub(rows)
}

/// Draws chart and lines.
pub fn draw(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let above = chart_rows(state, area.height);
    let upper = Rect { height: above, ..area };
    match state.place {
        Place::Lever => lever::draw_path(state, theme, messages, upper, buffer),
        Place::Compare => compare::draw_chart(state, theme, messages, upper, buffer),
        _ => {}
    }
    let area = Rect { y: area.y + above, height: area.height - above, ..area };
    let lines = lines(state, messages, usize::from(area.width));
    let rows = usize::from(area.height);
    let top = state.line.saturating_sub(before(state)).min(lines.len().saturating_sub(rows));
    for (row, (role, line)) in lines.iter().skip(top).take(rows).enumerate() {
        let role = match holds(state, line) {
            true if state.found == Some(top + row) => Role::Selected,
            true => Role::Cursor,
            false => *role,
        };
        paint::row(buffer, area, row as u16, &[(theme.style(role), line.clone())]);
    }
    if top > 0 {
        paint::row_right(buffer, area, 0, theme.style(Role::Warning), "^");
    }
    if top + rows < lines.len() {
        paint::row_right(buffer, area, area.height.saturating_sub(1), theme.style(Role::Warning), "v");
    }
}

/// Collects lines of text, broken to a width.
pub struct Page {
    /// The lines so far.
    pub lines: Vec<OverlayLine>,
    cells: usize,
}

impl Page {
    /// An empty page of a width.
    #[must_use]
    pub const fn new(cells: usize) -> Self {
        Self { lines: Vec::new(), cells }
    }

    /// A heading.
    pub fn heading(&mut self, heading: &str) {
        let heading = crate::text::escape_untrusted(heading);
        let wrapped = crate::ui::text::wrap(&heading, self.cells.saturating_sub(2).max(8));
        self.lines.extend(wrapped.into_iter().map(|line| (Role::Title, line)));
    }

    /// A paragraph. Text of a pack may stand in it, so it is made safe.
    pub fn paragraph(&mut self, role: Role, paragraph: &str) {
        let safe = crate::text::escape_untrusted(paragraph);
        let wrapped = crate::ui::text::wrap(&safe, self.cells.saturating_sub(3).max(8));
        self.lines.extend(wrapped.into_iter().map(|line| (role, format!("  {line}"))));
    }

    /// A line as it is.
    pub fn line(&mut self, role: Role, line: String) {
        self.lines.push((role, line));
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.lines.push((Role::Text, String::new()));
    }
}
