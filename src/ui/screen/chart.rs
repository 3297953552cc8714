//! The chart of one sex: curves of the reading, the range of readings, official figures, goals.

use super::words;
use crate::baseline::{Indicator, OfficialValue};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::{Sex, Year};
use crate::ui::action::{Command, Trend};
use crate::ui::answer::{Answer, Measure};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::band_chart::{Band, BandChart, Boundary, Curve, Dash, Point};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

/// Below this width the labels at the ends of the curves are letters with numbers only.
const FULL_LABELS_FROM: u16 = 70;

/// The official observations of a measure at the pack's youngest age.
pub fn official(state: &State, sex: Sex, measure: Measure) -> impl Iterator<Item = &OfficialValue> {
    let indicator = match measure {
        Measure::Life => Indicator::LifeExpectancy,
        Measure::Independent => Indicator::IndependentLifeExpectancy,
        Measure::Healthy => Indicator::HealthyLifeExpectancy,
    };
    let age = state.baseline.ages.first;
    state.baseline.official.iter().filter(move |figure| {
        figure.indicator == indicator && figure.sex == Some(sex) && figure.age == age && !figure.projected
    })
}

/// Draws heading and chart; `together` are the sexes that share the vertical axis.
#[allow(clippy::too_many_arguments, reason = "a view is a function of everything it shows")]
pub fn draw(
    state: &State,
    answer: &Answer,
    sex: Sex,
    together: &[Sex],
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    draw_heading(state, answer, sex, theme, messages, area, buffer);
    let plot = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let full_labels = area.width >= FULL_LABELS_FROM;
    chart(state, answer, sex, together, full_labels, theme, messages).render(plot, buffer);
}

/// Name of the chart of a sex.
#[must_use]
pub fn title(state: &State, sex: Sex, messages: &Messages) -> String {
    let age = state.baseline.ages.first;
    if age == 0 {
        message!(messages, "ui-chart-title-birth", sex = words::sex(messages, sex))
    } else {
        message!(messages, "ui-chart-title-age", sex = words::sex(messages, sex), age = age.to_string())
    }
}

fn draw_heading(
    state: &State,
    answer: &Answer,
    sex: Sex,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    let title = title(state, sex, messages);
    let (role, legend) = if answer.choice.runs_as(&state.choice()) {
        let key = state.key_name(Command::ToggleAbout);
        (Role::Muted, message!(messages, "ui-chart-legend", key = key))
    } else {
        let shown = words::assumptions(messages, state, answer.choice.assumptions);
        (Role::Warning, message!(messages, "ui-chart-previous", assumptions = shown))
    };
    paint::row(buffer, area, 0, &[(theme.style(Role::Title), title.clone())]);
    let left = text::width(&title) as u16 + 2;
    if left < area.width {
        let rest = Rect { x: area.x + left, width: area.width - left, ..area };
        let legend = text::cut(&legend, usize::from(rest.width)).into_owned();
        paint::row_right(buffer, rest, 0, theme.style(role), &legend);
    }
}

/// The chart of a sex.
#[must_use]
pub fn chart(
    state: &State,
    answer: &Answer,
    sex: Sex,
    together: &[Sex],
    full_labels: bool,
    theme: Theme,
    messages: &Messages,
) -> BandChart {
    let (first, last) = state.window();
    let x = |year: Year| f64::from(year.0);
    let mut curves = goal_curves(state, answer, sex, full_labels, theme, messages);
    let mut points = Vec::new();
    for measure in Measure::ALL {
        let style = theme.style(words::role(measure));
        let series: Vec<(f64, f64)> = (first.0..=last.0)
            .map(Year)
            .filter_map(|year| Some((x(year), answer.value(state.trend, sex, year, measure)?)))
            .collect();
        let end = series.last().map_or_else(String::new, |end| fixed(end.1, 1));
        let letter = words::letter(measure);
        let label = if full_labels {
            format!("{letter} {} {end}", words::short_measure(messages, measure))
        } else {
            format!("{letter} {end}")
        };
        let (dash, glyph) = match measure {
            Measure::Life => (Dash::Solid, '='),
            Measure::Independent => (Dash::Dashed, '~'),
            Measure::Healthy => (Dash::Solid, '-'),
        };
        curves.push(Curve { points: series, dash, glyph, style, label });
        let figures = official(state, sex, measure)
            .filter(|figure| (first..=last).contains(&figure.year) && figure.value.is_finite());
        points.extend(figures.map(|figure| Point {
            x: x(figure.year),
            y: figure.value,
            symbol: letter,
            style: theme.style(words::role(measure)),
        }));
    }
    let boundary =
        state.observed_until().filter(|until| (first..last).contains(until)).map(|until| Boundary {
            x: x(until) + 0.5,
            before: message!(messages, "status-observed"),
            after: message!(messages, "status-assumed"),
        });
    BandChart {
        x: (x(first), x(last).max(x(first) + 1.0)),
        y: vertical_axis(state, answer, together),
        bands: trend_band(state, answer, sex, theme).into_iter().collect(),
        curves,
        points,
        boundary,
        cursor: Some(x(state.year)),
        marks: state.marks,
        axis: theme.style(Role::Muted),
        cursor_style: theme.style(Role::Cursor),
    }
}

