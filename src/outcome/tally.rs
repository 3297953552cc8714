//! Sums over simulated persons by sex, year, age and jackknife group.
//!
//! Persons are dealt to a fixed number of groups by serial number. Leaving one group out at a time
//! gives the Monte-Carlo error of any figure computed from the sums, without a formula for it.

use super::cells::Cells;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use std::sync::Arc;

/// Number of jackknife groups. The relative error of a standard error from G groups is about
/// 1/sqrt(2(G-1)): nine per cent here.
pub const GROUPS: usize = 64;

/// Sums of one cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CellSums {
    /// Weight of the persons present.
    pub persons: f64,
    /// Expected deaths per year given the states of the persons.
    pub deaths: f64,
    /// Deaths per year expected over the chances of deadly conditions: less noise, for ratios only.
    pub expected_deaths: f64,
    /// Expected number limited.
    pub limited: f64,
    /// Weight at care level 1, 2, 3 or above.
    pub care: [f64; 3],
}

impl CellSums {
    /// These sums and `weight` times the others.
    #[must_use]
    pub fn plus(self, other: &Self, weight: f64) -> Self {
        Self {
            persons: self.persons + weight * other.persons,
            deaths: self.deaths + weight * other.deaths,
            expected_deaths: self.expected_deaths + weight * other.expected_deaths,
            limited: self.limited + weight * other.limited,
            care: std::array::from_fn(|level| self.care[level] + weight * other.care[level]),
        }
    }
}

/// Number of sums of a cell.
const MEASURES: usize = 7;

impl CellSums {
    const fn measures(&self) -> [f64; MEASURES] {
        let [one, two, three] = self.care;
        [self.persons, self.deaths, self.expected_deaths, self.limited, one, two, three]
    }

    const fn of_measures([persons, deaths, expected_deaths, limited, care @ ..]: [f64; MEASURES]) -> Self {
        Self { persons, deaths, expected_deaths, limited, care }
    }
}

/// Sums of every cell, by group.
#[derive(Debug, Clone)]
pub struct Tally {
    groups: Vec<Columns>,
    /// All groups together, added in their order.
    total: Sheet,
    /// Simulated persons (not weights) in each cell.
    pub heads: Grid,
}

/// The sums of all persons, or of all but those of one group.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    total: &'a Sheet,
    left_out: Option<&'a Columns>,
}

impl View<'_> {
    /// Sums of one cell.
    #[must_use]
    pub fn get(self, sex: Sex, year: Year, age: u8) -> CellSums {
        let total = *self.total.get(sex, year, age);
        self.left_out.map_or(total, |group| total.plus(&group.get(sex, year, age), -1.0))
    }
}

/// Sums of every cell of a group of persons, measure by measure: worlds that differ in some only share the others.
#[derive(Debug, Clone)]
pub struct Columns {
    years: YearSpan,
    ages: AgeSpan,
    values: [Arc<[f64]>; MEASURES],
}

impl Columns {
    fn of(sheet: &Sheet) -> Self {
        let column = |measure: usize| sheet.cells.iter().map(|cell| cell.measures()[measure]).collect();
        Self { years: sheet.years, ages: sheet.ages, values: std::array::from_fn(column) }
    }

    /// Ages covered.
    #[must_use]
    pub const fn ages(&self) -> AgeSpan {
        self.ages
    }

    /// Sums of one cell.
    #[must_use]
    pub fn get(&self, sex: Sex, year: Year, age: u8) -> CellSums {
        let place = position(self.years, self.ages, (sex, year, age));
        CellSums::of_measures(std::array::from_fn(|measure| self.values[measure][place]))
    }

    /// Takes the columns of another group that are the same.
    fn share(&mut self, other: &Self) {
        for (own, other) in self.values.iter_mut().zip(&other.values) {
            if own == other {
                *own = Arc::clone(other);
            }
        }
    }

    /// Bytes that the sums take; what several groups share is divided among them.
    fn bytes(&self) -> usize {
        self.values.iter().map(|values| size_of_val(&**values) / Arc::strong_count(values)).sum()
    }
}

/// Place of a cell, by sex, year and age.
fn position(years: YearSpan, ages: AgeSpan, (sex, year, age): (Sex, Year, u8)) -> usize {
    let year = usize::from(year.0 - years.first.0);
    (sex.index() * years.len() + year) * ages.len() + usize::from(age - ages.first)
}

/// Sums of every cell of one set of persons.
#[derive(Debug, Clone)]
pub struct Sheet {
    years: YearSpan,
    ages: AgeSpan,
    cells: Vec<CellSums>,
}

impl Sheet {
    /// Sums of nobody.
    #[must_use]
    pub fn empty(years: YearSpan, ages: AgeSpan) -> Self {
        Self { years, ages, cells: vec![CellSums::default(); 2 * years.len() * ages.len()] }
    }

    fn position(&self, sex: Sex, year: Year, age: u8) -> usize {
        position(self.years, self.ages, (sex, year, age))
    }

    /// Adds sums to a cell.
    pub fn add(&mut self, sex: Sex, year: Year, age: u8, sums: &CellSums) {
        let position = self.position(sex, year, age);
        self.cells[position] = self.cells[position].plus(sums, 1.0);
    }

    /// Adds the sums of other persons, cell by cell.
    pub fn join(&mut self, other: &Self) {
        for (sum, cell) in self.cells.iter_mut().zip(&other.cells) {
            *sum = sum.plus(cell, 1.0);
        }
    }

