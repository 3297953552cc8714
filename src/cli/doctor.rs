//! `kenju doctor`: what this installation is and what it can do here, for questions and reports.

use super::failure::Failure;
use super::interface::opens;
use super::output::{Target, shown};
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::i18n::message;
use crate::report::document::{Cell, Column, Table};
use crate::report::measure::wrap;
use crate::report::{Format, csv, json};
use crate::scenario::Library;
use crate::text::escape_untrusted;
use clap::Args;
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stderr, stdin, stdout};

/// Flags of `doctor`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    output: OutputOptions,
}

/// A finding: key for machines, name for readers, value.
type Finding = (&'static str, String, String);

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn doctor(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let findings = findings(context)?;
    let text = match options.output.format {
        Format::Json => {
            let map: BTreeMap<&str, &str> =
                findings.iter().map(|(key, _, value)| (*key, value.as_str())).collect();
            json::render(&map)
        }
        Format::Csv => csv::table(&table(&findings, context, true)),
        Format::Md => Format::Md.lay_out(&table(&findings, context, false).into()),
        Format::Table => Format::Table.lay_out(&table(&folded(findings), context, false).into()),
    };
    target.write(&text, context)
}

/// Cells for values in a terminal.
const VALUE_CELLS: usize = 70;

/// The findings with long values continued in rows of their own.
fn folded(findings: Vec<Finding>) -> Vec<Finding> {
    let mut rows = Vec::new();
    for (key, name, value) in findings {
        for (number, line) in wrap(&value, VALUE_CELLS).into_iter().enumerate() {
            rows.push((key, if number == 0 { name.clone() } else { String::new() }, line));
        }
    }
    rows
}

fn table(findings: &[Finding], context: &Context, keys: bool) -> Table {
    let messages = context.messages;
    let row = |(key, name, value): &Finding| {
        vec![Cell::text(if keys { *key } else { name.as_str() }), Cell::text(value)]
    };
    Table {
        columns: vec![
            Column::words("item", message!(messages, "doctor-item")),
            Column::words("value", message!(messages, "column-value")),
        ],
        rows: findings.iter().map(row).collect(),
    }
}

fn findings(context: &Context) -> Result<Vec<Finding>, Failure> {
    let messages = context.messages;
    let none = || message!(messages, "doctor-none");
    let variable = |name: &str| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        format!("{name}={}", value.map_or_else(none, |value| escape_untrusted(&value.to_string_lossy())))
    };
    let variables = |names: &[&str]| names.iter().map(|name| variable(name)).collect::<Vec<_>>().join(" ");
    let pack = baseline(context, &BaselineOptions { baseline: None })?;
    let streams = [
        ("stdin", stdin().is_terminal()),
        ("stdout", stdout().is_terminal()),
        ("stderr", stderr().is_terminal()),
    ];
    let terminals: Vec<&str> =
        streams.iter().filter(|(_, terminal)| *terminal).map(|(name, _)| *name).collect();
    let terminals = if terminals.is_empty() { none() } else { terminals.join(" ") };
    let size = crossterm::terminal::size();
    Ok(vec![
        ("version", message!(messages, "doctor-version"), env!("CARGO_PKG_VERSION").to_owned()),
        (
            "executable",
            message!(messages, "doctor-executable"),
            std::env::current_exe().map_or_else(|_| none(), |path| shown(&path)),
        ),
        ("baseline", message!(messages, "doctor-baseline"), format!("{} {}", pack.id, pack.digest)),
        (
            "scenarios",
            message!(messages, "doctor-scenarios"),
            Library::embedded().ids().collect::<Vec<_>>().join(" "),
        ),
        (
            "language",
            message!(messages, "doctor-language"),
            format!("{} ({})", messages.language(), variables(&["LC_ALL", "LC_MESSAGES", "LANG"])),
        ),
        (
            "terminal",
            message!(messages, "doctor-terminal"),
            format!("{terminals} ({})", variables(&["TERM", "COLORTERM", "NO_COLOR"])),
        ),
        (
            "terminal_size",
            message!(messages, "doctor-size"),
            size.map_or_else(|_| none(), |(columns, rows)| format!("{columns}x{rows}")),
        ),
        (
            "interface",
            message!(messages, "doctor-interface"),
            if opens() {
                message!(messages, "doctor-interface-opens")
            } else {
                message!(messages, "doctor-interface-text")
            },
        ),
        (
            "threads",
            message!(messages, "doctor-threads"),
            std::thread::available_parallelism().map_or_else(|_| none(), |threads| threads.to_string()),
        ),
        (
            "working_directory",
            message!(messages, "doctor-folder"),
            std::env::current_dir().map_or_else(|_| none(), |path| shown(&path)),
        ),
    ])
}
