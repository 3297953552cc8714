//! What a study is: everything that decides its numbers, and nothing else.
//!
//! Two stores with the same digest of their manifest have the same numbers for the same unit, so their
//! units may be joined. How many draws there are is not part of it: a study can be expanded.

use crate::baseline::{Baseline, Text};
use crate::num::digest::Digest;
use crate::num::units::Year;
use crate::run::{Detail, Persons, RunSettings, engine_digest};
use crate::scenario::study::Study;
use crate::scenario::write;
use serde::{Deserialize, Serialize};

/// Everything that decides the numbers of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the program that made it.
    pub kenju: String,
    /// Digest of the engine's source.
    pub engine: String,
    /// Identifier of the baseline pack.
    pub pack: String,
    /// Digest of the baseline pack.
    pub baseline: String,
    /// Digest of the pack's normalisers alone; empty if it has none.
    pub calibration: String,
    /// Persons in the first year's stock.
    pub persons: u64,
    /// Last year.
    pub until: u16,
    /// Whether details are kept.
    pub detail: bool,
    /// Seeds, ascending.
    pub seeds: Vec<u64>,
    /// The scenarios; a unit names its scenario by the position here.
    pub scenarios: Vec<StudyScenario>,
}

/// A scenario of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyScenario {
    /// Identifier, unique in the study.
    pub id: String,
    /// Title in Japanese.
    pub title_ja: String,
    /// Title in English.
    pub title_en: String,
    /// Name of the reading of the future it is run under; `None`: as it is written.
    pub reading: Option<String>,
    /// The levers that a grid sets, with their coverage as in a scenario file.
    pub point: Vec<(String, String)>,
    /// Position of the scenario it is a difference from; its own for a reference.
    pub compared_with: usize,
    /// Digest of its plan.
    pub digest: String,
    /// The user's own assumptions, in Japanese and English.
    pub own_assumptions: Vec<(String, String)>,
    /// The whole scenario as a file that stands alone.
    pub text: String,
}

/// In what two manifests differ first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mixture {
    /// Name of the field.
    pub field: &'static str,
    /// Its value here.
    pub here: String,
    /// Its value there.
    pub there: String,
}

impl Manifest {
    /// The manifest of a study on a pack.
    #[must_use]
    pub fn new(study: &Study, baseline: &Baseline, persons: u64, until: Year) -> Self {
        let scenarios = study.members.iter().map(|member| StudyScenario {
            id: member.scenario.id.clone(),
            title_ja: member.scenario.title.ja.clone(),
            title_en: member.scenario.title.en.clone(),
            reading: member.reading.clone(),
            point: member.point.clone(),
            compared_with: member.compared_with,
            digest: member.scenario.plan.digest().to_string(),
            own_assumptions: pairs(&member.scenario.own_assumptions),
            text: write::to_ron(&member.scenario),
        });
        Self {
            kenju: env!("CARGO_PKG_VERSION").to_owned(),
            engine: engine_digest().to_owned(),
            pack: baseline.id.clone(),
            baseline: baseline.digest.to_string(),
            calibration: baseline.calibration_digest(),
            persons,
            until: until.0,
            detail: study.detail,
            seeds: study.seeds.clone(),
            scenarios: scenarios.collect(),
        }
    }

    /// Its canonical text.
    ///
    /// # Panics
    /// Never: it holds only numbers and texts.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("a manifest holds only numbers and texts")
    }

    /// Its digest.
    #[must_use]
    pub fn digest(&self) -> String {
        Digest::of([("manifest", self.text().as_bytes())]).to_string()
    }

    /// What a run of one seed needs.
    #[must_use]
    pub const fn settings(&self, seed: u64) -> RunSettings {
        RunSettings {
            persons: Persons::Count(self.persons),
            seed,
            until: Year(self.until),
            detail: if self.detail { Detail::All } else { Detail::None },
            raw: false,
        }
    }

    /// In what `other` differs first; `None` if it is the same study.
    #[must_use]
    pub fn mixture(&self, other: &Self) -> Option<Mixture> {
        let scenarios = |one: &Self| -> String {
            let own = one.scenarios.iter().map(|scenario| format!("{} {}", scenario.id, scenario.digest));
            own.collect::<Vec<_>>().join(", ")
        };
        let seeds = |one: &Self| one.seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let fields: [(&'static str, String, String); 10] = [
            ("engine", self.engine.clone(), other.engine.clone()),
            ("pack", self.pack.clone(), other.pack.clone()),
            ("baseline", self.baseline.clone(), other.baseline.clone()),
            ("persons", self.persons.to_string(), other.persons.to_string()),
            ("until", self.until.to_string(), other.until.to_string()),
            ("detail", self.detail.to_string(), other.detail.to_string()),
            ("seeds", seeds(self), seeds(other)),
            ("kenju", self.kenju.clone(), other.kenju.clone()),
            ("scenarios", scenarios(self), scenarios(other)),
            ("manifest", self.digest(), other.digest()),
        ];
        let found = fields.into_iter().find(|(_, here, there)| here != there);
        found.map(|(field, here, there)| Mixture { field, here, there })
    }
}

fn pairs(texts: &[Text]) -> Vec<(String, String)> {
    texts.iter().map(|text| (text.ja.clone(), text.en.clone())).collect()
}
