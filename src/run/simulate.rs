//! Lives all persons of a world over threads, in a fixed order of sums.
//!
//! Cohorts are independent and so are their jackknife groups: a unit of work is one group of one
//! cohort, lived person by person in order of serial number. Its sums go to a place of their own;
//! they are joined in the order of the cohorts, so no sum depends on the threads. A few cohorts are
//! lived at a time ([`BLOCK`]) and joined before the next ones: what is held grows neither with their
//! number nor with that of the persons.

mod joined;

use self::joined::Joined;
use super::fit::Misfit;
use super::memory::Memory;
use super::track::{Counted, GroupLives, GroupTrack, Life, NoPen, Pen, Track, WorldTrack};
use super::{RunError, Watch};
use crate::baseline::levers::TODAY;
use crate::model::levers::change::Change;
use crate::model::levers::participation::OwnRanks;
use crate::model::levers::reached::{Participation, REACH_MEASURES};
use crate::model::observe::risk::RiskObserver;
use crate::model::observe::{self, CARE, DEATHS, EXPECTED_DEATHS, LIMITED, MEASURES, PERSONS, Sums};
use crate::model::person::Person;
use crate::model::step;
use crate::model::tables::{CohortTable, Inputs, LeverTables, Origin, OriginKind, cohort_tables_with};
use crate::num::draws::{Draws, PersonKey};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::outcome::tally::{CellSums, GROUPS, Tally};
use crate::outcome::totals::GroupTotals;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Cohorts that are lived side by side: with their groups enough units of work for many threads.
const BLOCK: usize = 4;

/// Most levers that a world may set otherwise than the last one for its lives to be looked for there: each asks
/// for a rank of everybody.
const MOST_CHANGED: usize = 8;

/// Most processes a pack may have.
pub(super) const MOST_LANES: usize = 64;

/// What a simulated world leaves behind.
pub struct Simulated {
    /// First year in which anybody's life may differ from the reference of the same trends.
    pub from: Year,
    /// Sexes of which anybody's may.
    pub sexes: Vec<Sex>,
    /// Sums by cell and jackknife group.
    pub tally: Tally,
    /// Sums by cell of [`observe::count_detail`], in its order, then those of [`RiskObserver`]; empty
    /// unless asked for.
    pub details: Arc<[Grid]>,
    /// The same sums over all ages by jackknife group.
    pub totals: Arc<GroupTotals>,
    /// Sums by cell of the reach of each lever of the world, [`REACH_MEASURES`] each; empty without details.
    pub reach: Vec<Grid>,
}

impl Simulated {
    /// The same without the sums of each group: what is read of a world that has been held against its reference.
    pub(super) fn without_groups(&self) -> Self {
        Self {
            from: self.from,
            sexes: self.sexes.clone(),
            tally: self.tally.without_groups(),
            details: Arc::clone(&self.details),
            totals: Arc::clone(&self.totals),
            reach: self.reach.clone(),
        }
    }

