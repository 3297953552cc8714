//! `kenju schema`: every column, key and table with its unit and meaning.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::{Context, OutputOptions};
use crate::i18n::message;
use crate::nearest::nearest;
use crate::report::dictionary::{Entry, entries, table};
use crate::report::{Format, csv, json};
use crate::study::store::SCHEMA;
use crate::text::escape_untrusted;
use clap::Args;

/// Flags of `schema`.
#[derive(Debug, Args)]
pub struct Options {
    /// Only these: csv, indicator, json, store, or a table such as store.value
    #[arg(value_name = "FORM")]
    form: Option<String>,
    /// Print the statements that make the tables of a store
    #[arg(long, conflicts_with = "form")]
    sql: bool,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn schema(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    if options.sql {
        return target.write(SCHEMA, context);
    }
    let wanted = |entry: &&Entry| match options.form.as_deref() {
        None => true,
        Some(form) => {
            entry.form == form || entry.form.split_once('.').is_some_and(|(start, _)| start == form)
        }
    };
    let chosen: Vec<&Entry> = entries().iter().filter(wanted).collect();
    if chosen.is_empty() {
        return Err(unknown(options.form.as_deref().unwrap_or_default(), context));
    }
    let format = options.output.format;
    let table = table(&chosen, context.messages, format.is_for_readers());
    let text = match format {
        Format::Json => json::render(&chosen),
        Format::Csv => csv::table(&table),
        Format::Table | Format::Md => format.lay_out(&table.into()),
    };
    target.write(&text, context)
}

fn unknown(found: &str, context: &Context) -> Failure {
    let mut forms: Vec<&str> = vec!["store"];
    forms.extend(entries().iter().map(|entry| entry.form.as_str()));
    forms.dedup();
    let meant = nearest(found, forms.iter().copied());
    let (known, found) = (forms.join(", "), escape_untrusted(found));
    let text = match meant {
        Some(meant) => {
            message!(context.messages, "error-unknown-form-nearest", form = found, nearest = meant)
        }
        None => message!(context.messages, "error-unknown-form", form = found, known = known),
    };
    context.failure(Kind::Usage, text)
}
