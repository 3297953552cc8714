//! All mistakes of one file that can be told together.
//!
//! The RON reader stops at its first mistake. For the search alone, what stands there is replaced by what was
//! probably meant, or by some value that is allowed, and the file is read again; what the messages show is always
//! the file as it was written. Where nothing can stand in for a mistake, the search ends with it.

use super::diagnose::Diagnostic;
use super::document::Document;
use super::error::ScenarioError;
use super::levers;
use super::locate::{self, Token, TokenKind};
use super::parse;
use super::problem::Problem;
use super::quantity::Refusal;
use super::render::Place;
use super::trials;
use crate::baseline::Baseline;
use std::ops::Range;

/// Mistakes after which the search ends: who makes more reads the first ones first.
const MOST: usize = 20;

/// A text in which mistakes were replaced.
struct Mended<'a> {
    original: &'a str,
    text: String,
    /// Where, in the text as it was then, so many bytes took the place of so many.
    edits: Vec<(usize, usize, usize)>,
}

/// The mistakes of a file that need no other file to be seen, in the order in which they are found.
#[must_use]
pub fn mistakes(text: &str, file: &str, baseline: &Baseline) -> Vec<ScenarioError> {
    let mut mended = Mended { original: text, text: text.to_owned(), edits: Vec::new() };
    let mut found: Vec<Diagnostic> = Vec::new();
    while found.len() < MOST {
        let error = match Document::from_bytes("", file, mended.text.as_bytes()) {
            Ok(document) => {
                let further = levers::mistakes(&document, baseline).into_iter();
                let trials = trials::check(&document, baseline).err();
                let further = further.chain(trials).filter_map(|error| match error {
                    ScenarioError::Content(diagnostic) => Some(mended.as_written(*diagnostic)),
                    _ => None,
                });
                // What stands in for a mistake may be one itself: it was told already.
                let told =
                    |one: &Diagnostic, all: &[Diagnostic]| all.iter().any(|own| own.field == one.field);
                for one in further {
                    if !told(&one, &found) {
                        found.push(one);
                    }
                }
                break;
            }
            Err(ScenarioError::Content(diagnostic)) => *diagnostic,
            Err(_) => break,
        };
        let mistake = named(error, baseline);
        let stand_in = mended.stand_in(&mistake, found.len());
        found.push(mended.as_written(mistake));
        match stand_in {
            Some((bytes, words)) => mended.replace(bytes, &words),
            None => break,
        }
    }
    found.into_iter().map(ScenarioError::from).collect()
}

/// A name that cannot be an identifier, where a lever belongs, as a lever that the pack does not have: its title
/// may be known.
#[must_use]
pub fn named(diagnostic: Diagnostic, baseline: &Baseline) -> Diagnostic {
    let of_lever = diagnostic.field.starts_with("levers[") && diagnostic.field.ends_with("].id");
    match &diagnostic.problem {
        Problem::Refused { found, refusal: Refusal::Identifier } if of_lever => {
            let choice = levers::choice(found.trim_matches('"'), baseline);
            let problem = Problem::LeverUnknown { choice, pack: baseline.id.clone() };
            Diagnostic { problem, ..diagnostic }
        }
        _ => diagnostic,
    }
}

impl Mended<'_> {
    fn token(&self, mistake: &Diagnostic) -> Option<Token> {
        let place = mistake.place.as_ref()?;
        let tokens = locate::tokens(&self.text);
        let at = locate::offset_of(&self.text, place.line, place.column);
        locate::token_at(&tokens, at).map(|index| tokens[index].clone())
    }

    /// What can stand where a mistake is, and where that is.
    fn stand_in(&self, mistake: &Diagnostic, number: usize) -> Option<(Range<usize>, String)> {
        let token = self.token(mistake)?;
        let single = matches!(token.kind, TokenKind::Word | TokenKind::Text);
        let words = match (&mistake.problem, mistake.meant()) {
            _ if !single => return None,
            (_, Some(meant)) if token.kind == TokenKind::Text && !meant.contains('(') => {
                format!("\"{meant}\"")
            }
            (_, Some(meant)) => meant,
            (Problem::Refused { refusal: Refusal::Number(quantity), .. }, None) => {
                quantity.bounds().0.to_string()
            }
            (Problem::LeverUnknown { .. }, None) => format!("\"unknown-{number}\""),
            _ => return None,
        };
        Some((token.span, words))
    }

    fn replace(&mut self, bytes: Range<usize>, words: &str) {
        self.edits.push((bytes.start, bytes.len(), words.len()));
        self.text.replace_range(bytes, words);
    }

    /// Where a byte of the text as it is now stood in the file.
    fn original_of(&self, mut at: usize) -> usize {
        for &(start, before, now) in self.edits.iter().rev() {
            if at >= start + now {
                at = at - now + before;
            } else {
                at = at.min(start);
            }
        }
        at
    }

    /// The mistake with its place in the file as it was written.
    fn as_written(&self, mistake: Diagnostic) -> Diagnostic {
        let line_of = |at: usize| locate::position_of(self.original, self.original_of(at)).0;
        let touched = |line: usize| self.edits.iter().any(|(start, ..)| line_of(*start) == line);
        // No edit adds or takes a line.
        let Some(place) = mistake.place.as_ref().filter(|place| touched(place.line)) else { return mistake };
        let Some(token) = self.token(&mistake) else { return mistake };
        let line = place.line;
        let bytes = self.original_of(token.span.start)..self.original_of(token.span.end);
        let place = Place::of(self.original, bytes);
        if place.line == line { Diagnostic { place: Some(place), ..mistake } } else { mistake }
    }
}

/// The text of a file that can be searched; `None` if it cannot be read as text at all.
#[must_use]
pub fn text_of(path: &std::path::Path, file: &str) -> Option<String> {
    parse::decode(&parse::read(path, file).ok()?, file).ok()
}
