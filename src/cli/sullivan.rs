//! `kenju sullivan`: healthy life expectancy with standard errors from a file, by Sullivan's method.

use super::failure::{Failure, Kind};
use super::output::{Target, shown};
use super::{Context, OutputOptions, input};
use crate::i18n::message;
use crate::outcome::sullivan::{SullivanRows, sullivan as compute};
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::table_file::read_sullivan_csv;
use crate::report::{Format, csv, json};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of `sullivan`.
#[derive(Debug, Args)]
pub struct Options {
    /// Table with the columns age, population, deaths, limited_share; optional sample_size, qx, ax. The last
    /// row is the open group
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn sullivan(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.file.as_path()], context)?;
    let text = input::read_text(&options.file, context)?;
    let input = read_sullivan_csv(&text, &shown(&options.file))
        .map_err(|error| context.failure(Kind::Content, context.messages.choose(&error.text())))?;
    let result = compute(&input);
    let text = match options.output.format {
        Format::Json => json::render(&result),
        Format::Csv => csv::table(&table(&result, context)),
        format => {
            let mut document = Document::from(table(&result, context));
            document.paragraph(message!(context.messages, "sullivan-note"));
            format.lay_out(&document)
        }
    };
    target.write(&text, context)
}

fn table(result: &SullivanRows, context: &Context) -> Table {
    let messages = context.messages;
    let error = |se: Option<f64>| se.map_or(Cell::Empty, |se| Cell::number(se, 4));
    Table {
        columns: vec![
            Column::numbers("age", message!(messages, "column-age")),
            Column::numbers("m", message!(messages, "column-m")),
            Column::numbers("q", message!(messages, "column-q")),
            Column::numbers("l", message!(messages, "column-survivors")),
            Column::numbers("L", message!(messages, "column-person-years")),
            Column::numbers("life_expectancy", message!(messages, "column-expectancy")),
            Column::numbers("healthy_life_expectancy", message!(messages, "column-healthy-expectancy")),
            Column::numbers("share_healthy", message!(messages, "column-share-healthy")),
            Column::numbers("se_prevalence", message!(messages, "column-se-prevalence")),
            Column::numbers("se_total", message!(messages, "column-se-total")),
        ],
        rows: result
            .rows
            .iter()
            .map(|row| {
                vec![
                    Cell::whole(u32::from(row.age)),
                    Cell::number(row.m, 6),
                    Cell::number(row.q, 6),
                    Cell::number(row.l, 0),
                    Cell::number(row.person_years, 0),
                    Cell::number(row.life_expectancy, 3),
                    Cell::number(row.healthy_life_expectancy, 3),
                    Cell::number(row.share_healthy, 4),
                    error(row.se_prevalence),
                    error(row.se_total),
                ]
            })
            .collect(),
    }
}
