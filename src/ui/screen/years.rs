//! The table twin of the chart: every year of one sex, with the official figures beside.

use super::{chart, words};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::ui::answer::{Answer, Measure};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the year and its mark.
const YEAR_CELLS: usize = 6;

/// Cells of a number and the gap before it.
const NUMBER_CELLS: usize = 7;

/// Draws heading and as many years around the cursor as fit.
pub fn draw(
    state: &State,
    answer: &Answer,
    sex: Sex,
    theme: Theme,
    messages: &Messages,
    area: Rect,
    buffer: &mut Buffer,
) {
    let official_name = message!(messages, "ui-column-official");
    let equal = ((usize::from(area.width).saturating_sub(YEAR_CELLS)) / 6).min(14);
    let names_of = |measure| [words::short_measure(messages, measure), official_name.clone()];
    // On narrow screens each column is as wide as it must be: headings never touch.
    let roomy = Measure::ALL.into_iter().flat_map(names_of).all(|name| text::width(&name) < equal);
    let cells = |name: &str| if roomy { equal } else { (text::width(name) + 1).max(NUMBER_CELLS) };
    let mut names = text::left(&words::sex(messages, sex), YEAR_CELLS);
    for measure in Measure::ALL {
        let short = words::short_measure(messages, measure);
        names.push_str(&text::right(&short, cells(&short)));
        names.push_str(&text::right(&official_name, cells(&official_name)));
    }
    paint::row(buffer, area, 0, &[(theme.style(Role::Title), names)]);
    let rows: Vec<_> = answer.rows(state.trend, sex).collect();
    let height = usize::from(area.height.saturating_sub(1));
    let at = rows.iter().position(|row| row.year == state.year).unwrap_or(0);
    let top = at.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    for (line, row) in rows.iter().skip(top).take(height).enumerate() {
        let mut parts = vec![(
            theme.style(if row.year == state.year { Role::Cursor } else { Role::Text }),
            text::left(
                &format!("{}{}", row.year, if row.year == state.year { " <" } else { "" }),
                YEAR_CELLS,
            ),
        )];
        for measure in Measure::ALL {
            let official = chart::official(state, sex, measure).find(|figure| figure.year == row.year);
            let official = official.map_or_else(String::new, |figure| fixed(figure.value, 2));
            let short = words::short_measure(messages, measure);
            let value = fixed(measure.of(row).value, 2);
            parts.push((theme.style(words::role(measure)), text::right(&value, cells(&short))));
            parts.push((theme.style(Role::Muted), text::right(&official, cells(&official_name))));
        }
        paint::row(buffer, area, line as u16 + 1, &parts);
    }
}
