//! The table twin of the charts: reference, scenario and difference, year by year.

use super::super::headline::{decimals as small, may_act, small as told};
use super::title;
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::ui::answer::Which;
use crate::ui::screen::{OverlayLine, words};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a year.
const YEAR: usize = 6;

/// Draws as many years around the cursor as fit.
pub fn draw(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let lines = lines(state, state.sex, messages, usize::from(area.width));
    let (heads, years) = lines.split_at(2.min(lines.len()));
    for (row, (role, line)) in heads.iter().enumerate() {
        paint::row(buffer, area, row as u16, &[(theme.style(*role), line.clone())]);
    }
    let room = usize::from(area.height.saturating_sub(2));
    let at = usize::from(state.year.0.saturating_sub(state.years().0.0));
    let top = at.saturating_sub(room / 2).min(years.len().saturating_sub(room));
    for (row, (role, line)) in years.iter().skip(top).take(room).enumerate() {
        paint::row(buffer, area, row as u16 + 2, &[(theme.style(*role), line.clone())]);
    }
}

/// Title, heading and every year.
#[must_use]
pub fn lines(state: &State, sex: Sex, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let outcome = state.outcome();
    let column = cells.saturating_sub(YEAR) / 4;
    let row = |year: &str, cells: [String; 4]| {
        let mut line = text::left(year, YEAR);
        for cell in &cells {
            line.push_str(&text::right(cell, column));
        }
        line
    };
    let heads = [
        message!(messages, "ui-curve-reference"),
        message!(messages, "ui-curve-scenario"),
        message!(messages, "ui-column-difference"),
        message!(messages, "ui-column-error"),
    ];
    let mut lines =
        vec![(Role::Title, title(state, outcome, sex, messages, cells)), (Role::Muted, row("", heads))];
    let Some(answer) = state.current() else {
        let under_way = message!(messages, "ui-body-computing");
        lines.push((Role::Muted, words::awaited(messages, state, under_way)));
        return lines;
    };
    let reference = answer.outcome(&state.baseline, Which::Reference, state.trend, sex, outcome);
    let scenario = answer.outcome(&state.baseline, Which::Scenario, state.trend, sex, outcome);
    let decimals = outcome.decimals();
    for ((year, without), (_, with)) in reference.into_iter().zip(scenario) {
        let added = answer.added(&state.baseline, state.trend, sex, year, outcome);
        let cells = [
            fixed(without, decimals),
            fixed(with, decimals),
            added.map_or_else(String::new, |(value, _)| told(value, outcome.decimals_of(value))),
            added.and_then(|(value, error)| Some((value, error?))).map_or_else(
                String::new,
                |(value, error)| match error {
                    // Nobody of those simulated differs: no proof that nobody would.
                    0.0 if value == 0.0 && may_act(state) => "-".to_owned(),
                    0.0 => message!(messages, "ui-column-exact"),
                    error if error < 0.0005 => "<0.001".to_owned(),
                    error => fixed(error, small(value).max(if error < 0.005 { 3 } else { 2 })),
                },
            ),
        ];
        let role = if year == state.year { Role::Cursor } else { Role::Text };
        lines.push((role, row(&year.to_string(), cells)));
    }
    lines
}
