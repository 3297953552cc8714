//! `kenju rerun`: computes a result again from nothing but itself.
//!
//! The same engine and the same pack give the same bytes; with another one the verb refuses and says which.

use super::failure::{Failure, Kind};
use super::input::read_result;
use super::output::{Target, shown};
use super::simulate::{Simulation, baseline, of_scenario, threads};
use super::study::summary::Summary;
use super::study::{Work, carry_out, is_store, of_store, open, solver};
use super::{BaselineOptions, Context, OutputOptions, report};
use crate::i18n::message;
use crate::num::units::Year;
use crate::report::Format;
use crate::report::study::StudyScenario;
use crate::run::recipe::{Recipe, Verb};
use crate::run::{Detail, Persons, RunSettings, World, engine_digest};
use crate::scenario::{Document, Library, resolve};
use crate::study::store::{About, Access};
use crate::study::{Manifest, Store};
use crate::text::escape_untrusted;
use clap::{Args, ValueHint};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Flags of `rerun`.
#[derive(Debug, Args)]
pub struct Options {
    /// A result of `run`, `compare` or `report` in JSON, or the store of a study
    #[arg(value_name = "MANIFEST", value_hint = ValueHint::FilePath)]
    result: PathBuf,
    /// Write to this file instead of standard output; for a study the new store, which must be given
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Form of the output: JSON gives the bytes of the result [default: json; table for a study]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
}

/// What of a result is read.
#[derive(Debug, Deserialize)]
struct Recorded {
    manifest: Made,
    scenarios: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Made {
    seed: u64,
    persons: u64,
    baseline: String,
    engine: String,
    #[serde(default)]
    recipe: Option<Recipe>,
}

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
    digest: String,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn rerun(context: &Context, options: &Options) -> Result<(), Failure> {
    if is_store(&options.result) {
        return study(context, options);
    }
    let format = options.format.unwrap_or(Format::Json);
    let target = Target::prepare(&OutputOptions { format, out: options.out.clone() }, context)?;
    target.spare([options.result.as_path()], context)?;
    let text = read_result(&options.result, context)?;
    let recorded: Recorded = serde_json::from_str(&text).map_err(|_| no_result(&options.result, context))?;
    let mut simulation = simulation(&recorded, options, context)?;
    let Some(recipe) = recorded.manifest.recipe else { return Err(no_recipe(&options.result, context)) };
    let draws = recipe.draw_settings();
    if recipe.verb != Verb::Report {
        let text = simulation.rendered(context, recipe.verb, draws, format)?;
        return target.write(&text, context);
    }
    if format != Format::Json {
        return Err(context.failure(Kind::Usage, message!(context.messages, "rerun-report-form")));
    }
    target.write(&report::again(context, &simulation, draws)?, context)
}

fn no_result(path: &Path, context: &Context) -> Failure {
    context.failure(Kind::Content, message!(context.messages, "error-no-result", path = shown(path)))
}

fn no_recipe(path: &Path, context: &Context) -> Failure {
    context.failure(Kind::Content, message!(context.messages, "error-no-recipe", path = shown(path)))
}

/// The run that made a result, if this program would make the same.
fn simulation(recorded: &Recorded, options: &Options, context: &Context) -> Result<Simulation, Failure> {
    let messages = context.messages;
    let refuse = |text: String| context.failure(Kind::Content, text);
    let made = &recorded.manifest;
    let Some(recipe) = &made.recipe else { return Err(no_recipe(&options.result, context)) };
    let there = escape_untrusted(&made.engine);
    if made.engine != engine_digest() {
        return Err(refuse(message!(messages, "rerun-engine", here = engine_digest(), there = there)));
    }
    let threads = options.threads.as_deref().map(|text| threads(context, text)).transpose()?;
    let baseline = baseline(context, &options.baseline)?;
    if made.baseline != baseline.digest.as_str() {
        let here = format!("{} {}", baseline.id, baseline.digest);
        let there = escape_untrusted(&format!("{} {}", recipe.pack, made.baseline));
        return Err(refuse(message!(messages, "rerun-baseline", here = here, there = there)));
    }
    if !baseline.years.contains(Year(recipe.until)) {
        return Err(no_result(&options.result, context));
    }
    let mut worlds: Vec<World> = Vec::with_capacity(recipe.scenarios.len());
    let mut described = Vec::with_capacity(recipe.scenarios.len());
    for ingredient in &recipe.scenarios {
        let file = format!("{}.ron", ingredient.id);
        let resolved = Document::from_bytes(&ingredient.id, &file, ingredient.text.as_bytes())
            .and_then(|document| resolve(document, Library::embedded(), &baseline))
            .map_err(|error| of_scenario(context, &error))?;
        let digest = resolved.plan.digest();
        let same = |one: &Named| one.id == ingredient.id && one.digest == digest.as_str();
        if !recorded.scenarios.iter().any(same) {
            let id = escape_untrusted(&ingredient.id);
            return Err(refuse(message!(messages, "rerun-plan", id = id)));
        }
        let world = World {
            id: ingredient.id.clone(),
            title: resolved.title,
            plan: resolved.plan,
            own_assumptions: resolved.own_assumptions,
        };
        described.push(StudyScenario {
            world: world.clone(),
            note: resolved.note,
            policies: resolved.policies,
        });
        worlds.push(world);
    }
    let settings = RunSettings {
        persons: Persons::Count(made.persons),
        seed: made.seed,
        until: Year(recipe.until),
        detail: if recipe.detail { Detail::All } else { Detail::None },
        raw: recipe.raw,
    };
    let ingredients = recipe.scenarios.clone();
    Ok(Simulation { baseline, worlds, described, settings, threads, ingredients })
}

/// Computes a study again into a new store and holds its content against the old one.
fn study(context: &Context, options: &Options) -> Result<(), Failure> {
    let messages = context.messages;
    let fails = |error| of_store(context, &error);
    let Some(out) = &options.out else {
        return Err(context.failure(Kind::Usage, message!(messages, "rerun-needs-out")));
    };
    let target =
        Target::prepare(&OutputOptions { format: options.format.unwrap_or_default(), out: None }, context)?;
    let old = open(&options.result, Access::Read, context)?;
    let same = |path: &Path| std::fs::canonicalize(path).ok();
    if same(out).is_some() && same(out) == same(&options.result) {
        let text = message!(messages, "error-out-is-input", path = shown(out));
        return Err(context.failure(Kind::Usage, text));
    }
    let wanted = options.threads.as_deref().map(|text| threads(context, text)).transpose()?;
    let (about, manifest): (&About, &Manifest) = (old.about(), old.manifest());
    let solver = solver(manifest, baseline(context, &options.baseline)?, context)?;
    let mut new = Store::create(out, about, manifest, old.draws()).map_err(fails)?;
    carry_out(&mut new, &solver, Work::whole(wanted), context)?;
    target
        .write(&Summary::of(&new, context)?.render(options.format.unwrap_or_default(), context), context)?;
    let missing = old.missing().map_err(fails)?.len();
    if missing == 0 && old.content().map_err(fails)? != new.content().map_err(fails)? {
        let text = message!(messages, "rerun-differs", path = shown(&options.result));
        return Err(context.failure(Kind::Content, text));
    }
    Ok(())
}
