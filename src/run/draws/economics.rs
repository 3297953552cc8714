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
use crate::outcome::stocks::{
    CARE, CARE_OF_AGE, HEALTHY, INDEPENDENT, MEDICAL_OF_AGE, PERSONS, Stock, stock,
};
use crate::outcome::tidy::{AMOUNTS, reach_names, since_start};
use crate::plan::Plan;

/// A number of one draw, for all persons together.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnAmount {
    /// Calendar year; sums from the start of the policy, and reach, are those of the last one.
    pub year: Year,
    /// What it is, as in CSV files.
    pub name: String,
    /// Its unit.
    pub unit: &'static str,
    /// Its value; not a number where it is not known.
    pub value: f64,
    /// Half the difference between the same number from one half of the persons and from the other.
    pub half: f64,
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

/// Amounts in the order of [`AMOUNTS`].
type Plain = [f64; AMOUNTS.len()];

/// Whether what a world brings beyond the reference of its own trends is its difference from another one:
/// that other one is this reference.
#[must_use]
pub fn is_difference(from: &Plan, to: &Plan) -> bool {
    from.levers.is_empty() && from.hazard_changes.is_empty() && from.trends_only() == to.trends_only()
}

/// Outcomes, costs and reach of a world whose policies start in a year; empty unless persons were counted.
pub(super) fn of_world(
    baseline: &Baseline,
    sides: &Sides<'_>,
    years: YearSpan,
    start: Year,
) -> Vec<DrawnAmount> {
    amounts(baseline, sides, years, start).unwrap_or_default()
}

/// Fills in what the central world counts and this draw does not, because no trial brought it about: levers that are
/// not scaled up reach nobody, and a world without any of them costs and brings nothing.
pub(super) fn fill(baseline: &Baseline, levers: &[String], years: YearSpan, found: &mut Vec<DrawnAmount>) {
    let Some(unit) = baseline.costs.as_ref().filter(|_| !levers.is_empty()) else { return };
    if found.is_empty() {
        for year in years.iter() {
            add(found, year, AMOUNTS.map(|(name, unit)| (name.to_owned(), unit)), &[[0.0; AMOUNTS.len()]; 3]);
        }
        for rate in discount_rates(unit) {
            let names = AMOUNTS.map(|(name, unit)| (since_start(rate, name), unit));
            add(found, years.last, names, &[[0.0; AMOUNTS.len()]; 3]);
        }
    }
    for lever in levers {
        let names = reach_names(lever).map(|name| (name, "persons"));
        if !found.iter().any(|own| own.name == names[0].0) {
            add(found, years.last, names, &[[0.0; REACH_MEASURES]; 3]);
        }
    }
}

fn amounts(baseline: &Baseline, sides: &Sides<'_>, years: YearSpan, start: Year) -> Option<Vec<DrawnAmount>> {
    let unit = baseline.costs.as_ref()?;
    let mut found = Vec::new();
    let mut all: Vec<[Plain; 3]> = Vec::with_capacity(years.len());
    for year in years.iter() {
        let of = |which| part(baseline, unit, sides, (years, year), which);
        let parts = [of(0)?, of(1)?, of(2)?];
        add(&mut found, year, AMOUNTS.map(|(name, unit)| (name.to_owned(), unit)), &parts);
        all.push(parts);
    }
    for rate in discount_rates(unit) {
        let mut sums = [[0.0; AMOUNTS.len()]; 3];
        for (year, parts) in years.iter().zip(&all).filter(|(year, _)| *year >= start) {
            let factor = discount_factor(rate, start, year);
            for (sums, part) in sums.iter_mut().zip(parts) {
                for (sum, amount) in sums.iter_mut().zip(part) {
                    *sum += factor * amount;
                }
            }
        }
        add(&mut found, years.last, AMOUNTS.map(|(name, unit)| (since_start(rate, name), unit)), &sums);
    }
    for (lever, parts) in reach(sides, years, years.last)? {
        add(&mut found, years.last, reach_names(&lever).map(|name| (name, "persons")), &parts);
    }
    Some(found)
}

/// Adds numbers from all persons, with the half contrast of those from either half.
fn add<const N: usize>(
    found: &mut Vec<DrawnAmount>,
    year: Year,
    names: [(String, &'static str); N],
    [all, one, other]: &[[f64; N]; 3],
) {
    found.extend(names.into_iter().enumerate().map(|(at, (name, unit))| DrawnAmount {
        year,
        name,
        unit,
        value: all[at],
        half: 0.5 * (one[at] - other[at]),
    }));
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
    let of = |cells: &Cells| stock(cells, group, year, Some(unit));
    let (own, base) = (of(sides.own[which]), of(sides.base));
    let stock: Stock = std::array::from_fn(|index| own[index] - base[index]);
    let care: f64 = unit.care.iter().zip(&stock[CARE..]).map(|(yen, persons)| yen * persons).sum();
    let conditions = conditions(baseline, sides, year, which)?;
    let programme: Option<f64> = reach(sides, years, year)?
        .iter()
        .map(|(id, own)| lever_cost(&baseline.levers.lever(id)?.costs, own[which]))
        .sum();
    let programme = programme.unwrap_or(f64::NAN);
    let (longer, care_longer) = (stock[MEDICAL_OF_AGE], stock[CARE_OF_AGE]);
    let net = programme + care + conditions + longer;
    Some([
        stock[PERSONS],
        stock[HEALTHY],
        stock[INDEPENDENT],
        programme,
        care,
        conditions,
        longer,
        net,
        net - longer - care_longer,
        care_longer,
    ])
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
