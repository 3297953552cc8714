//! Why a store could not be had, read or written.

use super::manifest::Mixture;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why a store could not be had, read or written.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// The file system refused: missing, read-only, full.
    #[error("{}: {reason}", path.display())]
    Io {
        /// The store.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// There is no such store.
    #[error("{}: no such file", path.display())]
    Missing {
        /// The store.
        path: PathBuf,
    },
    /// Another process has held the store for longer than is waited for.
    #[error("{}: locked by another process", path.display())]
    Locked {
        /// The store.
        path: PathBuf,
    },
    /// The file is no store of this program.
    #[error("{}: not a store", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// The store was written in another format.
    #[error("{}: format {found}", path.display())]
    Format {
        /// The store.
        path: PathBuf,
        /// The version of its format.
        found: i64,
    },
    /// What is in the store cannot be.
    #[error("{}: damaged: {what}", path.display())]
    Damaged {
        /// The store.
        path: PathBuf,
        /// What is damaged, in English: names of tables and units.
        what: String,
    },
    /// The store belongs to another study.
    #[error("{}: another study: {mixture:?}", path.display())]
    Mixed {
        /// The store.
        path: PathBuf,
        /// What differs first.
        mixture: Box<Mixture>,
    },
    /// Two stores have different numbers for the same unit.
    #[error("{}: {unit} differs", path.display())]
    Conflict {
        /// The store that was read.
        path: PathBuf,
        /// The unit.
        unit: String,
    },
}

impl StoreError {
    /// What an error of the database means for the store at `path`.
    #[must_use]
    pub fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::NotADatabase) => Self::NotAStore { path },
            Some(
                ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::NoLargeFileSupport
                | ErrorCode::OutOfMemory,
            ) => Self::Io { path, reason },
            // A page that cannot be, a constraint or a type that the tables forbid, a table that is not there.
            _ => Self::Damaged { path, what: reason },
        }
    }
}
