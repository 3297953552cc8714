//! The main screen: header, headline, chart or table, five years in figures, read-out, footer.

use super::{chart, chrome, words, years};
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::{Sex, Year};
use crate::outcome::goal::{Verdict, verdict};
use crate::ui::action::Command;
use crate::ui::answer::{Answer, Measure};
use crate::ui::layout::Areas;
use crate::ui::state::{State, View};
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint::{self, Part};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns from which men and women stand side by side.
const SIDE_BY_SIDE: u16 = 120;

/// The years of the summary before that of the goal, as far as the results have them.
const SUMMARY_YEARS: [u16; 4] = [2016, 2019, 2022, 2024];

/// The sexes there is room for.
#[must_use]
pub fn sexes_shown(state: &State, columns: u16) -> Vec<Sex> {
    if columns >= SIDE_BY_SIDE { state.baseline.sexes.clone() } else { vec![state.sex] }
}

/// Draws the screen.
pub fn draw(state: &State, theme: Theme, messages: &Messages, areas: Areas, buffer: &mut Buffer) {
    draw_header(state, theme, messages, areas.header, buffer);
    for (row, line) in
        headline_lines(state, messages, usize::from(areas.headline.width)).into_iter().enumerate()
    {
        paint::row(buffer, areas.headline, row as u16, &[(theme.style(Role::Headline), line)]);
    }
    let sexes = sexes_shown(state, areas.body.width);
    for (area, sex) in columns(areas.body, &sexes) {
        match (&state.answer, state.view) {
            (None, _) => draw_waiting(state, theme, messages, area, buffer),
            (Some(answer), View::Chart) => {
                chart::draw(state, answer, sex, &sexes, theme, messages, area, buffer);
            }
            (Some(answer), View::Table) => years::draw(state, answer, sex, theme, messages, area, buffer),
        }
    }
    if let Some(answer) = &state.answer {
        for (area, sex) in columns(areas.summary, &sexes) {
            draw_summary(state, answer, sex, theme, messages, area, buffer);
        }
        for (row, sex) in sexes.iter().enumerate() {
            let cells = usize::from(areas.readout.width);
            let parts = readout(state, answer, *sex, theme, messages, cells);
            paint::row(buffer, areas.readout, row as u16, &parts);
        }
    }
    chrome::draw_footer(state, theme, messages, areas.footer, buffer);
}

/// Equal columns, one blank cell between them.
fn columns(area: Rect, sexes: &[Sex]) -> impl Iterator<Item = (Rect, Sex)> + '_ {
    let count = sexes.len().max(1) as u16;
    let width = (area.width + 1) / count;
    sexes.iter().enumerate().map(move |(position, sex)| {
        let x = area.x + position as u16 * width;
        (Rect { x, width: width.saturating_sub(1).min(area.right() - x), ..area }, *sex)
    })
}

fn draw_header(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    chrome::draw_title(state, theme, messages, area, buffer);
    let places = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    chrome::draw_places(state, theme, messages, places, buffer);
    let lines = assumption_lines(state, messages, usize::from(area.width));
    for (row, line) in lines.into_iter().enumerate() {
        paint::row(buffer, area, row as u16 + 2, &[(theme.style(Role::Text), line)]);
    }
}

/// What is assumed, with the keys that change it.
#[must_use]
pub fn assumption_lines(state: &State, messages: &Messages, cells: usize) -> Vec<String> {
    let observed = state.observed_until();
    let segments = [
        message!(
            messages,
            "ui-header-trend",
            key = state.key_name(Command::NextTrend),
            trend = words::trend(messages, state.trend)
        ),
        message!(
            messages,
            "ui-header-mortality",
            key = state.key_name(Command::NextMortality),
            mortality = words::mortality(messages, state.assumptions.mortality, observed)
        ),
        message!(
            messages,
            "ui-header-care",
            key = state.key_name(Command::NextCareNeed),
            care = words::care_need(messages, state.assumptions.care_need)
        ),
    ];
    let mut lines: Vec<String> = Vec::new();
    for segment in segments {
        match lines.last_mut() {
            Some(line) if text::width(line) + 3 + text::width(&segment) <= cells => {
                line.push_str(" | ");
                line.push_str(&segment);
            }
            _ => lines.push(segment),
        }
    }
    lines
}

