//! Why two results differ: what decided one and not the other.
//!
//! A result is decided by the engine, the pack with its normalisers, the scenarios, the seed, the persons,
//! the draws and the last year. Each of these stands in every result, so two results can be held against
//! each other without computing anything again.

use super::{Manifest, Store, StoreError};
use crate::num::units::Year;
use crate::outcome::series::Group;
use crate::outcome::tidy::EXPECTANCIES;
use crate::scenario::Document;
use crate::scenario::write::{Part, parts};
use serde_json::Value;
use std::collections::BTreeMap;

/// What decides a result, and its healthy life expectancies in its last year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Settings by name, as text; what a result does not say is not there.
    settings: BTreeMap<Setting, String>,
    scenarios: Vec<Scenario>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Scenario {
    id: String,
    digest: String,
    /// As a file that stands alone; older results do not have it.
    text: Option<String>,
    /// By sex: year and healthy life expectancy, years.
    healthy: Vec<(&'static str, u16, f64)>,
}

/// A setting of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Version of the program.
    Version,
    /// Digest of the engine.
    Engine,
    /// Identifier of the pack.
    Pack,
    /// Digest of the pack.
    Data,
    /// Digest of its normalisers.
    Calibration,
    /// Simulated persons.
    Persons,
    /// Seed or seeds.
    Seed,
    /// Parameter draws.
    Draws,
    /// Last year.
    Until,
    /// Verb that made it: its forms hold other rows.
    Verb,
    /// Whether details were asked for.
    Detail,
    /// Whether unanchored estimates were asked for.
    Raw,
    /// Standard error of the ends of the intervals at which draws stop.
    Tolerance,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A setting of the whole result.
    Setting(Setting),
    /// A part of a scenario.
    Part(Part),
    /// A scenario that is in one result only.
    OnlyInOne,
    /// The plan of a scenario, and the results do not say in what.
    Plan,
}

/// A reason why two results differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What differs.
    pub cause: Cause,
    /// The scenario; `None` if it is about the whole result.
    pub scenario: Option<String>,
    /// Which lever, assumption, change or shock; empty where there is only one.
    pub item: String,
    /// In the first result; empty if it is not there.
    pub first: String,
    /// In the second one.
    pub second: String,
}

/// A number of both results.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Scenario.
    pub scenario: String,
    /// Sex.
    pub sex: &'static str,
    /// Last year of both.
    pub year: u16,
    /// Healthy life expectancy in the first result, years.
    pub first: f64,
    /// In the second one.
    pub second: f64,
}

const SEXES: [(&str, Group); 3] = [("male", Group::Male), ("female", Group::Female), ("both", Group::Both)];

