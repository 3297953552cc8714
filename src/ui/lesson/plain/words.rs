//! What may be typed in either language, and the reference in figures.

use crate::i18n::Messages;
use crate::lesson::results::Direction;
use crate::ui::action::{Trend, Word};
use crate::ui::lesson::state::LessonState;
use crate::ui::screen::OverlayLine;

/// Letters of an input method in full-width mode as the keys that were meant.
pub(super) fn narrow(text: &str) -> String {
    text.chars().map(crate::ui::event::narrow).collect()
}

/// A direction as it may be typed, in either language.
pub(super) fn read_direction(text: &str) -> Option<Direction> {
    match text.to_lowercase().as_str() {
        "down" | "d" | "-" | "falls" | "below" | "less" | "下がる" | "減る" | "下" | "下回る" | "短い" => {
            Some(Direction::Down)
        }
        "same"
        | "s"
        | "0"
        | "none"
        | "no difference"
        | "no clear difference"
        | "差なし"
        | "はっきりした差なし"
        | "変わらない"
        | "同じ" => Some(Direction::Same),
        "up" | "u" | "+" | "rises" | "above" | "more" | "上回る" | "長い" | "上がる" | "増える" | "上" => {
            Some(Direction::Up)
        }
        _ => None,
    }
}

/// How far a lever is to reach, as it may be typed.
pub(super) fn read_word(text: &str) -> Option<Word> {
    match text.to_lowercase().as_str() {
        "none" | "0" | "なし" => Some(Word::Nothing),
        "today" | "t" | "今日" | "現状" => Some(Word::Today),
        "ambitious" | "a" | "意欲的" => Some(Word::Ambitious),
        "maximum" | "m" | "最大" => Some(Word::Maximum),
        _ => None,
    }
}

/// The three expectancies of the reference in some years, by sex.
pub(super) fn reference(state: &LessonState, messages: &Messages) -> Vec<OverlayLine> {
    use crate::i18n::numbers::fixed;
    use crate::ui::answer::Measure;
    use crate::ui::screen::words;
    use crate::ui::text;
    use crate::ui::theme::Role;
    let mut lines = Vec::new();
    let Some(answer) = &state.inner.answer else { return lines };
    for sex in &state.inner.baseline.sexes {
        let mut heading = text::left(&words::sex(messages, *sex), 8);
        for measure in Measure::ALL {
            heading.push_str(&text::right(&words::short_measure(messages, measure), 22));
        }
        lines.push((Role::Title, heading));
        for row in answer.rows(Trend::None, *sex).filter(|row| row.year.0 % 4 == 0) {
            let mut line = text::left(&row.year.to_string(), 8);
            for measure in Measure::ALL {
                line.push_str(&text::right(&fixed(measure.of(row).value, 2), 22));
            }
            lines.push((Role::Text, line));
        }
    }
    lines
}
