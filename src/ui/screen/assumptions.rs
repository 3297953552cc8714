//! What is assumed of the future apart from policy, each with its alternatives; what is changed is marked.

use super::page::Page;
use super::{OverlayLine, words};
use crate::i18n::numbers::percent;
use crate::i18n::{Messages, message};
use crate::plan::CareNeedAssumption;
use crate::ui::action::Command;
use crate::ui::draft::POLICY_START;
use crate::ui::request::opened_trend;
use crate::ui::state::State;
use crate::ui::theme::Role;

/// How many assumptions can be changed here.
pub const CHOICES: usize = 3;

/// Title, key, options with whether each is chosen, whether it is changed.
type Choice = (String, Command, Vec<(String, bool)>, bool);

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    let opened = &state.world.plan;
    let observed = state.observed_until();
    let trends = state.trends().into_iter();
    let trends = trends.map(|trend| (words::trend(messages, trend), trend == state.trend)).collect();
    let mortalities = state.mortalities().into_iter();
    let mortalities = mortalities
        .map(|one| (words::mortality(messages, one, observed), one == state.assumptions.mortality))
        .collect();
    let care = [CareNeedAssumption::Unchanged, CareNeedAssumption::ObservedFall];
    let care = care
        .into_iter()
        .filter(|_| state.baseline.care.is_some())
        .map(|one| (words::care_need(messages, one), one == state.assumptions.care_need))
        .collect();
    let choices: [Choice; CHOICES] = [
        (
            message!(messages, "ui-assume-trend"),
            Command::NextTrend,
            trends,
            state.trend != opened_trend(&state.baseline, opened),
        ),
        (
            message!(messages, "ui-assume-mortality"),
            Command::NextMortality,
            mortalities,
            state.assumptions.mortality != opened.mortality,
        ),
        (
            message!(messages, "ui-assume-care"),
            Command::NextCareNeed,
            care,
            state.assumptions.care_need != opened.care_need,
        ),
    ];
    for (number, (title, command, options, changed)) in choices.into_iter().enumerate() {
        let key = state.key_name(command);
        let mark = if changed { message!(messages, "ui-assume-changed") } else { String::new() };
        let role = if number == state.line.min(CHOICES - 1) { Role::Selected } else { Role::Title };
        page.line(role, format!(" {title} ({key}) {mark}"));
        for (option, chosen) in options {
            let (role, mark) = if chosen { (Role::Headline, "(*)") } else { (Role::Text, "( )") };
            page.line(role, format!("   {mark} {option}"));
        }
    }
    page.gap();
    let caps = state.baseline.levers.caps;
    if !state.baseline.levers.levers.is_empty() {
        page.heading(&message!(messages, "ui-assume-levers"));
        page.paragraph(
            Role::Text,
            &message!(
                messages,
                "ui-assume-caps",
                pressure = crate::i18n::numbers::fixed(caps.blood_pressure.abs(), 1),
                care = crate::i18n::numbers::fixed(caps.care_onset, 2),
                year = POLICY_START.to_string()
            ),
        );
    }
    believed(&mut page, state, messages);
    page.paragraph(Role::Muted, &message!(messages, "ui-about-reading"));
    for assumption in &state.world.own_assumptions {
        page.paragraph(Role::Warning, messages.choose(assumption));
    }
    page.lines
}

/// How much of the effects that studies have seen is believed, and how costs of later years count.
fn believed(page: &mut Page, state: &State, messages: &Messages) {
    let channels = state.baseline.levers.levers.iter().flat_map(|lever| &lever.channels);
    let shares: Vec<f64> =
        channels.filter(|channel| channel.effect.is_some()).map(|channel| channel.shrink.0).collect();
    let shrunk = || shares.iter().copied().filter(|share| *share < 1.0);
    if shrunk().next().is_some() {
        let (count, all) = (shrunk().count().to_string(), shares.len().to_string());
        let low = percent(shrunk().fold(f64::INFINITY, f64::min), 0);
        let high = percent(shrunk().fold(0.0, f64::max), 0);
        let text = if low == high {
            message!(messages, "ui-assume-shrinkage-one", count = count, all = all, share = low)
        } else {
            message!(messages, "ui-assume-shrinkage", count = count, all = all, low = low, high = high)
        };
        page.paragraph(Role::Text, &text);
    }
    if let Some(costs) = &state.baseline.costs {
        let [usual, low, high] = costs.discount.map(|rate| percent(rate, 1));
        page.paragraph(
            Role::Text,
            &message!(messages, "ui-assume-discount", usual = usual, low = low, high = high),
        );
    }
}
