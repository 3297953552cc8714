//! The chance of having each deadly condition, carried beside the state that a person really is in.
//!
//! Few persons have a stroke or a cancer in a year, but who has one carries the whole hazard of dying of
//! it: sums of hazards given the state are as noisy as counted onsets. So each person also carries, for
//! every condition that changes the hazard of death, the probability of its two states given all that
//! makes their hazards differ and given that they live. Deaths are then summed as expectations over those
//! probabilities (Rao-Blackwell: Gelfand and Smith, J Am Stat Assoc 1990;85:398), which move smoothly with
//! a policy. Nobody's life depends on them: they only measure, and only ratios of two simulations on the
//! same persons are read off them, so what the yearly steps leave out cancels.

use super::effects::Effects;
use super::process::Processes;
use super::tables::{Frame, Row};
use crate::baseline::{Baseline, Course};

/// Most conditions that are carried as probabilities.
pub const MOST_DEADLY: usize = 16;
/// Most causes of death of a pack whose deadly conditions are carried as probabilities.
const MOST_CAUSES: usize = 32;

/// A condition that changes the hazard of death.
#[derive(Debug, Clone, Copy)]
pub struct Deadly {
    /// Position of the condition.
    pub condition: usize,
    /// Lane of its onset.
    pub onset: usize,
    /// Lane of the end of its first state, if it has one.
    pub passing: Option<usize>,
    /// Whether a second state follows the first.
    pub second_follows: bool,
}

/// Conditions worked on side by side.
const SIDE: usize = 4;
/// Groups of [`SIDE`] conditions.
const BLOCKS: usize = MOST_DEADLY / SIDE;

/// One number for each of [`SIDE`] conditions.
type Side = [f32; SIDE];

/// One number for each cause of death, [`SIDE`] of them together.
type ByCause = [Side; MOST_CAUSES / SIDE];

/// What happens to deadly conditions in the step that begins with a row, side by side. Single precision is
/// enough for chances that only measure, and halves the work.
#[derive(Debug, Clone)]
pub struct DeadlyRow {
    blocks: Vec<Block>,
    /// Conditions that change several causes of death.
    wide: Vec<Wide>,
    /// Base hazards of death over the step, and of the calendar year.
    step: ByCause,
    cell: ByCause,
    /// Groups of [`SIDE`] causes that the pack has.
    groups: usize,
}

#[derive(Debug, Clone, Copy)]
struct Block {
    /// Hazard of onset without its factor.
    onset: Side,
    /// Hazard of the end of the first state.
    passing: Side,
    /// 1 if a second state follows the first, 0 if none does.
    follows: Side,
    /// The one cause that the condition changes; any, with no excess, if it changes none or several.
    cause: [usize; SIDE],
    /// Ratio of that cause in each state to that of persons without, less 1.
    excess: [Side; 2],
    /// One over those ratios; 1 for a ratio of 0.
    inverse: [Side; 2],
}

#[derive(Debug, Clone)]
struct Wide {
    place: usize,
    /// As in [`Block`], for every cause.
    excess: [ByCause; 2],
    /// Whether both states have the same ratios.
    same: bool,
}

/// The conditions of a pack that are carried as probabilities; none without causes of death.
#[must_use]
pub fn deadly(baseline: &Baseline, processes: &Processes, after: &[Option<usize>]) -> Vec<Deadly> {
    if baseline.causes.is_empty() || baseline.causes.len() > MOST_CAUSES {
        return Vec::new();
    }
    let owns = |index: usize| {
        baseline.causes.iter().any(|cause| cause.owner.as_ref().is_some_and(|owner| owner.0 == index))
    };
    let conditions = baseline.conditions.iter().enumerate();
    conditions
        .filter(|(index, condition)| owns(*index) || !condition.multipliers.is_empty())
        .take(MOST_DEADLY)
        .map(|(index, condition)| Deadly {
            condition: index,
            onset: processes.onsets.start + index,
            passing: after[index],
            second_follows: matches!(condition.course, Course::RecentThenLasting { .. }),
        })
        .collect()
}

