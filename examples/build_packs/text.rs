//! Deterministic text: every number with nine significant digits (six in large tables), never in
//! exponent form.

use std::fmt::Write as _;

/// A table being written.
pub struct Table {
    name: String,
    text: String,
}

impl Table {
    /// A table with its header row.
    pub fn new(name: &str, columns: &str) -> Self {
        Self { name: format!("{name}.csv"), text: format!("{columns}\n") }
    }

    /// Adds a row: the key as given, then the values.
    pub fn row(&mut self, key: impl std::fmt::Display, values: &[f64]) {
        self.text.push_str(&key.to_string());
        for value in values {
            // Writing to a string cannot fail; the result carries nothing else.
            let _ = write!(self.text, ",{}", number(*value));
        }
        self.text.push('\n');
    }

    /// Adds a row as it stands.
    pub fn line(&mut self, text: impl std::fmt::Display) {
        self.text.push_str(&text.to_string());
        self.text.push('\n');
    }

    /// Adds a row with six significant digits and nothing below 1e-9: rates that are fitted, and tables
    /// that would grow large.
    pub fn short(&mut self, key: impl std::fmt::Display, values: &[f64]) {
        self.text.push_str(&key.to_string());
        for value in values {
            let kept = if value.abs() < 1e-9 { 0.0 } else { *value };
            let _ = write!(self.text, ",{}", significant(kept, 6));
        }
        self.text.push('\n');
    }

    /// File name and text.
    pub fn finish(self) -> (String, String) {
        (self.name, self.text)
    }
}

/// Nine significant digits in plain decimal notation.
pub fn number(value: f64) -> String {
    significant(value, 9)
}

fn significant(value: f64, digits: usize) -> String {
    let rounded: f64 = format!("{value:.*e}", digits - 1).parse().unwrap_or(value);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}
