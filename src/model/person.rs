//! One simulated individual: identity, thresholds and state.
//!
//! Every process has one unit-exponential threshold, drawn once from the person's key (Sellke 1983).
//! Hazards wear it down year by year; when it is used up the event happens. So a person's luck is
//! fixed before any policy is known, and the same person in two scenarios differs only where the
//! hazards differ.
//!
//! What the person's state does to hazards is one factor per process: relative risks of risk factors
//! (held for a band of five years of age), times the effects of conditions, times care need.

use super::care::CareShares;
use super::expected::{Chances, ExpectedStates, Real};
use super::exposure::{self, Exposure};
use super::levers::participation::OwnRanks;
use super::levers::reached::{Participation, Standing};
use super::process::Event;
use super::risk::SmokingState;
use super::tables::{CohortTable, Frame, Origin, OriginKind, SIDE_BY_SIDE};
use crate::baseline::Course;
use crate::num::draws::{Draws, PersonKey, StreamId, open_unit, unit_exponential, unit_exponentials};
use crate::num::units::Year;

const INITIAL_CARE: StreamId = StreamId::of("initial care need");

/// Most conditions a pack may have.
pub const MOST_CONDITIONS: usize = 32;

/// A living person.
#[derive(Debug, Clone)]
pub struct Person<const LANES: usize> {
    /// Key of all their draws.
    pub key: PersonKey,
    /// What is left of the threshold of each process; death of any cause has one, in the first lane of
    /// the deaths ([`super::process::Processes::clocks`]).
    pub remaining: [f64; LANES],
    /// Care state: 0 none, 1 to 3 the levels.
    pub care: usize,
    /// State of each condition: 0 without, 1 first, 2 second.
    pub conditions: [u8; MOST_CONDITIONS],
    /// Conditions they have in either state, one bit each.
    pub having: u32,
    /// Ranks and smoking; `None` in a pack without risk factors.
    pub exposure: Option<Exposure>,
    /// Band of ages that `risk` belongs to.
    pub band: usize,
    /// Relative risks of their risk factors, by process.
    pub risk: [f64; LANES],
    /// Factor of their whole state on each process.
    pub factor: [f64; LANES],
    /// Causes of death, by lane, for which a state of theirs has ratio 0.
    pub closed: u64,
    /// Factor of conditions and care need on the odds of limitation.
    pub odds: f64,
    /// Factor of levers on the odds of limitation.
    pub lever_odds: f64,
    /// Chances of the states of deadly conditions.
    pub expected: ExpectedStates,
    /// Ranks of participation in levers.
    pub participation: Participation,
    /// How often each process has happened this year, part of the keys of renewed thresholds.
    pub happened: [u8; LANES],
}

/// A person as they stand on a 1 October: what their past has left.
#[derive(Debug, Clone)]
pub struct Snapshot<const LANES: usize> {
    key: PersonKey,
    remaining: [f64; LANES],
    care: usize,
    conditions: [u8; MOST_CONDITIONS],
    having: u32,
    exposure: Option<Exposure>,
    band: usize,
    risk: [f64; LANES],
    odds: f64,
    chances: Chances,
}

impl<const LANES: usize> Person<LANES> {
    /// The person with serial number `serial` of an origin, before conditions and care need.
    #[must_use]
    pub fn new(
        frame: &Frame<'_>,
        table: &CohortTable<LANES>,
        origin: &Origin,
        serial: u32,
        draws: Draws,
    ) -> Self {
        let key = PersonKey { cell: origin.cell, serial };
        let mut person = Self::blank(key);
        let clocks = &mut person.remaining[..frame.processes.clocks()];
        for (clocks, streams) in clocks.chunks_mut(SIDE_BY_SIDE).zip(&frame.clock_streams) {
            let luck = unit_exponentials(&draws.first_uniforms(key, streams, 0, 0));
            clocks.copy_from_slice(&luck[..clocks.len()]);
        }
        if let Some(risks) = &frame.exposures {
            let row = origin.first_row;
            let born = origin.kind == OriginKind::Birth;
            person.exposure = Some(risks.enter(draws, key, table.cohort.sex, table.ages[row], born));
            person.expose(table, table.rows[row].band);
        }
        if !table.levers.is_empty() {
            let (exposures, exposure) = (frame.exposures.as_ref(), person.exposure.as_ref());
            let mut ranks = OwnRanks::new(exposures, exposure, key, draws);
            person.participation = Participation::of(&table.levers, &mut ranks);
        }
        person
    }