/// The answer in words, from the newest results.
#[must_use]
pub fn headline_lines(state: &State, messages: &Messages, cells: usize) -> Vec<String> {
    text::wrap(&headline(state, messages), cells)
}

fn headline(state: &State, messages: &Messages) -> String {
    let Some(answer) = &state.answer else {
        return state.failure().map_or_else(
            || message!(messages, "ui-headline-waiting"),
            |failure| words::failure(messages, failure),
        );
    };
    let mut sentences = Vec::new();
    let mut ranges = Vec::new();
    for sex in &state.baseline.sexes {
        let Some(goal) = answer.goal(state.trend, *sex) else { continue };
        let distance = match verdict(goal.gain_2040, goal.target) {
            Verdict::Reached(beyond) => message!(messages, "ui-verdict-reached", years = fixed(beyond, 1)),
            Verdict::Short(missing) => message!(messages, "ui-verdict-short", years = fixed(missing, 1)),
            Verdict::Indistinguishable => message!(messages, "ui-verdict-unclear"),
        };
        sentences.push(message!(
            messages,
            "ui-headline-sex",
            sex = words::sex(messages, *sex),
            gain = signed(goal.gain_2040, 1),
            verdict = distance
        ));
        if let Some((low, high)) = answer.gain_range(*sex).filter(|(low, high)| low < high) {
            ranges.push(message!(
                messages,
                "ui-headline-range-sex",
                sex = words::sex(messages, *sex),
                low = signed(low, 1),
                high = signed(high, 1)
            ));
        }
    }
    let Some(wanted) = state.baseline.goal.filter(|_| !sentences.is_empty()) else {
        return headline_without_goal(state, answer, messages);
    };
    let joint = message!(messages, "ui-joint");
    let mut text = message!(
        messages,
        "ui-headline",
        trend = words::trend(messages, state.trend),
        goal_year = wanted.year.to_string(),
        base_year = wanted.from.to_string(),
        target = signed(wanted.gain, 1),
        sexes = sentences.join(&joint)
    );
    if !ranges.is_empty() {
        text.push_str(&message!(messages, "ui-headline-range", sexes = ranges.join(&joint)));
    }
    text
}

/// For packs without an official goal.
fn headline_without_goal(state: &State, answer: &Answer, messages: &Messages) -> String {
    let (first, last) = state.years();
    let joint = message!(messages, "ui-joint");
    let gains: Vec<String> = state
        .baseline
        .sexes
        .iter()
        .filter_map(|sex| {
            let value = |year| answer.value(state.trend, *sex, year, Measure::Healthy);
            let gain = signed(value(last)? - value(first)?, 1);
            Some(message!(messages, "ui-headline-gain-sex", sex = words::sex(messages, *sex), gain = gain))
        })
        .collect();
    message!(
        messages,
        "ui-headline-no-goal",
        first = first.to_string(),
        last = last.to_string(),
        sexes = gains.join(&joint)
    )
}

fn draw_waiting(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let line = match state.failure() {
        Some(_) => message!(messages, "ui-body-failed", key = state.key_name(Command::Recompute)),
        None => message!(messages, "ui-body-computing"),
    };
    let lines = text::wrap(&line, usize::from(area.width.max(1)));
    let top = area.height.saturating_sub(lines.len() as u16) / 2;
    for (row, line) in lines.into_iter().enumerate() {
        let line = text::centre(&line, usize::from(area.width));
        paint::row(buffer, area, top + row as u16, &[(theme.style(Role::Muted), line)]);
    }
}

