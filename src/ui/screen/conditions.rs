//! Conditions, causes of death and care need: a list with the year read out, and the chosen one over the years.
//!
//! ```text
//! heading                     ref    with  change |  chart of the chosen row, or its table
//! Conditions (% of persons)                       |
//! > Stroke                    2.31   2.29  -0.02  |
//! ```

use super::OverlayLine;
use super::headline;
use super::words;
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::Year;
use crate::text::escape_untrusted;
use crate::ui::answer::{Answer, Which};
use crate::ui::outcome::Outcome;
use crate::ui::state::{State, View};
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::band_chart::{BandChart, Boundary, Curve, Dash};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget as _;

/// The heading a row stands under, which names the unit.
#[must_use]
pub fn heading(item: Outcome, messages: &Messages) -> String {
    match item {
        Outcome::Condition(_) => message!(messages, "ui-conditions-prevalence"),
        Outcome::Cause(_) => message!(messages, "ui-conditions-deaths"),
        _ => message!(messages, "ui-conditions-care"),
    }
}

/// The rows that the text looked for leaves.
#[must_use]
pub fn rows(state: &State, messages: &Messages) -> Vec<Outcome> {
    let pack = &*state.baseline;
    let filter = state.filter.to_lowercase();
    let here =
        |item: &Outcome| item.counts_persons() || matches!(item, Outcome::Condition(_) | Outcome::Cause(_));
    let found = |item: &Outcome| item.name(pack, messages).to_lowercase().contains(&filter);
    Outcome::of_pack(pack).into_iter().filter(here).filter(found).collect()
}

/// The row chosen.
#[must_use]
pub fn chosen(state: &State, messages: &Messages) -> Option<Outcome> {
    let rows = rows(state, messages);
    rows.get(state.line.min(rows.len().saturating_sub(1))).copied()
}

/// Values of a row over the years.
#[must_use]
pub fn series(state: &State, answer: &Answer, which: Which, item: Outcome) -> Vec<(Year, f64)> {
    answer.outcome(&state.baseline, which, state.trend, state.sex, item)
}

fn at(values: &[(Year, f64)], year: Year) -> Option<f64> {
    values.iter().find(|(known, _)| *known == year).map(|(_, value)| *value)
}

/// Heading, then one line for each row under its own heading; with the number of the row, if it is one.
fn table(state: &State, messages: &Messages, cells: usize) -> Vec<(Option<usize>, OverlayLine)> {
    let column = 8.min(cells / 5);
    let label = cells.saturating_sub(3 * column + 1);
    let line = |name: &str, told: [String; 3]| {
        let mut line = text::left(name, label);
        for one in &told {
            line.push_str(&text::right(one, column));
        }
        line
    };
    let heads = [
        message!(messages, "ui-curve-reference"),
        message!(messages, "ui-curve-scenario"),
        message!(messages, "ui-column-difference"),
    ];
    let title = format!("{} {}", state.year, words::sex(messages, state.sex));
    let mut lines = vec![(None, (Role::Muted, line(&title, heads)))];
    let rows = rows(state, messages);
    if rows.is_empty() {
        lines.push((None, (Role::Muted, message!(messages, "ui-nothing-found"))));
    }
    let lone = state.draft.is_empty() && state.world.plan.hazard_changes.is_empty();
    let names: Vec<String> =
        rows.iter().map(|item| escape_untrusted(&item.name(&state.baseline, messages))).collect();
    let names = text::cut_apart(&names, label.saturating_sub(1));
    let mut above = String::new();
    for ((number, item), name) in rows.into_iter().enumerate().zip(names) {
        let own = heading(item, messages);
        if above != own {
            lines.push((None, (Role::Title, text::cut(&own, cells.saturating_sub(1)).into_owned())));
            above = own;
        }
        let values = [Which::Reference, Which::Scenario].map(|which| {
            state.current().map(|answer| series(state, answer, which, item)).unwrap_or_default()
        });
        let [without, with] = [0, 1].map(|world| at(&values[world], state.year));
        // What this sex never has is no zero that something could change.
        let never = values.iter().all(|all| !all.is_empty() && all.iter().all(|(_, value)| *value == 0.0));
        let waiting = || if state.current().is_some() && !waits(state) { "-" } else { "..." }.to_owned();
        let decimals = item.decimals();
        let told = |value: Option<f64>| match value {
            Some(_) if never => "-".to_owned(),
            value => value.map_or_else(waiting, |value| fixed(value, decimals)),
        };
        let change = match without.zip(with) {
            _ if lone || never => String::new(),
            Some((without, with)) => {
                let decimals = if decimals == 2 { 3 } else { decimals };
                headline::small(with - without, decimals)
            }
            None => waiting(),
        };
        let scenario = if lone { String::new() } else { told(with) };
        let mark = if number == state.line { ">" } else { " " };
        let name = format!("{mark}{name}");
        let role = if number == state.line { Role::Selected } else { Role::Text };
        lines.push((Some(number), (role, line(&name, [told(without), scenario, change]))));
    }
    lines
}