impl DeadlyRow {
    /// Nothing does.
    pub const NONE: Self =
        Self { blocks: Vec::new(), wide: Vec::new(), step: NO_CAUSE, cell: NO_CAUSE, groups: 0 };

    /// The step of a row with these effects of conditions, under scales of their multipliers, and base hazards,
    /// over the step and of the calendar year.
    #[must_use]
    pub fn new(frame: &Frame<'_>, (effects, scales): (&Effects, &[f64]), step: &[f64], cell: &[f64]) -> Self {
        let deaths = frame.processes.deaths.clone();
        let none = Block {
            onset: [0.0; SIDE],
            passing: [0.0; SIDE],
            follows: [0.0; SIDE],
            cause: [0; SIDE],
            excess: [[0.0; SIDE]; 2],
            inverse: [[1.0; SIDE]; 2],
        };
        let mut row = Self {
            blocks: vec![none; frame.deadly.len().div_ceil(SIDE)],
            wide: Vec::new(),
            step: by_cause(&step[deaths.clone()]),
            cell: by_cause(&cell[deaths.clone()]),
            groups: deaths.len().div_ceil(SIDE).min(MOST_CAUSES / SIDE),
        };
        for (place, deadly) in frame.deadly.iter().enumerate() {
            let (block, side) = (&mut row.blocks[place / SIDE], place % SIDE);
            block.onset[side] = step[deadly.onset] as f32;
            block.passing[side] = deadly.passing.map_or(0.0, |lane| step[lane] as f32);
            block.follows[side] = f32::from(u8::from(deadly.second_follows));
            let mut wide = Wide { place, excess: [NO_CAUSE; 2], same: true };
            for (state, effect) in effects[deadly.condition].iter().enumerate() {
                let scaled = effect.scaled(scales[deadly.condition]);
                for (lane, ratio) in scaled.filter(|(lane, _)| deaths.contains(lane)) {
                    let cause = lane - deaths.start;
                    wide.excess[state].as_flattened_mut()[cause] = (ratio - 1.0) as f32;
                }
            }
            let changed = |cause: &usize| wide.excess.iter().any(|state| state.as_flattened()[*cause] != 0.0);
            let causes: Vec<usize> = (0..deaths.len()).filter(changed).collect();
            match causes[..] {
                [] => {}
                [cause] => {
                    block.cause[side] = cause;
                    for state in 0..2 {
                        let excess = wide.excess[state].as_flattened()[cause];
                        block.excess[state][side] = excess;
                        block.inverse[state][side] = if excess > -1.0 { 1.0 / (1.0 + excess) } else { 1.0 };
                    }
                }
                _ => {
                    wide.same = wide.excess[0] == wide.excess[1];
                    row.wide.push(wide);
                }
            }
        }
        // Several of a quarter of a kilobyte each, in every row of every cohort.
        row.wide.shrink_to_fit();
        row
    }
}

/// Nothing for any cause.
const NO_CAUSE: ByCause = [[0.0; SIDE]; MOST_CAUSES / SIDE];

/// Numbers in single precision; zero for causes that the pack does not have.
fn by_cause(values: &[f64]) -> ByCause {
    let mut all = NO_CAUSE;
    for (own, value) in all.as_flattened_mut().iter_mut().zip(values) {
        *own = *value as f32;
    }
    all
}

/// A person as the probabilities see them: the state they really are in.
#[derive(Debug, Clone, Copy)]
pub struct Real<'a> {
    /// State of each condition.
    pub conditions: &'a [u8],
    /// Conditions they have in either state, one bit each.
    pub having: u32,
}

