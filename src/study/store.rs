//! The store of a study: one SQLite file in which a finished unit stays finished.
//!
//! Each unit is written in a transaction of its own, so a process that is killed loses the unit it was
//! computing and nothing else. The journal is a rollback journal, not a write-ahead log: between two
//! transactions the store is one file that can be copied and sent, and it works on the network file systems
//! of job arrays, where a write-ahead log may not be used. `synchronous` is `FULL`: a unit takes long
//! compared with a flush of the disk, and then a unit that was reported survives a loss of power too.
//!
//! Two processes may work on one store. A unit can be there only once (a unique key), and as it is a pure
//! function of its key, whoever writes it first writes the right one. A claim on a group only keeps two
//! processes from computing the same: it has no owner and no time, so a process that dies leaves nothing
//! that must be waited for (see [`super::work`]).

use super::StoreError;
use super::manifest::{Manifest, Mixture, StudyScenario};
use super::units::{Group, Unit};
use crate::num::digest::Digest;
use crate::outcome::series::Group as Sex;
use crate::scenario::study::Study;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The tables of a store.
pub const SCHEMA: &str = include_str!("schema.sql");

/// Marks a file as a store: the letters `kenj`.
const APPLICATION: i64 = 0x6b65_6e6a;
/// Version of the format of stores.
pub const FORMAT: i64 = 1;
/// How long another process may hold the store. A unit is written in milliseconds; a whole store is copied
/// in seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Bytes of the smallest database.
const LEAST_BYTES: u64 = 512;

/// What is to be done with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only to be read.
    Read,
    /// To be added to.
    Write,
}

/// One value of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Calendar year.
    pub year: u16,
    /// Whom it describes.
    pub sex: Sex,
    /// What it is, as in CSV files.
    pub indicator: String,
    /// Its unit of measurement.
    pub unit: String,
    /// The value; `None` where it is not known.
    pub value: Option<f64>,
    /// Its Monte-Carlo standard error, where one is computed.
    pub se: Option<f64>,
    /// The difference from the reference of the unit; `None` for a reference.
    pub difference: Option<f64>,
    /// Its Monte-Carlo standard error.
    pub difference_se: Option<f64>,
}

/// Titles and plan of a study: what its manifest does not need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Identifier.
    pub id: String,
    /// Title in Japanese and English.
    pub title: [String; 2],
    /// Explanation in Japanese and English.
    pub note: Option<[String; 2]>,
    /// The plan as it was written.
    pub plan: String,
}

/// A store that is open.
#[derive(Debug)]
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) about: About,
    pub(super) manifest: Manifest,
    pub(super) draws: u32,
}

impl About {
    /// Titles and plan of a study.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let both = |text: &crate::baseline::Text| [text.ja.clone(), text.en.clone()];
        Self {
            id: study.id.clone(),
            title: both(&study.title),
            note: study.note.as_ref().map(both),
            plan: study.text.clone(),
        }
    }
}

impl Store {
    /// Opens a store.
    ///
    /// # Errors
    /// A [`StoreError`] that says why not.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        let connection = connect(path, access, false)?;
        let fails = |error: &rusqlite::Error| StoreError::of(path, error);
        check_format(path, &connection)?;
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(About, String, String, u32)> {
            let note: (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
            let about = About {
                id: row.get(0)?,
                title: [row.get(1)?, row.get(2)?],
                note: note.0.zip(note.1).map(|(ja, en)| [ja, en]),
                plan: row.get(5)?,
            };
            Ok((about, row.get(6)?, row.get(7)?, row.get(8)?))
        };
        let query = "SELECT id, title_ja, title_en, note_ja, note_en, plan, manifest, manifest_digest, draws FROM study";
        let found = connection.query_row(query, [], read).optional().map_err(|error| fails(&error))?;
        let damaged = |what: &str| StoreError::Damaged { path: path.to_owned(), what: what.to_owned() };
        let (about, text, digest, draws) = found.ok_or_else(|| damaged("table study"))?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(|_| damaged("manifest"))?;
        let whole = manifest.text() == text && manifest.digest() == digest;
        let sound = manifest.scenarios.iter().all(|one| one.compared_with < manifest.scenarios.len());
        if !whole || !sound {
            return Err(damaged("manifest"));
        }
        Ok(Self { path: path.to_owned(), connection, about, manifest, draws })
    }

