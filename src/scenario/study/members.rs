//! The scenarios of a plan, each standing alone.

use super::schema::{Grid, Grids, Plan, Reading, ScenarioNames};
use super::{Member, PlanFile};
use crate::baseline::Baseline;
use crate::scenario::document::Document;
use crate::scenario::error::ScenarioError;
use crate::scenario::library::Library;
use crate::scenario::problem::{Choice, Named, Problem};
use crate::scenario::resolve::resolve;
use crate::scenario::schema::{
    BaseName, Coverage, Effects, Lever, LeverId, Levers, Overrides, Scenario, SchemaVersion, Title, TitleLine,
};
use crate::scenario::write;

/// What everything is compared with unless the plan says otherwise.
const REFERENCE: &str = "reference";

/// Letters of a title that is made up; the schema allows 200.
const TITLE_LETTERS: usize = 150;

/// How many scenarios there will be: the reference, what is named and the points of the grids, once as
/// written and once for each reading.
pub(super) fn count(plan: &Plan) -> u64 {
    let named = plan.scenarios.as_ref().map_or(0, |names| names.as_slice().len() as u64);
    let points = |grid: &Grid| {
        let lengths = grid.levers.as_slice().iter().map(|axis| axis.coverage.as_slice().len() as u64);
        lengths.fold(1, u64::saturating_mul)
    };
    let grids = plan.grids.iter().flat_map(Grids::as_slice);
    let block = grids.map(points).fold(1 + named, u64::saturating_add);
    let readings = plan.readings.as_ref().map_or(0, |readings| readings.as_slice().len() as u64);
    block.saturating_mul(1 + readings)
}

/// A scenario of the plan before it is resolved.
struct Draft {
    id: String,
    base: BaseName,
    document: Document,
    levers: Vec<Lever>,
}

impl PlanFile {
    /// The scenarios of the study, block by block, each block beginning with its reference.
    pub(super) fn members(
        &self,
        library: &Library,
        baseline: &Baseline,
    ) -> Result<Vec<Member>, ScenarioError> {
        let drafts = self.drafts(library, baseline)?;
        let readings: &[Reading] = self.plan.readings.as_ref().map_or(&[], |readings| readings.as_slice());
        for (number, reading) in readings.iter().enumerate() {
            if readings[..number].iter().any(|before| before.id == reading.id) {
                let found = reading.id.as_str().to_owned();
                let problem = Problem::NamedTwice { kind: Named::Reading, found };
                return Err(self.mistake(&format!("readings[{number}].id"), problem));
            }
        }
        let mut members: Vec<Member> = Vec::new();
        for reading in [None].into_iter().chain(readings.iter().map(Some)) {
            let reference = members.len();
            for draft in &drafts {
                let document = match reading {
                    None if draft.levers.is_empty() => draft.document.clone(),
                    _ => self.made_up(draft, reading),
                };
                let point = |lever: &Lever| (lever.id.as_str().to_owned(), write::coverage(&lever.coverage));
                members.push(Member {
                    scenario: resolve(document, library, baseline)?,
                    reading: reading.map(|reading| reading.id.as_str().to_owned()),
                    point: draft.levers.iter().map(point).collect(),
                    compared_with: reference,
                });
            }
        }
        Ok(members)
    }

    /// The reference, the scenarios that are named, the points of the grids.
    fn drafts(&self, library: &Library, baseline: &Baseline) -> Result<Vec<Draft>, ScenarioError> {
        let default = || {
            BaseName::try_from(REFERENCE.to_owned()).map_err(|refusal| {
                self.mistake("reference", Problem::Refused { found: REFERENCE.to_owned(), refusal })
            })
        };
        let reference = self.plan.reference.clone().map_or_else(default, Ok)?;
        let document = self.place.named("reference", &reference, library)?;
        let mut drafts =
            vec![Draft { id: document.id.clone(), base: reference.clone(), document, levers: Vec::new() }];
        let named = self.plan.scenarios.iter().flat_map(ScenarioNames::as_slice);
        for (number, name) in named.enumerate() {
            let field = format!("scenarios[{number}]");
            let document = self.place.named(&field, name, library)?;
            let draft = Draft { id: document.id.clone(), base: name.clone(), document, levers: Vec::new() };
            self.add(&mut drafts, draft, &field)?;
        }
        let grids = self.plan.grids.iter().flat_map(Grids::as_slice);
        for (number, grid) in grids.enumerate() {
            let field = format!("grids[{number}]");
            let base = grid.base.as_ref().unwrap_or(&reference);
            let document = self.place.named(&format!("{field}.base"), base, library)?;
            for (point, levers) in self.points(grid, &field, baseline)?.into_iter().enumerate() {
                let id = format!("{}-{}", grid.id.as_str(), point + 1);
                let draft = Draft { id, base: base.clone(), document: document.clone(), levers };
                self.add(&mut drafts, draft, &format!("{field}.id"))?;
            }
        }
        Ok(drafts)
    }

