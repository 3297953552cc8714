//! The pack's files of trials, enablers and health and productivity management, and their rules.
//!
//! Each file says itself what it is and where it comes from: `pack.ron` belongs to the data that the
//! calibration was made for, and policy never enters the calibration.

use super::Text;
use super::enablers::{Capability, Enabler, EnablerAct, Enablers};
use super::error::LoadError;
use super::levers::{LeverCatalogue, TODAY, Uncertain};
use super::load::Files;
use super::provenance::{Source, Status, TableInfo};
use super::ron_file;
use super::schema;
use super::trials::{Assumed, Measure, Trial};
use super::workplace::Workplace;
use crate::nearest::nearest;
use crate::num::units::Year;
use crate::text::{escape_untrusted, is_unsafe};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Version of the files' form that is understood.
const SCHEMA: u32 = 1;

/// What a pack says beside its levers: empty where it has no such file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pipelines {
    /// Prevention trials in the order of the file.
    pub trials: Vec<Trial>,
    /// Enablers.
    pub enablers: Option<Enablers>,
    /// Health and productivity management.
    pub workplace: Option<Workplace>,
}

impl Pipelines {
    /// The trial with this identifier.
    #[must_use]
    pub fn trial(&self, id: &str) -> Option<&Trial> {
        self.trials.iter().find(|trial| trial.id == id)
    }
}

