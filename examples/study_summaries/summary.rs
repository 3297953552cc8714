//! What `scenarios/studies/summaries.csv` states: the studies, who computed them, and one unit that the test of the
//! committed file computes again with this code.

use kenju::baseline::Baseline;
use kenju::run::{Unwatched, engine_digest};
use kenju::scenario::Library;
use kenju::scenario::study::{PlanFile, Study, ids};
use kenju::study::Manifest;
use kenju::study::solve::Solver;
use kenju::study::store::digest;
use kenju::study::units::{Group as Units, Unit};
use std::error::Error;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

/// The study and scenario whose numbers are the headline.
const HEADLINE: [&str; 2] = ["study-goal-2040", "goal-2040"];

/// What is shown of a study and what the command that writes the file is.
const ABOUT: &str = "# Healthy life expectancy in 2040: difference from the scenario compared with, central value and parameter draws, years; chance of the goal with its 90% limits.\n\
# An empty cell is not known. too_few_differ: too few lives differ for an error to be told. includes_monte_carlo: the percentiles hold the error of the persons too, which could not be told from the inputs'.\n\
# Renewed by: cargo run --release --example study_summaries\n";

/// A result with any error.
pub type Anything<T> = Result<T, Box<dyn Error>>;

/// Where the committed file lies.
pub fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/studies/summaries.csv")
}

/// The shipped studies.
///
/// # Errors
/// A mistake in a plan.
pub fn studies(baseline: &Baseline) -> Anything<Vec<Study>> {
    let resolve = |id: &str| PlanFile::find(OsStr::new(id))?.resolve(Library::embedded(), baseline);
    Ok(ids().map(resolve).collect::<Result<_, _>>()?)
}

/// The manifest of a study with its own persons and last year, or with other persons.
pub fn manifest(study: &Study, baseline: &Baseline, persons: Option<u64>) -> Manifest {
    let goal = baseline.goal.map_or(baseline.years.last, |goal| goal.year);
    let persons = persons.or(study.persons).unwrap_or(200_000);
    Manifest::new(study, baseline, persons, study.until.unwrap_or(goal))
}

/// The unit of a study whose digest stands in the file: draw 1 of the first scenario that is no reference.
pub fn witness(manifest: &Manifest) -> Unit {
    let found = manifest.scenarios.iter().enumerate().position(|(at, one)| one.compared_with != at);
    Unit { scenario: found.unwrap_or(0), draw: 1, seed: manifest.seeds.first().copied().unwrap_or(1) }
}

/// Computes that unit and gives its digest.
///
/// # Errors
/// As the run.
pub fn recomputed(manifest: &Manifest, baseline: Arc<Baseline>) -> Anything<String> {
    let unit = witness(manifest);
    let solver = Solver::new(manifest, baseline)?;
    let reference = manifest.scenarios[unit.scenario].compared_with;
    let group = Units { draw: unit.draw, seed: unit.seed, reference };
    let found = solver.drawn(group, &[unit], &Unwatched)?;
    let (unit, rows) = found.first().ok_or("nothing was computed")?;
    Ok(digest(manifest, *unit, rows))
}

/// The head of the file.
pub fn head(baseline: &Baseline) -> String {
    format!("{ABOUT}# engine {}\n# baseline {}\n", engine_digest(), baseline.digest)
}

/// A value of the head of a file.
pub fn stated<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    file.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' '))
}

/// What a file says in one phrase, for `CHANGELOG.md`.
pub fn headline(file: &str) -> Option<String> {
    let [study, scenario] = HEADLINE;
    let names: Vec<&str> = file.lines().find(|line| line.starts_with("study,"))?.split(',').collect();
    let row = |sex: &str| -> Option<Vec<&str>> {
        let start = format!("{study},{scenario},reference,{sex},");
        Some(file.lines().find(|line| line.starts_with(&start))?.split(',').collect())
    };
    let cell = |sex: &str, name: &str| -> Option<&str> {
        let place = names.iter().position(|one| *one == name)?;
        row(sex)?.get(place).copied()
    };
    let words = |sex: &str| -> Option<String> {
        let at = |name: &str| cell(sex, name)?.parse::<f64>().ok();
        let both = if cell(sex, "includes_monte_carlo")? == "true" { ", both errors" } else { "" };
        Some(format!("{:+.3} ({:+.3} to {:+.3}{both})", at("difference")?, at("p05")?, at("p95")?))
    };
    let draws = cell("male", "draws")?;
    let short = |name| stated(file, name).map(|digest| &digest[..digest.len().min(8)]);
    Some(format!(
        "`{study}`: `{scenario}` {} / {} healthy years beyond the reference, 90% of {draws} draws (engine {}, baseline {})",
        words("male")?,
        words("female")?,
        short("engine")?,
        short("baseline")?
    ))
}
