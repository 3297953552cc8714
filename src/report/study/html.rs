//! A paper as a page that stands alone: no script, nothing loaded from elsewhere, readable on a phone
//! and printed on A4. Every text is escaped by the library that writes the page.

use super::paper::{Figure, Item, NumberedTable, Paper, Section};
use super::svg;
use crate::report::document::{Align, Cell, Table};
use crate::report::measure::width;
use crate::text::{escape_untrusted, escape_untrusted_lines};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The look of the page.
const STYLE: &str = include_str!("style.css");

/// What the page may load: nothing but its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Cells of text from which a column keeps some width.
const WIDE: usize = 14;
/// Cells of text that a column always holds on one line.
const SHORT: usize = 8;
/// Most letters of a word that a narrow column must hold.
const LONG: usize = 20;
/// Most columns of numbers beside the first that fit the width of a printed page.
const MOST_COLUMNS: usize = 16;

/// The page.
#[must_use]
pub fn render(paper: &Paper) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(paper.language.as_str()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="kenju";
                meta name="referrer" content="no-referrer";
                title { (safe(&paper.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (safe(&paper.title)) }
                    @for line in &paper.lead { p.lead { (safe(line)) } }
                }
                nav aria-labelledby="contents" {
                    h2 id="contents" { (safe(&paper.words.contents)) }
                    ol {
                        @for section in &paper.sections {
                            li { a href={ "#" (section.id) } { (safe(&section.heading)) } }
                        }
                    }
                }
                main { @for section in &paper.sections { (self::section(section, paper)) } }
            }
        }
    };
    page.into_string() + "\n"
}

/// Text with everything that acts without being seen written out.
fn safe(text: &str) -> String {
    escape_untrusted(text)
}

fn section(section: &Section, paper: &Paper) -> Markup {
    let heading = format!("{}-heading", section.id);
    html! {
        section id=(section.id) aria-labelledby=(heading) {
            h2 id=(heading) { (safe(&section.heading)) }
            @for item in &section.items { (self::item(item, paper)) }
        }
    }
}

fn item(item: &Item, paper: &Paper) -> Markup {
    match item {
        Item::Heading(text) => html! { h3 { (safe(text)) } },
        Item::Paragraph(text) => paragraphs(text, None),
        Item::Warning(text) => paragraphs(text, Some("warning")),
        Item::List(items) => html! { ul { @for text in items { li { (safe(text)) } } } },
        Item::Code(text) => html! { pre { code { (escape_untrusted_lines(text)) } } },
        Item::Table(one) => numbered(one),
        Item::Figure(one) => figure(one, paper),
    }
}

fn paragraphs(text: &str, class: Option<&str>) -> Markup {
    html! {
        @for line in text.lines().filter(|line| !line.trim().is_empty()) {
            p class=[class] { (safe(line)) }
        }
    }
}

fn numbered(one: &NumberedTable) -> Markup {
    let (id, caption) = (one.id(), format!("{}-caption", one.id()));
    html! {
        figure.exhibit id=(id) {
            figcaption id=(caption) { b { (safe(&one.label)) } " " (safe(&one.caption)) }
            (table(&one.table, &caption))
            @for note in &one.notes { p.note { (safe(note)) } }
        }
    }
}

fn figure(one: &Figure, paper: &Paper) -> Markup {
    let (id, caption) = (one.id(), format!("{}-caption", one.id()));
    html! {
        figure.exhibit id=(id) {
            figcaption id=(caption) { b { (safe(&one.label)) } " " (safe(&one.caption)) }
            div.panels {
                @for (number, panel) in one.panels.iter().enumerate() {
                    div.panel {
                        p.panel-title { (safe(&panel.title)) }
                        (svg::render(panel, &format!("{id}-panel-{}", number + 1)))
                    }
                }
            }
            ul.legend { @for line in &one.legend { li { (safe(line)) } } }
            details {
                summary { (safe(&paper.words.data)) }
                @for part in fitting(one) { (table(&part, &caption)) }
            }
        }
    }
}

/// The numbers of a figure in tables that fit a printed page: one for each panel where one for all is too wide.
fn fitting(one: &Figure) -> Vec<Table> {
    let (panels, values) = (one.panels.len().max(1), one.data.columns.len().saturating_sub(1));
    if values <= MOST_COLUMNS || values % panels != 0 {
        return vec![one.data.clone()];
    }
    let width = values / panels;
    let part = |panel: usize| {
        let own = 1 + panel * width..1 + (panel + 1) * width;
        let of = |row: &Vec<Cell>| row.iter().take(1).chain(&row[own.clone()]).cloned().collect();
        let columns =
            one.data.columns.iter().take(1).chain(&one.data.columns[own.clone()]).cloned().collect();
        Table { columns, rows: one.data.rows.iter().map(of).collect() }
    };
    (0..panels).map(part).collect()
}

