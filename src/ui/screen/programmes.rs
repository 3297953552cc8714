//! The programmes of the national strategy, and what of each the model can honestly represent.

use super::OverlayLine;
use super::page::Page;
use crate::i18n::{Messages, message};
use crate::report::programmes::{kpi, tests_no_lever};
use crate::ui::action::Command;
use crate::ui::state::State;
use crate::ui::theme::Role;

/// All lines of the page that the text looked for leaves.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    let register = &state.baseline.register;
    if register.programmes.is_empty() {
        page.paragraph(Role::Text, &message!(messages, "ui-programmes-none"));
        return page.lines;
    }
    let key = state.key_name(Command::Search);
    page.paragraph(Role::Muted, &message!(messages, "ui-programmes-search", key = key));
    let filter = state.filter.to_lowercase();
    let mut section = 0;
    for programme in &register.programmes {
        let texts =
            [&programme.title.ja, &programme.title.en, &programme.id, &programme.what.ja, &programme.what.en];
        if !texts.iter().any(|text| text.to_lowercase().contains(&filter)) {
            continue;
        }
        if programme.section != section {
            section = programme.section;
            let title = register.sections.get(usize::from(section).saturating_sub(1));
            page.gap();
            page.heading(&format!("{section}. {}", title.map_or("", |title| messages.choose(title))));
        }
        page.paragraph(
            Role::Headline,
            &format!("{} [{}]", messages.choose(&programme.title), programme.class.letter()),
        );
        page.paragraph(Role::Text, messages.choose(&programme.what));
        page.paragraph(Role::Muted, messages.choose(&programme.representation));
        for kpi in register.kpis_of(programme) {
            for told in kpi::progress(kpi, messages) {
                page.paragraph(Role::Text, &format!("{}: {told}", messages.choose(&kpi.title)));
            }
        }
        let levers: Vec<&str> = programme
            .levers
            .iter()
            .filter_map(|id| state.baseline.levers.lever(id))
            .map(|lever| messages.choose(&lever.title))
            .collect();
        if !levers.is_empty() {
            let joint = message!(messages, "ui-joint");
            page.paragraph(
                Role::Muted,
                &if tests_no_lever(programme, &state.baseline) {
                    message!(messages, "programmes-levers-related", names = levers.join(&joint))
                } else {
                    message!(messages, "ui-programmes-levers", levers = levers.join(&joint))
                },
            );
        }
    }
    page.lines
}
