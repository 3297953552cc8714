//! The one table of keys of lessons: what they do, the page of keys and the last row come from it.

use super::state::LessonState;
use crate::i18n::{Messages, message};
use crate::lesson::schema::{Kind, Step, View};
use crate::ui::action::Word;
use crate::ui::keymap::Key;

/// What can be done in a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Do {
    /// The next step.
    Next,
    /// The step before.
    Back,
    /// The first step.
    First,
    /// The furthest step seen.
    Furthest,
    /// Record, choose, or go on.
    Confirm,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One step to the left.
    Left,
    /// One step to the right.
    Right,
    /// Several steps to the left.
    FarLeft,
    /// Several steps to the right.
    FarRight,
    /// Take back a letter.
    Erase,
    /// The next page of a long text.
    PageDown,
    /// The page before.
    PageUp,
    /// Set the chosen lever by a word.
    Set(Word),
    /// Give the chosen lever back.
    Reset,
    /// Take back the last change of a lever.
    Undo,
    /// Do it again.
    Redo,
    /// Before and after the last change.
    Replay,
    /// Hide or show the reference.
    Reference,
    /// Men or women.
    Sex,
    /// The next outcome.
    Outcome,
    /// Levels or differences.
    Difference,
    /// Chart or table.
    Table,
    /// The next reading of the trend.
    Trend,
    /// Write the result slip.
    Slip,
    /// The large mode.
    Large,
    /// The other language.
    Language,
    /// Braille dots or ASCII marks.
    Marks,
    /// The next colours.
    Theme,
    /// The page of keys.
    Help,
    /// Paint the whole screen again.
    Repaint,
    /// Hand the terminal back.
    Suspend,
    /// Close the page of keys.
    Close,
    /// Begin anew instead of going on.
    Anew,
    /// Leave; what was done is kept.
    Quit,
}

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Everywhere.
    Everywhere,
    /// Where levers are moved.
    Act,
    /// Where there are charts.
    Charts,
    /// At the end.
    End,
    /// Where an earlier lesson is offered.
    Offer,
    /// On the page of keys.
    Help,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys, the one to teach first.
    pub keys: &'static [Key],
    /// What they do.
    pub deed: Do,
    /// Where.
    pub on: On,
}

const fn bind(keys: &'static [Key], deed: Do, on: On) -> Binding {
    Binding { keys, deed, on }
}

/// All keys.
pub const BINDINGS: &[Binding] = &[
    bind(&[Key::Enter], Do::Confirm, On::Everywhere),
    bind(&[Key::Char('n'), Key::Tab], Do::Next, On::Everywhere),
    bind(&[Key::Char('p'), Key::BackTab], Do::Back, On::Everywhere),
    bind(&[Key::Home], Do::First, On::Everywhere),
    bind(&[Key::End], Do::Furthest, On::Everywhere),
    bind(&[Key::Up, Key::Char('k')], Do::Up, On::Everywhere),
    bind(&[Key::Down, Key::Char('j')], Do::Down, On::Everywhere),
    bind(&[Key::Left, Key::Char('h')], Do::Left, On::Everywhere),
    bind(&[Key::Right], Do::Right, On::Everywhere),
    bind(&[Key::LargeLeft, Key::Char('<')], Do::FarLeft, On::Everywhere),
    bind(&[Key::LargeRight, Key::Char('>')], Do::FarRight, On::Everywhere),
    bind(&[Key::Backspace], Do::Erase, On::Everywhere),
    bind(&[Key::PageDown, Key::Char(' ')], Do::PageDown, On::Everywhere),
    bind(&[Key::PageUp], Do::PageUp, On::Everywhere),
    bind(&[Key::Char('0')], Do::Set(Word::Nothing), On::Act),
    bind(&[Key::Char('t')], Do::Set(Word::Today), On::Act),
    bind(&[Key::Char('a')], Do::Set(Word::Ambitious), On::Act),
    bind(&[Key::Char('m')], Do::Set(Word::Maximum), On::Act),
    bind(&[Key::Char('z')], Do::Reset, On::Act),
    bind(&[Key::Char('u')], Do::Undo, On::Act),
    bind(&[Key::Control('r')], Do::Redo, On::Act),
    bind(&[Key::Char('r')], Do::Replay, On::Act),
    bind(&[Key::Char('b')], Do::Reference, On::Act),
    bind(&[Key::Char('c')], Do::Outcome, On::Act),
    bind(&[Key::Char('v')], Do::Difference, On::Act),
    bind(&[Key::Char('T')], Do::Table, On::Act),
    bind(&[Key::Char('d')], Do::Trend, On::Act),
    bind(&[Key::Char('s')], Do::Sex, On::Charts),
    bind(&[Key::Char('w')], Do::Slip, On::End),
    bind(&[Key::Char('N')], Do::Anew, On::Offer),
    bind(&[Key::Char('l'), Key::Function(6)], Do::Large, On::Everywhere),
    bind(&[Key::Char('L'), Key::Function(5)], Do::Language, On::Everywhere),
    bind(&[Key::Function(2)], Do::Marks, On::Everywhere),
    bind(&[Key::Function(3)], Do::Theme, On::Everywhere),
    bind(&[Key::Escape], Do::Close, On::Help),
    bind(&[Key::Char('?'), Key::Function(1)], Do::Help, On::Everywhere),
    bind(&[Key::Control('l')], Do::Repaint, On::Everywhere),
    bind(&[Key::Control('z')], Do::Suspend, On::Everywhere),
    bind(&[Key::Char('q'), Key::Control('c')], Do::Quit, On::Everywhere),
];

