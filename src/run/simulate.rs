//! Lives all persons of a world over threads, in a fixed order of sums.
//!
//! Cohorts are independent and so are their jackknife groups: a unit of work is one group of one
//! cohort, lived person by person in order of serial number. Its sums go to a place of their own;
//! they are joined in the order of the cohorts afterwards, so no sum depends on the threads.

use super::fit::Misfit;
use super::{RunError, Watch};
use crate::model::levers::reached::REACH_MEASURES;
use crate::model::observe::risk::RiskObserver;
use crate::model::observe::{self, CARE, DEATHS, EXPECTED_DEATHS, LIMITED, MEASURES, PERSONS, Sums};
use crate::model::person::Person;
use crate::model::step;
use crate::model::tables::{CohortTable, Inputs, Origin, OriginKind, cohort_tables};
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::Year;
use crate::outcome::tally::{CellSums, GROUPS, Tally};
use crate::outcome::totals::GroupTotals;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most processes a pack may have.
pub(super) const MOST_LANES: usize = 64;

/// What a simulated world leaves behind.
pub struct Simulated {
    /// Sums by cell and jackknife group.
    pub tally: Tally,
    /// Sums by cell of [`observe::count_detail`], in its order, then those of [`RiskObserver`]; empty
    /// unless asked for.
    pub details: Vec<Grid>,
    /// The same sums over all ages by jackknife group.
    pub totals: GroupTotals,
    /// Sums by cell of the reach of each lever of the world, [`REACH_MEASURES`] each.
    pub reach: Vec<Grid>,
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
    pub(super) fn persons(&self, origin: &Origin) -> u32 {
        (origin.represented / self.weight).round().max(1.0) as u32
    }
}

/// Lives every person of a world.
///
/// # Errors
/// [`RunError::Cancelled`] if `watch` asks for it; [`RunError::Unfit`] for a pack with more
/// processes than the engine has lanes.
pub fn simulate(
    inputs: &Inputs<'_>,
    sampling: Sampling,
    detail: bool,
    watch: &dyn Watch,
) -> Result<Simulated, RunError> {
    // The number of lanes is fixed at compile time so that the yearly loop is straight vector code.
    match inputs.frame.processes.list.len() {
        0..=2 => World::<2>::new(inputs, sampling, detail).live(watch),
        3..=8 => World::<8>::new(inputs, sampling, detail).live(watch),
        9..=MOST_LANES => World::<MOST_LANES>::new(inputs, sampling, detail).live(watch),
        many => Err(too_many(many)),
    }
}

/// The refusal of a pack with more processes than lanes.
pub(super) fn too_many(processes: usize) -> RunError {
    Misfit::TooManyProcesses { found: processes, most: MOST_LANES }.into()
}

/// The sums of a row as those of a cell, of which a share has stayed in the country.
pub(super) fn cell_sums(row: &Sums, staying: f64) -> CellSums {
    CellSums {
        persons: row[PERSONS] * staying,
        deaths: row[DEATHS] * staying,
        expected_deaths: row[EXPECTED_DEATHS] * staying,
        limited: row[LIMITED] * staying,
        care: std::array::from_fn(|level| row[CARE + level] * staying),
    }
}

struct World<'a, const LANES: usize> {
    inputs: &'a Inputs<'a>,
    tables: Vec<CohortTable<LANES>>,
    sampling: Sampling,
    /// Number of detailed sums per row.
    width: usize,
    /// Number of sums of reach per row.
    reach_width: usize,
    /// Reads risk factors into the last of the detailed sums.
    risk: Option<RiskObserver>,
}

/// Sums of one group of one cohort.
struct GroupSums {
    rows: Vec<Sums>,
    heads: Vec<u32>,
    details: Vec<f64>,
    reach: Vec<f64>,
}

/// Serial numbers of an origin that belong to a jackknife group. Each origin begins with a group of
/// its own choice, so that many small ones do not all fill the same.
pub(super) fn serials(origin: &Origin, persons: u32, group: usize) -> impl Iterator<Item = u32> + use<> {
    // The upper bits of a multiplicative hash spread neighbouring cell numbers over all groups.
    let start = (origin.cell.wrapping_mul(0x9E37_79B9) >> 16) as usize % GROUPS;
    let first = (group + GROUPS - start) % GROUPS;
    (first as u32..persons).step_by(GROUPS)
}

