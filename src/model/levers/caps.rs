//! Caps on what all levers together may do: assumptions of the pack that the user sees.
//!
//! In no year, sex and age is the mean change among all persons larger than the cap. The mean is taken over
//! ranks of participation at full dose: who is reached follows age, sex, profile and adherence; a state other
//! than a rank of a risk factor, and being employed, are taken as everybody's, so there the mean is an upper
//! bound. Ranks of different levers are independent. So ratios of different levers multiply and, of those that
//! share a stacking group, somebody has the strongest that reaches them. Where a mean passes the cap, the
//! logarithms of all actions concerned shrink by the one factor at which the largest mean is the cap.

use super::{Action, ActiveLever, LeverSet, Requirement, Work};
use crate::baseline::Baseline;
use crate::baseline::health::RANK_CLASSES;
use crate::model::exposure::Exposures;
use crate::model::process::Processes;
use crate::model::risk::Shift;
use crate::num::units::{Sex, Year, YearSpan};
use std::collections::{BTreeMap, BTreeSet};

/// The risk factor whose mean change is capped.
const CAPPED_FACTOR: &str = "sbp";
/// Bisections for the factor on the logarithms: 2^-50 is below what a float can tell.
const BISECTIONS: usize = 50;

/// A cap that binds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Capped {
    /// Mean change of blood pressure, mmHg: without the cap, and the cap.
    BloodPressure(f64, f64),
    /// Mean ratio of the hazard of first care need: without the cap, and the cap.
    CareOnset(f64, f64),
}

/// Shrinks the actions of levers to the caps of the pack.
pub(super) fn apply(
    set: &mut LeverSet<'_>,
    baseline: &Baseline,
    processes: &Processes,
    exposures: Option<&Exposures<'_>>,
    years: YearSpan,
) {
    let caps = baseline.levers.caps;
    let pressure = exposures.and_then(|exposures| exposures.model.factor(CAPPED_FACTOR));
    let falls = |action: &Action| match action.work {
        Work::Edge(_, shift) => Some(shift).filter(|shift| Some(shift.factor) == pressure && !shift.scored),
        Work::Ratio(_) | Work::Deaths(..) => None,
    };
    let onset = processes.care.clone().next().filter(|_| baseline.care.is_some());
    let relief = |action: &Action| match action.work {
        Work::Ratio(logarithm) if onset.is_some_and(|lane| action.lanes == [lane]) => Some(logarithm),
        _ => None,
    };
    let falling = Cells::of(set, baseline, years, &|action| falls(action).is_some());
    let total = falling.largest(&set.shared_groups, &|lever| amounts(lever, &falls), &mean_fall);
    let fallen = total > -caps.blood_pressure;
    let relieving = Cells::of(set, baseline, years, &|action| relief(action).is_some());
    // Relief is 1 - mean ratio, so that the largest one is looked for in both.
    let relieved =
        |cap: f64| relieving.largest(&set.shared_groups, &|lever| ratios(lever, &relief, cap), &mean_relief);
    let (without, most) = (relieved(1.0), 1.0 - caps.care_onset);
    let (mut low, mut high) = (0.0, 1.0);
    if without > most {
        for _ in 0..BISECTIONS {
            let middle = 0.5 * (low + high);
            if relieved(middle) > most { high = middle } else { low = middle }
        }
    }
    if fallen {
        shrink(set, &|action| falls(action).is_some(), -caps.blood_pressure / total);
        set.capped.push(Capped::BloodPressure(-total, caps.blood_pressure));
    }
    if without > most {
        shrink(set, &|action| relief(action).is_some(), low);
        set.capped.push(Capped::CareOnset(1.0 - without, caps.care_onset));
    }
}

/// What one lever does to somebody: by stacking group, `None` for what stacks with nothing.
type Sizes<'a> = Vec<(Option<&'a str>, f64)>;

/// A lever in one sex, age and year: shares in whom it takes effect, in the reference and here, and its sizes.
struct Taken<'a, 's> {
    shares: [f64; 2],
    sizes: &'s Sizes<'a>,
}

/// Falls of the capped factor, mmHg. Several edges of a channel carry one shift: it counts once.
fn amounts<'a>(lever: &ActiveLever<'a>, falls: &dyn Fn(&Action) -> Option<Shift>) -> Sizes<'a> {
    let mut seen: Vec<(usize, Shift)> = Vec::new();
    let mut sizes = Vec::new();
    for action in &lever.actions {
        let Some(shift) = falls(action) else { continue };
        if !seen.contains(&(action.channel, shift)) {
            seen.push((action.channel, shift));
            sizes.push((action.group(lever), -shift.amount));
        }
    }
    sizes
}

/// Ratios of first care need with this factor on their logarithms.
fn ratios<'a>(lever: &ActiveLever<'a>, relief: &dyn Fn(&Action) -> Option<f64>, cap: f64) -> Sizes<'a> {
    let size = |action: &Action| Some((action.group(lever), libm::exp(cap * relief(action)?)));
    lever.actions.iter().filter_map(size).collect()
}

/// The levers concerned, and every combination of shares in which they take effect in some year, sex and age.
struct Cells<'a, 's> {
    levers: Vec<&'s ActiveLever<'a>>,
    shares: Vec<Vec<[f64; 2]>>,
}

