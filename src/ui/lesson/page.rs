//! A step as lines of text: the same on the screen and in the line mode.

mod big;
mod quiz;
mod tables;

use super::line::{self, Mark};
use super::state::LessonState;
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::lesson::Lesson;
use crate::lesson::play::{DIRECTION, SIZE};
use crate::lesson::record::Prediction;
use crate::lesson::results::{Direction, Found};
use crate::lesson::schema::{Asked, Kind, Step, Unit, View, Wording, note, title};
use crate::report::lesson::{direction, unit};
use crate::scenario::study::schema::PartId;
use crate::text::escape_untrusted;
use crate::ui::screen::OverlayLine;
use crate::ui::text;
use crate::ui::theme::Role;

/// Lines that are being written, at a width, for one reader or for a room.
pub(super) struct Sheet {
    lines: Vec<OverlayLine>,
    cells: usize,
    large: bool,
}

impl Sheet {
    pub(super) const fn new(cells: usize, large: bool) -> Self {
        Self { lines: Vec::new(), cells, large }
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|(_, line)| !line.is_empty()) {
            self.lines.push((Role::Text, String::new()));
        }
    }

    /// Text that is broken to the width, line feeds kept.
    fn paragraph(&mut self, role: Role, paragraph: &str) {
        for one in paragraph.split('\n') {
            for line in text::wrap(&escape_untrusted(one), self.cells.saturating_sub(2).max(8)) {
                self.lines.push((role, format!(" {line}")));
                if self.large {
                    self.lines.push((Role::Text, String::new()));
                }
            }
        }
    }

    /// A line that stands as it is.
    fn row(&mut self, role: Role, row: String) {
        self.lines.push((role, row));
    }
}

/// The word for a kind of step.
#[must_use]
pub fn kind(kind: Kind, messages: &Messages) -> String {
    match kind {
        Kind::Read => message!(messages, "lesson-kind-read"),
        Kind::Look => message!(messages, "lesson-kind-look"),
        Kind::Predict => message!(messages, "lesson-kind-predict"),
        Kind::Act => message!(messages, "lesson-kind-act"),
        Kind::Reveal => message!(messages, "lesson-kind-reveal"),
        Kind::Explain => message!(messages, "lesson-kind-explain"),
        Kind::Quiz => message!(messages, "lesson-kind-quiz"),
        Kind::Reflect => message!(messages, "lesson-kind-reflect"),
    }
}

/// An amount in the unit of its result.
fn amount(value: f64, of: Unit, messages: &Messages) -> String {
    format!("{} {}", signed(value, digits(value, of)), unit(of, messages))
}

/// Decimals of a number that was chosen on a line: none for whole days.
fn digits(value: f64, of: Unit) -> usize {
    if value.fract().abs() < 1e-9 && of == Unit::Days { 0 } else { of.decimals() }
}

/// A number of the model with its interval; levels have no sign.
pub(super) fn told(asked: &Asked, found: &Found, messages: &Messages) -> String {
    let scale = asked.unit.per_year();
    let level = matches!(asked.what, crate::lesson::schema::What::Level { .. });
    let number = |value: f64| {
        let digits = asked.unit.decimals();
        if level { fixed(value * scale, digits) } else { signed(value * scale, digits) }
    };
    let (value, of) = (number(found.value), unit(asked.unit, messages));
    if found.is_of_too_few() {
        let persons = fixed(found.persons as f64, 0);
        message!(messages, "lesson-number-too-few", value = value, unit = of, persons = persons)
    } else if found.se > 0.0 {
        message!(
            messages,
            "lesson-number-interval",
            value = value,
            unit = of,
            low = number(found.value - found.margin()),
            high = number(found.value + found.margin()),
            persons = fixed(found.persons as f64, 0)
        )
    } else if found.persons > 0 && found.value == 0.0 {
        let persons = fixed(found.persons as f64, 0);
        message!(messages, "lesson-number-nobody", value = value, unit = of, persons = persons)
    } else {
        message!(messages, "lesson-number-exact", value = value, unit = of)
    }
}