/// What a file says of itself.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct About {
    title: Text,
    unit: String,
    status: Status,
    transformation: Text,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct TrialFile {
    schema: u32,
    about: About,
    trials: Vec<Trial>,
    #[serde(default)]
    sources: Vec<Source>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct EnablerFile {
    schema: u32,
    about: About,
    evidence_lag: super::enablers::Bounds,
    null_adopted: super::enablers::Bounds,
    interval_width: super::enablers::Bounds,
    positive_adopted: Assumed,
    zero_mass: Vec<(super::levers::EvidenceTier, Assumed)>,
    basis: Text,
    items: Vec<Enabler>,
    #[serde(default)]
    sources: Vec<Source>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WorkplaceFile {
    schema: u32,
    about: About,
    workplace: Workplace,
    #[serde(default)]
    sources: Vec<Source>,
}

/// Where the content of the files joins that of the pack.
pub(super) struct Joined<'a> {
    pub levers: &'a LeverCatalogue,
    pub tables: &'a mut Vec<TableInfo>,
    pub sources: &'a mut Vec<Source>,
}

/// Reads and checks the files that are there; sources and tables join those of the pack.
pub(super) fn read(files: &Files, joined: &mut Joined<'_>) -> Result<Pipelines, LoadError> {
    let mut pipelines = Pipelines::default();
    if let Some(reader) = Reader::of(files, schema::TRIALS.file) {
        let file: TrialFile = reader.parse()?;
        reader.schema(file.schema)?;
        let cited = file.trials.iter().flat_map(|trial| &trial.sources);
        reader.join(file.about, cited, file.sources, joined)?;
        reader.unique(file.trials.iter().map(|trial| &trial.id))?;
        for trial in &file.trials {
            trial_faults(trial, joined.levers).map_err(|message| reader.wrong(Some(&trial.id), message))?;
        }
        pipelines.trials = file.trials;
    }
    if let Some(reader) = Reader::of(files, schema::ENABLERS.file) {
        let file: EnablerFile = reader.parse()?;
        reader.schema(file.schema)?;
        let cited = file.items.iter().flat_map(|item| &item.sources);
        reader.join(file.about, cited, file.sources, joined)?;
        reader.unique(file.items.iter().map(|item| &item.id))?;
        for item in &file.items {
            enabler_faults(item, joined.levers).map_err(|message| reader.wrong(Some(&item.id), message))?;
        }
        let shares = file.zero_mass.iter().map(|(_, mass)| mass).chain([&file.positive_adopted]);
        for (name, bounds, most) in [
            ("evidence_lag", file.evidence_lag, 50.0),
            ("null_adopted", file.null_adopted, 1.0),
            ("interval_width", file.interval_width, 1.0),
        ] {
            if !(0.0 <= bounds.best && bounds.best <= bounds.without && bounds.without <= most) {
                let message = format!("{name}: allowed: 0 <= best <= without <= {most}");
                return Err(reader.wrong(None, message));
            }
        }
        for share in shares {
            within("a chance", share, 0.0, 1.0).map_err(|message| reader.wrong(None, message))?;
        }
        pipelines.enablers = Some(Enablers {
            evidence_lag: file.evidence_lag,
            null_adopted: file.null_adopted,
            interval_width: file.interval_width,
            positive_adopted: file.positive_adopted,
            zero_mass: file.zero_mass,
            basis: file.basis,
            items: file.items,
        });
    }
    if let Some(reader) = Reader::of(files, schema::WORKPLACE.file) {
        let file: WorkplaceFile = reader.parse()?;
        reader.schema(file.schema)?;
        reader.join(file.about, file.workplace.sources.iter(), file.sources, joined)?;
        workplace_faults(&file.workplace, joined.levers).map_err(|message| reader.wrong(None, message))?;
        pipelines.workplace = Some(file.workplace);
    }
    Ok(pipelines)
}

/// One file while it is read.
struct Reader<'a> {
    name: &'static str,
    label: String,
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn of(files: &'a Files, name: &'static str) -> Option<Self> {
        files.text(name).map(|text| Self { name, label: files.label(name), text })
    }

    fn parse<T: DeserializeOwned + Serialize>(&self) -> Result<T, LoadError> {
        let read: T = ron_file::parse(&self.label, self.text)?;
        // Shown to users: a text with invisible characters would read as another.
        let texts = serde_json::to_value(&read).unwrap_or_default();
        if let Some(start) = hidden(&texts) {
            let message = format!("the text `{start}` holds control or invisible characters");
            return Err(self.wrong(None, message));
        }
        Ok(read)
    }

    fn schema(&self, found: u32) -> Result<(), LoadError> {
        ron_file::schema(&self.label, found, SCHEMA)
    }

    /// A fault; the line is that of the entry with this identifier.
    fn wrong(&self, id: Option<&str>, message: String) -> LoadError {
        let line = id.and_then(|id| {
            let wanted = format!("id: \"{id}\"");
            self.text.lines().position(|line| line.contains(&wanted)).map(|line| line as u64 + 1)
        });
        let message = match id {
            Some(id) => format!("`{}`: {message}", escape_untrusted(id)),
            None => message,
        };
        LoadError::Inconsistent { file: self.label.clone(), line, message }
    }

    fn unique<'b>(&self, ids: impl Iterator<Item = &'b String>) -> Result<(), LoadError> {
        let mut seen = BTreeSet::new();
        for id in ids {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if id.is_empty() || id.len() > 40 || !id.bytes().all(plain) {
                let message = "allowed as id: 1 to 40 of the characters a-z, 0-9 and _".to_owned();
                return Err(self.wrong(Some(id), message));
            }
            if !seen.insert(id) {
                return Err(self.wrong(Some(id), "the id is given twice".to_owned()));
            }
        }
        Ok(())
    }

    /// Adds the file to the tables of the pack and its sources to those of the pack, each once.
    fn join<'b>(
        &self,
        about: About,
        cited: impl Iterator<Item = &'b String>,
        sources: Vec<Source>,
        joined: &mut Joined<'_>,
    ) -> Result<(), LoadError> {
        for source in sources {
            if joined.sources.iter().all(|old| old.id != source.id) {
                joined.sources.push(source);
            }
        }
        let cited: BTreeSet<String> = cited.cloned().collect();
        let known: Vec<&str> = joined.sources.iter().map(|source| source.id.as_str()).collect();
        for id in &cited {
            if let Some(message) = unknown("source", id, &known) {
                return Err(self.wrong(None, message));
            }
        }
        if cited.is_empty() {
            return Err(self.wrong(None, "it cites no source; cite at least one".to_owned()));
        }
        joined.tables.push(TableInfo {
            file: self.name.to_owned(),
            title: about.title,
            unit: about.unit,
            sources: cited.into_iter().collect(),
            status: about.status,
            transformation: about.transformation,
        });
        Ok(())
    }
}

/// The first text of a value that holds control or invisible characters.
fn hidden(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => {
            let unsafe_text = text.chars().any(|character| is_unsafe(character) && character != '\n');
            unsafe_text.then(|| escape_untrusted(text).chars().take(60).collect())
        }
        serde_json::Value::Array(values) => values.iter().find_map(hidden),
        serde_json::Value::Object(fields) => fields.values().find_map(hidden),
        _ => None,
    }
}

fn unknown(what: &str, name: &str, list: &[&str]) -> Option<String> {
    if list.contains(&name) {
        return None;
    }
    let meant = nearest(name, list.iter().copied());
    let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
    Some(format!("no {what} `{}` is listed{meant}", escape_untrusted(name)))
}

