//! `kenju validate`: holds the raw simulation against targets, anchors and published projections.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::persons::PersonsArgument;
use super::simulate::{self, default_until, not_allowed, of_scenario, watched};
use super::{BaselineOptions, Context, OutputOptions};
use crate::analysis::recalibrate;
use crate::analysis::validate::{self, Request};
use crate::baseline::Baseline;
use crate::i18n::{message, numbers};
use crate::report::validation;
use crate::run::{Detail, MOST_PERSONS, Persons, RunSettings, World};
use crate::scenario::Library;
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
    /// Find the normalisers again for so many parameter draws (2 to 20) with --persons persons, and show
    /// what that changes in the effects of salt-1g and goal-2040 (takes long)
    #[arg(long, value_name = "DRAWS", allow_negative_numbers = true)]
    recalibrate: Option<String>,
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
        recalibrate: None,
    };
    let recalibrate = options
        .recalibrate
        .as_ref()
        .map(|draws| recalibration(context, &baseline, draws, &request.settings))
        .transpose()?;
    let request = Request { recalibrate, ..request };
    let found = watched(context, threads, |watch| validate::validate(&baseline, &request, watch))?;
    target.write(&validation::render(&baseline, &found, options.output.format, context.messages), context)
}

/// Scenarios whose effects are computed with normalisers found again: one small effect by way of blood
/// pressure, and all levers together.
const RECALIBRATED: [&str; 2] = ["salt-1g", "goal-2040"];

/// Most draws whose normalisers are found again.
const MOST_DRAWS: u32 = 20;

fn recalibration(
    context: &Context,
    baseline: &Baseline,
    draws: &str,
    settings: &RunSettings,
) -> Result<recalibrate::Request, Failure> {
    let count = draws.parse().ok().filter(|count| (2..=MOST_DRAWS).contains(count));
    let draws = count.ok_or_else(|| {
        let allowed = message!(context.messages, "allowed-whole", first = "2", last = MOST_DRAWS.to_string());
        let found = escape_untrusted(draws);
        let text = message!(
            context.messages,
            "error-value",
            flag = "--recalibrate",
            found = found,
            allowed = allowed
        );
        context.failure(Kind::Usage, text)
    })?;
    let library = Library::embedded();
    let worlds = RECALIBRATED.iter().map(|id| {
        let resolved = library.load(id, baseline).map_err(|error| of_scenario(context, &error))?;
        Ok(World {
            id: (*id).to_owned(),
            title: resolved.title,
            plan: resolved.plan,
            own_assumptions: resolved.own_assumptions,
        })
    });
    let persons = match settings.persons {
        Persons::Count(count) => count,
        Persons::All => MOST_PERSONS,
    };
    Ok(recalibrate::Request {
        draws,
        persons,
        worlds: worlds.collect::<Result<_, Failure>>()?,
        settings: settings.clone(),
    })
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
