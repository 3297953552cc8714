//! The findings of validation for readers and machines: what fails is shown, not hidden.

mod elsewhere;
mod tidy;

use super::document::{Cell, Column, Document, Table};
use super::series::{group_name, manifest};
use super::{Format, csv, json};
use crate::analysis::hindcast::Hindcast;
use crate::analysis::switch_off::SwitchedOff;
use crate::analysis::validate::{LevelCheck, OUTCOMES, PopulationCheck, TargetCheck, Validation};
use crate::baseline::Baseline;
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Group};

/// The findings in a form.
#[must_use]
pub fn render(baseline: &Baseline, found: &Validation, format: Format, messages: &Messages) -> String {
    match format {
        Format::Json => json::render(found),
        Format::Csv => csv::table(&tidy::table(found)),
        Format::Table | Format::Md => format.lay_out(&document(baseline, found, messages)),
    }
}

/// The report for readers.
#[must_use]
pub fn document(baseline: &Baseline, found: &Validation, messages: &Messages) -> Document {
    let mut document = Document::default();
    let pack = messages.choose(&baseline.title);
    document.heading(1, message!(messages, "validation-title", pack = pack));
    document.paragraph(manifest(&found.manifest, found.kenju, messages));
    if !found.targets.is_empty() {
        document.heading(2, message!(messages, "validation-targets"));
        document.paragraph(message!(messages, "validation-targets-note"));
        document.table(targets(&found.targets, messages));
    }
    if !found.levels.is_empty() {
        document.heading(2, message!(messages, "validation-levels"));
        document.paragraph(message!(messages, "validation-levels-note"));
        document.table(level_summary(&found.levels, messages));
        let failing: Vec<&LevelCheck> = found.levels.iter().filter(|check| !check.pass).collect();
        if !failing.is_empty() {
            document.paragraph(message!(messages, "validation-levels-failing"));
            document.table(levels(&failing, messages));
        }
    }
    if !found.populations.is_empty() {
        document.heading(2, message!(messages, "validation-populations"));
        document.paragraph(message!(messages, "validation-populations-note"));
        document.table(populations(&found.populations, messages));
    }
    elsewhere::put(&mut document, found, messages);
    if let Some(hindcasts) = &found.hindcast {
        document.heading(2, message!(messages, "validation-hindcast"));
        document.paragraph(message!(messages, "validation-hindcast-note"));
        document.table(hindcast(hindcasts, messages));
    }
    if let Some(switched_off) = &found.switched_off {
        let (from, year) = (switched_off.from.to_string(), switched_off.year.to_string());
        let persons = numbers::fixed(switched_off.persons as f64, 0);
        document.heading(2, message!(messages, "validation-switch-off"));
        document.paragraph(message!(
            messages,
            "validation-switch-off-note",
            from = from,
            year = year,
            persons = persons
        ));
        document.table(conditions(switched_off, messages));
    }
    if let Some(recalibrated) = &found.recalibrated {
        elsewhere::put_recalibrated(&mut document, recalibrated, messages);
    }
    document.paragraph(message!(
        messages,
        "validation-end",
        failed = found.failed.to_string(),
        judged = found.judged.to_string()
    ));
    document
}

fn verdict(pass: bool, messages: &Messages) -> Cell {
    Cell::text(if pass {
        message!(messages, "validation-pass")
    } else {
        message!(messages, "validation-fail")
    })
}

fn outcome_name(outcome: &str, messages: &Messages) -> String {
    match outcome {
        "life_expectancy" => message!(messages, "short-life-expectancy"),
        "healthy_life_expectancy" => message!(messages, "short-healthy-life-expectancy"),
        _ => message!(messages, "short-independent-life-expectancy"),
    }
}

fn signed(value: f64, decimals: usize) -> Cell {
    Cell::shown(value, numbers::signed(value, decimals))
}

fn relative(value: f64) -> Cell {
    Cell::shown(value, numbers::signed_percent(value, 2))
}

fn year(year: Year) -> Cell {
    Cell::whole(u32::from(year.0))
}

