//! The list of keys, made from the key table, and what the marks of the chart mean.

use super::OverlayLine;
use crate::i18n::{Messages, message};
use crate::ui::action::Command;
use crate::ui::keymap::{self, BINDINGS, Section};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Cells for the names of keys.
const KEY_CELLS: usize = 14;

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
    for section in Section::ALL {
        lines.push((Role::Title, section.title(messages)));
        for binding in BINDINGS.iter().filter(|binding| binding.section == section && useful(binding.command))
        {
            let names: Vec<String> = state.keys.keys(binding).iter().map(|key| key.name(messages)).collect();
            let keys = text::left(&names.join(" "), KEY_CELLS);
            let description = keymap::description(binding.command, messages);
            let wrapped = text::wrap(&description, cells.saturating_sub(KEY_CELLS).max(8));
            for (number, line) in wrapped.into_iter().enumerate() {
                let start = if number == 0 { keys.clone() } else { " ".repeat(KEY_CELLS) };
                lines.push((Role::Text, format!("{start}{line}")));
            }
        }
        lines.push((Role::Text, String::new()));
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
