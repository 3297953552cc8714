//! The notice on a screen that is too small: what is needed, what there is, and the way out.

use crate::i18n::{Messages, message};
use crate::ui::layout::SMALLEST;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the notice.
pub fn draw(messages: &Messages, theme: Theme, screen: Rect, buffer: &mut Buffer) {
    let notice = message!(
        messages,
        "ui-too-small",
        needed = format!("{}x{}", SMALLEST.0, SMALLEST.1),
        present = format!("{}x{}", screen.width, screen.height)
    );
    let way_out = message!(messages, "ui-too-small-keys");
    let cells = usize::from(screen.width);
    let lines = text::wrap(&notice, cells.max(1)).into_iter().chain(text::wrap(&way_out, cells.max(1)));
    for (row, line) in lines.enumerate().take(usize::from(screen.height)) {
        paint::row(buffer, screen, row as u16, &[(theme.style(Role::Text), line)]);
    }
}