impl<'a, 's> Cells<'a, 's> {
    fn of(
        set: &'s LeverSet<'a>,
        baseline: &Baseline,
        years: YearSpan,
        concerns: &dyn Fn(&Action) -> bool,
    ) -> Self {
        let levers: Vec<&ActiveLever<'a>> =
            set.levers.iter().filter(|lever| lever.actions.iter().any(concerns)).collect();
        let mut found: BTreeSet<Vec<[u64; 2]>> = BTreeSet::new();
        for year in years.iter().filter(|year| levers.iter().any(|lever| lever.moves(*year))) {
            for &sex in &baseline.sexes {
                for age in baseline.ages.iter() {
                    let bits =
                        |lever: &&ActiveLever<'_>| lever.takes_effect(sex, year, age).map(f64::to_bits);
                    found.insert(levers.iter().map(bits).collect());
                }
            }
        }
        let shares = found.into_iter().map(|cell| cell.iter().map(|pair| pair.map(f64::from_bits)).collect());
        Self { levers, shares: shares.collect() }
    }

    /// The largest mean of any year, sex and age.
    fn largest(
        &self,
        shared: &[&str],
        sizes: &dyn Fn(&ActiveLever<'a>) -> Sizes<'a>,
        mean: &dyn Fn(&[Taken<'a, '_>], &[&str]) -> f64,
    ) -> f64 {
        let sizes: Vec<Sizes<'a>> = self.levers.iter().map(|lever| sizes(lever)).collect();
        let of_cell = |cell: &Vec<[f64; 2]>| {
            let taken: Vec<Taken<'a, '_>> =
                cell.iter().zip(&sizes).map(|(shares, sizes)| Taken { shares: *shares, sizes }).collect();
            mean(&taken, shared)
        };
        self.shares.iter().map(of_cell).fold(0.0, f64::max)
    }
}

impl ActiveLever<'_> {
    /// Whether a year differs from the reference, before sexes and ages.
    fn moves(&self, year: Year) -> bool {
        let [usual, own] = crate::policy::uptake::coverage(self.definition, self.setting, year);
        let [adhering, adhered] = self.adherence(year);
        usual != own || adhering != adhered
    }

    /// Share in whom it takes effect, in the reference and here.
    fn takes_effect(&self, sex: Sex, year: Year, age: u8) -> [f64; 2] {
        let having = match self.requires {
            Some(Requirement::RankFrom { class, .. }) => 1.0 - f64::from(class) / RANK_CLASSES as f64,
            _ => 1.0,
        };
        let (reach, adherence) = (self.reach(sex, year, age), self.adherence(year));
        [0, 1].map(|world: usize| having * reach[world] * adherence[world])
    }
}

/// Mean fall: shares beyond the reference times amounts, the largest of each shared group.
fn mean_fall(taken: &[Taken<'_, '_>], shared: &[&str]) -> f64 {
    let alone: f64 = taken
        .iter()
        .map(|own| (own.shares[1] - own.shares[0]) * singles(own.sizes, shared).sum::<f64>())
        .sum();
    let groups = by_group(taken, shared, 0.0_f64, f64::max);
    alone + groups.iter().map(|group| best(group, 1, 0.0) - best(group, 0, 0.0)).sum::<f64>()
}

/// 1 less the mean ratio, as the engine puts ratios on persons ([`super::table::Ratios::factor`]).
fn mean_relief(taken: &[Taken<'_, '_>], shared: &[&str]) -> f64 {
    let mut ratio = 1.0;
    for Taken { shares: [usual, own], sizes } in taken {
        let passing = |size: f64| {
            let change = if own > usual { size - 1.0 } else { 1.0 - size };
            1.0 + change / (1.0 - usual * (1.0 - size))
        };
        let factor: f64 = singles(sizes, shared).map(passing).product();
        ratio *= 1.0 + (own - usual).abs() * (factor - 1.0);
    }
    for group in by_group(taken, shared, 1.0, f64::min) {
        let mean: f64 = group.iter().map(|(size, [usual, _])| 1.0 - usual * (1.0 - size)).product();
        ratio *= 1.0 + (best(&group, 1, 1.0) - best(&group, 0, 1.0)) / mean;
    }
    1.0 - ratio
}

/// Sizes that stack with nothing of another lever.
fn singles<'s>(sizes: &'s Sizes<'_>, shared: &'s [&str]) -> impl Iterator<Item = f64> + use<'s> {
    let alone = |group: Option<&str>| group.is_none_or(|name| !shared.contains(&name));
    sizes.iter().filter(move |(group, _)| alone(*group)).map(|(_, size)| *size)
}

/// For each shared group the strongest size of each lever with its shares, the strongest lever first.
fn by_group(
    taken: &[Taken<'_, '_>],
    shared: &[&str],
    nothing: f64,
    stronger: fn(f64, f64) -> f64,
) -> Vec<Vec<(f64, [f64; 2])>> {
    let mut groups: BTreeMap<&str, Vec<(f64, [f64; 2])>> = BTreeMap::new();
    for name in shared {
        for own in taken {
            let of_group = own.sizes.iter().filter(|(group, _)| group.is_some_and(|group| group == *name));
            let size = of_group.map(|(_, size)| *size).fold(nothing, stronger);
            if size != nothing {
                groups.entry(name).or_default().push((size, own.shares));
            }
        }
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by(|(one, _), (other, _)| {
            if stronger(*one, *other) == *one {
                std::cmp::Ordering::Less
            } else {
                std::cmp::Ordering::Greater
            }
        });
    }
    groups
}

/// Mean of the strongest size that reaches somebody; `nothing` for those whom none reaches.
fn best(group: &[(f64, [f64; 2])], world: usize, nothing: f64) -> f64 {
    let (mut left, mut mean) = (1.0, 0.0);
    for (size, shares) in group {
        mean += left * shares[world] * size;
        left *= 1.0 - shares[world];
    }
    mean + left * nothing
}

fn shrink(set: &mut LeverSet<'_>, concerned: &dyn Fn(&Action) -> bool, share: f64) {
    for action in set.levers.iter_mut().flat_map(|lever| &mut lever.actions) {
        if concerned(action) {
            action.cap *= share;
        }
    }
}

#[cfg(test)]
mod tests;
