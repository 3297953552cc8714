//! The one key table: what keys do, the help page, the footer and the file of own keys all come from it.

mod file;
mod key;
mod words;

pub use file::{KeyError, template};
pub use key::Key;
pub use words::{description, hint, word};

use super::action::{Command, Word};
use super::place::Place;
use crate::i18n::{Messages, message};

/// Under which heading of the help page a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Levers.
    Levers,
    /// Screens.
    Screens,
    /// What is assumed.
    Assumptions,
    /// What is shown.
    Reading,
    /// The program.
    Program,
}

impl Section {
    /// In the order of the help page.
    pub const ALL: [Self; 5] = [Self::Levers, Self::Screens, Self::Assumptions, Self::Reading, Self::Program];

    /// Heading.
    #[must_use]
    pub fn title(self, messages: &Messages) -> String {
        match self {
            Self::Levers => message!(messages, "ui-section-levers"),
            Self::Screens => message!(messages, "ui-section-screens"),
            Self::Assumptions => message!(messages, "ui-section-assumptions"),
            Self::Reading => message!(messages, "ui-section-reading"),
            Self::Program => message!(messages, "ui-section-program"),
        }
    }
}

/// On which screens a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// On all of them.
    Everywhere,
    /// Where levers are moved.
    Levers,
    /// On the screen of levers and charts only.
    WhatIf,
    /// Where arrows move the year.
    Elsewhere,
    /// On the screens with lists or pages to search.
    Lists,
    /// Where one sex is drawn.
    Charts,
    /// Where an outcome is drawn that can be chosen.
    Outcomes,
    /// On the assumptions.
    Assumptions,
    /// Where a chart has a table twin.
    Tables,
    /// Where a chart stands beside something else.
    Panes,
    /// Where curves are drawn over the years.
    Curves,
    /// Where persons are drawn by age.
    People,
    /// Where the work under way is listed.
    Runs,
}

impl On {
    /// Whether a key of this kind works on a screen.
    #[must_use]
    pub const fn works(self, place: Place) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Levers => matches!(place, Place::WhatIf | Place::Lever),
            Self::WhatIf => matches!(place, Place::WhatIf),
            Self::Elsewhere => {
                matches!(place, Place::Outlook | Place::Compare | Place::Population | Place::Conditions)
            }
            Self::Lists => !matches!(place, Place::Outlook | Place::Population),
            Self::Charts => {
                matches!(place, Place::WhatIf | Place::Outlook | Place::Compare | Place::Conditions)
            }
            Self::Outcomes => matches!(place, Place::WhatIf | Place::Compare),
            Self::Assumptions => matches!(place, Place::Assumptions),
            Self::Tables | Self::Curves => matches!(
                place,
                Place::WhatIf | Place::Outlook | Place::Compare | Place::Conditions | Place::Lever
            ),
            Self::Panes => {
                matches!(place, Place::WhatIf | Place::Compare | Place::Conditions | Place::Lever)
            }
            Self::People => matches!(place, Place::Population),
            Self::Runs => matches!(place, Place::Runs),
        }
    }
}

/// One row of the key table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys, the one to teach first.
    pub keys: &'static [Key],
    /// What they do.
    pub command: Command,
    /// Where they stand in the help page.
    pub section: Section,
    /// Where they work.
    pub on: On,
}

const fn bind(keys: &'static [Key], command: Command, section: Section, on: On) -> Binding {
    Binding { keys, command, section, on }
}

use On::{Elsewhere, Everywhere, Lists, WhatIf};
use Section::{Assumptions, Levers, Program, Reading, Screens};