fn targets(checks: &[TargetCheck], messages: &Messages) -> Table {
    let columns = vec![
        Column::words("id", message!(messages, "column-id")),
        Column::words("status", message!(messages, "column-status")),
        Column::numbers("target", message!(messages, "validation-target")),
        Column::numbers("simulated", message!(messages, "validation-simulated")),
        Column::numbers("difference", message!(messages, "column-difference")),
        Column::numbers("se", message!(messages, "validation-se")),
        Column::numbers("tolerance", message!(messages, "validation-band")),
        Column::words("pass", message!(messages, "column-verdict")),
    ];
    let rows = checks
        .iter()
        .map(|check| {
            let quantity = |value: f64| {
                let shown = match check.unit {
                    "share" => numbers::percent(value, 2),
                    "mean" => numbers::fixed(value, 1),
                    _ => numbers::fixed(value, 0),
                };
                Cell::shown(value, shown)
            };
            let se = check.se / check.target;
            let band = check.tolerance / check.target;
            vec![
                Cell::text(&check.id),
                Cell::text(if check.status == "fitted" {
                    message!(messages, "validation-fitted")
                } else {
                    message!(messages, "validation-free")
                }),
                quantity(check.target),
                quantity(check.simulated),
                relative(check.difference / check.target),
                Cell::shown(se, numbers::percent(se, 2)),
                Cell::shown(band, numbers::percent(band, 2)),
                verdict(check.pass, messages),
            ]
        })
        .collect();
    Table { columns, rows }
}

/// The check with the largest magnitude of something.
fn largest<'a>(checks: &[&'a LevelCheck], of: impl Fn(&LevelCheck) -> f64) -> Option<&'a LevelCheck> {
    checks.iter().copied().max_by(|a, b| of(a).abs().total_cmp(&of(b).abs()))
}

