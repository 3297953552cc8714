//! A number line of plain characters: where none is, what was predicted, what came out and how sure that is.
//!
//! ```text
//!          -20            0                      60 days
//! line       |------------+-----------------------|
//! you                                 ^ +30
//! result                          [--o--] +26.7 (20.3 to 33.1)
//! ```

use crate::i18n::numbers::signed;
use crate::ui::text;

/// A number on the line.
#[derive(Debug, Clone)]
pub struct Mark {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Half of its interval; 0: a point.
    pub margin: f64,
    /// Its mark.
    pub glyph: char,
    /// Written behind the mark.
    pub label: String,
}

/// The rows of a number line: numbers, line, one row for each mark. Marks beyond an end stand on it, as `<` or `>`.
#[must_use]
pub fn rows(line: (f64, f64), marks: &[Mark], unit: &str, decimals: usize, cells: usize) -> Vec<String> {
    let names = marks.iter().map(|mark| text::width(&mark.name)).max().unwrap_or(0).min(cells / 3);
    let labels = marks.iter().map(|mark| text::width(&mark.label) + 1).max().unwrap_or(0);
    // The unit stands behind the last number, beyond the end of the line.
    let labels = labels.max(text::width(unit) + 1);
    let room = cells.saturating_sub(names + 1);
    // Labels stand behind their marks, so the line leaves room for the longest one where it can.
    let width = room.saturating_sub(labels).clamp(20.min(room), 72.min(room));
    let (low, high) = line;
    let place = |value: f64| {
        let share = (value - low) / (high - low);
        (share.clamp(0.0, 1.0) * (width.saturating_sub(1)) as f64).round() as usize
    };
    let blank = " ".repeat(names + 1);
    let zero = place(0.0);
    let mut track: Vec<char> = vec!['-'; width];
    if let (Some(first), true) = (track.first_mut(), width > 0) {
        *first = '|';
    }
    if let Some(last) = track.last_mut() {
        *last = '|';
    }
    if zero < width {
        track[zero] = '+';
    }
    let mut rows = vec![
        format!("{blank}{}", numbers(low, high, zero, unit, decimals, width)),
        format!("{blank}{}", track.iter().collect::<String>()),
    ];
    for mark in marks {
        let mut cells_of: Vec<char> = vec![' '; width];
        let (from, to) = (place(mark.value - mark.margin), place(mark.value + mark.margin));
        if mark.margin > 0.0 && from < to {
            cells_of[from..=to].fill('-');
            cells_of[from] = '[';
            cells_of[to] = ']';
        }
        let at = place(mark.value);
        cells_of[at] = if mark.value < low {
            '<'
        } else if mark.value > high {
            '>'
        } else {
            mark.glyph
        };
        let drawn: String = cells_of.into_iter().collect();
        let name = text::left(&mark.name, names + 1);
        rows.push(format!("{name}{} {}", drawn.trim_end(), mark.label).trim_end().to_owned());
    }
    rows
}

/// The numbers above the line: both ends and none, where there is room.
fn numbers(low: f64, high: f64, zero: usize, unit: &str, decimals: usize, width: usize) -> String {
    let number = |value: f64| signed(value, decimals_of(value, decimals));
    let (first, last) = (number(low), format!("{} {unit}", number(high)));
    let mut row = first.clone();
    if zero > first.len() + 1 {
        row = text::left(&row, zero) + "0";
    }
    let end = width.saturating_sub(number(high).len());
    if end > text::width(&row) {
        row = text::left(&row, end) + &last;
    }
    row
}

/// No decimals for whole numbers.
fn decimals_of(value: f64, decimals: usize) -> usize {
    if (value - value.round()).abs() < 1e-9 { 0 } else { decimals }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(name: &str, value: f64, margin: f64, glyph: char, label: &str) -> Mark {
        Mark { name: name.to_owned(), value, margin, glyph, label: label.to_owned() }
    }

    #[test]
    fn marks_stand_under_their_numbers() {
        let marks =
            [mark("you", 30.0, 0.0, '^', "+30"), mark("result", 26.7, 6.4, 'o', "+26.7 (20.3 to 33.1)")];
        let rows = rows((-20.0, 60.0), &marks, "days", 1, 76);
        assert_eq!(rows.len(), 4);
        let at = |row: &str, glyph: char| row.chars().position(|one| one == glyph).unwrap();
        // None stands under its number (the last zero of the numbers before it is that of -20).
        let zero = rows[0]
            .match_indices('0')
            .map(|(place, _)| place)
            .find(|place| rows[1][*place..].starts_with('+'));
        assert!(zero.is_some(), "{rows:#?}");
        assert!(at(&rows[2], '^') > at(&rows[3], 'o'));
        assert!(at(&rows[3], '[') < at(&rows[3], 'o') && at(&rows[3], 'o') < at(&rows[3], ']'));
        assert!(rows.iter().all(|row| text::width(row) <= 76), "{rows:#?}");
    }

    #[test]
    fn what_lies_beyond_the_line_is_marked_at_its_end() {
        let rows =
            rows((-1.0, 1.0), &[mark("a", 5.0, 0.0, '^', ""), mark("b", -5.0, 0.1, 'o', "")], "", 2, 60);
        assert!(rows[2].ends_with('>') && rows[3].contains('<'), "{rows:#?}");
    }
}
