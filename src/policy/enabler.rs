//! What enablers do: they shorten the way from a trial to use, keep null programmes from being scaled up,
//! narrow what is believed, and help levers to reach persons and to be kept up. Never a hazard: nothing
//! here has one.
//!
//! The reference holds the enablers as the strategy plans them, so only a difference from that acts on a
//! lever's coverage or adherence; on trials, which the reference does not hold, all of it acts.

use crate::baseline::Baseline;
use crate::baseline::enablers::{Capability, Enabler, EnablerAct, Enablers};
use crate::baseline::trials::Assumed;
use crate::num::units::Year;
use crate::plan::{CoveragePath, LeverSetting};
pub use crate::plan::{EnablerSetting, Reading};
use serde::Serialize;

/// Years from the start of a trial to use as the strategy plans them. How far enablers are built is read
/// in that year.
pub const PLANNED_LAG: u16 = 5;

impl Reading {
    const fn of(self, assumed: &Assumed) -> f64 {
        match self {
            Self::Low => assumed.low,
            Self::Central => assumed.value,
            Self::High => assumed.high,
        }
    }
}

/// The system that a trial's result goes through.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EvidenceSystem {
    /// Years from the start of a trial until half of the adopters use its programme.
    pub evidence_lag: f64,
    /// Chance that a programme whose trial showed nothing is scaled up all the same.
    pub null_adopted: f64,
    /// Chance that a programme whose trial was positive is scaled up.
    pub positive_adopted: f64,
    /// Factor on the width of what is believed of an effect.
    pub interval_width: f64,
}

impl EvidenceSystem {
    /// The system for trials that start in a fiscal year. A pack without enablers decides by the result
    /// alone, at the planned pace.
    #[must_use]
    pub fn of(enablers: Option<&Enablers>, set: &[EnablerSetting], first: Year) -> Self {
        let Some(enablers) = enablers else {
            return Self {
                evidence_lag: f64::from(PLANNED_LAG),
                null_adopted: 0.0,
                positive_adopted: 1.0,
                interval_width: 1.0,
            };
        };
        let due = f64::from(first.0 + PLANNED_LAG);
        let (mut lag, mut null, mut width) = (0.0, 0.0, 0.0);
        for item in &enablers.items {
            let (strength, reading) = chosen(item, set);
            let built = strength * capability(item, due);
            for act in &item.acts {
                match act {
                    EnablerAct::EvidenceLag(years) => lag += built * reading.of(years),
                    EnablerAct::NullAdopted(points) => null += built * reading.of(points),
                    EnablerAct::IntervalWidth(points) => width += built * reading.of(points),
                    EnablerAct::Adherence { .. } | EnablerAct::Reach { .. } => {}
                }
            }
        }
        let left =
            |bounds: crate::baseline::enablers::Bounds, taken: f64| (bounds.without - taken).max(bounds.best);
        Self {
            evidence_lag: left(enablers.evidence_lag, lag),
            null_adopted: left(enablers.null_adopted, null),
            positive_adopted: enablers.positive_adopted.value,
            interval_width: left(enablers.interval_width, width),
        }
    }
}

/// Strength and reading of an enabler: as planned unless it is set.
fn chosen(item: &Enabler, set: &[EnablerSetting]) -> (f64, Reading) {
    let setting = set.iter().find(|setting| setting.id == item.id);
    setting.map_or((1.0, Reading::Central), |setting| (setting.strength.clamp(0.0, 1.0), setting.reading))
}

/// How far an enabler is planned to be built at a time, 0 to 1.
#[must_use]
pub fn capability(item: &Enabler, year: f64) -> f64 {
    match &item.capability {
        Capability::Path(points) => path(points, year),
        Capability::Steps(steps) => {
            let reached = steps.iter().rev().find(|(from, _)| f64::from(from.0) <= year);
            reached.map_or(0.0, |(_, share)| *share)
        }
        Capability::Least(sides) => sides.iter().map(|side| path(&side.path, year)).fold(1.0, f64::min),
    }
}

/// Linear between the points, 0 before the first, held after the last.
fn path(points: &[(f64, f64)], year: f64) -> f64 {
    let after = points.partition_point(|(known, _)| *known <= year);
    match (after.checked_sub(1).map(|index| points[index]), points.get(after)) {
        (Some((from, low)), Some((to, high))) => low + (high - low) * (year - from) / (to - from),
        (Some((_, last)), None) => last,
        (None, _) => 0.0,
    }
}

/// The settings of a plan with what enablers change of their coverage and adherence. With every enabler as
/// planned they come back as they were; an adherence of 1 cannot be raised.
#[must_use]
pub fn supported(baseline: &Baseline, set: &[EnablerSetting], levers: &[LeverSetting]) -> Vec<LeverSetting> {
    let Some(enablers) = &baseline.pipelines.enablers else { return levers.to_vec() };
    let last = baseline.years.last;
    levers
        .iter()
        .map(|setting| {
            let mut setting = setting.clone();
            let Some(lever) = baseline.levers.lever(&setting.lever) else { return setting };
            let factor =
                |year| adherence(enablers, set, &lever.id, year) / adherence(enablers, &[], &lever.id, year);
            // One share for all years: that of the last, when the enabler is built.
            let factor = factor(f64::from(last.0));
            let share = setting.adherence.unwrap_or(lever.coverage.adherence);
            // Where everybody reached takes part (adherence 1), there is nothing to raise.
            let kept_up = (share * factor).min(1.0);
            if kept_up != share {
                setting.adherence = Some(kept_up);
            }
            if let Some(path) = &mut setting.coverage {
                more_reach(enablers, set, lever, path);
            }
            setting
        })
        .collect()
}

fn more_reach(
    enablers: &Enablers,
    set: &[EnablerSetting],
    lever: &crate::baseline::levers::Lever,
    path: &mut CoveragePath,
) {
    for (index, share) in path.shares.iter_mut().enumerate() {
        let year = f64::from(path.from.0) + index as f64;
        let more = reach(enablers, set, &lever.id, year) - reach(enablers, &[], &lever.id, year);
        if more != 0.0 {
            *share = (*share + more).clamp(0.0, lever.coverage.maximum.max(*share));
        }
    }
}

/// Factor on the adherence to a lever.
fn adherence(enablers: &Enablers, set: &[EnablerSetting], lever: &str, year: f64) -> f64 {
    let mut factor = 1.0;
    for item in &enablers.items {
        let (strength, reading) = chosen(item, set);
        for act in &item.acts {
            if let EnablerAct::Adherence { lever: on, factor: full } = act
                && on == lever
            {
                factor *= 1.0 + strength * capability(item, year) * (reading.of(full) - 1.0);
            }
        }
    }
    factor
}

/// Points added to the coverage of a lever.
fn reach(enablers: &Enablers, set: &[EnablerSetting], lever: &str, year: f64) -> f64 {
    let mut points = 0.0;
    for item in &enablers.items {
        let (strength, reading) = chosen(item, set);
        for act in &item.acts {
            if let EnablerAct::Reach { lever: on, points: full } = act
                && on == lever
            {
                points += strength * capability(item, year) * reading.of(full);
            }
        }
    }
    points
}

#[cfg(test)]
mod tests;
