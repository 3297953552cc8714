//! `kenju check`: says of each scenario whether it is valid, and if not, where and why.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::{baseline, check_fit, default_until, of_scenario, warn_of_idleness};
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::{Baseline, Text};
use crate::i18n::message;
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Format, csv, json, refusal};
use crate::scenario::{Library, ResolvedScenario, ScenarioError};
use crate::text::escape_untrusted;
use clap::{Args, ValueHint};
use serde::Serialize;
use std::ffi::OsString;
use std::io::Write as _;

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct Options {
    /// Scenario files, or ids of embedded scenarios
    #[arg(value_name = "SCENARIO", required = true, value_hint = ValueHint::FilePath)]
    scenarios: Vec<OsString>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// What became of one file.
#[derive(Debug, Serialize)]
struct Outcome {
    file: String,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// What levers and shocks do, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<Text>,
    /// What goes beyond the evidence, in words: allowed, and to be known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    own_assumptions: Vec<Text>,
    #[serde(flatten)]
    mistake: Option<Mistake>,
    /// The mistakes after the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further: Vec<Mistake>,
}

/// One thing that is wrong with a file, for machines.
#[derive(Debug, Serialize)]
struct Mistake {
    error: String,
    /// What is allowed at the place of the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<String>,
    /// What was probably meant there.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
}

/// A mistake with the whole message.
type Refused = (Mistake, Failure);

/// Carries it out: the findings of good and bad files go to the output, diagnostics to standard error.
///
/// # Errors
/// The worst of the failures of the files, all of which have been reported.
pub fn check(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &options.baseline)?;
    let mut worst = None;
    let mut outcomes = Vec::with_capacity(options.scenarios.len());
    for argument in &options.scenarios {
        let file = escape_untrusted(&argument.to_string_lossy());
        match checked(context, argument, &baseline) {
            Ok(scenario) => outcomes.push(Outcome {
                file,
                ok: true,
                id: Some(escape_untrusted(&scenario.id)),
                digest: Some(scenario.plan.digest().to_string()),
                policies: scenario.policies,
                own_assumptions: scenario.own_assumptions,
                mistake: None,
                further: Vec::new(),
            }),
            Err(refused) => {
                let mut mistakes = Vec::with_capacity(refused.len());
                for (mistake, failure) in refused {
                    // A closed standard error must not stop the other files from being checked.
                    let _ = write!(std::io::stderr(), "{failure}");
                    if let Failure::Failed { kind, .. } = failure {
                        worst = worst.max(Some(kind));
                    }
                    mistakes.push(mistake);
                }
                let mut mistakes = mistakes.into_iter();
                outcomes.push(Outcome {
                    file,
                    ok: false,
                    id: None,
                    digest: None,
                    policies: Vec::new(),
                    own_assumptions: Vec::new(),
                    mistake: mistakes.next(),
                    further: mistakes.collect(),
                });
            }
        }
    }
    target.write(&render(&outcomes, options.output.format, context), context)?;
    worst.map_or(Ok(()), |kind| Err(Failure::Reported(kind)))
}

/// The scenario, or all that can be told of what is wrong with it.
fn checked(
    context: &Context,
    argument: &OsString,
    baseline: &Baseline,
) -> Result<ResolvedScenario, Vec<Refused>> {
    let language = context.messages.language();
    let library = Library::embedded();
    let scenario = library.load(argument, baseline).map_err(|first| {
        let refused = |error: &ScenarioError| {
            let mistake = Mistake {
                error: error.summary(language),
                allowed: error.allowed(language),
                did_you_mean: error.meant(),
            };
            (mistake, of_scenario(context, error))
        };
        library.mistakes(argument, baseline, first).iter().map(refused).collect::<Vec<_>>()
    })?;
    match check_fit(baseline, &scenario) {
        Ok(()) => {
            warn_of_idleness(context, baseline, &scenario, default_until(baseline));
            Ok(scenario)
        }
        Err(error) => {
            let path = escape_untrusted(&argument.to_string_lossy());
            let error = format!("{path}: {}", refusal::text(&error, context.messages));
            let failure = context.failure(Kind::Content, error.clone());
            Err(vec![(Mistake { error, allowed: None, did_you_mean: None }, failure)])
        }
    }
}

fn render(outcomes: &[Outcome], format: Format, context: &Context) -> String {
    let messages = context.messages;
    match format {
        Format::Json => json::render(outcomes),
        Format::Table => outcomes
            .iter()
            .filter_map(|outcome| {
                let (id, digest) = (outcome.id.as_deref()?, outcome.digest.as_deref()?);
                let path = outcome.file.as_str();
                let mut lines = message!(messages, "check-ok", path = path, id = id, digest = digest) + "\n";
                for policy in &outcome.policies {
                    lines.extend(["  ", messages.choose(policy), "\n"]);
                }
                for own in &outcome.own_assumptions {
                    let own = message!(messages, "own-assumption", assumption = messages.choose(own));
                    lines.extend(["  ", own.as_str(), "\n"]);
                }
                Some(lines)
            })
            .collect(),
        Format::Csv => csv::table(&table(outcomes, context)),
        Format::Md => format.lay_out(&Document::from(table(outcomes, context))),
    }
}

fn table(outcomes: &[Outcome], context: &Context) -> Table {
    let messages = context.messages;
    let text = |value: &Option<String>| value.as_ref().map_or(Cell::Empty, Cell::text);
    Table {
        columns: vec![
            Column::words("file", message!(messages, "column-file")),
            Column::words("id", message!(messages, "column-id")),
            Column::words("digest", message!(messages, "column-digest")),
            Column::words("policies", message!(messages, "column-policies")),
            Column::words("error", message!(messages, "error-prefix")),
        ],
        rows: outcomes
            .iter()
            .map(|one| {
                let policies: Vec<&str> = one.policies.iter().map(|policy| messages.choose(policy)).collect();
                let policies =
                    if policies.is_empty() { Cell::Empty } else { Cell::text(policies.join("; ")) };
                let errors: Vec<&str> =
                    one.mistake.iter().chain(&one.further).map(|mistake| mistake.error.as_str()).collect();
                let errors = if errors.is_empty() { Cell::Empty } else { Cell::text(errors.join("; ")) };
                vec![Cell::text(&one.file), text(&one.id), text(&one.digest), policies, errors]
            })
            .collect(),
    }
}
