//! The results of one choice, as the screens read them: by trend reading, outcome, sex and year.

use super::action::Trend;
use super::history::Choice;
use super::outcome::Outcome;
use crate::analysis::explain::Explanation;
use crate::baseline::Baseline;
use crate::num::units::{Sex, Year};
use crate::outcome::series::{
    Chances, Estimate, Expectancies, GoalStatus, Group, ScenarioResult, YearResult,
};
use crate::plan::{CareNeedAssumption, MortalityAssumption};
use crate::run::step::stepped;
use crate::run::{Difference, DifferenceRow, Manifest, RunOutput};
use std::collections::BTreeMap;

/// A curve of the outlook.
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

/// Which world of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Without any policy.
    Reference,
    /// As the user has set it.
    Scenario,
}

/// The worlds of one reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    trend: Trend,
    /// Whether with as many persons as were asked for.
    refined: bool,
    persons: u64,
    reference: ScenarioResult,
    /// `None`: the reference itself.
    scenario: Option<ScenarioResult>,
    difference: Option<Difference>,
}

/// What the last change of a lever did, on the same persons.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Reading it was computed under.
    pub trend: Trend,
    /// Simulated persons.
    pub persons: u64,
    /// Present minus before.
    pub difference: Difference,
}

/// A comparison of the reference with several scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Reading.
    pub trend: Trend,
    /// Simulated persons.
    pub persons: u64,
    /// The reference, then the scenarios.
    pub scenarios: Vec<ScenarioResult>,
    /// Each scenario minus the reference.
    pub differences: Vec<Difference>,
    /// What parameter draws leave open, when they were made.
    pub drawn: Option<ComparisonDrawn>,
}

/// Chances of reaching the goal of the reference and the scenarios, in the order of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonDrawn {
    /// Draws carried out.
    pub draws: u32,
    /// Where each stands against the goal, by sex.
    goals: Vec<BTreeMap<&'static str, GoalStatus>>,
}

impl Comparison {
    /// Puts in what parameter draws have given, if it is of the same scenarios.
    pub fn put_draws(&mut self, output: RunOutput) {
        let same = |(own, other): (&ScenarioResult, &ScenarioResult)| own.digest == other.digest;
        if self.scenarios.len() == output.scenarios.len()
            && self.scenarios.iter().zip(&output.scenarios).all(same)
        {
            let goals = output.scenarios.into_iter().map(|scenario| scenario.goal).collect();
            self.drawn = Some(ComparisonDrawn { draws: output.manifest.draws, goals });
        }
    }

    /// Chances of a scenario by reading: 0 is the reference.
    #[must_use]
    pub fn chances(&self, scenario: usize, sex: Sex) -> Option<&Chances> {
        self.drawn.as_ref()?.goals.get(scenario)?.get(sex.as_str())?.chance_by_reading.as_ref()
    }
}

/// What parameter draws leave open: the same worlds with intervals, and chances of reaching the goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    trend: Trend,
    /// Draws carried out.
    pub draws: u32,
    /// Persons of each.
    pub persons: u64,
    reference: ScenarioResult,
    scenario: Option<ScenarioResult>,
    difference: Option<Difference>,
}

impl Drawn {
    fn world(&self, which: Which) -> &ScenarioResult {
        match which {
            Which::Reference => &self.reference,
            Which::Scenario => self.scenario.as_ref().unwrap_or(&self.reference),
        }
    }

    /// Year, 5th and 95th percentile of an outcome with the policies; empty where draws give it no interval.
    #[must_use]
    pub fn levels(&self, sex: Sex, outcome: Outcome) -> Vec<(Year, f64, f64)> {
        let rows = self.world(Which::Scenario).series.iter();
        band(rows.map(|row| (row.year, row.sex, &row.expectancies)), sex, outcome)
    }

    /// The same of what the policies add.
    #[must_use]
    pub fn differences(&self, sex: Sex, outcome: Outcome) -> Vec<(Year, f64, f64)> {
        let rows = self.difference.iter().flat_map(|difference| &difference.series);
        band(rows.map(|row| (row.year, row.sex, &row.expectancies)), sex, outcome)
    }
}

fn band<'a>(
    rows: impl Iterator<Item = (Year, Group, &'a Expectancies)>,
    sex: Sex,
    outcome: Outcome,
) -> Vec<(Year, f64, f64)> {
    rows.filter(|(_, group, _)| *group == outcome.group(sex))
        .filter_map(|(year, _, all)| {
            let interval = outcome.estimate(all)?.interval?;
            Some((year, interval.p05, interval.p95))
        })
        .collect()
}

