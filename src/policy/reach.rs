//! Reminders and other levers of reach: they act on nobody's risk, only on whom other levers reach.
//!
//! In each year, with `r_i` the share of those a target may reach in whom lever i takes effect beyond its
//! reference path (coverage times adherence), target coverage c becomes
//!
//! ```text
//! [c + (1 - c) sum_i r_i (expit(logit(u_i) + s_i ln OR_i) - u_i) + sum_i r_i s_i points_i] x (1 + e (k' / k - 1))
//! ```
//!
//! A reminder acts on those who are not covered: of them a share `u_i` would come without it, as in the trial that
//! found the odds ratio (u is `usual` of the channel, s its shrinkage). Points are lifts of the whole target.
//! `r` is a mean over the residents of the year by sex and age, weighted by the reach of the target there
//! (its profile, and its share employed). The last factor holds where the target's coverage counts among those
//! whom another lever reaches ([`Target::Passage`]): k and k' are what that lever reaches in the reference and
//! here, e is the share of newcomers who go on as those reached today do.
//!
//! What reminders win and points lift are two plain sums, so the order of levers means nothing; at the reference
//! every r is 0 and the coverage is left as it is, to the bit. Channels of the same stacking name do not add up: the
//! stronger one acts. Points and reminders never lift beyond the target's maximum.

use super::{uptake, workplace};
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, Lever, Target};
use crate::num::grid::Grid;
use crate::num::special::{expit, logit};
use crate::num::units::{Sex, Year};
use crate::plan::{CoveragePath, LeverSetting};
use std::collections::BTreeMap;

/// Coverage of one lever in every year of the pack, where it differs from the reference.
type Shares = Option<CoveragePath>;

/// Whether a setting is of a lever that acts on the reach of others.
#[must_use]
pub fn is_of_reach(baseline: &Baseline, settings: &[LeverSetting]) -> bool {
    let set = |lever: &Lever| settings.iter().any(|setting| setting.lever == lever.id);
    let levers = baseline.levers.levers.iter().filter(|lever| set(lever));
    levers.flat_map(|lever| &lever.channels).any(|channel| channel.acts.lever().is_some())
}

/// Coverage paths of the levers that others reach into, in the order of the catalogue: what the engine uses
/// in place of their own path. Levers whose coverage is not changed by others are not listed. `population`
/// has the residents of every year by sex and age.
#[must_use]
pub fn effective_paths(
    baseline: &Baseline,
    settings: &[LeverSetting],
    population: &Grid,
) -> Vec<(String, CoveragePath)> {
    let count = baseline.levers.levers.len();
    let mut solver = Solver { baseline, settings, population, states: vec![State::Open; count] };
    let mut changed = Vec::new();
    for (index, lever) in baseline.levers.levers.iter().enumerate() {
        if let (Some(path), true) = solver.path(index) {
            changed.push((lever.id.clone(), path));
        }
    }
    changed
}

#[derive(Debug, Clone)]
enum State {
    Open,
    /// Being computed: a lever that reaches itself through others is taken at its own path.
    Entered,
    /// Path, and whether others changed it.
    Done(Shares, bool),
}

struct Solver<'a> {
    baseline: &'a Baseline,
    settings: &'a [LeverSetting],
    population: &'a Grid,
    states: Vec<State>,
}

/// How a channel moves the coverage of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Points,
    /// Share of those not covered yet who come to be.
    Rest,
    /// Relative change of those among whom the target's coverage counts.
    Passage,
}

/// What one channel adds to a target, year by year of the pack.
struct Shift<'a> {
    stacking: Option<&'a str>,
    way: Way,
    amounts: Vec<f64>,
}

