//! What each scenario brings and costs beyond the reference of its own trends, year by year and from
//! the start of its policies.

use super::compose::{Composer, table};
use super::{Shown, StudyReport};
use crate::i18n::{Messages, message, numbers};
use crate::outcome::economics::{Costs, Cumulative, NoRatio, Outcomes};
use crate::outcome::series::{Estimate, Group};
use crate::report::document::{Cell, Column, Table};
use crate::report::economics::intervals;
use crate::report::precision;

/// Adds the section, where a scenario has any outcome beyond the reference.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    let shown: Vec<Shown<'_>> = study.each(messages).filter(|one| years(one).next().is_some()).collect();
    if shown.is_empty() {
        return;
    }
    composer.section("economics", message!(messages, "report-economics"));
    composer.paragraph(message!(messages, "report-economics-intro"));
    composer.paragraph(message!(messages, "economics-note"));
    let command = study.commands.detail.clone();
    for one in &shown {
        let name = one.name(messages);
        composer.heading(name.clone());
        let caption = message!(messages, "report-table-economics", name = name.as_str());
        composer.table(
            caption,
            yearly(one, messages),
            vec![message!(messages, "report-economics-unknown")],
            &command,
        );
        let caption = message!(messages, "report-table-cumulative", name = name.as_str());
        composer.table(caption, cumulative(one, messages), cumulative_notes(one, study, messages), &command);
        if study.output.uncertainty.is_some() {
            let last = one.result.series.iter().rfind(|row| row.outcomes.is_some());
            let reach = last.and_then(|row| row.reach.as_ref());
            let found = last.and_then(|row| {
                intervals::table((row.year, row.outcomes.as_ref()?, row.costs.as_ref()), reach, messages)
            });
            match found {
                Some(table) => {
                    let caption = message!(messages, "report-table-cost-intervals", name = name.as_str());
                    let note = message!(messages, "economics-intervals-note");
                    composer.table(caption, table, vec![note], &command);
                }
                None => composer.paragraph(message!(messages, "economics-intervals-missing")),
            }
        }
    }
}

/// Years with outcomes from the first in which anything differs.
fn years<'a>(one: &'a Shown<'_>) -> impl Iterator<Item = (u16, &'a Outcomes, Option<&'a Costs>)> {
    let widest =
        |sex: Group| sex == Group::Both || one.result.series.iter().all(|row| row.sex != Group::Both);
    let rows = one.result.series.iter().filter(move |row| widest(row.sex));
    let all = rows.filter_map(|row| Some((row.year.0, row.outcomes.as_ref()?, row.costs.as_ref())));
    all.skip_while(|(_, outcomes, costs)| {
        outcomes.person_years.value == 0.0
            && outcomes.healthy_person_years.value == 0.0
            && costs.is_none_or(|costs| costs.programme.values().all(|yen| yen.is_none_or(|yen| yen == 0.0)))
    })
}

/// Yen in the unit that the columns name: billions, or 億.
fn unit(messages: &Messages) -> (f64, usize) {
    messages.language().pick((1e8, 1), (1e9, 2))
}

fn money(yen: Option<f64>, messages: &Messages) -> Cell {
    let (unit, decimals) = unit(messages);
    match yen {
        Some(yen) => Cell::shown(yen / unit, numbers::signed(yen / unit, decimals)),
        None => Cell::text(message!(messages, "economics-unknown")),
    }
}

fn persons(one: Estimate, messages: &Messages) -> [Cell; 2] {
    [Cell::shown(one.value, numbers::signed(one.value, 0)), precision::cell(&one, 0, messages)]
}

fn amount(key: &'static str, name: String, messages: &Messages) -> Column {
    Column::numbers(key, message!(messages, "report-column-money", name = name))
}

