//! Lives the persons of a reference and of worlds that differ from it by their levers, all at once.
//!
//! A person is the same in two worlds until a lever changes a hazard they meet. So each person is lived
//! through the reference once; for a world in which some lever ever changes something for them, a copy goes
//! on alone from that year. The sums are those that living every world apart gives, to the bit, at a
//! fraction of the time.
//!
//! Groups of persons are lived a few at a time ([`BLOCK`]) and joined before the next ones, so what is held
//! does not grow with their number. One thread lives them all: draws are what threads share.

use super::super::simulate::{MOST_LANES, Sampling, cell_sums, serials, too_many};
use super::super::{RunError, Watch};
use super::prices::Prices;
use crate::model::levers::participation::OwnRanks;
use crate::model::levers::reached::{Participation, REACH_MEASURES};
use crate::model::observe::{self, MEASURES, Sums};
use crate::model::person::Person;
use crate::model::step;
use crate::model::tables::{
    CohortTable, Inputs, LeverTables, Origin, OriginKind, cohort_hazards, cohort_tables_with,
};
use crate::num::grid::Grid;
use crate::num::units::Year;
use crate::outcome::tally::{GROUPS, Sheet};

/// Groups that are lived side by side: a cohort's tables are read once for all of them.
const BLOCK: usize = 4;

/// Sums of the persons of one world.
pub(super) struct WorldSums {
    /// Of all persons.
    pub total: Sheet,
    /// Of two halves of independent persons.
    pub halves: [Sheet; 2],
    /// First year in which anybody's life may differ from the reference.
    pub from: Year,
    /// What else outcomes and costs are counted from, where that is asked for.
    pub counted: Option<Counted>,
}

/// Sums of the persons of one world that outcomes and costs are counted from, by half of the persons.
pub(super) struct Counted {
    /// Medical cost of the conditions of the persons in each cell, yen.
    pub medical: [Grid; 2],
    /// By year, lever of the world and measure of reach ([`REACH_MEASURES`]).
    pub reach: [Vec<f64>; 2],
}

/// Sums of a reference and of its worlds.
pub(super) struct Lived {
    /// The reference, then the worlds in the order of their inputs.
    pub worlds: Vec<WorldSums>,
    /// Simulated persons of the reference in each cell.
    pub heads: Grid,
}

/// Lives everybody: `reference` has no levers, and the worlds differ from it by their levers only. With
/// `prices` reach and the cost of conditions are counted too.
///
/// # Errors
/// [`RunError::Cancelled`] if `watch` asks for it; [`RunError::Unfit`] for a pack with more processes than
/// the engine has lanes.
pub(super) fn live(
    reference: &Inputs<'_>,
    worlds: &[Inputs<'_>],
    sampling: Sampling,
    prices: Option<&Prices>,
    watch: &dyn Watch,
) -> Result<Lived, RunError> {
    match reference.frame.processes.list.len() {
        0..=2 => Joint::<2>::new(reference, worlds, sampling, prices).live(watch),
        3..=8 => Joint::<8>::new(reference, worlds, sampling, prices).live(watch),
        9..=MOST_LANES => Joint::<MOST_LANES>::new(reference, worlds, sampling, prices).live(watch),
        many => Err(too_many(many)),
    }
}

struct Joint<'a, const LANES: usize> {
    inputs: &'a Inputs<'a>,
    /// Cohorts of the reference.
    tables: Vec<CohortTable<LANES>>,
    /// By world and cohort.
    worlds: Vec<Vec<CohortTable<LANES>>>,
    /// Number of levers of each world.
    levers: Vec<usize>,
    sampling: Sampling,
    prices: Option<&'a Prices>,
}

/// Sums by row of one group of a cohort in one world.
#[derive(Default)]
struct RowSums {
    rows: Vec<Sums>,
    /// Medical cost of conditions; empty unless asked for.
    medical: Vec<f64>,
    /// By row, lever and measure; empty unless asked for.
    reach: Vec<f64>,
}

impl RowSums {
    /// Forgets everybody and makes room for a cohort.
    fn clear(&mut self, rows: usize, detailed: bool, levers: usize) {
        let counted = if detailed { rows } else { 0 };
        self.rows.clear();
        self.rows.resize(rows, [0.0; MEASURES]);
        self.medical.clear();
        self.medical.resize(counted, 0.0);
        self.reach.clear();
        self.reach.resize(counted * levers * REACH_MEASURES, 0.0);
    }

    #[inline]
    fn add(&mut self, index: usize, own: &Sums, medical: f64) {
        for (sum, own) in self.rows[index].iter_mut().zip(own) {
            *sum += own;
        }
        if let Some(sum) = self.medical.get_mut(index) {
            *sum += medical;
        }
    }
}

