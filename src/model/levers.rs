//! Levers in a world: who is reached, and what that does to hazards.
//!
//! A person has one fixed rank per lever, a uniform drawn from their key ([`participation`]). They are
//! reached in a year if the rank lies below the coverage of that year among those eligible. The
//! reference already contains what today's coverage does, so a person's hazards change by
//!
//! ```text
//! effect of the lever in this world / effect of the lever along its reference path
//! ```
//!
//! and a lever on its reference path changes nothing, to the bit. Over time effects follow [`dose`].
//! Ratios of different risk factors multiply; of channels that name the same stacking group only the
//! strongest acts. What a person's rank means in each year is tabulated once per cohort ([`table`]).

mod caps;
pub mod change;
mod channel;
pub mod dose;
pub mod mean;
pub mod participation;
pub mod patients;
pub mod reached;
pub mod table;

use super::exposure::Exposures;
use super::process::Processes;
use crate::baseline::Baseline;
use crate::baseline::levers::{Lever, Overlap, PersonState, stacking_groups};
use crate::num::draws::StreamId;
use crate::num::units::{Sex, Year, YearSpan};
use crate::plan::{LeverSetting, Plan};
use crate::policy::uptake;
pub use caps::Capped;
pub use channel::{Action, LIMITATION, Work, effect_in};
use patients::Patients;

/// Most levers that may differ from their reference paths in one world, partners of stacking included.
pub const MOST_LEVERS: usize = 64;

/// What must hold of a person for a lever or one of its actions to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Has the condition with this index.
    Condition(usize),
    /// Smokes.
    Smoker,
    /// Is in this rank class or a higher one of the factor at this position of the ranks.
    RankFrom {
        /// Position in [`super::risk::Ranks::class`].
        rank: usize,
        /// Lowest class.
        class: u8,
    },
    /// Is at this care state or a higher one.
    CareFrom(usize),
}

/// A lever that a world looks at.
#[derive(Debug, Clone)]
pub struct ActiveLever<'a> {
    /// What the pack says of it.
    pub definition: &'a Lever,
    /// Position in the catalogue.
    number: usize,
    /// Paths of risk factors that belong to stacking groups.
    overlaps: &'a [Overlap],
    /// What the plan says of it; `None` for a lever that is here only because another one stacks with it.
    setting: Option<&'a LeverSetting>,
    /// Stream of the rank of participation.
    pub stream: StreamId,
    /// Correlation of participation with overall risk.
    pub correlation: f64,
    /// State without which it does not apply.
    pub requires: Option<Requirement>,
    /// What it does to hazards.
    pub actions: Vec<Action>,
    /// By which it keeps smokers from smoking.
    pub abstinence: Vec<Abstinence>,
}

/// A channel that keeps smokers from smoking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Abstinence {
    /// Position of its channel in the lever.
    pub channel: usize,
    /// Share of those in whom it applies who do not smoke because of it.
    pub share: f64,
}

/// The levers of a world.
#[derive(Debug, Clone, Default)]
pub struct LeverSet<'a> {
    /// In the order of the catalogue.
    pub levers: Vec<ActiveLever<'a>>,
    /// All stacking groups of the catalogue, in the order in which they act: the same for every world, so that a
    /// table means the same in all of them.
    pub groups: Vec<&'a str>,
    /// Those that more than one of the levers has a share in.
    pub shared_groups: Vec<&'a str>,
    /// Caps that bind.
    pub capped: Vec<Capped>,
    /// Patients whose deaths some lever changes; `None` if none does.
    patients: Option<Patients<'a>>,
}

