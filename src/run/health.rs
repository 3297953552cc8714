//! Conditions and deaths by cause by age group, summed over the simulated persons.

use super::solve::Solved;
use crate::baseline::Baseline;
use crate::model::observe::{BURDENS, burdens_from};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::outcome::series::{AgeHealth, ConditionInAge};

/// Youngest completed ages of the groups; each ends before the next, the last is open.
const GROUPS: [u8; 6] = [0, 40, 65, 75, 85, 95];

/// The groups that have ages of the pack, with both ends inside it.
fn groups(baseline: &Baseline) -> impl Iterator<Item = (u8, u8)> {
    let (first, last) = (baseline.ages.first, baseline.ages.last);
    let ends = GROUPS.into_iter().skip(1).map(|next| next - 1).chain([u8::MAX]);
    let inside = move |(from, to): (u8, u8)| (from.max(first), to.min(last));
    GROUPS.into_iter().zip(ends).map(inside).filter(|(from, to)| from <= to)
}

/// What the persons of some sexes have and die of in a year, by age group.
pub(super) fn by_age(baseline: &Baseline, solved: &Solved, sexes: &[Sex], year: Year) -> Vec<AgeHealth> {
    let of_group = |(from, to): (u8, u8)| {
        let sum = |grid: &Grid| -> f64 {
            sexes.iter().map(|&sex| (from..=to).map(|age| grid.get(sex, year, age)).sum::<f64>()).sum()
        };
        let detail = |index: usize| sum(&solved.details[index]);
        let population = sum(&solved.cells.population);
        let conditions = baseline.conditions.iter().enumerate().map(|(index, condition)| {
            let cases = detail(3 * index) + detail(3 * index + 1);
            let burden = |place: usize| {
                let place = burdens_from(baseline) + BURDENS * index + place;
                (cases > 0.0).then(|| detail(place) / cases)
            };
            let found = ConditionInAge {
                prevalence: cases / population,
                onset_rate: detail(3 * index + 2) / population,
                limited: burden(0),
                certified: burden(1),
                dependent: burden(2),
            };
            (condition.id.clone(), found)
        });
        let first = 3 * baseline.conditions.len();
        let causes = baseline.causes.iter().enumerate();
        AgeHealth {
            age_from: from,
            age_to: to,
            population,
            conditions: conditions.collect(),
            deaths_by_cause: causes.map(|(index, cause)| (cause.id.clone(), detail(first + index))).collect(),
        }
    };
    groups(baseline).map(of_group).collect()
}

/// Every number of an age group.
pub(super) fn numbers(group: &AgeHealth) -> impl Iterator<Item = f64> {
    let conditions = group.conditions.values().flat_map(|one| {
        let shares = [one.limited, one.certified, one.dependent].into_iter().flatten();
        [one.prevalence, one.onset_rate].into_iter().chain(shares)
    });
    conditions.chain(group.deaths_by_cause.values().copied())
}
