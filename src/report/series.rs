//! The results of `run` and `compare` for readers: yearly tables, goal, and what the numbers are.

use super::RunReport;
use super::document::{Cell, Column, Document, Table};
use super::economics::{self, Drawn, YearEconomics};
use super::events;
use super::{glance, goal, health, population, precision, uncertainty};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Expectancies, Group, ScenarioResult, YearResult};
use crate::run::{Difference, Manifest};

/// The groups in the order they are shown.
const GROUPS: [Group; 3] = [Group::Male, Group::Female, Group::Both];

/// The care levels of detailed results, from no need to the greatest.
const CARE_LEVELS: [&str; 4] = ["none", "support_or_care_1", "care_2_3", "care_4_5"];

/// The name of a group.
#[must_use]
pub fn group_name(group: Group, messages: &Messages) -> String {
    match group {
        Group::Male => message!(messages, "sex-male"),
        Group::Female => message!(messages, "sex-female"),
        Group::Both => message!(messages, "sex-both"),
    }
}

/// The whole report.
#[must_use]
pub fn document(report: &RunReport<'_>, messages: &Messages) -> Document {
    let mut document = Document::default();
    glance::add(&mut document, report, messages);
    uncertainty::add(&mut document, report, messages);
    if report.output.differences.is_some() && !report.detail {
        document.paragraph(message!(messages, "difference-years-note", years = EVERY.to_string()));
    }
    for difference in report.output.differences.iter().flatten() {
        add_difference(&mut document, difference, report, messages);
    }
    for (result, world) in report.output.scenarios.iter().zip(report.worlds) {
        add_scenario(&mut document, result, report, messages);
        population::add(&mut document, report.baseline, &world.plan, result, messages);
    }
    precision::explain(&mut document, messages);
    document.paragraph(manifest(&report.output.manifest, report.output.kenju, messages));
    document
}

/// Years between the rows of a comparison for readers.
const EVERY: u16 = 5;

/// Whether a year has a row: all of them in `run` and with `--detail`; in a comparison every fifth and the last.
fn has_row(report: &RunReport<'_>, year: Year) -> bool {
    let last =
        report.output.scenarios.first().and_then(|first| first.series.iter().map(|row| row.year).max());
    report.output.differences.is_none() || report.detail || year.0.is_multiple_of(EVERY) || Some(year) == last
}

pub(super) fn title(id: &str, report: &RunReport<'_>, messages: &Messages) -> String {
    let found = report.output.scenarios.iter().find(|result| result.id == id);
    found.map_or(id, |result| messages.choose(&result.title)).to_owned()
}

fn add_scenario(
    document: &mut Document,
    result: &ScenarioResult,
    report: &RunReport<'_>,
    messages: &Messages,
) {
    document.heading(1, format!("{} ({})", messages.choose(&result.title), result.id));
    for assumption in &result.own_assumptions {
        let assumption = messages.choose(assumption);
        document.paragraph(message!(messages, "own-assumption", assumption = assumption));
    }
    for group in GROUPS {
        let shown = |row: &&YearResult| row.sex == group && has_row(report, row.year);
        let rows: Vec<&YearResult> = result.series.iter().filter(shown).collect();
        if rows.is_empty() {
            continue;
        }
        document.heading(3, group_name(group, messages));
        document.table(levels(&rows, messages));
        let raw: Vec<Vec<Cell>> = rows
            .iter()
            .filter_map(|row| Some(expectancy_cells(row.year.0, row.raw.as_ref()?, numbers::fixed, messages)))
            .collect();
        if !raw.is_empty() {
            document.heading(3, message!(messages, "raw-heading", group = group_name(group, messages)));
            document.table(Table { columns: expectancy_columns(messages), rows: raw });
        }
        if report.detail {
            add_details(document, &rows, messages);
            health::add(document, &rows, group, report.baseline, messages);
        }
    }
    if report.detail {
        let years: Vec<YearEconomics<'_>> = result
            .series
            .iter()
            .filter_map(|row| Some((row.year, row.outcomes.as_ref()?, row.costs.as_ref())))
            .collect();
        events::add_reach(document, 3, &result.series, report.baseline, messages);
        let reach =
            result.series.iter().rfind(|row| row.outcomes.is_some()).and_then(|row| row.reach.as_ref());
        let drawn = report.output.uncertainty.is_some().then_some(Drawn { reach });
        economics::add(document, 3, &years, report.baseline, drawn, messages);
        events::add_elsewhere(document, messages);
        document.paragraph(message!(messages, "detail-by-age-elsewhere"));
    }
    for line in goal::lines(report.baseline.goal.as_ref(), result, report.output.manifest.draws, messages) {
        document.paragraph(line);
    }
}

