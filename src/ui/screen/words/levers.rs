//! Words for levers: groups, evidence, whom they reach, what they act on, how far they are set.

use crate::baseline::levers::{Channel, Lasting, Lever, LeverGroup, MeasuredIn, Onset, Target};
use crate::baseline::{Baseline, Text};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::report::levers as report;
use crate::text::escape_untrusted;
use crate::ui::draft::{self, Draft, Reach};
use crate::ui::screen::whatif::list::percent;
use crate::ui::state::State;

/// Policies that are named where many stand in a row.
pub const FIRST: usize = 4;

/// A group of levers.
#[must_use]
pub fn group(messages: &Messages, group: LeverGroup) -> String {
    match group {
        LeverGroup::Checkups => message!(messages, "ui-group-checkups"),
        LeverGroup::Screening => message!(messages, "ui-group-screening"),
        LeverGroup::Environment => message!(messages, "ui-group-environment"),
        LeverGroup::Community => message!(messages, "ui-group-community"),
        LeverGroup::Work => message!(messages, "ui-group-work"),
        LeverGroup::Digital => message!(messages, "ui-group-digital"),
        LeverGroup::Enabler => message!(messages, "ui-group-enabler"),
    }
}

/// How far a lever is set, in a word; empty for a share without one.
#[must_use]
pub fn reach(messages: &Messages, lever: &Lever, reach: Option<&Reach>, full: bool) -> String {
    let near = |share: f64| (draft::arrival(lever, reach) - share).abs() < 1e-9;
    let word = match reach {
        None | Some(Reach::Today) => "today",
        Some(Reach::Nothing) => "nothing",
        Some(Reach::Ambitious) => "ambitious",
        Some(Reach::Maximum) => "maximum",
        Some(Reach::Share(_)) if near(lever.coverage.ambitious) => "ambitious",
        Some(Reach::Share(_) | Reach::Given(_)) => return String::new(),
    };
    match (word, full) {
        ("today", true) => message!(messages, "ui-word-today"),
        ("today", false) => message!(messages, "ui-word-today-short"),
        ("nothing", true) => message!(messages, "ui-word-nothing"),
        ("nothing", false) => message!(messages, "ui-word-nothing-short"),
        ("ambitious", true) => message!(messages, "ui-word-ambitious"),
        ("ambitious", false) => message!(messages, "ui-word-ambitious-short"),
        (_, true) => message!(messages, "ui-word-maximum"),
        (_, false) => message!(messages, "ui-word-maximum-short"),
    }
}

/// The policies of a scenario in a phrase.
#[must_use]
pub fn policies(messages: &Messages, state: &State, draft: &Draft) -> String {
    let levers = &state.baseline.levers.levers;
    let one = |(place, reach): (usize, &Reach)| {
        let lever = levers.get(place)?;
        let title = escape_untrusted(messages.choose(&lever.title));
        Some(format!("{title} {}", percent(draft::arrival(lever, Some(reach)))))
    };
    draft.levers().filter_map(one).collect::<Vec<_>>().join(&message!(messages, "ui-joint"))
}

/// The same for a row: the first ones, and how many more there are.
#[must_use]
pub fn first_policies(messages: &Messages, state: &State, draft: &Draft) -> String {
    let mut first = Draft::default();
    for (place, reach) in draft.levers().take(FIRST) {
        first.put(place, Some(reach.clone()));
    }
    let told = policies(messages, state, &first);
    match draft.levers().count().saturating_sub(FIRST) {
        0 => told,
        more => message!(messages, "ui-policies-more", first = told, more = more.to_string()),
    }
}

/// Whom a lever may reach.
#[must_use]
pub fn eligible(messages: &Messages, state: &State, lever: &Lever) -> String {
    let eligible = &lever.eligibility;
    let sex =
        eligible.sex.map_or_else(|| message!(messages, "ui-both-sexes"), |sex| super::sex(messages, sex));
    let (low, high) = eligible.ages;
    let ages = if high >= 100 {
        message!(messages, "ui-ages-from", low = low.to_string())
    } else {
        message!(messages, "ui-ages", low = low.to_string(), high = high.to_string())
    };
    let mut text = format!("{sex}{ages}");
    if eligible.employed {
        text.push_str(&message!(messages, "ui-eligible-employed"));
    }
    if let Some(state) = report::state(eligible, &state.baseline, messages) {
        text.push_str(messages.language().pick("、", ", "));
        text.push_str(&escape_untrusted(&state));
    }
    text
}

