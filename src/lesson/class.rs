//! What a class understood, from the slips its students have handed in.
//!
//! One lesson and one class at a time: those that most slips belong to. Slips that are damaged, hostile,
//! handed in twice, of another class, lesson or version, or with other numbers of the model than the rest
//! are set aside by name and never counted. A student who handed in more than one slip is counted with the
//! first try, the only one made before the results were known.
//!
//! Calibration: a prediction of a direction with confidence p gives the two other directions half of the
//! rest each; its score is the sum of the three squared distances from what came out (Brier 1950, see
//! [`score`]). 0 is perfect, a guess of 33% has 0.67, surely wrong is 2.

mod tally;

use super::code::ClassCode;
use super::file::Lesson;
use super::play::{agrees, answer_of, on_mark, score};
use super::record::{Given, Versions};
use super::results::{Direction, Found};
use super::schema::{Answer, Step, Unit, Wording};
use super::slip::{Content, Fault, MOST_BYTES, Slip};
use crate::baseline::Text;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// Most files of a folder that are read.
const MOST_FILES: usize = 5000;

/// Why a slip is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is no sound slip.
    Fault(Fault),
    /// The student has handed in another one, under this name.
    Duplicate(String),
    /// It comes from another version of the program, the data, the model or the lesson.
    Version,
    /// It belongs to another lesson.
    Lesson(String),
    /// It belongs to another class, or to none.
    Class(Option<String>),
    /// Its numbers of the model, or its questions, are not those of the others.
    Numbers,
}

/// A slip that is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Name of its file, as the system has it.
    pub file: String,
    /// Why.
    pub reason: Reason,
}

/// A file with what was found in it.
pub type Handed = (String, Result<Slip, Fault>);

/// A prediction of the whole class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PredictionTally {
    /// Which.
    pub id: String,
    /// What it was about.
    pub title: Text,
    /// Unit of sizes.
    pub unit: Unit,
    /// In which words its directions are told.
    pub wording: Wording,
    /// The number of the model in that unit.
    pub result: f64,
    /// Half of its 95% interval of the simulation.
    pub margin: f64,
    /// Where it points.
    pub direction: Direction,
    /// How many said down, no difference, up.
    pub said: [usize; 3],
    /// Whether the run tells a direction; otherwise nobody was right or wrong.
    pub scored: bool,
    /// How many had the right direction; none where it is not scored.
    pub right: usize,
    /// Mean and median of the sizes.
    pub mean_size: f64,
    /// Median of the sizes.
    pub median_size: f64,
    /// Mean distance of the sizes from the number of the model.
    pub mean_error: f64,
    /// Mean confidence, percent.
    pub mean_confidence: f64,
    /// Mean Brier score; none where it is not scored.
    pub brier: Option<f64>,
}

/// How often those were right who were so sure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Confidence, percent.
    pub confidence: u8,
    /// Predictions made with it.
    pub made: usize,
    /// Of these, right ones.
    pub right: usize,
}

/// A question of the whole class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionTally {
    /// Which.
    pub id: String,
    /// Its heading.
    pub title: Text,
    /// Every answer given, how often, and whether it is right; the commonest first.
    pub answers: Vec<(Text, usize, bool)>,
    /// How many were right.
    pub right: usize,
    /// How many passed it over.
    pub passed: usize,
}

/// How a lever was left by the class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverTally {
    /// Which.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// How many set it: to nobody, today, ambitious, maximum, a share.
    pub set: [usize; 5],
}

/// What a class understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassReport {
    /// The lesson.
    pub lesson: String,
    /// Its title.
    pub title: Text,
    /// Word of the class code.
    pub class: Option<String>,
    /// What the numbers come from.
    pub model: Versions,
    /// Seed.
    pub seed: u64,
    /// Files that were found.
    pub files: usize,
    /// Slips that are counted.
    pub students: usize,
    /// Predictions in the order of the lesson.
    pub predictions: Vec<PredictionTally>,
    /// Mean of all scores; `None` without predictions.
    pub brier: Option<f64>,
    /// By confidence, from the lowest up.
    pub calibration: Vec<Level>,
    /// Questions in the order of the lesson.
    pub questions: Vec<QuestionTally>,
    /// Levers that somebody set.
    pub levers: Vec<LeverTally>,
    /// What is not counted, by name.
    #[serde(skip)]
    pub set_aside: Vec<SetAside>,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClassError {
    /// No file is a slip that could be counted; what is wrong with each.
    Nothing(Vec<SetAside>),
    /// The lesson of the slips is not known here in the form they have; its name.
    UnknownLesson(String),
}

