//! What a pack makes of the engine, whatever the cohort: lanes, streams, effects that no age changes.

use crate::baseline::{Baseline, Course, LimitationEffect};
use crate::model::expected::{self, Deadly};
use crate::model::exposure::Exposures;
use crate::model::process::{Event, Processes};
use crate::num::draws::StreamId;

/// What does not depend on the cohort.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// Processes in lane order.
    pub processes: Processes,
    /// Random stream of each process, in lane order.
    lane_streams: Vec<StreamId>,
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
        let lane_streams = processes.list.iter().map(|process| process.stream).collect();
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
        let exposures = Exposures::of(baseline, &processes);
        let courses = baseline.conditions.iter().map(|condition| condition.course).collect();
        let initial = baseline
            .conditions
            .iter()
            .map(|condition| StreamId::of(&format!("initial {}", condition.id)))
            .collect();
        Self {
            processes,
            lane_streams,
            courses,
            initial,
            after,
            condition_odds,
            level_one_odds,
            deadly,
            care_deaths,
            exposures,
        }
    }
}

impl Frame<'_> {
    /// The random streams of all lanes; unused ones repeat the first.
    #[must_use]
    pub fn streams<const LANES: usize>(&self) -> [StreamId; LANES] {
        std::array::from_fn(|lane| *self.lane_streams.get(lane).unwrap_or(&self.lane_streams[0]))
    }
}
