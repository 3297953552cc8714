//! What the two charts show and which screen was open, kept beside the unsaved scenario from one session to the next.
//! The screen comes back with that scenario only: a session begins on the first one.

use super::outcome::Outcome;
use super::panes::Pane;
use super::place::Place;
use super::state::State;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The file: words of outcomes, those of [`Outcome::word`].
#[derive(Debug, Serialize, Deserialize)]
struct View {
    charts: (String, String),
    /// The screen; files of earlier versions do not say it.
    #[serde(default)]
    screen: String,
}

/// Where it lies, beside the unsaved scenario.
#[must_use]
pub fn place(draft: &Path) -> PathBuf {
    draft.with_file_name("view.ron")
}

/// Puts into the charts what they showed last. A file that is not there, or says what this pack does not have,
/// changes nothing.
pub(super) fn restore(state: &mut State, draft: &Path) {
    let Ok(text) = std::fs::read_to_string(place(draft)) else { return };
    let Ok(view) = ron::from_str::<View>(&text) else { return };
    state.offered_place = Place::named(&view.screen);
    for (pane, word) in [(Pane::Upper, view.charts.0), (Pane::Lower, view.charts.1)] {
        if let Some(outcome) = Outcome::named(&word, &state.baseline) {
            state.panes.put(pane, outcome);
        }
    }
}

/// Keeps what the charts show. A folder that cannot be written to is no reason to disturb the user.
pub(super) fn keep(state: &State, draft: &Path) {
    let word = |pane| state.panes.of(pane).word(&state.baseline);
    let screen = state.place.word().to_owned();
    let view = View { charts: (word(Pane::Upper), word(Pane::Lower)), screen };
    let (Ok(text), Some(folder)) = (ron::to_string(&view), draft.parent()) else { return };
    let _ = std::fs::create_dir_all(folder).and_then(|()| crate::files::keep(&place(draft), text.as_bytes()));
}
