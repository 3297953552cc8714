//! The words of an explanation: names of parts, reasons, and one summary made from the numbers.

use super::{ExplainReport, SMALLEST};
use crate::analysis::explain::chain::{Chain, Link, Stage};
use crate::analysis::explain::reason::NoEffect;
use crate::analysis::explain::{Contribution, Part};
use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::differing::Precision;
use crate::outcome::series::Estimate;

/// Standard errors below which a difference is not told from zero.
pub const SURE: f64 = 2.0;

/// The name of a part.
pub fn name(one: &Contribution, baseline: &Baseline, messages: &Messages) -> String {
    match one.part {
        Part::Mortality => message!(messages, "explain-mortality"),
        Part::Limitation => message!(messages, "explain-limitation"),
        Part::CareNeed => message!(messages, "explain-care-need"),
        Part::HazardChanges => message!(messages, "explain-hazard-changes"),
        Part::Lever => {
            let lever = baseline.levers.lever(&one.id);
            lever.map_or(one.id.as_str(), |lever| messages.choose(&lever.title)).to_owned()
        }
    }
}

/// The name of what a link is about.
pub fn link(link: &Link, baseline: &Baseline, messages: &Messages) -> String {
    let title = match link.stage {
        Stage::Incidence => {
            baseline.conditions.iter().find(|condition| condition.id == link.id).map(|known| &known.title)
        }
        Stage::Reach => baseline.levers.lever(&link.id).map(|lever| &lever.title),
        Stage::Deaths => baseline.causes.iter().find(|cause| cause.id == link.id).map(|known| &known.title),
        Stage::CareNeed if link.id == "from_1" => return message!(messages, "explain-care-from-1"),
        Stage::CareNeed => return message!(messages, "explain-care-from-2"),
        Stage::Limitation => return message!(messages, "explain-limited"),
    };
    title.map_or(link.id.as_str(), |title| messages.choose(title)).to_owned()
}

/// The links that are shown: told from none, and not so small that they would read 0.
pub fn shown(chain: &Chain) -> impl Iterator<Item = &Link> {
    chain.links.iter().filter(|link| link.change.abs() >= SMALLEST)
}

/// How many links are not shown: too small to be, within their error, or not different at all.
pub fn hidden(chain: &Chain) -> usize {
    chain.unmoved + chain.links.len() - shown(chain).count()
}

/// What differs by no more than its error, and what differs in too few lives for one, by name and stage in a line
/// each.
pub fn below_error(chain: &Chain, baseline: &Baseline, messages: &Messages) -> Vec<String> {
    let comma = messages.language().pick("、", ", ");
    let of = |stage: Stage, untold: bool| {
        let all = chain.below_error.iter();
        let own = all.filter(|own| own.stage == stage && is_untold(&own.estimate()) == untold);
        let names: Vec<String> = own.map(|own| link(own, baseline, messages)).collect();
        let stage = self::stage(stage, messages);
        let names = names.join(comma);
        (!names.is_empty()).then(|| message!(messages, "explain-below-part", stage = stage, names = names))
    };
    let all = |untold: bool| {
        let parts: Vec<String> = Stage::ALL.into_iter().filter_map(|stage| of(stage, untold)).collect();
        let parts = parts.join(messages.language().pick("。", "; "));
        (!parts.is_empty()).then_some(parts)
    };
    let below = all(false).map(|parts| message!(messages, "explain-below", parts = parts));
    let untold = all(true).map(|parts| message!(messages, "explain-below-untold", parts = parts));
    below.into_iter().chain(untold).collect()
}

/// The name of a stage.
pub fn stage(stage: Stage, messages: &Messages) -> String {
    match stage {
        Stage::Reach => message!(messages, "explain-stage-reach"),
        Stage::Incidence => message!(messages, "explain-stage-incidence"),
        Stage::CareNeed => message!(messages, "explain-stage-care"),
        Stage::Limitation => message!(messages, "explain-stage-limitation"),
        Stage::Deaths => message!(messages, "explain-stage-deaths"),
    }
}

