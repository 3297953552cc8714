//! Trials and enablers that a scenario names, in words.

use super::quoted;
use crate::language::Language;

/// What of the pack a scenario names in its trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A prevention trial.
    Trial,
    /// An enabler.
    Enabler,
    /// A scenario of a study, by its id.
    Scenario,
    /// A reading of a study.
    Reading,
    /// A grid of a study.
    Grid,
    /// A seed of a study.
    Seed,
}

impl Named {
    const fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Trial, Language::Ja) => "実証事業",
            (Self::Trial, Language::En) => "trial",
            (Self::Enabler, Language::Ja) => "基盤",
            (Self::Enabler, Language::En) => "enabler",
            (Self::Scenario, Language::Ja) => "シナリオ",
            (Self::Scenario, Language::En) => "scenario",
            (Self::Reading, Language::Ja) => "読み",
            (Self::Reading, Language::En) => "reading",
            (Self::Grid, Language::Ja) => "格子",
            (Self::Grid, Language::En) => "grid",
            (Self::Seed, Language::Ja) => "種",
            (Self::Seed, Language::En) => "seed",
        }
    }

    /// The pack does not have it.
    #[must_use]
    pub fn unknown(self, found: &str, pack: &str, language: Language) -> String {
        let (kind, found, pack) = (self.words(language), quoted(found), quoted(pack));
        language.pick(
            format!("データパック {pack} に {found} という{kind}はありません"),
            format!("the pack {pack} has no {kind} {found}"),
        )
    }

    /// It stands there twice.
    #[must_use]
    pub fn twice(self, found: &str, language: Language) -> String {
        let (kind, found) = (self.words(language), quoted(found));
        language
            .pick(format!("{kind} {found} が2回書かれています"), format!("the {kind} {found} is given twice"))
    }

    /// The pack has none at all.
    #[must_use]
    pub fn none(self, pack: &str, language: Language) -> String {
        let (kind, pack) = (self.words(language), quoted(pack));
        language.pick(
            format!("データパック {pack} に{kind}はありません"),
            format!("the pack {pack} has no {kind}s"),
        )
    }

    /// What is allowed with a pack that has none.
    #[must_use]
    pub const fn unusable(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Trial, Language::Ja) => "このデータパックには実証事業がないので、`trials` は使えません",
            (Self::Trial, Language::En) => "this pack has no trials, so `trials` cannot be used with it",
            (_, Language::Ja) => "このデータパックには基盤がないので、`enablers` は使えません",
            (_, Language::En) => "this pack has no enablers, so `enablers` cannot be used with it",
        }
    }
}
