//! The yearly order of events: the only place where order is set.
//!
//! Within a step hazards are constant as long as the state is, so a process with cumulative hazard
//! h and threshold r left fires after a share r/h of the step. The earliest firing happens, the
//! other thresholds are worn down to that instant, factors are recomputed for the new state, and the
//! rest of the step goes on. The causes of death share one threshold, worn down by their sum. Equal instants are taken in the order of the process list.

use super::expected::Real;
use super::person::Person;
use super::tables::{CohortTable, Frame};
use crate::num::draws::Draws;
use crate::num::units::Year;

/// Lives through the step that begins with row `index`; false if the person dies in it.
#[inline]
pub fn advance<const LANES: usize>(
    person: &mut Person<LANES>,
    table: &CohortTable<LANES>,
    index: usize,
    frame: &Frame<'_>,
    draws: Draws,
) -> bool {
    let row = &table.rows[index];
    let real = Real { conditions: &person.conditions, having: person.having };
    person.expected.advance(frame, row, real);
    let deaths = frame.processes.deaths.clone();
    let death = of_all_causes(&row.step[deaths.clone()], &person.factor[deaths.clone()]);
    let hazards = row.step[..deaths.start].iter().zip(&person.factor).map(|(base, factor)| base * factor);
    let left = &mut person.remaining[..=deaths.start];
    let mut fired = left[deaths.start] <= death;
    for (left, hazard) in left.iter().zip(hazards.clone()) {
        fired |= *left <= hazard;
    }
    if !fired {
        for (left, hazard) in left.iter_mut().zip(hazards) {
            *left -= hazard;
        }
        left[deaths.start] -= death;
        return true;
    }
    let year = Year(table.first_year.0 + index as u16);
    live_through_events(person, &row.step, Some(index), year, table, frame, draws)
}

/// Hazard of death of any cause. Four sums side by side, joined in a fixed order: the compiler may not
/// reorder a sum by itself, and one long chain of additions would cost more than all the products.
#[inline]
pub(super) fn of_all_causes(base: &[f64], factor: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (bases, factors) = (base.chunks_exact(4), factor.chunks_exact(4));
    let rest: f64 = bases.remainder().iter().zip(factors.remainder()).map(|(b, f)| b * f).sum();
    for (base, factor) in bases.zip(factors) {
        for ((sum, base), factor) in sums.iter_mut().zip(base).zip(factor) {
            *sum += base * factor;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Lives from entry at the youngest age to the first 1 October; false if the person dies before it.
///
/// Newborns have no states yet, so hazards are those of the cell as they are.
#[must_use]
pub fn enter<const LANES: usize>(
    person: &mut Person<LANES>,
    entry: &[f64; LANES],
    table: &CohortTable<LANES>,
    frame: &Frame<'_>,
    draws: Draws,
) -> bool {
    person.factor = [1.0; LANES];
    live_through_events(person, entry, None, Year(table.first_year.0 - 1), table, frame, draws)
}

/// The exact path for steps in which something happens. Without a row factors stay as they are.
#[cold]
fn live_through_events<const LANES: usize>(
    person: &mut Person<LANES>,
    base: &[f64; LANES],
    row: Option<usize>,
    year: Year,
    table: &CohortTable<LANES>,
    frame: &Frame<'_>,
    draws: Draws,
) -> bool {
    person.happened = [0; LANES];
    let deaths = frame.processes.deaths.clone();
    let mut share_left = 1.0;
    loop {
        let mut hazards = [0.0; LANES];
        for ((hazard, base), factor) in hazards[..deaths.start].iter_mut().zip(base).zip(&person.factor) {
            *hazard = base * factor;
        }
        hazards[deaths.start] = of_all_causes(&base[deaths.clone()], &person.factor[deaths.clone()]);
        let mut next = share_left;
        let mut firing = None;
        for (lane, hazard) in hazards[..=deaths.start].iter().enumerate() {
            // Few thresholds are used up in a step: only for those an instant is worked out.
            if person.remaining[lane] <= hazard * share_left && *hazard > 0.0 {
                // Rounding may leave a threshold a hair below zero; it then fires at once.
                let instant = (person.remaining[lane] / hazard).max(0.0);
                if instant < next || firing.is_none() {
                    next = instant.min(next);
                    firing = Some(lane);
                }
            }
        }
        for (left, hazard) in person.remaining[..=deaths.start].iter_mut().zip(&hazards) {
            *left -= hazard * next;
        }
        let Some(lane) = firing else { return true };
        share_left -= next;
        if !person.happen(frame, lane, year, table, draws) {
            return false;
        }
        match row {
            Some(index) => person.weigh(frame, table, index),
            // A condition acquired before the first 1 October cannot be acquired again.
            None => person.factor[lane] = 0.0,
        }
    }
}
