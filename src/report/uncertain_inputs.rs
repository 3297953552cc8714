//! The uncertain inputs of a pack: what is drawn, how, and what is the same in every draw.

use super::document::{Cell, Column, Table};
use crate::baseline::Baseline;
use crate::baseline::trials::Trial;
use crate::i18n::{Messages, message};
use crate::uncertain::{Input, Kind, Undrawn, Why, inputs, undrawn};
use serde::Serialize;

/// An input in machine-readable output.
#[derive(Debug, Serialize)]
pub struct Entry {
    id: String,
    drawn: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    central: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distribution: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard_deviation: Option<f64>,
    /// What it shares luck with, and the correlation with other inputs of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation: Option<f64>,
    sources: Vec<String>,
    /// Why it is the same in every draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_because: Option<&'static str>,
}

/// Every input: those that are drawn, then those that are not.
#[must_use]
pub fn entries(baseline: &Baseline) -> Vec<Entry> {
    let drawn = inputs(baseline);
    let own = |input: &Input| {
        let twins = drawn.iter().filter(|other| other.luck == input.luck).count() > 1;
        let (shared, correlation) = match input.luck.shared() {
            Some((name, correlation)) => (Some(name.to_owned()), Some(correlation)),
            None if twins => (Some(input.luck.name().to_owned()), Some(1.0)),
            None => (None, None),
        };
        Entry {
            id: input.id.clone(),
            drawn: true,
            kind: Some(kind(input.kind)),
            central: Some(input.central),
            distribution: Some(input.shape.word()),
            mean: Some(input.shape.mean()),
            standard_deviation: Some(input.shape.deviation()),
            shared,
            correlation,
            sources: input.sources.clone(),
            held_because: None,
        }
    };
    let held = |input: Undrawn| Entry {
        id: input.id,
        drawn: false,
        kind: None,
        central: None,
        distribution: None,
        mean: None,
        standard_deviation: None,
        shared: None,
        correlation: None,
        sources: Vec::new(),
        held_because: Some(why(input.why)),
    };
    // Decided in every draw, with the effect of the drawn pack: no value that could be drawn by itself.
    let decides = |trial: &&Trial| trial.lever.is_some() && trial.adoption.is_some();
    let result = |trial: &Trial| Entry {
        id: format!("{}: what it finds and whether it is scaled up", trial.id),
        drawn: true,
        kind: Some(kind(Kind::Adoption)),
        distribution: Some("trial_result"),
        sources: trial.sources.clone(),
        held_because: None,
        ..held(Undrawn { id: String::new(), why: Why::Choice })
    };
    let results = baseline.pipelines.trials.iter().filter(decides).map(result);
    drawn.iter().map(own).chain(results).chain(undrawn(baseline).into_iter().map(held)).collect()
}

/// The same as a table.
#[must_use]
pub fn table(baseline: &Baseline, messages: &Messages) -> Table {
    let exact =
        |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::shown(value, significant(value)));
    let row = |entry: Entry| {
        let words = match (entry.distribution, entry.held_because) {
            (Some(shape), _) => shape_word(shape, messages),
            (None, Some(why)) => why_word(why, messages),
            (None, None) => String::new(),
        };
        vec![
            Cell::text(entry.id),
            Cell::text(words),
            exact(entry.central),
            exact(entry.mean),
            exact(entry.standard_deviation),
            exact(entry.correlation),
            Cell::text(entry.sources.join(" ")),
        ]
    };
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-input")),
            Column::words("distribution", message!(messages, "column-distribution")),
            Column::numbers("central", message!(messages, "column-central")),
            Column::numbers("mean", message!(messages, "column-mean")),
            Column::numbers("standard_deviation", message!(messages, "column-deviation")),
            Column::numbers("correlation", message!(messages, "column-correlation")),
            Column::words("sources", message!(messages, "column-sources")),
        ],
        rows: entries(baseline).into_iter().map(row).collect(),
    }
}

/// Four significant digits, without needless zeros.
fn significant(value: f64) -> String {
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    rounded.to_string()
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Lever => "lever",
        Kind::RelativeRisk => "relative_risk",
        Kind::Disability => "disability",
        Kind::Survey => "survey",
        Kind::Trend => "trend",
        Kind::Cost => "cost",
        Kind::Adoption => "adoption",
    }
}

const fn why(why: Why) -> &'static str {
    match why {
        Why::Null => "null",
        Why::NoRange => "no_range",
        Why::InTables => "in_tables",
        Why::Choice => "choice",
        Why::InScenario => "in_scenario",
    }
}

fn shape_word(shape: &str, messages: &Messages) -> String {
    match shape {
        "normal" => message!(messages, "shape-normal"),
        "lognormal" => message!(messages, "shape-lognormal"),
        "normal_in_range" => message!(messages, "shape-normal-in-range"),
        "lognormal_in_range" => message!(messages, "shape-lognormal-in-range"),
        "triangular" => message!(messages, "shape-triangular"),
        "uniform" => message!(messages, "shape-uniform"),
        "trial_result" => message!(messages, "shape-trial-result"),
        _ => message!(messages, "shape-beta"),
    }
}

fn why_word(why: &str, messages: &Messages) -> String {
    match why {
        "null" => message!(messages, "held-null"),
        "in_tables" => message!(messages, "held-in-tables"),
        "choice" => message!(messages, "held-choice"),
        "in_scenario" => message!(messages, "held-in-scenario"),
        _ => message!(messages, "held-no-range"),
    }
}
