//! Looks for damage in a store, and names it.
//!
//! The database checks its own pages and keys; the digest of each unit, computed anew from its numbers,
//! finds what a page check cannot: a number that was changed. What the tables say of the scenarios is held
//! against the manifest, and that against its digest when the store is opened. Titles and notes are no part of
//! the manifest: they are held against the plan as it was written, and a plan that was changed together with them
//! is not found; no number hangs on it.

use super::read::Finished;
use super::store::{About, described, digest, whole};
use super::units::Unit;
use super::{Store, StoreError};
use crate::baseline::Text;
use crate::scenario::study::PlanFile;
use rusqlite::params;

/// What is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The database found something, in its own words.
    Database(String),
    /// The numbers of a unit are not those that were written.
    Unit(Unit),
    /// A unit that the study does not have.
    Stranger(Unit),
    /// Values that belong to no unit.
    Orphans(u64),
    /// The tables describe a scenario otherwise than the manifest.
    Scenario(String),
    /// A column of the table of the study is not what the rest of the store says.
    Study(&'static str),
}

impl Damage {
    /// Whether [`Store::drop_damaged`] mends it.
    #[must_use]
    pub const fn can_be_dropped(&self) -> bool {
        matches!(self, Self::Unit(_) | Self::Stranger(_) | Self::Orphans(_))
    }
}

/// What was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dropped {
    /// Units.
    pub units: u64,
    /// Values of no unit.
    pub values: u64,
}

impl Store {
    /// Everything that is damaged; empty if nothing is.
    ///
    /// # Errors
    /// A [`StoreError`] if the store is too damaged to look.
    pub fn damages(&self) -> Result<Vec<Damage>, StoreError> {
        let mut found: Vec<Damage> = Vec::new();
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut check = self.connection.prepare("PRAGMA integrity_check")?;
            check.query_map([], |row| row.get(0))?.collect()
        };
        let words = read().map_err(|error| self.fails(&error))?;
        found.extend(words.into_iter().filter(|line| line != "ok").map(Damage::Database));
        for (at, scenario) in self.manifest.scenarios.iter().enumerate() {
            let query = "SELECT count(*) FROM scenario WHERE scenario = ?1 AND id = ?2 AND digest = ?3
                AND text = ?4 AND compared_with = ?5 AND title_ja = ?6 AND title_en = ?7
                AND reading IS ?8 AND point = ?9 AND own_assumptions = ?10";
            let (point, own) = described(scenario);
            let key = params![
                whole(at),
                scenario.id,
                scenario.digest,
                scenario.text,
                whole(scenario.compared_with),
                scenario.title_ja,
                scenario.title_en,
                scenario.reading,
                point,
                own
            ];
            let same: i64 = self
                .connection
                .query_row(query, key, |row| row.get(0))
                .map_err(|error| self.fails(&error))?;
            if same != 1 {
                found.push(Damage::Scenario(scenario.id.clone()));
            }
        }
        let finished = self.finished()?;
        found.extend(self.study_faults().into_iter().map(Damage::Study));
        // Units are computed draw by draw up to the number of draws: fewer would hide some of them.
        if finished.iter().any(|one| one.unit.draw > self.draws) {
            found.push(Damage::Study("draws"));
        }
        for Finished { unit, digest: written, .. } in finished {
            if !self.manifest.has(unit, u32::MAX) {
                found.push(Damage::Stranger(unit));
            } else if digest(&self.manifest, unit, &self.rows(unit)?) != written {
                found.push(Damage::Unit(unit));
            }
        }
        let query = "SELECT count(*) FROM value WHERE unit NOT IN (SELECT unit FROM unit)";
        let orphans: i64 =
            self.connection.query_row(query, [], |row| row.get(0)).map_err(|error| self.fails(&error))?;
        if orphans > 0 {
            found.push(Damage::Orphans(orphans as u64));
        }
        Ok(found)
    }

    /// Columns of the table of the study that are not what its plan says. A plan of another version may read otherwise
    /// here and is not judged.
    fn study_faults(&self) -> Vec<&'static str> {
        if self.manifest.kenju != env!("CARGO_PKG_VERSION") {
            return Vec::new();
        }
        let About { id, title, note, plan } = &self.about;
        let Ok(file) = PlanFile::from_bytes(id, id, plan.as_bytes(), None) else { return vec!["plan"] };
        let (own_title, own_note) = file.words();
        let both = |text: Text| [text.ja, text.en];
        let mut found = Vec::new();
        if both(own_title) != *title {
            found.push("title");
        }
        if own_note.map(both) != *note {
            found.push("note");
        }
        found
    }

    /// Drops damaged units, so that they are computed again, and values of no unit; all else stays as it is.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn drop_damaged(&mut self, damages: &[Damage]) -> Result<Dropped, StoreError> {
        let path = self.path.clone();
        let fails = |error: rusqlite::Error| StoreError::of(&path, &error);
        let all = self.connection.transaction().map_err(fails)?;
        let mut dropped = Dropped::default();
        for damage in damages {
            let (Damage::Unit(unit) | Damage::Stranger(unit)) = damage else { continue };
            let key = params![whole(unit.scenario), unit.draw, whole(unit.seed)];
            let which = "(SELECT unit FROM unit WHERE scenario = ?1 AND draw = ?2 AND seed = ?3)";
            all.execute(&format!("DELETE FROM value WHERE unit IN {which}"), key).map_err(fails)?;
            let gone = "DELETE FROM unit WHERE scenario = ?1 AND draw = ?2 AND seed = ?3";
            dropped.units += all.execute(gone, key).map_err(fails)? as u64;
        }
        if damages.iter().any(|damage| matches!(damage, Damage::Orphans(_))) {
            let orphans = "DELETE FROM value WHERE unit NOT IN (SELECT unit FROM unit)";
            dropped.values = all.execute(orphans, []).map_err(fails)? as u64;
        }
        all.commit().map_err(fails)?;
        Ok(dropped)
    }
}
