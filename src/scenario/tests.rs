//! Tests of the scenario layer: what is accepted, what is refused and in which words.

mod bases;
mod files;
mod hostile;
mod levers;
mod messages;
mod plans;
mod round_trip;
mod trials;

use super::document::Document;
use super::error::ScenarioError;
use super::library::Library;
use super::resolve::{ResolvedScenario, resolve};
use crate::baseline::Baseline;
use crate::language::Language;
use crate::text::is_unsafe;
use std::sync::LazyLock;

/// An observed pace for tests: powers of two, so that halves are exact.
const PACE: [f64; 2] = [-0.015_625, -0.031_25];

/// The Japanese pack with that pace: what the embedded scenarios are written for.
fn japan() -> &'static Baseline {
    static PACK: LazyLock<Baseline> = LazyLock::new(|| {
        let mut baseline = Baseline::japan().unwrap();
        baseline.limitation.as_mut().unwrap().observed_pace = PACE;
        baseline
    });
    &PACK
}

/// The Japanese pack with that pace and a small catalogue of levers of its own, so that a change of the
/// shipped catalogue changes no expectation here.
fn pack() -> &'static Baseline {
    static PACK: LazyLock<Baseline> =
        LazyLock::new(|| Baseline { levers: levers::catalogue(), ..japan().clone() });
    &PACK
}

/// Resolves bytes as if they were the content of `case.ron`.
fn resolved(bytes: impl AsRef<[u8]>) -> Result<ResolvedScenario, ScenarioError> {
    resolve(Document::from_bytes("case", "case.ron", bytes.as_ref())?, Library::embedded(), pack())
}

/// A scenario with more fields.
fn with(fields: &str) -> String {
    format!("(\n    schema: 1,\n    title: (ja: \"題\", en: \"Title\"),\n    {fields}\n)\n")
}

/// The plain message in a language, checked to hold no character that a terminal would obey.
fn message(error: &ScenarioError, language: Language) -> String {
    for text in [error.render(language, false), error.summary(language)] {
        let raw = text.chars().find(|&character| is_unsafe(character) && character != '\n');
        assert_eq!(raw, None, "{text:?}");
    }
    assert!(!error.summary(language).contains('\n'));
    error.render(language, false)
}
