//! `kenju diff`: why two results differ.

use super::failure::{Failure, Kind};
use super::input::read_result;
use super::output::{Target, shown};
use super::study::{is_store, of_store, open};
use super::{Context, OutputOptions};
use crate::i18n::{Messages, message, numbers};
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::scenario::write::Part;
use crate::study::differ::{Cause, Facts, Reason, Setting, Shift};
use crate::study::store::Access;
use clap::{Args, ValueHint};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Flags of `diff`.
#[derive(Debug, Args)]
pub struct Options {
    /// A result of `run`, `compare` or `report` in JSON, or a store
    #[arg(value_name = "A", value_hint = ValueHint::FilePath)]
    first: PathBuf,
    /// Another one
    #[arg(value_name = "B", value_hint = ValueHint::FilePath)]
    second: PathBuf,
    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Serialize)]
struct Answer<'a> {
    same: bool,
    reasons: Vec<Entry<'a>>,
    healthy_life_expectancy: Vec<Moved<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    cause: &'static str,
    scenario: Option<&'a str>,
    item: &'a str,
    first: &'a str,
    second: &'a str,
}

#[derive(Serialize)]
struct Moved<'a> {
    scenario: &'a str,
    sex: &'a str,
    year: u16,
    first: f64,
    second: f64,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn diff(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.first.as_path(), options.second.as_path()], context)?;
    let (first, second) = (facts(&options.first, context)?, facts(&options.second, context)?);
    let (reasons, shifts) = (first.reasons(&second), first.shifts(&second));
    target.write(&render(&reasons, &shifts, options.output.format, context.messages), context)
}

fn facts(path: &Path, context: &Context) -> Result<Facts, Failure> {
    if is_store(path) {
        let store = open(path, Access::Read, context)?;
        return Facts::of_store(&store).map_err(|error| of_store(context, &error));
    }
    let text = read_result(path, context)?;
    serde_json::from_str(&text).ok().and_then(|result| Facts::of_json(&result)).ok_or_else(|| {
        context.failure(Kind::Content, message!(context.messages, "error-no-result", path = shown(path)))
    })
}

/// The word for machines.
const fn key(cause: Cause) -> &'static str {
    match cause {
        Cause::Setting(setting) => match setting {
            Setting::Version => "version",
            Setting::Engine => "engine",
            Setting::Pack => "pack",
            Setting::Data => "data",
            Setting::Calibration => "calibration",
            Setting::Persons => "persons",
            Setting::Seed => "seed",
            Setting::Draws => "draws",
            Setting::Until => "until",
            Setting::Verb => "verb",
            Setting::Detail => "detail",
            Setting::Raw => "raw",
            Setting::Tolerance => "tolerance",
        },
        Cause::Part(part) => match part {
            Part::Assumption => "assumption",
            Part::HazardChange => "hazard_change",
            Part::Start => "start",
            Part::Lever => "lever",
            Part::Trials => "trials",
            Part::Shock => "shock",
        },
        Cause::OnlyInOne => "only_in_one",
        Cause::Plan => "plan",
    }
}

fn words(cause: Cause, messages: &Messages) -> String {
    match cause {
        Cause::Setting(setting) => match setting {
            Setting::Version => message!(messages, "cause-version"),
            Setting::Engine => message!(messages, "cause-engine"),
            Setting::Pack => message!(messages, "cause-pack"),
            Setting::Data => message!(messages, "cause-data"),
            Setting::Calibration => message!(messages, "cause-calibration"),
            Setting::Persons => message!(messages, "cause-persons"),
            Setting::Seed => message!(messages, "cause-seed"),
            Setting::Draws => message!(messages, "cause-draws"),
            Setting::Until => message!(messages, "cause-until"),
            Setting::Verb => message!(messages, "cause-verb"),
            Setting::Detail => message!(messages, "cause-detail"),
            Setting::Raw => message!(messages, "cause-raw"),
            Setting::Tolerance => message!(messages, "cause-tolerance"),
        },
        Cause::Part(part) => match part {
            Part::Assumption => message!(messages, "cause-assumption"),
            Part::HazardChange => message!(messages, "cause-hazard-change"),
            Part::Start => message!(messages, "cause-start"),
            Part::Lever => message!(messages, "cause-lever"),
            Part::Trials => message!(messages, "cause-trials"),
            Part::Shock => message!(messages, "cause-shock"),
        },
        Cause::OnlyInOne => message!(messages, "cause-only-in-one"),
        Cause::Plan => message!(messages, "cause-plan"),
    }
}

