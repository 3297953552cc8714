//! The two charts of the screen of levers: each shows what the user puts into it, and one of them is chosen.
//!
//! Screens with room for one chart show the chosen one; keys, the list of outcomes and the mouse change that.

use super::outcome::Outcome;

/// One of the two charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The upper one, the first.
    Upper,
    /// The lower one, the second.
    Lower,
}

impl Pane {
    /// Both, from above.
    pub const ALL: [Self; 2] = [Self::Upper, Self::Lower];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Upper => Self::Lower,
            Self::Lower => Self::Upper,
        }
    }

    /// Its number on screen, from 1.
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}

/// What the charts show, and which is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    shown: [Outcome; 2],
    /// The chart that keys change.
    pub chosen: Pane,
}

impl Default for Panes {
    fn default() -> Self {
        Self { shown: [Outcome::Healthy, Outcome::Independent], chosen: Pane::Upper }
    }
}

impl Panes {
    /// What a chart shows.
    #[must_use]
    pub const fn of(&self, pane: Pane) -> Outcome {
        self.shown[pane as usize]
    }

    /// What the chosen chart shows.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.of(self.chosen)
    }

    /// Puts an outcome into a chart.
    pub const fn put(&mut self, pane: Pane, outcome: Outcome) {
        self.shown[pane as usize] = outcome;
    }

    /// Moves the chosen chart so many outcomes on among these; after the last comes the first.
    pub fn turn(&mut self, all: &[Outcome], steps: isize) {
        let at = all.iter().position(|known| *known == self.outcome()).unwrap_or(0);
        let next = (at.cast_signed() + steps).rem_euclid(all.len().max(1).cast_signed()).cast_unsigned();
        if let Some(outcome) = all.get(next) {
            self.put(self.chosen, *outcome);
        }
    }

    /// What is above goes below and the other way round; what was chosen stays chosen.
    pub const fn swap(&mut self) {
        self.shown = [self.shown[1], self.shown[0]];
        self.chosen = self.chosen.other();
    }
}
