//! Lives all persons of a world over threads, in a fixed order of sums.
//!
//! Cohorts are independent and so are their jackknife groups: a unit of work is one group of one
//! cohort, lived person by person in order of serial number. Its sums go to a place of their own;
//! they are joined in the order of the cohorts afterwards, so no sum depends on the threads.

use super::fit::Misfit;
use super::{RunError, Watch};
use crate::baseline::Baseline;
use crate::model::observe::{self, CARE, DEATHS, LIMITED, MEASURES, PERSONS, Sums};
use crate::model::person::Person;
use crate::model::reference::Reference;
use crate::model::step;
use crate::model::tables::{CohortTable, Frame, Origin, cohort_tables, lanes_needed};
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::{Year, YearSpan};
use crate::outcome::tally::{CellSums, GROUPS, Tally};
use crate::plan::Plan;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a simulated world leaves behind.
pub struct Simulated {
    /// Sums by cell and jackknife group.
    pub tally: Tally,
    /// By condition: persons who have it, then expected onsets a year, by cell.
    pub conditions: Vec<[Grid; 2]>,
}

/// How persons stand for the population.
#[derive(Debug, Clone, Copy)]
pub struct Sampling {
    /// Residents per simulated person; 1 simulates everyone.
    pub weight: f64,
    /// Random draws.
    pub draws: Draws,
}

impl Sampling {
    /// Simulated persons of an origin: rounded, at least one.
    fn persons(&self, origin: &Origin) -> u32 {
        (origin.represented / self.weight).round().max(1.0) as u32
    }
}

/// Lives every person of a plan through `years`.
///
/// # Errors
/// [`RunError::Cancelled`] if `watch` asks for it; [`RunError::Unfit`] for a pack with more
/// processes than the engine has lanes.
pub fn simulate(
    baseline: &Baseline,
    plan: &Plan,
    reference: &Reference,
    years: YearSpan,
    sampling: Sampling,
    watch: &dyn Watch,
) -> Result<Simulated, RunError> {
    // The number of lanes is fixed at compile time so that the yearly loop is straight vector code.
    match lanes_needed(baseline) {
        0..=2 => World::<2>::new(baseline, plan, reference, years, sampling).live(watch),
        3..=8 => World::<8>::new(baseline, plan, reference, years, sampling).live(watch),
        9..=32 => World::<32>::new(baseline, plan, reference, years, sampling).live(watch),
        found => Err(Misfit::TooManyProcesses { found, most: 32 }.into()),
    }
}

struct World<'a, const LANES: usize> {
    baseline: &'a Baseline,
    frame: Frame<LANES>,
    tables: Vec<CohortTable<LANES>>,
    years: YearSpan,
    sampling: Sampling,
}

/// Sums of one group of one cohort.
struct GroupSums {
    rows: Vec<Sums>,
    heads: Vec<u32>,
    conditions: Vec<f64>,
}

/// Serial numbers of an origin that belong to a jackknife group. Origins begin with different groups,
/// so that many small ones do not all fill the first.
fn serials(origin: &Origin, persons: u32, group: usize) -> impl Iterator<Item = u32> + use<> {
    let first = (group + GROUPS - origin.cell as usize % GROUPS) % GROUPS;
    (first as u32..persons).step_by(GROUPS)
}

impl<'a, const LANES: usize> World<'a, LANES> {
    fn new(
        baseline: &'a Baseline,
        plan: &Plan,
        reference: &Reference,
        years: YearSpan,
        sampling: Sampling,
    ) -> Self {
        let frame = Frame::new(baseline);
        let tables = cohort_tables(baseline, plan, reference, &frame, years);
        Self { baseline, frame, tables, years, sampling }
    }

    fn live(&self, watch: &dyn Watch) -> Result<Simulated, RunError> {
        let all: u64 = self.origins().map(|origin| u64::from(self.sampling.persons(origin))).sum();
        let done = AtomicU64::new(0);
        let cohorts: Vec<Vec<GroupSums>> = self
            .tables
            .par_iter()
            .map(|table| {
                (0..GROUPS)
                    .into_par_iter()
                    .map(|group| {
                        if watch.cancelled() {
                            return Err(RunError::Cancelled);
                        }
                        let sums = self.live_group(table, group, watch)?;
                        let persons: u64 =
                            table.origins.iter().map(|origin| self.in_group(origin, group)).sum();
                        let lived = done.fetch_add(persons, Ordering::Relaxed) + persons;
                        watch.progress(lived as f64 / all as f64);
                        Ok(sums)
                    })
                    .collect::<Result<Vec<_>, RunError>>()
            })
            .collect::<Result<Vec<_>, RunError>>()?;
        Ok(self.join(&cohorts))
    }

