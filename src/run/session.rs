//! Runs one after the other on the same pack, each reusing the persons that earlier ones have lived.
//!
//! A what-if question differs from the one before in one policy: its reference is the same, and so is the
//! world it is held against. A [`Session`] keeps the sums of the last worlds, so that a change costs one
//! simulation; the worlds used longest ago give way once they take too much memory. What is kept depends on plan, persons, seed and last year only, so a result is the same
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

/// Bytes of sums of references that a session keeps: those of one take about 11 MB, with details 25 MB. The two used
/// last stay in any case, because the next question needs them: of few persons and of many.
const REFERENCE_BYTES: usize = 26 << 20;

/// Bytes of what scenarios have come to that a session keeps: about 3 MB each, with details 17 MB. The last stays in
/// any case.
const SCENARIO_BYTES: usize = 6 << 20;

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
    /// Sums of references, that used last at the end.
    references: VecDeque<(Key, Arc<Simulated>)>,
    /// Scenarios, that used last at the end.
    scenarios: VecDeque<(Key, Scenario)>,
    /// Bytes of references and of scenarios that are kept; `None`: every reference of one run, and no scenario.
    most: Option<[usize; 2]>,
}

/// A world that is a difference from a reference.
#[derive(Clone)]
pub(super) struct Scenario {
    /// Its sums over all persons; those of each group of persons are forgotten once they have come to something.
    pub(super) simulated: Arc<Simulated>,
    /// What its sums have come to.
    pub(super) anchored: Anchored,
}

impl Key {
    pub(super) fn new(plan: Digest, persons: u64, settings: &RunSettings, details: bool) -> Self {
        Self { plan, persons, seed: settings.seed, until: settings.until, details }
    }

    pub(super) const fn persons(&self) -> u64 {
        self.persons
    }

    /// Whether the sums of this world hold those of the other: the same, or the same with details.
    fn holds(&self, other: &Self) -> bool {
        *self == Self { details: self.details, ..other.clone() } && (self.details || !other.details)
    }
}

impl Default for Store {
    fn default() -> Self {
        let (references, scenarios) = (VecDeque::new(), VecDeque::new());
        Self { memory: Memory::new(0), references, scenarios, most: None }
    }
}

impl Store {
    /// For many worlds of the same trends, one after the other.
    pub(super) fn of_many() -> Self {
        Self { memory: Memory::new(TRACKED), ..Self::default() }
    }

    /// The sums of a reference, if they are kept, with those of groups of persons from a year on at least.
    pub(super) fn reference(&mut self, key: &Key, from: Year) -> Option<Arc<Simulated>> {
        let holds = |(known, sums): &(Key, Arc<Simulated>)| {
            known.holds(key) && sums.tally.first_of_groups().is_some_and(|first| first <= from)
        };
        let place = self.references.iter().position(holds)?;
        let found = self.references.remove(place)?;
        let sums = Arc::clone(&found.1);
        self.references.push_back(found);
        Some(sums)
    }

    /// What is known of a scenario of so many rows, if it is kept.
    pub(super) fn scenario(&mut self, key: &Key, rows: usize) -> Option<Scenario> {
        let same = |(known, scenario): &(Key, Scenario)| known == key && scenario.anchored.rows() == rows;
        let place = self.scenarios.iter().position(same)?;
        let found = self.scenarios.remove(place)?;
        let scenario = found.1.clone();
        self.scenarios.push_back(found);
        Some(scenario)
    }

    /// Keeps the sums of a reference; in a session those used longest ago give way. Gives what is kept: references of
    /// two readings differ in activity limitation only, and share the rest.
    pub(super) fn keep_reference(&mut self, key: Key, mut sums: Simulated) -> Arc<Simulated> {
        self.references.retain(|(known, _)| !key.holds(known));
        for (_, known) in self.references.iter().filter(|(known, _)| known.persons == key.persons) {
            sums.tally.share(&known.tally);
        }
        let sums = Arc::new(sums);
        self.references.push_back((key, Arc::clone(&sums)));
        if let Some([most, _]) = self.most {
            shorten(&mut self.references, most, 2, |sums| sums.bytes());
        }
        sums
    }

    /// Keeps a scenario, in a session; those used longest ago give way.
    pub(super) fn keep_scenario(&mut self, key: Key, sums: &Simulated, anchored: &Anchored) {
        let Some([_, most]) = self.most else { return };
        let simulated = Arc::new(sums.without_groups());
        self.scenarios.retain(|(known, _)| *known != key);
        self.scenarios.push_back((key, Scenario { simulated, anchored: anchored.clone() }));
        shorten(&mut self.scenarios, most, 1, |kept| kept.simulated.bytes() + kept.anchored.bytes());
    }
}

/// Drops the first of a list until the rest takes at most so many bytes, but never the last few.
fn shorten<T>(kept: &mut VecDeque<(Key, T)>, most: usize, last: usize, bytes: impl Fn(&T) -> usize) {
    while kept.len() > last && kept.iter().map(|(_, one)| bytes(one)).sum::<usize>() > most {
        kept.pop_front();
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
        let memory = Memory::new(TRACKED);
        let store = Store { memory, most: Some([REFERENCE_BYTES, SCENARIO_BYTES]), ..Store::default() };
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