/// A name of a lever. A pack may hold fewer levers than its programmes would need, and says so where they
/// are shown; a name that differs from a known one by its case or separators only is a slip.
fn lever(name: &str, levers: &LeverCatalogue) -> Result<(), String> {
    let folded = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
    let mut known = levers.levers.iter().map(|lever| lever.id.as_str());
    match known.find(|known| folded(known) == folded(name)) {
        Some(known) if known != name => {
            Err(format!("no lever `{}` is listed (did you mean `{known}`?)", escape_untrusted(name)))
        }
        _ => Ok(()),
    }
}

fn within(name: &str, assumed: &Assumed, least: f64, most: f64) -> Result<(), String> {
    let Assumed { value, low, high } = *assumed;
    if least <= low && low <= value && value <= high && high <= most {
        return Ok(());
    }
    Err(format!(
        "{name}: found ({value}, {low}, {high}); allowed: value, low, high with {least} <= low <= value <= high <= {most}"
    ))
}

fn rising(name: &str, points: impl Iterator<Item = (f64, f64)>, most: f64) -> Result<(), String> {
    let points: Vec<(f64, f64)> = points.collect();
    let years = points.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let values = points.iter().all(|(year, value)| year.is_finite() && (0.0..=most).contains(value));
    if points.is_empty() || !years || !values {
        return Err(format!("{name}: allowed: rising years with values from 0 to {most}"));
    }
    Ok(())
}

/// Largest number of persons, of groups and of their sizes that a trial may have.
const MOST_PERSONS: f64 = 1e8;

fn trial_faults(trial: &Trial, levers: &LeverCatalogue) -> Result<(), String> {
    if trial.lever.is_some() != trial.channel.is_some() || trial.lever.is_some() != trial.adoption.is_some() {
        return Err("lever, channel and adoption go together".to_owned());
    }
    let design = &trial.design;
    within("per_arm", &design.per_arm, 2.0, MOST_PERSONS)?;
    within("retained", &design.retained, 0.01, 1.0)?;
    if !(2..=10).contains(&design.arms) {
        return Err(format!("arms: found {}; allowed: 2 to 10", design.arms));
    }
    if !(1..=30).contains(&design.years) {
        return Err(format!("years: found {}; allowed: 1 to 30", design.years));
    }
    if !(design.follow_up > 0.0 && design.follow_up <= f64::from(design.years)) {
        return Err(format!("follow_up: found {}; allowed: above 0, up to the years", design.follow_up));
    }
    if let Some(clusters) = &design.clusters {
        within("size", &clusters.size, 1.0, MOST_PERSONS)?;
        within("correlation", &clusters.correlation, 0.0, 1.0)?;
    }
    match &trial.endpoint.measure {
        Measure::Mean { deviation } => within("deviation", deviation, f64::MIN_POSITIVE, 1e9)?,
        Measure::Rate { per_year } => within("per_year", per_year, 1e-9, 10.0)?,
        Measure::Odds { control } | Measure::Points { control } => {
            within("control", control, 1e-6, 0.999_999)?;
        }
    }
    if let Some(adoption) = &trial.adoption {
        within("ceiling", &adoption.ceiling, 0.0, 1.0)?;
        within("speed", &adoption.speed, 1e-3, 20.0)?;
    }
    if let Some(surrogate) = &trial.endpoint.surrogate {
        within("carries", &surrogate.carries, 0.0, 1.0)?;
        usable(&surrogate.effect, trial.endpoint.measure.is_ratio())?;
    }
    let (Some(id), Some(channel)) = (&trial.lever, &trial.channel) else { return Ok(()) };
    lever(id, levers)?;
    let Some(known) = levers.lever(id) else { return Ok(()) };
    let channels: Vec<&str> = known.channels.iter().map(|channel| channel.id.as_str()).collect();
    if let Some(message) = unknown(&format!("channel of {id}"), channel, &channels) {
        return Err(message);
    }
    if let Some(adoption) = &trial.adoption {
        let reference = known.reference_coverage(TODAY);
        if adoption.ceiling.value <= reference {
            return Err(format!(
                "ceiling: found {}; `{id}` already reaches {reference} of those it counts: a ceiling is counted as the coverage of the lever, and must lie above it",
                adoption.ceiling.value
            ));
        }
    }
    let Some(channel) = known.channel(channel) else { return Ok(()) };
    if trial.endpoint.surrogate.is_none() && channel.acts.is_ratio() != trial.endpoint.measure.is_ratio() {
        return Err(format!(
            "the endpoint and the channel `{}` must both be ratios or both be differences; what stands for another is a `surrogate`",
            channel.id
        ));
    }
    Ok(())
}

