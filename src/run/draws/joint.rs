//! Lives the persons of a reference and of worlds that differ from it by their levers, all at once.
//!
//! A person is the same in two worlds until a lever changes a hazard they meet. So each person is lived
//! through the reference once; for a world in which some lever ever changes something for them, a copy goes
//! on alone from that year. The sums are those that living every world apart gives, to the bit, at a
//! fraction of the time.

use super::super::simulate::{MOST_LANES, Sampling, cell_sums, serials, too_many};
use super::super::{RunError, Watch};
use crate::model::levers::reached::Participation;
use crate::model::observe::{self, MEASURES, Sums};
use crate::model::person::Person;
use crate::model::step;
use crate::model::tables::{CohortTable, Inputs, Origin, OriginKind, cohort_hazards, cohort_tables};
use crate::num::grid::Grid;
use crate::num::units::Year;
use crate::outcome::tally::{GROUPS, Sheet};
use rayon::prelude::*;

/// Sums of the persons of one world.
pub(super) struct WorldSums {
    /// Of all persons.
    pub total: Sheet,
    /// Of two halves of independent persons.
    pub halves: [Sheet; 2],
    /// First year in which anybody's life may differ from the reference.
    pub from: Year,
}

/// Sums of a reference and of its worlds.
pub(super) struct Lived {
    /// The reference, then the worlds in the order of their inputs.
    pub worlds: Vec<WorldSums>,
    /// Simulated persons of the reference in each cell.
    pub heads: Grid,
}

/// Lives everybody: `reference` has no levers, and the worlds differ from it by their levers only.
///
/// # Errors
/// [`RunError::Cancelled`] if `watch` asks for it; [`RunError::Unfit`] for a pack with more processes than
/// the engine has lanes.
pub(super) fn live(
    reference: &Inputs<'_>,
    worlds: &[Inputs<'_>],
    sampling: Sampling,
    watch: &dyn Watch,
) -> Result<Lived, RunError> {
    match reference.frame.processes.list.len() {
        0..=2 => Joint::<2>::new(reference, worlds, sampling).live(watch),
        3..=8 => Joint::<8>::new(reference, worlds, sampling).live(watch),
        9..=MOST_LANES => Joint::<MOST_LANES>::new(reference, worlds, sampling).live(watch),
        many => Err(too_many(many)),
    }
}

struct Joint<'a, const LANES: usize> {
    inputs: &'a Inputs<'a>,
    /// Cohorts of the reference.
    tables: Vec<CohortTable<LANES>>,
    /// By world and cohort.
    worlds: Vec<Vec<CohortTable<LANES>>>,
    sampling: Sampling,
}

/// Sums by row of one group of a cohort: the reference, then the worlds.
struct GroupSums {
    worlds: Vec<Vec<Sums>>,
    heads: Vec<u32>,
}

