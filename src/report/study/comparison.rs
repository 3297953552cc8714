//! Levels and differences in the last year, with what is known of their errors in columns of their own.

use super::compose::{Composer, table};
use super::{Shown, is_sure};
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::Estimate;
use crate::report::document::{Cell, Column};
use crate::report::indicator::Indicator;
use crate::report::precision;
use crate::report::series::group_name;
use crate::report::uncertainty;

const SHOWN: [Indicator; 3] =
    [Indicator::HealthyLifeExpectancy, Indicator::LifeExpectancy, Indicator::IndependentLifeExpectancy];

/// The 5th, 50th and 95th percentile over parameter draws; `None` without draws.
pub fn interval(one: &Estimate) -> Option<[f64; 3]> {
    one.interval.map(|all| [all.p05, all.p50, all.p95])
}

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    let Some(year) = study.output.scenarios.first().and_then(|one| one.series.last()).map(|row| row.year)
    else {
        return;
    };
    composer.section("comparison", message!(messages, "report-comparison"));
    let drawn = study.output.manifest.draws > 0;
    let mut columns = vec![
        Column::words("indicator", message!(messages, "column-indicator")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::words("scenario", message!(messages, "column-scenario")),
        Column::numbers("value", message!(messages, "report-column-value", year = year.to_string())),
        Column::numbers("difference", message!(messages, "report-column-difference")),
        Column::numbers("se", message!(messages, "report-column-error")),
    ];
    if drawn {
        columns.push(Column::numbers("p05", message!(messages, "report-column-percentile", share = "5%")));
        columns.push(Column::numbers("p50", message!(messages, "report-column-percentile", share = "50%")));
        columns.push(Column::numbers("p95", message!(messages, "report-column-percentile", share = "95%")));
        columns.extend(uncertainty::persons_columns(messages));
    }
    columns.push(Column::words("sure", message!(messages, "report-column-told")));
    let mut rows = Vec::new();
    for indicator in SHOWN {
        for group in study.sexes() {
            for one in study.each(messages) {
                let Some(row) = one.at(year.0, group) else { continue };
                let level = indicator.of(&row.expectancies).value;
                let mut cells = vec![
                    Cell::text(indicator.name(messages)),
                    Cell::text(group_name(group, messages)),
                    Cell::text(&one.key),
                    Cell::number(level, 2),
                ];
                let change = change(&one, year.0, group, indicator);
                cells.extend(change.map_or([Cell::Empty, Cell::Empty], |one| {
                    [
                        Cell::shown(one.value, numbers::signed(one.value, 4)),
                        precision::cell(&one, 4, messages),
                    ]
                }));
                if drawn {
                    let bounds = change.as_ref().and_then(interval);
                    cells.extend((0..3).map(|index| {
                        bounds.map_or(Cell::Empty, |all| {
                            Cell::shown(all[index], numbers::signed(all[index], 4))
                        })
                    }));
                    let known = change.and_then(|one| one.interval);
                    let empty = [Cell::Empty, Cell::Empty];
                    cells.extend(known.map_or(empty, |own| uncertainty::persons(&own, messages)));
                }
                cells.push(change.map_or(Cell::Empty, |one| told(&one, messages)));
                rows.push(cells);
            }
        }
    }
    let mut notes = vec![study.each(messages).map(|one| one.name(messages)).collect::<Vec<_>>().join("; ")];
    notes.push(message!(messages, "report-comparison-note"));
    notes.extend(super::drawn::notes(study, messages));
    if let Some(uncertainty) = &study.output.uncertainty {
        notes.extend(uncertainty::remarks(uncertainty, &|id| study.key_of(id, messages), messages));
    }
    let caption = message!(messages, "report-table-comparison", year = year.to_string());
    let command = study.commands.compare.clone();
    composer.table(caption, table(columns, rows), notes, &command);
}

/// Whether the simulation tells a difference from none; the draws of the inputs may still lie on both sides of it.
fn told(one: &Estimate, messages: &Messages) -> Cell {
    Cell::text(match one.interval {
        _ if !is_sure(*one) => message!(messages, "report-told-no"),
        Some(own) if own.p05 <= 0.0 && own.p95 >= 0.0 => message!(messages, "report-told-both-signs"),
        _ => message!(messages, "report-told"),
    })
}

fn change(
    one: &Shown<'_>,
    year: u16,
    group: crate::outcome::series::Group,
    indicator: Indicator,
) -> Option<Estimate> {
    let row = one.difference?.series.iter().find(|row| row.year.0 == year && row.sex == group)?;
    Some(indicator.of(&row.expectancies))
}
