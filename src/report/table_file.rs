//! Reads the CSV tables that users bring: for a life table, and for a health expectancy.
//!
//! A reader in a meeting has a spreadsheet, not a specification: a byte order mark, CRLF, blank
//! lines, empty columns and the usual companion columns of a life table are accepted. Everything
//! else that is unknown is refused with its line, its column, what was found and what is allowed,
//! because a misspelt optional column that is silently ignored changes a result.

mod fault;

pub use fault::{TableFault, TableFileError};

use crate::outcome::life_table::{AgeGroup, Allowed, Fault, InputError, LastGroup, LifeTableInput};
use crate::outcome::sullivan::{SullivanGroup, SullivanInput};
use csv::StringRecord;
use fault::{nearest, shown};

/// Columns that are read for a life table.
pub const LIFE_TABLE_COLUMNS: [&str; 6] = ["age", "population", "deaths", "qx", "ax", "ex"];

/// Columns that are read for a health expectancy.
pub const SULLIVAN_COLUMNS: [&str; 7] =
    ["age", "population", "deaths", "limited_share", "sample_size", "qx", "ax"];

/// Columns that often stand beside these and are skipped, in either table.
const COMPANIONS: [&str; 14] = [
    "year",
    "sex",
    "mx",
    "lx",
    "dx",
    "tx",
    "ex",
    "limited_share",
    "sample_size",
    "source",
    "source_id",
    "group",
    "label",
    "note",
];

/// Reads a table for `kenju life-table`: `age` with `population` and `deaths`, or with `qx`;
/// optional `ax` and, for the last row, `ex`.
///
/// Where a row has all of them, `qx` wins over deaths and population. `name` is the file as
/// errors call it.
///
/// # Errors
/// [`TableFileError`] at the first fault.
pub fn read_life_table_csv(text: &str, name: &str) -> Result<LifeTableInput, TableFileError> {
    let file = TableFile::read(text, name, &LIFE_TABLE_COLUMNS)?;
    let counted = file.has("population") && file.has("deaths");
    let or_probability = !counted && !file.has("qx");
    let needed: &[&str] = if or_probability { &["age", "population", "deaths"] } else { &["age"] };
    file.require(needed, or_probability)?;
    let final_row = file.rows.len().saturating_sub(1);
    let mut groups = Vec::with_capacity(file.rows.len());
    for row in 0..file.rows.len() {
        let probability = file.number(row, "qx", Allowed::Share)?;
        let population = file.number(row, "population", Allowed::Positive)?;
        let deaths = file.number(row, "deaths", Allowed::NotNegative)?;
        file.check_deaths(row, deaths, population)?;
        let rate = match (population, deaths) {
            (Some(population), Some(deaths)) => Some(deaths / population),
            (None, None) => None,
            (None, Some(_)) | (Some(_), None) if probability.is_some() => None,
            (None, Some(_)) => return Err(file.missing(row, "population", Allowed::Positive)),
            (Some(_), None) => return Err(file.missing(row, "deaths", Allowed::NotNegative)),
        };
        groups.push(AgeGroup { age: file.age(row)?, rate, probability, fraction: file.fraction(row)? });
    }
    let expectancy = match groups.len() {
        0 => None,
        _ => file.number(final_row, "ex", Allowed::Positive)?,
    };
    let last = expectancy.map_or(LastGroup::Open, LastGroup::OpenWithExpectancy);
    LifeTableInput::new(groups, last).map_err(|error| file.fault(&error, counted && !file.has("qx")))
}