/// The results of one choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What they belong to.
    pub choice: Choice,
    /// What was run.
    pub manifest: Manifest,
    readings: Vec<Reading>,
    /// What the last change did, when known.
    pub change: Option<Change>,
    /// The comparison, when asked for.
    pub comparison: Option<Comparison>,
    /// Why the scenario differs, when asked for, and under which reading.
    pub explanation: Option<(Trend, Explanation)>,
    drawn: Option<Drawn>,
}

impl Answer {
    /// An answer without any reading yet.
    #[must_use]
    pub const fn new(choice: Choice, manifest: Manifest) -> Self {
        Self {
            choice,
            manifest,
            readings: Vec::new(),
            change: None,
            comparison: None,
            explanation: None,
            drawn: None,
        }
    }

    /// Puts in the worlds of a reading: the reference, then the scenario if it differs.
    pub fn put(&mut self, trend: Trend, refined: bool, output: RunOutput) {
        let mut scenarios = output.scenarios.into_iter();
        let Some(reference) = scenarios.next() else { return };
        self.manifest = output.manifest;
        let reading = Reading {
            trend,
            refined,
            persons: self.manifest.persons,
            reference,
            scenario: scenarios.next(),
            difference: output.differences.and_then(|all| all.into_iter().next()),
        };
        self.put_reading(reading);
    }

    /// A reading of what a move adds to this answer, which is known well: `output` is of its scenario and of the
    /// present one, of fewer persons. `None` if the two do not belong together.
    #[must_use]
    pub fn step(&self, trend: Trend, output: &RunOutput) -> Option<Reading> {
        let known = self.reading(trend)?;
        let before = (known.scenario.as_ref()?, known.difference.as_ref()?);
        let stepped = stepped(before, known.persons, output)?;
        Some(Reading {
            trend,
            refined: false,
            persons: output.manifest.persons,
            reference: known.reference.clone(),
            scenario: Some(stepped.scenario),
            difference: Some(stepped.difference),
        })
    }

    /// Puts a reading in the place of the one that is known under its trend.
    pub fn put_reading(&mut self, reading: Reading) {
        self.readings.retain(|known| known.trend != reading.trend);
        self.readings.push(reading);
    }

    /// Whether a reading is there with as many persons as were asked for.
    #[must_use]
    pub fn is_refined(&self, trend: Trend) -> bool {
        self.reading(trend).is_some_and(|reading| reading.refined)
    }

    /// Whether what policies add under a reading is known with as many persons as were asked for.
    #[must_use]
    pub fn is_settled(&self, trend: Trend) -> bool {
        self.is_refined(trend) && self.persons(trend).is_some()
    }

    /// Simulated persons behind a reading, if any were simulated: exact levels have none.
    #[must_use]
    pub fn persons(&self, trend: Trend) -> Option<u64> {
        self.reading(trend).filter(|reading| reading.scenario.is_some()).map(|reading| reading.persons)
    }

    /// Puts in what parameter draws have given under a reading.
    pub fn put_draws(&mut self, trend: Trend, output: RunOutput) {
        let mut scenarios = output.scenarios.into_iter();
        let Some(reference) = scenarios.next() else { return };
        self.drawn = Some(Drawn {
            trend,
            draws: output.manifest.draws,
            persons: output.manifest.persons,
            reference,
            scenario: scenarios.next(),
            difference: output.differences.and_then(|all| all.into_iter().next()),
        });
    }

    /// What parameter draws have given under a reading.
    #[must_use]
    pub fn drawn(&self, trend: Trend) -> Option<&Drawn> {
        self.drawn.as_ref().filter(|drawn| drawn.trend == trend)
    }

    /// Chances of reaching the goal in one world, by reading, and the draws behind them; they hold whichever
    /// reading is shown.
    #[must_use]
    pub fn chances(&self, which: Which, sex: Sex) -> Option<(&Chances, u32)> {
        let drawn = self.drawn.as_ref()?;
        let status = drawn.world(which).goal.get(sex.as_str())?;
        Some((status.chance_by_reading.as_ref()?, drawn.draws))
    }

    /// Whether conditions, causes of death and costs are known under a reading, in every world that was run.
    #[must_use]
    pub fn has_details(&self, trend: Trend) -> bool {
        let told = |result: &ScenarioResult| result.series.iter().any(|row| row.conditions.is_some());
        self.reading(trend)
            .is_some_and(|reading| told(&reading.reference) && reading.scenario.as_ref().is_none_or(told))
    }

