//! The changes that led to the scenario on screen, one scenario after the other, as a script that `kenju replay`
//! computes again. What was undone is no part of the way.

use super::{cut, titled};
use crate::baseline::Text;
use crate::i18n::{Messages, message};
use crate::language::Language;
use crate::run::Persons;
use crate::scenario::script::SCRIPT_VERSION;
use crate::ui::draft::Draft;
use crate::ui::history::Choice;
use crate::ui::screen::words;
use crate::ui::state::State;
use std::fmt::Write as _;

/// The script; its first step is what the session began with.
pub(super) fn text(state: &State) -> String {
    let mut choices: Vec<Choice> = state.history.past().to_vec();
    choices.push(state.choice());
    choices.dedup();
    // Writing to a string cannot fail.
    let mut text = format!("// kenju replay FILE\n(\n    script: {SCRIPT_VERSION},\n");
    if let Persons::Count(count) = state.settings.persons {
        let _ = writeln!(text, "    persons: {count},");
    }
    let _ = writeln!(text, "    seed: {},\n    until: {},", state.settings.seed, state.settings.until);
    text.push_str("    steps: [\n");
    let mut shown = State { answer: None, before: None, last_settled: None, ..state.clone() };
    for (number, choice) in choices.iter().enumerate() {
        let title = match number.checked_sub(1) {
            None => Text { ja: cut(&state.world.title.ja), en: cut(&state.world.title.en) },
            Some(before) => {
                let told = |language| cut(&changes(state, &choices[before], choice, Messages::of(language)));
                Text { ja: told(Language::Ja), en: told(Language::En) }
            }
        };
        (shown.draft, shown.trend, shown.assumptions) =
            (choice.draft.clone(), choice.trend, choice.assumptions);
        for line in titled(&shown, &title).lines() {
            let end = if line == ")" { "," } else { "" };
            let _ = writeln!(text, "        {line}{end}");
        }
    }
    text.push_str("    ],\n)\n");
    text
}

/// What differs between two choices, in words.
fn changes(state: &State, before: &Choice, after: &Choice, messages: &Messages) -> String {
    let mut told = Vec::new();
    let moved = |(place, _): &(usize, _)| before.draft.reach(*place) != after.draft.reach(*place);
    for (place, lever) in state.baseline.levers.levers.iter().enumerate().filter(moved) {
        let mut only = Draft::default();
        only.put(place, after.draft.reach(place).cloned());
        told.push(if after.draft.reach(place).is_some() {
            words::policies(messages, state, &only)
        } else {
            let lever = crate::text::escape_untrusted(messages.choose(&lever.title));
            message!(messages, "ui-step-given-back", lever = lever)
        });
    }
    if before.trend != after.trend {
        told.push(message!(messages, "ui-step-trend", trend = words::trend(messages, after.trend)));
    }
    if before.assumptions != after.assumptions {
        told.push(words::assumptions(messages, state, after.assumptions));
    }
    told.join(&message!(messages, "ui-joint"))
}
