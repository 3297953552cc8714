//! The goal: under every reading, with and without the policies, what is gained and what is missing.

use super::page::Page;
use super::{OverlayLine, headline, words};
use crate::analysis::explain::Effect;
use crate::i18n::numbers::signed;
use crate::i18n::{Messages, message};
use crate::outcome::goal::verdict;
use crate::outcome::series::{GoalStatus, Group};
use crate::report::explain::words as explain;
use crate::report::{chance, series::group_name};
use crate::text::escape_untrusted;
use crate::ui::action::{Command, Trend};
use crate::ui::answer::{Answer, Which};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Cells of a bar for the whole goal, on screens of at least so many cells.
const BARS: [(usize, usize); 3] = [(100, 40), (76, 20), (0, 10)];

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    let Some(goal) = state.baseline.goal else {
        page.paragraph(Role::Text, &message!(messages, "ui-goal-none"));
        return page.lines;
    };
    page.heading(&message!(
        messages,
        "ui-goal-title",
        gain = signed(goal.gain, 1),
        from = goal.from.to_string(),
        to = goal.year.to_string()
    ));
    let Some(answer) = state.current() else {
        let under_way = message!(messages, "ui-body-computing");
        page.paragraph(Role::Muted, &words::awaited(messages, state, under_way));
        return page.lines;
    };
    let bar = BARS.into_iter().find(|(least, _)| cells >= *least).map_or(0, |(_, bar)| bar);
    for sex in &state.baseline.sexes {
        page.line(Role::Muted, format!("  {}", words::sex(messages, *sex)));
        for trend in state.trends() {
            let name = words::trend(messages, trend);
            let mut worlds = vec![(Which::Reference, message!(messages, "ui-curve-reference"))];
            if !state.draft.is_empty() {
                worlds.push((Which::Scenario, message!(messages, "ui-curve-scenario")));
            }
            for (which, world) in worlds {
                let status = answer.goal_of(which, trend, *sex);
                let role = if trend == state.trend { Role::Headline } else { Role::Text };
                let line = status
                    .map_or_else(|| words::waiting(messages, state), |status| told(status, bar, messages));
                let name = text::left(&format!("{name}, {world}"), 24.min(cells / 3));
                page.line(role, format!("    {name} {line}"));
            }
        }
        let interim = answer.goal_of(Which::Reference, state.trend, *sex).map(|status| status.interim);
        if let Some(interim) = interim {
            let reached = headline::short_verdict(messages, verdict(interim.gain, interim.target));
            page.paragraph(
                Role::Muted,
                &message!(
                    messages,
                    "ui-goal-interim",
                    year = interim.year.to_string(),
                    gain = signed(interim.gain, 2),
                    target = signed(interim.target, 1),
                    verdict = reached
                ),
            );
        }
        page.gap();
    }
    chances(&mut page, state, answer, messages);
    levers(&mut page, state, answer, messages, cells);
    page.paragraph(Role::Muted, &message!(messages, "ui-goal-marks"));
    page.paragraph(Role::Muted, &message!(messages, "ui-about-survey"));
    page.lines
}

