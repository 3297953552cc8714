//! The mouse: whatever can be seen as a key or a line can be pressed.

use crate::ui::action::{Action, Command, Mouse, MouseDeed};
use crate::ui::draft;
use crate::ui::layout::{self, Shape};
use crate::ui::place::Place;
use crate::ui::screen::whatif::list;
use crate::ui::screen::{chrome, picker};
use crate::ui::state::State;
use crate::ui::task::Task;
use ratatui::layout::{Position, Rect};

/// Lines of one turn of the wheel.
const WHEEL: usize = 3;

/// Carries out a deed of the mouse.
pub(super) fn mouse(state: &mut State, mouse: Mouse) -> Option<Task> {
    if !state.mouse || layout::shape(state.size) == Shape::TooSmall {
        return None;
    }
    match mouse.deed {
        MouseDeed::Press => press(state, Position { x: mouse.column, y: mouse.row }),
        MouseDeed::WheelUp => turn(state, Command::Up),
        MouseDeed::WheelDown => turn(state, Command::Down),
    }
}

fn turn(state: &mut State, command: Command) -> Option<Task> {
    if let Some(open) = &state.picker {
        let last = open.entries(state).len().saturating_sub(1);
        if let Some(open) = &mut state.picker {
            let up = command == Command::Up;
            open.chosen = if up { open.chosen.saturating_sub(1) } else { (open.chosen + 1).min(last) };
        }
        return None;
    }
    let steps = if state.place == Place::WhatIf && state.overlay.is_none() { 1 } else { WHEEL };
    for _ in 0..steps {
        super::update(state, Action::Command(command));
    }
    None
}

fn press(state: &mut State, at: Position) -> Option<Task> {
    let screen = Rect::new(0, 0, state.size.0, state.size.1);
    if let Some(open) = &state.picker {
        let area = layout::overlay_area(state, screen);
        let entries = open.entries(state).len();
        let rows = usize::from(area.height.saturating_sub(picker::HEAD_ROWS));
        let line = usize::from(at.y.checked_sub(area.y + picker::HEAD_ROWS)?);
        let number = picker::top(open.chosen, entries, rows) + line;
        return (number < entries && line < rows).then(|| super::picking::press(state, number)).flatten();
    }
    let messages = state.messages();
    let sheet = layout::sheet(state, screen);
    if at.y + 1 == screen.bottom() {
        let command = chrome::footer(state, messages, screen.width).into_iter().find_map(|part| {
            let inside = (part.from..part.from + part.cells).contains(&usize::from(at.x));
            inside.then_some(part.command)
        });
        return command.and_then(|command| super::update(state, Action::Command(command)));
    }
    if at.y == sheet.places.y {
        let place = chrome::places(state, messages, usize::from(screen.width))
            .into_iter()
            .find(|part| (part.from..part.from + part.cells).contains(&usize::from(at.x)));
        return place.and_then(|part| super::update(state, Action::Command(Command::GoTo(part.place))));
    }
    if state.overlay.is_some() {
        return None;
    }
    if state.place == Place::WhatIf {
        return press_lever(state, at, sheet.body);
    }
    if state.place == Place::Conditions
        && let Some(line) = crate::ui::screen::conditions::line_at(state, sheet.body, at)
    {
        state.line = line;
    }
    None
}

/// A press on a lever chooses it; on its track it also sets it there. A press on a chart chooses that.
fn press_lever(state: &mut State, at: Position, body: Rect) -> Option<Task> {
    let area = crate::ui::screen::whatif::list_area(body);
    if let Some(command) = crate::ui::screen::whatif::pressed(state, body, at) {
        return super::update(state, Action::Command(command));
    }
    if state.expanded {
        return None;
    }
    let lever = list::lever_at(state, area, at)?;
    state.history.settle();
    state.lever = lever;
    state.notice = None;
    let columns = list::Columns::of(usize::from(area.width));
    // Name, a blank, the bracket, then the track.
    let start = usize::from(area.x) + columns.name + 2;
    let inner = columns.track.saturating_sub(2).max(2);
    let cell = usize::from(at.x).checked_sub(start).filter(|cell| *cell < inner)?;
    let known = state.baseline.levers.levers.get(lever)?;
    let share = draft::top(known) * cell as f64 / (inner - 1) as f64;
    let reach = draft::nearest(known, share);
    super::levers::set(state, reach)
}
