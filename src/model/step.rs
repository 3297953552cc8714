//! The yearly order of events: the only place where order is set.
//!
//! Within a step hazards are constant as long as the state is, so a process with cumulative hazard
//! h and threshold r left fires after a share r/h of the step. The earliest firing happens, the
//! other thresholds are worn down to that instant, hazards are looked up for the new state, and the
//! rest of the step goes on. Equal instants are taken in the order of the process list.

use super::person::Person;
use super::tables::{Frame, Row};
use crate::num::draws::Draws;
use crate::num::units::Year;

/// Lives through one step; false if the person dies in it.
#[inline]
pub fn advance<const LANES: usize>(
    person: &mut Person<LANES>,
    row: &Row<LANES>,
    year: Year,
    frame: &Frame<LANES>,
    draws: Draws,
) -> bool {
    let hazards = &row.step[person.care];
    let mut left = person.remaining;
    let mut fired = false;
    for lane in 0..LANES {
        left[lane] -= hazards[lane] * person.factor[lane];
        fired |= left[lane] <= 0.0;
    }
    if !fired {
        person.remaining = left;
        return true;
    }
    live_through_events(person, |care| &row.step[care], year, frame, draws)
}

/// Lives from entry at the youngest age to the first 1 October; false if the person dies before it.
#[must_use]
pub fn enter<const LANES: usize>(
    person: &mut Person<LANES>,
    entry: &[f64; LANES],
    year: Year,
    frame: &Frame<LANES>,
    draws: Draws,
) -> bool {
    live_through_events(person, |_| entry, year, frame, draws)
}

/// The exact path for steps in which something happens.
#[cold]
fn live_through_events<'a, const LANES: usize>(
    person: &mut Person<LANES>,
    hazards: impl Fn(usize) -> &'a [f64; LANES],
    year: Year,
    frame: &Frame<LANES>,
    draws: Draws,
) -> bool {
    let mut share_left = 1.0;
    let mut renewals = 0_u8;
    loop {
        let base = hazards(person.care);
        let mut next = share_left;
        let mut firing = None;
        for (lane, hazard) in base.iter().zip(&person.factor).map(|(base, factor)| base * factor).enumerate()
        {
            if hazard > 0.0 {
                // Rounding may leave a threshold a hair below zero; it then fires at once.
                let instant = (person.remaining[lane] / hazard).max(0.0);
                if instant < next || (instant <= share_left && firing.is_none()) {
                    next = instant;
                    firing = Some(lane);
                }
            }
        }
        for ((left, base), factor) in person.remaining.iter_mut().zip(base).zip(&person.factor) {
            *left -= base * factor * next;
        }
        let Some(lane) = firing else { return true };
        share_left -= next;
        renewals = renewals.wrapping_add(1);
        if !person.happen(frame, lane, year, renewals, draws) {
            return false;
        }
    }
}
