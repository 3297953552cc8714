//! The embedded scenarios, and finding a scenario by what the user typed.
//!
//! An argument that is exactly the id of an embedded scenario means that one (a file of the same name is
//! reached as `./NAME`). Anything else that exists is a file. What is neither is a missing file if it
//! looks like a path (it has a separator or ends in `.ron`), and otherwise a mistyped id.

use super::document::Document;
use super::error::{IoProblem, ScenarioError};
use super::every;
use super::problem::Choice;
use super::resolve::{ResolvedScenario, resolve};
use super::schema::is_path_like;
use crate::baseline::Baseline;
use crate::nearest::nearest;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

macro_rules! embedded {
    ($($id:literal),+ $(,)?) => {
        [$(($id, include_str!(concat!("../../scenarios/", $id, ".ron")))),+]
    };
}

/// Ids and texts in the order in which lists show them.
const EMBEDDED: [(&str, &str); 59] = embedded![
    "reference",
    "trend-half",
    "trend-full",
    "trends-optimistic",
    "trends-pessimistic",
    "mortality-excess-vanishes",
    "mortality-wpp",
    "mortality-frozen",
    "ipss2023-check",
    "care-need-fall",
    "example-care-onset",
    "guidance-ambitious",
    "guidance-maximum",
    "screening-ambitious",
    "screening-maximum",
    "salt-ambitious",
    "salt-maximum",
    "tobacco-ambitious",
    "tobacco-maximum",
    "exercise-ambitious",
    "exercise-maximum",
    "salons-ambitious",
    "salons-maximum",
    "hip-fracture-ambitious",
    "hip-fracture-maximum",
    "periodontal-ambitious",
    "periodontal-maximum",
    "prevention-first",
    "work-first",
    "community-first",
    "goal-2040",
    "goal-2040-maximum",
    "goal-2040-trend-half",
    "interim-2024",
    "programmes-stopped",
    "nulls",
    "trials-planned",
    "trials-anew",
    "trial-shc-shg",
    "trial-cancer-access",
    "trial-aggravation",
    "trial-periodontal",
    "trial-ict-ai",
    "trial-exercise",
    "trial-women",
    "trial-urine-food",
    "trial-healthy-town",
    "trial-dementia-prev",
    "trial-dementia-symb",
    "trial-collabo",
    "trial-mental",
    "pandemic",
    "pandemic-emergency-approval",
    "pandemic-severe-delay",
    "salt-1g",
    "smoking-5-points",
    "guidance-45",
    "colorectal-60",
    "salons-10",
];

/// The scenarios that come with the program.
#[derive(Debug)]
pub struct Library {
    documents: Vec<Document>,
}

impl Library {
    /// The embedded scenarios.
    ///
    /// # Panics
    /// Never: the embedded files are part of the program, and a test reads each of them.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
            let read = |(id, text): (&str, &str)| {
                Document::from_bytes(id, &format!("scenarios/{id}.ron"), text.as_bytes())
                    .expect("the embedded files are part of the program and a test reads each of them")
            };
            Library { documents: EMBEDDED.into_iter().map(read).collect() }
        });
        &LIBRARY
    }

    /// The ids in the order of lists.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().map(|document| document.id.as_str())
    }

    /// An embedded scenario as it was written.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// Finds and resolves what the user named, an id or a file, for a pack.
    ///
    /// # Errors
    /// Any [`ScenarioError`]; its [`kind`](ScenarioError::kind) tells the exit code.
    pub fn load(
        &self,
        argument: impl AsRef<OsStr>,
        baseline: &Baseline,
    ) -> Result<ResolvedScenario, ScenarioError> {
        let document = self.find(argument.as_ref()).map_err(|error| match error {
            ScenarioError::Content(diagnostic) => every::named(*diagnostic, baseline).into(),
            other => other,
        })?;
        resolve(document, self, baseline)
    }

    /// Every mistake of a file that [`load`](Self::load) refuses with the error `first`; that one alone where
    /// no more can be told, as of what is not read as text or lies in another file.
    #[must_use]
    pub fn mistakes(
        &self,
        argument: &OsStr,
        baseline: &Baseline,
        first: ScenarioError,
    ) -> Vec<ScenarioError> {
        let file = argument.to_string_lossy();
        let text = matches!(first, ScenarioError::Content(_))
            .then(|| every::text_of(Path::new(argument), &file))
            .flatten();
        let mut all = text.map_or_else(Vec::new, |text| every::mistakes(&text, &file, baseline));
        if !all.contains(&first) {
            all.insert(0, first);
        }
        all
    }

    /// Finds and reads what the user named, without resolving its bases.
    ///
    /// # Errors
    /// Any [`ScenarioError`].
    pub fn find(&self, argument: &OsStr) -> Result<Document, ScenarioError> {
        let shown = argument.to_string_lossy();
        if let Some(document) = argument.to_str().and_then(|id| self.get(id)) {
            return Ok(document.clone());
        }
        let missing = match fs::symlink_metadata(Path::new(argument)) {
            Ok(_) => false,
            Err(error) => IoProblem::from(&error) == IoProblem::Missing,
        };
        if missing && !is_path_like(&shown) {
            return Err(ScenarioError::UnknownId(Choice {
                found: shown.clone().into_owned(),
                allowed: self.ids().map(str::to_owned).collect(),
                nearest: nearest(&shown, self.ids()).map(str::to_owned),
            }));
        }
        Document::from_file(Path::new(argument))
    }

    /// Every embedded scenario, resolved for a pack, in the order of lists; with another pack than the
    /// Japanese one, those that name levers it does not have are left out.
    #[must_use]
    pub fn resolved(&self, baseline: &Baseline) -> Vec<ResolvedScenario> {
        let resolved = |document: &Document| resolve(document.clone(), self, baseline).ok();
        self.documents.iter().filter_map(resolved).collect()
    }
}