/// The default keys.
pub const BINDINGS: &[Binding] = &[
    bind(&[Key::Right, Key::Char('l')], Command::Move(1), Levers, On::Levers),
    bind(&[Key::Left, Key::Char('h')], Command::Move(-1), Levers, On::Levers),
    bind(&[Key::LargeRight, Key::Char('>')], Command::Move(4), Levers, On::Levers),
    bind(&[Key::LargeLeft, Key::Char('<')], Command::Move(-4), Levers, On::Levers),
    bind(&[Key::Char('0')], Command::Set(Word::Nothing), Levers, On::Levers),
    bind(&[Key::Char('t')], Command::Set(Word::Today), Levers, On::Levers),
    bind(&[Key::Char('a')], Command::Set(Word::Ambitious), Levers, On::Levers),
    bind(&[Key::Char('m')], Command::Set(Word::Maximum), Levers, On::Levers),
    bind(&[Key::Enter], Command::Open, Levers, WhatIf),
    bind(&[Key::Char('r')], Command::ResetLever, Levers, On::Levers),
    bind(&[Key::Char('R')], Command::ResetAll, Levers, Everywhere),
    bind(&[Key::Char('u')], Command::Undo, Levers, Everywhere),
    bind(&[Key::Control('r')], Command::Redo, Levers, Everywhere),
    bind(&[Key::Char('p')], Command::Replay, Levers, Everywhere),
    bind(&[Key::Char('k')], Command::Keep, Levers, Everywhere),
    bind(&[Key::Char('A')], Command::Name, Levers, Everywhere),
    bind(&[Key::Char('b')], Command::TakeKept, Levers, Everywhere),
    bind(&[Key::Char('K')], Command::Forget, Levers, Everywhere),
    bind(&[Key::Char('S'), Key::Control('s')], Command::SaveScenario, Levers, Everywhere),
    bind(&[Key::Char('O'), Key::Control('o')], Command::OpenFile, Levers, Everywhere),
    bind(&[Key::Char('D')], Command::TakeDraft, Levers, Everywhere),
    bind(&[Key::Char('1')], Command::GoTo(Place::WhatIf), Screens, Everywhere),
    bind(&[Key::Char('2')], Command::GoTo(Place::Outlook), Screens, Everywhere),
    bind(&[Key::Char('3')], Command::GoTo(Place::Compare), Screens, Everywhere),
    bind(&[Key::Char('4')], Command::GoTo(Place::Why), Screens, Everywhere),
    bind(&[Key::Char('5')], Command::GoTo(Place::Goal), Screens, Everywhere),
    bind(&[Key::Char('6')], Command::GoTo(Place::Population), Screens, Everywhere),
    bind(&[Key::Char('7')], Command::GoTo(Place::Assumptions), Screens, Everywhere),
    bind(&[Key::Char('8')], Command::GoTo(Place::Sources), Screens, Everywhere),
    bind(&[Key::Char('9')], Command::GoTo(Place::Programmes), Screens, Everywhere),
    bind(&[Key::Function(6)], Command::GoTo(Place::Conditions), Screens, Everywhere),
    bind(&[Key::Function(7)], Command::GoTo(Place::Trials), Screens, Everywhere),
    bind(&[Key::Function(8)], Command::GoTo(Place::Runs), Screens, Everywhere),
    bind(&[Key::Tab], Command::NextPlace, Screens, Everywhere),
    bind(&[Key::BackTab], Command::PreviousPlace, Screens, Everywhere),
    bind(&[Key::Char(':'), Key::Control('p')], Command::Palette, Screens, Everywhere),
    bind(&[Key::Char('d')], Command::NextTrend, Assumptions, Everywhere),
    bind(&[Key::Char('o')], Command::NextMortality, Assumptions, Everywhere),
    bind(&[Key::Char('e')], Command::NextCareNeed, Assumptions, Everywhere),
    bind(&[Key::Enter, Key::Right], Command::Switch, Assumptions, On::Assumptions),
    bind(&[Key::Char('c')], Command::NextOutcome, Reading, On::Outcomes),
    bind(&[Key::Char('C')], Command::PreviousOutcome, Reading, On::Outcomes),
    bind(&[Key::Char('g')], Command::PickOutcome, Reading, On::Outcomes),
    bind(&[Key::Char('.')], Command::OtherChart, Reading, WhatIf),
    bind(&[Key::Char('X')], Command::SwapCharts, Reading, WhatIf),
    bind(&[Key::Char('z')], Command::Expand, Reading, On::Panes),
    bind(&[Key::Char('+'), Key::Char('=')], Command::ZoomIn, Reading, On::Curves),
    bind(&[Key::Char('-')], Command::ZoomOut, Reading, On::Curves),
    bind(&[Key::Char('f')], Command::Freeze, Reading, Everywhere),
    bind(&[Key::Char('g')], Command::NextPeople, Reading, On::People),
    bind(&[Key::Char('v')], Command::ToggleDifference, Reading, WhatIf),
    bind(&[Key::Char('s')], Command::NextSex, Reading, On::Charts),
    bind(&[Key::Char('T')], Command::ToggleView, Reading, On::Tables),
    bind(&[Key::Char('[')], Command::PreviousYear, Reading, Everywhere),
    bind(&[Key::Char(']')], Command::NextYear, Reading, Everywhere),
    bind(&[Key::Left], Command::PreviousYear, Reading, Elsewhere),
    bind(&[Key::Right], Command::NextYear, Reading, Elsewhere),
    bind(&[Key::Home], Command::FirstYear, Reading, Everywhere),
    bind(&[Key::End], Command::LastYear, Reading, Everywhere),
    bind(&[Key::Char('i')], Command::ToggleAbout, Reading, Everywhere),
    bind(&[Key::Char('/')], Command::Search, Reading, Lists),
    bind(&[Key::Char('n')], Command::FindNext, Reading, Lists),
    bind(&[Key::Char('N')], Command::FindPrevious, Reading, Lists),
    bind(&[Key::Up], Command::Up, Reading, Everywhere),
    bind(&[Key::Down, Key::Char('j')], Command::Down, Reading, Everywhere),
    bind(&[Key::PageUp], Command::PageUp, Reading, Everywhere),
    bind(&[Key::PageDown, Key::Char(' ')], Command::PageDown, Reading, Everywhere),
    bind(&[Key::Char('w')], Command::WriteView, Program, Everywhere),
    bind(&[Key::Char('y')], Command::Copy, Program, Everywhere),
    bind(&[Key::Escape, Key::Backspace], Command::Close, Program, Everywhere),
    bind(&[Key::Char('?'), Key::Function(1)], Command::ToggleHelp, Program, Everywhere),
    bind(&[Key::Function(9)], Command::ToggleTour, Program, Everywhere),
    bind(&[Key::Char('L')], Command::SwitchLanguage, Program, Everywhere),
    bind(&[Key::Function(2)], Command::ToggleMarks, Program, Everywhere),
    bind(&[Key::Function(3)], Command::NextTheme, Program, Everywhere),
    bind(&[Key::Function(4)], Command::ToggleMouse, Program, Everywhere),
    bind(&[Key::Function(5)], Command::Recompute, Program, Everywhere),
    bind(&[Key::Char('x')], Command::Stop, Program, Everywhere),
    bind(&[Key::Char('c')], Command::Skip, Program, On::Runs),
    bind(&[Key::Control('l')], Command::Repaint, Program, Everywhere),
    bind(&[Key::Control('z')], Command::Suspend, Program, Everywhere),
    bind(&[Key::Char('q'), Key::Control('c')], Command::Quit, Program, Everywhere),
];