/// All lines of the step on screen; of a step that acts, its text only.
#[must_use]
pub fn lines(state: &LessonState, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut sheet = Sheet::new(cells, state.large);
    if let Some(known) = &state.offered {
        let title = if known.is_over() {
            message!(messages, "lesson-offer-title-over")
        } else {
            message!(messages, "lesson-offer-title")
        };
        sheet.paragraph(Role::Title, &title);
        sheet.gap();
        let (step, all) = ((known.record.step + 1).min(known.steps()), known.steps());
        let text = if known.is_over() {
            message!(messages, "lesson-offer-over")
        } else {
            message!(messages, "lesson-offer", step = step.to_string(), steps = all.to_string())
        };
        sheet.paragraph(Role::Text, &text);
        sheet.gap();
        sheet.paragraph(Role::Text, &message!(messages, "lesson-offer-anew"));
        return sheet.lines;
    }
    let Some(step) = state.player.step() else {
        tables::end(&mut sheet, state, messages);
        return sheet.lines;
    };
    let (_, heading, words) = step.parts();
    sheet.paragraph(Role::Title, messages.choose(&title(heading)));
    if step.kind() != Kind::Act && step.kind() != Kind::Reveal {
        sheet.gap();
    }
    match step {
        Step::Reveal { of, also, .. } => {
            reveal(&mut sheet, state, of.as_str(), also.iter().map(PartId::as_str), messages);
            if state
                .player
                .predicted(of.as_str())
                .is_some_and(|(_, asked, _)| state.player.result(asked.id.as_str()).is_some())
            {
                sheet.gap();
                sheet.paragraph(Role::Text, messages.choose(&note(words)));
            }
            return sheet.lines;
        }
        _ => sheet.paragraph(Role::Text, messages.choose(&note(words))),
    }
    match step {
        Step::Look { at: View::Hand, .. } => {
            sheet.gap();
            tables::hand(&mut sheet, state, false, messages);
        }
        Step::Look { at: View::Results(shown), .. } => {
            sheet.gap();
            for id in shown {
                one_result(&mut sheet, state, id.as_str(), messages);
            }
        }
        Step::Predict { id, .. } => {
            sheet.gap();
            predict(&mut sheet, state, id.as_str(), messages);
        }
        Step::Quiz { id, why, .. } => {
            sheet.gap();
            quiz::question(&mut sheet, state, id.as_str(), messages.choose(&note(why)), messages);
        }
        Step::Reflect { .. } => {
            sheet.gap();
            let written = state.player.note().map(|note| note.text.clone()).unwrap_or_default();
            if !state.by_lines {
                sheet.paragraph(Role::Headline, &format!("{written}_"));
                sheet.gap();
                sheet.paragraph(Role::Muted, &message!(messages, "lesson-reflect-private"));
            }
        }
        _ => {}
    }
    sheet.lines
}

/// A result of a list: its title, and the number once it is known.
fn one_result(sheet: &mut Sheet, state: &LessonState, id: &str, messages: &Messages) {
    let Some(asked) = state.player.asked(id) else { return };
    let name = title(&asked.title);
    let name = messages.choose(&name);
    let told = state
        .player
        .result(id)
        .map_or_else(|| waiting(state, messages), |found| told(asked, found, messages));
    sheet.paragraph(Role::Text, &message!(messages, "lesson-result", title = name, number = told));
}

/// What stands where a number is not known yet.
pub(super) fn waiting(state: &LessonState, messages: &Messages) -> String {
    match &state.failure {
        Some(reason) => message!(messages, "lesson-failed", reason = escape_untrusted(reason)),
        None => message!(messages, "lesson-computing"),
    }
}

fn predict(sheet: &mut Sheet, state: &LessonState, id: &str, messages: &Messages) {
    let Some((own, asked, line)) = state.player.predicted(id) else { return };
    let mark = |field: u8| if own.field == field && !own.recorded { ">" } else { " " };
    let names = [
        message!(messages, "lesson-field-direction"),
        message!(messages, "lesson-field-size"),
        message!(messages, "lesson-field-sure"),
    ];
    let cells = names.iter().map(|name| text::width(name)).max().unwrap_or(0);
    let name = |field: u8| {
        let role = if own.field == field && !own.recorded { Role::Selected } else { Role::Text };
        (role, format!(" {} {}", mark(field), text::left(&names[usize::from(field)], cells)))
    };
    let choices: Vec<String> = Direction::ALL
        .iter()
        .map(|one| {
            let word = direction(*one, state.player.lesson.wording(asked), messages);
            if own.direction == Some(*one) { format!("[{word}]") } else { format!(" {word} ") }
        })
        .collect();
    let (role, label) = name(DIRECTION);
    sheet.row(role, format!("{label} {}", choices.join(" ")));
    let size = match own.direction {
        None => "-".to_owned(),
        Some(Direction::Same) if !state.player.lesson.is_simulated(asked) => {
            message!(messages, "lesson-size-none")
        }
        Some(_) => amount(own.size, asked.unit, messages),
    };
    let (role, label) = name(SIZE);
    sheet.row(role, format!("{label}  {size}"));
    let marks = [Mark {
        name: " ".repeat(cells + 4),
        value: own.size,
        margin: 0.0,
        glyph: '^',
        label: String::new(),
    }];
    let word = unit(asked.unit, messages);
    for row in line::rows((line.0, line.1), &marks, &word, asked.unit.decimals(), sheet.cells - 1) {
        sheet.row(Role::Text, row);
    }
    let (role, label) = name(crate::lesson::play::SURE);
    let sure = own.confidence.map_or_else(
        || "-".to_owned(),
        |percent| message!(messages, "lesson-sure", percent = percent.to_string()),
    );
    sheet.row(role, format!("{label}  {sure}"));
    if state.by_lines && !own.recorded {
        return;
    }
    sheet.gap();
    let hint = if own.recorded {
        message!(messages, "lesson-predict-recorded")
    } else {
        match own.field {
            DIRECTION => message!(messages, "lesson-predict-direction"),
            SIZE => message!(messages, "lesson-predict-size"),
            _ => message!(messages, "lesson-predict-sure"),
        }
    };
    sheet.paragraph(if own.recorded { Role::Headline } else { Role::Muted }, &hint);
}

