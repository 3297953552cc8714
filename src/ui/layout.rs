//! Where things stand: wide, normal and narrow screens, and the notice when there is no room.
//!
//! ```text
//! 健寿 kenju  title                                computing 40%   L: English    header
//!  1 What if  2 Outlook  3 Compare ...
//! Limitation trend (t): none | Mortality (o): ... | Care need (c): ...
//! By 2040 men gain ...                                                           headline
//! chart or table (wide: men beside women)                                        body
//! 2016 2019 2022 2024 2040                                                       summary
//! 2031: LE 82.31 ...                                                             readout
//! t trend  s sex  v table  ? help  q quit                                        footer
//! ```

use super::place::Place;
use super::screen::{self, headline, main};
use super::state::State;
use ratatui::layout::Rect;

/// The smallest screen that shows everything that matters.
pub const SMALLEST: (u16, u16) = (60, 18);

/// Rows below which the summary table gives its place to the chart.
const SUMMARY_FROM: u16 = 22;

/// What fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Only a notice.
    TooSmall,
    /// 60 to 79 columns.
    Narrow,
    /// 80 to 119 columns.
    Normal,
    /// From 120 columns: men and women side by side.
    Wide,
}

/// The shape of a screen of this size.
#[must_use]
pub const fn shape((columns, rows): (u16, u16)) -> Shape {
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        Shape::TooSmall
    } else if columns < 80 {
        Shape::Narrow
    } else if columns < 120 {
        Shape::Normal
    } else {
        Shape::Wide
    }
}

/// The parts of the main screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Program, state of the computation, assumptions.
    pub header: Rect,
    /// The answer in words; never covered.
    pub headline: Rect,
    /// Chart or table.
    pub body: Rect,
    /// Five years in figures; empty on low screens.
    pub summary: Rect,
    /// The year under the cursor.
    pub readout: Rect,
    /// Keys.
    pub footer: Rect,
    /// Everything between headline and footer: overlays stand here.
    pub overlay: Rect,
}

/// Divides a screen; `header` and `headline` are the rows their texts need, `readout` the rows of sexes shown.
#[must_use]
pub fn areas(screen: Rect, header: u16, headline: u16, readout: u16) -> Areas {
    let mut next = screen.y;
    let bottom = screen.bottom();
    let mut take = |rows: u16| {
        let rows = rows.min(bottom - next);
        let area = Rect { y: next, height: rows, ..screen };
        next += rows;
        area
    };
    let summary_rows = if screen.height >= SUMMARY_FROM { 4 } else { 0 };
    let header_area = take(header);
    let headline_area = take(headline);
    let fixed = header + headline + summary_rows + readout + 1;
    let body = take(screen.height.saturating_sub(fixed));
    let summary = take(summary_rows);
    let readout_area = take(readout);
    let footer = take(1);
    let overlay = Rect { height: footer.y - body.y, ..body };
    Areas {
        header: header_area,
        headline: headline_area,
        body,
        summary,
        readout: readout_area,
        footer,
        overlay,
    }
}

/// The parts of the main screen for a state.
#[must_use]
pub fn areas_of(state: &State, screen: Rect) -> Areas {
    let messages = state.messages();
    let cells = usize::from(screen.width);
    let header = 2 + main::assumption_lines(state, messages, cells).len() as u16;
    let headline = main::headline_lines(state, messages, cells).len() as u16;
    areas(screen, header, headline, main::sexes_shown(state, screen.width).len() as u16)
}

/// Rows of the sentence on the last change.
const SENTENCE_ROWS: u16 = 2;

/// The parts of every screen but the outlook, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Program and state of the computation.
    pub title: Rect,
    /// Names of the screens.
    pub places: Rect,
    /// Gain, range, policies, distance; never covered.
    pub headline: Rect,
    /// What the last change did; never covered.
    pub sentence: Rect,
    /// The screen's own.
    pub body: Rect,
    /// Keys.
    pub footer: Rect,
}

/// Divides a screen.
#[must_use]
pub fn sheet(state: &State, screen: Rect) -> Sheet {
    let mut next = screen.y;
    let mut take = |rows: u16| {
        let area = Rect { y: next, height: rows.min(screen.bottom() - next), ..screen };
        next += area.height;
        area
    };
    let (title, places) = (take(1), take(1));
    let rows = headline::rows(state);
    let (headline, sentence) = (take(rows), take(SENTENCE_ROWS));
    let body = take(screen.height.saturating_sub(3 + rows + SENTENCE_ROWS));
    Sheet { title, places, headline, sentence, body, footer: take(1) }
}

/// Where overlays stand, and the row of keys: on every screen.
#[must_use]
pub fn overlay_area(state: &State, screen: Rect) -> Rect {
    if state.place == Place::Outlook { areas_of(state, screen).overlay } else { sheet(state, screen).body }
}

/// Rows of the body at the present size.
#[must_use]
pub fn body_rows(state: &State) -> u16 {
    sheet(state, Rect::new(0, 0, state.size.0, state.size.1)).body.height
}

/// Rows of text an overlay shows at the present size.
#[must_use]
pub fn overlay_rows(state: &State) -> u16 {
    let screen = Rect::new(0, 0, state.size.0, state.size.1);
    overlay_area(state, screen).height.saturating_sub(1)
}

/// Whether the open overlay has more lines than fit.
#[must_use]
pub fn overlay_scrolls(state: &State) -> bool {
    let lines = |overlay| screen::overlay_lines(overlay, state).len();
    state.overlay.is_some_and(|overlay| lines(overlay) > usize::from(overlay_rows(state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_by_size() {
        assert_eq!(shape((80, 24)), Shape::Normal);
        assert_eq!(shape((60, 18)), Shape::Narrow);
        assert_eq!(shape((59, 40)), Shape::TooSmall);
        assert_eq!(shape((200, 17)), Shape::TooSmall);
        assert_eq!(shape((120, 18)), Shape::Wide);
    }

    #[test]
    fn parts_fill_the_screen_without_overlap() {
        for rows in 1..70 {
            let screen = Rect::new(0, 0, 80, rows);
            let parts = areas(screen, 2, 3, 1);
            let heights = [
                parts.header.height,
                parts.headline.height,
                parts.body.height,
                parts.summary.height,
                parts.readout.height,
                parts.footer.height,
            ];
            assert_eq!(heights.iter().sum::<u16>(), rows);
        }
    }
}
