//! A chart of one outcome: the reference broken, the scenario unbroken, each with its name at the end.

use super::super::{chart, headline, words};
use super::title;
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::Year;
use crate::text::escape_untrusted;
use crate::ui::action::{Command, Trend};
use crate::ui::answer::{Answer, Drawn, Which};
use crate::ui::outcome::Outcome;
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::band_chart::{Band, BandChart, Boundary, Curve, Dash, Point};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

/// Says that assumptions were changed, where there is no room for words.
const CHANGED: &str = "[!] ";

/// Columns from which labels are written out.
const ROOMY: u16 = 60;

/// Draws heading, read-out and chart; `mark` stands before the heading.
#[allow(clippy::too_many_arguments, reason = "a view is a function of everything it shows")]
pub fn draw(
    state: &State,
    outcome: Outcome,
    mark: &str,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    let cells = usize::from(area.width);
    let title = title(state, outcome, state.sex, messages, cells.saturating_sub(text::width(mark)));
    let heading = text::cut(&format!("{mark}{title}"), cells).into_owned();
    paint::row(buffer, area, 0, &[(theme.style(Role::Title), heading)]);
    let Some(answer) = &state.answer else {
        let line = match state.failure() {
            Some(_) => {
                message!(messages, "ui-body-failed", key = state.key_name(Command::Recompute))
            }
            None => message!(messages, "ui-body-computing"),
        };
        for (row, line) in text::wrap(&line, usize::from(area.width.max(1))).into_iter().enumerate() {
            paint::row(buffer, area, row as u16 + 2, &[(theme.style(Role::Muted), line)]);
        }
        return;
    };
    for (row, (role, line)) in under(state, answer, outcome, messages, cells).into_iter().enumerate() {
        paint::row(buffer, area, row as u16 + 1, &[(theme.style(role), line)]);
    }
    if let Some(line) = lacking(state, answer, outcome, messages) {
        for (row, line) in text::wrap(&line, cells.max(1)).into_iter().enumerate() {
            paint::row(buffer, area, row as u16 + 3, &[(theme.style(Role::Muted), line)]);
        }
        return;
    }
    let plot = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let roomy = area.width >= ROOMY;
    chart(state, answer, outcome, roomy, theme, messages).render(plot, buffer);
}

/// The line under the heading: the year read out, or what keeps the chart from being the present answer.
fn under(
    state: &State,
    answer: &Answer,
    outcome: Outcome,
    messages: &Messages,
    cells: usize,
) -> Vec<(Role, String)> {
    if !state.is_current() {
        let line = if state.failure().is_some() {
            message!(messages, "ui-pane-failed")
        } else {
            message!(messages, "ui-pane-previous")
        };
        return vec![(Role::Warning, line)];
    }
    let opened = &state.world.plan;
    let changed =
        state.assumptions.mortality != opened.mortality || state.assumptions.care_need != opened.care_need;
    let value = |which| {
        at(state, answer, which, outcome)
            .map_or_else(|| "-".to_owned(), |value| fixed(value, outcome.decimals()))
    };
    let year = state.year.to_string();
    let line = match answer.added(&state.baseline, state.trend, state.sex, state.year, outcome) {
        Some((added, _)) if !state.draft.is_empty() => message!(
            messages,
            "ui-pane-read",
            year = year,
            reference = value(Which::Reference),
            scenario = value(Which::Scenario),
            added = headline::small(added, outcome.decimals_of(added))
        ),
        _ => message!(messages, "ui-pane-read-reference", year = year, reference = value(Which::Reference)),
    };
    let role = if changed { Role::Warning } else { Role::Muted };
    let mark = if changed { message!(messages, "ui-pane-changed") } else { String::new() };
    // Where both have no room, the numbers matter more.
    let short = changed && text::width(&mark) + text::width(&line) > cells;
    let mark = if short { CHANGED.to_owned() } else { mark };
    vec![(role, format!("{mark}{line}"))]
}

/// Value of an outcome in the year read out.
fn at(state: &State, answer: &Answer, which: Which, outcome: Outcome) -> Option<f64> {
    let values = answer.outcome(&state.baseline, which, state.trend, state.sex, outcome);
    values.into_iter().find(|(year, _)| *year == state.year).map(|(_, value)| value)
}

