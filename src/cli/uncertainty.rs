//! `kenju uncertainty`: every uncertain input of the pack, and every input that is the same in all draws.

use super::failure::Failure;
use super::output::Target;
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::report::uncertain_inputs::{entries, table};
use crate::report::{Format, csv, json};
use clap::Args;

/// Flags of `uncertainty`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn uncertainty(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &options.baseline)?;
    let text = match options.output.format {
        Format::Json => json::render(&entries(&baseline)),
        Format::Csv => csv::table(&table(&baseline, context.messages)),
        format => format.lay_out(&table(&baseline, context.messages).into()),
    };
    target.write(&text, context)
}
