//! The parts of a difference: which assumptions and levers differ, and the worlds in which some of them do.

use super::Part;
use crate::analysis::world;
use crate::baseline::Baseline;
use crate::model::levers::{LeverSet, effect_in};
use crate::model::tables::Frame;
use crate::num::units::{Year, YearSpan};
use crate::plan::{LeverSetting, Plan};
use crate::run::World;

/// Worlds to live, each plan once.
#[derive(Default)]
pub(super) struct Worlds {
    pub list: Vec<World>,
    pub detailed: Vec<bool>,
}

impl Worlds {
    pub fn add(&mut self, plan: Plan, detailed: bool) -> usize {
        let place = self.list.iter().position(|known| known.plan == plan).unwrap_or_else(|| {
            let id = format!("world {}", self.list.len());
            self.list.push(world(&id, plan));
            self.detailed.push(false);
            self.list.len() - 1
        });
        self.detailed[place] |= detailed;
        place
    }
}

/// What differs between two plans.
pub(super) struct Game<'a> {
    pub from: &'a Plan,
    pub to: &'a Plan,
    /// Plans that take the assumptions of the second scenario one by one.
    pub steps: Vec<(Part, Plan)>,
    /// Levers that differ and may do something, in the order of the pack.
    pub players: Vec<String>,
    /// Levers that differ and can do nothing.
    pub idle: Vec<String>,
}

impl<'a> Game<'a> {
    pub fn new(baseline: &Baseline, from: &'a Plan, to: &'a Plan, until: Year) -> Self {
        let mut plan = from.clone();
        let mut steps = Vec::new();
        if plan.mortality != to.mortality {
            plan.mortality = to.mortality;
            steps.push((Part::Mortality, plan.clone()));
        }
        if plan.limitation_pace != to.limitation_pace {
            plan.limitation_pace = to.limitation_pace;
            steps.push((Part::Limitation, plan.clone()));
        }
        if plan.care_need != to.care_need {
            plan.care_need = to.care_need;
            steps.push((Part::CareNeed, plan.clone()));
        }
        if plan.hazard_changes != to.hazard_changes {
            plan.hazard_changes.clone_from(&to.hazard_changes);
            steps.push((Part::HazardChanges, plan.clone()));
        }
        let differs = |id: &String| setting(from, id) != setting(to, id);
        let ids: Vec<String> = baseline.levers.levers.iter().map(|lever| lever.id.clone()).collect();
        let (idle, players) = ids.into_iter().filter(differs).partition(|id| {
            [from, to]
                .into_iter()
                .all(|plan| setting(plan, id).is_none_or(|own| is_inert(baseline, own, until)))
        });
        Self { from, to, steps, players, idle }
    }

    /// The second scenario's assumptions with these levers as in it and all others as in the first.
    pub fn coalition(&self, coalition: u64) -> Plan {
        self.plan(|id| match self.players.iter().position(|player| player == id) {
            Some(player) => coalition >> player & 1 == 1,
            None => false,
        })
    }

    pub fn with_only(&self, id: &str) -> Plan {
        self.plan(|other| other == id)
    }

    fn plan(&self, as_in_second: impl Fn(&str) -> bool) -> Plan {
        let kept = self.from.levers.iter().filter(|own| !as_in_second(&own.lever));
        let taken = self.to.levers.iter().filter(|own| as_in_second(&own.lever));
        Plan { levers: kept.chain(taken).cloned().collect(), ..self.to.clone() }
    }
}

pub(super) fn setting<'a>(plan: &'a Plan, id: &str) -> Option<&'a LeverSetting> {
    plan.levers.iter().find(|setting| setting.lever == id)
}

/// Whether a setting can change nobody's hazards, whatever else is set.
fn is_inert(baseline: &Baseline, setting: &LeverSetting, until: Year) -> bool {
    let Some(lever) = baseline.levers.lever(&setting.lever) else { return true };
    let frame = Frame::new(baseline);
    let plan = Plan { levers: vec![setting.clone()], ..Plan::default_trends() };
    let years = YearSpan { first: baseline.years.first, last: until };
    let set = LeverSet::new(baseline, &plan, &frame.processes, frame.exposures.as_ref(), years);
    let on_others = lever.channels.iter().any(|channel| {
        let effect = effect_in(channel, Some(setting));
        channel.acts.lever().is_some() && effect.is_some_and(|effect| effect != channel.acts.null())
    });
    set.set_lever(&setting.lever).is_none_or(|active| !active.acts() && !on_others)
}
