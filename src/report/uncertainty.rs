//! The intervals of a run with parameter draws for readers, and what they leave open.

use super::RunReport;
use super::chance;
use super::document::{Cell, Column, Document, Table};
use super::indicator::Indicator;
use super::series::group_name;
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Expectancies, Group, Interval};
use crate::run::draws::dressed::{Check, Uncertainty};

/// Sexes with official counterparts.
const GROUPS: [Group; 2] = [Group::Male, Group::Female];
const INDICATORS: [Indicator; 3] =
    [Indicator::HealthyLifeExpectancy, Indicator::LifeExpectancy, Indicator::IndependentLifeExpectancy];

/// Adds the intervals of the last year, where there were draws.
pub fn add(document: &mut Document, report: &RunReport<'_>, messages: &Messages) {
    let Some(uncertainty) = &report.output.uncertainty else { return };
    let years = report.output.scenarios.first().map(|first| first.series.iter().map(|row| row.year));
    let Some(year) = years.and_then(Iterator::max) else { return };
    document.heading(1, message!(messages, "uncertain-heading", year = year.to_string()));
    document.table(intervals(report, year, messages));
    for remark in remarks(uncertainty, &str::to_owned, messages) {
        document.paragraph(remark);
    }
}

/// What was drawn, and what would make the intervals better; `name` is what the reader knows a scenario by.
#[must_use]
pub fn remarks(uncertainty: &Uncertainty, name: &dyn Fn(&str) -> String, messages: &Messages) -> Vec<String> {
    let mut remarks = vec![message!(
        messages,
        "uncertain-note",
        draws = uncertainty.draws.to_string(),
        inputs = uncertainty.inputs.to_string(),
        held = uncertainty.inputs_held.to_string()
    )];
    remarks.extend(advice(uncertainty, name, messages));
    remarks.push(chance::note(uncertainty.draws, messages));
    if let Some((tolerance, met)) = uncertainty.tolerance.zip(uncertainty.tolerance_met) {
        let tolerance = numbers::years(messages.language(), tolerance, 4);
        remarks.push(if met {
            message!(messages, "uncertain-tolerance-met", tolerance = tolerance)
        } else {
            message!(messages, "uncertain-tolerance-missed", tolerance = tolerance)
        });
    }
    remarks
}

fn intervals(report: &RunReport<'_>, year: Year, messages: &Messages) -> Table {
    let mut columns = vec![
        Column::words("scenario", message!(messages, "column-scenario")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::words("indicator", message!(messages, "column-indicator")),
        Column::numbers("value", message!(messages, "column-central")),
        Column::numbers("p05", message!(messages, "column-p05")),
        Column::numbers("p50", message!(messages, "column-p50")),
        Column::numbers("p95", message!(messages, "column-p95")),
    ];
    columns.extend(persons_columns(messages));
    let mut rows = Vec::new();
    let mut add = |name: &str, sex: Group, all: &Expectancies, signed: bool| {
        for indicator in INDICATORS {
            let Estimate { value, interval, .. } = indicator.of(all);
            let Some(own) = interval else { continue };
            let number = |value: f64| {
                let decimals = if signed { 3 } else { 2 };
                let text =
                    if signed { numbers::signed(value, decimals) } else { numbers::fixed(value, decimals) };
                Cell::shown(value, text)
            };
            let mut cells = vec![
                Cell::text(name),
                Cell::text(group_name(sex, messages)),
                Cell::text(indicator.name(messages)),
            ];
            cells.extend([value, own.p05, own.p50, own.p95].map(number));
            cells.extend(persons(&own, messages));
            rows.push(cells);
        }
    };
    for result in &report.output.scenarios {
        for row in result.series.iter().filter(|row| row.year == year && GROUPS.contains(&row.sex)) {
            add(&result.id, row.sex, &row.expectancies, false);
        }
    }
    for difference in report.output.differences.iter().flatten() {
        let name = format!("{} - {}", difference.to, difference.from);
        for row in difference.series.iter().filter(|row| row.year == year && GROUPS.contains(&row.sex)) {
            add(&name, row.sex, &row.expectancies, true);
        }
    }
    Table { columns, rows }
}

/// The columns of [`persons`].
pub fn persons_columns(messages: &Messages) -> [Column; 2] {
    [
        Column::numbers("monte_carlo_share", message!(messages, "column-monte-carlo-share")),
        Column::words("includes_monte_carlo", message!(messages, "column-taken-out")),
    ]
}

/// The share of the persons in a spread, and whether it was taken out of the interval. The second is a cell of its own,
/// so that it is not lost where the first is a number.
pub fn persons(own: &Interval, messages: &Messages) -> [Cell; 2] {
    let share = match own.monte_carlo_share {
        Some(share) => Cell::shown(share, numbers::percent(share, 0)),
        None => Cell::text(message!(messages, "uncertain-share-unknown")),
    };
    let out = if own.includes_monte_carlo {
        message!(messages, "uncertain-included")
    } else {
        message!(messages, "uncertain-taken-out")
    };
    [share, Cell::text(out)]
}

/// What would make the intervals better, for those that need the same: of the differences, or of the levels where
/// there are none. One scenario that changes nothing but the luck of the persons says nothing of the others.
fn advice(uncertainty: &Uncertainty, name: &dyn Fn(&str) -> String, messages: &Messages) -> Vec<String> {
    let paired = uncertainty.checks.iter().any(|check| check.from.is_some());
    let of = |word: &str| -> Vec<&Check> {
        let own = |check: &&Check| check.advice == word && check.from.is_some() == paired;
        uncertainty.checks.iter().filter(own).collect()
    };
    let names = |checks: &[&Check]| {
        let named = |check: &&Check| {
            let (scenario, group) = (name(&check.scenario), group_name(check.sex, messages));
            message!(messages, "uncertain-of", scenario = scenario, group = group)
        };
        let all: Vec<String> = checks.iter().map(named).collect();
        all.join(messages.language().pick("、", "; "))
    };
    let share = |value: f64| numbers::percent(value, 0);
    let mut found = Vec::new();
    let persons = of("more_persons");
    if !persons.is_empty() {
        let shares = || persons.iter().map(|check| check.monte_carlo_share);
        let (least, most) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
        let of = names(&persons);
        let (least, most) = (share(least), share(most));
        found.push(message!(messages, "uncertain-more-persons", of = of, least = least, most = most));
    }
    let draws = of("more_draws");
    if !draws.is_empty() {
        found.push(message!(messages, "uncertain-more-draws", of = names(&draws)));
    }
    let enough = of("enough");
    if !enough.is_empty() {
        found.push(message!(messages, "uncertain-enough", of = names(&enough)));
    }
    found
}
