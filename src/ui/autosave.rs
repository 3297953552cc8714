//! The scenario as it is on screen, kept in a file of the user's while the interface runs, so that a lost
//! session is offered again. Never in the place of a file the user has made.

use super::draft::Draft;
use super::export;
use super::state::{Notice, State};
use crate::scenario::{self, Library};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the unsaved scenario is kept, by the rules of the XDG base directories; `None` without a home.
#[must_use]
pub fn place(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| Path::new(value).is_absolute()).map(PathBuf::from);
    let folder = set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")));
    folder.map(|folder| folder.join("kenju/draft.ron"))
}

/// Offers what an earlier session has left.
pub(super) fn offer(state: &mut State, file: &Path) {
    let Ok(document) = scenario::Document::from_file(file) else { return };
    let Ok(resolved) = scenario::resolve(document, Library::embedded(), &state.baseline) else { return };
    let draft = Draft::opened(&state.baseline, &resolved.plan.levers);
    if draft != state.draft && !draft.is_empty() {
        state.offered = Some(resolved.plan);
        state.notice = Some(Notice::DraftOffered);
    }
}

/// Keeps the present scenario; one without levers leaves no file. A folder that cannot be written to is no
/// reason to disturb the user.
pub(super) fn keep(state: &State, file: &Path) {
    if state.draft.is_empty() {
        // What is offered is not thrown away before it was looked at.
        if state.offered.is_none() {
            let _ = fs::remove_file(file);
        }
        return;
    }
    let Some(folder) = file.parent() else { return };
    let _ = fs::create_dir_all(folder)
        .and_then(|()| crate::files::keep(file, export::scenario_text(state).as_bytes()));
}
