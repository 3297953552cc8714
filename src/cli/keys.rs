//! `kenju keys`: the keys of the interface as a file of settings, or whether such a file is valid.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::{Context, OutputOptions};
use crate::i18n::message;
use crate::report::Format;
use crate::text::escape_untrusted;
use crate::ui::settings::{self, SettingsError};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of `keys`.
#[derive(Debug, Args)]
pub struct Options {
    /// Check this file of settings instead of printing one
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// Write to this file instead of standard output; an existing file is replaced in one step
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn keys(context: &Context, options: &Options) -> Result<(), Failure> {
    let output = OutputOptions { format: Format::Table, out: options.out.clone() };
    let target = Target::prepare(&output, context)?;
    let Some(file) = &options.file else {
        let place = settings::place().map_or_else(String::new, |path| {
            let path = escape_untrusted(&path.to_string_lossy());
            format!("// {}\n", message!(context.messages, "keys-place", path = path))
        });
        return target.write(&format!("{place}{}", settings::example()), context);
    };
    match settings::read_asked(file) {
        Ok(_) => {
            let path = escape_untrusted(&file.to_string_lossy());
            target.write(&format!("{}\n", message!(context.messages, "keys-ok", path = path)), context)
        }
        Err(error) => {
            let kind = if matches!(error, SettingsError::Io { .. }) { Kind::Io } else { Kind::Content };
            Err(context.failure(kind, error.to_string()))
        }
    }
}
