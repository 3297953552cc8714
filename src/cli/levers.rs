//! `kenju levers`: the policy levers of the pack, or one of them with all its evidence.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::i18n::message;
use crate::nearest::nearest;
use crate::report::document::Table;
use crate::report::levers::{Full, Summary, channels, detail, list};
use crate::report::{Format, csv, json};
use crate::text::escape_untrusted;
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
    let messages = context.messages;
    let text = match (options.output.format, &options.id) {
        (Format::Json, None) => {
            let levers = &baseline.levers.levers;
            json::render(&levers.iter().map(Summary::of).collect::<Vec<_>>())
        }
        (Format::Json, Some(id)) => json::render(&[Full::of(find(context, &baseline, id)?, &baseline)]),
        (Format::Csv, None) => csv::table(&list(&baseline, messages)),
        (Format::Csv, Some(id)) => csv::table(&channels(find(context, &baseline, id)?, messages)),
        (Format::Table, None) => Format::Table.lay_out(&short(list(&baseline, messages)).into()),
        (format, None) => format.lay_out(&list(&baseline, messages).into()),
        (format, Some(id)) => format.lay_out(&detail(find(context, &baseline, id)?, &baseline, messages)),
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

fn find<'pack>(context: &Context, baseline: &'pack Baseline, id: &str) -> Result<&'pack Lever, Failure> {
    baseline.levers.lever(id).ok_or_else(|| {
        let messages = context.messages;
        let known = || baseline.levers.levers.iter().map(|lever| lever.id.as_str());
        let found = escape_untrusted(id);
        let text = if let Some(near) = nearest(id, known()) {
            message!(messages, "error-unknown-lever-nearest", id = found, nearest = escape_untrusted(near))
        } else {
            let known = escape_untrusted(&known().collect::<Vec<_>>().join(", "));
            message!(messages, "error-unknown-lever", id = found, known = known)
        };
        context.failure(Kind::Usage, text)
    })
}
