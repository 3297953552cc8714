//! The rows of `scenarios/studies/summaries.csv`, read off finished stores. The test of the committed file
//! computes a unit of each study with this code.

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::Group;
use kenju::run::draws::spread::{chance, noise, spread};
use kenju::run::{Unwatched, engine_digest};
use kenju::scenario::Library;
use kenju::scenario::study::{PlanFile, Study, ids};
use kenju::study::read::Sample;
use kenju::study::solve::Solver;
use kenju::study::store::digest;
use kenju::study::units::{Group as Units, Unit};
use kenju::study::{Manifest, Store};
use std::error::Error;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

/// The study and scenario whose numbers are the headline.
const HEADLINE: [&str; 2] = ["study-goal-2040", "goal-2040"];

/// Names of the columns.
const COLUMNS: &str = "study,scenario,compared_with,sex,persons,draws,seeds,\
difference,se,mean,p05,p50,p95,monte_carlo_share,gain_chance\n";

/// What is shown of a study and what the command that writes the file is.
const ABOUT: &str = "# Healthy life expectancy in 2040: difference from the scenario compared with, central value and parameter draws, years; chance of the goal.\n\
# Renewed by: cargo run --release --example study_summaries\n";

type Anything<T> = Result<T, Box<dyn Error>>;

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

/// What says which numbers a study has, as a line of the head.
///
/// # Errors
/// As the store.
pub fn identity(store: &Store) -> Anything<String> {
    let (manifest, id) = (store.manifest(), &store.about().id);
    let unit = store.digest_of(witness(manifest))?.ok_or("a unit of the study is missing")?;
    let (own, content) = (manifest.digest(), store.content()?);
    Ok(format!("# {id} manifest {own} content {content} unit {unit}\n"))
}

/// Names of the columns.
pub const fn columns() -> &'static str {
    COLUMNS
}

/// The rows of a study: scenarios in their order, men and women.
///
/// # Errors
/// As the store.
pub fn rows(store: &Store, baseline: &Baseline) -> Anything<String> {
    let (manifest, goal) = (store.manifest(), baseline.goal.ok_or("the pack has no goal")?);
    let mut text = String::new();
    for (at, scenario) in manifest.scenarios.iter().enumerate() {
        for sex in [Group::Male, Group::Female] {
            let of = |name: &str, year: Year| store.samples(at, name, year, sex);
            let healthy = of("healthy_life_expectancy", Year(manifest.until))?;
            let central: Vec<&Sample> = healthy.iter().filter(|one| one.draw == 0).collect();
            let drawn: Vec<&Sample> = healthy.iter().filter(|one| one.draw > 0).collect();
            let mean = |of: fn(&Sample) -> Option<f64>| -> f64 {
                central.iter().filter_map(|one| of(one)).sum::<f64>() / central.len().max(1) as f64
            };
            let (values, errors) = pairs(&drawn, |one| one.difference.zip(one.difference_se));
            let own = spread(&values, noise(&errors)).map(|own| own.interval);
            let gains = of("gain_trend_own", goal.year)?;
            let (gained, halves) = pairs(&gains.iter().collect::<Vec<_>>(), |one| one.value.zip(one.se));
            let numbers = [
                mean(|one| one.difference),
                mean(|one| one.difference_se),
                own.map_or(0.0, |own| own.mean),
                own.map_or(0.0, |own| own.p05),
                own.map_or(0.0, |own| own.p50),
                own.map_or(0.0, |own| own.p95),
                own.and_then(|own| own.monte_carlo_share).unwrap_or(0.0),
                chance(&gained, noise(&halves), goal.gain).unwrap_or(0.0),
            ];
            let mut fields = vec![
                store.about().id.clone(),
                scenario.id.clone(),
                manifest.scenarios[scenario.compared_with].id.clone(),
                sex.as_str().to_owned(),
                manifest.persons.to_string(),
                store.draws().to_string(),
                manifest.seeds.len().to_string(),
            ];
            fields.extend(numbers.map(number));
            text.push_str(&(fields.join(",") + "\n"));
        }
    }
    Ok(text)
}

fn pairs(samples: &[&Sample], of: impl Fn(&Sample) -> Option<(f64, f64)>) -> (Vec<f64>, Vec<f64>) {
    samples.iter().filter_map(|one| of(one)).unzip()
}

/// Five decimals, and no minus before a zero.
fn number(value: f64) -> String {
    let text = format!("{value:.5}");
    if text == "-0.00000" { text[1..].to_owned() } else { text }
}

/// A value of the head of a file.
pub fn stated<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    file.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' '))
}

/// What a file says in one phrase, for `CHANGELOG.md`.
pub fn headline(file: &str) -> Option<String> {
    let [study, scenario] = HEADLINE;
    let row = |sex: &str| -> Option<Vec<&str>> {
        let start = format!("{study},{scenario},reference,{sex},");
        Some(file.lines().find(|line| line.starts_with(&start))?.split(',').collect())
    };
    let words = |sex: &str| -> Option<String> {
        let row = row(sex)?;
        let at = |place: usize| row.get(place)?.parse::<f64>().ok();
        Some(format!("{:+.3} ({:+.3} to {:+.3})", at(7)?, at(10)?, at(12)?))
    };
    let draws = row("male")?.get(5)?.to_string();
    let short = |name| stated(file, name).map(|digest| &digest[..digest.len().min(8)]);
    Some(format!(
        "`{study}`: `{scenario}` {} / {} healthy years beyond the reference, 90% of {draws} draws (engine {}, baseline {})",
        words("male")?,
        words("female")?,
        short("engine")?,
        short("baseline")?
    ))
}
