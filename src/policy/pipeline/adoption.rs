//! When and how far a programme spreads after its trial.
//!
//! A trial that starts in fiscal year f and takes n years has its result at the end of f + n - 1, so the
//! first stock that can differ is that of 1 October of f + n. Half of those who will ever adopt have done
//! so `lag` years after the start, never before the result: with f = 2020, n = 3 and the planned lag of five
//! years these are the strategy's dates, use from fiscal 2023 and complete around 2025. Coverage goes from
//! the reference path toward the ceiling, so at no adoption it *is* the reference path.

use super::super::diffusion::scale_up;
use crate::baseline::levers::Lever;
use crate::baseline::trials::Trial;
use crate::num::units::Year;
use crate::plan::CoveragePath;

/// Dates of a pipeline (fiscal years, each read on its 1 October).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// Fiscal year in which the trial starts.
    pub first: Year,
    /// Last fiscal year before anything can follow from the result.
    pub result: Year,
    /// When half of the adopters use it.
    pub midpoint: f64,
}

impl Schedule {
    /// The schedule of a trial that starts in `first`.
    #[must_use]
    pub fn of(trial: &Trial, first: Year, lag: f64) -> Self {
        let years = f64::from(trial.design.years);
        let result = Year(first.0 + u16::from(trial.design.years) - 1);
        Self { first, result, midpoint: f64::from(first.0) + lag.max(years - 1.0) }
    }

    /// Coverage of a scale-up whose first year that differs follows `after`, with a share of its adopters;
    /// without a trial it runs as fast, only earlier. `None` where the trial leads to no scale-up.
    #[must_use]
    pub fn path(
        &self,
        trial: &Trial,
        lever: &Lever,
        after: Year,
        share: f64,
        until: Year,
    ) -> Option<CoveragePath> {
        let adoption = trial.adoption.as_ref()?;
        // Scaling up at once: the same years from decision to use, without the years of the trial.
        let waited = f64::from(self.result.0) - f64::from(after.0);
        let midpoint = self.midpoint - waited;
        let start = f64::from(after.0);
        let from = Year(after.0 + 1);
        if from > until {
            return None;
        }
        let ceiling = adoption.ceiling.value.min(lever.coverage.maximum);
        let shares = (from.0..=until.0).map(|year| {
            let reference = lever.reference_coverage(Year(year));
            let room = (ceiling - reference).max(0.0);
            reference + share * scale_up(f64::from(year), start, midpoint, adoption.speed.value) * room
        });
        Some(CoveragePath { from, shares: shares.collect() })
    }
}
