//! Outcomes and costs of the difference between two worlds of the same persons.
//!
//! Person-years and care are anchored numbers of persons; onsets and deaths are expected numbers of the
//! simulated persons. Medical cost splits as
//!
//! ```text
//! sum over ages of  (N' - N) c  +  N' sum over conditions of k (p' - p)
//! ```
//!
//! with N persons, c the mean cost of their age, p the share with a condition (or its onsets), k its cost
//! and ' the second world: a longer life costs what people of that age cost, and a case avoided at a given
//! age saves its cost. Nothing is counted twice, because c holds the conditions at their usual shares.

use super::solve::Solved;
use crate::baseline::Baseline;
use crate::baseline::costs::{CasePer, UnitCosts};
use crate::baseline::levers::{CostBasis, UnitCost};
use crate::model::levers::reached::REACH_MEASURES;
use crate::model::observe::expected_deaths_from;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::outcome::differing::{Departures, Differing, Part, differing_groups};
use crate::outcome::economics::{CostRange, Costs, Cumulative, Intervals, NoRatio, Outcomes};
use crate::outcome::series::Estimate;
use crate::outcome::stocks::{
    CARE, CARE_OF_AGE, HEALTHY, INDEPENDENT, MEDICAL_OF_AGE, PERSONS, STOCKS, Stock,
};
use crate::outcome::tally::Sheet;
use crate::outcome::totals::{GroupTotals, without_each};
use crate::plan::Plan;
use std::collections::BTreeMap;
use std::ops::Range;

/// One of two worlds that are compared.
struct Side<'a> {
    stocks: &'a [Stock],
    replicates: &'a [Vec<Stock>],
    /// Of each row; empty for a reference, which departs nowhere.
    departures: &'a [Option<Departures>],
    details: &'a [Grid],
    totals: Option<&'a GroupTotals>,
    sheet: Option<Sheet>,
    reach: &'a [(String, [Grid; REACH_MEASURES])],
}

impl<'a> Side<'a> {
    fn of(solved: &'a Solved) -> Self {
        Self {
            stocks: &solved.stocks,
            replicates: &solved.stock_replicates,
            departures: &solved.departures,
            details: &solved.details,
            totals: solved.totals.as_deref(),
            sheet: solved.sheet.clone(),
            reach: &solved.reach,
        }
    }

    /// The reference that a world is a difference from.
    fn base_of(solved: &'a Solved) -> Option<Self> {
        let base = solved.base.as_ref()?;
        Some(Self {
            stocks: &base.stocks,
            replicates: &[],
            departures: &[],
            details: &base.simulated.details,
            totals: Some(&base.simulated.totals),
            sheet: Some(base.simulated.tally.total().clone()),
            reach: &[],
        })
    }

    fn departs(&self, row: usize) -> Option<&'a Departures> {
        self.departures.get(row).and_then(Option::as_ref)
    }

    fn replicate(&self, group: usize, row: usize) -> &Stock {
        self.replicates.get(group).map_or(&self.stocks[row], |stocks| &stocks[row])
    }
}

/// Outcomes and costs of every year for all persons together, by the index of their row.
pub type Economics = BTreeMap<usize, (Outcomes, Option<Costs>)>;

/// What a world brings and costs beyond the reference of its own trends; empty if it is that reference
/// or its details were not asked for.
#[must_use]
pub fn of_world(baseline: &Baseline, plan: &Plan, solved: &Solved) -> Economics {
    match Side::base_of(solved) {
        Some(base) if !solved.details.is_empty() => {
            Pair { baseline, solved, from: base, to: Side::of(solved), start: start(baseline, &[plan]) }
                .years()
        }
        _ => Economics::new(),
    }
}

/// What a world brings and costs beyond another one.
#[must_use]
pub fn between(baseline: &Baseline, (from, to): (&Solved, &Solved), plans: [&Plan; 2]) -> Economics {
    if from.details.is_empty() || to.details.is_empty() {
        return Economics::new();
    }
    Pair { baseline, solved: to, from: Side::of(from), to: Side::of(to), start: start(baseline, &plans) }
        .years()
}

/// Yearly discount rates of cumulative sums: none, the usual one, and the highest of the pack if it is another.
pub(super) fn discount_rates(unit: &UnitCosts) -> impl Iterator<Item = f64> + use<> {
    let [usual, _, high] = unit.discount;
    [0.0, usual].into_iter().chain((high != usual).then_some(high))
}