    /// Adds the sums of other persons in some of the years.
    fn join_years(&mut self, years: YearSpan, of: impl Fn(Sex, Year, u8) -> CellSums) {
        for sex in Sex::ALL {
            for year in years.iter() {
                for age in self.ages.iter() {
                    self.add(sex, year, age, &of(sex, year, age));
                }
            }
        }
    }

    /// Forgets everybody.
    pub fn clear(&mut self) {
        self.cells.fill(CellSums::default());
    }

    /// These sums, as a view.
    #[must_use]
    pub const fn view(&self) -> View<'_> {
        View { total: self, left_out: None }
    }

    /// Sums of one cell.
    #[must_use]
    pub fn get(&self, sex: Sex, year: Year, age: u8) -> &CellSums {
        &self.cells[self.position(sex, year, age)]
    }
}

impl Tally {
    /// Sums of each of the [`GROUPS`] groups, and the simulated persons of each cell.
    #[must_use]
    pub fn of(groups: Vec<Sheet>, heads: Grid) -> Self {
        Self::after(Sheet::empty(heads.years(), heads.ages()), groups, heads)
    }

    /// The same with groups that begin in a later year; `early`: the sums of all persons before it.
    #[must_use]
    pub fn after(early: Sheet, groups: Vec<Sheet>, heads: Grid) -> Self {
        let mut total = early;
        let columns = groups.into_iter().map(|group| {
            total.join_years(group.years, |sex, year, age| *group.get(sex, year, age));
            Columns::of(&group)
        });
        Self { groups: columns.collect(), total, heads }
    }

    /// The sums of all persons only.
    #[must_use]
    pub fn without_groups(&self) -> Self {
        Self { groups: Vec::new(), total: self.total.clone(), heads: self.heads.clone() }
    }

    /// Takes from another world what the groups have in common.
    pub fn share(&mut self, other: &Self) {
        for (own, other) in self.groups.iter_mut().zip(&other.groups) {
            own.share(other);
        }
    }

    /// First year of which the sums of groups are known.
    #[must_use]
    pub fn first_of_groups(&self) -> Option<Year> {
        self.groups.first().map(|group| group.years.first)
    }

    /// Bytes that the sums take; what several worlds share is divided among them.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let groups: usize = self.groups.iter().map(Columns::bytes).sum();
        groups + size_of_val(self.total.cells.as_slice()) + self.heads.bytes()
    }

    /// Sums of every second group, from the first or from the second on: two halves of independent persons.
    #[must_use]
    pub fn halves(&self) -> [Sheet; 2] {
        [0, 1].map(|start| {
            let mut half = Sheet::empty(self.total.years, self.total.ages);
            for group in self.groups.iter().skip(start).step_by(2) {
                half.join_years(group.years, |sex, year, age| group.get(sex, year, age));
            }
            half
        })
    }

    /// Sums of the persons of one group.
    #[must_use]
    pub fn group(&self, group: usize) -> &Columns {
        &self.groups[group]
    }

    /// Sums of all persons.
    #[must_use]
    pub const fn total(&self) -> &Sheet {
        &self.total
    }

    /// The same, as a view.
    #[must_use]
    pub const fn all(&self) -> View<'_> {
        self.total.view()
    }

    /// The sums without the persons of one group.
    #[must_use]
    pub fn without(&self, group: usize) -> View<'_> {
        View { total: &self.total, left_out: Some(&self.groups[group]) }
    }
}

/// Runs of ages that hold at least `least` simulated persons each (`heads`), each person counting as much
/// as `worth` says of their age; a thin rest joins the last run.
#[must_use]
pub fn pools(heads: &Grid, sex: Sex, year: Year, least: f64, worth: impl Fn(u8) -> f64) -> Vec<(u8, u8)> {
    let ages = heads.ages();
    let mut pools: Vec<(u8, u8)> = Vec::new();
    let (mut start, mut gathered) = (ages.first, 0.0);
    for age in ages.iter() {
        gathered += heads.get(sex, year, age) * worth(age);
        if gathered >= least {
            pools.push((start, age));
            (start, gathered) = (age.saturating_add(1), 0.0);
        }
    }
    if start <= ages.last {
        match pools.last_mut() {
            Some(pool) => pool.1 = ages.last,
            None => pools.push((start, ages.last)),
        }
    }
    pools
}

/// The unanchored cell rates of a set of persons. A cell without anybody takes the rates of the
/// next younger one and counts no population.
#[must_use]
pub fn raw_cells(sums: View<'_>, infant_fraction: &Grid, sexes: &[Sex]) -> Cells {
    let (years, ages) = (sums.total.years, sums.total.ages);
    let empty = || Grid::filled(years, ages, 0.0);
    let mut cells = Cells {
        mortality: empty(),
        infant_fraction: infant_fraction.clone(),
        limited: empty(),
        care: [empty(), empty(), empty()],
        population: empty(),
    };
    for &sex in sexes {
        for year in years.iter() {
            let mut last = CellSums { persons: 1.0, ..CellSums::default() };
            for age in ages.iter() {
                let cell = sums.get(sex, year, age);
                if cell.persons > 0.0 {
                    last = cell;
                    cells.population.set(sex, year, age, cell.persons);
                }
                let share = |sum: f64| sum / last.persons;
                cells.mortality.set(sex, year, age, share(last.deaths));
                cells.limited.set(sex, year, age, share(last.limited));
                for level in 0..3 {
                    let above = if level < 2 { last.care[level + 1] } else { 0.0 };
                    cells.care[level].set(sex, year, age, share(last.care[level] - above));
                }
            }
        }
    }
    cells
}