/// Chance of reaching the goal under every reading, with its limits.
fn chances(page: &mut Page, state: &State, answer: &Answer, messages: &Messages) {
    if state.draws == 0 {
        return;
    }
    page.heading(&message!(messages, "ui-goal-chances"));
    let mut worlds = vec![(Which::Reference, message!(messages, "ui-curve-reference"))];
    if !state.draft.is_empty() {
        worlds.push((Which::Scenario, message!(messages, "ui-curve-scenario")));
    }
    let mut known = None;
    for sex in &state.baseline.sexes {
        for (which, world) in &worlds {
            let Some((chances, draws)) = answer.chances(*which, *sex) else { continue };
            known = Some(draws);
            let names = [Trend::None, Trend::Half, Trend::Full].map(|trend| words::trend(messages, trend));
            let told = names.iter().zip(chances.all()).map(|(name, one)| {
                message!(
                    messages,
                    "ui-goal-chance",
                    trend = name.as_str(),
                    chance = chance::words(&one, draws, messages)
                )
            });
            let told = told.collect::<Vec<_>>().join(&message!(messages, "ui-goal-and"));
            page.paragraph(Role::Text, &format!("{}, {world}: {told}", words::sex(messages, *sex)));
        }
    }
    match known {
        Some(draws) => {
            if draws < state.draws {
                let (done, all) = (draws.to_string(), state.draws.to_string());
                page.paragraph(
                    Role::Warning,
                    &message!(messages, "ui-draws-partial", done = done, all = all),
                );
            }
            page.paragraph(Role::Muted, &chance::note(draws, messages));
        }
        None if state.failure().is_some() => page.paragraph(
            Role::Warning,
            &message!(messages, "ui-body-failed", key = state.key_name(Command::Recompute)),
        ),
        None => page.paragraph(
            Role::Warning,
            &message!(messages, "ui-goal-drawing", draws = state.draws.to_string()),
        ),
    }
    page.gap();
}

/// What each lever adds to healthy life expectancy, as the explanation shares it out.
fn levers(page: &mut Page, state: &State, answer: &Answer, messages: &Messages, cells: usize) {
    if state.draft.is_empty() {
        return;
    }
    let found = answer.explanation.as_ref().filter(|(trend, _)| *trend == state.trend);
    let Some((_, explanation)) = found else {
        let key = state.key_name(Command::Stop);
        let under_way = message!(messages, "ui-goal-levers-computing", key = key);
        page.paragraph(Role::Warning, &words::awaited(messages, state, under_way));
        return;
    };
    page.heading(&message!(messages, "ui-goal-levers", year = explanation.year.to_string()));
    let groups: Vec<(usize, Group)> = explanation
        .total
        .iter()
        .enumerate()
        .filter(|(_, total)| total.sex != Group::Both)
        .map(|(index, total)| (index, total.sex))
        .collect();
    let column = (cells / 4).min(24);
    let label = cells.saturating_sub(column * groups.len() + 3);
    let row = |name: &str, told: Vec<String>| {
        let told: String = told.iter().map(|one| text::right(one, column)).collect();
        format!("{}{told}", text::left(&format!("  {name}"), label))
    };
    let heads = groups.iter().map(|(_, group)| group_name(*group, messages)).collect();
    page.line(Role::Muted, row("", heads));
    let told = |effects: &[Effect]| {
        let one = |(index, _): &(usize, Group)| {
            effects.get(*index).map_or_else(String::new, |effect| {
                let healthy = effect.healthy_life_expectancy;
                headline::with_error(messages, healthy.value, Some(healthy.se))
            })
        };
        groups.iter().map(one).collect()
    };
    for one in &explanation.contributions {
        let name = escape_untrusted(&explain::name(one, &state.baseline, messages));
        page.line(Role::Text, row(&name, told(&one.share)));
    }
    page.line(Role::Headline, row(&message!(messages, "explain-total"), told(&explanation.total)));
    words::fewer(page, state, explanation, messages);
    page.gap();
}

/// `[=========-----|] +1.90 1.1 short`: the goal is the upright line.
fn told(status: &GoalStatus, bar: usize, messages: &Messages) -> String {
    let share = if status.target > 0.0 { status.gain_2040 / status.target } else { 0.0 };
    let filled = (share.clamp(0.0, 1.2) * bar as f64).round() as usize;
    let bar: String = (0..bar + bar / 5)
        .map(|cell| match (cell == bar, cell < filled) {
            (true, _) => '|',
            (false, true) => '=',
            (false, false) => '-',
        })
        .collect();
    let verdict = headline::short_verdict(messages, verdict(status.gain_2040, status.target));
    format!("{bar} {} {verdict}", text::right(&signed(status.gain_2040, 2), 6))
}