/// Prediction and result together, with a table of the others.
fn reveal<'a>(
    sheet: &mut Sheet,
    state: &LessonState,
    name: &str,
    also: impl Iterator<Item = &'a str>,
    messages: &Messages,
) {
    let Some((own, asked, line)) = state.player.predicted(name) else { return };
    let heading = title(&asked.title);
    sheet.paragraph(Role::Muted, messages.choose(&heading));
    let Some(found) = state.player.result(asked.id.as_str()) else {
        sheet.gap();
        sheet.paragraph(Role::Warning, &waiting(state, messages));
        return;
    };
    let scale = asked.unit.per_year();
    sheet.gap();
    if sheet.large {
        let number = signed(found.value * scale, asked.unit.decimals());
        for row in big::rows(&number) {
            sheet.row(Role::Headline, format!("  {row}"));
        }
        sheet.gap();
    }
    sheet.paragraph(Role::Text, &said(own, asked, &state.player.lesson, messages));
    let number = told(asked, found, messages);
    sheet.paragraph(Role::Headline, &message!(messages, "lesson-model-says", number = number));
    let wide = (line.0.min(found.value * scale), line.1.max(found.value * scale));
    let marks = [
        Mark {
            name: message!(messages, "lesson-mark-you"),
            value: own.size,
            margin: 0.0,
            glyph: '^',
            label: signed(own.size, digits(own.size, asked.unit)),
        },
        Mark {
            name: message!(messages, "lesson-mark-model"),
            value: found.value * scale,
            // Without an error there is no interval to draw.
            margin: if found.is_of_too_few() { 0.0 } else { found.margin() * scale },
            glyph: 'o',
            label: signed(found.value * scale, asked.unit.decimals()),
        },
    ];
    let word = unit(asked.unit, messages);
    sheet.gap();
    for row in line::rows(wide, &marks, &word, asked.unit.decimals(), sheet.cells - 1) {
        sheet.row(Role::Text, format!(" {row}"));
    }
    sheet.gap();
    sheet.paragraph(Role::Headline, &verdict(own, asked, found, &state.player.lesson, messages));
    if asked.what.world() == crate::lesson::file::HAND {
        sheet.gap();
        tables::hand(sheet, state, true, messages);
    }
    let also: Vec<&str> = also.collect();
    if !also.is_empty() {
        sheet.gap();
        for id in also {
            one_result(sheet, state, id, messages);
        }
    }
}

/// What the student has said.
pub(super) fn said(own: &Prediction, asked: &Asked, lesson: &Lesson, messages: &Messages) -> String {
    let Some(chosen) = own.direction else { return message!(messages, "lesson-said-nothing") };
    let percent = own.confidence.map_or_else(|| "-".to_owned(), |percent| percent.to_string());
    let word = direction(chosen, lesson.wording(asked), messages);
    match chosen {
        Direction::Same if !lesson.is_simulated(asked) => {
            message!(messages, "lesson-said-same", percent = percent)
        }
        _ => message!(
            messages,
            "lesson-said",
            direction = word,
            size = amount(own.size, asked.unit, messages),
            percent = percent
        ),
    }
}

/// Whether the direction was right, and how far off the size.
fn verdict(own: &Prediction, asked: &Asked, found: &Found, lesson: &Lesson, messages: &Messages) -> String {
    let of = asked.unit;
    let scale = of.per_year();
    let (true_direction, value) = (found.direction(), found.value * scale);
    let off = own.size - value;
    // Half of the last digit that is shown is no difference.
    let digit = if of.decimals() == 1 { 0.05 } else { 0.005 };
    let within = !found.is_of_too_few() && off.abs() <= (found.margin() * scale).max(digit);
    let right = own.direction == Some(true_direction);
    let mut text = if found.is_unclear() {
        message!(messages, "lesson-no-direction", persons = fixed(found.persons as f64, 0))
    } else if right {
        message!(messages, "lesson-right-direction")
    } else {
        // Without noise a difference is none, not unclear.
        let wording = match lesson.wording(asked) {
            Wording::Noisy if found.se == 0.0 => Wording::Change,
            wording => wording,
        };
        let word = direction(true_direction, wording, messages);
        message!(messages, "lesson-wrong-direction", direction = word)
    };
    let far = format!("{} {}", fixed(off.abs(), of.decimals()), unit(of, messages));
    if found.is_of_too_few() {
        text.push_str(&message!(messages, "lesson-size-too-few", far = far));
        return text;
    }
    text.push_str(&if within && right && found.se == 0.0 {
        message!(messages, "lesson-size-right")
    } else if within && right && !found.is_unclear() {
        message!(messages, "lesson-size-within-too")
    } else if within {
        message!(messages, "lesson-size-within")
    } else if own.size.abs() > value.abs() && own.size * value >= 0.0 {
        message!(messages, "lesson-size-too-large", far = far)
    } else if own.size * value >= 0.0 {
        message!(messages, "lesson-size-too-small", far = far)
    } else {
        message!(messages, "lesson-size-other-side", far = far)
    });
    text
}
