//! `kenju life-table`: a period life table from a file of deaths or probabilities of death.

use super::failure::{Failure, Kind};
use super::output::{Target, shown};
use super::{Context, OutputOptions, input};
use crate::i18n::message;
use crate::outcome::life_table::{LifeTableRows, life_table as compute};
use crate::report::document::{Cell, Column, Table};
use crate::report::table_file::read_life_table_csv;
use crate::report::{Format, csv, json};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of `life-table`.
#[derive(Debug, Args)]
pub struct Options {
    /// Table with the columns age, population, deaths or age, qx; optional ax and, for the last row, ex
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    #[command(flatten)]
    output: OutputOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn life_table(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.file.as_path()], context)?;
    let text = input::read_text(&options.file, context)?;
    let input = read_life_table_csv(&text, &shown(&options.file))
        .map_err(|error| context.failure(Kind::Content, context.messages.choose(&error.text())))?;
    let result = compute(&input);
    let text = match options.output.format {
        Format::Json => json::render(&result),
        Format::Csv => csv::table(&table(&result, context)),
        format => format.lay_out(&table(&result, context).into()),
    };
    target.write(&text, context)
}

fn table(result: &LifeTableRows, context: &Context) -> Table {
    let messages = context.messages;
    Table {
        columns: vec![
            Column::numbers("age", message!(messages, "column-age")),
            Column::numbers("m", message!(messages, "column-m")),
            Column::numbers("q", message!(messages, "column-q")),
            Column::numbers("l", message!(messages, "column-survivors")),
            Column::numbers("L", message!(messages, "column-person-years")),
            Column::numbers("life_expectancy", message!(messages, "column-expectancy")),
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
                ]
            })
            .collect(),
    }
}
