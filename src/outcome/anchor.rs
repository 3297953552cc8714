//! Levels are anchored, differences are simulated.
//!
//! A scenario's death rate in a cell is
//!
//! ```text
//! reference rate x (mean hazard simulated in the scenario / mean hazard simulated in the reference)
//! ```
//!
//! with the same persons in both, so that what the simulation gets wrong about the level cancels
//! and a scenario equal to the reference gives the reference exactly. Shares (limitation, care
//! need) move by the difference of simulated logits instead of a ratio, which keeps them in (0, 1).
//! Cells with few simulated persons share the ratio of a run of neighbouring ages.

use super::cells::Cells;
use super::tally::{CellSums, View, pools};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};

/// Simulated persons a cell needs to stand alone.
const LEAST_PERSONS: f64 = 100.0;
/// Expected simulated persons at care level 2 and above that a run of ages needs for its care need.
const LEAST_CASES: f64 = 30.0;

/// Runs of ages that share a ratio, by sex and year.
pub struct Pools(Vec<Pooling>);

struct Pooling {
    sex: Sex,
    year: Year,
    /// For death and limitation, which every person informs.
    runs: Vec<(u8, u8)>,
    /// For care need, which only those in need inform.
    care_runs: Vec<(u8, u8)>,
}

impl Pools {
    /// Chosen once from the persons of the reference simulation (`heads`), so that every replicate uses the same.
    #[must_use]
    pub fn of(heads: &Grid, reference: &Cells, sexes: &[Sex], years: YearSpan) -> Self {
        let pools = sexes
            .iter()
            .flat_map(|&sex| years.iter().map(move |year| (sex, year)))
            .map(|(sex, year)| {
                let dependent =
                    |age: u8| reference.care[1].get(sex, year, age) + reference.care[2].get(sex, year, age);
                Pooling {
                    sex,
                    year,
                    runs: pools(heads, sex, year, LEAST_PERSONS, |_| 1.0),
                    care_runs: pools(heads, sex, year, LEAST_CASES, dependent),
                }
            })
            .collect();
        Self(pools)
    }
}

/// Rates of the scenario; its population still is the reference's. Years before `from`, in which the two
/// simulations are the same, keep the rates of the reference.
#[must_use]
pub fn anchored_rates(
    reference: &Cells,
    scenario: View<'_>,
    simulated: View<'_>,
    pools: &Pools,
    from: Year,
) -> Cells {
    let mut cells = reference.clone();
    for Pooling { sex, year, runs, care_runs } in pools.0.iter().filter(|pooling| pooling.year >= from) {
        let (sex, year) = (*sex, *year);
        for &run in runs {
            let Some((ours, theirs)) = alike(scenario, simulated, sex, year, run) else { continue };
            shift_rates(&mut cells, sex, year, run, &ours, &theirs);
        }
        for &run in care_runs {
            let Some((ours, theirs)) = alike(scenario, simulated, sex, year, run) else { continue };
            shift_care(&mut cells, sex, year, run, &ours, &theirs);
        }
    }
    cells
}

/// Sums of both simulations over a run of ages, the scenario's brought to the age composition of the
/// reference: a scenario that lets people grow older must not change a rate by that alone.
fn alike(
    scenario: View<'_>,
    simulated: View<'_>,
    sex: Sex,
    year: Year,
    run: (u8, u8),
) -> Option<(CellSums, CellSums)> {
    let (mut ours, mut theirs) = (CellSums::default(), CellSums::default());
    for age in run.0..=run.1 {
        let (own, base) = (scenario.get(sex, year, age), simulated.get(sex, year, age));
        if own.persons > 0.0 && base.persons > 0.0 {
            ours = ours.plus(&own, base.persons / own.persons);
            theirs = theirs.plus(&base, 1.0);
        }
    }
    (theirs.persons > 0.0).then_some((ours, theirs))
}

fn shift_rates(cells: &mut Cells, sex: Sex, year: Year, run: (u8, u8), ours: &CellSums, theirs: &CellSums) {
    let [deaths, reference_deaths] = [ours, theirs].map(|sums| sums.expected_deaths / sums.persons);
    let limitation = Shift::between([ours, theirs].map(|sums| sums.limited / sums.persons));
    for age in run.0..=run.1 {
        if reference_deaths > 0.0 {
            let rate = cells.mortality.get(sex, year, age) * (deaths / reference_deaths);
            cells.mortality.set(sex, year, age, rate);
        }
        let limited = limitation.of(cells.limited.get(sex, year, age));
        cells.limited.set(sex, year, age, limited);
    }
}

