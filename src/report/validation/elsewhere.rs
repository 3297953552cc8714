//! What others published beside the raw simulation: gains without causes of death, and projections of
//! dementia and care need. And what finding the normalisers again would change in draws.

use super::super::document::{Cell, Column, Document, Table};
use super::super::series::group_name;
use super::{outcome_name, relative, signed, verdict, year};
use crate::analysis::published::{Quantity, Source};
use crate::analysis::recalibrate::Recalibrated;
use crate::analysis::validate::{EliminationCheck, ProjectionCheck, Validation};
use crate::baseline::Text;
use crate::i18n::{Messages, message, numbers};

/// Puts the sections that the pack has figures for.
pub(super) fn put(document: &mut Document, found: &Validation, messages: &Messages) {
    if !found.eliminations.is_empty() {
        document.heading(2, message!(messages, "validation-elimination"));
        document.paragraph(message!(messages, "validation-elimination-note"));
        document.table(eliminations(&found.eliminations, messages));
        let of = |source: &Source| {
            found
                .eliminations
                .iter()
                .any(|check| check.published.as_ref().is_some_and(|p| p.source == source.id))
        };
        sources(document, found, of, messages);
    }
    if !found.projections.is_empty() {
        document.heading(2, message!(messages, "validation-projections"));
        document.paragraph(message!(messages, "validation-projections-note"));
        document.table(projections(&found.projections, messages));
        let of = |source: &Source| found.projections.iter().any(|check| check.source == source.id);
        sources(document, found, of, messages);
    }
}

/// Where the published figures were read, a paragraph each.
fn sources(
    document: &mut Document,
    found: &Validation,
    cited: impl Fn(&Source) -> bool,
    messages: &Messages,
) {
    for source in found.published.iter().filter(|source| cited(source)) {
        let title = Text { ja: source.ja.clone(), en: source.en.clone() };
        let title = messages.choose(&title);
        document.paragraph(message!(
            messages,
            "validation-read-at",
            id = source.id.as_str(),
            title = title,
            publisher = source.original.as_str(),
            address = source.read_at.as_str()
        ));
    }
}

