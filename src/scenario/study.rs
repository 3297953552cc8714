//! Study plans: which scenarios a batch runs, under which readings of the future, how often and with how
//! many persons.
//!
//! A plan is a RON file read with the same care as a scenario. It becomes a list of scenarios that stand
//! alone: the scenarios it names, the points of its grids, and each of these once more under each of its
//! readings. Every block begins with the reference, from which the others of the block are differences:
//! a scenario under another reading is compared with the reference under that reading.

pub(super) mod form;
mod members;
pub mod schema;

use super::diagnose::Diagnostic;
use super::document::Document;
use super::error::{Amount, IoProblem, ScenarioError};
use super::library::Library;
use super::problem::{Choice, Problem};
use super::resolve::ResolvedScenario;
use super::schema::{BaseName, Overrides, Scenario, is_path_like};
use super::{locate, parse};
use crate::baseline::{Baseline, Text};
use crate::nearest::nearest;
use crate::num::units::Year;
use schema::Plan;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// Ids and texts of the studies that come with the program.
const EMBEDDED: [(&str, &str); 3] = [
    ("study-goal-2040", include_str!("../../scenarios/studies/study-goal-2040.ron")),
    ("study-thirteen-trials", include_str!("../../scenarios/studies/study-thirteen-trials.ron")),
    ("study-work-or-community", include_str!("../../scenarios/studies/study-work-or-community.ron")),
];

/// A study ready to run: settings, and scenarios that stand alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Identifier: the file's name without ending.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Explanation, if the file has one.
    pub note: Option<Text>,
    /// The plan as it was written.
    pub text: String,
    /// Simulated persons, if the plan says so.
    pub persons: Option<u64>,
    /// Last year, if the plan says so.
    pub until: Option<Year>,
    /// Seeds of the random draws of persons, ascending.
    pub seeds: Vec<u64>,
    /// Parameter draws beside the central values.
    pub draws: u32,
    /// Whether care levels, conditions, causes of death, events and costs are kept too.
    pub detail: bool,
    /// The scenarios.
    pub members: Vec<Member>,
}

/// A scenario of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The scenario; its id is unique in the study.
    pub scenario: ResolvedScenario,
    /// Name of the reading it is run under; `None`: as it is written.
    pub reading: Option<String>,
    /// The levers that a grid sets, with their coverage; empty if it is no point of a grid.
    pub point: Vec<(String, String)>,
    /// Position of the member that it is a difference from; its own if it is a reference.
    pub compared_with: usize,
}

/// A plan with the place it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanFile {
    id: String,
    plan: Plan,
    /// The place from which it names scenarios; the scenario itself is empty.
    place: Document,
}

/// Ids of the embedded studies in the order of lists.
pub fn ids() -> impl Iterator<Item = &'static str> + Clone {
    EMBEDDED.iter().map(|(id, _)| *id)
}

/// The plan of an embedded study as it is written.
#[must_use]
pub fn text_of(id: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(own, _)| *own == id).map(|(_, text)| *text)
}

impl PlanFile {
    /// Finds and reads what the user named: the id of an embedded study, or a file.
    ///
    /// # Errors
    /// Any [`ScenarioError`].
    pub fn find(argument: &OsStr) -> Result<Self, ScenarioError> {
        let shown = argument.to_string_lossy();
        if let Some(text) = text_of(&shown) {
            let file = format!("scenarios/studies/{shown}.ron");
            return Self::from_bytes(&shown, &file, text.as_bytes(), None);
        }
        let path = Path::new(argument);
        let missing = fs::symlink_metadata(path).map_err(|error| IoProblem::from(&error)).err()
            == Some(IoProblem::Missing);
        if missing && !is_path_like(&shown) {
            return Err(ScenarioError::UnknownStudy(Choice {
                found: shown.clone().into_owned(),
                allowed: ids().map(str::to_owned).collect(),
                nearest: nearest(&shown, ids()).map(str::to_owned),
            }));
        }
        let bytes = parse::read(path, &shown)?;
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Self::from_bytes(&crate::text::escape_untrusted(&id), &shown, &bytes, Some(path))
    }

