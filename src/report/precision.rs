//! How the Monte-Carlo error of a number is shown: in brackets, or in words where none can be told.

use super::document::{Block, Cell, Document, Table};
use crate::i18n::{Messages, message, numbers};
use crate::outcome::differing::{LEAST, Precision};
use crate::outcome::series::Estimate;
use crate::outcome::tally::GROUPS;

/// A number with its error in brackets; an exact one stands alone.
#[must_use]
pub fn with_error(shown: &str, one: &Estimate, decimals: usize, messages: &Messages) -> String {
    match one.precision() {
        Precision::Exact => shown.to_owned(),
        Precision::Error(error) => format!("{shown} ({})", numbers::fixed(error, decimals)),
        Precision::TooFew { .. } => format!("{shown} ({})", message!(messages, "precision-too-few")),
    }
}

/// The error of a number in a cell of its own.
#[must_use]
pub fn cell(one: &Estimate, decimals: usize, messages: &Messages) -> Cell {
    match one.precision() {
        Precision::TooFew { .. } => Cell::text(message!(messages, "precision-too-few")),
        Precision::Exact | Precision::Error(_) => Cell::number(one.se, decimals),
    }
}

/// What the words in place of an error mean.
#[must_use]
pub fn note(messages: &Messages) -> String {
    message!(
        messages,
        "precision-note",
        words = message!(messages, "precision-too-few"),
        least = LEAST.to_string(),
        groups = GROUPS.to_string()
    )
}

/// [`note`], if any cell of a table has the words.
#[must_use]
pub fn note_on(table: &Table, messages: &Messages) -> Option<String> {
    let words = message!(messages, "precision-too-few");
    let has = |cell: &Cell| cell.as_shown().contains(&words);
    table.rows.iter().flatten().any(has).then(|| note(messages))
}

/// Adds the note at the end of a report that has the words somewhere.
pub fn explain(document: &mut Document, messages: &Messages) {
    let words = format!("({})", message!(messages, "precision-too-few"));
    let has = |block: &Block| match block {
        Block::Table(table) => note_on(table, messages).is_some(),
        Block::Paragraph(text) | Block::Heading(_, text) => text.contains(&words),
        Block::Verbatim(_) => false,
    };
    if document.blocks.iter().any(has) {
        document.paragraph(note(messages));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn an_error_that_cannot_be_told_is_told_in_words_and_explained_once() {
        for (language, words) in [(Language::En, "too few"), (Language::Ja, "人数不足")] {
            let messages = Messages::of(language);
            let few = Estimate::jackknifed(0.0106, &[0.01, 0.0102], Some(3));
            assert_eq!(with_error("+0.011", &few, 3, messages), format!("+0.011 ({words})"));
            let known = Estimate::jackknifed(1.0, &[1.0, 2.0], Some(LEAST));
            assert_eq!(with_error("+1.00", &known, 3, messages), "+1.00 (0.500)");
            assert_eq!(with_error("+1.00", &Estimate::new(1.0, 0.0), 3, messages), "+1.00");
            let mut document = Document::default();
            document.paragraph("+1.00 (0.500)");
            explain(&mut document, messages);
            assert_eq!(document.blocks.len(), 1);
            document.paragraph(with_error("+0.011", &few, 3, messages));
            explain(&mut document, messages);
            assert_eq!(document.blocks.len(), 3);
        }
    }
}
