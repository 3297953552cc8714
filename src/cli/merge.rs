//! `kenju merge`: joins parts of a study.

use super::failure::Failure;
use super::output::Target;
use super::stop::SignalWatch;
use super::study::of_store;
use super::study::summary::Summary;
use super::{Context, OutputOptions};
use crate::run::Watch as _;
use crate::study::merge;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of `merge`.
#[derive(Debug, Args)]
pub struct Options {
    /// The store to make or to add to
    #[arg(value_name = "OUT", value_hint = ValueHint::FilePath)]
    store: PathBuf,
    /// Stores of the same study
    #[arg(value_name = "PART", required = true, value_hint = ValueHint::FilePath)]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn merge(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare(options.parts.iter().chain([&options.store]).map(PathBuf::as_path), context)?;
    let watch = SignalWatch::begin(context)?;
    let merged = merge::merge(&options.store, &options.parts, &|| watch.cancelled());
    watch.end(context)?;
    let (store, _) = merged.map_err(|error| of_store(context, &error))?;
    target.write(&Summary::of(&store, context)?.render(options.output.format, context), context)
}
