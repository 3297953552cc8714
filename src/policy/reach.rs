//! Reminders and other levers of reach: they act on nobody's risk, only on whom other levers reach.
//!
//! In each year, with `r` the share of a target's eligible persons whom lever i reaches beyond its
//! reference path, target coverage c becomes `expit(logit(c) + sum_i r_i ln OR_i) + sum_i r_i points_i`.
//! Log odds and points add, so the order of levers means nothing; at the reference every r is 0 and the
//! coverage is left as it is, to the bit. Channels of the same stacking name do not add up: the stronger one
//! acts. Reach never lifts beyond the target's maximum.

use super::workplace;
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, Lever, Target};
use crate::num::special::{expit, logit};
use crate::num::units::{Sex, Year};
use crate::plan::{CoveragePath, LeverSetting};
use std::collections::BTreeMap;

/// Coverage of one lever in every year of the pack, where it differs from the reference.
type Shares = Option<CoveragePath>;

/// Coverage paths of the levers that others reach into, in the order of the catalogue: what the engine uses
/// in place of their own path. Levers whose coverage is not changed by others are not listed.
#[must_use]
pub fn effective_paths(baseline: &Baseline, settings: &[LeverSetting]) -> Vec<(String, CoveragePath)> {
    let count = baseline.levers.levers.len();
    let mut solver = Solver { baseline, settings, states: vec![State::Open; count] };
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
    states: Vec<State>,
}

/// What one channel adds to a target, year by year of the pack.
struct Shift<'a> {
    stacking: Option<&'a str>,
    odds: bool,
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
                shifts.extend(self.shifts(source, lever, path.as_ref()));
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
    fn shifts(&self, source: usize, target: &Lever, path: Option<&CoveragePath>) -> Vec<Shift<'a>> {
        let baseline = self.baseline;
        let lever = &baseline.levers.levers[source];
        let Some(path) = path else { return Vec::new() };
        let setting = self.setting(lever);
        let adherence = setting.and_then(|set| set.adherence).unwrap_or(lever.coverage.adherence);
        let overlap = overlap(baseline, lever, target);
        let reached: Vec<f64> = baseline
            .years
            .iter()
            .map(|year| match path.at(year) {
                Some(share) => (share - lever.reference_coverage(year)) * adherence * overlap,
                None => 0.0,
            })
            .collect();
        let mut shifts = Vec::new();
        for channel in lever.channels.iter().filter(|channel| onto(channel) == Some(target.id.as_str())) {
            let Some(strength) = strength(baseline, lever, channel, setting) else { continue };
            shifts.push(Shift {
                stacking: channel.stacking.as_deref(),
                odds: matches!(channel.acts, Target::ReachOdds(_)),
                amounts: reached.iter().map(|share| share * strength).collect(),
            });
        }
        shifts
    }

    /// The path of a target with the shifts; `None` if they change nothing.
    fn shifted(&self, lever: &Lever, own: Option<&CoveragePath>, shifts: &[Shift<'_>]) -> Shares {
        let years = self.baseline.years;
        let mut first = None;
        let mut shares = Vec::new();
        for (index, year) in years.iter().enumerate() {
            let base = own.and_then(|path| path.at(year)).unwrap_or_else(|| lever.reference_coverage(year));
            let odds = combined(shifts, index, true);
            let points = combined(shifts, index, false);
            let share = if odds == 0.0 && points == 0.0 {
                base
            } else {
                first = first.or(Some(year));
                let moved = if odds == 0.0 { base } else { expit(logit(base) + odds) };
                (moved + points).clamp(0.0, lever.coverage.maximum.max(base))
            };
            shares.push(share);
        }
        let first = first?;
        let from = own.map_or(first, |path| path.from.min(first)).max(years.first);
        Some(CoveragePath { from, shares: shares.split_off(usize::from(from.0 - years.first.0)) })
    }
}

/// Sum of the shifts of a year; of those that stack, the stronger one only.
fn combined(shifts: &[Shift<'_>], year: usize, odds: bool) -> f64 {
    let mut strongest: BTreeMap<&str, f64> = BTreeMap::new();
    let mut sum = 0.0;
    for shift in shifts.iter().filter(|shift| shift.odds == odds) {
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

/// The lever that a channel reaches into.
fn onto(channel: &Channel) -> Option<&str> {
    match &channel.acts {
        Target::ReachPoints(lever) | Target::ReachOdds(lever) => Some(lever),
        _ => None,
    }
}

fn reaches(lever: &Lever, target: &str) -> bool {
    lever.channels.iter().any(|channel| onto(channel) == Some(target))
}

/// What full reach by a channel adds: points, or log odds; `None` without usable evidence.
fn strength(
    baseline: &Baseline,
    lever: &Lever,
    channel: &Channel,
    setting: Option<&LeverSetting>,
) -> Option<f64> {
    let own =
        setting.and_then(|set| set.effects.iter().find(|(id, _)| *id == channel.id)).map(|(_, value)| *value);
    // The user's own effect is taken as it is; the pack's is shrunk as the channel says.
    let (value, shrink) = match own {
        Some(value) => (value, 1.0),
        None => (channel.effect.as_ref()?.default, channel.shrink.0),
    };
    match &channel.acts {
        Target::ReachOdds(_) => (value > 0.0).then(|| shrink * libm::log(value)),
        Target::ReachPoints(target) => {
            let workplace = baseline.pipelines.workplace.as_ref();
            Some(workplace::points(workplace, &lever.id, target, shrink * value))
        }
        _ => None,
    }
}

/// Share of a target's eligible persons whom a source may reach, by sex, age and employment, weighted by
/// the residents of the pack's first year.
fn overlap(baseline: &Baseline, source: &Lever, target: &Lever) -> f64 {
    let year: Year = baseline.years.first;
    let employed = |lever: &Lever, sex: Sex, age: u8| match &baseline.levers.employment {
        Some(shares) if lever.eligibility.employed => shares.held(sex, year, age),
        _ => 1.0,
    };
    let (mut both, mut all) = (0.0, 0.0);
    for &sex in &baseline.sexes {
        for age in baseline.ages.iter().filter(|age| target.profile(sex, *age) > 0.0) {
            let persons = baseline.population.get(sex, year, age) * employed(target, sex, age);
            all += persons;
            if source.profile(sex, age) > 0.0 {
                // Whoever is counted among the target's employed is employed for the source too.
                let share = if target.eligibility.employed { 1.0 } else { employed(source, sex, age) };
                both += persons * share;
            }
        }
    }
    if all > 0.0 { both / all } else { 0.0 }
}

#[cfg(test)]
mod tests;
