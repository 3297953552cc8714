//! What a student has done so far: the one thing that is kept between keystrokes.
//!
//! A record is written after every keystroke, whole and in one step (a new file takes the place of the old
//! one), so that a program that is killed loses at most the keystroke under way. It stays on the machine.

use super::file::Lesson;
use super::results::Direction;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Version of records and slips.
pub const SCHEMA: u32 = 2;

/// How sure somebody can be, percent. There are three directions, so a guess is right once in three times.
pub const CONFIDENCES: [u8; 8] = [33, 40, 50, 60, 70, 80, 90, 100];

/// Most bytes of a record that is read.
const MOST_BYTES: u64 = 256 * 1024;

/// What the numbers come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// Version of the program.
    pub kenju: String,
    /// Digest of the pack.
    pub baseline: String,
    /// Digest of the model's source.
    pub engine: String,
}

/// Who works on what: everything that decides the numbers, and the number a student was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Identifier of the lesson.
    pub lesson: String,
    /// Digest of its text and worlds.
    pub lesson_digest: String,
    /// What the numbers come from.
    pub model: Versions,
    /// Word of the class code.
    pub class: Option<String>,
    /// Number of the student in the class.
    pub student: Option<u32>,
    /// Seed.
    pub seed: u64,
    /// Simulated persons unless a result says otherwise.
    pub persons: u64,
}

/// A prediction, while it is made and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// Which.
    pub id: String,
    /// Where the difference points; none yet.
    pub direction: Option<Direction>,
    /// How large it is with its sign, in the unit of the result.
    pub size: f64,
    /// How sure the student is of the direction, percent, one of [`CONFIDENCES`]; none yet.
    pub confidence: Option<u8>,
    /// The part that is being set: direction, size, confidence.
    pub field: u8,
    /// Whether it is recorded; then it cannot be changed.
    pub recorded: bool,
}

/// An answer, while it is given and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which question.
    pub id: String,
    /// What is answered.
    pub given: Given,
    /// Whether it is recorded; then it cannot be changed.
    pub recorded: bool,
}

/// An answer by the kind of its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Given {
    /// Number of an option, from 1; 0: none yet.
    One(u8),
    /// A number as it was typed.
    Number(String),
    /// Numbers of the things from the top, from 1; and the place that is being moved, from 0.
    Order(Vec<u8>, u8),
}

/// How far a lever reaches.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Reach {
    /// Nobody.
    Nothing,
    /// As today, held.
    Today,
    /// Ambitious.
    Ambitious,
    /// Maximum.
    Maximum,
    /// This share.
    Share(f64),
}

/// A lever that is set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Which.
    pub id: String,
    /// How far.
    pub reach: Reach,
}

/// What was written in answer to a question without a right answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Which question.
    pub id: String,
    /// What.
    pub text: String,
}

/// The whole record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Version of this form.
    pub schema: u32,
    /// Who works on what.
    pub identity: Identity,
    /// The step on screen, from 0; as many as there are steps: the end.
    pub step: usize,
    /// The furthest step seen.
    pub furthest: usize,
    /// Predictions in the order of the lesson.
    pub predictions: Vec<Prediction>,
    /// Answers in the order of the lesson.
    pub answers: Vec<Answered>,
    /// The levers as they are set.
    pub levers: Vec<Lever>,
    /// What was written.
    pub notes: Vec<Written>,
    /// When the lesson was begun, seconds since 1970.
    pub started: u64,
    /// Seconds after that at which each step was first seen.
    pub reached: Vec<u64>,
}

impl Record {
    /// The file of a lesson's record in a folder: by lesson, class, student and model, so that none takes
    /// another's place.
    #[must_use]
    pub fn place(folder: &Path, identity: &Identity) -> PathBuf {
        let own = |text: &str| text.to_ascii_lowercase();
        let class = identity.class.as_deref().map(own).unwrap_or_default();
        let student = identity.student.map(|number| number.to_string()).unwrap_or_default();
        let engine = identity.model.engine.get(..8).unwrap_or(&identity.model.engine);
        folder.join(format!("lesson-{}-{engine}-{class}-{student}.ron", identity.lesson_digest))
    }

    /// What an earlier session has left; `None` if nothing that fits.
    #[must_use]
    pub fn read(file: &Path, lesson: &Lesson, identity: &Identity) -> Option<Self> {
        let found = fs::metadata(file).ok()?;
        if !found.is_file() || found.len() > MOST_BYTES {
            return None;
        }
        let record: Self = ron::from_str(&fs::read_to_string(file).ok()?).ok()?;
        let steps = lesson.form.steps.len();
        let fits = record.schema == SCHEMA
            && record.identity == *identity
            && record.step <= record.furthest
            && record.furthest <= steps
            && record.reached.len() <= steps + 1;
        fits.then_some(record)
    }

    /// Keeps a record to one program at a time, for as long as the file lives; `None`: another one has it.
    ///
    /// # Errors
    /// What the system says.
    pub fn hold(file: &Path) -> io::Result<Option<fs::File>> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let lock = fs::OpenOptions::new().create(true).append(true).open(file.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    /// Moves a record out of the way, beside its place: on a shared machine it may be somebody else's work.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::AlreadyExists`] when a hundred stand there already.
    pub fn set_aside(file: &Path) -> io::Result<()> {
        if !file.exists() {
            return Ok(());
        }
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let free = (1..=100)
            .map(|number| file.with_file_name(format!("{name}.earlier-{number}.ron")))
            .find(|place| !place.exists());
        fs::rename(file, free.ok_or(io::ErrorKind::AlreadyExists)?)
    }

    /// Writes the record in the place of the one before.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let text = ron::ser::to_string(self).map_err(|error| io::Error::other(error.to_string()))?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        crate::files::keep(file, text.as_bytes())
    }
}
