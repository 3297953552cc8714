//! `kenju programmes`: every item of the national strategy, and what the model represents of it.

use super::chosen::{Sort, chosen};
use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::i18n::message;
use crate::report::{Format, csv, json, programmes as report};
use crate::text::escape_untrusted;
use clap::Args;

/// Flags of `programmes`.
#[derive(Debug, Args)]
pub struct Options {
    /// Show this programme with its numbers, key figures and where they lead
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
pub fn programmes(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &options.baseline)?;
    if baseline.register.programmes.is_empty() {
        let text = message!(context.messages, "programmes-none", pack = escape_untrusted(&baseline.id));
        return Err(context.failure(Kind::Usage, text));
    }
    let (messages, programmes) = (context.messages, &baseline.register.programmes);
    let one = match &options.id {
        None => None,
        Some(id) => Some(chosen(
            context,
            Sort::Programme,
            id,
            programmes,
            |programme| &programme.id,
            |programme| &programme.title,
        )?),
    };
    let text = match (options.output.format, one) {
        (Format::Json, None) => {
            let all: Vec<_> = programmes.iter().map(|each| report::entry(each, &baseline)).collect();
            json::render(&all)
        }
        (Format::Json, Some(programme)) => json::render(&[report::entry(programme, &baseline)]),
        (Format::Csv, None) => csv::table(&report::table(&baseline, messages)),
        (Format::Csv, Some(programme)) => csv::table(&report::values(programme, &baseline, messages)),
        (Format::Md, None) => Format::Md.lay_out(&report::table(&baseline, messages).into()),
        (format, None) => format.lay_out(&report::list(&baseline, messages)),
        (format, Some(programme)) => format.lay_out(&report::detail(programme, &baseline, messages)),
    };
    target.write(&text, context)
}
