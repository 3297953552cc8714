//! The one key table: what keys do, the help page and the footer all come from it.

use super::action::{Command, Trend, Word};
use super::place::Place;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;

/// A key press, free of terminal types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as typed (upper case with shift).
    Char(char),
    /// Control and a lower-case letter.
    Control(char),
    /// A function key.
    Function(u8),
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Arrow with shift or control.
    LargeLeft,
    /// Arrow with shift or control.
    LargeRight,
    /// Enter.
    Enter,
    /// Backspace.
    Backspace,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Escape.
    Escape,
    /// Tabulator.
    Tab,
}

impl Key {
    /// The key's name as printed on keyboards, in words where only a symbol is printed.
    #[must_use]
    pub fn name(self, messages: &Messages) -> String {
        match self {
            Self::Char(' ') => message!(messages, "ui-key-space"),
            Self::Char(letter) => letter.to_string(),
            Self::Control(letter) => format!("Ctrl-{}", letter.to_ascii_uppercase()),
            Self::Function(number) => format!("F{number}"),
            Self::Left => message!(messages, "ui-key-left"),
            Self::Right => message!(messages, "ui-key-right"),
            Self::LargeLeft => format!("Shift-{}", message!(messages, "ui-key-left")),
            Self::LargeRight => format!("Shift-{}", message!(messages, "ui-key-right")),
            Self::Enter => "Enter".to_owned(),
            Self::Backspace => "Backspace".to_owned(),
            Self::Up => message!(messages, "ui-key-up"),
            Self::Down => message!(messages, "ui-key-down"),
            Self::Home => message!(messages, "ui-key-home"),
            Self::End => message!(messages, "ui-key-end"),
            Self::PageUp => "PgUp".to_owned(),
            Self::PageDown => "PgDn".to_owned(),
            Self::Escape => "Esc".to_owned(),
            Self::Tab => "Tab".to_owned(),
        }
    }
}

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

/// Whether a command is worth a place in the footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footer {
    /// No.
    Never,
    /// On the screens where the key works.
    Here,
    /// While an overlay is open.
    Overlay,
    /// Everywhere.
    Always,
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
    /// On the screens with lists to search.
    Lists,
    /// Where one sex is drawn.
    Charts,
    /// Where an outcome is drawn that can be chosen.
    Outcomes,
    /// On the assumptions.
    Assumptions,
}

impl On {
    /// Whether a key of this kind works on a screen.
    #[must_use]
    pub const fn works(self, place: Place) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Levers => matches!(place, Place::WhatIf | Place::Lever),
            Self::WhatIf => matches!(place, Place::WhatIf),
            Self::Elsewhere => matches!(place, Place::Outlook | Place::Compare | Place::Population),
            Self::Lists => matches!(place, Place::WhatIf | Place::Sources | Place::Programmes),
            Self::Charts => matches!(place, Place::WhatIf | Place::Outlook | Place::Compare),
            Self::Outcomes => matches!(place, Place::WhatIf | Place::Compare),
            Self::Assumptions => matches!(place, Place::Assumptions),
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
    /// Where they stand in the footer.
    pub footer: Footer,
}

const fn bind(keys: &'static [Key], command: Command, section: Section, on: On, footer: Footer) -> Binding {
    Binding { keys, command, section, on, footer }
}

use Footer::{Always, Here, Never, Overlay};
use On::{Elsewhere, Everywhere, Lists, WhatIf};
use Section::{Assumptions, Levers, Program, Reading, Screens};

