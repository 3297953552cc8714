//! The parts of a lever in the reader's language.

use crate::baseline::levers::{
    Channel, CostBasis, Distribution, Eligibility, EvidenceTier, Lasting, Lever, LeverGroup, MeasuredIn,
    Onset, PersonState, Target,
};
use crate::baseline::{Baseline, Text};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::report::document::Cell;

/// A number as the pack gives it.
pub(super) fn exact(value: f64) -> Cell {
    Cell::Number { value, shown: value.to_string() }
}

pub(super) fn group(group: LeverGroup, messages: &Messages) -> String {
    match group {
        LeverGroup::Checkups => message!(messages, "lever-group-checkups"),
        LeverGroup::Screening => message!(messages, "lever-group-screening"),
        LeverGroup::Environment => message!(messages, "lever-group-environment"),
        LeverGroup::Community => message!(messages, "lever-group-community"),
        LeverGroup::Work => message!(messages, "lever-group-work"),
        LeverGroup::Digital => message!(messages, "lever-group-digital"),
        LeverGroup::Enabler => message!(messages, "lever-group-enabler"),
    }
}

/// How strong evidence is, in words.
#[must_use]
pub fn tier(tier: EvidenceTier, messages: &Messages) -> String {
    match tier {
        EvidenceTier::Strong => message!(messages, "lever-tier-strong"),
        EvidenceTier::StrongSmall => message!(messages, "lever-tier-strong-small"),
        EvidenceTier::StrongNull => message!(messages, "lever-tier-strong-null"),
        EvidenceTier::Mixed => message!(messages, "lever-tier-mixed"),
        EvidenceTier::Weak => message!(messages, "lever-tier-weak"),
        EvidenceTier::Absent => message!(messages, "lever-tier-absent"),
    }
}

/// The unit of an effect: symbols are the same in every language, words are not.
#[must_use]
pub fn unit(unit: &str, messages: &Messages) -> String {
    match unit {
        "share" => message!(messages, "unit-share"),
        "points" => message!(messages, "unit-points"),
        "steps/day" => message!(messages, "unit-steps-a-day"),
        "g/day" => message!(messages, "unit-grams-a-day"),
        "years" => message!(messages, "unit-years"),
        "yen" => message!(messages, "unit-yen"),
        "ratio" => message!(messages, "unit-ratio"),
        "rate ratio" => message!(messages, "measure-rate-ratio"),
        "mmHg per g" => message!(messages, "unit-pressure-per-gram"),
        "ml/min/1.73m2 per year" => message!(messages, "unit-filtration-a-year"),
        symbol => symbol.to_owned(),
    }
}

/// How strong the evidence for one channel is. An assumption is not evidence, whatever the lever as a whole is
/// known for.
pub(super) fn strength(lever: &Lever, channel: &Channel, messages: &Messages) -> String {
    match channel.grade.as_str() {
        "C" => message!(messages, "lever-tier-assumption"),
        "-" => tier(EvidenceTier::Absent, messages),
        grade if grade.ends_with("/C") => message!(messages, "lever-tier-part-assumption"),
        _ => tier(lever.tier_of(channel), messages),
    }
}

/// The grade of a channel; of one that is shown only, that it is not of what is applied.
pub(super) fn grade(channel: &Channel, messages: &Messages) -> String {
    if channel.acts == Target::Shown && channel.grade != "-" {
        message!(messages, "lever-grade-shown", grade = channel.grade.as_str())
    } else {
        channel.grade.clone()
    }
}

/// Whether a lever lowers mortality by way of care need: the model ties one to the other.
#[must_use]
pub fn works_through_care(lever: &Lever) -> bool {
    lever.channels.iter().any(|channel| matches!(channel.acts, Target::CareOnset | Target::CareProgression))
}

/// Grades of the channels whose default effect changes a result, each once.
pub(super) fn applied_grades(lever: &Lever) -> Vec<&str> {
    let acts = |channel: &&Channel| {
        channel.acts != Target::Shown
            && channel.believed().is_some_and(|effect| effect != channel.acts.null())
    };
    let mut grades: Vec<&str> =
        lever.channels.iter().filter(acts).map(|channel| channel.grade.as_str()).collect();
    grades.sort_unstable();
    grades.dedup();
    grades
}

