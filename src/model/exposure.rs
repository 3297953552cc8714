//! A person's exposure to risk factors: rank classes and smoking, and what they do to hazards.
//!
//! Relative risks are looked up for a band of five years of age at a time: a factor costs no events
//! and, within a band, no work. Ranks mix at keyed ages, smoking moves by events.

use super::process::{Event, Processes};
use super::risk::{FactorRows, LONGEST_SINCE_QUITTING, Ranks, RiskModel, SmokingState};
use crate::baseline::Baseline;
use crate::baseline::health::Node;
use crate::num::draws::{Draws, PersonKey};
use crate::num::units::Sex;

/// Ranks and smoking of a person.
#[derive(Debug, Clone, Copy)]
pub struct Exposure {
    /// Rank classes.
    pub ranks: Ranks,
    /// Smoking as it goes without levers that keep people from it.
    pub smoking: SmokingState,
    /// Whole years for which a lever has kept this smoker from smoking; `None` for everybody else.
    pub held: Option<u8>,
    /// Completed age they belong to.
    pub age: u8,
}

/// The relative risks of a pack wired to the lanes of its processes.
#[derive(Debug, Clone)]
pub struct Exposures<'a> {
    /// Ranks and relative risks.
    pub model: RiskModel<'a>,
    start_lane: Option<usize>,
    quit_lane: Option<usize>,
}

impl<'a> Exposures<'a> {
    /// Wires a pack; `None` if it has no risk factors.
    #[must_use]
    pub fn of(baseline: &'a Baseline, processes: &Processes) -> Option<Self> {
        let condition = |id: &String| baseline.conditions.iter().position(|known| known.id == *id);
        let cause = |id: &String| baseline.causes.iter().position(|known| known.id == *id);
        let lanes = |node: &Node| -> Vec<usize> {
            match node {
                Node::Condition(id) => {
                    condition(id).map(|index| processes.onsets.start + index).into_iter().collect()
                }
                Node::Death(id) => {
                    cause(id).map(|index| processes.deaths.start + index).into_iter().collect()
                }
                Node::CareOnset => processes.care.clone().take(1).collect(),
                Node::Factor(_) => Vec::new(),
            }
        };
        let model = RiskModel::new(baseline, &lanes)?;
        let lane_of = |event: Event| processes.list.iter().position(|process| process.event == event);
        Some(Self { model, start_lane: lane_of(Event::SmokingStart), quit_lane: lane_of(Event::SmokingQuit) })
    }

    /// The exposure of a person who enters at an age; newborns have never smoked.
    #[must_use]
    pub fn enter(&self, draws: Draws, key: PersonKey, sex: Sex, age: u8, newborn: bool) -> Exposure {
        let ranks = self.model.ranks().at(draws, key, age);
        let smoking = match self.model.smoking() {
            Some(model) if !newborn => model.start_state(&ranks, sex, age),
            _ => SmokingState::Never,
        };
        Exposure { ranks, smoking, held: None, age }
    }

    /// Lets a person reach an age; whether their ranks have been mixed.
    pub fn reach(&self, exposure: &mut Exposure, draws: Draws, key: PersonKey, age: u8) -> bool {
        if age == exposure.age {
            return false;
        }
        exposure.age = age;
        exposure.smoking = exposure.smoking.aged();
        exposure.held = exposure.held.map(|years| years.saturating_add(1).min(LONGEST_SINCE_QUITTING));
        if !self.model.ranks().mixes_at(age) {
            return false;
        }
        self.model.ranks().mix(&mut exposure.ranks, draws, key, age);
        true
    }

    /// Closes the smoking events that a person's state does not allow.
    pub fn mask(&self, exposure: &Exposure, factor: &mut [f64]) {
        if let Some(lane) = self.start_lane
            && exposure.smoking != SmokingState::Never
        {
            factor[lane] = 0.0;
        }
        if let Some(lane) = self.quit_lane
            && exposure.smoking != SmokingState::Current
        {
            factor[lane] = 0.0;
        }
    }
}

impl Exposure {
    /// Smoking as it is: who is kept from it is a former smoker.
    #[must_use]
    pub const fn smokes(&self) -> SmokingState {
        match (self.smoking, self.held) {
            (SmokingState::Current, Some(years)) => SmokingState::Former(years),
            (state, _) => state,
        }
    }

    /// Keeps a smoker from smoking, or no longer; whether that changes what they are.
    pub fn hold(&mut self, holds: bool) -> bool {
        let held = if holds && self.smoking == SmokingState::Current { self.held.or(Some(0)) } else { None };
        let changes = held.is_some() != self.held.is_some();
        self.held = held;
        changes
    }

    /// Stops by themselves; whoever had been kept from smoking has not smoked for as long.
    pub fn quit(&mut self) {
        self.smoking = SmokingState::Former(self.held.take().unwrap_or(0));
    }
}

/// Relative risks of an exposure on every lane, without those that only persons with a condition have.
pub fn weigh(rows: &FactorRows, exposure: &Exposure, risk: &mut [f64]) {
    for row in rows.factors.iter().filter(|row| row.among.is_none()) {
        let ratios = row.of_class(usize::from(exposure.ranks.class[row.rank]));
        for (lane, ratio) in row.lanes.iter().zip(ratios) {
            risk[*lane] *= ratio;
        }
    }
    if let Some(row) = &rows.smoking {
        let ratios = match exposure.smokes() {
            SmokingState::Never => return,
            SmokingState::Current => &row.current,
            SmokingState::Former(years) => &row.former[usize::from(years).min(row.former.len() - 1)],
        };
        for (lane, ratio) in row.lanes.iter().zip(ratios) {
            risk[*lane] *= ratio;
        }
    }
}

/// Relative risks that hold only among persons with a condition, relative to the mean among them
/// (classes are equally frequent), because the condition's own ratio already is that mean.
pub fn weigh_among(rows: &FactorRows, exposure: &Exposure, having: u32, factor: &mut [f64]) {
    for row in &rows.factors {
        let Some(condition) = row.among else { continue };
        if having & (1 << condition) == 0 {
            continue;
        }
        for (lane, ratio) in row.lanes.iter().zip(row.of_class(usize::from(exposure.ranks.class[row.rank]))) {
            factor[*lane] *= ratio;
        }
    }
}
