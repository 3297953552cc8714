//! The reference and the scenarios kept, side by side: what each adds, on the same persons.

use super::page::Page;
use super::{OverlayLine, headline, words};
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::outcome::goal::verdict;
use crate::outcome::series::Group;
use crate::ui::action::Command;
use crate::ui::answer::{Comparison, row_of};
use crate::ui::outcome::Outcome;
use crate::ui::state::{Kept, State, View};
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::band_chart::{BandChart, Curve, Dash};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

/// The comparison of the present choice and reading, if it is there.
fn comparison(state: &State) -> Option<&Comparison> {
    let known = state.current()?.comparison.as_ref()?;
    (known.trend == state.trend).then_some(known)
}

/// Whether there is something to draw.
#[must_use]
pub fn has_chart(state: &State) -> bool {
    comparison(state).is_some()
}

/// The letter of a scenario, or the word for the present one.
fn name(state: &State, id: &str, messages: &Messages) -> String {
    let kept = state.kept.iter().find(|kept| kept.letter.to_string() == id);
    kept.map_or_else(|| message!(messages, "ui-curve-scenario"), Kept::title)
}

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    let keep = state.key_name(Command::Keep);
    for kept in &state.kept {
        let title = kept.title();
        page.paragraph(
            Role::Text,
            &format!("{title}: {}", words::first_policies(messages, state, &kept.draft)),
        );
    }
    if !state.draft.is_empty() && state.kept.iter().all(|kept| kept.draft != state.draft) {
        let present = message!(messages, "ui-curve-scenario");
        page.paragraph(
            Role::Text,
            &format!("{present}: {}", words::first_policies(messages, state, &state.draft)),
        );
    }
    if state.kept.is_empty() && state.draft.is_empty() {
        page.paragraph(Role::Text, &message!(messages, "ui-compare-empty", key = keep));
        return page.lines;
    }
    page.paragraph(Role::Muted, &message!(messages, "ui-compare-keep", key = keep));
    let Some(comparison) = comparison(state) else {
        let under_way = message!(messages, "ui-compare-computing", key = state.key_name(Command::Stop));
        page.paragraph(Role::Warning, &words::awaited(messages, state, under_way));
        return page.lines;
    };
    page.heading(&message!(
        messages,
        "ui-compare-title",
        year = state.year.to_string(),
        persons = fixed(comparison.persons as f64, 0)
    ));
    let widths = Widths::of(cells, comparison.differences.len());
    if widths.is_short() {
        page.paragraph(Role::Muted, &message!(messages, "ui-compare-short"));
    }
    for sex in &state.baseline.sexes {
        table(&mut page, state, comparison, *sex, messages, &widths);
    }
    draws(&mut page, state, comparison, messages);
    if state.view == View::Table {
        years(&mut page, state, comparison, messages, cells);
    }
    page.lines
}

/// The outcome of the chart: the paired differences of a comparison are of expectancies.
const fn drawn(outcome: Outcome) -> Outcome {
    if outcome.is_expectancy() { outcome } else { Outcome::Healthy }
}

/// Name of what the chart and its table show.
fn title(state: &State, messages: &Messages) -> String {
    let outcome = drawn(state.outcome());
    message!(
        messages,
        "ui-pane-added",
        name = outcome.name(&state.baseline, messages),
        sex = words::sex(messages, state.sex),
        unit = outcome.unit(messages)
    )
}

/// The table twin of the chart: what each scenario adds, year by year.
fn years(page: &mut Page, state: &State, comparison: &Comparison, messages: &Messages, cells: usize) {
    page.gap();
    page.heading(&title(state, messages));
    let column = (cells.saturating_sub(10) / comparison.differences.len().max(1)).min(24);
    let heads = comparison.differences.iter();
    let heads: String =
        heads.map(|difference| text::right(&name(state, &difference.to, messages), column)).collect();
    page.line(Role::Muted, format!("{}{heads}", text::left("", 8)));
    let outcome = drawn(state.outcome());
    let group = Group::of(Some(state.sex));
    let (first, last) = state.years();
    for year in (first.0..=last.0).map(crate::num::units::Year) {
        let told = comparison.differences.iter().map(|difference| {
            let row = row_of(difference, group, year);
            let told = row.and_then(|row| outcome.estimate(&row.expectancies)).map_or_else(
                || "-".to_owned(),
                |estimate| headline::with_error(messages, estimate.value, Some(estimate.se)),
            );
            text::right(&told, column)
        });
        let role = if year == state.year { Role::Cursor } else { Role::Text };
        page.line(role, format!("{}{}", text::left(&format!("  {year}"), 8), told.collect::<String>()));
    }
}

