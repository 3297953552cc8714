//! Inheritance: from a chain of files to the numbers of one plan.
//!
//! The last base is applied first, each file overrides what it says itself, and hazard changes add up:
//! where several act on the same hazard, their factors multiply. Without a base the defaults hold, and
//! they are the reference. Shocks add up in the same way; a lever that a file sets takes the place of its
//! base's setting of the same lever, and trials that of its base's trials.

use super::diagnose::Diagnostic;
use super::document::Document;
use super::error::ScenarioError;
use super::library::Library;
use super::problem::Problem;
use super::quantity::{Listed, Refusal};
use super::schema::{
    CareNeed, HazardChange, Lever, Limitation, MOST_HAZARD_CHANGES, Mortality, Overrides, PolicyYear, Shock,
    Trials,
};
use super::{describe, levers, locate, own, trials};
use crate::baseline::trials::Trial;
use crate::baseline::{Baseline, Text};
use crate::plan::{self, CareNeedAssumption, MortalityAssumption, Plan};

/// The readings of the future, all of them settled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Mortality after the last observed year.
    pub mortality: Mortality,
    /// Activity limitation at a given age after the last survey.
    pub limitation: Limitation,
    /// Care need at a given age after the reference year.
    pub care_need: CareNeed,
}

impl Default for Assumptions {
    /// The reference: the cautious readings.
    fn default() -> Self {
        Self {
            mortality: Mortality::Anchored,
            limitation: Limitation::NoChange,
            care_need: CareNeed::Unchanged,
        }
    }
}

impl Assumptions {
    fn overridden(self, by: Overrides) -> Self {
        Self {
            mortality: by.mortality.unwrap_or(self.mortality),
            limitation: by.limitation.unwrap_or(self.limitation),
            care_need: by.care_need.unwrap_or(self.care_need),
        }
    }
}

/// A scenario ready to run, with what is needed to show it and to write it out again.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedScenario {
    /// Identifier: the file's name without ending.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Explanation, if the file has one; a base's is not inherited.
    pub note: Option<Text>,
    /// The numbers.
    pub plan: Plan,
    /// What goes beyond the evidence, in words: every output that shows this scenario shows them too.
    pub own_assumptions: Vec<Text>,
    /// The readings behind the numbers.
    pub assumptions: Assumptions,
    /// The hazard changes behind the numbers, those of the bases first.
    pub hazard_changes: Vec<HazardChange>,
    /// Year in which policies start, if a file says so.
    pub start: Option<PolicyYear>,
    /// The levers behind the numbers, in the order of the pack.
    pub levers: Vec<Lever>,
    /// The trials behind the numbers, their lists in the order of the pack.
    pub trials: Option<Trials>,
    /// The shocks behind the numbers, in the order of their years.
    pub shocks: Vec<Shock>,
    /// What levers, shocks and trials do, in words: one entry for each.
    pub policies: Vec<Text>,
}

impl ResolvedScenario {
    /// Whether the scenario speaks of a lever: by name, or by a trial that tests it.
    #[must_use]
    pub fn names_lever(&self, id: &str, baseline: &Baseline) -> bool {
        let tests = |trial: &Trial| trial.lever.as_deref() == Some(id);
        let tried = |set: &Trials| {
            baseline.pipelines.trials.iter().any(|trial| trials::chosen(set, trial) && tests(trial))
        };
        self.levers.iter().any(|lever| lever.id.as_str() == id) || self.trials.as_ref().is_some_and(tried)
    }
}