/// Why a lever does nothing, to follow "because".
pub fn reason(reason: &NoEffect, year: Year, messages: &Messages) -> String {
    let year = year.to_string();
    match reason {
        NoEffect::AtReferencePath => message!(messages, "explain-why-at-reference"),
        NoEffect::AlreadyReached => message!(messages, "explain-why-already"),
        NoEffect::StartsTooLate { from: Some(from) } => {
            message!(messages, "explain-why-late", from = from.to_string(), year = year)
        }
        NoEffect::StartsTooLate { from: None } => message!(messages, "explain-why-late-open", year = year),
        NoEffect::NoEvidence => message!(messages, "explain-why-no-evidence"),
        NoEffect::NullEvidence => message!(messages, "explain-why-null"),
        NoEffect::SetToNothing => message!(messages, "explain-why-set-to-nothing"),
        NoEffect::NotInModel => message!(messages, "explain-why-not-in-model"),
        NoEffect::NobodyTakesPart => message!(messages, "explain-why-nobody-takes-part"),
        NoEffect::NobodyEligible => message!(messages, "explain-why-nobody-eligible"),
        NoEffect::NobodySimulated => message!(messages, "explain-why-nobody-simulated"),
        NoEffect::TooFewThroughOthers { lever, more } => message!(
            messages,
            "explain-why-through-others",
            lever = messages.choose(lever),
            more = numbers::signed(100.0 * more, 2),
            year = year
        ),
        NoEffect::Capped => message!(messages, "explain-why-capped"),
        NoEffect::Decayed => message!(messages, "explain-why-decayed", year = year),
        NoEffect::NotBegun => message!(messages, "explain-why-not-begun", year = year),
        NoEffect::Overshadowed => message!(messages, "explain-why-overshadowed"),
        NoEffect::NothingMoved => message!(messages, "explain-why-nothing-moved", year = year),
    }
}

/// That a lever has no effect, or that none is seen, and why.
pub fn without_effect(lever: &str, why: &NoEffect, year: Year, messages: &Messages) -> String {
    let reason = reason(why, year, messages);
    if why.is_unseen() {
        message!(messages, "explain-none-seen", lever = lever, reason = reason)
    } else {
        message!(messages, "explain-none", lever = lever, reason = reason)
    }
}

/// What studies found, where that is the reason why a lever does nothing.
pub fn found(lever: Option<&Lever>, why: &NoEffect, messages: &Messages) -> Option<String> {
    let lever = lever.filter(|_| why.is_of_evidence())?;
    Some(format!("{}: {}", message!(messages, "levers-column-tier"), messages.choose(&lever.strength)))
}

/// Whether a difference is told from zero; an exact one always is, unless it is none.
pub fn is_sure(one: Estimate) -> bool {
    one.value != 0.0 && one.value.abs() > SURE * one.se
}

/// Whether so few lives differ that there is no error to tell a difference by.
const fn is_untold(one: &Estimate) -> bool {
    matches!(one.precision(), Precision::TooFew { .. })
}

