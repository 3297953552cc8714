//! A study as a paper: a page, a workbook, Markdown, or its numbers for other programs.
//!
//! [`compose`] turns results into a [`paper::Paper`] in the reader's language; each form has a file of
//! its own and knows the paper only. The forms for programs carry the numbers of the comparison and
//! of the explanations in full precision, without language.

mod assumptions;
pub mod chart;
mod comparison;
pub mod compose;
mod drawn;
mod economics;
mod goal;
pub mod html;
mod levers;
mod manifest;
mod methods;
pub mod paper;
mod sources;
mod summary;
mod svg;
mod tidy;
mod why;
mod xlsx;

use super::explain::words::{SURE, is_sure};
use super::{json, md};
use crate::analysis::explain::Explanation;
use crate::baseline::{Baseline, Text};
use crate::i18n::{Messages, message};
use crate::outcome::series::{Group, ScenarioResult, YearResult};
use crate::run::{Difference, RunOutput, World};
use serde::Serialize;

/// A form of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StudyFormat {
    /// A page that stands alone.
    #[default]
    Html,
    /// Markdown.
    Md,
    /// A workbook.
    Xlsx,
    /// Comma-separated values, one value a row.
    Csv,
    /// The JSON of a comparison, with explanations.
    Json,
}

impl StudyFormat {
    /// Every form, in the order help lists them.
    pub const ALL: [Self; 5] = [Self::Html, Self::Md, Self::Xlsx, Self::Csv, Self::Json];

    /// The word of `--format`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// A scenario of a study, with the words that go with its numbers.
#[derive(Debug, Clone)]
pub struct StudyScenario {
    /// What was run.
    pub world: World,
    /// What its author says of it.
    pub note: Option<Text>,
    /// What its levers, shocks and trials do.
    pub policies: Vec<Text>,
}

/// Commands that give the numbers again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commands {
    /// The whole paper.
    pub report: String,
    /// The comparison.
    pub compare: String,
    /// The comparison with outcomes and costs.
    pub detail: String,
    /// The explanation of each later scenario.
    pub explain: Vec<String>,
    /// The levers with their evidence.
    pub levers: String,
    /// The sources of the pack.
    pub sources: String,
}

/// How much of a study is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// What is finished.
    pub done: u64,
    /// What there is in the whole study.
    pub all: u64,
}

/// The study that a report from a store is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The command that computes the study again.
    pub batch: String,
    /// Name and text of its plan; `None` for an embedded study.
    pub plan: Option<(String, String)>,
    /// Digest of everything that decides its numbers.
    pub manifest: String,
    /// Digest of the numbers themselves.
    pub content: String,
    /// Its seeds: the central numbers are those of the first, draws are of all of them.
    pub seeds: Vec<u64>,
    /// Its draws, those of each seed, of the scenarios that the report shows.
    pub draws: Finished,
    /// Its units: scenarios by draws by seeds.
    pub units: Finished,
}

/// Results with what is needed to write a paper about them.
#[derive(Debug, Clone, Copy)]
pub struct StudyReport<'a> {
    /// The pack that was run.
    pub baseline: &'a Baseline,
    /// The scenarios in the order of the results; the first is what others are compared with.
    pub scenarios: &'a [StudyScenario],
    /// The comparison, with details.
    pub output: &'a RunOutput,
    /// Why each later scenario differs from the first, in the same order.
    pub explanations: &'a [Explanation],
    /// What gives the numbers again.
    pub commands: &'a Commands,
    /// Title of the study; `None` for scenarios that were named one by one.
    pub title: Option<&'a Text>,
    /// The study, where the draws are those of a store.
    pub origin: Option<&'a Origin>,
}

/// The JSON of a study: that of a comparison with the explanations beside it.
#[derive(Serialize)]
struct Numbers<'a> {
    #[serde(flatten)]
    comparison: &'a RunOutput,
    explanations: &'a [Explanation],
    #[serde(skip_serializing_if = "Option::is_none")]
    draws_finished: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draws_planned: Option<u64>,
}