/// Resolves a scenario with its bases for a pack: its observed change of limitation, its levers, and the
/// hazards of death that shocks are solved on.
///
/// # Errors
/// Mistakes of the scenario that only the pack shows ([`ScenarioError::Content`]: levers and channels it
/// does not have, trials and enablers too), and mistakes of the bases: also [`ScenarioError::Io`], [`ScenarioError::TooLarge`].
pub fn resolve(
    document: Document,
    library: &Library,
    baseline: &Baseline,
) -> Result<ResolvedScenario, ScenarioError> {
    let chain = document.chain(library)?;
    let mut assumptions = Assumptions::default();
    let mut hazard_changes = Vec::new();
    let mut shocks = Vec::new();
    for document in chain.iter().rev() {
        levers::check(document, baseline)?;
        trials::check(document, baseline)?;
        assumptions = assumptions.overridden(document.scenario.assumptions);
        hazard_changes.extend_from_slice(document.scenario.hazard_changes.as_slice());
        shocks.extend_from_slice(document.scenario.shocks.as_slice());
    }
    let document = &chain[0];
    if hazard_changes.len() > MOST_HAZARD_CHANGES {
        return Err(too_many(document, Refusal::TooManyChanges(hazard_changes.len())));
    }
    Listed::Shocks.admit(shocks.len()).map_err(|refusal| too_many(document, refusal))?;
    shocks.sort_by_key(|shock| levers::shock_years(shock).first);
    let start = chain.iter().find_map(|document| document.scenario.start);
    let first = start.map_or(levers::POLICY_START, PolicyYear::year);
    levers::check_years(&chain, baseline, first)?;
    let set = levers::inherited(&chain, baseline);
    let trials = trials::inherited(&chain, baseline);
    let taken_up =
        trials.as_ref().map(|trials| trials::settings(trials, first, baseline)).unwrap_or_default();

    let mut plan = plan_of(assumptions, &hazard_changes, observed_pace(baseline));
    plan.hazard_changes.extend(levers::shock_hazards(&shocks, baseline));
    plan.levers = levers::settings(&set, &taken_up, &shocks, first, baseline);
    if let Some(trials) = &trials {
        plan.levers = trials::supported(trials, &plan.levers, baseline);
    }
    let scenario = &document.scenario;
    let text = |ja: &str, en: &str| Text { ja: ja.to_owned(), en: en.to_owned() };
    Ok(ResolvedScenario {
        id: document.id.clone(),
        title: text(scenario.title.ja.as_str(), scenario.title.en.as_str()),
        note: scenario.note.as_ref().map(|note| text(note.ja.as_str(), note.en.as_str())),
        plan,
        own_assumptions: own::assumptions(assumptions, &hazard_changes)
            .into_iter()
            .chain(own::levers(&set, first, baseline))
            .chain(own::shocks(&shocks, baseline))
            .chain(trials.iter().flat_map(|trials| own::trials(trials, baseline)))
            .collect(),
        policies: describe::policies(&set, &shocks, first, baseline)
            .into_iter()
            .chain(trials.iter().flat_map(|trials| describe::trials(trials, &set, first, baseline)))
            .collect(),
        assumptions,
        hazard_changes,
        start,
        levers: set,
        trials,
        shocks,
    })
}

/// The pack's observed yearly change of the limitation logit by sex; zero for a pack without limitation.
fn observed_pace(baseline: &Baseline) -> [f64; 2] {
    baseline.limitation.as_ref().map_or([0.0; 2], |limitation| limitation.observed_pace)
}

/// A file and its bases have too many items of a list together.
fn too_many(document: &Document, refusal: Refusal) -> ScenarioError {
    let bytes = locate::value_of(&document.text, "base").unwrap_or(0..0);
    let problem = Problem::Refused { found: String::new(), refusal };
    Diagnostic::at(&document.file, &document.text, bytes, problem).into()
}

fn plan_of(assumptions: Assumptions, changes: &[HazardChange], observed_pace: [f64; 2]) -> Plan {
    let mortality = match assumptions.mortality {
        Mortality::Anchored => MortalityAssumption::Anchored,
        Mortality::ExcessVanishes { by } => MortalityAssumption::ExcessVanishes { by: by.year() },
        Mortality::WorldPopulationProspects => MortalityAssumption::WorldPopulationProspects,
        Mortality::Frozen => MortalityAssumption::Frozen,
        Mortality::Own { male, female } => {
            MortalityAssumption::Own { life_expectancy_2040: [male.get(), female.get()] }
        }
        Mortality::Ipss2023Check => MortalityAssumption::Ipss2023Check,
    };
    let limitation_pace = match assumptions.limitation {
        Limitation::NoChange => [0.0; 2],
        Limitation::Half => observed_pace.map(|pace| pace * 0.5),
        Limitation::Full => observed_pace,
        Limitation::Own { male, female } => [male.get(), female.get()],
    };
    let care_need = match assumptions.care_need {
        CareNeed::Unchanged => CareNeedAssumption::Unchanged,
        CareNeed::ObservedFall => CareNeedAssumption::ObservedFall,
    };
    let hazard_changes = changes
        .iter()
        .map(|change| plan::HazardChange {
            process: change.process.to_plan(),
            sex: change.sex.map(super::schema::SexName::to_plan),
            ages: change.ages.get(),
            from: change.from.year(),
            until: None,
            factor: change.factor.get(),
        })
        .collect();
    Plan { mortality, limitation_pace, care_need, hazard_changes, levers: Vec::new() }
}