/// Whether conditions are still being computed.
fn waits(state: &State) -> bool {
    !state.baseline.conditions.is_empty()
        && state.current().is_none_or(|answer| !answer.has_details(state.trend))
}

/// All lines of the page, for the text twin.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut lines: Vec<OverlayLine> = vec![(Role::Muted, message!(messages, "ui-conditions-note"))];
    lines.extend(table(state, messages, cells).into_iter().map(|(_, line)| line));
    lines
}

/// Where the list and the chart stand.
fn areas(state: &State, body: Rect) -> (Rect, Rect) {
    if state.expanded {
        return (Rect { width: 0, ..body }, body);
    }
    let width = (body.width * 11 / 20).clamp(40, 70).min(body.width);
    let right = Rect { x: body.x + width + 1, width: body.width.saturating_sub(width + 1), ..body };
    (Rect { width, ..body }, right)
}

/// The first line shown below the heading, so that the chosen row is in view.
fn top(lines: &[(Option<usize>, OverlayLine)], state: &State, rows: usize) -> usize {
    let at = lines.iter().position(|(number, _)| *number == Some(state.line)).unwrap_or(1);
    at.saturating_sub(rows / 2).clamp(1, lines.len().saturating_sub(rows).max(1))
}

/// The row drawn on a cell.
#[must_use]
pub fn line_at(state: &State, body: Rect, at: Position) -> Option<usize> {
    let (left, _) = areas(state, body);
    if !left.contains(at) {
        return None;
    }
    let lines = table(state, state.messages(), usize::from(left.width));
    let first = top(&lines, state, usize::from(left.height.saturating_sub(1)));
    let line = usize::from(at.y.checked_sub(left.y + 1)?);
    lines.get(first + line).and_then(|(number, _)| *number)
}

/// Draws list and chart.
pub fn draw(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let (left, right) = areas(state, area);
    let lines = table(state, messages, usize::from(left.width));
    let rows = usize::from(left.height.saturating_sub(1));
    let first = top(&lines, state, rows);
    if let Some((_, (role, line))) = lines.first() {
        paint::row(buffer, left, 0, &[(theme.style(*role), line.clone())]);
    }
    for (row, (_, (role, line))) in lines.iter().skip(first).take(rows).enumerate() {
        paint::row(buffer, left, row as u16 + 1, &[(theme.style(*role), line.clone())]);
    }
    if first > 1 {
        paint::row_right(buffer, left, 1, theme.style(Role::Warning), "^");
    }
    if first + rows < lines.len() {
        paint::row_right(buffer, left, left.height.saturating_sub(1), theme.style(Role::Warning), "v");
    }
    let Some(item) = chosen(state, messages) else { return };
    let name = escape_untrusted(&item.name(&state.baseline, messages));
    let cells = usize::from(right.width);
    paint::row(buffer, right, 0, &[(theme.style(Role::Title), text::cut(&name, cells).into_owned())]);
    let unit = heading(item, messages);
    paint::row(buffer, right, 1, &[(theme.style(Role::Muted), text::cut(&unit, cells).into_owned())]);
    let below = Rect { y: right.y + 2, height: right.height.saturating_sub(2), ..right };
    let Some(chart) = chart(state, item, theme, messages) else {
        let line = if waits(state) && state.failure().is_none() {
            message!(messages, "ui-conditions-computing")
        } else {
            message!(messages, "ui-body-failed", key = state.key_name(crate::ui::action::Command::Recompute))
        };
        for (row, line) in text::wrap(&line, cells.max(1)).into_iter().enumerate() {
            paint::row(buffer, below, row as u16, &[(theme.style(Role::Muted), line)]);
        }
        return;
    };
    if state.view == View::Table {
        draw_years(state, item, theme, messages, below, buffer);
    } else {
        let note = message!(messages, "ui-conditions-note");
        let note = text::wrap(&note, cells.max(1));
        let rows = if below.height > 12 + note.len() as u16 { note.len() as u16 } else { 0 };
        (&chart).render(Rect { height: below.height - rows, ..below }, buffer);
        for (row, line) in note.into_iter().enumerate().take(usize::from(rows)) {
            let y = below.height - rows + row as u16;
            paint::row(buffer, below, y, &[(theme.style(Role::Muted), line)]);
        }
    }
}

