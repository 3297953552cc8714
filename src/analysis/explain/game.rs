//! Fair shares of a difference: Shapley values over the levers that differ.
//!
//! v(S) is the outcome when the levers in S are set as in the second scenario and all others as in the
//! first. The share of lever i is the mean of v(S + i) - v(S) over all orders in which the levers may
//! be put in. Shares add up to v(all) - v(none), a lever that never changes anything has 0, and two
//! that change the same have the same (Shapley 1953). Beyond a few levers orders are sampled, each
//! together with its reverse, so that early and late places balance (antithetic pairs).

use crate::num::draws::{Draws, StreamId};
use crate::num::stats::Moments;
use crate::outcome::differing::{Departures, Differing};
use crate::outcome::expectancies::groups_of;
use crate::outcome::series::Estimate;

/// Life, healthy and independent life expectancy, years.
pub type Three = [f64; 3];

/// Their places among the expectancies.
pub const EXPECTANCIES: [usize; 3] = [0, 1, 3];

/// The outcome of one world: by group, and the same without one group of persons each.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// Men, women, both, as far as the pack has them.
    pub central: Vec<Three>,
    /// Leave-one-out values; empty where the outcome is exact.
    pub replicates: Vec<Vec<Three>>,
    /// How each group of persons departs from the reference, by group; empty or `None` where it does not.
    pub departures: Vec<Option<Departures>>,
}

/// Which orders of levers are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Orders {
    /// All of them, by way of all subsets.
    All(usize),
    /// Sampled ones: a list and its reverse, pair by pair.
    Sampled(Vec<Vec<usize>>),
}

/// The share of one lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// By group and outcome, with the Monte-Carlo error of the persons.
    pub share: Vec<[Estimate; 3]>,
    /// Error from sampling the orders; `None` if all were looked at.
    pub sampling: Option<Vec<Three>>,
}

impl Orders {
    /// All orders of up to `most` levers, otherwise `pairs` sampled pairs.
    #[must_use]
    pub fn of(levers: usize, most: usize, pairs: usize, seed: u64) -> Self {
        if levers <= most {
            return Self::All(levers);
        }
        let mut generator = Draws::new(seed, 0).generator(StreamId::of("explain: order of levers"));
        let mut below = |bound: usize| {
            use rand::Rng as _;
            // The product is below 2^32 times a few dozen: the bias is of the order of 1e-8.
            ((u64::from(generator.next_u32()) * bound as u64) >> 32) as usize
        };
        let mut orders = Vec::with_capacity(2 * pairs);
        for _ in 0..pairs {
            let mut order: Vec<usize> = (0..levers).collect();
            for place in (1..levers).rev() {
                order.swap(place, below(place + 1));
            }
            let reverse = order.iter().rev().copied().collect();
            orders.extend([order, reverse]);
        }
        Self::Sampled(orders)
    }

    /// The subsets whose outcomes are needed, as bits; each at least once, and each but for one lever or a few the
    /// one before it, so that most persons live in it as they did there.
    #[must_use]
    pub fn walk(&self) -> Vec<u64> {
        match self {
            // Gray code: one lever at a time.
            Self::All(levers) => (0..1_u64 << levers).map(|step| step ^ (step >> 1)).collect(),
            // Up one order, and down the subsets of its reverse.
            Self::Sampled(orders) => orders
                .iter()
                .enumerate()
                .flat_map(|(index, order)| {
                    let mut coalition = 0_u64;
                    let grown = order.iter().map(move |lever| {
                        coalition |= 1 << lever;
                        coalition
                    });
                    let mut way: Vec<u64> = std::iter::once(0).chain(grown).collect();
                    if index % 2 == 1 {
                        way.reverse();
                    }
                    way
                })
                .collect(),
        }
    }

    /// The shares of all levers.
    #[must_use]
    pub fn values<'p>(&self, levers: usize, outcome: &dyn Fn(u64) -> &'p Position) -> Vec<Value> {
        (0..levers)
            .map(|lever| match self {
                Self::All(_) => {
                    Value { share: combine(&exact_terms(lever, levers, outcome)), sampling: None }
                }
                Self::Sampled(orders) => sampled(lever, orders, outcome),
            })
            .collect()
    }
}

/// Weight s! (n - s - 1)! / n! on what the lever adds to each subset of size s without it.
fn exact_terms<'p>(
    lever: usize,
    levers: usize,
    outcome: &dyn Fn(u64) -> &'p Position,
) -> Vec<(f64, &'p Position)> {
    let bit = 1_u64 << lever;
    (0..1_u64 << levers)
        .filter(|subset| subset & bit == 0)
        .flat_map(|subset| {
            let size = subset.count_ones() as usize;
            // 1 / (n C(n - 1, s))
            let choose = (0..size).fold(1.0, |ways, k| ways * (levers - 1 - k) as f64 / (k + 1) as f64);
            let weight = 1.0 / (levers as f64 * choose);
            [(weight, outcome(subset | bit)), (-weight, outcome(subset))]
        })
        .collect()
}

