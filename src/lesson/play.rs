//! A student on the way through a lesson: what can be done at each step, and what not.
//!
//! The one rule that is never bent: nothing behind a prediction is reached before it is recorded, and what
//! is recorded is not changed. The way back is always open. Pure: no terminal, no clock, no language.

mod answers;
mod line;

pub use answers::{answer_of, is_right, score};
pub use line::{agrees, on_mark};

use super::file::Lesson;
use super::record::{Answered, CONFIDENCES, Given, Identity, Prediction, Record, SCHEMA, Written};
use super::results::{Direction, Found};
use super::schema::{Answer, Asked, Step};
use answers::{mixed, options};
use line::{moved, surer, turn};
use std::sync::Arc;

/// Most letters of a number that is typed, and of a reflection.
const MOST_DIGITS: usize = 12;
const MOST_LETTERS: usize = 600;

/// Parts of a prediction.
pub const DIRECTION: u8 = 0;
/// The size.
pub const SIZE: u8 = 1;
/// The confidence.
pub const SURE: u8 = 2;

/// Why a step cannot be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// The prediction is not recorded.
    Prediction,
    /// There is no step beyond.
    End,
    /// There is no step before.
    Start,
    /// The direction is not chosen.
    Direction,
    /// The confidence is not chosen.
    Confidence,
    /// No answer is chosen.
    Answer,
}

/// A lesson with the record of one student.
#[derive(Debug, Clone)]
pub struct Player {
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// What was done.
    pub record: Record,
    /// The numbers of the model that are known.
    pub found: Vec<Found>,
}

impl Player {
    /// A lesson that begins now (seconds since 1970).
    #[must_use]
    pub fn begin(lesson: Arc<Lesson>, identity: Identity, now: u64) -> Self {
        let mut predictions = Vec::new();
        let mut answers = Vec::new();
        let mut notes = Vec::new();
        for step in &lesson.form.steps {
            match step {
                Step::Predict { id, .. } => predictions.push(Prediction {
                    id: id.as_str().to_owned(),
                    direction: None,
                    size: 0.0,
                    confidence: None,
                    field: DIRECTION,
                    recorded: false,
                }),
                Step::Quiz { id, answer, .. } => {
                    let given = match answer {
                        Answer::One { .. } => Given::One(0),
                        Answer::Number { .. } => Given::Number(String::new()),
                        Answer::Order { items } => Given::Order(mixed(items.len()), 0),
                    };
                    answers.push(Answered { id: id.as_str().to_owned(), given, recorded: false });
                }
                Step::Reflect { id, .. } => {
                    notes.push(Written { id: id.as_str().to_owned(), text: String::new() });
                }
                _ => {}
            }
        }
        let record = Record {
            schema: SCHEMA,
            identity,
            step: 0,
            furthest: 0,
            predictions,
            answers,
            levers: Vec::new(),
            notes,
            started: now,
            reached: vec![0],
        };
        Self { lesson, record, found: Vec::new() }
    }

    /// A lesson that goes on; `None` if the record is of another one.
    #[must_use]
    pub fn resume(lesson: Arc<Lesson>, record: Record) -> Option<Self> {
        let fresh = Self::begin(lesson, record.identity.clone(), record.started);
        let ids = |record: &Record| -> Vec<String> {
            let predictions = record.predictions.iter().map(|one| one.id.clone());
            let answers = record.answers.iter().map(|one| one.id.clone());
            predictions.chain(answers).chain(record.notes.iter().map(|one| one.id.clone())).collect()
        };
        let ahead = fresh.lesson.form.steps.iter().take(record.furthest);
        let skipped = ahead.filter_map(Step::id).any(|id| {
            let prediction = record.predictions.iter().find(|one| one.id == id);
            prediction.is_some_and(|one| !one.recorded)
        });
        let sound = ids(&record) == ids(&fresh.record) && !skipped && fresh.holds(&record);
        sound.then_some(Self { record, ..fresh })
    }