/// Reads a table for `kenju sullivan`: `age`, `population`, `deaths`, `limited_share`; optional
/// `sample_size`, `qx` and `ax`, where an empty cell means none. The last row is the open group.
///
/// # Errors
/// [`TableFileError`] at the first fault.
pub fn read_sullivan_csv(text: &str, name: &str) -> Result<SullivanInput, TableFileError> {
    let file = TableFile::read(text, name, &SULLIVAN_COLUMNS)?;
    file.require(&["age", "population", "deaths", "limited_share"], false)?;
    let mut groups = Vec::with_capacity(file.rows.len());
    for row in 0..file.rows.len() {
        let age = file.age(row)?;
        let population = file.needed(row, "population", Allowed::Positive)?;
        let deaths = file.needed(row, "deaths", Allowed::NotNegative)?;
        file.check_deaths(row, Some(deaths), Some(population))?;
        groups.push(SullivanGroup {
            age,
            population,
            deaths,
            limited_share: file.needed(row, "limited_share", Allowed::Share)?,
            sample_size: file.number(row, "sample_size", Allowed::Positive)?,
            probability: file.number(row, "qx", Allowed::Share)?,
            fraction: file.fraction(row)?,
        });
    }
    SullivanInput::new(groups).map_err(|error| file.fault(&error, true))
}

/// The cells of a file with the place of each known column.
struct TableFile<'a> {
    name: &'a str,
    text: &'a str,
    /// Known columns with their positions.
    columns: Vec<(&'static str, usize)>,
    /// Rows with the byte where each begins; blank ones are left out.
    rows: Vec<(usize, StringRecord)>,
}

