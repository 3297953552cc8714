//! Result slips: what a student hands in.
//!
//! A slip holds what decides the numbers, predictions, results, answers and levers, and apart from them the
//! times. It holds no name, no machine, no path, and nothing a student has written. Its checksums find
//! accidents, not fraud. A slip is read as foreign text: everything in it is checked before it is used.

use super::code::is_word;
use super::play::{Player, agrees};
use super::record::{CONFIDENCES, Given, Identity, Lever, Reach, SCHEMA};
use super::results::{Direction, Found};
use crate::num::digest::Digest;
use crate::text::is_unsafe;
use serde::{Deserialize, Serialize};

/// Most bytes of a slip.
pub const MOST_BYTES: u64 = 64 * 1024;

/// Most predictions, answers, results or levers of a slip.
const MOST: usize = 200;

/// Largest number of the model, years.
const LARGEST: f64 = 1000.0;

/// Largest number of a student.
pub const MOST_STUDENTS: u32 = 9999;

/// What decides a slip but for its times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Version of this form.
    pub schema: u32,
    /// Lesson, class, student number, model.
    pub identity: Identity,
    /// Recorded predictions.
    pub predictions: Vec<Predicted>,
    /// Numbers of the model.
    pub results: Vec<Found>,
    /// Answers; `None`: passed over.
    pub answers: Vec<Answer>,
    /// Levers as they were left.
    pub levers: Vec<Lever>,
}

/// A recorded prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicted {
    /// Which.
    pub id: String,
    /// Where the difference points.
    pub direction: Direction,
    /// How large it is with its sign, in the unit of the result.
    pub size: f64,
    /// How sure the student is of the direction, percent.
    pub confidence: u8,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Which question.
    pub id: String,
    /// What; `None`: passed over.
    pub given: Option<Given>,
}

/// When.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Begin, seconds since 1970.
    pub started: u64,
    /// Seconds after that at which each step was first seen.
    pub reached: Vec<u64>,
    /// Checksum of these times and of the content's.
    pub checksum: String,
}

/// A slip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Everything but the times.
    pub content: Content,
    /// Checksum of the content.
    pub checksum: String,
    /// The times.
    pub times: Times,
}

