//! Persons of a world on each 1 October that outcomes and costs are counted from: anchored numbers.

use super::cells::Cells;
use super::series::Group;
use crate::num::units::{Sex, Year};

/// Number of stocks.
pub const STOCKS: usize = 7;
/// Persons.
pub const PERSONS: usize = 0;
/// Persons without activity limitation.
pub const HEALTHY: usize = 1;
/// Persons below care level 2.
pub const INDEPENDENT: usize = 2;
/// Persons at care level 1; the next two are levels 2 and 3.
pub const CARE: usize = 3;
/// Sum over persons of the weight of their age.
pub const WEIGHTED: usize = 6;

/// The stocks of a year and group, in this order.
pub type Stock = [f64; STOCKS];

/// Stocks of a group on 1 October of a year; `weights` by age, youngest first (empty: none).
#[must_use]
pub fn stock(cells: &Cells, group: Group, year: Year, weights: &[f64]) -> Stock {
    let mut sums = [0.0; STOCKS];
    for &sex in group.members() {
        add(&mut sums, cells, sex, year, weights);
    }
    sums
}

fn add(sums: &mut Stock, cells: &Cells, sex: Sex, year: Year, weights: &[f64]) {
    let persons = cells.population.row(sex, year);
    let limited = cells.limited.row(sex, year);
    let care: [&[f64]; 3] = std::array::from_fn(|level| cells.care[level].row(sex, year));
    for (age, persons) in persons.iter().enumerate() {
        sums[PERSONS] += persons;
        sums[HEALTHY] += persons * (1.0 - limited[age]);
        sums[INDEPENDENT] += persons * (1.0 - care[1][age] - care[2][age]);
        for level in 0..3 {
            sums[CARE + level] += persons * care[level][age];
        }
        sums[WEIGHTED] += persons * weights.get(age).copied().unwrap_or(0.0);
    }
}
