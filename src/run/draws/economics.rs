//! Outcomes, costs and reach of a world in a draw, beyond the reference of its own trends.
//!
//! The equations are those of [`crate::run::economics`], on the sums of one draw. Every amount has its half
//! contrast, so the error of the persons is told from the inputs for costs as well.

use super::super::economics::{conditions_cost, discount_factor, discount_rates, lever_cost};
use super::joint::{Counted, WorldSums};
use crate::baseline::Baseline;
use crate::baseline::costs::UnitCosts;
use crate::model::levers::LeverSet;
use crate::model::levers::reached::REACH_MEASURES;
use crate::num::units::{Year, YearSpan};
use crate::outcome::cells::Cells;
use crate::outcome::series::Group;
use crate::outcome::stocks::{CARE, HEALTHY, INDEPENDENT, PERSONS, Stock, WEIGHTED, stock};

/// Number of amounts of a year.
pub const AMOUNTS: usize = 9;
/// Person-years gained.
pub const PERSON_YEARS: usize = 0;
/// Person-years without activity limitation gained.
pub const HEALTHY_YEARS: usize = 1;
/// Person-years below care level 2 gained.
pub const INDEPENDENT_YEARS: usize = 2;
/// Programme cost, yen.
pub const PROGRAMME: usize = 3;
/// Care cost, yen.
pub const CARE_COST: usize = 4;
/// Medical cost of more or fewer cases, yen.
pub const CONDITIONS: usize = 5;
/// Medical cost of added years, yen.
pub const LONGER_LIFE: usize = 6;
/// All costs together, yen.
pub const NET: usize = 7;
/// The same without the medical cost of added years.
pub const NET_SHORT: usize = 8;

/// A number of one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrasted {
    /// Its value; not a number where it is not known.
    pub value: f64,
    /// Half the difference between the same number from one half of the persons and from the other.
    pub half: f64,
}

/// Amounts in the order of the constants.
pub type Amounts = [Contrasted; AMOUNTS];

/// Outcomes, costs and reach of a world in a draw.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnEconomics {
    /// By year, for all persons together.
    pub years: Vec<(Year, Amounts)>,
    /// From the start of the policy to the last year, by yearly discount rate.
    pub since_start: Vec<(f64, Amounts)>,
    /// Persons reached in the last year more than in the reference, fewer, and for the first time, by lever.
    pub reach: Vec<(String, [Contrasted; REACH_MEASURES])>,
}

/// The persons of a world and of its reference: all of them, one half, the other half.
pub(super) struct Sides<'a> {
    pub own: [&'a Cells; 3],
    /// Exact, so the same for either half.
    pub base: &'a Cells,
    pub own_sums: &'a WorldSums,
    pub base_sums: &'a WorldSums,
    pub levers: &'a LeverSet<'a>,
}

type Plain = [f64; AMOUNTS];

/// Outcomes, costs and reach of a world whose policies start in a year; `None` unless persons were counted.
pub(super) fn of_world(
    baseline: &Baseline,
    sides: &Sides<'_>,
    years: YearSpan,
    start: Year,
) -> Option<DrawnEconomics> {
    let unit = baseline.costs.as_ref()?;
    let mut all: Vec<[Plain; 3]> = Vec::with_capacity(years.len());
    for year in years.iter() {
        let of = |which| part(baseline, unit, sides, (years, year), which);
        all.push([of(0)?, of(1)?, of(2)?]);
    }
    let since_start = discount_rates(unit)
        .map(|rate| {
            let mut sums = [[0.0; AMOUNTS]; 3];
            for (year, parts) in years.iter().zip(&all).filter(|(year, _)| *year >= start) {
                let factor = discount_factor(rate, start, year);
                for (sums, part) in sums.iter_mut().zip(parts) {
                    for (sum, amount) in sums.iter_mut().zip(part) {
                        *sum += factor * amount;
                    }
                }
            }
            (rate, contrasted(&sums))
        })
        .collect();
    let reach = reach(sides, years, years.last)?;
    Some(DrawnEconomics {
        years: years.iter().zip(&all).map(|(year, parts)| (year, contrasted(parts))).collect(),
        since_start,
        reach: reach.into_iter().map(|(id, own)| (id, contrasted(&own))).collect(),
    })
}