/// The number of an outcome in the year read out, with what the policies add.
#[must_use]
pub fn value(state: &State, outcome: Outcome) -> Option<String> {
    let answer = state.current()?;
    let with = fixed(at(state, answer, Which::Scenario, outcome)?, outcome.decimals());
    let added = answer.added(&state.baseline, state.trend, state.sex, state.year, outcome);
    Some(match added.filter(|_| !state.draft.is_empty()) {
        Some((added, _)) => format!("{with} ({})", headline::small(added, outcome.decimals_of(added))),
        None => with,
    })
}

/// Why there is nothing to draw of an outcome, if so.
fn lacking(state: &State, answer: &Answer, outcome: Outcome, messages: &Messages) -> Option<String> {
    let any = |which| !answer.outcome(&state.baseline, which, state.trend, state.sex, outcome).is_empty();
    if any(Which::Scenario) {
        return None;
    }
    Some(if outcome.needs_details() && !answer.has_details(state.trend) {
        if state.failure().is_some() {
            message!(messages, "ui-body-failed", key = state.key_name(Command::Recompute))
        } else {
            message!(messages, "ui-pane-counting")
        }
    } else if outcome.is_cost() {
        message!(messages, "ui-pane-no-cost", levers = unpriced(state, messages))
    } else {
        message!(messages, "ui-pane-nothing")
    })
}

/// The levers that are set and have no unit cost with a source.
fn unpriced(state: &State, messages: &Messages) -> String {
    let levers = state.draft.levers().filter_map(|(place, _)| state.baseline.levers.levers.get(place));
    let names = levers.filter(|lever| lever.costs.is_empty());
    let names: Vec<String> = names.map(|lever| escape_untrusted(messages.choose(&lever.title))).collect();
    names.join(&message!(messages, "ui-joint"))
}

/// Those of the years shown.
fn points(state: &State, values: &[(Year, f64)]) -> Vec<(f64, f64)> {
    let (first, last) = state.window();
    let shown = values.iter().filter(|(year, _)| (first..=last).contains(year));
    shown.map(|(year, value)| (f64::from(year.0), *value)).collect()
}

/// The same of year, one edge and the other.
fn edges(state: &State, values: impl Iterator<Item = (Year, f64, f64)>) -> Vec<(f64, f64, f64)> {
    let (first, last) = state.window();
    let shown = values.filter(|(year, ..)| (first..=last).contains(year));
    shown.map(|(year, low, high)| (f64::from(year.0), low, high)).collect()
}

/// The chart of an outcome.
#[must_use]
pub fn chart(
    state: &State,
    answer: &Answer,
    outcome: Outcome,
    roomy: bool,
    theme: Theme,
    messages: &Messages,
) -> BandChart {
    let (first, last) = state.window();
    let mut chart = BandChart {
        x: (f64::from(first.0), f64::from(last.0).max(f64::from(first.0) + 1.0)),
        y: (0.0, 1.0),
        bands: Vec::new(),
        curves: Vec::new(),
        points: Vec::new(),
        boundary: None,
        cursor: Some(f64::from(state.year.0)),
        marks: state.marks,
        axis: theme.style(Role::Muted),
        cursor_style: theme.style(Role::Cursor),
    };
    // What a policy costs is a difference already.
    if state.difference && !outcome.is_cost() {
        differences(&mut chart, state, answer, outcome, theme, messages);
    } else {
        levels(&mut chart, state, answer, outcome, roomy, theme, messages);
    }
    chart.fit();
    chart
}

fn levels(
    chart: &mut BandChart,
    state: &State,
    answer: &Answer,
    outcome: Outcome,
    roomy: bool,
    theme: Theme,
    messages: &Messages,
) {
    if outcome == Outcome::Healthy {
        goals(chart, state, answer, roomy, theme, messages);
    }
    chart.bands.extend(match drawn(state) {
        Some(drawn) => {
            let points = edges(state, drawn.levels(state.sex, outcome).into_iter());
            (!points.is_empty()).then(|| Band { points, style: theme.style(Role::Band) })
        }
        None if outcome == Outcome::Healthy => readings(state, answer, theme),
        None => None,
    });
    let role = outcome.measure().map_or(Role::Healthy, words::role);
    let label = |values: &[(f64, f64)], name: String| {
        values.last().map_or_else(String::new, |end| format!("{name} {}", fixed(end.1, outcome.decimals())))
    };
    let reference =
        points(state, &answer.outcome(&state.baseline, Which::Reference, state.trend, state.sex, outcome));
    let lone = answer.choice.draft.is_empty();
    if lone || !state.reference_hidden {
        chart.curves.push(Curve {
            label: label(&reference, message!(messages, "ui-curve-reference")),
            points: reference,
            dash: if lone { Dash::Solid } else { Dash::Dashed },
            glyph: '-',
            style: theme.style(Role::Muted),
        });
    }
    if !lone {
        let scenario =
            points(state, &answer.outcome(&state.baseline, Which::Scenario, state.trend, state.sex, outcome));
        chart.curves.push(Curve {
            label: label(&scenario, message!(messages, "ui-curve-scenario")),
            points: scenario,
            dash: Dash::Solid,
            glyph: '=',
            style: theme.style(role),
        });
    }
    if let Some(measure) = outcome.measure() {
        let (first, last) = state.window();
        let figures = chart::official(state, state.sex, measure)
            .filter(|figure| (first..=last).contains(&figure.year) && figure.value.is_finite());
        chart.points.extend(figures.map(|figure| Point {
            x: f64::from(figure.year.0),
            y: figure.value,
            symbol: words::letter(measure),
            style: theme.style(role),
        }));
    }
    chart.boundary = state.observed_until().map(|until| Boundary {
        x: f64::from(until.0) + 0.5,
        before: message!(messages, "status-observed"),
        after: message!(messages, "status-assumed"),
    });
}

