//! `kenju scenarios`: the embedded scenarios, or one of them as it is written.

use super::failure::Failure;
use super::output::Target;
use super::simulate::{baseline, of_scenario};
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Text;
use crate::i18n::message;
use crate::report::document::{Block, Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::scenario::{Document as ScenarioDocument, Library, ResolvedScenario, resolve};
use clap::Args;
use serde::Serialize;
use std::ffi::OsString;

/// Flags of `scenarios`.
#[derive(Debug, Args)]
pub struct Options {
    /// Show this scenario as it is written
    #[arg(value_name = "ID")]
    id: Option<OsString>,
    #[command(flatten)]
    output: OutputOptions,
}

/// A scenario in machine-readable output.
#[derive(Debug, Serialize)]
struct Entry<'scenario> {
    id: &'scenario str,
    title: &'scenario Text,
    note: Option<&'scenario Text>,
    digest: String,
    own_assumptions: &'scenario [Text],
    policies: &'scenario [Text],
    text: &'scenario str,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn scenarios(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &BaselineOptions { baseline: None })?;
    let library = Library::embedded();
    let documents: Vec<ScenarioDocument> = match &options.id {
        Some(id) => vec![library.find(id).map_err(|error| of_scenario(context, &error))?],
        None => library.ids().filter_map(|id| library.get(id).cloned()).collect(),
    };
    let mut items = Vec::with_capacity(documents.len());
    for document in documents {
        let resolved =
            resolve(document.clone(), library, &baseline).map_err(|error| of_scenario(context, &error))?;
        items.push((document, resolved));
    }
    let written = options.id.is_some().then(|| items.first()).flatten();
    let text = match (options.output.format, written) {
        (Format::Json, _) => json::render(&items.iter().map(entry).collect::<Vec<_>>()),
        (Format::Csv, _) => csv::table(&table(&items, context)),
        (format, None) => {
            let mut list = table(&items, context);
            if format == Format::Table {
                // The notes are long; in a terminal they would break the rows.
                list.columns.pop();
                list.rows.iter_mut().for_each(|row| row.truncate(list.columns.len()));
            }
            format.lay_out(&list.into())
        }
        (format, Some((document, resolved))) => {
            let mut text = document.text.clone();
            // As comments, so that the output can be saved and run as it is.
            for policy in &resolved.policies {
                text.extend(["// ", context.messages.choose(policy), "\n"]);
            }
            format.lay_out(&Document { blocks: vec![Block::Verbatim(text)] })
        }
    };
    target.write(&text, context)
}

fn entry((document, resolved): &(ScenarioDocument, ResolvedScenario)) -> Entry<'_> {
    Entry {
        id: &resolved.id,
        title: &resolved.title,
        note: resolved.note.as_ref(),
        digest: resolved.plan.digest().to_string(),
        own_assumptions: &resolved.own_assumptions,
        policies: &resolved.policies,
        text: &document.text,
    }
}

fn table(items: &[(ScenarioDocument, ResolvedScenario)], context: &Context) -> Table {
    let messages = context.messages;
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-id")),
            Column::words("title", message!(messages, "column-title")),
            Column::words("note", message!(messages, "column-note")),
        ],
        rows: items
            .iter()
            .map(|(_, scenario)| {
                let note =
                    scenario.note.as_ref().map_or(Cell::Empty, |note| Cell::text(messages.choose(note)));
                vec![Cell::text(&scenario.id), Cell::text(messages.choose(&scenario.title)), note]
            })
            .collect(),
    }
}
