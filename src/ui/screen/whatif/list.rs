//! The list of levers with their sliders, and what is known of the chosen one.

use super::super::words;
use crate::baseline::levers::{Lever, LeverGroup};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::report::levers::evidence;
use crate::text::escape_untrusted;
use crate::ui::draft::{self, Reach};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint::{self, Part};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Rows for what is known of the chosen lever.
const NOTE_ROWS: u16 = 3;

/// The levers that the text looked for leaves, by their place in the catalogue, in the order of the groups.
#[must_use]
pub fn order(state: &State) -> Vec<usize> {
    let levers = &state.baseline.levers.levers;
    let filter = state.filter.to_lowercase();
    let found = |lever: &Lever| {
        let texts = [&lever.title.ja, &lever.title.en, &lever.id];
        texts.into_iter().any(|text| text.to_lowercase().contains(&filter))
    };
    let open = |place: &usize| state.unlocked.as_ref().is_none_or(|unlocked| unlocked.contains(place));
    let mut order: Vec<usize> =
        (0..levers.len()).filter(open).filter(|place| found(&levers[*place])).collect();
    order.sort_by_key(|place| levers[*place].group);
    order
}

/// One row of the list.
enum Row {
    Group(LeverGroup),
    Lever(usize),
}

fn rows(state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut group = None;
    for place in order(state) {
        let own = state.baseline.levers.levers[place].group;
        if group != Some(own) {
            rows.push(Row::Group(own));
            group = Some(own);
        }
        rows.push(Row::Lever(place));
    }
    rows
}

/// Rows for what is known of the chosen lever.
const fn note_rows(area: Rect) -> u16 {
    if area.height < 10 {
        0
    } else if area.height > 24 {
        2 * NOTE_ROWS
    } else {
        NOTE_ROWS
    }
}

/// The rows shown and the first of them, so that the chosen lever is in view.
fn window(state: &State, rows: &[Row], area: Rect) -> (usize, usize) {
    let room = usize::from(area.height.saturating_sub(note_rows(area)));
    let chosen =
        rows.iter().position(|row| matches!(row, Row::Lever(place) if *place == state.lever)).unwrap_or(0);
    (chosen.saturating_sub(room / 2).min(rows.len().saturating_sub(room)), room)
}

/// The lever drawn on a cell.
#[must_use]
pub fn lever_at(state: &State, area: Rect, at: Position) -> Option<usize> {
    let rows = rows(state);
    let (top, room) = window(state, &rows, area);
    let line = usize::from(at.y.checked_sub(area.y)?);
    match rows.get(top + line).filter(|_| line < room && area.contains(at))? {
        Row::Lever(place) => Some(*place),
        Row::Group(_) => None,
    }
}

/// Draws the list.
pub fn draw(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let notes = note_rows(area);
    let rows = rows(state);
    if rows.is_empty() {
        let none = message!(messages, "ui-nothing-found");
        paint::row(buffer, area, 0, &[(theme.style(Role::Muted), none)]);
        return;
    }
    let (top, room) = window(state, &rows, area);
    let columns = Columns::of(usize::from(area.width));
    let names = names(state, messages, columns.name.saturating_sub(1));
    for (line, row) in rows.iter().skip(top).take(room).enumerate() {
        let parts = match row {
            Row::Group(group) => vec![(theme.style(Role::Title), words::group(messages, *group))],
            Row::Lever(place) => lever_parts(state, *place, &names[*place], &columns, theme, messages),
        };
        paint::row(buffer, area, line as u16, &parts);
    }
    let more = |hidden: bool, mark: &str, line: usize, buffer: &mut Buffer| {
        if hidden {
            paint::row_right(buffer, area, line as u16, theme.style(Role::Warning), mark);
        }
    };
    // In the last column, which no lever fills.
    more(top > 0, "^", 0, buffer);
    more(top + room < rows.len(), "v", room.saturating_sub(1), buffer);
    let note = Rect { y: area.bottom() - notes, height: notes, ..area };
    let told = note_lines(state, messages, usize::from(area.width));
    for (row, (role, line)) in told.iter().enumerate().take(usize::from(notes)) {
        // What does not fit is marked as cut.
        let rest = told[row..].iter().map(|(_, line)| line.as_str());
        let line =
            if row + 1 == usize::from(notes) { rest.collect::<Vec<_>>().join(" ") } else { line.clone() };
        paint::row(buffer, note, row as u16, &[(theme.style(*role), line)]);
    }
}

