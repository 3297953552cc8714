//! A report from the store of a study: the draws are those of the store; the central results and their
//! explanation are computed again, which takes as long as two draws, and held against the store.

use super::{Options, quoted, quoted_text};
use crate::baseline::Text;
use crate::cli::Context;
use crate::cli::failure::{Failure, Kind};
use crate::cli::simulate::{Simulation, baseline, of_scenario};
use crate::cli::study::{of_store, open, solver};
use crate::i18n::message;
use crate::outcome::tidy::EXPECTANCIES;
use crate::report::study::{Finished, Origin, StudyScenario};
use crate::run::draws::dressed::FEWEST_DRAWS;
use crate::run::draws::ensemble::Ensemble;
use crate::run::{Detail, RunOutput, RunSettings};
use crate::scenario::{Document, Library, resolve};
use crate::study::manifest;
use crate::study::solve::rows;
use crate::study::store::Access;
use crate::study::units::Unit;
use crate::study::{Manifest, Store};
use crate::text::escape_untrusted;
use std::io::Write as _;
use std::path::Path;

/// A study as it lies in a store.
pub struct Stored {
    /// What is computed again.
    pub simulation: Simulation,
    /// Its draws; `None` if fewer are finished than intervals need.
    pub ensemble: Option<Ensemble>,
    store: Store,
    /// How many of its draws there are.
    draws: Finished,
    /// Positions of the scenarios in the manifest, the reference first.
    places: Vec<usize>,
}

/// Opens a store and gathers the scenarios of one reading with their draws.
///
/// # Errors
/// What is wrong with the store, or makes its numbers other ones here.
pub fn read(context: &Context, options: &Options, path: &Path) -> Result<Stored, Failure> {
    let messages = context.messages;
    let store = open(path, Access::Read, context)?;
    let manifest = store.manifest();
    let baseline = baseline(context, &options.baseline)?;
    // Refuses what another engine or pack made.
    drop(solver(manifest, baseline.clone(), context)?);
    let places = places(manifest, options.reading.as_deref()).map_err(|known| {
        let found = escape_untrusted(options.reading.as_deref().unwrap_or_default());
        let known = escape_untrusted(&known.join(", "));
        context
            .failure(Kind::Usage, message!(messages, "report-unknown-reading", found = found, known = known))
    })?;
    let mut described = Vec::with_capacity(places.len());
    for scenario in places.iter().filter_map(|place| manifest.scenarios.get(*place)) {
        let file = format!("{}.ron", scenario.id);
        let resolved = Document::from_bytes(&scenario.id, &file, scenario.text.as_bytes())
            .and_then(|document| resolve(document, Library::embedded(), &baseline))
            .map_err(|error| of_scenario(context, &error))?;
        let world = crate::run::World {
            id: scenario.id.clone(),
            title: resolved.title,
            plan: resolved.plan,
            own_assumptions: resolved.own_assumptions,
        };
        described.push(StudyScenario { world, note: resolved.note, policies: resolved.policies });
    }
    let seed = manifest.seeds.first().copied().unwrap_or_default();
    let settings = RunSettings { detail: Detail::All, ..manifest.settings(seed) };
    let threads =
        options.threads.as_deref().map(|text| crate::cli::simulate::threads(context, text)).transpose()?;
    let (ensemble, draws) = ensemble(&store, &places, context)?;
    let worlds = described.iter().map(|one| one.world.clone()).collect();
    let simulation = Simulation { baseline, worlds, described, settings, threads, ingredients: Vec::new() };
    Ok(Stored { simulation, ensemble, store, draws, places })
}

/// The reference and the scenarios of a reading; the names of all readings if there is no such one.
fn places(manifest: &Manifest, reading: Option<&str>) -> Result<Vec<usize>, Vec<String>> {
    let of_reading = |one: &manifest::StudyScenario| one.reading.as_deref() == reading;
    let known = || {
        let mut known: Vec<String> =
            manifest.scenarios.iter().filter_map(|scenario| scenario.reading.clone()).collect();
        known.dedup();
        known
    };
    let first = manifest.scenarios.iter().find(|one| of_reading(one)).ok_or_else(known)?;
    let reference = first.compared_with;
    let others = manifest.scenarios.iter().enumerate();
    let others = others.filter(|(place, one)| *place != reference && one.compared_with == reference);
    Ok(std::iter::once(reference).chain(others.map(|(place, _)| place)).collect())
}