/// What a yen, or a healthy year, of a year is worth in the year of the start.
pub(crate) fn discount_factor(rate: f64, start: Year, year: Year) -> f64 {
    let passed = f64::from(year.0) - f64::from(start.0);
    libm::pow(1.0 + rate, -passed)
}

/// Programme cost of a year, yen, for persons reached more, fewer and newly; `None` without unit costs.
pub(super) fn lever_cost(costs: &[UnitCost], [more, fewer, new]: [f64; REACH_MEASURES]) -> Option<f64> {
    let yen = costs.iter().map(|cost| match cost.per {
        CostBasis::PersonYear => cost.yen * (more - fewer),
        CostBasis::PersonOnce => cost.yen * new,
        CostBasis::Year if more > fewer => cost.yen,
        CostBasis::Year => 0.0,
    });
    (!costs.is_empty()).then(|| yen.sum())
}

/// Cost of the change in conditions at the ages of the second world, yen; `cell` gives the persons of each
/// world and the cost of their conditions.
pub(super) fn conditions_cost(baseline: &Baseline, cell: impl Fn(Sex, u8) -> [(f64, f64); 2]) -> f64 {
    let mut sum = 0.0;
    for sex in Sex::ALL {
        for age in baseline.ages.iter() {
            let [(was, before), (is, after)] = cell(sex, age);
            if was > 0.0 && is > 0.0 {
                sum += after - before * (is / was);
            }
        }
    }
    sum
}

/// First year in which a policy of the plans may act.
pub(super) fn start(baseline: &Baseline, plans: &[&Plan]) -> Year {
    let first = baseline.years.first;
    let of = |plan: &&Plan| {
        let levers = plan.levers.iter().map(|own| own.coverage.as_ref().map_or(first, |path| path.from));
        levers.chain(plan.hazard_changes.iter().map(|change| change.from)).min()
    };
    plans.iter().filter_map(of).min().unwrap_or(first)
}

struct Pair<'a> {
    baseline: &'a Baseline,
    solved: &'a Solved,
    from: Side<'a>,
    to: Side<'a>,
    start: Year,
}

/// The differences of one year: stocks, without each group of persons, and prices of the rest.
struct YearNumbers {
    row: usize,
    year: Year,
    stock: Stock,
    without: Vec<Stock>,
    programme: BTreeMap<String, Option<f64>>,
    conditions: f64,
}

