//! In how many groups of persons anything differs between two worlds.
//!
//! The jackknife knows only what happened. An outcome that few lives decide (who becomes limited, who comes to
//! need care) differs between two worlds in few of its groups; by chance in none, and then the error it
//! gives is that of the rest of the number alone, which may be a hundredth of the truth. So beside every
//! paired difference the groups are counted in which what it is made of differs at all. Among G groups
//! k lives touch G (1 - (1 - 1/G)^k): [`LEAST`] groups stand for about as many lives, from which
//! an error is known to about a fifth (1 / sqrt(k)). Below that none is told ([`Precision::TooFew`]).

use super::tally::{Columns, GROUPS, Tally};
use crate::num::units::{Sex, Year};

/// Fewest groups of persons that must differ for an error to be told.
pub const LEAST: u32 = 20;

/// Age from which the expectancies at 65 are made.
const OLD: u8 = 65;

/// A share of the sum of sizes below which a weighted sum is rounding, not a difference.
const ROUNDING: f64 = 1e-9;

/// What is known of the error of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Precision {
    /// Computed without persons, or provably the same in both worlds.
    Exact,
    /// Monte-Carlo standard error.
    Error(f64),
    /// So few lives differ that no error can be told: groups of persons in which any does.
    TooFew {
        /// Of [`GROUPS`], fewer than [`LEAST`].
        groups: u32,
    },
}

/// What a number is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Expected deaths.
    Deaths,
    /// Expected persons with activity limitation.
    Limited,
    /// Persons at care level 2 or above.
    Dependent,
    /// Persons by level of care need.
    Care,
}

const PARTS: usize = 4;

/// How the levers of a world come to change deaths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnDeaths {
    /// They do not.
    Never,
    /// By hazards that everybody reached meets.
    ByHazards,
    /// By states as well that a few come to be in and that are lived through.
    ByStates,
}

/// Parts at all ages, then the same from [`OLD`] on.
type PartSums = [f64; 2 * PARTS];

/// What each group of persons of a world adds to a year beyond the same group of its reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Departures {
    groups: Vec<PartSums>,
    on_deaths: OnDeaths,
    /// Parts that nobody of the world has, whatever happens: a pack without care need has nobody in care.
    absent: [bool; 2 * PARTS],
}

/// In how many groups the parts of a number differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differing {
    counts: [u32; 2 * PARTS],
    on_deaths: OnDeaths,
}

impl Departures {
    /// Of a world from its reference; without one, all that the world's persons add. `on_deaths`: how its
    /// levers change deaths.
    #[must_use]
    pub fn of(own: &Tally, reference: Option<&Tally>, (year, sex): (Year, Sex), on_deaths: OnDeaths) -> Self {
        let one = |number: usize| {
            let mut sums = part_sums(own.group(number), year, sex);
            if let Some(reference) = reference {
                for (sum, usual) in sums.iter_mut().zip(part_sums(reference.group(number), year, sex)) {
                    *sum -= usual;
                }
            }
            sums
        };
        let groups: Vec<PartSums> = (0..GROUPS).map(one).collect();
        let nobody = |part: usize| reference.is_none() && groups.iter().all(|sums| sums[part] == 0.0);
        Self { absent: std::array::from_fn(nobody), groups, on_deaths }
    }

    /// Of two sets of persons together, such as the sexes.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        for (own, other) in self.groups.iter_mut().zip(&other.groups) {
            for (own, other) in own.iter_mut().zip(other) {
                *own += other;
            }
        }
        for (own, other) in self.absent.iter_mut().zip(other.absent) {
            *own &= other;
        }
        self
    }
}

fn part_sums(sheet: &Columns, year: Year, sex: Sex) -> PartSums {
    let mut sums = [0.0; 2 * PARTS];
    for age in sheet.ages().iter() {
        let cell = sheet.get(sex, year, age);
        let parts = [cell.expected_deaths, cell.limited, cell.care[1], cell.care.iter().sum()];
        for (place, part) in parts.into_iter().enumerate() {
            sums[place] += part;
            if age >= OLD {
                sums[PARTS + place] += part;
            }
        }
    }
    sums
}