/// What a channel acts on; `None`: on nothing.
#[must_use]
pub fn target(messages: &Messages, pack: &Baseline, target: &Target) -> Option<String> {
    let title = |id: &str, title: Option<&Text>| {
        title.map_or_else(|| id.to_owned(), |title| escape_untrusted(messages.choose(title)))
    };
    let lever = |id: &str| {
        title(id, pack.levers.levers.iter().find(|lever| lever.id == id).map(|lever| &lever.title))
    };
    Some(match target {
        Target::Exposure(id) | Target::Score(id) => {
            let mut factors = pack.risk.iter().flat_map(|risk| &risk.factors);
            let factor = factors.find(|factor| factor.id == *id).map(|factor| &factor.title);
            message!(messages, "ui-target-exposure", id = title(id, factor))
        }
        Target::Onset(id) => {
            let condition = pack.conditions.iter().find(|condition| condition.id == *id);
            message!(messages, "ui-target-onset", id = title(id, condition.map(|condition| &condition.title)))
        }
        Target::Death(causes) if causes.len() == pack.causes.len() => {
            message!(messages, "ui-target-death-all")
        }
        Target::Death(causes) if causes.len() > 3 => {
            message!(messages, "ui-target-deaths", count = causes.len().to_string())
        }
        Target::Death(causes) => {
            let cause = |id: &String| {
                title(id, pack.causes.iter().find(|cause| cause.id == *id).map(|cause| &cause.title))
            };
            let causes: Vec<String> = causes.iter().map(cause).collect();
            let causes = causes.join(messages.language().pick("、", ", "));
            message!(messages, "ui-target-death", causes = causes)
        }
        Target::CareOnset => message!(messages, "ui-target-care-onset"),
        Target::CareProgression => message!(messages, "ui-target-care-progression"),
        Target::Limitation => message!(messages, "ui-target-limitation"),
        Target::Abstinence => message!(messages, "ui-target-abstinence"),
        Target::ReachPoints(id) | Target::ReachOdds { lever: id, .. } => {
            message!(messages, "ui-target-reach", id = lever(id))
        }
        Target::Passage(id) => message!(messages, "ui-target-passage", id = lever(id)),
        Target::Shown => return None,
    })
}

/// When an effect begins.
#[must_use]
pub fn onset(messages: &Messages, onset: Onset) -> String {
    match onset {
        Onset::Immediate => message!(messages, "ui-onset-now"),
        Onset::PhasedIn(years) => message!(messages, "ui-onset-phased", years = fixed(years, 0)),
        Onset::After(years) => message!(messages, "ui-onset-after", years = fixed(years, 0)),
    }
}

/// How long an effect lasts.
#[must_use]
pub fn lasting(messages: &Messages, lasting: Lasting) -> String {
    match lasting {
        Lasting::WhileReached => message!(messages, "ui-lasting-reached"),
        Lasting::LinearToZero(years) => message!(messages, "ui-lasting-linear", years = fixed(years, 0)),
        Lasting::HalfLife(years) => message!(messages, "ui-lasting-half", years = fixed(years, 1)),
        Lasting::Permanent => message!(messages, "ui-lasting-permanent"),
    }
}

/// Whom an effect was measured in; what is assumed was measured in nobody.
#[must_use]
pub fn measured_in(messages: &Messages, channel: &Channel) -> String {
    match channel.measured_in {
        _ if channel.is_assumed() => message!(messages, "lever-measured-assumed"),
        MeasuredIn::Assigned => message!(messages, "ui-measured-assigned"),
        MeasuredIn::Invited => message!(messages, "ui-measured-invited"),
        MeasuredIn::Attended => message!(messages, "ui-measured-attended"),
        MeasuredIn::Participants => message!(messages, "ui-measured-participants"),
        MeasuredIn::Population => message!(messages, "ui-measured-population"),
    }
}
