//! Unit costs of a pack: what differences between two worlds are priced with.
//!
//! `costs.ron` stands apart from the other files: costs act on nobody, so a change of them must not make
//! the calibration stale. It describes itself, with its sources.

use super::Baseline;
use super::error::LoadError;
use super::load::Files;
use super::provenance::{Source, TableInfo};
use super::ron_file;
use super::schema::COSTS;
use super::{CARE_LEVELS, Text};
use crate::num::grid::Grid;
use crate::num::units::Sex;
use crate::text::escape_untrusted;
use serde::Deserialize;

/// Version of the file's form that is understood.
const SCHEMA: u32 = 1;
/// Most yen that anything may cost per person.
const MOST: f64 = 1e9;

/// Unit costs, yen in the prices of their sources.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitCosts {
    /// Yearly discount rate: value, low, high.
    pub discount: [f64; 3],
    /// Medical cost of the mean person by single age of the pack, youngest first, yen a year.
    pub per_capita: Vec<f64>,
    /// Care cost of a certified person by level of the model, yen a year.
    pub care: [f64; CARE_LEVELS],
    /// Care cost of the mean person by sex and single age, at the certified shares of the pack, yen a year.
    pub care_per_capita: [Vec<f64>; 2],
    /// Medical cost of conditions.
    pub conditions: Vec<ConditionCost>,
}

/// Medical cost of a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionCost {
    /// Condition of the pack.
    pub condition: String,
    /// Yen.
    pub yen: f64,
    /// Lowest plausible value.
    pub low: f64,
    /// Highest plausible value.
    pub high: f64,
    /// Per what.
    pub per: CasePer,
    /// Year of the price, as the sources give it.
    pub year: String,
    /// How it was chosen.
    pub basis: Text,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

/// What the cost of a case is counted per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CasePer {
    /// Person with the condition and year.
    CaseYear,
    /// Onset.
    Onset,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    value: f64,
    low: f64,
    high: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CostFile {
    schema: u32,
    discount: Range,
    per_capita: Vec<(u8, f64)>,
    care: [f64; CARE_LEVELS],
    conditions: Vec<ConditionCost>,
    tables: Vec<TableInfo>,
    sources: Vec<Source>,
}

/// Reads the unit costs of a pack into `baseline`, whose conditions and sources are already there.
pub(super) fn fill(files: &Files, baseline: &mut Baseline) -> Result<(), LoadError> {
    let Some(text) = files.text(COSTS) else { return Ok(()) };
    let file = files.label(COSTS);
    let found: CostFile = ron_file::parse(&file, text)?;
    ron_file::schema(&file, found.schema, SCHEMA)?;
    let wrong = |message: String| LoadError::Inconsistent { file: file.clone(), line: None, message };
    check(&found, baseline).map_err(wrong)?;
    baseline.costs = Some(UnitCosts {
        discount: [found.discount.value, found.discount.low, found.discount.high],
        per_capita: by_age(&found.per_capita, baseline),
        care: found.care,
        care_per_capita: Sex::ALL.map(|sex| care_by_age(found.care, sex, baseline)),
        conditions: found.conditions,
    });
    baseline.sources.extend(found.sources);
    baseline.tables.extend(found.tables);
    Ok(())
}

/// The value of the last group that begins at or below each age of the pack.
fn by_age(groups: &[(u8, f64)], baseline: &Baseline) -> Vec<f64> {
    let at = |age: u8| groups.iter().rfind(|(from, _)| *from <= age).map_or(0.0, |(_, yen)| *yen);
    baseline.ages.iter().map(at).collect()
}

/// Mean over all persons of an age: certified shares times the cost of their level.
fn care_by_age(yen: [f64; CARE_LEVELS], sex: Sex, baseline: &Baseline) -> Vec<f64> {
    let Some(care) = &baseline.care else { return vec![0.0; baseline.ages.len()] };
    let shares = care.prevalence.each_ref();
    let at = |age: u8| {
        let level = |(grid, yen): (&&Grid, f64)| grid.get(sex, grid.years().first, age) * yen;
        shares.iter().zip(yen).map(level).sum()
    };
    baseline.ages.iter().map(at).collect()
}

