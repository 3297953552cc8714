//! A key press and its names: on screen, and in a file of settings.

use crate::i18n::{Messages, message};

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
    /// Tabulator with shift.
    BackTab,
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
            Self::BackTab => "Shift-Tab".to_owned(),
        }
    }

    /// The key's name in a file of settings, the same in every language.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Char(letter) if letter != ' ' => letter.to_string(),
            Self::Control(letter) => format!("Ctrl-{}", letter.to_ascii_uppercase()),
            Self::Function(number) => format!("F{number}"),
            _ => NAMED
                .iter()
                .find(|(_, key)| *key == self)
                .map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }

    /// The key of a name as [`Self::word`] writes it; `None` for anything else.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some((_, key)) = NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Some(*key);
        }
        let mut letters = name.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return (!letter.is_control()).then_some(Self::Char(letter));
        }
        if let Some(letter) = name.strip_prefix("Ctrl-") {
            let mut letters = letter.chars();
            let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
            return letter.is_ascii_alphabetic().then(|| Self::Control(letter.to_ascii_lowercase()));
        }
        let number: u8 = name.strip_prefix('F')?.parse().ok()?;
        (1..=12).contains(&number).then_some(Self::Function(number))
    }
}

/// Keys with a name of their own.
const NAMED: [(&str, Key); 16] = [
    ("Space", Key::Char(' ')),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Shift-Left", Key::LargeLeft),
    ("Shift-Right", Key::LargeRight),
    ("Enter", Key::Enter),
    ("Backspace", Key::Backspace),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PageUp", Key::PageUp),
    ("PageDown", Key::PageDown),
    ("Esc", Key::Escape),
    ("Tab", Key::Tab),
    ("Shift-Tab", Key::BackTab),
];
