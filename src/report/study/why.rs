//! Why each scenario differs from the reference: shares of the parts, and the links behind those that
//! are told from zero.

use super::compose::{Composer, table};
use super::is_sure;
use crate::analysis::explain::{Contribution, Effect, Explanation, Part};
use crate::baseline::levers::Target;
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::{Estimate, Group};
use crate::report::document::{Cell, Column};
use crate::report::explain::{ExplainReport, words};
use crate::report::levers as of_lever;
use crate::report::precision;
use crate::report::series::group_name;

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let study = composer.study;
    if study.explanations.is_empty() {
        return;
    }
    let messages = composer.messages;
    composer.section("why", message!(messages, "report-why"));
    composer.paragraph(message!(messages, "report-why-method"));
    for (index, explanation) in study.explanations.iter().enumerate() {
        let name = study.each(messages).nth(index + 1).map_or_else(String::new, |one| one.name(messages));
        let command = study.commands.explain.get(index).cloned().unwrap_or_default();
        composer.heading(name.clone());
        let report = ExplainReport { baseline: study.baseline, explanation };
        if let Some(headline) = words::headline(&report, messages) {
            composer.paragraph(headline);
        }
        if explanation.contributions.is_empty() {
            composer.paragraph(message!(messages, "explain-nothing"));
            continue;
        }
        shares(composer, explanation, &name, &command);
        reach(composer, explanation, &name, &command);
        channels(composer, explanation, &name, &command);
        links(composer, explanation, &name, &command);
    }
}

fn pair(one: Option<Estimate>, messages: &Messages) -> [Cell; 2] {
    one.map_or([Cell::Empty, Cell::Empty], |one| {
        [Cell::shown(one.value, numbers::signed(one.value, 4)), precision::cell(&one, 4, messages)]
    })
}

fn widest(effects: &[Effect]) -> Option<&Effect> {
    effects.iter().find(|effect| effect.sex == Group::Both).or_else(|| effects.last())
}

fn shares(composer: &mut Composer<'_>, explanation: &Explanation, name: &str, command: &str) {
    let messages = composer.messages;
    let baseline = composer.study.baseline;
    let groups: Vec<Group> = explanation.total.iter().map(|effect| effect.sex).collect();
    let sampled = explanation.sampled_orders.is_some();
    let mut columns = vec![Column::words("part", message!(messages, "explain-column-part"))];
    let mut both = |name: String| {
        columns.push(Column::numbers("share", message!(messages, "report-column-unit-years", name = name)));
        columns.push(Column::numbers("se", message!(messages, "report-column-error")));
    };
    let healthy = message!(messages, "short-healthy-life-expectancy");
    for group in &groups {
        let group = group_name(*group, messages);
        both(message!(messages, "report-of-group", name = healthy.as_str(), group = group));
    }
    both(message!(messages, "short-life-expectancy"));
    both(message!(messages, "short-independent-life-expectancy"));
    if sampled {
        columns.push(Column::numbers("sampling", message!(messages, "report-column-orders")));
    }
    let levers = explanation.contributions.iter().any(|one| one.alone.is_some());
    if levers {
        columns.push(Column::numbers("alone", message!(messages, "report-column-alone")));
        columns.push(Column::numbers("last", message!(messages, "report-column-last")));
    }
    let cells = |name: String, effects: &[Effect], one: Option<&Contribution>| {
        let mut cells = vec![Cell::text(name)];
        for group in &groups {
            let effect = effects.iter().find(|effect| effect.sex == *group);
            cells.extend(pair(effect.map(|effect| effect.healthy_life_expectancy), messages));
        }
        cells.extend(pair(widest(effects).map(|effect| effect.life_expectancy), messages));
        cells.extend(pair(widest(effects).map(|effect| effect.independent_life_expectancy), messages));
        if sampled {
            let error = one.and_then(|one| one.sampling_se.as_ref()).and_then(|all| all.last());
            cells.push(error.map_or(Cell::Empty, |all| Cell::number(all[1], 4)));
        }
        for effects in
            [one.and_then(|one| one.alone.as_deref()), one.and_then(|one| one.added_last.as_deref())]
        {
            let effect = effects.and_then(widest).map(|effect| effect.healthy_life_expectancy);
            cells.extend(pair(effect, messages).into_iter().take(usize::from(levers)));
        }
        cells
    };
    // Large shares first; what does nothing stands in the table of reach with its reason.
    let size = |one: &Contribution| {
        widest(&one.share).map_or(0.0, |effect| effect.healthy_life_expectancy.value.abs())
    };
    let mut parts: Vec<&Contribution> =
        explanation.contributions.iter().filter(|one| one.no_effect.is_none()).collect();
    parts.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut rows: Vec<Vec<Cell>> = parts
        .into_iter()
        .map(|one| cells(words::name(one, baseline, messages), &one.share, Some(one)))
        .collect();
    rows.push(cells(message!(messages, "explain-total"), &explanation.total, None));
    let mut notes = vec![message!(messages, "report-shares-note")];
    if let Some(orders) = explanation.sampled_orders {
        notes.push(message!(messages, "report-orders-note", orders = orders.to_string()));
    }
    let caption = message!(messages, "report-table-shares", name = name, year = explanation.year.to_string());
    composer.table(caption, table(columns, rows), notes, command);
}