fn check(found: &CostFile, baseline: &Baseline) -> Result<(), String> {
    let Range { value, low, high } = found.discount;
    if !(0.0 <= low && low <= value && value <= high && high <= 0.2) {
        return Err(format!("discount: found {value} ({low} to {high}); allowed: rising, 0 to 0.2"));
    }
    let ages: Vec<u8> = found.per_capita.iter().map(|(from, _)| *from).collect();
    if !ages.windows(2).all(|pair| pair[0] < pair[1]) || ages.first() != Some(&baseline.ages.first) {
        return Err("per_capita: ages must rise from the youngest age of the pack".to_owned());
    }
    let yen = found.per_capita.iter().map(|(_, yen)| *yen).chain(found.care);
    let cases = found.conditions.iter().flat_map(|case| [case.low, case.yen, case.high]);
    if let Some(yen) = yen.chain(cases).find(|yen| !(0.0..=MOST).contains(yen)) {
        return Err(format!("found {yen} yen; allowed: 0 to {MOST}"));
    }
    for (index, case) in found.conditions.iter().enumerate() {
        let shown = escape_untrusted(&case.condition);
        if !baseline.conditions.iter().any(|known| known.id == case.condition) {
            return Err(format!("conditions: the pack has no condition `{shown}`"));
        }
        if found.conditions[..index].iter().any(|before| before.condition == case.condition) {
            return Err(format!("conditions: `{shown}` is there twice"));
        }
        if !(case.low <= case.yen && case.yen <= case.high) {
            return Err(format!("conditions: `{shown}`: the value must lie between low and high"));
        }
    }
    let ids = |id: &String| found.sources.iter().chain(&baseline.sources).any(|source| source.id == *id);
    let cited = found.conditions.iter().flat_map(|case| &case.sources);
    if let Some(id) = cited.chain(found.tables.iter().flat_map(|table| &table.sources)).find(|id| !ids(id)) {
        return Err(format!("there is no source `{}`", escape_untrusted(id)));
    }
    let twice = |source: &&Source| baseline.sources.iter().any(|known| known.id == source.id);
    if let Some(source) = found.sources.iter().find(twice) {
        return Err(format!("the source `{}` is in the pack already", escape_untrusted(&source.id)));
    }
    if !found.tables.iter().all(|table| table.file == COSTS) || found.tables.is_empty() {
        return Err(format!("tables: must describe `{COSTS}`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Unit costs times the model's cases must give back the national totals they come from.
    #[test]
    fn the_costs_of_japan_are_read_and_priced_plausibly() {
        let baseline = Baseline::japan().unwrap();
        let costs = baseline.costs.as_ref().unwrap();
        assert_eq!(costs.per_capita.len(), 111);
        assert_eq!(
            (costs.per_capita[0], costs.per_capita[84], costs.per_capita[110]),
            (278_000.0, 929_000.0, 1_179_000.0)
        );
        // 3.51, 2.12 and 1.54 million certified persons: 11.2 trillion yen in FY2022.
        let care = 3.506e6 * costs.care[0] + 2.123e6 * costs.care[1] + 1.539e6 * costs.care[2];
        assert!((care / 11.191e12 - 1.0).abs() < 0.01, "{care}");
        let medical: f64 = baseline
            .sexes
            .iter()
            .flat_map(|sex| baseline.population.row(*sex, baseline.years.first))
            .zip(costs.per_capita.iter().cycle())
            .map(|(persons, yen)| persons * yen)
            .sum();
        // National medical expenditure was 46.7 trillion yen in FY2022, with an older population.
        assert!((40e12..47e12).contains(&medical), "{medical}");
    }
}