/// The same of all worlds: the reference, then the others.
struct GroupSums {
    worlds: Vec<RowSums>,
    heads: Vec<u32>,
}

impl<'a, const LANES: usize> Joint<'a, LANES> {
    fn new(
        inputs: &'a Inputs<'a>,
        worlds: &[Inputs<'_>],
        sampling: Sampling,
        prices: Option<&'a Prices>,
    ) -> Self {
        let hazards = cohort_hazards(inputs);
        let levers = worlds.iter().map(|world| world.levers.levers.len()).collect();
        // Worlds that set a lever alike share its tables.
        let mut known = LeverTables::default();
        let table = |world: &Inputs<'_>| {
            let levers = LeverTables::new(&hazards, world, &known);
            known.join(&levers);
            cohort_tables_with(hazards.clone(), &levers, inputs)
        };
        let worlds = worlds.iter().map(table).collect();
        let tables = cohort_tables_with(hazards, &LeverTables::default(), inputs);
        Self { inputs, tables, worlds, levers, sampling, prices }
    }

    fn live(&self, watch: &dyn Watch) -> Result<Lived, RunError> {
        let (ages, years) = (self.inputs.baseline.ages, self.inputs.years);
        let all = self.worlds.len() + 1;
        let mut lived = Lived {
            worlds: (0..all).map(|world| self.nobody(world)).collect(),
            heads: Grid::filled(years, ages, 0.0),
        };
        let mut sums =
            GroupSums { worlds: (0..all).map(|_| RowSums::default()).collect(), heads: Vec::new() };
        let mut sheets: Vec<Vec<Sheet>> =
            (0..all).map(|_| (0..BLOCK).map(|_| Sheet::empty(years, ages)).collect()).collect();
        for first in (0..GROUPS).step_by(BLOCK) {
            sheets.iter_mut().flatten().for_each(Sheet::clear);
            for cohort in 0..self.tables.len() {
                for place in 0..BLOCK.min(GROUPS - first) {
                    if watch.cancelled() {
                        return Err(RunError::Cancelled);
                    }
                    self.live_group(cohort, first + place, &mut sums);
                    self.join(cohort, (first + place, place), &sums, &mut sheets, &mut lived);
                }
            }
            for (world, sheets) in lived.worlds.iter_mut().zip(&sheets) {
                for (group, sheet) in (first..GROUPS).zip(sheets) {
                    world.total.join(sheet);
                    world.halves[group % 2].join(sheet);
                }
            }
        }
        Ok(lived)
    }

    /// Levers of a world, of which the reference is the first.
    fn lever_count(&self, world: usize) -> usize {
        world.checked_sub(1).map_or(0, |world| self.levers[world])
    }

    /// The sums of nobody in a world.
    fn nobody(&self, world: usize) -> WorldSums {
        let (ages, years) = (self.inputs.baseline.ages, self.inputs.years);
        let from = match world.checked_sub(1) {
            Some(world) => self.worlds[world].iter().filter_map(CohortTable::first_difference).min(),
            None => None,
        };
        let empty = || Sheet::empty(years, ages);
        let grid = || Grid::filled(years, ages, 0.0);
        let reach = || vec![0.0; years.len() * self.lever_count(world) * REACH_MEASURES];
        WorldSums {
            total: empty(),
            halves: [empty(), empty()],
            from: from.unwrap_or(Year(years.last.0 + 1)),
            counted: self.prices.map(|_| Counted { medical: [grid(), grid()], reach: [reach(), reach()] }),
        }
    }

    fn live_group(&self, cohort: usize, group: usize, sums: &mut GroupSums) {
        let table = &self.tables[cohort];
        let rows = table.rows.len();
        for (world, sums) in sums.worlds.iter_mut().enumerate() {
            sums.clear(rows, self.prices.is_some(), self.lever_count(world));
        }
        sums.heads.clear();
        sums.heads.resize(rows, 0);
        for origin in &table.origins {
            let persons = self.sampling.persons(origin);
            let weight = table.weight(origin, persons);
            for serial in serials(origin, persons, group) {
                self.live_person(cohort, origin, serial, weight, sums);
            }
        }
    }