/// The five commands that matter most on a screen; help and quit stand beside them everywhere.
#[must_use]
pub const fn most_wanted(place: Place) -> [Command; 5] {
    use Command as C;
    match place {
        Place::WhatIf => [C::Move(1), C::Set(Word::Ambitious), C::Open, C::Undo, C::NextOutcome],
        Place::Lever => [C::Move(1), C::Set(Word::Ambitious), C::Undo, C::ToggleView, C::Close],
        Place::Outlook => [C::NextYear, C::NextTrend, C::NextSex, C::ToggleView, C::ToggleAbout],
        Place::Compare => [C::NextYear, C::NextOutcome, C::NextSex, C::Name, C::TakeKept],
        Place::Why => [C::Down, C::Recompute, C::WriteView, C::Copy, C::Close],
        Place::Goal => [C::Down, C::NextTrend, C::WriteView, C::ToggleAbout, C::Close],
        Place::Population => [C::NextYear, C::NextPeople, C::WriteView, C::ToggleAbout, C::Close],
        Place::Conditions => [C::Down, C::NextYear, C::NextSex, C::ToggleView, C::WriteView],
        Place::Assumptions => [C::Down, C::Switch, C::Undo, C::ResetAll, C::Close],
        Place::Trials => [C::Down, C::Search, C::Stop, C::WriteView, C::Close],
        Place::Sources | Place::Programmes => [C::Down, C::Search, C::WriteView, C::ToggleAbout, C::Close],
        Place::Runs => [C::Down, C::Skip, C::Stop, C::WriteView, C::Close],
    }
}

/// The keys in force: the default ones, and those of the user in their place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    own: Vec<(Command, Vec<Key>)>,
}

impl Keymap {
    /// The keys of a row of the table. Own keys stand in the place of the first row of their command; arrows
    /// of a later row stay.
    #[must_use]
    pub fn keys(&self, binding: &'static Binding) -> &[Key] {
        let first = BINDINGS.iter().find(|other| other.command == binding.command);
        let is_first = first.is_some_and(|first| std::ptr::eq(first, binding));
        let own = self.own.iter().find(|(command, _)| is_first && *command == binding.command);
        own.map_or(binding.keys, |(_, keys)| keys)
    }

    /// What a key does on a screen; `None` if nothing.
    #[must_use]
    pub fn command(&self, key: Key, place: Place) -> Option<Command> {
        let works = |binding: &&'static Binding| binding.on.works(place) && self.keys(binding).contains(&key);
        BINDINGS.iter().find(works).map(|binding| binding.command)
    }

    /// The key to teach for a command; empty if it has none.
    #[must_use]
    pub fn name(&self, command: Command, messages: &Messages) -> String {
        let bound = BINDINGS.iter().find(|binding| binding.command == command);
        bound.and_then(|one| self.keys(one).first()).map(|key| key.name(messages)).unwrap_or_default()
    }

    /// The key to teach for a command on a screen, where it may be an arrow.
    #[must_use]
    pub fn name_on(&self, command: Command, place: Place, messages: &Messages) -> String {
        let bound = |one: &&'static Binding| one.command == command && one.on.works(place);
        let keys = BINDINGS.iter().rfind(bound).map(|one| self.keys(one));
        keys.and_then(|keys| keys.first()).map(|key| key.name(messages)).unwrap_or_default()
    }

    /// A key that does two things on one screen, with both.
    #[must_use]
    pub fn conflict(&self) -> Option<(Key, Command, Command)> {
        for place in Place::ALL {
            let mut seen: Vec<(Key, Command)> = Vec::new();
            for binding in BINDINGS.iter().filter(|binding| binding.on.works(place)) {
                for key in self.keys(binding) {
                    match seen.iter().find(|(known, _)| known == key) {
                        Some((_, other)) => return Some((*key, *other, binding.command)),
                        None => seen.push((*key, binding.command)),
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
