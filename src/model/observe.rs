//! What is read off the persons on each 1 October: sums only, never a change of state.
//!
//! Deaths and limitation are summed as expectations given the state (Rao-Blackwell), not counted;
//! counting would need about a hundred times the persons for the same error.

pub mod risk;

use super::person::Person;
use super::step::of_all_causes;
use super::tables::{CohortTable, Frame};
use crate::baseline::Baseline;

/// Sums kept for every group of persons, in this order.
pub const MEASURES: usize = 7;
/// Weight of the persons present.
pub const PERSONS: usize = 0;
/// Expected deaths per year at the hazards of the calendar year.
pub const DEATHS: usize = 1;
/// Expected number with activity limitation.
pub const LIMITED: usize = 2;
/// Number at care level 1 or above; the next two are levels 2 and 3 or above.
pub const CARE: usize = 3;
/// Deaths per year expected over the chances of the states of deadly conditions: for ratios of two
/// simulations only.
pub const EXPECTED_DEATHS: usize = 6;

/// Sums of one group of persons at each row of their cohort.
pub type Sums = [f64; MEASURES];

/// What one person adds to the sums of a row.
#[inline]
#[must_use]
pub fn counted<const LANES: usize>(
    person: &Person<LANES>,
    table: &CohortTable<LANES>,
    index: usize,
    frame: &Frame<'_>,
    weight: f64,
) -> Sums {
    let row = &table.rows[index];
    let deaths = frame.processes.deaths.clone();
    let hazard = of_all_causes(&row.cell[deaths.clone()], &person.factor[deaths]);
    let mut sums = [0.0; MEASURES];
    sums[PERSONS] = weight;
    sums[DEATHS] = weight * hazard;
    sums[EXPECTED_DEATHS] = if frame.deadly.is_empty() {
        weight * hazard
    } else {
        weight * person.expected.deaths(frame, row, person.real())
    };
    sums[LIMITED] = weight * person.limited(table.limitation_odds[index]);
    for level in 1..=person.care {
        sums[CARE + level - 1] = weight;
    }
    sums
}

/// What is summed over the persons with a condition: the expected number with activity limitation, the
/// number with certified care need, the number at care level 2 or above of the model (care 2 and more).
pub const BURDENS: usize = 3;

/// Width of the detailed sums of a pack: per condition the persons in its first and second state and
/// the expected onsets a year, then the deaths a year by cause given the state, then [`BURDENS`] per
/// condition, then the deaths a year by cause expected over the chances of the states of deadly conditions.
#[must_use]
pub fn detail_width(frame: &Frame<'_>) -> usize {
    (3 + BURDENS) * frame.after.len() + 2 * frame.processes.deaths.len()
}

/// The same width, from the pack alone.
#[must_use]
pub fn columns(baseline: &Baseline) -> usize {
    expected_deaths_from(baseline) + baseline.causes.len().max(1)
}

/// Place of the expected deaths from the first cause in the detailed sums: like [`EXPECTED_DEATHS`] for ratios
/// of two simulations only.
#[must_use]
pub fn expected_deaths_from(baseline: &Baseline) -> usize {
    burdens_from(baseline) + BURDENS * baseline.conditions.len()
}

/// Place of the first burden of the first condition in the detailed sums.
#[must_use]
pub fn burdens_from(baseline: &Baseline) -> usize {
    // A pack without causes of death has one process of death.
    3 * baseline.conditions.len() + baseline.causes.len().max(1)
}

/// Adds one person to the detailed sums of a row.
pub fn count_detail<const LANES: usize>(
    sums: &mut [f64],
    person: &Person<LANES>,
    table: &CohortTable<LANES>,
    index: usize,
    frame: &Frame<'_>,
    weight: f64,
) {
    let row = &table.rows[index];
    let conditions = frame.after.len();
    for condition in 0..conditions {
        let state = usize::from(person.conditions[condition]);
        if state > 0 {
            sums[3 * condition + state - 1] += weight;
        } else {
            let lane = frame.processes.onsets.start + condition;
            sums[3 * condition + 2] += weight * row.cell[lane] * person.factor[lane];
        }
    }
    let deaths = frame.processes.deaths.clone();
    let burdens = 3 * conditions + deaths.len();
    let expected = burdens + BURDENS * conditions;
    for (cause, lane) in deaths.enumerate() {
        let own = weight * row.cell[lane] * person.factor[lane];
        sums[3 * conditions + cause] += own;
        if frame.deadly.is_empty() {
            sums[expected + cause] += own;
        }
    }
    if !frame.deadly.is_empty() {
        person.expected.add_deaths(frame, row, person.real(), weight, &mut sums[expected..]);
    }
    if person.having == 0 {
        return;
    }
    let limited = weight * person.limited(table.limitation_odds[index]);
    for condition in (0..conditions).filter(|condition| person.having & (1 << condition) != 0) {
        let place = &mut sums[burdens + BURDENS * condition..];
        place[0] += limited;
        for sum in place[1..BURDENS].iter_mut().take(person.care) {
            *sum += weight;
        }
    }
}
