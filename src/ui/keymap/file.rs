//! Own keys, as a file of settings names them: action by action, each with its keys; the rest stays.

use super::{BINDINGS, Key, Keymap, word};
use crate::nearest::nearest;
use crate::ui::action::Command;
use std::fmt::Write as _;

/// What is wrong with own keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is no such action.
    #[error("no action {found:?}{}", nearest.as_ref().map(|near| format!(" (did you mean {near:?}?)")).unwrap_or_default())]
    UnknownAction {
        /// What was written.
        found: String,
        /// The action it may be a slip of.
        nearest: Option<String>,
    },
    /// There is no such key.
    #[error(
        "no key {found:?} for the action {action:?}: a character, Ctrl-A to Ctrl-Z, F1 to F12, Up, Down, Left, Right, Shift-Left, Shift-Right, Home, End, PageUp, PageDown, Enter, Esc, Tab, Shift-Tab, Space or Backspace"
    )]
    UnknownKey {
        /// Whose key.
        action: String,
        /// What was written.
        found: String,
    },
    /// One key would do two things on one screen.
    #[error("the key {key} would do two things on one screen: {first:?} and {second:?}")]
    Conflict {
        /// The key.
        key: String,
        /// One action.
        first: String,
        /// The other.
        second: String,
    },
    /// An action nobody can do without has no key.
    #[error("the action {action:?} needs at least one key")]
    NoWayOut {
        /// Which.
        action: String,
    },
}

impl KeyError {
    /// The word of the file it is about.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::UnknownAction { found, .. } | Self::UnknownKey { found, .. } => found,
            Self::Conflict { key, .. } => key,
            Self::NoWayOut { action } => action,
        }
    }
}

/// Actions that must keep a key.
const NEEDED: [Command; 3] = [Command::Quit, Command::Close, Command::ToggleHelp];

impl Keymap {
    /// The default keys with these in their place.
    ///
    /// # Errors
    /// [`KeyError`]: unknown actions and keys, keys that would do two things, ways out without a key.
    pub fn own<'a, K: AsRef<str> + 'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a [K])>,
    ) -> Result<Self, KeyError> {
        let mut own = Vec::new();
        for (action, keys) in pairs {
            let Some(binding) = BINDINGS.iter().find(|binding| word(binding.command) == action) else {
                let words: Vec<String> = BINDINGS.iter().map(|binding| word(binding.command)).collect();
                let nearest = nearest(action, words.iter().map(String::as_str)).map(str::to_owned);
                return Err(KeyError::UnknownAction { found: action.to_owned(), nearest });
            };
            let mut read = Vec::with_capacity(keys.len());
            for key in keys {
                let found =
                    || KeyError::UnknownKey { action: action.to_owned(), found: key.as_ref().to_owned() };
                read.push(Key::parse(key.as_ref()).ok_or_else(found)?);
            }
            if read.is_empty() && NEEDED.contains(&binding.command) {
                return Err(KeyError::NoWayOut { action: action.to_owned() });
            }
            own.push((binding.command, read));
        }
        let keymap = Self { own };
        match keymap.conflict() {
            None => Ok(keymap),
            Some((key, first, second)) => {
                Err(KeyError::Conflict { key: key.word(), first: word(first), second: word(second) })
            }
        }
    }
}

/// The default keys in the form of a file of settings.
#[must_use]
pub fn template() -> String {
    let mut text = String::from("    keys: {\n");
    let mut told: Vec<Command> = Vec::new();
    for binding in BINDINGS {
        if told.contains(&binding.command) {
            continue;
        }
        told.push(binding.command);
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("{:?}", key.word())).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "        {:?}: [{}],", word(binding.command), keys.join(", "));
    }
    text.push_str("    },\n");
    text
}