    /// Deals the conditions and the care state they enter with.
    pub fn deal_states(&mut self, frame: &Frame<'_>, origin: &Origin, draws: Draws) {
        let key = self.key;
        self.care = initial_care(&origin.care, || draws.uniforms(key, INITIAL_CARE, 0, 0)[0]);
        for (index, [first, second]) in origin.conditions.iter().enumerate() {
            if first + second <= 0.0 {
                continue;
            }
            let relative = self.risk[frame.processes.onsets.start + index] / origin.start[index];
            if let Some(place) = frame.deadly.iter().position(|deadly| deadly.condition == index) {
                self.expected.enter(place, first * relative, second * relative);
            }
            let luck = open_unit(draws.uniforms(key, frame.initial[index], 0, 0)[0]);
            if luck < first * relative {
                self.set_condition(index, 1);
            } else if luck < (first + second) * relative {
                self.set_condition(index, 2);
            }
        }
        self.weigh_limitation(frame);
    }

    /// Brings the factors up to date on a 1 October.
    pub fn begin_row(&mut self, frame: &Frame<'_>, table: &CohortTable<LANES>, index: usize, draws: Draws) {
        let row = &table.rows[index];
        let reached = self.participation.touches(index);
        let mut stale = self.having != 0 || self.care > 0 || self.band == usize::MAX || reached;
        if let (Some(risks), Some(exposure)) = (&frame.exposures, &mut self.exposure) {
            let mixed = risks.reach(exposure, draws, self.key, table.ages[index]);
            if mixed || self.band != row.band {
                self.expose(table, row.band);
                stale = true;
            }
        }
        if reached && self.participation.may_abstain() {
            let holds = self.participation.abstains(&table.levers, index, &self.standing());
            if self.exposure.as_mut().is_some_and(|exposure| exposure.hold(holds)) {
                self.expose(table, row.band);
            }
        }
        if stale {
            self.weigh(frame, table, index);
        }
        self.band = row.band;
    }