/// The table twin of the chart: as many years around the one read out as fit.
fn draw_years(
    state: &State,
    item: Outcome,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    let Some(answer) = state.current() else { return };
    let values = |which| series(state, answer, which, item);
    let (reference, scenario) = (values(Which::Reference), values(Which::Scenario));
    let column = usize::from(area.width).saturating_sub(6) / 3;
    let heads = [
        message!(messages, "ui-curve-reference"),
        message!(messages, "ui-curve-scenario"),
        message!(messages, "ui-column-difference"),
    ];
    let row = |year: &str, told: [String; 3]| {
        let told: String = told.iter().map(|one| text::right(one, column)).collect();
        format!("{}{told}", text::left(year, 6))
    };
    paint::row(buffer, area, 0, &[(theme.style(Role::Muted), row("", heads))]);
    let rows = usize::from(area.height.saturating_sub(1));
    let at = reference.iter().position(|(year, _)| *year == state.year).unwrap_or(0);
    let first = at.saturating_sub(rows / 2).min(reference.len().saturating_sub(rows));
    let decimals = item.decimals();
    let pairs = reference.into_iter().zip(scenario).skip(first).take(rows);
    for (line, ((year, without), (_, with))) in pairs.enumerate() {
        let told = [fixed(without, decimals), fixed(with, decimals), signed(with - without, decimals)];
        let role = if year == state.year { Role::Cursor } else { Role::Text };
        paint::row(buffer, area, line as u16 + 1, &[(theme.style(role), row(&year.to_string(), told))]);
    }
}

/// The chosen row over the years: reference, and scenario where there is one.
#[must_use]
pub fn chart(state: &State, item: Outcome, theme: Theme, messages: &Messages) -> Option<BandChart> {
    let answer = state.current()?;
    let (from, to) = state.window();
    let points = |which| -> Vec<(f64, f64)> {
        let values = series(state, answer, which, item).into_iter();
        let shown = values.filter(|(year, _)| (from..=to).contains(year));
        shown.map(|(year, value)| (f64::from(year.0), value)).collect()
    };
    let reference = points(Which::Reference);
    let end =
        |values: &[(f64, f64)]| values.last().map_or_else(String::new, |end| fixed(end.1, item.decimals()));
    if reference.is_empty() {
        return None;
    }
    let lone = state.draft.is_empty() && state.world.plan.hazard_changes.is_empty();
    let mut curves = vec![Curve {
        label: format!("{} {}", message!(messages, "ui-curve-reference"), end(&reference)),
        points: reference,
        dash: if lone { Dash::Solid } else { Dash::Dashed },
        glyph: '-',
        style: theme.style(Role::Muted),
    }];
    if !lone {
        let scenario = points(Which::Scenario);
        curves.push(Curve {
            label: format!("{} {}", message!(messages, "ui-curve-scenario"), end(&scenario)),
            points: scenario,
            dash: Dash::Solid,
            glyph: '=',
            style: theme.style(Role::Healthy),
        });
    }
    let mut chart = BandChart {
        x: (f64::from(from.0), f64::from(to.0).max(f64::from(from.0) + 1.0)),
        y: (0.0, 1.0),
        bands: Vec::new(),
        curves,
        points: Vec::new(),
        boundary: state.observed_until().map(|until| Boundary {
            x: f64::from(until.0) + 0.5,
            before: message!(messages, "status-observed"),
            after: message!(messages, "status-assumed"),
        }),
        cursor: Some(f64::from(state.year.0)),
        marks: state.marks,
        axis: theme.style(Role::Muted),
        cursor_style: theme.style(Role::Cursor),
    };
    chart.fit();
    Some(chart)
}