/// How strong the evidence is for what the lever is made to do, with the grades of its acting channels. What else
/// is known of a lever (that exercise prevents falls, that less salt lowers blood pressure) does not count where
/// it is not what is applied.
#[must_use]
pub fn evidence(lever: &Lever, messages: &Messages) -> String {
    let grades = applied_grades(lever);
    let words = match (grades.first(), lever.tier) {
        (None, EvidenceTier::StrongNull | EvidenceTier::Absent) => return tier(lever.tier, messages),
        (None, own) => {
            return message!(messages, "lever-none-applied", tier = tier(own, messages));
        }
        (Some(&"A"), own) => tier(own, messages),
        (Some(grade), EvidenceTier::Weak) if grade.starts_with(['A', 'B']) => {
            tier(EvidenceTier::Weak, messages)
        }
        (Some(grade), _) if grade.starts_with(['A', 'B']) => tier(EvidenceTier::Mixed, messages),
        (Some(_), _) => message!(messages, "lever-tier-assumption"),
    };
    format!("{words} ({})", grades.join(", "))
}

/// The default effect with its unit.
pub(super) fn default_effect(channel: &Channel, messages: &Messages) -> String {
    match channel.effect {
        None => message!(messages, "levers-no-evidence"),
        Some(effect) => format!("{} {}", effect.default, unit(&channel.unit, messages)),
    }
}

/// The title of a thing of the pack by its id.
fn named<'a>(id: &str, mut all: impl Iterator<Item = (&'a String, &'a Text)>, messages: &Messages) -> String {
    all.find(|(known, _)| *known == id)
        .map_or_else(|| id.to_owned(), |(_, title)| messages.choose(title).to_owned())
}

fn factor(id: &str, baseline: &Baseline, messages: &Messages) -> String {
    let factors = baseline.risk.iter().flat_map(|risk| &risk.factors);
    named(id, factors.map(|factor| (&factor.id, &factor.title)), messages)
}

fn condition(id: &str, baseline: &Baseline, messages: &Messages) -> String {
    named(id, baseline.conditions.iter().map(|condition| (&condition.id, &condition.title)), messages)
}

fn lever(id: &str, baseline: &Baseline, messages: &Messages) -> String {
    named(id, baseline.levers.levers.iter().map(|lever| (&lever.id, &lever.title)), messages)
}

/// What a channel acts on.
pub(super) fn target(target: &Target, baseline: &Baseline, messages: &Messages) -> String {
    match target {
        Target::Exposure(id) => {
            message!(messages, "lever-acts-exposure", name = factor(id, baseline, messages))
        }
        Target::Score(id) => message!(messages, "lever-acts-score", name = factor(id, baseline, messages)),
        Target::Onset(id) => message!(messages, "lever-acts-onset", name = condition(id, baseline, messages)),
        Target::Death(causes) if causes.len() == baseline.causes.len() => {
            message!(messages, "lever-acts-death-all")
        }
        Target::Death(causes) => {
            let known = || baseline.causes.iter().map(|cause| (&cause.id, &cause.title));
            let names: Vec<String> = causes.iter().map(|id| named(id, known(), messages)).collect();
            message!(messages, "lever-acts-death", names = names.join(", "))
        }
        Target::CareOnset => message!(messages, "lever-acts-care-onset"),
        Target::CareProgression => message!(messages, "lever-acts-care-progression"),
        Target::Limitation => message!(messages, "lever-acts-limitation"),
        Target::Abstinence => message!(messages, "lever-acts-abstinence"),
        Target::ReachPoints(id) => {
            message!(messages, "lever-acts-reach-points", name = lever(id, baseline, messages))
        }
        Target::ReachOdds { lever: id, usual } => {
            let name = lever(id, baseline, messages);
            message!(messages, "lever-acts-reach-odds", name = name, usual = fixed(100.0 * usual, 1))
        }
        Target::Passage(id) => {
            message!(messages, "lever-acts-passage", name = lever(id, baseline, messages))
        }
        Target::Shown => message!(messages, "lever-acts-shown"),
    }
}

/// The word of a target in machine-readable output, and what it names.
pub(super) fn target_key(target: &Target) -> (&'static str, Vec<&str>) {
    match target {
        Target::Exposure(id) => ("exposure", vec![id]),
        Target::Score(id) => ("score", vec![id]),
        Target::Onset(id) => ("onset", vec![id]),
        Target::Death(causes) => ("death", causes.iter().map(String::as_str).collect()),
        Target::CareOnset => ("care_onset", Vec::new()),
        Target::CareProgression => ("care_progression", Vec::new()),
        Target::Limitation => ("limitation", Vec::new()),
        Target::Abstinence => ("abstinence", Vec::new()),
        Target::ReachPoints(id) => ("reach_points", vec![id]),
        Target::ReachOdds { lever, .. } => ("reach_odds", vec![lever]),
        Target::Passage(id) => ("passage", vec![id]),
        Target::Shown => ("shown", Vec::new()),
    }
}

