//! `kenju levers`: the policy levers of the pack, or one of them with all its evidence.

use super::chosen::{Sort, chosen};
use super::failure::Failure;
use super::output::Target;
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::levers::TODAY;
use crate::i18n::message;
use crate::report::document::{Document, Table};
use crate::report::levers::{Full, Summary, channels, detail, list};
use crate::report::{Format, csv, json};
use clap::Args;

/// Flags of `levers`.
#[derive(Debug, Args)]
pub struct Options {
    /// Show this lever: whom it reaches, what it does, what it costs, its evidence and sources
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn levers(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &options.baseline)?;
    let (messages, levers) = (context.messages, &baseline.levers.levers);
    let one = match &options.id {
        None => None,
        Some(id) => Some(chosen(context, Sort::Lever, id, levers, |lever| &lever.id, |lever| &lever.title)?),
    };
    let text = match (options.output.format, one) {
        (Format::Json, None) => json::render(&levers.iter().map(Summary::of).collect::<Vec<_>>()),
        (Format::Json, Some(lever)) => json::render(&[Full::of(lever, &baseline)]),
        (Format::Csv, None) => csv::table(&list(&baseline, messages)),
        (Format::Csv, Some(lever)) => csv::table(&channels(lever, messages)),
        (format, None) => {
            let table = list(&baseline, messages);
            let mut document = Document::default();
            document.table(if format == Format::Table { short(table) } else { table });
            document.paragraph(message!(messages, "levers-legend", year = TODAY.to_string()));
            document.paragraph(message!(messages, "lever-grades"));
            format.lay_out(&document)
        }
        (format, Some(lever)) => format.lay_out(&detail(lever, &baseline, messages)),
    };
    target.write(&text, context)
}

/// The list for a terminal: what a lever acts on is long and would break the rows.
fn short(mut list: Table) -> Table {
    for key in ["group", "acts_on"] {
        if let Some(index) = list.columns.iter().position(|column| column.key == key) {
            list.columns.remove(index);
            for row in &mut list.rows {
                row.remove(index);
            }
        }
    }
    list
}
