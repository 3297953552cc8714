//! Writing styled text into a buffer, always inside an area and always measured by cells.

use crate::ui::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A run of text in one style.
pub type Part = (Style, String);

/// Writes parts one after the other into row `row` of `area`; what does not fit is cut and marked.
pub fn row(buffer: &mut Buffer, area: Rect, row: u16, parts: &[Part]) {
    let area = area.intersection(buffer.area);
    if row >= area.height {
        return;
    }
    let mut used = 0_usize;
    let cells = usize::from(area.width);
    for (style, part) in parts {
        let room = cells - used;
        if room == 0 {
            return;
        }
        let shown = text::cut(part, room);
        let x = area.x + used as u16;
        buffer.set_stringn(x, area.y + row, &shown, room, *style);
        used += text::width(&shown).min(room);
    }
}

/// Writes text so that it ends at the right edge of row `row` of `area`.
pub fn row_right(buffer: &mut Buffer, area: Rect, row_number: u16, style: Style, content: &str) {
    let cells = text::width(content).min(usize::from(area.width)) as u16;
    let right = Rect { x: area.right() - cells, width: cells, ..area };
    row(buffer, right, row_number, &[(style, content.to_owned())]);
}

/// Fills an area with blanks in one style.
pub fn blank(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    let line = " ".repeat(usize::from(area.width));
    for y in area.y..area.bottom() {
        buffer.set_string(area.x, y, &line, Style::reset());
        buffer.set_string(area.x, y, &line, style);
    }
}
