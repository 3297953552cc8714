//! Sums over simulated persons by sex, year, age and jackknife group.
//!
//! Persons are dealt to a fixed number of groups by serial number. Leaving one group out at a time
//! gives the Monte-Carlo error of any figure computed from the sums, without a formula for it.

use super::cells::Cells;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};

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

/// Sums of every cell, by group.
#[derive(Debug, Clone)]
pub struct Tally {
    groups: Vec<Sheet>,
    /// All groups together, added in their order.
    total: Sheet,
    /// Simulated persons (not weights) in each cell.
    pub heads: Grid,
}

/// The sums of all persons, or of all but those of one group.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    total: &'a Sheet,
    left_out: Option<&'a Sheet>,
}

impl View<'_> {
    /// Sums of one cell.
    #[must_use]
    pub fn get(self, sex: Sex, year: Year, age: u8) -> CellSums {
        let total = *self.total.get(sex, year, age);
        self.left_out.map_or(total, |group| total.plus(group.get(sex, year, age), -1.0))
    }
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
        let year = usize::from(year.0 - self.years.first.0);
        (sex.index() * self.years.len() + year) * self.ages.len() + usize::from(age - self.ages.first)
    }

    /// Ages covered.
    #[must_use]
    pub const fn ages(&self) -> AgeSpan {
        self.ages
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
        let mut total = Sheet::empty(heads.years(), heads.ages());
        for group in &groups {
            total.join(group);
        }
        Self { groups, total, heads }
    }

    /// Sums of every second group, from the first or from the second on: two halves of independent persons.
    #[must_use]
    pub fn halves(&self) -> [Sheet; 2] {
        [0, 1].map(|start| {
            let mut half = Sheet::empty(self.total.years, self.total.ages);
            for group in self.groups.iter().skip(start).step_by(2) {
                half.join(group);
            }
            half
        })
    }

    /// Sums of the persons of one group.
    #[must_use]
    pub fn group(&self, group: usize) -> &Sheet {
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
