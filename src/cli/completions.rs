//! `kenju completions`: completion scripts, made from the same definition as the flags themselves.

use super::failure::Failure;
use super::output::Target;
use super::{Arguments, Context, OutputOptions};
use crate::report::Format;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct Options {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn completions(context: &Context, options: &Options) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "kenju", &mut script);
    let target = Target::prepare(&OutputOptions { format: Format::Table, out: None }, context)?;
    target.write(&script, context)
}
