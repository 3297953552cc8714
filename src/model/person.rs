//! One simulated individual: identity, thresholds and state.
//!
//! Every process has one unit-exponential threshold, drawn once from the person's key (Sellke 1983).
//! Hazards wear it down year by year; when it is used up the event happens. So a person's luck is
//! fixed before any policy is known, and the same person in two scenarios differs only where the
//! hazards differ.

use super::care::CareShares;
use super::process::Event;
use super::tables::{Frame, Origin};
use crate::num::draws::{Draws, PersonKey, StreamId, open_unit, unit_exponential};
use crate::num::units::Year;

const INITIAL_CARE: StreamId = StreamId::of("initial care need");
/// Initial conditions take the year word of the counter for the condition's index.
const INITIAL_CONDITION: StreamId = StreamId::of("initial condition");

/// A living person.
#[derive(Debug, Clone)]
pub struct Person<const LANES: usize> {
    /// Key of all their draws.
    pub key: PersonKey,
    /// What is left of the threshold of each process.
    pub remaining: [f64; LANES],
    /// Care state: 0 none, 1 to 3 the levels.
    pub care: usize,
    /// Conditions they have, one bit each.
    pub conditions: u32,
    /// Factor of their conditions on each process.
    pub factor: [f64; LANES],
    /// Factor of their conditions on the odds of limitation.
    pub odds: f64,
}

impl<const LANES: usize> Person<LANES> {
    /// The person with serial number `serial` of an origin, as they enter.
    #[must_use]
    pub fn enter(frame: &Frame<LANES>, origin: &Origin, serial: u32, draws: Draws) -> Self {
        let key = PersonKey { cell: origin.cell, serial };
        let mut remaining = [f64::INFINITY; LANES];
        for (left, process) in remaining.iter_mut().zip(&frame.processes) {
            *left = unit_exponential(draws.uniforms(key, process.stream, 0, 0)[0]);
        }
        let mut person = Self { key, remaining, care: 0, conditions: 0, factor: [1.0; LANES], odds: 1.0 };
        person.care = initial_care(&origin.care, || draws.uniforms(key, INITIAL_CARE, 0, 0)[0]);
        for (index, &prevalence) in origin.conditions.iter().enumerate() {
            let luck = || open_unit(draws.uniforms(key, INITIAL_CONDITION, index as u16, 0)[0]);
            if prevalence > 0.0 && luck() < prevalence {
                person.acquire(frame, index);
            }
        }
        person
    }

    /// Takes on a condition.
    pub fn acquire(&mut self, frame: &Frame<LANES>, condition: usize) {
        self.conditions |= 1 << condition;
        for (own, factor) in self.factor.iter_mut().zip(&frame.condition_factor[condition]) {
            *own *= factor;
        }
        self.odds *= frame.condition_odds[condition];
    }

    /// Lets the process in `lane` happen and draws its next threshold; false if the person dies.
    ///
    /// Renewed thresholds are keyed by year and by their number `k` within it, so an extra event in
    /// one scenario does not shift the luck of later years.
    pub fn happen(&mut self, frame: &Frame<LANES>, lane: usize, year: Year, k: u8, draws: Draws) -> bool {
        let process = &frame.processes[lane];
        match process.event {
            Event::Onset(condition) => self.acquire(frame, condition),
            Event::CareUp => self.care += 1,
            Event::Recovery => self.care -= 1,
            Event::Death => return false,
        }
        self.remaining[lane] = unit_exponential(draws.uniforms(self.key, process.stream, year.0, k)[0]);
        true
    }

    /// Probability that their daily activities are limited, given the odds without conditions.
    #[must_use]
    pub fn limited(&self, odds_without_conditions: f64) -> f64 {
        let odds = if self.odds.is_infinite() { f64::INFINITY } else { odds_without_conditions * self.odds };
        if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
    }
}

/// Draws a care state; no number is drawn where nobody needs care.
fn initial_care(shares: &CareShares, draw: impl Fn() -> u32) -> usize {
    if shares[0] >= 1.0 {
        return 0;
    }
    let luck = open_unit(draw());
    let mut above = 0.0;
    for state in (1..shares.len()).rev() {
        above += shares[state];
        if luck < above {
            return state;
        }
    }
    0
}
