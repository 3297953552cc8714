//! The data dictionary: every column, key and table of the machine-readable forms, with unit and meaning.
//!
//! It is a table beside this file, so that it can be read without the program; tests hold the real output
//! against it.

use crate::i18n::{Messages, message};
use crate::report::document::{Cell, Column, Table};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

const TEXT: &str = include_str!("dictionary.csv");

/// One name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands: `csv`, `indicator`, `json`, or `store.` and a table.
    pub form: String,
    /// The name; `{...}` stands for an identifier.
    pub name: String,
    /// Unit, in English as in the files themselves; empty for words and plain numbers.
    pub unit: String,
    /// Meaning in Japanese.
    pub ja: String,
    /// Meaning in English.
    pub en: String,
}

/// The units, and what they are in Japanese.
const UNITS: [(&str, &str); 17] = [
    ("as its parent", "親の単位"),
    ("bytes", "バイト"),
    ("calendar year", "暦年"),
    ("fiscal year", "年度"),
    ("groups of persons", "群"),
    ("per person-year", "人年あたり"),
    ("per year", "年あたり"),
    ("person-years", "人年"),
    ("persons", "人"),
    ("seconds", "秒"),
    ("see column unit", "unit 列の単位"),
    ("see the indicator", "indicator の単位"),
    ("share", "割合"),
    ("years", "年"),
    ("years of age", "歳"),
    ("yen", "円"),
    ("yen per year", "円/年"),
];

/// Every name.
///
/// # Panics
/// Never: the table is part of the program and a test reads it.
#[must_use]
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let read = csv::Reader::from_reader(TEXT.as_bytes()).into_deserialize().collect();
        let read: Result<Vec<Entry>, csv::Error> = read;
        read.expect("the dictionary is part of the program and a test reads it")
    });
    &ENTRIES
}

impl Entry {
    /// The unit in Japanese.
    #[must_use]
    pub fn unit_ja(&self) -> &'static str {
        let known = UNITS.iter().find(|(unit, _)| *unit == self.unit);
        known.map_or("", |(_, ja)| ja)
    }

    /// Whether a name is meant by this entry: equal, or with something in place of each `{...}`.
    #[must_use]
    pub fn means(&self, name: &str) -> bool {
        let mut rest = name;
        let mut pieces = self.name.split('{');
        let Some(after) = pieces.next().and_then(|first| rest.strip_prefix(first)) else { return false };
        rest = after;
        for piece in pieces {
            let literal = piece.split_once('}').map_or("", |(_, literal)| literal);
            // The shortest thing that fits: identifiers may hold any letter, so a later piece may need more.
            rest = match (literal, rest.len()) {
                (_, 0) => return false,
                ("", _) => "",
                _ => match rest[1..].find(literal) {
                    Some(at) => &rest[1 + at + literal.len()..],
                    None => return false,
                },
            };
        }
        rest.is_empty()
    }
}

/// The dictionary as a table; machines get both languages, readers their own.
#[must_use]
pub fn table(chosen: &[&Entry], messages: &Messages, for_readers: bool) -> Table {
    let mut columns = vec![
        Column::words("form", message!(messages, "column-form")),
        Column::words("name", message!(messages, "column-name")),
        Column::words("unit", message!(messages, "column-unit")),
    ];
    let meaning = message!(messages, "column-meaning");
    columns.extend(if for_readers {
        vec![Column::words("meaning", meaning)]
    } else {
        vec![Column::words("ja", "ja"), Column::words("en", "en")]
    });
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    let row = |entry: &&Entry| {
        let mut cells = vec![cell(&entry.form), cell(&entry.name)];
        if for_readers {
            cells.push(cell(messages.language().pick(entry.unit_ja(), &entry.unit)));
            cells.push(cell(messages.language().pick(&entry.ja, &entry.en)));
        } else {
            cells.extend([cell(&entry.unit), cell(&entry.ja), cell(&entry.en)]);
        }
        cells
    };
    Table { columns, rows: chosen.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_there_once_and_in_both_languages() {
        for (at, entry) in entries().iter().enumerate() {
            assert!(!entry.ja.is_empty() && !entry.en.is_empty(), "{entry:?}");
            assert_eq!(entry.unit.is_empty(), entry.unit_ja().is_empty(), "{entry:?}");
            let same = |other: &Entry| (&other.form, &other.name) == (&entry.form, &entry.name);
            assert!(!entries()[..at].iter().any(same), "{entry:?}");
        }
    }

    #[test]
    fn patterns_mean_names() {
        let entry = |name: &str| Entry { name: name.to_owned(), ..entries()[0].clone() };
        assert!(entry("deaths_{cause}").means("deaths_stroke"));
        assert!(!entry("deaths_{cause}").means("deaths_"));
        assert!(!entry("deaths").means("deaths_stroke"));
        assert!(entry("limited_with_{c}_age_{a}_{b}").means("limited_with_hip_fracture_age_65_69"));
        assert!(entry("since_start_{r}pc_cost_net").means("since_start_2pc_cost_net"));
        assert!(!entry("since_start_{r}pc_cost_net").means("since_start_2pc_cost"));
    }

    #[test]
    fn every_table_and_column_of_a_store_is_in_it() {
        let mut table = String::new();
        let mut found = 0;
        for line in crate::study::store::SCHEMA.lines() {
            if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                table = name.trim_end_matches(" (").to_owned();
            } else if let Some(column) = line.strip_prefix("    ")
                && let Some((column, _)) = column.split_once(' ')
                && column.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
            {
                let form = format!("store.{table}");
                assert!(
                    entries().iter().any(|entry| entry.form == form && entry.name == column),
                    "{form} {column}"
                );
                found += 1;
            } else if line.starts_with("CREATE VIEW") {
                break;
            }
        }
        assert_eq!(
            found,
            entries()
                .iter()
                .filter(|entry| { entry.form.starts_with("store.") && entry.form != "store.result" })
                .count()
        );
    }
}
