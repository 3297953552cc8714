//! The levers that any scenario sets, with how strong their evidence is and what was published.

use super::compose::{Composer, table};
use crate::baseline::levers::Lever;
use crate::i18n::message;
use crate::report::document::{Cell, Column};
use crate::report::levers::{measure, said, words};

/// The levers that any scenario sets, in the order of the pack.
pub fn used<'a>(composer: &Composer<'a>) -> Vec<&'a Lever> {
    let study = composer.study;
    let set = |lever: &&Lever| {
        let plans = study.scenarios.iter().map(|one| &one.world.plan);
        plans.flat_map(|plan| &plan.levers).any(|own| own.lever == lever.id)
    };
    study.baseline.levers.levers.iter().filter(set).collect()
}

/// Adds the section, where a lever is set.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    let used = used(composer);
    if used.is_empty() {
        return;
    }
    composer.section("levers", message!(messages, "report-levers"));
    composer.paragraph(message!(messages, "report-levers-intro"));
    let columns = vec![
        Column::words("lever", message!(messages, "report-column-lever")),
        Column::words("tier", message!(messages, "levers-column-tier")),
        Column::words("strength", message!(messages, "report-column-known")),
        Column::words("effect", message!(messages, "report-column-effects")),
    ];
    let rows = used.iter().map(|lever| {
        let effects: Vec<String> = lever
            .channels
            .iter()
            .map(|channel| {
                let effect = match channel.effect {
                    None => message!(messages, "levers-no-evidence"),
                    Some(effect) => {
                        let [value, from, to] = [effect.default, effect.pessimistic, effect.optimistic]
                            .map(|number| number.to_string());
                        let range = message!(messages, "levers-range", value = value, from = from, to = to);
                        format!("{range} {}", words::unit(&channel.unit, messages))
                    }
                };
                format!("{}: {effect}", messages.choose(&channel.title))
            })
            .collect();
        vec![
            Cell::text(messages.choose(&lever.title)),
            Cell::text(words::evidence(lever, messages)),
            Cell::text(messages.choose(&lever.strength)),
            Cell::text(effects.join("; ")),
        ]
    });
    let rows = rows.collect();
    let command = study.commands.levers.clone();
    let notes = vec![message!(messages, "report-levers-note"), message!(messages, "lever-grades")];
    composer.table(message!(messages, "report-table-levers"), table(columns, rows), notes, &command);
    let columns = vec![
        Column::words("lever", message!(messages, "report-column-lever")),
        Column::words("target", message!(messages, "report-column-measured")),
        Column::words("measure", message!(messages, "report-column-measure")),
        Column::numbers("value", message!(messages, "column-value")),
        Column::numbers("low", message!(messages, "report-column-low")),
        Column::numbers("high", message!(messages, "report-column-high")),
        Column::words("study", message!(messages, "report-column-study")),
        Column::words("design", message!(messages, "report-column-design")),
        Column::words("url", message!(messages, "report-column-url")),
    ];
    let exact = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::shown(value, value.to_string()));
    let mut rows = Vec::new();
    for lever in &used {
        for row in study.baseline.levers.evidence.iter().filter(|row| row.lever == lever.id) {
            let country = said(&row.country, study.baseline, messages);
            let cited = [&row.study, &row.year, &country].map(String::as_str);
            let cited: Vec<&str> = cited.into_iter().filter(|text| !text.is_empty()).collect();
            rows.push(vec![
                Cell::text(messages.choose(&lever.title)),
                Cell::text(said(&row.target, study.baseline, messages)),
                Cell::text(measure(&row.measure, messages)),
                exact(row.value),
                exact(row.low),
                exact(row.high),
                Cell::text(cited.join(", ")),
                Cell::text(said(&row.design, study.baseline, messages)),
                Cell::text(&row.url),
            ]);
        }
    }
    let notes = vec![message!(messages, "report-evidence-note")];
    composer.table(message!(messages, "report-table-evidence"), table(columns, rows), notes, &command);
}
