//! The screens a user can go to, each by a key.

use crate::i18n::{Messages, message};

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Levers beside charts: reference and scenario.
    WhatIf,
    /// The readings of the future, without asking what a policy adds.
    Outlook,
    /// The reference and the scenarios kept, side by side.
    Compare,
    /// Why the scenario differs from the reference.
    Why,
    /// Distance to the goal.
    Goal,
    /// Persons by age.
    Population,
    /// What is assumed.
    Assumptions,
    /// Where the numbers come from.
    Sources,
    /// The programmes of the national strategy.
    Programmes,
    /// Conditions, causes of death and care.
    Conditions,
    /// The prevention trials.
    Trials,
    /// What was computed in this session.
    Runs,
    /// One lever in full; opened from [`Place::WhatIf`].
    Lever,
}

impl Place {
    /// Those in the row of screens, in its order: all but the last.
    pub const ROW: &'static [Self] = Self::ALL.split_at(Self::ALL.len() - 1).0;

    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::WhatIf,
        Self::Outlook,
        Self::Compare,
        Self::Why,
        Self::Goal,
        Self::Population,
        Self::Assumptions,
        Self::Sources,
        Self::Programmes,
        Self::Conditions,
        Self::Trials,
        Self::Runs,
        Self::Lever,
    ];

    /// The screen of the row so many places on, past the end the first again.
    #[must_use]
    pub fn after(self, steps: usize) -> Self {
        let here = if self == Self::Lever { Self::WhatIf } else { self };
        let at = Self::ROW.iter().position(|place| *place == here).unwrap_or(0);
        Self::ROW[(at + steps) % Self::ROW.len()]
    }

    /// The name in the row of screens.
    #[must_use]
    pub fn title(self, messages: &Messages) -> String {
        match self {
            Self::WhatIf => message!(messages, "ui-place-what-if"),
            Self::Outlook => message!(messages, "ui-place-outlook"),
            Self::Compare => message!(messages, "ui-place-compare"),
            Self::Why => message!(messages, "ui-place-why"),
            Self::Goal => message!(messages, "ui-place-goal"),
            Self::Population => message!(messages, "ui-place-population"),
            Self::Assumptions => message!(messages, "ui-place-assumptions"),
            Self::Sources => message!(messages, "ui-place-sources"),
            Self::Programmes => message!(messages, "ui-place-programmes"),
            Self::Conditions => message!(messages, "ui-place-conditions"),
            Self::Trials => message!(messages, "ui-place-trials"),
            Self::Runs => message!(messages, "ui-place-runs"),
            Self::Lever => message!(messages, "ui-place-lever"),
        }
    }

    /// The word that names it on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WhatIf => "what-if",
            Self::Outlook => "outlook",
            Self::Compare => "compare",
            Self::Why => "why",
            Self::Goal => "goal",
            Self::Population => "population",
            Self::Assumptions => "assumptions",
            Self::Sources => "sources",
            Self::Programmes => "programmes",
            Self::Conditions => "conditions",
            Self::Trials => "trials",
            Self::Runs => "runs",
            Self::Lever => "lever",
        }
    }

    /// The screen of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }
}
