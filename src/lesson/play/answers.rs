//! Questions and whether an answer is right.

use crate::lesson::file::Lesson;
use crate::lesson::record::Given;
use crate::lesson::schema::{Answer, Step};

/// The question of a name.
#[must_use]
pub fn answer_of<'a>(lesson: &'a Lesson, name: &str) -> Option<&'a Answer> {
    lesson.form.steps.iter().find_map(|step| match step {
        Step::Quiz { id, answer, .. } if id.as_str() == name => Some(answer),
        _ => None,
    })
}

/// Whether an answer is right; `value` gives a result in its unit.
#[must_use]
pub fn is_right(given: &Given, answer: &Answer, value: impl Fn(&str) -> Option<f64>) -> Option<bool> {
    match (given, answer) {
        (Given::One(chosen), Answer::One { right, .. }) => Some(chosen == right),
        (Given::Number(typed), Answer::Number { of, tolerance }) => {
            let typed: f64 = typed.parse().ok()?;
            // The student types a rounded number: the last digit of the tolerance counts as right.
            Some((typed - value(of.as_str())?).abs() <= tolerance * (1.0 + 1e-9))
        }
        (Given::Order(things, _), Answer::Order { .. }) => {
            Some(things.iter().enumerate().all(|(place, thing)| usize::from(*thing) == place + 1))
        }
        _ => None,
    }
}

/// The score of a prediction of one of three directions (Brier 1950): the sum over the directions of the
/// squared distance of the chance given to it and what came out (1 or 0). The chosen direction has the
/// confidence, the two others share the rest. 0 is perfect, 2 surely wrong, and a guess has 2/3 whatever
/// comes out, so that nobody gains by choosing what cannot be.
#[must_use]
pub fn score(confidence: u8, hit: bool) -> f64 {
    let chosen = f64::from(confidence) / 100.0;
    let other = (1.0 - chosen) / 2.0;
    let square = |distance: f64| distance * distance;
    if hit {
        square(1.0 - chosen) + 2.0 * square(other)
    } else {
        square(chosen) + square(1.0 - other) + square(other)
    }
}

/// Number of options of a question.
pub(super) fn options(lesson: &Lesson, name: &str) -> u8 {
    match answer_of(lesson, name) {
        Some(Answer::One { options, .. }) => options.len() as u8,
        _ => 1,
    }
}

/// Things out of order, the same on every machine: from the last to the first, then the last one on top.
pub(super) fn mixed(count: usize) -> Vec<u8> {
    let mut things: Vec<u8> = (1..=count as u8).rev().collect();
    if count > 2 {
        things.rotate_left(1);
    }
    things
}
