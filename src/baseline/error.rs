//! What can be wrong with a pack: where, what was found, what is allowed.
//!
//! All foreign text inside an error is already escaped, so that an error can be shown as it is.

use thiserror::Error;

/// Why a pack could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoadError {
    /// A file or folder does not exist.
    #[error("{path}: there is no such file or folder")]
    Missing {
        /// What was looked for.
        path: String,
    },
    /// A file is wanted and something else is there, or the other way round.
    #[error("{path}: this is {found}, not {wanted}")]
    WrongKind {
        /// What was looked at.
        path: String,
        /// What is there.
        found: &'static str,
        /// What is wanted.
        wanted: &'static str,
    },
    /// The system refuses to read.
    #[error("{path}: cannot be read: {reason}")]
    Unreadable {
        /// What was read.
        path: String,
        /// The system's words.
        reason: String,
    },
    /// A file, or the pack up to it, is larger than allowed.
    #[error("{path}: the pack is too large: {bytes} bytes up to this file, at most {limit} are read")]
    TooLarge {
        /// The file at which the limit is passed.
        path: String,
        /// Size up to and with this file.
        bytes: u64,
        /// Largest size.
        limit: u64,
    },
    /// A text is not UTF-8.
    #[error("{file}:{line}: the text is not UTF-8")]
    NotUtf8 {
        /// File.
        file: String,
        /// First line that is not.
        line: u64,
    },
    /// The manifest cannot be understood.
    #[error("{file}:{line}:{column}: {message}")]
    Manifest {
        /// File.
        file: String,
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
        /// What was found and what is expected.
        message: String,
    },
    /// The folder holds a file that no pack has.
    #[error("{file}: no pack has a file of this name{}", did_you_mean(.meant.as_ref()))]
    UnknownFile {
        /// File.
        file: String,
        /// The name that was likely meant.
        meant: Option<String>,
    },
    /// A table has a column of another name.
    #[error("{file}:{line}: unknown column `{found}`; allowed: {allowed}{}", did_you_mean(.meant.as_ref()))]
    UnknownColumn {
        /// File.
        file: String,
        /// Line of the header.
        line: u64,
        /// The name found.
        found: String,
        /// The names allowed.
        allowed: String,
        /// The name that was likely meant.
        meant: Option<String>,
    },
    /// A table lacks a column, or has it twice.
    #[error("{file}:{line}: the column `{column}` is there {times} times; it must be there once")]
    ColumnCount {
        /// File.
        file: String,
        /// Line of the header.
        line: u64,
        /// Column.
        column: Box<str>,
        /// How often it was found.
        times: usize,
    },
    /// A row has too few or too many cells.
    #[error("{file}:{line}: {found} cells in this row; {allowed} are allowed")]
    RowWidth {
        /// File.
        file: String,
        /// Line.
        line: u64,
        /// Number of cells found.
        found: usize,
        /// Number of columns.
        allowed: usize,
    },
    /// A cell holds a value that is not allowed.
    #[error("{file}:{line}: column `{column}`: found `{found}`; allowed: {allowed}{}", did_you_mean(.meant.as_ref()))]
    Value {
        /// File.
        file: String,
        /// Line.
        line: u64,
        /// Column.
        column: Box<str>,
        /// The text of the cell.
        found: String,
        /// What is allowed.
        allowed: String,
        /// The word that was likely meant.
        meant: Option<String>,
    },
    /// Two rows have the same key.
    #[error("{file}:{line}: {key} is already given in line {first}")]
    Duplicate {
        /// File.
        file: String,
        /// Line of the second row.
        line: u64,
        /// Line of the first row.
        first: u64,
        /// The key in words.
        key: String,
    },
    /// A row that the pack needs is not there.
    #[error("{file}: there is no row for {key}")]
    Absent {
        /// File.
        file: String,
        /// The key in words.
        key: String,
    },
    /// Values that are allowed one by one do not fit together.
    #[error("{file}{}: {message}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
    Inconsistent {
        /// File.
        file: String,
        /// Line, where there is one.
        line: Option<u64>,
        /// What does not fit and what is needed.
        message: String,
    },
}

/// What sort of failure a [`LoadError`] is: the exit code depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadErrorKind {
    /// The files could not be read at all.
    Input,
    /// The files are beyond the limits.
    TooLarge,
    /// The files were read and are wrong.
    Content,
}

impl LoadError {
    /// What sort of failure this is.
    #[must_use]
    pub const fn kind(&self) -> LoadErrorKind {
        match self {
            Self::Missing { .. } | Self::WrongKind { .. } | Self::Unreadable { .. } => LoadErrorKind::Input,
            Self::TooLarge { .. } => LoadErrorKind::TooLarge,
            _ => LoadErrorKind::Content,
        }
    }
}

fn did_you_mean(meant: Option<&String>) -> String {
    meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}