/// Whether a key of a kind works in a state.
#[must_use]
pub fn works(on: On, state: &LessonState) -> bool {
    let step = state.player.step();
    let offered = state.offered.is_some();
    match on {
        On::Everywhere => true,
        On::Offer => offered,
        On::Help => state.help,
        On::End => !offered && state.player.is_over(),
        On::Act => !offered && step.is_some_and(|step| step.kind() == Kind::Act),
        On::Charts => {
            !offered
                && step.is_some_and(|step| {
                    step.kind() == Kind::Act || matches!(step, Step::Look { at: View::Reference, .. })
                })
        }
    }
}

/// What a key does in a state. While letters are typed, letters do nothing else.
#[must_use]
pub fn deed(key: Key, state: &LessonState) -> Option<Do> {
    if matches!(key, Key::Char(_)) && state.offered.is_none() && state.player.types() && !state.help {
        return None;
    }
    let bound = BINDINGS.iter().find(|binding| binding.keys.contains(&key) && works(binding.on, state));
    bound.map(|binding| binding.deed)
}

/// The key to teach for a deed; while letters are typed, one that is none.
#[must_use]
pub fn name(deed: Do, state: &LessonState, messages: &Messages) -> String {
    let typing = state.offered.is_none() && state.player.types();
    let bound = BINDINGS.iter().find(|binding| binding.deed == deed);
    let fits = |key: &&Key| !typing || !matches!(key, Key::Char(_));
    bound.and_then(|one| one.keys.iter().find(fits)).map(|key| key.name(messages)).unwrap_or_default()
}

/// What it does, for the page of keys.
#[must_use]
pub fn description(deed: Do, messages: &Messages) -> String {
    match deed {
        Do::Next => message!(messages, "lesson-do-next"),
        Do::Back => message!(messages, "lesson-do-back"),
        Do::First => message!(messages, "lesson-do-first"),
        Do::Furthest => message!(messages, "lesson-do-furthest"),
        Do::Confirm => message!(messages, "lesson-do-confirm"),
        Do::Up => message!(messages, "lesson-do-up"),
        Do::Down => message!(messages, "lesson-do-down"),
        Do::Left => message!(messages, "lesson-do-left"),
        Do::Right => message!(messages, "lesson-do-right"),
        Do::FarLeft => message!(messages, "lesson-do-far-left"),
        Do::FarRight => message!(messages, "lesson-do-far-right"),
        Do::Erase => message!(messages, "lesson-do-erase"),
        Do::PageDown => message!(messages, "ui-do-page-down"),
        Do::PageUp => message!(messages, "ui-do-page-up"),
        Do::Set(Word::Nothing) => message!(messages, "ui-do-nothing"),
        Do::Set(Word::Today) => message!(messages, "ui-do-today"),
        Do::Set(Word::Ambitious) => message!(messages, "ui-do-ambitious"),
        Do::Set(Word::Maximum) => message!(messages, "ui-do-maximum"),
        Do::Reset => message!(messages, "ui-do-reset"),
        Do::Undo => message!(messages, "ui-do-undo"),
        Do::Redo => message!(messages, "ui-do-redo"),
        Do::Replay => message!(messages, "lesson-do-replay"),
        Do::Reference => message!(messages, "lesson-do-reference"),
        Do::Sex => message!(messages, "ui-do-sex"),
        Do::Outcome => message!(messages, "ui-do-outcome"),
        Do::Difference => message!(messages, "ui-do-difference"),
        Do::Table => message!(messages, "ui-do-view"),
        Do::Trend => message!(messages, "ui-do-trend"),
        Do::Slip => message!(messages, "lesson-do-slip"),
        Do::Large => message!(messages, "lesson-do-large"),
        Do::Language => message!(messages, "ui-do-language"),
        Do::Marks => message!(messages, "ui-do-marks"),
        Do::Theme => message!(messages, "ui-do-theme"),
        Do::Help => message!(messages, "ui-do-help"),
        Do::Repaint => message!(messages, "ui-do-repaint"),
        Do::Suspend => message!(messages, "ui-do-suspend"),
        Do::Close => message!(messages, "lesson-do-close"),
        Do::Anew => message!(messages, "lesson-do-anew"),
        Do::Quit => message!(messages, "lesson-do-quit"),
    }
}

