//! Reads the files of a pack; every error names file and line.
//!
//! A pack comes from a folder or from text inside the program; both take the same path from here on.
//! What is opened is looked at first, so that a folder, a pipe or an endless file is refused in words
//! instead of blocking the program. A byte order mark and Windows line ends are accepted and taken
//! away before anything else sees the text, so the digest of a pack does not depend on them.

use super::calibration::{CALIBRATION, CalibrationFile};
use super::error::LoadError;
use super::{Baseline, assemble, schema};
use crate::nearest::nearest;
use crate::num::digest::Digest;
use crate::text::escape_untrusted;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// Largest file, and largest pack, that is read.
pub const LARGEST_BYTES: u64 = 64 * 1024 * 1024;

/// The file that says what a pack is.
pub const MANIFEST: &str = "pack.ron";

/// Files that the calibration does not depend on: what results are checked against, and what only
/// policies need. The reference holds the same persons whatever they say.
pub(super) const AFTER_CALIBRATION: [&str; 4] =
    ["official.csv", "official_cause_deaths.csv", "survey_ages.csv", "targets.csv"];

/// Files of policy content: the calibration does not depend on them, so they may change without it. Each
/// says itself what it is and where it comes from, since `pack.ron` belongs to the calibration.
pub(super) const OF_POLICY: [&str; 11] = [
    schema::LEVERS,
    schema::LEVER_EVIDENCE.file,
    schema::LEVER_ADOPTION.file,
    schema::EMPLOYMENT.file,
    schema::TRIALS.file,
    schema::ENABLERS.file,
    schema::WORKPLACE.file,
    schema::PROGRAMMES.file,
    schema::KPI_SERIES.file,
    schema::COSTS,
    schema::UNCERTAINTY,
];

/// The text files of a pack by name.
#[derive(Debug)]
pub(super) struct Files {
    /// Shown before file names in messages: the folder with a separator, or nothing.
    origin: String,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// Files given as text.
    pub(super) fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let texts = texts.into_iter().map(|(name, text)| (name.to_owned(), plain_lines(text))).collect();
        Self { origin: String::new(), texts }
    }

    /// All files of a folder that belong to a pack.
    fn from_directory(folder: &Path) -> Result<Self, LoadError> {
        let origin =
            format!("{}{}", escape_untrusted(&folder.display().to_string()), std::path::MAIN_SEPARATOR);
        let shown = origin.trim_end_matches(std::path::MAIN_SEPARATOR).to_owned();
        let metadata = fs::metadata(folder).map_err(|error| unreadable(&shown, &error))?;
        if !metadata.is_dir() {
            return Err(LoadError::WrongKind { path: shown, found: kind(&metadata), wanted: "a folder" });
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(&shown, &error))? {
            names.push(entry.map_err(|error| unreadable(&shown, &error))?.file_name());
        }
        names.sort();
        let mut texts = BTreeMap::new();
        let mut total = 0;
        for name in names {
            let shown = name.to_string_lossy();
            // Hidden files, notes and the material the tables were made from are not part of the pack.
            if shown.starts_with('.') || shown == "README.md" || shown == "source" {
                continue;
            }
            let label = format!("{origin}{}", escape_untrusted(&shown));
            let Some(known) = schema::file_names().find(|known| *known == shown) else {
                let meant = nearest(&shown, schema::file_names()).map(str::to_owned);
                return Err(LoadError::UnknownFile { file: label, meant });
            };
            texts.insert(known.to_owned(), read_file(&folder.join(&name), label, &mut total)?);
        }
        let files = Self { origin, texts };
        if !files.texts.contains_key(MANIFEST) {
            return Err(LoadError::Missing { path: files.label(MANIFEST) });
        }
        Ok(files)
    }

    /// The name of a file as messages show it.
    pub(super) fn label(&self, name: &str) -> String {
        format!("{}{}", self.origin, escape_untrusted(name))
    }

    /// The text of a file.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Names of all files in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Digest of all names and texts.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(self.texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
    }

    /// Digest of what the calibration is made from; `facts` stands for the manifest.
    pub(super) fn inputs_digest(&self, facts: &str) -> Digest {
        let after = |name: &str| AFTER_CALIBRATION.contains(&name) || OF_POLICY.contains(&name);
        let apart = |name: &str| name == MANIFEST || name == CALIBRATION || after(name);
        let tables = self.texts.iter().filter(|(name, _)| !apart(name));
        let tables = tables.map(|(name, text)| (name.as_str(), text.as_bytes()));
        Digest::of(tables.chain([(MANIFEST, facts.as_bytes())]))
    }

    /// The text of the calibration, if the pack has one.
    pub(super) fn calibration(&self) -> CalibrationFile {
        CalibrationFile::new(self.texts.get(CALIBRATION).cloned())
    }
}

impl Baseline {
    /// Reads and checks the pack in `folder`.
    ///
    /// # Errors
    /// A [`LoadError`] that names file and line; [`LoadError::kind`] tells unreadable, too large and
    /// wrong content apart.
    pub fn from_directory(folder: &Path) -> Result<Self, LoadError> {
        assemble::baseline(&Files::from_directory(folder)?)
    }
}

fn read_file(path: &Path, label: String, total: &mut u64) -> Result<String, LoadError> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(&label, &error))?;
    if !metadata.is_file() {
        return Err(LoadError::WrongKind { path: label, found: kind(&metadata), wanted: "a file" });
    }
    let mut bytes = Vec::new();
    let allowed = LARGEST_BYTES - *total;
    if metadata.len() <= allowed {
        let file = fs::File::open(path).map_err(|error| unreadable(&label, &error))?;
        // The size may have grown since: read one byte more than allowed, never all of it.
        file.take(allowed + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&label, &error))?;
    }
    let size = metadata.len().max(bytes.len() as u64);
    if size > allowed {
        return Err(LoadError::TooLarge { path: label, bytes: *total + size, limit: LARGEST_BYTES });
    }
    *total += size;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(plain_lines(text)),
        Err(error) => {
            let line = 1 + String::from_utf8_lossy(&bytes[..error.valid_up_to()]).matches('\n').count();
            Err(LoadError::NotUtf8 { file: label, line: line as u64 })
        }
    }
}

/// The text without byte order mark and with single line feeds.
fn plain_lines(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

fn unreadable(path: &str, error: &io::Error) -> LoadError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => LoadError::Missing { path },
        _ => LoadError::Unreadable { path, reason: escape_untrusted(&error.to_string()) },
    }
}

fn kind(metadata: &fs::Metadata) -> &'static str {
    if metadata.is_dir() {
        return "a folder";
    }
    if metadata.is_file() {
        return "a file";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    "neither file nor folder"
}