    #[inline]
    fn live_person(&self, cohort: usize, origin: &Origin, serial: u32, weight: f64, sums: &mut GroupSums) {
        let (frame, draws, table) = (self.inputs.frame, self.sampling.draws, &self.tables[cohort]);
        let mut person = Person::new(frame, table, origin, serial, draws);
        let rows = table.rows.len();
        // Where each world leaves the reference, and who takes part in its levers: with the same ranks in all.
        let (exposures, exposure) = (frame.exposures.as_ref(), person.exposure);
        let mut ranks = OwnRanks::new(exposures, exposure.as_ref(), person.key, draws);
        let leaves: Vec<(usize, Option<Participation>)> = self
            .worlds
            .iter()
            .map(|world| {
                let levers = &world[cohort].levers;
                if levers.is_empty() {
                    return (rows, None);
                }
                let part = Participation::of(levers, &mut ranks);
                match part.first_row() {
                    Some(row) if row < rows => (row.max(origin.first_row), Some(part)),
                    _ => (rows, None),
                }
            })
            .collect();
        if let (OriginKind::Birth, Some(entry)) = (origin.kind, &table.entry) {
            if !step::enter(&mut person, entry, table, frame, draws) {
                return;
            }
        } else {
            person.deal_states(frame, origin, draws);
        }
        for index in origin.first_row..rows {
            for (world, (row, part)) in leaves.iter().enumerate() {
                if let (true, Some(part)) = (*row == index, part) {
                    let mut copy = person.clone();
                    copy.participation = *part;
                    self.live_on(
                        &self.worlds[world][cohort],
                        copy,
                        index,
                        weight,
                        &mut sums.worlds[world + 1],
                    );
                }
            }
            person.begin_row(frame, table, index, draws);
            let own = observe::counted(&person, table, index, frame, weight);
            let medical = self.medical(&person, table, index, weight);
            sums.heads[index] += 1;
            sums.worlds[0].add(index, &own, medical);
            for ((row, _), world) in leaves.iter().zip(&mut sums.worlds[1..]) {
                if index < *row {
                    world.add(index, &own, medical);
                }
            }
            if index + 1 < rows && !step::advance(&mut person, table, index, frame, draws) {
                return;
            }
        }
    }

    /// Lives a person alone from a row on.
    fn live_on(
        &self,
        table: &CohortTable<LANES>,
        mut person: Person<LANES>,
        from: usize,
        weight: f64,
        sums: &mut RowSums,
    ) {
        let (frame, draws) = (self.inputs.frame, self.sampling.draws);
        let width = if sums.reach.is_empty() { 0 } else { sums.reach.len() / table.rows.len() };
        for index in from..table.rows.len() {
            person.begin_row(frame, table, index, draws);
            let own = observe::counted(&person, table, index, frame, weight);
            sums.add(index, &own, self.medical(&person, table, index, weight));
            if width > 0 && person.participation.touches(index) {
                let place = &mut sums.reach[index * width..(index + 1) * width];
                person.participation.count(&table.levers, index, &person.standing(), weight, place);
            }
            if index + 1 < table.rows.len() && !step::advance(&mut person, table, index, frame, draws) {
                return;
            }
        }
    }

    /// Medical cost of the conditions of a person in a year; 0 unless asked for.
    #[inline]
    fn medical(&self, person: &Person<LANES>, table: &CohortTable<LANES>, index: usize, weight: f64) -> f64 {
        self.prices.map_or(0.0, |prices| weight * prices.of(person, &table.rows[index], self.inputs.frame))
    }

    /// Adds the sums of a group of a cohort to those of the group, cohort by cohort: the order in which one
    /// world alone is joined.
    fn join(
        &self,
        cohort: usize,
        (group, place): (usize, usize),
        sums: &GroupSums,
        sheets: &mut [Vec<Sheet>],
        lived: &mut Lived,
    ) {
        let (table, half) = (&self.tables[cohort], group % 2);
        for (index, heads) in sums.heads.iter().enumerate() {
            let (sex, year, age) = table.cell(index);
            lived.heads.set(sex, year, age, lived.heads.get(sex, year, age) + f64::from(*heads));
        }
        for ((own, sheets), world) in sums.worlds.iter().zip(sheets).zip(&mut lived.worlds) {
            for (index, row) in own.rows.iter().enumerate() {
                let (sex, year, age) = table.cell(index);
                sheets[place].add(sex, year, age, &cell_sums(row, table.staying[index]));
            }
            let Some(counted) = &mut world.counted else { continue };
            for (index, yen) in own.medical.iter().enumerate() {
                let ((sex, year, age), grid) = (table.cell(index), &mut counted.medical[half]);
                grid.set(sex, year, age, grid.get(sex, year, age) + yen * table.staying[index]);
            }
            let width = own.reach.len() / own.rows.len().max(1);
            for (index, row) in own.reach.chunks_exact(width.max(1)).enumerate() {
                let year = usize::from(table.cell(index).1.0 - self.inputs.years.first.0);
                for (sum, own) in counted.reach[half][year * width..].iter_mut().zip(row) {
                    *sum += own * table.staying[index];
                }
            }
        }
    }
}
