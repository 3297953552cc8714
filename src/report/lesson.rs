//! Lessons for readers: the list, and what became of their claims.

use super::document::{Cell, Column, Document, Table};
use crate::baseline::Text;
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::lesson::Lesson;
use crate::lesson::claims::Verdict;
use crate::lesson::results::{Direction, Found};
use crate::lesson::schema::{Claim, Unit, Wording, note, title};
use serde::Serialize;

/// The word for a unit.
#[must_use]
pub fn unit(unit: Unit, messages: &Messages) -> String {
    match unit {
        Unit::Years => message!(messages, "lesson-unit-years"),
        Unit::Days => message!(messages, "lesson-unit-days"),
    }
}

/// A direction in words.
#[must_use]
pub fn direction(direction: Direction, wording: Wording, messages: &Messages) -> String {
    match (direction, wording) {
        (Direction::Down, Wording::Gap) => message!(messages, "lesson-below"),
        (Direction::Down, _) => message!(messages, "lesson-down"),
        (Direction::Same, Wording::Noisy) => message!(messages, "lesson-unclear"),
        (Direction::Same, _) => message!(messages, "lesson-same"),
        (Direction::Up, Wording::Gap) => message!(messages, "lesson-above"),
        (Direction::Up, _) => message!(messages, "lesson-up"),
    }
}

/// A lesson in machine-readable output.
#[derive(Debug, Serialize)]
pub struct Entry<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Title.
    pub title: Text,
    /// What the class can do afterwards.
    pub aim: Text,
    /// Minutes of all steps.
    pub minutes: u32,
    /// Number of steps.
    pub steps: usize,
    /// Simulated persons.
    pub persons: u64,
    /// Digest of its text and worlds.
    pub digest: &'a str,
}

/// A lesson in machine-readable output.
#[must_use]
pub fn entry(lesson: &Lesson) -> Entry<'_> {
    Entry {
        id: &lesson.id,
        title: lesson.title(),
        aim: note(&lesson.form.aim),
        minutes: lesson.minutes(),
        steps: lesson.form.steps.len(),
        persons: lesson.persons(),
        digest: lesson.digest.as_str(),
    }
}

/// The lessons as a table; the aims are long and stand last.
#[must_use]
pub fn list(lessons: &[Lesson], messages: &Messages) -> Table {
    let row = |lesson: &Lesson| {
        vec![
            Cell::text(&lesson.id),
            Cell::text(messages.choose(&lesson.title())),
            Cell::whole(lesson.minutes()),
            Cell::whole(lesson.form.steps.len() as u32),
            Cell::number(lesson.persons() as f64, 0),
            Cell::text(lesson.digest.as_str()),
            Cell::text(messages.choose(&note(&lesson.form.aim))),
        ]
    };
    Table {
        columns: vec![
            Column::words("id", message!(messages, "column-id")),
            Column::words("title", message!(messages, "column-title")),
            Column::numbers("minutes", message!(messages, "lesson-column-minutes")),
            Column::numbers("steps", message!(messages, "lesson-column-steps")),
            Column::numbers("persons", message!(messages, "lesson-column-persons")),
            Column::words("digest", message!(messages, "lesson-column-digest")),
            Column::words("aim", message!(messages, "lesson-column-aim")),
        ],
        rows: lessons.iter().map(row).collect(),
    }
}

/// A lesson with the verdicts on its claims.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The lesson.
    pub lesson: &'a Lesson,
    /// One for each claim.
    pub verdicts: Vec<Verdict>,
}

/// A claim in machine-readable output.
#[derive(Debug, Serialize)]
struct ClaimEntry<'a> {
    claim: Text,
    holds: bool,
    held: usize,
    seeds: usize,
    numbers: &'a [Found],
}

/// A checked lesson in machine-readable output.
#[derive(Debug, Serialize)]
pub struct CheckedEntry<'a> {
    id: &'a str,
    digest: &'a str,
    ok: bool,
    minutes: u32,
    steps: usize,
    claims: Vec<ClaimEntry<'a>>,
}

impl Checked<'_> {
    /// Claims that do not hold.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.verdicts.iter().filter(|verdict| !verdict.holds).count()
    }

    /// In machine-readable output.
    #[must_use]
    pub fn entry(&self) -> CheckedEntry<'_> {
        let claims = self.verdicts.iter().map(|verdict| ClaimEntry {
            claim: Text {
                ja: words(self.lesson, verdict, Messages::of(crate::language::Language::Ja)),
                en: words(self.lesson, verdict, Messages::of(crate::language::Language::En)),
            },
            holds: verdict.holds,
            held: verdict.held,
            seeds: verdict.seeds,
            numbers: &verdict.numbers,
        });
        CheckedEntry {
            id: &self.lesson.id,
            digest: self.lesson.digest.as_str(),
            ok: self.failed() == 0,
            minutes: self.lesson.minutes(),
            steps: self.lesson.form.steps.len(),
            claims: claims.collect(),
        }
    }

    /// The verdict on the whole in one sentence.
    #[must_use]
    pub fn sentence(&self, messages: &Messages) -> String {
        let lesson = crate::text::escape_untrusted(&self.lesson.id);
        let (failed, all) = (self.failed(), self.verdicts.len().to_string());
        if failed == 0 {
            message!(
                messages,
                "lesson-check-ok",
                lesson = lesson,
                count = all,
                minutes = self.lesson.minutes().to_string(),
                steps = self.lesson.form.steps.len().to_string()
            )
        } else {
            message!(messages, "lesson-check-failed", lesson = lesson, count = failed.to_string(), all = all)
        }
    }
}

