//! The text twin of every screen, for screen readers, logs and files: the same numbers in lines.

use super::{OverlayLine, chrome, headline, main, page, whatif, words};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::text::escape_untrusted;
use crate::ui::draft;
use crate::ui::place::Place;
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Cells of a line.
const CELLS: usize = 100;

/// The screen as text.
#[must_use]
pub fn text(state: &State, messages: &Messages) -> String {
    let mut lines: Vec<OverlayLine> = Vec::new();
    let scenario = chrome::title(state, messages);
    lines.push((Role::Title, format!("kenju - {} - {scenario}", state.place.title(messages))));
    if let Some(changed) = words::changed_assumptions(messages, state) {
        lines.extend(text::wrap(&changed, CELLS).into_iter().map(|line| (Role::Warning, line)));
    }
    if state.place == Place::Outlook {
        lines.extend(main::headline_lines(state, messages, CELLS).into_iter().map(|line| (Role::Text, line)));
    } else {
        lines.extend(headline::lines(state, messages, CELLS));
        let sentence = whatif::sentence::text(state, messages);
        lines.extend(text::wrap(&sentence, CELLS).into_iter().map(|line| (Role::Text, line)));
    }
    lines.push((Role::Text, String::new()));
    match state.place {
        Place::WhatIf => what_if(state, messages, &mut lines),
        Place::Outlook => outlook(state, messages, &mut lines),
        _ => lines.extend(page::lines(state, messages, CELLS)),
    }
    let mut text = String::new();
    for (_, line) in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// What was run, in a phrase.
#[must_use]
pub fn manifest(manifest: &crate::run::Manifest, messages: &Messages) -> String {
    message!(
        messages,
        "ui-about-run",
        seed = manifest.seed.to_string(),
        persons = fixed(manifest.persons as f64, 0),
        baseline = manifest.baseline.to_string(),
        engine = manifest.engine.as_str()
    )
}

fn what_if(state: &State, messages: &Messages, lines: &mut Vec<OverlayLine>) {
    let mut group = None;
    for place in whatif::list::order(state) {
        let lever = &state.baseline.levers.levers[place];
        if group != Some(lever.group) {
            group = Some(lever.group);
            lines.push((Role::Title, words::group(messages, lever.group)));
        }
        let reach = state.draft.reach(place);
        let title = escape_untrusted(messages.choose(&lever.title));
        lines.push((
            Role::Text,
            format!(
                "  {} {} {}",
                text::left(&title, 50),
                text::right(&whatif::list::percent(draft::arrival(lever, reach)), 6),
                words::reach(messages, lever, reach, true)
            ),
        ));
    }
    lines.push((Role::Text, String::new()));
    for sex in &state.baseline.sexes {
        lines.extend(whatif::table::lines(state, *sex, messages, CELLS));
        lines.push((Role::Text, String::new()));
    }
}

fn outlook(state: &State, messages: &Messages, lines: &mut Vec<OverlayLine>) {
    use crate::ui::answer::Measure;
    let Some(answer) = &state.answer else {
        lines.push((Role::Text, message!(messages, "ui-body-computing")));
        return;
    };
    let sexes: Vec<Sex> = state.baseline.sexes.clone();
    for sex in sexes {
        let mut heading = text::left(&words::sex(messages, sex), 8);
        for measure in Measure::ALL {
            heading.push_str(&text::right(&words::measure(messages, measure), 30));
        }
        lines.push((Role::Title, heading));
        for row in answer.rows(state.trend, sex) {
            let mut line = text::left(&row.year.to_string(), 8);
            for measure in Measure::ALL {
                line.push_str(&text::right(&fixed(measure.of(row).value, 2), 30));
            }
            lines.push((Role::Text, line));
        }
    }
}