/// The default keys.
pub const BINDINGS: &[Binding] = &[
    bind(&[Key::Right, Key::Char('l')], Command::Move(1), Levers, On::Levers, Here),
    bind(&[Key::Left, Key::Char('h')], Command::Move(-1), Levers, On::Levers, Never),
    bind(&[Key::LargeRight, Key::Char('>')], Command::Move(4), Levers, On::Levers, Never),
    bind(&[Key::LargeLeft, Key::Char('<')], Command::Move(-4), Levers, On::Levers, Never),
    bind(&[Key::Char('0')], Command::Set(Word::Nothing), Levers, On::Levers, Never),
    bind(&[Key::Char('t')], Command::Set(Word::Today), Levers, On::Levers, Never),
    bind(&[Key::Char('a')], Command::Set(Word::Ambitious), Levers, On::Levers, Here),
    bind(&[Key::Char('m')], Command::Set(Word::Maximum), Levers, On::Levers, Never),
    bind(&[Key::Enter], Command::Open, Levers, WhatIf, Here),
    bind(&[Key::Char('r')], Command::ResetLever, Levers, On::Levers, Never),
    bind(&[Key::Char('R')], Command::ResetAll, Levers, Everywhere, Never),
    bind(&[Key::Char('u')], Command::Undo, Levers, Everywhere, Here),
    bind(&[Key::Control('r')], Command::Redo, Levers, Everywhere, Never),
    bind(&[Key::Char('k')], Command::Keep, Levers, Everywhere, Never),
    bind(&[Key::Char('K')], Command::Forget, Levers, Everywhere, Never),
    bind(&[Key::Char('S'), Key::Control('s')], Command::SaveScenario, Levers, Everywhere, Never),
    bind(&[Key::Char('D')], Command::TakeDraft, Levers, Everywhere, Never),
    bind(&[Key::Char('1')], Command::GoTo(Place::WhatIf), Screens, Everywhere, Never),
    bind(&[Key::Char('2')], Command::GoTo(Place::Outlook), Screens, Everywhere, Never),
    bind(&[Key::Char('3')], Command::GoTo(Place::Compare), Screens, Everywhere, Never),
    bind(&[Key::Char('4')], Command::GoTo(Place::Why), Screens, Everywhere, Never),
    bind(&[Key::Char('5')], Command::GoTo(Place::Goal), Screens, Everywhere, Never),
    bind(&[Key::Char('6')], Command::GoTo(Place::Population), Screens, Everywhere, Never),
    bind(&[Key::Char('7')], Command::GoTo(Place::Assumptions), Screens, Everywhere, Never),
    bind(&[Key::Char('8')], Command::GoTo(Place::Sources), Screens, Everywhere, Never),
    bind(&[Key::Char('9')], Command::GoTo(Place::Programmes), Screens, Everywhere, Never),
    bind(&[Key::Char('d')], Command::NextTrend, Assumptions, Everywhere, Never),
    bind(&[Key::Char('o')], Command::NextMortality, Assumptions, Everywhere, Never),
    bind(&[Key::Char('e')], Command::NextCareNeed, Assumptions, Everywhere, Never),
    bind(&[Key::Enter, Key::Right], Command::Switch, Assumptions, On::Assumptions, Here),
    bind(&[Key::Char('c')], Command::NextOutcome, Reading, On::Outcomes, Here),
    bind(&[Key::Char('C')], Command::PreviousOutcome, Reading, On::Outcomes, Never),
    bind(&[Key::Char('v')], Command::ToggleDifference, Reading, WhatIf, Never),
    bind(&[Key::Char('s'), Key::Tab], Command::NextSex, Reading, On::Charts, Here),
    bind(&[Key::Char('T')], Command::ToggleView, Reading, On::Charts, Never),
    bind(&[Key::Char('[')], Command::PreviousYear, Reading, Everywhere, Never),
    bind(&[Key::Char(']')], Command::NextYear, Reading, Everywhere, Never),
    bind(&[Key::Left], Command::PreviousYear, Reading, Elsewhere, Never),
    bind(&[Key::Right], Command::NextYear, Reading, Elsewhere, Here),
    bind(&[Key::Home], Command::FirstYear, Reading, Everywhere, Never),
    bind(&[Key::End], Command::LastYear, Reading, Everywhere, Never),
    bind(&[Key::Char('i')], Command::ToggleAbout, Reading, Everywhere, Never),
    bind(&[Key::Char('/')], Command::Search, Reading, Lists, Never),
    bind(&[Key::Up], Command::Up, Reading, Everywhere, Never),
    bind(&[Key::Down, Key::Char('j')], Command::Down, Reading, Everywhere, Overlay),
    bind(&[Key::PageUp], Command::PageUp, Reading, Everywhere, Never),
    bind(&[Key::PageDown, Key::Char(' ')], Command::PageDown, Reading, Everywhere, Never),
    bind(&[Key::Char('w')], Command::WriteView, Program, Everywhere, Never),
    bind(&[Key::Escape, Key::Backspace], Command::Close, Program, Everywhere, Overlay),
    bind(&[Key::Char('?'), Key::Function(1)], Command::ToggleHelp, Program, Everywhere, Always),
    bind(&[Key::Char('L')], Command::SwitchLanguage, Program, Everywhere, Never),
    bind(&[Key::Function(2)], Command::ToggleMarks, Program, Everywhere, Never),
    bind(&[Key::Function(5)], Command::Recompute, Program, Everywhere, Never),
    bind(&[Key::Control('l')], Command::Repaint, Program, Everywhere, Never),
    bind(&[Key::Control('z')], Command::Suspend, Program, Everywhere, Never),
    bind(&[Key::Char('q'), Key::Control('c')], Command::Quit, Program, Everywhere, Always),
];

