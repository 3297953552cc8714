//! A list over the screen from which one thing is chosen while typing: anything that can be done, a scenario
//! to open, a set of policies kept, a form to write.

use super::action::Command;
use super::export::Form;
use super::files::Found;
use super::fuzzy;
use super::keymap::{self, BINDINGS};
use super::outcome::Outcome;
use super::panes::Pane;
use super::screen::words;
use super::state::State;
use crate::i18n::{Messages, message};
use crate::language::Language;
use crate::scenario::Library;
use crate::text::escape_untrusted;
use std::ffi::OsString;

/// What is chosen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Every action, lever, outcome and scenario.
    Palette,
    /// Scenarios; `None` while they are being read.
    Files(Option<Vec<Found>>),
    /// Sets of policies kept.
    Kept,
    /// Forms in which the screen can be written.
    Forms,
    /// What the chosen chart can show.
    Outcomes,
}

/// An open list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picker {
    /// What is chosen from.
    pub kind: Kind,
    /// What was typed.
    pub text: String,
    /// The line chosen.
    pub chosen: usize,
}

/// What a line does when it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Do this.
    Command(Command),
    /// Go to this lever.
    Lever(usize),
    /// Open this scenario.
    Scenario(OsString),
    /// Go back to this set of policies.
    Kept(usize),
    /// Write the screen in this form.
    Write(Form),
    /// Show this outcome in this chart.
    Show(Pane, Outcome),
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub label: String,
    /// Key, state or note beside it.
    pub note: String,
    /// Whether something is wrong with it.
    pub faulty: bool,
    /// What it does.
    pub deed: Deed,
    /// What else it is found by: the other language, its id.
    also: String,
}

impl Picker {
    /// A list that was just opened.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { kind, text: String::new(), chosen: 0 }
    }

    /// Its name.
    #[must_use]
    pub fn title(&self, messages: &Messages) -> String {
        match self.kind {
            Kind::Palette => message!(messages, "ui-picker-palette"),
            Kind::Files(_) => message!(messages, "ui-picker-files"),
            Kind::Kept => message!(messages, "ui-picker-kept"),
            Kind::Forms => message!(messages, "ui-picker-forms"),
            Kind::Outcomes => message!(messages, "ui-picker-outcomes"),
        }
    }

    /// The lines that fit what was typed, the best first.
    #[must_use]
    pub fn entries(&self, state: &State) -> Vec<Entry> {
        let all = match &self.kind {
            Kind::Palette => palette(state),
            Kind::Files(found) => found.iter().flatten().map(|found| file(state, found)).collect(),
            Kind::Kept => kept(state),
            Kind::Forms => Form::ALL
                .into_iter()
                .filter(|form| form.fits(state))
                .map(|form| form_entry(state, form))
                .collect(),
            Kind::Outcomes => outcomes(state, state.panes.chosen, false),
        };
        if self.text.trim().is_empty() {
            return all;
        }
        let points = |entry: &Entry| {
            let own = fuzzy::score(&self.text, &entry.label);
            own.max(fuzzy::score(&self.text, &entry.also).map(|points| points - 10))
        };
        let mut scored: Vec<(i32, Entry)> =
            all.into_iter().filter_map(|entry| Some((points(&entry)?, entry))).collect();
        // A stable sort: equals stay in the order of the list.
        scored.sort_by_key(|(points, _)| -points);
        scored.into_iter().map(|(_, entry)| entry).collect()
    }
}

