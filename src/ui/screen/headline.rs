//! The rows that never leave the screen: what is gained by the goal's year, in which range, how much of
//! it the policies add, and how far the goal is.

use super::OverlayLine;
use super::words;
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::{Sex, Year};
use crate::outcome::goal::{Verdict, verdict};
use crate::outcome::series::Chances;
use crate::ui::action::{Command, Trend};
use crate::ui::answer::{Answer, Which};
use crate::ui::draft;
use crate::ui::outcome::Outcome;
use crate::ui::state::{Computation, State};
use crate::ui::text;
use crate::ui::theme::Role;

/// Rows of the headline.
#[must_use]
pub fn rows(state: &State) -> u16 {
    1 + state.baseline.sexes.len() as u16
}

/// Heading and one row for each sex.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let widths = widths(state, cells);
    let (from, to) = span(state);
    let key = state.key_name(Command::NextTrend);
    let trend = words::trend(messages, state.trend);
    let full = message!(messages, "ui-head-trend", key = key.as_str(), trend = trend.as_str());
    let mut heading = vec![
        // The reading itself matters more than the word for it.
        if text::width(&full) > widths[0] { format!("{key}:{trend}") } else { full },
        message!(messages, "ui-head-gain", year = to.to_string()),
        message!(messages, "ui-head-range"),
        message!(messages, "ui-head-added"),
    ];
    heading.push(state.baseline.goal.map_or_else(
        || format!("{from}-{to}"),
        |goal| message!(messages, "ui-head-goal", gain = signed(goal.gain, 1)),
    ));
    heading.push(match state.baseline.goal {
        Some(_) if state.draws > 0 => message!(messages, "ui-head-chance"),
        _ => String::new(),
    });
    let mut lines = vec![(Role::Muted, row(&heading, &widths))];
    for sex in &state.baseline.sexes {
        lines.push((Role::Headline, row(&figures(state, *sex, messages), &widths)));
    }
    lines
}

/// Cells from which the chances stand beside the rest.
const CHANCES_FROM: usize = 80;

/// Cells of the columns; the last one is 0 where there are no chances, or no room for them.
fn widths(state: &State, cells: usize) -> [usize; 6] {
    if state.draws == 0 || cells < CHANCES_FROM {
        let share = (cells.saturating_sub(60) / 5).min(8);
        if share == 0 {
            return [12, 8, 13, 17, 10, 0];
        }
        // The reading needs its whole name more than numbers need air.
        let name = share.min(3);
        return [11 + share + name, 8 + share, 14 + share, 17 + share - name, 10 + share, 0];
    }
    let share = ((cells - CHANCES_FROM) / 6).min(8);
    [14, 11, 13, 18, 11, 13].map(|cells| cells + share)
}

fn row(columns: &[String], widths: &[usize; 6]) -> String {
    let mut line = text::left(&columns[0], widths[0]);
    for (column, cells) in columns.iter().zip(widths).skip(1).filter(|(_, cells)| **cells > 0) {
        line.push(' ');
        line.push_str(&text::right(column, cells.saturating_sub(1)));
    }
    line
}

fn span(state: &State) -> (Year, Year) {
    let (first, last) = state.years();
    state.baseline.goal.map_or((first, last), |goal| (goal.from, goal.year.min(last)))
}

fn figures(state: &State, sex: Sex, messages: &Messages) -> Vec<String> {
    let name = words::sex(messages, sex);
    let waiting = || words::waiting(messages, state);
    let Some(answer) = state.current() else {
        let runs = matches!(state.computation, Computation::Running(_));
        let first = if runs { message!(messages, "ui-head-computing") } else { waiting() };
        return vec![name, waiting(), waiting(), first, waiting(), waiting()];
    };
    let gain = gain(state, answer, Which::Scenario, state.trend, sex);
    let range = answer.gain_range(sex).map(|(low, high)| {
        message!(messages, "ui-head-range-value", low = signed(low, 1), high = signed(high, 1))
    });
    vec![
        name,
        gain.map_or_else(waiting, |gain| signed(gain, 2)),
        range.unwrap_or_else(waiting),
        added(state, answer, sex, messages).unwrap_or_else(waiting),
        distance(state, answer, sex, messages).unwrap_or_default(),
        chance(state, answer, sex, messages),
    ]
}

/// Gain of healthy life expectancy of one world from the goal's first to its last year.
#[must_use]
pub fn gain(state: &State, answer: &Answer, which: Which, trend: Trend, sex: Sex) -> Option<f64> {
    let (from, to) = span(state);
    let values = answer.outcome(&state.baseline, which, trend, sex, Outcome::Healthy);
    let at = |wanted: Year| values.iter().find(|(year, _)| *year == wanted).map(|(_, value)| *value);
    Some(at(to)? - at(from)?)
}

