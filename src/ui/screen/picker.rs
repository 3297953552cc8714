//! Draws an open list: its name, what is typed, and the lines that fit.

use crate::i18n::{Messages, message};
use crate::ui::picker::{Kind, Picker};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows above the lines: name and typed text.
pub const HEAD_ROWS: u16 = 2;

/// The first line shown, so that the chosen one is in view.
#[must_use]
pub fn top(chosen: usize, count: usize, rows: usize) -> usize {
    chosen.saturating_sub(rows / 2).min(count.saturating_sub(rows))
}

/// Draws the list.
pub fn draw(
    state: &State,
    picker: &Picker,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    paint::blank(buffer, area, theme.style(Role::Text));
    let cells = usize::from(area.width);
    let entries = picker.entries(state);
    let place = message!(messages, "ui-picker-place", number = entries.len().to_string());
    let room = cells.saturating_sub(text::width(&place) + 1);
    let heading = format!("{} {place}", text::left(&format!(" {}", picker.title(messages)), room));
    paint::row(buffer, area, 0, &[(theme.style(Role::Selected), heading)]);
    let typed = message!(messages, "ui-typing", text = crate::text::escape_untrusted(&picker.text));
    let help = message!(messages, "ui-picker-help");
    let typed = format!(" {typed}_");
    paint::row(buffer, area, 1, &[(theme.style(Role::Warning), typed.clone())]);
    if text::width(&typed) + text::width(&help) + 2 <= cells {
        paint::row_right(buffer, area, 1, theme.style(Role::Muted), &help);
    }
    if entries.is_empty() {
        let line = if picker.kind == Kind::Files(None) {
            message!(messages, "ui-picker-reading")
        } else {
            message!(messages, "ui-nothing-found")
        };
        paint::row(buffer, area, HEAD_ROWS, &[(theme.style(Role::Muted), format!("  {line}"))]);
        return;
    }
    let rows = usize::from(area.height.saturating_sub(HEAD_ROWS));
    let first = top(picker.chosen, entries.len(), rows);
    let widest = entries.iter().map(|entry| text::width(&entry.label)).max().unwrap_or(0);
    let label = widest.min(cells.saturating_sub(4) * 2 / 3) + 2;
    for (row, (number, entry)) in entries.iter().enumerate().skip(first).take(rows).enumerate() {
        let chosen = number == picker.chosen;
        let mark = if chosen { ">" } else { " " };
        let role = match (chosen, entry.faulty) {
            (true, _) => Role::Selected,
            (false, true) => Role::Warning,
            (false, false) => Role::Text,
        };
        let note = if entry.faulty { format!("[!] {}", entry.note) } else { entry.note.clone() };
        let parts = [
            (theme.style(role), text::left(&format!("{mark} {}", entry.label), label)),
            (theme.style(if entry.faulty { Role::Warning } else { Role::Muted }), format!(" {note}")),
        ];
        paint::row(buffer, area, row as u16 + HEAD_ROWS, &parts);
    }
}
