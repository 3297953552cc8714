//! What the chart shows: meaning, unit, how computed, sources, and what was run.

use super::{OverlayLine, chart, words};
use crate::baseline::provenance::{Source, Status};
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::text::escape_untrusted;
use crate::ui::answer::Measure;
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
    for measure in Measure::ALL {
        page.heading(&format!("{} {}", words::letter(measure), words::measure(messages, measure)));
        page.paragraph(&match measure {
            Measure::Life => message!(messages, "ui-about-life"),
            Measure::Independent => message!(messages, "ui-about-independent"),
            Measure::Healthy => message!(messages, "ui-about-healthy"),
        });
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
        let manifest = &answer.manifest;
        page.paragraph(&message!(
            messages,
            "ui-about-run",
            seed = manifest.seed.to_string(),
            persons = manifest.persons.to_string(),
            baseline = manifest.baseline.to_string(),
            engine = manifest.engine.as_str()
        ));
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
        page.paragraph(&format!("{} [{status}; {}] {}", title, table.unit, table.sources.join(", ")));
    }
    page.gap();
    page.heading(&message!(messages, "ui-about-sources-title"));
    for source in &state.baseline.sources {
        page.paragraph(&format!("{}: {} ({})", source.id, messages.choose(&source.title), source.publisher));
    }
    page.lines
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
