//! Where data goes: standard output, or a file that is replaced in one step.
//!
//! Devices are written directly; directories, pipes and sockets are refused.

use super::failure::{Failure, Kind};
use super::{Context, OutputOptions};
use crate::files::{folder, replace};
use crate::i18n::message;
use crate::text::escape_untrusted;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A place for data that has been looked at before the work begins.
#[derive(Debug)]
pub enum Target {
    /// Standard output.
    Standard,
    /// A regular file, existing or not.
    File(PathBuf),
    /// A character device such as `/dev/null`.
    Device(PathBuf),
}

/// A path for messages, with everything unsafe written out.
pub fn shown(path: &Path) -> String {
    escape_untrusted(&path.to_string_lossy())
}

/// A system error in few words.
pub fn reason(error: &io::Error) -> String {
    escape_untrusted(&error.to_string())
}

impl Target {
    /// Looks at the place before any work is done, so that a long run does not end in vain.
    ///
    /// # Errors
    /// [`Kind::Io`] when it is a directory, a pipe, a link to nothing, read-only, or in no directory.
    pub fn prepare(options: &OutputOptions, context: &Context) -> Result<Self, Failure> {
        let Some(path) = &options.out else { return Ok(Self::Standard) };
        let messages = context.messages;
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                Err(context.failure(Kind::Io, message!(messages, "error-directory", path = shown(path))))
            }
            Ok(found) if found.is_file() && found.permissions().readonly() => {
                Err(context.failure(Kind::Io, message!(messages, "error-read-only", path = shown(path))))
            }
            // Through links, so that the link stays and its target is replaced.
            Ok(found) if found.is_file() => {
                fs::canonicalize(path).map(Self::File).map_err(|error| unwritable(path, &error, context))
            }
            Ok(found) if is_device(&found) => Ok(Self::Device(path.clone())),
            Ok(_) => {
                Err(context.failure(Kind::Io, message!(messages, "error-not-regular", path = shown(path))))
            }
            Err(_) if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) => {
                Err(context.failure(Kind::Io, message!(messages, "error-dangling-link", path = shown(path))))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if path.file_name().is_some() && folder(path).is_dir() {
                    Ok(Self::File(path.clone()))
                } else {
                    Err(context.failure(Kind::Io, message!(messages, "error-no-folder", path = shown(path))))
                }
            }
            Err(error) => Err(unwritable(path, &error, context)),
        }
    }

    /// Refuses to replace a file that the same command reads.
    ///
    /// # Errors
    /// [`Kind::Usage`] when one of `inputs` is the place, by whatever name.
    pub fn spare<'input>(
        &self,
        inputs: impl IntoIterator<Item = &'input Path>,
        context: &Context,
    ) -> Result<(), Failure> {
        let Self::File(path) = self else { return Ok(()) };
        // What cannot be found is not there to be lost; the reader of the file will say so.
        let Ok(place) = fs::canonicalize(path) else { return Ok(()) };
        for input in inputs {
            if fs::canonicalize(input).is_ok_and(|input| input == place) {
                let text = message!(context.messages, "error-out-is-input", path = shown(input));
                return Err(context.failure(Kind::Usage, text));
            }
        }
        Ok(())
    }

    /// Writes the data.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be written, [`Failure::ClosedOutput`] when nobody reads it.
    pub fn write(&self, data: &(impl AsRef<[u8]> + ?Sized), context: &Context) -> Result<(), Failure> {
        let data = data.as_ref();
        match self {
            Self::Standard => standard(data, context),
            Self::Device(path) => OpenOptions::new()
                .write(true)
                .open(path)
                .and_then(|mut device| device.write_all(data))
                .map_err(|error| unwritable(path, &error, context)),
            Self::File(path) => replace(path, data).map_err(|error| unwritable(path, &error, context)),
        }
    }
}

/// Writes to standard output.
fn standard(data: &[u8], context: &Context) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(data).and_then(|()| output.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::ClosedOutput),
        Err(error) => {
            Err(context
                .failure(Kind::Io, message!(context.messages, "error-stdout", reason = reason(&error))))
        }
    }
}

fn unwritable(path: &Path, error: &io::Error, context: &Context) -> Failure {
    context.failure(
        Kind::Io,
        message!(context.messages, "error-write", path = shown(path), reason = reason(error)),
    )
}

#[cfg(unix)]
fn is_device(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    found.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_device(_found: &fs::Metadata) -> bool {
    false
}