    /// Opens the store of a study, and makes it if there is none. More draws than it has expand it.
    ///
    /// # Errors
    /// A [`StoreError`]: [`StoreError::Mixed`] if there is a store of another study.
    pub fn create(path: &Path, about: &About, manifest: &Manifest, draws: u32) -> Result<Self, StoreError> {
        let mut connection = connect(path, Access::Write, true)?;
        fill(&mut connection, about, manifest, draws).map_err(|error| StoreError::of(path, &error))?;
        drop(connection);
        let mut store = Self::open(path, Access::Write)?;
        if let Some(mixture) = store.manifest.mixture(manifest) {
            return Err(StoreError::Mixed { path: path.to_owned(), mixture: Box::new(mixture) });
        }
        store.expand_to(draws)?;
        Ok(store)
    }

    /// A store in memory, to measure what a unit takes.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn in_memory(about: &About, manifest: &Manifest) -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let fails = |error: rusqlite::Error| StoreError::of(Path::new(":memory:"), &error);
        let mut connection = Connection::open_in_memory().map_err(fails)?;
        fill(&mut connection, about, manifest, 0).map_err(fails)?;
        Ok(Self { path, connection, about: about.clone(), manifest: manifest.clone(), draws: 0 })
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Titles and plan.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// What the study is.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Parameter draws beside the central values.
    #[must_use]
    pub const fn draws(&self) -> u32 {
        self.draws
    }

    pub(super) fn fails(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }

    pub(super) fn damaged(&self, what: impl Into<String>) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), what: what.into() }
    }

    /// Sets the number of draws, if the store has fewer.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn expand_to(&mut self, draws: u32) -> Result<(), StoreError> {
        if draws > self.draws {
            let write = "UPDATE study SET draws = max(draws, ?1)";
            self.connection.execute(write, [draws]).map_err(|error| self.fails(&error))?;
            self.draws = draws;
        }
        Ok(())
    }

    /// Claims a group; `false` if it has been claimed before.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn claim(&self, group: Group) -> Result<bool, StoreError> {
        let write = "INSERT OR IGNORE INTO claim (draw, seed, reference) VALUES (?1, ?2, ?3)";
        let new =
            self.connection.execute(write, params![group.draw, whole(group.seed), whole(group.reference)]);
        new.map(|rows| rows == 1).map_err(|error| self.fails(&error))
    }

    /// Gives a claim back.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn release(&self, group: Group) -> Result<(), StoreError> {
        let write = "DELETE FROM claim WHERE draw = ?1 AND seed = ?2 AND reference = ?3";
        let gone =
            self.connection.execute(write, params![group.draw, whole(group.seed), whole(group.reference)]);
        gone.map(|_| ()).map_err(|error| self.fails(&error))
    }

    /// Groups that are claimed.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn claims(&self) -> Result<Vec<Group>, StoreError> {
        let of = |row: &rusqlite::Row<'_>| {
            let (seed, reference) = (row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as usize);
            Ok(Group { draw: row.get(0)?, seed, reference })
        };
        let read = || -> rusqlite::Result<Vec<Group>> {
            let mut all = self.connection.prepare("SELECT draw, seed, reference FROM claim")?;
            all.query_map([], of)?.collect()
        };
        read().map_err(|error| self.fails(&error))
    }

    /// Whether a unit is finished.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn has(&self, unit: Unit) -> Result<bool, StoreError> {
        self.digest_of(unit).map(|found| found.is_some())
    }

    /// Digest of a finished unit.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn digest_of(&self, unit: Unit) -> Result<Option<String>, StoreError> {
        let query = "SELECT digest FROM unit WHERE scenario = ?1 AND draw = ?2 AND seed = ?3";
        let key = params![whole(unit.scenario), unit.draw, whole(unit.seed)];
        let mut prepared = self.connection.prepare_cached(query).map_err(|error| self.fails(&error))?;
        prepared.query_row(key, |row| row.get(0)).optional().map_err(|error| self.fails(&error))
    }

    /// Writes a unit with the seconds it took; `false` if it was there already, with the same numbers.
    ///
    /// # Errors
    /// A [`StoreError`]; [`StoreError::Conflict`] if it was there with other numbers. The store is then as it was before.
    pub fn record(&mut self, unit: Unit, rows: &[Row], seconds: f64) -> Result<bool, StoreError> {
        let digest = digest(&self.manifest, unit, rows);
        let path = self.path.clone();
        let written = write_unit(&mut self.connection, unit, &digest, rows, seconds);
        if written.map_err(|error| StoreError::of(&path, &error))? {
            return Ok(true);
        }
        if self.digest_of(unit)?.is_some_and(|found| found != digest) {
            return Err(StoreError::Conflict { path, unit: self.manifest.name(unit) });
        }
        Ok(false)
    }

    /// Whether another manifest is that of this store, and in what it differs.
    #[must_use]
    pub fn mixture(&self, other: &Manifest) -> Option<Mixture> {
        self.manifest.mixture(other)
    }
}

