//! `kenju validate`: holds the raw simulation against targets, anchors and published projections.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{self, default_until, not_allowed, watched};
use super::{BaselineOptions, Context, OutputOptions};
use crate::analysis::validate::{self, Request};
use crate::i18n::{message, numbers};
use crate::report::validation;
use crate::run::{Detail, MOST_PERSONS, Persons, RunSettings};
use crate::text::escape_untrusted;
use clap::Args;

/// Flags of `validate`.
#[derive(Debug, Args)]
pub struct Options {
    /// Simulated persons: a number (200k, 5M, 1e6) or `all`
    #[arg(long, value_name = "N|all", default_value = "1M", allow_negative_numbers = true)]
    persons: String,
    /// Seed of the random draws
    #[arg(long, value_name = "SEED", default_value = "1", allow_negative_numbers = true)]
    seed: String,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    /// Predict later surveys from earlier ones and show the misses
    #[arg(long)]
    hindcast: bool,
    /// Take one condition away at a time, with so many persons, and show what it costs
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "200k")]
    switch_off: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out. Failing checks are shown and are no failure of the program.
///
/// # Errors
/// A failure with its exit code.
pub fn validate(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = simulate::baseline(context, &options.baseline)?;
    let seed = options.seed.parse().map_err(|_| not_allowed(context, "--seed", &options.seed))?;
    let threads = options.threads.as_deref().map(|text| simulate::threads(context, text)).transpose()?;
    let settings = |flag: &str, persons: &String| {
        let persons = within_limit(context, flag, persons)?;
        let until = default_until(&baseline);
        Ok(RunSettings { persons, seed, until, detail: Detail::None, raw: false })
    };
    let request = Request {
        settings: settings("--persons", &options.persons)?,
        hindcast: options.hindcast,
        switch_off: options
            .switch_off
            .as_ref()
            .map(|persons| settings("--switch-off", persons))
            .transpose()?,
    };
    let found = watched(context, threads, |watch| validate::validate(&baseline, &request, watch))?;
    target.write(&validation::render(&baseline, &found, options.output.format, context.messages), context)
}

fn within_limit(context: &Context, flag: &str, text: &str) -> Result<Persons, Failure> {
    let asked: PersonsArgument = text.parse().map_err(|_| not_allowed(context, flag, text))?;
    match asked.get() {
        Persons::Count(count) if count > MOST_PERSONS => {
            let message = message!(
                context.messages,
                "error-validate-persons",
                persons = escape_untrusted(text),
                limit = numbers::fixed(MOST_PERSONS as f64, 0)
            );
            Err(context.failure(Kind::TooLarge, message))
        }
        persons => Ok(persons),
    }
}