/// All persons with the half contrast of either half.
fn contrasted<const N: usize>(parts: &[[f64; N]; 3]) -> [Contrasted; N] {
    std::array::from_fn(|index| Contrasted {
        value: parts[0][index],
        half: 0.5 * (parts[1][index] - parts[2][index]),
    })
}

/// The amounts of a year from all persons (0) or from a half of them (1, 2).
fn part(
    baseline: &Baseline,
    unit: &UnitCosts,
    sides: &Sides<'_>,
    (years, year): (YearSpan, Year),
    which: usize,
) -> Option<Plain> {
    let group =
        if baseline.sexes.len() == 2 { Group::Both } else { Group::of(baseline.sexes.first().copied()) };
    let of = |cells: &Cells| stock(cells, group, year, &unit.per_capita);
    let (own, base) = (of(sides.own[which]), of(sides.base));
    let stock: Stock = std::array::from_fn(|index| own[index] - base[index]);
    let care: f64 = unit.care.iter().zip(&stock[CARE..]).map(|(yen, persons)| yen * persons).sum();
    let conditions = conditions(baseline, sides, year, which)?;
    let programme: Option<f64> = reach(sides, years, year)?
        .iter()
        .map(|(id, own)| lever_cost(&baseline.levers.lever(id)?.costs, own[which]))
        .sum();
    let programme = programme.unwrap_or(f64::NAN);
    let short = programme + care + conditions;
    let mut amounts = [0.0; AMOUNTS];
    amounts[PERSON_YEARS] = stock[PERSONS];
    amounts[HEALTHY_YEARS] = stock[HEALTHY];
    amounts[INDEPENDENT_YEARS] = stock[INDEPENDENT];
    amounts[PROGRAMME] = programme;
    amounts[CARE_COST] = care;
    amounts[CONDITIONS] = conditions;
    amounts[LONGER_LIFE] = stock[WEIGHTED];
    amounts[NET] = short + stock[WEIGHTED];
    amounts[NET_SHORT] = short;
    Some(amounts)
}

fn conditions(baseline: &Baseline, sides: &Sides<'_>, year: Year, which: usize) -> Option<f64> {
    let [from, to] = [sides.base_sums, sides.own_sums];
    let counted = [from.counted.as_ref()?, to.counted.as_ref()?];
    let yen = |counted: &Counted, sex, age| match which.checked_sub(1) {
        None => counted.medical[0].get(sex, year, age) + counted.medical[1].get(sex, year, age),
        // Half of the persons stand for everybody.
        Some(half) => 2.0 * counted.medical[half].get(sex, year, age),
    };
    let persons = |sums: &WorldSums, sex, age| match which.checked_sub(1) {
        None => sums.total.get(sex, year, age).persons,
        Some(half) => 2.0 * sums.halves[half].get(sex, year, age).persons,
    };
    Some(conditions_cost(baseline, |sex, age| {
        [0, 1].map(|side: usize| (persons([from, to][side], sex, age), yen(counted[side], sex, age)))
    }))
}

/// A lever with its reach: all persons, then either half.
type Reach = (String, [[f64; REACH_MEASURES]; 3]);

/// Reach of each lever that is set in a year.
fn reach(sides: &Sides<'_>, years: YearSpan, year: Year) -> Option<Vec<Reach>> {
    let counted = sides.own_sums.counted.as_ref()?;
    let levers = &sides.levers.levers;
    let row = usize::from(year.0 - years.first.0) * levers.len() * REACH_MEASURES;
    let of = |lever: usize, half: usize| -> [f64; REACH_MEASURES] {
        std::array::from_fn(|measure| counted.reach[half][row + lever * REACH_MEASURES + measure])
    };
    let set = levers.iter().enumerate().filter(|(_, lever)| lever.is_set());
    let found = set.map(|(index, lever)| {
        let halves = [of(index, 0), of(index, 1)];
        let all = std::array::from_fn(|measure| halves[0][measure] + halves[1][measure]);
        (lever.definition.id.clone(), [all, halves[0].map(|own| 2.0 * own), halves[1].map(|own| 2.0 * own)])
    });
    Some(found.collect())
}