impl Differing {
    /// Groups in which a weighted sum over worlds (or years) differs from none; a world that is its
    /// reference has no departures. `None` if none of them has: the sum is exact.
    #[must_use]
    pub fn of(terms: &[(f64, Option<&Departures>)]) -> Option<Self> {
        terms.iter().find(|(_, departures)| departures.is_some())?;
        let mut counts = [0; 2 * PARTS];
        let absent = |part: usize| terms.iter().filter_map(|(_, own)| *own).all(|own| own.absent[part]);
        for group in 0..GROUPS {
            let (mut sums, mut sizes) = ([0.0; 2 * PARTS], [0.0; 2 * PARTS]);
            for (weight, departures) in terms {
                for (part, own) in departures.iter().flat_map(|all| all.groups[group].iter().enumerate()) {
                    sums[part] += weight * own;
                    sizes[part] += (weight * own).abs();
                }
            }
            for (count, (sum, size)) in counts.iter_mut().zip(sums.iter().zip(sizes)) {
                *count += u32::from(sum.abs() > ROUNDING * size);
            }
        }
        for part in (0..2 * PARTS).filter(|part| absent(*part)) {
            counts[part] = GROUPS as u32;
        }
        let own = terms.iter().filter_map(|(_, own)| own.map(|own| own.on_deaths));
        Some(Self { counts, on_deaths: own.max().unwrap_or(OnDeaths::Never) })
    }

    /// Groups in which every one of some parts differs, at the part that differs in the fewest. Expected deaths
    /// differ a little for everybody reached, and much for the few who are in another state: where the latter is
    /// what a world is about, those few are counted, by their limitation.
    #[must_use]
    pub fn least(&self, parts: &[Part], old: bool) -> u32 {
        let from = if old { PARTS } else { 0 };
        let count = |part: Part| self.counts[from + part as usize];
        let of = |part: &Part| match part {
            Part::Deaths if self.on_deaths == OnDeaths::ByStates => {
                count(Part::Deaths).min(count(Part::Limited))
            }
            part => count(*part),
        };
        parts.iter().map(of).min().unwrap_or(0)
    }

    /// Whether levers may change deaths, so that deaths that differ nowhere prove nothing.
    #[must_use]
    pub fn may_change_deaths(&self) -> bool {
        self.on_deaths != OnDeaths::Never
    }
}

/// Groups in which values of the same groups differ.
#[must_use]
pub fn differing_groups(one: &[f64], other: &[f64]) -> u32 {
    one.iter().zip(other).map(|(a, b)| u32::from(a != b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::grid::Grid;
    use crate::num::units::{AgeSpan, YearSpan};
    use crate::outcome::tally::{CellSums, Sheet};

    /// Every group has ten persons of 80; in the first `limited` of them one is limited more, in the first
    /// `dying` deaths are rarer.
    fn tally(limited: usize, dying: usize) -> Tally {
        let (years, ages) = (YearSpan::new(2030, 2030), AgeSpan { first: 60, last: 81, open: true });
        let sheet = |group: usize| {
            let mut sheet = Sheet::empty(years, ages);
            let sums = CellSums {
                persons: 10.0,
                deaths: 0.0,
                expected_deaths: if group < dying { 0.1 } else { 0.2 },
                limited: 3.0 + f64::from(u8::from(group < limited)),
                care: [0.0; 3],
            };
            sheet.add(Sex::Female, Year(2030), 80, &sums);
            sheet
        };
        Tally::of((0..GROUPS).map(sheet).collect(), Grid::filled(years, ages, 0.0))
    }

    fn departures(own: &Tally) -> Departures {
        Departures::of(own, Some(&tally(0, 0)), (Year(2030), Sex::Female), OnDeaths::ByHazards)
    }

    #[test]
    fn groups_are_counted_by_what_differs_in_them() {
        let found = Differing::of(&[(1.0, Some(&departures(&tally(3, 50))))]).unwrap();
        assert_eq!(found.least(&[Part::Deaths], false), 50);
        assert_eq!(found.least(&[Part::Deaths, Part::Limited], false), 3);
        assert_eq!(found.least(&[Part::Limited], true), 3);
        assert_eq!(found.least(&[Part::Dependent], false), 0);
        let by_states = Departures { on_deaths: OnDeaths::ByStates, ..departures(&tally(3, 50)) };
        assert_eq!(Differing::of(&[(1.0, Some(&by_states))]).unwrap().least(&[Part::Deaths], false), 3);
    }

    #[test]
    fn worlds_that_are_alike_differ_nowhere_and_a_world_without_persons_is_exact() {
        let (one, other) = (departures(&tally(5, 9)), departures(&tally(8, 9)));
        let found = Differing::of(&[(1.0, Some(&other)), (-1.0, Some(&one))]).unwrap();
        assert_eq!(found.least(&[Part::Limited], false), 3);
        assert_eq!(found.least(&[Part::Deaths], false), 0);
        // Shares of a difference leave rounding behind, which is no life.
        let third = 1.0 / 3.0;
        let terms =
            [(third, Some(&one)), (third, Some(&other)), (-third, Some(&one)), (-third, Some(&other))];
        assert_eq!(Differing::of(&terms).unwrap().least(&[Part::Limited], false), 0);
        assert_eq!(Differing::of(&[(1.0, None), (-1.0, None)]), None);
    }
}