fn eliminations(checks: &[EliminationCheck], messages: &Messages) -> Table {
    let columns = vec![
        Column::words("causes", message!(messages, "validation-causes")),
        Column::numbers("year", message!(messages, "column-year")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("age", message!(messages, "validation-at-age")),
        Column::numbers("published", message!(messages, "validation-gain-published")),
        Column::words("pass_published", message!(messages, "validation-table-verdict")),
        Column::numbers("official", message!(messages, "validation-gain-official")),
        Column::numbers("simulated", message!(messages, "validation-simulated")),
        Column::numbers("difference", message!(messages, "column-difference")),
        Column::numbers("se", message!(messages, "validation-se")),
        Column::numbers("tolerance", message!(messages, "validation-band")),
        Column::words("pass", message!(messages, "column-verdict")),
    ];
    let rows = checks.iter().map(|check| {
        let published = check.published.as_ref();
        vec![
            Cell::text(messages.choose(&check.title)),
            year(check.year),
            Cell::text(group_name(check.sex, messages)),
            Cell::whole(check.age.into()),
            published.map_or(Cell::Empty, |own| {
                let shown = numbers::fixed(own.gained, 2);
                let other = || {
                    let year = own.year.to_string();
                    message!(messages, "validation-of-year", value = shown.as_str(), year = year)
                };
                let text = if own.year == check.year { shown.clone() } else { other() };
                Cell::shown(own.gained, text)
            }),
            published.and_then(|own| own.pass).map_or(Cell::Empty, |pass| verdict(pass, messages)),
            Cell::number(check.official, 3),
            Cell::number(check.simulated, 3),
            signed(check.difference, 3),
            Cell::number(check.se, 3),
            Cell::number(check.tolerance, 3),
            verdict(check.pass, messages),
        ]
    });
    Table { columns, rows: rows.collect() }
}

fn projections(checks: &[ProjectionCheck], messages: &Messages) -> Table {
    let columns = vec![
        Column::words("quantity", message!(messages, "column-indicator")),
        Column::numbers("year", message!(messages, "column-year")),
        Column::words("age_from", message!(messages, "column-age")),
        Column::numbers("projected", message!(messages, "validation-published")),
        Column::numbers("simulated", message!(messages, "validation-simulated")),
        Column::numbers("difference", message!(messages, "column-difference")),
    ];
    let rows = checks.iter().map(|check| {
        let quantity = match check.quantity {
            Quantity::Dementia => message!(messages, "validation-persons-dementia"),
            Quantity::CareNeed => message!(messages, "validation-persons-care"),
        };
        let low = numbers::fixed(check.low, 0);
        let projected =
            if check.low < check.high { format!("{low}-{}", numbers::fixed(check.high, 0)) } else { low };
        vec![
            Cell::text(quantity),
            year(check.year),
            Cell::text(message!(messages, "population-from-age", age = check.age_from.to_string())),
            Cell::shown(check.low, projected),
            Cell::number(check.simulated, 0),
            relative(check.relative),
        ]
    });
    Table { columns, rows: rows.collect() }
}

/// Effects in draws with the normalisers of the centre and with their own.
pub(super) fn put_recalibrated(document: &mut Document, found: &Recalibrated, messages: &Messages) {
    document.heading(2, message!(messages, "validation-recalibrated"));
    document.paragraph(message!(
        messages,
        "validation-recalibrated-note",
        year = found.year.to_string(),
        persons = numbers::fixed(found.persons as f64, 0),
        lived = numbers::fixed(found.persons_run as f64, 0)
    ));
    document.table(recalibrated_rows(found, messages));
    document.paragraph(message!(
        messages,
        "validation-recalibrated-summary",
        replaced = numbers::fixed(found.replaced as f64, 0),
        all = numbers::fixed(found.normalisers as f64, 0)
    ));
    let columns = vec![
        Column::words("scenario", message!(messages, "validation-scenario")),
        Column::words("outcome", message!(messages, "column-indicator")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("mean", message!(messages, "validation-draws-mean")),
        Column::numbers("se", message!(messages, "validation-se")),
        Column::numbers("spread", message!(messages, "validation-draws-spread")),
        Column::numbers("change", message!(messages, "validation-draws-change")),
        Column::numbers("largest", message!(messages, "validation-largest-difference")),
    ];
    let rows = found.summary.iter().map(|row| {
        vec![
            Cell::text(&row.scenario),
            Cell::text(outcome_name(row.outcome, messages)),
            Cell::text(group_name(row.sex, messages)),
            signed(row.mean, 4),
            Cell::number(row.se, 4),
            Cell::number(row.spread, 4),
            Cell::number(row.change, 4),
            signed(row.largest, 4),
        ]
    });
    document.table(Table { columns, rows: rows.collect() });
}

/// Healthy life expectancy draw by draw; machines get every indicator.
fn recalibrated_rows(found: &Recalibrated, messages: &Messages) -> Table {
    let columns = vec![
        Column::numbers("draw", message!(messages, "validation-draw")),
        Column::words("scenario", message!(messages, "validation-scenario")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers("stored", message!(messages, "validation-normalisers-stored")),
        Column::numbers("se", message!(messages, "validation-se")),
        Column::numbers("centre", message!(messages, "validation-normalisers-centre")),
        Column::numbers("own", message!(messages, "validation-normalisers-own")),
        Column::numbers("difference", message!(messages, "column-difference")),
    ];
    let rows = found.rows.iter().filter(|row| row.outcome == "healthy_life_expectancy").map(|row| {
        vec![
            Cell::whole(row.draw),
            Cell::text(&row.scenario),
            Cell::text(group_name(row.sex, messages)),
            signed(row.stored, 4),
            Cell::number(row.se, 4),
            signed(row.centre, 4),
            signed(row.own, 4),
            signed(row.own - row.centre, 4),
        ]
    });
    Table { columns, rows: rows.collect() }
}
