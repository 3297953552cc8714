//! What was computed in this session, the newest first, with everything that is needed to compute it again.

use super::page::Page;
use super::{OverlayLine, words};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::run::Persons;
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::runs::Run;
use crate::ui::screen::whatif::list::percent;
use crate::ui::state::{Computation, State};
use crate::ui::task::Part;
use crate::ui::text;
use crate::ui::theme::Role;

/// What a computation was for.
#[must_use]
pub fn purpose(messages: &Messages, part: Part) -> String {
    match part {
        Part::Reading { refined: true, .. } => message!(messages, "ui-run-reading"),
        Part::Reading { refined: false, .. } | Part::Step { .. } => message!(messages, "ui-run-coarse"),
        Part::Change { .. } => message!(messages, "ui-run-change"),
        Part::Explanation { .. } => message!(messages, "ui-run-explanation"),
        Part::Comparison { .. } => message!(messages, "ui-run-comparison"),
        Part::Draws { .. } => message!(messages, "ui-run-draws"),
        Part::ComparisonDraws { .. } => message!(messages, "ui-run-comparison-draws"),
        Part::Trials => message!(messages, "ui-run-trials"),
        Part::Report => message!(messages, "ui-run-report"),
    }
}

/// The policies of a computation in words.
#[must_use]
pub fn policies(state: &State, run: &Run, messages: &Messages) -> String {
    if run.set.is_empty() {
        return message!(messages, "ui-head-no-policy");
    }
    let levers = &state.baseline.levers.levers;
    let one = |(place, share): &(usize, f64)| {
        let title = escape_untrusted(messages.choose(&levers.get(*place)?.title));
        Some(format!("{title} {}", percent(*share)))
    };
    run.set.iter().filter_map(one).collect::<Vec<_>>().join(&message!(messages, "ui-joint"))
}

/// The same for a row: the first ones, and how many more there are.
fn first_policies(state: &State, run: &Run, messages: &Messages) -> String {
    let more = run.set.len().saturating_sub(words::FIRST);
    if more == 0 {
        return policies(state, run, messages);
    }
    let set = run.set.iter().take(words::FIRST).copied().collect();
    let first = policies(state, &Run { set, ..run.clone() }, messages);
    message!(messages, "ui-policies-more", first = first, more = more.to_string())
}

/// Persons of a computation: exact cell rates need none.
#[must_use]
pub fn persons(run: &Run, messages: &Messages) -> String {
    if run.simulated { fixed(run.manifest.persons as f64, 0) } else { message!(messages, "ui-run-exact") }
}

/// All lines of the page that the text looked for leaves.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    under_way(&mut page, state, messages);
    if state.runs.is_empty() {
        page.paragraph(Role::Muted, &message!(messages, "ui-runs-none"));
        return page.lines;
    }
    if let Some(last) = state.runs.last() {
        let manifest = &last.manifest;
        page.heading(&message!(messages, "ui-runs-manifest", version = env!("CARGO_PKG_VERSION")));
        page.paragraph(
            Role::Text,
            &message!(
                messages,
                "ui-runs-digests",
                seed = manifest.seed.to_string(),
                baseline = short(&manifest.baseline.to_string()),
                engine = short(&manifest.engine)
            ),
        );
        page.paragraph(Role::Muted, &message!(messages, "ui-runs-repeat"));
        page.gap();
    }
    let filter = state.filter.to_lowercase();
    let widths = [5, 20, 12, 12, 9];
    let row = |told: [String; 5]| -> String {
        let mut line = String::from(" ");
        for (one, width) in told.iter().zip(widths) {
            line.push_str(&text::left(one, width - 1));
            line.push(' ');
        }
        line
    };
    page.line(
        Role::Muted,
        row([
            message!(messages, "ui-run-number"),
            message!(messages, "ui-run-purpose"),
            message!(messages, "ui-run-trend"),
            message!(messages, "ui-run-persons"),
            message!(messages, "ui-run-time"),
        ]),
    );
    for run in state.runs.iter().rev() {
        let set = policies(state, run, messages);
        if !set.to_lowercase().contains(&filter)
            && !purpose(messages, run.part).to_lowercase().contains(&filter)
        {
            continue;
        }
        let took = run.took.map_or_else(
            || "-".to_owned(),
            |time| message!(messages, "ui-run-seconds", seconds = fixed(time.as_secs_f64(), 2)),
        );
        page.line(
            Role::Headline,
            row([
                run.number.to_string(),
                purpose(messages, run.part),
                run.trend().map_or_else(|| "-".to_owned(), |trend| words::trend(messages, trend)),
                persons(run, messages),
                took,
            ]),
        );
        let plan = short(&run.plan.to_string());
        // What is looked for is shown in full, so that it can be seen where it stands.
        let set = if filter.is_empty() { first_policies(state, run, messages) } else { set };
        page.paragraph(Role::Text, &message!(messages, "ui-run-plan", policies = set, plan = plan));
    }
    page.lines
}

/// The jobs that are not answered yet: the first is under way, the others wait for it.
fn under_way(page: &mut Page, state: &State, messages: &Messages) {
    let Computation::Running(share) = state.computation else { return };
    if state.waiting.0.is_empty() {
        return;
    }
    let (skip, stop) = (state.key_name(Command::Skip), state.key_name(Command::Stop));
    let percent = format!("{:.0}%", (share * 100.0).floor());
    page.heading(&message!(messages, "ui-runs-under-way", percent = percent, skip = skip, stop = stop));
    for (number, (part, persons)) in state.waiting.0.iter().enumerate() {
        let persons = match persons {
            Persons::Count(count) => fixed(*count as f64, 0),
            Persons::All => message!(messages, "ui-run-all-persons"),
        };
        let trend = part.trend().map_or_else(|| "-".to_owned(), |trend| words::trend(messages, trend));
        let (role, mark) = if number == 0 { (Role::Headline, ">") } else { (Role::Text, " ") };
        let purpose = text::left(&purpose(messages, *part), 22);
        page.line(role, format!("  {mark} {purpose} {} {persons}", text::left(&trend, 14)));
    }
    page.gap();
}

/// The first letters of a digest: enough to tell apart what one session computes.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}
