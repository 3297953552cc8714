//! Where the lives of a person part in two worlds that differ by their levers.
//!
//! What a lever does to a person in a year is what its table says of their stratum. Two worlds with the same
//! trends whose tables say the same of every lever until some year give the person the same life until then, to the
//! bit. So of a world that differs little from one that is known only those persons need be lived through
//! for whom some table says something else.

use super::participation::OwnRanks;
use super::table::{LeverTable, PartRatio};
use super::{Abstinence, Action, ActiveLever, LeverSet};
use crate::plan::LeverSetting;
use std::sync::Arc;

/// All that the tables of a lever depend on beside the cohort and the trends of the world.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// Identifier of the lever.
    pub id: String,
    setting: Option<LeverSetting>,
    /// What it does, with the group it shares with others of the world.
    actions: Vec<(Action, Option<usize>)>,
    abstinence: Vec<Abstinence>,
}

impl Identity {
    /// Of a lever of a set.
    #[must_use]
    pub fn of(set: &LeverSet<'_>, lever: &ActiveLever<'_>) -> Self {
        let actions = lever.actions.iter();
        Self {
            id: lever.definition.id.clone(),
            setting: lever.setting.cloned(),
            actions: actions.map(|action| (action.clone(), set.shared_group(action, lever))).collect(),
            abstinence: lever.abstinence.clone(),
        }
    }
}

/// What two tables of one lever and cohort say that is not the same.
#[derive(Debug)]
pub struct Change<'a> {
    /// One of them, for the stream and the correlation of the rank.
    table: &'a LeverTable,
    /// Upper bounds of intervals of ranks, rising, each with the first row in which the tables differ.
    intervals: Vec<(f64, Option<usize>)>,
}

impl<'a> Change<'a> {
    /// Between the tables of two worlds, either of which may have none: there the lever is on its reference path.
    /// `None` where they say the same of everybody.
    #[must_use]
    pub fn between(one: Option<&'a Arc<LeverTable>>, other: Option<&'a Arc<LeverTable>>) -> Option<Self> {
        let (table, intervals) = match (one, other) {
            (Some(one), Some(other)) if Arc::ptr_eq(one, other) => return None,
            (Some(one), Some(other)) if one.correlation == other.correlation => {
                (one, one.parting_from(other))
            }
            // Persons have other ranks: whoever differs from the reference in either world may differ.
            (Some(one), Some(other)) => {
                let first = one.first.iter().chain(&other.first).flatten().min().copied();
                (one, vec![(1.0, first)])
            }
            (Some(table), None) | (None, Some(table)) => {
                (table, table.bounds.iter().copied().zip(table.first.iter().copied()).collect())
            }
            (None, None) => return None,
        };
        intervals.iter().any(|(_, row)| row.is_some()).then_some(Self { table, intervals })
    }

    /// First row in which the tables differ for a person.
    #[must_use]
    pub fn first_row(&self, ranks: &mut OwnRanks<'_>) -> Option<usize> {
        if let [(_, row)] = self.intervals[..] {
            return row;
        }
        let rank = self.table.rank(ranks);
        let place = self.intervals.partition_point(|(bound, _)| *bound <= rank);
        self.intervals[place.min(self.intervals.len() - 1)].1
    }
}

impl LeverTable {
    /// Intervals of ranks, each with the first row in which this table and another say something else.
    fn parting_from(&self, other: &Self) -> Vec<(f64, Option<usize>)> {
        let alike = self.is_built_like(other);
        let (mut own, mut theirs) = (0, 0);
        let mut intervals: Vec<(f64, Option<usize>)> = Vec::new();
        while own < self.bounds.len() && theirs < other.bounds.len() {
            let row = if alike {
                (0..self.rows()).find(|row| self.differs_from(other, [own, theirs], *row))
            } else {
                [self.first[own], other.first[theirs]].into_iter().flatten().min()
            };
            let bound = self.bounds[own].min(other.bounds[theirs]);
            match intervals.last_mut() {
                Some(last) if last.1 == row => last.0 = bound,
                _ => intervals.push((bound, row)),
            }
            own += usize::from(self.bounds[own] <= bound);
            theirs += usize::from(other.bounds[theirs] <= bound);
        }
        intervals
    }

    /// Whether the same actions act on the same hazards under the same conditions.
    fn is_built_like(&self, other: &Self) -> bool {
        let parts = self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|(own, theirs)| {
                own.lanes == theirs.lanes && own.requires == theirs.requires && own.group == theirs.group
            });
        let abstinence = self.abstinence.len() == other.abstinence.len()
            && self.abstinence.iter().zip(&other.abstinence).all(|(own, theirs)| own.group == theirs.group);
        parts && abstinence && self.requires == other.requires && self.employed == other.employed
    }

    /// Whether something else happens in a row to those in a stratum of each.
    fn differs_from(&self, other: &Self, [own, theirs]: [usize; 2], row: usize) -> bool {
        let (own, theirs) = (self.place(own, row), other.place(theirs, row));
        let parts = self.parts.iter().zip(&other.parts).any(|(one, two)| {
            let ratios = match (&one.ratio, &two.ratio) {
                (PartRatio::Same(one), PartRatio::Same(two)) => one[own] != two[theirs],
                (
                    PartRatio::ByClass { rank, doses, logarithms },
                    PartRatio::ByClass { rank: rank_two, doses: doses_two, logarithms: logarithms_two },
                ) => {
                    rank != rank_two
                        || doses[own] != doses_two[theirs]
                        || logarithms[row] != logarithms_two[row]
                }
                _ => true,
            };
            // Without a difference from the reference nothing acts, unless others of its group do.
            let acts = one.group.is_some() || one.differs(own) || two.differs(theirs);
            acts && (ratios || one.mean_in(row) != two.mean_in(row))
        });
        let mut abstinence = self.abstinence.iter().zip(&other.abstinence);
        parts || abstinence.any(|(one, two)| one.shares[own] != two.shares[theirs])
    }
}

#[cfg(test)]
mod tests;