fn expectancy_columns(messages: &Messages) -> Vec<Column> {
    vec![
        Column::numbers("year", message!(messages, "column-year")),
        Column::numbers("life_expectancy", message!(messages, "short-life-expectancy")),
        Column::numbers("healthy_life_expectancy", message!(messages, "short-healthy-life-expectancy")),
        Column::numbers(
            "independent_life_expectancy",
            message!(messages, "short-independent-life-expectancy"),
        ),
        Column::numbers("years_limited", message!(messages, "short-years-limited")),
    ]
}

fn expectancy_cells(
    year: u16,
    expectancies: &Expectancies,
    format: impl Fn(f64, usize) -> String,
    messages: &Messages,
) -> Vec<Cell> {
    let estimate = |one: Estimate| {
        Cell::shown(one.value, precision::with_error(&format(one.value, 2), &one, 3, messages))
    };
    vec![
        Cell::whole(u32::from(year)),
        estimate(expectancies.life_expectancy),
        estimate(expectancies.healthy_life_expectancy),
        estimate(expectancies.independent_life_expectancy),
        estimate(expectancies.years_limited),
    ]
}

fn levels(rows: &[&YearResult], messages: &Messages) -> Table {
    let mut columns = expectancy_columns(messages);
    columns.push(Column::numbers("population", message!(messages, "population")));
    columns.push(Column::numbers("deaths", message!(messages, "deaths")));
    let rows = rows
        .iter()
        .map(|row| {
            let mut cells = expectancy_cells(row.year.0, &row.expectancies, numbers::fixed, messages);
            cells.push(Cell::number(row.population, 0));
            cells.push(Cell::number(row.deaths, 0));
            cells
        })
        .collect();
    Table { columns, rows }
}

fn add_details(document: &mut Document, rows: &[&YearResult], messages: &Messages) {
    if let Some(care) = rows.iter().find_map(|row| row.care_need.as_ref()) {
        let levels: Vec<&str> = CARE_LEVELS.into_iter().filter(|level| care.contains_key(level)).collect();
        let mut columns = vec![Column::numbers("year", message!(messages, "column-year"))];
        columns.extend(levels.iter().map(|level| Column::numbers("care_need", care_level(level, messages))));
        let cells = |row: &&YearResult| {
            let care = row.care_need.as_ref()?;
            let year = Cell::whole(u32::from(row.year.0));
            let persons =
                levels.iter().map(|level| care.get(level).map_or(Cell::Empty, |n| Cell::number(*n, 0)));
            Some(std::iter::once(year).chain(persons).collect())
        };
        document.table(Table { columns, rows: rows.iter().filter_map(cells).collect() });
    }
}

fn care_level(level: &str, messages: &Messages) -> String {
    match level {
        "none" => message!(messages, "care-none"),
        "support_or_care_1" => message!(messages, "care-level-1"),
        "care_2_3" => message!(messages, "care-level-2"),
        "care_4_5" => message!(messages, "care-level-3"),
        other => other.to_owned(),
    }
}

fn add_difference(
    document: &mut Document,
    difference: &Difference,
    report: &RunReport<'_>,
    messages: &Messages,
) {
    let from = title(&difference.from, report, messages);
    let to = title(&difference.to, report, messages);
    document.heading(1, message!(messages, "difference-heading", from = from, to = to));
    for group in GROUPS {
        let rows: Vec<Vec<Cell>> = difference
            .series
            .iter()
            .filter(|row| row.sex == group && has_row(report, row.year))
            .map(|row| {
                let mut cells = expectancy_cells(row.year.0, &row.expectancies, numbers::signed, messages);
                cells.push(Cell::shown(row.population, numbers::signed(row.population, 0)));
                cells.push(Cell::shown(row.deaths, numbers::signed(row.deaths, 0)));
                cells
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        document.heading(3, group_name(group, messages));
        let mut columns = expectancy_columns(messages);
        columns.push(Column::numbers("population", message!(messages, "population")));
        columns.push(Column::numbers("deaths", message!(messages, "deaths")));
        document.table(Table { columns, rows });
    }
    let years: Vec<YearEconomics<'_>> = difference
        .series
        .iter()
        .filter(|row| has_row(report, row.year))
        .filter_map(|row| Some((row.year, row.outcomes.as_ref()?, row.costs.as_ref())))
        .collect();
    let drawn = report.output.uncertainty.is_some().then_some(Drawn { reach: None });
    economics::add(document, 3, &years, report.baseline, drawn, messages);
    events::add_elsewhere(document, messages);
}

/// One sentence that says what was run.
#[must_use]
pub fn manifest(manifest: &Manifest, version: &str, messages: &Messages) -> String {
    message!(
        messages,
        "manifest",
        version = version,
        persons = numbers::fixed(manifest.persons as f64, 0),
        seed = manifest.seed.to_string(),
        baseline = manifest.baseline.as_str(),
        engine = manifest.engine.as_str()
    )
}
