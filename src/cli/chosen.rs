//! An entry of the pack that the command line names: found, or refused with the likely name and all there are.

use super::Context;
use super::failure::{Failure, Kind};
use crate::baseline::Text;
use crate::i18n::message;
use crate::nearest::candidates;
use crate::text::escape_untrusted;

/// Names that are worth a guess.
const MOST_NEAR: usize = 8;

/// What sort of entry is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A policy lever.
    Lever,
    /// An item of the national strategy.
    Programme,
    /// A source of numbers.
    Source,
    /// A prevention trial.
    Trial,
    /// An enabler of the trials.
    Enabler,
}

/// The entry with this identifier.
///
/// # Errors
/// There is none: what was probably meant comes first, then the list.
pub fn chosen<'a, T>(
    context: &Context,
    sort: Sort,
    id: &str,
    entries: &'a [T],
    name: impl Fn(&T) -> &str,
    title: impl Fn(&T) -> &Text,
) -> Result<&'a T, Failure> {
    entries.iter().find(|entry| name(entry) == id).ok_or_else(|| {
        let names: Vec<&str> = entries.iter().map(&name).collect();
        let mut near = candidates(id, &names);
        if near.is_empty() {
            let titled = entries.iter().filter(|entry| holds(title(entry), id));
            near = titled.map(&name).collect();
        }
        refused(context, sort, id, &names, &near)
    })
}

/// Whether a title has these words, in either language; a single letter says nothing.
fn holds(title: &Text, words: &str) -> bool {
    let words = words.trim().to_lowercase();
    words.chars().count() > 1
        && [&title.ja, &title.en].iter().any(|title| title.to_lowercase().contains(&words))
}

/// The refusal of a name that is not among those known.
pub fn unknown(context: &Context, sort: Sort, id: &str, names: &[&str]) -> Failure {
    refused(context, sort, id, names, &candidates(id, names))
}

fn refused(context: &Context, sort: Sort, id: &str, names: &[&str], near: &[&str]) -> Failure {
    let (messages, id) = (context.messages, escape_untrusted(id));
    let mut parts = vec![match sort {
        Sort::Lever => message!(messages, "unknown-lever", id = id.as_str()),
        Sort::Programme => message!(messages, "unknown-programme", id = id.as_str()),
        Sort::Source => message!(messages, "unknown-source", id = id.as_str()),
        Sort::Trial => message!(messages, "unknown-trial", id = id.as_str()),
        Sort::Enabler => message!(messages, "unknown-enabler", id = id.as_str()),
    }];
    // A word that many names have in common says no more than the list that follows.
    if (1..=MOST_NEAR).contains(&near.len()) {
        let nearest = escape_untrusted(&near.join(", "));
        parts.push(message!(messages, "unknown-nearest", nearest = nearest));
    }
    if !names.is_empty() {
        parts.push(message!(messages, "unknown-known", known = escape_untrusted(&names.join(", "))));
    }
    context.failure(Kind::Usage, parts.join("\n"))
}
