//! Scenarios that can be opened: those inside the program and the files of the present folder.

use super::draft::Draft;
use crate::baseline::{Baseline, Text};
use crate::i18n::Messages;
use crate::language::Language;
use crate::report::refusal;
use crate::run::fit::check_plan;
use crate::run::{RunError, World};
use crate::scenario::{self, Document, Library, ResolvedScenario, ScenarioError};
use std::ffi::OsString;
use std::path::Path;

/// Most files of a folder that are read.
const MOST_FILES: usize = 200;

/// A scenario that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What opens it: the id of an embedded scenario, or a file.
    pub argument: OsString,
    /// Its title; the name of a file that has none.
    pub title: Text,
    /// Whether it is inside the program.
    pub embedded: bool,
    /// How many policies it sets, or what is wrong with it in one line, in both languages.
    pub state: Result<usize, Text>,
}

/// Reads every scenario there is to open: the files of the folder by name, then those inside the program.
#[must_use]
pub fn list(baseline: &Baseline, folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron") && path.is_file())
        .collect();
    files.sort();
    files.truncate(MOST_FILES);
    for path in files {
        let document = Document::from_file(&path);
        let name = path.file_name().map_or_else(|| path.clone().into_os_string(), OsString::from);
        found.push(judged(name, document, false, baseline));
    }
    let library = Library::embedded();
    let documents = library.ids().filter_map(|id| library.get(id).cloned());
    found
        .extend(documents.map(|document| judged(OsString::from(&document.id), Ok(document), true, baseline)));
    found
}

fn judged(
    argument: OsString,
    document: Result<Document, ScenarioError>,
    embedded: bool,
    baseline: &Baseline,
) -> Found {
    let name = argument.to_string_lossy().into_owned();
    let resolved = document.and_then(|document| scenario::resolve(document, Library::embedded(), baseline));
    let both =
        |error: &ScenarioError| Text { ja: error.summary(Language::Ja), en: error.summary(Language::En) };
    match resolved {
        Ok(resolved) => {
            let told = |error: &RunError, language| refusal::text(error, Messages::of(language));
            let state = match check_plan(baseline, &resolved.plan) {
                Ok(()) => Ok(Draft::opened(baseline, &resolved.plan.levers).levers().count()),
                Err(error) => Err(Text { ja: told(&error, Language::Ja), en: told(&error, Language::En) }),
            };
            Found { argument, title: resolved.title, embedded, state }
        }
        Err(error) => {
            let title = Text { ja: name.clone(), en: name };
            Found { argument, title, embedded, state: Err(both(&error)) }
        }
    }
}

/// The scenario of an argument, ready to run.
///
/// # Errors
/// What is wrong with it, in lines with the place marked by a caret.
pub fn open(argument: &OsString, baseline: &Baseline, language: Language) -> Result<Box<World>, String> {
    let resolved =
        Library::embedded().load(argument, baseline).map_err(|error| error.render(language, false))?;
    check_plan(baseline, &resolved.plan).map_err(|error| refusal::text(&error, Messages::of(language)))?;
    let ResolvedScenario { id, title, plan, own_assumptions, .. } = resolved;
    Ok(Box::new(World { id, title, plan, own_assumptions }))
}
