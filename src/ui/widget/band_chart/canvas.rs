//! The plot area as a grid of dots: braille packs 2 x 4 of them into a cell, other marks one.

use crate::ui::marks::{DOT, Marks};
use ratatui::style::Style;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    dots: u8,
    glyph: Option<char>,
    rank: u8,
    style: Style,
}

/// The plot area as a grid of dots.
pub(super) struct Canvas {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) marks: Marks,
    cells: Vec<Cell>,
}

/// What lies over what.
pub(super) mod rank {
    pub(in super::super) const BAND: u8 = 1;
    pub(in super::super) const BOUNDARY: u8 = 2;
    pub(in super::super) const CURSOR: u8 = 3;
    pub(in super::super) const CURVE: u8 = 4;
}

impl Canvas {
    pub(super) fn new(columns: usize, rows: usize, marks: Marks) -> Self {
        Self { columns, rows, marks, cells: vec![Cell::default(); columns * rows] }
    }

    pub(super) const fn dots_per_cell(&self) -> (usize, usize) {
        self.marks.dots()
    }

    pub(super) fn width(&self) -> usize {
        self.columns * self.dots_per_cell().0
    }

    pub(super) fn height(&self) -> usize {
        self.rows * self.dots_per_cell().1
    }

    /// Sets the dot in dot column `x`, `y` dots from the top.
    pub(super) fn set(&mut self, x: usize, y: usize, glyph: char, rank: u8, style: Style) {
        if x >= self.width() || y >= self.height() {
            return;
        }
        let (across, down) = self.dots_per_cell();
        let cell = &mut self.cells[(y / down) * self.columns + x / across];
        if rank >= cell.rank {
            cell.rank = rank;
            cell.style = style;
            cell.glyph = Some(glyph);
        }
        if self.marks == Marks::Braille {
            // Braille numbers its dots down the left column, then down the right, the lowest pair last.
            const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
            cell.dots |= BITS[y % down][x % across];
        }
    }

    /// What lies uppermost in a cell.
    pub(super) fn rank_at(&self, column: usize, row: usize) -> u8 {
        self.cells[row * self.columns + column].rank
    }

    /// What is drawn in a cell.
    pub(super) fn symbol(&self, column: usize, row: usize) -> Option<(char, Style)> {
        let cell = &self.cells[row * self.columns + column];
        match self.marks {
            Marks::Ascii => return cell.glyph.map(|glyph| (glyph, cell.style)),
            // Curves differ by their dashes and labels.
            Marks::Dot => {
                let dot = |glyph| if cell.rank == rank::CURVE { DOT } else { glyph };
                return cell.glyph.map(|glyph| (dot(glyph), cell.style));
            }
            Marks::Braille => {}
        }
        let symbol = char::from_u32(0x2800 + u32::from(cell.dots)).filter(|_| cell.dots != 0);
        symbol.map(|symbol| (symbol, cell.style))
    }
}
