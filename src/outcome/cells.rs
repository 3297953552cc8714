//! Cell rates: mortality, limitation, care need and population by sex, year and age.

use crate::baseline::CARE_LEVELS;
use crate::num::grid::Grid;

/// The rates of one world from which every expectancy is computed.
#[derive(Debug, Clone)]
pub struct Cells {
    /// Central death rate m(x) of the calendar year.
    pub mortality: Grid,
    /// Mean years lived by those who die within the first age (one age).
    pub infant_fraction: Grid,
    /// Share with activity limitation on 1 October.
    pub limited: Grid,
    /// Share at each care-need level on 1 October.
    pub care: [Grid; CARE_LEVELS],
    /// Persons on 1 October.
    pub population: Grid,
}

impl Cells {
    /// Bytes that the rates take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rates = [&self.mortality, &self.infant_fraction, &self.limited, &self.population];
        rates.into_iter().chain(&self.care).map(Grid::bytes).sum()
    }
}