impl<'a, const LANES: usize> Joint<'a, LANES> {
    fn new(inputs: &'a Inputs<'a>, worlds: &[Inputs<'_>], sampling: Sampling) -> Self {
        let hazards = cohort_hazards(inputs);
        let worlds = worlds.iter().map(|world| cohort_tables(hazards.clone(), world)).collect();
        let tables = cohort_tables(hazards, inputs);
        Self { inputs, tables, worlds, sampling }
    }

    fn live(&self, watch: &dyn Watch) -> Result<Lived, RunError> {
        let cohorts: Vec<Vec<GroupSums>> = (0..self.tables.len())
            .into_par_iter()
            .map(|cohort| {
                (0..GROUPS)
                    .into_par_iter()
                    .map(|group| {
                        if watch.cancelled() {
                            return Err(RunError::Cancelled);
                        }
                        Ok(self.live_group(cohort, group))
                    })
                    .collect::<Result<Vec<_>, RunError>>()
            })
            .collect::<Result<Vec<_>, RunError>>()?;
        Ok(self.join(&cohorts))
    }

    fn live_group(&self, cohort: usize, group: usize) -> GroupSums {
        let table = &self.tables[cohort];
        let rows = table.rows.len();
        let mut sums = GroupSums {
            worlds: vec![vec![[0.0; MEASURES]; rows]; self.worlds.len() + 1],
            heads: vec![0; rows],
        };
        for origin in &table.origins {
            let persons = self.sampling.persons(origin);
            let weight = table.weight(origin, persons);
            for serial in serials(origin, persons, group) {
                self.live_person(cohort, origin, serial, weight, &mut sums);
            }
        }
        sums
    }

    #[inline]
    fn live_person(&self, cohort: usize, origin: &Origin, serial: u32, weight: f64, sums: &mut GroupSums) {
        let (frame, draws, table) = (self.inputs.frame, self.sampling.draws, &self.tables[cohort]);
        let mut person = Person::new(frame, table, origin, serial, draws);
        let rows = table.rows.len();
        // Where each world leaves the reference, and who takes part in its levers.
        let leaves: Vec<(usize, Option<Participation>)> = self
            .worlds
            .iter()
            .map(|world| {
                let levers = &world[cohort].levers;
                if levers.is_empty() {
                    return (rows, None);
                }
                let (exposures, exposure) = (frame.exposures.as_ref(), person.exposure.as_ref());
                let part = Participation::of(levers, exposures, exposure, person.key, draws);
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
            let own = observe::counted(&person, &table.rows[index], frame, weight);
            sums.heads[index] += 1;
            add(&mut sums.worlds[0][index], &own);
            for ((row, _), world) in leaves.iter().zip(&mut sums.worlds[1..]) {
                if index < *row {
                    add(&mut world[index], &own);
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
        sums: &mut [Sums],
    ) {
        let (frame, draws) = (self.inputs.frame, self.sampling.draws);
        for (index, sums) in sums.iter_mut().enumerate().skip(from) {
            person.begin_row(frame, table, index, draws);
            add(sums, &observe::counted(&person, &table.rows[index], frame, weight));
            if index + 1 < table.rows.len() && !step::advance(&mut person, table, index, frame, draws) {
                return;
            }
        }
    }

    /// Joins the sums group by group, cohort by cohort: the order in which one world alone is joined.
    fn join(&self, cohorts: &[Vec<GroupSums>]) -> Lived {
        let (ages, years) = (self.inputs.baseline.ages, self.inputs.years);
        let empty = || Sheet::empty(years, ages);
        let mut heads = Grid::filled(years, ages, 0.0);
        let mut sheet = empty();
        let mut worlds = Vec::with_capacity(self.worlds.len() + 1);
        for world in 0..=self.worlds.len() {
            let from = match world.checked_sub(1) {
                Some(world) => self.worlds[world].iter().filter_map(CohortTable::first_difference).min(),
                None => None,
            };
            let from = from.unwrap_or(Year(years.last.0 + 1));
            let mut sums = WorldSums { total: empty(), halves: [empty(), empty()], from };
            for group in 0..GROUPS {
                sheet.clear();
                for (table, groups) in self.tables.iter().zip(cohorts) {
                    for (index, row) in groups[group].worlds[world].iter().enumerate() {
                        let (sex, year, age) = table.cell(index);
                        sheet.add(sex, year, age, &cell_sums(row, table.staying[index]));
                        if world == 0 {
                            let count = f64::from(groups[group].heads[index]);
                            heads.set(sex, year, age, heads.get(sex, year, age) + count);
                        }
                    }
                }
                sums.total.join(&sheet);
                sums.halves[group % 2].join(&sheet);
            }
            worlds.push(sums);
        }
        Lived { worlds, heads }
    }
}

#[inline]
fn add(sums: &mut Sums, own: &Sums) {
    for (sum, own) in sums.iter_mut().zip(own) {
        *sum += own;
    }
}