fn differences(
    chart: &mut BandChart,
    state: &State,
    answer: &Answer,
    outcome: Outcome,
    theme: Theme,
    messages: &Messages,
) {
    let (first, last) = state.window();
    let rows = (first.0..=last.0).filter_map(|year| {
        Some((f64::from(year), answer.added(&state.baseline, state.trend, state.sex, Year(year), outcome)?))
    });
    let rows: Vec<(f64, (f64, Option<f64>))> = rows.collect();
    let ends = rows.first().zip(rows.last()).map(|(one, other)| vec![(one.0, 0.0), (other.0, 0.0)]);
    chart.curves.push(Curve {
        points: ends.unwrap_or_default(),
        dash: Dash::Dotted,
        glyph: '.',
        style: theme.style(Role::Muted),
        label: message!(messages, "ui-curve-reference"),
    });
    let by_draws = drawn(state).map(|drawn| drawn.differences(state.sex, outcome)).unwrap_or_default();
    let band: Vec<(f64, f64, f64)> = if by_draws.is_empty() {
        let error = |(x, (value, error)): &(f64, (f64, Option<f64>))| {
            error.map(|error| (*x, value - 2.0 * error, value + 2.0 * error))
        };
        rows.iter().filter_map(error).collect()
    } else {
        edges(state, by_draws.into_iter())
    };
    chart.bands.push(Band { points: band, style: theme.style(Role::Band) });
    let name = message!(messages, "ui-curve-scenario");
    let end = rows.last().map_or_else(String::new, |(_, (value, _))| signed(*value, outcome.decimals()));
    chart.curves.push(Curve {
        points: rows.iter().map(|(x, (value, _))| (*x, *value)).collect(),
        dash: Dash::Solid,
        glyph: '=',
        style: theme.style(outcome.measure().map_or(Role::Healthy, words::role)),
        label: format!("{name} {end}"),
    });
}

/// What parameter draws have given of the present choice under the reading shown; nothing older is kept.
fn drawn(state: &State) -> Option<&Drawn> {
    state.current()?.drawn(state.trend)
}

/// Level lines of the goal and of the interim goal.
fn goals(
    chart: &mut BandChart,
    state: &State,
    answer: &Answer,
    roomy: bool,
    theme: Theme,
    messages: &Messages,
) {
    for (from, to, level, interim) in chart::goal_levels(state, answer, state.sex) {
        let value = fixed(level, 1);
        let label = if interim && roomy {
            message!(messages, "ui-chart-interim", value = value)
        } else if interim {
            message!(messages, "ui-curve-interim")
        } else {
            message!(messages, "ui-curve-goal", value = value)
        };
        chart.curves.push(Curve {
            points: vec![(f64::from(from.0), level), (f64::from(to.0), level)],
            dash: Dash::Dotted,
            glyph: '.',
            style: theme.style(Role::Goal),
            label,
        });
    }
}

/// From the reading without further change to that with the full observed pace, policies included.
fn readings(state: &State, answer: &Answer, theme: Theme) -> Option<Band> {
    let values = |trend| answer.outcome(&state.baseline, Which::Scenario, trend, state.sex, Outcome::Healthy);
    let (low, high) = (values(Trend::None), values(Trend::Full));
    let points = edges(state, low.iter().zip(&high).map(|((year, low), (_, high))| (*year, *low, *high)));
    (!points.is_empty()).then(|| Band { points, style: theme.style(Role::Band) })
}
