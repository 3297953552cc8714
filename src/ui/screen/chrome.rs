//! What every screen has around it: title and state of the computation, the row of screens, the keys.

use super::words;
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::language::Language;
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::keymap;
use crate::ui::layout;
use crate::ui::marks::Marks;
use crate::ui::place::Place;
use crate::ui::state::{Computation, State};
use crate::ui::task;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint::{self, Part};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The name of what is on screen: that of the scenario that was opened until something in it is changed.
#[must_use]
pub fn title(state: &State, messages: &Messages) -> String {
    let opened = escape_untrusted(messages.choose(&state.world.title));
    if !state.is_changed() {
        return opened;
    }
    let kept = state.kept.iter().find(|kept| kept.draft == state.draft && !state.draft.is_empty());
    if let Some(kept) = kept {
        return message!(messages, "ui-title-kept", name = kept.title());
    }
    let count = state.draft.levers().count();
    if count == 0 {
        message!(messages, "ui-title-assumptions", opened = opened)
    } else {
        message!(messages, "ui-title-changed", count = count.to_string(), opened = opened)
    }
}

/// Draws the first row.
pub fn draw_title(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let title = title(state, messages);
    let name = if state.marks == Marks::Ascii { "kenju" } else { "健寿 kenju" };
    let other = match state.language {
        Language::Ja => "English",
        Language::En if state.marks == Marks::Ascii => "Japanese",
        Language::En => "日本語",
    };
    let switch = format!("{}: {other}", state.key_name(Command::SwitchLanguage));
    let status = status(state, messages);
    let right = text::width(&switch) as u16 + 1;
    let status_area = Rect { width: area.width.saturating_sub(right + 1), ..area };
    let title_cells = usize::from(status_area.width).saturating_sub(text::width(&status) + 1);
    let title_area = Rect { width: title_cells as u16, ..area };
    let mut parts =
        vec![(theme.style(Role::Title), name.to_owned()), (theme.style(Role::Text), format!("  {title}"))];
    if !state.world.own_assumptions.is_empty() {
        let mark = message!(messages, "ui-own-mark", key = state.key_name(Command::ToggleAbout));
        parts.insert(1, (theme.style(Role::Warning), format!("  {mark}")));
    }
    if state.held.is_some() {
        let mark = message!(messages, "ui-title-held", key = state.key_name(Command::Freeze));
        parts.insert(1, (theme.style(Role::Selected), format!(" {mark} ")));
    }
    if state.replaying {
        parts
            .insert(1, (theme.style(Role::Selected), format!(" {} ", message!(messages, "ui-title-before"))));
    }
    paint::row(buffer, title_area, 0, &parts);
    paint::row_right(buffer, status_area, 0, theme.style(Role::Warning), &status);
    paint::row_right(buffer, area, 0, theme.style(Role::Key), &switch);
}

/// Whether numbers are rough, on their way, or not to be had; empty when all is done.
#[must_use]
pub fn status(state: &State, messages: &Messages) -> String {
    let percent = match &state.computation {
        Computation::Running(share) => {
            let percent = format!("{:.0}%", (share * 100.0).floor());
            match state.left.filter(|left| left.as_secs() >= 2) {
                Some(left) if left.as_secs() >= 120 => {
                    let minutes = (left.as_secs_f64() / 60.0).round().to_string();
                    message!(messages, "ui-status-left-minutes", percent = percent, minutes = minutes)
                }
                Some(left) => {
                    message!(
                        messages,
                        "ui-status-left",
                        percent = percent,
                        seconds = left.as_secs().to_string()
                    )
                }
                None => percent,
            }
        }
        Computation::Done => return String::new(),
        Computation::Failed(_) => return message!(messages, "ui-status-failed"),
    };
    if let Some((task::Part::Draws { .. } | task::Part::ComparisonDraws { .. }, _)) = state.waiting.0.first()
    {
        let done =
            state.current().and_then(|answer| answer.drawn(state.trend)).map_or(0, |drawn| drawn.draws);
        let (done, all) = (done.to_string(), state.draws.to_string());
        return message!(messages, "ui-status-draws", done = done, all = all, percent = percent);
    }
    let coarse = state.current().filter(|answer| !answer.is_refined(state.trend));
    match coarse.and_then(|answer| answer.persons(state.trend)) {
        Some(persons) => {
            let persons = fixed(persons as f64, 0);
            message!(messages, "ui-status-coarse", persons = persons, percent = percent)
        }
        None => message!(messages, "ui-status-computing", percent = percent),
    }
}

/// A screen in the row of screens, and its cells.
#[derive(Debug, Clone)]
pub struct PlacePart {
    /// The screen.
    pub place: Place,
    /// First cell.
    pub from: usize,
    /// How many.
    pub cells: usize,
    text: String,
}

/// The screens that fit into a row, the present one among them.
#[must_use]
pub fn places(state: &State, messages: &Messages, cells: usize) -> Vec<PlacePart> {
    let here = if state.place == Place::Lever { Place::WhatIf } else { state.place };
    let texts: Vec<(Place, String)> = Place::ROW
        .iter()
        .map(|&place| (place, format!(" {} {}", state.key_name(Command::GoTo(place)), place.title(messages))))
        .collect();
    let widths: Vec<usize> = texts.iter().map(|(_, text)| text::width(text)).collect();
    let at = Place::ROW.iter().position(|place| *place == here).unwrap_or(0);
    // Marks of more screens to either side take two cells.
    let room = cells.saturating_sub(4);
    let all = widths.iter().sum::<usize>() <= cells;
    let mut first = 0;
    while !all && first < at && widths[first..=at].iter().sum::<usize>() > room {
        first += 1;
    }
    let mut from = if first > 0 { 2 } else { 0 };
    let mut parts = Vec::new();
    for ((place, text), width) in texts.into_iter().zip(widths).skip(first) {
        if !all && from + width + 2 > cells {
            break;
        }
        parts.push(PlacePart { place, from, cells: width, text });
        from += width;
    }
    parts
}