fn level_summary(checks: &[LevelCheck], messages: &Messages) -> Table {
    let columns = vec![
        Column::words("outcome", message!(messages, "column-indicator")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("largest_z", message!(messages, "validation-largest-z")),
        Column::numbers("year_z", message!(messages, "column-year")),
        Column::numbers("largest_difference", message!(messages, "validation-largest-difference")),
        Column::numbers("year_difference", message!(messages, "column-year")),
        Column::numbers("failing", message!(messages, "validation-failing")),
    ];
    let mut rows = Vec::new();
    for (outcome, _) in OUTCOMES {
        for group in [Group::Male, Group::Female] {
            let own: Vec<&LevelCheck> =
                checks.iter().filter(|check| check.outcome == outcome && check.sex == group).collect();
            let by_error = largest(&own, |check| check.z.unwrap_or(0.0));
            let by_years = largest(&own, |check| check.difference);
            let (Some(by_error), Some(by_years)) = (by_error, by_years) else { continue };
            let failing = own.iter().filter(|check| !check.pass).count();
            rows.push(vec![
                Cell::text(outcome_name(outcome, messages)),
                Cell::text(group_name(group, messages)),
                by_error.z.map_or(Cell::Empty, |z| signed(z, 2)),
                year(by_error.year),
                signed(by_years.difference, 4),
                year(by_years.year),
                Cell::text(format!("{failing}/{}", own.len())),
            ]);
        }
    }
    Table { columns, rows }
}

fn levels(checks: &[&LevelCheck], messages: &Messages) -> Table {
    let columns = vec![
        Column::words("outcome", message!(messages, "column-indicator")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("year", message!(messages, "column-year")),
        Column::numbers("anchor", message!(messages, "validation-anchor")),
        Column::numbers("simulated", message!(messages, "validation-simulated")),
        Column::numbers("difference", message!(messages, "column-difference")),
        Column::numbers("se", message!(messages, "validation-se")),
        Column::numbers("z", message!(messages, "validation-z")),
    ];
    let rows = checks.iter().map(|check| {
        vec![
            Cell::text(outcome_name(check.outcome, messages)),
            Cell::text(group_name(check.sex, messages)),
            year(check.year),
            Cell::number(check.anchor, 3),
            Cell::number(check.simulated, 3),
            signed(check.difference, 4),
            Cell::number(check.se, 4),
            check.z.map_or(Cell::Empty, |z| signed(z, 1)),
        ]
    });
    Table { columns, rows: rows.collect() }
}

/// Every fifth year and those that fail; machines get every year.
fn populations(checks: &[PopulationCheck], messages: &Messages) -> Table {
    let columns = vec![
        Column::words("scenario", message!(messages, "validation-scenario")),
        Column::numbers("year", message!(messages, "column-year")),
        Column::words("age_from", message!(messages, "column-age")),
        Column::numbers("projected", message!(messages, "validation-published")),
        Column::numbers("model", message!(messages, "validation-model")),
        Column::numbers("difference", message!(messages, "column-difference")),
        Column::words("pass", message!(messages, "column-verdict")),
    ];
    let shown = |check: &&PopulationCheck| check.year.0.is_multiple_of(5) || check.pass == Some(false);
    let rows = checks.iter().filter(shown).map(|check| {
        let age = match check.age_from {
            0 => message!(messages, "population-all"),
            age => message!(messages, "population-from-age", age = age.to_string()),
        };
        vec![
            Cell::text(check.scenario),
            year(check.year),
            Cell::text(age),
            Cell::number(check.projected, 0),
            Cell::number(check.model, 0),
            relative(check.relative),
            check.pass.map_or(Cell::Empty, |pass| verdict(pass, messages)),
        ]
    });
    Table { columns, rows: rows.collect() }
}

fn hindcast(hindcasts: &[Hindcast], messages: &Messages) -> Table {
    let columns = vec![
        Column::numbers("base", message!(messages, "validation-base")),
        Column::numbers("year", message!(messages, "column-year")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::words("outcome", message!(messages, "column-indicator")),
        Column::words("reading", message!(messages, "validation-reading")),
        Column::numbers("predicted", message!(messages, "validation-predicted")),
        Column::numbers("official", message!(messages, "validation-official")),
        Column::numbers("difference", message!(messages, "validation-miss")),
    ];
    let rows = hindcasts.iter().map(|row| {
        let reading = match (row.outcome, row.reading) {
            ("life_expectancy", _) => Cell::Empty,
            (_, "none") => Cell::text(message!(messages, "validation-reading-none")),
            (_, "half") => Cell::text(message!(messages, "validation-reading-half")),
            _ => Cell::text(message!(messages, "validation-reading-full")),
        };
        vec![
            year(row.base),
            year(row.year),
            Cell::text(group_name(Group::of(Some(row.sex)), messages)),
            Cell::text(outcome_name(row.outcome, messages)),
            reading,
            Cell::number(row.predicted, 2),
            Cell::number(row.official, 2),
            signed(row.difference, 2),
        ]
    });
    Table { columns, rows: rows.collect() }
}

fn conditions(switched_off: &SwitchedOff, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("condition", message!(messages, "column-condition")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("life_expectancy", message!(messages, "short-life-expectancy")),
        Column::numbers("healthy_life_expectancy", message!(messages, "short-healthy-life-expectancy")),
        Column::numbers(
            "independent_life_expectancy",
            message!(messages, "short-independent-life-expectancy"),
        ),
        Column::numbers("healthy_life_expectancy_unshrunk", message!(messages, "validation-unshrunk")),
        Column::numbers("cause_elimination", message!(messages, "validation-elimination-column")),
    ];
    let estimate = |Estimate { value, se, .. }: Estimate| {
        let shown = format!("{} ({})", numbers::signed(value, 3), numbers::fixed(se, 3));
        Cell::shown(value, shown)
    };
    let rows = switched_off.rows.iter().map(|row| {
        vec![
            Cell::text(messages.choose(&row.title)),
            Cell::text(group_name(row.sex, messages)),
            estimate(row.life_expectancy),
            estimate(row.healthy_life_expectancy),
            estimate(row.independent_life_expectancy),
            row.healthy_life_expectancy_unshrunk.map_or(Cell::Empty, estimate),
            row.cause_elimination.map_or(Cell::Empty, |years| signed(years, 3)),
        ]
    });
    Table { columns, rows: rows.collect() }
}
