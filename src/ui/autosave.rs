//! The scenario as it is on screen, kept in a file of the user's while the interface runs, so that a lost
//! session is offered again, with the sets kept for the comparison. Never in the place of a file the user has made.

use super::answer::Assumptions;
use super::draft::Draft;
use super::export;
use super::history::Choice;
use super::place::Place;
use super::request;
use super::state::{Kept, MOST_KEPT, Notice, State};
use crate::run::World;
use crate::scenario::{self, Document, Library, ResolvedScenario};
use std::fs;
use std::path::{Path, PathBuf};

/// What an earlier session has left.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The unsaved scenario: what its levers were moved in, and how they stood. `None`: only sets were kept.
    pub scenario: Option<(World, Choice)>,
    /// Sets kept for the comparison.
    pub kept: Vec<Kept>,
    /// The screen that was open.
    pub place: Option<Place>,
}

/// Where the unsaved scenario is kept, by the rules of the XDG base directories; `None` without a home.
#[must_use]
pub fn place(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| Path::new(value).is_absolute()).map(PathBuf::from);
    let folder = set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")));
    folder.map(|folder| folder.join("kenju/draft.ron"))
}

/// Offers what an earlier session has left: the scenario of the file, and the sets kept as [`texts`] gives them.
pub fn offer(state: &mut State, file: &Path, sets: &[(String, String)], place: Option<Place>) {
    let scenario = scenario(state, file).filter(|(_, choice)| {
        // What stands on the screen already needs no offer.
        choice.draft != state.draft && !choice.draft.is_empty()
    });
    let mut kept = Vec::new();
    for (name, text) in sets.iter().take(MOST_KEPT) {
        let Some(resolved) = read(state, text) else { continue };
        let draft = Draft::opened(&state.baseline, &resolved.plan.levers);
        add(&mut kept, name, &draft);
    }
    if scenario.is_some() || !kept.is_empty() {
        state.offered = Some(Box::new(Offered { scenario, kept, place }));
        state.notice = Some(Notice::DraftOffered);
    }
}

/// The scenario of the file, and the one in which its levers were moved.
fn scenario(state: &State, file: &Path) -> Option<(World, Choice)> {
    let document = Document::from_file(file).ok()?;
    let base = document.scenario.base.clone();
    let resolved = scenario::resolve(document, Library::embedded(), &state.baseline).ok()?;
    let plan = &resolved.plan;
    let choice = Choice {
        draft: Draft::opened(&state.baseline, &plan.levers),
        trend: request::opened_trend(&state.baseline, plan),
        assumptions: Assumptions { mortality: plan.mortality, care_need: plan.care_need },
    };
    let opened = base.and_then(|base| Library::embedded().get(base.as_str()).cloned());
    let opened = match opened {
        Some(document) => scenario::resolve(document, Library::embedded(), &state.baseline).ok()?,
        None => resolved,
    };
    let ResolvedScenario { id, title, plan, own_assumptions, .. } = opened;
    Some((World { id, title, plan, own_assumptions }, choice))
}

fn read(state: &State, text: &str) -> Option<ResolvedScenario> {
    let document = Document::from_bytes("kept", "view.ron", text.as_bytes()).ok()?;
    scenario::resolve(document, Library::embedded(), &state.baseline).ok()
}

/// Adds a set to those kept, if there is room for it and it is not there yet.
pub fn add(kept: &mut Vec<Kept>, name: &str, draft: &Draft) {
    if kept.len() < MOST_KEPT && !draft.is_empty() && kept.iter().all(|known| known.draft != *draft) {
        let letter = char::from(b'A' + kept.len() as u8);
        kept.push(Kept { letter, name: name.to_owned(), draft: draft.clone() });
    }
}

/// The sets kept as names and scenarios; those offered and not yet taken up stay among them.
#[must_use]
pub fn texts(state: &State) -> Vec<(String, String)> {
    let mut kept = state.kept.clone();
    for set in state.offered.iter().flat_map(|offered| &offered.kept) {
        add(&mut kept, &set.name, &set.draft);
    }
    kept.iter().map(|set| (set.name.clone(), export::text_of(state, &set.draft))).collect()
}

/// Keeps the present scenario; one without levers leaves no file. Whether the next session can be offered it: a
/// folder that cannot be written to is no reason to disturb the user, but what rests on another file of the user's
/// could not be read from there.
pub fn keep(state: &State, file: &Path) -> bool {
    if state.draft.is_empty() {
        // What is offered is not thrown away before it was looked at.
        if state.offered.is_none() {
            let _ = fs::remove_file(file);
        }
        return true;
    }
    let text = export::scenario_text(state);
    let Some(folder) = file.parent() else { return false };
    let written = fs::create_dir_all(folder).and_then(|()| crate::files::keep(file, text.as_bytes()));
    written.is_ok() && read(state, &text).is_some()
}
