//! The nine expectancies of a year from its cell rates.

use super::cells::Cells;
use super::differing::{Differing, Part};
use super::life_table::expectancies_from_rates;
use super::series::{Estimate, Expectancies, Group};
use super::sullivan::{healthy_expectancies, life_expectancies, official_healthy_expectancies};
use crate::num::units::{Sex, Year};

/// Number of expectancies.
pub const COUNT: usize = 9;

/// Their names in machine-readable output, in the order of [`Values`].
pub const NAMES: [&str; COUNT] = [
    "life_expectancy",
    "healthy_life_expectancy",
    "healthy_life_expectancy_single_age",
    "independent_life_expectancy",
    "years_limited",
    "years_dependent",
    "life_expectancy_65",
    "healthy_life_expectancy_65",
    "independent_life_expectancy_65",
];

/// Position of healthy life expectancy, which the goal is about.
pub const HEALTHY: usize = 1;

/// The expectancies in the order of the fields of [`Expectancies`], years.
pub type Values = [f64; COUNT];

/// Computes the expectancies of a group in a year.
///
/// Life expectancy comes from the single-age hazards, independent life expectancy from single-age
/// shares (an open group 85+ would hide how steeply care need rises), healthy life expectancy in
/// both the official grouping and single ages. `Both` pools deaths, persons and shares.
#[must_use]
pub fn expectancies(cells: &Cells, group: Group, year: Year) -> Values {
    let ages = cells.mortality.ages();
    let rates = Rates::of(cells, group, year);
    let table = expectancies_from_rates(&rates.mortality, rates.infant_fraction, ages.open);
    let total = life_expectancies(&table, ages);
    let healthy = official_healthy_expectancies(&table, ages, &rates.population, &rates.limited);
    let single_age = healthy_expectancies(&table, ages, &rates.limited);
    let independent = healthy_expectancies(&table, ages, &rates.dependent);
    [
        total.first,
        healthy.first,
        single_age.first,
        independent.first,
        total.first - healthy.first,
        total.first - independent.first,
        total.at_65,
        healthy.at_65,
        independent.at_65,
    ]
}

/// Rows of one group and year.
struct Rates {
    mortality: Vec<f64>,
    infant_fraction: f64,
    limited: Vec<f64>,
    dependent: Vec<f64>,
    population: Vec<f64>,
}

impl Rates {
    fn of(cells: &Cells, group: Group, year: Year) -> Self {
        let first = cells.mortality.ages().first;
        let one = |sex: Sex| Self {
            mortality: cells.mortality.row(sex, year).to_vec(),
            infant_fraction: cells.infant_fraction.held(sex, year, first),
            limited: cells.limited.row(sex, year).to_vec(),
            dependent: sum(cells.care[1].row(sex, year), cells.care[2].row(sex, year)),
            population: cells.population.row(sex, year).to_vec(),
        };
        match group {
            Group::Male => one(Sex::Male),
            Group::Female => one(Sex::Female),
            Group::Both => Self::pooled(&one(Sex::Male), &one(Sex::Female)),
        }
    }

    fn pooled(men: &Self, women: &Self) -> Self {
        let mean = |a: &[f64], b: &[f64]| -> Vec<f64> {
            (0..a.len())
                .map(|age| {
                    let (m, w) = (men.population[age], women.population[age]);
                    if m + w > 0.0 { (m * a[age] + w * b[age]) / (m + w) } else { 0.5 * (a[age] + b[age]) }
                })
                .collect()
        };
        Self {
            mortality: mean(&men.mortality, &women.mortality),
            infant_fraction: 0.5 * (men.infant_fraction + women.infant_fraction),
            limited: mean(&men.limited, &women.limited),
            dependent: mean(&men.dependent, &women.dependent),
            population: sum(&men.population, &women.population),
        }
    }
}

fn sum(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x + y).collect()
}

/// What each expectancy is made of beside deaths, and whether of persons from 65 on only.
const MADE_OF: [(Option<Part>, bool); COUNT] = [
    (None, false),
    (Some(Part::Limited), false),
    (Some(Part::Limited), false),
    (Some(Part::Dependent), false),
    (Some(Part::Limited), false),
    (Some(Part::Dependent), false),
    (None, true),
    (Some(Part::Limited), true),
    (Some(Part::Dependent), true),
];

/// Groups of persons in which an expectancy differs, by its place among [`NAMES`]. Deaths are expected ones,
/// chances and no events: where they differ in no group at all they are the same in both worlds, and say
/// nothing of the error (`None` where nothing else does) unless levers that may change them reached nobody.
#[must_use]
pub fn groups_of(differing: &Differing, index: usize) -> Option<u32> {
    let (part, old) = MADE_OF[index];
    let deaths = Some(differing.least(&[Part::Deaths], old))
        .filter(|groups| *groups > 0 || differing.may_change_deaths());
    let part = part.map(|part| differing.least(&[part], old));
    deaths.into_iter().chain(part).min()
}

/// Joins central values with the errors of their leave-one-out replicates (none: exact, error 0). `differing`
/// says where the two worlds differ that a number is a difference of; `None` where every life counts.
#[must_use]
pub fn with_errors(central: &Values, replicates: &[Values], differing: Option<&Differing>) -> Expectancies {
    let estimates: [Estimate; COUNT] = std::array::from_fn(|index| {
        let left_out: Vec<f64> = replicates.iter().map(|values| values[index]).collect();
        Estimate::jackknifed(central[index], &left_out, differing.and_then(|all| groups_of(all, index)))
    });
    let [
        life_expectancy,
        healthy_life_expectancy,
        healthy_life_expectancy_single_age,
        independent_life_expectancy,
        years_limited,
        years_dependent,
        life_expectancy_65,
        healthy_life_expectancy_65,
        independent_life_expectancy_65,
    ] = estimates;
    Expectancies {
        life_expectancy,
        healthy_life_expectancy,
        healthy_life_expectancy_single_age,
        independent_life_expectancy,
        years_limited,
        years_dependent,
        life_expectancy_65,
        healthy_life_expectancy_65,
        independent_life_expectancy_65,
    }
}
