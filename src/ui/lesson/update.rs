//! What the keys of a lesson do. Pure: the time comes with the key.

use super::keys::{self, Do};
use super::state::{LessonState, Told};
use crate::i18n::Messages;
use crate::lesson::results::Found;
use crate::lesson::schema::Kind;
use crate::lesson::slip::Slip;
use crate::ui::action::{Action, Command};
use crate::ui::keymap::Key;
use crate::ui::state::Notice;
use crate::ui::task::{Document, Task};
use crate::ui::update::update;

/// Applies a key pressed at `now` (seconds since 1970); the caller carries out the task, if any.
pub fn key(state: &mut LessonState, key: Key, now: u64) -> Option<Task> {
    state.told = None;
    let warned = std::mem::take(&mut state.leaving);
    let Some(deed) = keys::deed(key, state) else {
        if let Key::Char(letter) = key
            && state.offered.is_none()
            && !state.help
        {
            state.player.letter(letter);
        }
        return None;
    };
    match deed {
        // A finished lesson without a slip is rarely meant to be left; Ctrl-C leaves whatever there is.
        Do::Quit if matches!(key, Key::Char(_)) && !warned && unwritten(state) => {
            state.leaving = true;
            state.told = Some(Told::Unwritten);
        }
        Do::Quit if state.help && matches!(key, Key::Char(_)) => {
            state.help = false;
            state.page = 0;
        }
        Do::Quit => state.inner.ending = Some(crate::ui::state::Ending::Quit),
        Do::Repaint => return Some(Task::Repaint),
        Do::Suspend => return Some(Task::Suspend),
        Do::Language => state.inner.language = state.inner.language.other(),
        Do::Marks => state.inner.marks = state.inner.marks.next(),
        Do::Theme => {
            update(&mut state.inner, Action::Command(Command::NextTheme));
        }
        Do::Large => {
            state.large = !state.large;
            state.page = 0;
            state.told = Some(Told::Large(state.large));
        }
        Do::Help => {
            state.help = !state.help;
            state.page = 0;
        }
        Do::PageDown => state.page = state.page.saturating_add(1),
        Do::PageUp => state.page = state.page.saturating_sub(1),
        _ if state.help => {
            if matches!(deed, Do::Close | Do::Confirm | Do::Next | Do::Back) {
                state.help = false;
                state.page = 0;
            }
        }
        Do::Confirm if state.offered.is_some() => return state.take_up().map(Task::Compute),
        Do::Anew => {
            state.offered = None;
            state.begins_anew = true;
        }
        _ if state.offered.is_some() => {}
        Do::Next => step(state, |state| state.player.forward(now)),
        Do::Back => step(state, |state| state.player.back()),
        Do::First => step(state, |state| state.player.go(0)),
        Do::Furthest => {
            let furthest = state.player.record.furthest;
            step(state, |state| state.player.go(furthest));
        }
        Do::Confirm => match state.player.confirm() {
            Ok(true) => {
                let recorded = state.player.prediction().is_some_and(|one| one.recorded);
                state.told = recorded.then_some(Told::Recorded);
                state.page = 0;
            }
            Ok(false) => step(state, |state| state.player.forward(now)),
            Err(wait) => state.told = Some(Told::Wait(wait)),
        },
        Do::Erase => state.player.erase(),
        Do::Slip => return slip(state),
        _ => return moved(state, deed),
    }
    None
}

/// Another step, or why not.
fn step(state: &mut LessonState, go: impl FnOnce(&mut LessonState) -> Result<(), crate::lesson::play::Wait>) {
    state.inner.replaying = false;
    match go(state) {
        Ok(()) => state.page = 0,
        Err(wait) => state.told = Some(Told::Wait(wait)),
    }
}