    /// Whether a record holds only what could have been pressed: its file may have been changed by hand.
    fn holds(&self, record: &Record) -> bool {
        let predictions = record.predictions.iter().all(|own| {
            let line = self.predicted(&own.id).map(|(_, _, line)| line);
            line.is_some_and(|line| (line.0..=line.1).contains(&own.size))
                && own.confidence.is_none_or(|sure| CONFIDENCES.contains(&sure))
                && (!own.recorded || (own.confidence.is_some() && own.direction.is_some()))
                && own.field <= SURE
        });
        let answers = record.answers.iter().zip(&self.record.answers).all(|(own, fresh)| {
            match (&own.given, &fresh.given) {
                (Given::One(chosen), Given::One(_)) => *chosen <= options(&self.lesson, &own.id),
                (Given::Number(typed), Given::Number(_)) => typed.len() <= MOST_DIGITS,
                (Given::Order(things, at), Given::Order(known, _)) => {
                    let mut sorted = [things.clone(), known.clone()];
                    sorted[0].sort_unstable();
                    sorted[1].sort_unstable();
                    sorted[0] == sorted[1] && usize::from(*at) < things.len()
                }
                _ => false,
            }
        });
        predictions && answers
    }

    /// Number of steps; the end stands after the last one.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.lesson.form.steps.len()
    }

    /// The step on screen; `None` at the end.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        self.lesson.form.steps.get(self.record.step)
    }

    /// Whether the end is on screen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.record.step >= self.steps()
    }

    /// The next step, if it may be seen.
    ///
    /// # Errors
    /// [`Wait`] that says what is missing.
    pub fn forward(&mut self, now: u64) -> Result<(), Wait> {
        if self.is_over() {
            return Err(Wait::End);
        }
        if self.prediction().is_some_and(|own| !own.recorded) {
            return Err(Wait::Prediction);
        }
        self.record.step += 1;
        self.record.furthest = self.record.furthest.max(self.record.step);
        if self.record.reached.len() <= self.record.step {
            self.record.reached.push(now.saturating_sub(self.record.started));
        }
        Ok(())
    }

    /// The step before.
    ///
    /// # Errors
    /// [`Wait::Start`] on the first one.
    pub fn back(&mut self) -> Result<(), Wait> {
        self.record.step = self.record.step.checked_sub(1).ok_or(Wait::Start)?;
        Ok(())
    }

    /// A step that has been seen already.
    ///
    /// # Errors
    /// [`Wait::Prediction`] for one that has not.
    pub const fn go(&mut self, step: usize) -> Result<(), Wait> {
        if step > self.record.furthest {
            return Err(Wait::Prediction);
        }
        self.record.step = step;
        Ok(())
    }

    /// The prediction of the step on screen.
    #[must_use]
    pub fn prediction(&self) -> Option<&Prediction> {
        let Some(Step::Predict { id, .. }) = self.step() else { return None };
        self.record.predictions.iter().find(|one| one.id == id.as_str())
    }

    /// The answer of the step on screen.
    #[must_use]
    pub fn answer(&self) -> Option<&Answered> {
        let Some(Step::Quiz { id, .. }) = self.step() else { return None };
        self.record.answers.iter().find(|one| one.id == id.as_str())
    }

    /// What is written at the step on screen.
    #[must_use]
    pub fn note(&self) -> Option<&Written> {
        let Some(Step::Reflect { id, .. }) = self.step() else { return None };
        self.record.notes.iter().find(|one| one.id == id.as_str())
    }

    /// A prediction by its name, with its result and the line it was made on.
    #[must_use]
    pub fn predicted(&self, name: &str) -> Option<(&Prediction, &Asked, (f64, f64, f64))> {
        let own = self.record.predictions.iter().find(|one| one.id == name)?;
        self.lesson.form.steps.iter().find_map(|step| match step {
            Step::Predict { id, of, line, .. } if id.as_str() == name => {
                Some((own, self.asked(of.as_str())?, *line))
            }
            _ => None,
        })
    }

    /// A result of the lesson by its name.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<&Asked> {
        self.lesson.form.results.iter().find(|asked| asked.id.as_str() == name)
    }

    /// A number of the model by its name, once it is known.
    #[must_use]
    pub fn result(&self, name: &str) -> Option<&Found> {
        self.found.iter().find(|found| found.id == name)
    }

    /// Whether every number of the lesson is known.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        self.lesson.form.results.iter().all(|asked| self.result(asked.id.as_str()).is_some())
    }

    /// The open prediction of the step on screen, its line, and whether what it is about has noise.
    fn prediction_mut(&mut self) -> Option<(&mut Prediction, (f64, f64, f64), bool)> {
        let Some(Step::Predict { id, of, line, .. }) = self.lesson.form.steps.get(self.record.step) else {
            return None;
        };
        let asked = self.lesson.form.results.iter().find(|asked| asked.id == *of);
        let noisy = asked.is_some_and(|asked| self.lesson.is_simulated(asked));
        let own = self.record.predictions.iter_mut().find(|one| one.id == id.as_str());
        own.filter(|own| !own.recorded).map(|own| (own, *line, noisy))
    }

    fn answer_mut(&mut self) -> Option<&mut Answered> {
        let Some(Step::Quiz { id, .. }) = self.lesson.form.steps.get(self.record.step) else { return None };
        self.record.answers.iter_mut().find(|one| one.id == id.as_str() && !one.recorded)
    }

    fn note_mut(&mut self) -> Option<&mut Written> {
        let Some(Step::Reflect { id, .. }) = self.lesson.form.steps.get(self.record.step) else {
            return None;
        };
        self.record.notes.iter_mut().find(|one| one.id == id.as_str())
    }

    /// One line up or down: the part of a prediction, an option, the thing to be moved.
    pub fn vertical(&mut self, lines: i8) {
        let lesson = Arc::clone(&self.lesson);
        if let Some((own, ..)) = self.prediction_mut() {
            own.field = own.field.saturating_add_signed(lines).min(SURE);
        } else if let Some(own) = self.answer_mut() {
            match &mut own.given {
                Given::One(chosen) => {
                    let count = options(&lesson, &own.id);
                    *chosen = chosen.saturating_add_signed(lines).clamp(1, count);
                }
                Given::Order(things, at) => {
                    let last = things.len().saturating_sub(1) as u8;
                    *at = at.saturating_add_signed(lines).min(last);
                }
                Given::Number(_) => {}
            }
        }
    }

    /// One step to the left or right: the value of a part, a thing in the order.
    pub fn horizontal(&mut self, steps: i8) {
        if let Some((own, line, noisy)) = self.prediction_mut() {
            match own.field {
                DIRECTION => turn(own, steps, line),
                // What cannot be told from noise still comes out as some number.
                SIZE if own.direction == Some(Direction::Same) && noisy => {
                    own.size = moved(own.size, steps, line);
                }
                SIZE => {
                    if matches!(own.direction, None | Some(Direction::Same)) {
                        return;
                    }
                    let before = own.size;
                    own.size = moved(before, steps, line);
                    // None is no size of a difference: past it, on the other side, where the line has one.
                    if own.size == 0.0 {
                        own.size = moved(0.0, steps.signum(), line);
                    }
                    if own.size == 0.0 {
                        own.size = before;
                    }
                    // The number line knows its direction: what is moved past none has changed its mind.
                    own.direction = Some(if own.size < 0.0 { Direction::Down } else { Direction::Up });
                }
                _ => own.confidence = Some(surer(own.confidence, steps)),
            }
        } else if let Some(own) = self.answer_mut()
            && let Given::Order(things, at) = &mut own.given
        {
            let from = usize::from(*at);
            let to = from.saturating_add_signed(isize::from(steps)).min(things.len().saturating_sub(1));
            things.swap(from, to);
            *at = to as u8;
        }
    }

    /// A letter that is typed; whether there was something to type into.
    pub fn letter(&mut self, letter: char) -> bool {
        let lesson = Arc::clone(&self.lesson);
        if let Some(own) = self.answer_mut() {
            match &mut own.given {
                Given::One(chosen) => {
                    let count = options(&lesson, &own.id);
                    let number = letter.to_digit(10).map_or(0, |digit| digit as u8);
                    if number >= 1 && number <= count {
                        *chosen = number;
                        return true;
                    }
                    return false;
                }
                Given::Number(typed) => {
                    // Half of the world writes 78,8.
                    let letter = if letter == ',' { '.' } else { letter };
                    let plain = letter.is_ascii_digit() || matches!(letter, '.' | '-');
                    if plain && typed.len() < MOST_DIGITS {
                        typed.push(letter);
                    }
                    return plain;
                }
                Given::Order(..) => return false,
            }
        }
        if let Some(note) = self.note_mut() {
            if note.text.chars().count() < MOST_LETTERS && !crate::text::is_unsafe(letter) {
                note.text.push(letter);
            }
            return true;
        }
        false
    }

    /// Takes back the last letter.
    pub fn erase(&mut self) {
        if let Some(own) = self.answer_mut()
            && let Given::Number(typed) = &mut own.given
        {
            typed.pop();
        } else if let Some(note) = self.note_mut() {
            note.text.pop();
        }
    }

    /// Goes on inside the step: the next part of a prediction, or the prediction or answer is recorded.
    /// Whether something was there to confirm.
    ///
    /// # Errors
    /// [`Wait`] that says what is missing.
    pub fn confirm(&mut self) -> Result<bool, Wait> {
        if let Some((own, _, noisy)) = self.prediction_mut() {
            match (own.field, own.direction) {
                (_, None) => {
                    own.field = DIRECTION;
                    return Err(Wait::Direction);
                }
                // No difference has no size.
                (DIRECTION, Some(Direction::Same)) if !noisy => own.field = SURE,
                (DIRECTION | SIZE, _) => own.field += 1,
                _ if own.confidence.is_none() => return Err(Wait::Confidence),
                _ => own.recorded = true,
            }
            return Ok(true);
        }
        if let Some(own) = self.answer_mut() {
            let given = match &own.given {
                Given::One(chosen) => *chosen > 0,
                Given::Number(typed) => typed.parse::<f64>().is_ok_and(f64::is_finite),
                Given::Order(..) => true,
            };
            if !given {
                return Err(Wait::Answer);
            }
            own.recorded = true;
            return Ok(true);
        }
        Ok(false)
    }

    /// Records a whole prediction at once; its size goes to the nearest mark of the line.
    ///
    /// # Errors
    /// [`Wait::Answer`] where nothing can be predicted, or not so: a size on the other side of the direction
    /// or beyond the line, a confidence that is none of [`CONFIDENCES`].
    pub fn predict(&mut self, direction: Direction, size: f64, confidence: u8) -> Result<(), Wait> {
        let Some((own, line, noisy)) = self.prediction_mut() else { return Err(Wait::Answer) };
        let sure = CONFIDENCES.contains(&confidence);
        if !agrees(direction, size, noisy) || !sure || !(line.0..=line.1).contains(&size) {
            return Err(Wait::Answer);
        }
        own.direction = Some(direction);
        own.size = moved(size, 0, line);
        own.confidence = Some(confidence);
        own.field = SURE;
        own.recorded = true;
        Ok(())
    }

    /// Records a whole answer at once.
    ///
    /// # Errors
    /// [`Wait::Answer`] where no such answer can be given.
    pub fn give(&mut self, given: Given) -> Result<(), Wait> {
        let lesson = Arc::clone(&self.lesson);
        let Some(own) = self.answer_mut() else { return Err(Wait::Answer) };
        let fits = match (&given, answer_of(&lesson, &own.id)) {
            (Given::One(chosen), Some(Answer::One { options, .. })) => {
                (1..=options.len()).contains(&usize::from(*chosen))
            }
            (Given::Number(typed), Some(Answer::Number { .. })) => {
                typed.len() <= MOST_DIGITS && typed.parse::<f64>().is_ok_and(f64::is_finite)
            }
            (Given::Order(things, _), Some(Answer::Order { items })) => {
                let mut sorted = things.clone();
                sorted.sort_unstable();
                sorted.iter().copied().eq(1..=items.len() as u8)
            }
            _ => false,
        };
        if !fits {
            return Err(Wait::Answer);
        }
        own.given = given;
        own.recorded = true;
        Ok(())
    }

    /// Whether letters go into a text at this step.
    #[must_use]
    pub fn types(&self) -> bool {
        self.note().is_some()
            || self
                .answer()
                .is_some_and(|answer| !answer.recorded && matches!(answer.given, Given::Number(_)))
    }

    /// Whether a recorded answer is right; `None` while that cannot be said.
    #[must_use]
    pub fn is_right(&self, name: &str) -> Option<bool> {
        let own = self.record.answers.iter().find(|one| one.id == name && one.recorded)?;
        let answer = answer_of(&self.lesson, name)?;
        is_right(&own.given, answer, |name| {
            let (asked, found) = (self.asked(name)?, self.result(name)?);
            Some(found.value * asked.unit.per_year())
        })
    }
}

#[cfg(test)]
mod tests;
