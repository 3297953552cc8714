//! The policies as the user has set them: how far each lever is to reach, in words or as a share.
//!
//! A lever that is not set follows its reference path. A set one leaves that path when policies start and
//! arrives, in equal steps, in the year the pack names; what is drawn and what is run is the same path.

use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::num::units::{Year, YearSpan};
use crate::plan::{CoveragePath, LeverSetting};
use crate::policy::path::{self, Route, Way};
use std::collections::BTreeMap;

/// Year in which policies start unless a scenario says otherwise.
pub const POLICY_START: Year = Year(2026);

/// Differences of coverage smaller than this are none.
const SAME: f64 = 1e-9;

/// How far a lever is to reach.
#[derive(Debug, Clone, PartialEq)]
pub enum Reach {
    /// Nobody.
    Nothing,
    /// What the reference path has when policies start, held.
    Today,
    /// What the pack calls ambitious.
    Ambitious,
    /// What the pack calls the maximum.
    Maximum,
    /// This share of those eligible.
    Share(f64),
    /// The path of the scenario that was opened.
    Given(CoveragePath),
}

/// The levers that are set, by their place in the catalogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    set: BTreeMap<usize, Reach>,
}

impl Draft {
    /// The levers of a scenario, in words where its paths are those of words.
    #[must_use]
    pub fn opened(baseline: &Baseline, levers: &[LeverSetting]) -> Self {
        let mut draft = Self::default();
        for setting in levers {
            let place = baseline.levers.levers.iter().position(|lever| lever.id == setting.lever);
            let (Some(place), Some(given)) = (place, &setting.coverage) else { continue };
            let lever = &baseline.levers.levers[place];
            let words = [Reach::Nothing, Reach::Today, Reach::Ambitious, Reach::Maximum];
            let last = given.shares.last().copied().map(Reach::Share);
            let same = |reach: &Reach| course(lever, reach, baseline.years).as_ref() == Some(given);
            let known = words.into_iter().chain(last).find(same);
            draft.set.insert(place, known.unwrap_or_else(|| Reach::Given(given.clone())));
        }
        draft
    }

    /// How far a lever is to reach; `None`: it follows its reference path.
    #[must_use]
    pub fn reach(&self, lever: usize) -> Option<&Reach> {
        self.set.get(&lever)
    }

    /// Sets a lever; `None` gives it back to its reference path.
    pub fn put(&mut self, lever: usize, reach: Option<Reach>) {
        match reach {
            Some(reach) => self.set.insert(lever, reach),
            None => self.set.remove(&lever),
        };
    }

    /// Whether no lever is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// The levers set, in the order of the catalogue.
    pub fn levers(&self) -> impl Iterator<Item = (usize, &Reach)> {
        self.set.iter().map(|(place, reach)| (*place, reach))
    }

    /// The settings of a plan; own effects of the opened scenario stay with their lever.
    #[must_use]
    pub fn settings(&self, baseline: &Baseline, opened: &[LeverSetting]) -> Vec<LeverSetting> {
        let levers = self.set.iter().filter_map(|(place, reach)| {
            let lever = baseline.levers.levers.get(*place)?;
            let coverage = course(lever, reach, baseline.years);
            let own = opened.iter().find(|setting| setting.lever == lever.id);
            coverage.as_ref()?;
            // A trial decides only on the way that it opened.
            let trialled = own.filter(|own| own.coverage == coverage).and_then(|own| own.trialled.clone());
            Some(LeverSetting {
                lever: lever.id.clone(),
                coverage,
                effects: own.map(|own| own.effects.clone()).unwrap_or_default(),
                effect_factor: own.and_then(|own| own.effect_factor),
                adherence: own.and_then(|own| own.adherence),
                correlation: own.and_then(|own| own.correlation),
                trialled,
            })
        });
        levers.collect()
    }
}

/// The reference coverage in the year in which policies start.
#[must_use]
pub fn today(lever: &Lever) -> f64 {
    lever.reference_coverage(POLICY_START)
}

/// The right end of a lever's slider.
#[must_use]
pub fn top(lever: &Lever) -> f64 {
    lever.coverage.maximum.max(today(lever)).max(f64::MIN_POSITIVE)
}

