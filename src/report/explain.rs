//! Why two scenarios differ, for readers and as tidy rows.

pub(super) mod tidy;
pub mod words;

use super::Format;
use super::document::{Cell, Column, Document, Table};
use super::series::{group_name, manifest};
use super::{csv, economics, json};
use crate::analysis::explain::chain::{Chain, Link, Stage};
use crate::analysis::explain::{Contribution, Effect, Explanation, Part};
use crate::baseline::Baseline;
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::{Estimate, Group};

/// Smallest change that is shown as a link, persons: below it the whole number shown is 0.
pub const SMALLEST: f64 = 0.5;

/// An explanation with what is needed to name its parts.
#[derive(Debug, Clone, Copy)]
pub struct ExplainReport<'a> {
    /// The pack that was run.
    pub baseline: &'a Baseline,
    /// What was found.
    pub explanation: &'a Explanation,
}

impl ExplainReport<'_> {
    /// The report in a form.
    #[must_use]
    pub fn render(&self, format: Format, messages: &Messages) -> String {
        match format {
            Format::Json => json::render(self.explanation),
            Format::Csv => csv::table(&tidy::table(self.explanation)),
            Format::Table | Format::Md => format.lay_out(&self.document(messages)),
        }
    }

    fn document(&self, messages: &Messages) -> Document {
        let explanation = self.explanation;
        let mut document = Document::default();
        document.heading(
            1,
            message!(
                messages,
                "explain-heading",
                to = messages.choose(&explanation.to.title),
                from = messages.choose(&explanation.from.title),
                year = explanation.year.to_string()
            ),
        );
        document.paragraph(words::summary(self, messages));
        if explanation.contributions.is_empty() {
            document.paragraph(message!(messages, "explain-nothing"));
        } else {
            self.add_shares(&mut document, messages);
            self.add_alone(&mut document, messages);
            for contribution in &explanation.contributions {
                self.add_lever(&mut document, contribution, messages);
            }
        }
        document.paragraph(manifest(&explanation.manifest, explanation.kenju, messages));
        document
    }

    fn add_shares(&self, document: &mut Document, messages: &Messages) {
        document.heading(2, message!(messages, "explain-shares"));
        for (index, total) in self.explanation.total.iter().enumerate() {
            document.heading(3, group_name(total.sex, messages));
            let mut columns = vec![Column::words("part", message!(messages, "explain-column-part"))];
            columns.extend(outcome_columns(messages));
            let row = |name: String, effect: &Effect, sampling: Option<[f64; 3]>| {
                let estimates = effect.three().into_iter().enumerate();
                let cells = estimates.map(|(which, one)| estimate(one, sampling.map(|all| all[which])));
                std::iter::once(Cell::text(name)).chain(cells).collect::<Vec<_>>()
            };
            let parts = self.explanation.contributions.iter().filter_map(|one| {
                let sampling = one.sampling_se.as_ref().and_then(|all| all.get(index).copied());
                Some(row(words::name(one, self.baseline, messages), one.share.get(index)?, sampling))
            });
            let mut rows: Vec<Vec<Cell>> = parts.collect();
            rows.push(row(message!(messages, "explain-total"), total, None));
            document.table(Table { columns, rows });
        }
        document.paragraph(message!(messages, "explain-method"));
        if let Some(orders) = self.explanation.sampled_orders {
            document.paragraph(message!(messages, "explain-method-sampled", orders = orders.to_string()));
        }
    }

    fn add_alone(&self, document: &mut Document, messages: &Messages) {
        let healthy = |effects: &[Effect]| {
            effects.last().map_or(Cell::Empty, |one| estimate(one.healthy_life_expectancy, None))
        };
        let rows: Vec<Vec<Cell>> = self
            .explanation
            .contributions
            .iter()
            .filter_map(|one| {
                let (alone, last) = (one.alone.as_ref()?, one.added_last.as_ref()?);
                let name = words::name(one, self.baseline, messages);
                Some(vec![Cell::text(name), healthy(&one.share), healthy(alone), healthy(last)])
            })
            .collect();
        if rows.len() < 2 {
            return;
        }
        document.heading(2, message!(messages, "explain-alone-heading"));
        let columns = vec![
            Column::words("part", message!(messages, "explain-column-part")),
            Column::numbers("share", message!(messages, "explain-column-share")),
            Column::numbers("alone", message!(messages, "explain-column-alone")),
            Column::numbers("added_last", message!(messages, "explain-column-last")),
        ];
        document.table(Table { columns, rows });
    }

    fn add_lever(&self, document: &mut Document, one: &Contribution, messages: &Messages) {
        if one.part != Part::Lever {
            return;
        }
        let lever = words::name(one, self.baseline, messages);
        document.heading(2, message!(messages, "explain-chain-heading", lever = lever.as_str()));
        if let Some(reason) = &one.no_effect {
            document.paragraph(words::without_effect(&lever, reason, self.explanation.year, messages));
        }
        let Some(chain) = &one.chain else { return };
        let whole = |value: f64| numbers::fixed(value, 0);
        document.paragraph(message!(
            messages,
            "explain-reach",
            coverage = numbers::percent(chain.reach.coverage, 1),
            reference = numbers::percent(chain.reach.coverage_reference, 1),
            eligible = whole(chain.reach.eligible),
            year = self.explanation.year.to_string(),
            more = whole(chain.reach.more),
            fewer = whole(chain.reach.fewer),
            years = whole(chain.reach.person_years)
        ));
        if one.no_effect.is_some() {
            return;
        }
        document.paragraph(message!(messages, "explain-chain-note"));
        self.add_links(document, one, chain, messages);
        if let Some(outcomes) = &one.outcomes {
            let years = [(self.explanation.year, outcomes, one.costs.as_ref())];
            economics::add(document, 3, &years, self.baseline, None, messages);
        }
        let Some(alone) = one.alone.as_ref().and_then(|alone| alone.last()) else { return };
        let [life, healthy, independent] = alone.three().map(|one| shown(one, None));
        document.paragraph(message!(
            messages,
            "explain-outcome",
            life = life,
            healthy = healthy,
            independent = independent
        ));
    }

    fn add_links(&self, document: &mut Document, one: &Contribution, chain: &Chain, messages: &Messages) {
        let known = self.baseline.levers.lever(&one.id);
        let rows = chain.channels.iter().map(|link| {
            let title = known
                .and_then(|lever| lever.channel(&link.channel))
                .map_or(link.channel.as_str(), |channel| messages.choose(&channel.title));
            let effect = match link.effect {
                None => Cell::text(message!(messages, "explain-no-evidence-effect")),
                Some(effect) if link.ratio => Cell::shown(effect, numbers::fixed(effect, 3)),
                Some(effect) => Cell::shown(effect, format!("{} {}", numbers::signed(effect, 2), link.unit)),
            };
            let persons =
                Cell::shown(link.persons_at_full_effect, numbers::signed(link.persons_at_full_effect, 0));
            let mean = link.mean_change.map_or(Cell::Empty, |mean| {
                Cell::shown(mean, format!("{} {}", numbers::signed(mean, 3), link.unit))
            });
            vec![Cell::text(title), effect, persons, mean]
        });
        document.table(Table {
            columns: vec![
                Column::words("channel", message!(messages, "explain-column-channel")),
                Column::numbers("effect", message!(messages, "explain-column-effect")),
                Column::numbers("persons", message!(messages, "explain-column-persons")),
                Column::numbers("mean_change", message!(messages, "explain-column-mean-change")),
            ],
            rows: rows.collect(),
        });
        let visible = |link: &&Link| link.change.abs() >= SMALLEST;
        let hidden = chain.links.iter().filter(|link| !visible(link)).count();
        let rows: Vec<Vec<Cell>> = chain
            .links
            .iter()
            .filter(visible)
            .map(|link| {
                let stage = match link.stage {
                    Stage::Reach => message!(messages, "explain-stage-reach"),
                    Stage::Incidence => message!(messages, "explain-stage-incidence"),
                    Stage::CareNeed => message!(messages, "explain-stage-care"),
                    Stage::Limitation => message!(messages, "explain-stage-limitation"),
                    Stage::Deaths => message!(messages, "explain-stage-deaths"),
                };
                let change = format!("{} ({})", numbers::signed(link.change, 0), numbers::fixed(link.se, 0));
                vec![
                    Cell::text(stage),
                    Cell::text(words::link(link, self.baseline, messages)),
                    Cell::shown(link.change, change),
                    link.relative
                        .map_or(Cell::Empty, |share| Cell::shown(share, numbers::signed_percent(share, 2))),
                ]
            })
            .collect();
        if !rows.is_empty() {
            document.table(Table {
                columns: vec![
                    Column::words("stage", message!(messages, "explain-column-stage")),
                    Column::words("item", message!(messages, "explain-column-item")),
                    Column::numbers("change", message!(messages, "explain-column-change")),
                    Column::numbers("relative", message!(messages, "explain-column-relative")),
                ],
                rows,
            });
        }
        document.paragraph(message!(
            messages,
            "explain-unmoved",
            count = (chain.unmoved + hidden).to_string()
        ));
    }

    /// The effects of both sexes, or of the only one.
    fn widest(effects: &[Effect]) -> Option<&Effect> {
        effects.iter().find(|effect| effect.sex == Group::Both).or_else(|| effects.last())
    }
}

fn outcome_columns(messages: &Messages) -> [Column; 3] {
    [
        Column::numbers("life_expectancy", message!(messages, "short-life-expectancy")),
        Column::numbers("healthy_life_expectancy", message!(messages, "short-healthy-life-expectancy")),
        Column::numbers(
            "independent_life_expectancy",
            message!(messages, "short-independent-life-expectancy"),
        ),
    ]
}

/// A difference with its error, and that of sampled orders.
fn shown(one: Estimate, sampling: Option<f64>) -> String {
    let mut text = numbers::signed(one.value, 3);
    if one.se > 0.0 {
        text.extend([" (", &numbers::fixed(one.se, 3), ")"]);
    }
    if let Some(error) = sampling {
        text.extend([" +/- ", &numbers::fixed(error, 3)]);
    }
    text
}

fn estimate(one: Estimate, sampling: Option<f64>) -> Cell {
    Cell::shown(one.value, shown(one, sampling))
}