fn shift_care(cells: &mut Cells, sex: Sex, year: Year, run: (u8, u8), ours: &CellSums, theirs: &CellSums) {
    if ours.care == theirs.care && ours.persons == theirs.persons {
        return;
    }
    let shifts: [Shift; 3] = std::array::from_fn(|level| {
        Shift::between([ours, theirs].map(|sums| sums.care[level] / sums.persons))
    });
    for age in run.0..=run.1 {
        let [one, two, three] = [0, 1, 2].map(|level| cells.care[level].get(sex, year, age));
        let mut at_least = [one + two + three, two + three, three];
        for (share, shift) in at_least.iter_mut().zip(&shifts) {
            *share = shift.of(*share);
        }
        for level in 0..3 {
            let above = if level < 2 { at_least[level + 1] } else { 0.0 };
            cells.care[level].set(sex, year, age, (at_least[level] - above).max(0.0));
        }
    }
}

/// A share moved by the difference of two simulated logits; by their ratio where one of them is 0 or 1.
#[must_use]
pub fn shifted(share: f64, ours: f64, theirs: f64) -> f64 {
    Shift::between([ours, theirs]).of(share)
}

/// How a simulated share differs between two worlds.
enum Shift {
    /// Not at all.
    None,
    /// By this ratio of odds, which is a difference of logits.
    Odds(f64),
    /// By this ratio, where one of the shares is 0 or 1.
    Ratio(f64),
}

impl Shift {
    /// From the reference's share, the second, to the scenario's.
    fn between([ours, theirs]: [f64; 2]) -> Self {
        let inside = |share: f64| share > 0.0 && share < 1.0;
        if ours == theirs || theirs <= 0.0 {
            Self::None
        } else if inside(ours) && inside(theirs) {
            Self::Odds(ours / (1.0 - ours) * ((1.0 - theirs) / theirs))
        } else {
            Self::Ratio(ours / theirs)
        }
    }

    /// A share moved by it; 0 and 1 stay.
    fn of(&self, share: f64) -> f64 {
        if share <= 0.0 || share >= 1.0 {
            return share;
        }
        match self {
            Self::None => share,
            Self::Odds(ratio) => {
                let odds = share / (1.0 - share) * ratio;
                odds / (1.0 + odds)
            }
            Self::Ratio(ratio) => (share * ratio).clamp(0.0, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::units::AgeSpan;
    use crate::outcome::tally::{GROUPS, Sheet, Tally};

    #[test]
    fn equal_simulations_leave_a_share_untouched_to_the_bit() {
        for share in [0.0, 1e-9, 0.1, 0.37, 1.0] {
            assert_eq!(shifted(share, 0.25, 0.25), share);
        }
    }

    #[test]
    fn a_shift_is_a_difference_of_logits() {
        let moved = shifted(0.5, 0.2, 0.25);
        let odds = moved / (1.0 - moved);
        assert!((odds - (0.2 / 0.8) / (0.25 / 0.75)).abs() < 1e-12);
    }

    #[test]
    fn simulated_zeros_do_not_leave_the_unit_interval() {
        assert_eq!(shifted(0.3, 0.0, 0.2), 0.0);
        assert_eq!(shifted(0.3, 0.1, 0.0), 0.3);
        assert_eq!(shifted(0.9, 1.0, 0.5), 1.0);
    }

    /// Two ages share a ratio because few were simulated. A scenario in which people only grow older, and
    /// one in which each dies at 0.8 of the rate, must be told apart.
    #[test]
    fn pooled_ages_are_compared_at_the_age_composition_of_the_reference() {
        let (years, ages) = (YearSpan::new(2030, 2030), AgeSpan { first: 80, last: 81, open: true });
        let tally = |persons: [f64; 2], rates: [f64; 2]| {
            let mut groups = vec![Sheet::empty(years, ages); GROUPS];
            for (index, age) in ages.iter().enumerate() {
                let (persons, rate) = (persons[index], rates[index]);
                let limited = persons * [0.3, 0.4][index];
                let sums = CellSums {
                    persons,
                    deaths: 0.0,
                    expected_deaths: persons * rate,
                    limited,
                    care: [0.0; 3],
                };
                groups[0].add(Sex::Female, Year(2030), age, &sums);
            }
            Tally::of(groups, Grid::filled(years, ages, 60.0))
        };
        let grid = |value| Grid::filled(years, ages, value);
        let official = Cells {
            mortality: grid(0.07),
            infant_fraction: grid(0.5),
            limited: grid(0.35),
            care: [grid(0.1), grid(0.1), grid(0.1)],
            population: grid(1000.0),
        };
        let base = tally([100.0, 50.0], [0.05, 0.2]);
        let pools = Pools::of(&base.heads, &official, &[Sex::Female], years);
        assert_eq!(pools.0[0].runs, [(80, 81)]);
        for (rates, factor) in [([0.05, 0.2], 1.0), ([0.04, 0.16], 0.8)] {
            let older = tally([90.0, 80.0], rates);
            let cells = anchored_rates(&official, older.all(), base.all(), &pools, Year(2030));
            for age in ages.iter() {
                let found = cells.mortality.get(Sex::Female, Year(2030), age);
                assert!((found / 0.07 - factor).abs() < 1e-12, "{age}: {found}");
                assert!((cells.limited.get(Sex::Female, Year(2030), age) - 0.35).abs() < 1e-12);
            }
        }
    }
}
