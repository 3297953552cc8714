//! The reference of a plan: its cell rates, exactly, without any person.
//!
//! For a pack with official rates these cells are the level of every result (DESIGN: levels are
//! anchored, differences are simulated). For a pack without, they only hold the hazards of healthy
//! persons that the simulation starts from, and are not a level of anything.

use super::error::ModelError;
use super::limitation::{Observed, Offsets};
use super::population::{self, Population};
use super::{care, limitation, mortality};
use crate::baseline::{Baseline, CARE_LEVELS, Mortality};
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, YearSpan};
use crate::outcome::cells::Cells;
use crate::plan::{MortalityAssumption, Plan};

/// Cell rates of a plan's trends, before any change of hazards.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Rates and persons by sex, year and age.
    pub cells: Cells,
    /// Net migrants by sex, year and age on 1 October.
    pub migrants: Grid,
}

impl Reference {
    /// Computes the reference of a plan's trend assumptions for all years of the pack.
    ///
    /// # Errors
    /// A [`ModelError`] if an expectancy that the levels must meet cannot be reached.
    pub fn new(baseline: &Baseline, plan: &Plan) -> Result<Self, ModelError> {
        Self::with_offsets(baseline, plan, limitation_offsets(baseline)?.as_ref())
    }

    /// The same with the offsets of limitation, which no plan changes, already solved.
    ///
    /// # Errors
    /// A [`ModelError`] if a life expectancy that the levels must meet cannot be reached.
    pub fn with_offsets(
        baseline: &Baseline,
        plan: &Plan,
        offsets: Option<&Offsets>,
    ) -> Result<Self, ModelError> {
        let years = baseline.years;
        let (mortality, infant) = hazards(baseline, plan.mortality, years)?;
        let Population { persons, migrants } = population::project(baseline, &mortality, &infant, years);
        let limited = limited_shares(baseline, plan.limitation_pace, offsets);
        let care = baseline.care.as_ref().map_or_else(
            || std::array::from_fn::<_, CARE_LEVELS, _>(|_| Grid::filled(years, baseline.ages, 0.0)),
            |care| care::shares(care, plan.care_need, years),
        );
        let cells = Cells { mortality, infant_fraction: infant, limited, care, population: persons };
        Ok(Self { cells, migrants })
    }
}

fn hazards(
    baseline: &Baseline,
    assumption: MortalityAssumption,
    years: YearSpan,
) -> Result<(Grid, Grid), ModelError> {
    Ok(match &baseline.mortality {
        Mortality::Official(official) => (
            mortality::project(official, &baseline.sexes, &assumption, years)?,
            mortality::infant_fractions(official, years),
        ),
        Mortality::WithoutConditions(rates) => {
            let held = Grid::from_fn(years, baseline.ages, |sex, year, age| rates.held(sex, year, age));
            let first = AgeSpan { last: baseline.ages.first, open: false, ..baseline.ages };
            (held, Grid::filled(years, first, 0.5))
        }
    })
}

/// Offsets of limitation of a pack; `None` where it leaves limitation to its conditions.
///
/// They are solved on the observed mortality and the population it gives, whatever a plan assumes for
/// later years, so that every plan starts from the same past.
///
/// # Errors
/// A [`ModelError`] if an official healthy life expectancy cannot be reached.
pub fn limitation_offsets(baseline: &Baseline) -> Result<Option<Offsets>, ModelError> {
    let Some(curve) = &baseline.limitation else { return Ok(None) };
    let years = baseline.years;
    let (mortality, infant) = hazards(baseline, MortalityAssumption::Frozen, years)?;
    let population = population::project(baseline, &mortality, &infant, years).persons;
    let observed = Observed { mortality: &mortality, infant_fraction: &infant, population: &population };
    Offsets::solve(curve, &observed).map(Some)
}

/// Shares limited under a pace by sex; zero where the pack leaves limitation to its conditions.
#[must_use]
pub fn limited_shares(baseline: &Baseline, pace: [f64; 2], offsets: Option<&Offsets>) -> Grid {
    let (years, ages) = (baseline.years, baseline.ages);
    match (&baseline.limitation, offsets) {
        (Some(curve), Some(offsets)) => limitation::shares(curve, offsets, pace, years, ages),
        _ => Grid::filled(years, ages, 0.0),
    }
}
