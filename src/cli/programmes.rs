//! `kenju programmes`: every item of the national strategy, and what the model represents of it.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Baseline;
use crate::baseline::programmes::Programme;
use crate::i18n::message;
use crate::nearest::nearest;
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
    let chosen = match &options.id {
        None => None,
        Some(id) => Some(find(context, &baseline, id)?),
    };
    if baseline.register.programmes.is_empty() {
        let text = message!(context.messages, "programmes-none", pack = escape_untrusted(&baseline.id));
        return Err(context.failure(Kind::Usage, text));
    }
    let messages = context.messages;
    let text = match (options.output.format, chosen) {
        (Format::Json, None) => {
            let all: Vec<_> =
                baseline.register.programmes.iter().map(|each| report::entry(each, &baseline)).collect();
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

fn find<'pack>(context: &Context, baseline: &'pack Baseline, id: &str) -> Result<&'pack Programme, Failure> {
    baseline.register.programme(id).ok_or_else(|| {
        let messages = context.messages;
        let known = baseline.register.programmes.iter().map(|programme| programme.id.as_str());
        let found = escape_untrusted(id);
        let text = match nearest(id, known) {
            Some(near) => message!(messages, "error-unknown-programme-nearest", id = found, nearest = near),
            None => message!(messages, "error-unknown-programme", id = found),
        };
        context.failure(Kind::Usage, text)
    })
}