fn levers(explanation: &Explanation) -> impl Iterator<Item = &Contribution> {
    explanation.contributions.iter().filter(|one| one.part == Part::Lever)
}

fn reach(composer: &mut Composer<'_>, explanation: &Explanation, name: &str, command: &str) {
    let messages = composer.messages;
    let baseline = composer.study.baseline;
    let columns = vec![
        Column::words("lever", message!(messages, "report-column-lever")),
        Column::numbers("coverage_reference", message!(messages, "report-column-coverage-reference")),
        Column::numbers("coverage", message!(messages, "report-column-coverage")),
        Column::numbers("eligible", message!(messages, "report-column-eligible")),
        Column::numbers("more", message!(messages, "report-column-more")),
        Column::numbers("fewer", message!(messages, "report-column-fewer")),
        Column::words("effect", message!(messages, "report-column-outcome")),
    ];
    let percent = |share: f64| Cell::shown(share * 100.0, numbers::fixed(share * 100.0, 1));
    let rows = levers(explanation).map(|one| {
        let mut cells = vec![Cell::text(words::name(one, baseline, messages))];
        match &one.chain {
            Some(chain) => cells.extend([
                percent(chain.reach.coverage_reference),
                percent(chain.reach.coverage),
                Cell::number(chain.reach.eligible, 0),
                Cell::number(chain.reach.more, 0),
                Cell::number(chain.reach.fewer, 0),
            ]),
            None => cells.extend(std::iter::repeat_n(Cell::Empty, 5)),
        }
        let share = widest(&one.share).map(|effect| effect.healthy_life_expectancy);
        cells.push(Cell::text(match (&one.no_effect, share) {
            (Some(reason), _) if reason.is_unseen() => {
                let reason = words::reason(reason, explanation.year, messages);
                format!("{} ({reason})", message!(messages, "report-not-told"))
            }
            (Some(reason), _) => message!(
                messages,
                "report-no-effect",
                reason = words::reason(reason, explanation.year, messages)
            ),
            (None, Some(share)) if is_sure(share) => {
                let change = numbers::years_difference(messages.language(), share.value, 3);
                message!(messages, "report-share", change = change)
            }
            (None, _) => message!(messages, "report-not-told"),
        }));
        cells
    });
    let caption = message!(messages, "report-table-reach", name = name, year = explanation.year.to_string());
    let rows = rows.collect();
    composer.table(caption, table(columns, rows), vec![message!(messages, "report-reach-note")], command);
}

/// The levers whose share is told from zero: only of these links are shown.
fn sure(explanation: &Explanation) -> impl Iterator<Item = &Contribution> {
    levers(explanation).filter(|one| {
        let share = widest(&one.share).is_some_and(|effect| effect.three().into_iter().any(is_sure));
        one.no_effect.is_none() && share
    })
}