fn palette(state: &State) -> Vec<Entry> {
    let messages = state.messages();
    let other = Messages::of(state.language.other());
    let mut entries: Vec<Entry> = Vec::new();
    let mut command = |command: Command| {
        let deed = Deed::Command(command);
        if entries.iter().all(|entry| entry.deed != deed) {
            entries.push(Entry {
                label: keymap::description(command, messages),
                note: state.key_name(command),
                faulty: false,
                deed,
                also: format!("{} {}", keymap::description(command, other), keymap::word(command)),
            });
        }
    };
    for binding in BINDINGS.iter().filter(|binding| binding.on.works(state.place)) {
        command(binding.command);
    }
    for pane in Pane::ALL {
        entries.extend(outcomes(state, pane, true));
    }
    for (place, lever) in state.baseline.levers.levers.iter().enumerate() {
        entries.push(Entry {
            label: message!(
                messages,
                "ui-picker-lever",
                lever = escape_untrusted(messages.choose(&lever.title))
            ),
            note: words::group(messages, lever.group),
            faulty: false,
            deed: Deed::Lever(place),
            also: escape_untrusted(&format!("{} {}", other.choose(&lever.title), lever.id)),
        });
    }
    for id in Library::embedded().ids() {
        entries.push(Entry {
            label: message!(messages, "ui-picker-open", id = id),
            note: message!(messages, "ui-picker-embedded"),
            faulty: false,
            deed: Deed::Scenario(OsString::from(id)),
            also: message!(other, "ui-picker-open", id = id),
        });
    }
    entries.extend(kept(state));
    entries
}

/// Every outcome of the pack as a line; `told`: with the chart it goes to.
fn outcomes(state: &State, pane: Pane, told: bool) -> Vec<Entry> {
    let (messages, pack) = (state.messages(), &*state.baseline);
    let other = Messages::of(state.language.other());
    let entry = |outcome: Outcome| {
        let label = |messages: &Messages| {
            let name = escape_untrusted(&outcome.full_name(pack, messages));
            match (told, pane) {
                (false, _) => name,
                (true, Pane::Upper) => message!(messages, "ui-picker-show-upper", outcome = name),
                (true, Pane::Lower) => message!(messages, "ui-picker-show-lower", outcome = name),
            }
        };
        let shown = state.panes.of(pane) == outcome;
        let mark = if shown { message!(messages, "ui-picker-shown") } else { String::new() };
        Entry {
            label: label(messages),
            note: format!("{} {mark}", outcome.unit(messages)).trim_end().to_owned(),
            faulty: false,
            deed: Deed::Show(pane, outcome),
            also: format!("{} {}", label(other), escape_untrusted(&outcome.word(pack))),
        }
    };
    Outcome::of_pack(pack).into_iter().map(entry).collect()
}

fn file(state: &State, found: &Found) -> Entry {
    let messages = state.messages();
    let name = escape_untrusted(&found.argument.to_string_lossy());
    let title = escape_untrusted(messages.choose(&found.title));
    let other = match state.language {
        Language::Ja => &found.title.en,
        Language::En => &found.title.ja,
    };
    let note = match &found.state {
        Err(fault) => escape_untrusted(messages.choose(fault)),
        Ok(count) => message!(messages, "ui-picker-valid", count = count.to_string()),
    };
    let label = if title == name { name.clone() } else { format!("{name}  {title}") };
    Entry {
        label,
        note,
        faulty: found.state.is_err(),
        deed: Deed::Scenario(found.argument.clone()),
        also: format!("{name} {}", escape_untrusted(other)),
    }
}

fn kept(state: &State) -> Vec<Entry> {
    let messages = state.messages();
    let entry = |(place, kept): (usize, &super::state::Kept)| Entry {
        label: message!(messages, "ui-picker-back-to", name = kept.title()),
        note: words::policies(messages, state, &kept.draft),
        faulty: false,
        deed: Deed::Kept(place),
        also: String::new(),
    };
    state.kept.iter().enumerate().map(entry).collect()
}

fn form_entry(state: &State, form: Form) -> Entry {
    let messages = state.messages();
    let label = match form {
        Form::Csv => message!(messages, "ui-form-csv"),
        Form::Svg => message!(messages, "ui-form-svg"),
        Form::Text => message!(messages, "ui-form-text"),
        Form::Ron => message!(messages, "ui-form-ron"),
        Form::Report => message!(messages, "ui-form-report"),
        Form::Steps => message!(messages, "ui-form-steps"),
    };
    let note = form.ending().to_uppercase();
    Entry { label, note, faulty: false, deed: Deed::Write(form), also: form.ending().to_owned() }
}