/// Cells of the parts of a lever's row.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// Mark and name.
    pub name: usize,
    /// Slider.
    pub track: usize,
    share: usize,
    word: usize,
    roomy: bool,
}

impl Columns {
    /// The parts of a row of so many cells.
    #[must_use]
    pub const fn of(cells: usize) -> Self {
        let roomy = cells >= 60;
        let (track, word) = if roomy { (22, 10) } else { (10, 5) };
        let share = 6;
        Self { name: cells.saturating_sub(track + share + word + 3), track, share, word, roomy }
    }
}

/// The names of all levers in so many cells, told apart.
#[must_use]
pub fn names(state: &State, messages: &Messages, cells: usize) -> Vec<String> {
    let titles = state.baseline.levers.levers.iter();
    let titles: Vec<String> = titles.map(|lever| escape_untrusted(messages.choose(&lever.title))).collect();
    text::cut_apart(&titles, cells)
}

fn lever_parts(
    state: &State,
    place: usize,
    title: &str,
    columns: &Columns,
    theme: Theme,
    messages: &Messages,
) -> Vec<Part> {
    let lever = &state.baseline.levers.levers[place];
    let reach = state.draft.reach(place);
    let chosen = place == state.lever;
    let role = if chosen { Role::Selected } else { Role::Text };
    let mark = if chosen { ">" } else { " " };
    let set = if reach.is_some() { Role::Headline } else { Role::Muted };
    let word = words::reach(messages, lever, reach, columns.roomy);
    vec![
        (theme.style(role), text::left(&format!("{mark}{title}"), columns.name)),
        (theme.style(set), format!(" {}", slider(lever, reach, columns.track))),
        (theme.style(set), text::right(&percent(draft::arrival(lever, reach)), columns.share)),
        (theme.style(set), format!(" {}", text::left(&word, columns.word))),
    ]
}

/// A share as a percentage.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    format!("{}%", fixed(percent, usize::from((percent - percent.round()).abs() > 0.049)))
}

/// `[===t==#--a---m]`: how far a lever reaches (`#`), and the marks of today, ambitious and maximum.
#[must_use]
pub fn slider(lever: &Lever, reach: Option<&Reach>, cells: usize) -> String {
    let inner = cells.saturating_sub(2).max(1);
    let place =
        |share: f64| ((share / draft::top(lever)).clamp(0.0, 1.0) * (inner - 1) as f64).round() as usize;
    let at = place(draft::arrival(lever, reach));
    let mut track: Vec<char> = (0..inner).map(|cell| if cell <= at { '=' } else { '-' }).collect();
    track[place(lever.coverage.maximum)] = 'm';
    track[place(lever.coverage.ambitious)] = 'a';
    track[place(draft::today(lever))] = 't';
    track[at] = '#';
    format!("[{}]", track.into_iter().collect::<String>())
}

/// Title, evidence and how it acts, in as many lines as there are.
fn note_lines(state: &State, messages: &Messages, cells: usize) -> Vec<(Role, String)> {
    let Some(lever) = state.baseline.levers.levers.get(state.lever) else { return Vec::new() };
    let title = escape_untrusted(messages.choose(&lever.title));
    let head = message!(messages, "ui-lever-note", title = title, tier = evidence(lever, messages));
    let mut lines: Vec<(Role, String)> =
        text::wrap(&head, cells).into_iter().map(|line| (Role::Title, line)).collect();
    let mechanism = escape_untrusted(messages.choose(&lever.mechanism));
    lines.extend(text::wrap(&mechanism, cells).into_iter().map(|line| (Role::Text, line)));
    lines
}