/// A table in a region that scrolls where the page is narrow; the keyboard reaches it.
fn table(table: &Table, label: &str) -> Markup {
    let spans = spans(table);
    html! {
        div.scroll role="region" tabindex="0" aria-labelledby=(label) {
            table {
                thead {
                    tr {
                        @for column in &table.columns {
                            th scope="col" class=[number(column.align)] { (safe(&column.name)) }
                        }
                    }
                }
                tbody {
                    @for (row, spans) in table.rows.iter().zip(&spans) {
                        tr {
                            @for (place, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                                (self::cell(cell, column.align, place == 0, spans.get(place).copied()))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn number(align: Align) -> Option<&'static str> {
    (align == Align::Right).then_some("number")
}

/// A cell; `span` is how many rows it stands for, 0 if one above stands for it.
fn cell(cell: &Cell, align: Align, first: bool, span: Option<usize>) -> Markup {
    if span == Some(0) {
        return html! {};
    }
    let rows = span.filter(|span| *span > 1);
    let class = match cell {
        // Digests and identifiers break anywhere, words where words do.
        Cell::Text(text) if text.split([' ', '-', '_']).any(|word| word.len() > LONG && word.is_ascii()) => {
            Some("long")
        }
        // Narrow pages scroll rather than set sentences one letter wide.
        Cell::Text(text) if width(text) > WIDE => Some("wide"),
        // A word or two stay on one line; among numbers they stand where numbers do.
        Cell::Text(text) if width(text) <= SHORT => {
            Some(if align == Align::Right { "short number" } else { "short" })
        }
        // A text in a column of numbers breaks like words.
        Cell::Text(_) => None,
        _ => number(align),
    };
    let content = match cell {
        Cell::Text(text) if is_address(text) => html! { a href=(text) rel="noreferrer" { (safe(text)) } },
        other => html! { (safe(other.as_shown())) },
    };
    match (first, rows) {
        (true, None) => html! { th scope="row" class=[class] { (content) } },
        (true, rows) => html! { th scope="rowgroup" rowspan=[rows] class=[class] { (content) } },
        (false, rows) => html! { td rowspan=[rows] class=[class] { (content) } },
    }
}

/// Whether a cell is an address and nothing else. Anything but plain web addresses stays text.
fn is_address(text: &str) -> bool {
    let plain = |character: char| character.is_ascii_graphic() && !"\"'<>\\^`{|}".contains(character);
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && text.chars().all(plain)
}

/// For each row, how many rows each of its leading word cells stands for: equal ones below each other
/// are one cell. The last column is never joined.
fn spans(table: &Table) -> Vec<Vec<usize>> {
    let leading = table.columns.iter().take_while(|column| column.align == Align::Left).count();
    let joined = leading.min(table.columns.len().saturating_sub(1));
    let mut spans = vec![vec![1; joined]; table.rows.len()];
    // Where the cell begins that stands for the row, by column.
    let mut starts = vec![0; joined];
    for (line, row) in table.rows.iter().enumerate().skip(1) {
        for (place, start) in starts.iter_mut().enumerate() {
            if table.rows[*start].iter().zip(row).take(place + 1).all(|(above, own)| above == own) {
                spans[line][place] = 0;
                spans[*start][place] += 1;
            } else {
                *start = line;
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Column;

    #[test]
    fn only_plain_web_addresses_are_links() {
        assert!(is_address("https://www.mhlw.go.jp/toukei/?a=1&b=2"));
        for text in
            ["javascript:alert(1)", "https://x\"onclick=1", "http://a b", "see https://x", "data:text/html,x"]
        {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn equal_cells_below_each_other_are_one() {
        let columns = vec![Column::words("a", "A"), Column::words("b", "B"), Column::numbers("c", "C")];
        let row = |a: &str, b: &str| vec![Cell::text(a), Cell::text(b), Cell::number(1.0, 0)];
        let rows = vec![row("x", "1"), row("x", "1"), row("x", "2"), row("y", "2")];
        let found = spans(&Table { columns, rows });
        assert_eq!(found, [[3, 2], [0, 0], [0, 1], [1, 1]]);
    }
}