/// Digest of a unit: what it is and every number of it, in the order of year, sex and name.
#[must_use]
pub fn digest(manifest: &Manifest, unit: Unit, rows: &[Row]) -> String {
    let scenario = manifest.scenarios.get(unit.scenario).map_or("", |scenario| scenario.digest.as_str());
    let key = format!("{scenario} {} {}", unit.draw, unit.seed);
    let mut order: Vec<&Row> = rows.iter().collect();
    order.sort_by(|a, b| key_of(a).cmp(&key_of(b)));
    let mut bytes = Vec::with_capacity(64 * order.len());
    for row in order {
        bytes.extend(format!("{} {} {} {}\n", row.year, row.sex.as_str(), row.indicator, row.unit).bytes());
        for number in [row.value, row.se, row.difference, row.difference_se] {
            // Minus zero is stored as it is, but not every reader keeps it: it counts as zero.
            let bits = number.map_or(u64::MAX, |number| (number + 0.0).to_bits());
            bytes.extend(bits.to_le_bytes());
        }
    }
    Digest::of([("unit", key.as_bytes()), ("rows", &bytes)]).to_string()
}

/// A number as databases hold it. Positions, and seeds of a plan, are far below the largest.
pub(super) fn whole(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

fn key_of(row: &Row) -> (u16, &str, &str) {
    (row.year, row.sex.as_str(), &row.indicator)
}

fn connect(path: &Path, access: Access, create: bool) -> Result<Connection, StoreError> {
    let none = || StoreError::NotAStore { path: path.to_owned() };
    match std::fs::metadata(path) {
        // A file of something else is never taken for an empty store and written over.
        Ok(found) if !found.is_file() || (found.len() > 0 && found.len() < LEAST_BYTES) => return Err(none()),
        Err(error) if !create && error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        Err(error) if !create => {
            return Err(StoreError::Io { path: path.to_owned(), reason: error.to_string() });
        }
        _ => {}
    }
    // For reading too: what a process that died has begun must be taken back first. A file that may not be
    // written is opened for reading all the same.
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // A store may come from anybody: its views may not call what it brings along.
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "query_only", access == Access::Read)?;
        Ok(connection)
    };
    open().map_err(|error| StoreError::of(path, &error))
}