/// Healthy life expectancy from the reading without change to the reading with the full pace.
fn trend_band(state: &State, answer: &Answer, sex: Sex, theme: Theme) -> Option<Band> {
    let (first, last) = state.window();
    let value = |trend, year| answer.value(trend, sex, year, Measure::Healthy);
    let points: Vec<(f64, f64, f64)> = answer
        .rows(Trend::None, sex)
        .filter(|row| (first..=last).contains(&row.year))
        .filter_map(|row| {
            let edges = value(Trend::None, row.year).zip(value(Trend::Full, row.year))?;
            Some((f64::from(row.year.0), edges.0, edges.1))
        })
        .collect();
    (!points.is_empty()).then(|| Band { points, style: theme.style(Role::Band) })
}

/// Level lines of the goal and of the interim goal: (first year, last year, level, whether interim).
pub fn goal_levels(state: &State, answer: &Answer, sex: Sex) -> Vec<(Year, Year, f64, bool)> {
    let Some(goal) = state.baseline.goal else { return Vec::new() };
    let Some(base) = answer.value(state.trend, sex, goal.from, Measure::Healthy) else { return Vec::new() };
    let (first, last) = state.window();
    let levels = [(goal.interim_year, goal.interim_gain, true), (goal.year, goal.gain, false)];
    let levels =
        levels.map(|(year, gain, interim)| (goal.from.max(first), year.min(last), base + gain, interim));
    levels.into_iter().filter(|(from, to, ..)| from < to).collect()
}

fn goal_curves(
    state: &State,
    answer: &Answer,
    sex: Sex,
    full_labels: bool,
    theme: Theme,
    messages: &Messages,
) -> Vec<Curve> {
    let levels = goal_levels(state, answer, sex).into_iter();
    levels
        .map(|(from, to, level, interim)| {
            let value = fixed(level, 1);
            let label = match (interim, full_labels) {
                (true, _) => message!(messages, "ui-chart-interim", value = value),
                (false, true) => message!(messages, "ui-chart-goal", value = value),
                (false, false) => format!(". {value}"),
            };
            Curve {
                points: vec![(f64::from(from.0), level), (f64::from(to.0), level)],
                dash: Dash::Dotted,
                glyph: '.',
                style: theme.style(Role::Goal),
                label,
            }
        })
        .collect()
}

/// An axis that holds every reading and figure of these sexes, so that it stays still while readings change.
fn vertical_axis(state: &State, answer: &Answer, sexes: &[Sex]) -> (f64, f64) {
    let (first, last) = state.years();
    let mut range = (f64::INFINITY, f64::NEG_INFINITY);
    let mut hold = |value: f64| {
        if value.is_finite() {
            range = (range.0.min(value), range.1.max(value));
        }
    };
    for sex in sexes {
        for measure in Measure::ALL {
            for trend in answer.trends() {
                answer.rows(trend, *sex).for_each(|row| hold(measure.of(row).value));
            }
            official(state, *sex, measure)
                .filter(|figure| (first..=last).contains(&figure.year))
                .for_each(|figure| hold(figure.value));
        }
        for (_, _, level, _) in goal_levels(state, answer, *sex) {
            hold(level);
        }
    }
    if range.0 > range.1 {
        return (0.0, 1.0);
    }
    // Half a year of air keeps curves off the edges.
    ((range.0 - 0.5).floor(), (range.1 + 0.5).ceil())
}