/// Draws the row of screens, with the present one marked; `<` and `>` say that there are more.
pub fn draw_places(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let shown = places(state, messages, usize::from(area.width));
    let here = if state.place == Place::Lever { Place::WhatIf } else { state.place };
    let mut parts: Vec<Part> = Vec::new();
    if shown.first().is_some_and(|part| part.place != Place::ROW[0]) {
        parts.push((theme.style(Role::Key), " <".to_owned()));
    }
    for part in &shown {
        let role = if part.place == here { Role::Selected } else { Role::Muted };
        parts.push((theme.style(role), part.text.clone()));
    }
    paint::row(buffer, area, 0, &parts);
    if shown.last().is_some_and(|part| part.place != Place::ROW[Place::ROW.len() - 1]) {
        paint::row_right(buffer, area, 0, theme.style(Role::Key), ">");
    }
}

/// A key in the footer, and its cells.
#[derive(Debug, Clone)]
pub struct FooterPart {
    /// What it does.
    pub command: Command,
    /// First cell.
    pub from: usize,
    /// How many.
    pub cells: usize,
    key: String,
    hint: String,
}

/// Most cells of the text looked for among the keys.
const LOOKED_FOR: usize = 16;

/// The keys that matter here: five of the screen, help and quit. Where not all fit, help and quit stay.
#[must_use]
pub fn footer(state: &State, messages: &Messages, cells: u16) -> Vec<FooterPart> {
    let mut commands: Vec<Command> = if state.overlay.is_some() {
        let scroll = layout::overlay_scrolls(state).then_some(Command::Down);
        scroll.into_iter().chain([Command::Close]).collect()
    } else if !state.filter.is_empty() {
        vec![Command::FindNext, Command::Search, Command::Close]
    } else {
        keymap::most_wanted(state.place).to_vec()
    };
    commands.extend([Command::ToggleHelp, Command::Quit]);
    let part = |command: Command| {
        let key = state.keys.name_on(command, state.place, messages);
        let hint = match command {
            Command::FindNext => {
                let text = text::cut(&escape_untrusted(&state.filter), LOOKED_FOR).into_owned();
                Some(message!(messages, "ui-hint-find-next", text = text))
            }
            Command::Close if state.overlay.is_none() && !state.filter.is_empty() => {
                Some(message!(messages, "ui-hint-show-all"))
            }
            _ => keymap::hint(command, messages),
        };
        let hint = hint.filter(|_| !key.is_empty())?;
        let cells = text::width(&key) + text::width(&hint) + 3;
        Some(FooterPart { command, from: 0, cells, key, hint })
    };
    let mut parts: Vec<FooterPart> = commands.into_iter().filter_map(part).collect();
    while parts.len() > 2 && parts.iter().map(|part| part.cells).sum::<usize>() > usize::from(cells) {
        parts.remove(parts.len() - 3);
    }
    let mut from = 0;
    for part in &mut parts {
        part.from = from;
        from += part.cells;
    }
    parts
}

/// Draws the last row: what is typed, what is to be told, or the keys that matter here.
pub fn draw_footer(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    if let Some(name) = &state.naming {
        let line = message!(messages, "ui-naming", text = escape_untrusted(name));
        paint::row(buffer, area, 0, &[(theme.style(Role::Warning), format!(" {line}_"))]);
        return;
    }
    if state.picker.is_some() {
        // Keys are typed into the list now.
        let line = format!(" {}", message!(messages, "ui-picker-help"));
        paint::row(buffer, area, 0, &[(theme.style(Role::Key), line)]);
        return;
    }
    if state.typing {
        let line = message!(messages, "ui-typing", text = escape_untrusted(state.typed()));
        paint::row(buffer, area, 0, &[(theme.style(Role::Warning), format!(" {line}_"))]);
        return;
    }
    if let Some(notice) = &state.notice {
        let line = format!(" {}", words::notice(messages, state, notice));
        paint::row(buffer, area, 0, &[(theme.style(Role::Warning), line)]);
        return;
    }
    let mut parts = Vec::new();
    for part in footer(state, messages, area.width) {
        parts.push((theme.style(Role::Key), format!(" {}", part.key)));
        parts.push((theme.style(Role::Text), format!(" {} ", part.hint)));
    }
    paint::row(buffer, area, 0, &parts);
    // Where there is room: whether the mouse is listened to.
    let mouse = state.keys.name(Command::ToggleMouse, messages);
    let mouse = if state.mouse {
        message!(messages, "ui-mouse-on", key = mouse)
    } else {
        message!(messages, "ui-mouse-off", key = mouse)
    };
    let used: usize = parts.iter().map(|(_, part)| text::width(part)).sum();
    if used + text::width(&mouse) + 2 <= usize::from(area.width) {
        paint::row_right(buffer, area, 0, theme.style(Role::Muted), &mouse);
    }
}