/// What a key does on a screen; `None` if nothing.
#[must_use]
pub fn command(key: Key, place: Place) -> Option<Command> {
    let works = |binding: &&Binding| binding.on.works(place) && binding.keys.contains(&key);
    BINDINGS.iter().find(works).map(|binding| binding.command)
}

/// The key to teach for a command; empty if it has none.
#[must_use]
pub fn key_name(command: Command, messages: &Messages) -> String {
    let bound = BINDINGS.iter().find(|binding| binding.command == command);
    bound.and_then(|binding| binding.keys.first()).map(|key| key.name(messages)).unwrap_or_default()
}

/// What a command does, for the help page.
#[must_use]
pub fn description(command: Command, messages: &Messages) -> String {
    match command {
        Command::Quit => message!(messages, "ui-do-quit"),
        Command::Suspend => message!(messages, "ui-do-suspend"),
        Command::Repaint => message!(messages, "ui-do-repaint"),
        Command::ToggleHelp => message!(messages, "ui-do-help"),
        Command::ToggleAbout => message!(messages, "ui-do-about"),
        Command::Close => message!(messages, "ui-do-close"),
        Command::SwitchLanguage => message!(messages, "ui-do-language"),
        Command::ToggleView => message!(messages, "ui-do-view"),
        Command::ToggleMarks => message!(messages, "ui-do-marks"),
        Command::ShowSex(Sex::Male) => message!(messages, "ui-do-men"),
        Command::ShowSex(Sex::Female) => message!(messages, "ui-do-women"),
        Command::NextSex => message!(messages, "ui-do-sex"),
        Command::PreviousYear => message!(messages, "ui-do-previous-year"),
        Command::NextYear => message!(messages, "ui-do-next-year"),
        Command::FirstYear => message!(messages, "ui-do-first-year"),
        Command::LastYear => message!(messages, "ui-do-last-year"),
        Command::Up => message!(messages, "ui-do-up"),
        Command::Down => message!(messages, "ui-do-down"),
        Command::PageUp => message!(messages, "ui-do-page-up"),
        Command::PageDown => message!(messages, "ui-do-page-down"),
        Command::ChooseTrend(Trend::None) => message!(messages, "ui-do-trend-none"),
        Command::ChooseTrend(Trend::Half) => message!(messages, "ui-do-trend-half"),
        Command::ChooseTrend(Trend::Full) => message!(messages, "ui-do-trend-full"),
        Command::ChooseTrend(Trend::Own) => message!(messages, "ui-do-trend-own"),
        Command::NextTrend => message!(messages, "ui-do-trend"),
        Command::NextMortality => message!(messages, "ui-do-mortality"),
        Command::NextCareNeed => message!(messages, "ui-do-care"),
        Command::Recompute => message!(messages, "ui-do-recompute"),
        Command::GoTo(place) => message!(messages, "ui-do-go", screen = place.title(messages)),
        Command::Move(1) => message!(messages, "ui-do-more"),
        Command::Move(-1) => message!(messages, "ui-do-less"),
        Command::Move(steps) if steps > 0 => message!(messages, "ui-do-much-more"),
        Command::Move(_) => message!(messages, "ui-do-much-less"),
        Command::Set(Word::Nothing) => message!(messages, "ui-do-nothing"),
        Command::Set(Word::Today) => message!(messages, "ui-do-today"),
        Command::Set(Word::Ambitious) => message!(messages, "ui-do-ambitious"),
        Command::Set(Word::Maximum) => message!(messages, "ui-do-maximum"),
        Command::ResetLever => message!(messages, "ui-do-reset"),
        Command::ResetAll => message!(messages, "ui-do-reset-all"),
        Command::Undo => message!(messages, "ui-do-undo"),
        Command::Redo => message!(messages, "ui-do-redo"),
        Command::Open => message!(messages, "ui-do-open"),
        Command::Switch => message!(messages, "ui-do-switch"),
        Command::NextOutcome => message!(messages, "ui-do-outcome"),
        Command::PreviousOutcome => message!(messages, "ui-do-outcome-back"),
        Command::ToggleDifference => message!(messages, "ui-do-difference"),
        Command::Keep => message!(messages, "ui-do-keep"),
        Command::Forget => message!(messages, "ui-do-forget"),
        Command::SaveScenario => message!(messages, "ui-do-save"),
        Command::TakeDraft => message!(messages, "ui-do-take-draft"),
        Command::WriteView => message!(messages, "ui-do-write"),
        Command::Search => message!(messages, "ui-do-search"),
    }
}