/// Reads every file of a folder whose name ends in `.ron`, by name.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn read_folder(folder: &Path) -> io::Result<Vec<Handed>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron")) {
            names.push(path);
        }
    }
    names.sort();
    names.truncate(MOST_FILES);
    let shown =
        |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(names.into_iter().map(|path| (shown(&path), read_file(&path))).collect())
}

fn read_file(path: &Path) -> Result<Slip, Fault> {
    let unreadable = |error: &io::Error| Fault::Unreadable(error.to_string());
    // Looked at before it is opened: opening a pipe would wait for ever.
    let found = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !found.is_file() {
        return Err(Fault::Unreadable(io::Error::from(io::ErrorKind::InvalidInput).to_string()));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    Slip::read(&bytes)
}

/// The commonest of some keys; of equally common ones the smallest.
fn commonest<K: Ord + Clone>(keys: impl Iterator<Item = K>) -> Option<K> {
    let mut counts: BTreeMap<K, usize> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(key, _)| key)
}

/// The report of the lesson and class that most slips belong to; `class` and `only` (the id of a lesson) ask for
/// another one.
///
/// # Errors
/// [`ClassError`].
pub fn collect(
    handed: Vec<Handed>,
    (class, only): (Option<&str>, Option<&str>),
    lesson: impl Fn(&str) -> Option<Lesson>,
) -> Result<ClassReport, ClassError> {
    let files = handed.len();
    let mut aside = Vec::new();
    let mut sound: Vec<(String, Slip)> = Vec::new();
    for (file, slip) in handed {
        match slip {
            Ok(slip) => sound.push((file, slip)),
            Err(fault) => aside.push(SetAside { file, reason: Reason::Fault(fault) }),
        }
    }
    let of = |slip: &Slip| (slip.content.identity.lesson.clone(), slip.content.identity.class.clone());
    let wanted = |slip: &&(String, Slip)| {
        let own = &slip.1.content.identity;
        class.is_none_or(|class| own.class.as_deref() == Some(class))
            && only.is_none_or(|only| own.lesson == only)
    };
    let Some((id, word)) = commonest(sound.iter().filter(wanted).map(|(_, slip)| of(slip))) else {
        aside.extend(
            sound
                .into_iter()
                .map(|(file, slip)| SetAside { file, reason: Reason::Class(slip.content.identity.class) }),
        );
        aside.sort_by(|one, other| one.file.cmp(&other.file));
        return Err(ClassError::Nothing(aside));
    };
    let mut set = |sound: &mut Vec<(String, Slip)>, keep: &dyn Fn(&Slip) -> Option<Reason>| {
        let all = std::mem::take(sound);
        for (file, slip) in all {
            match keep(&slip) {
                None => sound.push((file, slip)),
                Some(reason) => aside.push(SetAside { file, reason }),
            }
        }
    };
    set(&mut sound, &|slip| {
        let own = &slip.content.identity;
        if own.lesson != id {
            Some(Reason::Lesson(own.lesson.clone()))
        } else if own.class != word {
            Some(Reason::Class(own.class.clone()))
        } else {
            None
        }
    });
    let version = |slip: &Slip| {
        let own = &slip.content.identity;
        let model = &own.model;
        (own.lesson_digest.clone(), model.kenju.clone(), model.baseline.clone(), model.engine.clone())
    };
    let common = commonest(sound.iter().map(|(_, slip)| version(slip)));
    set(&mut sound, &|slip| (Some(version(slip)) != common).then_some(Reason::Version));
    // Numbers of the model are the same for all; whoever has others has another file than the program wrote.
    let numbers = |slip: &Slip| {
        let bits =
            |found: &Found| (found.id.clone(), found.value.to_bits(), found.se.to_bits(), found.persons);
        let own = &slip.content.identity;
        (own.seed, own.persons, slip.content.results.iter().map(bits).collect::<Vec<_>>())
    };
    let common = commonest(sound.iter().map(|(_, slip)| numbers(slip)));
    set(&mut sound, &|slip| (Some(numbers(slip)) != common).then_some(Reason::Numbers));
    let Some(first) = sound.first() else { return Err(ClassError::Nothing(aside)) };
    let identity = first.1.content.identity.clone();
    let known = lesson(&id).filter(|known| known.digest.as_str() == identity.lesson_digest);
    let Some(known) = known else { return Err(ClassError::UnknownLesson(id)) };
    set(&mut sound, &|slip| (!belongs(&slip.content, &known)).then_some(Reason::Numbers));
    // The word of a class says which seed it has.
    let seed = word.as_deref().and_then(ClassCode::of_word).map_or_else(|| known.seed(), |code| code.seed());
    set(&mut sound, &|slip| {
        let own = &slip.content.identity;
        (own.seed != seed || own.persons != known.persons()).then_some(Reason::Numbers)
    });
    let (sound, doubles) = once_each(sound);
    aside.extend(doubles);
    aside.sort_by(|one, other| one.file.cmp(&other.file));
    if sound.is_empty() {
        return Err(ClassError::Nothing(aside));
    }
    let contents: Vec<&Content> = sound.iter().map(|(_, slip)| &slip.content).collect();
    let (predictions, scores) = tally::predictions(&known, &contents);
    let brier = (!scores.is_empty())
        .then(|| scores.iter().map(|(p, hit)| score(*p, *hit)).sum::<f64>() / scores.len() as f64);
    let mut calibration: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
    for (confidence, hit) in &scores {
        let level = calibration.entry(*confidence).or_default();
        level.0 += 1;
        level.1 += usize::from(*hit);
    }
    let level = |(confidence, (made, right))| Level { confidence, made, right };
    Ok(ClassReport {
        title: known.title(),
        class: word,
        model: identity.model,
        seed: identity.seed,
        files,
        students: contents.len(),
        predictions,
        brier,
        calibration: calibration.into_iter().map(level).collect(),
        questions: tally::questions(&known, &contents),
        levers: tally::levers(&known, &contents),
        set_aside: aside,
        lesson: id,
    })
}

