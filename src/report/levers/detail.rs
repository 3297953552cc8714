//! One lever for readers: what it is, whom it reaches, what it does and how sure that is.

use super::{channels, study, words};
use crate::baseline::levers::{AdoptionPoint, Channel, Coverage, CoverageProfile, Evidence, Lever, TODAY};
use crate::baseline::{Baseline, Text};
use crate::i18n::{Messages, message, numbers};
use crate::language::Language;
use crate::num::units::Sex;
use crate::report::document::{Cell, Column, Document, Table};
use std::collections::BTreeSet;

/// The whole lever.
#[must_use]
pub fn detail(lever: &Lever, baseline: &Baseline, messages: &Messages) -> Document {
    let mut page = Page { document: Document::default(), baseline, messages };
    page.document.heading(1, format!("{} ({})", messages.choose(&lever.title), lever.id));
    page.text(&lever.mechanism);
    page.field(message!(messages, "levers-column-tier"), &words::evidence(lever, messages));
    page.text(&lever.strength);
    page.field(
        message!(messages, "levers-eligible"),
        &words::eligible(&lever.eligibility, baseline, messages),
    );
    page.coverage(lever);
    page.document.heading(2, message!(messages, "levers-channels"));
    page.document.table(channels(lever, messages));
    page.document.paragraph(message!(messages, "lever-grades"));
    for channel in &lever.channels {
        page.channel(channel);
    }
    if words::works_through_care(lever) {
        page.document.paragraph(message!(messages, "lever-care-deaths"));
    }
    page.costs(lever);
    page.evidence(lever);
    page.adoption(lever);
    page.sources(lever);
    page.document
}

struct Page<'a> {
    document: Document,
    baseline: &'a Baseline,
    messages: &'a Messages,
}

