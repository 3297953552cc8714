//! Rules of one channel: what it acts on exists, its numbers are possible and in order.

use super::{Checked, Names, cited, condition, texts, unknown, visible, wrong};
use crate::baseline::health::{FactorKind, RiskFactor};
use crate::baseline::levers::{Channel, Lasting, Lever, Onset, Target, Uncertain};

/// Longest onset or duration, years: beyond it nothing would be seen in any run.
const LONGEST_YEARS: f64 = 100.0;

pub(super) fn check(channel: &Channel, lever: &Lever, names: &Names) -> Checked {
    texts(&[("title", &channel.title), ("basis", &channel.basis)])?;
    visible(&channel.unit)?;
    visible(&channel.grade)?;
    target(&channel.acts, lever, names)?;
    if let Some(effect) = channel.effect {
        size(effect, &channel.acts)?;
    }
    let (value, low, high) = channel.shrink;
    if !(0.0 <= low && low <= value && value <= high && high <= 1.0) {
        return wrong(format!(
            "shrink: found ({value}, {low}, {high}); allowed: value, low, high with 0 <= low <= value <= high <= 1"
        ));
    }
    years(channel)?;
    if channel.study_reach.is_some_and(|reach| !(reach > 0.0 && reach <= 1.0)) {
        return wrong("study_reach: allowed are shares above 0 and up to 1");
    }
    cited(&channel.sources, names)
}

fn target(target: &Target, lever: &Lever, names: &Names) -> Checked {
    let factors: Vec<&RiskFactor> = names.baseline.risk.iter().flat_map(|risk| &risk.factors).collect();
    let fitting = |fits: fn(&RiskFactor) -> bool| -> Vec<&str> {
        factors.iter().filter(|factor| fits(factor)).map(|factor| factor.id.as_str()).collect()
    };
    match target {
        Target::Exposure(name) => {
            let valued = |factor: &RiskFactor| factor.values.is_some() || factor.kind == FactorKind::Lever;
            unknown("risk factor with values", name, &fitting(valued))
        }
        Target::Score(name) => {
            unknown("risk factor with categories", name, &fitting(|factor| factor.categories.is_some()))
        }
        Target::Onset(name) => condition(name, names),
        Target::Death(causes) => {
            let known: Vec<&str> = names.baseline.causes.iter().map(|cause| cause.id.as_str()).collect();
            if causes.is_empty() {
                return wrong("`Death` needs at least one cause");
            }
            causes.iter().try_for_each(|cause| unknown("cause of death", cause, &known))
        }
        Target::CareOnset | Target::CareProgression if names.baseline.care.is_none() => {
            wrong("the pack has no care need")
        }
        Target::Limitation if names.baseline.limitation.is_none() => {
            wrong("the pack has no activity limitation")
        }
        Target::Abstinence if fitting(|factor| factor.kind == FactorKind::Smoking).is_empty() => {
            wrong("`Abstinence` needs a factor of kind `Smoking`")
        }
        Target::ReachOdds { usual, .. } if !(*usual > 0.0 && *usual < 1.0) => {
            wrong(format!("usual: found {usual}; a share above 0 and below 1"))
        }
        Target::ReachPoints(other) | Target::ReachOdds { lever: other, .. } | Target::Passage(other) => {
            unknown("lever", other, &names.levers)?;
            if *other == lever.id { wrong("a lever cannot act on its own reach") } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

fn size(effect: Uncertain, target: &Target) -> Checked {
    ordered("effect", effect)?;
    let Uncertain { pessimistic, default, optimistic, .. } = effect;
    let all = [pessimistic, default, optimistic];
    if target.is_ratio() && all.iter().any(|value| *value <= 0.0) {
        return wrong(format!("effect: found {pessimistic}, {default}, {optimistic}; a ratio is above 0"));
    }
    let share = matches!(target, Target::Abstinence | Target::Passage(_));
    if share && all.iter().any(|value| !(0.0..=1.0).contains(value)) {
        return wrong(format!(
            "effect: found {pessimistic}, {default}, {optimistic}; a share is from 0 to 1"
        ));
    }
    if matches!(target, Target::ReachPoints(_)) && all.iter().any(|value| !(-1.0..=1.0).contains(value)) {
        return wrong(format!(
            "effect: found {pessimistic}, {default}, {optimistic}; coverage changes by -1 to 1"
        ));
    }
    // A hazard of illness that falls is favourable; reach and abstinence that rise are.
    let falls = target.is_ratio() && !matches!(target, Target::ReachOdds { .. });
    let rises = share || matches!(target, Target::ReachOdds { .. } | Target::ReachPoints(_));
    if (falls && optimistic > pessimistic) || (rises && optimistic < pessimistic) {
        return wrong(format!(
            "effect: found pessimistic {pessimistic}, optimistic {optimistic}: the favourable end is the other one"
        ));
    }
    Ok(())
}

fn ordered(field: &str, value: Uncertain) -> Checked {
    let Uncertain { pessimistic, default, optimistic, .. } = value;
    let finite = [pessimistic, default, optimistic].iter().all(|value| value.is_finite());
    let between = (pessimistic <= default && default <= optimistic)
        || (pessimistic >= default && default >= optimistic);
    if !finite || !between {
        return wrong(format!(
            "{field}: found pessimistic {pessimistic}, default {default}, optimistic {optimistic}; allowed: finite numbers with the default between the others"
        ));
    }
    Ok(())
}

fn years(channel: &Channel) -> Checked {
    let possible = |years: f64| years > 0.0 && years <= LONGEST_YEARS;
    let onset = match channel.onset {
        Onset::Immediate => None,
        Onset::PhasedIn(years) | Onset::After(years) => Some(years),
    };
    let lasting = match channel.lasting {
        Lasting::WhileReached | Lasting::Permanent => None,
        Lasting::LinearToZero(years) | Lasting::HalfLife(years) => Some(years),
    };
    if let Some(years) = [onset, lasting].into_iter().flatten().find(|years| !possible(*years)) {
        return wrong(format!(
            "onset, lasting: found {years} years; allowed: above 0 and up to {LONGEST_YEARS}"
        ));
    }
    let Some(timing) = channel.timing else { return Ok(()) };
    ordered("timing", timing)?;
    if ![timing.pessimistic, timing.default, timing.optimistic].into_iter().all(possible) {
        return wrong(format!("timing: allowed are years above 0 and up to {LONGEST_YEARS}"));
    }
    if channel.years() != Some(timing.default) {
        return wrong(
            "timing: its default must be the years of `lasting` or, where that has none, of `onset`",
        );
    }
    Ok(())
}
