//! Finds the normalisers of one cohort by living all its persons year by year, side by side.
//!
//! On each 1 October the mean factor of every process among the persons exposed to it is known before
//! the step begins, so the base hazards of the step can be divided by it at once; no iteration is
//! needed. Care transitions are solved from the simulated shares and the simulated deaths by level,
//! the odds of limitation from the simulated mix of conditions and levels. Cohorts do not depend on
//! each other.

pub mod direct;

use super::care::{CARE_STATES, CareShares, solve_step, states};
use super::effects::own_weights;
use super::person::Person;
use super::step;
use super::tables::{CohortTable, Inputs, OriginKind};
use crate::baseline::CARE_LEVELS;
use crate::num::draws::Draws;
use crate::num::units::{Sex, Year};

/// Normalisers of one row of a cohort.
#[derive(Debug, Clone)]
pub struct RowNormalisers {
    /// Calendar year of the 1 October.
    pub year: Year,
    /// Completed age.
    pub age: u8,
    /// Mean ratio of onset among all, by condition.
    pub start: Vec<f64>,
    /// Mean ratio of onset among those without, by condition.
    pub onset: Vec<f64>,
    /// Mean ratio of death, by cause, as found.
    pub death: Vec<f64>,
    /// Persons with the condition that owns the cause, by cause; 0 where none does.
    pub cases: Vec<f64>,
    /// Scale of the multipliers, by condition; 1 where it has none.
    pub direct: Vec<f64>,
    /// Base hazards of the upward moves.
    pub care: [f64; CARE_LEVELS],
    /// Base odds of limitation.
    pub limitation: f64,
}

/// A person of the cohort and the weight they carry.
struct Member<const LANES: usize> {
    person: Person<LANES>,
    weight: f64,
}

/// Normalisers of every row of a cohort. `persons` gives the number simulated for an origin.
///
/// The table must have been built without calibration; its base hazards are normalised on the way.
#[must_use]
pub fn calibrate_cohort<const LANES: usize>(
    inputs: &Inputs<'_>,
    mut table: CohortTable<LANES>,
    persons: impl Fn(f64) -> u32,
    draws: Draws,
) -> Vec<RowNormalisers> {
    let mut members: Vec<Member<LANES>> = Vec::new();
    let mut found = Vec::new();
    for index in 0..table.rows.len() {
        let newcomers = enter_members(inputs, &table, index, &persons, draws);
        members.extend(newcomers);
        if members.is_empty() {
            // Nobody lives at these ages; the row before stands for them.
            if let Some(last) = found.last().cloned() {
                let last: RowNormalisers = last;
                let year = Year(table.first_year.0 + index as u16);
                found.push(RowNormalisers { year, age: table.ages[index], ..last });
            }
            continue;
        }
        for member in &mut members {
            member.person.begin_row(inputs.frame, &table, index, draws);
        }
        let direct = direct::solve(inputs, &mut table, index, &mut members);
        let normalisers = normalise_row(inputs, &mut table, index, &members);
        found.push(RowNormalisers { direct, ..normalisers });
        members.retain_mut(|member| step::advance(&mut member.person, &table, index, inputs.frame, draws));
    }
    found
}

/// Persons who are first counted in this row, with conditions dealt by their mean ratio.
fn enter_members<const LANES: usize>(
    inputs: &Inputs<'_>,
    table: &CohortTable<LANES>,
    index: usize,
    persons: &impl Fn(f64) -> u32,
    draws: Draws,
) -> Vec<Member<LANES>> {
    let mut members = Vec::new();
    for origin in table.origins.iter().filter(|origin| origin.first_row == index) {
        let count = persons(origin.represented);
        let weight = table.weight(origin, count);
        let mut entering: Vec<Person<LANES>> =
            (0..count).map(|serial| Person::new(inputs.frame, table, origin, serial, draws)).collect();
        if let (OriginKind::Birth, Some(entry)) = (origin.kind, &table.entry) {
            entering.retain_mut(|person| step::enter(person, entry, table, inputs.frame, draws));
        } else {
            let mut dealt = origin.clone();
            dealt.start = mean_starts(inputs, &entering);
            for person in &mut entering {
                person.deal_states(inputs.frame, &dealt, draws);
            }
        }
        members.extend(entering.into_iter().map(|person| Member { person, weight }));
    }
    members
}