impl<'a> Solver<'a> {
    fn setting(&self, lever: &Lever) -> Option<&'a LeverSetting> {
        self.settings.iter().find(|setting| setting.lever == lever.id)
    }

    fn own(&self, lever: &Lever) -> Shares {
        self.setting(lever).and_then(|setting| setting.coverage.clone())
    }

    /// Path of a lever after all that reaches into it, and whether that changed it.
    fn path(&mut self, index: usize) -> (Shares, bool) {
        let lever = &self.baseline.levers.levers[index];
        match &self.states[index] {
            State::Done(path, changed) => return (path.clone(), *changed),
            State::Entered => return (self.own(lever), false),
            State::Open => self.states[index] = State::Entered,
        }
        let mut shifts = Vec::new();
        for source in 0..self.baseline.levers.levers.len() {
            if source != index && reaches(&self.baseline.levers.levers[source], &lever.id) {
                let (path, _) = self.path(source);
                shifts.extend(self.shifts(source, lever, path));
            }
        }
        let own = self.own(lever);
        let shifted = self.shifted(lever, own.as_ref(), &shifts);
        let changed = shifted.is_some();
        let path = shifted.or(own);
        self.states[index] = State::Done(path.clone(), changed);
        (path, changed)
    }

    /// What the channels of a source add to a target; nothing where the source is at its reference.
    fn shifts(&self, source: usize, target: &Lever, path: Option<CoveragePath>) -> Vec<Shift<'a>> {
        let baseline = self.baseline;
        let lever = &baseline.levers.levers[source];
        let own = self.setting(lever);
        // Its path may be the work of other levers; what else is set of it stays.
        let moved = LeverSetting {
            coverage: path,
            adherence: own.and_then(|own| own.adherence),
            ..LeverSetting::of(&lever.id)
        };
        if !uptake::differs(lever, &moved, baseline.years) {
            return Vec::new();
        }
        let mut shifts = Vec::new();
        for channel in lever.channels.iter().filter(|channel| channel.acts.lever() == Some(&target.id)) {
            let Some((way, strength)) = strength(baseline, lever, channel, own) else { continue };
            let more = |year| match way {
                Way::Passage => growth(lever, &moved, year),
                Way::Points | Way::Rest => self.reached(lever, &moved, target, year),
            };
            let amounts = baseline.years.iter().map(|year| strength * more(year)).collect();
            shifts.push(Shift { stacking: channel.stacking.as_deref(), way, amounts });
        }
        shifts
    }

    /// Share of those whom a target may reach in whom a source takes effect beyond its reference path.
    fn reached(&self, source: &Lever, setting: &LeverSetting, target: &Lever, year: Year) -> f64 {
        let baseline = self.baseline;
        let covered = uptake::coverage(source, Some(setting), year);
        let applies = uptake::adherence(source, Some(setting), year);
        if covered[0] == covered[1] && applies[0] == applies[1] {
            return 0.0;
        }
        let employed = |lever: &Lever, sex: Sex, age: u8| match &baseline.levers.employment {
            Some(shares) if lever.eligibility.employed => shares.held(sex, year, age),
            _ => 1.0,
        };
        let (mut more, mut all) = (0.0, 0.0);
        for &sex in &baseline.sexes {
            for age in baseline.ages.iter() {
                let residents = self.population.held(sex, year, age);
                let weight = residents * target.profile(sex, age) * employed(target, sex, age);
                if weight == 0.0 {
                    continue;
                }
                all += weight;
                // Whoever is counted among the target's employed is employed for the source too.
                let share = if target.eligibility.employed { 1.0 } else { employed(source, sex, age) };
                let takes = |world: usize| source.reach(covered[world], sex, year, age) * applies[world];
                more += weight * share * (takes(1) - takes(0));
            }
        }
        if all > 0.0 { more / all } else { 0.0 }
    }

    /// The path of a target with the shifts; `None` if they change nothing.
    fn shifted(&self, lever: &Lever, own: Option<&CoveragePath>, shifts: &[Shift<'_>]) -> Shares {
        let years = self.baseline.years;
        let mut first = None;
        let mut shares = Vec::new();
        for (index, year) in years.iter().enumerate() {
            let base = own.and_then(|path| path.at(year)).unwrap_or_else(|| lever.reference_coverage(year));
            let [points, rest, passage] =
                [Way::Points, Way::Rest, Way::Passage].map(|way| combined(shifts, index, way));
            let share = if rest == 0.0 && points == 0.0 && passage == 0.0 {
                base
            } else {
                first = first.or(Some(year));
                (base + (1.0 - base) * rest + points).clamp(0.0, lever.coverage.maximum.max(base))
                    * (1.0 + passage).max(0.0)
            };
            shares.push(share);
        }
        let first = first?;
        let from = own.map_or(first, |path| path.from.min(first)).max(years.first);
        Some(CoveragePath { from, shares: shares.split_off(usize::from(from.0 - years.first.0)) })
    }
}

/// Sum of the shifts of a year; of those that stack, the stronger one only.
fn combined(shifts: &[Shift<'_>], year: usize, way: Way) -> f64 {
    let mut strongest: BTreeMap<&str, f64> = BTreeMap::new();
    let mut sum = 0.0;
    for shift in shifts.iter().filter(|shift| shift.way == way) {
        let amount = shift.amounts[year];
        match shift.stacking {
            None => sum += amount,
            Some(name) => {
                let kept = strongest.entry(name).or_insert(0.0);
                if amount.abs() > kept.abs() {
                    *kept = amount;
                }
            }
        }
    }
    strongest.values().fold(sum, |sum, amount| sum + amount)
}

/// Relative growth of what a lever reaches; 0 where it reaches nobody in the reference.
fn growth(lever: &Lever, setting: &LeverSetting, year: Year) -> f64 {
    let covered = uptake::coverage(lever, Some(setting), year);
    let applies = uptake::adherence(lever, Some(setting), year);
    let [usual, own] = [0, 1].map(|world: usize| covered[world] * applies[world]);
    if usual > 0.0 && own != usual { own / usual - 1.0 } else { 0.0 }
}

fn reaches(lever: &Lever, target: &str) -> bool {
    lever.channels.iter().any(|channel| channel.acts.lever().is_some_and(|other| other == target))
}

/// What full reach by a channel adds: points, the share of those not covered, or the share of newcomers who go
/// on; `None` without
/// usable evidence.
fn strength(
    baseline: &Baseline,
    lever: &Lever,
    channel: &Channel,
    setting: Option<&LeverSetting>,
) -> Option<(Way, f64)> {
    let own =
        setting.and_then(|set| set.effects.iter().find(|(id, _)| *id == channel.id)).map(|(_, value)| *value);
    // The user's own effect is taken as it is; the pack's is shrunk as the channel and the plan say.
    let (value, shrink) = if let Some(value) = own {
        (value, 1.0)
    } else {
        let factor = setting.and_then(|set| set.effect_factor).unwrap_or(1.0);
        (channel.effect.as_ref()?.default, factor * channel.shrink.0)
    };
    match &channel.acts {
        Target::ReachOdds { usual, .. } => (value > 0.0).then(|| {
            let with = expit(logit(*usual) + shrink * libm::log(value));
            (Way::Rest, with - usual)
        }),
        Target::ReachPoints(target) => {
            let workplace = baseline.pipelines.workplace.as_ref();
            Some((
                Way::Points,
                workplace::points(workplace, (&lever.id, &channel.id), target, shrink * value),
            ))
        }
        Target::Passage(_) => Some((Way::Passage, shrink * value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
