//! One plain sentence on the last change, made from the numbers.
//!
//! A difference below twice its standard error is said to be indistinguishable from none with so many
//! persons; a lever without usable evidence is said to have none.

use super::super::{headline, words};
use super::list::percent;
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::{Sex, Year};
use crate::outcome::differing::Precision;
use crate::outcome::series::{Estimate, Group};
use crate::run::Difference;
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::answer::row_of;
use crate::ui::draft;
use crate::ui::outcome::Outcome;
use crate::ui::state::State;

/// The sentence.
#[must_use]
pub fn text(state: &State, messages: &Messages) -> String {
    if let Some(failure) = state.failure() {
        return words::failure(messages, failure);
    }
    let Some((lever, before)) = changed(state) else {
        return if state.draft.is_empty() {
            message!(messages, "ui-say-start", key = state.key_name(Command::ToggleTour))
        } else {
            message!(messages, "ui-say-opened", count = state.draft.levers().count().to_string())
        };
    };
    let known = &state.baseline.levers.levers[lever];
    let now = draft::arrival(known, state.draft.reach(lever));
    let moved = message!(
        messages,
        "ui-say-moved",
        lever = escape_untrusted(messages.choose(&known.title)),
        from = percent(before),
        to = percent(now)
    );
    let effect = match draft::can_act(known) {
        None => message!(messages, "ui-say-no-evidence"),
        Some(false) => message!(messages, "ui-say-null"),
        Some(true) => effect(state, messages),
    };
    format!("{moved}{effect}")
}

/// The lever that the last change moved, and where it stood before.
fn changed(state: &State) -> Option<(usize, f64)> {
    let before = &state.history.before()?.draft;
    let levers = &state.baseline.levers.levers;
    let differs = |place: &usize| before.reach(*place) != state.draft.reach(*place);
    let mut moved = (0..levers.len()).filter(differs);
    let lever = moved.next()?;
    // A change of several at once is no move of one.
    moved.next().is_none().then(|| (lever, draft::arrival(&levers[lever], before.reach(lever))))
}

fn effect(state: &State, messages: &Messages) -> String {
    let known = state.current().and_then(|answer| answer.change.as_ref());
    let Some(change) = known.filter(|change| change.trend == state.trend) else {
        return message!(messages, "ui-say-computing");
    };
    let year = state.baseline.goal.map_or(state.years().1, |goal| goal.year.min(state.years().1));
    let healthy = sexes(state, &change.difference, year, Outcome::Healthy);
    let persons = fixed(change.persons as f64, 0);
    if healthy.iter().any(|(_, estimate)| is_resolved(*estimate)) {
        let sexes = told(&healthy, messages);
        return message!(messages, "ui-say-effect", year = year.to_string(), sexes = sexes);
    }
    if healthy.iter().all(|(_, estimate)| estimate.is_nothing()) {
        return message!(messages, "ui-say-nothing", year = year.to_string());
    }
    let few = healthy.iter().any(|(_, estimate)| matches!(estimate.precision(), Precision::TooFew { .. }));
    let mut text = if few {
        message!(messages, "ui-say-too-few", year = year.to_string(), persons = persons)
    } else {
        message!(messages, "ui-say-unresolved", year = year.to_string(), persons = persons)
    };
    let independent = sexes(state, &change.difference, year, Outcome::Independent);
    if independent.iter().any(|(_, estimate)| is_resolved(*estimate)) {
        text.push_str(&message!(messages, "ui-say-independent", sexes = told(&independent, messages)));
    }
    text
}

fn sexes(state: &State, difference: &Difference, year: Year, outcome: Outcome) -> Vec<(Sex, Estimate)> {
    let of = |sex: &Sex| {
        let row = row_of(difference, Group::of(Some(*sex)), year)?;
        Some((*sex, outcome.estimate(&row.expectancies)?))
    };
    state.baseline.sexes.iter().filter_map(of).collect()
}

/// Whether a difference can be told from none.
fn is_resolved(estimate: Estimate) -> bool {
    estimate.value != 0.0 && estimate.value.abs() >= 2.0 * estimate.se
}

fn told(sexes: &[(Sex, Estimate)], messages: &Messages) -> String {
    let one = |(sex, estimate): &(Sex, Estimate)| {
        let value = if is_resolved(*estimate) {
            headline::with_error(messages, estimate.value, Some(estimate.se))
        } else {
            message!(messages, "ui-say-unclear")
        };
        message!(messages, "ui-say-sex", sex = words::sex(messages, *sex), gain = value)
    };
    sexes.iter().map(one).collect::<Vec<_>>().join(&message!(messages, "ui-joint"))
}
