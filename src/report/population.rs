//! Population beside the official projection.
//!
//! A reader who knows the official figures must see the difference explained. Part of it is the
//! excess mortality observed in 2021-2024, which the reference contains and the projection of 2023
//! does not; the rest is lower net migration and a slower fall of mortality at high ages.

use super::document::{Cell, Column, Document, Table};
use crate::baseline::{Baseline, Indicator, OfficialValue};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::series::{Group, ScenarioResult};
use crate::plan::{MortalityAssumption, Plan};

/// Lower ages of the groups compared.
const AGES: [u8; 3] = [0, 65, 75];

/// Persons at or above an age in the model and in the official projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PopulationComparison {
    /// Calendar year, on 1 October.
    pub year: Year,
    /// Lower age; 0 for everyone.
    pub age: u8,
    /// Persons in the scenario.
    pub model: f64,
    /// Persons in the projection.
    pub projection: f64,
}

impl PopulationComparison {
    /// Relative difference of the model from the projection.
    #[must_use]
    pub fn relative(&self) -> f64 {
        self.model / self.projection - 1.0
    }
}

/// The comparisons that the pack and the result allow: a result without persons by age gives only
/// the total, a pack without a goal or official projections gives none. The year is that of the goal.
#[must_use]
pub fn compare(baseline: &Baseline, result: &ScenarioResult) -> Vec<PopulationComparison> {
    let Some(goal) = baseline.goal else { return Vec::new() };
    let row = result.series.iter().find(|row| row.year == goal.year && row.sex == Group::Both);
    let Some(row) = row else { return Vec::new() };
    let at_or_above = |age: u8| match (&row.population_by_age, age) {
        (_, 0) => Some(row.population),
        (Some(persons), age) => {
            let skip = usize::from(age.checked_sub(baseline.ages.first)?);
            Some(persons.iter().skip(skip).sum())
        }
        (None, _) => None,
    };
    let projection = |age: u8| {
        let wanted = |value: &&OfficialValue| {
            value.indicator == Indicator::Population
                && value.projected
                && value.year == goal.year
                && value.sex.is_none()
                && value.age == age
        };
        baseline.official.iter().find(wanted).map(|value| value.value)
    };
    AGES.into_iter()
        .filter_map(|age| {
            let (model, projection) = (at_or_above(age)?, projection(age)?);
            Some(PopulationComparison { year: goal.year, age, model, projection })
        })
        .collect()
}

/// Adds the comparison and its explanation, where the plan is one that can be compared.
pub fn add(
    document: &mut Document,
    baseline: &Baseline,
    plan: &Plan,
    result: &ScenarioResult,
    messages: &Messages,
) {
    let explanation = match plan.mortality {
        _ if !plan.hazard_changes.is_empty() => return,
        MortalityAssumption::Anchored => message!(messages, "population-explained-default"),
        MortalityAssumption::Ipss2023Check => message!(messages, "population-explained-check"),
        _ => return,
    };
    let comparisons = compare(baseline, result);
    let Some(PopulationComparison { year, .. }) = comparisons.first() else { return };
    document.heading(3, message!(messages, "population-heading", year = year.to_string()));
    let language = messages.language();
    let rows = comparisons
        .iter()
        .map(|comparison| {
            let group = match comparison.age {
                0 => message!(messages, "population-all"),
                age => message!(messages, "population-from-age", age = age.to_string()),
            };
            vec![
                Cell::text(group),
                Cell::shown(comparison.model, numbers::persons(language, comparison.model)),
                Cell::shown(comparison.projection, numbers::persons(language, comparison.projection)),
                Cell::shown(comparison.relative(), numbers::signed_percent(comparison.relative(), 2)),
            ]
        })
        .collect();
    document.table(Table {
        columns: vec![
            Column::words("group", message!(messages, "population")),
            Column::numbers("kenju", "kenju"),
            Column::numbers("projection", message!(messages, "population-projection")),
            Column::numbers("difference", message!(messages, "column-difference")),
        ],
        rows,
    });
    document.paragraph(explanation);
}
