//! A comparison at a glance: the last year of every scenario, its difference from the first one,
//! and where it stands against the goal. The years in detail follow it.

use super::RunReport;
use super::document::{Cell, Column, Document, Table};
use super::goal::verdict;
use super::indicator::Indicator;
use super::precision;
use super::series::{group_name, title};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::differing::Precision;
use crate::outcome::series::{Expectancies, Group};
use crate::run::Difference;

/// Sexes with official counterparts; both pooled stand in the details.
const GROUPS: [(&str, Group); 2] = [("male", Group::Male), ("female", Group::Female)];

/// Adds the overview, where the run was a comparison.
pub fn add(document: &mut Document, report: &RunReport<'_>, messages: &Messages) {
    let Some(differences) = &report.output.differences else { return };
    let Some(first) = report.output.scenarios.first() else { return };
    let Some(year) = first.series.iter().map(|row| row.year).max() else { return };
    document.heading(1, message!(messages, "glance-heading", year = year.to_string()));
    for difference in differences {
        document.paragraph(in_words(report, difference, year, messages));
    }
    document.table(levels(report, differences, year, messages));
    document.paragraph(message!(messages, "difference-note"));
    if let Some(standing) = standing(report, messages) {
        document.table(standing);
    }
}

/// What differs in the last year: men and women, with errors, in one sentence.
fn in_words(report: &RunReport<'_>, difference: &Difference, year: Year, messages: &Messages) -> String {
    let names = [
        (Indicator::HealthyLifeExpectancy, message!(messages, "healthy-life-expectancy")),
        (Indicator::LifeExpectancy, message!(messages, "life-expectancy")),
        (Indicator::IndependentLifeExpectancy, message!(messages, "independent-life-expectancy")),
    ];
    let rows: Vec<_> = GROUPS
        .iter()
        .filter_map(|(_, group)| {
            let row = difference.series.iter().find(|row| (row.year, row.sex) == (year, *group))?;
            Some((*group, &row.expectancies))
        })
        .collect();
    let zero = |all: &Expectancies| names.iter().all(|(indicator, _)| indicator.of(all).value == 0.0);
    let unseen = |all: &Expectancies| {
        names.iter().any(|(indicator, _)| indicator.of(all).precision() != Precision::Exact)
    };
    let to = title(&difference.to, report, messages);
    let from = title(&difference.from, report, messages);
    let year = year.to_string();
    if rows.iter().all(|(_, all)| zero(all)) {
        if rows.iter().any(|(_, all)| unseen(all)) {
            return message!(messages, "glance-unseen", to = to, from = from, year = year);
        }
        return message!(messages, "glance-same", to = to, from = from, year = year);
    }
    let separator = messages.language().pick("、", ", ");
    let parts: Vec<String> = names
        .iter()
        .map(|(indicator, name)| {
            let by_sex: Vec<String> = rows
                .iter()
                .map(|(group, all)| {
                    let one = indicator.of(all);
                    let change = precision::with_error(&numbers::signed(one.value, 3), &one, 3, messages);
                    format!("{} {change}", group_name(*group, messages))
                })
                .collect();
            message!(messages, "glance-part", name = name.as_str(), changes = by_sex.join(separator))
        })
        .collect();
    let parts = parts.join(messages.language().pick("。", "; "));
    message!(messages, "glance-words", to = to, from = from, year = year, parts = parts)
}

fn levels(report: &RunReport<'_>, differences: &[Difference], year: Year, messages: &Messages) -> Table {
    let shown = [
        (Indicator::HealthyLifeExpectancy, message!(messages, "short-healthy-life-expectancy")),
        (Indicator::LifeExpectancy, message!(messages, "short-life-expectancy")),
        (Indicator::IndependentLifeExpectancy, message!(messages, "ui-short-independent")),
    ];
    let mut columns = vec![
        Column::words("scenario", message!(messages, "column-scenario")),
        Column::words("sex", message!(messages, "column-sex")),
    ];
    for (indicator, name) in &shown {
        columns.push(Column::numbers(indicator.key(), name));
        columns.push(Column::numbers("difference", message!(messages, "column-difference")));
    }
    let mut rows = Vec::new();
    for result in &report.output.scenarios {
        for (_, group) in GROUPS {
            let Some(level) = result.series.iter().find(|row| row.year == year && row.sex == group) else {
                continue;
            };
            let difference =
                differences.iter().find(|difference| difference.to == result.id).and_then(|difference| {
                    difference.series.iter().find(|row| (row.year, row.sex) == (year, group))
                });
            let mut cells = vec![Cell::text(&result.id), Cell::text(group_name(group, messages))];
            for (indicator, _) in &shown {
                cells.push(Cell::number(indicator.of(&level.expectancies).value, 2));
                cells.push(
                    difference.map_or(Cell::Empty, |row| change(*indicator, &row.expectancies, messages)),
                );
            }
            rows.push(cells);
        }
    }
    Table { columns, rows }
}

/// A difference with its Monte-Carlo error.
fn change(indicator: Indicator, expectancies: &Expectancies, messages: &Messages) -> Cell {
    let one = indicator.of(expectancies);
    Cell::shown(one.value, precision::with_error(&numbers::signed(one.value, 2), &one, 3, messages))
}

/// Where each scenario stands against the goal; nothing where the pack has none.
fn standing(report: &RunReport<'_>, messages: &Messages) -> Option<Table> {
    let wanted = report.baseline.goal?;
    let from = wanted.from.to_string();
    let mut rows = Vec::new();
    for result in &report.output.scenarios {
        for (key, group) in GROUPS {
            let Some(goal) = result.goal.get(key) else { continue };
            rows.push(vec![
                Cell::text(&result.id),
                Cell::text(group_name(group, messages)),
                Cell::shown(goal.gain_2040, numbers::signed(goal.gain_2040, 2)),
                Cell::text(verdict(&wanted, goal, messages)),
            ]);
        }
    }
    let table = Table {
        columns: vec![
            Column::words("scenario", message!(messages, "column-scenario")),
            Column::words("sex", message!(messages, "column-sex")),
            Column::numbers("gain", message!(messages, "column-gain-since", year = from)),
            Column::words("verdict", message!(messages, "column-verdict")),
        ],
        rows,
    };
    (!table.rows.is_empty()).then_some(table)
}