impl<'a> TableFile<'a> {
    fn read(text: &'a str, name: &'a str, known: &'static [&'static str]) -> Result<Self, TableFileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut file = Self { name, text, columns: Vec::new(), rows: Vec::new() };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut width = None;
        for record in reader.records() {
            let record = record.map_err(|error| {
                let start = error.position().map_or(0, |position| position.byte() as usize);
                file.error(start, None, TableFault::Unreadable { reason: shown(&error.to_string()) })
            })?;
            if record.iter().all(str::is_empty) {
                continue;
            }
            let start = record.position().map_or(0, |position| position.byte() as usize);
            match width {
                None => {
                    file.read_header(start, &record, known)?;
                    width = Some(record.len());
                }
                Some(expected) => {
                    // Also for empty extra cells: 20,000 in a row with optional cells looks like that.
                    if record.len() != expected {
                        let fault = TableFault::FieldCount { found: record.len(), expected };
                        return Err(file.error(start, None, fault));
                    }
                    file.rows.push((start, record));
                }
            }
        }
        match width {
            None => Err(file.error(0, None, TableFault::Empty)),
            Some(_) => Ok(file),
        }
    }

    fn read_header(
        &mut self,
        start: usize,
        header: &StringRecord,
        known: &'static [&'static str],
    ) -> Result<(), TableFileError> {
        for (position, cell) in header.iter().enumerate() {
            let name = cell.to_ascii_lowercase();
            if let Some(column) = known.iter().find(|column| **column == name) {
                if self.columns.iter().any(|(earlier, _)| earlier == column) {
                    return Err(self.error(start, Some(column), TableFault::DuplicateColumn));
                }
                self.columns.push((column, position));
            } else if !name.is_empty() && !COMPANIONS.contains(&name.as_str()) {
                let fault = TableFault::UnknownColumn {
                    found: shown(cell),
                    suggestion: nearest(&name, known),
                    allowed: known,
                };
                return Err(self.error(start, None, fault));
            }
        }
        Ok(())
    }

    fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// Refuses a file without the `needed` columns; `or_probability`: `qx` would do for some.
    fn require(&self, needed: &[&'static str], or_probability: bool) -> Result<(), TableFileError> {
        let columns: Vec<_> = needed.iter().copied().filter(|column| !self.has(column)).collect();
        if columns.is_empty() {
            return Ok(());
        }
        Err(self.error(0, None, TableFault::MissingColumns { columns, or_probability }))
    }

    /// The text of a cell; empty where the file has no such column.
    fn cell(&self, row: usize, column: &str) -> &str {
        let position = self.columns.iter().find(|(known, _)| *known == column);
        let cell = self.rows.get(row).zip(position).and_then(|((_, record), (_, place))| record.get(*place));
        cell.unwrap_or_default()
    }

    /// A number, or `None` for an empty cell.
    fn number(&self, row: usize, column: &str, allowed: Allowed) -> Result<Option<f64>, TableFileError> {
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return Ok(None);
        }
        match cell.parse().ok().filter(|number| allowed.holds(*number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.at(row, column, TableFault::NotAllowed { found: shown(cell), allowed })),
        }
    }

    fn needed(&self, row: usize, column: &str, allowed: Allowed) -> Result<f64, TableFileError> {
        self.number(row, column, allowed)?.ok_or_else(|| self.missing(row, column, allowed))
    }

    fn age(&self, row: usize) -> Result<u8, TableFileError> {
        // `Allowed::Age` is whole and within a byte.
        self.needed(row, "age", Allowed::Age).map(|age| age as u8)
    }

    /// a(x); in the open last row it is not used, and other sources give it in years there.
    fn fraction(&self, row: usize) -> Result<Option<f64>, TableFileError> {
        let open = row + 1 == self.rows.len();
        self.number(row, "ax", if open { Allowed::NotNegative } else { Allowed::Fraction })
    }

    /// Refuses more deaths than persons: exchanged columns look like that. In the open last group a
    /// few very old residents may be fewer than the deaths of the year.
    fn check_deaths(
        &self,
        row: usize,
        deaths: Option<f64>,
        population: Option<f64>,
    ) -> Result<(), TableFileError> {
        let open = row + 1 == self.rows.len();
        if open || deaths.zip(population).is_none_or(|(deaths, population)| deaths <= population) {
            return Ok(());
        }
        let (found, population) = (shown(self.cell(row, "deaths")), shown(self.cell(row, "population")));
        Err(self.at(row, "deaths", TableFault::MoreDeaths { found, population }))
    }

    fn missing(&self, row: usize, column: &str, allowed: Allowed) -> TableFileError {
        self.at(row, column, TableFault::Missing { allowed: Some(allowed) })
    }

    /// Puts a fault of the content at its place in the file. `counted`: a row's mortality comes
    /// from deaths and population only.
    fn fault(&self, error: &InputError, counted: bool) -> TableFileError {
        let found = || shown(self.cell(error.row, error.column));
        match error.fault {
            Fault::NoRows => self.error(0, None, TableFault::NoRows),
            Fault::Missing if counted => self.missing(error.row, "deaths", Allowed::NotNegative),
            Fault::Missing => self.missing(error.row, "qx", Allowed::Share),
            Fault::OutOfRange { allowed, .. } => {
                self.at(error.row, error.column, TableFault::NotAllowed { found: found(), allowed })
            }
            Fault::NotIncreasing { found, previous } => {
                self.at(error.row, error.column, TableFault::NotIncreasing { found, previous })
            }
            Fault::OpenProbability => {
                self.at(error.row, error.column, TableFault::OpenProbability { found: found() })
            }
            Fault::Endless => self.at(error.row, error.column, TableFault::Endless { found: found() }),
        }
    }

    fn at(&self, row: usize, column: &str, fault: TableFault) -> TableFileError {
        let start = self.rows.get(row).map_or(0, |(start, _)| *start);
        self.error(start, Some(column), fault)
    }

    /// An error in the row that begins at byte `start`. The reader's own line numbers stand before
    /// any blank lines and know no lone carriage return, so lines are counted here.
    fn error(&self, start: usize, column: Option<&str>, fault: TableFault) -> TableFileError {
        let bytes = self.text.as_bytes();
        let blank = bytes.iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = if start + blank < bytes.len() { start + blank } else { start };
        let before = &bytes[..begin.min(bytes.len())];
        let ends = before.iter().enumerate().filter(|(index, byte)| {
            **byte == b'\n' || (**byte == b'\r' && before.get(index + 1) != Some(&b'\n'))
        });
        let line = 1 + ends.count() as u64;
        TableFileError { file: shown(self.name), line, column: column.map(str::to_owned), fault }
    }
}

#[cfg(test)]
mod tests;
