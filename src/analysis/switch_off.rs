//! Counterfactuals: what a condition costs, by taking away its onsets and living everybody again.
//!
//! Nobody new acquires the condition from a year on; those who have it keep it. The difference from
//! the reference on the same persons is therefore smaller than a cause-elimination life table,
//! which takes away every case at once, and it counts what else happens to those who are spared.

use super::{Part, world};
use crate::baseline::{Baseline, LimitationEffect, Text};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Group};
use crate::plan::{HazardChange, Plan, ProcessId};
use crate::run::{RunError, RunSettings, Watch, World, compare};
use serde::Serialize;

/// First year without onsets.
pub const FROM: Year = Year(2026);

/// What each condition costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SwitchedOff {
    /// First year without onsets.
    pub from: Year,
    /// Year the differences are read off.
    pub year: Year,
    /// Persons lived through.
    pub persons: u64,
    /// Per condition and group.
    pub rows: Vec<SwitchedOffRow>,
}

/// Paired differences of one condition and group, years; errors are those of the pairs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SwitchedOffRow {
    /// Identifier of the condition; `all` takes every condition away.
    pub condition: String,
    /// Name of the condition.
    pub title: Text,
    /// Whom it describes.
    pub sex: Group,
    /// Life expectancy at birth.
    pub life_expectancy: Estimate,
    /// Healthy life expectancy at birth, official variant.
    pub healthy_life_expectancy: Estimate,
    /// Independent life expectancy at birth.
    pub independent_life_expectancy: Estimate,
    /// Healthy life expectancy with the whole of the published log odds of limitation instead of the
    /// pack's share of them; only where the pack takes less than the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthy_life_expectancy_unshrunk: Option<Estimate>,
    /// Life expectancy that a cause-deleted life table gains in the year read off when the causes of
    /// death that the condition owns are taken away, from the raw deaths of the main run; `None` where it
    /// owns none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause_elimination: Option<f64>,
}

/// Takes away each condition of the pack, then all of them. `until` of the settings is the year
/// read off.
///
/// # Errors
/// As [`compare`].
pub fn switch_off(
    baseline: &Baseline,
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<SwitchedOff, RunError> {
    let ids: Vec<&str> = baseline.conditions.iter().map(|condition| condition.id.as_str()).collect();
    let whole = unshrunk(baseline);
    let shrunk: Vec<&str> = baseline
        .conditions
        .iter()
        .filter(|condition| is_shrunk(condition.limitation, condition.limitation_range))
        .map(|condition| condition.id.as_str())
        .collect();
    let every = shrunk.len() + ids.len() + 3;
    let border = (ids.len() + 2) as f64 / every as f64;

    let mut worlds = vec![world("reference", Plan::default_trends())];
    worlds.extend(ids.iter().map(|id| without(id, &[id])));
    worlds.push(without("all", &ids));
    let output = compare(baseline, &worlds, settings, &Part { watch, from: 0.0, to: border })?;

    let mut worlds = vec![world("reference", Plan::default_trends())];
    worlds.extend(shrunk.iter().map(|id| without(id, &[id])));
    let again = compare(&whole, &worlds, settings, &Part { watch, from: border, to: 1.0 })?;

    let mut rows = Vec::new();
    for difference in output.differences.iter().flatten() {
        let condition = baseline.conditions.iter().find(|condition| condition.id == difference.to);
        let all = || Text { ja: "全疾患".to_owned(), en: "All conditions".to_owned() };
        let title = condition.map_or_else(all, |condition| condition.title.clone());
        let unshrunk = again.differences.iter().flatten().find(|other| other.to == difference.to);
        for row in difference.series.iter().filter(|row| row.year == settings.until) {
            let other = unshrunk
                .and_then(|other| other.series.iter().find(|o| o.year == row.year && o.sex == row.sex));
            rows.push(SwitchedOffRow {
                condition: difference.to.clone(),
                title: title.clone(),
                sex: row.sex,
                life_expectancy: row.expectancies.life_expectancy,
                healthy_life_expectancy: row.expectancies.healthy_life_expectancy,
                independent_life_expectancy: row.expectancies.independent_life_expectancy,
                healthy_life_expectancy_unshrunk: other.map(|row| row.expectancies.healthy_life_expectancy),
                cause_elimination: None,
            });
        }
    }
    Ok(SwitchedOff { from: FROM, year: settings.until, persons: output.manifest.persons, rows })
}

fn without(name: &str, conditions: &[&str]) -> World {
    let change = |id: &&str| HazardChange {
        process: ProcessId::Condition((*id).to_owned()),
        sex: None,
        ages: (0, u8::MAX),
        from: FROM,
        until: None,
        factor: 0.0,
    };
    let hazard_changes = conditions.iter().map(change).collect();
    world(name, Plan { hazard_changes, ..Plan::default_trends() })
}

/// Whether the pack takes less of a log odds ratio than is published.
fn is_shrunk(effect: LimitationEffect, range: [f64; 2]) -> bool {
    matches!(effect, LimitationEffect::LogOdds(odds) if odds < range[1])
}

/// The pack with the highest plausible log odds of limitation. Its normalisers stay those of the
/// central ones: simulated levels shift a little, which paired differences of logits mostly cancel.
fn unshrunk(baseline: &Baseline) -> Baseline {
    let mut whole = baseline.clone();
    for condition in &mut whole.conditions {
        if is_shrunk(condition.limitation, condition.limitation_range) {
            condition.limitation = LimitationEffect::LogOdds(condition.limitation_range[1]);
        }
    }
    whole
}