/// Cells from which a difference stands with its error in words.
const IN_WORDS: usize = 17;

/// Cells from which the error in brackets stands beside a difference, not below it.
const BESIDE: usize = 15;

/// Cells of the columns of the table.
struct Widths {
    label: usize,
    reference: usize,
    column: usize,
}

impl Widths {
    /// For so many scenarios beside the reference.
    fn of(cells: usize, scenarios: usize) -> Self {
        // The last cell is that of the scroll mark.
        let cells = cells.saturating_sub(1);
        let mut column = (cells.saturating_sub(22) / (scenarios + 1)).min(20);
        let mut reference = column;
        if column < IN_WORDS {
            // Levels need less room than differences.
            reference = column.min(11);
            column = (cells.saturating_sub(23 + reference) / scenarios.max(1)).min(20);
        }
        let label = cells.saturating_sub(reference + column * scenarios).min(34);
        Self { label, reference, column }
    }

    /// Whether errors stand in brackets.
    const fn is_short(&self) -> bool {
        self.column < IN_WORDS
    }

    /// Of the reference, which is number 0, or of a scenario.
    const fn column(&self, scenario: usize) -> usize {
        if scenario == 0 { self.reference } else { self.column }
    }
}

fn table(
    page: &mut Page,
    state: &State,
    comparison: &Comparison,
    sex: Sex,
    messages: &Messages,
    widths: &Widths,
) {
    let Widths { label, reference: first, column } = *widths;
    let mut heading = text::left(&format!("  {}", words::sex(messages, sex)), label);
    heading.push_str(&text::right(&message!(messages, "ui-curve-reference"), first));
    for difference in &comparison.differences {
        heading.push_str(&text::right(&name(state, &difference.to, messages), column));
    }
    page.line(Role::Muted, heading);
    let group = Group::of(Some(sex));
    for outcome in Outcome::STANDARD {
        let row = |result: &crate::outcome::series::ScenarioResult| {
            let row = result.series.iter().find(|row| row.year == state.year && row.sex == group)?;
            outcome.value(&state.baseline, row)
        };
        let Some(reference) = comparison.scenarios.first().and_then(row) else { continue };
        let mut line = text::left(&format!("  {}", outcome.short(&state.baseline, messages)), label);
        line.push_str(&text::right(&fixed(reference, outcome.decimals()), first));
        let mut below = text::left("", label + first);
        for (difference, result) in comparison.differences.iter().zip(comparison.scenarios.iter().skip(1)) {
            let paired =
                row_of(difference, group, state.year).and_then(|row| outcome.estimate(&row.expectancies));
            let told = match (paired, row(result)) {
                (Some(estimate), _) if widths.is_short() => {
                    let (told, error) = headline::with_error_short(messages, estimate.value, estimate.se);
                    if column >= BESIDE {
                        told + &error
                    } else {
                        below.push_str(&text::right(&error, column));
                        told
                    }
                }
                (Some(estimate), _) => headline::with_error(messages, estimate.value, Some(estimate.se)),
                (None, Some(value)) => signed(value - reference, outcome.decimals()),
                (None, None) => "-".to_owned(),
            };
            line.push_str(&text::right(&told, column));
        }
        page.line(Role::Text, line);
        if !below.trim().is_empty() {
            page.line(Role::Muted, below);
        }
    }
    let row = |page: &mut Page, name: String, told: &dyn Fn(usize) -> String| {
        let mut line = text::left(&format!("  {name}"), label);
        for scenario in 0..=comparison.differences.len() {
            line.push_str(&text::right(&told(scenario), widths.column(scenario)));
        }
        page.line(Role::Headline, line);
    };
    if let Some(goal) = state.baseline.goal {
        let distance = |scenario: usize| {
            let status = comparison.scenarios.get(scenario).and_then(|result| result.goal.get(sex.as_str()));
            status.map_or_else(
                || "-".to_owned(),
                |status| headline::short_verdict(messages, verdict(status.gain_2040, status.target)),
            )
        };
        row(page, message!(messages, "ui-head-goal", gain = signed(goal.gain, 1)), &distance);
        if state.draws > 0 {
            let chance = |scenario: usize| {
                comparison
                    .chances(scenario, sex)
                    .map_or_else(|| words::waiting(messages, state), headline::chances)
            };
            row(page, message!(messages, "ui-head-chance"), &chance);
        }
    }
}

