//! Progress of work in several parts.

use super::Watch;

/// The progress of one part of a larger piece of work.
pub(super) struct Share<'a> {
    /// Whom progress is told.
    pub watch: &'a dyn Watch,
    /// Number of parts.
    pub parts: usize,
}

/// One of the parts.
pub(super) struct Part<'a> {
    share: &'a Share<'a>,
    index: usize,
}

impl Share<'_> {
    pub fn part(&self, index: usize) -> Part<'_> {
        Part { share: self, index }
    }
}

impl Watch for Part<'_> {
    fn progress(&self, share: f64) {
        self.share.watch.progress((self.index as f64 + share) / self.share.parts as f64);
    }

    fn cancelled(&self) -> bool {
        self.share.watch.cancelled()
    }
}