/// The whole difference in a sentence, made from the numbers for both sexes; `None` without any.
pub fn headline(report: &ExplainReport<'_>, messages: &Messages) -> Option<String> {
    let explanation = report.explanation;
    let [to, from] = [&explanation.to, &explanation.from].map(|named| messages.choose(&named.title));
    let year = explanation.year.to_string();
    let total = ExplainReport::widest(&explanation.total)?;
    let change = |value: f64| numbers::years_difference(messages.language(), value, 3);
    let healthy = total.healthy_life_expectancy;
    let others = || {
        [
            (message!(messages, "life-expectancy"), total.life_expectancy),
            (message!(messages, "independent-life-expectancy"), total.independent_life_expectancy),
        ]
        .map(|(name, one)| {
            let change = change(one.value);
            if is_sure(one) {
                let error = numbers::fixed(one.se, 3);
                message!(messages, "explain-summary-other", name = name, change = change, error = error)
            } else if is_untold(&one) {
                message!(messages, "explain-summary-other-untold", name = name, change = change)
            } else {
                message!(messages, "explain-summary-other-unsure", name = name, change = change)
            }
        })
        .join(messages.language().pick("、", ", "))
    };
    Some(if total.three().iter().all(|one| one.value == 0.0) {
        message!(messages, "explain-summary-nothing", to = to, from = from, year = year)
    } else if is_sure(healthy) {
        message!(
            messages,
            "explain-summary-change",
            to = to,
            from = from,
            year = year,
            change = change(healthy.value),
            error = numbers::fixed(healthy.se, 3),
            others = others()
        )
    } else if is_untold(&healthy) {
        message!(
            messages,
            "explain-summary-untold",
            year = year,
            change = change(healthy.value),
            others = others()
        )
    } else {
        message!(
            messages,
            "explain-summary-unsure",
            year = year,
            change = change(healthy.value),
            others = others()
        )
    })
}

/// The explanation in a few sentences.
pub fn summary(report: &ExplainReport<'_>, messages: &Messages) -> String {
    let Some(headline) = headline(report, messages) else { return String::new() };
    let mut sentences = vec![headline];
    let Parts { sure, unsure, untold, idle } = parts(report, messages);
    let join = |parts: &[String]| parts.join(messages.language().pick("、", "; "));
    if !sure.is_empty() {
        sentences.push(message!(messages, "explain-summary-parts", parts = join(&sure)));
    }
    if !unsure.is_empty() {
        sentences.push(message!(messages, "explain-summary-unsure-parts", parts = join(&unsure)));
    }
    if !untold.is_empty() {
        sentences.push(message!(messages, "explain-summary-untold-parts", parts = join(&untold)));
    }
    if !idle.is_empty() {
        sentences.push(message!(messages, "explain-summary-idle", parts = join(&idle)));
    }
    sentences.join(messages.language().pick("", " "))
}

/// The parts of a change by what is known of them.
#[derive(Default)]
struct Parts {
    /// Told from zero, with their change; the largest first.
    sure: Vec<String>,
    /// Not told from zero by their error.
    unsure: Vec<String>,
    /// Of which so few lives differ that no error can be told.
    untold: Vec<String>,
    /// Without effect, for a reason that the explanation gives.
    idle: Vec<String>,
}

fn parts(report: &ExplainReport<'_>, messages: &Messages) -> Parts {
    let mut parts = Parts::default();
    let mut sure: Vec<(f64, String)> = Vec::new();
    for one in &report.explanation.contributions {
        let Some(effect) = ExplainReport::widest(&one.share) else { continue };
        let name = name(one, report.baseline, messages);
        let share = effect.healthy_life_expectancy;
        if one.no_effect.as_ref().is_some_and(|why| !why.is_unseen()) {
            parts.idle.push(name);
        } else if is_sure(share) {
            let change = numbers::years_difference(messages.language(), share.value, 3);
            let part = message!(messages, "explain-summary-part", part = name, change = change);
            sure.push((share.value.abs(), part));
        } else if is_untold(&share) {
            parts.untold.push(name);
        } else {
            parts.unsure.push(name);
        }
    }
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    parts.sure = sure.into_iter().map(|(_, part)| part).collect();
    parts
}

/// The largest parts that are told from zero, at most so many, and how many parts there are beside them.
pub fn largest(report: &ExplainReport<'_>, most: usize, messages: &Messages) -> (Vec<String>, usize) {
    let Parts { mut sure, unsure, untold, idle } = parts(report, messages);
    let all = sure.len() + unsure.len() + untold.len() + idle.len();
    // What rounds to zero is not worth naming.
    let nothing = format!(" {}", numbers::years_difference(messages.language(), 0.0, 3));
    sure.retain(|part| !part.ends_with(&nothing));
    sure.truncate(most);
    let others = all - sure.len();
    (sure, others)
}