    fn add(&self, drafts: &mut Vec<Draft>, draft: Draft, field: &str) -> Result<(), ScenarioError> {
        if drafts.iter().any(|before| before.id == draft.id) {
            let is_reference = drafts.first().is_some_and(|reference| reference.id == draft.id);
            let problem = if is_reference && draft.levers.is_empty() {
                Problem::IsReference { found: draft.id }
            } else {
                Problem::NamedTwice { kind: Named::Scenario, found: draft.id }
            };
            return Err(self.mistake(field, problem));
        }
        drafts.push(draft);
        Ok(())
    }

    /// Every combination of coverages; the last lever changes fastest.
    fn points(
        &self,
        grid: &Grid,
        field: &str,
        baseline: &Baseline,
    ) -> Result<Vec<Vec<Lever>>, ScenarioError> {
        let axes = grid.levers.as_slice();
        let mut points: Vec<Vec<Lever>> = vec![Vec::new()];
        for (number, axis) in axes.iter().enumerate() {
            let at = |problem| self.mistake(&format!("{field}.levers[{number}].id"), problem);
            let id = axis.id.as_str();
            if axes[..number].iter().any(|before| before.id == axis.id) {
                return Err(at(Problem::LeverTwice { found: id.to_owned() }));
            }
            if baseline.levers.lever(id).is_none() {
                let choice = Choice::among(id, baseline.levers.levers.iter().map(|lever| lever.id.as_str()));
                return Err(at(Problem::LeverUnknown { choice, pack: baseline.id.clone() }));
            }
            let with = |point: &Vec<Lever>| -> Vec<Vec<Lever>> {
                let coverages = axis.coverage.as_slice().iter();
                coverages.map(|coverage| [&point[..], &[lever(&axis.id, coverage)]].concat()).collect()
            };
            points = points.iter().flat_map(with).collect();
        }
        Ok(points)
    }

    /// A scenario that the plan makes up: levers of a grid, a reading, or both on top of another.
    fn made_up(&self, draft: &Draft, reading: Option<&Reading>) -> Document {
        let mut words: Vec<String> = draft
            .levers
            .iter()
            .map(|lever| format!("{}: {}", lever.id.as_str(), write::coverage(&lever.coverage)))
            .collect();
        let mut id = draft.id.clone();
        if let Some(reading) = reading {
            id = format!("{id}+{}", reading.id.as_str());
            words.push(reading.id.as_str().to_owned());
        }
        let written = &draft.document.scenario.title;
        let title = |written: &TitleLine| {
            let whole = format!("{} [{}]", written.as_str(), words.join(", "));
            let cut: String = whole.chars().take(TITLE_LETTERS).collect();
            let short = if cut.len() < whole.len() { cut + "…" } else { whole };
            // A title that became too long by wide clusters: the base's own says enough.
            TitleLine::try_from(short).unwrap_or_else(|_| written.clone())
        };
        let scenario = Scenario {
            schema: SchemaVersion::CURRENT,
            base: Some(draft.base.clone()),
            title: Title { ja: title(&written.ja), en: title(&written.en) },
            note: draft.document.scenario.note.clone(),
            assumptions: reading.map_or_else(Overrides::default, Reading::overrides),
            levers: Levers::try_from(draft.levers.clone()).unwrap_or_default(),
            ..self.place.scenario.clone()
        };
        Document::made_up(id, &self.place, scenario)
    }
}

fn lever(id: &LeverId, coverage: &Coverage) -> Lever {
    Lever {
        id: id.clone(),
        coverage: coverage.clone(),
        effects: Effects::default(),
        adherence: None,
        correlation: None,
    }
}
