//! Joins parts of a study.
//!
//! Only stores with the same manifest are joined, each unit is held against its digest before it is taken,
//! and a unit that is in two parts must have the same numbers in both. The order of the parts means nothing.

use super::store::Access;
use super::{Store, StoreError};
use std::path::PathBuf;

/// What joining brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Joined {
    /// Units taken over.
    pub added: u64,
    /// Units that were there already, with the same numbers.
    pub same: u64,
}

/// Adds the units of `parts` to the store `out`, which is made from the first of them if there is none.
/// `cancelled` says after each unit whether to stop.
///
/// # Errors
/// A [`StoreError`] that names the part. Units that were joined before stay.
pub fn merge(
    out: &std::path::Path,
    parts: &[PathBuf],
    cancelled: &dyn Fn() -> bool,
) -> Result<(Store, Joined), StoreError> {
    let mut joined = Joined::default();
    let mut store: Option<Store> = None;
    // All of them are looked at before anything is written.
    let opened = parts.iter().map(|path| Store::open(path, Access::Read)).collect::<Result<Vec<_>, _>>()?;
    for part in &opened[1..] {
        if let Some(mixture) = opened[0].mixture(part.manifest()) {
            return Err(StoreError::Mixed { path: part.path.clone(), mixture: Box::new(mixture) });
        }
    }
    for part in &opened {
        let target = match &mut store {
            Some(store) => store,
            None => store.insert(Store::create(out, part.about(), part.manifest(), part.draws())?),
        };
        target.expand_to(part.draws())?;
        let finished = part.finished()?;
        for one in &finished {
            let known =
                part.manifest.has(one.unit, u32::MAX).then(|| part.sound_rows(one.unit)).transpose()?;
            let name = || part.damaged(part.manifest.name(one.unit));
            let rows = known.flatten().ok_or_else(name)?;
            match target.record(one.unit, &rows, one.seconds) {
                Ok(true) => joined.added += 1,
                Ok(false) => joined.same += 1,
                Err(StoreError::Conflict { unit, .. }) => {
                    return Err(StoreError::Conflict { path: part.path.clone(), unit });
                }
                Err(other) => return Err(other),
            }
            if cancelled() {
                break;
            }
        }
    }
    let store = store.ok_or_else(|| StoreError::NotAStore { path: out.to_owned() })?;
    Ok((store, joined))
}
