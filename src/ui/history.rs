//! Undo and redo: what the user has chosen is a value, so the past is a list of values.

use super::action::Trend;
use super::answer::Assumptions;
use super::draft::Draft;

/// Everything a run depends on that the user can change.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Policies.
    pub draft: Draft,
    /// Reading shown.
    pub trend: Trend,
    /// What is assumed besides.
    pub assumptions: Assumptions,
}

impl Choice {
    /// Whether the same worlds are run: every reading is, whichever is shown.
    #[must_use]
    pub fn runs_as(&self, other: &Self) -> bool {
        self.draft == other.draft && self.assumptions == other.assumptions
    }
}

/// Most changes remembered.
const MOST: usize = 500;

/// Earlier and undone choices.
#[derive(Debug, Clone, Default)]
pub struct History {
    past: Vec<Choice>,
    undone: Vec<Choice>,
    /// The lever that is being moved: its moves are one change until something else happens.
    moving: Option<usize>,
}

impl History {
    /// Remembers the choice before a change; moves of one lever in a row are one change.
    pub fn remember(&mut self, before: Choice, lever: Option<usize>) {
        self.undone.clear();
        if lever.is_some() && lever == self.moving {
            return;
        }
        self.moving = lever;
        if self.past.len() == MOST {
            self.past.remove(0);
        }
        self.past.push(before);
    }

    /// Ends a row of moves.
    pub const fn settle(&mut self) {
        self.moving = None;
    }

    /// The choice before the last change, which can be done again.
    pub fn undo(&mut self, present: Choice) -> Option<Choice> {
        let before = self.past.pop()?;
        self.moving = None;
        self.undone.push(present);
        Some(before)
    }

    /// The choice that was undone last.
    pub fn redo(&mut self, present: Choice) -> Option<Choice> {
        let again = self.undone.pop()?;
        self.moving = None;
        self.past.push(present);
        Some(again)
    }

    /// The choices before the present one, the oldest first.
    #[must_use]
    pub fn past(&self) -> &[Choice] {
        &self.past
    }

    /// The choice before the last change.
    #[must_use]
    pub fn before(&self) -> Option<&Choice> {
        self.past.last()
    }
}
