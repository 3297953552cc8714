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
        let (years, ages) = (baseline.years, baseline.ages);
        let (mortality, infant) = hazards(baseline, plan.mortality, years)?;
        let Population { persons, migrants } = population::project(baseline, &mortality, &infant, years);
        let limited = limited_shares(baseline, plan, years, ages)?;
        let care = baseline.care.as_ref().map_or_else(
            || std::array::from_fn::<_, CARE_LEVELS, _>(|_| Grid::filled(years, ages, 0.0)),
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

/// Shares limited; zero where the pack leaves limitation to its conditions.
///
/// The offsets are solved on the observed mortality and the population it gives, whatever the plan
/// assumes for later years, so that every plan starts from the same past.
fn limited_shares(
    baseline: &Baseline,
    plan: &Plan,
    years: YearSpan,
    ages: AgeSpan,
) -> Result<Grid, ModelError> {
    let Some(curve) = &baseline.limitation else {
        return Ok(Grid::filled(years, ages, 0.0));
    };
    let (mortality, infant) = hazards(baseline, MortalityAssumption::Frozen, years)?;
    let population = population::project(baseline, &mortality, &infant, years).persons;
    let observed = Observed { mortality: &mortality, infant_fraction: &infant, population: &population };
    let offsets = Offsets::solve(curve, &observed)?;
    Ok(limitation::shares(curve, &offsets, plan.limitation_pace, years, ages))
}