    /// Bytes that the sums take.
    pub(super) fn bytes(&self) -> usize {
        let grids = self.details.iter().chain(&self.reach).map(Grid::bytes).sum::<usize>();
        self.tally.bytes() + self.totals.bytes() + grids
    }
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

/// Lives every person of a world. Groups of persons are told apart from the year `from` on, or from that in which
/// lives may differ from those of the reference if it is earlier; `detail`: whether more is counted.
///
/// # Errors
/// [`RunError::Cancelled`] if `watch` asks for it; [`RunError::Unfit`] for a pack with more
/// processes than the engine has lanes.
pub fn simulate(
    inputs: &Inputs<'_>,
    sampling: Sampling,
    (detail, from): (bool, Year),
    memory: &mut Memory,
    watch: &dyn Watch,
) -> Result<Simulated, RunError> {
    // The number of lanes is fixed at compile time so that the yearly loop is straight vector code.
    match inputs.frame.processes.list.len() {
        0..=2 => World::<2>::new(inputs, sampling, detail, memory).live(from, memory, watch),
        3..=8 => World::<8>::new(inputs, sampling, detail, memory).live(from, memory, watch),
        9..=MOST_LANES => {
            World::<MOST_LANES>::new(inputs, sampling, detail, memory).live(from, memory, watch)
        }
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
    /// What the levers do, as it stands in the tables.
    levers: LeverTables,
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

impl GroupSums {
    fn new(rows: usize, width: usize, reach_width: usize) -> Self {
        Self {
            rows: vec![[0.0; MEASURES]; rows],
            heads: vec![0; rows],
            details: vec![0.0; rows * width],
            reach: vec![0.0; rows * reach_width],
        }
    }

    #[inline]
    fn add(&mut self, index: usize, own: &Sums) {
        for (sum, own) in self.rows[index].iter_mut().zip(own) {
            *sum += own;
        }
        self.heads[index] += 1;
    }
}

/// First row of a cohort in which policies may act unless they say otherwise.
fn fork_row(first_year: Year) -> usize {
    usize::from(TODAY.0.saturating_sub(first_year.0))
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
    fn new(inputs: &'a Inputs<'a>, sampling: Sampling, detail: bool, memory: &mut Memory) -> Self {
        let risk = detail.then(|| RiskObserver::new(inputs.baseline, inputs.years));
        let width = risk.as_ref().map_or(0, |risk| observe::detail_width(inputs.frame) + risk.width());
        let reach_width = if detail { REACH_MEASURES * inputs.levers.levers.len() } else { 0 };
        let (hazards, levers) = memory.tables(inputs);
        let tables = cohort_tables_with(hazards, &levers, inputs);
        Self { inputs, tables, levers, sampling, width, reach_width, risk }
    }

    fn live(&self, from: Year, memory: &mut Memory, watch: &dyn Watch) -> Result<Simulated, RunError> {
        let writes = memory.writes();
        let (reference, beside) = (memory.track::<LANES>(), memory.beside());
        let changes = beside
            .as_ref()
            .and_then(|beside| self.levers.changes(&beside.levers, self.tables.len(), MOST_CHANGED));
        let all: u64 = self.origins().map(|origin| u64::from(self.sampling.persons(origin))).sum();
        let done = AtomicU64::new(0);
        let unit = |cohort: usize, group: usize| {
            if watch.cancelled() {
                return Err(RunError::Cancelled);
            }
            let table = &self.tables[cohort];
            let mut sums = GroupSums::new(table.rows.len(), self.width, self.reach_width);
            let mut written = Written::Nothing;
            if let Some(reference) = &reference {
                let track = &reference.cohorts[cohort][group];
                let last = beside.as_ref().zip(changes.as_ref()).map(|(beside, changes)| LastWorld {
                    lives: &beside.cohorts[cohort][group],
                    changes: &changes[cohort],
                });
                let mut lives = GroupLives::default();
                self.follow_group(table, group, (track, last), &mut sums, &mut lives);
                written = Written::Beside(lives.closed());
            } else if writes {
                let (mut persons, mut rows) = (0, 0);
                for origin in &table.origins {
                    let own = self.in_group(origin, group) as usize;
                    (persons, rows) = (persons + own, rows + own * (table.rows.len() - origin.first_row));
                }
                let mut track = GroupTrack::new(fork_row(table.first_year), persons, rows);
                self.live_group(table, group, &mut sums, &mut track, watch)?;
                written = Written::Reference(track.closed());
            } else {
                self.live_group(table, group, &mut sums, &mut NoPen, watch)?;
            }
            let persons: u64 = table.origins.iter().map(|origin| self.in_group(origin, group)).sum();
            let lived = done.fetch_add(persons, Ordering::Relaxed) + persons;
            watch.progress(lived as f64 / all as f64);
            Ok((sums, written))
        };
        let (departure, sexes) = self.departure();
        let (years, ages) = (self.inputs.years, self.inputs.baseline.ages);
        let mut joined = Joined::new(years, ages, from.min(departure), self.width, self.reach_width);
        let (mut tracks, mut lives) = (Vec::new(), Vec::new());
        for first in (0..self.tables.len()).step_by(BLOCK) {
            let block = first..self.tables.len().min(first + BLOCK);
            let cohorts: Vec<(Vec<GroupSums>, Vec<Written<LANES>>)> = block
                .clone()
                .into_par_iter()
                .map(|cohort| (0..GROUPS).into_par_iter().map(|group| unit(cohort, group)).collect())
                .collect::<Result<_, RunError>>()?;
            let (sums, written): (Vec<_>, Vec<_>) = cohorts.into_iter().unzip();
            joined.add(&self.tables[block], &sums);
            for cohort in written {
                let (mut of_reference, mut beside) = (Vec::new(), Vec::new());
                for group in cohort {
                    match group {
                        Written::Nothing => {}
                        Written::Reference(track) => of_reference.push(track),
                        Written::Beside(lives) => beside.push(lives),
                    }
                }
                tracks.push(of_reference);
                lives.push(beside);
            }
        }
        if writes {
            memory.write(Track { cohorts: tracks });
        } else if reference.is_some() {
            memory.write_beside(WorldTrack { levers: self.levers.clone(), cohorts: lives });
        }
        Ok(joined.simulated(departure, sexes))
    }

    /// First year in which anybody's life may differ from the reference, and the sexes of those whose may.
    fn departure(&self) -> (Year, Vec<Sex>) {
        let (years, sexes) = (self.inputs.years, &self.inputs.baseline.sexes);
        if !self.inputs.plan.hazard_changes.is_empty() {
            return (years.first, sexes.clone());
        }
        let differing = |sex: Sex| {
            let own = self.tables.iter().filter(move |table| table.cohort.sex == sex);
            own.filter_map(CohortTable::first_difference).min()
        };
        let first = sexes.iter().filter_map(|sex| differing(*sex)).min();
        let sexes = sexes.iter().copied().filter(|sex| differing(*sex).is_some());
        (first.unwrap_or(Year(years.last.0 + 1)), sexes.collect())
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
        sums: &mut GroupSums,
        pen: &mut impl Pen<LANES>,
        watch: &dyn Watch,
    ) -> Result<(), RunError> {
        for origin in &table.origins {
            let persons = self.sampling.persons(origin);
            let weight = table.weight(origin, persons);
            for (count, serial) in serials(origin, persons, group).enumerate() {
                if count % 4096 == 4095 && watch.cancelled() {
                    return Err(RunError::Cancelled);
                }
                self.live_person(table, origin, serial, weight, sums, pen);
            }
        }
        Ok(())
    }

    #[inline]
    fn live_person(
        &self,
        table: &CohortTable<LANES>,
        origin: &Origin,
        serial: u32,
        weight: f64,
        sums: &mut GroupSums,
        pen: &mut impl Pen<LANES>,
    ) {
        let (frame, draws) = (self.inputs.frame, self.sampling.draws);
        let mut person = Person::new(frame, table, origin, serial, draws);
        pen.enter(person.exposure.as_ref());
        if let (OriginKind::Birth, Some(entry)) = (origin.kind, &table.entry) {
            if !step::enter(&mut person, entry, table, frame, draws) {
                return;
            }
        } else {
            person.deal_states(frame, origin, draws);
        }
        self.live_on(table, person, origin.first_row, weight, sums, pen);
    }

    /// Lives through the rows from `first` on.
    #[inline]
    fn live_on(
        &self,
        table: &CohortTable<LANES>,
        mut person: Person<LANES>,
        first: usize,
        weight: f64,
        sums: &mut GroupSums,
        pen: &mut impl Pen<LANES>,
    ) {
        let (frame, draws) = (self.inputs.frame, self.sampling.draws);
        let last = table.rows.len() - 1;
        for index in first..=last {
            pen.stand(index, &person);
            person.begin_row(frame, table, index, draws);
            let own = observe::counted(&person, table, index, frame, weight);
            pen.count(&own);
            sums.add(index, &own);
            if self.width > 0 {
                let place = &mut sums.details[index * self.width..(index + 1) * self.width];
                observe::count_detail(place, &person, table, index, frame, weight);
                if let (Some(risk), Some(exposure)) = (&self.risk, &person.exposure) {
                    let cell = table.cell(index);
                    let first = place.len() - risk.width();
                    risk.count(&mut place[first..], exposure, cell, weight);
                }
            }
            if self.reach_width > 0 && person.participation.touches(index) {
                let place = &mut sums.reach[index * self.reach_width..(index + 1) * self.reach_width];
                person.participation.count(&table.levers, index, &person.standing(), weight, place);
            }
            if index < last && !step::advance(&mut person, table, index, frame, draws) {
                return;
            }
        }
    }

    /// As [`World::live_group`], reading what is known and writing down what is not.
    fn follow_group(
        &self,
        table: &CohortTable<LANES>,
        group: usize,
        (track, last): (&GroupTrack<LANES>, Option<LastWorld<'_>>),
        sums: &mut GroupSums,
        own: &mut GroupLives,
    ) {
        let mut lives = track.lives();
        let mut last_lives = last.as_ref().map(|last| last.lives.lives());
        for origin in &table.origins {
            let persons = self.sampling.persons(origin);
            let weight = table.weight(origin, persons);
            // Every person of a group has been written down, in this order.
            for (serial, (life, written)) in serials(origin, persons, group).zip(&mut lives) {
                let key = PersonKey { cell: origin.cell, serial };
                let exposures = self.inputs.frame.exposures.as_ref();
                let ranks = OwnRanks::new(exposures, life.exposure.as_ref(), key, self.sampling.draws);
                let mut follower =
                    Follower { table, origin, serial, life, weight, written, ranks, sums, own };
                if let (Some(last), Some(lives)) = (&last, &mut last_lives)
                    && let Some(lived) = lives.next()
                    && follower.lives_as_in(lived, last.changes)
                {
                    continue;
                }
                follower.follow_reference(self, track.fork());
            }
        }
    }
}

/// What a group of persons of a world leaves behind for those after it.
enum Written<const LANES: usize> {
    Nothing,
    Reference(GroupTrack<LANES>),
    Beside(GroupLives),
}

/// The last world beside the same reference, of one group of one cohort.
struct LastWorld<'a> {
    lives: &'a GroupLives,
    /// Where lives part from it.
    changes: &'a [Change<'a>],
}

/// A person of whom a life is known.
struct Follower<'a, const LANES: usize> {
    table: &'a CohortTable<LANES>,
    origin: &'a Origin,
    serial: u32,
    life: &'a Life<LANES>,
    weight: f64,
    /// What is known of them in the reference.
    written: &'a [Counted],
    ranks: OwnRanks<'a>,
    sums: &'a mut GroupSums,
    own: &'a mut GroupLives,
}

impl<const LANES: usize> Follower<'_, LANES> {
    fn read(&mut self, lived: &[Counted]) {
        for (index, own) in (self.origin.first_row..).zip(lived) {
            self.sums.add(index, &own.sums(self.weight));
        }
    }

