//! Names of measures, readings and assumptions, shared by the screens.

mod levers;

use super::page::Page;
use crate::analysis::explain::Explanation;
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::report::refusal;
use crate::text::escape_untrusted;
use crate::ui::action::{Command, Trend};
use crate::ui::answer::{Assumptions, Measure};
use crate::ui::place::Place;
use crate::ui::state::{Computation, MOST_KEPT, Notice, State};
use crate::ui::task::Failure;
use crate::ui::theme::{Ground, Role};

pub use crate::report::assumption::{care_need, mortality};
pub use levers::{
    FIRST, eligible, first_policies, group, lasting, measured_in, onset, policies, reach, target,
};

/// A sex, as a heading.
#[must_use]
pub fn sex(messages: &Messages, sex: Sex) -> String {
    match sex {
        Sex::Male => message!(messages, "sex-male"),
        Sex::Female => message!(messages, "sex-female"),
    }
}

/// A measure in full.
#[must_use]
pub fn measure(messages: &Messages, measure: Measure) -> String {
    match measure {
        Measure::Life => message!(messages, "life-expectancy"),
        Measure::Independent => message!(messages, "independent-life-expectancy"),
        Measure::Healthy => message!(messages, "healthy-life-expectancy"),
    }
}

/// A measure in the few cells a table has.
#[must_use]
pub fn short_measure(messages: &Messages, measure: Measure) -> String {
    match measure {
        Measure::Life => message!(messages, "ui-short-life"),
        Measure::Independent => message!(messages, "ui-short-independent"),
        Measure::Healthy => message!(messages, "ui-short-healthy"),
    }
}

/// The letter of a measure's official points.
#[must_use]
pub const fn letter(measure: Measure) -> char {
    match measure {
        Measure::Life => 'o',
        Measure::Independent => '+',
        Measure::Healthy => 'x',
    }
}

/// The colour role of a measure.
#[must_use]
pub const fn role(measure: Measure) -> Role {
    match measure {
        Measure::Life => Role::Life,
        Measure::Independent => Role::Independent,
        Measure::Healthy => Role::Healthy,
    }
}

/// The unit of a table of the pack: packs write it in Japanese, then in English, with ` / ` between.
#[must_use]
pub fn table_unit<'a>(messages: &Messages, unit: &'a str) -> &'a str {
    unit.split_once(" / ").map_or(unit, |(ja, en)| messages.language().pick(ja, en))
}

/// A trend reading.
#[must_use]
pub fn trend(messages: &Messages, trend: Trend) -> String {
    match trend {
        Trend::None => message!(messages, "ui-trend-none"),
        Trend::Half => message!(messages, "ui-trend-half"),
        Trend::Full => message!(messages, "ui-trend-full"),
        Trend::Own => message!(messages, "ui-trend-own"),
    }
}

/// Mortality and care need in a phrase.
#[must_use]
pub fn assumptions(messages: &Messages, state: &State, assumptions: Assumptions) -> String {
    let mortality = mortality(messages, assumptions.mortality, state.observed_until());
    message!(
        messages,
        "ui-assumptions",
        mortality = mortality,
        care = care_need(messages, assumptions.care_need)
    )
}

/// Mortality and care need, where they are not those of the scenario that was opened: said on everything written.
#[must_use]
pub fn changed_assumptions(messages: &Messages, state: &State) -> Option<String> {
    let opened = &state.world.plan;
    let Assumptions { mortality, care_need } = state.assumptions;
    let changed = mortality != opened.mortality || care_need != opened.care_need;
    let told = || assumptions(messages, state, state.assumptions);
    changed.then(|| message!(messages, "ui-changed-assumptions", assumptions = told()))
}

