//! Writing a file whole or not at all.
//!
//! A file is written beside its target, flushed to the disk and renamed, so that a full disk or a crash never
//! leaves half a result under the name of a whole one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// The folder a file is in; the present one for a bare name.
#[must_use]
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Puts a file in the place of the one before, in one step; its permissions stay.
///
/// # Errors
/// What the system says; the file before is untouched then.
pub fn replace(path: &Path, data: &[u8]) -> io::Result<()> {
    put(path, data, true)
}

/// As [`replace`], but leaves the flushing to the system: for what is written after every key. It survives
/// the end of the program, not that of the machine.
///
/// # Errors
/// As [`replace`].
pub fn keep(path: &Path, data: &[u8]) -> io::Result<()> {
    put(path, data, false)
}

fn put(path: &Path, data: &[u8], flush: bool) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder(path).join(format!(".{name}.{}.tmp", std::process::id()));
    // One that an earlier process of this number has left is nobody's any more.
    let _ = fs::remove_file(&beside);
    let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(data)?;
        if flush {
            file.sync_all()?;
        }
        if let Ok(existing) = fs::metadata(path) {
            fs::set_permissions(&beside, existing.permissions())?;
        }
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // The result is already lost; a temporary file that cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("s.07"), folder.path().join("s.08"));
        for (text, write) in [("first", replace as fn(&Path, &[u8]) -> io::Result<()>), ("second", keep)] {
            write(&one, text.as_bytes()).unwrap();
            write(&other, b"other").unwrap();
            assert_eq!(fs::read_to_string(&one).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        assert!(replace(&folder.path().join("none/s.07"), b"x").is_err());
        assert_eq!(fs::read_to_string(&one).unwrap(), "second");
    }
}