impl Real<'_> {
    /// Deadly conditions they have: place and state.
    fn deadly<'f>(&'f self, frame: &'f Frame<'_>) -> impl Iterator<Item = (usize, usize)> + 'f {
        let known = frame.deadly.iter().enumerate().filter(|_| self.having & frame.deadly_bits != 0);
        known
            .map(|(place, deadly)| (place, usize::from(self.conditions[deadly.condition])))
            .filter(|(_, state)| *state > 0)
    }
}

/// Probabilities of the first and of the second state of each deadly condition.
pub type Chances = [[Side; BLOCKS]; 2];

/// Probabilities of the first and second state of each deadly condition, given that the person lives.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedStates {
    first: [Side; BLOCKS],
    second: [Side; BLOCKS],
    /// Factor on the hazard of onset of somebody without the condition.
    onset: [Side; BLOCKS],
    /// Factor of the state they really are in on each cause of death, without ratios of 0: nobody dies of a
    /// cause in such a state, and what else acts on them (risk factors, care need, levers, other conditions)
    /// must stay known.
    open: ByCause,
}

impl ExpectedStates {
    /// Nobody has anything.
    pub const NONE: Self = Self {
        first: [[0.0; SIDE]; BLOCKS],
        second: [[0.0; SIDE]; BLOCKS],
        onset: [[1.0; SIDE]; BLOCKS],
        open: [[1.0; SIDE]; MOST_CAUSES / SIDE],
    };

    /// The probabilities alone: the rest is that of the person's state.
    #[must_use]
    pub const fn chances(&self) -> Chances {
        [self.first, self.second]
    }

    /// Probabilities of a person whose state has not been weighed yet.
    #[must_use]
    pub const fn with([first, second]: Chances) -> Self {
        Self { first, second, ..Self::NONE }
    }

    /// Sets the probabilities a person enters with.
    pub fn enter(&mut self, place: usize, first: f64, second: f64) {
        let all = first + second;
        let scale = if all > 1.0 { 1.0 / all } else { 1.0 };
        self.first[place / SIDE][place % SIDE] = (first * scale) as f32;
        self.second[place / SIDE][place % SIDE] = (second * scale) as f32;
    }

    /// Remembers the factors on onset, as they are for persons without the conditions, and those on death
    /// without ratios of 0.
    pub fn weigh(&mut self, frame: &Frame<'_>, factor: &[f64]) {
        for (onset, deadly) in self.onset.as_flattened_mut().iter_mut().zip(&frame.deadly) {
            *onset = factor[deadly.onset] as f32;
        }
        self.open = by_cause(&factor[frame.processes.deaths.clone()]);
    }

    /// Expected hazard of death of any cause, at the hazards of the calendar year.
    #[must_use]
    pub fn deaths<const LANES: usize>(&self, frame: &Frame<'_>, row: &Row<LANES>, real: Real<'_>) -> f64 {
        f64::from(product(&self.factors(frame, &row.deadly, real), &row.deadly.cell, row.deadly.groups))
    }

    /// Adds the expected hazard of death of each cause to its sum.
    pub fn add_deaths<const LANES: usize>(
        &self,
        frame: &Frame<'_>,
        row: &Row<LANES>,
        real: Real<'_>,
        weight: f64,
        sums: &mut [f64],
    ) {
        let factors = self.factors(frame, &row.deadly, real);
        let bases = &row.cell[frame.processes.deaths.clone()];
        for ((sum, base), factor) in sums.iter_mut().zip(bases).zip(factors.as_flattened()) {
            *sum += weight * base * f64::from(*factor);
        }
    }

