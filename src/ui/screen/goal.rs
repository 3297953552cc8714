//! The goal: under every reading, with and without the policies, what is gained and what is missing.

use super::page::Page;
use super::{OverlayLine, headline, words};
use crate::i18n::numbers::signed;
use crate::i18n::{Messages, message};
use crate::outcome::goal::verdict;
use crate::outcome::series::GoalStatus;
use crate::ui::answer::Which;
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Cells of a bar for the whole goal, on narrow and on wide screens.
const BARS: [usize; 2] = [20, 40];

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
        page.paragraph(Role::Muted, &message!(messages, "ui-body-computing"));
        return page.lines;
    };
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
                let line = status.map_or_else(
                    || message!(messages, "ui-head-waiting"),
                    |status| told(status, BARS[usize::from(cells >= 100)], messages),
                );
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
    page.paragraph(Role::Muted, &message!(messages, "ui-goal-marks"));
    page.paragraph(Role::Muted, &message!(messages, "ui-about-survey"));
    page.lines
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
