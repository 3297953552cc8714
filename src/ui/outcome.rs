//! What a chart can show, and how to read it off the results.

use super::answer::Measure;
use crate::i18n::{Messages, message};
use crate::outcome::series::{Estimate, Expectancies, YearResult};

/// An outcome over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Healthy life expectancy, official variant.
    Healthy,
    /// Life expectancy.
    Life,
    /// Independent life expectancy.
    Independent,
    /// Years lived with activity limitation.
    Limited,
    /// Persons with support need or care level 1.
    CareOne,
    /// Persons at care levels 2 and 3.
    CareTwo,
    /// Persons at care levels 4 and 5.
    CareFour,
}

/// Persons to a unit of the charts.
const TEN_THOUSAND: f64 = 1e4;

impl Outcome {
    /// In the order a key goes through them.
    pub const ALL: [Self; 7] = [
        Self::Healthy,
        Self::Life,
        Self::Independent,
        Self::Limited,
        Self::CareOne,
        Self::CareTwo,
        Self::CareFour,
    ];

    /// The curve of the outlook it also is, with its official figures.
    #[must_use]
    pub const fn measure(self) -> Option<Measure> {
        match self {
            Self::Healthy => Some(Measure::Healthy),
            Self::Life => Some(Measure::Life),
            Self::Independent => Some(Measure::Independent),
            _ => None,
        }
    }

    /// Whether it counts persons (in units of ten thousand) rather than years.
    #[must_use]
    pub const fn counts_persons(self) -> bool {
        matches!(self, Self::CareOne | Self::CareTwo | Self::CareFour)
    }

    /// Its estimate among expectancies; `None` for counts of persons.
    #[must_use]
    pub const fn estimate(self, all: &Expectancies) -> Option<Estimate> {
        match self {
            Self::Healthy => Some(all.healthy_life_expectancy),
            Self::Life => Some(all.life_expectancy),
            Self::Independent => Some(all.independent_life_expectancy),
            Self::Limited => Some(all.years_limited),
            Self::CareOne | Self::CareTwo | Self::CareFour => None,
        }
    }

    /// Its value in a row of results, in the unit of the charts.
    #[must_use]
    pub fn value(self, row: &YearResult) -> Option<f64> {
        let state = match self {
            Self::CareOne => "support_or_care_1",
            Self::CareTwo => "care_2_3",
            Self::CareFour => "care_4_5",
            _ => return self.estimate(&row.expectancies).map(|estimate| estimate.value),
        };
        row.care_need.as_ref()?.get(state).map(|persons| persons / TEN_THOUSAND)
    }

    /// The word that names it in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Healthy => "healthy-life-expectancy",
            Self::Life => "life-expectancy",
            Self::Independent => "independent-life-expectancy",
            Self::Limited => "years-limited",
            Self::CareOne => "care-1",
            Self::CareTwo => "care-2-3",
            Self::CareFour => "care-4-5",
        }
    }

    /// Name.
    #[must_use]
    pub fn name(self, messages: &Messages) -> String {
        match self {
            Self::Healthy => message!(messages, "healthy-life-expectancy"),
            Self::Life => message!(messages, "life-expectancy"),
            Self::Independent => message!(messages, "independent-life-expectancy"),
            Self::Limited => message!(messages, "ui-outcome-limited"),
            Self::CareOne => message!(messages, "ui-outcome-care-1"),
            Self::CareTwo => message!(messages, "ui-outcome-care-2"),
            Self::CareFour => message!(messages, "ui-outcome-care-4"),
        }
    }

    /// Name in the few cells a table has.
    #[must_use]
    pub fn short(self, messages: &Messages) -> String {
        match self {
            Self::Healthy => message!(messages, "ui-short-healthy"),
            Self::Life => message!(messages, "ui-short-life"),
            Self::Independent => message!(messages, "ui-short-independent"),
            Self::Limited => message!(messages, "ui-short-limited"),
            Self::CareOne => message!(messages, "ui-short-care-1"),
            Self::CareTwo => message!(messages, "ui-short-care-2"),
            Self::CareFour => message!(messages, "ui-short-care-4"),
        }
    }

    /// Unit.
    #[must_use]
    pub fn unit(self, messages: &Messages) -> String {
        if self.counts_persons() {
            message!(messages, "ui-unit-ten-thousand")
        } else {
            message!(messages, "ui-unit-years")
        }
    }

    /// Decimals that are worth printing.
    #[must_use]
    pub const fn decimals(self) -> usize {
        if self.counts_persons() { 1 } else { 2 }
    }
}
