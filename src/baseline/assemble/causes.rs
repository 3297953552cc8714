//! Causes of death: their shares of all deaths, who dies of them, and the published counts.

use super::{OFFICIAL_YEARS, Reader, narrowed};
use crate::baseline::error::LoadError;
use crate::baseline::health::{Cause, OfficialCauseDeaths};
use crate::baseline::schema;
use crate::baseline::table::{Allowed, cells, rows_with};
use crate::num::grid::Grid;
use crate::num::units::YearSpan;
use std::collections::BTreeMap;

/// How far the shares of a cell may add up to something else than 1: their printed digits, not more.
const SUM_TOLERANCE: f64 = 1e-4;

impl Reader<'_> {
    /// All causes of death, in the order of the manifest.
    pub(super) fn causes(&self) -> Result<Vec<Cause>, LoadError> {
        let heads = &self.manifest.causes;
        if heads.is_empty() {
            return Ok(Vec::new());
        }
        let fractions = self.fractions()?;
        let owner = |head: &crate::baseline::manifest::health::CauseHead| {
            let id = head.owner.as_ref()?;
            self.manifest.conditions.iter().position(|condition| condition.id == *id)
        };
        let owners: Vec<Option<usize>> = heads.iter().map(owner).collect();
        let owning: Vec<bool> =
            (0..self.manifest.conditions.len()).map(|condition| owners.contains(&Some(condition))).collect();
        let columns = [
            ("without", Allowed::NotNegative),
            ("state_1", Allowed::NotNegative),
            ("state_2", Allowed::NotNegative),
        ];
        let weights = if owning.contains(&true) {
            self.by_condition(schema::CONDITION_CAUSE_WEIGHT, &owning, columns, 1.0, |_, _| Ok(()))?
        } else {
            Vec::new()
        };
        let causes = heads.iter().zip(fractions).zip(owners).map(|((head, fraction), owner)| Cause {
            id: head.id.clone(),
            title: head.title.clone(),
            fraction,
            owner: owner.map(|condition| (condition, weights[condition].clone())),
        });
        Ok(causes.collect())
    }

    /// Shares of all deaths from the first year without gap; each cell is made to add up to 1 exactly.
    fn fractions(&self) -> Result<Vec<Grid>, LoadError> {
        let kind = schema::CAUSE_FRACTION;
        let heads = &self.manifest.causes;
        let columns: Vec<(&str, Allowed)> =
            heads.iter().map(|head| (head.id.as_str(), Allowed::Share)).collect();
        let found = cells(self.files, kind, self.scope, &columns, |shares| {
            let sum: f64 = shares.iter().sum();
            if (sum - 1.0).abs() <= SUM_TOLERANCE {
                Ok(())
            } else {
                Err(format!("the shares of the causes add up to {sum}; allowed: 1 within {SUM_TOLERANCE}"))
            }
        })?;
        let first = self.scope.years.first;
        let span = YearSpan { first, last: found.years.last().copied().unwrap_or(first) };
        if let Some(year) = span.iter().find(|year| !found.years.contains(year)) {
            return Err(self.absent_year(kind, year));
        }
        let mut fractions: Vec<Grid> = found.grids.iter().map(|grid| narrowed(grid, span)).collect();
        for sex in &self.scope.sexes {
            for year in span.iter() {
                for age in self.scope.ages.iter() {
                    let sum: f64 = fractions.iter().map(|grid| grid.get(*sex, year, age)).sum();
                    for grid in &mut fractions {
                        let share = grid.get(*sex, year, age) / sum;
                        grid.set(*sex, year, age, share);
                    }
                }
            }
        }
        Ok(fractions)
    }

    /// Deaths by cause for checks.
    pub(super) fn official_cause_deaths(&self) -> Result<Vec<OfficialCauseDeaths>, LoadError> {
        let kind = schema::OFFICIAL_CAUSE_DEATHS;
        if !self.manifest.has(kind) {
            return Ok(Vec::new());
        }
        let names = self.manifest.causes.iter().map(|head| head.id.as_str());
        let columns: Vec<&str> = kind.columns.iter().copied().chain(names.clone()).collect();
        let (mut found, mut seen) = (Vec::new(), BTreeMap::new());
        rows_with(self.files, kind.file, &columns, |row| {
            let (sex, year) = (row.sex(self.scope)?, row.year("year", OFFICIAL_YEARS)?);
            let ages = row.ages(self.scope.ages)?;
            self.unique(kind, &mut seen, (year, sex, ages), row.line, || {
                format!("year {year}, {sex}, ages {} to {}", ages.0, ages.1)
            })?;
            let deaths = names.clone().map(|name| row.number(name, Allowed::NotNegative));
            let deaths = deaths.collect::<Result<Vec<_>, _>>()?;
            found.push(OfficialCauseDeaths { year, sex, ages, deaths });
            Ok(())
        })?;
        Ok(found)
    }
}
