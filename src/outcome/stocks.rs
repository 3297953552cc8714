//! Persons of a world on each 1 October that outcomes and costs are counted from: anchored numbers.

use super::cells::Cells;
use super::series::Group;
use crate::baseline::costs::UnitCosts;
use crate::num::units::{Sex, Year};

/// Number of stocks.
pub const STOCKS: usize = 8;
/// Persons.
pub const PERSONS: usize = 0;
/// Persons without activity limitation.
pub const HEALTHY: usize = 1;
/// Persons below care level 2.
pub const INDEPENDENT: usize = 2;
/// Persons at care level 1; the next two are levels 2 and 3.
pub const CARE: usize = 3;
/// Medical cost of persons if each cost what the mean person of their age does, yen.
pub const MEDICAL_OF_AGE: usize = 6;
/// Care cost of persons if each cost what the mean person of their sex and age does, yen.
pub const CARE_OF_AGE: usize = 7;

/// The stocks of a year and group, in this order.
pub type Stock = [f64; STOCKS];

/// Stocks of a group on 1 October of a year; costs are none without unit costs.
#[must_use]
pub fn stock(cells: &Cells, group: Group, year: Year, costs: Option<&UnitCosts>) -> Stock {
    let mut sums = [0.0; STOCKS];
    for &sex in group.members() {
        add(&mut sums, cells, sex, year, costs);
    }
    sums
}

fn add(sums: &mut Stock, cells: &Cells, sex: Sex, year: Year, costs: Option<&UnitCosts>) {
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
        if let Some(costs) = costs {
            sums[MEDICAL_OF_AGE] += persons * costs.per_capita.get(age).copied().unwrap_or(0.0);
            let care = costs.care_per_capita[sex.index()].get(age).copied();
            sums[CARE_OF_AGE] += persons * care.unwrap_or(0.0);
        }
    }
}
