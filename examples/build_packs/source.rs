//! Reads the source tables as they were collected: rows of named text columns.

use std::collections::BTreeMap;
use std::path::Path;

/// A source table.
pub struct Source {
    name: String,
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Source {
    /// Reads `name.csv` from `folder`.
    pub fn read(folder: &Path, name: &str) -> Result<Self, String> {
        let fault = |error: csv::Error| format!("{name}.csv: {error}");
        let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).map_err(fault)?;
        let columns = reader.headers().map_err(fault)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(fault)?;
        Ok(Self { name: name.to_owned(), columns, rows })
    }

    fn column(&self, name: &str) -> Result<usize, String> {
        self.columns
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| format!("{}: no column {name}", self.name))
    }

    /// Values of the rows that agree with `filters`, by the text of the `key` columns joined with a blank.
    pub fn values(&self, filters: &[(&str, &str)], key: &[&str], value: &str) -> Result<Values, String> {
        let filters = filters
            .iter()
            .map(|(column, wanted)| Ok((self.column(column)?, *wanted)))
            .collect::<Result<Vec<_>, String>>()?;
        let key = key.iter().map(|column| self.column(column)).collect::<Result<Vec<_>, String>>()?;
        let value = self.column(value)?;
        let mut found = BTreeMap::new();
        for row in &self.rows {
            if !filters.iter().all(|(column, wanted)| &row[*column] == *wanted) || row[value].is_empty() {
                continue;
            }
            let name = key.iter().map(|column| &row[*column]).collect::<Vec<_>>().join(" ");
            let number =
                row[value].parse::<f64>().map_err(|error| format!("{}: {name}: {error}", self.name))?;
            if found.insert(name.clone(), number).is_some() {
                return Err(format!("{}: {name} appears twice", self.name));
            }
        }
        Ok(Values { name: self.name.clone(), found })
    }
}

/// Numbers found in a source table.
pub struct Values {
    name: String,
    found: BTreeMap<String, f64>,
}

impl Values {
    /// The number with this key.
    pub fn get(&self, key: impl std::fmt::Display) -> Result<f64, String> {
        let key = key.to_string();
        self.found.get(&key).copied().ok_or_else(|| format!("{}: no value for {key}", self.name))
    }

    /// The number with this key, if there is one.
    pub fn find(&self, key: impl std::fmt::Display) -> Option<f64> {
        self.found.get(&key.to_string()).copied()
    }

    /// All keys and numbers in the order of the keys' text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.found.iter().map(|(key, value)| (key.as_str(), *value))
    }
}

/// The letter the source tables use for a sex.
pub fn letter(sex: kenju::num::units::Sex) -> &'static str {
    match sex {
        kenju::num::units::Sex::Male => "M",
        kenju::num::units::Sex::Female => "F",
    }
}