    /// The readings computed.
    pub fn trends(&self) -> impl Iterator<Item = Trend> + '_ {
        self.readings.iter().map(|reading| reading.trend)
    }

    fn reading(&self, trend: Trend) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.trend == trend)
    }

    /// All results of one world of a reading.
    #[must_use]
    pub fn world(&self, which: Which, trend: Trend) -> Option<&ScenarioResult> {
        let reading = self.reading(trend)?;
        Some(match which {
            Which::Reference => &reading.reference,
            Which::Scenario => reading.scenario.as_ref().unwrap_or(&reading.reference),
        })
    }

    /// The rows of one reading and sex, in the order of years, with the policies.
    pub fn rows(&self, trend: Trend, sex: Sex) -> impl Iterator<Item = &YearResult> + '_ {
        self.rows_of(Which::Scenario, trend, Group::of(Some(sex)))
    }

    /// The rows of one world, reading and group, in the order of years.
    pub fn rows_of(
        &self,
        which: Which,
        trend: Trend,
        group: Group,
    ) -> impl Iterator<Item = &YearResult> + '_ {
        self.world(which, trend)
            .into_iter()
            .flat_map(|result| &result.series)
            .filter(move |row| row.sex == group)
    }

    /// One number with the policies.
    #[must_use]
    pub fn value(&self, trend: Trend, sex: Sex, year: Year, measure: Measure) -> Option<f64> {
        let row = self.rows(trend, sex).find(|row| row.year == year)?;
        Some(measure.of(row).value).filter(|value| value.is_finite())
    }

    /// Values of an outcome over the years.
    #[must_use]
    pub fn outcome(
        &self,
        pack: &Baseline,
        which: Which,
        trend: Trend,
        sex: Sex,
        outcome: Outcome,
    ) -> Vec<(Year, f64)> {
        self.rows_of(which, trend, outcome.group(sex))
            .filter_map(|row| Some((row.year, outcome.value(pack, row)?)))
            .filter(|(_, value)| value.is_finite())
            .collect()
    }

    /// What the policies add to an outcome: value and, for expectancies, the error of the paired difference.
    #[must_use]
    pub fn added(
        &self,
        pack: &Baseline,
        trend: Trend,
        sex: Sex,
        year: Year,
        outcome: Outcome,
    ) -> Option<(f64, Option<f64>)> {
        let reading = self.reading(trend)?;
        if let Some(difference) = &reading.difference
            && let Some(row) = row_of(difference, outcome.group(sex), year)
            && let Some(estimate) = outcome.estimate(&row.expectancies)
        {
            return Some((estimate.value, Some(estimate.se)));
        }
        let at = |which| {
            let values = self.outcome(pack, which, trend, sex, outcome);
            values.into_iter().find(|(known, _)| *known == year).map(|(_, value)| value)
        };
        Some((at(Which::Scenario)? - at(Which::Reference)?, None))
    }

    /// Where a sex stands against the goal, with the policies; `None` if the pack has no goal.
    #[must_use]
    pub fn goal(&self, trend: Trend, sex: Sex) -> Option<&GoalStatus> {
        self.goal_of(Which::Scenario, trend, sex)
    }

    /// Where a sex stands against the goal in one world.
    #[must_use]
    pub fn goal_of(&self, which: Which, trend: Trend, sex: Sex) -> Option<&GoalStatus> {
        self.world(which, trend)?.goal.get(sex.as_str())
    }

    /// Lowest and highest gain of healthy life expectancy over the standard readings (none, half, full);
    /// `None` until each of them is there.
    #[must_use]
    pub fn gain_range(&self, sex: Sex) -> Option<(f64, f64)> {
        let standard = [Trend::None, Trend::Half, Trend::Full];
        let gain = |trend: &Trend| self.goal(*trend, sex).map(|goal| goal.gain_2040);
        let gains: Vec<f64> = standard.iter().map(gain).collect::<Option<_>>()?;
        let range = |(low, high): (f64, f64), gain: &f64| (low.min(*gain), high.max(*gain));
        Some(gains.iter().fold((f64::INFINITY, f64::NEG_INFINITY), range))
    }

    /// First and last year of the results.
    #[must_use]
    pub fn years(&self) -> Option<(Year, Year)> {
        let reading = self.readings.first()?;
        let mut years = reading.reference.series.iter().map(|row| row.year);
        let first = years.next()?;
        Some(years.fold((first, first), |(low, high), year| (low.min(year), high.max(year))))
    }
}

/// One row of a difference.
#[must_use]
pub fn row_of(difference: &Difference, group: Group, year: Year) -> Option<&DifferenceRow> {
    difference.series.iter().find(|row| row.year == year && row.sex == group)
}
