//! Smoking: the state a person starts in, and the hazards of starting and quitting.
//!
//! At the start the rank u decides: never below the share of never smokers, current above the shares of
//! never and former together, former between. Among former smokers a low rank quit longer ago: the
//! cumulated shares of years since quitting are inverted from the longest to the shortest, evenly
//! within a class of years. Later states come from events alone; nobody returns from former (the
//! hazard of quitting is net of relapse).

use super::ranks::Ranks;
use crate::baseline::health::Smoking;
use crate::num::units::{Sex, Year};

/// Whole years since quitting after which nothing changes any more.
pub const LONGEST_SINCE_QUITTING: u8 = 60;

/// Whether a person smokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmokingState {
    /// Never has.
    Never,
    /// Does.
    Current,
    /// Has quit, whole years ago.
    Former(u8),
}

impl SmokingState {
    /// The state one year later without an event.
    #[must_use]
    pub const fn aged(self) -> Self {
        match self {
            Self::Former(years) if years < LONGEST_SINCE_QUITTING => Self::Former(years + 1),
            same => same,
        }
    }
}

/// Smoking of a pack.
#[derive(Debug, Clone)]
pub struct SmokingModel<'a> {
    smoking: &'a Smoking,
    rank: usize,
}

impl<'a> SmokingModel<'a> {
    pub(super) const fn new(smoking: &'a Smoking, rank: usize) -> Self {
        Self { smoking, rank }
    }

    /// The state of a person of a completed age on 1 October of the first year of the pack.
    #[must_use]
    pub fn start_state(&self, ranks: &Ranks, sex: Sex, age: u8) -> SmokingState {
        let year = self.smoking.never.years().first;
        let (never, former) =
            (self.smoking.never.held(sex, year, age), self.smoking.former.held(sex, year, age));
        let rank = ranks.uniform(self.rank);
        if rank <= never {
            return SmokingState::Never;
        }
        if rank > never + former {
            return SmokingState::Current;
        }
        SmokingState::Former(self.years_since((rank - never) / former, sex, age))
    }

    /// Years since quitting at the position `along` (0: longest ago) among former smokers.
    fn years_since(&self, along: f64, sex: Sex, age: u8) -> u8 {
        let bins = &self.smoking.quit_years;
        let share = |bin: &(u8, u8, crate::num::grid::Grid)| bin.2.held(sex, bin.2.years().first, age);
        let total: f64 = bins.iter().map(share).sum();
        let mut left = along * total;
        for bin in bins.iter().rev() {
            let share = share(bin);
            if left < share {
                let width = f64::from(bin.1 - bin.0 + 1);
                let back = (libm::floor(left / share * width) as u8).min(bin.1 - bin.0);
                return (bin.1 - back).min(LONGEST_SINCE_QUITTING);
            }
            left -= share;
        }
        // Only rounding leads here: the very shortest time.
        0
    }

    /// Shares of never, current and former smokers at the start.
    #[must_use]
    pub fn start_shares(&self, sex: Sex, age: u8) -> [f64; 3] {
        let year = self.smoking.never.years().first;
        let (never, former) =
            (self.smoking.never.held(sex, year, age), self.smoking.former.held(sex, year, age));
        [never, (1.0 - never - former).max(0.0), former]
    }

    /// Hazard per year of starting, of persons who never smoked.
    #[must_use]
    pub fn start_hazard(&self, sex: Sex, year: Year, age: u8) -> f64 {
        self.smoking.start.held(sex, year, age)
    }

    /// Hazard per year of quitting for good, of smokers.
    #[must_use]
    pub fn quit_hazard(&self, sex: Sex, year: Year, age: u8) -> f64 {
        self.smoking.quit.held(sex, year, age)
    }
}