fn channels(composer: &mut Composer<'_>, explanation: &Explanation, name: &str, command: &str) {
    let messages = composer.messages;
    let baseline = composer.study.baseline;
    let columns = vec![
        Column::words("lever", message!(messages, "report-column-lever")),
        Column::words("channel", message!(messages, "explain-column-channel")),
        Column::numbers("effect", message!(messages, "explain-column-effect")),
        Column::words("unit", message!(messages, "column-unit")),
        Column::words("grade", message!(messages, "levers-column-grade")),
        Column::numbers("persons", message!(messages, "explain-column-persons")),
        Column::numbers("mean_change", message!(messages, "report-column-mean-change")),
    ];
    let mut rows = Vec::new();
    for one in sure(explanation) {
        let known = baseline.levers.lever(&one.id);
        for link in one.chain.iter().flat_map(|chain| &chain.channels) {
            let channel = known.and_then(|lever| lever.channel(&link.channel));
            // What is shown only acts on nobody: it is no link.
            if channel.is_some_and(|channel| channel.acts == Target::Shown) {
                continue;
            }
            let title = channel.map_or(link.channel.as_str(), |channel| messages.choose(&channel.title));
            let effect = match link.effect {
                None => Cell::text(message!(messages, "explain-no-evidence-effect")),
                Some(effect) if link.ratio => Cell::number(effect, 3),
                Some(effect) => Cell::shown(effect, numbers::signed(effect, 2)),
            };
            let persons = link.persons_at_full_effect;
            rows.push(vec![
                Cell::text(words::name(one, baseline, messages)),
                Cell::text(title),
                effect,
                Cell::text(of_lever::unit(&link.unit, messages)),
                Cell::text(&link.grade),
                Cell::shown(persons, numbers::signed(persons, 0)),
                link.mean_change.map_or(Cell::Empty, |mean| Cell::shown(mean, numbers::signed(mean, 3))),
            ]);
        }
    }
    let notes = vec![
        message!(messages, "explain-chain-note"),
        message!(messages, "explain-carriers"),
        message!(messages, "lever-grades"),
    ];
    let caption =
        message!(messages, "report-table-channels", name = name, year = explanation.year.to_string());
    composer.table(caption, table(columns, rows), notes, command);
}

/// Decimals of a number of persons: few persons are not none.
fn decimals(persons: f64) -> usize {
    usize::from(persons.abs() < 100.0)
}

fn links(composer: &mut Composer<'_>, explanation: &Explanation, name: &str, command: &str) {
    let messages = composer.messages;
    let baseline = composer.study.baseline;
    let columns = vec![
        Column::words("lever", message!(messages, "report-column-lever")),
        Column::words("stage", message!(messages, "explain-column-stage")),
        Column::words("item", message!(messages, "explain-column-item")),
        Column::numbers("change", message!(messages, "explain-column-change")),
        Column::numbers("se", message!(messages, "report-column-error-persons")),
        Column::numbers("relative", message!(messages, "report-column-relative")),
    ];
    let mut rows = Vec::new();
    let mut unmoved = 0;
    for one in sure(explanation) {
        let Some(chain) = &one.chain else { continue };
        unmoved += words::hidden(chain);
        for link in words::shown(chain) {
            rows.push(vec![
                Cell::text(words::name(one, baseline, messages)),
                Cell::text(words::stage(link.stage, messages)),
                Cell::text(words::link(link, baseline, messages)),
                Cell::shown(link.change, numbers::signed(link.change, decimals(link.change))),
                precision::cell(&link.estimate(), decimals(link.change), messages),
                link.relative.map_or(Cell::Empty, |share| {
                    Cell::shown(share * 100.0, numbers::signed(share * 100.0, 3))
                }),
            ]);
        }
    }
    let caption = message!(messages, "report-table-links", name = name, year = explanation.year.to_string());
    let note = message!(messages, "report-unmoved", count = unmoved.to_string());
    composer.table(caption, table(columns, rows), vec![note], command);
}
