//! A paper as a workbook: one sheet for each table and for the data of each figure.
//!
//! Numbers are numbers in full precision, shown as on the page; everything else is written as text, so
//! that nothing in a title is ever read as a formula. No date goes into the file: the same study gives
//! the same bytes.

use super::paper::{Item, Paper};
use crate::report::document::{Align, Cell, Table};
use crate::report::measure::width;
use crate::text::escape_untrusted;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Most characters of a cell.
const CELL: usize = 32_767;
/// Narrowest and widest column, characters.
const WIDTHS: (usize, usize) = (8, 60);
/// Width of the only column of the overview.
const OVERVIEW: usize = 100;
/// Height of a line, points.
const LINE: f64 = 15.0;
/// Lines of a sheet above its table: label with caption, and an empty one.
const ABOVE: u32 = 2;

/// The workbook as bytes.
///
/// # Panics
/// Never: the workbook is written to memory, sheets have short names of their own, and cells are cut to
/// what they may hold.
#[must_use]
pub fn render(paper: &Paper) -> Vec<u8> {
    write(paper).expect("sheets have names of their own, cells are short, and memory takes the file")
}

fn write(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(text(&paper.title).chars().take(200).collect::<String>())
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    overview(&mut workbook, paper)?;
    for (label, caption, table, notes) in paper.tables() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(label)?;
        fill(sheet, &format!("{label}. {caption}"), table, notes)?;
    }
    workbook.save_to_buffer()
}

/// Title, summary and the list of sheets.
fn overview(workbook: &mut Workbook, paper: &Paper) -> Result<(), XlsxError> {
    let (wrapped, bold) = (Format::new().set_text_wrap().set_align(FormatAlign::Top), heading());
    let sheet = workbook.add_worksheet();
    sheet.set_name(&paper.words.overview)?;
    sheet.set_column_width(0, OVERVIEW as f64)?;
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.write_string_with_format(0, 0, text(&paper.title), &bold)?;
    let mut row = 1;
    let mut line = |sheet: &mut Worksheet, words: &str, format: &Format| -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 0, text(words), format)?;
        sheet.set_row_height(row, height(words, OVERVIEW))?;
        row += 1;
        Ok(())
    };
    for words in &paper.lead {
        line(sheet, words, &wrapped)?;
    }
    if let Some(summary) = paper.sections.first() {
        line(sheet, &summary.heading, &bold)?;
        for item in &summary.items {
            match item {
                Item::Heading(words) => line(sheet, words, &bold)?,
                Item::Paragraph(words) | Item::Warning(words) | Item::Code(words) => {
                    line(sheet, words, &wrapped)?;
                }
                Item::List(items) => {
                    for words in items {
                        line(sheet, words, &wrapped)?;
                    }
                }
                Item::Table(_) | Item::Figure(_) => {}
            }
        }
    }
    line(sheet, &paper.words.contents, &bold)?;
    for (label, caption, _, _) in paper.tables() {
        line(sheet, &format!("{label}. {caption}"), &wrapped)?;
    }
    Ok(())
}

fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top)
}

