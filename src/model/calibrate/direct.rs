//! The part of a condition's factor on causes of death that does not pass through anything else.
//!
//! A multiplier of the pack says how much faster cases die of some causes than persons of the same
//! age without the condition: the whole ratio, as it was observed and as the incidence was solved
//! with. Cases of dementia or a hip fracture also acquire care need, and cases of one condition have
//! others more often; both raise their hazards again. So the multiplier is scaled by the number at
//! which the ratio among the persons of the cell is the published one: what care need and other
//! conditions already carry is not counted twice. The scale may be far below 1.

use super::{Member, steadied};
use crate::model::tables::{CohortTable, Inputs};
use crate::num::units::Year;

/// Rounds of solving; conditions overlap little, so that each round leaves a small part of the error.
const ROUNDS: usize = 30;
/// Smallest scale: cases who die of nothing else than what the condition owns still may die.
const LEAST: f64 = 0.01;

/// A condition with multipliers.
struct Multiplying {
    condition: usize,
    /// Lanes of the causes it multiplies.
    lanes: Vec<usize>,
    /// Weight of its cases and number of them.
    cases: f64,
    count: f64,
    /// Sum of their multipliers.
    wanted: f64,
    scale: f64,
}

/// Finds the scales of a row and puts them into its effects; 1 for conditions without multipliers.
///
/// The hazards of the row must not be normalised yet: their proportions are those of the causes.
pub(super) fn solve<const LANES: usize>(
    inputs: &Inputs<'_>,
    table: &mut CohortTable<LANES>,
    index: usize,
    members: &mut [Member<LANES>],
) -> Vec<f64> {
    let (conditions, frame) = (&inputs.baseline.conditions, inputs.frame);
    let (sex, age) = (table.cohort.sex, table.ages[index]);
    let first_year: Year = inputs.baseline.years.first;
    let mut list: Vec<Multiplying> = (0..conditions.len())
        .filter(|&condition| !conditions[condition].multipliers.is_empty())
        .map(|condition| {
            let causes = conditions[condition].multipliers.iter().flat_map(|multiplier| &multiplier.causes);
            let lanes = causes.map(|cause| frame.processes.deaths.start + cause).collect();
            Multiplying { condition, lanes, cases: 0.0, count: 0.0, wanted: 0.0, scale: 1.0 }
        })
        .collect();
    if list.is_empty() {
        return vec![1.0; conditions.len()];
    }
    // Persons with the same of these conditions share their scales, so sums over them are enough.
    let mut weights = vec![0.0; 1 << list.len()];
    let mut sums = vec![[0.0; LANES]; 1 << list.len()];
    for Member { person, weight } in members.iter() {
        let mut group = 0;
        for (place, one) in list.iter_mut().enumerate() {
            let state = usize::from(person.conditions[one.condition]);
            if state > 0 {
                group |= 1 << place;
                one.cases += weight;
                one.count += 1.0;
                // The multipliers of a condition are equal for all the causes it multiplies.
                let by_state = &conditions[one.condition].multipliers[0].by_state[state - 1];
                one.wanted += weight * by_state.held(sex, first_year, age);
            }
        }
        weights[group] += weight;
        for lane in frame.processes.deaths.clone() {
            sums[group][lane] += weight * person.factor[lane];
        }
    }
    let base = table.rows[index].step;
    let total: f64 = weights.iter().sum();
    for _ in 0..ROUNDS {
        for place in 0..list.len() {
            let scaled = |group: usize, lane: usize| {
                let scales = list
                    .iter()
                    .enumerate()
                    .filter(|(other, one)| group & (1 << other) != 0 && one.lanes.contains(&lane));
                sums[group][lane] * scales.map(|(_, one)| one.scale).product::<f64>()
            };
            let (mut ill, mut well) = (0.0, 0.0);
            for &lane in &list[place].lanes {
                let mean: f64 = (0..sums.len()).map(|group| scaled(group, lane)).sum::<f64>() / total;
                for group in (0..sums.len()).filter(|_| mean > 0.0) {
                    let hazard = base[lane] / mean * scaled(group, lane);
                    if group & (1 << place) == 0 { well += hazard } else { ill += hazard }
                }
            }
            let one = &mut list[place];
            let without = total - one.cases;
            if ill > 0.0 && well > 0.0 && without > 0.0 {
                // Hazard of a case if it were the multiplier times that of persons without.
                let wanted = one.wanted * well / without;
                one.scale = (one.scale * wanted / ill).max(LEAST);
            }
        }
    }
    let mut found = vec![1.0; conditions.len()];
    for one in &list {
        let scale = steadied(one.scale, one.count, 1.0);
        found[one.condition] = scale;
        table.hazards_mut().rows[index].scales[one.condition] = scale;
    }
    for Member { person, .. } in members.iter_mut().filter(|member| member.person.having != 0) {
        person.weigh(frame, table, index);
    }
    found
}
