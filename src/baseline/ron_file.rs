//! How every RON file of a pack is read: `Some(...)` may be left out, and a fault names file, line and column.

use super::error::LoadError;
use crate::text::escape_untrusted;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

/// The content of a file; `label` is its name as users see it.
pub(super) fn parse<T: DeserializeOwned>(label: &str, text: &str) -> Result<T, LoadError> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(|error| LoadError::Manifest {
        file: label.to_owned(),
        line: error.span.start.line as u64,
        column: error.span.start.col as u64,
        message: escape_untrusted(&error.code.to_string()),
    })
}

/// Refuses another version of a file's form.
pub(super) fn schema(label: &str, found: u32, allowed: u32) -> Result<(), LoadError> {
    if found == allowed {
        return Ok(());
    }
    let message = format!("schema: found {found}; allowed: {allowed}");
    Err(LoadError::Inconsistent { file: label.to_owned(), line: None, message })
}
