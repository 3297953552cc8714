//! From an error of the RON reader to a message that says where, in which field, what was found and
//! what is allowed.
//!
//! The reader's position is exact for names and single values, but stands behind groups and texts, and
//! its messages name no field. The tokens around the position (see [`super::locate`]) give both.

use super::form;
use super::levers::POLICY_START;
use super::locate::{self, Token, TokenKind};
use super::problem::{Choice, Expected, Mark, Problem};
use super::quantity::{Quantity, Refusal};
use super::render::{self, Place};
use crate::language::Language;
use crate::nearest::nearest;
use crate::text::escape_untrusted;
use ron::Error as Ron;
use std::ops::Range;

/// A mistake in the content of a file, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The file, as it was named.
    pub file: String,
    /// Where in the file; `None` if it is about the whole.
    pub place: Option<Place>,
    /// The field, such as `hazard_changes[1].factor`; empty if it is about no field.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl Diagnostic {
    /// A mistake at some bytes of a text; the field is the one they lie in.
    #[must_use]
    pub fn at(file: &str, text: &str, bytes: Range<usize>, problem: Problem) -> Self {
        let tokens = locate::tokens(text);
        let field = locate::token_at(&tokens, bytes.start)
            .map(|index| locate::join_path(&locate::field_path(text, &tokens, index)))
            .unwrap_or_default();
        Self { file: file.to_owned(), place: Some(Place::of(text, bytes)), field, problem }
    }

    /// The mistake on one line: file, line, column, field, what was found. Safe to print.
    #[must_use]
    pub fn summary(&self, language: Language) -> String {
        let mut summary = escape_untrusted(&self.file);
        if let Some(place) = &self.place {
            summary = format!("{summary}:{}:{}", place.line, place.column);
        }
        if !self.field.is_empty() {
            summary.push_str(": ");
            summary.push_str(&escape_untrusted(&self.field));
        }
        format!("{summary}: {}", self.problem.headline(&self.field, language))
    }

    /// What is allowed there: how the field is written if the problem is its form, and otherwise the rule
    /// that is broken.
    #[must_use]
    pub fn allowed(&self, language: Language) -> String {
        let form = match self.problem {
            Problem::WrongType { .. }
            | Problem::Syntax { expected: Mark::CloseGroup | Mark::CloseList, .. }
            | Problem::MissingField
            | Problem::UnknownValue(_) => form::of(&self.field, language),
            _ => None,
        };
        form.unwrap_or_else(|| self.problem.allowed(language))
    }

    /// What was probably meant: the nearest name, or the group that a bare share belongs in.
    #[must_use]
    pub fn meant(&self) -> Option<String> {
        if let Some(name) = self.problem.nearest() {
            return Some(name.to_owned());
        }
        let bare = match &self.problem {
            Problem::WrongType { found: Some(found), .. } => found,
            Problem::UnknownValue(choice) => &choice.found,
            Problem::Refused { found, refusal: Refusal::Number(Quantity::Share) } => {
                return share_of(found).map(|share| format!("{share:?}"));
            }
            _ => return None,
        };
        let share = share_of(bare)?;
        self.field
            .ends_with("].coverage")
            .then(|| format!("Reach(share: {share:?}, from: {POLICY_START}, by: {})", POLICY_START.0 + 6))
    }

    /// The whole message, drawn. Safe to print; ends with a line feed.
    #[must_use]
    pub fn render(&self, language: Language, colour: bool) -> String {
        let mut notes = Vec::new();
        if !self.field.is_empty() {
            notes.push((language.pick("項目", "field"), escape_untrusted(&self.field)));
        }
        notes.push((language.pick("許されるもの", "allowed"), self.allowed(language)));
        if let Some(meant) = self.meant() {
            notes.push(render::did_you_mean(language, &meant));
        }
        notes.extend(self.problem.other_kind(language).map(|words| render::help(language, words)));
        if matches!(self.problem, Problem::Refused { refusal: Refusal::Number(Quantity::Share), .. }) {
            let words = language.pick(
                "割合は 0 から 1 の小数で書きます（50% は 0.5）",
                "a share is written as a number from 0 to 1: 50% is 0.5",
            );
            notes.push(render::help(language, words.to_owned()));
        }
        let headline = self.problem.headline(&self.field, language);
        match &self.place {
            Some(place) => render::with_source(language, colour, &headline, &self.file, place, &notes),
            None => render::without_source(language, colour, &headline, Some(&self.file), &notes),
        }
    }
}

/// Most that a share may be written as when it is taken for one; what lies between is no percentage that anybody
/// would write.
const LEAST_PERCENTAGE: f64 = 2.0;

/// The share that was probably meant: a number from 0 to 1, or one of percent, with its sign or without.
fn share_of(written: &str) -> Option<f64> {
    let bare = written.trim_matches('"').trim();
    let number = |text: &str| text.trim().parse().ok().filter(|number: &f64| number.is_finite());
    if let Some(percent) = bare.strip_suffix(['%', '％']) {
        return number(percent).map(|percent| percent / 100.0).filter(|share| (0.0..=1.0).contains(share));
    }
    let number = number(bare)?;
    if (0.0..=1.0).contains(&number) {
        Some(number)
    } else {
        (LEAST_PERCENTAGE..=100.0).contains(&number).then_some(number / 100.0)
    }
}

/// Which token an error is about, and which part of its path names the field.
enum Pointer {
    /// The token that contains the position or follows it.
    Here,
    /// The last token that ends at or before the end position, or the whole group that it closes.
    Behind,
    /// The token that stands where the reader stopped, not where the last one began.
    Stop,
    /// As `Here`; the field is the named one in the innermost open group.
    Named(String),
}

