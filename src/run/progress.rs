//! Progress of work in several parts, and of work that nobody watches alone.

use super::Watch;
use std::sync::atomic::{AtomicBool, Ordering};

/// The progress of one part of a larger piece of work, from one share of the whole to another.
pub struct Part<'a> {
    /// Whom the progress of the whole is told.
    pub watch: &'a dyn Watch,
    /// Share of the whole that is done before it.
    pub from: f64,
    /// Share that is done after it.
    pub to: f64,
}

impl<'a> Part<'a> {
    /// One of several parts of the same length, counted from 0.
    #[must_use]
    pub fn nth(watch: &'a dyn Watch, index: usize, of: usize) -> Self {
        let parts = of.max(1) as f64;
        Self { watch, from: index as f64 / parts, to: (index + 1) as f64 / parts }
    }
}

impl Watch for Part<'_> {
    fn progress(&self, share: f64) {
        self.watch.progress(self.from + share * (self.to - self.from));
    }

    fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}

/// One of several pieces of work side by side: it stops with the others, and its own progress is not shown.
pub struct Quiet<'a> {
    watch: &'a dyn Watch,
    stop: AtomicBool,
}

impl<'a> Quiet<'a> {
    /// Nothing has been stopped yet.
    #[must_use]
    pub const fn new(watch: &'a dyn Watch) -> Self {
        Self { watch, stop: AtomicBool::new(false) }
    }

    /// Stops all of them.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Watch for Quiet<'_> {
    fn progress(&self, _share: f64) {}

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.watch.cancelled()
    }
}