/// Whether a slip has the predictions, answers and results of the lesson and no others.
fn belongs(content: &Content, lesson: &Lesson) -> bool {
    let steps = || lesson.form.steps.iter();
    let predicted = steps().filter(|step| matches!(step, Step::Predict { .. })).filter_map(Step::id);
    let asked = steps().filter(|step| matches!(step, Step::Quiz { .. })).filter_map(Step::id);
    let results = lesson.form.results.iter().map(|asked| asked.id.as_str());
    // Sizes on their lines and on the side of their directions, levers that the lesson unlocks, each once.
    let possible = content.predictions.iter().all(|own| {
        steps().any(|step| match step {
            Step::Predict { id, of, line, .. } if id.as_str() == own.id => {
                let asked = lesson.form.results.iter().find(|asked| asked.id == *of);
                let noisy = asked.is_some_and(|asked| lesson.is_simulated(asked));
                on_mark(own.size, *line) && agrees(own.direction, own.size, noisy)
            }
            _ => false,
        })
    });
    let unlocked = |id: &str| lesson.form.unlocked.iter().filter(|lever| lever.as_str() == id).count();
    let set = |id: &str| content.levers.iter().filter(|lever| lever.id == id).count();
    let movable = content.levers.iter().all(|own| unlocked(&own.id) == 1 && set(&own.id) == 1);
    let fits = content.answers.iter().all(|own| {
        let kind = answer_of(lesson, &own.id);
        match (&own.given, kind) {
            (None, _) | (Some(Given::Number(_)), Some(Answer::Number { .. })) => true,
            (Some(Given::One(chosen)), Some(Answer::One { options, .. })) => {
                usize::from(*chosen) <= options.len()
            }
            (Some(Given::Order(things, _)), Some(Answer::Order { items })) => things.len() == items.len(),
            _ => false,
        }
    });
    fits && possible
        && movable
        && content.predictions.iter().map(|own| own.id.as_str()).eq(predicted)
        && content.answers.iter().map(|own| own.id.as_str()).eq(asked)
        && content.results.iter().map(|own| own.id.as_str()).eq(results)
}

/// One slip for each student, and those that give way: of several tries the first, which alone was made before the
/// results were known; of one try handed in more than once the furthest.
fn once_each(sound: Vec<(String, Slip)>) -> (Vec<(String, Slip)>, Vec<SetAside>) {
    let rank = |slip: &Slip| {
        let last = slip.times.reached.last().copied().unwrap_or(0);
        (slip.times.started, std::cmp::Reverse(last))
    };
    let same = |one: &Slip, other: &Slip| {
        let (a, b) = (one.content.identity.student, other.content.identity.student);
        match (a, b) {
            (Some(a), Some(b)) => a == b,
            _ => one == other,
        }
    };
    let mut kept: Vec<(String, Slip)> = Vec::new();
    // Each with the place of the slip that counts for its student.
    let mut others: Vec<(String, usize)> = Vec::new();
    for (file, slip) in sound {
        match kept.iter().position(|(_, known)| same(known, &slip)) {
            None => kept.push((file, slip)),
            Some(place) if rank(&slip) < rank(&kept[place].1) => {
                let before = std::mem::replace(&mut kept[place], (file, slip));
                others.push((before.0, place));
            }
            Some(place) => others.push((file, place)),
        }
    }
    let double = |(file, place): (String, usize)| {
        let of: &(String, Slip) = &kept[place];
        SetAside { file, reason: Reason::Duplicate(of.0.clone()) }
    };
    let doubles = others.into_iter().map(double).collect();
    (kept, doubles)
}
