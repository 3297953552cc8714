//! What a pack makes of the engine, whatever the cohort: lanes, streams, effects that no age changes.

use crate::baseline::{Baseline, Course, LimitationEffect};
use crate::model::expected::{self, Deadly};
use crate::model::exposure::Exposures;
use crate::model::process::{Event, Process, Processes};
use crate::num::draws::StreamId;

/// Random numbers of one person made at a time: one register each of the four words of their counters.
pub const SIDE_BY_SIDE: usize = 4;

/// What does not depend on the cohort.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// Processes in lane order.
    pub processes: Processes,
    /// Random streams of the processes with a threshold, in lane order; the last group is filled up with its
    /// first.
    pub clock_streams: Vec<[StreamId; SIDE_BY_SIDE]>,
    /// How each condition goes on after onset.
    pub courses: Vec<Course>,
    /// Random stream of each condition's initial state.
    pub initial: Vec<StreamId>,
    /// Lane of the passing or remission of each condition, if it has one.
    pub after: Vec<Option<usize>>,
    /// Factor that each condition puts on the odds of limitation; infinite where it limits for certain.
    pub condition_odds: Vec<f64>,
    /// Factor of care level 1 on the odds of limitation.
    pub level_one_odds: f64,
    /// Conditions carried as probabilities.
    pub deadly: Vec<Deadly>,
    /// The same, one bit each.
    pub deadly_bits: u32,
    /// Lanes of death that care need acts on: causes that no condition owns.
    pub care_deaths: Vec<usize>,
    /// Relative risks of risk factors; `None` if the pack has none.
    pub exposures: Option<Exposures<'a>>,
}

impl<'a> Frame<'a> {
    /// The frame of a pack.
    #[must_use]
    pub fn new(baseline: &'a Baseline) -> Self {
        let processes = Processes::of(baseline);
        let clocks = &processes.list[..processes.clocks()];
        let side_by_side = |group: &[Process]| -> [StreamId; SIDE_BY_SIDE] {
            std::array::from_fn(|place| group.get(place).unwrap_or(&group[0]).stream)
        };
        let clock_streams = clocks.chunks(SIDE_BY_SIDE).map(side_by_side).collect();
        let mut after = vec![None; baseline.conditions.len()];
        for (lane, process) in processes.list.iter().enumerate() {
            if let Event::Passing(condition) | Event::Remission(condition) = process.event {
                after[condition] = Some(lane);
            }
        }
        let condition_odds = baseline
            .conditions
            .iter()
            .map(|condition| match condition.limitation {
                LimitationEffect::Certain => f64::INFINITY,
                LimitationEffect::LogOdds(value) => libm::exp(value),
            })
            .collect();
        let owned = |index: usize| baseline.causes.get(index).is_some_and(|cause| cause.owner.is_some());
        let care_deaths = processes
            .deaths
            .clone()
            .enumerate()
            .filter(|(index, _)| !owned(*index))
            .map(|(_, lane)| lane)
            .collect();
        let level_one_odds = baseline.care.as_ref().map_or(1.0, |care| libm::exp(care.limitation_log_odds));
        let deadly = expected::deadly(baseline, &processes, &after);
        let deadly_bits = deadly.iter().fold(0, |bits, deadly| bits | 1 << deadly.condition);
        let exposures = Exposures::of(baseline, &processes);
        let courses = baseline.conditions.iter().map(|condition| condition.course).collect();
        let initial = baseline
            .conditions
            .iter()
            .map(|condition| StreamId::of(&format!("initial {}", condition.id)))
            .collect();
        Self {
            processes,
            clock_streams,
            courses,
            initial,
            after,
            condition_odds,
            level_one_odds,
            deadly,
            deadly_bits,
            care_deaths,
            exposures,
        }
    }
}
