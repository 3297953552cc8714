//! The user's settings: a RON file with keys, colours, mouse and marks. Everything in it may be left out.
//!
//! ```ron
//! (theme: Light, mouse: false, preset: Vim, keys: {"undo": ["u", "Ctrl-U"]})
//! ```

use super::keymap::{KeyError, Keymap, template};
use super::marks::Marks;
use super::theme::Ground;
use crate::text::escape_untrusted;
use etcetera::BaseStrategy as _;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Most bytes of a file of settings.
const MOST_BYTES: usize = 64 * 1024;

/// What the user has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Colours; `None`: those that suit the terminal.
    pub theme: Option<Ground>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// With which glyphs charts are drawn.
    pub marks: Marks,
    /// Keys.
    pub keys: Keymap,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: None, mouse: true, marks: Marks::default(), keys: Keymap::default() }
    }
}

/// What is wrong with a file of settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It cannot be read.
    #[error("{path}: {error}")]
    Io {
        /// Its path, escaped.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// It is no settings file.
    #[error("{path}:{line}:{column}: {reason}")]
    Form {
        /// Its path, escaped.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
}

/// Sets of keys by name; own keys stand in their place.
#[derive(Debug, Default, Deserialize)]
enum Preset {
    #[default]
    Default,
    Vim,
}

/// Where the keys of an editor differ from the default ones, which have h, j and l already.
const VIM: [(&str, &[&str]); 6] = [
    ("up", &["k", "Up"]),
    ("keep", &["Ctrl-K"]),
    ("first-year", &["^", "Home"]),
    ("last-year", &["$", "End"]),
    ("page-up", &["Ctrl-U", "PageUp"]),
    ("page-down", &["Ctrl-D", "PageDown", "Space"]),
];

#[derive(Debug, Deserialize)]
enum Theme {
    Auto,
    Dark,
    Light,
    HighContrast,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "auto")]
    theme: Theme,
    #[serde(default = "yes")]
    mouse: bool,
    #[serde(default)]
    marks: Marks,
    #[serde(default)]
    preset: Preset,
    #[serde(default)]
    keys: BTreeMap<String, Vec<String>>,
}

const fn auto() -> Theme {
    Theme::Auto
}

const fn yes() -> bool {
    true
}

/// Where the file of settings is looked for, by the rules of the XDG base directories; `None` without a home.
#[must_use]
pub fn place() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|folders| folders.config_dir().join("kenju/settings.ron"))
}

/// Reads the settings; a file that is not there sets nothing.
///
/// # Errors
/// [`SettingsError`]: what is wrong and where.
pub fn read(path: &Path) -> Result<Settings, SettingsError> {
    let shown = || escape_untrusted(&path.to_string_lossy());
    match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(SettingsError::Io { path: shown(), error }),
        Ok(bytes) if bytes.len() > MOST_BYTES => {
            Err(SettingsError::Io { path: shown(), error: io::ErrorKind::FileTooLarge.into() })
        }
        Ok(bytes) => parse(&String::from_utf8_lossy(&bytes), &shown()),
    }
}

/// Reads the settings of a file that was asked for, which must be there.
///
/// # Errors
/// [`SettingsError`].
pub fn read_asked(path: &Path) -> Result<Settings, SettingsError> {
    let missing = std::fs::metadata(path).err();
    let missing =
        missing.map(|error| SettingsError::Io { path: escape_untrusted(&path.to_string_lossy()), error });
    missing.map_or_else(|| read(path), Err)
}

