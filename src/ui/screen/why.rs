//! Why the scenario differs from the reference: each lever's share, the links of its effect, or the reason
//! why it has none.

use super::OverlayLine;
use super::page::Page;
use crate::i18n::{Messages, message};
use crate::report::Format;
use crate::report::explain::ExplainReport;
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::keymap;
use crate::ui::state::State;
use crate::ui::theme::Role;

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    if state.draft.is_empty() && state.world.plan.hazard_changes.is_empty() {
        page.paragraph(Role::Text, &message!(messages, "ui-why-empty"));
        return page.lines;
    }
    let found = state.current().and_then(|answer| answer.explanation.as_ref());
    let Some((_, explanation)) = found.filter(|(trend, _)| *trend == state.trend) else {
        let key = keymap::key_name(Command::Recompute, messages);
        page.paragraph(Role::Warning, &message!(messages, "ui-why-computing", key = key));
        return page.lines;
    };
    let report = ExplainReport { baseline: &state.baseline, explanation };
    for line in report.render(Format::Table, messages).lines() {
        // Tables keep their columns; sentences are broken.
        let columns = line.starts_with(' ') || line.contains("  ");
        if line.is_empty() {
            page.gap();
        } else if columns {
            page.line(Role::Text, escape_untrusted(line));
        } else {
            page.paragraph(Role::Text, line);
        }
    }
    page.lines
}
