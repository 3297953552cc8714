//! What a policy brings and costs, year by year and from its start.

pub mod intervals;

use super::document::{Cell, Column, Document, Table};
use super::events;
use super::precision;
use crate::baseline::Baseline;
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::economics::{Costs, Cumulative, NoRatio, Outcomes};
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
            Column::numbers("care_longer_life", message!(messages, "economics-column-care-longer")),
            Column::numbers("medical_conditions", message!(messages, "economics-column-conditions")),
            Column::numbers("medical_longer_life", message!(messages, "economics-column-longer")),
            Column::numbers("net", message!(messages, "economics-column-net")),
        ]);
    }
    let rows = shown.iter().map(|(year, outcomes, costs)| {
        let mut cells = vec![
            Cell::whole(u32::from(year.0)),
            persons(outcomes.healthy_person_years, messages),
            persons(outcomes.independent_person_years, messages),
        ];
        if let Some(costs) = costs {
            let programme: Option<f64> = costs.programme.values().copied().sum();
            cells.extend([
                money(programme, messages),
                money(Some(costs.care.value), messages),
                money(Some(costs.care_longer_life.value), messages),
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
    document.note([unit, note].join(messages.language().pick("", " ")).trim().to_owned());
    for sum in costs.iter().flat_map(|costs| &costs.since_start) {
        document.paragraph(since(sum, *last, baseline, messages));
    }
    events::add_avoided(document, level, &shown, baseline, messages);
    let (Some(drawn), Some(last)) = (drawn, shown.last()) else { return };
    document.heading(level + 1, message!(messages, "economics-intervals"));
    match intervals::table(**last, drawn.reach, baseline, messages) {
        Some(table) => {
            document.table(table);
            document.note(message!(messages, "economics-intervals-note"));
        }
        None => document.paragraph(message!(messages, "economics-intervals-missing")),
    }
}

fn persons(one: Estimate, messages: &Messages) -> Cell {
    Cell::shown(one.value, precision::with_error(&numbers::signed(one.value, 0), &one, 0, messages))
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

/// The sums to a year in words.
#[must_use]
pub fn since(sum: &Cumulative, year: Year, baseline: &Baseline, messages: &Messages) -> String {
    let net = match sum.net {
        Some(yen) => message!(messages, "economics-net", yen = amount(yen, messages)),
        None => message!(messages, "economics-net-open"),
    };
    let healthy = &sum.healthy_person_years;
    message!(
        messages,
        "economics-since",
        from = sum.from.to_string(),
        year = year.to_string(),
        rate = numbers::percent(sum.discount_rate, 0),
        net = net,
        healthy = precision::with_error(&numbers::signed(healthy.value, 0), healthy, 0, messages),
        ratio = ratio(sum, baseline, messages)
    )
}

/// The cost per healthy year with what the error of the gain leaves of it, or why there is none.
fn ratio(sum: &Cumulative, baseline: &Baseline, messages: &Messages) -> String {
    // Yen for a healthy year: millions, or 万円.
    let (unit, decimals) = messages.language().pick((1e4, 0), (1e6, 2));
    let per_year = |yen: f64| numbers::fixed(yen / unit, decimals);
    let range = sum.cost_per_healthy_year_range.map_or_else(String::new, |range| match range.at_most {
        Some(most) => {
            let least = per_year(range.at_least);
            message!(messages, "economics-ratio-range", least = least, most = per_year(most))
        }
        None => message!(messages, "economics-ratio-least", least = per_year(range.at_least)),
    });
    let ratios = sum.cost_per_healthy_year.zip(sum.cost_per_healthy_year_without_longer_life);
    match (&sum.no_cost_per_healthy_year, ratios) {
        (None, Some((yen, short))) => {
            message!(messages, "economics-ratio", yen = per_year(yen), short = per_year(short), range = range)
        }
        (reason, _) => {
            let reason = reason.as_ref().map_or_else(String::new, |reason| why(reason, baseline, messages));
            message!(messages, "economics-ratio-none", reason = reason, range = range)
        }
    }
}

/// Why there is no cost per healthy year.
#[must_use]
pub fn why(reason: &NoRatio, baseline: &Baseline, messages: &Messages) -> String {
    match reason {
        NoRatio::CostUnknown { levers } => {
            let title = |id: &String| {
                let known = baseline.levers.lever(id);
                known.map_or(id.as_str(), |lever| messages.choose(&lever.title)).to_owned()
            };
            let names: Vec<String> = levers.iter().map(title).collect();
            let names = names.join(messages.language().pick("、", ", "));
            message!(messages, "no-ratio-cost-unknown", levers = names)
        }
        NoRatio::NothingGained => message!(messages, "no-ratio-nothing-gained"),
        NoRatio::HealthLost => message!(messages, "no-ratio-health-lost"),
        NoRatio::TooFewDiffer => message!(messages, "no-ratio-too-few"),
        NoRatio::GainNotSure => message!(messages, "no-ratio-not-sure"),
    }
}