    /// What must be known of them on a 1 October, before [`Person::begin_row`], to live on from there.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot<LANES> {
        let Self { key, remaining, care, conditions, having, exposure, band, risk, odds, .. } = *self;
        let chances = self.expected.chances();
        Snapshot { key, remaining, care, conditions, having, exposure, band, risk, odds, chances }
    }

    /// The person of a snapshot at the row it was taken at, with the levers of a world that has not changed
    /// their life so far.
    #[must_use]
    pub fn restore(
        snapshot: &Snapshot<LANES>,
        participation: Participation,
        frame: &Frame<'_>,
        table: &CohortTable<LANES>,
        row: usize,
    ) -> Self {
        let Snapshot { key, remaining, care, conditions, having, exposure, band, risk, odds, chances } =
            *snapshot;
        let mut person = Self {
            remaining,
            care,
            conditions,
            having,
            exposure,
            band,
            risk,
            odds,
            expected: ExpectedStates::with(chances),
            participation,
            ..Self::blank(key)
        };
        // The factors that their past has left are those of their state.
        if band != usize::MAX {
            person.weigh(frame, table, row);
        }
        person
    }

    const fn blank(key: PersonKey) -> Self {
        Self {
            key,
            remaining: [f64::INFINITY; LANES],
            care: 0,
            conditions: [0; MOST_CONDITIONS],
            having: 0,
            exposure: None,
            band: usize::MAX,
            risk: [1.0; LANES],
            factor: [1.0; LANES],
            closed: 0,
            odds: 1.0,
            lever_odds: 1.0,
            expected: ExpectedStates::NONE,
            participation: Participation::NONE,
            happened: [0; LANES],
        }
    }

    /// What levers may ask of them.
    #[must_use]
    pub const fn standing(&self) -> Standing<'_> {
        Standing { having: self.having, care: self.care, exposure: self.exposure.as_ref() }
    }

    /// The state they really are in.
    #[must_use]
    pub fn real(&self) -> Real<'_> {
        Real { conditions: &self.conditions, having: self.having }
    }

    /// Looks the relative risks of the person's exposure up.
    fn expose(&mut self, table: &CohortTable<LANES>, band: usize) {
        self.risk = [1.0; LANES];
        if let (Some(rows), Some(exposure)) = (table.risks.get(band), &self.exposure) {
            exposure::weigh(rows, exposure, &mut self.risk);
        }
    }

    /// Recomputes the factor of the whole state.
    pub fn weigh(&mut self, frame: &Frame<'_>, table: &CohortTable<LANES>, index: usize) {
        let row = &table.rows[index];
        self.factor = self.risk;
        // Zeros come last: without them the factor stays known.
        self.closed = 0;
        let processes = &frame.processes;
        for lane in frame.after.iter().flatten() {
            self.factor[*lane] = 0.0;
        }
        let mut left = self.having;
        while left != 0 {
            let condition = left.trailing_zeros() as usize;
            left &= left - 1;
            let state = usize::from(self.conditions[condition]);
            // What comes after belongs to its first state.
            if let (1, Some(lane)) = (state, frame.after[condition]) {
                self.factor[lane] = 1.0;
            }
            row.effects[condition][state - 1].scaled(row.scales[condition]).for_each(|(lane, factor)| {
                if factor == 0.0 && processes.deaths.contains(&lane) {
                    self.closed |= 1 << lane;
                } else {
                    self.factor[lane] *= factor;
                }
            });
        }
        for (from, lane) in processes.care.clone().enumerate() {
            // Three moves up from 0, 1 and 2, then recovery from 1.
            let possible = if from == 3 { self.care == 1 } else { self.care == from };
            if !possible {
                self.factor[lane] = 0.0;
            }
        }
        for lane in &frame.care_deaths {
            self.factor[*lane] *= row.care_mortality[self.care];
        }
        if let (Some(risks), Some(exposure)) = (&frame.exposures, &self.exposure) {
            exposure::weigh_among(&table.risks[row.band], exposure, self.having, &mut self.factor);
            risks.mask(exposure, &mut self.factor);
        }
        if self.participation.touches(index) {
            self.weigh_levers(table, index);
        }
        if !frame.deadly.is_empty() {
            self.expected.weigh(frame, &self.factor);
        }
        let mut left = self.closed;
        while left != 0 {
            self.factor[left.trailing_zeros() as usize] = 0.0;
            left &= left - 1;
        }
        // Who has a condition cannot acquire it.
        let mut left = self.having;
        while left != 0 {
            self.factor[processes.onsets.start + left.trailing_zeros() as usize] = 0.0;
            left &= left - 1;
        }
    }

    /// Multiplies what levers do to somebody in this state.
    fn weigh_levers(&mut self, table: &CohortTable<LANES>, index: usize) {
        let standing = Standing { having: self.having, care: self.care, exposure: self.exposure.as_ref() };
        self.lever_odds = 1.0;
        self.participation.weigh(&table.levers, index, &standing, &mut self.factor, &mut self.lever_odds);
    }

    fn set_condition(&mut self, index: usize, state: u8) {
        self.conditions[index] = state;
        if state == 0 {
            self.having &= !(1 << index);
        } else {
            self.having |= 1 << index;
        }
    }

    /// Odds of limitation from conditions and care need.
    fn weigh_limitation(&mut self, frame: &Frame<'_>) {
        self.odds = match self.care {
            0 => 1.0,
            1 => frame.level_one_odds,
            _ => f64::INFINITY,
        };
        let mut left = self.having;
        while left != 0 {
            let index = left.trailing_zeros() as usize;
            left &= left - 1;
            self.odds *= frame.condition_odds[index];
        }
    }

    /// Lets the process in `lane` happen and draws its next threshold; false if the person dies.
    ///
    /// Renewed thresholds are keyed by process, year and how often the process has happened within it,
    /// so an extra event neither shifts the luck of other processes nor that of later years.
    pub fn happen(
        &mut self,
        frame: &Frame<'_>,
        lane: usize,
        year: Year,
        table: &CohortTable<LANES>,
        draws: Draws,
    ) -> bool {
        let process = &frame.processes.list[lane];
        match process.event {
            Event::Onset(condition) => self.set_condition(condition, 1),
            Event::Passing(condition) => {
                let second = matches!(frame.courses[condition], Course::RecentThenLasting { .. });
                self.set_condition(condition, if second { 2 } else { 0 });
            }
            Event::Remission(condition) => self.set_condition(condition, 0),
            Event::CareUp(_) => self.care += 1,
            Event::Recovery => self.care -= 1,
            Event::SmokingStart => self.smoke(|exposure| exposure.smoking = SmokingState::Current, table),
            Event::SmokingQuit => self.smoke(Exposure::quit, table),
            Event::Death(_) => return false,
        }
        self.weigh_limitation(frame);
        self.happened[lane] = self.happened[lane].wrapping_add(1);
        let luck = draws.uniforms(self.key, process.stream, year.0, self.happened[lane])[0];
        self.remaining[lane] = unit_exponential(luck);
        true
    }

    fn smoke(&mut self, change: impl Fn(&mut Exposure), table: &CohortTable<LANES>) {
        self.exposure.iter_mut().for_each(change);
        self.expose(table, self.band);
    }

    /// Probability that their daily activities are limited, given the odds without conditions and care need.
    #[must_use]
    pub fn limited(&self, base_odds: f64) -> f64 {
        if self.odds.is_infinite() {
            return 1.0;
        }
        let odds = base_odds * self.odds * self.lever_odds;
        odds / (1.0 + odds)
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