/// In few cells, for the last row.
fn hint(deed: Do, state: &LessonState, messages: &Messages) -> String {
    match deed {
        Do::Next => message!(messages, "lesson-hint-next"),
        Do::Back => message!(messages, "lesson-hint-back"),
        Do::Confirm if state.offered.is_some() => message!(messages, "lesson-hint-go-on"),
        Do::Confirm => message!(messages, "lesson-hint-confirm"),
        Do::Down => message!(messages, "lesson-hint-choose"),
        Do::Right => message!(messages, "lesson-hint-change"),
        Do::PageDown => message!(messages, "lesson-hint-page"),
        Do::Replay => message!(messages, "lesson-hint-replay"),
        Do::Reference => message!(messages, "lesson-hint-reference"),
        Do::Sex => message!(messages, "lesson-hint-sex"),
        Do::Slip => message!(messages, "lesson-hint-slip"),
        Do::Large => message!(messages, "lesson-hint-large"),
        Do::Close => message!(messages, "lesson-hint-close"),
        Do::Anew => message!(messages, "lesson-hint-anew"),
        Do::Help => message!(messages, "lesson-hint-help"),
        Do::Quit => message!(messages, "lesson-hint-quit"),
        _ => String::new(),
    }
}

/// The keys that matter now, as many as fit: key and hint. Help and leaving stay.
#[must_use]
pub fn footer(state: &LessonState, pages: usize, messages: &Messages, cells: usize) -> Vec<(String, String)> {
    let deeds: Vec<Do> = if state.help {
        let mut deeds = vec![Do::Close, Do::Quit];
        if pages > 1 {
            deeds.insert(0, Do::PageDown);
        }
        deeds
    } else if state.offered.is_some() {
        vec![Do::Confirm, Do::Anew, Do::Help, Do::Quit]
    } else if state.player.is_over() {
        vec![Do::Slip, Do::Back, Do::Large, Do::Help, Do::Quit]
    } else {
        let open = state.player.prediction().is_some_and(|one| !one.recorded)
            || state.player.answer().is_some_and(|one| !one.recorded);
        let mut deeds = match state.player.step().map(Step::kind) {
            Some(Kind::Act) => vec![Do::Right, Do::Replay, Do::Reference, Do::Next, Do::Back],
            Some(Kind::Predict) if open => vec![Do::Down, Do::Right, Do::Confirm, Do::Back],
            Some(Kind::Quiz) if open => vec![Do::Down, Do::Confirm, Do::Next, Do::Back],
            Some(Kind::Look) if works(On::Charts, state) => vec![Do::Sex, Do::Next, Do::Back],
            _ => vec![Do::Next, Do::Back, Do::Large],
        };
        if pages > 1 {
            deeds.insert(0, Do::PageDown);
        }
        deeds.extend([Do::Help, Do::Quit]);
        deeds
    };
    let part = |deed: Do| (name(deed, state, messages), hint(deed, state, messages));
    let mut parts: Vec<(String, String)> = deeds.into_iter().map(part).collect();
    let used = |parts: &[(String, String)]| -> usize {
        parts.iter().map(|(key, hint)| crate::ui::text::width(key) + crate::ui::text::width(hint) + 3).sum()
    };
    while parts.len() > 2 && used(&parts) > cells {
        parts.remove(parts.len() - 3);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_at_one_place() {
        for (place, one) in BINDINGS.iter().enumerate() {
            for other in &BINDINGS[place + 1..] {
                let together = one.on == On::Everywhere || other.on == On::Everywhere || one.on == other.on;
                // Charts are also where levers are moved.
                let together = together || matches!((one.on, other.on), (On::Act, On::Charts));
                let shared = one.keys.iter().find(|key| other.keys.contains(key));
                assert!(!together || shared.is_none(), "{shared:?}: {:?} and {:?}", one.deed, other.deed);
            }
        }
    }

    #[test]
    fn whoever_types_can_still_move_and_leave() {
        // While letters are typed only keys that are none of them work.
        for deed in [Do::Next, Do::Back, Do::Confirm, Do::Language, Do::Large, Do::Help, Do::Quit] {
            let bound = BINDINGS.iter().find(|binding| binding.deed == deed).unwrap();
            assert!(bound.keys.iter().any(|key| !matches!(key, Key::Char(_))), "{deed:?}");
        }
    }
}
