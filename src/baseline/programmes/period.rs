//! When a published figure holds, and where that lies on the model's calendar.
//!
//! The model stands on 1 October of a year. A fiscal year runs from April to March, so its middle is
//! 1 October: FY n is n. Its end, 31 March n+1, lies half-way between n and n+1. Figures of a calendar
//! year are taken as the model takes those of mortality: year n is n.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A date as a source gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar year, `CY2019`.
    Calendar(u16),
    /// A fiscal year as a whole, `FY2019`.
    Fiscal(u16),
    /// The end of a fiscal year, `FY2019-end` (31 March 2020).
    FiscalEnd(u16),
    /// A month, `2019-04`.
    Month(u16, u8),
    /// A day, `2019-04-01`.
    Day(u16, u8, u8),
}

/// Days of a year on average: dates within a month need no more.
const DAYS: f64 = 365.25;

impl Period {
    /// The place on the model's calendar, where a whole number is 1 October of that year.
    #[must_use]
    pub fn year(self) -> f64 {
        match self {
            Self::Calendar(year) | Self::Fiscal(year) => f64::from(year),
            Self::FiscalEnd(year) => f64::from(year) + 0.5,
            Self::Month(year, month) => f64::from(year) + (f64::from(month) - 9.5) / 12.0,
            Self::Day(year, month, day) => {
                f64::from(year) + (f64::from(month) - 10.0) / 12.0 + (f64::from(day) - 1.0) / DAYS
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(year) => write!(formatter, "CY{year}"),
            Self::Fiscal(year) => write!(formatter, "FY{year}"),
            Self::FiscalEnd(year) => write!(formatter, "FY{year}-end"),
            Self::Month(year, month) => write!(formatter, "{year}-{month:02}"),
            Self::Day(year, month, day) => write!(formatter, "{year}-{month:02}-{day:02}"),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text).filter(|period| period.to_string() == text).ok_or_else(|| {
            "a period such as CY2019, FY2019, FY2019-end, 2019-04 or 2019-04-01, from 1900 to 2200".to_owned()
        })
    }
}

fn parse(text: &str) -> Option<Period> {
    let year = |text: &str| text.parse().ok().filter(|year| (1900..=2200).contains(year));
    if let Some(rest) = text.strip_prefix("CY") {
        return year(rest).map(Period::Calendar);
    }
    if let Some(rest) = text.strip_prefix("FY") {
        return match rest.strip_suffix("-end") {
            Some(rest) => year(rest).map(Period::FiscalEnd),
            None => year(rest).map(Period::Fiscal),
        };
    }
    let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
    let day = |text: &str| text.parse().ok().filter(|day| (1..=31).contains(day));
    let mut parts = text.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(y), Some(m), None, None) => Some(Period::Month(year(y)?, month(m)?)),
        (Some(y), Some(m), Some(d), None) => Some(Period::Day(year(y)?, month(m)?, day(d)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_lie_where_the_rule_says() {
        let year = |text: &str| text.parse::<Period>().unwrap().year();
        assert_eq!(year("CY2019"), 2019.0);
        assert_eq!(year("FY2019"), 2019.0);
        // 31 March of the next year is the mean of the two.
        assert_eq!(year("FY2019-end"), f64::midpoint(year("FY2019"), year("FY2020")));
        assert!((year("2020-03-31") - year("FY2019-end")).abs() < 0.002);
        assert_eq!(year("2019-10-01"), 2019.0);
        assert!((year("2019-10") - 2019.0 - 0.5 / 12.0).abs() < 1e-12);
        assert!(year("2019-09") < 2019.0 && year("2020-01-01") > 2019.2);
    }

    #[test]
    fn the_text_comes_back_and_slips_are_refused() {
        for text in ["CY2019", "FY2019", "FY2019-end", "2019-04", "2019-04-01"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "2019",
            "FY19",
            "FY2019-END",
            "2019-4",
            "2019-13",
            "2019-04-32",
            "2019-04-01-1",
            "CY",
            "CY+2019",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
