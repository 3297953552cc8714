//! From the channels of a lever to actions on hazards.

use super::patients::Patients;
use super::{Abstinence, ActiveLever, Requirement, requirement};
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, Lasting, Lever, Onset, Target};
use crate::model::exposure::Exposures;
use crate::model::process::Processes;
use crate::model::risk::{LogRatio, Shift};
use crate::num::draws::StreamId;
use crate::num::units::{Sex, Year};
use crate::plan::LeverSetting;

/// The place of the odds of activity limitation among the lanes of an action.
pub const LIMITATION: usize = usize::MAX;

/// One effect of a lever on some hazards, all by the same ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Position of its channel in the lever.
    pub channel: usize,
    /// Hazards it acts on, by lane; [`LIMITATION`] for the odds of limitation.
    pub lanes: Vec<usize>,
    /// How it works.
    pub work: Work,
    /// Years over which it comes to act, beside the onset of the channel.
    pub lag: f64,
    /// Begin.
    pub onset: Onset,
    /// End.
    pub lasting: Lasting,
    /// What must hold of a person beside what the lever requires.
    pub requires: Option<Requirement>,
    /// Position of the overlap of the pack whose stacking group it belongs to in place of its channel's.
    pub overlap: Option<usize>,
    /// Factor on the logarithm because of a cap.
    pub cap: f64,
}

/// How an action finds its ratio.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Always this logarithm.
    Ratio(f64),
    /// This logarithm on the deaths from a cause, by position, that only patients of a condition die of.
    Deaths(usize, f64),
    /// Along an edge of the graph of relative risks, by position, for a shift of its factor.
    Edge(usize, Shift),
}

impl Action {
    /// Stacking group: that of the overlap its path is part of, else that of its channel.
    #[must_use]
    pub fn group<'a>(&self, lever: &ActiveLever<'a>) -> Option<&'a str> {
        match self.overlap.and_then(|overlap| lever.overlaps.get(overlap)) {
            Some(overlap) => Some(&overlap.stacking),
            None => lever.definition.channels[self.channel].stacking.as_deref(),
        }
    }

    /// Logarithm of the ratio at full dose; `None` where it does not act.
    #[must_use]
    pub fn logarithm(
        &self,
        exposures: Option<&Exposures<'_>>,
        sex: Sex,
        age: u8,
        year: Year,
    ) -> Option<LogRatio> {
        match &self.work {
            Work::Ratio(logarithm) | Work::Deaths(_, logarithm) => Some(LogRatio::Same(self.cap * logarithm)),
            Work::Edge(edge, shift) => {
                exposures?.model.shifted(*edge, shift, sex, age, year).map(|found| match found {
                    LogRatio::Same(logarithm) => LogRatio::Same(self.cap * logarithm),
                    LogRatio::ByClass(rank, classes) => {
                        LogRatio::ByClass(rank, Box::new(classes.map(|logarithm| self.cap * logarithm)))
                    }
                })
            }
        }
    }
}

/// Turns levers of the pack into active ones.
pub(super) struct Compiler<'a, 'e> {
    pub baseline: &'a Baseline,
    pub processes: &'e Processes,
    pub exposures: Option<&'e Exposures<'e>>,
}

