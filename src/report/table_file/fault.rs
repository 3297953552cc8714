//! What can be wrong with a user's table, worded in both languages.

use crate::baseline::Text;
use crate::outcome::life_table::{Allowed, OLDEST_AGE};
use std::fmt;
use std::fmt::Write as _;

/// Where and why a table cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFileError {
    /// The file, fit to be shown.
    pub file: String,
    /// Line, counted from 1.
    pub line: u64,
    /// Column, where one is concerned.
    pub column: Option<String>,
    /// What is wrong.
    pub fault: TableFault,
}

/// What is wrong with a table. Texts taken from the file are already fit to be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum TableFault {
    /// The file holds nothing.
    Empty,
    /// There is a header but no row.
    NoRows,
    /// Needed columns are absent.
    MissingColumns {
        /// Their names.
        columns: Vec<&'static str>,
        /// Whether `qx` would do in place of population and deaths.
        or_probability: bool,
    },
    /// A column that is not known.
    UnknownColumn {
        /// Its name.
        found: String,
        /// The known column that was probably meant.
        suggestion: Option<&'static str>,
        /// The columns that are read.
        allowed: &'static [&'static str],
    },
    /// A column that appears twice.
    DuplicateColumn,
    /// A row with more or fewer cells than the header.
    FieldCount {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// An empty cell where a value is needed.
    Missing {
        /// What it may be.
        allowed: Option<Allowed>,
    },
    /// A cell that is no number, or outside what is allowed.
    NotAllowed {
        /// The cell.
        found: String,
        /// What it may be.
        allowed: Allowed,
    },
    /// Ages must rise from row to row.
    NotIncreasing {
        /// Age of this row.
        found: u8,
        /// Age of the row before.
        previous: u8,
    },
    /// Nobody dies in the open last group.
    Endless {
        /// The cell.
        found: String,
    },
    /// A probability below 1 is all that is known of the open last group.
    OpenProbability {
        /// The cell.
        found: String,
    },
    /// More deaths than persons in a group that is not the open one.
    MoreDeaths {
        /// The deaths.
        found: String,
        /// The persons.
        population: String,
    },
    /// Not a CSV table at all.
    Unreadable {
        /// What the reader said.
        reason: String,
    },
}

impl TableFileError {
    /// The whole message, place first, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let fault = self.fault.text();
        let place = format!("{}:{}", self.file, self.line);
        match &self.column {
            None => Text { ja: format!("{place}: {}", fault.ja), en: format!("{place}: {}", fault.en) },
            Some(column) => Text {
                ja: format!("{place}: {column} 列: {}", fault.ja),
                en: format!("{place}: column `{column}`: {}", fault.en),
            },
        }
    }
}

impl fmt::Display for TableFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text().en)
    }
}

impl std::error::Error for TableFileError {}

