//! A document as aligned text for a terminal: columns measured in cells, so Japanese lines up.

use super::document::{Align, Block, Document, Table};
use super::measure::{pad_left, pad_right, width, wrap};
use crate::text::{escape_untrusted, escape_untrusted_lines};

/// Cells of a line of prose. Fixed, so that the same command gives the same bytes in any terminal.
const LINE: usize = 78;

/// The document as text, ending with a line break.
#[must_use]
pub fn render(document: &Document) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in &document.blocks {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match block {
            Block::Heading(level, text) => {
                let text = escape_untrusted(text);
                let rule = if *level == 1 { "=" } else { "-" };
                lines.push(text.clone());
                if *level < 3 {
                    lines.push(rule.repeat(width(&text)));
                }
            }
            Block::Paragraph(text) => {
                lines.extend(escape_untrusted_lines(text).lines().flat_map(|line| wrap(line, LINE)));
            }
            Block::Verbatim(text) => {
                lines.extend(escape_untrusted_lines(text).lines().map(str::to_owned));
            }
            Block::Table(table) => lines.extend(rows(table)),
        }
    }
    lines.iter().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

fn rows(table: &Table) -> Vec<String> {
    let header: Vec<String> = table.columns.iter().map(|column| escape_untrusted(&column.name)).collect();
    let body: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| escape_untrusted(cell.as_shown())).collect())
        .collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|index| {
            let cells = body.iter().filter_map(|row| row.get(index)).chain([&header[index]]);
            cells.map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&table.columns)
            .zip(&widths)
            .map(|((cell, column), &cells)| match column.align {
                Align::Left => pad_right(cell, cells),
                Align::Right => pad_left(cell, cells),
            })
            .collect();
        padded.join("  ")
    };
    let rule: Vec<String> = widths.iter().map(|&cells| "-".repeat(cells)).collect();
    [line(&header), rule.join("  ")].into_iter().chain(body.iter().map(|row| line(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Cell, Column};

    fn example() -> Document {
        let table = Table {
            columns: vec![Column::words("title", "名称"), Column::numbers("value", "値")],
            rows: vec![
                vec![Cell::text("平均寿命"), Cell::number(81.05, 2)],
                vec![Cell::text("a\u{1b}b"), Cell::number(1_234.5, 2)],
                vec![Cell::text("none"), Cell::number(f64::NAN, 2)],
            ],
        };
        let mut document = Document::default();
        document.heading(1, "表");
        document.table(table);
        document
    }

    #[test]
    fn wide_characters_line_up() {
        let text = render(&example());
        let expected = "\
表
==

名称            値
--------  --------
平均寿命     81.05
a\\u{1b}b  1,234.50
none
";
        let widths: Vec<usize> = text.lines().skip(5).take(2).map(width).collect();
        assert_eq!(widths, [18, 18], "{text}");
        assert_eq!(text, expected);
    }
}