/// Coverage at which a lever arrives.
#[must_use]
pub fn arrival(lever: &Lever, reach: Option<&Reach>) -> f64 {
    match reach {
        None | Some(Reach::Today) => today(lever),
        Some(Reach::Nothing) => 0.0,
        Some(Reach::Ambitious) => {
            lever.coverage.ambitious.max(lever.reference_coverage(lever.coverage.reached))
        }
        Some(Reach::Maximum) => lever.coverage.maximum.max(lever.reference_coverage(lever.coverage.reached)),
        Some(Reach::Share(share)) => *share,
        Some(Reach::Given(path)) => path.shares.last().copied().unwrap_or_else(|| today(lever)),
    }
}

/// The path of a lever from the first year in which it differs from the reference path; `None` if it never does.
#[must_use]
pub fn course(lever: &Lever, reach: &Reach, years: YearSpan) -> Option<CoveragePath> {
    if let Reach::Given(path) = reach {
        return Some(path.clone());
    }
    let by = lever.coverage.reached.max(POLICY_START);
    let way = |share| Way { route: Route::Linear, from: POLICY_START, by, share };
    let limits = &lever.coverage;
    let shares = match reach {
        Reach::Today | Reach::Given(_) => path::held(lever, POLICY_START, years),
        Reach::Nothing => path::at_most_reference(lever, &path::toward(lever, way(0.0), years), years),
        Reach::Ambitious | Reach::Maximum => {
            let share = if *reach == Reach::Ambitious { limits.ambitious } else { limits.maximum };
            path::at_least_reference(lever, &path::toward(lever, way(share), years), years)
        }
        Reach::Share(share) => path::toward(lever, way(*share), years),
    };
    path::differing(lever, &shares, years)
}

/// Step of a slider: a round share of which at most 25 make the whole track.
#[must_use]
pub fn step(lever: &Lever) -> f64 {
    let steps = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05];
    steps.into_iter().find(|step| top(lever) / step <= 25.0).unwrap_or(0.05)
}

/// Where a slider stands after so many steps to the right (negative: to the left). It stops at every mark.
#[must_use]
pub fn moved(lever: &Lever, reach: Option<&Reach>, steps: i32) -> Option<Reach> {
    let mut at = arrival(lever, reach);
    let mut result = reach.cloned();
    for _ in 0..steps.unsigned_abs() {
        let stops = stops(lever);
        let next = if steps > 0 {
            stops.into_iter().find(|stop| stop.0 > at + SAME)
        } else {
            stops.into_iter().rev().find(|stop| stop.0 < at - SAME)
        };
        let Some((share, word)) = next else { break };
        at = share;
        result = word;
    }
    result
}

/// How far a lever reaches at the place of its slider nearest to a share.
#[must_use]
pub fn nearest(lever: &Lever, share: f64) -> Option<Reach> {
    let away = |stop: &(f64, Option<Reach>)| (stop.0 - share).abs();
    stops(lever).into_iter().min_by(|one, other| away(one).total_cmp(&away(other))).and_then(|stop| stop.1)
}

/// Every place a slider can stand, from left to right.
fn stops(lever: &Lever) -> Vec<(f64, Option<Reach>)> {
    let mut stops = vec![(0.0, Some(Reach::Nothing)), (today(lever), None)];
    for word in [Reach::Ambitious, Reach::Maximum] {
        stops.push((arrival(lever, Some(&word)), Some(word)));
    }
    let marks: Vec<f64> = stops.iter().map(|stop| stop.0).collect();
    let step = step(lever);
    let count = (top(lever) / step).floor() as u32;
    for number in 1..=count {
        // Rounded so that 0.15 is 0.15 and not 0.15000000000000002.
        let share = (f64::from(number) * step * 1e4).round() / 1e4;
        // A round share next to a mark would only be in the way.
        if share < top(lever) && marks.iter().all(|mark| (mark - share).abs() > 0.3 * step) {
            stops.push((share, Some(Reach::Share(share))));
        }
    }
    stops.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Where two marks are one, the word that stands first is enough.
    stops.dedup_by(|later, earlier| (later.0 - earlier.0).abs() <= SAME);
    stops
}

/// Whether any channel of a lever can change something: `None` without usable evidence, `Some(false)` where
/// all evidence is of no effect.
#[must_use]
pub fn can_act(lever: &Lever) -> Option<bool> {
    use crate::baseline::levers::Target;
    let acting = lever.channels.iter().filter(|channel| channel.acts != Target::Shown);
    let effects: Vec<bool> = acting
        .filter_map(|channel| channel.effect.map(|effect| effect.default != channel.acts.null()))
        .collect();
    (!effects.is_empty()).then(|| effects.contains(&true))
}
