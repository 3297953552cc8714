//! `kenju validate`: holds the raw simulation against targets, anchors and published projections.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{self, GOAL_YEAR, watched};
use super::{BaselineOptions, Context, OutputOptions};
use crate::analysis::validate::{self, Request};
use crate::i18n::{message, numbers};
use crate::report::validation;
use crate::run::{Detail, MOST_PERSONS, Persons, RunSettings};
use clap::Args;

/// Flags of `validate`.
#[derive(Debug, Args)]
pub struct Options {
    /// Simulated persons: a number (200k, 5M, 1e6) or `all`
    #[arg(long, value_name = "N|all", default_value = "1M", allow_negative_numbers = true)]
    persons: PersonsArgument,
    /// Seed of the random draws
    #[arg(long, value_name = "SEED", default_value_t = 1, allow_negative_numbers = true)]
    seed: u64,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024), allow_negative_numbers = true)]
    threads: Option<u16>,
    /// Predict later surveys from earlier ones and show the misses
    #[arg(long)]
    hindcast: bool,
    /// Take one condition away at a time, with so many persons, and show what it costs
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "200k")]
    switch_off: Option<PersonsArgument>,
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
    let settings = |persons: PersonsArgument| {
        let persons = within_limit(context, persons)?;
        let until = baseline.years.last.min(GOAL_YEAR);
        Ok(RunSettings { persons, seed: options.seed, until, detail: Detail::None, raw: false })
    };
    let request = Request {
        settings: settings(options.persons)?,
        hindcast: options.hindcast,
        switch_off: options.switch_off.map(settings).transpose()?,
    };
    let found = watched(context, options.threads, |watch| validate::validate(&baseline, &request, watch))?;
    target.write(&validation::render(&baseline, &found, options.output.format, context.messages), context)
}

fn within_limit(context: &Context, persons: PersonsArgument) -> Result<Persons, Failure> {
    persons.within_limit().map_err(|asked| {
        let text = message!(
            context.messages,
            "error-validate-persons",
            persons = numbers::fixed(asked as f64, 0),
            limit = numbers::fixed(MOST_PERSONS as f64, 0)
        );
        context.failure(Kind::TooLarge, text)
    })
}
