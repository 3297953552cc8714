//! A question with a right answer.

use super::{Sheet, one_result, waiting};
use crate::i18n::{Messages, message};
use crate::lesson::play::answer_of;
use crate::lesson::record::Given;
use crate::lesson::schema::{Answer, title};
use crate::report::lesson::unit;
use crate::ui::lesson::state::LessonState;
use crate::ui::theme::Role;

/// Options or what is typed; once an answer is recorded, whether it is right and why.
pub(super) fn question(sheet: &mut Sheet, state: &LessonState, id: &str, why: &str, messages: &Messages) {
    let (Some(own), Some(answer)) = (state.player.answer(), answer_of(&state.player.lesson, id)) else {
        return;
    };
    match (answer, &own.given) {
        (Answer::One { options, right }, Given::One(chosen)) => {
            for (place, option) in options.iter().enumerate() {
                let number = place + 1;
                let mine = usize::from(*chosen) == number;
                let mark = if own.recorded && usize::from(*right) == number {
                    "*"
                } else if mine {
                    ">"
                } else {
                    " "
                };
                let role = if mine { Role::Selected } else { Role::Text };
                let option = title(option);
                sheet.paragraph(role, &format!("{mark} {number}  {}", messages.choose(&option)));
            }
        }
        (Answer::Number { of, .. }, Given::Number(typed)) => {
            let asked = state.player.asked(of.as_str());
            let word = asked.map(|asked| unit(asked.unit, messages)).unwrap_or_default();
            let cursor = if own.recorded { "" } else { "_" };
            sheet.paragraph(Role::Headline, &format!("> {typed}{cursor} {word}"));
            if own.recorded {
                one_result(sheet, state, of.as_str(), messages);
            }
        }
        (Answer::Order { items }, Given::Order(things, at)) => {
            for (place, thing) in things.iter().enumerate() {
                let mine = !own.recorded && usize::from(*at) == place;
                let role = if mine { Role::Selected } else { Role::Text };
                let words = usize::from(*thing).checked_sub(1).and_then(|item| items.get(item)).map(title);
                let words = words.map(|words| messages.choose(&words).to_owned()).unwrap_or_default();
                let mark = if mine { ">" } else { " " };
                sheet.paragraph(role, &format!("{mark} {}  {words}", place + 1));
            }
            if own.recorded {
                sheet.gap();
                let right: Vec<String> =
                    items.iter().map(|item| messages.choose(&title(item)).to_owned()).collect();
                let list = right.join(" > ");
                sheet.paragraph(Role::Text, &message!(messages, "lesson-right-order", list = list));
            }
        }
        _ => {}
    }
    sheet.gap();
    if own.recorded {
        let told = match state.player.is_right(id) {
            Some(true) => message!(messages, "lesson-answer-right"),
            Some(false) => message!(messages, "lesson-answer-wrong"),
            None => waiting(state, messages),
        };
        sheet.paragraph(Role::Headline, &told);
        sheet.gap();
        sheet.paragraph(Role::Text, why);
    } else if !state.by_lines {
        let hint = match answer {
            Answer::One { .. } => message!(messages, "lesson-quiz-one"),
            Answer::Number { .. } => message!(messages, "lesson-quiz-number"),
            Answer::Order { .. } => message!(messages, "lesson-quiz-order"),
        };
        sheet.paragraph(Role::Muted, &hint);
    }
}
