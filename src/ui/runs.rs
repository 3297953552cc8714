//! The log of a session: every computation that gave an answer, with what is needed to repeat it.

use super::action::Trend;
use super::task::Part;
use crate::num::digest::Digest;
use crate::run::Manifest;
use std::time::Duration;

/// Most computations remembered.
pub const MOST: usize = 500;

/// One computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Number in the session, from 1.
    pub number: usize,
    /// What it was for.
    pub part: Part,
    /// How many policies were set.
    pub policies: usize,
    /// The policies as levers with the share they arrive at.
    pub set: Vec<(usize, f64)>,
    /// Digest of the plan of the scenario.
    pub plan: Digest,
    /// Seed, persons, pack and engine.
    pub manifest: Manifest,
    /// Whether persons were simulated; exact cell rates need none.
    pub simulated: bool,
    /// Time from the answer before it, or from the request; `None` until the loop has said it.
    pub took: Option<Duration>,
}

impl Run {
    /// The reading it was computed under; trials are held against the reference of the pack.
    #[must_use]
    pub const fn trend(&self) -> Option<Trend> {
        self.part.trend()
    }
}
