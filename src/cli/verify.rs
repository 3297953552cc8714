//! `kenju verify`: looks for damage in a store.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::study::{of_store, open};
use super::{Context, OutputOptions};
use crate::i18n::message;
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::study::Manifest;
use crate::study::store::Access;
use crate::study::verify::{Damage, Dropped};
use crate::text::escape_untrusted;
use clap::{Args, ValueHint};
use serde::Serialize;
use std::path::PathBuf;

/// Flags of `verify`.
#[derive(Debug, Args)]
pub struct Options {
    /// The store of a study
    #[arg(value_name = "STORE", value_hint = ValueHint::FilePath)]
    store: PathBuf,
    /// Drop damaged units, so that `resume` computes them again, and values of no unit
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    output: OutputOptions,
}

/// What was found.
#[derive(Debug, Serialize)]
struct Findings {
    ok: bool,
    units: u64,
    dropped: u64,
    dropped_values: u64,
    damages: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Finding {
    kind: &'static str,
    what: String,
}

/// Carries it out.
///
/// # Errors
/// [`Kind::Content`] when something is damaged and stays so; otherwise a failure with its exit code.
pub fn verify(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.store.as_path()], context)?;
    let access = if options.repair { Access::Write } else { Access::Read };
    let mut store = open(&options.store, access, context)?;
    let fails = |error| of_store(context, &error);
    let damages = store.damages().map_err(fails)?;
    let dropped =
        if options.repair { store.drop_damaged(&damages).map_err(fails)? } else { Dropped::default() };
    let left = damages.iter().filter(|damage| !options.repair || !damage.can_be_dropped()).count();
    let findings = Findings {
        ok: damages.is_empty(),
        units: store.finished().map_err(fails)?.len() as u64,
        dropped: dropped.units,
        dropped_values: dropped.values,
        damages: damages.iter().map(|damage| finding(damage, store.manifest())).collect(),
    };
    target.write(&render(&findings, options.output.format, context), context)?;
    if left == 0 { Ok(()) } else { Err(Failure::Reported(Kind::Content)) }
}

fn finding(damage: &Damage, manifest: &Manifest) -> Finding {
    let (kind, what) = match damage {
        Damage::Database(words) => ("database", words.clone()),
        Damage::Unit(unit) => ("unit", manifest.name(*unit)),
        Damage::Stranger(unit) => {
            ("stranger", format!("scenario {}, {}", unit.scenario, manifest.name(*unit)))
        }
        Damage::Orphans(values) => ("orphans", values.to_string()),
        Damage::Scenario(id) => ("scenario", id.clone()),
        Damage::Study(column) => ("study", (*column).to_owned()),
    };
    Finding { kind, what: escape_untrusted(&what) }
}

fn render(findings: &Findings, format: Format, context: &Context) -> String {
    let messages = context.messages;
    let words = |kind: &str| match kind {
        "database" => message!(messages, "damage-database"),
        "unit" => message!(messages, "damage-unit"),
        "stranger" => message!(messages, "damage-stranger"),
        "orphans" => message!(messages, "damage-orphans"),
        "study" => message!(messages, "damage-study"),
        _ => message!(messages, "damage-scenario"),
    };
    let for_readers = format.is_for_readers();
    let row = |one: &Finding| {
        let kind = if for_readers { words(one.kind) } else { one.kind.to_owned() };
        vec![Cell::text(kind), Cell::text(&one.what)]
    };
    let table = Table {
        columns: vec![
            Column::words("kind", message!(messages, "column-damage")),
            Column::words("what", message!(messages, "column-what")),
        ],
        rows: findings.damages.iter().map(row).collect(),
    };
    match format {
        Format::Json => json::render(findings),
        Format::Csv => csv::table(&table),
        Format::Table | Format::Md => {
            let mut document = Document::default();
            let units = findings.units.to_string();
            if findings.ok {
                document.paragraph(message!(messages, "verify-ok", units = units));
            } else {
                document.table(table);
                if findings.dropped > 0 {
                    let dropped = findings.dropped.to_string();
                    document.paragraph(message!(messages, "verify-dropped", dropped = dropped));
                }
                if findings.dropped_values > 0 {
                    let dropped = findings.dropped_values.to_string();
                    document.paragraph(message!(messages, "verify-dropped-values", dropped = dropped));
                }
            }
            format.lay_out(&document)
        }
    }
}
