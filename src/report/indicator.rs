//! The expectancies of a result by name, so that every form lists the same ones in the same order.

use crate::i18n::{Messages, message};
use crate::outcome::series::{Estimate, Expectancies};
use crate::outcome::tidy;

/// One of the expectancies of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indicator {
    /// Life expectancy at birth.
    LifeExpectancy,
    /// Healthy life expectancy at birth, official variant.
    HealthyLifeExpectancy,
    /// Healthy life expectancy at birth from single-age shares.
    HealthyLifeExpectancySingleAge,
    /// Independent life expectancy at birth.
    IndependentLifeExpectancy,
    /// Years lived with activity limitation.
    YearsLimited,
    /// Years lived at care level 2 or above.
    YearsDependent,
    /// Life expectancy at 65.
    LifeExpectancy65,
    /// Healthy life expectancy at 65.
    HealthyLifeExpectancy65,
    /// Independent life expectancy at 65.
    IndependentLifeExpectancy65,
}

impl Indicator {
    /// All of them, in the order of the JSON contract.
    pub const ALL: [Self; 9] = [
        Self::LifeExpectancy,
        Self::HealthyLifeExpectancy,
        Self::HealthyLifeExpectancySingleAge,
        Self::IndependentLifeExpectancy,
        Self::YearsLimited,
        Self::YearsDependent,
        Self::LifeExpectancy65,
        Self::HealthyLifeExpectancy65,
        Self::IndependentLifeExpectancy65,
    ];

    /// Its key in JSON and CSV.
    #[must_use]
    pub const fn key(self) -> &'static str {
        tidy::EXPECTANCIES[self as usize]
    }

    /// Its full name for readers.
    #[must_use]
    pub fn name(self, messages: &Messages) -> String {
        match self {
            Self::LifeExpectancy => message!(messages, "life-expectancy"),
            Self::HealthyLifeExpectancy => message!(messages, "healthy-life-expectancy"),
            Self::HealthyLifeExpectancySingleAge => message!(messages, "healthy-life-expectancy-single-age"),
            Self::IndependentLifeExpectancy => message!(messages, "independent-life-expectancy"),
            Self::YearsLimited => message!(messages, "years-limited"),
            Self::YearsDependent => message!(messages, "years-dependent"),
            Self::LifeExpectancy65 => message!(messages, "life-expectancy-65"),
            Self::HealthyLifeExpectancy65 => message!(messages, "healthy-life-expectancy-65"),
            Self::IndependentLifeExpectancy65 => message!(messages, "independent-life-expectancy-65"),
        }
    }

    /// Its value among the expectancies of a year.
    #[must_use]
    pub const fn of(self, expectancies: &Expectancies) -> Estimate {
        match self {
            Self::LifeExpectancy => expectancies.life_expectancy,
            Self::HealthyLifeExpectancy => expectancies.healthy_life_expectancy,
            Self::HealthyLifeExpectancySingleAge => expectancies.healthy_life_expectancy_single_age,
            Self::IndependentLifeExpectancy => expectancies.independent_life_expectancy,
            Self::YearsLimited => expectancies.years_limited,
            Self::YearsDependent => expectancies.years_dependent,
            Self::LifeExpectancy65 => expectancies.life_expectancy_65,
            Self::HealthyLifeExpectancy65 => expectancies.healthy_life_expectancy_65,
            Self::IndependentLifeExpectancy65 => expectancies.independent_life_expectancy_65,
        }
    }
}