/// Whether a claim holds, and the numbers it was held against.
fn proof(lesson: &Lesson, verdict: &Verdict, messages: &Messages) -> (String, String) {
    let mut holds = if verdict.holds {
        message!(messages, "lesson-holds")
    } else {
        message!(messages, "lesson-holds-not")
    };
    if verdict.seeds > 1 {
        let (held, seeds) = (verdict.held.to_string(), verdict.seeds.to_string());
        holds.push_str(&message!(messages, "lesson-held", held = held, seeds = seeds));
    }
    let found: Vec<String> = verdict.numbers.iter().map(|found| number(lesson, found, messages)).collect();
    (holds, found.join("; "))
}

/// The verdicts of all lessons as a table.
#[must_use]
pub fn claims(checked: &[Checked<'_>], messages: &Messages) -> Table {
    let rows = checked.iter().flat_map(|one| {
        one.verdicts.iter().map(|verdict| {
            let (holds, found) = proof(one.lesson, verdict, messages);
            vec![
                Cell::text(&one.lesson.id),
                Cell::text(words(one.lesson, verdict, messages)),
                Cell::text(holds),
                Cell::text(found),
            ]
        })
    });
    Table {
        columns: vec![
            Column::words("lesson", message!(messages, "lesson-column-lesson")),
            Column::words("claim", message!(messages, "lesson-column-claim")),
            Column::words("holds", message!(messages, "lesson-column-holds")),
            Column::words("found", message!(messages, "lesson-column-found")),
        ],
        rows: rows.collect(),
    }
}

/// The verdicts for a terminal: a sentence for each lesson, the claims below it.
#[must_use]
pub fn document(checked: &[Checked<'_>], messages: &Messages) -> Document {
    let mut document = Document::default();
    for one in checked {
        document.heading(2, one.sentence(messages));
        for verdict in &one.verdicts {
            let (holds, found) = proof(one.lesson, verdict, messages);
            let claim = words(one.lesson, verdict, messages);
            document.paragraph(format!("[{holds}] {claim}\n  {found}"));
        }
    }
    document
}

fn unit_of(lesson: &Lesson, id: &str) -> (Unit, Text) {
    let asked = lesson.form.results.iter().find(|asked| asked.id.as_str() == id);
    asked.map_or((Unit::Years, Text { ja: id.to_owned(), en: id.to_owned() }), |asked| {
        (asked.unit, title(&asked.title))
    })
}

/// A number with its error in the unit of its result.
fn number(lesson: &Lesson, found: &Found, messages: &Messages) -> String {
    let (of, _) = unit_of(lesson, &found.id);
    let (scale, digits, word) = (of.per_year(), of.decimals(), unit(of, messages));
    let value = signed(found.value * scale, digits);
    if found.is_of_too_few() {
        let few = message!(messages, "precision-too-few");
        return format!("{value} {word} (SE {few}, n {})", found.persons);
    }
    format!("{value} {word} (SE {}, n {})", fixed(found.se * scale, digits + 1), found.persons)
}

/// A claim in words.
fn words(lesson: &Lesson, verdict: &Verdict, messages: &Messages) -> String {
    let name = |id: &str| {
        let (_, title) = unit_of(lesson, id);
        messages.choose(&title).to_owned()
    };
    match &lesson.form.claims[verdict.place] {
        Claim::Rises(id) => message!(messages, "lesson-claim-rises", one = name(id.as_str())),
        Claim::Falls(id) => message!(messages, "lesson-claim-falls", one = name(id.as_str())),
        Claim::Noise(id) => message!(messages, "lesson-claim-noise", one = name(id.as_str())),
        Claim::LessSure { of, than } => {
            message!(messages, "lesson-claim-less-sure", one = name(of.as_str()), other = name(than.as_str()))
        }
        Claim::More { of, than } => {
            message!(messages, "lesson-claim-more", one = name(of.as_str()), other = name(than.as_str()))
        }
        Claim::Between { of, low, high } => message!(
            messages,
            "lesson-claim-between",
            one = name(of.as_str()),
            low = low.to_string(),
            high = high.to_string()
        ),
    }
}
