//! `kenju studies`: the embedded studies, or one of them as it is written.

use super::failure::Failure;
use super::output::Target;
use super::simulate::{baseline, of_scenario};
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Text;
use crate::i18n::message;
use crate::report::document::{Block, Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::scenario::Library;
use crate::scenario::study::{self, PlanFile, Study};
use clap::Args;
use serde::Serialize;
use std::ffi::OsString;

/// Flags of `studies`.
#[derive(Debug, Args)]
pub struct Options {
    /// Show the plan of this study as it is written
    #[arg(value_name = "ID")]
    id: Option<OsString>,
    #[command(flatten)]
    output: OutputOptions,
}

/// A study in machine-readable output.
#[derive(Debug, Serialize)]
struct Entry<'study> {
    id: &'study str,
    title: &'study Text,
    note: Option<&'study Text>,
    scenarios: Vec<&'study str>,
    persons: Option<u64>,
    draws: u32,
    seeds: &'study [u64],
    units: u64,
    text: &'study str,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn studies(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &BaselineOptions { baseline: None })?;
    let ids: Vec<OsString> = match &options.id {
        Some(id) => vec![id.clone()],
        None => study::ids().map(OsString::from).collect(),
    };
    let found = ids.iter().map(|id| PlanFile::find(id)?.resolve(Library::embedded(), &baseline));
    let found: Vec<Study> = found.collect::<Result<_, _>>().map_err(|error| of_scenario(context, &error))?;
    let written = options.id.is_some().then(|| found.first()).flatten();
    let text = match (options.output.format, written) {
        (Format::Json, _) => json::render(&found.iter().map(entry).collect::<Vec<_>>()),
        (Format::Csv, _) => csv::table(&table(&found, context)),
        (format, Some(study)) => {
            format.lay_out(&Document { blocks: vec![Block::Verbatim(study.text.clone())] })
        }
        (format, None) => {
            let mut document: Document = table(&found, context).into();
            for study in &found {
                if let Some(note) = &study.note {
                    document.paragraph(format!("{}: {}", study.id, context.messages.choose(note)));
                }
            }
            document.paragraph(message!(context.messages, "studies-hint"));
            format.lay_out(&document)
        }
    };
    target.write(&text, context)
}

/// Scenarios x (draws and the central values) x seeds.
fn units(study: &Study) -> u64 {
    study.members.len() as u64 * (u64::from(study.draws) + 1) * study.seeds.len() as u64
}

fn entry(study: &Study) -> Entry<'_> {
    Entry {
        id: &study.id,
        title: &study.title,
        note: study.note.as_ref(),
        scenarios: study.members.iter().map(|member| member.scenario.id.as_str()).collect(),
        persons: study.persons,
        draws: study.draws,
        seeds: &study.seeds,
        units: units(study),
        text: &study.text,
    }
}

fn table(studies: &[Study], context: &Context) -> Table {
    let messages = context.messages;
    let whole = |count: u64| Cell::number(count as f64, 0);
    let row = |study: &Study| {
        vec![
            Cell::text(&study.id),
            Cell::text(messages.choose(&study.title)),
            whole(study.members.len() as u64),
            study.persons.map_or(Cell::Empty, whole),
            whole(u64::from(study.draws)),
            whole(units(study)),
        ]
    };
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-id")),
            Column::words("title", message!(messages, "column-title")),
            Column::numbers("scenarios", message!(messages, "estimate-scenarios")),
            Column::numbers("persons", message!(messages, "estimate-persons")),
            Column::numbers("draws", message!(messages, "estimate-draws")),
            Column::numbers("units", message!(messages, "estimate-units")),
        ],
        rows: studies.iter().map(row).collect(),
    }
}