/// Explains an error of the RON reader about `text`, the content of `file`.
#[must_use]
pub fn explain(file: &str, text: &str, error: &ron::error::SpannedError) -> Diagnostic {
    let tokens = locate::tokens(text);
    let start = locate::offset_of(text, error.span.start.line, error.span.start.col);
    let end = locate::offset_of(text, error.span.end.line, error.span.end.col);
    let refusal = match &error.code {
        Ron::Message(message) => Refusal::read(message),
        _ => None,
    };
    let pointer = match (&error.code, refusal) {
        (Ron::NoSuchStructField { found: name, .. }, _) => Pointer::Named(name.clone()),
        (Ron::DuplicateStructField { field, .. } | Ron::MissingStructField { field, .. }, _) => {
            Pointer::Named((*field).to_owned())
        }
        (Ron::ExpectedDifferentLength { .. }, _) => Pointer::Behind,
        (
            Ron::ExpectedComma
            | Ron::ExpectedMapColon
            | Ron::ExpectedArrayEnd
            | Ron::ExpectedStructLikeEnd
            | Ron::ExpectedOptionEnd
            | Ron::Eof,
            _,
        ) => Pointer::Stop,
        (_, Some(refusal)) if !matches!(refusal, Refusal::Number(_)) => Pointer::Behind,
        _ => Pointer::Here,
    };
    let index = match pointer {
        Pointer::Behind => locate::token_before(&tokens, end),
        Pointer::Stop => locate::token_at(&tokens, end),
        Pointer::Here | Pointer::Named(_) => locate::token_at(&tokens, start),
    };
    let token = index.map(|index| &tokens[index]);
    let mut path = index.map(|index| locate::field_path(text, &tokens, index)).unwrap_or_default();
    let mut bytes = token.map_or(text.len()..text.len(), |token| token.span.clone());
    match (&pointer, index) {
        (Pointer::Named(name), _) => {
            path.pop();
            path.push(Some(name.clone()));
        }
        // A line such as `#![enable(...)]` belongs to no field.
        _ if matches!(error.code, Ron::NoSuchExtension(_)) => path.clear(),
        (Pointer::Behind, Some(close)) if tokens[close].kind == TokenKind::Close => {
            path.pop();
            if let Some(open) = locate::opening_of(&tokens, close) {
                bytes.start = tokens[open].span.start;
            }
        }
        _ => {}
    }
    let problem = problem_of(&error.code, refusal, text, token);
    Diagnostic {
        file: file.to_owned(),
        place: Some(Place::of(text, bytes)),
        field: locate::join_path(&path),
        problem,
    }
}

fn choice(found: &str, allowed: &[&'static str]) -> Choice {
    Choice {
        found: found.to_owned(),
        allowed: allowed.iter().map(|&name| name.to_owned()).collect(),
        nearest: nearest(found, allowed.iter().copied()).map(str::to_owned),
    }
}

fn problem_of(code: &Ron, refusal: Option<Refusal>, text: &str, token: Option<&Token>) -> Problem {
    let found = token.map(|token| text[token.span.clone()].to_owned());
    let wrong_type = |expected| Problem::WrongType { found: found.clone(), expected };
    let syntax = |expected| Problem::Syntax { found: found.clone(), expected };
    if let Some(refusal) = refusal {
        return Problem::Refused { found: found.unwrap_or_default(), refusal };
    }
    match code {
        Ron::NoSuchStructField { expected, found, .. } => Problem::UnknownField(choice(found, expected)),
        Ron::NoSuchEnumVariant { expected, found, .. } => Problem::UnknownValue(choice(found, expected)),
        Ron::DuplicateStructField { .. } => Problem::DuplicateField,
        Ron::MissingStructField { .. } => Problem::MissingField,
        Ron::ExceededRecursionLimit => Problem::TooDeep,
        Ron::ExpectedFloat
        | Ron::ExpectedInteger
        | Ron::FloatUnderscore
        | Ron::UnderscoreAtBeginning
        | Ron::IntegerOutOfBounds
        | Ron::InvalidIntegerDigit { .. } => wrong_type(Expected::Number),
        Ron::ExpectedString => wrong_type(Expected::Text),
        Ron::ExpectedArray => wrong_type(Expected::List),
        Ron::ExpectedStructLike
        | Ron::ExpectedNamedStructLike(_)
        | Ron::ExpectedStructName(_)
        | Ron::ExpectedDifferentStructName { .. } => wrong_type(Expected::Group),
        Ron::ExpectedDifferentLength { .. } => wrong_type(Expected::Pair),
        Ron::ExpectedIdentifier | Ron::InvalidIdentifier(_) | Ron::SuggestRawIdentifier(_) => {
            wrong_type(Expected::Name)
        }
        Ron::ExpectedComma => syntax(Mark::Comma),
        Ron::ExpectedMapColon => syntax(Mark::Colon),
        Ron::ExpectedArrayEnd => syntax(Mark::CloseList),
        Ron::ExpectedStructLikeEnd | Ron::ExpectedOptionEnd => syntax(Mark::CloseGroup),
        Ron::ExpectedStringEnd => syntax(Mark::CloseText),
        Ron::UnclosedBlockComment => syntax(Mark::CloseComment),
        Ron::InvalidEscape(_) => syntax(Mark::Escape),
        Ron::TrailingCharacters => syntax(Mark::End),
        Ron::Eof => syntax(Mark::More),
        // A pair that is closed too early or too late.
        Ron::InvalidValueForType { .. } if token.is_some_and(|token| token.kind == TokenKind::Close) => {
            wrong_type(Expected::Group)
        }
        other => Problem::Unreadable { message: other.to_string() },
    }
}
