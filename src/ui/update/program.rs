//! What concerns the program more than the numbers: opening scenarios, copying, replaying, colours, mouse.

use crate::run::World;
use crate::scenario::Library;
use crate::ui::answer::Assumptions;
use crate::ui::autosave;
use crate::ui::draft::Draft;
use crate::ui::export;
use crate::ui::history::History;
use crate::ui::paper::Paper;
use crate::ui::place::Place;
use crate::ui::request;
use crate::ui::state::{Computation, MOST_KEPT, Notice, Overlay, State};
use crate::ui::task::{Job, Part, Task};
use crate::ui::theme::Ground;

/// Takes up a scenario that was read; one with faults leaves everything as it is and says why.
pub(super) fn opened(state: &mut State, result: Result<Box<World>, String>) -> Option<Task> {
    let world = match result {
        Err(fault) => {
            state.fault = Some(fault);
            state.overlay = Some(Overlay::Fault(0));
            return None;
        }
        Ok(world) => *world,
    };
    // What was set by hand is not lost: it can be gone back to.
    let kept = |state: &State| state.kept.iter().any(|kept| kept.draft == state.draft);
    let own = state.is_changed() && !state.draft.is_empty();
    let saved = state.saved.as_ref() == Some(&state.choice());
    if own && !kept(state) && state.kept.len() < MOST_KEPT {
        super::levers::keep(state);
    }
    let told = own.then(|| kept(state)).filter(|kept| *kept || !saved);
    state.assumptions = Assumptions { mortality: world.plan.mortality, care_need: world.plan.care_need };
    state.trend = request::opened_trend(&state.baseline, &world.plan);
    state.draft = Draft::opened(&state.baseline, &world.plan.levers);
    other_world(state, world);
    state.notice = Some(Notice::Opened(told));
    if !state.baseline.levers.levers.is_empty() {
        state.place = Place::WhatIf;
    }
    state.line = 0;
    Some(Task::Compute(state.request()))
}

/// Another scenario, in which nothing was changed yet.
fn other_world(state: &mut State, world: World) {
    state.world = world;
    state.history = History::default();
    state.before = None;
    state.last_settled = None;
    // Answers are told apart by policies and assumptions; another scenario may differ in more than these.
    state.answer = None;
}

/// Takes up what an earlier session has left: its scenario, the sets kept and the screen.
pub(super) fn take_draft(state: &mut State) -> Option<Task> {
    let Some(offered) = state.offered.take() else {
        state.notice = Some(Notice::NoDraft);
        return None;
    };
    for set in &offered.kept {
        autosave::add(&mut state.kept, &set.name, &set.draft);
    }
    let before = state.choice();
    if let Some((world, choice)) = offered.scenario {
        if world.plan == state.world.plan {
            state.history.remember(before.clone(), None);
        } else {
            other_world(state, world);
        }
        (state.draft, state.trend, state.assumptions) = (choice.draft, choice.trend, choice.assumptions);
    }
    if let Some(place) = offered.place {
        state.place = place;
        state.line = 0;
    }
    let known = state.answer.is_some() && before.runs_as(&state.choice()) && !request::is_missing(state);
    state.notice = Some(Notice::TakenUp(state.kept.len()));
    (!known).then(|| Task::Compute(state.request()))
}

/// Asks for a report: of the scenario as it was opened, or of a file written for it.
pub(super) fn report(state: &mut State) -> Option<Task> {
    if !state.is_changed() && Library::embedded().get(&state.world.id).is_some() {
        let id = state.world.id.clone();
        return reporting(state, Ok(id));
    }
    Some(Task::Report(export::scenario(state)))
}

/// The scenario of a report was written, so that the report can be computed.
pub(super) fn reporting(state: &mut State, written: Result<String, String>) -> Option<Task> {
    let argument = match written {
        Ok(argument) => argument,
        Err(reason) => {
            state.notice = Some(Notice::NotWritten(reason));
            return None;
        }
    };
    let mut request = request::of(state);
    if state.computation == Computation::Done {
        // Everything else is known.
        request.jobs.clear();
    }
    request.jobs.push(Job { part: Part::Report, persons: state.settings.persons, worlds: Vec::new() });
    let name = export::name(state, "report");
    request.paper = Some(Paper { argument: argument.clone().into(), language: state.language, name });
    state.notice = Some(Notice::Reporting(argument));
    Some(Task::Compute(state.asked(request)))
}

/// Copies the table behind the screen.
pub(super) fn copy(state: &mut State) -> Option<Task> {
    let text = export::copied(state);
    if text.is_empty() {
        state.notice = Some(Notice::NothingToCopy);
        return None;
    }
    state.notice = Some(Notice::Copied(text.lines().count()));
    Some(Task::Copy(text))
}

/// Shows what was before the last change, or again what is.
pub(super) fn replay(state: &mut State) {
    if state.before.is_none() || state.history.before().is_none() || !state.is_current() {
        state.notice = Some(Notice::NothingToReplay);
        return;
    }
    state.replaying = !state.replaying;
}

/// The next colours: those of the terminal, then dark, light, high contrast.
pub(super) fn next_theme(state: &mut State) {
    let next = match state.ground {
        None | Some(Ground::HighContrast) => Ground::Dark,
        Some(Ground::Dark) => Ground::Light,
        Some(Ground::Light) => Ground::HighContrast,
    };
    state.ground = Some(next);
    state.notice = Some(Notice::Theme(next));
}

/// Listens to the mouse, or lets the terminal have it for selecting text.
pub(super) fn toggle_mouse(state: &mut State) -> Task {
    state.mouse = !state.mouse;
    state.notice = Some(Notice::Mouse(state.mouse));
    Task::Mouse(state.mouse)
}
