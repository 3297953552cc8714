//! Shares of deaths by single age from deaths by five-year group.
//!
//! Each cause's share is piecewise linear through nodes at the middles of the groups; the shares of an
//! age add up to 1. The nodes are moved until the deaths of every group (shares times rates times
//! persons) are those of the group.

use super::CAUSES;
use super::base::{Base, FIRST, GROUPS, LAST, ages_of, by_group, through_groups};
use super::deaths::ByCause;
use super::math::{AGES, Curve, curve};
use kenju::num::units::Sex;
use libm::pow;
use std::collections::BTreeMap;

const ROUNDS: usize = 200;

/// Shares of all deaths, by cause.
pub type Shares = Vec<Curve>;

/// Shares of every observed year and sex.
pub fn shares(base: &Base, deaths: &BTreeMap<(u16, usize), ByCause>) -> BTreeMap<(u16, usize), Shares> {
    let mut found = BTreeMap::new();
    for year in FIRST..=LAST {
        for sex in Sex::ALL {
            let key = (year, sex.index());
            found.insert(key, of_year(base, &deaths[&key], year, sex));
        }
    }
    found
}

fn of_year(base: &Base, deaths: &ByCause, year: u16, sex: Sex) -> Shares {
    let (rates, persons) = (base.mortality(year, sex), base.nationals(year, sex));
    let dying = curve(|age| rates[age] * persons[age]);
    let all = by_group(&dying);
    let counted: [f64; GROUPS] =
        std::array::from_fn(|group| deaths.iter().map(|of_cause| of_cause[group]).sum::<f64>().max(1e-9));
    let mut nodes = *deaths;
    for of_cause in &mut nodes {
        for group in 0..GROUPS {
            of_cause[group] /= counted[group];
        }
    }
    let wanted = nodes;
    for _ in 0..ROUNDS {
        let shares = single(&nodes);
        for (cause, share) in shares.iter().enumerate() {
            for group in 0..GROUPS {
                let target = wanted[cause][group] * all[group];
                let fit: f64 = ages_of(group).map(|age| share[age] * dying[age]).sum();
                let factor = if fit > 0.0 { target / fit.max(1e-12) } else { 1.0 };
                nodes[cause][group] = (nodes[cause][group] * pow(factor, 0.7)).max(0.0);
            }
        }
    }
    single(&nodes)
}

/// The curves through the nodes, made to add up to 1 at each age.
fn single(nodes: &ByCause) -> Shares {
    let mut shares: Shares = nodes.iter().map(through_groups).collect();
    for age in 0..AGES {
        let sum: f64 = shares.iter().map(|share| share[age]).sum();
        for share in &mut shares {
            share[age] /= sum;
        }
    }
    debug_assert_eq!(shares.len(), CAUSES.len());
    shares
}