impl Facts {
    /// The facts of a result as JSON; `None` if it is no result of this program.
    #[must_use]
    pub fn of_json(result: &Value) -> Option<Self> {
        let manifest = result.get("manifest")?;
        if manifest.get("seeds").is_some() {
            return serde_json::from_value(manifest.clone()).ok().map(|own| {
                let draws = result.get("draws").and_then(Value::as_u64).unwrap_or_default();
                Self::of_manifest(&own, draws)
            });
        }
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut settings = BTreeMap::new();
        let recipe = manifest.get("recipe");
        let found = [
            (Setting::Version, result.get("kenju")),
            (Setting::Engine, manifest.get("engine")),
            (Setting::Data, manifest.get("baseline")),
            (Setting::Persons, manifest.get("persons")),
            (Setting::Seed, manifest.get("seed")),
            (Setting::Draws, manifest.get("draws")),
            (Setting::Pack, recipe.and_then(|recipe| recipe.get("pack"))),
            (Setting::Calibration, recipe.and_then(|recipe| recipe.get("calibration"))),
            (Setting::Until, recipe.and_then(|recipe| recipe.get("until"))),
            (Setting::Verb, recipe.and_then(|recipe| recipe.get("verb"))),
            (Setting::Detail, recipe.and_then(|recipe| recipe.get("detail"))),
            (Setting::Raw, recipe.and_then(|recipe| recipe.get("raw"))),
        ];
        settings.extend(found.into_iter().filter_map(|(name, value)| Some((name, text(value?)))));
        // A recipe without a tolerance says that there was none.
        let tolerance = |recipe: &Value| recipe.get("tolerance").map(text).unwrap_or_default();
        settings.extend(recipe.map(|recipe| (Setting::Tolerance, tolerance(recipe))));
        let texts = recipe.and_then(|recipe| recipe.get("scenarios")).and_then(Value::as_array);
        let text_of = |id: &str| {
            let own = texts?.iter().find(|one| one.get("id").and_then(Value::as_str) == Some(id))?;
            own.get("text").and_then(Value::as_str).map(str::to_owned)
        };
        let scenarios = result.get("scenarios")?.as_array()?.iter().map(|one| {
            let id = one.get("id")?.as_str()?.to_owned();
            let digest = one.get("digest")?.as_str()?.to_owned();
            let rows = one.get("series").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let last = |sex: &'static str| {
                let own =
                    rows.iter().rev().find(|row| row.get("sex").and_then(Value::as_str) == Some(sex))?;
                let year = u16::try_from(own.get("year")?.as_u64()?).ok()?;
                Some((sex, year, own.get(EXPECTANCIES[1])?.get("value")?.as_f64()?))
            };
            let healthy = SEXES.iter().filter_map(|(sex, _)| last(sex)).collect();
            Some(Scenario { text: text_of(&id), id, digest, healthy })
        });
        Some(Self { settings, scenarios: scenarios.collect::<Option<_>>()? })
    }

    /// The facts of a store.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn of_store(store: &Store) -> Result<Self, StoreError> {
        let manifest = store.manifest();
        let mut facts = Self::of_manifest(manifest, u64::from(store.draws()));
        let year = Year(manifest.until);
        for (at, scenario) in facts.scenarios.iter_mut().enumerate() {
            for (name, sex) in SEXES {
                let samples = store.samples(at, EXPECTANCIES[1], year, sex)?;
                let central = samples.iter().find(|sample| sample.draw == 0).and_then(|sample| sample.value);
                scenario.healthy.extend(central.map(|value| (name, year.0, value)));
            }
        }
        Ok(facts)
    }

    fn of_manifest(manifest: &Manifest, draws: u64) -> Self {
        let seeds: Vec<String> = manifest.seeds.iter().map(u64::to_string).collect();
        let settings = [
            (Setting::Version, manifest.kenju.clone()),
            (Setting::Engine, manifest.engine.clone()),
            (Setting::Pack, manifest.pack.clone()),
            (Setting::Data, manifest.baseline.clone()),
            (Setting::Calibration, manifest.calibration.clone()),
            (Setting::Persons, manifest.persons.to_string()),
            (Setting::Seed, seeds.join(", ")),
            (Setting::Draws, draws.to_string()),
            (Setting::Until, manifest.until.to_string()),
            (Setting::Detail, manifest.detail.to_string()),
        ];
        let scenarios = manifest.scenarios.iter().map(|one| Scenario {
            id: one.id.clone(),
            digest: one.digest.clone(),
            text: Some(one.text.clone()),
            healthy: Vec::new(),
        });
        Self { settings: settings.into_iter().collect(), scenarios: scenarios.collect() }
    }

    /// Why the other result differs: settings first, then the scenarios in their order.
    #[must_use]
    pub fn reasons(&self, other: &Self) -> Vec<Reason> {
        let mut found = Vec::new();
        for (name, first) in &self.settings {
            // What one of them does not say cannot be held against the other.
            if let Some(second) = other.settings.get(name).filter(|second| *second != first) {
                found.push(Reason {
                    cause: Cause::Setting(*name),
                    scenario: None,
                    item: String::new(),
                    first: first.clone(),
                    second: second.clone(),
                });
            }
        }
        let only = |id: &str, first: &str, second: &str| Reason {
            cause: Cause::OnlyInOne,
            scenario: Some(id.to_owned()),
            item: String::new(),
            first: first.to_owned(),
            second: second.to_owned(),
        };
        for own in &self.scenarios {
            match other.scenarios.iter().find(|theirs| theirs.id == own.id) {
                Some(theirs) if theirs.digest == own.digest => {}
                Some(theirs) => found.extend(differing_parts(own, theirs)),
                None => found.push(only(&own.id, &own.digest, "")),
            }
        }
        for theirs in &other.scenarios {
            if !self.scenarios.iter().any(|own| own.id == theirs.id) {
                found.push(only(&theirs.id, "", &theirs.digest));
            }
        }
        found
    }

    /// The healthy life expectancies that both results have, in the last year of both.
    #[must_use]
    pub fn shifts(&self, other: &Self) -> Vec<Shift> {
        let mut found = Vec::new();
        for own in &self.scenarios {
            let Some(theirs) = other.scenarios.iter().find(|theirs| theirs.id == own.id) else { continue };
            for &(sex, year, first) in &own.healthy {
                let same = theirs.healthy.iter().find(|(name, at, _)| (*name, *at) == (sex, year));
                found.extend(same.map(|&(_, _, second)| Shift {
                    scenario: own.id.clone(),
                    sex,
                    year,
                    first,
                    second,
                }));
            }
        }
        found
    }
}

/// In which parts two scenarios of the same id differ.
fn differing_parts(own: &Scenario, theirs: &Scenario) -> Vec<Reason> {
    let read = |one: &Scenario| -> Option<BTreeMap<(Part, String), String>> {
        let document = Document::from_bytes(&one.id, &one.id, one.text.as_ref()?.as_bytes()).ok()?;
        Some(parts(&document.scenario).into_iter().map(|(part, item, value)| ((part, item), value)).collect())
    };
    let reason = |cause, item: &str, first: &str, second: &str| Reason {
        cause,
        scenario: Some(own.id.clone()),
        item: item.to_owned(),
        first: first.to_owned(),
        second: second.to_owned(),
    };
    let unknown = || vec![reason(Cause::Plan, "", &own.digest, &theirs.digest)];
    let (Some(first), Some(second)) = (read(own), read(theirs)) else { return unknown() };
    let mut keys: Vec<&(Part, String)> = first.keys().chain(second.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let value = |parts: &BTreeMap<(Part, String), String>, key| parts.get(key).cloned().unwrap_or_default();
    let found: Vec<Reason> = keys
        .into_iter()
        .map(|key| (key, value(&first, key), value(&second, key)))
        .filter(|(_, first, second)| first != second)
        .map(|((part, item), first, second)| reason(Cause::Part(*part), item, &first, &second))
        .collect();
    // The same words with another plan: the pack has changed what they mean.
    if found.is_empty() { unknown() } else { found }
}
