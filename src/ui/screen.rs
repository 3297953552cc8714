//! Screens: each is a pure function of the state.

pub mod about;
pub mod assumptions;
pub mod chart;
pub mod chrome;
pub mod compare;
pub mod conditions;
pub mod goal;
pub mod headline;
pub mod help;
pub mod lever;
pub mod main;
pub mod page;
pub mod picker;
pub mod plain;
pub mod population;
pub mod programmes;
pub mod runs;
pub mod small;
pub mod sources;
pub mod trials;
pub mod whatif;
pub mod why;
pub mod words;
pub mod years;

use super::layout::{self, Shape};
use super::place::Place;
use super::state::{Overlay, State};
use super::text;
use super::theme::{Ground, Role, Theme};
use super::tour;
use super::widget::paint;
use crate::i18n::{Messages, message};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the whole interface.
pub fn view(state: &State, theme: Theme, messages: &Messages, frame: &mut Frame) {
    let screen = frame.area();
    let buffer = frame.buffer_mut();
    let theme = state.ground.map_or(theme, |ground| theme.on(ground));
    if state.ground == Some(Ground::HighContrast) {
        paint::blank(buffer, screen, theme.style(Role::Text));
    }
    let earlier = if state.replaying { state.earlier() } else { None };
    let state = earlier.as_ref().unwrap_or(state);
    if layout::shape((screen.width, screen.height)) == Shape::TooSmall {
        small::draw(messages, theme, screen, buffer);
        return;
    }
    if state.place == Place::Outlook {
        main::draw(state, theme, messages, layout::areas_of(state, screen), buffer);
    } else {
        draw_sheet(state, theme, messages, screen, buffer);
    }
    let area = layout::overlay_area(state, screen);
    if let Some(overlay) = state.overlay {
        draw_overlay(state, overlay, theme, messages, area, buffer);
    }
    if let Some(open) = &state.picker {
        picker::draw(state, open, theme, messages, area, buffer);
    }
}

fn draw_sheet(state: &State, theme: Theme, messages: &Messages, screen: Rect, buffer: &mut Buffer) {
    let sheet = layout::sheet(state, screen);
    chrome::draw_title(state, theme, messages, sheet.title, buffer);
    chrome::draw_places(state, theme, messages, sheet.places, buffer);
    let cells = usize::from(screen.width);
    for (row, (role, line)) in headline::lines(state, messages, cells).into_iter().enumerate() {
        paint::row(buffer, sheet.headline, row as u16, &[(theme.style(role), line)]);
    }
    let tour = tour::text(state, messages);
    let role = if tour.is_some() { Role::Warning } else { Role::Text };
    let sentence = tour.unwrap_or_else(|| whatif::sentence::text(state, messages));
    let sentence = text::wrap(&sentence, cells);
    let shown = usize::from(sheet.sentence.height);
    for (row, line) in sentence.iter().take(shown).enumerate() {
        // What does not fit is marked as cut.
        let rest = if row + 1 == shown { sentence[row..].join(" ") } else { line.clone() };
        paint::row(buffer, sheet.sentence, row as u16, &[(theme.style(role), rest)]);
    }
    match state.place {
        Place::WhatIf => whatif::draw(state, theme, messages, sheet.body, buffer),
        Place::Conditions => conditions::draw(state, theme, messages, sheet.body, buffer),
        _ => page::draw(state, theme, messages, sheet.body, buffer),
    }
    chrome::draw_footer(state, theme, messages, sheet.footer, buffer);
}

/// What stands before a remark on a fault.
const REMARK: &str = "    = ";

/// A line of an overlay: its role and its text, already broken to the width.
pub type OverlayLine = (Role, String);

/// All lines of an overlay at the state's present width.
#[must_use]
pub fn overlay_lines(overlay: Overlay, state: &State) -> Vec<OverlayLine> {
    let cells = usize::from(state.size.0).saturating_sub(2).max(8);
    match overlay {
        Overlay::Help(_) => help::lines(state, state.messages(), cells),
        Overlay::About(_) => about::lines(state, state.messages(), cells),
        Overlay::Fault(_) => fault_lines(state, cells),
    }
}

/// Why a scenario could not be opened. A line of the file too long is cut, not broken: the caret below it must stay in
/// place. The remarks under it are broken.
fn fault_lines(state: &State, cells: usize) -> Vec<OverlayLine> {
    let fault = state.fault.as_deref().unwrap_or_default();
    let mut lines =
        vec![(Role::Warning, message!(state.messages(), "ui-fault-kept")), (Role::Text, String::new())];
    for line in fault.lines() {
        let line = crate::text::escape_untrusted(line);
        match line.trim_start().strip_prefix("= ") {
            Some(remark) => {
                let rows = text::wrap(remark, cells.saturating_sub(REMARK.len()).max(8));
                lines.extend(rows.into_iter().enumerate().map(|(row, told)| {
                    let start = if row == 0 { REMARK.to_owned() } else { " ".repeat(REMARK.len()) };
                    (Role::Text, format!("{start}{told}"))
                }));
            }
            None => lines.push((Role::Text, text::cut(&line, cells).into_owned())),
        }
    }
    lines
}

fn draw_overlay(
    state: &State,
    overlay: Overlay,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (title, top) = match overlay {
        Overlay::Help(top) => (message!(messages, "ui-help-title"), top),
        Overlay::About(top) => (message!(messages, "ui-about-title"), top),
        Overlay::Fault(top) => (message!(messages, "ui-fault-title"), top),
    };
    let lines = overlay_lines(overlay, state);
    let rows = usize::from(area.height.saturating_sub(1));
    let top = top.min(lines.len().saturating_sub(rows));
    let last = (top + rows).min(lines.len());
    paint::blank(buffer, area, theme.style(Role::Text));
    let place = message!(
        messages,
        "ui-overlay-place",
        first = (top + 1).to_string(),
        last = last.to_string(),
        all = lines.len().to_string()
    );
    let cells = usize::from(area.width).saturating_sub(text::width(&place) + 1);
    let heading = format!("{} {place}", text::left(&format!(" {title}"), cells));
    paint::row(buffer, area, 0, &[(theme.style(Role::Selected), heading)]);
    for (row, (role, line)) in lines[top..last].iter().enumerate() {
        paint::row(buffer, area, row as u16 + 1, &[(theme.style(*role), format!(" {line}"))]);
    }
}
