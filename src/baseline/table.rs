//! One CSV table of a pack, read row by row with exact line numbers.
//!
//! The rules are the same for all tables: the header names every allowed column once, in any order;
//! every row is complete; numbers are finite and inside their range; no key comes twice.

use super::error::LoadError;
use super::load::Files;
use super::schema::TableKind;
use crate::nearest::nearest;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::text::escape_untrusted;
use csv::StringRecord;
use std::collections::BTreeSet;

/// Which numbers a column may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Allowed {
    /// 0 to 1.
    Share,
    /// Between 0 and 1, neither of them.
    InnerShare,
    /// 0 or more.
    NotNegative,
    /// More than 0, at most a bound.
    PositiveTo(f64),
    /// Between two bounds, both included.
    Between(f64, f64),
    /// Any finite number.
    Finite,
}

impl Allowed {
    fn holds(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Share => (0.0..=1.0).contains(&value),
                Self::InnerShare => value > 0.0 && value < 1.0,
                Self::NotNegative => value >= 0.0,
                Self::PositiveTo(high) => value > 0.0 && value <= high,
                Self::Between(low, high) => (low..=high).contains(&value),
                Self::Finite => true,
            }
    }

    fn words(self) -> String {
        match self {
            Self::Share => "a number from 0 to 1".to_owned(),
            Self::InnerShare => "a number above 0 and below 1".to_owned(),
            Self::NotNegative => "a finite number of 0 or more".to_owned(),
            Self::PositiveTo(high) => format!("a number above 0 and up to {high}"),
            Self::Between(low, high) => format!("a number from {low} to {high}"),
            Self::Finite => "a finite number".to_owned(),
        }
    }
}

/// What the keys of a table may be.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// Sexes of the pack.
    pub sexes: Vec<Sex>,
    /// Years of the pack.
    pub years: YearSpan,
    /// Ages of the pack.
    pub ages: AgeSpan,
}

/// A row while it is read.
pub(super) struct Row<'a> {
    file: &'a str,
    /// Line in the file, from 1.
    pub line: u64,
    columns: &'a [&'a str],
    order: &'a [usize],
    record: &'a StringRecord,
}

impl Row<'_> {
    /// The text of a cell without blanks around it.
    pub(super) fn text(&self, column: &str) -> &str {
        let position = self.columns.iter().position(|name| *name == column);
        position.and_then(|position| self.record.get(self.order[position])).unwrap_or_default().trim()
    }

    /// The text of a cell as a message may show it.
    pub(super) fn shown(&self, column: &str) -> String {
        shortened(self.text(column))
    }

    /// The error for a cell.
    pub(super) fn fault(&self, column: &str, allowed: impl Into<String>) -> LoadError {
        self.fault_near(column, allowed, None)
    }

    /// The error for a cell, with the word that was likely meant.
    pub(super) fn fault_near(
        &self,
        column: &str,
        allowed: impl Into<String>,
        meant: Option<&str>,
    ) -> LoadError {
        LoadError::Value {
            file: self.file.to_owned(),
            line: self.line,
            column: column.into(),
            found: shortened(self.text(column)),
            allowed: allowed.into(),
            meant: meant.map(str::to_owned),
        }
    }

    /// The error for a row whose values do not fit together.
    pub(super) fn inconsistent(&self, message: String) -> LoadError {
        LoadError::Inconsistent { file: self.file.to_owned(), line: Some(self.line), message }
    }

    /// One of some words, as its position.
    pub(super) fn word(&self, column: &str, allowed: &[&str]) -> Result<usize, LoadError> {
        let found = self.text(column);
        allowed.iter().position(|word| *word == found).ok_or_else(|| {
            self.fault_near(column, allowed.join(", "), nearest(found, allowed.iter().copied()))
        })
    }

    /// A number.
    pub(super) fn number(&self, column: &str, allowed: Allowed) -> Result<f64, LoadError> {
        match self.text(column).parse::<f64>() {
            Ok(value) if allowed.holds(value) => Ok(value),
            _ => Err(self.fault(column, allowed.words())),
        }
    }

    /// A sex of the pack.
    pub(super) fn sex(&self, scope: &Scope) -> Result<Sex, LoadError> {
        let words: Vec<&str> = scope.sexes.iter().map(|sex| sex.as_str()).collect();
        Ok(scope.sexes[self.word("sex", &words)?])
    }

    /// A calendar year inside `span`.
    pub(super) fn year(&self, column: &str, span: YearSpan) -> Result<Year, LoadError> {
        match self.text(column).parse().map(Year) {
            Ok(year) if span.contains(year) => Ok(year),
            _ => Err(self.fault(column, format!("a year from {} to {}", span.first, span.last))),
        }
    }

    /// A completed age inside `span`.
    pub(super) fn age(&self, span: AgeSpan) -> Result<u8, LoadError> {
        match self.text("age").parse() {
            Ok(age) if span.contains(age) => Ok(age),
            _ => Err(self.fault("age", format!("a whole number from {} to {}", span.first, span.last))),
        }
    }

    /// The completed ages `age_from` to `age_to` inside `span`.
    pub(super) fn ages(&self, span: AgeSpan) -> Result<(u8, u8), LoadError> {
        let age = |column, lowest: u8| match self.text(column).parse() {
            Ok(age) if span.contains(age) && age >= lowest => Ok(age),
            _ => Err(self.fault(column, format!("a whole number from {lowest} to {}", span.last))),
        };
        let from = age("age_from", span.first)?;
        Ok((from, age("age_to", from)?))
    }
}

