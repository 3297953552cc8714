//! Class codes: a word that makes every machine of a class show the same numbers.
//!
//! The word gives the seed, so that another class sees other persons. The code in full, `WORD.7K3M`, holds a
//! check of the word, the lesson (persons, levers, worlds), the data pack and the model as well: a machine
//! with another version refuses it instead of showing other numbers.

use super::file::Lesson;
use crate::num::digest::Digest;
use std::fmt;

/// Letters of the check: no I, L, O, U, which are misread.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters of the check in a code.
const CHECK: usize = 4;

/// Most letters of the word.
pub const LONGEST: usize = 24;

/// Seeds stay small enough to be typed, and leave room for the draws of results.
const SEEDS: u64 = 1_000_000_000;

/// A class code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCode {
    word: String,
}

/// Why a class code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Not letters, digits and hyphens, or too long.
    Form,
    /// The check does not fit: mistyped, or another version of the lesson or the model.
    Check,
}

/// What decides the numbers beside the lesson.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    /// Digest of the pack.
    pub baseline: &'a str,
    /// Digest of the model's source.
    pub engine: &'a str,
}

impl ClassCode {
    /// Reads a code, in full or only its word.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn read(text: &str, lesson: &Lesson, model: Model<'_>) -> Result<Self, CodeError> {
        let text = text.trim().to_ascii_uppercase();
        let (word, check) = match text.split_once('.') {
            Some((word, check)) => (word, Some(check)),
            None => (text.as_str(), None),
        };
        if !is_word(word) {
            return Err(CodeError::Form);
        }
        let code = Self { word: word.to_owned() };
        match check {
            Some(check) if check != code.check(lesson, model) => Err(CodeError::Check),
            _ => Ok(code),
        }
    }

    /// The code of a word without its check; `None` if that can be none.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        is_word(word).then(|| Self { word: word.to_owned() })
    }

    /// The word.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.word
    }

    /// The seed it stands for.
    #[must_use]
    pub fn seed(&self) -> u64 {
        number(&Digest::of([("class", self.word.as_bytes())])) % SEEDS
    }

    /// The code in full.
    #[must_use]
    pub fn full(&self, lesson: &Lesson, model: Model<'_>) -> String {
        format!("{}.{}", self.word, self.check(lesson, model))
    }

    fn check(&self, lesson: &Lesson, model: Model<'_>) -> String {
        let digest = Digest::of([
            ("class", self.word.as_bytes()),
            ("lesson", lesson.digest.as_str().as_bytes()),
            ("baseline", model.baseline.as_bytes()),
            ("engine", model.engine.as_bytes()),
            ("kenju", env!("CARGO_PKG_VERSION").as_bytes()),
        ]);
        let mut bits = number(&digest);
        let mut check = String::with_capacity(CHECK);
        for _ in 0..CHECK {
            check.push(char::from(LETTERS[(bits % 32) as usize]));
            bits /= 32;
        }
        check
    }
}

impl fmt::Display for ClassCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.word)
    }
}

/// Whether a text can be the word of a code.
#[must_use]
pub fn is_word(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '-';
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(plain)
}

/// A digest as a number.
fn number(digest: &Digest) -> u64 {
    u64::from_str_radix(digest.as_str(), 16).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Baseline;
    use std::ffi::OsStr;

    #[test]
    fn a_code_in_full_holds_word_lesson_and_model() {
        let baseline = Baseline::japan().unwrap();
        let find = |id: &str| Lesson::find(OsStr::new(id), &baseline).unwrap();
        let (one, other) = (find("smoking-over-time"), find("trend-or-policy"));
        let model = Model { baseline: "b", engine: "e" };
        let code = ClassCode::read("tokyo-3b", &one, model).unwrap();
        assert_eq!(code.word(), "TOKYO-3B");
        let full = code.full(&one, model);
        assert_eq!(full.len(), "TOKYO-3B".len() + 1 + CHECK);
        assert_eq!(ClassCode::read(&full.to_lowercase(), &one, model), Ok(code.clone()));
        let refused = Err(CodeError::Check);
        assert_eq!(ClassCode::read(&full, &other, model), refused);
        assert_eq!(ClassCode::read(&full, &one, Model { engine: "f", ..model }), refused);
        assert_eq!(ClassCode::read(&full, &one, Model { baseline: "c", ..model }), refused);
        assert_eq!(ClassCode::read(&full.replace('B', "C"), &one, model), refused);
        assert_ne!(code.seed(), ClassCode::read("tokyo-3c", &one, model).unwrap().seed());
        for wrong in ["", "3 b", "=cmd", "\u{1b}[2J", "健寿", "A.B.C", &"x".repeat(25)] {
            assert!(ClassCode::read(wrong, &one, model).is_err(), "{wrong}");
        }
    }
}
