//! `kenju paths`: the files of this user that the interface reads and keeps, whether they are there or not.

use super::failure::Failure;
use super::output::Target;
use super::{Context, OutputOptions};
use crate::i18n::message;
use crate::report::document::{Cell, Column, Table};
use crate::report::{Format, csv, json};
use crate::text::escape_untrusted;
use crate::ui::{draft_place, settings, view_place};
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Flags of `paths`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn paths(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let messages = context.messages;
    let draft = draft_place(|name| std::env::var(name).ok());
    let view = draft.as_deref().map(view_place);
    let known: [(&str, String, Option<PathBuf>); 4] = [
        ("settings", message!(messages, "paths-settings"), settings::place()),
        ("draft", message!(messages, "paths-draft"), draft),
        ("view", message!(messages, "paths-view"), view),
        ("exports", message!(messages, "paths-exports"), std::env::current_dir().ok()),
    ];
    let shown = |path: &Option<PathBuf>| {
        let path = path.as_ref().map(|path| escape_untrusted(&path.to_string_lossy()));
        path.unwrap_or_else(|| message!(messages, "doctor-none"))
    };
    let table = || {
        let state = |path: &Option<PathBuf>| match path {
            Some(path) if path.exists() => message!(messages, "paths-there"),
            _ => message!(messages, "paths-not-there"),
        };
        let row = |(key, name, path): &(&str, String, Option<PathBuf>)| {
            let what = if options.output.format == Format::Csv { (*key).to_owned() } else { name.clone() };
            vec![Cell::text(what), Cell::text(shown(path)), Cell::text(state(path))]
        };
        Table {
            columns: vec![
                Column::words("item", message!(messages, "doctor-item")),
                Column::words("value", message!(messages, "paths-path")),
                Column::words("exists", message!(messages, "paths-exists")),
            ],
            rows: known.iter().map(row).collect(),
        }
    };
    let text = match options.output.format {
        Format::Json => {
            let map: BTreeMap<&str, String> =
                known.iter().map(|(key, _, path)| (*key, shown(path))).collect();
            json::render(&map)
        }
        Format::Csv => csv::table(&table()),
        format => format.lay_out(&table().into()),
    };
    target.write(&text, context)
}