/// The years of the summary that the results have, with the last one in any case.
fn summary_years(state: &State) -> Vec<Year> {
    let (first, last) = state.years();
    let goal = state.baseline.goal.map(|goal| goal.year);
    let mut years: Vec<Year> = SUMMARY_YEARS.into_iter().map(Year).chain(goal).chain([first, last]).collect();
    years.retain(|year| (first..=last).contains(year));
    years.sort_unstable();
    years.dedup();
    years
}

fn draw_summary(
    state: &State,
    answer: &Answer,
    sex: Sex,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    let years = summary_years(state);
    let (first, last) = (years.first().copied(), years.last().copied());
    let number_cells = if area.width < 70 { 7 } else { 8 };
    let gain_cells = 11;
    let label_cells =
        usize::from(area.width).saturating_sub(number_cells * years.len() + gain_cells).clamp(8, 30);
    let span = first.zip(last).map_or_else(String::new, |(first, last)| format!("{first}-{last}"));
    let mut heading = text::left(&words::sex(messages, sex), label_cells);
    for year in &years {
        heading.push_str(&text::right(&year.to_string(), number_cells));
    }
    heading.push_str(&text::right(&span, gain_cells));
    paint::row(buffer, area, 0, &[(theme.style(Role::Muted), heading)]);
    for (row, measure) in Measure::ALL.into_iter().enumerate() {
        let value = |year| answer.value(state.trend, sex, year, measure);
        let full = words::measure(messages, measure);
        let name =
            if text::width(&full) + 2 > label_cells { words::short_measure(messages, measure) } else { full };
        let mut numbers: String = years
            .iter()
            .map(|year| {
                text::right(&value(*year).map_or_else(|| "-".to_owned(), |v| fixed(v, 2)), number_cells)
            })
            .collect();
        let gain = first.and_then(value).zip(last.and_then(value)).map(|(from, to)| signed(to - from, 2));
        numbers.push_str(&text::right(&gain.unwrap_or_default(), gain_cells));
        let label = text::left(&format!("{} {name}", words::letter(measure)), label_cells);
        let parts = [(theme.style(words::role(measure)), label), (theme.style(Role::Text), numbers)];
        paint::row(buffer, area, row as u16 + 1, &parts);
    }
}

/// The year under the cursor in figures: measures by name where there is room, else by letter.
fn readout(
    state: &State,
    answer: &Answer,
    sex: Sex,
    theme: Theme,
    messages: &Messages,
    cells: usize,
) -> Vec<Part> {
    let named = readout_parts(state, answer, sex, theme, messages, true);
    let used: usize = named.iter().map(|(_, part)| text::width(part)).sum();
    if used <= cells { named } else { readout_parts(state, answer, sex, theme, messages, false) }
}

fn readout_parts(
    state: &State,
    answer: &Answer,
    sex: Sex,
    theme: Theme,
    messages: &Messages,
    names: bool,
) -> Vec<Part> {
    let mut parts = vec![
        (theme.style(Role::Cursor), format!(" {} ", state.year)),
        (theme.style(Role::Text), format!(" {}", words::sex(messages, sex))),
    ];
    for measure in Measure::ALL {
        let Some(value) = answer.value(state.trend, sex, state.year, measure) else { continue };
        let name =
            if names { words::short_measure(messages, measure) } else { words::letter(measure).to_string() };
        parts.push((theme.style(words::role(measure)), format!("  {name} ")));
        parts.push((theme.style(Role::Text), fixed(value, 2)));
        if let Some(official) = chart::official(state, sex, measure).find(|point| point.year == state.year) {
            parts.push((theme.style(Role::Muted), format!(" [{}]", fixed(official.value, 2))));
        }
    }
    if let Some(until) = state.observed_until() {
        let assumed = message!(messages, "status-assumed");
        let observed = message!(messages, "status-observed");
        let status = if state.year <= until { observed } else { assumed };
        parts.push((theme.style(Role::Muted), format!("  ({status})")));
    }
    parts
}
