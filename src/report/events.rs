//! Whom the levers of a scenario reach, and which events a policy avoids, year by year.
//!
//! Deaths from all causes together are not among them: everybody dies once, so that a longer life moves deaths
//! to later years, and the count of one year may rise because people live longer.

use super::document::{Block, Cell, Column, Document, Table};
use super::economics::YearEconomics;
use super::precision;
use crate::baseline::{Baseline, Text};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Group, YearResult};

/// Events that get a column of their own.
const MOST: usize = 3;
/// Standard errors that an event must differ by in the last year.
const SURE: f64 = 2.0;

/// Deaths and onsets avoided by year; those that differ most surely have a column.
pub fn add_avoided(
    document: &mut Document,
    level: u8,
    years: &[&YearEconomics<'_>],
    baseline: &Baseline,
    messages: &Messages,
) {
    let Some((_, last, _)) = years.last() else { return };
    let onsets = baseline.conditions.iter().map(|own| (Event::Onset, own.id.as_str(), &own.title));
    let deaths = baseline.causes.iter().map(|own| (Event::Death, own.id.as_str(), &own.title));
    let value = |year: &YearEconomics<'_>, event: Event, id: &str| -> Option<Estimate> {
        let all = match event {
            Event::Onset => &year.1.onsets_avoided,
            Event::Death => &year.1.deaths_avoided,
        };
        all.get(id).copied()
    };
    let sure = |event: Event, id: &str| {
        let all = match event {
            Event::Onset => &last.onsets_avoided,
            Event::Death => &last.deaths_avoided,
        };
        all.get(id)
            .filter(|one| one.value.abs() > SURE * one.se && one.value.abs() >= 0.5)
            .map(|one| one.value)
    };
    let mut shown: Vec<(Event, &str, &Text, f64)> = onsets
        .chain(deaths)
        .filter_map(|(event, id, title)| Some((event, id, title, sure(event, id)?)))
        .collect();
    if shown.is_empty() {
        return;
    }
    shown.sort_by(|one, other| other.3.abs().total_cmp(&one.3.abs()));
    shown.truncate(MOST);
    let mut columns = vec![Column::numbers("year", message!(messages, "column-year"))];
    columns.extend(shown.iter().map(|(event, _, title, _)| {
        let name = messages.choose(title);
        match event {
            Event::Onset => {
                Column::numbers("onsets_avoided", message!(messages, "events-onsets", name = name))
            }
            Event::Death => {
                Column::numbers("deaths_avoided", message!(messages, "events-deaths", name = name))
            }
        }
    }));
    let rows = years.iter().map(|year| {
        let mut cells = vec![Cell::whole(u32::from(year.0.0))];
        cells.extend(shown.iter().map(|(event, id, _, _)| {
            value(year, *event, id).map_or(Cell::Empty, |one| {
                let shown = numbers::signed(one.value, 0);
                Cell::shown(one.value, precision::with_error(&shown, &one, 0, messages))
            })
        }));
        cells
    });
    document.heading(level, message!(messages, "events-heading"));
    document.table(Table { columns, rows: rows.collect() });
    document.note(message!(messages, "events-note"));
}

/// Where events are shown, that `kenju explain` has other numbers for them: for all reports but its own.
pub fn add_elsewhere(document: &mut Document, messages: &Messages) {
    if document.blocks.contains(&Block::Paragraph(message!(messages, "events-note"))) {
        document.note(message!(messages, "events-note-elsewhere"));
    }
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Onset,
    Death,
}

/// Persons by whom the reach of each lever differs from its reference path, all sexes, by year.
pub fn add_reach(
    document: &mut Document,
    level: u8,
    series: &[YearResult],
    baseline: &Baseline,
    messages: &Messages,
) {
    let Some(widest) = series.last().map(|row| row.sex) else { return };
    let rows: Vec<(Year, &YearResult)> = of(series, widest).map(|row| (row.year, row)).collect();
    let more = |row: &YearResult, id: &str| {
        row.reach.as_ref().and_then(|all| all.get(id)).map_or(0.0, |reach| reach.more - reach.fewer)
    };
    let levers = baseline.levers.levers.iter().filter(|lever| {
        rows.iter().any(|(_, row)| row.reach.as_ref().is_some_and(|all| all.contains_key(&lever.id)))
    });
    let levers: Vec<_> = levers.collect();
    let begun = |(_, row): &&(Year, &YearResult)| levers.iter().any(|lever| more(row, &lever.id) != 0.0);
    let Some((first, _)) = rows.iter().find(begun).copied() else { return };
    let last = rows.last().map_or(first, |(year, _)| *year);
    // A scenario of many levers is shown in its first, middle and last year only.
    let middle = Year(u16::midpoint(first.0, last.0));
    let mut years = vec![first, middle, last];
    years.dedup();
    let mut columns = vec![Column::words("lever", message!(messages, "events-lever"))];
    columns.extend(years.iter().map(|year| Column::numbers("reached", year.to_string())));
    let cells = |lever: &&crate::baseline::levers::Lever| {
        let mut cells = vec![Cell::text(messages.choose(&lever.title))];
        cells.extend(rows.iter().filter(|(year, _)| years.contains(year)).map(|(_, row)| {
            let value = more(row, &lever.id);
            Cell::shown(value, numbers::signed(value, 0))
        }));
        cells
    };
    let rows: Vec<Vec<Cell>> = levers.iter().map(cells).collect();
    document.heading(level, message!(messages, "events-reach-heading"));
    document.table(Table { columns, rows });
    document.note(message!(messages, "events-reach-note"));
}

fn of(series: &[YearResult], group: Group) -> impl Iterator<Item = &YearResult> {
    series.iter().filter(move |row| row.sex == group)
}
