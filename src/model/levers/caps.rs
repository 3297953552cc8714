//! Caps on what all levers together may do: assumptions of the pack that the user sees.
//!
//! In no year, sex and age is the mean change among all persons larger than the cap. The mean is taken over
//! ranks of participation at full dose: who is reached follows age, sex, profile and adherence; a state other
//! than a rank of a risk factor, and being employed, are taken as everybody's, so there the mean is an upper
//! bound. Ranks of different levers are independent. So ratios of different levers multiply and, of those that
//! share a stacking group, somebody has the strongest that reaches them. Relief of care need counts whether it
//! is a channel's own ratio or follows along a path from a risk factor. Where a mean passes the cap, the
//! logarithms of all actions concerned shrink by the one factor at which the largest mean is the cap.

use super::{Action, ActiveLever, LeverSet, Requirement, Work};
use crate::baseline::Baseline;
use crate::baseline::health::RANK_CLASSES;
use crate::model::exposure::Exposures;
use crate::model::process::Processes;
use crate::model::risk::{LogRatio, Shift};
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
    // By its own ratio or along a path from a risk factor: a person is relieved once.
    let relieves = |action: &Action| onset.is_some_and(|lane| action.lanes == [lane]);
    let falling = Cells::of(set, (baseline, years), &|action| falls(action).is_some(), &|lever, _, _, _| {
        amounts(lever, &falls)
    });
    let total = falling.largest(&set.shared_groups, &|amount| amount, &mean_fall);
    let fallen = total > -caps.blood_pressure;
    let relieving = Cells::of(set, (baseline, years), &relieves, &|lever, sex, age, year| {
        logarithms(lever, &relieves, |action| action.logarithm(exposures, sex, age, year))
    });
    // Relief is 1 - mean ratio, so that the largest one is looked for in both.
    let relieved = |cap: f64| {
        relieving.largest(&set.shared_groups, &|logarithm| libm::exp(cap * logarithm), &mean_relief)
    };
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
        shrink(set, &relieves, low);
        set.capped.push(Capped::CareOnset(1.0 - without, caps.care_onset));
    }
}

/// What one lever does to somebody: by stacking group, `None` for what stacks with nothing.
type Sizes<'a> = Vec<(Option<&'a str>, f64)>;

/// A lever in one sex, age and year: shares in whom it takes effect, in the reference and here, and its sizes.
struct Taken<'a> {
    shares: [f64; 2],
    sizes: Sizes<'a>,
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

/// Logarithms of the ratios of first care need; where a ratio differs by rank class, of the mean over classes.
fn logarithms<'a>(
    lever: &ActiveLever<'a>,
    relieves: &dyn Fn(&Action) -> bool,
    logarithm: impl Fn(&Action) -> Option<LogRatio>,
) -> Sizes<'a> {
    let of = |ratio: LogRatio| match ratio {
        LogRatio::Same(logarithm) => logarithm,
        LogRatio::ByClass(_, classes) => {
            let sum: f64 = classes.iter().map(|logarithm| libm::exp(*logarithm)).sum();
            libm::log(sum / classes.len() as f64)
        }
    };
    let acting = lever.actions.iter().filter(|action| relieves(action));
    acting.filter_map(|action| Some((action.group(lever), of(logarithm(action)?)))).collect()
}

/// One cell: of each lever the shares and the sizes, as bits where they only tell cells apart.
type Key<'a> = Vec<([u64; 2], Vec<(Option<&'a str>, u64)>)>;

/// Every combination of shares and sizes with which the levers concerned take effect in some year, sex and age.
struct Cells<'a> {
    cells: Vec<Vec<Taken<'a>>>,
}

impl<'a> Cells<'a> {
    fn of(
        set: &LeverSet<'a>,
        (baseline, years): (&Baseline, YearSpan),
        concerns: &dyn Fn(&Action) -> bool,
        sizes: &dyn Fn(&ActiveLever<'a>, Sex, u8, Year) -> Sizes<'a>,
    ) -> Self {
        let levers: Vec<&ActiveLever<'a>> =
            set.levers.iter().filter(|lever| lever.actions.iter().any(concerns)).collect();
        let mut found: BTreeSet<Key<'a>> = BTreeSet::new();
        for year in years.iter().filter(|year| levers.iter().any(|lever| lever.moves(*year))) {
            for &sex in &baseline.sexes {
                for age in baseline.ages.iter() {
                    let bits = |lever: &&ActiveLever<'a>| {
                        let shares = lever.takes_effect(sex, year, age).map(f64::to_bits);
                        // Whom nothing reaches, nothing changes: their sizes need not be known.
                        let sizes = if shares == [0; 2] { Vec::new() } else { sizes(lever, sex, age, year) };
                        (shares, sizes.into_iter().map(|(group, size)| (group, size.to_bits())).collect())
                    };
                    found.insert(levers.iter().map(bits).collect());
                }
            }
        }
        let taken = |(shares, sizes): ([u64; 2], Vec<(Option<&'a str>, u64)>)| Taken {
            shares: shares.map(f64::from_bits),
            sizes: sizes.into_iter().map(|(group, size)| (group, f64::from_bits(size))).collect(),
        };
        Self { cells: found.into_iter().map(|cell| cell.into_iter().map(taken).collect()).collect() }
    }

    /// The largest mean of any year, sex and age, with each size changed.
    fn largest(
        &self,
        shared: &[&str],
        changed: &dyn Fn(f64) -> f64,
        mean: &dyn Fn(&[Taken<'a>], &[&str]) -> f64,
    ) -> f64 {
        let of_cell = |cell: &Vec<Taken<'a>>| {
            let taken = cell.iter().map(|own| Taken {
                shares: own.shares,
                sizes: own.sizes.iter().map(|(group, size)| (*group, changed(*size))).collect(),
            });
            mean(&taken.collect::<Vec<_>>(), shared)
        };
        self.cells.iter().map(of_cell).fold(0.0, f64::max)
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
fn mean_fall(taken: &[Taken<'_>], shared: &[&str]) -> f64 {
    let alone: f64 = taken
        .iter()
        .map(|own| (own.shares[1] - own.shares[0]) * singles(&own.sizes, shared).sum::<f64>())
        .sum();
    let groups = by_group(taken, shared, 0.0_f64, f64::max);
    alone + groups.iter().map(|group| best(group, 1, 0.0) - best(group, 0, 0.0)).sum::<f64>()
}

/// 1 less the mean ratio, as the engine puts ratios on persons ([`super::table::Ratios::factor`]).
fn mean_relief(taken: &[Taken<'_>], shared: &[&str]) -> f64 {
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
    taken: &[Taken<'_>],
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