/// Whether an effect can be turned into a scale on which 0 does nothing.
fn usable(effect: &Uncertain, ratio: bool) -> Result<(), String> {
    let values = [effect.pessimistic, effect.default, effect.optimistic];
    if values.iter().all(|value| value.is_finite() && (!ratio || *value > 0.0)) {
        return Ok(());
    }
    Err("effect: allowed: finite numbers, above 0 for a ratio".to_owned())
}

fn enabler_faults(enabler: &Enabler, levers: &LeverCatalogue) -> Result<(), String> {
    match &enabler.capability {
        Capability::Path(points) => rising("capability", points.iter().copied(), 1.0)?,
        Capability::Steps(points) => rising("capability", in_years(points), 1.0)?,
        Capability::Least(sides) => {
            if sides.is_empty() {
                return Err("capability: name at least one side".to_owned());
            }
            for side in sides {
                rising("capability", side.path.iter().copied(), 1.0)?;
            }
        }
    }
    for act in &enabler.acts {
        match act {
            EnablerAct::EvidenceLag(years) => within("EvidenceLag", years, 0.0, 50.0)?,
            EnablerAct::NullAdopted(points) => within("NullAdopted", points, 0.0, 1.0)?,
            EnablerAct::IntervalWidth(points) => within("IntervalWidth", points, 0.0, 1.0)?,
            EnablerAct::Adherence { lever: id, factor } => {
                lever(id, levers)?;
                within("factor", factor, 1.0, 2.0)?;
            }
            EnablerAct::Reach { lever: id, points } => {
                lever(id, levers)?;
                within("points", points, 0.0, 1.0)?;
            }
        }
    }
    Ok(())
}

fn in_years(points: &[(Year, f64)]) -> impl Iterator<Item = (f64, f64)> + '_ {
    points.iter().map(|(year, value)| (f64::from(year.0), *value))
}

fn workplace_faults(workplace: &Workplace, levers: &LeverCatalogue) -> Result<(), String> {
    lever(&workplace.lever, levers)?;
    rising("covered", in_years(&workplace.covered), 1.0)?;
    if workplace.covered.len() < 2 {
        return Err("covered: two years at least are needed for a curve".to_owned());
    }
    for (name, division) in [("large", &workplace.large), ("small", &workplace.small)] {
        rising(name, in_years(&division.organisations), 1e9)?;
        within("employees", &division.employees, 0.01, 1.0)?;
        within("of_covered", &division.of_covered, 0.0, 1.0)?;
        within("ceiling", &division.ceiling, 0.0, 1.0)?;
        for (year, covered) in &workplace.covered {
            let share = covered * division.of_covered.value / division.employees.value;
            if share >= division.ceiling.value {
                return Err(format!(
                    "{name}: {share:.3} of its employees were covered in {year}; the ceiling must lie above"
                ));
            }
        }
    }
    let split = |get: fn(&super::workplace::Division) -> f64| get(&workplace.large) + get(&workplace.small);
    for (name, sum) in [
        ("employees", split(|division| division.employees.value)),
        ("of_covered", split(|division| division.of_covered.value)),
    ] {
        if (sum - 1.0).abs() > 1e-9 {
            return Err(format!("{name}: the two divisions must sum to 1; found {sum}"));
        }
    }
    for reach in &workplace.reaches {
        lever(&reach.lever, levers)?;
        let insurers: Vec<&str> = reach.rates.iter().map(|(_, insurer, _)| insurer.as_str()).collect();
        for name in [&reach.bound, &workplace.large.insurer, &workplace.small.insurer] {
            if let Some(message) = unknown("insurer", name, &insurers) {
                return Err(message);
            }
        }
        if !reach.rates.iter().all(|(_, _, rate)| (0.0..=1.0).contains(rate)) {
            return Err("rates: allowed: 0 to 1".to_owned());
        }
    }
    lever(&workplace.collaboration.lever, levers)?;
    let own = levers.lever(&workplace.lever);
    let channels: Vec<&str> =
        own.iter().flat_map(|own| &own.channels).map(|channel| channel.id.as_str()).collect();
    if let Some(message) = unknown("channel", &workplace.collaboration.channel, &channels) {
        return Err(message);
    }
    if !(0.0..=1.0).contains(&workplace.collaboration.bound) {
        return Err("bound: allowed: 0 to 1".to_owned());
    }
    let target = &workplace.target;
    if !(target.number > 0.0 && target.factor > 0.0 && target.from < target.by) {
        return Err("target: allowed: positive numbers and rising years".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