/// Reads all rows of a table in order.
pub(super) fn rows(
    files: &Files,
    kind: TableKind,
    each: impl FnMut(&Row) -> Result<(), LoadError>,
) -> Result<(), LoadError> {
    rows_with(files, kind.file, kind.columns, each)
}

/// Reads all rows of a table whose columns depend on the pack.
pub(super) fn rows_with(
    files: &Files,
    name: &str,
    columns: &[&str],
    mut each: impl FnMut(&Row) -> Result<(), LoadError>,
) -> Result<(), LoadError> {
    let file = files.label(name);
    let text = files.text(name).ok_or_else(|| LoadError::Missing { path: file.clone() })?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut order: Option<Vec<usize>> = None;
    // The bytes are UTF-8 and rows may have any width, so the reader itself has nothing to refuse.
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        let start = record.position().map_or((1, 0), |position| (position.line(), position.byte()));
        let empty_lines =
            text.as_bytes()[start.1 as usize..].iter().take_while(|byte| **byte == b'\n').count();
        let line = start.0 + empty_lines as u64;
        let Some(order) = &order else {
            order = Some(header(&file, line, columns, &record)?);
            continue;
        };
        if record.len() != order.len() {
            return Err(LoadError::RowWidth { file, line, found: record.len(), allowed: order.len() });
        }
        each(&Row { file: &file, line, columns, order, record: &record })?;
    }
    if order.is_none() {
        let message = format!("the file is empty; its first line must be {}", columns.join(","));
        return Err(LoadError::Inconsistent { file, line: Some(1), message });
    }
    Ok(())
}

/// Position of every column of the table in its header.
fn header(file: &str, line: u64, columns: &[&str], record: &StringRecord) -> Result<Vec<usize>, LoadError> {
    let found: Vec<&str> = record.iter().map(str::trim).collect();
    for name in &found {
        if !columns.contains(name) {
            return Err(LoadError::UnknownColumn {
                file: file.to_owned(),
                line,
                found: shortened(name),
                allowed: columns.join(", "),
                meant: nearest(name, columns.iter().copied()).map(str::to_owned),
            });
        }
    }
    columns
        .iter()
        .map(|column| {
            let times = found.iter().filter(|name| *name == column).count();
            match found.iter().position(|name| name == column) {
                Some(position) if times == 1 => Ok(position),
                _ => Err(LoadError::ColumnCount {
                    file: file.to_owned(),
                    line,
                    column: (*column).into(),
                    times,
                }),
            }
        })
        .collect()
}

