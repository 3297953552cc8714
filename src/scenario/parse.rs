//! From a file to a scenario, trusting nothing.
//!
//! The file is looked at before it is opened (opening a pipe would wait for ever), read with a cap (it
//! may grow), decoded, searched for characters that hide or move text, and only then given to the RON
//! reader with its recursion limit.

use super::diagnose::{Diagnostic, explain};
use super::error::{IoProblem, ScenarioError};
use super::locate;
use super::problem::Problem;
use super::quantity::Refusal;
use super::render::{Excerpt, Place};
use super::schema::Scenario;
use crate::text::is_unsafe;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::Path;

/// Largest scenario file, bytes.
pub const MOST_BYTES: u64 = 1 << 20;

/// Reads a file of at most [`MOST_BYTES`]; `file` is its name in messages.
///
/// # Errors
/// [`ScenarioError::Io`] if it is missing, no regular file or unreadable, [`ScenarioError::TooLarge`].
pub fn read(path: &Path, file: &str) -> Result<Vec<u8>, ScenarioError> {
    let io = |problem| ScenarioError::Io { file: file.to_owned(), problem, base_of: None };
    let failed = |error: std::io::Error| io(IoProblem::from(&error));
    let fit = |metadata: &Metadata| {
        if metadata.is_dir() {
            Err(io(IoProblem::Directory))
        } else if !metadata.is_file() {
            Err(io(IoProblem::NotRegular))
        } else if metadata.len() > MOST_BYTES {
            Err(too_large(file, metadata.len()))
        } else {
            Ok(())
        }
    };
    fit(&fs::metadata(path).map_err(failed)?)?;
    let opened = File::open(path).map_err(failed)?;
    // What is open now need not be what was looked at.
    fit(&opened.metadata().map_err(failed)?)?;
    let mut bytes = Vec::new();
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    let size = bytes.len() as u64;
    if size > MOST_BYTES { Err(too_large(file, size)) } else { Ok(bytes) }
}

fn too_large(file: &str, size: u64) -> ScenarioError {
    ScenarioError::TooLarge { file: file.to_owned(), size, limit: MOST_BYTES }
}

/// The text of a scenario file: UTF-8 with or without BOM, lines ended by LF or CRLF, no hidden
/// characters, not empty. Line ends become LF.
///
/// # Errors
/// A [`Diagnostic`] with the place.
pub fn decode(bytes: &[u8], file: &str) -> Result<String, Box<Diagnostic>> {
    let whole =
        |problem| Box::new(Diagnostic { file: file.to_owned(), place: None, field: String::new(), problem });
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(whole(Problem::Utf16));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(Box::new(not_utf8(bytes, error.valid_up_to(), file))),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let hidden = text
        .char_indices()
        .find(|&(_, character)| is_unsafe(character) && !matches!(character, '\n' | '\r' | '\t'));
    if let Some((at, character)) = hidden {
        let problem =
            Problem::Refused { found: character.to_string(), refusal: Refusal::Character(character) };
        return Err(Box::new(Diagnostic::at(file, &text, at..at + character.len_utf8(), problem)));
    }
    if locate::tokens(&text).is_empty() {
        return Err(whole(Problem::Empty));
    }
    Ok(text)
}

/// The message about the first byte that is not UTF-8, with what precedes it on its line.
fn not_utf8(bytes: &[u8], offset: usize, file: &str) -> Diagnostic {
    let before = String::from_utf8_lossy(&bytes[..offset]);
    let (line, column) = locate::position_of(&before, before.len());
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut shown = before[start..].to_owned();
    let at = shown.len();
    shown.push('\u{fffd}');
    let excerpt = Excerpt::new(&shown, at..shown.len());
    let tokens = locate::tokens(&before);
    let field = tokens
        .len()
        .checked_sub(1)
        .map(|last| locate::join_path(&locate::field_path(&before, &tokens, last)))
        .unwrap_or_default();
    let problem = Problem::NotUtf8 { offset, byte: bytes[offset] };
    Diagnostic { file: file.to_owned(), place: Some(Place { line, column, excerpt }), field, problem }
}

/// Reads the text of a scenario; `Some(...)` may be left out around optional values.
///
/// # Errors
/// A [`Diagnostic`] with the place, the field, what was found and what is allowed.
pub fn parse(text: &str, file: &str) -> Result<Scenario, Box<Diagnostic>> {
    parse_as(text, file)
}

/// As [`parse`], for another kind of file of the same notation.
///
/// # Errors
/// As [`parse`].
pub fn parse_as<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, Box<Diagnostic>> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(128)
        .from_str(text)
        .map_err(|error| Box::new(explain(file, text, &error)))
}
