//! `kenju calibrate`: finds the normalisers of a pack, writes them, and reports how well they hold.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{self, watched};
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::calibration::CALIBRATION;
use crate::i18n::message;
use crate::report::Format;
use crate::run::{MOST_PERSONS, Persons, calibrate};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Fewest persons whose means are worth storing.
const FEWEST: u64 = 5_000_000;

/// Flags of `calibrate`.
#[derive(Debug, Args)]
pub struct Options {
    /// Simulated persons; at least 5M
    #[arg(long, value_name = "N", default_value = "5M", allow_negative_numbers = true)]
    persons: String,
    /// Worker threads; the result does not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    /// Where to write the calibration; with --baseline, by default into the pack
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    #[command(flatten)]
    baseline: BaselineOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn calibrate(context: &Context, options: &Options) -> Result<(), Failure> {
    let inside = options.baseline.baseline.as_ref().map(|folder| folder.join(CALIBRATION));
    let Some(path) = options.out.clone().or(inside) else {
        return Err(context.failure(Kind::Usage, message!(context.messages, "error-calibrate-out")));
    };
    let output = OutputOptions { format: Format::Csv, out: Some(path) };
    let target = Target::prepare(&output, context)?;
    let persons = match options.persons.parse::<PersonsArgument>().map(PersonsArgument::get) {
        Ok(Persons::Count(count)) if (FEWEST..=MOST_PERSONS).contains(&count) => count,
        _ => {
            let text = message!(context.messages, "error-calibrate-persons");
            return Err(context.failure(Kind::Usage, text));
        }
    };
    let threads = options.threads.as_deref().map(|text| simulate::threads(context, text)).transpose()?;
    let baseline = simulate::baseline(context, &options.baseline)?;
    let calibration = watched(context, threads, |watch| calibrate::calibrate(&baseline, persons, watch))?;
    target.write(&calibration.to_text(&baseline), context)
}
