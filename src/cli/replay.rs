//! `kenju replay`: the steps of a session of the interface, computed again one after the other.

use super::failure::{Failure, Kind};
use super::output::Target;
use super::simulate::{baseline, of_scenario, watched};
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Text;
use crate::i18n::message;
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Group};
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::series::group_name;
use crate::report::{Format, csv, json};
use crate::run::progress::Part;
use crate::run::session::Session;
use crate::run::{Detail, Difference, DifferenceRow, Persons, RunError, RunSettings, Watch, World};
use crate::scenario::script::{self, MOST_STEPS, SCRIPT_VERSION, Script, ScriptError};
use crate::text::escape_untrusted;
use clap::{Args, ValueHint};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// Flags of `replay`.
#[derive(Debug, Args)]
pub struct Options {
    /// The script that the interface wrote: each step is compared with its reference and with the step before
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    script: PathBuf,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// What a step has changed for one sex.
#[derive(Debug, Serialize)]
struct Row {
    step: usize,
    change: String,
    sex: &'static str,
    year: u16,
    #[serde(skip)]
    name: String,
    /// Against the reference under the same assumptions.
    added: Change,
    /// Against the step before.
    by_step: Change,
}

/// Healthy life expectancy more, years.
#[derive(Debug, Serialize)]
struct Change {
    value: f64,
    /// Empty where it cannot be told.
    se: Option<f64>,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn replay(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    target.spare([options.script.as_path()], context)?;
    let pack = Arc::new(baseline(context, &options.baseline)?);
    let script = script::load(&options.script, &pack).map_err(|error| refused(context, &error))?;
    let session = Session::new(Arc::clone(&pack));
    let rows = watched(context, None, |watch| rows(context, &session, &script, watch))?;
    let text = match options.output.format {
        Format::Json => json::render(&rows),
        Format::Csv => csv::table(&table(context, &rows)),
        format => {
            let mut document = Document::default();
            document.table(table(context, &rows));
            let persons = script.persons.map_or_else(|| "all".to_owned(), |persons| persons.to_string());
            let seed = script.seed.to_string();
            document.paragraph(message!(context.messages, "replay-note", persons = persons, seed = seed));
            format.lay_out(&document)
        }
    };
    target.write(&text, context)
}

fn refused(context: &Context, error: &ScriptError) -> Failure {
    let text = match error {
        ScriptError::Scenario(error) => return of_scenario(context, error),
        ScriptError::Version(found) => message!(
            context.messages,
            "replay-version",
            found = found.to_string(),
            known = SCRIPT_VERSION.to_string()
        ),
        ScriptError::Steps(found) => message!(
            context.messages,
            "replay-steps",
            found = found.to_string(),
            most = MOST_STEPS.to_string()
        ),
    };
    context.failure(Kind::Content, text)
}

/// Every step against its reference, and against the step before it.
fn rows(
    context: &Context,
    session: &Session,
    script: &Script,
    watch: &dyn Watch,
) -> Result<Vec<Row>, RunError> {
    let settings = RunSettings {
        persons: script.persons.map_or(Persons::All, Persons::Count),
        seed: script.seed,
        until: Year(script.until),
        detail: Detail::None,
        raw: false,
    };
    let mut rows = Vec::new();
    let mut before: Option<World> = None;
    for (number, step) in script.steps.iter().enumerate() {
        let world = World {
            id: step.id.clone(),
            title: step.title.clone(),
            plan: step.plan.clone(),
            own_assumptions: step.own_assumptions.clone(),
        };
        let plan = world.plan.trends_only();
        let title = Text { ja: "基準シナリオ".to_owned(), en: "Reference".to_owned() };
        let reference = World { id: "reference".to_owned(), title, plan, own_assumptions: Vec::new() };
        let part = |half: usize| Part::nth(watch, 2 * number + half, 2 * script.steps.len());
        let differs = |from: &World, half: usize| {
            let worlds = [from.clone(), world.clone()];
            let output = session.compare(&worlds, &settings, &part(half))?;
            Ok::<_, RunError>(output.differences.and_then(|all| all.into_iter().next()))
        };
        let added = differs(&reference, 0)?;
        let moved = before.as_ref().map(|before| differs(before, 1)).transpose()?.flatten();
        let last = |difference: &Difference| {
            let until = difference.series.iter().map(|row| row.year).max();
            let sexes = difference.series.iter().filter(|row| row.sex != Group::Both);
            let rows = sexes.filter(move |row| Some(row.year) == until);
            rows.cloned().collect::<Vec<DifferenceRow>>()
        };
        let moved = moved.as_ref().map(last).unwrap_or_default();
        for row in added.as_ref().map(last).unwrap_or_default() {
            let own = moved.iter().find(|one| one.sex == row.sex);
            rows.push(Row {
                step: number,
                change: escape_untrusted(context.messages.choose(&world.title)),
                sex: row.sex.as_str(),
                year: row.year.0,
                name: group_name(row.sex, context.messages),
                added: change(Some(row.expectancies.healthy_life_expectancy)),
                by_step: change(own.map(|own| own.expectancies.healthy_life_expectancy)),
            });
        }
        before = Some(world);
    }
    Ok(rows)
}

/// The first step has none before it and changes nothing.
fn change(estimate: Option<Estimate>) -> Change {
    let estimate = estimate.unwrap_or(Estimate::new(0.0, 0.0));
    Change { value: estimate.value, se: Some(estimate.se).filter(|se| se.is_finite()) }
}

fn table(context: &Context, rows: &[Row]) -> Table {
    let messages = context.messages;
    let year = rows.first().map_or_else(String::new, |row| row.year.to_string());
    let error = |change: &Change| change.se.map_or(Cell::Empty, |se| Cell::number(se, 3));
    let cells = |row: &Row| {
        vec![
            Cell::whole(u32::try_from(row.step).unwrap_or(u32::MAX)),
            Cell::text(&row.change),
            Cell::text(&row.name),
            Cell::number(row.added.value, 3),
            error(&row.added),
            Cell::number(row.by_step.value, 3),
            error(&row.by_step),
        ]
    };
    Table {
        columns: vec![
            Column::numbers("step", message!(messages, "replay-step")),
            Column::words("change", message!(messages, "replay-change")),
            Column::words("sex", message!(messages, "column-sex")),
            Column::numbers("added", message!(messages, "replay-added", year = year.as_str())),
            Column::numbers("added_se", message!(messages, "replay-error")),
            Column::numbers("by_step", message!(messages, "replay-by-step")),
            Column::numbers("by_step_se", message!(messages, "replay-error")),
        ],
        rows: rows.iter().map(cells).collect(),
    }
}
