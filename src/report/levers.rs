//! The policy levers in words: the list, one lever with everything behind it, and both for machines.

mod detail;
mod entry;
mod study;
pub(super) mod words;

pub use detail::detail;
pub use entry::{Full, Summary};
pub use study::{measure, quality, said};
pub use words::{evidence, state, tier, unit, works_through_care};

use super::document::{Cell, Column, Table};
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, Lever, TODAY, Target};
use crate::i18n::{Messages, message, numbers};

/// Channels that can change a result.
fn acting(lever: &Lever) -> impl Iterator<Item = &Channel> {
    lever.channels.iter().filter(|channel| channel.acts != Target::Shown)
}

/// One row per lever.
#[must_use]
pub fn list(baseline: &Baseline, messages: &Messages) -> Table {
    let row = |lever: &Lever| {
        let joined = |part: fn(&Channel, &Messages) -> String| {
            let parts: Vec<String> = acting(lever).map(|channel| part(channel, messages)).collect();
            Cell::text(if parts.is_empty() {
                message!(messages, "levers-acts-nothing")
            } else {
                parts.join("; ")
            })
        };
        vec![
            Cell::text(&lever.id),
            Cell::text(messages.choose(&lever.title)),
            Cell::text(words::group(lever.group, messages)),
            Cell::text(words::evidence(lever, messages)),
            Cell::shown(
                lever.reference_coverage(TODAY),
                numbers::percent(lever.reference_coverage(TODAY), 1),
            ),
            joined(|channel, messages| messages.choose(&channel.title).to_owned()),
            joined(words::default_effect),
        ]
    };
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-id")),
            Column::words("title", message!(messages, "column-title")),
            Column::words("group", message!(messages, "levers-column-group")),
            Column::words("tier", message!(messages, "levers-column-tier")),
            Column::numbers("today", message!(messages, "levers-column-today")),
            Column::words("acts_on", message!(messages, "levers-column-acts")),
            Column::words("default_effect", message!(messages, "levers-column-default")),
        ],
        rows: baseline.levers.levers.iter().map(row).collect(),
    }
}

/// One row per channel of a lever.
#[must_use]
pub fn channels(lever: &Lever, messages: &Messages) -> Table {
    let row = |channel: &Channel| {
        let number = |value: Option<f64>| value.map_or(Cell::Empty, words::exact);
        vec![
            Cell::text(&channel.id),
            Cell::text(messages.choose(&channel.title)),
            number(channel.effect.map(|effect| effect.pessimistic)),
            number(channel.effect.map(|effect| effect.default)),
            number(channel.effect.map(|effect| effect.optimistic)),
            Cell::text(words::unit(&channel.unit, messages)),
            Cell::text(words::strength(lever, channel, messages)),
            Cell::text(words::grade(channel, messages)),
        ]
    };
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-id")),
            Column::words("title", message!(messages, "column-title")),
            Column::numbers("pessimistic", message!(messages, "levers-column-pessimistic")),
            Column::numbers("default", message!(messages, "levers-column-default")),
            Column::numbers("optimistic", message!(messages, "levers-column-optimistic")),
            Column::words("unit", message!(messages, "column-unit")),
            Column::words("tier", message!(messages, "levers-column-tier")),
            Column::words("grade", message!(messages, "levers-column-grade")),
        ],
        rows: lever.channels.iter().map(row).collect(),
    }
}
