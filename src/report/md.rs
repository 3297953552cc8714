//! A document as Markdown: GitHub tables, with every character that Markdown or HTML would
//! interpret escaped in text that came from files.

use super::document::{Align, Block, Document, Table};
use crate::text::{escape_untrusted, escape_untrusted_lines};

/// The document as Markdown, ending with a line break.
#[must_use]
pub fn render(document: &Document) -> String {
    let parts: Vec<String> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(level, text) => {
                format!("{} {}\n", "#".repeat(usize::from(*level)), escape(&escape_untrusted(text)))
            }
            Block::Paragraph(text) => {
                let lines: Vec<String> = escape_untrusted_lines(text).lines().map(escape).collect();
                format!("{}\n", lines.join("  \n"))
            }
            Block::Table(table) => rows(table),
            Block::Verbatim(text) => fenced(&escape_untrusted_lines(text)),
        })
        .collect();
    parts.join("\n")
}

/// A fence longer than any run of backticks inside, so that the text cannot close it.
fn fenced(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}\n", text.trim_end())
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(table.columns.iter().map(|column| escape(&escape_untrusted(&column.name))).collect());
    let rule = |align| if align == Align::Right { "---:" } else { "---" };
    text += &line(table.columns.iter().map(|column| rule(column.align).to_owned()).collect());
    for row in &table.rows {
        text += &line(row.iter().map(|cell| escape(&escape_untrusted(cell.as_shown()))).collect());
    }
    text
}

fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '#' | '&') {
            result.push('\\');
        }
        result.push(character);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Cell, Column};

    #[test]
    fn cells_cannot_break_out_of_the_table() {
        let table = Table {
            columns: vec![Column::words("title", "Title"), Column::numbers("value", "Value")],
            rows: vec![vec![Cell::text("a|b\n<img src=x>"), Cell::number(1.5, 1)]],
        };
        let text = render(&table.into());
        assert_eq!(text, "| Title | Value |\n| --- | ---: |\n| a\\|b\\\\u{a}\\<img src=x\\> | 1.5 |\n");
    }

    #[test]
    fn a_fence_is_longer_than_its_content() {
        let document = Document { blocks: vec![Block::Verbatim("a ```` b".to_owned())] };
        assert_eq!(render(&document), "`````\na ```` b\n`````\n");
    }
}
