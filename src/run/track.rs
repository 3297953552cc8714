//! The lives of a reference and of the last world beside it, written down person by person: the next world on
//! the same persons then lives through only what differs.
//!
//! A person whose life no lever of a world ever touches has the same sums in it, to the bit, and so has
//! everybody until the first year in which a lever touches them (`model::levers::reached`). And where a world
//! differs from the last one in the setting of a lever or two, as after the move of a slider, most persons live
//! as they did in that one (`model::levers::change`). Sums are added in the same order whether they are lived or
//! read, so a result does not tell which it was.

use crate::model::exposure::Exposure;
use crate::model::observe::{CARE, DEATHS, EXPECTED_DEATHS, LIMITED, PERSONS, Sums};
use crate::model::person::{Person, Snapshot};
use crate::model::tables::LeverTables;

/// What of the lives of a cohort's persons is written down.
pub trait Pen<const LANES: usize> {
    /// A person enters.
    fn enter(&mut self, exposure: Option<&Exposure>);
    /// They stand at a row.
    fn stand(&mut self, row: usize, person: &Person<LANES>);
    /// They have been counted.
    fn count(&mut self, sums: &Sums);
}

/// Nothing is.
pub struct NoPen;

impl<const LANES: usize> Pen<LANES> for NoPen {
    #[inline]
    fn enter(&mut self, _exposure: Option<&Exposure>) {}
    #[inline]
    fn stand(&mut self, _row: usize, _person: &Person<LANES>) {}
    #[inline]
    fn count(&mut self, _sums: &Sums) {}
}

/// What a person adds to the sums of a row, in half the memory.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    deaths: f64,
    expected_deaths: f64,
    limited: f64,
    /// Care state.
    care: u8,
}

impl Counted {
    fn of(sums: &Sums) -> Self {
        Self {
            deaths: sums[DEATHS],
            expected_deaths: sums[EXPECTED_DEATHS],
            limited: sums[LIMITED],
            care: sums[CARE..CARE + 3].iter().filter(|level| **level > 0.0).count() as u8,
        }
    }

    /// The sums of a person of this weight.
    #[must_use]
    pub fn sums(self, weight: f64) -> Sums {
        let mut sums = Sums::default();
        sums[PERSONS] = weight;
        sums[DEATHS] = self.deaths;
        sums[EXPECTED_DEATHS] = self.expected_deaths;
        sums[LIMITED] = self.limited;
        sums[CARE..CARE + usize::from(self.care)].fill(weight);
        sums
    }
}

/// Lives of one group of one cohort, in the order in which they were lived.
pub struct GroupTrack<const LANES: usize> {
    /// Row from which a world may take a person up.
    fork: usize,
    lives: Vec<Life<LANES>>,
    /// One after the other for all persons.
    sums: Vec<Counted>,
}

/// One life.
pub struct Life<const LANES: usize> {
    /// Exposure on entry, on which participation depends.
    pub exposure: Option<Exposure>,
    /// The person at the first row from the fork on in which they are counted, and that row; `None` if they
    /// died before.
    pub fork: Option<(usize, Snapshot<LANES>)>,
    /// First and number of their sums.
    place: (usize, usize),
}

impl<const LANES: usize> GroupTrack<LANES> {
    /// Nobody yet of so many persons, with room for all rows they may live; worlds may differ from row `fork` on.
    #[must_use]
    pub fn new(fork: usize, persons: usize, rows: usize) -> Self {
        Self { fork, lives: Vec::with_capacity(persons), sums: Vec::with_capacity(rows) }
    }

    /// Row from which a world may take a person up.
    #[must_use]
    pub const fn fork(&self) -> usize {
        self.fork
    }

    /// The lives with their sums from the row in which they are first counted.
    pub fn lives(&self) -> impl Iterator<Item = (&Life<LANES>, &[Counted])> {
        self.lives.iter().map(|life| (life, &self.sums[life.place.0..life.place.0 + life.place.1]))
    }

    /// The same without memory that is not needed.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.lives.shrink_to_fit();
        self.sums.shrink_to_fit();
        self
    }
}

impl<const LANES: usize> Pen<LANES> for GroupTrack<LANES> {
    fn enter(&mut self, exposure: Option<&Exposure>) {
        self.lives.push(Life { exposure: exposure.copied(), fork: None, place: (self.sums.len(), 0) });
    }

    fn stand(&mut self, row: usize, person: &Person<LANES>) {
        if let Some(life) = self.lives.last_mut().filter(|life| row >= self.fork && life.fork.is_none()) {
            life.fork = Some((row, person.snapshot()));
        }
    }

    fn count(&mut self, sums: &Sums) {
        self.sums.push(Counted::of(sums));
        if let Some(life) = self.lives.last_mut() {
            life.place.1 += 1;
        }
    }
}

/// Lives of all persons of a reference: by cohort, then by group.
pub struct Track<const LANES: usize> {
    /// Groups of each cohort.
    pub cohorts: Vec<Vec<GroupTrack<LANES>>>,
}

/// Lives of one group of one cohort in a world beside the reference, in the same order.
#[derive(Default)]
pub struct GroupLives {
    /// First and number of the sums of each person; `None` for a life that is that of the reference.
    places: Vec<Option<(usize, usize)>>,
    sums: Vec<Counted>,
}

impl GroupLives {
    /// The next person lives as in the reference.
    pub fn as_in_reference(&mut self) {
        self.places.push(None);
    }

    /// The next person lives a life of their own, of which so much is known.
    pub fn begin(&mut self, known: &[Counted]) {
        self.places.push(Some((self.sums.len(), known.len())));
        self.sums.extend_from_slice(known);
    }

    /// The sums of each person from the row in which they are first counted; `None` for a life that is that of
    /// the reference.
    pub fn lives(&self) -> impl Iterator<Item = Option<&[Counted]>> {
        self.places.iter().map(|place| place.map(|(first, number)| &self.sums[first..first + number]))
    }

    /// The same without memory that is not needed.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.places.shrink_to_fit();
        self.sums.shrink_to_fit();
        self
    }
}

impl<const LANES: usize> Pen<LANES> for GroupLives {
    fn enter(&mut self, _exposure: Option<&Exposure>) {
        self.begin(&[]);
    }

    fn stand(&mut self, _row: usize, _person: &Person<LANES>) {}

    fn count(&mut self, sums: &Sums) {
        self.sums.push(Counted::of(sums));
        if let Some(Some((_, number))) = self.places.last_mut() {
            *number += 1;
        }
    }
}

/// Lives of all persons of a world beside its reference.
pub struct WorldTrack {
    /// Its levers.
    pub levers: LeverTables,
    /// Groups of each cohort.
    pub cohorts: Vec<Vec<GroupLives>>,
}
