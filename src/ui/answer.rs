//! The results of one request, as the screen reads them: by trend reading, measure, sex and year.

use super::action::Trend;
use crate::num::units::{Sex, Year};
use crate::outcome::series::{Estimate, GoalStatus, Group, ScenarioResult, YearResult};
use crate::plan::{CareNeedAssumption, MortalityAssumption};
use crate::run::{Manifest, RunOutput};

/// A curve of the main chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Life expectancy.
    Life,
    /// Independent life expectancy.
    Independent,
    /// Healthy life expectancy, official variant.
    Healthy,
}

impl Measure {
    /// From the highest curve to the lowest.
    pub const ALL: [Self; 3] = [Self::Life, Self::Independent, Self::Healthy];

    /// Its estimate in one row of results.
    #[must_use]
    pub const fn of(self, row: &YearResult) -> Estimate {
        match self {
            Self::Life => row.expectancies.life_expectancy,
            Self::Independent => row.expectancies.independent_life_expectancy,
            Self::Healthy => row.expectancies.healthy_life_expectancy,
        }
    }
}

/// What is assumed besides the trend reading; every reading is computed in one request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Mortality after the last observed year.
    pub mortality: MortalityAssumption,
    /// Care need at a given age.
    pub care_need: CareNeedAssumption,
}

/// The results of one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What they assume.
    pub assumptions: Assumptions,
    /// What was run.
    pub manifest: Manifest,
    readings: Vec<(Trend, ScenarioResult)>,
}

impl Answer {
    /// Pairs the scenarios of a run with the readings they were asked for, in order.
    #[must_use]
    pub fn new(assumptions: Assumptions, trends: &[Trend], output: RunOutput) -> Self {
        let readings = trends.iter().copied().zip(output.scenarios).collect();
        Self { assumptions, manifest: output.manifest, readings }
    }

    /// The readings computed.
    pub fn trends(&self) -> impl Iterator<Item = Trend> + '_ {
        self.readings.iter().map(|(trend, _)| *trend)
    }

    fn reading(&self, trend: Trend) -> Option<&ScenarioResult> {
        self.readings.iter().find(|(known, _)| *known == trend).map(|(_, result)| result)
    }

    /// The rows of one reading and sex, in the order of years.
    pub fn rows(&self, trend: Trend, sex: Sex) -> impl Iterator<Item = &YearResult> + '_ {
        let group = match sex {
            Sex::Male => Group::Male,
            Sex::Female => Group::Female,
        };
        self.reading(trend).into_iter().flat_map(|result| &result.series).filter(move |row| row.sex == group)
    }

    /// One year of one reading and sex.
    #[must_use]
    pub fn row(&self, trend: Trend, sex: Sex, year: Year) -> Option<&YearResult> {
        self.rows(trend, sex).find(|row| row.year == year)
    }

    /// One number.
    #[must_use]
    pub fn value(&self, trend: Trend, sex: Sex, year: Year, measure: Measure) -> Option<f64> {
        self.row(trend, sex, year).map(|row| measure.of(row).value).filter(|value| value.is_finite())
    }

    /// Where a sex stands against the goal; `None` if the pack has no goal.
    #[must_use]
    pub fn goal(&self, trend: Trend, sex: Sex) -> Option<&GoalStatus> {
        self.reading(trend)?.goal.get(sex.as_str())
    }

    /// Lowest and highest gain of healthy life expectancy over the standard readings (none, half, full).
    #[must_use]
    pub fn gain_range(&self, sex: Sex) -> Option<(f64, f64)> {
        let standard = [Trend::None, Trend::Half, Trend::Full];
        let gains = standard.iter().filter_map(|trend| self.goal(*trend, sex)).map(|goal| goal.gain_2040);
        gains.fold(None, |range: Option<(f64, f64)>, gain| {
            Some(range.map_or((gain, gain), |(low, high)| (low.min(gain), high.max(gain))))
        })
    }

    /// First and last year of the results.
    #[must_use]
    pub fn years(&self) -> Option<(Year, Year)> {
        let (_, result) = self.readings.first()?;
        let mut years = result.series.iter().map(|row| row.year);
        let first = years.next()?;
        Some(years.fold((first, first), |(low, high), year| (low.min(year), high.max(year))))
    }
}
