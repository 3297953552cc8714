//! `kenju expand`: adds draws to a study and computes them.

use super::Context;
use super::failure::{Failure, Kind};
use super::study::StoreOptions;
use crate::i18n::message;
use crate::scenario::error::Amount;
use crate::scenario::quantity::Quantity;
use crate::text::escape_untrusted;
use clap::Args;

/// Flags of `expand`.
#[derive(Debug, Args)]
pub struct Options {
    /// Draws to add (+100), or how many there shall be (500)
    #[arg(long, value_name = "+N|N", allow_negative_numbers = true)]
    draws: String,
    #[command(flatten)]
    store: StoreOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn expand(context: &Context, options: &Options) -> Result<(), Failure> {
    options.store.go_on(context, |store| {
        let draws = wanted(&options.draws, store.draws(), context)?;
        let (units, most) = (store.manifest().unit_count(draws), Amount::Units.limit());
        if units > most {
            let (units, most) = (units.to_string(), most.to_string());
            let text = message!(context.messages, "error-units", units = units, most = most);
            return Err(context.failure(Kind::TooLarge, text));
        }
        Ok(draws)
    })
}

/// How many draws there shall be.
fn wanted(text: &str, now: u32, context: &Context) -> Result<u32, Failure> {
    let most = Quantity::Draws.bounds().1 as u32;
    let (added, digits) = text.strip_prefix('+').map_or((0, text), |digits| (now, digits));
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let draws = digits.parse::<u32>().ok().filter(|_| plain).and_then(|draws| draws.checked_add(added));
    // Fewer draws would drop units that are finished.
    draws.filter(|draws| (now..=most).contains(draws)).ok_or_else(|| {
        let (found, now, most) = (escape_untrusted(text), now.to_string(), most.to_string());
        let text = message!(context.messages, "error-draws", found = found, now = now, most = most);
        context.failure(Kind::Usage, text)
    })
}
