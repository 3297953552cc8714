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
    /// A key figure with a curve that leads a lever; the lever stands in the place of the pack.
    Figure,
    /// The curves of diffusion of health and productivity management, asked for another lever.
    Diffusion,
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
            (Self::Figure, Language::Ja) => "曲線を当てはめた指標",
            (Self::Figure, Language::En) => "fitted key figure",
            (Self::Diffusion, Language::Ja) => "普及曲線",
            (Self::Diffusion, Language::En) => "curves of diffusion",
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
        match self {
            Self::Trial | Self::Enabler | Self::Scenario | Self::Reading | Self::Grid | Self::Seed => {}
            Self::Figure => {
                return language.pick(
                    format!("施策 {pack} に {found} という{kind}はありません"),
                    format!("the lever {pack} has no {kind} {found}"),
                );
            }
            Self::Diffusion => {
                return language.pick(
                    format!("施策 {pack} に{kind}はありません"),
                    format!("the lever {pack} has no {kind}"),
                );
            }
        }
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
            (Self::Enabler, Language::Ja) => "このデータパックには基盤がないので、`enablers` は使えません",
            (Self::Enabler, Language::En) => {
                "this pack has no enablers, so `enablers` cannot be used with it"
            }
            (Self::Figure, Language::Ja) => {
                "この施策を導く指標に曲線を当てはめられるものはないので、`Fitted` は使えません（5点以上の系列が必要です）"
            }
            (Self::Figure, Language::En) => {
                "no key figure with a curve leads this lever (a series needs five points), so `Fitted` cannot be used with it"
            }
            (Self::Diffusion, Language::Ja) => {
                "このデータパックには普及曲線がないので、`Diffusion` は使えません"
            }
            (Self::Diffusion, Language::En) => {
                "this pack has no curves of diffusion, so `Diffusion` cannot be used with it"
            }
            (_, Language::Ja) => "ここで指定できるものはありません",
            (_, Language::En) => "there is nothing that could be named here",
        }
    }
}
