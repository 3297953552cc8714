//! What the two charts show, kept beside the unsaved scenario from one session to the next.

use super::outcome::Outcome;
use super::panes::Pane;
use super::state::State;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The file: words of outcomes, those of [`Outcome::word`].
#[derive(Debug, Serialize, Deserialize)]
struct View {
    charts: (String, String),
}

fn place(draft: &Path) -> PathBuf {
    draft.with_file_name("view.ron")
}

/// Puts into the charts what they showed last. A file that is not there, or says what this pack does not have,
/// changes nothing.
pub(super) fn restore(state: &mut State, draft: &Path) {
    let Ok(text) = std::fs::read_to_string(place(draft)) else { return };
    let Ok(view) = ron::from_str::<View>(&text) else { return };
    for (pane, word) in [(Pane::Upper, view.charts.0), (Pane::Lower, view.charts.1)] {
        if let Some(outcome) = Outcome::named(&word, &state.baseline) {
            state.panes.put(pane, outcome);
        }
    }
}

/// Keeps what the charts show. A folder that cannot be written to is no reason to disturb the user.
pub(super) fn keep(state: &State, draft: &Path) {
    let word = |pane| state.panes.of(pane).word(&state.baseline);
    let view = View { charts: (word(Pane::Upper), word(Pane::Lower)) };
    let (Ok(text), Some(folder)) = (ron::to_string(&view), draft.parent()) else { return };
    let _ = std::fs::create_dir_all(folder).and_then(|()| crate::files::keep(&place(draft), text.as_bytes()));
}