impl<'a> Compiler<'a, '_> {
    pub fn lever(
        &self,
        (number, lever): (usize, &'a Lever),
        setting: Option<&'a LeverSetting>,
    ) -> ActiveLever<'a> {
        let requires = lever
            .eligibility
            .state
            .as_ref()
            .and_then(|state| requirement(state, self.baseline, self.exposures));
        let mut active = ActiveLever {
            definition: lever,
            number,
            overlaps: &self.baseline.levers.overlaps,
            setting,
            stream: StreamId::of(&format!("participation in {}", lever.id)),
            correlation: setting
                .and_then(|setting| setting.correlation)
                .unwrap_or(lever.coverage.correlation),
            requires,
            actions: Vec::new(),
            abstinence: Vec::new(),
        };
        for (index, channel) in lever.channels.iter().enumerate() {
            let Some(effect) = effect_in(channel, setting) else { continue };
            if effect == channel.acts.null() {
                continue;
            }
            let effect = channel.of_reached(effect);
            if channel.acts == Target::Abstinence {
                active.abstinence.push(Abstinence { channel: index, share: effect });
            } else {
                active.actions.extend(self.actions(index, channel, effect));
            }
        }
        active
    }

    fn actions(&self, index: usize, channel: &Channel, effect: f64) -> Vec<Action> {
        let action = |lanes: Vec<usize>, work: Work, lag: f64, requires: Option<Requirement>| Action {
            channel: index,
            lanes,
            work,
            lag,
            onset: channel.onset,
            lasting: channel.lasting,
            requires,
            overlap: None,
            cap: 1.0,
        };
        let ratio = |lanes: Vec<usize>| {
            let lanes = Some(lanes).filter(|lanes| !lanes.is_empty());
            lanes.map(|lanes| action(lanes, Work::Ratio(libm::log(effect)), 0.0, None)).into_iter().collect()
        };
        let care = self.processes.care.clone();
        match &channel.acts {
            Target::Exposure(factor) => self.along_edges(factor, effect, false, &action),
            Target::Score(factor) => self.along_edges(factor, effect, true, &action),
            Target::Onset(id) => {
                let condition = self.baseline.conditions.iter().position(|known| known.id == *id);
                ratio(condition.map(|index| self.processes.onsets.start + index).into_iter().collect())
            }
            Target::Death(ids) => {
                let cause = |id: &String| self.baseline.causes.iter().position(|known| known.id == *id);
                let (owned, others): (Vec<usize>, Vec<usize>) =
                    ids.iter().filter_map(cause).partition(|index| Patients::owns(self.baseline, *index));
                let lane = |index: &usize| self.processes.deaths.start + index;
                let mut actions: Vec<Action> = ratio(others.iter().map(lane).collect());
                actions.extend(owned.iter().map(|index| {
                    action(vec![lane(index)], Work::Deaths(*index, libm::log(effect)), 0.0, None)
                }));
                actions
            }
            // Three moves up from none, 1 and 2, then recovery.
            Target::CareOnset => ratio(care.take(1).collect()),
            Target::CareProgression => ratio(care.skip(1).take(2).collect()),
            Target::Limitation => ratio(vec![LIMITATION]),
            Target::Abstinence
            | Target::ReachPoints(_)
            | Target::ReachOdds { .. }
            | Target::Passage(_)
            | Target::Shown => Vec::new(),
        }
    }

    /// The overlap that an edge of the graph is part of.
    fn overlap(&self, edge: usize) -> Option<usize> {
        let id = &self.baseline.risk.as_ref()?.edges.get(edge)?.id;
        self.baseline.levers.overlaps.iter().position(|overlap| overlap.edge == *id)
    }

    fn along_edges(
        &self,
        factor: &str,
        amount: f64,
        scored: bool,
        action: &dyn Fn(Vec<usize>, Work, f64, Option<Requirement>) -> Action,
    ) -> Vec<Action> {
        let Some(exposures) = self.exposures else { return Vec::new() };
        let model = &exposures.model;
        let Some(factor) = model.factor(factor) else { return Vec::new() };
        let mut actions = Vec::new();
        for shift in model.spread(Shift { factor, amount, scored, delay: 0.0 }) {
            let only = model.only_with(shift.factor).map(Requirement::Condition);
            for acting in model.acting().iter().filter(|acting| acting.factor == shift.factor) {
                let lag = shift.delay + model.lag(acting.edge).0;
                let action = action(acting.lanes.clone(), Work::Edge(acting.edge, shift), lag, only);
                actions.push(Action { overlap: self.overlap(acting.edge), ..action });
            }
        }
        actions
    }
}

/// The effect of a channel as a plan sets it: the user's own, else the pack's times the factor of the plan.
/// `None` without usable evidence.
#[must_use]
pub fn effect_in(channel: &Channel, setting: Option<&LeverSetting>) -> Option<f64> {
    let own = |set: &LeverSetting| set.effects.iter().find(|(id, _)| *id == channel.id).map(|(_, own)| *own);
    let factor = setting.and_then(|set| set.effect_factor).unwrap_or(1.0);
    setting.and_then(own).or_else(|| channel.share_of_effect(factor * channel.shrink.0))
}