impl Pair<'_> {
    fn years(&self) -> Economics {
        let Some(widest) = self.solved.rows.last().map(|(_, group)| *group) else { return Economics::new() };
        let mut found = Economics::new();
        let mut before: Vec<YearNumbers> = Vec::new();
        for (row, (year, group)) in self.solved.rows.iter().enumerate() {
            if *group != widest {
                continue;
            }
            let numbers = self.numbers(row, *year);
            let outcomes = self.outcomes(&numbers);
            before.push(numbers);
            let costs = self.baseline.costs.as_ref().map(|unit| self.costs(unit, &before));
            found.insert(row, (outcomes, costs));
        }
        found
    }

    fn numbers(&self, row: usize, year: Year) -> YearNumbers {
        let minus = |a: &Stock, b: &Stock| -> Stock { std::array::from_fn(|k| a[k] - b[k]) };
        let groups = self.from.replicates.len().max(self.to.replicates.len());
        YearNumbers {
            row,
            year,
            stock: minus(&self.to.stocks[row], &self.from.stocks[row]),
            without: (0..groups)
                .map(|group| minus(self.to.replicate(group, row), self.from.replicate(group, row)))
                .collect(),
            programme: self.programme(year),
            conditions: self.baseline.costs.as_ref().map_or(0.0, |unit| self.conditions(unit, year)),
        }
    }

    /// Where the two worlds differ, over years with a weight each.
    fn differing(&self, years: impl Iterator<Item = (usize, f64)>) -> Option<Differing> {
        let terms: Vec<(f64, Option<&Departures>)> = years
            .flat_map(|(row, weight)| [(weight, self.to.departs(row)), (-weight, self.from.departs(row))])
            .collect();
        Differing::of(&terms)
    }

    fn outcomes(&self, numbers: &YearNumbers) -> Outcomes {
        let differing = self.differing([(numbers.row, 1.0)].into_iter());
        let stock = |which: usize, made_of: &[Part]| {
            let without: Vec<f64> = numbers.without.iter().map(|stock| stock[which]).collect();
            let groups = differing.map(|all| all.least(made_of, false));
            Estimate::jackknifed(numbers.stock[which], &without, groups)
        };
        let conditions = self.baseline.conditions.iter().enumerate();
        let causes = self.baseline.causes.iter().enumerate();
        let first = 3 * self.baseline.conditions.len();
        let expected = expected_deaths_from(self.baseline);
        let lived = differing.is_some();
        let onsets = |index: usize| self.avoided((3 * index + 2, 3 * index + 2), numbers.year, lived);
        let deaths = |index: usize| self.avoided((expected + index, first + index), numbers.year, lived);
        Outcomes {
            person_years: stock(PERSONS, &[Part::Deaths]),
            healthy_person_years: stock(HEALTHY, &[Part::Deaths, Part::Limited]),
            independent_person_years: stock(INDEPENDENT, &[Part::Deaths, Part::Dependent]),
            onsets_avoided: conditions.map(|(index, own)| (own.id.clone(), onsets(index))).collect(),
            deaths_avoided: causes.map(|(index, own)| (own.id.clone(), deaths(index))).collect(),
        }
    }

    /// Events of a year that happen in the first world and not in the second: what is avoided of `measure`, as a
    /// share of it in the first world, of the events that `level` counts there. Deaths given the state are
    /// as rare as the state itself, so their change is read off the chances of it. `lived`: whether any life may differ.
    fn avoided(&self, (measure, level): (usize, usize), year: Year, lived: bool) -> Estimate {
        let sum = |side: &Side<'_>, measure: usize| -> f64 {
            let grid = &side.details[measure];
            Sex::ALL.iter().map(|sex| grid.row(*sex, year).iter().sum::<f64>()).sum()
        };
        let totals = |side: &Side<'_>| {
            side.totals.map_or_else(Vec::new, |totals| totals.of_each(&Sex::ALL, year, measure))
        };
        let (from, to) = (totals(&self.from), totals(&self.to));
        let before = sum(&self.from, measure);
        let scale = if before > 0.0 { sum(&self.from, level) / before } else { 1.0 };
        let without = without_each(&from).into_iter().zip(without_each(&to));
        let paired: Vec<f64> = without.map(|(from, to)| scale * (from - to)).collect();
        let groups = lived.then(|| differing_groups(&from, &to));
        Estimate::jackknifed(scale * (before - sum(&self.to, measure)), &paired, groups)
    }

    /// Medical cost of the change in conditions at the ages of the second world.
    fn conditions(&self, unit: &UnitCosts, year: Year) -> f64 {
        let (Some(from), Some(to)) = (&self.from.sheet, &self.to.sheet) else { return 0.0 };
        let mut priced = Vec::new();
        for (index, condition) in self.baseline.conditions.iter().enumerate() {
            let case = unit.conditions.iter().find(|case| case.condition == condition.id);
            priced.extend(case.map(|case| match case.per {
                CasePer::CaseYear => (case.yen, 3 * index..3 * index + 2),
                CasePer::Onset => (case.yen, 3 * index + 2..3 * index + 3),
            }));
        }
        conditions_cost(self.baseline, |sex, age| {
            [(from, &self.from), (to, &self.to)].map(|(sheet, side)| {
                let cases = |measures: &Range<usize>| -> f64 {
                    side.details[measures.clone()].iter().map(|grid| grid.get(sex, year, age)).sum()
                };
                let yen = priced.iter().map(|(yen, measures)| yen * cases(measures)).sum();
                (sheet.get(sex, year, age).persons, yen)
            })
        })
    }

    /// Programme cost of a year by lever, beyond that of the first world.
    fn programme(&self, year: Year) -> BTreeMap<String, Option<f64>> {
        let mut all: BTreeMap<String, Option<f64>> = BTreeMap::new();
        for (side, sign) in [(&self.to, 1.0), (&self.from, -1.0)] {
            for (id, grids) in side.reach {
                let own = self.lever_cost(id, grids, year).map(|yen| sign * yen);
                let sum = all.entry(id.clone()).or_insert(Some(0.0));
                *sum = sum.zip(own).map(|(sum, own)| sum + own);
            }
        }
        all
    }

    fn lever_cost(&self, id: &str, grids: &[Grid; REACH_MEASURES], year: Year) -> Option<f64> {
        let reached = std::array::from_fn(|measure| -> f64 {
            Sex::ALL.iter().map(|sex| grids[measure].row(*sex, year).iter().sum::<f64>()).sum()
        });
        lever_cost(&self.baseline.levers.lever(id)?.costs, reached)
    }

    /// Levers whose cost no source gives.
    fn unpriced(years: &[YearNumbers]) -> Vec<String> {
        let last = years.last().into_iter().flat_map(|numbers| &numbers.programme);
        last.filter(|(_, yen)| yen.is_none()).map(|(id, _)| id.clone()).collect()
    }

    fn costs(&self, unit: &UnitCosts, years: &[YearNumbers]) -> Costs {
        let last = years.len() - 1;
        let now = self.cumulative(unit, &years[last..], 0.0);
        Costs {
            programme: years[last].programme.clone(),
            care: now.care,
            care_longer_life: now.care_longer_life,
            medical_conditions: now.medical_conditions,
            medical_longer_life: now.medical_longer_life,
            net: now.net,
            intervals: Intervals::new(),
            since_start: discount_rates(unit).map(|rate| self.cumulative(unit, years, rate)).collect(),
        }
    }

    /// Sums over years, discounted to the start of the policy; earlier years do not differ.
    fn cumulative(&self, unit: &UnitCosts, years: &[YearNumbers], rate: f64) -> Cumulative {
        let factor = |year: Year| discount_factor(rate, self.start, year);
        let begun = || years.iter().filter(|numbers| numbers.year >= self.start);
        let groups = years.iter().map(|numbers| numbers.without.len()).max().unwrap_or(0);
        let differing = self.differing(begun().map(|numbers| (numbers.row, factor(numbers.year))));
        let summed = |weights: &Stock, made_of: &[Part]| {
            let of = |stock: &Stock| -> f64 { stock.iter().zip(weights).map(|(n, weight)| n * weight).sum() };
            let value = begun().map(|numbers| factor(numbers.year) * of(&numbers.stock)).sum();
            let without: Vec<f64> = (0..groups)
                .map(|group| {
                    begun()
                        .map(|numbers| {
                            let stock = numbers.without.get(group).unwrap_or(&numbers.stock);
                            factor(numbers.year) * of(stock)
                        })
                        .sum()
                })
                .collect();
            Estimate::jackknifed(value, &without, differing.map(|all| all.least(made_of, false)))
        };
        let one = |which: usize| -> Stock { std::array::from_fn(|k| f64::from(u8::from(k == which))) };
        let mut care = [0.0; STOCKS];
        care[CARE..CARE + 3].copy_from_slice(&unit.care);
        let care = summed(&care, &[Part::Care]);
        let [longer, care_longer] =
            [MEDICAL_OF_AGE, CARE_OF_AGE].map(|which| summed(&one(which), &[Part::Deaths]));
        let healthy = summed(&one(HEALTHY), &[Part::Deaths, Part::Limited]);
        let conditions: f64 = begun().map(|numbers| factor(numbers.year) * numbers.conditions).sum();
        let programme = begun().flat_map(|numbers| {
            numbers.programme.values().map(|yen| yen.map(|yen| factor(numbers.year) * yen))
        });
        let programme: Option<f64> = programme.sum();
        let net = programme.map(|yen| yen + care.value + conditions + longer.value);
        let without_longer = net.map(|yen| yen - longer.value - care_longer.value);
        let reason = NoRatio::of(&healthy, Self::unpriced(years));
        let per_year = |yen: Option<f64>| yen.filter(|_| reason.is_none()).map(|yen| yen / healthy.value);
        Cumulative {
            from: self.start,
            discount_rate: rate,
            programme,
            care,
            care_longer_life: care_longer,
            medical_conditions: conditions,
            medical_longer_life: longer,
            net,
            healthy_person_years: healthy,
            independent_person_years: summed(&one(INDEPENDENT), &[Part::Deaths, Part::Dependent]),
            cost_per_healthy_year: per_year(net),
            cost_per_healthy_year_without_longer_life: per_year(without_longer),
            cost_per_healthy_year_range: net.and_then(|net| CostRange::of(net, &healthy)),
            no_cost_per_healthy_year: reason,
            intervals: Intervals::new(),
        }
    }
}