fn check_format(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    let read =
        |name: &str| -> rusqlite::Result<i64> { connection.pragma_query_value(None, name, |row| row.get(0)) };
    let fails = |error: rusqlite::Error| StoreError::of(path, &error);
    if read("application_id").map_err(fails)? != APPLICATION {
        return Err(StoreError::NotAStore { path: path.to_owned() });
    }
    match read("user_version").map_err(fails)? {
        FORMAT => Ok(()),
        found => Err(StoreError::Format { path: path.to_owned(), found }),
    }
}

/// Makes the tables of an empty file and writes what the study is; a file with tables stays as it is.
fn fill(connection: &mut Connection, about: &About, manifest: &Manifest, draws: u32) -> rusqlite::Result<()> {
    // From the beginning alone with the file: another process may be about to do the same.
    let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let tables: i64 = all.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 {
        return Ok(());
    }
    all.execute_batch(SCHEMA)?;
    all.pragma_update(None, "application_id", APPLICATION)?;
    all.pragma_update(None, "user_version", FORMAT)?;
    let note = |at: usize| about.note.as_ref().map(|note| note[at].as_str());
    all.execute(
        "INSERT INTO study VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            about.id,
            about.title[0],
            about.title[1],
            note(0),
            note(1),
            about.plan,
            manifest.text(),
            manifest.digest(),
            draws
        ],
    )?;
    for (at, scenario) in manifest.scenarios.iter().enumerate() {
        let (point, own) = described(scenario);
        all.execute(
            "INSERT INTO scenario VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                whole(at),
                scenario.id,
                scenario.title_ja,
                scenario.title_en,
                scenario.reading,
                point,
                whole(scenario.compared_with),
                scenario.digest,
                own,
                scenario.text
            ],
        )?;
    }
    all.commit()
}

/// Point of the grid and own assumptions of a scenario, as the tables have them (JSON).
pub(super) fn described(scenario: &StudyScenario) -> (String, String) {
    let point: serde_json::Map<String, serde_json::Value> =
        scenario.point.iter().map(|(lever, coverage)| (lever.clone(), coverage.clone().into())).collect();
    let own: Vec<serde_json::Value> =
        scenario.own_assumptions.iter().map(|(ja, en)| serde_json::json!({"ja": ja, "en": en})).collect();
    (serde_json::Value::Object(point).to_string(), serde_json::Value::Array(own).to_string())
}

/// Writes a unit in one transaction; `false` if it is there already.
fn write_unit(
    connection: &mut Connection,
    unit: Unit,
    digest: &str,
    rows: &[Row],
    seconds: f64,
) -> rusqlite::Result<bool> {
    let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let write =
        "INSERT OR IGNORE INTO unit (scenario, draw, seed, digest, seconds) VALUES (?1, ?2, ?3, ?4, ?5)";
    let new =
        all.execute(write, params![whole(unit.scenario), unit.draw, whole(unit.seed), digest, seconds])?;
    if new == 0 {
        return Ok(false);
    }
    let number = all.last_insert_rowid();
    {
        let mut known: HashMap<&str, i64> = HashMap::new();
        let mut add = all.prepare_cached("INSERT OR IGNORE INTO indicator (name, unit) VALUES (?1, ?2)")?;
        let mut find = all.prepare_cached("SELECT indicator FROM indicator WHERE name = ?1")?;
        let mut write = all.prepare_cached("INSERT INTO value VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for row in rows {
            let indicator = if let Some(&number) = known.get(row.indicator.as_str()) {
                number
            } else {
                add.execute(params![row.indicator, row.unit])?;
                let number = find.query_row([&row.indicator], |found| found.get(0))?;
                known.insert(&row.indicator, number);
                number
            };
            write.execute(params![
                number,
                row.year,
                row.sex.as_str(),
                indicator,
                row.value,
                row.se,
                row.difference,
                row.difference_se
            ])?;
        }
    }
    all.commit()?;
    Ok(true)
}