    /// Reads the life they lived in the last world, if it is the same here; `None`: that of the reference.
    fn lives_as_in(&mut self, last: Option<&[Counted]>, changes: &[Change<'_>]) -> bool {
        let lived = last.unwrap_or(self.written);
        let end = self.origin.first_row + lived.len();
        let ranks = &mut self.ranks;
        let mut parts = |change: &Change<'_>| change.first_row(ranks).is_some_and(|row| row < end);
        if changes.iter().any(&mut parts) {
            return false;
        }
        match last {
            Some(own) => self.own.begin(own),
            None => self.own.as_in_reference(),
        }
        self.read(lived);
        true
    }

    /// Reads the life of the reference as far as it is the same here, and lives on from there. `fork`: row from
    /// which it can be taken up.
    fn follow_reference(&mut self, world: &World<'_, LANES>, fork: usize) {
        let (table, origin, weight, written) = (self.table, self.origin, self.weight, self.written);
        let participation = Participation::of(&table.levers, &mut self.ranks);
        let end = origin.first_row + written.len();
        match (participation.first_row(), &self.life.fork) {
            (Some(first), Some((row, snapshot))) if (fork..end).contains(&first) => {
                let known = &written[..row - origin.first_row];
                self.own.begin(known);
                self.read(known);
                let person = Person::restore(snapshot, participation, world.inputs.frame, table, *row);
                world.live_on(table, person, *row, weight, self.sums, self.own);
            }
            (Some(first), _) if first < end => {
                world.live_person(table, origin, self.serial, weight, self.sums, self.own);
            }
            _ => {
                self.own.as_in_reference();
                self.read(written);
            }
        }
    }
}
