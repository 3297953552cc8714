//! Why a lever does nothing: the first reason that holds, from what is certain to what a run shows.

use crate::baseline::levers::{EvidenceTier, Lever, Target};
use crate::baseline::{Baseline, Text};
use crate::model::levers::LeverSet;
use crate::model::levers::mean::MeanDose;
use crate::num::units::{Year, YearSpan};
use crate::plan::LeverSetting;
use crate::policy::uptake;
use serde::{Deserialize, Serialize};

/// Why a lever changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoEffect {
    /// No coverage is set: it is on its reference path.
    AtReferencePath,
    /// The coverage that is set is what the reference path reaches anyway.
    AlreadyReached,
    /// It leaves the reference path after the year looked at.
    StartsTooLate {
        /// First year that differs; `None` if there is none in the pack.
        from: Option<Year>,
    },
    /// No channel has usable evidence.
    NoEvidence,
    /// Studies looked for an effect and found none, and a null stays null.
    NullEvidence,
    /// The scenario itself sets its effect to none.
    SetToNothing,
    /// Its channels act on nothing that the model has.
    NotInModel,
    /// Nobody of those covered takes part.
    NobodyTakesPart,
    /// Nobody is eligible.
    NobodyEligible,
    /// Some are eligible, but too few persons are simulated for one of them to be reached.
    NobodySimulated,
    /// It acts through other levers only, and what that changes is no event of so few simulated persons.
    TooFewThroughOthers {
        /// The other lever whose coverage it changes most.
        lever: Text,
        /// By how much in the year looked at, as a share of those it counts.
        more: f64,
    },
    /// A cap leaves nothing of its effect.
    Capped,
    /// The effect had gone by the year looked at.
    Decayed,
    /// The effect has not begun by the year looked at.
    NotBegun,
    /// A stronger lever of the same stacking group already acts.
    Overshadowed,
    /// It reaches persons and acts, but nothing that these outcomes are made of differs in that year.
    NothingMoved,
}

impl NoEffect {
    /// Whether only so few simulated persons show none: an effect there may be all the same.
    #[must_use]
    pub const fn is_unseen(&self) -> bool {
        matches!(self, Self::NobodySimulated | Self::TooFewThroughOthers { .. } | Self::NothingMoved)
    }

    /// Whether the reason lies in what studies found, or did not look for.
    #[must_use]
    pub const fn is_of_evidence(&self) -> bool {
        matches!(self, Self::NullEvidence | Self::NoEvidence)
    }
}

/// What a reason is looked for in.
pub struct Case<'a> {
    /// The pack.
    pub baseline: &'a Baseline,
    /// The lever; `None` if the pack does not have it.
    pub lever: Option<&'a Lever>,
    /// How it is set.
    pub setting: &'a LeverSetting,
    /// The levers of the world in which it is added to the others' starting point.
    pub set: &'a LeverSet<'a>,
    /// What of it acts in the year.
    pub dose: Option<&'a MeanDose>,
    /// Person-years reached more or fewer, as simulated.
    pub reached: f64,
    /// The levers it acts through: what it changes there.
    pub through: Vec<Through>,
    /// Year looked at.
    pub year: Year,
}

/// What a lever changes of another one that it acts through.
#[derive(Debug, Clone, PartialEq)]
pub struct Through {
    /// Name of the other lever.
    pub lever: Text,
    /// Change of its coverage in the year, as a share of those it counts.
    pub more: f64,
}

