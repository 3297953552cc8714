//! Reads the levers of a pack: `levers.ron` and the tables that belong to it.
//!
//! These files stand apart from the rest. Levers act on differences from the reference only, so a
//! change of them must not make the calibration stale: their tables and sources are described in
//! `levers.ron` itself and not in the manifest, whose text the calibration is tied to.

mod checks;
mod tables;

use super::Baseline;
use super::error::LoadError;
use super::levers::{Lever, LeverCaps, LeverCatalogue, Overlap, Topic};
use super::load::Files;
use super::provenance::{Source, TableInfo};
use super::ron_file;
use super::schema::{LEVER_FILES, LEVERS};
use super::table::Scope;
use crate::num::units::Year;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Version of the file's form that is understood.
const SCHEMA: u32 = 1;

/// The content of `levers.ron`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeverFile {
    schema: u32,
    caps: LeverCaps,
    #[serde(default)]
    overlaps: Vec<Overlap>,
    levers: Vec<Lever>,
    #[serde(default)]
    topics: Vec<Topic>,
    tables: Vec<TableInfo>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    sources: Vec<Source>,
}

/// Reads the levers of a pack into `baseline`, whose factors, conditions and causes are already there.
/// Sources and tables of the levers join those of the pack.
pub(super) fn fill(files: &Files, scope: &Scope, baseline: &mut Baseline) -> Result<(), LoadError> {
    let Some(text) = files.text(LEVERS) else {
        return match files.names().find(|name| LEVER_FILES.contains(name)) {
            Some(name) => {
                let message = format!("it goes with `{LEVERS}`, which the pack does not have");
                Err(LoadError::Inconsistent { file: files.label(name), line: None, message })
            }
            None => Ok(()),
        };
    };
    let LeverFile { mut levers, topics, mut tables, sources, caps, overlaps, words, .. } = read(files, text)?;
    let mut all = baseline.sources.clone();
    all.extend(sources);
    checks::check(
        files,
        text,
        baseline,
        &checks::Content {
            caps,
            overlaps: &overlaps,
            levers: &levers,
            topics: &topics,
            tables: &tables,
            sources: &all,
        },
    )?;
    offer(&mut levers);
    let known: Vec<&str> = levers
        .iter()
        .map(|lever| lever.id.as_str())
        .chain(topics.iter().map(|topic| topic.id.as_str()))
        .collect();
    let evidence = tables::evidence(files, &known)?;
    let adoption = tables::adoption(files, &known)?;
    let employment = tables::employment(files, scope)?;
    if let Some(table) = tables.iter_mut().find(|table| table.file == LEVERS) {
        table.sources.extend(levers.iter().flat_map(Lever::sources).cloned());
        table.sources.sort();
        table.sources.dedup();
    }
    baseline.sources = all;
    baseline.tables.extend(tables);
    baseline.levers =
        LeverCatalogue { levers, caps, overlaps, employment, evidence, adoption, topics, words };
    Ok(())
}

/// Gives each lever whose coverage counts among those of another one the reference path of that lever.
fn offer(levers: &mut [Lever]) {
    let paths: BTreeMap<String, Vec<(Year, f64)>> =
        levers.iter().map(|lever| (lever.id.clone(), lever.coverage.reference.clone())).collect();
    for lever in levers {
        let path = lever.coverage.among.as_ref().and_then(|other| paths.get(other));
        lever.coverage.offered = path.cloned().unwrap_or_default();
    }
}

fn read(files: &Files, text: &str) -> Result<LeverFile, LoadError> {
    let file = files.label(LEVERS);
    let read: LeverFile = ron_file::parse(&file, text)?;
    ron_file::schema(&file, read.schema, SCHEMA)?;
    Ok(read)
}

#[cfg(test)]
mod tests;
