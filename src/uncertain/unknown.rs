//! Inputs that are not drawn, and why.

use crate::baseline::Baseline;
use crate::baseline::enablers::EnablerAct;
use crate::baseline::health::{LimitationEffect, QuitDecay};
use crate::baseline::trials::Assumed;

/// Why an input is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its central value is null: a null stays null, whatever its interval.
    Null,
    /// Its source states no range.
    NoRange,
    /// It was used when the tables of the pack were made.
    InTables,
    /// It is a choice of the user, not an unknown.
    Choice,
    /// It has a range, but is used when a scenario is read, before any draw.
    InScenario,
}

/// An input that is the same in every draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undrawn {
    /// Name.
    pub id: String,
    /// Why.
    pub why: Why,
}

/// The inputs of a pack that are not drawn; tables of observed rates and counts as one each.
#[must_use]
pub fn undrawn(baseline: &Baseline) -> Vec<Undrawn> {
    let mut list = Vec::new();
    let mut add = |id: String, why: Why| list.push(Undrawn { id, why });
    for lever in &baseline.levers.levers {
        add(format!("{} coverage", lever.id), Why::NoRange);
        for channel in &lever.channels {
            let name = format!("{}.{} effect", lever.id, channel.id);
            match &channel.effect {
                Some(effect) if effect.default == channel.acts.null() => add(name, Why::Null),
                Some(effect) if super::Shape::stated(effect).is_none() => add(name, Why::NoRange),
                _ => {}
            }
        }
        for (index, _) in lever.costs.iter().enumerate() {
            add(format!("{} cost {}", lever.id, index + 1), Why::NoRange);
        }
    }
    if let Some(risk) = &baseline.risk {
        for edge in &risk.edges {
            if let Some(QuitDecay::Steps { .. }) = edge.quit_decay {
                add(format!("{} fall after quitting", edge.id), Why::NoRange);
            }
            for stratum in edge.strata.iter().filter(|stratum| stratum.rr.iter().all(|ratio| *ratio == 1.0)) {
                add(format!("{} {}-{}", edge.id, stratum.ages.0, stratum.ages.1), Why::Null);
            }
        }
        let drawn = |id: &str| id.ends_with("_usual_share_of_variance") || id == "rank_mixing_r";
        for setting in risk.settings.iter().filter(|setting| !drawn(&setting.id)) {
            add(setting.id.clone(), Why::InTables);
        }
    }
    for condition in &baseline.conditions {
        add(format!("{} incidence and prevalence", condition.id), Why::NoRange);
        if condition.care_onset.iter().all(|ratio| *ratio == 1.0) {
            add(format!("{} care onset", condition.id), Why::Null);
        }
        if condition.care_progression.iter().all(|ratio| *ratio == 1.0) {
            add(format!("{} care progression", condition.id), Why::Null);
        }
        if condition.limitation == LimitationEffect::LogOdds(0.0) {
            add(format!("{} limitation log odds", condition.id), Why::Null);
        }
    }
    add_pipelines(baseline, &mut add);
    if baseline.costs.is_some() {
        add("discount rate".to_owned(), Why::Choice);
        add("medical and care cost of the mean person".to_owned(), Why::NoRange);
    }
    for table in ["population", "entrants", "net_migration", "mortality", "cause_fraction", "care_prevalence"]
    {
        add(table.to_owned(), Why::NoRange);
    }
    list
}

/// What of trials, enablers and health and productivity management is used when a scenario is read, or stays the
/// same when a draw decides on a trial.
fn add_pipelines(baseline: &Baseline, add: &mut impl FnMut(String, Why)) {
    let pipelines = &baseline.pipelines;
    // A value without width is no more than a number without a range.
    let mut ranged = |id: String, all: &[Assumed]| {
        let wide = all.iter().any(|one| one.low < one.high);
        add(id, if wide { Why::InScenario } else { Why::NoRange });
    };
    for trial in &pipelines.trials {
        let design = &trial.design;
        let mut own = vec![design.per_arm, design.retained];
        own.extend(design.clusters.iter().flat_map(|clusters| [clusters.size, clusters.correlation]));
        ranged(format!("{}: design", trial.id), &own);
    }
    if let Some(enablers) = &pipelines.enablers {
        let masses: Vec<Assumed> = enablers.zero_mass.iter().map(|(_, mass)| *mass).collect();
        ranged("chance that a lever on trial does nothing".to_owned(), &masses);
        for item in &enablers.items {
            let acts = item.acts.iter().map(|act| match act {
                EnablerAct::EvidenceLag(own)
                | EnablerAct::NullAdopted(own)
                | EnablerAct::IntervalWidth(own) => *own,
                EnablerAct::Adherence { factor, .. } => *factor,
                EnablerAct::Reach { points, .. } => *points,
            });
            ranged(format!("enabler {}", item.id), &acts.collect::<Vec<_>>());
        }
    }
    if let Some(workplace) = &pipelines.workplace {
        for (name, division) in [("large", &workplace.large), ("small", &workplace.small)] {
            let own = [division.employees, division.of_covered, division.ceiling];
            ranged(format!("{} in {name} organisations: employees and ceiling", workplace.lever), &own);
        }
    }
}