/// Why a slip is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be read; what the system says.
    Unreadable(String),
    /// It is larger than a slip can be.
    TooLarge,
    /// It is no RON of a slip: line and column.
    Form {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A checksum does not fit: it was damaged.
    Checksum,
    /// Something in it cannot be: which field.
    Content(&'static str),
}

impl Slip {
    /// The slip of a student; `None` while predictions or numbers are missing.
    #[must_use]
    pub fn of(player: &Player) -> Option<Self> {
        if !player.is_computed() {
            return None;
        }
        let record = &player.record;
        let predicted = |own: &super::record::Prediction| {
            Some(Predicted {
                id: own.id.clone(),
                direction: own.direction.filter(|_| own.recorded)?,
                size: own.size,
                confidence: own.confidence?,
            })
        };
        let answer = |own: &super::record::Answered| Answer {
            id: own.id.clone(),
            given: own.recorded.then(|| match &own.given {
                Given::Order(things, _) => Given::Order(things.clone(), 0),
                other => other.clone(),
            }),
        };
        // In the order of the file: answers of the model may come in another one.
        let results = player.lesson.form.results.iter().filter_map(|asked| player.result(asked.id.as_str()));
        let content = Content {
            schema: SCHEMA,
            identity: record.identity.clone(),
            predictions: record.predictions.iter().map(predicted).collect::<Option<_>>()?,
            results: results.cloned().collect(),
            answers: record.answers.iter().map(answer).collect(),
            levers: record.levers.clone(),
        };
        let checksum = checksum(&content);
        let mut times =
            Times { started: record.started, reached: record.reached.clone(), checksum: String::new() };
        times.checksum = times_checksum(&times, &checksum);
        Some(Self { content, checksum, times })
    }

    /// The file of the slip.
    #[must_use]
    pub fn text(&self) -> String {
        let pretty = ron::ser::PrettyConfig::new().new_line("\n".to_owned()).depth_limit(3);
        let body = ron::ser::to_string_pretty(self, pretty).unwrap_or_default();
        format!(
            "// kenju: result slip of a lesson. No name, no machine; the checksums find accidents.\n{body}\n"
        )
    }

    /// Name of its file without ending.
    #[must_use]
    pub fn name(&self) -> String {
        let identity = &self.content.identity;
        let plain: String = identity
            .lesson
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
            .collect();
        let class = identity.class.as_ref().map(|word| format!("-{}", word.to_ascii_lowercase()));
        let student = identity.student.map(|number| format!("-{number:02}"));
        format!("slip-{plain}{}{}", class.unwrap_or_default(), student.unwrap_or_default())
    }

    /// Reads a slip.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Fault::Form { line: 1, column: 1 })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let options = ron::Options::default().with_recursion_limit(32);
        let slip: Self = options
            .from_str(text)
            .map_err(|error| Fault::Form { line: error.span.start.line, column: error.span.start.col })?;
        if slip.checksum != checksum(&slip.content)
            || slip.times.checksum != times_checksum(&slip.times, &slip.checksum)
        {
            return Err(Fault::Checksum);
        }
        // A made-up slip can carry any checksum: what is in it is looked at whatever that says.
        slip.check()?;
        Ok(slip)
    }

    /// Holds every field against what it can be.
    fn check(&self) -> Result<(), Fault> {
        let require = |fine: bool, field| if fine { Ok(()) } else { Err(Fault::Content(field)) };
        let plain = |text: &str| {
            let fine = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
            !text.is_empty() && text.len() <= 100 && text.chars().all(fine)
        };
        // Lessons may have names of any script; what acts without being seen is not among them.
        let name = |text: &str| {
            let formula = text.starts_with(['=', '+', '-', '@']);
            !text.is_empty() && text.chars().count() <= 100 && !text.chars().any(is_unsafe) && !formula
        };
        let content = &self.content;
        let identity = &content.identity;
        require(content.schema == SCHEMA, "schema")?;
        require(name(&identity.lesson), "lesson")?;
        require(plain(&identity.lesson_digest), "lesson_digest")?;
        require(plain(&identity.model.kenju), "kenju")?;
        require(plain(&identity.model.baseline), "baseline")?;
        require(plain(&identity.model.engine), "engine")?;
        require(identity.class.as_deref().is_none_or(is_word), "class")?;
        require(content.predictions.len() <= MOST, "predictions")?;
        require(content.answers.len() <= MOST, "answers")?;
        require(content.results.len() <= MOST, "results")?;
        require(content.levers.len() <= MOST, "levers")?;
        require((1..=MOST_STUDENTS).contains(&identity.student.unwrap_or(1)), "student")?;
        let reached = &self.times.reached;
        require((1..=MOST).contains(&reached.len()) && reached.is_sorted(), "times")?;
        for one in &content.predictions {
            require(plain(&one.id), "predictions")?;
            require(one.size.is_finite() && one.size.abs() <= 1e6, "size")?;
            require(CONFIDENCES.contains(&one.confidence), "confidence")?;
            // Whether the result has noise, and how long its line is, only the lesson knows.
            require(agrees(one.direction, one.size, true), "direction")?;
        }
        for one in &content.results {
            require(plain(&one.id), "results")?;
            // An error that cannot be told is infinite.
            require(one.value.abs() <= LARGEST && one.se >= 0.0, "results")?;
        }
        for one in &content.answers {
            require(plain(&one.id), "answers")?;
            require(
                match &one.given {
                    None => true,
                    Some(Given::One(chosen)) => (1..=9).contains(chosen),
                    Some(Given::Number(typed)) => {
                        typed.len() <= 20 && typed.parse::<f64>().is_ok_and(f64::is_finite)
                    }
                    Some(Given::Order(things, _)) => {
                        let mut sorted = things.clone();
                        sorted.sort_unstable();
                        things.len() <= 9
                            && sorted.iter().enumerate().all(|(at, one)| usize::from(*one) == at + 1)
                    }
                },
                "answers",
            )?;
        }
        for one in &content.levers {
            let share = match one.reach {
                Reach::Share(share) => share,
                _ => 0.0,
            };
            require(plain(&one.id) && (0.0..=1.0).contains(&share), "levers")?;
        }
        let twice = |ids: Vec<&str>| {
            let mut sorted = ids;
            sorted.sort_unstable();
            sorted.windows(2).any(|pair| pair[0] == pair[1])
        };
        require(!twice(content.predictions.iter().map(|one| one.id.as_str()).collect()), "predictions")?;
        require(!twice(content.answers.iter().map(|one| one.id.as_str()).collect()), "answers")?;
        require(!twice(content.results.iter().map(|one| one.id.as_str()).collect()), "results")
    }
}

/// Checksum of a content: of its RON in one line.
#[must_use]
pub fn checksum(content: &Content) -> String {
    let text = ron::ser::to_string(content).unwrap_or_default();
    Digest::of([("slip", text.as_bytes())]).to_string()
}

/// Checksum of times and of the content they belong to.
#[must_use]
pub fn times_checksum(times: &Times, content: &str) -> String {
    let text = format!("{} {:?}", times.started, times.reached);
    Digest::of([("times", text.as_bytes()), ("content", content.as_bytes())]).to_string()
}
