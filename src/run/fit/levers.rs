//! Whether the levers of a plan fit the pack, and which of them can do nothing.

use super::Misfit;
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, EvidenceTier, Lever, PersonState, Target};
use crate::model::levers::{MOST_LEVERS, effect_in};
use crate::num::units::{Year, YearSpan};
use crate::plan::{LeverSetting, Plan};
use crate::policy::uptake;

/// Least and largest correlation of participation with risk.
pub const CORRELATIONS: [f64; 2] = [-0.9, 0.9];
/// Least and largest factor on the pack's effects: a harm may be drawn where a gain is expected.
const EFFECT_FACTORS: [f64; 2] = [-20.0, 20.0];

/// Refuses levers that the pack cannot carry out as they are set.
pub(super) fn check(baseline: &Baseline, settings: &[LeverSetting]) -> Result<(), Misfit> {
    // Levers that stack with a set one, or that it makes reach further, are followed as well.
    let found = baseline.levers.levers.len();
    if found > MOST_LEVERS && !settings.is_empty() {
        return Err(Misfit::TooManyLevers { found, most: MOST_LEVERS });
    }
    for (index, setting) in settings.iter().enumerate() {
        let lever = setting.lever.clone();
        if settings[..index].iter().any(|before| before.lever == lever) {
            return Err(Misfit::RepeatedLever { lever });
        }
        let Some(known) = baseline.levers.lever(&lever) else {
            let ids = baseline.levers.levers.iter().map(|lever| lever.id.as_str());
            return Err(Misfit::UnknownLever { lever, pack: baseline.id.clone(), levers: listed(ids) });
        };
        check_coverage(setting)?;
        for (field, value, [least, most]) in [
            ("adherence", setting.adherence, [0.0, 1.0]),
            ("correlation", setting.correlation, CORRELATIONS),
            ("effect_factor", setting.effect_factor, EFFECT_FACTORS),
        ] {
            // A NaN lies in no range.
            if let Some(found) = value.filter(|value| !(least..=most).contains(value)) {
                return Err(Misfit::LeverValue { lever, field, found, least, most });
            }
        }
        for (channel, effect) in &setting.effects {
            check_effect(known, channel, *effect)?;
        }
    }
    Ok(())
}

fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() { "-".to_owned() } else { ids.join(", ") }
}

fn check_coverage(setting: &LeverSetting) -> Result<(), Misfit> {
    let Some(path) = &setting.coverage else { return Ok(()) };
    let outside = path.shares.iter().position(|share| !(0.0..=1.0).contains(share));
    // A path without a share says nothing about any year.
    match outside.or(path.shares.is_empty().then_some(0)) {
        None => Ok(()),
        Some(at) => Err(Misfit::Coverage {
            lever: setting.lever.clone(),
            year: Year(path.from.0 + at as u16),
            share: path.shares.get(at).copied().unwrap_or(f64::NAN),
        }),
    }
}

fn check_effect(known: &Lever, channel: &str, effect: f64) -> Result<(), Misfit> {
    let lever = known.id.clone();
    let Some(acts) = known.channel(channel).map(|channel| &channel.acts) else {
        let channels = listed(known.channels.iter().map(|channel| channel.id.as_str()));
        return Err(Misfit::UnknownChannel { lever, channel: channel.to_owned(), channels });
    };
    let fits = match acts {
        _ if !effect.is_finite() => false,
        Target::Abstinence | Target::Passage(_) => (0.0..=1.0).contains(&effect),
        Target::ReachPoints(_) => (-1.0..=1.0).contains(&effect),
        _ => !acts.is_ratio() || effect > 0.0,
    };
    if fits {
        return Ok(());
    }
    let allowed = match acts {
        Target::Abstinence | Target::Passage(_) => "0 to 1",
        Target::ReachPoints(_) => "-1 to 1",
        _ if acts.is_ratio() => "> 0",
        _ => "-",
    };
    Err(Misfit::ChannelEffect { lever, channel: channel.to_owned(), effect, allowed })
}

/// Why a lever can do nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeverIdleness {
    /// Its coverage is that of the reference path in every year of the run.
    AtReferencePath,
    /// It leaves the reference path after the last year of the run.
    StartsTooLate(Year),
    /// No channel has evidence of an effect: no value, the value that does nothing, or shown only.
    NoEvidence,
    /// As before, because good studies found none.
    NullEvidence,
    /// The scenario itself sets the effects that it would have to none.
    SetToNothing,
    /// The pack has nobody whom it may reach.
    NobodyEligible,
    /// Nobody of those covered takes part.
    NobodyTakesPart,
    /// The pack has none of the things that its channels act on.
    TargetsAbsent,
}

