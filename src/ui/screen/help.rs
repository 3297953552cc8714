//! The list of keys, made from the key table, those of the present screen first, and what the marks of the chart mean.
//! It can be searched.

use super::OverlayLine;
use crate::i18n::{Messages, message};
use crate::ui::action::Command;
use crate::ui::keymap::{self, BINDINGS, Binding, On, Section};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Cells for the names of keys, and one between.
const KEY_CELLS: usize = 15;

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let trends = state.trends();
    // A key for a reading that this pack or scenario does not have would only be in the way.
    let useful = |command: Command| match command {
        Command::ChooseTrend(trend) => trends.contains(&trend),
        _ => true,
    };
    let mut lines = Vec::new();
    let filter = state.help_filter.to_lowercase();
    if filter.is_empty() {
        let key = state.key_name(Command::Search);
        lines.push((Role::Muted, message!(messages, "ui-help-search", key = key)));
    } else {
        let text = crate::text::escape_untrusted(&state.help_filter);
        lines.push((Role::Warning, message!(messages, "ui-help-found", text = text)));
    }
    // What works here and not everywhere comes first, and only there.
    let here = |binding: &Binding| binding.on != On::Everywhere && binding.on.works(state.place);
    let screen = state.place.title(messages);
    let mut groups = vec![(message!(messages, "ui-section-here", screen = screen), None)];
    groups.extend(Section::ALL.into_iter().map(|section| (section.title(messages), Some(section))));
    for (title, section) in groups {
        let mut rows = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| useful(binding.command)) {
            if section.map_or_else(|| !here(binding), |section| here(binding) || binding.section != section) {
                continue;
            }
            let names: Vec<String> = state.keys.keys(binding).iter().map(|key| key.name(messages)).collect();
            let (names, description) = (names.join(" "), keymap::description(binding.command, messages));
            let word = keymap::word(binding.command);
            if !format!("{names} {description} {word}").to_lowercase().contains(&filter) {
                continue;
            }
            let keys = text::left(&names, KEY_CELLS);
            let wrapped = text::wrap(&description, cells.saturating_sub(KEY_CELLS).max(8));
            for (number, line) in wrapped.into_iter().enumerate() {
                let start = if number == 0 { keys.clone() } else { " ".repeat(KEY_CELLS) };
                rows.push((Role::Text, format!("{start}{line}")));
            }
        }
        if !rows.is_empty() {
            lines.push((Role::Title, title));
            lines.append(&mut rows);
            lines.push((Role::Text, String::new()));
        }
    }
    if !filter.is_empty() {
        return lines;
    }
    lines.push((Role::Title, message!(messages, "ui-section-marks")));
    let marks = [
        message!(messages, "ui-mark-points"),
        message!(messages, "ui-mark-lines"),
        message!(messages, "ui-mark-band"),
        message!(messages, "ui-mark-goal"),
        message!(messages, "ui-mark-boundary"),
        message!(messages, "ui-mark-official"),
        message!(messages, "ui-mark-ascii"),
    ];
    for mark in marks {
        lines.extend(text::wrap(&mark, cells).into_iter().map(|line| (Role::Text, line)));
    }
    lines
}
