//! What the two charts show, which screen was open and which sets were kept for the comparison, kept beside the unsaved
//! scenario from one session to the next. Screen and sets come back when the user takes them up: a session begins
//! afresh.

use super::autosave;
use super::outcome::Outcome;
use super::panes::Pane;
use super::place::Place;
use super::state::State;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The file: words of outcomes, those of [`Outcome::word`]; a set kept is its name and a scenario.
#[derive(Debug, Serialize, Deserialize)]
struct View {
    charts: (String, String),
    /// The screen; files of earlier versions do not say it.
    #[serde(default)]
    screen: String,
    #[serde(default)]
    kept: Vec<(String, String)>,
}

/// Where it lies, beside the unsaved scenario.
#[must_use]
pub fn place(draft: &Path) -> PathBuf {
    draft.with_file_name("view.ron")
}

/// Puts into the charts what they showed last, and offers what else an earlier session has left. Files that are not
/// there, or say what this pack does not have, change nothing.
pub fn restore(state: &mut State, draft: &Path) {
    let text = std::fs::read_to_string(place(draft)).ok();
    let Some(view) = text.and_then(|text| ron::from_str::<View>(&text).ok()) else {
        autosave::offer(state, draft, &[], None);
        return;
    };
    autosave::offer(state, draft, &view.kept, Place::named(&view.screen));
    for (pane, word) in [(Pane::Upper, view.charts.0), (Pane::Lower, view.charts.1)] {
        if let Some(outcome) = Outcome::named(&word, &state.baseline) {
            state.panes.put(pane, outcome);
        }
    }
}

/// Keeps what the charts show and the sets kept; whether that was possible. A folder that cannot be written to is no
/// reason to disturb the user.
pub fn keep(state: &State, draft: &Path) -> bool {
    let word = |pane| state.panes.of(pane).word(&state.baseline);
    let screen = state.place.word().to_owned();
    let view = View { charts: (word(Pane::Upper), word(Pane::Lower)), screen, kept: autosave::texts(state) };
    let (Ok(text), Some(folder)) = (ron::to_string(&view), draft.parent()) else { return false };
    let written = std::fs::create_dir_all(folder);
    written.and_then(|()| crate::files::keep(&place(draft), text.as_bytes())).is_ok()
}
