//! Why two scenarios differ, for readers and as tidy rows.

pub(super) mod tidy;
pub mod words;

use super::Format;
use super::document::{Cell, Column, Document, Table};
use super::series::{group_name, manifest};
use super::{csv, economics, json, levers, precision};
use crate::analysis::explain::chain::{Chain, ChannelLink, Stage, YearReach};
use crate::analysis::explain::{Contribution, Effect, Explanation, Part};
use crate::baseline::Baseline;
use crate::baseline::levers::Target;
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::{Estimate, Group};

/// Years between the rows of a reach by year.
const EVERY: u16 = 5;

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
        for named in [&explanation.from, &explanation.to] {
            for own in &named.own_assumptions {
                let (scenario, own) = (messages.choose(&named.title), messages.choose(own));
                document.paragraph(message!(messages, "explain-own", scenario = scenario, assumption = own));
            }
        }
        if explanation.contributions.is_empty() {
            document.paragraph(message!(messages, "explain-nothing"));
        } else {
            self.add_shares(&mut document, messages);
            self.add_alone(&mut document, messages);
            for contribution in &explanation.contributions {
                self.add_lever(&mut document, contribution, messages);
            }
            if explanation.contributions.iter().any(|one| one.chain.is_some()) {
                document.paragraph(message!(messages, "lever-grades"));
            }
        }
        precision::explain(&mut document, messages);
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
                let cells =
                    estimates.map(|(which, one)| estimate(one, sampling.map(|all| all[which]), messages));
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
            effects.last().map_or(Cell::Empty, |one| estimate(one.healthy_life_expectancy, None, messages))
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
        let known = self.baseline.levers.lever(&one.id);
        document.heading(2, message!(messages, "explain-chain-heading", lever = lever.as_str()));
        if let Some(reason) = &one.no_effect {
            document.paragraph(words::without_effect(&lever, reason, self.explanation.year, messages));
            if let Some(found) = words::found(known, reason, messages) {
                document.paragraph(found);
            }
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
        if let Some(state) =
            known.and_then(|known| levers::state(&known.eligibility, self.baseline, messages))
        {
            document.paragraph(message!(messages, "explain-reach-state", state = state));
        }
        Self::add_reach(document, chain, messages);
        if one.no_effect.is_some() {
            return;
        }
        document.note(message!(messages, "explain-chain-note"));
        self.add_links(document, one, chain, messages);
        if let Some(outcomes) = &one.outcomes {
            let years = [(self.explanation.year, outcomes, one.costs.as_ref())];
            economics::add(document, 3, &years, self.baseline, None, messages);
        }
        let Some(alone) = one.alone.as_ref().and_then(|alone| alone.last()) else { return };
        let [life, healthy, independent] = alone.three().map(|one| shown(one, None, messages));
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
        // What is shown only acts on nobody: it is no link.
        let acts = |link: &&ChannelLink| {
            let channel = known.and_then(|lever| lever.channel(&link.channel));
            channel.is_none_or(|channel| channel.acts != Target::Shown)
        };
        let rows = chain.channels.iter().filter(acts).map(|link| {
            let title = known
                .and_then(|lever| lever.channel(&link.channel))
                .map_or(link.channel.as_str(), |channel| messages.choose(&channel.title));
            let unit = levers::unit(&link.unit, messages);
            let effect = match link.effect {
                None => Cell::text(message!(messages, "explain-no-evidence-effect")),
                Some(effect) if link.ratio => Cell::shown(effect, numbers::fixed(effect, 3)),
                Some(effect) => Cell::shown(effect, format!("{} {unit}", numbers::signed(effect, 2))),
            };
            let persons =
                Cell::shown(link.persons_at_full_effect, numbers::signed(link.persons_at_full_effect, 0));
            let mean = link.mean_change.map_or(Cell::Empty, |mean| {
                Cell::shown(mean, format!("{} {unit}", numbers::signed(mean, 3)))
            });
            vec![Cell::text(title), effect, Cell::text(&link.grade), persons, mean]
        });
        document.table(Table {
            columns: vec![
                Column::words("channel", message!(messages, "explain-column-channel")),
                Column::numbers("effect", message!(messages, "explain-column-effect")),
                Column::words("grade", message!(messages, "levers-column-grade")),
                Column::numbers("persons", message!(messages, "explain-column-persons")),
                Column::numbers("mean_change", message!(messages, "explain-column-mean-change")),
            ],
            rows: rows.collect(),
        });
        document.note(message!(messages, "explain-carriers"));
        let rows: Vec<Vec<Cell>> = words::shown(chain)
            .map(|link| {
                let change =
                    precision::with_error(&numbers::signed(link.change, 0), &link.estimate(), 0, messages);
                vec![
                    Cell::text(words::stage(link.stage, messages)),
                    Cell::text(words::link(link, self.baseline, messages)),
                    Cell::shown(link.change, change),
                    link.relative
                        .map_or(Cell::Empty, |share| Cell::shown(share, numbers::signed_percent(share, 2))),
                ]
            })
            .collect();
        let deaths = words::shown(chain).any(|link| link.stage == Stage::Deaths);
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
            let compared = (chain.links.len() + chain.unmoved).to_string();
            document.note(message!(messages, "explain-links-note", compared = compared));
            if deaths && known.is_some_and(levers::works_through_care) {
                document.note(message!(messages, "lever-care-deaths"));
            }
        }
        for below in words::below_error(chain, self.baseline, messages) {
            document.paragraph(below);
        }
        document.paragraph(message!(
            messages,
            "explain-unmoved",
            count = (words::hidden(chain) - chain.below_error.len()).to_string()
        ));
    }

    /// Reach in the first, every fifth and the last year.
    fn add_reach(document: &mut Document, chain: &Chain, messages: &Messages) {
        let all = &chain.reach_by_year;
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
        if first.year == last.year {
            return;
        }
        let shown = |own: &&YearReach| {
            own.year.0.is_multiple_of(EVERY) || own.year == first.year || own.year == last.year
        };
        let row = |own: &YearReach| {
            let percent = |share: f64| Cell::shown(share, numbers::percent(share, 1));
            vec![
                Cell::whole(u32::from(own.year.0)),
                percent(own.coverage_reference),
                percent(own.coverage),
                Cell::number(own.more, 0),
                Cell::number(own.fewer, 0),
            ]
        };
        document.heading(3, message!(messages, "explain-reach-heading"));
        document.table(Table {
            columns: vec![
                Column::numbers("year", message!(messages, "column-year")),
                Column::numbers(
                    "coverage_reference",
                    message!(messages, "explain-column-coverage-reference"),
                ),
                Column::numbers("coverage", message!(messages, "explain-column-coverage")),
                Column::numbers("more", message!(messages, "explain-column-more")),
                Column::numbers("fewer", message!(messages, "explain-column-fewer")),
            ],
            rows: all.iter().filter(shown).map(row).collect(),
        });
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
fn shown(one: Estimate, sampling: Option<f64>, messages: &Messages) -> String {
    let mut text = precision::with_error(&numbers::signed(one.value, 3), &one, 3, messages);
    if let Some(error) = sampling {
        text.extend([" +/- ", &numbers::fixed(error, 3)]);
    }
    text
}

fn estimate(one: Estimate, sampling: Option<f64>, messages: &Messages) -> Cell {
    Cell::shown(one.value, shown(one, sampling, messages))
}