/// Whom a lever may reach.
pub(super) fn eligible(eligibility: &Eligibility, baseline: &Baseline, messages: &Messages) -> String {
    let (first, last) = eligibility.ages;
    let (first_text, last_text) = (first.to_string(), last.to_string());
    let open = last == baseline.ages.last;
    let mut parts = vec![
        match eligibility.sex {
            None => message!(messages, "lever-eligible-both"),
            Some(Sex::Male) => message!(messages, "lever-eligible-men"),
            Some(Sex::Female) => message!(messages, "lever-eligible-women"),
        },
        if open {
            message!(messages, "lever-eligible-from", first = first_text)
        } else {
            message!(messages, "lever-eligible-ages", first = first_text, last = last_text)
        },
    ];
    if eligibility.employed {
        parts.push(message!(messages, "lever-eligible-employed"));
    }
    parts.extend(state(eligibility, baseline, messages));
    parts.join(messages.language().pick("、", ", "))
}

/// The state that persons must be in for a lever to reach them; `None` if any will do.
#[must_use]
pub fn state(eligibility: &Eligibility, baseline: &Baseline, messages: &Messages) -> Option<String> {
    eligibility.state.as_ref().map(|state| match state {
        PersonState::Condition(id) => {
            message!(messages, "lever-eligible-condition", name = condition(id, baseline, messages))
        }
        PersonState::Smoker => message!(messages, "lever-eligible-smoker"),
        PersonState::RankFrom { factor: id, rank } => message!(
            messages,
            "lever-eligible-rank",
            name = factor(id, baseline, messages),
            share = format!("{:.2}%", 100.0 * (1.0 - (rank * 16.0).ceil() / 16.0))
        ),
        PersonState::CareLevelFrom(level) => match level {
            1 => message!(messages, "lever-eligible-care-1"),
            2 => message!(messages, "lever-eligible-care-2"),
            _ => message!(messages, "lever-eligible-care-3"),
        },
    })
}

/// In whom an effect was measured; what is assumed was measured in nobody.
pub(super) fn measured(channel: &Channel, messages: &Messages) -> String {
    match channel.measured_in {
        _ if channel.is_assumed() => message!(messages, "lever-measured-assumed"),
        MeasuredIn::Assigned => message!(messages, "lever-measured-assigned"),
        MeasuredIn::Invited => message!(messages, "lever-measured-invited"),
        MeasuredIn::Attended => message!(messages, "lever-measured-attended"),
        MeasuredIn::Participants => message!(messages, "lever-measured-participants"),
        MeasuredIn::Population => message!(messages, "lever-measured-population"),
    }
}

pub(super) fn onset(onset: Onset, messages: &Messages) -> String {
    match onset {
        Onset::Immediate => message!(messages, "lever-onset-immediate"),
        Onset::PhasedIn(years) => message!(messages, "lever-onset-phased", years = years.to_string()),
        Onset::After(years) => message!(messages, "lever-onset-after", years = years.to_string()),
    }
}

pub(super) fn lasting(lasting: Lasting, messages: &Messages) -> String {
    match lasting {
        Lasting::WhileReached => message!(messages, "lever-lasting-while"),
        Lasting::LinearToZero(years) => message!(messages, "lever-lasting-linear", years = years.to_string()),
        Lasting::HalfLife(years) => message!(messages, "lever-lasting-half-life", years = years.to_string()),
        Lasting::Permanent => message!(messages, "lever-lasting-permanent"),
    }
}

pub(super) fn distribution(distribution: Distribution, messages: &Messages) -> String {
    match distribution {
        Distribution::Fixed => message!(messages, "lever-distribution-fixed"),
        Distribution::Normal => message!(messages, "lever-distribution-normal"),
        Distribution::Lognormal => message!(messages, "lever-distribution-lognormal"),
        Distribution::Triangular => message!(messages, "lever-distribution-triangular"),
        Distribution::Uniform => message!(messages, "lever-distribution-uniform"),
        Distribution::Beta => message!(messages, "lever-distribution-beta"),
    }
}

pub(super) fn per(per: CostBasis, messages: &Messages) -> String {
    match per {
        CostBasis::PersonYear => message!(messages, "lever-cost-person-year"),
        CostBasis::PersonOnce => message!(messages, "lever-cost-person-once"),
        CostBasis::Year => message!(messages, "lever-cost-year"),
    }
}
