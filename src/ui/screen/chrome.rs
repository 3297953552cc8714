//! What every screen has around it: title and state of the computation, the row of screens, the keys.

use super::words;
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::language::Language;
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::keymap::{self, BINDINGS, Footer};
use crate::ui::layout;
use crate::ui::place::Place;
use crate::ui::state::{Computation, State};
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint::{self, Part};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the first row.
pub fn draw_title(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let title = escape_untrusted(messages.choose(&state.world.title));
    let name = if state.ascii { "kenju" } else { "健寿 kenju" };
    let other = match state.language {
        Language::Ja => "English",
        Language::En if state.ascii => "Japanese",
        Language::En => "日本語",
    };
    let switch = format!("{}: {other}", keymap::key_name(Command::SwitchLanguage, messages));
    let status = status(state, messages);
    let right = text::width(&switch) as u16 + 1;
    let status_area = Rect { width: area.width.saturating_sub(right + 1), ..area };
    let title_cells = usize::from(status_area.width).saturating_sub(text::width(&status) + 1);
    let title_area = Rect { width: title_cells as u16, ..area };
    let mut parts =
        vec![(theme.style(Role::Title), name.to_owned()), (theme.style(Role::Text), format!("  {title}"))];
    if !state.world.own_assumptions.is_empty() {
        let mark = message!(messages, "ui-own-mark", key = keymap::key_name(Command::ToggleAbout, messages));
        parts.insert(1, (theme.style(Role::Warning), format!("  {mark}")));
    }
    paint::row(buffer, title_area, 0, &parts);
    paint::row_right(buffer, status_area, 0, theme.style(Role::Warning), &status);
    paint::row_right(buffer, area, 0, theme.style(Role::Key), &switch);
}

/// Whether numbers are rough, on their way, or not to be had; empty when all is done.
#[must_use]
pub fn status(state: &State, messages: &Messages) -> String {
    let percent = match &state.computation {
        Computation::Running(share) => format!("{:.0}%", (share * 100.0).floor()),
        Computation::Done => return String::new(),
        Computation::Failed(_) => return message!(messages, "ui-status-failed"),
    };
    let coarse = state.current().filter(|answer| !answer.is_refined(state.trend));
    match coarse.and_then(|answer| answer.persons(state.trend)) {
        Some(persons) => {
            let persons = fixed(persons as f64, 0);
            message!(messages, "ui-status-coarse", persons = persons, percent = percent)
        }
        None => message!(messages, "ui-status-computing", percent = percent),
    }
}

/// Draws the row of screens, with the present one marked.
pub fn draw_places(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let mut parts: Vec<Part> = Vec::new();
    for (number, place) in Place::NUMBERED.into_iter().enumerate() {
        let here = place == state.place || (place == Place::WhatIf && state.place == Place::Lever);
        let role = if here { Role::Selected } else { Role::Muted };
        parts.push((theme.style(role), format!(" {} {}", number + 1, place.title(messages))));
    }
    let used: usize = parts.iter().map(|(_, part)| text::width(part)).sum();
    if used > usize::from(area.width) {
        // On narrow screens only the present one is named in full.
        for (number, place) in Place::NUMBERED.into_iter().enumerate() {
            if place != state.place {
                parts[number].1 = format!(" {}", number + 1);
            }
        }
    }
    paint::row(buffer, area, 0, &parts);
}

/// Draws the last row: what is typed, what is to be told, or the keys that matter here.
pub fn draw_footer(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    if state.typing {
        let line = message!(messages, "ui-typing", text = escape_untrusted(&state.filter));
        paint::row(buffer, area, 0, &[(theme.style(Role::Warning), format!(" {line}_"))]);
        return;
    }
    if let Some(notice) = &state.notice {
        let line = format!(" {}", words::notice(messages, notice));
        paint::row(buffer, area, 0, &[(theme.style(Role::Warning), line)]);
        return;
    }
    let place = if state.overlay.is_some() { Footer::Overlay } else { Footer::Here };
    let mut parts = Vec::new();
    let wanted = |binding: &&keymap::Binding| {
        (binding.footer == place && binding.on.works(state.place)) || binding.footer == Footer::Always
    };
    for binding in BINDINGS.iter().filter(wanted) {
        let (Some(key), Some(hint)) = (binding.keys.first(), keymap::hint(binding.command, messages)) else {
            continue;
        };
        if binding.command == Command::Down && !layout::overlay_scrolls(state) {
            continue;
        }
        parts.push((theme.style(Role::Key), format!(" {}", key.name(messages))));
        parts.push((theme.style(Role::Text), format!(" {hint} ")));
    }
    paint::row(buffer, area, 0, &parts);
}