impl StudyReport<'_> {
    /// The study in a form. Workbooks are bytes, all others are text.
    #[must_use]
    pub fn render(&self, format: StudyFormat, messages: &Messages) -> Vec<u8> {
        match format {
            StudyFormat::Html => html::render(&compose::paper(self, messages)).into_bytes(),
            StudyFormat::Md => md::render(&compose::paper(self, messages).document()).into_bytes(),
            StudyFormat::Xlsx => xlsx::render(&compose::paper(self, messages)),
            StudyFormat::Csv => {
                let year = self.baseline.goal.map(|goal| goal.year);
                tidy::render(&self.numbers(), self.explanations, year).into_bytes()
            }
            StudyFormat::Json => {
                let comparison = self.numbers();
                let draws = self.origin.map(|origin| origin.draws);
                json::render(&Numbers {
                    comparison: &comparison,
                    explanations: self.explanations,
                    draws_finished: draws.map(|draws| draws.done),
                    draws_planned: draws.map(|draws| draws.all),
                })
                .into_bytes()
            }
        }
    }

    /// The comparison with what the paper shows, and without details that it does not.
    fn numbers(&self) -> RunOutput {
        let mut output = self.output.clone();
        for row in output.scenarios.iter_mut().flat_map(|scenario| &mut scenario.series) {
            row.population_by_age = None;
            row.care_need = None;
            row.states_by_age = None;
            row.conditions = None;
            row.deaths_by_cause = None;
            row.health_by_age = None;
            // The paper shows the reach that has intervals.
            if let Some(reach) = &mut row.reach {
                reach.retain(|_, own| own.intervals.is_some());
            }
            row.reach = row.reach.take().filter(|reach| !reach.is_empty());
        }
        output
    }

    /// The sexes with official counterparts that the results have.
    fn sexes(&self) -> Vec<Group> {
        let has = |group: &Group| {
            let first = self.output.scenarios.first();
            first.is_some_and(|first| first.series.iter().any(|row| row.sex == *group))
        };
        [Group::Male, Group::Female].into_iter().filter(has).collect()
    }

    /// The key of a scenario; its identifier if the study has no such one.
    fn key_of(&self, id: &str, messages: &Messages) -> String {
        let found = self.each(messages).find(|one| one.result.id == id);
        found.map_or_else(|| id.to_owned(), |one| one.key)
    }

    /// Every scenario with its results and its key: the reference first, then A, B, C.
    fn each<'s>(&'s self, messages: &'s Messages) -> impl Iterator<Item = Shown<'s>> {
        let results = self.scenarios.iter().zip(&self.output.scenarios).enumerate();
        results.map(move |(index, (scenario, result))| Shown {
            place: index,
            key: key(index, messages),
            scenario,
            result,
            difference: self.output.differences.iter().flatten().find(|one| one.to == result.id),
        })
    }
}

/// A scenario as the paper shows it.
struct Shown<'a> {
    /// Its place among the scenarios, from 0.
    place: usize,
    key: String,
    scenario: &'a StudyScenario,
    result: &'a ScenarioResult,
    /// From the first scenario; `None` for that one.
    difference: Option<&'a Difference>,
}

impl Shown<'_> {
    /// Its row of a year and group.
    fn at(&self, year: u16, group: Group) -> Option<&YearResult> {
        self.result.series.iter().find(|row| row.year.0 == year && row.sex == group)
    }

    /// Key and title: `A (Work first)`.
    fn name(&self, messages: &Messages) -> String {
        let title = messages.choose(&self.result.title);
        message!(messages, "report-name", key = self.key.as_str(), title = title)
    }
}

/// The short name of a scenario in charts and tables.
fn key(index: usize, messages: &Messages) -> String {
    match index {
        0 => message!(messages, "report-key-reference"),
        1..=26 => char::from(b'A' + (index - 1) as u8).to_string(),
        _ => format!("S{index}"),
    }
}
