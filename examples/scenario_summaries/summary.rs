//! The rows of `scenarios/summaries.csv`. The test of the committed file computes them with this code.

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::{Group, YearResult};
use kenju::run::{Detail, compare};
use kenju::run::{DifferenceRow, Manifest, Persons, RunError, RunSettings, Unwatched, World};
use kenju::scenario::Library;
use std::path::PathBuf;

/// The scenario that all others are held against.
const REFERENCE: &str = "reference";

/// The scenario whose gain is the headline.
const HEADLINE: &str = "goal-2040";

/// Names of the columns.
const COLUMNS: &str = "scenario,sex,life_expectancy,life_expectancy_se,healthy_life_expectancy,\
healthy_life_expectancy_se,independent_life_expectancy,independent_life_expectancy_se,\
healthy_life_expectancy_gain_since_2016\n";

/// Where the committed file lies.
pub fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/summaries.csv")
}

/// What computed the rows, and the names of the columns.
pub fn head(manifest: &Manifest) -> String {
    let Manifest { engine, baseline, persons, seed, .. } = manifest;
    format!(
        "# Differences from the reference in 2040, years. Renewed by: cargo run --release --example scenario_summaries\n\
         # engine {engine}\n# baseline {baseline}\n# persons {persons}\n# seed {seed}\n{COLUMNS}"
    )
}

/// Runs scenarios and gives their rows: for men and women the differences from the reference in 2040
/// with Monte-Carlo errors, and the gain of healthy life expectancy since 2016, all in years. Five
/// decimals are more than any error leaves certain, so that another result shows.
///
/// # Errors
/// As [`compare`].
pub fn rows(
    baseline: &Baseline,
    ids: &[&str],
    persons: u64,
    seed: u64,
) -> Result<(Manifest, String), RunError> {
    let world = |id: &str| {
        let own = Library::embedded().load(id, baseline).unwrap_or_else(|error| panic!("{id}: {error}"));
        World { id: own.id, title: own.title, plan: own.plan, own_assumptions: own.own_assumptions }
    };
    let others = ids.iter().filter(|id| **id != REFERENCE);
    let worlds: Vec<World> = std::iter::once(REFERENCE).chain(others.copied()).map(world).collect();
    let settings = RunSettings {
        persons: Persons::Count(persons),
        seed,
        until: Year(2040),
        detail: Detail::None,
        raw: false,
    };
    let output = compare(baseline, &worlds, &settings, &Unwatched)?;
    let differences = output.differences.as_deref().unwrap_or_default();
    // The reference has no difference from itself, and stands in the file for its gain.
    let of = |index: usize| index.checked_sub(1).map(|index| differences[index].series.as_slice());
    let rows = output.scenarios.iter().enumerate().flat_map(|(index, scenario)| {
        [Group::Male, Group::Female].map(|sex| row(&scenario.id, &scenario.series, of(index), sex))
    });
    Ok((output.manifest.clone(), rows.collect()))
}

fn row(id: &str, series: &[YearResult], difference: Option<&[DifferenceRow]>, sex: Group) -> String {
    let healthy = |year| {
        let found = series.iter().find(|row| row.year == Year(year) && row.sex == sex);
        found.map_or(f64::NAN, |row| row.expectancies.healthy_life_expectancy.value)
    };
    let last = difference
        .and_then(|rows| rows.iter().find(|row| row.year == Year(2040) && row.sex == sex))
        .map(|row| &row.expectancies);
    let three = last.map_or([[0.0; 2]; 3], |all| {
        [all.life_expectancy, all.healthy_life_expectancy, all.independent_life_expectancy]
            .map(|one| [one.value, one.se])
    });
    let numbers = three.into_iter().flatten().chain([healthy(2040) - healthy(2016)]).map(number);
    let fields: Vec<String> = [id.to_owned(), sex.as_str().to_owned()].into_iter().chain(numbers).collect();
    fields.join(",") + "\n"
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

/// What a file says in one phrase, for `CHANGELOG.md`: the gain with the package for the goal, men and women,
/// and the engine and pack that computed it.
pub fn headline(file: &str) -> Option<String> {
    let gain = |sex: &str| {
        let start = format!("{HEADLINE},{sex},");
        file.lines().find(|line| line.starts_with(&start))?.rsplit(',').next()?.parse::<f64>().ok()
    };
    let short = |name| stated(file, name).map(|digest| &digest[..digest.len().min(8)]);
    Some(format!(
        "`{HEADLINE}` {:+.2} / {:+.2} healthy years since 2016 (engine {}, baseline {})",
        gain("male")?,
        gain("female")?,
        short("engine")?,
        short("baseline")?
    ))
}
