//! Conditions of a pack: constant rates in one table, or states, rates by year and causes of death.
//!
//! A condition that has no row at all for a sex cannot be had by that sex (cancer of the cervix);
//! otherwise every age must be there. Incidence rows hold from their year until the next one given.

use super::{Reader, single};
use crate::baseline::error::LoadError;
use crate::baseline::health::CauseMultiplier;
use crate::baseline::manifest::health::{ConditionHead, Ranged, states};
use crate::baseline::schema::{self, TableKind};
use crate::baseline::table::{Allowed, Row, rows};
use crate::baseline::{Condition, LimitationEffect};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use std::collections::{BTreeMap, BTreeSet};

/// Values by condition, read from one table: the grids of each condition.
type ByCondition<const COLUMNS: usize> = Vec<[Grid; COLUMNS]>;

impl Reader<'_> {
    /// All conditions, in the order of the manifest.
    pub(super) fn conditions(&self) -> Result<Vec<Condition>, LoadError> {
        let heads = &self.manifest.conditions;
        if heads.is_empty() {
            return Ok(Vec::new());
        }
        if self.manifest.causes.is_empty() {
            return self.constant_conditions();
        }
        let prevalence = self.prevalence()?;
        let incidence = self.incidence()?;
        let multiplied: Vec<bool> = heads.iter().map(|head| !head.multiplies.is_empty()).collect();
        let mut multipliers = if multiplied.contains(&true) {
            let columns = [("state_1", Allowed::NotNegative), ("state_2", Allowed::NotNegative)];
            self.by_condition(schema::CONDITION_CAUSE_MULTIPLIER, &multiplied, columns, 1.0, |_, _| Ok(()))?
        } else {
            Vec::new()
        };
        let mut conditions = Vec::new();
        for (index, ((head, prevalence), incidence)) in
            heads.iter().zip(prevalence).zip(incidence).enumerate()
        {
            let mut condition = condition(head, incidence, prevalence);
            if multiplied[index] {
                let position = |id: &String| self.manifest.causes.iter().position(|cause| cause.id == *id);
                let causes = head.multiplies.iter().filter_map(position).collect();
                let neutral = || {
                    std::array::from_fn(|_| {
                        Grid::filled(single(self.scope.years.first), self.scope.ages, 1.0)
                    })
                };
                let by_state = std::mem::replace(&mut multipliers[index], neutral());
                condition.multipliers = vec![CauseMultiplier { causes, by_state }];
            }
            conditions.push(condition);
        }
        Ok(conditions)
    }

    fn prevalence(&self) -> Result<ByCondition<2>, LoadError> {
        let heads = &self.manifest.conditions;
        let columns = [("share_1", Allowed::Share), ("share_2", Allowed::Share)];
        let all = vec![true; heads.len()];
        self.by_condition(schema::CONDITION_PREVALENCE, &all, columns, 0.0, |condition, [first, second]| {
            if first + second > 1.0 {
                return Err(format!("the shares of the states add up to {}; at most 1", first + second));
            }
            if second > 0.0 && states(heads[condition].course) < 2 {
                return Err(format!("`{}` has one state; found share_2 = {second}", heads[condition].id));
            }
            Ok(())
        })
    }

    /// One table keyed by condition, sex and age. Conditions that are not `wanted` must not be there.
    pub(super) fn by_condition<const COLUMNS: usize>(
        &self,
        kind: TableKind,
        wanted: &[bool],
        columns: [(&str, Allowed); COLUMNS],
        absent: f64,
        fits: impl Fn(usize, [f64; COLUMNS]) -> Result<(), String>,
    ) -> Result<ByCondition<COLUMNS>, LoadError> {
        let year = self.scope.years.first;
        let empty = || std::array::from_fn(|_| Grid::filled(single(year), self.scope.ages, absent));
        let mut tables: ByCondition<COLUMNS> = wanted.iter().map(|_| empty()).collect();
        let (names, mut seen) = (self.names(wanted), BTreeMap::new());
        rows(self.files, kind, |row| {
            let (condition, sex) = (self.condition_of(row, &names)?, row.sex(self.scope)?);
            let age = row.age(self.scope.ages)?;
            self.unique(kind, &mut seen, (condition, sex, year, age), row.line, || {
                format!("condition {}, {sex}, age {age}", self.manifest.conditions[condition].id)
            })?;
            let mut values = [0.0; COLUMNS];
            for (value, (column, allowed)) in values.iter_mut().zip(columns) {
                *value = row.number(column, allowed)?;
            }
            fits(condition, values).map_err(|message| row.inconsistent(message))?;
            for (grid, value) in tables[condition].iter_mut().zip(values) {
                grid.set(sex, year, age, value);
            }
            Ok(())
        })?;
        self.complete(kind, wanted, &seen)?;
        Ok(tables)
    }

    fn names(&self, wanted: &[bool]) -> Vec<&str> {
        let heads = self.manifest.conditions.iter().zip(wanted);
        heads.filter(|(_, wanted)| **wanted).map(|(head, _)| head.id.as_str()).collect()
    }

    /// Position of the condition of a row among all conditions.
    fn condition_of(&self, row: &Row, names: &[&str]) -> Result<usize, LoadError> {
        let name = names[row.word("condition", names)?];
        // `names` are taken from the manifest, so the position is there.
        Ok(self.manifest.conditions.iter().position(|head| head.id == name).unwrap_or_default())
    }

    /// Every age for every sex and year that has a row; every wanted condition for one sex at least.
    fn complete(
        &self,
        kind: TableKind,
        wanted: &[bool],
        seen: &BTreeMap<(usize, Sex, Year, u8), u64>,
    ) -> Result<(), LoadError> {
        let file = || self.files.label(kind.file);
        let mut groups = BTreeSet::new();
        groups.extend(seen.keys().map(|(condition, sex, year, _)| (*condition, *sex, *year)));
        for (index, head) in self.manifest.conditions.iter().enumerate().filter(|(index, _)| wanted[*index]) {
            if !groups.iter().any(|(condition, _, _)| *condition == index) {
                return Err(LoadError::Absent { file: file(), key: format!("condition {}", head.id) });
            }
        }
        for (condition, sex, year) in groups {
            for age in self.scope.ages.iter() {
                if !seen.contains_key(&(condition, sex, year, age)) {
                    let id = &self.manifest.conditions[condition].id;
                    let year = if kind.columns.contains(&"year_from") {
                        format!("year {year}, ")
                    } else {
                        String::new()
                    };
                    let key = format!("condition {id}, {sex}, {year}age {age}");
                    return Err(LoadError::Absent { file: file(), key });
                }
            }
        }
        Ok(())
    }

    /// Hazards of onset for every year of the pack.
    fn incidence(&self) -> Result<Vec<Grid>, LoadError> {
        let kind = schema::CONDITION_INCIDENCE;
        let (heads, years) = (&self.manifest.conditions, self.scope.years);
        let wanted = vec![true; heads.len()];
        let (names, mut seen) = (self.names(&wanted), BTreeMap::new());
        let mut grids = vec![Grid::filled(years, self.scope.ages, 0.0); heads.len()];
        rows(self.files, kind, |row| {
            let (condition, sex) = (self.condition_of(row, &names)?, row.sex(self.scope)?);
            let (year, age) = (row.year("year_from", years)?, row.age(self.scope.ages)?);
            self.unique(kind, &mut seen, (condition, sex, year, age), row.line, || {
                format!("condition {}, {sex}, year {year}, age {age}", heads[condition].id)
            })?;
            grids[condition].set(sex, year, age, row.number("hazard", Allowed::NotNegative)?);
            Ok(())
        })?;
        self.complete(kind, &wanted, &seen)?;
        for (condition, grid) in grids.iter_mut().enumerate() {
            for sex in &self.scope.sexes {
                let given = |year: Year| seen.contains_key(&(condition, *sex, year, self.scope.ages.first));
                if years.iter().any(given) && !given(years.first) {
                    let key = format!("condition {}, {sex}, year {}", heads[condition].id, years.first);
                    return Err(LoadError::Absent { file: self.files.label(kind.file), key });
                }
                for year in (years.first.0 + 1..=years.last.0).map(Year).filter(|year| !given(*year)) {
                    let before = grid.row(*sex, Year(year.0 - 1)).to_vec();
                    grid.row_mut(*sex, year).copy_from_slice(&before);
                }
            }
        }
        Ok(grids)
    }

    fn constant_conditions(&self) -> Result<Vec<Condition>, LoadError> {
        let kind = schema::CONDITION_RATES;
        let heads = &self.manifest.conditions;
        let names: Vec<&str> = heads.iter().map(|head| head.id.as_str()).collect();
        let year = single(self.scope.years.first);
        let empty = Grid::filled(year, self.scope.ages, 0.0);
        let mut tables = vec![(empty.clone(), empty); heads.len()];
        let mut seen = BTreeMap::new();
        rows(self.files, kind, |row| {
            let condition = row.word("condition", &names)?;
            let (sex, age) = (row.sex(self.scope)?, row.age(self.scope.ages)?);
            self.unique(kind, &mut seen, (condition, sex, age), row.line, || {
                format!("condition {}, {sex}, age {age}", names[condition])
            })?;
            let (incidence, prevalence) = &mut tables[condition];
            incidence.set(sex, year.first, age, row.number("incidence", Allowed::NotNegative)?);
            prevalence.set(sex, year.first, age, row.number("prevalence", Allowed::Share)?);
            Ok(())
        })?;
        for (condition, name) in names.iter().enumerate() {
            for sex in &self.scope.sexes {
                if let Some(age) =
                    self.scope.ages.iter().find(|age| !seen.contains_key(&(condition, *sex, *age)))
                {
                    let key = format!("condition {name}, {sex}, age {age}");
                    return Err(LoadError::Absent { file: self.files.label(kind.file), key });
                }
            }
        }
        let none = Grid::filled(year, self.scope.ages, 0.0);
        let tables = heads.iter().zip(tables);
        Ok(tables
            .map(|(head, (incidence, share))| condition(head, incidence, [share, none.clone()]))
            .collect())
    }
}

fn condition(head: &ConditionHead, incidence: Grid, prevalence: [Grid; 2]) -> Condition {
    let ranged = |ratios: &[Ranged]| -> [Ranged; 2] {
        std::array::from_fn(|state| ratios.get(state).copied().unwrap_or((1.0, 1.0, 1.0)))
    };
    let (onset, progression) = (ranged(&head.care_onset), ranged(&head.care_progression));
    let log_odds = match head.limitation {
        LimitationEffect::Certain => f64::INFINITY,
        LimitationEffect::LogOdds(value) => value,
    };
    let (low, high) = head.limitation_range.unwrap_or((log_odds, log_odds));
    Condition {
        id: head.id.clone(),
        title: head.title.clone(),
        course: head.course,
        incidence,
        prevalence,
        mortality_ratio: head.mortality_ratio,
        multipliers: Vec::new(),
        limitation: head.limitation,
        limitation_range: [low, high],
        care_onset: onset.map(|(value, _, _)| value),
        care_onset_range: onset.map(|(_, low, high)| [low, high]),
        care_progression: progression.map(|(value, _, _)| value),
        care_progression_range: progression.map(|(_, low, high)| [low, high]),
        sources: head.sources.clone(),
    }
}