fn added(state: &State, answer: &Answer, sex: Sex, messages: &Messages) -> Option<String> {
    if state.draft.is_empty() && state.world.plan.hazard_changes.is_empty() {
        return Some(message!(messages, "ui-head-no-policy"));
    }
    let (_, to) = span(state);
    let (value, error) = answer.added(&state.baseline, state.trend, sex, to, Outcome::Healthy)?;
    if value == 0.0 && !answer.is_refined(state.trend) {
        // Few persons have shown nothing yet: that is no result.
        return None;
    }
    Some(difference(state, messages, value, error))
}

/// Decimals of a difference: a small one is not rounded to none.
#[must_use]
pub fn decimals(difference: f64) -> usize {
    if difference == 0.0 || difference.abs() >= 0.0095 { 2 } else { 3 }
}

/// Smallest number that three decimals can show.
const SMALLEST: f64 = 0.0005;

/// A difference with its sign; one that would be rounded away is said to be smaller than what is shown.
#[must_use]
pub fn small(value: f64, decimals: usize) -> String {
    if value != 0.0 && value.abs() < SMALLEST && decimals >= 3 {
        "<0.001".to_owned()
    } else {
        signed(value, decimals)
    }
}

/// As [`with_error`] in fewer cells: the difference, and its error in brackets.
#[must_use]
pub fn with_error_short(messages: &Messages, value: f64, error: f64) -> (String, String) {
    let decimals = if error > 0.0 && error < 0.005 { 3 } else { decimals(value) };
    let told = small(value, decimals);
    if error == 0.0 {
        let told = if value == 0.0 { message!(messages, "ui-difference-none") } else { told };
        return (told, String::new());
    }
    let error = if error.is_infinite() {
        message!(messages, "ui-too-few-short")
    } else if error < SMALLEST {
        "<0.001".to_owned()
    } else {
        fixed(error, decimals)
    };
    (told, format!("({error})"))
}

/// A difference with its standard error. An error of exactly zero is no small error: the number is exact; an
/// infinite one is none that can be told.
#[must_use]
pub fn with_error(messages: &Messages, value: f64, error: Option<f64>) -> String {
    let fine = error.is_some_and(|error| error > 0.0 && error < 0.005);
    let decimals = if fine { 3 } else { decimals(value) };
    match error {
        Some(0.0) if value == 0.0 => message!(messages, "ui-difference-none"),
        Some(0.0) => message!(messages, "ui-difference-exact", value = small(value, decimals)),
        Some(error) if error.is_infinite() => {
            message!(messages, "ui-too-few", value = small(value, decimals))
        }
        Some(error) => {
            let error = if error < SMALLEST { "<0.001".to_owned() } else { fixed(error, decimals) };
            message!(messages, "ui-with-error", value = small(value, decimals), error = error)
        }
        None => small(value, decimals),
    }
}

/// What the policies on screen add: where nobody's life differs, whether that is so by the evidence or only
/// for the persons that were simulated.
#[must_use]
pub fn difference(state: &State, messages: &Messages, value: f64, error: Option<f64>) -> String {
    let unseen = error.is_some_and(|error| error == 0.0 || error.is_infinite());
    if value == 0.0 && unseen && may_act(state) {
        return message!(messages, "ui-difference-unseen");
    }
    with_error(messages, value, error)
}

/// Whether anything that is set can change a life at all.
#[must_use]
pub fn may_act(state: &State) -> bool {
    let levers = &state.baseline.levers.levers;
    let acts = |place: usize| levers.get(place).and_then(draft::can_act) == Some(true);
    !state.world.plan.hazard_changes.is_empty() || state.draft.levers().any(|(place, _)| acts(place))
}

/// Chance of reaching the goal under each standard reading: `0/12/97%`. Limits stand on the screen of the goal.
fn chance(state: &State, answer: &Answer, sex: Sex, messages: &Messages) -> String {
    if state.draws == 0 || state.baseline.goal.is_none() {
        return String::new();
    }
    let Some((chances, _)) = answer.chances(Which::Scenario, sex) else {
        return words::waiting(messages, state);
    };
    self::chances(chances)
}

/// Chances under the standard readings.
#[must_use]
pub fn chances(chances: &Chances) -> String {
    let percent = |share: f64| fixed(share * 100.0, 0);
    let shares = &chances.shares;
    format!("{}/{}/{}%", percent(shares.none), percent(shares.half), percent(shares.full))
}

fn distance(state: &State, answer: &Answer, sex: Sex, messages: &Messages) -> Option<String> {
    let goal = answer.goal(state.trend, sex)?;
    Some(short_verdict(messages, verdict(goal.gain_2040, goal.target)))
}

/// Distance to the goal in the few cells a column has.
#[must_use]
pub fn short_verdict(messages: &Messages, verdict: Verdict) -> String {
    match verdict {
        Verdict::Reached(_) => message!(messages, "ui-head-reached"),
        Verdict::Short(missing) => message!(messages, "ui-head-short", years = fixed(missing, 1)),
        Verdict::Indistinguishable => message!(messages, "ui-head-at-goal"),
    }
}
