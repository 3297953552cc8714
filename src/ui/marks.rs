//! With which glyphs charts are drawn: not every font has braille dots.

use serde::Deserialize;

/// The glyphs of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
pub enum Marks {
    /// Braille dots, eight to a cell.
    #[default]
    Braille,
    /// One dot to a cell.
    Dot,
    /// ASCII signs, one to a cell, a sign for each curve; names of the program as well.
    Ascii,
}

/// The dot: narrow on every terminal, unlike the bullets most programs use.
pub const DOT: char = '\u{2219}';

impl Marks {
    /// The next coarser, after the last the first.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Braille => Self::Dot,
            Self::Dot => Self::Ascii,
            Self::Ascii => Self::Braille,
        }
    }

    /// Dots across and down in a cell.
    #[must_use]
    pub const fn dots(self) -> (usize, usize) {
        match self {
            Self::Braille => (2, 4),
            Self::Dot | Self::Ascii => (1, 1),
        }
    }
}