impl Page<'_> {
    fn text(&mut self, text: &Text) {
        self.document.paragraph(self.messages.choose(text));
    }

    fn field(&mut self, name: impl std::fmt::Display, text: &str) {
        self.document.paragraph(format!("{name}: {text}"));
    }

    fn coverage(&mut self, lever: &Lever) {
        let messages = self.messages;
        let Coverage { of, reference, ambitious, maximum, reached, .. } = &lever.coverage;
        self.document.heading(2, message!(messages, "levers-coverage"));
        self.text(of);
        let today = lever.reference_coverage(TODAY);
        let row = |name: String, share: f64| vec![Cell::text(name), Cell::number(100.0 * share, 1)];
        self.document.table(Table {
            columns: vec![
                Column::words("level", message!(messages, "levers-column-level")),
                Column::numbers("percent", message!(messages, "levers-column-percent")),
            ],
            rows: vec![
                row(message!(messages, "levers-none"), 0.0),
                row(message!(messages, "levers-today", year = TODAY.to_string()), today),
                row(message!(messages, "levers-ambitious", year = reached.to_string()), *ambitious),
                row(message!(messages, "levers-maximum"), *maximum),
            ],
        });
        let path: Vec<String> =
            reference.iter().map(|(year, share)| format!("{year} {}", numbers::percent(*share, 1))).collect();
        self.field(message!(messages, "levers-reference"), &path.join(", "));
        let figures = self.baseline.register.kpis.iter();
        let figures = figures.filter(|figure| figure.drives.as_deref() == Some(lever.id.as_str()));
        let figures: Vec<&str> = figures.map(|figure| figure.id.as_str()).collect();
        let programmes = self.baseline.register.programmes.iter();
        let telling = programmes.filter(|own| own.kpis.iter().any(|id| figures.contains(&id.as_str())));
        let telling: Vec<&str> = telling.map(|own| own.id.as_str()).collect();
        if !figures.is_empty() {
            let (ids, programmes) = (figures.join(", "), telling.join(", "));
            let text = message!(messages, "levers-and-figures", ids = ids, programmes = programmes);
            self.document.paragraph(text);
        }
        if let Some(other) = &lever.coverage.among {
            let title = self
                .baseline
                .levers
                .lever(other)
                .map_or(other.as_str(), |known| messages.choose(&known.title));
            self.field(message!(messages, "levers-among"), title);
        }
        if !lever.coverage.profile.is_empty() {
            let parts: Vec<String> = lever.coverage.profile.iter().map(|part| self.profile(part)).collect();
            self.field(message!(messages, "levers-profile"), &parts.join("; "));
        }
        let adherence = numbers::percent(lever.coverage.adherence, 1);
        self.field(message!(messages, "levers-adherence"), &adherence);
        self.field(message!(messages, "levers-correlation"), &lever.coverage.correlation.to_string());
        self.field(message!(messages, "levers-basis"), messages.choose(&lever.coverage.basis));
    }

    fn profile(&self, part: &CoverageProfile) -> String {
        let who = match part.sex {
            None => message!(self.messages, "lever-eligible-both"),
            Some(Sex::Male) => message!(self.messages, "lever-eligible-men"),
            Some(Sex::Female) => message!(self.messages, "lever-eligible-women"),
        };
        format!("{who} {}-{}: {}", part.ages.0, part.ages.1, part.factor)
    }

    /// The parts that are not empty.
    fn joined(&self, parts: &[&str]) -> String {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        parts.join(self.messages.language().pick("、", "; "))
    }

    /// A fiscal year as the language has it; other times as they were collected.
    fn period(&self, period: &str) -> String {
        match period.strip_prefix("FY").filter(|year| year.parse::<u16>().is_ok()) {
            Some(year) => message!(self.messages, "period-fiscal", year = year),
            None => study::phrase(period, self.baseline, self.messages),
        }
    }

    /// A value with its range.
    fn range(&self, value: f64, from: f64, to: f64) -> String {
        let [value, from, to] = [value, from, to].map(|number| number.to_string());
        message!(self.messages, "levers-range", value = value, from = from, to = to)
    }

    fn channel(&mut self, channel: &Channel) {
        let messages = self.messages;
        self.document.heading(3, format!("{} ({})", messages.choose(&channel.title), channel.id));
        let mut parts = vec![words::target(&channel.acts, self.baseline, messages)];
        match channel.effect {
            None => parts.push(message!(messages, "levers-no-evidence")),
            Some(effect) => {
                let range = self.range(effect.default, effect.pessimistic, effect.optimistic);
                let shape = words::distribution(effect.distribution, messages);
                parts.push(format!("{range} {}, {shape}", words::unit(&channel.unit, messages)));
            }
        }
        // Without an effect there is nothing that was measured, begins or lasts.
        if channel.effect.is_some() {
            parts.push(words::measured(channel, messages));
            parts.push(words::onset(channel.onset, messages));
            parts.push(words::lasting(channel.lasting, messages));
        }
        if let Some(timing) = channel.timing {
            let (least, most) = (timing.pessimistic.to_string(), timing.optimistic.to_string());
            parts.push(message!(messages, "levers-timing", least = least, most = most));
        }
        if let Some(reach) = channel.study_reach {
            let reach = numbers::percent(reach, 1);
            parts.push(message!(messages, "levers-study-reach", share = reach));
        }
        let (value, low, high) = channel.shrink;
        if (value, low, high) != (1.0, 1.0, 1.0) {
            let (value, low, high) = (value.to_string(), low.to_string(), high.to_string());
            parts.push(message!(messages, "levers-shrink", value = value, low = low, high = high));
        }
        if let Some(stacking) = &channel.stacking {
            let others = self.sharing(stacking, channel);
            if !others.is_empty() {
                let names = others.join(messages.language().pick("、", ", "));
                parts.push(message!(messages, "levers-stacking", names = names));
            }
        }
        let text = match self.messages.language() {
            Language::Ja => parts.join("。") + "。",
            Language::En => parts.join("; "),
        };
        self.document.paragraph(text);
        self.field(message!(messages, "levers-basis"), messages.choose(&channel.basis));
        self.field(message!(messages, "levers-sources"), &channel.sources.join(", "));
    }

    /// Titles of the levers whose channels share a stacking group with this channel.
    fn sharing(&self, stacking: &str, channel: &Channel) -> Vec<String> {
        let levers = self.baseline.levers.levers.iter();
        let shares = |lever: &&Lever| {
            lever
                .channels
                .iter()
                .any(|other| other.stacking.as_deref() == Some(stacking) && !std::ptr::eq(other, channel))
        };
        levers.filter(shares).map(|lever| self.messages.choose(&lever.title).to_owned()).collect()
    }

    fn costs(&mut self, lever: &Lever) {
        let messages = self.messages;
        self.document.heading(2, message!(messages, "levers-costs"));
        if lever.costs.is_empty() {
            self.document.paragraph(message!(messages, "levers-no-costs"));
        }
        for cost in &lever.costs {
            let yen = numbers::fixed(cost.yen, 0);
            let per = words::per(cost.per, messages);
            self.document.paragraph(format!(
                "{}: {} ({}, {}). {}",
                messages.choose(&cost.item),
                message!(messages, "lever-cost", yen = yen, per = per),
                messages.choose(&cost.payer),
                cost.year,
                messages.choose(&cost.basis)
            ));
        }
    }

    fn evidence(&mut self, lever: &Lever) {
        let rows: Vec<&Evidence> =
            self.baseline.levers.evidence.iter().filter(|row| row.lever == lever.id).collect();
        self.document.heading(2, message!(self.messages, "levers-evidence"));
        if rows.is_empty() {
            self.document.paragraph(message!(self.messages, "levers-evidence-none"));
        }
        for row in rows {
            let lines = study::lines(row, self.baseline, self.messages);
            self.document.paragraph(lines.join("\n"));
        }
    }

    fn adoption(&mut self, lever: &Lever) {
        let rows: Vec<&AdoptionPoint> =
            self.baseline.levers.adoption.iter().filter(|row| row.lever == lever.id).collect();
        if rows.is_empty() {
            return;
        }
        self.document.heading(2, message!(self.messages, "levers-adoption"));
        let said = |text: &str| study::said(text, self.baseline, self.messages);
        let counted = |text: &str| study::counted(text, self.baseline, self.messages);
        let mut seen = BTreeSet::new();
        for first in &rows {
            if !seen.insert((&first.series, &first.population)) {
                continue;
            }
            let mut points: Vec<&&AdoptionPoint> = rows
                .iter()
                .filter(|row| (&row.series, &row.population) == (&first.series, &first.population))
                .collect();
            points.sort_by(|one, other| one.year.total_cmp(&other.year));
            let values: Vec<String> =
                points.iter().map(|row| format!("{} {}", self.period(&row.period), row.value)).collect();
            let mut lines = vec![
                format!(
                    "{} ({})",
                    said(&first.series),
                    self.joined(&[&counted(&first.population), &said(&first.unit)])
                ),
                values.join(", "),
            ];
            let addresses: BTreeSet<&str> =
                points.iter().map(|row| row.url.as_str()).filter(|url| !url.is_empty()).collect();
            lines.push(said(&first.source));
            lines.extend(addresses.into_iter().map(str::to_owned));
            self.document.paragraph(lines.join("\n"));
        }
    }

    fn sources(&mut self, lever: &Lever) {
        self.document.heading(2, message!(self.messages, "levers-sources"));
        let cited: BTreeSet<&String> = lever.sources().collect();
        for source in self.baseline.sources.iter().filter(|source| cited.contains(&source.id)) {
            let title = self.messages.choose(&source.title);
            let publisher = study::publisher(&source.publisher, self.baseline, self.messages);
            let location = study::phrase(&source.location, self.baseline, self.messages);
            let read =
                message!(self.messages, "levers-source-at", publisher = publisher, location = location);
            self.document.paragraph(format!("{}: {title}\n{read}", source.id));
        }
        self.document.paragraph(message!(self.messages, "levers-source-note"));
    }
}
