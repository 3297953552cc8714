//! Where every table comes from, and the sources themselves; both can be searched.

use super::OverlayLine;
use super::page::Page;
use super::words;
use crate::baseline::provenance::Status;
use crate::i18n::{Messages, message};
use crate::ui::action::Command;
use crate::ui::state::State;
use crate::ui::theme::Role;

/// All lines of the page that the text looked for leaves.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    let filter = state.filter.to_lowercase();
    let found = |texts: &[&str]| texts.iter().any(|text| text.to_lowercase().contains(&filter));
    let key = state.key_name(Command::Search);
    page.paragraph(Role::Muted, &message!(messages, "ui-sources-search", key = key));
    page.heading(&message!(messages, "ui-about-tables-title"));
    for table in &state.baseline.tables {
        let sources = table.sources.join(", ");
        let title = messages.choose(&table.title);
        if !found(&[title, &table.file, &sources, &table.unit]) {
            continue;
        }
        let status = match table.status {
            Status::Observed => message!(messages, "status-observed"),
            Status::Derived => message!(messages, "status-derived"),
            Status::Assumed => message!(messages, "status-assumed"),
        };
        let unit = words::table_unit(messages, &table.unit);
        page.paragraph(Role::Headline, &format!("{} - {title} [{status}; {unit}]", table.file));
        page.paragraph(Role::Text, &format!("  {sources}: {}", messages.choose(&table.transformation)));
    }
    page.gap();
    page.heading(&message!(messages, "ui-about-sources-title"));
    for source in &state.baseline.sources {
        let title = messages.choose(&source.title);
        if !found(&[title, &source.id, &source.publisher, &source.location]) {
            continue;
        }
        page.paragraph(Role::Headline, &format!("{}: {title}", source.id));
        page.paragraph(
            Role::Text,
            &format!("  {} | {} | {}", source.publisher, source.licence, source.location),
        );
    }
    page.lines
}