fn mean_starts<const LANES: usize>(inputs: &Inputs<'_>, persons: &[Person<LANES>]) -> Vec<f64> {
    let mean = |lane: usize| {
        let sum: f64 = persons.iter().map(|person| person.risk[lane]).sum();
        if persons.is_empty() { 1.0 } else { sum / persons.len() as f64 }
    };
    inputs.frame.processes.onsets.clone().map(mean).collect()
}

fn normalise_row<const LANES: usize>(
    inputs: &Inputs<'_>,
    table: &mut CohortTable<LANES>,
    index: usize,
    members: &[Member<LANES>],
) -> RowNormalisers {
    let processes = &inputs.frame.processes;
    let (year, age) = (Year(table.first_year.0 + index as u16), table.ages[index]);
    let mut factor = [0.0; LANES];
    let mut exposed = [0.0; LANES];
    let mut risk = [0.0; LANES];
    let mut total = 0.0;
    for Member { person, weight } in members {
        total += weight;
        for lane in 0..LANES {
            factor[lane] += weight * person.factor[lane];
            risk[lane] += weight * person.risk[lane];
            exposed[lane] += if person.factor[lane] > 0.0 { *weight } else { 0.0 };
        }
    }
    let among_exposed = |lane: usize| if exposed[lane] > 0.0 { factor[lane] / exposed[lane] } else { 1.0 };
    let onset: Vec<f64> = processes.onsets.clone().map(among_exposed).collect();
    let death: Vec<f64> = processes
        .deaths
        .clone()
        .map(|lane| if factor[lane] > 0.0 { factor[lane] / total } else { 1.0 })
        .collect();
    let cases = cases_by_cause(inputs, table, age, members);
    let steady: Vec<f64> = death
        .iter()
        .zip(&cases)
        .enumerate()
        .map(|(cause, (found, cases))| match expected_mean(inputs, table.cohort.sex, age, cause) {
            Some(expected) => steadied(*found, *cases, expected),
            None => *found,
        })
        .collect();
    let start = processes.onsets.clone().map(|lane| risk[lane] / total).collect();
    for (lane, mean) in processes.onsets.clone().zip(&onset).chain(processes.deaths.clone().zip(&steady)) {
        table.hazards_mut().rows[index].scale(lane, 1.0 / mean);
    }
    let care = solve_care(inputs, table, index, members, &among_exposed);
    for (lane, hazard) in processes.care.clone().zip(care) {
        table.hazards_mut().rows[index].set(lane, hazard);
    }
    let limitation = solve_limitation(inputs, table, index, members);
    RowNormalisers { year, age, start, onset, death, cases, direct: Vec::new(), care, limitation }
}

/// Cases whose worth of evidence the expected mean ratio of a thin cell has.
const EXPECTED_WORTH: f64 = 20.0;

/// A mean ratio of an owned cause, steadied by its expectation where cases are few.
///
/// The mean of few cases is noise, and dividing by it overstates deaths on average; with no case at all
/// it would put all deaths on persons who do not die of the cause.
#[must_use]
pub fn steadied(found: f64, cases: f64, expected: f64) -> f64 {
    (cases * found + EXPECTED_WORTH * expected) / (cases + EXPECTED_WORTH)
}

