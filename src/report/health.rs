//! What the simulated persons have and die of, by age group: the first and the last year of a run.

use super::document::{Cell, Column, Document, Table};
use super::series::group_name;
use crate::baseline::Baseline;
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::{AgeHealth, Group, YearResult};

/// Adds the tables of a group; nothing where the run has no such details.
pub fn add(
    document: &mut Document,
    rows: &[&YearResult],
    group: Group,
    baseline: &Baseline,
    messages: &Messages,
) {
    let detailed = |row: &&YearResult| Some((row.year, row.health_by_age.as_ref()?.clone()));
    let found: Vec<_> = rows.iter().filter_map(detailed).collect();
    let last = found.len().saturating_sub(1);
    for (_, (year, ages)) in found.iter().enumerate().filter(|(index, _)| *index == 0 || *index == last) {
        let (year, group) = (year.to_string(), group_name(group, messages));
        let heading = message!(messages, "health-conditions", group = group.as_str(), year = year.as_str());
        document.heading(3, heading);
        document.table(conditions(ages, baseline, messages));
        if !baseline.causes.is_empty() {
            let heading = message!(messages, "health-deaths", group = group, year = year);
            document.heading(3, heading);
            document.table(deaths(ages, baseline, messages));
        }
    }
    if !found.is_empty() && group == Group::Both {
        document.paragraph(message!(messages, "health-note"));
    }
}

fn span(group: &AgeHealth, baseline: &Baseline) -> String {
    let AgeHealth { age_from, age_to, .. } = group;
    if baseline.ages.open && *age_to == baseline.ages.last {
        format!("{age_from}+")
    } else {
        format!("{age_from}-{age_to}")
    }
}

fn conditions(ages: &[AgeHealth], baseline: &Baseline, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("condition", message!(messages, "column-condition")),
        Column::words("age", message!(messages, "column-age")),
        Column::numbers("persons", message!(messages, "health-persons")),
        Column::numbers("prevalence", message!(messages, "column-prevalence")),
        Column::numbers("onset_rate", message!(messages, "column-onset-rate")),
        Column::numbers("limited", message!(messages, "health-limited")),
        Column::numbers("certified", message!(messages, "health-certified")),
        Column::numbers("dependent", message!(messages, "health-dependent")),
    ];
    let percent = |share: f64| Cell::shown(share, numbers::percent(share, 1));
    let mut rows = Vec::new();
    for condition in &baseline.conditions {
        let of = |group| -> Option<_> {
            let AgeHealth { conditions, population, .. }: &AgeHealth = group;
            Some((group, *population, conditions.get(&condition.id).filter(|one| one.limited.is_some())?))
        };
        // Ages at which nobody has it say nothing.
        for (place, (group, population, one)) in ages.iter().filter_map(of).enumerate() {
            let title = if place == 0 { messages.choose(&condition.title) } else { "" };
            let share = |value: Option<f64>| value.map_or(Cell::Empty, percent);
            rows.push(vec![
                Cell::text(title),
                Cell::text(span(group, baseline)),
                Cell::number(one.prevalence * population, 0),
                Cell::shown(one.prevalence, numbers::percent(one.prevalence, 2)),
                Cell::shown(one.onset_rate, numbers::fixed(one.onset_rate * 1_000.0, 2)),
                share(one.limited),
                share(one.certified),
                share(one.dependent),
            ]);
        }
    }
    Table { columns, rows }
}

fn deaths(ages: &[AgeHealth], baseline: &Baseline, messages: &Messages) -> Table {
    let mut columns = vec![Column::words("cause", message!(messages, "health-cause"))];
    columns.extend(ages.iter().map(|group| Column::numbers("deaths", span(group, baseline))));
    columns.push(Column::numbers("deaths", message!(messages, "health-all-ages")));
    let row = |name: String, of: &dyn Fn(&AgeHealth) -> f64| {
        let counts: Vec<f64> = ages.iter().map(of).collect();
        let all = counts.iter().sum();
        let cells = counts.into_iter().chain([all]).map(|count| Cell::number(count, 0));
        std::iter::once(Cell::text(name)).chain(cells).collect()
    };
    let mut rows: Vec<Vec<Cell>> = baseline
        .causes
        .iter()
        .map(|cause| {
            let of = |group: &AgeHealth| group.deaths_by_cause.get(&cause.id).copied().unwrap_or(0.0);
            row(messages.choose(&cause.title).to_owned(), &of)
        })
        .collect();
    rows.push(row(message!(messages, "health-all-causes"), &|group| group.deaths_by_cause.values().sum()));
    Table { columns, rows }
}