/// Something told once.
#[must_use]
pub fn notice(messages: &Messages, state: &State, notice: &Notice) -> String {
    match notice {
        Notice::NoSuchTrend => message!(messages, "ui-notice-no-such-trend"),
        Notice::OneMortality => message!(messages, "ui-notice-one-mortality"),
        Notice::NoCareNeed => message!(messages, "ui-notice-no-care-need"),
        Notice::OneSex => message!(messages, "ui-notice-one-sex"),
        Notice::NoShell => message!(messages, "ui-notice-no-shell", key = state.key_name(Command::Quit)),
        Notice::Copied(lines) => message!(messages, "ui-notice-copied", lines = lines.to_string()),
        Notice::NoneKept => message!(messages, "ui-notice-none-kept", key = state.key_name(Command::Keep)),
        Notice::NotFound => message!(messages, "ui-nothing-found"),
        Notice::NothingLookedFor => {
            message!(messages, "ui-notice-nothing-looked-for", key = state.key_name(Command::Search))
        }
        Notice::NothingToCopy => message!(messages, "ui-notice-nothing-to-copy"),
        Notice::NothingToReplay => message!(messages, "ui-notice-nothing-to-replay"),
        Notice::Mouse(true) => message!(messages, "ui-notice-mouse-on"),
        Notice::Mouse(false) => message!(messages, "ui-notice-mouse-off"),
        Notice::Theme(Ground::Dark) => message!(messages, "ui-notice-theme-dark"),
        Notice::Theme(Ground::Light) => message!(messages, "ui-notice-theme-light"),
        Notice::Theme(Ground::HighContrast) => message!(messages, "ui-notice-theme-contrast"),
        Notice::Opened(None) => message!(messages, "ui-notice-opened"),
        Notice::Opened(Some(true)) => {
            message!(messages, "ui-notice-opened-kept", key = state.key_name(Command::TakeKept))
        }
        Notice::Opened(Some(false)) => {
            message!(messages, "ui-notice-opened-lost", most = MOST_KEPT.to_string())
        }
        Notice::Stopped => message!(messages, "ui-notice-stopped", key = state.key_name(Command::Recompute)),
        Notice::NothingToStop => message!(messages, "ui-notice-nothing-to-stop"),
        Notice::Skipped { part, last: true } => {
            message!(messages, "ui-notice-skipped-last", job = super::runs::purpose(messages, *part))
        }
        Notice::Skipped { part, last: false } => {
            message!(messages, "ui-notice-skipped", job = super::runs::purpose(messages, *part))
        }
        Notice::AlreadyThere => message!(messages, "ui-notice-already-there"),
        Notice::Reporting(scenario) => {
            let key = state.key_name(Command::Stop);
            message!(messages, "ui-notice-reporting", scenario = escape_untrusted(scenario), key = key)
        }
        Notice::ReportDropped => message!(messages, "ui-notice-report-dropped"),
        Notice::Unsaved => message!(
            messages,
            "ui-notice-unsaved",
            quit = state.key_name(Command::Quit),
            save = state.key_name(Command::SaveScenario)
        ),
        Notice::Held(true) => message!(messages, "ui-notice-held", key = state.key_name(Command::Freeze)),
        Notice::Held(false) => message!(messages, "ui-notice-let-go"),
        Notice::ZoomEnd => message!(messages, "ui-notice-zoom-end"),
        Notice::TourDone(path) => {
            let key = state.key_name(Command::ToggleHelp);
            message!(messages, "ui-notice-tour-done", path = escape_untrusted(path), key = key)
        }
        Notice::NothingToUndo => message!(messages, "ui-notice-nothing-to-undo"),
        Notice::NoLevers => message!(messages, "ui-notice-no-levers"),
        Notice::Kept(count) => {
            let (count, most) = (count.to_string(), MOST_KEPT.to_string());
            let key = state.key_name(Command::GoTo(Place::Compare));
            message!(messages, "ui-notice-kept", count = count, most = most, key = key)
        }
        Notice::KeptEnough => {
            let key = state.key_name(Command::Forget);
            message!(messages, "ui-notice-kept-enough", most = MOST_KEPT.to_string(), key = key)
        }
        Notice::NothingToKeep => message!(messages, "ui-notice-nothing-to-keep"),
        Notice::DraftOffered => {
            let key = state.key_name(Command::TakeDraft);
            match state.offered.as_ref().map_or(0, |offered| offered.kept.len()) {
                0 => message!(messages, "ui-notice-draft", key = key),
                sets => message!(messages, "ui-notice-draft-sets", sets = sets.to_string(), key = key),
            }
        }
        Notice::TakenUp(0) => message!(messages, "ui-notice-taken-up"),
        Notice::TakenUp(sets) => {
            let key = state.key_name(Command::GoTo(Place::Compare));
            message!(messages, "ui-notice-taken-up-sets", sets = sets.to_string(), key = key)
        }
        Notice::NoDraft => message!(messages, "ui-notice-no-draft"),
        Notice::Written(path) => message!(messages, "ui-notice-written", path = escape_untrusted(path)),
        Notice::NotWritten(reason) => {
            message!(messages, "ui-notice-not-written", reason = escape_untrusted(reason))
        }
    }
}

/// Says that reasons are computed with fewer persons than the rows on top, where they are.
pub fn fewer(page: &mut Page, state: &State, explanation: &Explanation, messages: &Messages) {
    let persons = explanation.manifest.persons;
    if state.current().and_then(|answer| answer.persons(state.trend)).is_some_and(|all| persons < all) {
        let persons = fixed(persons as f64, 0);
        page.paragraph(Role::Muted, &message!(messages, "ui-explained-by-fewer", persons = persons));
    }
}

/// What stands in the place of one number that is not there: it is on its way, or will not come.
#[must_use]
pub fn waiting(messages: &Messages, state: &State) -> String {
    match state.computation {
        Computation::Running(_) => message!(messages, "ui-head-waiting"),
        Computation::Done | Computation::Failed(_) => "-".to_owned(),
    }
}

/// What a page says in the place of numbers that are not there: that they are on their way, or how to have them.
#[must_use]
pub fn awaited(messages: &Messages, state: &State, under_way: String) -> String {
    match state.computation {
        Computation::Running(_) => under_way,
        Computation::Done | Computation::Failed(_) => {
            message!(messages, "ui-not-computed", key = state.key_name(Command::Recompute))
        }
    }
}

/// Why there are no results. The engine's words may quote a pack, so they are made safe.
#[must_use]
pub fn failure(messages: &Messages, failure: &Failure) -> String {
    match failure {
        Failure::Cancelled => message!(messages, "ui-failure-cancelled"),
        Failure::Refused(error) => {
            message!(messages, "ui-failure-refused", reason = refusal::text(error, messages))
        }
        Failure::Unreadable(reason) => escape_untrusted(reason),
        Failure::Crashed(reason) => {
            message!(messages, "ui-failure-crashed", reason = escape_untrusted(reason))
        }
    }
}