fn render(reasons: &[Reason], shifts: &[Shift], format: Format, messages: &Messages) -> String {
    let for_readers = format.is_for_readers();
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    let table = Table {
        columns: vec![
            Column::words("cause", message!(messages, "column-cause")),
            Column::words("scenario", message!(messages, "column-scenario")),
            Column::words("item", message!(messages, "column-item")),
            Column::words("first", message!(messages, "column-first")),
            Column::words("second", message!(messages, "column-second")),
        ],
        rows: reasons
            .iter()
            .map(|one| {
                let cause = if for_readers { words(one.cause, messages) } else { key(one.cause).to_owned() };
                let scenario = one.scenario.as_deref().unwrap_or_default();
                vec![Cell::text(cause), cell(scenario), cell(&one.item), cell(&one.first), cell(&one.second)]
            })
            .collect(),
    };
    match format {
        Format::Json => json::render(&Answer {
            same: reasons.is_empty() && !has_moved(shifts),
            reasons: reasons
                .iter()
                .map(|one| Entry {
                    cause: key(one.cause),
                    scenario: one.scenario.as_deref(),
                    item: &one.item,
                    first: &one.first,
                    second: &one.second,
                })
                .collect(),
            healthy_life_expectancy: shifts
                .iter()
                .map(|one| Moved {
                    scenario: &one.scenario,
                    sex: one.sex,
                    year: one.year,
                    first: one.first,
                    second: one.second,
                })
                .collect(),
        }),
        Format::Csv => csv::table(&table),
        Format::Table | Format::Md => {
            let mut document = Document::default();
            if reasons.is_empty() && has_moved(shifts) {
                document.paragraph(message!(messages, "diff-unexplained"));
            } else if reasons.is_empty() {
                document.paragraph(message!(messages, "diff-same"));
            } else {
                document.paragraph(message!(messages, "diff-reasons"));
                document.table(table);
            }
            let moved: Vec<Vec<Cell>> = shifts.iter().map(|one| moved(one, messages)).collect();
            if !moved.is_empty() {
                document.paragraph(message!(messages, "diff-moved"));
                document.table(Table {
                    columns: vec![
                        Column::words("scenario", message!(messages, "column-scenario")),
                        Column::words("sex", message!(messages, "column-sex")),
                        Column::numbers("year", message!(messages, "column-year")),
                        Column::numbers("first", message!(messages, "column-first")),
                        Column::numbers("second", message!(messages, "column-second")),
                        Column::numbers("difference", message!(messages, "column-difference")),
                    ],
                    rows: moved,
                });
            }
            format.lay_out(&document)
        }
    }
}

/// Whether a number of both results is another one in the second.
fn has_moved(shifts: &[Shift]) -> bool {
    shifts.iter().any(|one| one.first != one.second)
}

fn moved(one: &Shift, messages: &Messages) -> Vec<Cell> {
    let sex = match one.sex {
        "male" => message!(messages, "sex-male"),
        "female" => message!(messages, "sex-female"),
        _ => message!(messages, "sex-both"),
    };
    let difference = one.second - one.first;
    vec![
        Cell::text(&one.scenario),
        Cell::text(sex),
        Cell::whole(u32::from(one.year)),
        Cell::number(one.first, 3),
        Cell::number(one.second, 3),
        Cell::shown(difference, numbers::signed(difference, 3)),
    ]
}
