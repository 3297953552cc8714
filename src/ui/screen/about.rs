//! What the chart shows: meaning, unit, how computed, sources, and what was run.

use super::conditions;
use super::{OverlayLine, chart, plain, words};
use crate::baseline::provenance::{Source, Status};
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::report::levers::evidence;
use crate::text::escape_untrusted;
use crate::ui::answer::Measure;
use crate::ui::outcome::Outcome;
use crate::ui::place::Place;
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page { lines: Vec::new(), cells };
    if !state.world.own_assumptions.is_empty() {
        page.heading(&message!(messages, "ui-about-own-title"));
        for assumption in &state.world.own_assumptions {
            page.paragraph(messages.choose(assumption));
        }
        page.gap();
    }
    here(&mut page, state, messages);
    page.heading(&message!(messages, "ui-about-here"));
    page.paragraph(&message!(messages, "ui-about-head"));
    if state.draws > 0 {
        page.paragraph(&message!(messages, "ui-about-chance"));
    }
    page.gap();
    for measure in Measure::ALL {
        page.heading(&format!("{} {}", words::letter(measure), words::measure(messages, measure)));
        page.paragraph(&meaning(measure, messages));
        if let Some(sources) = official_sources(state, measure, messages) {
            page.paragraph(&message!(messages, "ui-about-official", sources = sources));
        }
        page.gap();
    }
    page.heading(&message!(messages, "ui-about-reading-title"));
    page.paragraph(&message!(messages, "ui-about-reading"));
    page.paragraph(&message!(messages, "ui-about-goal"));
    page.paragraph(&message!(messages, "ui-about-survey"));
    page.gap();
    page.heading(&message!(messages, "ui-about-run-title"));
    if let Some(answer) = &state.answer {
        page.paragraph(&plain::manifest(&answer.manifest, messages));
    }
    let pack = escape_untrusted(messages.choose(&state.baseline.title));
    page.paragraph(&message!(messages, "ui-about-pack", pack = pack));
    page.gap();
    page.heading(&message!(messages, "ui-about-tables-title"));
    for table in &state.baseline.tables {
        let status = match table.status {
            Status::Observed => message!(messages, "status-observed"),
            Status::Derived => message!(messages, "status-derived"),
            Status::Assumed => message!(messages, "status-assumed"),
        };
        let title = messages.choose(&table.title);
        let unit = words::table_unit(messages, &table.unit);
        page.paragraph(&format!("{title} [{status}; {unit}] {}", table.sources.join(", ")));
    }
    page.gap();
    page.heading(&message!(messages, "ui-about-sources-title"));
    for source in &state.baseline.sources {
        page.paragraph(&format!("{}: {} ({})", source.id, messages.choose(&source.title), source.publisher));
    }
    page.lines
}

/// Meaning, unit and way of computing of a measure.
fn meaning(measure: Measure, messages: &Messages) -> String {
    match measure {
        Measure::Life => message!(messages, "ui-about-life"),
        Measure::Independent => message!(messages, "ui-about-independent"),
        Measure::Healthy => message!(messages, "ui-about-healthy"),
    }
}

/// What is chosen on the screen, before everything else.
fn here(page: &mut Page, state: &State, messages: &Messages) {
    match state.place {
        Place::WhatIf => {
            outcome(page, state, messages);
            lever(page, state, messages);
        }
        Place::Lever => lever(page, state, messages),
        Place::Compare => {
            page.heading(&Place::Compare.title(messages));
            page.paragraph(&message!(messages, "ui-about-compare"));
            outcome(page, state, messages);
        }
        Place::Why => {
            page.heading(&Place::Why.title(messages));
            page.paragraph(&message!(messages, "ui-about-why"));
        }
        Place::Goal => {
            page.heading(&Place::Goal.title(messages));
            page.paragraph(&message!(messages, "ui-about-goal"));
            page.paragraph(&message!(messages, "ui-about-chance"));
            page.paragraph(&message!(messages, "ui-about-survey"));
        }
        Place::Population => {
            page.heading(&Place::Population.title(messages));
            page.paragraph(&message!(messages, "ui-about-population"));
            page.paragraph(&message!(messages, "ui-about-people"));
        }
        Place::Conditions => item(page, state, messages),
        Place::Trials => {
            page.heading(&Place::Trials.title(messages));
            page.paragraph(&message!(messages, "ui-about-trials"));
            page.paragraph(&message!(messages, "ui-about-trials-worth"));
        }
        Place::Runs => {
            page.heading(&Place::Runs.title(messages));
            page.paragraph(&message!(messages, "ui-about-runs"));
        }
        Place::Assumptions => {
            page.heading(&Place::Assumptions.title(messages));
            page.paragraph(&message!(messages, "ui-about-reading"));
        }
        Place::Outlook | Place::Sources | Place::Programmes => return,
    }
    page.gap();
}

