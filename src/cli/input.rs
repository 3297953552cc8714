//! Reads a table file that the user named: a regular file of bounded size, nothing that blocks.

use super::Context;
use super::failure::{Failure, Kind};
use super::output::{reason, shown};
use crate::i18n::message;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// Largest table file that is read, bytes.
const LIMIT: u64 = 1024 * 1024;

/// Largest result that is read, bytes: fifty scenarios with every detail.
const RESULT_LIMIT: u64 = 1024 * 1024 * 1024;

/// The text of a table file.
///
/// # Errors
/// [`Kind::Io`] when it is missing, a directory, a pipe or unreadable, [`Kind::TooLarge`] beyond 1 MiB,
/// [`Kind::Content`] when it is not UTF-8.
pub fn read_text(path: &Path, context: &Context) -> Result<String, Failure> {
    text(path, LIMIT, context)
}

/// The text of a result that this program has written.
///
/// # Errors
/// As [`read_text`], with a larger limit.
pub fn read_result(path: &Path, context: &Context) -> Result<String, Failure> {
    text(path, RESULT_LIMIT, context)
}

fn text(path: &Path, limit: u64, context: &Context) -> Result<String, Failure> {
    String::from_utf8(read(path, limit, context)?).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].split(|&byte| byte == b'\n').count();
        let text = message!(context.messages, "error-not-utf8", path = shown(path), line = line.to_string());
        context.failure(Kind::Content, text)
    })
}

fn read(path: &Path, limit: u64, context: &Context) -> Result<Vec<u8>, Failure> {
    let messages = context.messages;
    let io = |text: String| context.failure(Kind::Io, text);
    let unreadable = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            io(message!(messages, "error-not-found", path = shown(path)))
        }
        _ => io(message!(messages, "error-read", path = shown(path), reason = reason(error))),
    };
    // Looked at before it is opened: opening a pipe without a writer would block for ever.
    let found = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if found.is_dir() {
        return Err(io(message!(messages, "error-directory", path = shown(path))));
    }
    if !found.is_file() {
        return Err(io(message!(messages, "error-not-regular", path = shown(path))));
    }
    let mut bytes = Vec::new();
    if found.len() <= limit {
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    }
    let size = found.len().max(bytes.len() as u64);
    if size > limit {
        let text = message!(
            messages,
            "error-file-too-large",
            path = shown(path),
            size = size.to_string(),
            limit = limit.to_string()
        );
        return Err(context.failure(Kind::TooLarge, text));
    }
    Ok(bytes)
}
