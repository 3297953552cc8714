//! `kenju sources`: where every number of the pack comes from, and on which terms it may be used.

use super::chosen::{Sort, chosen};
use super::failure::Failure;
use super::output::Target;
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::provenance::{Source, Status, TableInfo};
use crate::baseline::{Baseline, Text};
use crate::i18n::message;
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::text::escape_untrusted;
use clap::Args;
use serde::Serialize;

/// Flags of `sources`.
#[derive(Debug, Args)]
pub struct Options {
    /// Show this source with the tables that use it
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// A source in machine-readable output.
#[derive(Debug, Serialize)]
struct Entry<'pack> {
    id: &'pack str,
    title: &'pack Text,
    publisher: &'pack str,
    location: &'pack str,
    licence: &'pack str,
    tables: Vec<&'pack TableInfo>,
    /// Conditions whose course or effects come from it.
    conditions: Vec<&'pack str>,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn sources(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &options.baseline)?;
    let sources = &baseline.sources;
    let shown: Vec<&Source> = match &options.id {
        None => sources.iter().collect(),
        Some(id) => {
            vec![chosen(context, Sort::Source, id, sources, |source| &source.id, |source| &source.title)?]
        }
    };
    let text = match (options.output.format, &options.id) {
        (Format::Json, _) => {
            let entries: Vec<Entry<'_>> = shown.iter().map(|source| entry(source, &baseline)).collect();
            json::render(&entries)
        }
        (Format::Csv, _) => csv::table(&list(&shown, &baseline, context)),
        (Format::Md, None) => Format::Md.lay_out(&list(&shown, &baseline, context).into()),
        (format, None) => format.lay_out(&blocks(&shown, &baseline, context)),
        (format, Some(_)) => format.lay_out(&detail(shown[0], &baseline, context)),
    };
    target.write(&text, context)
}

fn tables<'pack>(source: &Source, baseline: &'pack Baseline) -> Vec<&'pack TableInfo> {
    baseline.tables.iter().filter(|table| table.sources.contains(&source.id)).collect()
}

fn conditions<'pack>(source: &Source, baseline: &'pack Baseline) -> Vec<&'pack str> {
    let citing = baseline.conditions.iter().filter(|condition| condition.sources.contains(&source.id));
    citing.map(|condition| condition.id.as_str()).collect()
}

fn entry<'pack>(source: &'pack Source, baseline: &'pack Baseline) -> Entry<'pack> {
    Entry {
        id: &source.id,
        title: &source.title,
        publisher: &source.publisher,
        location: &source.location,
        licence: &source.licence,
        tables: tables(source, baseline),
        conditions: conditions(source, baseline),
    }
}

fn list(sources: &[&Source], baseline: &Baseline, context: &Context) -> Table {
    let messages = context.messages;
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-id")),
            Column::words("title", message!(messages, "column-title")),
            Column::words("publisher", message!(messages, "column-publisher")),
            Column::words("licence", message!(messages, "column-licence")),
            Column::words("tables", message!(messages, "column-tables")),
        ],
        rows: sources
            .iter()
            .map(|source| {
                let mut uses: Vec<&str> =
                    tables(source, baseline).iter().map(|table| table.file.as_str()).collect();
                uses.extend(conditions(source, baseline));
                vec![
                    Cell::text(&source.id),
                    Cell::text(messages.choose(&source.title)),
                    Cell::text(&source.publisher),
                    Cell::text(&source.licence),
                    Cell::text(uses.join(" ")),
                ]
            })
            .collect(),
    }
}

/// The list for a terminal: a block of short lines for each source, since titles and file names
/// side by side do not fit.
fn blocks(sources: &[&Source], baseline: &Baseline, context: &Context) -> Document {
    let messages = context.messages;
    let mut document = Document::default();
    for source in sources {
        let files: Vec<&str> = tables(source, baseline).iter().map(|table| table.file.as_str()).collect();
        let lines = [
            source.id.clone(),
            messages.choose(&source.title).to_owned(),
            format!("{}: {}", message!(messages, "column-publisher"), source.publisher),
            format!("{}: {}", message!(messages, "column-licence"), source.licence),
            format!("{}: {}", message!(messages, "column-tables"), files.join(" ")),
        ];
        document.paragraph(lines.map(|line| escape_untrusted(&line)).join("\n"));
    }
    document
}

fn detail(source: &Source, baseline: &Baseline, context: &Context) -> Document {
    let messages = context.messages;
    let mut document = Document::default();
    document.heading(1, format!("{} ({})", messages.choose(&source.title), source.id));
    document.paragraph(format!("{}: {}", message!(messages, "column-publisher"), source.publisher));
    document.paragraph(format!("{}: {}", message!(messages, "column-location"), source.location));
    document.paragraph(format!("{}: {}", message!(messages, "column-licence"), source.licence));
    document.heading(2, message!(messages, "sources-tables-heading"));
    for table in tables(source, baseline) {
        document.heading(3, format!("{} ({})", messages.choose(&table.title), table.file));
        let status = match table.status {
            Status::Observed => message!(messages, "status-observed"),
            Status::Derived => message!(messages, "status-derived"),
            Status::Assumed => message!(messages, "status-assumed"),
        };
        document.paragraph(format!(
            "{}: {}; {}: {status}",
            message!(messages, "column-unit"),
            table.unit,
            message!(messages, "column-status"),
        ));
        let how = messages.choose(&table.transformation);
        document.paragraph(format!("{}: {how}", message!(messages, "column-transformation")));
    }
    let conditions = conditions(source, baseline);
    if !conditions.is_empty() {
        document.paragraph(message!(messages, "sources-conditions", names = conditions.join(" ")));
    }
    document
}