/// The finished draws of all seeds; a remark on standard error where some are missing.
fn ensemble(
    store: &Store,
    places: &[usize],
    context: &Context,
) -> Result<(Option<Ensemble>, Finished), Failure> {
    let mut ensemble = Ensemble::default();
    let seeds = &store.manifest().seeds;
    for draw in 1..=store.draws() {
        for seed in seeds {
            let worlds =
                store.drawn_worlds(places, draw, *seed).map_err(|error| of_store(context, &error))?;
            if let Some(worlds) = worlds {
                ensemble.push(&worlds);
            }
        }
    }
    let all = u64::from(store.draws()) * seeds.len() as u64;
    let done = u64::from(ensemble.draws());
    if done < all && !context.quiet {
        let text = message!(
            context.messages,
            "report-store-unfinished",
            done = done.to_string(),
            all = all.to_string(),
            least = FEWEST_DRAWS.to_string()
        );
        // A closed standard error must not stop the report.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
    let enough = ensemble.draws() >= FEWEST_DRAWS;
    Ok((enough.then_some(ensemble), Finished { done, all }))
}

impl Stored {
    /// Title of the study.
    pub fn title(&self) -> Text {
        let [ja, en] = self.store.about().title.clone();
        Text { ja, en }
    }

    /// The study behind the store: how to compute it again, and the digests that its numbers are known by.
    ///
    /// # Errors
    /// As the store.
    pub fn origin(&self, context: &Context, options: &Options, path: &Path) -> Result<Origin, Failure> {
        let (about, manifest) = (self.store.about(), self.store.manifest());
        // An embedded study is named; any other plan is a file that the report carries.
        let embedded = crate::scenario::study::text_of(&about.id).is_some_and(|text| text == about.plan);
        let (plan, file) = if embedded {
            (about.id.clone(), None)
        } else {
            let file = format!("{}.ron", about.id);
            (file.clone(), Some((file, about.plan.clone())))
        };
        let (persons, draws) = (manifest.persons.to_string(), self.store.draws().to_string());
        let mut words = ["kenju", "batch"].map(str::to_owned).to_vec();
        words.push(quoted_text(&plan));
        words.extend(["--persons", &persons, "--draws", &draws].map(str::to_owned));
        if let Some(folder) = &options.baseline.baseline {
            words.extend(["--baseline".to_owned(), quoted(folder.as_os_str())]);
        }
        words.extend(["--out".to_owned(), quoted(path.as_os_str())]);
        let progress = self.store.progress().map_err(|error| of_store(context, &error))?;
        Ok(Origin {
            batch: words.join(" "),
            plan: file,
            manifest: manifest.digest(),
            content: self.store.content().map_err(|error| of_store(context, &error))?,
            seeds: manifest.seeds.clone(),
            draws: self.draws,
            units: Finished { done: progress.done, all: progress.total },
        })
    }

    /// Holds central results against those of the store, to the bit, and those against their digest; what is not
    /// finished is passed over.
    ///
    /// # Errors
    /// [`Kind::Content`] naming the scenario that differs, or the unit that is damaged.
    pub fn check(&self, output: &RunOutput, context: &Context) -> Result<(), Failure> {
        for (index, (&scenario, result)) in self.places.iter().zip(&output.scenarios).enumerate() {
            let unit = Unit { scenario, draw: 0, seed: output.manifest.seed };
            let stored = self.store.sound_rows(unit).map_err(|error| of_store(context, &error))?;
            let Some(stored) = stored else { continue };
            let difference = index.checked_sub(1).and_then(|index| output.differences.as_ref()?.get(index));
            for row in rows(result, difference) {
                if !EXPECTANCIES.contains(&row.indicator.as_str()) {
                    continue;
                }
                let same = |one: &&crate::study::store::Row| {
                    (one.year, one.sex, &one.indicator) == (row.year, row.sex, &row.indicator)
                };
                let found = stored.iter().find(same).map(|one| (one.value, one.difference));
                if found != Some((row.value, row.difference)) {
                    let id = escape_untrusted(&result.id);
                    let text = message!(context.messages, "report-store-differs", id = id);
                    return Err(context.failure(Kind::Content, text));
                }
            }
        }
        Ok(())
    }
}
