//! The screens a user can go to, each by a digit.

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
    /// One lever in full; opened from [`Place::WhatIf`].
    Lever,
}

impl Place {
    /// Those with a digit, in order of the digits.
    pub const NUMBERED: [Self; 9] = [
        Self::WhatIf,
        Self::Outlook,
        Self::Compare,
        Self::Why,
        Self::Goal,
        Self::Population,
        Self::Assumptions,
        Self::Sources,
        Self::Programmes,
    ];

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
            Self::Lever => "lever",
        }
    }

    /// The screen of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::NUMBERED.into_iter().chain([Self::Lever]).find(|place| place.word() == word)
    }
}