fn yearly(one: &Shown<'_>, messages: &Messages) -> Table {
    let has_costs = years(one).any(|(_, _, costs)| costs.is_some());
    let error = || Column::numbers("se", message!(messages, "report-column-error-plain"));
    let mut columns = vec![
        Column::numbers("year", message!(messages, "column-year")),
        Column::numbers("healthy_person_years", message!(messages, "economics-column-healthy")),
        error(),
        Column::numbers("independent_person_years", message!(messages, "economics-column-independent")),
        error(),
    ];
    if has_costs {
        columns.extend([
            amount("programme", message!(messages, "economics-column-programme"), messages),
            amount("care", message!(messages, "economics-column-care"), messages),
            amount("care_longer_life", message!(messages, "economics-column-care-longer"), messages),
            amount("medical_conditions", message!(messages, "economics-column-conditions"), messages),
            amount("medical_longer_life", message!(messages, "economics-column-longer"), messages),
            amount("net", message!(messages, "economics-column-net"), messages),
        ]);
    }
    let rows = years(one).map(|(year, outcomes, costs)| {
        let mut cells = vec![Cell::whole(u32::from(year))];
        cells.extend(persons(outcomes.healthy_person_years, messages));
        cells.extend(persons(outcomes.independent_person_years, messages));
        if has_costs {
            cells.extend(costs.map_or_else(
                || vec![Cell::Empty; 6],
                |costs| {
                    let programme: Option<f64> = costs.programme.values().copied().sum();
                    vec![
                        money(programme, messages),
                        money(Some(costs.care.value), messages),
                        money(Some(costs.care_longer_life.value), messages),
                        money(Some(costs.medical_conditions), messages),
                        money(Some(costs.medical_longer_life.value), messages),
                        money(costs.net, messages),
                    ]
                },
            ));
        }
        cells
    });
    table(columns, rows.collect())
}

fn since<'a>(one: &'a Shown<'_>) -> &'a [Cumulative] {
    let last = years(one).last().and_then(|(_, _, costs)| costs);
    last.map_or(&[], |costs| &costs.since_start)
}

fn cumulative(one: &Shown<'_>, messages: &Messages) -> Table {
    let columns = vec![
        Column::numbers("discount_rate", message!(messages, "report-column-rate")),
        Column::numbers("from", message!(messages, "report-column-from")),
        amount("programme", message!(messages, "economics-column-programme"), messages),
        amount("care", message!(messages, "economics-column-care"), messages),
        amount("care_longer_life", message!(messages, "economics-column-care-longer"), messages),
        amount("medical_conditions", message!(messages, "economics-column-conditions"), messages),
        amount("medical_longer_life", message!(messages, "economics-column-longer"), messages),
        amount("net", message!(messages, "economics-column-net"), messages),
        Column::numbers("healthy_person_years", message!(messages, "economics-column-healthy")),
        Column::numbers("se", message!(messages, "report-column-error-plain")),
        Column::numbers("cost_per_healthy_year", message!(messages, "report-column-ratio")),
        Column::numbers("cost_without_longer_life", message!(messages, "report-column-ratio-short")),
    ];
    let rows = since(one).iter().map(|sum| {
        let mut cells = vec![
            Cell::shown(sum.discount_rate * 100.0, numbers::fixed(sum.discount_rate * 100.0, 0)),
            Cell::whole(u32::from(sum.from.0)),
            money(sum.programme, messages),
            money(Some(sum.care.value), messages),
            money(Some(sum.care_longer_life.value), messages),
            money(Some(sum.medical_conditions), messages),
            money(Some(sum.medical_longer_life.value), messages),
            money(sum.net, messages),
        ];
        cells.extend(persons(sum.healthy_person_years, messages));
        for yen in [sum.cost_per_healthy_year, sum.cost_per_healthy_year_without_longer_life] {
            cells.push(ratio(yen, messages));
        }
        cells
    });
    table(columns, rows.collect())
}

/// What the ratios mean, and for each discount rate without one the reason.
fn cumulative_notes(one: &Shown<'_>, study: &StudyReport<'_>, messages: &Messages) -> Vec<String> {
    let mut notes = vec![message!(messages, "report-cumulative-note")];
    let mut reasons: Vec<&NoRatio> = Vec::new();
    for reason in since(one).iter().filter_map(|sum| sum.no_cost_per_healthy_year.as_ref()) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let told = |reason: &NoRatio| crate::report::economics::why(reason, study.baseline, messages);
    notes.extend(
        reasons.into_iter().map(|reason| message!(messages, "report-no-ratio", reason = told(reason))),
    );
    notes
}

/// Yen for a healthy year in millions, or 万円.
fn ratio(yen: Option<f64>, messages: &Messages) -> Cell {
    let (unit, decimals) = messages.language().pick((1e4, 0), (1e6, 2));
    match yen {
        Some(yen) => Cell::number(yen / unit, decimals),
        None => Cell::text(message!(messages, "report-undefined")),
    }
}

/// One sentence on what a scenario costs to the last year, at the middle discount rate of the pack.
pub fn sentence(study: &StudyReport<'_>, place: usize, messages: &Messages) -> Option<String> {
    let one = study.each(messages).nth(place)?;
    let last = years(&one).last()?.0;
    let sums = since(&one);
    let sum = sums.get(sums.len() / 2)?;
    Some(crate::report::economics::since(sum, crate::num::units::Year(last), study.baseline, messages))
}