/// How many draws the chances are from, or how to have them made.
fn draws(page: &mut Page, state: &State, comparison: &Comparison, messages: &Messages) {
    if state.baseline.goal.is_none() {
        return;
    }
    let told = match &comparison.drawn {
        _ if state.draws == 0 => message!(messages, "ui-compare-no-draws"),
        Some(drawn) => {
            let (done, all) = (drawn.draws.to_string(), state.draws.to_string());
            message!(messages, "ui-compare-draws", done = done, all = all)
        }
        None => {
            let under_way = message!(messages, "ui-goal-drawing", draws = state.draws.to_string());
            words::awaited(messages, state, under_way)
        }
    };
    page.paragraph(Role::Muted, &told);
}

/// Draws what each scenario adds to the outcome chosen.
pub fn draw_chart(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    if area.height < 3 {
        return;
    }
    let Some((heading, chart)) = chart(state, theme, messages) else { return };
    paint::row(buffer, area, 0, &[(theme.style(Role::Title), heading)]);
    (&chart).render(Rect { y: area.y + 1, height: area.height - 1, ..area }, buffer);
}

/// Name and chart of what each scenario adds to the outcome chosen.
#[must_use]
pub fn chart(state: &State, theme: Theme, messages: &Messages) -> Option<(String, BandChart)> {
    let comparison = comparison(state)?;
    let outcome = drawn(state.outcome());
    let heading = title(state, messages);
    let (first, last) = state.window();
    let group = Group::of(Some(state.sex));
    let dashes = [(Dash::Dashed, '-'), (Dash::Solid, '='), (Dash::Dotted, '.'), (Dash::Dashed, '~')];
    let roles = [Role::Healthy, Role::Life, Role::Independent, Role::Goal];
    let mut curves = Vec::new();
    for (number, difference) in comparison.differences.iter().enumerate() {
        let shown = |year| (first..=last).contains(&year);
        let rows = difference.series.iter().filter(|row| row.sex == group && shown(row.year));
        let points: Vec<(f64, f64)> = rows
            .filter_map(|row| Some((f64::from(row.year.0), outcome.estimate(&row.expectancies)?.value)))
            .collect();
        let end =
            points.last().map_or_else(String::new, |end| headline::small(end.1, headline::decimals(end.1)));
        let (dash, glyph) = dashes[number % dashes.len()];
        curves.push(Curve {
            points,
            dash,
            glyph,
            style: theme.style(roles[number % roles.len()]),
            label: format!("{} {end}", name(state, &difference.to, messages)),
        });
    }
    let mut chart = BandChart {
        x: (f64::from(first.0), f64::from(last.0).max(f64::from(first.0) + 1.0)),
        y: (0.0, 1.0),
        bands: Vec::new(),
        curves,
        points: Vec::new(),
        boundary: None,
        cursor: Some(f64::from(state.year.0)),
        marks: state.marks,
        axis: theme.style(Role::Muted),
        cursor_style: theme.style(Role::Cursor),
    };
    chart.fit();
    Some((heading, chart))
}