impl<'a> LeverSet<'a> {
    /// The levers of a plan that differ from their reference paths in some year, and the levers that
    /// stack with them. Names were checked by whoever runs the plan; unknown ones are left out.
    #[must_use]
    pub fn new(
        baseline: &'a Baseline,
        plan: &'a Plan,
        processes: &Processes,
        exposures: Option<&Exposures<'_>>,
        years: YearSpan,
    ) -> Self {
        let compiler = channel::Compiler { baseline, processes, exposures };
        let setting = |lever: &Lever| plan.levers.iter().find(|setting| setting.lever == lever.id);
        let catalogue = &baseline.levers.levers;
        let active = |(number, lever): (usize, &'a Lever)| {
            compiler.lever((number, lever), setting(lever).filter(|own| uptake::differs(lever, own, years)))
        };
        let chosen = |lever: &Lever| setting(lever).is_some_and(|own| uptake::differs(lever, own, years));
        let all: Vec<ActiveLever<'a>> = catalogue.iter().enumerate().map(active).collect();
        let moved: Vec<&str> =
            all.iter().filter(|lever| chosen(lever.definition)).flat_map(ActiveLever::groups).collect();
        let partner = |lever: &ActiveLever<'a>| {
            years.iter().any(|year| lever.definition.reference_coverage(year) > 0.0)
                && lever.groups().iter().any(|group| moved.contains(group))
        };
        let wanted = |lever: &ActiveLever<'a>| chosen(lever.definition) || partner(lever);
        let mut set = Self { levers: all.into_iter().filter(wanted).collect(), ..Self::default() };
        set.drop_idle_partners();
        set.groups =
            stacking_groups(&baseline.levers.levers, &baseline.levers.overlaps).into_iter().collect();
        set.shared_groups = set.groups_of_several();
        caps::apply(&mut set, baseline, processes, exposures, years);
        let of_patients = |action: &Action| matches!(action.work, Work::Deaths(..));
        if set.levers.iter().any(|lever| lever.actions.iter().any(of_patients)) {
            set.patients = Patients::of(baseline, plan);
        }
        set
    }

    /// A partner that does nothing would only cost time.
    fn drop_idle_partners(&mut self) {
        self.levers.retain(|lever| lever.setting.is_some() || lever.acts());
    }

    fn groups_of_several(&self) -> Vec<&'a str> {
        let of = |lever: &ActiveLever<'a>| {
            let mut groups: Vec<&'a str> =
                lever.actions.iter().filter_map(|action| action.group(lever)).collect();
            groups.sort_unstable();
            groups.dedup();
            groups
        };
        let mut all: Vec<&'a str> = self.levers.iter().flat_map(of).collect();
        all.sort_unstable();
        let mut shared: Vec<&'a str> =
            all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        shared.dedup();
        shared
    }

    /// Position of the stacking group of an action among [`LeverSet::groups`], if another lever has a share in it.
    fn shared_group(&self, action: &Action, lever: &ActiveLever<'a>) -> Option<usize> {
        let name = action.group(lever).filter(|name| self.shared_groups.contains(name))?;
        self.groups.iter().position(|known| *known == name)
    }

    /// Whether no lever differs from its reference path.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levers.is_empty()
    }

    /// Whether any hazard may differ from the reference.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.levers.iter().any(|lever| lever.setting.is_some() && lever.acts())
    }
}

impl<'a> ActiveLever<'a> {
    /// Stacking groups of its channels and of the paths they act by.
    fn groups(&self) -> Vec<&'a str> {
        let own = self.definition.channels.iter().filter_map(|channel| channel.stacking.as_deref());
        own.chain(self.actions.iter().filter_map(|action| action.group(self))).collect()
    }
}

impl ActiveLever<'_> {
    /// Whether reaching somebody changes anything in the model.
    #[must_use]
    pub const fn acts(&self) -> bool {
        !self.actions.is_empty() || !self.abstinence.is_empty()
    }

    /// Whether the plan sets it, rather than another lever that stacks with it.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        self.setting.is_some()
    }

    /// Share of those of a sex and age who are reached: along the reference path, and in this world.
    #[must_use]
    pub fn reach(&self, sex: Sex, year: Year, age: u8) -> [f64; 2] {
        let covered = uptake::coverage(self.definition, self.setting, year);
        covered.map(|coverage| self.definition.reach(coverage, sex, year, age))
    }

    /// Share of those reached in whom the effect applies: along the reference path, and in this world.
    fn adherence(&self, year: Year) -> [f64; 2] {
        uptake::adherence(self.definition, self.setting, year)
    }
}

/// The requirement of a state of the pack; `None` for a state that the pack's model does not have.
fn requirement(
    state: &PersonState,
    baseline: &Baseline,
    exposures: Option<&Exposures<'_>>,
) -> Option<Requirement> {
    match state {
        PersonState::Condition(id) => {
            baseline.conditions.iter().position(|condition| condition.id == *id).map(Requirement::Condition)
        }
        PersonState::Smoker => Some(Requirement::Smoker),
        PersonState::CareLevelFrom(level) => Some(Requirement::CareFrom(usize::from(*level))),
        PersonState::RankFrom { factor, rank } => {
            let classes = crate::baseline::health::RANK_CLASSES as f64;
            let class = libm::ceil(rank * classes).clamp(0.0, classes) as u8;
            Some(Requirement::RankFrom { rank: exposures?.model.rank(factor)?, class })
        }
    }
}

#[cfg(test)]
mod tests;