impl TableFault {
    fn text(&self) -> Text {
        let (ja, en) = match self {
            Self::Empty => ("ファイルが空です".to_owned(), "the file is empty".to_owned()),
            Self::NoRows => (
                "見出し行のあとにデータ行がありません".to_owned(),
                "there is no row below the header".to_owned(),
            ),
            Self::MissingColumns { columns, or_probability } => {
                let names = columns.join(", ");
                if *or_probability {
                    (
                        format!("必要な列がありません: {names}(population と deaths の代わりに qx でも可)"),
                        format!("missing columns: {names} (`qx` will do in place of population and deaths)"),
                    )
                } else {
                    (format!("必要な列がありません: {names}"), format!("missing columns: {names}"))
                }
            }
            Self::UnknownColumn { found, suggestion, allowed } => {
                let names = allowed.join(", ");
                let (ja, en) = suggestion.map_or((String::new(), String::new()), |name| {
                    (format!("「{name}」のことですか?"), format!("did you mean `{name}`? "))
                });
                (
                    format!("列「{found}」は使えません。{ja}使える列: {names}"),
                    format!("unknown column `{found}`; {en}allowed: {names}"),
                )
            }
            Self::DuplicateColumn => {
                ("同じ列が二つあります".to_owned(), "the column appears twice".to_owned())
            }
            Self::FieldCount { found, expected } => (
                format!("セルが{found}個あります。見出し行は{expected}個です(桁区切りのコンマは使えません)"),
                format!(
                    "the row has {found} cells, the header {expected} (numbers are written without thousands separators)"
                ),
            ),
            Self::Missing { allowed } => {
                let wanted = allowed.map(describe);
                let (ja, en) = wanted.map_or((String::new(), String::new()), |wanted| {
                    (format!("。必要な値: {}", wanted.ja), format!("; allowed: {}", wanted.en))
                });
                (format!("セルが空です{ja}"), format!("the cell is empty{en}"))
            }
            Self::NotAllowed { found, allowed } => {
                let wanted = describe(*allowed);
                (
                    format!("「{found}」は使えません。使える値: {}", wanted.ja),
                    format!("found `{found}`; allowed: {}", wanted.en),
                )
            }
            Self::NotIncreasing { found, previous } => (
                format!(
                    "年齢{found}が前の行の{previous}より大きくありません。1行に1つの年齢階級を若い順に並べ、男女は別のファイルにしてください"
                ),
                format!(
                    "age {found} does not rise above {previous} of the row before; allowed: one row per age group, youngest first, one sex per file"
                ),
            ),
            Self::Endless { found } => (
                format!(
                    "「{found}」: 最後の行は上限のない年齢階級なので、死亡が必要です(生命表では ex でも可)"
                ),
                format!(
                    "found `{found}`; the last row is an open age group and needs deaths above 0 (in a life table `ex` will do)"
                ),
            ),
            Self::OpenProbability { found } => (
                format!(
                    "「{found}」: 最後の行は上限のない年齢階級で、全員が死亡するまでを含みます。qx を1にするか、ex、または population と deaths を入れてください"
                ),
                format!(
                    "found `{found}`; the last row is an open age group, in which everybody dies in the end; allowed: `qx` of 1, or `ex`, or `population` and `deaths`"
                ),
            ),
            Self::MoreDeaths { found, population } => (
                format!(
                    "「{found}」は人口「{population}」を超えています。超えてよいのは、上限のない最後の行だけです"
                ),
                format!(
                    "found `{found}`, more than the population `{population}`; allowed only in the open last row"
                ),
            ),
            Self::Unreadable { reason } => {
                (format!("CSVとして読めません: {reason}"), format!("not readable as CSV: {reason}"))
            }
        };
        Text { ja, en }
    }
}

fn describe(allowed: Allowed) -> Text {
    let (ja, en) = match allowed {
        Allowed::Age => {
            (format!("0から{OLDEST_AGE}までの整数の年齢"), format!("a whole age from 0 to {OLDEST_AGE}"))
        }
        Allowed::NotNegative => ("0以上の数".to_owned(), "a number from 0".to_owned()),
        Allowed::Positive => ("0より大きい数".to_owned(), "a number above 0".to_owned()),
        Allowed::Share => {
            ("0から1までの割合(12%は0.12)".to_owned(), "a share from 0 to 1 (12% is 0.12)".to_owned())
        }
        Allowed::Fraction => {
            ("0より大きく1以下の数".to_owned(), "a fraction above 0 and at most 1".to_owned())
        }
    };
    Text { ja, en }
}

/// Longest text of the user that a message repeats, characters.
const LONGEST_SHOWN: usize = 60;

/// Foreign text fit to be shown: control, bidirectional and invisible characters are written as
/// `\u{...}`, and a long text is cut.
pub(super) fn shown(text: &str) -> String {
    let mut result = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST_SHOWN {
            result.push('…');
            break;
        }
        let hidden = character.is_control()
            || matches!(
                character,
                '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
            );
        if hidden {
            // Writing to a string cannot fail.
            let _ = write!(result, "\\u{{{:x}}}", u32::from(character));
        } else {
            result.push(character);
        }
    }
    result
}

/// The known name that was probably meant: one that begins with what was found, or the nearest
/// within a third of its letters.
pub(super) fn nearest(found: &str, known: &[&'static str]) -> Option<&'static str> {
    let begun = known.iter().find(|name| found.len() >= 3 && name.starts_with(found));
    begun.copied().or_else(|| {
        let measured = known.iter().map(|name| (distance(found, name), *name));
        let (distance, name) = measured.min_by_key(|(distance, _)| *distance)?;
        (distance <= (name.len() / 3).max(1)).then_some(name)
    })
}

/// Insertions, deletions and exchanges that turn one text into the other (Levenshtein 1966).
fn distance(first: &str, second: &str) -> usize {
    let second: Vec<char> = second.chars().collect();
    let mut row: Vec<usize> = (0..=second.len()).collect();
    for (index, own) in first.chars().take(LONGEST_SHOWN).enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (place, other) in second.iter().enumerate() {
            let exchanged = diagonal + usize::from(own != *other);
            diagonal = row[place + 1];
            row[place + 1] = exchanged.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[second.len()]
}
