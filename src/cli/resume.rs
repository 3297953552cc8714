//! `kenju resume`: goes on with a study that was stopped.

use super::failure::Failure;
use super::output::Target;
use super::simulate::baseline;
use super::study::summary::Summary;
use super::study::{WorkOptions, carry_out, open, solver};
use super::{BaselineOptions, Context, OutputOptions};
use crate::study::store::Access;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of `resume`.
#[derive(Debug, Args)]
pub struct Options {
    /// The store of a study
    #[arg(value_name = "STORE", value_hint = ValueHint::FilePath)]
    store: PathBuf,
    #[command(flatten)]
    work: WorkOptions,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn resume(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.store.as_path()], context)?;
    let work = options.work.read(context)?;
    let mut store = open(&options.store, Access::Write, context)?;
    let solver = solver(store.manifest(), baseline(context, &options.baseline)?, context)?;
    carry_out(&mut store, &solver, work, context)?;
    target.write(&Summary::of(&store, context)?.render(options.output.format, context), context)
}
