//! Where the numbers come from and on which terms: what the levers cite, then every table of the pack.

use super::compose::{Composer, table};
use super::levers::used;
use crate::baseline::levers::Lever;
use crate::baseline::provenance::Source;
use crate::i18n::message;
use crate::report::document::{Cell, Column, Table};
use std::collections::BTreeSet;

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    composer.section("sources", message!(messages, "report-sources"));
    composer.paragraph(message!(messages, "report-sources-intro"));
    let cited: BTreeSet<&String> = used(composer).into_iter().flat_map(Lever::sources).collect();
    let (levers, others): (Vec<&Source>, Vec<&Source>) =
        study.baseline.sources.iter().partition(|source| cited.contains(&source.id));
    let command = study.commands.sources.clone();
    let of_levers = list(composer, &levers);
    composer.table(message!(messages, "report-table-lever-sources"), of_levers, Vec::new(), &command);
    let of_pack = list(composer, &others);
    composer.table(message!(messages, "report-table-sources"), of_pack, Vec::new(), &command);
}

fn list(composer: &Composer<'_>, sources: &[&Source]) -> Table {
    let messages = composer.messages;
    let columns = vec![
        Column::words("id", message!(messages, "column-id")),
        Column::words("title", message!(messages, "column-title")),
        Column::words("publisher", message!(messages, "column-publisher")),
        Column::words("licence", message!(messages, "column-licence")),
        Column::words("location", message!(messages, "column-location")),
    ];
    let rows = sources.iter().map(|source| {
        vec![
            Cell::text(&source.id),
            Cell::text(messages.choose(&source.title)),
            Cell::text(&source.publisher),
            Cell::text(&source.licence),
            Cell::text(&source.location),
        ]
    });
    table(columns, rows.collect())
}
