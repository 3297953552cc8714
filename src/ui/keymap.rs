//! The one key table: what keys do, the help page and the footer all come from it.

use super::action::{Command, Trend};
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
    /// What is assumed.
    Assumptions,
    /// What is shown.
    Reading,
    /// The program.
    Program,
}

impl Section {
    /// In the order of the help page.
    pub const ALL: [Self; 3] = [Self::Assumptions, Self::Reading, Self::Program];

    /// Heading.
    #[must_use]
    pub fn title(self, messages: &Messages) -> String {
        match self {
            Self::Assumptions => message!(messages, "ui-section-assumptions"),
            Self::Reading => message!(messages, "ui-section-reading"),
            Self::Program => message!(messages, "ui-section-program"),
        }
    }
}

/// Where a command is worth a place in the footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footer {
    /// Nowhere.
    Never,
    /// On the main screen.
    Main,
    /// While an overlay is open.
    Overlay,
    /// Everywhere.
    Always,
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
    /// Where they stand in the footer.
    pub footer: Footer,
}

const fn bind(keys: &'static [Key], command: Command, section: Section, footer: Footer) -> Binding {
    Binding { keys, command, section, footer }
}

use Footer::{Always, Main, Never, Overlay};
use Section::{Assumptions, Program, Reading};

/// The default keys.
pub const BINDINGS: &[Binding] = &[
    bind(&[Key::Char('1')], Command::ChooseTrend(Trend::None), Assumptions, Never),
    bind(&[Key::Char('2')], Command::ChooseTrend(Trend::Half), Assumptions, Never),
    bind(&[Key::Char('3')], Command::ChooseTrend(Trend::Full), Assumptions, Never),
    bind(&[Key::Char('4')], Command::ChooseTrend(Trend::Own), Assumptions, Never),
    bind(&[Key::Char('t')], Command::NextTrend, Assumptions, Main),
    bind(&[Key::Char('o')], Command::NextMortality, Assumptions, Never),
    bind(&[Key::Char('c')], Command::NextCareNeed, Assumptions, Never),
    bind(&[Key::Char('s'), Key::Tab], Command::NextSex, Reading, Main),
    bind(&[Key::Char('m')], Command::ShowSex(Sex::Male), Reading, Never),
    bind(&[Key::Char('f')], Command::ShowSex(Sex::Female), Reading, Never),
    bind(&[Key::Left, Key::Char('[')], Command::PreviousYear, Reading, Never),
    bind(&[Key::Right, Key::Char(']')], Command::NextYear, Reading, Never),
    bind(&[Key::Home], Command::FirstYear, Reading, Never),
    bind(&[Key::End], Command::LastYear, Reading, Never),
    bind(&[Key::Char('v')], Command::ToggleView, Reading, Main),
    bind(&[Key::Char('i')], Command::ToggleAbout, Reading, Never),
    bind(&[Key::Up, Key::Char('k')], Command::Up, Reading, Never),
    bind(&[Key::Down, Key::Char('j')], Command::Down, Reading, Overlay),
    bind(&[Key::PageUp], Command::PageUp, Reading, Never),
    bind(&[Key::PageDown, Key::Char(' ')], Command::PageDown, Reading, Never),
    bind(&[Key::Escape], Command::Close, Program, Overlay),
    bind(&[Key::Char('?'), Key::Function(1)], Command::ToggleHelp, Program, Always),
    bind(&[Key::Char('L')], Command::SwitchLanguage, Program, Never),
    bind(&[Key::Char('a')], Command::ToggleMarks, Program, Never),
    bind(&[Key::Char('r')], Command::Recompute, Program, Never),
    bind(&[Key::Control('l')], Command::Repaint, Program, Never),
    bind(&[Key::Control('z')], Command::Suspend, Program, Never),
    bind(&[Key::Char('q'), Key::Control('c')], Command::Quit, Program, Always),
];

/// What a key does; `None` if nothing.
#[must_use]
pub fn command(key: Key) -> Option<Command> {
    BINDINGS.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.command)
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
    }
}

/// The word for a command in the footer; `None` for commands that never stand there.
#[must_use]
pub fn hint(command: Command, messages: &Messages) -> Option<String> {
    Some(match command {
        Command::Quit => message!(messages, "ui-hint-quit"),
        Command::ToggleHelp => message!(messages, "ui-hint-help"),
        Command::Close => message!(messages, "ui-hint-close"),
        Command::ToggleView => message!(messages, "ui-hint-view"),
        Command::NextSex => message!(messages, "ui-hint-sex"),
        Command::NextTrend => message!(messages, "ui-hint-trend"),
        Command::Down => message!(messages, "ui-hint-down"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use std::collections::BTreeSet;

    #[test]
    fn no_key_does_two_things() {
        let mut seen = Vec::new();
        for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
            assert!(!seen.contains(key), "{key:?} is bound twice");
            seen.push(*key);
        }
    }

    #[test]
    fn every_binding_is_explained_in_both_languages_and_differently() {
        for language in Language::ALL {
            let messages = Messages::of(language);
            let texts: BTreeSet<String> =
                BINDINGS.iter().map(|binding| description(binding.command, messages)).collect();
            assert_eq!(texts.len(), BINDINGS.len(), "{language}");
        }
    }

    #[test]
    fn what_the_footer_names_has_a_word() {
        for binding in BINDINGS.iter().filter(|binding| binding.footer != Footer::Never) {
            assert!(hint(binding.command, Messages::of(Language::Ja)).is_some(), "{binding:?}");
        }
    }

    #[test]
    fn the_ways_out_are_known() {
        assert_eq!(command(Key::Char('q')), Some(Command::Quit));
        assert_eq!(command(Key::Control('c')), Some(Command::Quit));
        assert_eq!(command(Key::Escape), Some(Command::Close));
        assert_eq!(command(Key::Char('x')), None);
    }
}