fn sampled<'p>(lever: usize, orders: &[Vec<usize>], outcome: &dyn Fn(u64) -> &'p Position) -> Value {
    let weight = 1.0 / orders.len() as f64;
    let step = |order: &Vec<usize>| {
        let before: u64 = order.iter().take_while(|other| **other != lever).map(|other| 1_u64 << other).sum();
        [(1.0, outcome(before | 1 << lever)), (-1.0, outcome(before))]
    };
    let terms: Vec<(f64, &Position)> =
        orders.iter().flat_map(step).map(|(sign, position)| (sign * weight, position)).collect();
    let share = combine(&terms);
    let mut spread = vec![[Moments::default(); 3]; share.len()];
    for pair in orders.chunks(2) {
        let terms: Vec<(f64, &Position)> = pair.iter().flat_map(step).collect();
        for (group, moments) in spread.iter_mut().enumerate() {
            for (which, moments) in moments.iter_mut().enumerate() {
                let sum: f64 = terms.iter().map(|(sign, at)| sign * at.central[group][which]).sum();
                moments.push(sum / pair.len() as f64);
            }
        }
    }
    let errors = spread.iter().map(|three| three.each_ref().map(Moments::standard_error)).collect();
    Value { share, sampling: Some(errors) }
}

/// A weighted sum of outcomes with its Monte-Carlo error: the same persons are left out of all.
#[must_use]
pub fn combine(terms: &[(f64, &Position)]) -> Vec<[Estimate; 3]> {
    let groups = terms.first().map_or(0, |(_, position)| position.central.len());
    let left_out = terms.iter().map(|(_, position)| position.replicates.len()).max().unwrap_or(0);
    (0..groups)
        .map(|group| {
            let departing: Vec<(f64, Option<&Departures>)> = terms
                .iter()
                .map(|(weight, at)| (*weight, at.departures.get(group).and_then(Option::as_ref)))
                .collect();
            let differing = Differing::of(&departing);
            std::array::from_fn(|which| {
                let value = terms.iter().map(|(weight, at)| weight * at.central[group][which]).sum();
                let without: Vec<f64> = (0..left_out)
                    .map(|out| {
                        let of = |at: &Position| {
                            at.replicates.get(out).map_or(at.central[group][which], |all| all[group][which])
                        };
                        terms.iter().map(|(weight, at)| weight * of(at)).sum()
                    })
                    .collect();
                let groups = differing.and_then(|all| groups_of(&all, EXPECTANCIES[which]));
                Estimate::jackknifed(value, &without, groups)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A game with interactions: lever 3 does nothing, levers 1 and 2 do the same.
    fn outcomes(levers: usize) -> Vec<Position> {
        (0..1_u64 << levers)
            .map(|coalition| {
                let has = |lever: u64| f64::from(u8::from(coalition >> lever & 1 == 1));
                let sum = 0.3 * has(0) + 0.1 * (has(1) + has(2)) + 0.07 * has(0) * has(1) * has(2);
                let at = |noise: f64| vec![[80.0 + sum * (1.0 + noise), sum - 0.05 * has(1) * has(2), 0.1]];
                Position {
                    central: at(0.0),
                    replicates: (0..4).map(|g| at(0.01 * f64::from(g))).collect(),
                    departures: Vec::new(),
                }
            })
            .collect()
    }

    #[test]
    fn shares_add_up_nothing_gets_nothing_and_equals_get_the_same() {
        let all = outcomes(4);
        let values = Orders::All(4).values(4, &|coalition| &all[coalition as usize]);
        for which in 0..3 {
            let sum: f64 = values.iter().map(|value| value.share[0][which].value).sum();
            assert!((sum - (all[15].central[0][which] - all[0].central[0][which])).abs() < 1e-12);
            assert!((values[1].share[0][which].value - values[2].share[0][which].value).abs() < 1e-14);
            assert_eq!(values[3].share[0][which], Estimate::new(0.0, 0.0));
        }
        // By hand: 0.3 + 0.07 / 3.
        assert!((values[0].share[0][0].value - (0.3 + 0.07 / 3.0)).abs() < 1e-12);
        assert!(values[0].share[0][0].se > 0.0);
    }

    #[test]
    fn sampled_orders_agree_with_all_within_their_error_and_add_up_exactly() {
        let all = outcomes(4);
        let at = |coalition: u64| &all[coalition as usize];
        let exact = Orders::All(4).values(4, &at);
        let orders = Orders::of(4, 3, 12, 7);
        let found = orders.values(4, &at);
        for which in 0..2 {
            for (exact, found) in exact.iter().zip(&found) {
                let error = found.sampling.as_ref().unwrap()[0][which];
                let miss = (exact.share[0][which].value - found.share[0][which].value).abs();
                assert!(miss <= 4.0 * error + 1e-12, "{miss} with error {error}");
            }
            let sum: f64 = found.iter().map(|value| value.share[0][which].value).sum();
            assert!((sum - (all[15].central[0][which] - all[0].central[0][which])).abs() < 1e-12);
        }
        assert_eq!(found[3].share[0][0].value, 0.0);
    }

    #[test]
    fn a_walk_goes_by_every_subset_that_is_needed_one_lever_at_a_time() {
        for orders in [Orders::of(5, 6, 3, 7), Orders::of(9, 6, 3, 7)] {
            let walk = orders.walk();
            assert!(walk.windows(2).all(|pair| (pair[0] ^ pair[1]).count_ones() <= 1), "{walk:?}");
            let needed = |coalition: u64| assert!(walk.contains(&coalition), "{coalition:b}");
            match &orders {
                Orders::All(levers) => (0..1_u64 << levers).for_each(needed),
                Orders::Sampled(orders) => {
                    for order in orders {
                        for end in 0..=order.len() {
                            needed(order[..end].iter().map(|lever| 1_u64 << lever).sum());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn orders_are_those_of_the_seed() {
        assert_eq!(Orders::of(8, 6, 3, 1), Orders::of(8, 6, 3, 1));
        assert_ne!(Orders::of(8, 6, 3, 1), Orders::of(8, 6, 3, 2));
        assert_eq!(Orders::of(6, 6, 3, 1), Orders::All(6));
    }
}
