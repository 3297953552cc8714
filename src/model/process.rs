//! The processes a person goes through, and their names as random streams.
//!
//! The order of the list is the order in which events at exactly the same instant are taken; the
//! *names* key the random numbers, so adding a process never changes the draws of another.

use crate::baseline::{Baseline, Course};
use crate::num::draws::StreamId;
use crate::num::units::{Sex, Year};
use crate::plan::{HazardChange, ProcessId};
use std::ops::Range;

/// What happens when a process fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Onset of the condition with this index.
    Onset(usize),
    /// The first state of the condition ends: its second begins, or it is over.
    Passing(usize),
    /// Remission of a lasting condition.
    Remission(usize),
    /// Care need rises by one level from this state.
    CareUp(usize),
    /// Care need returns from level 1 to none.
    Recovery,
    /// A person who never smoked starts.
    SmokingStart,
    /// A smoker quits for good.
    SmokingQuit,
    /// Death from the cause with this index; without causes, 0.
    Death(usize),
}

/// One process.
#[derive(Debug, Clone)]
pub struct Process {
    /// What it does.
    pub event: Event,
    /// Which hazard changes apply to it; `None` if it cannot be changed.
    pub id: Option<ProcessId>,
    /// Its random stream.
    pub stream: StreamId,
}

/// The processes of a pack in lane order: onsets first, deaths last.
#[derive(Debug, Clone)]
pub struct Processes {
    /// One per lane.
    pub list: Vec<Process>,
    /// Lanes of the onsets, in the order of the conditions.
    pub onsets: Range<usize>,
    /// Lanes of the care transitions: three upward, then recovery; empty without care need.
    pub care: Range<usize>,
    /// Lanes of death, in the order of the causes.
    pub deaths: Range<usize>,
}

impl Processes {
    /// The processes of a pack.
    #[must_use]
    pub fn of(baseline: &Baseline) -> Self {
        let mut list = Vec::new();
        for (index, condition) in baseline.conditions.iter().enumerate() {
            let id = Some(ProcessId::Condition(condition.id.clone()));
            list.push(process(Event::Onset(index), id, &format!("onset of {}", condition.id)));
        }
        let onsets = 0..list.len();
        for (index, condition) in baseline.conditions.iter().enumerate() {
            match condition.course {
                Course::Lasting { remission } if remission.iter().any(|rate| *rate > 0.0) => {
                    list.push(process(
                        Event::Remission(index),
                        None,
                        &format!("remission of {}", condition.id),
                    ));
                }
                Course::Lasting { .. } => {}
                Course::RecentThenLasting { .. } | Course::RecentThenNone { .. } => {
                    list.push(process(Event::Passing(index), None, &format!("passing of {}", condition.id)));
                }
            }
        }
        let first_care = list.len();
        if baseline.care.is_some() {
            list.push(process(Event::CareUp(0), Some(ProcessId::CareOnset), "care need: onset"));
            list.push(process(Event::CareUp(1), Some(ProcessId::CareProgression), "care need: level 1 to 2"));
            list.push(process(Event::CareUp(2), Some(ProcessId::CareProgression), "care need: level 2 to 3"));
            list.push(process(Event::Recovery, Some(ProcessId::CareRecovery), "care need: recovery"));
        }
        let care = first_care..list.len();
        if baseline.risk.as_ref().is_some_and(|risk| risk.smoking.is_some()) {
            list.push(process(Event::SmokingStart, None, "smoking: start"));
            list.push(process(Event::SmokingQuit, None, "smoking: quit"));
        }
        let first_death = list.len();
        for cause in 0..baseline.causes.len().max(1) {
            list.push(process(Event::Death(cause), Some(ProcessId::Death), "death"));
        }
        let deaths = first_death..list.len();
        Self { list, onsets, care, deaths }
    }

    /// Number of processes with a threshold of their own. The causes of death share one: which cause it
    /// was changes nothing afterwards, and deaths by cause are summed as expectations.
    #[must_use]
    pub const fn clocks(&self) -> usize {
        self.deaths.start + 1
    }
}

fn process(event: Event, id: Option<ProcessId>, name: &str) -> Process {
    Process { event, id, stream: StreamId::of(name) }
}

/// Product of the factors that a plan puts on a process in one cell.
#[must_use]
pub fn change_factor(changes: &[HazardChange], process: &Process, sex: Sex, year: Year, age: u8) -> f64 {
    changes
        .iter()
        .filter(|change| {
            process.id.as_ref() == Some(&change.process)
                && change.sex.is_none_or(|only| only == sex)
                && (change.ages.0..=change.ages.1).contains(&age)
                && year >= change.from
                && change.until.is_none_or(|last| year <= last)
        })
        .map(|change| change.factor)
        .product()
}
