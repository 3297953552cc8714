//! The value of `--persons`: `200000`, `200k`, `5M`, `1e6`, `1.5M` or `all`.

use crate::run::Persons;
use std::str::FromStr;

/// How many persons were asked for; not yet held against the limits of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonsArgument(Persons);

/// A value that is no number of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPersons;

impl PersonsArgument {
    /// The persons; whether they are too few or too many depends on the pack, and the run says so.
    pub const fn get(self) -> Persons {
        self.0
    }
}

impl FromStr for PersonsArgument {
    type Err = NotPersons;

    fn from_str(text: &str) -> Result<Self, NotPersons> {
        if text == "all" {
            return Ok(Self(Persons::All));
        }
        let (digits, scale) = match text.as_bytes().last() {
            Some(b'k' | b'K') => (&text[..text.len() - 1], 1e3),
            Some(b'm' | b'M') => (&text[..text.len() - 1], 1e6),
            _ => (text, 1.0),
        };
        // Only digits, a point and an exponent: `inf`, `nan`, signs and hexadecimal are not counts.
        let numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'_');
        if !digits.bytes().all(numeric) || !digits.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(NotPersons);
        }
        let value: f64 = digits.replace('_', "").parse().map_err(|_| NotPersons)?;
        let value = value * scale;
        if value < 1.0 || (value.is_finite() && value.fract() != 0.0) {
            return Err(NotPersons);
        }
        // Beyond 2^64, and infinity from 1e999, become the largest count, which is over the limit.
        Ok(Self(Persons::Count(value as u64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_and_exponents() {
        let count = |text: &str| text.parse::<PersonsArgument>().map(|persons| persons.0);
        assert_eq!(count("all"), Ok(Persons::All));
        for (text, expected) in
            [("1", 1), ("200k", 200_000), ("5M", 5_000_000), ("1e6", 1_000_000), ("1.5M", 1_500_000)]
        {
            assert_eq!(count(text), Ok(Persons::Count(expected)), "{text}");
        }
        for text in [
            "",
            "0",
            "-1",
            "+5",
            "nan",
            "inf",
            "k",
            "1.5",
            "0x10",
            "10 k",
            "２００",
            "1e-3",
            "ALL",
            "1kk",
            "e6",
            "5\u{202e}",
            "_",
            "1e",
            "1..2",
        ] {
            assert_eq!(count(text), Err(NotPersons), "{text:?}");
        }
    }

    #[test]
    fn what_no_number_holds_is_the_largest_count() {
        for text in ["1e999", "99999999999999999999999"] {
            assert_eq!(text.parse::<PersonsArgument>().unwrap().get(), Persons::Count(u64::MAX), "{text}");
        }
    }
}
