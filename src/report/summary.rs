//! The reference in one page of text: what `kenju` prints when it cannot open its interface.

use super::document::{Cell, Column, Document, Table};
use super::goal::verdict;
use super::indicator::Indicator;
use super::series::{group_name, manifest};
use super::{RunReport, population};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::series::{Group, ScenarioResult};

/// Years shown: the base of the goal, the later surveys, and the goal.
const YEARS: [Year; 4] = [Year(2016), Year(2019), Year(2022), Year(2040)];

const EXPECTANCIES: [Indicator; 3] =
    [Indicator::LifeExpectancy, Indicator::HealthyLifeExpectancy, Indicator::IndependentLifeExpectancy];

/// The summary of a run whose first scenario is the reference and whose others are the readings of
/// the trend, from the most cautious to the most hopeful.
#[must_use]
pub fn document(report: &RunReport<'_>, messages: &Messages) -> Document {
    let mut document = Document::default();
    document.heading(1, message!(messages, "product-line"));
    document.paragraph(message!(messages, "summary-question"));
    let Some((reference, world)) = report.output.scenarios.first().zip(report.worlds.first()) else {
        return document;
    };
    document.heading(2, messages.choose(&reference.title));
    document.table(levels(reference, messages));
    document.heading(2, message!(messages, "summary-goal-heading"));
    document.table(readings(report, messages));
    document.paragraph(message!(messages, "summary-chance"));
    population::add(&mut document, report.baseline, &world.plan, reference, messages);
    document.heading(2, message!(messages, "summary-meaning-heading"));
    document.paragraph(message!(messages, "summary-meaning"));
    let publishers = publishers(report, messages);
    document.paragraph(message!(messages, "summary-sources", publishers = publishers));
    document.paragraph(manifest(&report.output.manifest, report.output.kenju, messages));
    document.paragraph(message!(messages, "summary-next"));
    document
}

fn levels(reference: &ScenarioResult, messages: &Messages) -> Table {
    let mut columns = vec![
        Column::words("indicator", message!(messages, "column-indicator")),
        Column::words("sex", message!(messages, "column-sex")),
    ];
    columns.extend(YEARS.iter().map(|year| Column::numbers("value", year.to_string())));
    let mut rows = Vec::new();
    for indicator in EXPECTANCIES {
        for group in [Group::Male, Group::Female] {
            let mut cells =
                vec![Cell::text(indicator.name(messages)), Cell::text(group_name(group, messages))];
            cells.extend(YEARS.iter().map(|&year| {
                let row = reference.series.iter().find(|row| row.year == year && row.sex == group);
                row.map_or(Cell::Empty, |row| Cell::number(indicator.of(&row.expectancies).value, 2))
            }));
            rows.push(cells);
        }
    }
    Table { columns, rows }
}

fn readings(report: &RunReport<'_>, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("scenario", message!(messages, "column-trend")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("gain", message!(messages, "column-gain")),
        Column::words("verdict", message!(messages, "column-verdict")),
    ];
    let mut rows = Vec::new();
    for result in &report.output.scenarios {
        for (key, group) in [("male", Group::Male), ("female", Group::Female)] {
            let Some((wanted, goal)) = report.baseline.goal.as_ref().zip(result.goal.get(key)) else {
                continue;
            };
            rows.push(vec![
                Cell::text(reading(result, messages)),
                Cell::text(group_name(group, messages)),
                Cell::shown(goal.gain_2040, numbers::signed(goal.gain_2040, 2)),
                Cell::text(verdict(wanted, goal, messages)),
            ]);
        }
    }
    Table { columns, rows }
}

/// A short name for a reading of the trend.
fn reading(result: &ScenarioResult, messages: &Messages) -> String {
    match result.id.as_str() {
        "reference" => message!(messages, "trend-none"),
        "trend-half" => message!(messages, "trend-half"),
        "trend-full" => message!(messages, "trend-full"),
        _ => messages.choose(&result.title).to_owned(),
    }
}

/// Who published the figures, each once, in the order of the pack.
fn publishers(report: &RunReport<'_>, messages: &Messages) -> String {
    let mut names: Vec<&str> = Vec::new();
    for source in &report.baseline.sources {
        if !names.contains(&source.publisher.as_str()) {
            names.push(&source.publisher);
        }
    }
    names.join(messages.language().pick("、", ", "))
}