/// Settings from a text; `path` is named in errors.
///
/// # Errors
/// [`SettingsError::Form`].
pub fn parse(text: &str, path: &str) -> Result<Settings, SettingsError> {
    let fault = |line, column, reason| SettingsError::Form { path: path.to_owned(), line, column, reason };
    let file: File = ron::Options::default().from_str(text).map_err(|error| {
        fault(error.span.start.line, error.span.start.col, escape_untrusted(&error.code.to_string()))
    })?;
    let mut own: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if let Preset::Vim = file.preset {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        own.extend(VIM.map(|(action, named)| (action.to_owned(), keys(named))));
    }
    own.extend(file.keys);
    let pairs = own.iter().map(|(action, keys)| (action.as_str(), keys.as_slice()));
    let keys = Keymap::own(pairs).map_err(|error| {
        let (line, column) = place_of(text, &error);
        fault(line, column, escape_untrusted(&error.to_string()))
    })?;
    let theme = match file.theme {
        Theme::Auto => None,
        Theme::Dark => Some(Ground::Dark),
        Theme::Light => Some(Ground::Light),
        Theme::HighContrast => Some(Ground::HighContrast),
    };
    Ok(Settings { theme, mouse: file.mouse, marks: file.marks, keys })
}

/// Line and column of the word an error is about; the beginning if it stands nowhere.
fn place_of(text: &str, error: &KeyError) -> (usize, usize) {
    let wanted = format!("{:?}", error.about());
    let Some(at) = text.find(&wanted) else { return (1, 1) };
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// A file of settings with everything as it is by default.
#[must_use]
pub fn example() -> String {
    format!(
        "// Settings of kenju. Everything may be left out.\n(\n    // Auto, Dark, Light or HighContrast\n    theme: Auto,\n    \
         mouse: true,\n    // Braille, Dot or Ascii\n    marks: Braille,\n    // Default or Vim (k up, Ctrl-D and Ctrl-U pages, ^ and $ first and last year)\n    preset: Default,\n    // action: its keys, the one to teach first\n{})\n",
        template()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::Command;
    use crate::ui::keymap::Key;
    use crate::ui::place::Place;

    #[test]
    fn the_example_is_what_holds_without_a_file() {
        let read = parse(&example(), "example").unwrap();
        let default = Settings::default();
        assert_eq!((read.theme, read.mouse, read.marks), (default.theme, default.mouse, default.marks));
        for place in Place::ALL {
            for key in [Key::Char('u'), Key::Right, Key::Function(6), Key::Control('s')] {
                assert_eq!(read.keys.command(key, place), default.keys.command(key, place));
            }
        }
    }

    #[test]
    fn a_file_says_only_what_differs() {
        let read = parse("(theme: HighContrast, keys: {\"undo\": [\"U\"]})", "file").unwrap();
        assert_eq!(read.theme, Some(Ground::HighContrast));
        assert!(read.mouse);
        assert_eq!(read.keys.command(Key::Char('U'), Place::Goal), Some(Command::Undo));
        assert_eq!(parse("()", "file").unwrap(), Settings::default());
    }

    #[test]
    fn a_preset_is_a_set_of_keys_and_own_keys_come_before_it() {
        let read = parse("(preset: Vim, keys: {\"keep\": [\"M\"]})", "file").unwrap();
        for (key, command) in [
            (Key::Char('k'), Command::Up),
            (Key::Char('M'), Command::Keep),
            (Key::Control('d'), Command::PageDown),
            (Key::Char('$'), Command::LastYear),
            (Key::Char('j'), Command::Down),
        ] {
            assert_eq!(read.keys.command(key, Place::Goal), Some(command), "{key:?}");
        }
        assert!(parse("(preset: Emacs)", "file").unwrap_err().to_string().starts_with("file:1:"));
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let told = |text: &str| parse(text, "own.ron").unwrap_err().to_string();
        assert!(told("(them: Dark)").starts_with("own.ron:1:2: "), "{}", told("(them: Dark)"));
        assert_eq!(
            told("(keys: {\n  \"unod\": [\"x\"],\n})"),
            "own.ron:2:3: no action \"unod\" (did you mean \"undo\"?)"
        );
        assert!(told("(keys: {\"undo\": [\"q\"]})").contains("two things on one screen"));
        assert!(told("(keys: {\"quit\": []})").contains("needs at least one key"));
    }
}