/// A lever that is set but can do nothing in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleLever {
    /// Its identifier.
    pub lever: String,
    /// Why it does nothing.
    pub why: LeverIdleness,
}

/// The levers of a plan that can have no effect to `until`, with the first reason that holds. What only a
/// run can show (an effect that has decayed, a cap, a goal already reached) is not among them.
#[must_use]
pub fn idle_levers(baseline: &Baseline, plan: &Plan, until: Year) -> Vec<IdleLever> {
    let idle = |setting: &LeverSetting| {
        let known = baseline.levers.lever(&setting.lever)?;
        let why = why_idle(baseline, setting, known, until)?;
        Some(IdleLever { lever: setting.lever.clone(), why })
    };
    plan.levers.iter().filter_map(idle).collect()
}

fn why_idle(
    baseline: &Baseline,
    setting: &LeverSetting,
    known: &Lever,
    until: Year,
) -> Option<LeverIdleness> {
    let differs = |last: Year| {
        let years = YearSpan { first: baseline.years.first, last };
        uptake::differs(known, setting, years)
    };
    if !differs(baseline.years.last) {
        return Some(LeverIdleness::AtReferencePath);
    }
    if !differs(until) {
        return Some(LeverIdleness::StartsTooLate(until));
    }
    let mut acting = known.channels.iter().filter(|channel| acts(channel, setting)).peekable();
    if acting.peek().is_none() {
        let usual = LeverSetting { effects: Vec::new(), ..setting.clone() };
        if known.channels.iter().any(|channel| acts(channel, &usual)) {
            return Some(LeverIdleness::SetToNothing);
        }
        let null = known.tier == EvidenceTier::StrongNull;
        return Some(if null { LeverIdleness::NullEvidence } else { LeverIdleness::NoEvidence });
    }
    if !has_eligible(baseline, known) {
        return Some(LeverIdleness::NobodyEligible);
    }
    if setting.adherence.unwrap_or(known.coverage.adherence) == 0.0 {
        return Some(LeverIdleness::NobodyTakesPart);
    }
    if !acting.any(|channel| is_there(baseline, &channel.acts)) {
        return Some(LeverIdleness::TargetsAbsent);
    }
    None
}

/// Whether a channel does something as it is set.
fn acts(channel: &Channel, setting: &LeverSetting) -> bool {
    let effect = effect_in(channel, Some(setting));
    channel.acts != Target::Shown && effect.is_some_and(|effect| effect != channel.acts.null())
}

/// Whether the pack has persons of the sexes, ages and states that a lever may reach.
fn has_eligible(baseline: &Baseline, lever: &Lever) -> bool {
    let state = match &lever.eligibility.state {
        None => true,
        Some(PersonState::Condition(id)) => has_condition(baseline, id),
        Some(PersonState::Smoker) => has_smoking(baseline),
        Some(PersonState::CareLevelFrom(_)) => baseline.care.is_some(),
        Some(PersonState::RankFrom { factor, .. }) => has_factor(baseline, factor),
    };
    let employed = |sex, age: u8| {
        !lever.eligibility.employed
            || baseline.levers.employment.as_ref().is_some_and(|share| {
                share.ages().contains(age) && share.held(sex, share.years().first, age) > 0.0
            })
    };
    state
        && baseline
            .sexes
            .iter()
            .any(|sex| baseline.ages.iter().any(|age| lever.profile(*sex, age) > 0.0 && employed(*sex, age)))
}

fn has_condition(baseline: &Baseline, id: &str) -> bool {
    baseline.conditions.iter().any(|condition| condition.id == *id)
}

fn has_smoking(baseline: &Baseline) -> bool {
    baseline.risk.as_ref().is_some_and(|risk| risk.smoking.is_some())
}

fn has_factor(baseline: &Baseline, id: &str) -> bool {
    baseline.risk.as_ref().is_some_and(|risk| risk.factors.iter().any(|factor| factor.id == *id))
}

/// Whether the pack has what a channel acts on.
fn is_there(baseline: &Baseline, target: &Target) -> bool {
    match target {
        Target::Exposure(factor) | Target::Score(factor) => has_factor(baseline, factor),
        Target::Onset(condition) => has_condition(baseline, condition),
        Target::Death(causes) => causes.iter().any(|id| baseline.causes.iter().any(|cause| cause.id == *id)),
        Target::CareOnset | Target::CareProgression => baseline.care.is_some(),
        Target::Limitation => baseline.limitation.is_some() || baseline.care.is_some(),
        Target::Abstinence => has_smoking(baseline),
        Target::ReachPoints(lever) | Target::ReachOdds { lever, .. } | Target::Passage(lever) => {
            baseline.levers.lever(lever).is_some()
        }
        Target::Shown => false,
    }
}

#[cfg(test)]
mod tests;
