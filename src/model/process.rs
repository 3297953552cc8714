//! The processes a person goes through, and their names as random streams.
//!
//! The order of the list is the order in which events at exactly the same instant are taken; the
//! *names* key the random numbers, so adding a process never changes the draws of another.

use crate::baseline::Baseline;
use crate::num::draws::StreamId;
use crate::num::units::{Sex, Year};
use crate::plan::{HazardChange, ProcessId};

/// What happens when a process fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Onset of the condition with this index.
    Onset(usize),
    /// Care need rises by one level.
    CareUp,
    /// Care need returns from level 1 to none.
    Recovery,
    /// Death.
    Death,
}

/// One process.
#[derive(Debug, Clone)]
pub struct Process {
    /// What it does.
    pub event: Event,
    /// Which hazard changes apply to it.
    pub id: ProcessId,
    /// Care state it starts from; `None` if it runs in every state.
    pub from_care: Option<usize>,
    /// Its random stream.
    pub stream: StreamId,
}

/// The processes of a pack, death last.
#[must_use]
pub fn processes(baseline: &Baseline) -> Vec<Process> {
    let mut list: Vec<Process> = baseline
        .conditions
        .iter()
        .enumerate()
        .map(|(index, condition)| Process {
            event: Event::Onset(index),
            id: ProcessId::Condition(condition.id.clone()),
            from_care: None,
            stream: StreamId::of(&format!("onset of {}", condition.id)),
        })
        .collect();
    if baseline.care.is_some() {
        let up = |id, from, name| Process {
            event: Event::CareUp,
            id,
            from_care: Some(from),
            stream: StreamId::of(name),
        };
        list.push(up(ProcessId::CareOnset, 0, "care need: onset"));
        list.push(up(ProcessId::CareProgression, 1, "care need: level 1 to 2"));
        list.push(up(ProcessId::CareProgression, 2, "care need: level 2 to 3"));
        list.push(Process {
            event: Event::Recovery,
            id: ProcessId::CareRecovery,
            from_care: Some(1),
            stream: StreamId::of("care need: recovery"),
        });
    }
    list.push(Process {
        event: Event::Death,
        id: ProcessId::Death,
        from_care: None,
        stream: StreamId::of("death"),
    });
    list
}

/// Product of the factors that a plan puts on a process in one cell.
#[must_use]
pub fn change_factor(changes: &[HazardChange], process: &ProcessId, sex: Sex, year: Year, age: u8) -> f64 {
    changes
        .iter()
        .filter(|change| {
            change.process == *process
                && change.sex.is_none_or(|only| only == sex)
                && (change.ages.0..=change.ages.1).contains(&age)
                && year >= change.from
        })
        .map(|change| change.factor)
        .product()
}
