//! The sums of all cohorts, joined in their order.

use super::{GroupSums, Simulated, cell_sums};
use crate::model::tables::CohortTable;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::outcome::tally::{GROUPS, Sheet, Tally};
use crate::outcome::totals::GroupTotals;
use rayon::prelude::*;

/// What the cohorts that have been lived add up to.
pub(super) struct Joined {
    /// Sums of each group.
    sheets: Vec<Sheet>,
    heads: Grid,
    details: Vec<Grid>,
    totals: GroupTotals,
    reach: Vec<Grid>,
}

impl Joined {
    /// Nobody yet; `width` detailed sums and `reach_width` sums of reach per row.
    pub(super) fn new(years: YearSpan, ages: AgeSpan, width: usize, reach_width: usize) -> Self {
        let grids = |count: usize| vec![Grid::filled(years, ages, 0.0); count];
        Self {
            sheets: vec![Sheet::empty(years, ages); GROUPS],
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
        self.sheets.par_iter_mut().enumerate().for_each(|(group, sheet)| {
            for (table, groups) in tables.iter().zip(cohorts) {
                for (index, row) in groups[group].rows.iter().enumerate() {
                    if groups[group].heads[index] > 0 {
                        let (sex, year, age) = table.cell(index);
                        sheet.add(sex, year, age, &cell_sums(row, table.staying[index]));
                    }
                }
            }
        });
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
        let Self { sheets, heads, details, totals, reach } = self;
        Simulated { from, sexes, tally: Tally::of(sheets, heads), details, totals, reach }
    }
}
