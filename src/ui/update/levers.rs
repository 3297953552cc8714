//! Moving levers: every change is remembered, and asks for a new run.

use crate::ui::action::Command;
use crate::ui::autosave;
use crate::ui::draft::{self, Draft, Reach};
use crate::ui::history::Choice;
use crate::ui::place::Place;
use crate::ui::screen::whatif::list;
use crate::ui::state::{MOST_KEPT, Notice, State};
use crate::ui::task::Task;

/// Chooses the lever so many lines below.
pub(super) fn choose(state: &mut State, lines: i32) {
    let order = list::order(state);
    let at = order.iter().position(|lever| *lever == state.lever).unwrap_or(0);
    let moved = at.saturating_add_signed(lines as isize).min(order.len().saturating_sub(1));
    if let Some(lever) = order.get(moved) {
        if *lever != state.lever {
            state.history.settle();
        }
        state.lever = *lever;
    }
}

/// Moves the chosen lever by so many steps.
pub(super) fn shift(state: &mut State, steps: i8) -> Option<Task> {
    let lever = state.baseline.levers.levers.get(state.lever)?;
    let reach = draft::moved(lever, state.draft.reach(state.lever), i32::from(steps));
    put(state, reach, true)
}

/// Sets the chosen lever.
pub(super) fn set(state: &mut State, reach: Option<Reach>) -> Option<Task> {
    put(state, reach, false)
}

fn put(state: &mut State, reach: Option<Reach>, moving: bool) -> Option<Task> {
    let lever = state.baseline.levers.levers.get(state.lever)?;
    // What never leaves the reference path is no setting.
    let reach = reach.filter(|reach| draft::course(lever, reach, state.baseline.years).is_some());
    let before = state.choice();
    state.draft.put(state.lever, reach);
    if state.draft == before.draft {
        state.notice = Some(Notice::AlreadyThere);
        return None;
    }
    if !moving {
        state.history.settle();
    }
    state.history.remember(before, moving.then_some(state.lever));
    Some(Task::Compute(state.request()))
}

/// Every lever and every assumption as in the scenario that was opened.
pub(super) fn reset_all(state: &mut State) -> Option<Task> {
    let before = state.choice();
    state.draft = Draft::opened(&state.baseline, &state.world.plan.levers);
    state.assumptions.mortality = state.world.plan.mortality;
    state.assumptions.care_need = state.world.plan.care_need;
    if state.choice() == before {
        return None;
    }
    state.history.remember(before, None);
    Some(Task::Compute(state.request()))
}

/// One change back, or on again.
pub(super) fn travel(state: &mut State, back: bool) -> Option<Task> {
    let present = state.choice();
    let before = present.clone();
    let found = if back { state.history.undo(present) } else { state.history.redo(present) };
    let Some(Choice { draft, trend, assumptions }) = found else {
        state.notice = Some(Notice::NothingToUndo);
        return None;
    };
    state.draft = draft;
    state.trend = trend;
    state.assumptions = assumptions;
    // Even if the answer is on screen still: the request under way belongs to another choice.
    (!before.runs_as(&state.choice())).then(|| Task::Compute(state.request()))
}

/// Keeps the present scenario for the comparison.
pub(super) fn keep(state: &mut State) {
    let known = state.kept.iter().any(|kept| kept.draft == state.draft);
    state.notice = Some(if known || state.draft.is_empty() {
        Notice::NothingToKeep
    } else if state.kept.len() == MOST_KEPT {
        Notice::KeptEnough
    } else {
        autosave::add(&mut state.kept, "", &state.draft);
        Notice::Kept(state.kept.len())
    });
}

/// Opens the lever chosen in full.
pub(super) fn open(state: &mut State) {
    state.place = Place::Lever;
    state.line = 0;
    super::finding::forget(state);
}

/// The next choice of the assumption chosen.
pub(super) fn switch(state: &mut State) -> Option<Task> {
    let commands = [Command::NextTrend, Command::NextMortality, Command::NextCareNeed];
    super::apply(state, commands[state.line.min(commands.len() - 1)])
}
