//! Explanations kept in the user's folder for what can be made again, so that the next report on the same scenarios
//! (another language, another form) does not run them again.
//!
//! A file holds one explanation under the digest of all that decides it, behind a digest of its own text: what is
//! damaged, cut or of another version is passed over and computed anew. Nothing depends on these files; they may be
//! removed at any time.

use crate::analysis::explain::{Effort, Explanation, explain, kept};
use crate::baseline::Baseline;
use crate::files;
use crate::num::digest::Digest;
use crate::run::{RunError, RunSettings, Watch, World};
use etcetera::BaseStrategy as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Most explanations kept; one takes up to 200 kB.
const MOST: usize = 500;

/// A longer file is none of ours.
const MOST_BYTES: u64 = 8 << 20;

/// Where explanations are kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// `None`: nowhere, each is computed.
    folder: Option<PathBuf>,
}

impl Kept {
    /// In the user's folder, by the rules of the XDG base directories; nowhere without a home.
    pub fn of_user() -> Self {
        let folders = etcetera::choose_base_strategy().ok();
        Self { folder: folders.map(|folders| folders.cache_dir().join("kenju/explanations")) }
    }

    /// Nowhere.
    pub const fn nowhere() -> Self {
        Self { folder: None }
    }

    /// The explanation of a difference: that which is kept, or computed and kept.
    ///
    /// # Errors
    /// As [`explain`].
    pub fn explained(
        &self,
        baseline: &Baseline,
        [from, to]: [&World; 2],
        settings: &RunSettings,
        watch: &dyn Watch,
    ) -> Result<Explanation, RunError> {
        let effort = Effort::default();
        let place = self
            .folder
            .as_ref()
            .map(|folder| folder.join(format!("{}.json", kept::key(baseline, from, to, settings, effort))));
        let known = place.as_deref().and_then(whole);
        if let Some(known) = known.and_then(|text| kept::read(&text, baseline, from, to, settings)) {
            watch.progress(1.0);
            return Ok(known);
        }
        let found = explain(baseline, from, to, settings, effort, watch)?;
        if let (Some(place), Some(text)) = (place, kept::text(&found)) {
            keep(&place, &text);
        }
        Ok(found)
    }
}

/// The text of a file whose digest it has.
fn whole(place: &Path) -> Option<String> {
    let mut text = String::new();
    fs::File::open(place).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    let (digest, text) = text.split_once('\n')?;
    (digest == digest_of(text)).then(|| text.to_owned())
}

fn digest_of(text: &str) -> String {
    Digest::of([("explanation", text.as_bytes())]).to_string()
}

/// Keeps a text. That it cannot be kept costs time only, so nothing is said of it.
fn keep(place: &Path, text: &str) {
    let folder = files::folder(place);
    let kept = fs::create_dir_all(folder)
        .and_then(|()| files::keep(place, format!("{}\n{text}", digest_of(text)).as_bytes()));
    if kept.is_ok() {
        thin_out(folder);
    }
}

/// Removes the oldest of too many.
fn thin_out(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let ours = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
    let mut all: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .filter(|(_, path)| ours(path))
        .collect();
    all.sort();
    let spare = all.len().saturating_sub(MOST);
    for (_, path) in &all[..spare] {
        // One that stays is tried again next time.
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("kenju/explanations/0123456789abcdef.json");
        assert_eq!(whole(&place), None);
        keep(&place, "{\"worlds\":1}");
        assert_eq!(whole(&place).as_deref(), Some("{\"worlds\":1}"));
        let text = fs::read_to_string(&place).unwrap();
        fs::write(&place, text.replace(":1", ":2")).unwrap();
        assert_eq!(whole(&place), None);
        fs::write(&place, &text[..text.len() - 1]).unwrap();
        assert_eq!(whole(&place), None);
    }

    #[test]
    fn the_oldest_of_too_many_go() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..MOST + 2 {
            fs::write(folder.path().join(format!("{number:04}.json")), "").unwrap();
        }
        fs::write(folder.path().join("other.txt"), "").unwrap();
        thin_out(folder.path());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), MOST + 1);
    }
}
