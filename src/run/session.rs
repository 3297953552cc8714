//! Runs one after the other on the same pack, each reusing the persons that earlier ones have lived.
//!
//! A what-if question differs from the one before in one policy: its reference is the same, and so is the
//! world it is held against. A [`Session`] keeps the sums of the last worlds, so that a change costs one
//! simulation. What is kept depends on plan, persons, seed and last year only, so a result is the same
//! byte for byte with and without a session.

use super::memory::Memory;
use super::simulate::Simulated;
use super::solve::Anchored;
use super::{RunError, RunOutput, RunSettings, Watch, World, compared};
use crate::baseline::Baseline;
use crate::num::digest::Digest;
use crate::num::units::Year;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Worlds that a session keeps: the sums of one take about 17 MB.
const KEPT: usize = 7;

/// Worlds of which a session keeps what their sums have come to, about 2 MB each: those of the last move.
const ANCHORED: usize = 4;

/// Plans whose hazards a session keeps: the readings of the trend.
const READINGS: usize = 3;

/// Most persons of a reference whose lives a session keeps.
const TRACKED: u64 = 20_000;

/// What the sums of a world depend on, on one pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    plan: Digest,
    persons: u64,
    seed: u64,
    until: Year,
    details: bool,
}

/// What worlds leave behind for those after them.
pub(super) struct Store {
    /// Hazards and lives.
    pub(super) memory: Memory,
    /// Sums of worlds, the newest last, each with whether it is a reference.
    kept: VecDeque<(Key, Arc<Simulated>, bool)>,
    /// What the sums of the last few worlds have come to.
    anchored: VecDeque<(Key, Anchored)>,
    /// Most worlds kept; `None`: every reference of one run, and nothing else.
    most: Option<usize>,
}

impl Key {
    pub(super) fn new(plan: Digest, persons: u64, settings: &RunSettings, details: bool) -> Self {
        Self { plan, persons, seed: settings.seed, until: settings.until, details }
    }

    pub(super) const fn persons(&self) -> u64 {
        self.persons
    }
}

impl Default for Store {
    fn default() -> Self {
        Self { memory: Memory::new(1, 0), kept: VecDeque::new(), anchored: VecDeque::new(), most: None }
    }
}

impl Store {
    /// For many worlds of the same trends, one after the other.
    pub(super) fn of_many() -> Self {
        Self { memory: Memory::new(1, TRACKED), ..Self::default() }
    }

    /// The sums of a world, if they are kept.
    pub(super) fn find(&mut self, key: &Key) -> Option<Arc<Simulated>> {
        let position = self.kept.iter().position(|(known, _, _)| known == key)?;
        let found = self.kept.remove(position)?;
        let sums = Arc::clone(&found.1);
        self.kept.push_back(found);
        Some(sums)
    }

    /// What the sums of a world have come to, if that is kept.
    pub(super) fn anchored(&mut self, key: &Key) -> Option<Anchored> {
        self.anchored.iter().find(|(known, _)| known == key).map(|(_, anchored)| anchored.clone())
    }

    /// Keeps it, for a session.
    pub(super) fn keep_anchored(&mut self, key: Key, anchored: &Anchored) {
        if self.most.is_some() {
            if self.anchored.len() == ANCHORED {
                self.anchored.pop_front();
            }
            self.anchored.push_back((key, anchored.clone()));
        }
    }

    /// Keeps the sums of a world; those used longest ago give way.
    pub(super) fn keep(&mut self, key: Key, reference: bool, sums: &Arc<Simulated>) {
        self.kept.retain(|(known, _, _)| *known != key);
        match self.most {
            None if !reference => return,
            Some(most) if self.kept.len() >= most => {
                // References serve every later question, a scenario only an undo: it gives way first.
                let oldest = self.kept.iter().position(|(_, _, reference)| !reference).unwrap_or(0);
                self.kept.remove(oldest);
            }
            _ => {}
        }
        self.kept.push_back((key, Arc::clone(sums), reference));
    }
}

/// Runs on one pack that share what they have in common.
pub struct Session {
    baseline: Arc<Baseline>,
    store: Mutex<Store>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("baseline", &self.baseline.id).finish_non_exhaustive()
    }
}

impl Session {
    /// A session without any world yet.
    #[must_use]
    pub fn new(baseline: Arc<Baseline>) -> Self {
        let memory = Memory::new(READINGS, TRACKED);
        let store = Store { memory, most: Some(KEPT), ..Store::default() };
        Self { baseline, store: Mutex::new(store) }
    }

    /// As [`super::compare`] on the session's pack.
    ///
    /// # Errors
    /// As [`super::run`].
    pub fn compare(
        &self,
        worlds: &[World],
        settings: &RunSettings,
        watch: &dyn Watch,
    ) -> Result<RunOutput, RunError> {
        // A panic in a run leaves whole entries only, so the store stays usable.
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        compared(&self.baseline, worlds, settings, watch, &mut store)
    }
}