    /// Factors on the causes of death, as expected over the states of deadly conditions.
    #[inline]
    fn factors(&self, frame: &Frame<'_>, row: &DeadlyRow, real: Real<'_>) -> ByCause {
        let mut factor = self.open;
        for ((block, first), second) in row.blocks.iter().zip(&self.first).zip(&self.second) {
            let mean: Side = std::array::from_fn(|side| {
                1.0 + first[side] * block.excess[0][side] + second[side] * block.excess[1][side]
            });
            for (cause, mean) in block.cause.iter().zip(mean) {
                factor.as_flattened_mut()[*cause] *= mean;
            }
        }
        let (first, second) = (self.first.as_flattened(), self.second.as_flattened());
        for wide in &row.wide {
            let (first, second) = (first[wide.place], second[wide.place]);
            let [one, two] = &wide.excess;
            for ((factor, one), two) in factor.iter_mut().zip(one).zip(two).take(row.groups) {
                for side in 0..SIDE {
                    factor[side] *= 1.0 + first * one[side] + second * two[side];
                }
            }
        }
        // The state they really are in stands in the factors already.
        for (place, state) in real.deadly(frame) {
            if let Some(wide) = row.wide.iter().find(|wide| wide.place == place) {
                factor = without(&factor, &wide.excess[state - 1], row.groups);
            } else {
                let (block, side) = (&row.blocks[place / SIDE], place % SIDE);
                factor.as_flattened_mut()[block.cause[side]] *= block.inverse[state - 1][side];
            }
        }
        factor
    }

    /// Moves the probabilities on by the step that begins with a row.
    ///
    /// Onsets are spread evenly over the step; a case passes on and dies at constant hazards, and whoever
    /// passes on does so, as for the hazard of the second state, in its middle. The probabilities are then those
    /// among the living.
    pub fn advance<const LANES: usize>(&mut self, frame: &Frame<'_>, row: &Row<LANES>, real: Real<'_>) {
        let deadly = &row.deadly;
        let excess = self.excess_deaths(frame, deadly, real);
        for (place, block) in deadly.blocks.iter().enumerate() {
            let (first, second, onset) =
                (&mut self.first[place], &mut self.second[place], &self.onset[place]);
            for side in 0..SIDE {
                let (had, has) = (first[side], second[side]);
                let hazard = block.onset[side] * onset[side];
                let leaving = block.passing[side] + excess[0][place][side];
                let (ends, dies) = (Ending::of(leaving), Ending::of(excess[1][place][side]));
                let new = (1.0 - had - has) * hazard / (1.0 + 0.5 * hazard);
                let passed = block.passing[side] * (had * ends.mean + new * ends.mean_rest(leaving));
                let follows = block.follows[side];
                let one = had * ends.stays + new * ends.mean;
                let two = has * dies.stays + follows * passed * dies.stays_half;
                let alive = (1.0 - had - has) - new + (1.0 - follows) * passed + one + two;
                first[side] = one / alive;
                second[side] = two / alive;
            }
        }
    }

    /// Excess hazards of death in the first and second state of each deadly condition over the step. Deaths
    /// that a condition does not change take all states alike.
    #[inline]
    fn excess_deaths(&self, frame: &Frame<'_>, row: &DeadlyRow, real: Real<'_>) -> [[Side; BLOCKS]; 2] {
        let hazard = times(&self.open, &row.step, row.groups);
        let mut excess = [[[0.0; SIDE]; BLOCKS]; 2];
        for (place, block) in row.blocks.iter().enumerate() {
            let own = block.cause.map(|cause| hazard.as_flattened()[cause]);
            for side in 0..SIDE {
                excess[0][place][side] = own[side] * block.excess[0][side];
                excess[1][place][side] = own[side] * block.excess[1][side];
            }
        }
        for wide in &row.wide {
            let (place, side) = (wide.place / SIDE, wide.place % SIDE);
            let first = product(&hazard, &wide.excess[0], row.groups);
            excess[0][place][side] = first;
            excess[1][place][side] =
                if wide.same { first } else { product(&hazard, &wide.excess[1], row.groups) };
        }
        // The state they really are in stands in the hazards already.
        for (place, state) in real.deadly(frame) {
            let (block, side) = (&row.blocks[place / SIDE], place % SIDE);
            match row.wide.iter().find(|wide| wide.place == place) {
                Some(wide) => {
                    let without = without(&hazard, &wide.excess[state - 1], row.groups);
                    for (excess, own) in excess.iter_mut().zip(&wide.excess) {
                        excess[place / SIDE][side] = product(&without, own, row.groups);
                    }
                }
                None => {
                    for excess in &mut excess {
                        excess[place / SIDE][side] *= block.inverse[state - 1][side];
                    }
                }
            }
        }
        excess
    }
}