/// What the mean ratio of an owned cause is by the construction of its weights: they are hazards of the
/// first year, so their mean is the cell's hazard of that year. `None` for causes nobody owns.
#[must_use]
pub fn expected_mean(inputs: &Inputs<'_>, sex: Sex, age: u8, cause: usize) -> Option<f64> {
    let weights = own_weights(inputs.baseline, sex, age, cause)?;
    let fraction = &inputs.baseline.causes[cause].fraction;
    let rate =
        |year: Year| inputs.reference.cells.mortality.held(sex, year, age) * fraction.get(sex, year, age);
    let first = rate(inputs.baseline.years.first);
    // Where nobody died of it in the first year, the observed year with most deaths stands in.
    let rate = if first > 0.0 { first } else { fraction.years().iter().map(rate).fold(0.0, f64::max) };
    (weights.without > 0.0 && rate > 0.0).then(|| rate / weights.without)
}

fn cases_by_cause<const LANES: usize>(
    inputs: &Inputs<'_>,
    table: &CohortTable<LANES>,
    age: u8,
    members: &[Member<LANES>],
) -> Vec<f64> {
    (0..inputs.frame.processes.deaths.len())
        .map(|cause| {
            own_weights(inputs.baseline, table.cohort.sex, age, cause).map_or(0.0, |weights| {
                let having = |member: &&Member<LANES>| member.person.conditions[weights.owner] > 0;
                members.iter().filter(having).count() as f64
            })
        })
        .collect()
}

/// Base hazards of the upward moves that lead the simulated shares to the official ones.
fn solve_care<const LANES: usize>(
    inputs: &Inputs<'_>,
    table: &CohortTable<LANES>,
    index: usize,
    members: &[Member<LANES>],
    among_exposed: &impl Fn(usize) -> f64,
) -> [f64; CARE_LEVELS] {
    let Some(care) = &inputs.baseline.care else { return [0.0; CARE_LEVELS] };
    let processes = &inputs.frame.processes;
    let (year, age) = (Year(table.first_year.0 + index as u16), table.ages[index]);
    let row = &table.rows[index];
    let (mut persons, mut hazard): (CareShares, CareShares) = ([0.0; CARE_STATES], [0.0; CARE_STATES]);
    for Member { person, weight } in members {
        persons[person.care] += weight;
        let death: f64 = processes.deaths.clone().map(|lane| row.step[lane] * person.factor[lane]).sum();
        hazard[person.care] += weight * death;
    }
    let total: f64 = persons.iter().sum();
    let shares = persons.map(|sum| sum / total);
    let arrival = (age + 1).min(inputs.baseline.ages.last);
    let goal = states(&inputs.reference.cells.care, table.cohort.sex, Year(year.0 + 1), arrival);
    if shares[0] >= 1.0 && goal[0] >= 1.0 {
        return [0.0; CARE_LEVELS];
    }
    let mean = hazard.iter().sum::<f64>() / total;
    let death: CareShares =
        std::array::from_fn(|state| if persons[state] > 0.0 { hazard[state] / persons[state] } else { mean });
    let (transitions, _) = solve_step(&shares, &goal, care.recovery, &death);
    std::array::from_fn(|level| transitions.up[level] / among_exposed(processes.care.start + level))
}

/// Base odds at which the mean probability of limitation of the persons is the official share.
fn solve_limitation<const LANES: usize>(
    inputs: &Inputs<'_>,
    table: &CohortTable<LANES>,
    index: usize,
    members: &[Member<LANES>],
) -> f64 {
    let (year, age) = (Year(table.first_year.0 + index as u16), table.ages[index]);
    let target = inputs.reference.cells.limited.held(table.cohort.sex, year, age);
    // Persons with the same odds are alike; there are few different odds.
    let mut classes: Vec<(f64, f64)> = Vec::new();
    for Member { person, weight } in members {
        match classes.binary_search_by(|(odds, _)| odds.total_cmp(&person.odds)) {
            Ok(place) => classes[place].1 += weight,
            Err(place) => classes.insert(place, (person.odds, *weight)),
        }
    }
    let total: f64 = classes.iter().map(|(_, weight)| weight).sum();
    let mean = |base: f64| {
        let limited = |odds: f64| if odds.is_infinite() { 1.0 } else { base * odds / (1.0 + base * odds) };
        classes.iter().map(|(odds, weight)| weight * limited(*odds)).sum::<f64>() / total
    };
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if mean(middle) < target { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
