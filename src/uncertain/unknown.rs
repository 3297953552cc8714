//! Inputs that are not drawn, and why.

use crate::baseline::Baseline;
use crate::baseline::health::{LimitationEffect, QuitDecay};

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
    for trial in &baseline.pipelines.trials {
        add(format!("trial {}: chance of adoption, ceiling and speed", trial.id), Why::Choice);
    }
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