/// Products, cause by cause.
#[inline]
fn times(left: &ByCause, right: &ByCause, groups: usize) -> ByCause {
    let mut all = *left;
    for (own, right) in all.iter_mut().zip(right).take(groups) {
        for side in 0..SIDE {
            own[side] *= right[side];
        }
    }
    all
}

/// Hazards without the ratio of a state, cause by cause; a ratio of 0 does not stand in them ([`ExpectedStates::weigh`]).
#[inline]
fn without(hazard: &ByCause, excess: &ByCause, groups: usize) -> ByCause {
    let mut all = *hazard;
    for (own, excess) in all.iter_mut().zip(excess).take(groups) {
        for side in 0..SIDE {
            own[side] /= if excess[side] > -1.0 { 1.0 + excess[side] } else { 1.0 };
        }
    }
    all
}

/// Sum of products, in [`SIDE`] partial sums that the compiler need not reorder.
#[inline]
fn product(left: &ByCause, right: &ByCause, groups: usize) -> f32 {
    let mut sums = [0.0; SIDE];
    for (left, right) in left.iter().zip(right).take(groups) {
        for side in 0..SIDE {
            sums[side] += left[side] * right[side];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// What a constant cumulative hazard h leaves of a state over a step.
struct Ending {
    /// exp(-h): who was in it at the beginning is in it at the end.
    stays: f32,
    /// exp(-h / 2).
    stays_half: f32,
    /// (1 - exp(-h)) / h: the mean share of the step spent in it, and the share of those who came to it evenly
    /// over the step who are in it at the end.
    mean: f32,
}

impl Ending {
    /// By the (2, 2) Padé approximant of exp(-h / 2), positive everywhere, and its square: within 0.0002 to h = 1.5 and
    /// 0.003 to h = 3.
    #[inline]
    fn of(hazard: f32) -> Self {
        let half = 0.5 * hazard;
        let mean_half = 1.0 / (1.0 + half * (0.5 + half * (1.0 / 12.0)));
        let stays_half = 1.0 - half * mean_half;
        Self { stays: stays_half * stays_half, stays_half, mean: 0.5 * mean_half * (1.0 + stays_half) }
    }

    /// (1 - mean) / h: the mean share of the step spent in it by those who came to it evenly over the step.
    #[inline]
    fn mean_rest(&self, hazard: f32) -> f32 {
        // By the same approximant of the whole step: no difference of nearly equal numbers where h is small.
        (0.5 + hazard * (1.0 / 12.0)) * self.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hazard_leaves_is_the_exponential() {
        for step in 1..=30_u32 {
            let hazard = f64::from(step) / 20.0;
            let (exact, found) = (libm::exp(-hazard), Ending::of(hazard as f32));
            let close = |found: f32, exact: f64, error: f64| {
                assert!((f64::from(found) - exact).abs() < error, "{hazard}: {found} for {exact}");
            };
            close(found.stays, exact, 2e-4);
            close(found.stays_half, libm::exp(-0.5 * hazard), 2e-4);
            let mean = (1.0 - exact) / hazard;
            close(found.mean, mean, 2e-4);
            close(found.mean_rest(hazard as f32), (1.0 - mean) / hazard, 3e-3);
        }
        assert!(Ending::of(-0.2).stays > 1.0);
        assert!((0..=100_u8).all(|hazard| Ending::of(f32::from(hazard)).stays > 0.0));
    }
}