    fn origins(&self) -> impl Iterator<Item = &Origin> {
        self.tables.iter().flat_map(|table| &table.origins)
    }

    fn in_group(&self, origin: &Origin, group: usize) -> u64 {
        serials(origin, self.sampling.persons(origin), group).count() as u64
    }

    fn live_group(
        &self,
        table: &CohortTable<LANES>,
        group: usize,
        watch: &dyn Watch,
    ) -> Result<GroupSums, RunError> {
        let conditions = self.baseline.conditions.len();
        let mut sums = GroupSums {
            rows: vec![[0.0; MEASURES]; table.rows.len()],
            heads: vec![0; table.rows.len()],
            conditions: vec![0.0; table.rows.len() * 2 * conditions],
        };
        for origin in &table.origins {
            let persons = self.sampling.persons(origin);
            // Emigration later thins the persons who came later too: their weight makes up for it.
            let weight = origin.represented / f64::from(persons) / table.staying[origin.first_row];
            for (count, serial) in serials(origin, persons, group).enumerate() {
                if count % 4096 == 4095 && watch.cancelled() {
                    return Err(RunError::Cancelled);
                }
                self.live_person(table, origin, serial, weight, &mut sums);
            }
        }
        Ok(sums)
    }

    #[inline]
    fn live_person(
        &self,
        table: &CohortTable<LANES>,
        origin: &Origin,
        serial: u32,
        weight: f64,
        sums: &mut GroupSums,
    ) {
        let draws = self.sampling.draws;
        let mut person = Person::enter(&self.frame, origin, serial, draws);
        if origin.first_row == 0
            && let Some(entry) = &table.entry
            && matches!(origin.kind, crate::model::tables::OriginKind::Birth)
            && !step::enter(&mut person, entry, Year(table.first_year.0 - 1), &self.frame, draws)
        {
            return;
        }
        let width = 2 * self.baseline.conditions.len();
        let last = table.rows.len() - 1;
        for index in origin.first_row..=last {
            let row = &table.rows[index];
            observe::count(&mut sums.rows[index], &person, row, &self.frame, weight);
            sums.heads[index] += 1;
            if width > 0 {
                let place = &mut sums.conditions[index * width..(index + 1) * width];
                observe::count_conditions(place, &person, row, weight);
            }
            let year = Year(table.first_year.0 + index as u16);
            if index < last && !step::advance(&mut person, row, year, &self.frame, draws) {
                return;
            }
        }
    }

    fn join(&self, cohorts: &[Vec<GroupSums>]) -> Simulated {
        let ages = self.baseline.ages;
        let mut tally = Tally::new(self.years, ages);
        let empty = || Grid::filled(self.years, ages, 0.0);
        let mut conditions: Vec<[Grid; 2]> =
            self.baseline.conditions.iter().map(|_| [empty(), empty()]).collect();
        for (table, groups) in self.tables.iter().zip(cohorts) {
            let sex = table.cohort.sex;
            for (group, sums) in groups.iter().enumerate() {
                for (index, row) in sums.rows.iter().enumerate() {
                    let (year, age) = (Year(table.first_year.0 + index as u16), table.ages[index]);
                    let staying = table.staying[index];
                    let cell = CellSums {
                        persons: row[PERSONS] * staying,
                        deaths: row[DEATHS] * staying,
                        limited: row[LIMITED] * staying,
                        care: std::array::from_fn(|level| row[CARE + level] * staying),
                    };
                    tally.add(group, sex, year, age, &cell);
                    let heads = tally.heads.get(sex, year, age) + f64::from(sums.heads[index]);
                    tally.heads.set(sex, year, age, heads);
                    let count = conditions.len();
                    for (condition, grids) in conditions.iter_mut().enumerate() {
                        for (kind, grid) in grids.iter_mut().enumerate() {
                            let sum = sums.conditions[index * 2 * count + kind * count + condition];
                            grid.set(sex, year, age, grid.get(sex, year, age) + sum * staying);
                        }
                    }
                }
            }
        }
        Simulated { tally, conditions }
    }
}
