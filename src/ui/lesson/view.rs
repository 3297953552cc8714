//! Draws a lesson.
//!
//! ```text
//! 健寿 kenju  title of the lesson                               L: 日本語
//! 3/14 Predict - 5 min | class TOKYO.7K3M | seed 1, 20,000 persons   1/2
//! text of the step; a step that acts: its text, gains, what the last change did, levers and chart
//! Enter record  n next  p back  ? keys  q leave
//! ```

use super::keys::{self, BINDINGS};
use super::state::LessonState;
use super::{page, update};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::language::Language;
use crate::lesson::schema::{Kind, Step, View};
use crate::ui::layout::{self, Shape};
use crate::ui::marks::Marks;
use crate::ui::screen::{OverlayLine, chart, headline, main, small, whatif, words};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Ground, Role, Theme};
use crate::ui::widget::paint;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

/// Rows above the body.
const HEAD: u16 = 2;

/// Fewest rows of a chart beside the text of its step.
const CHART: u16 = 9;

/// Columns from which the names of curves are written out.
const ROOMY: u16 = 70;

/// Most rows of the text of a step that acts.
const ACT_TEXT: u16 = 5;

/// Fewest rows of the sentence on the last change, so that what is below stays where it is.
const SENTENCE: usize = 2;

/// Draws everything.
pub fn draw(state: &LessonState, theme: Theme, messages: &Messages, frame: &mut Frame) {
    let screen = frame.area();
    let buffer = frame.buffer_mut();
    // A room sees black and white best, whatever the terminal has.
    let ground = if state.large { Some(Ground::HighContrast) } else { state.inner.ground };
    let theme = ground.map_or(theme, |ground| theme.on(ground));
    if ground == Some(Ground::HighContrast) {
        paint::blank(buffer, screen, theme.style(Role::Text));
    }
    if layout::shape((screen.width, screen.height)) == Shape::TooSmall {
        small::draw(messages, theme, screen, buffer);
        return;
    }
    let body = Rect { y: screen.y + HEAD, height: screen.height - HEAD - 1, ..screen };
    let pages = pages(state, messages, body);
    let at = state.page % pages.len().max(1);
    draw_head(state, (at, pages.len()), theme, messages, screen, buffer);
    match pages.get(at) {
        Some(Page::Lines(lines)) => draw_lines(lines, theme, body, buffer),
        Some(Page::Chart(lines)) => {
            draw_lines(lines, theme, body, buffer);
            let top = if lines.is_empty() { 0 } else { lines.len() as u16 + 1 };
            let area = Rect { y: body.y + top, height: body.height.saturating_sub(top), ..body };
            draw_chart(state, theme, messages, area, buffer);
        }
        Some(Page::Act(lines)) => draw_act(state, lines, theme, messages, body, buffer),
        None => {}
    }
    let footer = Rect { y: screen.bottom() - 1, height: 1, ..screen };
    if let Some(told) = &state.told {
        let line = format!(" {}", update::told(told, messages));
        paint::row(buffer, footer, 0, &[(theme.style(Role::Warning), line)]);
        return;
    }
    let mut parts = Vec::new();
    for (key, hint) in keys::footer(state, pages.len(), messages, usize::from(footer.width)) {
        parts.push((theme.style(Role::Key), format!(" {key}")));
        parts.push((theme.style(Role::Text), format!(" {hint} ")));
    }
    paint::row(buffer, footer, 0, &parts);
}

/// What stands between head and last row.
enum Page {
    /// Text.
    Lines(Vec<OverlayLine>),
    /// Text above the chart of the reference.
    Chart(Vec<OverlayLine>),
    /// Text above levers and charts.
    Act(Vec<OverlayLine>),
}