impl Case<'_> {
    /// The first reason that holds.
    #[must_use]
    pub fn reason(&self) -> NoEffect {
        self.of_setting().or_else(|| self.of_evidence()).unwrap_or_else(|| self.of_run())
    }

    fn of_setting(&self) -> Option<NoEffect> {
        let Some(lever) = self.lever else { return Some(NoEffect::NotInModel) };
        let setting = self.setting;
        let years = self.baseline.years;
        let differs = |last: Year| uptake::differs(lever, setting, YearSpan { first: years.first, last });
        match years.iter().find(|year| differs(*year)) {
            Some(first) if first > self.year => Some(NoEffect::StartsTooLate { from: Some(first) }),
            Some(_) => None,
            None => Some(match &setting.coverage {
                None => NoEffect::AtReferencePath,
                Some(path) if path.from > self.year => NoEffect::StartsTooLate { from: None },
                Some(_) => NoEffect::AlreadyReached,
            }),
        }
    }

    fn of_evidence(&self) -> Option<NoEffect> {
        let lever = self.lever?;
        let own = |id: &str| self.setting.effects.iter().any(|(known, _)| known == id);
        let (mut acting, mut null, mut own_null) = (false, false, false);
        for channel in lever.channels.iter().filter(|channel| channel.acts != Target::Shown) {
            // A value of the pack that does nothing stands for missing evidence as well: the tier tells which.
            let stated = lever.tier_of(channel) == EvidenceTier::StrongNull && !channel.is_assumed();
            match crate::model::levers::effect_in(channel, Some(self.setting)) {
                Some(effect) if effect != channel.acts.null() => acting = true,
                Some(_) if own(&channel.id) => own_null = true,
                Some(_) if stated => null = true,
                _ => {}
            }
        }
        match (acting, null) {
            (true, _) if self.setting.adherence.unwrap_or(lever.coverage.adherence) == 0.0 => {
                Some(NoEffect::NobodyTakesPart)
            }
            (true, _) => None,
            (false, true) => Some(NoEffect::NullEvidence),
            (false, false) if own_null => Some(NoEffect::SetToNothing),
            // What it is applied to is assumed, but what was looked at did not differ.
            (false, false) if lever.tier == EvidenceTier::StrongNull => Some(NoEffect::NullEvidence),
            (false, false) => Some(NoEffect::NoEvidence),
        }
    }

    fn of_run(&self) -> NoEffect {
        let (Some(active), Some(dose)) = (self.set.set_lever(&self.setting.lever), self.dose) else {
            return NoEffect::NotInModel;
        };
        let on_others = active.definition.channels.iter().any(|channel| channel.acts.lever().is_some());
        if !active.acts() && !on_others {
            return NoEffect::NotInModel;
        }
        let asks = &active.definition.eligibility;
        if dose.eligible == 0.0 {
            return NoEffect::NobodyEligible;
        }
        // Whom a lever of reach touches itself says nothing: its effect is in those whom the others reach.
        if !active.acts() {
            let size = |other: &&Through| other.more.abs();
            let largest = self.through.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
            if let Some(other) = largest.filter(|other| other.more != 0.0) {
                return NoEffect::TooFewThroughOthers { lever: other.lever.clone(), more: other.more };
            }
        }
        if self.reached == 0.0 {
            let narrow = asks.employed || asks.state.is_some();
            return if narrow { NoEffect::NobodyEligible } else { NoEffect::NobodySimulated };
        }
        let acting: Vec<_> = dose
            .channels
            .iter()
            .filter(|own| {
                active.definition.channels[own.channel].acts == Target::Abstinence
                    || active.actions.iter().any(|action| action.channel == own.channel)
            })
            .collect();
        if !acting.is_empty() {
            if acting.iter().all(|own| active.cap(own.channel) == 0.0) {
                return NoEffect::Capped;
            }
            if acting.iter().all(|own| own.persons == 0.0) {
                let ever = acting.iter().any(|own| own.ever);
                return if ever { NoEffect::Decayed } else { NoEffect::NotBegun };
            }
        }
        let shared = |group: Option<&str>| group.is_some_and(|name| self.set.shared_groups.contains(&name));
        if active.actions.iter().any(|action| shared(action.group(active))) {
            return NoEffect::Overshadowed;
        }
        NoEffect::NothingMoved
    }
}
