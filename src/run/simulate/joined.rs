//! The sums of all cohorts, joined in their order.

use super::{GroupSums, Simulated, cell_sums};
use crate::model::tables::CohortTable;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::outcome::tally::{GROUPS, Sheet, Tally};
use crate::outcome::totals::GroupTotals;
use rayon::prelude::*;
use std::sync::Arc;

/// What the cohorts that have been lived add up to.
pub(super) struct Joined {
    /// First year in which groups are told apart.
    from: Year,
    /// Sums of each group from then on.
    sheets: Vec<Sheet>,
    /// Sums of all persons before.
    early: Sheet,
    heads: Grid,
    details: Vec<Grid>,
    totals: GroupTotals,
    reach: Vec<Grid>,
}

impl Joined {
    /// Nobody yet; `width` detailed sums and `reach_width` sums of reach per row. Groups are told apart from the year
    /// `from` on.
    pub(super) fn new(years: YearSpan, ages: AgeSpan, from: Year, width: usize, reach_width: usize) -> Self {
        let from = from.max(years.first).min(years.last);
        let grids = |count: usize| vec![Grid::filled(years, ages, 0.0); count];
        Self {
            from,
            sheets: vec![Sheet::empty(YearSpan { first: from, ..years }, ages); GROUPS],
            early: Sheet::empty(years, ages),
            heads: Grid::filled(years, ages, 0.0),
            details: grids(width),
            totals: GroupTotals::new(years, width),
            reach: grids(reach_width),
        }
    }

    /// Adds the next cohorts: the sums of every group of each. The order of additions to a number is that of
    /// the cohorts, then of their groups, whatever the threads.
    pub(super) fn add<const LANES: usize>(
        &mut self,
        tables: &[CohortTable<LANES>],
        cohorts: &[Vec<GroupSums>],
    ) {
        let from = self.from;
        let add = |sheet: &mut Sheet, table: &CohortTable<LANES>, sums: &GroupSums, early: bool| {
            for (index, row) in sums.rows.iter().enumerate() {
                let (sex, year, age) = table.cell(index);
                if sums.heads[index] > 0 && early == (year < from) {
                    sheet.add(sex, year, age, &cell_sums(row, table.staying[index]));
                }
            }
        };
        self.sheets.par_iter_mut().enumerate().for_each(|(group, sheet)| {
            for (table, groups) in tables.iter().zip(cohorts) {
                add(sheet, table, &groups[group], false);
            }
        });
        for (table, groups) in tables.iter().zip(cohorts) {
            for sums in groups {
                add(&mut self.early, table, sums, true);
            }
        }
        let (width, reach_width) = (self.details.len(), self.reach.len());
        for (table, groups) in tables.iter().zip(cohorts) {
            for (group, sums) in groups.iter().enumerate() {
                for (index, count) in sums.heads.iter().enumerate().filter(|(_, count)| **count > 0) {
                    let (sex, year, age) = table.cell(index);
                    let staying = table.staying[index];
                    let add = |grids: &mut [Grid], sums: &[f64]| {
                        for (grid, sum) in grids.iter_mut().zip(sums) {
                            grid.set(sex, year, age, grid.get(sex, year, age) + sum * staying);
                        }
                    };
                    self.heads.set(sex, year, age, self.heads.get(sex, year, age) + f64::from(*count));
                    let own = &sums.details[index * width..(index + 1) * width];
                    add(&mut self.details, own);
                    self.totals.add(group, sex, year, own, staying);
                    add(&mut self.reach, &sums.reach[index * reach_width..(index + 1) * reach_width]);
                }
            }
        }
    }

    /// All of them; lives of these sexes may differ from those of the reference from the year `from` on.
    pub(super) fn simulated(self, from: Year, sexes: Vec<Sex>) -> Simulated {
        let Self { sheets, early, heads, details, totals, reach, .. } = self;
        let (details, totals) = (details.into(), Arc::new(totals));
        Simulated { from, sexes, tally: Tally::after(early, sheets, heads), details, totals, reach }
    }
}
