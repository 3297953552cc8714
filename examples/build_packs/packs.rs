//! Every table of the shipped packs as text, computed in memory from the source tables.
//!
//! The binary beside this file writes the result; a test compares it with what is committed.

mod care;
mod employment;
mod epidemiology;
mod graduation;
mod illness_death;
mod limitation;
mod mortality;
mod net_flow;
mod official;
mod population;
mod risk;
mod source;
mod targets;
mod text;

use std::collections::BTreeMap;
use std::path::Path;

/// Files by path inside `data/`, and what the checks of the transformation found.
pub struct Built {
    /// Text of each table.
    pub files: BTreeMap<String, String>,
    /// Findings worth reading, one per line.
    pub notes: Vec<String>,
}

impl Built {
    fn put(&mut self, pack: &str, table: text::Table) {
        let (name, text) = table.finish();
        self.files.insert(format!("{pack}/{name}"), text);
    }
}

/// Computes all tables from the source tables in `source`.
///
/// # Errors
/// A message when a source table cannot be read, lacks a value or fails a check.
pub fn build(source: &Path) -> Result<Built, String> {
    let mut built = Built { files: BTreeMap::new(), notes: Vec::new() };
    let life = mortality::life_tables(source)?;
    mortality::build(source, &life, &mut built)?;
    let residents = population::residents(source, &life)?;
    population::build(source, &life, &residents, &mut built)?;
    let limited = limitation::build(source, &life, &residents, &mut built)?;
    care::build(source, &life, &residents, &limited, &mut built)?;
    official::build(source, &residents, &mut built)?;
    employment::build(source, &residents, &mut built)?;
    epidemiology::build(source, &mut built)?;
    targets::build(source, &mut built)?;
    risk::build(source, &mut built)?;
    illness_death::build(&mut built);
    Ok(built)
}
