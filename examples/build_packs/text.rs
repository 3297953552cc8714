//! Deterministic text: every number with nine significant digits, never in exponent form.

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

    /// File name and text.
    pub fn finish(self) -> (String, String) {
        (self.name, self.text)
    }
}

/// Nine significant digits in plain decimal notation.
pub fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.8e}").parse().unwrap_or(value);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}
