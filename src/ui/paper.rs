//! A report of the scenario on screen to hand over: the page that `kenju report` writes of the same file, persons and
//! seed. The scenario is read from its file again, so the page and its commands speak of what others can run.

use super::task::Document;
use crate::analysis::explain::{self, Effort};
use crate::baseline::Baseline;
use crate::i18n::Messages;
use crate::language::Language;
use crate::report::study::{Commands, StudyFormat, StudyReport, StudyScenario};
use crate::run::draws::dressed::{self, DrawSettings};
use crate::run::progress::Part;
use crate::run::{Detail, Persons, RunError, RunSettings, Watch, World, compare};
use crate::scenario::{Library, ResolvedScenario};
use std::ffi::OsString;

/// What every scenario is compared with.
const REFERENCE: &str = "reference";

/// What a report is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What opens the scenario: the id of an embedded one, or a file.
    pub argument: OsString,
    /// Language of the page.
    pub language: Language,
    /// Name of its file without ending.
    pub name: String,
}

/// Computes and writes the page; the inner error says why the scenario cannot be read.
pub(super) fn written(
    baseline: &Baseline,
    paper: &Paper,
    settings: &RunSettings,
    draws: u32,
    watch: &dyn Watch,
) -> Result<Result<Document, String>, RunError> {
    let scenarios = match scenarios(baseline, paper) {
        Ok(scenarios) => scenarios,
        Err(told) => return Ok(Err(told)),
    };
    let worlds: Vec<World> = scenarios.iter().map(|scenario| scenario.world.clone()).collect();
    let part = |number: usize| Part::nth(watch, number, worlds.len());
    let detailed = RunSettings { detail: Detail::All, ..settings.clone() };
    let output = match draws {
        0 => compare(baseline, &worlds, &detailed, &part(0))?,
        draws => {
            let wanted = DrawSettings { draws, tolerance: None };
            dressed::run(baseline, &worlds, &detailed, wanted, true, &part(0))?
        }
    };
    let explained = |(index, world): (usize, &World)| {
        let persons = explain::persons(baseline, &worlds[0].plan, &world.plan, settings);
        let plain = RunSettings { detail: Detail::None, persons, ..settings.clone() };
        explain::explain(baseline, &worlds[0], world, &plain, Effort::default(), &part(index))
    };
    let explanations = worlds.iter().enumerate().skip(1).map(explained).collect::<Result<Vec<_>, _>>()?;
    let report = StudyReport {
        baseline,
        scenarios: &scenarios,
        output: &output,
        explanations: &explanations,
        commands: &commands(baseline, paper, settings, draws, &worlds),
        title: None,
        origin: None,
    };
    let page = report.render(StudyFormat::Html, Messages::of(paper.language));
    let text = String::from_utf8_lossy(&page).into_owned();
    Ok(Ok(Document { name: paper.name.clone(), ending: "html", text }))
}

/// The reference, and the scenario if it is another.
fn scenarios(baseline: &Baseline, paper: &Paper) -> Result<Vec<StudyScenario>, String> {
    let mut names = vec![OsString::from(REFERENCE)];
    if paper.argument != REFERENCE {
        names.push(paper.argument.clone());
    }
    let read = |name: &OsString| {
        let resolved = Library::embedded().load(name, baseline);
        let ResolvedScenario { id, title, plan, own_assumptions, note, policies, .. } =
            resolved.map_err(|error| error.render(paper.language, false))?;
        Ok(StudyScenario { world: World { id, title, plan, own_assumptions }, note, policies })
    };
    names.iter().map(read).collect()
}

/// The commands that give the numbers again, from the folder in which the files were written.
fn commands(
    baseline: &Baseline,
    paper: &Paper,
    settings: &RunSettings,
    draws: u32,
    worlds: &[World],
) -> Commands {
    let named = std::path::Path::new(&paper.argument).file_name().unwrap_or(&paper.argument);
    let own = named.to_string_lossy().into_owned();
    let with = |persons: Persons| {
        let persons = match persons {
            Persons::Count(count) => count.to_string(),
            Persons::All => "all".to_owned(),
        };
        format!("--persons {persons} --seed {} --until {}", settings.seed, settings.until)
    };
    let plain = with(settings.persons);
    let all = if draws > 0 { format!("{plain} --draws {draws}") } else { plain.clone() };
    let explained = worlds.get(1).map(|world| {
        let persons = explain::persons(baseline, &worlds[0].plan, &world.plan, settings);
        format!("kenju explain {REFERENCE} {own} {}", with(persons))
    });
    let both = if worlds.len() > 1 { format!("{REFERENCE} {own}") } else { own.clone() };
    let verb = if worlds.len() > 1 { "compare" } else { "run" };
    Commands {
        report: format!("kenju report {own} {all} --format html --lang {}", paper.language),
        compare: format!("kenju {verb} {both} {all} --format csv"),
        detail: format!("kenju run {both} {plain} --detail --format csv"),
        explain: explained.into_iter().collect(),
        levers: "kenju levers --format json".to_owned(),
        sources: "kenju sources".to_owned(),
    }
}
