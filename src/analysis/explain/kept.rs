//! An explanation as text, from which it is read back to the bit.
//!
//! It takes many runs, and its reader asks for it in two languages and five forms. So what was computed once may be
//! kept under a [`key`] of all that decides it. The shapes of the numbers that the engine gives are written down
//! here once more, for reading: they are no part of the engine, whose digest names what it computes.

use super::{Contribution, Effect, Effort, Explanation, Named, manifest};
use crate::baseline::Baseline;
use crate::num::digest::Digest;
use crate::num::units::Year;
use crate::outcome::economics::{CostRange, Costs, Cumulative, Intervals, NoRatio, Outcomes};
use crate::outcome::series::{Estimate, Group, Interval};
use crate::run::{RunSettings, World, engine_digest};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// What is kept: what the question itself does not say.
#[derive(Serialize)]
struct Written<'a> {
    worlds: usize,
    sampled_orders: Option<usize>,
    total: &'a [Effect],
    contributions: &'a [Contribution],
}

/// The same read back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    worlds: usize,
    sampled_orders: Option<usize>,
    total: Vec<Effect>,
    contributions: Vec<Contribution>,
}

/// Digest of all that decides an explanation: programs, pack, plans, and settings.
#[must_use]
pub fn key(baseline: &Baseline, from: &World, to: &World, settings: &RunSettings, effort: Effort) -> Digest {
    let [from, to] = [from, to].map(|world| world.plan.digest());
    let persons = manifest(baseline, settings).persons;
    let rest = format!("{persons} {} {} {} {}", settings.seed, settings.until, effort.exact, effort.pairs);
    Digest::of([
        ("engine", engine_digest().as_bytes()),
        ("analysis", env!("KENJU_ANALYSIS_DIGEST").as_bytes()),
        ("baseline", baseline.digest.as_str().as_bytes()),
        ("from", from.as_str().as_bytes()),
        ("to", to.as_str().as_bytes()),
        ("settings", rest.as_bytes()),
    ])
}

/// An explanation as text; `None` for one that could not be read back to the bit.
#[must_use]
pub fn text(explanation: &Explanation) -> Option<String> {
    let Explanation { worlds, sampled_orders, total, contributions, .. } = explanation;
    let written = Written { worlds: *worlds, sampled_orders: *sampled_orders, total, contributions };
    let text = serde_json::to_string(&written).ok()?;
    let back: Read = serde_json::from_str(&text).ok()?;
    let same = back.worlds == *worlds
        && back.sampled_orders == *sampled_orders
        && back.total == *total
        && back.contributions == *contributions;
    same.then_some(text)
}

/// The explanation of which [`text`] is; `None` if it is of none.
#[must_use]
pub fn read(
    text: &str,
    baseline: &Baseline,
    from: &World,
    to: &World,
    settings: &RunSettings,
) -> Option<Explanation> {
    let Read { worlds, sampled_orders, total, contributions } = serde_json::from_str(text).ok()?;
    Some(Explanation {
        kenju: env!("CARGO_PKG_VERSION"),
        manifest: manifest(baseline, settings),
        from: Named::of(from),
        to: Named::of(to),
        year: settings.until,
        worlds,
        sampled_orders,
        total,
        contributions,
    })
}

/// A standard error; infinite where JSON has null.
///
/// # Errors
/// What is neither a number nor null.
pub fn error<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Option::<f64>::deserialize(deserializer).map(|error| error.unwrap_or(f64::INFINITY))
}

#[derive(Deserialize)]
#[serde(remote = "Group", rename_all = "lowercase")]
enum GroupShape {
    Male,
    Female,
    Both,
}

// An explanation is of central values: it has no intervals.
#[derive(Deserialize)]
#[serde(remote = "Estimate")]
struct EstimateShape {
    value: f64,
    #[serde(deserialize_with = "error")]
    se: f64,
    #[serde(default)]
    too_few_differ: Option<u32>,
    #[serde(skip)]
    interval: Option<Interval>,
}

#[derive(Deserialize)]
#[serde(remote = "Outcomes")]
struct OutcomesShape {
    person_years: Estimate,
    healthy_person_years: Estimate,
    independent_person_years: Estimate,
    onsets_avoided: BTreeMap<String, Estimate>,
    deaths_avoided: BTreeMap<String, Estimate>,
}

#[derive(Deserialize)]
#[serde(remote = "Costs")]
struct CostsShape {
    programme: BTreeMap<String, Option<f64>>,
    care: Estimate,
    care_longer_life: Estimate,
    medical_conditions: f64,
    medical_longer_life: Estimate,
    net: Option<f64>,
    since_start: Vec<Cumulative>,
    #[serde(skip)]
    intervals: Intervals,
}

#[derive(Deserialize)]
#[serde(remote = "Cumulative")]
struct CumulativeShape {
    from: Year,
    discount_rate: f64,
    programme: Option<f64>,
    care: Estimate,
    care_longer_life: Estimate,
    medical_conditions: f64,
    medical_longer_life: Estimate,
    net: Option<f64>,
    healthy_person_years: Estimate,
    independent_person_years: Estimate,
    cost_per_healthy_year: Option<f64>,
    cost_per_healthy_year_without_longer_life: Option<f64>,
    #[serde(default)]
    cost_per_healthy_year_range: Option<CostRange>,
    #[serde(default)]
    no_cost_per_healthy_year: Option<NoRatio>,
    #[serde(skip)]
    intervals: Intervals,
}

#[derive(Deserialize)]
#[serde(remote = "CostRange")]
struct CostRangeShape {
    at_least: f64,
    at_most: Option<f64>,
}

#[derive(Deserialize)]
#[serde(remote = "NoRatio", tag = "reason", rename_all = "snake_case")]
enum NoRatioShape {
    CostUnknown { levers: Vec<String> },
    NothingGained,
    HealthLost,
    TooFewDiffer,
    GainNotSure,
}

/// Reads a type of the engine by its shape.
macro_rules! read_by {
    ($($own:ty: $shape:ident),* $(,)?) => {
        $(impl<'de> Deserialize<'de> for $own {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $shape::deserialize(deserializer)
            }
        })*
    };
}

read_by! {
    Group: GroupShape,
    Estimate: EstimateShape,
    Outcomes: OutcomesShape,
    Costs: CostsShape,
    Cumulative: CumulativeShape,
    CostRange: CostRangeShape,
    NoRatio: NoRatioShape,
}