fn fill(sheet: &mut Worksheet, caption: &str, table: &Table, notes: &[String]) -> Result<(), XlsxError> {
    let mut widths = Vec::with_capacity(table.columns.len());
    let head = heading().set_border_bottom(FormatBorder::Thin);
    for (place, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(ABOVE, place, text(&column.name), &head)?;
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(place)));
        let widest = cells.map(|cell| width(cell.as_shown())).max().unwrap_or(0);
        // Headers break into lines; their longest word must fit.
        let word = column.name.split(' ').map(width).max().unwrap_or(0).min(18);
        let cells = (widest.max(word) + 2).clamp(WIDTHS.0, WIDTHS.1);
        sheet.set_column_width(place, cells as f64)?;
        widths.push(cells);
    }
    let across: usize = widths.iter().sum();
    let tallest = |cells: &mut dyn Iterator<Item = &str>| {
        cells.zip(&widths).map(|(words, cells)| height(words, *cells)).fold(LINE, f64::max)
    };
    // Not every program finds the height of a broken line by itself.
    sheet.set_row_height(ABOVE, tallest(&mut table.columns.iter().map(|column| &*column.name)))?;
    across_columns(sheet, 0, caption, across, widths.len(), &heading())?;
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (line, row) in (ABOVE + 1..).zip(&table.rows) {
        sheet.set_row_height(line, tallest(&mut row.iter().map(Cell::as_shown)))?;
        for ((place, cell), column) in (0_u16..).zip(row).zip(&table.columns) {
            match cell {
                Cell::Text(found) => {
                    let right = words.clone().set_align(FormatAlign::Right);
                    let format = if column.align == Align::Right { &right } else { &words };
                    sheet.write_string_with_format(line, place, text(found), format)?;
                }
                Cell::Number { value, shown } => {
                    let format =
                        Format::new().set_num_format(number_format(shown)).set_align(FormatAlign::Top);
                    sheet.write_number_with_format(line, place, *value, &format)?;
                }
                Cell::Empty => {}
            }
        }
    }
    // Rows above the table stay in sight together with its head.
    sheet.set_freeze_panes(ABOVE + 1, 0)?;
    let below = ABOVE + 2 + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - ABOVE - 2 - 1000);
    for (line, note) in (below..).zip(notes) {
        across_columns(sheet, line, note, across, widths.len(), &words)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(ABOVE, ABOVE)?;
    Ok(())
}

/// Writes a line over all columns of a table, so that it does not make the printed page wider.
fn across_columns(
    sheet: &mut Worksheet,
    line: u32,
    words: &str,
    cells: usize,
    columns: usize,
    format: &Format,
) -> Result<(), XlsxError> {
    match u16::try_from(columns) {
        Ok(columns) if columns > 1 => sheet.merge_range(line, 0, line, columns - 1, "", format)?,
        _ => sheet,
    };
    sheet.write_string_with_format(line, 0, text(words), format)?;
    sheet.set_row_height(line, height(words, cells))?;
    Ok(())
}

/// Height of a text that is broken into lines of so many cells, points.
fn height(words: &str, cells: usize) -> f64 {
    // Words are broken at spaces, so a line is seldom full; a row has at most 409 points.
    let lines = width(words).div_ceil((cells * 9 / 10).max(1)).max(1);
    (lines as f64 * LINE).min(400.0)
}

/// Text that shows as it is and fits a cell.
fn text(words: &str) -> String {
    let safe = escape_untrusted(words);
    // The limit counts UTF-16 units.
    let mut units = 0;
    safe.chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= CELL
        })
        .collect()
}

/// The number format that shows a number as the page does: its decimals, separators and sign. A share that the page
/// shows in percent is a share in the sheet too.
fn number_format(shown: &str) -> String {
    if let Some(number) = shown.strip_suffix('%') {
        return number_format(number).split(';').map(|part| format!("{part}%")).collect::<Vec<_>>().join(";");
    }
    let decimals = shown.split_once('.').map_or(0, |(_, digits)| digits.len());
    let digits = shown.bytes().filter(u8::is_ascii_digit).count() - decimals.min(shown.len());
    // Years and ages have four digits and no separator.
    let whole = if shown.contains(',') || digits < 4 { "#,##0" } else { "0" };
    let number = if decimals > 0 { format!("{whole}.{}", "0".repeat(decimals)) } else { whole.to_owned() };
    if shown.starts_with('+') { format!("+{number};-{number};{number}") } else { number }
}

#[cfg(test)]
mod tests {
    use super::number_format;

    #[test]
    fn formats_show_numbers_as_the_page_does() {
        assert_eq!(number_format("2016"), "0");
        assert_eq!(number_format("75.14"), "#,##0.00");
        assert_eq!(number_format("+0.012"), "+#,##0.000;-#,##0.000;#,##0.000");
        assert_eq!(number_format("1,234"), "#,##0");
        assert_eq!(number_format("-0.5"), "#,##0.0");
        assert_eq!(number_format("52%"), "#,##0%");
        assert_eq!(number_format("+1.5%"), "+#,##0.0%;-#,##0.0%;#,##0.0%");
    }
}