/// Everything there is to see at the step on screen, in pages of so many rows.
fn pages(state: &LessonState, messages: &Messages, body: Rect) -> Vec<Page> {
    let cells = usize::from(body.width);
    let lines = if state.help { help(state, messages, cells) } else { page::lines(state, messages, cells) };
    let rows = usize::from(body.height.max(1));
    let plain = state.help || state.offered.is_some();
    let step = state.player.step().filter(|_| !plain);
    if step.is_some_and(|step| step.kind() == Kind::Act) {
        return in_pages(&lines, usize::from(ACT_TEXT)).map(Page::Act).collect();
    }
    if matches!(step, Some(Step::Look { at: View::Reference, .. })) {
        if lines.len() + 1 + usize::from(CHART) <= rows {
            return vec![Page::Chart(lines)];
        }
        return in_pages(&lines, rows).map(Page::Lines).chain([Page::Chart(Vec::new())]).collect();
    }
    in_pages(&lines, rows).map(Page::Lines).collect()
}

/// Lines in pages; no page begins with an empty line.
fn in_pages(lines: &[OverlayLine], rows: usize) -> impl Iterator<Item = Vec<OverlayLine>> {
    let mut pages: Vec<Vec<OverlayLine>> = Vec::new();
    for line in lines {
        let full = pages.last().is_none_or(|page| page.len() >= rows);
        if full && line.1.is_empty() {
            continue;
        }
        match pages.last_mut() {
            Some(page) if !full => page.push(line.clone()),
            _ => pages.push(vec![line.clone()]),
        }
    }
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    pages.into_iter()
}

fn draw_lines(lines: &[OverlayLine], theme: Theme, area: Rect, buffer: &mut Buffer) {
    for (row, (role, line)) in lines.iter().enumerate() {
        paint::row(buffer, area, row as u16, &[(theme.style(*role), line.clone())]);
    }
}

fn draw_head(
    state: &LessonState,
    (page, pages): (usize, usize),
    theme: Theme,
    messages: &Messages,
    screen: Rect,
    buffer: &mut Buffer,
) {
    let name = if state.inner.marks == Marks::Ascii { "kenju" } else { "健寿 kenju" };
    let other = match state.inner.language {
        Language::Ja => "English",
        Language::En if state.inner.marks == Marks::Ascii => "Japanese",
        Language::En => "日本語",
    };
    let switch = format!("{}: {other}", keys::name(keys::Do::Language, state, messages));
    let right = text::width(&switch) as u16 + 1;
    let title = crate::text::escape_untrusted(messages.choose(&state.player.lesson.title()));
    let left = Rect { width: screen.width.saturating_sub(right + 1), ..screen };
    let parts =
        [(theme.style(Role::Title), name.to_owned()), (theme.style(Role::Text), format!("  {title}"))];
    paint::row(buffer, left, 0, &parts);
    paint::row_right(buffer, screen, 0, theme.style(Role::Key), &switch);
    let row = Rect { y: screen.y + 1, ..screen };
    let mark = if pages > 1 {
        message!(messages, "lesson-pages", page = (page + 1).to_string(), pages = pages.to_string())
    } else {
        String::new()
    };
    let room = usize::from(screen.width).saturating_sub(text::width(&mark) + 1);
    let line = text::cut(&progress(state, messages, room), room).into_owned();
    paint::row(buffer, row, 0, &[(theme.style(Role::Muted), line)]);
    paint::row_right(buffer, row, 0, theme.style(Role::Warning), &mark);
}

/// Where in the lesson, and whose numbers: the parts that fit whole.
fn progress(state: &LessonState, messages: &Messages, cells: usize) -> String {
    let player = &state.player;
    let (at, all) = (player.record.step + 1, player.steps());
    let mut line = match player.step() {
        Some(step) => message!(
            messages,
            "lesson-progress",
            step = at.to_string(),
            steps = all.to_string(),
            kind = page::kind(step.kind(), messages),
            minutes = step.parts().0.to_string()
        ),
        None => message!(messages, "lesson-progress-end", steps = all.to_string()),
    };
    let identity = &player.record.identity;
    let mut parts = Vec::new();
    if let Some(code) = &state.code {
        parts.push(message!(messages, "lesson-class", code = code.as_str()));
    }
    if let Some(student) = identity.student {
        parts.push(message!(messages, "lesson-student", number = student.to_string()));
    }
    parts.push(message!(
        messages,
        "lesson-numbers",
        seed = identity.seed.to_string(),
        persons = fixed(identity.persons as f64, 0)
    ));
    for part in parts {
        if text::width(&line) + 3 + text::width(&part) <= cells {
            line.push_str(" | ");
            line.push_str(&part);
        }
    }
    line
}

