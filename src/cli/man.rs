//! `kenju man`: the manual page of the program or of one verb, made from the flags themselves.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::{Arguments, Context, OutputOptions};
use crate::i18n::message;
use crate::report::Format;
use crate::text::escape_untrusted;
use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

/// Flags of `man`.
#[derive(Debug, Args)]
#[command(after_help = "To read a page: kenju man run | man -l -")]
pub struct Options {
    /// Page of this verb [default: the page of the program]
    #[arg(value_name = "VERB")]
    verb: Option<String>,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn man(context: &Context, options: &Options) -> Result<(), Failure> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let page = match &options.verb {
        None => command,
        Some(verb) => {
            let found = command.find_subcommand(verb).cloned();
            // Only the program itself carries a version; the foot of a page names it.
            let found = found.map(|verb| verb.version(env!("CARGO_PKG_VERSION")));
            found.ok_or_else(|| {
                let text = message!(context.messages, "error-unknown-verb", verb = escape_untrusted(verb));
                context.failure(Kind::Usage, text)
            })?
        }
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text).map_err(|error| context.failure(Kind::Internal, error.to_string()))?;
    let target = Target::prepare(&OutputOptions { format: Format::Table, out: None }, context)?;
    target.write(&text, context)
}