/// Foreign text in a message: escaped, and cut when it is long.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    escape_untrusted(&short)
}

/// Dense values read from a table.
pub(super) struct Cells {
    /// One table of values per column asked for.
    pub grids: Vec<Grid>,
    /// Years that the table has rows for; years between them are empty.
    pub years: Vec<Year>,
}

/// Reads columns of numbers keyed by sex and, where the table has them, year and age.
///
/// Every sex and age of the scope must be there once in every year that has a row. A table without
/// the column `year` holds for the first year of the scope, one without `age` for its youngest age.
/// Columns of `values` that the kind does not list are those of this pack (its causes of death).
pub(super) fn cells(
    files: &Files,
    kind: TableKind,
    scope: &Scope,
    values: &[(&str, Allowed)],
    fits: impl Fn(&[f64]) -> Result<(), String>,
) -> Result<Cells, LoadError> {
    let has_year = kind.columns.contains(&"year");
    let mut ages = scope.ages;
    if !kind.columns.contains(&"age") {
        ages = AgeSpan { first: ages.first, last: ages.first, open: false };
    }
    let span =
        if has_year { scope.years } else { YearSpan { first: scope.years.first, last: scope.years.first } };
    let mut grids = vec![Grid::filled(span, ages, 0.0); values.len()];
    let mut lines = vec![0_u64; 2 * span.len() * ages.len()];
    let position = |sex: Sex, year: Year, age: u8| {
        let year = usize::from(year.0 - span.first.0);
        (sex.index() * span.len() + year) * ages.len() + usize::from(age - ages.first)
    };
    let mut present = BTreeSet::new();
    let mut numbers = vec![0.0; values.len()];
    let own = values.iter().map(|(column, _)| *column).filter(|column| !kind.columns.contains(column));
    let columns: Vec<&str> = kind.columns.iter().copied().chain(own).collect();
    rows_with(files, kind.file, &columns, |row| {
        let sex = row.sex(scope)?;
        let year = if has_year { row.year("year", span)? } else { span.first };
        let age = if ages.len() > 1 { row.age(ages)? } else { ages.first };
        for (number, (column, allowed)) in numbers.iter_mut().zip(values) {
            *number = row.number(column, *allowed)?;
        }
        fits(&numbers).map_err(|message| row.inconsistent(message))?;
        let line = &mut lines[position(sex, year, age)];
        if *line != 0 {
            return Err(LoadError::Duplicate {
                file: row.file.to_owned(),
                line: row.line,
                first: *line,
                key: key(kind, sex, year, age),
            });
        }
        *line = row.line;
        present.insert(year);
        for (grid, number) in grids.iter_mut().zip(&numbers) {
            grid.set(sex, year, age, *number);
        }
        Ok(())
    })?;
    if present.is_empty() {
        present.insert(span.first);
    }
    for sex in &scope.sexes {
        for year in &present {
            for age in ages.iter() {
                if lines[position(*sex, *year, age)] == 0 {
                    let file = files.label(kind.file);
                    return Err(LoadError::Absent { file, key: key(kind, *sex, *year, age) });
                }
            }
        }
    }
    Ok(Cells { grids, years: present.into_iter().collect() })
}

fn key(kind: TableKind, sex: Sex, year: Year, age: u8) -> String {
    let mut words = Vec::new();
    for column in kind.columns {
        match *column {
            "year" => words.push(format!("year {year}")),
            "sex" => words.push(sex.to_string()),
            "age" => words.push(format!("age {age}")),
            _ => {}
        }
    }
    words.join(", ")
}