    /// A plan from its bytes; `path` is where the files it names are looked for.
    ///
    /// # Errors
    /// [`ScenarioError::Content`].
    pub fn from_bytes(
        id: &str,
        file: &str,
        bytes: &[u8],
        path: Option<&Path>,
    ) -> Result<Self, ScenarioError> {
        let text = parse::decode(bytes, file)?;
        let plan: Plan = parse::parse_as(&text, file)?;
        let empty = Scenario {
            schema: plan.schema,
            base: None,
            title: plan.title.clone(),
            note: None,
            assumptions: Overrides::default(),
            hazard_changes: super::schema::HazardChanges::default(),
            start: None,
            levers: super::schema::Levers::default(),
            trials: None,
            shocks: super::schema::Shocks::default(),
        };
        let place = Document::holder(file, text, path.map(Path::to_owned), empty);
        Ok(Self { id: id.to_owned(), plan, place })
    }

    /// Title and explanation.
    #[must_use]
    pub fn words(&self) -> (Text, Option<Text>) {
        let text = |ja: &str, en: &str| Text { ja: ja.to_owned(), en: en.to_owned() };
        let note = self.plan.note.as_ref().map(|note| text(note.ja.as_str(), note.en.as_str()));
        (text(self.plan.title.ja.as_str(), self.plan.title.en.as_str()), note)
    }

    /// The study of the plan for a pack.
    ///
    /// # Errors
    /// Mistakes of the plan and of the scenarios it names, and [`ScenarioError::TooMany`].
    pub fn resolve(&self, library: &Library, baseline: &Baseline) -> Result<Study, ScenarioError> {
        let plan = &self.plan;
        if let Some(until) = plan.until.map(schema::year_of) {
            let (first, last) = (baseline.years.first, baseline.years.last);
            if until <= first || until > last {
                let allowed = (first.0 + 1, last.0);
                return Err(self.mistake("until", Problem::YearOutside { found: until.0, allowed }));
            }
        }
        let seeds = self.seeds()?;
        let draws = plan.draws.map_or(0, |draws| draws.get() as u32);
        let count = members::count(plan);
        let units = count.saturating_mul(u64::from(draws) + 1).saturating_mul(seeds.len() as u64);
        for (what, count) in [(Amount::Scenarios, count), (Amount::Units, units)] {
            if count > what.limit() {
                return Err(ScenarioError::TooMany { file: self.place.file.clone(), what, count });
            }
        }
        if count < 2 {
            return Err(self.mistake("", Problem::NothingToRun));
        }
        let (title, note) = self.words();
        Ok(Study {
            id: self.id.clone(),
            title,
            note,
            text: self.place.text.clone(),
            persons: plan.persons.map(|persons| persons.get() as u64),
            until: plan.until.map(schema::year_of),
            seeds,
            draws,
            detail: plan.detail,
            members: self.members(library, baseline)?,
        })
    }

    fn seeds(&self) -> Result<Vec<u64>, ScenarioError> {
        let Some(written) = &self.plan.seeds else { return Ok(vec![1]) };
        let mut seeds: Vec<u64> = Vec::new();
        for (number, seed) in written.as_slice().iter().enumerate() {
            let seed = seed.get() as u64;
            if seeds.contains(&seed) {
                let problem =
                    Problem::NamedTwice { kind: super::problem::Named::Seed, found: seed.to_string() };
                return Err(self.mistake(&format!("seeds[{number}]"), problem));
            }
            seeds.push(seed);
        }
        seeds.sort_unstable();
        Ok(seeds)
    }

    /// A mistake at a path of the plan.
    fn mistake(&self, path: &str, problem: Problem) -> ScenarioError {
        let bytes = locate::find(&self.place.text, path).unwrap_or(0..0);
        let diagnostic = Diagnostic::at(&self.place.file, &self.place.text, bytes, problem);
        Diagnostic { field: path.to_owned(), ..diagnostic }.into()
    }

    /// The files that the plan names, as the user would name them.
    pub fn files(&self) -> impl Iterator<Item = &BaseName> {
        let listed = self.plan.scenarios.iter().flat_map(schema::ScenarioNames::as_slice);
        listed.chain(&self.plan.reference).filter(|name| name.is_file())
    }
}
