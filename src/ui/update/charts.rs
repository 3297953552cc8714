//! What the charts show and how: which outcome, how many years, held still or not; and stopping work.

use super::answers;
use crate::ui::outcome::Outcome;
use crate::ui::panes::Pane;
use crate::ui::place::Place;
use crate::ui::request;
use crate::ui::state::{Computation, Notice, State};
use crate::ui::task::{Failure, Task};

/// Most steps of drawing in.
const MOST_ZOOM: u32 = 4;

/// Asks for what the charts need and is not there.
fn missing(state: &mut State) -> Option<Task> {
    request::is_missing(state).then(|| Task::Compute(state.request()))
}

/// Puts an outcome into a chart, which is then the chosen one.
pub(super) fn show(state: &mut State, pane: Pane, outcome: Outcome) -> Option<Task> {
    state.panes.put(pane, outcome);
    state.panes.chosen = pane;
    if !matches!(state.place, Place::WhatIf | Place::Compare) {
        return super::go(state, Place::WhatIf);
    }
    missing(state)
}

/// Another outcome in the chosen chart.
pub(super) fn turn(state: &mut State, steps: isize) -> Option<Task> {
    let mut all = Outcome::of_pack(&state.baseline);
    if state.unlocked.is_some() {
        // A lesson counts nothing but years of life: other charts would stay empty.
        all.retain(|outcome| outcome.is_expectancy());
    }
    state.panes.turn(&all, steps);
    missing(state)
}

/// Chooses the other chart.
pub(super) fn other(state: &mut State) -> Option<Task> {
    state.panes.chosen = state.panes.chosen.other();
    missing(state)
}

/// Half as many years, or twice as many.
pub(super) fn zoom(state: &mut State, closer: bool) {
    let before = (state.zoom, state.window());
    state.zoom = if closer { (state.zoom + 1).min(MOST_ZOOM) } else { state.zoom.saturating_sub(1) };
    if state.window() == before.1 {
        state.zoom = before.0;
        state.notice = Some(Notice::ZoomEnd);
    }
}

/// Holds the screen still, or lets it go: what has come meanwhile is taken up.
pub(super) fn freeze(state: &mut State) -> Option<Task> {
    match state.held.take() {
        None => state.held = Some(Vec::new()),
        Some(held) => {
            for answer in held {
                answers::come(state, answer);
            }
        }
    }
    state.notice = Some(Notice::Held(state.held.is_some()));
    None
}

/// Stops the work under way. What has come of it stays.
pub(super) fn stop(state: &mut State) -> Option<Task> {
    if matches!(state.computation, Computation::Running(_)) {
        return Some(give_up(state));
    }
    state.notice = Some(Notice::NothingToStop);
    None
}

/// Gives up the job under way; those after it go on.
pub(super) fn skip(state: &mut State) -> Option<Task> {
    let (waiting, all) = &state.waiting;
    let running = matches!(state.computation, Computation::Running(_));
    let Some((part, _)) = waiting.first().copied().filter(|_| running) else {
        state.notice = Some(Notice::NothingToStop);
        return None;
    };
    state.notice = Some(Notice::Skipped { part, last: waiting.len() == 1 });
    Some(Task::Skip { generation: state.generation, job: all - waiting.len() })
}

/// No answer is waited for any more.
pub(super) fn give_up(state: &mut State) -> Task {
    for answer in state.held.take().into_iter().flatten() {
        answers::come(state, answer);
    }
    state.generation += 1;
    state.left = None;
    state.waiting.0.clear();
    state.notice = Some(Notice::Stopped);
    let known = state.current().is_some();
    state.computation = if known { Computation::Done } else { Computation::Failed(Failure::Cancelled) };
    Task::Cancel(state.generation)
}
