//! What is read off the persons on each 1 October: sums only, never a change of state.
//!
//! Deaths and limitation are summed as expectations given the state (Rao-Blackwell), not counted;
//! counting would need about a hundred times the persons for the same error.

use super::person::Person;
use super::tables::{Frame, Row};

/// Sums kept for every group of persons, in this order.
pub const MEASURES: usize = 6;
/// Weight of the persons present.
pub const PERSONS: usize = 0;
/// Expected deaths per year at the hazards of the calendar year.
pub const DEATHS: usize = 1;
/// Expected number with activity limitation.
pub const LIMITED: usize = 2;
/// Number at care level 1 or above; the next two are levels 2 and 3 or above.
pub const CARE: usize = 3;

/// Sums of one group of persons at each row of their cohort.
pub type Sums = [f64; MEASURES];

/// Adds one person to the sums of a row.
#[inline]
pub fn count<const LANES: usize>(
    sums: &mut Sums,
    person: &Person<LANES>,
    row: &Row<LANES>,
    frame: &Frame<LANES>,
    weight: f64,
) {
    let death = frame.death();
    sums[PERSONS] += weight;
    sums[DEATHS] += weight * row.cell[person.care][death] * person.factor[death];
    sums[LIMITED] += weight * person.limited(row.limitation_odds[person.care]);
    for level in 1..=person.care {
        sums[CARE + level - 1] += weight;
    }
}

/// Sums about conditions at each row: persons who have each, then expected onsets per year of each.
#[inline]
pub fn count_conditions<const LANES: usize>(
    sums: &mut [f64],
    person: &Person<LANES>,
    row: &Row<LANES>,
    weight: f64,
) {
    let conditions = sums.len() / 2;
    for condition in 0..conditions {
        if person.conditions & (1 << condition) != 0 {
            sums[condition] += weight;
        }
        // Onset lanes come first, in the order of the conditions.
        sums[conditions + condition] += weight * row.cell[person.care][condition] * person.factor[condition];
    }
}
