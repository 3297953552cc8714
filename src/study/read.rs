//! What is in a store: for reports, for merging, for checks.

use super::store::{Row, digest, whole};
use super::units::Unit;
use super::{Store, StoreError};
use crate::num::digest::Digest;
use crate::num::units::Year;
use crate::outcome::series::Group as Sex;
use rusqlite::params;
use std::fmt::Write as _;

/// A finished unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Which.
    pub unit: Unit,
    /// Digest of its numbers.
    pub digest: String,
    /// Seconds it took.
    pub seconds: f64,
    /// Its number in the store.
    pub(super) number: i64,
}

/// One value of one draw and seed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Number of the draw; 0 has the central values.
    pub draw: u32,
    /// Seed.
    pub seed: u64,
    /// The value; `None` where it is not known.
    pub value: Option<f64>,
    /// Its Monte-Carlo standard error.
    pub se: Option<f64>,
    /// The difference from the reference of the same draw and seed; `None` for a reference.
    pub difference: Option<f64>,
    /// Its Monte-Carlo standard error.
    pub difference_se: Option<f64>,
}

/// How far a study is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Finished units.
    pub done: u64,
    /// All units.
    pub total: u64,
    /// Groups that a process has begun, or had begun when it was stopped.
    pub claims: u64,
    /// Seconds that the finished units took, each counted once.
    pub seconds: f64,
    /// Size of the store, bytes.
    pub bytes: u64,
}

/// A statement that is run on a store.
type Found<T> = Result<T, StoreError>;