impl<'a, const LANES: usize> World<'a, LANES> {
    fn new(inputs: &'a Inputs<'a>, sampling: Sampling, detail: bool) -> Self {
        let risk = detail.then(|| RiskObserver::new(inputs.baseline, inputs.years));
        let width = risk.as_ref().map_or(0, |risk| observe::detail_width(inputs.frame) + risk.width());
        let reach_width = REACH_MEASURES * inputs.levers.levers.len();
        Self { inputs, tables: cohort_tables(inputs), sampling, width, reach_width, risk }
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
        let mut sums = GroupSums {
            rows: vec![[0.0; MEASURES]; table.rows.len()],
            heads: vec![0; table.rows.len()],
            details: vec![0.0; table.rows.len() * self.width],
            reach: vec![0.0; table.rows.len() * self.reach_width],
        };
        for origin in &table.origins {
            let persons = self.sampling.persons(origin);
            let weight = table.weight(origin, persons);
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
        let (frame, draws) = (self.inputs.frame, self.sampling.draws);
        let mut person = Person::new(frame, table, origin, serial, draws);
        if let (OriginKind::Birth, Some(entry)) = (origin.kind, &table.entry) {
            if !step::enter(&mut person, entry, table, frame, draws) {
                return;
            }
        } else {
            person.deal_states(frame, origin, draws);
        }
        let last = table.rows.len() - 1;
        for index in origin.first_row..=last {
            let row = &table.rows[index];
            person.begin_row(frame, table, index, draws);
            observe::count(&mut sums.rows[index], &person, row, frame, weight);
            sums.heads[index] += 1;
            if self.width > 0 {
                let place = &mut sums.details[index * self.width..(index + 1) * self.width];
                observe::count_detail(place, &person, row, frame, weight);
                if let (Some(risk), Some(exposure)) = (&self.risk, &person.exposure) {
                    let cell = (table.cohort.sex, Year(table.first_year.0 + index as u16), table.ages[index]);
                    let first = place.len() - risk.width();
                    risk.count(&mut place[first..], exposure, cell, weight);
                }
            }
            if person.participation.is_touched() {
                let place = &mut sums.reach[index * self.reach_width..(index + 1) * self.reach_width];
                person.participation.count(&table.levers, index, &person.standing(), weight, place);
            }
            if index < last && !step::advance(&mut person, table, index, frame, draws) {
                return;
            }
        }
    }

    fn join(&self, cohorts: &[Vec<GroupSums>]) -> Simulated {
        let (ages, years) = (self.inputs.baseline.ages, self.inputs.years);
        let mut tally = Tally::new(years, ages);
        let mut details = vec![Grid::filled(years, ages, 0.0); self.width];
        let mut totals = GroupTotals::new(years, self.width);
        let mut reach = vec![Grid::filled(years, ages, 0.0); self.reach_width];
        for (table, groups) in self.tables.iter().zip(cohorts) {
            let sex = table.cohort.sex;
            for (group, sums) in groups.iter().enumerate() {
                for (index, row) in sums.rows.iter().enumerate() {
                    let (year, age) = (Year(table.first_year.0 + index as u16), table.ages[index]);
                    let staying = table.staying[index];
                    tally.add(group, sex, year, age, &cell_sums(row, staying));
                    let heads = tally.heads.get(sex, year, age) + f64::from(sums.heads[index]);
                    tally.heads.set(sex, year, age, heads);
                    let add = |grids: &mut Vec<Grid>, sums: &[f64]| {
                        for (grid, sum) in grids.iter_mut().zip(sums) {
                            grid.set(sex, year, age, grid.get(sex, year, age) + sum * staying);
                        }
                    };
                    let own = &sums.details[index * self.width..(index + 1) * self.width];
                    add(&mut details, own);
                    totals.add(group, sex, year, own, staying);
                    add(&mut reach, &sums.reach[index * self.reach_width..]);
                }
            }
        }
        Simulated { tally, details, totals, reach }
    }
}
