//! `kenju status`: how far a study is.

use super::failure::Failure;
use super::output::Target;
use super::study::open;
use super::study::summary::Summary;
use super::{Context, OutputOptions};
use crate::study::store::Access;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of `status`.
#[derive(Debug, Args)]
pub struct Options {
    /// The store of a study
    #[arg(value_name = "STORE", value_hint = ValueHint::FilePath)]
    store: PathBuf,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn status(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.store.as_path()], context)?;
    let store = open(&options.store, Access::Read, context)?;
    target.write(&Summary::of(&store, context)?.render(options.output.format, context), context)
}