impl Store {
    /// How far the study is.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn progress(&self) -> Found<Progress> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?));
        let query = "SELECT count(*), coalesce(sum(seconds), 0.0), (SELECT count(*) FROM claim) FROM unit WHERE draw <= ?1";
        let found = self.connection.query_row(query, [self.draws], read);
        let (done, seconds, claims) = found.map_err(|error| self.fails(&error))?;
        Ok(Progress {
            done: done as u64,
            total: self.manifest.unit_count(self.draws),
            claims: claims as u64,
            seconds,
            bytes: self.bytes()?,
        })
    }

    /// Size of the store, bytes.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn bytes(&self) -> Found<u64> {
        let read = |name: &str| -> Found<i64> {
            let found = self.connection.pragma_query_value(None, name, |row| row.get(0));
            found.map_err(|error| self.fails(&error))
        };
        Ok((read("page_count")? * read("page_size")?) as u64)
    }

    /// Every finished unit, by draw, seed and scenario.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn finished(&self) -> Found<Vec<Finished>> {
        let query =
            "SELECT scenario, draw, seed, digest, seconds, unit FROM unit ORDER BY draw, seed, scenario";
        let of = |row: &rusqlite::Row<'_>| {
            let unit = Unit {
                scenario: row.get::<_, i64>(0)? as usize,
                draw: row.get(1)?,
                seed: row.get::<_, i64>(2)? as u64,
            };
            Ok(Finished { unit, digest: row.get(3)?, seconds: row.get(4)?, number: row.get(5)? })
        };
        let read = || -> rusqlite::Result<Vec<Finished>> {
            self.connection.prepare(query)?.query_map([], of)?.collect()
        };
        read().map_err(|error| self.fails(&error))
    }

    /// Units that are not finished, in the order in which they are computed.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn missing(&self) -> Found<Vec<Unit>> {
        let done: std::collections::HashSet<Unit> =
            self.finished()?.into_iter().map(|finished| finished.unit).collect();
        let groups = self.manifest.groups(self.draws, super::units::Shard::WHOLE);
        let every = groups.flat_map(|group| self.manifest.units(group));
        Ok(every.filter(|unit| !done.contains(unit)).collect())
    }

    /// Every value of a finished unit, by year, sex and name; empty if it is not finished.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn rows(&self, unit: Unit) -> Found<Vec<Row>> {
        let query = "SELECT v.year, v.sex, i.name, i.unit, v.value, v.se, v.difference, v.difference_se
            FROM unit u JOIN value v ON v.unit = u.unit JOIN indicator i ON i.indicator = v.indicator
            WHERE u.scenario = ?1 AND u.draw = ?2 AND u.seed = ?3 ORDER BY v.year, v.sex, i.name";
        let of = |row: &rusqlite::Row<'_>| {
            let sex: String = row.get(1)?;
            Ok(Row {
                year: row.get(0)?,
                sex: sex_of(&sex).unwrap_or(Sex::Both),
                indicator: row.get(2)?,
                unit: row.get(3)?,
                value: row.get(4)?,
                se: row.get(5)?,
                difference: row.get(6)?,
                difference_se: row.get(7)?,
            })
        };
        let read = || -> rusqlite::Result<Vec<Row>> {
            let mut prepared = self.connection.prepare_cached(query)?;
            prepared.query_map(params![whole(unit.scenario), unit.draw, whole(unit.seed)], of)?.collect()
        };
        read().map_err(|error| self.fails(&error))
    }

    /// The same, held against the digest that was written with them; `None` if the unit is not finished. What goes into a
    /// result is read this way: a number that was changed, or is gone, must not pass for one that was computed.
    ///
    /// # Errors
    /// A [`StoreError`]; [`StoreError::Damaged`] naming the unit.
    pub fn sound_rows(&self, unit: Unit) -> Found<Option<Vec<Row>>> {
        let Some(written) = self.digest_of(unit)? else { return Ok(None) };
        let rows = self.rows(unit)?;
        if rows.is_empty() || digest(&self.manifest, unit, &rows) != written {
            return Err(self.damaged(self.manifest.name(unit)));
        }
        Ok(Some(rows))
    }

    /// One value of a scenario over all draws and seeds that are finished, by draw and seed.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn samples(&self, scenario: usize, indicator: &str, year: Year, sex: Sex) -> Found<Vec<Sample>> {
        let query = "SELECT u.draw, u.seed, v.value, v.se, v.difference, v.difference_se
            FROM unit u JOIN value v ON v.unit = u.unit AND v.year = ?2 AND v.sex = ?3
                AND v.indicator = (SELECT indicator FROM indicator WHERE name = ?4)
            WHERE u.scenario = ?1 AND u.draw <= ?5 ORDER BY u.draw, u.seed";
        let of = |row: &rusqlite::Row<'_>| {
            Ok(Sample {
                draw: row.get(0)?,
                seed: row.get::<_, i64>(1)? as u64,
                value: row.get(2)?,
                se: row.get(3)?,
                difference: row.get(4)?,
                difference_se: row.get(5)?,
            })
        };
        let read = || -> rusqlite::Result<Vec<Sample>> {
            let mut prepared = self.connection.prepare_cached(query)?;
            let key = params![whole(scenario), year.0, sex.as_str(), indicator, self.draws];
            prepared.query_map(key, of)?.collect()
        };
        read().map_err(|error| self.fails(&error))
    }

    /// Names of the values with their units of measurement, in the order of names.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn indicators(&self) -> Found<Vec<(String, String)>> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let mut prepared = self.connection.prepare("SELECT name, unit FROM indicator ORDER BY name")?;
            prepared.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        read().map_err(|error| self.fails(&error))
    }

    /// Digest of everything that is finished, whoever computed it in whatever order.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn content(&self) -> Found<String> {
        let manifest = self.manifest.digest();
        let mut text = String::new();
        for Finished { unit, digest, .. } in self.finished()? {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} {} {} {digest}", unit.draw, unit.seed, unit.scenario);
        }
        Ok(Digest::of([("manifest", manifest.as_bytes()), ("units", text.as_bytes())]).to_string())
    }
}

fn sex_of(word: &str) -> Option<Sex> {
    [Sex::Male, Sex::Female, Sex::Both].into_iter().find(|sex| sex.as_str() == word)
}