/// Arrows and the keys of charts and levers.
fn moved(state: &mut LessonState, deed: Do) -> Option<Task> {
    let acts = state.player.step().is_some_and(|step| step.kind() == Kind::Act);
    let command = match deed {
        Do::Up => Command::Up,
        Do::Down => Command::Down,
        Do::Left => Command::Move(-1),
        Do::Right => Command::Move(1),
        Do::FarLeft => Command::Move(-4),
        Do::FarRight => Command::Move(4),
        Do::Set(word) => Command::Set(word),
        Do::Reset => Command::ResetLever,
        Do::Undo => Command::Undo,
        Do::Redo => Command::Redo,
        Do::Replay => Command::Replay,
        Do::Sex => Command::NextSex,
        Do::Outcome => Command::NextOutcome,
        Do::Difference => Command::ToggleDifference,
        Do::Table => Command::ToggleView,
        Do::Trend => Command::NextTrend,
        Do::Reference => {
            state.inner.reference_hidden = !state.inner.reference_hidden;
            state.told = Some(Told::Hidden(state.inner.reference_hidden));
            return None;
        }
        _ => return None,
    };
    if acts || deed == Do::Sex {
        let task = update(&mut state.inner, Action::Command(command));
        if state.inner.notice.take() == Some(Notice::NothingToReplay) {
            state.told = Some(Told::NothingToReplay);
        }
        state.keep_levers();
        return task;
    }
    match deed {
        Do::Up => state.player.vertical(-1),
        Do::Down => state.player.vertical(1),
        Do::Left => state.player.horizontal(-1),
        Do::Right => state.player.horizontal(1),
        Do::FarLeft => state.player.horizontal(-5),
        Do::FarRight => state.player.horizontal(5),
        _ => {}
    }
    None
}

/// Whether a slip could be written and is not.
fn unwritten(state: &LessonState) -> bool {
    state.offered.is_none()
        && state.slip.is_none()
        && state.player.is_over()
        && Slip::of(&state.player).is_some()
}

/// The slip as a file, once everything is there.
fn slip(state: &mut LessonState) -> Option<Task> {
    let Some(slip) = Slip::of(&state.player) else {
        state.told = Some(Told::NotYet);
        return None;
    };
    Some(Task::Write(Document { name: slip.name(), ending: "ron", text: slip.text() }))
}

/// Takes up numbers of the model, or why there are none.
pub fn found(state: &mut LessonState, result: Result<Vec<Found>, String>) {
    match result {
        Ok(found) => {
            state.player.found.retain(|known| found.iter().all(|one| one.id != known.id));
            state.player.found.extend(found);
        }
        Err(reason) => state.failure = Some(reason),
    }
}

/// What is told in the last row.
#[must_use]
pub fn told(told: &Told, messages: &Messages) -> String {
    use crate::i18n::message;
    use crate::lesson::play::Wait;
    use crate::text::escape_untrusted;
    match told {
        Told::Wait(Wait::Prediction) => message!(messages, "lesson-wait-prediction"),
        Told::Wait(Wait::End) => message!(messages, "lesson-wait-end"),
        Told::Wait(Wait::Start) => message!(messages, "lesson-wait-start"),
        Told::Wait(Wait::Direction) => message!(messages, "lesson-wait-direction"),
        Told::Wait(Wait::Confidence) => message!(messages, "lesson-wait-confidence"),
        Told::Unwritten => message!(messages, "lesson-told-unwritten"),
        Told::Wait(Wait::Answer) => message!(messages, "lesson-wait-answer"),
        Told::Recorded => message!(messages, "lesson-told-recorded"),
        Told::Written(path) => {
            // The whole path stands on the page of the end.
            let name = std::path::Path::new(path).file_name().unwrap_or_default().to_string_lossy();
            message!(messages, "lesson-told-written", path = escape_untrusted(&name))
        }
        Told::NotWritten(reason) => {
            message!(messages, "lesson-told-not-written", reason = escape_untrusted(reason))
        }
        Told::NotYet => message!(messages, "lesson-told-not-yet"),
        Told::NothingToReplay => message!(messages, "lesson-told-no-replay"),
        Told::NotKept(reason) => {
            message!(messages, "lesson-told-not-kept", reason = escape_untrusted(reason))
        }
        Told::NoShell => message!(messages, "lesson-told-no-shell"),
        Told::Large(true) => message!(messages, "lesson-told-large"),
        Told::Large(false) => message!(messages, "lesson-told-normal"),
        Told::Hidden(true) => message!(messages, "lesson-told-hidden"),
        Told::Hidden(false) => message!(messages, "lesson-told-shown"),
    }
}
