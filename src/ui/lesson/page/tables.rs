//! The small table of ages, and what stands at the end of a lesson.

use super::{Sheet, said, told, waiting};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::lesson::play::score;
use crate::lesson::schema::{Step, title};
use crate::ui::lesson::state::LessonState;
use crate::ui::text;
use crate::ui::theme::Role;

/// Of how many born the small table is shown: small enough for a hand.
const BORN: f64 = 100.0;

/// Cells of a column of the small table.
const COLUMN: usize = 13;

/// The small table: what is given, and with `full` what comes out of it.
pub fn hand(sheet: &mut Sheet, state: &LessonState, full: bool, messages: &Messages) {
    let Some(table) = &state.player.lesson.hand else { return };
    let groups = &state.player.lesson.form.hand;
    let mut names = vec![
        message!(messages, "lesson-hand-age"),
        message!(messages, "lesson-hand-alive"),
        message!(messages, "lesson-hand-years"),
        message!(messages, "lesson-hand-limited"),
    ];
    if full {
        names.push(message!(messages, "lesson-hand-healthy"));
    }
    let row = |cells: &[String]| -> String {
        cells.iter().map(|cell| text::right(cell, COLUMN)).collect::<Vec<_>>().join(" ")
    };
    sheet.row(Role::Muted, row(&names));
    let scale = BORN / crate::outcome::life_table::RADIX;
    let (mut lived, mut healthy) = (0.0, 0.0);
    for (place, (group, found)) in groups.iter().zip(&table.rows).enumerate() {
        let ages = groups.get(place + 1).map_or_else(
            || message!(messages, "lesson-hand-open", age = group.age.to_string()),
            |next| format!("{}-{}", group.age, next.age.saturating_sub(1)),
        );
        let (years, well) =
            (found.person_years * scale, found.person_years * scale * (1.0 - group.limited_share));
        lived += years;
        healthy += well;
        let mut cells = vec![
            ages,
            fixed(found.l * scale, 0),
            fixed(years, 0),
            format!("{}%", fixed(group.limited_share * 100.0, 0)),
        ];
        if full {
            cells.push(fixed(well, 0));
        }
        sheet.row(Role::Text, row(&cells));
    }
    if full {
        let sum = message!(messages, "lesson-hand-sum");
        sheet.row(
            Role::Headline,
            row(&[sum, String::new(), fixed(lived, 0), String::new(), fixed(healthy, 0)]),
        );
        if let Some(first) = table.rows.first() {
            sheet.gap();
            let text = message!(
                messages,
                "lesson-hand-result",
                lived = fixed(lived, 0),
                healthy = fixed(healthy, 0),
                life = fixed(first.life_expectancy, 2),
                well = fixed(first.healthy_life_expectancy, 2)
            );
            sheet.paragraph(Role::Text, &text);
        }
    }
}

/// The end: every prediction with its result, the questions, how well confidence fits, the slip.
pub fn end(sheet: &mut Sheet, state: &LessonState, messages: &Messages) {
    let player = &state.player;
    sheet.paragraph(Role::Title, &message!(messages, "lesson-end-title"));
    let (mut scores, mut right) = (Vec::new(), 0);
    for own in &player.record.predictions {
        let Some((_, asked, _)) = player.predicted(&own.id) else { continue };
        sheet.gap();
        let name = title(&asked.title);
        sheet.paragraph(Role::Headline, messages.choose(&name));
        sheet.paragraph(Role::Text, &said(own, asked, &player.lesson, messages));
        let number = match player.result(asked.id.as_str()) {
            Some(found) if found.is_unclear() => {
                let number = told(asked, found, messages);
                format!("{number} {}", message!(messages, "lesson-unscored"))
            }
            Some(found) => {
                let hit = own.direction == Some(found.direction());
                right += usize::from(hit);
                scores.extend(own.confidence.map(|confidence| score(confidence, hit)));
                told(asked, found, messages)
            }
            None => waiting(state, messages),
        };
        sheet.paragraph(Role::Text, &message!(messages, "lesson-model-says", number = number));
    }
    if !scores.is_empty() {
        sheet.gap();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let text = message!(
            messages,
            "lesson-end-score",
            right = right.to_string(),
            all = scores.len().to_string(),
            score = fixed(mean, 2)
        );
        sheet.paragraph(Role::Text, &text);
    }
    let asked = player.lesson.form.steps.iter().filter_map(|step| match step {
        Step::Quiz { id, .. } => Some(id.as_str()),
        _ => None,
    });
    let asked: Vec<&str> = asked.collect();
    if !asked.is_empty() {
        let right = asked.iter().filter(|id| player.is_right(id) == Some(true)).count();
        let text =
            message!(messages, "lesson-end-quiz", right = right.to_string(), all = asked.len().to_string());
        sheet.paragraph(Role::Text, &text);
    }
    sheet.gap();
    if let Some(path) = &state.slip {
        let path = crate::text::escape_untrusted(path);
        sheet.paragraph(Role::Text, &message!(messages, "lesson-told-written", path = path));
    } else if !state.by_lines {
        sheet.paragraph(Role::Headline, &message!(messages, "lesson-end-slip"));
    }
    sheet.paragraph(Role::Muted, &message!(messages, "lesson-end-privacy"));
}