/// The word for a command in the footer; `None` for commands that never stand there.
#[must_use]
pub fn hint(command: Command, messages: &Messages) -> Option<String> {
    Some(match command {
        Command::Quit => message!(messages, "ui-hint-quit"),
        Command::ToggleHelp => message!(messages, "ui-hint-help"),
        Command::Close => message!(messages, "ui-hint-close"),
        Command::NextSex => message!(messages, "ui-hint-sex"),
        Command::Move(1) => message!(messages, "ui-hint-move"),
        Command::Set(Word::Ambitious) => message!(messages, "ui-hint-ambitious"),
        Command::Open => message!(messages, "ui-hint-open"),
        Command::Switch => message!(messages, "ui-hint-switch"),
        Command::NextYear => message!(messages, "ui-hint-year"),
        Command::Undo => message!(messages, "ui-hint-undo"),
        Command::NextOutcome => message!(messages, "ui-hint-outcome"),
        Command::Down => message!(messages, "ui-hint-down"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use std::collections::BTreeSet;

    const PLACES: [Place; 10] = [
        Place::WhatIf,
        Place::Outlook,
        Place::Compare,
        Place::Why,
        Place::Goal,
        Place::Population,
        Place::Assumptions,
        Place::Sources,
        Place::Programmes,
        Place::Lever,
    ];

    #[test]
    fn no_key_does_two_things_on_a_screen() {
        for place in PLACES {
            let mut seen = Vec::new();
            let here = BINDINGS.iter().filter(|binding| binding.on.works(place));
            for key in here.flat_map(|binding| binding.keys) {
                assert!(!seen.contains(key), "{key:?} is bound twice on {place:?}");
                seen.push(*key);
            }
        }
    }

    #[test]
    fn every_command_is_explained_in_both_languages_and_differently() {
        for language in Language::ALL {
            let messages = Messages::of(language);
            let mut texts = BTreeSet::new();
            let mut commands: Vec<Command> = Vec::new();
            for binding in BINDINGS {
                if !commands.contains(&binding.command) {
                    commands.push(binding.command);
                    texts.insert(description(binding.command, messages));
                }
            }
            assert_eq!(texts.len(), commands.len(), "{language}");
        }
    }

    #[test]
    fn what_the_footer_names_has_a_word() {
        for binding in BINDINGS.iter().filter(|binding| binding.footer != Footer::Never) {
            assert!(hint(binding.command, Messages::of(Language::Ja)).is_some(), "{binding:?}");
        }
    }

    #[test]
    fn the_ways_out_are_known_everywhere() {
        for place in PLACES {
            assert_eq!(command(Key::Char('q'), place), Some(Command::Quit));
            assert_eq!(command(Key::Control('c'), place), Some(Command::Quit));
            assert_eq!(command(Key::Escape, place), Some(Command::Close));
            assert_eq!(command(Key::Char('x'), place), None);
        }
    }
}
