//! What worlds on the same persons leave behind for those after them: hazards of cohorts, which worlds
//! that differ in levers only share, the tables of the levers of the last one, and the lives of the last small
//! reference and of the last world beside it.

use super::session::Key;
use super::track::{Track, WorldTrack};
use crate::model::tables::{CohortHazards, Inputs, LeverTables, cohort_hazards};
use crate::num::digest::Digest;
use crate::num::units::Year;
use crate::plan::Plan;
use std::any::Any;
use std::sync::Arc;

type Cohorts<const LANES: usize> = Vec<Arc<CohortHazards<LANES>>>;
type Shared = Arc<dyn Any + Send + Sync>;

/// What is kept. The number of lanes is that of the pack, so a value of another type is never asked for.
pub struct Memory {
    /// By the plan without levers and trend of limitation, and the last year.
    hazards: Option<Hazards>,
    /// Lives of the persons of one reference.
    track: Option<(Key, Shared)>,
    /// Lives of the last world beside that reference.
    beside: Option<Arc<WorldTrack>>,
    most_tracked: u64,
    /// The world that is about to be lived through.
    now: Option<Now>,
}

/// What worlds of one plan share, but for its levers and trend of limitation.
struct Hazards {
    plan: Digest,
    until: Year,
    cohorts: Shared,
    /// Tables of the levers of the last of them.
    levers: LeverTables,
}

/// What a world has to do with the lives kept.
struct Now {
    /// Reference of the world.
    reference: Key,
    /// Whether it is the reference itself.
    writes: bool,
}

impl Memory {
    /// Nothing yet; later the hazards of the last plan (about 35 MB for Japan; all readings of the trend of limitation
    /// share them) and the lives of one reference of at most so many persons (about 3 kB each).
    #[must_use]
    pub fn new(most_tracked: u64) -> Self {
        Self { hazards: None, track: None, beside: None, most_tracked, now: None }
    }

    /// Whether the lives of a reference are wanted and not there.
    #[must_use]
    pub fn wants(&self, reference: &Key) -> bool {
        self.tracks(reference) && self.track.as_ref().is_none_or(|(known, _)| known != reference)
    }

    fn tracks(&self, reference: &Key) -> bool {
        reference.persons() <= self.most_tracked
    }

    /// Says which world comes next: of which reference, and whether it is that reference. `None` for a
    /// world that has no reference with the same hazards or wants more than the lives tell.
    pub fn expect(&mut self, world: Option<(Key, bool)>) {
        self.now = world
            .filter(|(reference, _)| self.tracks(reference))
            .map(|(reference, writes)| Now { reference, writes });
    }

    /// Whether the lives of the next world are to be written down.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.now.as_ref().is_some_and(|now| now.writes)
    }

    /// The lives of the reference of the next world, if it is another than that reference.
    #[must_use]
    pub fn track<const LANES: usize>(&self) -> Option<Arc<Track<LANES>>> {
        let now = self.now.as_ref().filter(|now| !now.writes)?;
        let (_, track) = self.track.as_ref().filter(|(reference, _)| *reference == now.reference)?;
        Arc::clone(track).downcast().ok()
    }

    /// The lives of the last world beside the reference of the next one, if that is not the reference itself.
    #[must_use]
    pub fn beside(&self) -> Option<Arc<WorldTrack>> {
        let now = self.now.as_ref().filter(|now| !now.writes)?;
        self.track.as_ref().filter(|(reference, _)| *reference == now.reference)?;
        self.beside.clone()
    }

    /// Keeps the lives of the reference that [`Memory::expect`] has announced.
    pub fn write<const LANES: usize>(&mut self, track: Track<LANES>) {
        if let Some(now) = self.now.take() {
            self.track = Some((now.reference, Arc::new(track)));
            self.beside = None;
        }
    }

    /// Keeps the lives of a world beside the reference whose lives are kept.
    pub fn write_beside(&mut self, lives: WorldTrack) {
        self.beside = Some(Arc::new(lives));
    }

    /// The hazards of a world's cohorts and the tables of its levers, made unless they are known.
    pub fn tables<const LANES: usize>(&mut self, inputs: &Inputs<'_>) -> (Cohorts<LANES>, LeverTables) {
        // The trend of limitation changes no hazard.
        let plan = Plan { levers: Vec::new(), limitation_pace: [0.0; 2], ..inputs.plan.clone() }.digest();
        let until = inputs.years.last;
        let known = self.hazards.take().filter(|known| known.plan == plan && known.until == until);
        let (cohorts, before) = match known {
            Some(known) => (known.cohorts.downcast::<Cohorts<LANES>>().ok(), known.levers),
            None => (None, LeverTables::default()),
        };
        let cohorts = cohorts.unwrap_or_else(|| Arc::new(cohort_hazards(inputs)));
        let levers = LeverTables::new(&cohorts, inputs, &before);
        let kept: Shared = Arc::clone(&cohorts) as Shared;
        // The reference has no levers; those of the last world with some are worth keeping.
        let last = if levers.is_empty() { before } else { levers.clone() };
        self.hazards = Some(Hazards { plan, until, cohorts: kept, levers: last });
        (cohorts.to_vec(), levers)
    }
}
