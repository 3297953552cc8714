//! What each scenario assumes: readings of the future, policies, and what its author assumes beyond
//! the evidence.

use super::compose::{Composer, table};
use super::paper::Item;
use crate::i18n::message;
use crate::report::assumption;
use crate::report::document::{Cell, Column};

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    composer.section("assumptions", message!(messages, "report-assumptions"));
    composer.paragraph(message!(messages, "report-assumptions-intro"));
    let columns = vec![
        Column::words("key", message!(messages, "report-column-key")),
        Column::words("scenario", message!(messages, "column-scenario")),
        Column::words("mortality", message!(messages, "ui-assume-mortality")),
        Column::words("limitation", message!(messages, "ui-assume-trend")),
        Column::words("care", message!(messages, "ui-assume-care")),
        Column::numbers("levers", message!(messages, "report-column-levers")),
        Column::numbers("hazards", message!(messages, "report-column-hazards")),
        Column::numbers("own", message!(messages, "report-column-own")),
    ];
    let baseline = study.baseline;
    let rows = study.each(messages).map(|one| {
        let plan = &one.scenario.world.plan;
        let count = |number: usize| Cell::whole(u32::try_from(number).unwrap_or(u32::MAX));
        vec![
            Cell::text(&one.key),
            Cell::text(messages.choose(&one.result.title)),
            Cell::text(assumption::mortality(messages, plan.mortality, assumption::last_observed(baseline))),
            Cell::text(assumption::limitation(messages, baseline, plan.limitation_pace)),
            Cell::text(assumption::care_need(messages, plan.care_need)),
            count(plan.levers.len()),
            count(plan.hazard_changes.len()),
            count(one.result.own_assumptions.len()),
        ]
    });
    let rows = rows.collect();
    let command = study.commands.compare.clone();
    composer.table(
        message!(messages, "report-table-assumptions"),
        table(columns, rows),
        Vec::new(),
        &command,
    );
    for one in study.each(messages) {
        let scenario = one.scenario;
        if scenario.note.is_none() && scenario.policies.is_empty() && one.result.own_assumptions.is_empty() {
            continue;
        }
        composer.heading(one.name(messages));
        if let Some(note) = &scenario.note {
            composer.paragraph(messages.choose(note).to_owned());
        }
        for own in &one.result.own_assumptions {
            let assumption = messages.choose(own);
            composer.add(Item::Warning(message!(messages, "own-assumption", assumption = assumption)));
        }
        if !scenario.policies.is_empty() {
            let policies = scenario.policies.iter().map(|text| messages.choose(text).to_owned());
            composer.add(Item::List(policies.collect()));
        }
    }
}