fn draw_chart(state: &LessonState, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    let inner = &state.inner;
    let Some(answer) = &inner.answer else {
        let line = match inner.failure() {
            Some(failure) => words::failure(messages, failure),
            None => message!(messages, "ui-body-computing"),
        };
        paint::row(buffer, area, 0, &[(theme.style(Role::Muted), format!(" {line}"))]);
        return;
    };
    let sexes = main::sexes_shown(inner, area.width);
    let width = (area.width + 1) / sexes.len().max(1) as u16;
    for (place, sex) in sexes.iter().enumerate() {
        let x = area.x + place as u16 * width;
        let own = Rect { x, width: width.saturating_sub(1).min(area.right() - x), ..area };
        let heading = chart::title(inner, *sex, messages);
        paint::row(buffer, own, 0, &[(theme.style(Role::Title), heading)]);
        let plot = Rect { y: own.y + 1, height: own.height.saturating_sub(1), ..own };
        let roomy = own.width >= ROOMY;
        chart::chart(inner, answer, *sex, &sexes, roomy, theme, messages).render(plot, buffer);
    }
}

fn draw_act(
    state: &LessonState,
    lines: &[OverlayLine],
    theme: Theme,
    messages: &Messages,
    body: Rect,
    buffer: &mut Buffer,
) {
    let earlier: Option<State> = if state.inner.replaying { state.inner.earlier() } else { None };
    let inner = earlier.as_ref().unwrap_or(&state.inner);
    let mut next = body.y;
    let mut take = |rows: u16| {
        let area = Rect { y: next, height: rows.min(body.bottom() - next), ..body };
        next += area.height;
        area
    };
    draw_lines(lines, theme, take(lines.len() as u16), buffer);
    let cells = usize::from(body.width);
    let figures = take(headline::rows(inner));
    for (row, (role, line)) in headline::lines(inner, messages, cells).into_iter().enumerate() {
        paint::row(buffer, figures, row as u16, &[(theme.style(role), line)]);
    }
    let said = if earlier.is_some() {
        message!(messages, "lesson-act-replay")
    } else if inner.draft.is_empty() && inner.history.before().is_none() {
        message!(messages, "lesson-act-start")
    } else {
        whatif::sentence::text(inner, messages)
    };
    let said = text::wrap(&said, cells.saturating_sub(1));
    let sentence = take(said.len().max(SENTENCE) as u16);
    for (row, line) in said.into_iter().enumerate() {
        paint::row(buffer, sentence, row as u16, &[(theme.style(Role::Text), line)]);
    }
    let rest = take(body.height);
    whatif::draw(inner, theme, messages, rest, buffer);
}

/// The page of keys.
fn help(state: &LessonState, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut lines = vec![(Role::Title, format!(" {}", message!(messages, "ui-help-title")))];
    let acts = [
        keys::On::Everywhere,
        keys::On::Act,
        keys::On::Charts,
        keys::On::End,
        keys::On::Offer,
        keys::On::Help,
    ];
    for on in acts {
        for binding in BINDINGS.iter().filter(|binding| binding.on == on) {
            let names: Vec<String> = binding.keys.iter().map(|key| key.name(messages)).collect();
            let what = keys::description(binding.deed, messages);
            let label = text::left(&names.join(" "), 22);
            let room = cells.saturating_sub(25);
            for (row, line) in text::wrap(&what, room.max(8)).into_iter().enumerate() {
                let label = if row == 0 { label.clone() } else { " ".repeat(22) };
                let role = if keys::works(on, state) { Role::Text } else { Role::Muted };
                lines.push((role, format!(" {label} {line}")));
            }
        }
    }
    lines
}
