//! What a policy brings and costs, year by year and from its start.

pub mod intervals;

use super::document::{Cell, Column, Document, Table};
use super::events;
use crate::baseline::Baseline;
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::economics::{Costs, Cumulative, Outcomes};
use crate::outcome::series::{Estimate, LeverReach};
use std::collections::BTreeMap;

/// Outcomes and costs of one year.
pub type YearEconomics<'a> = (Year, &'a Outcomes, Option<&'a Costs>);

/// What parameter draws say beside the central values.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// Reach of the levers in the last year with its intervals, where there is any.
    pub reach: Option<&'a BTreeMap<String, LeverReach>>,
}

/// Adds the years as a table, the sums to the last of them in words, and with parameter draws their
/// intervals.
pub fn add(
    document: &mut Document,
    level: u8,
    years: &[YearEconomics<'_>],
    baseline: &Baseline,
    drawn: Option<Drawn<'_>>,
    messages: &Messages,
) {
    let begun = |(_, outcomes, costs): &&YearEconomics<'_>| {
        outcomes.person_years.value != 0.0
            || outcomes.healthy_person_years.value != 0.0
            || costs.is_some_and(|costs| {
                costs.net.is_none() || costs.programme.values().flatten().any(|yen| *yen != 0.0)
            })
    };
    let shown: Vec<&YearEconomics<'_>> = years.iter().skip_while(|year| !begun(year)).collect();
    let Some((last, _, costs)) = shown.last() else { return };
    document.heading(level, message!(messages, "economics-heading"));
    let has_costs = costs.is_some();
    let mut columns = vec![
        Column::numbers("year", message!(messages, "column-year")),
        Column::numbers("healthy_person_years", message!(messages, "economics-column-healthy")),
        Column::numbers("independent_person_years", message!(messages, "economics-column-independent")),
    ];
    if has_costs {
        columns.extend([
            Column::numbers("programme", message!(messages, "economics-column-programme")),
            Column::numbers("care", message!(messages, "economics-column-care")),
            Column::numbers("medical_conditions", message!(messages, "economics-column-conditions")),
            Column::numbers("medical_longer_life", message!(messages, "economics-column-longer")),
            Column::numbers("net", message!(messages, "economics-column-net")),
        ]);
    }
    let rows = shown.iter().map(|(year, outcomes, costs)| {
        let mut cells = vec![
            Cell::whole(u32::from(year.0)),
            persons(outcomes.healthy_person_years),
            persons(outcomes.independent_person_years),
        ];
        if let Some(costs) = costs {
            let programme: Option<f64> = costs.programme.values().copied().sum();
            cells.extend([
                money(programme, messages),
                money(Some(costs.care.value), messages),
                money(Some(costs.medical_conditions), messages),
                money(Some(costs.medical_longer_life.value), messages),
                money(costs.net, messages),
            ]);
        }
        cells
    });
    document.table(Table { columns, rows: rows.collect() });
    let note = message!(messages, "economics-note");
    let unit = if has_costs { message!(messages, "economics-unit") } else { String::new() };
    document.paragraph([unit, note].join(messages.language().pick("", " ")).trim().to_owned());
    for sum in costs.iter().flat_map(|costs| &costs.since_start) {
        let unpriced = costs.iter().flat_map(|costs| &costs.programme).filter(|(_, yen)| yen.is_none());
        let unpriced: Vec<&str> = unpriced.map(|(lever, _)| lever.as_str()).collect();
        document.paragraph(since(sum, *last, &unpriced, messages));
    }
    events::add_avoided(document, level, &shown, baseline, messages);
    let (Some(drawn), Some(last)) = (drawn, shown.last()) else { return };
    document.heading(level + 1, message!(messages, "economics-intervals"));
    match intervals::table(**last, drawn.reach, baseline, messages) {
        Some(table) => {
            document.table(table);
            document.paragraph(message!(messages, "economics-intervals-note"));
        }
        None => document.paragraph(message!(messages, "economics-intervals-missing")),
    }
}

fn persons(one: Estimate) -> Cell {
    let mut shown = numbers::signed(one.value, 0);
    if one.se > 0.0 {
        shown.extend([" (", &numbers::fixed(one.se, 0), ")"]);
    }
    Cell::shown(one.value, shown)
}

/// Yen in the unit a reader of the language thinks in: billions, or 億.
fn amount(yen: f64, messages: &Messages) -> String {
    let (unit, decimals) = messages.language().pick((1e8, 1), (1e9, 2));
    numbers::signed(yen / unit, decimals)
}

fn money(yen: Option<f64>, messages: &Messages) -> Cell {
    match yen {
        Some(yen) => Cell::shown(yen, amount(yen, messages)),
        None => Cell::text(message!(messages, "economics-unknown")),
    }
}

/// The sums to a year in words; `unpriced` are the levers without a known programme cost.
#[must_use]
pub fn since(sum: &Cumulative, year: Year, unpriced: &[&str], messages: &Messages) -> String {
    // Yen for a healthy year: millions, or 万円.
    let unit = messages.language().pick(1e4, 1e6);
    let decimals = messages.language().pick(0, 2);
    let per_year = |yen: f64| numbers::fixed(yen / unit, decimals);
    let ratio = match (sum.cost_per_healthy_year, sum.cost_per_healthy_year_without_longer_life) {
        (Some(yen), Some(short)) => {
            message!(messages, "economics-ratio", yen = per_year(yen), short = per_year(short))
        }
        _ => message!(messages, "economics-ratio-undefined"),
    };
    let net = match sum.net {
        Some(yen) => message!(messages, "economics-net", yen = amount(yen, messages)),
        None => message!(messages, "economics-net-unknown", levers = unpriced.join(", ")),
    };
    message!(
        messages,
        "economics-since",
        from = sum.from.to_string(),
        year = year.to_string(),
        rate = numbers::percent(sum.discount_rate, 0),
        net = net,
        healthy = numbers::signed(sum.healthy_person_years.value, 0),
        ratio = ratio
    )
}