/// The outcome of the charts: meaning, unit, how it is computed, official figures.
fn outcome(page: &mut Page, state: &State, messages: &Messages) {
    let outcome = state.outcome();
    let name = escape_untrusted(&outcome.full_name(&state.baseline, messages));
    page.heading(&format!("{name} ({})", outcome.unit(messages)));
    page.paragraph(&told(outcome, messages));
    if outcome.needs_details() {
        page.paragraph(&message!(messages, "ui-about-details"));
    }
    if let Some(sources) = outcome.measure().and_then(|measure| official_sources(state, measure, messages)) {
        page.paragraph(&message!(messages, "ui-about-official", sources = sources));
    }
}

/// What an outcome is, its unit and how it is computed.
fn told(outcome: Outcome, messages: &Messages) -> String {
    match outcome {
        Outcome::Healthy => meaning(Measure::Healthy, messages),
        Outcome::Life => meaning(Measure::Life, messages),
        Outcome::Independent => meaning(Measure::Independent, messages),
        Outcome::Limited => message!(messages, "ui-about-limited"),
        Outcome::CareOne | Outcome::CareTwo | Outcome::CareFour => message!(messages, "ui-about-care-count"),
        Outcome::Deaths => message!(messages, "ui-about-deaths"),
        Outcome::ProgrammeCost => message!(messages, "ui-about-programme-cost"),
        Outcome::NetCost => message!(messages, "ui-about-net-cost"),
        Outcome::Condition(_) => message!(messages, "ui-about-condition"),
        Outcome::Cause(_) => message!(messages, "ui-about-cause"),
    }
}

/// The lever chosen: what its share is of, where its marks come from, how it acts, how sure that is.
fn lever(page: &mut Page, state: &State, messages: &Messages) {
    let Some(lever) = state.baseline.levers.levers.get(state.lever) else { return };
    let choose = |text| messages.choose(text);
    page.heading(&message!(
        messages,
        "ui-about-chosen-lever",
        title = escape_untrusted(choose(&lever.title))
    ));
    let (of, basis) = (choose(&lever.coverage.of), choose(&lever.coverage.basis));
    page.paragraph(&message!(messages, "ui-about-lever-share", of = of, basis = basis));
    page.paragraph(choose(&lever.mechanism));
    page.paragraph(&message!(messages, "ui-lever-evidence", tier = evidence(lever, messages)));
    page.paragraph(choose(&lever.strength));
    for id in &lever.coverage.sources {
        if let Some(source) = state.baseline.sources.iter().find(|source| source.id == *id) {
            page.paragraph(&format!("{id}: {} ({})", choose(&source.title), source.publisher));
        }
    }
}

/// The row chosen among conditions, causes of death and care need.
fn item(page: &mut Page, state: &State, messages: &Messages) {
    let Some(item) = conditions::chosen(state, messages) else { return };
    let title = escape_untrusted(&item.name(&state.baseline, messages));
    page.heading(&message!(messages, "ui-about-chosen-item", title = title));
    page.paragraph(&told(item, messages));
    page.paragraph(&message!(messages, "ui-conditions-note"));
}

struct Page {
    lines: Vec<OverlayLine>,
    cells: usize,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        self.lines.push((Role::Title, text::cut(heading, self.cells).into_owned()));
    }

    /// Text of a pack may stand in it, so it is made safe.
    fn paragraph(&mut self, paragraph: &str) {
        let wrapped = text::wrap(&escape_untrusted(paragraph), self.cells.saturating_sub(2).max(8));
        self.lines.extend(wrapped.into_iter().map(|line| (Role::Text, format!("  {line}"))));
    }

    fn gap(&mut self) {
        self.lines.push((Role::Text, String::new()));
    }
}

/// The publications the official figures of a measure are taken from.
fn official_sources(state: &State, measure: Measure, messages: &Messages) -> Option<String> {
    let mut ids: Vec<&str> = Vec::new();
    for figure in Sex::ALL.into_iter().flat_map(|sex| chart::official(state, sex, measure)) {
        if !ids.contains(&figure.source.as_str()) {
            ids.push(&figure.source);
        }
    }
    let name = |id: &&str| {
        let known: Option<&Source> = state.baseline.sources.iter().find(|source| source.id == **id);
        known.map_or_else(|| (**id).to_owned(), |source| messages.choose(&source.title).to_owned())
    };
    (!ids.is_empty()).then(|| ids.iter().map(name).collect::<Vec<_>>().join("; "))
}
