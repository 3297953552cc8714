//! The rows of `scenarios/summaries.csv`. The test of the committed file computes them with this code.

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::{Estimate, Group, YearResult};
use kenju::run::{Detail, compare};
use kenju::run::{DifferenceRow, Manifest, Persons, RunError, RunSettings, Unwatched, World};
use kenju::scenario::Library;
use std::path::PathBuf;

/// The scenario that all others are held against.
const REFERENCE: &str = "reference";

/// The scenario whose gain is the headline.
const HEADLINE: &str = "goal-2040";

/// Names of the columns. `plan` is the digest of what the scenario sets, so that an edited scenario shows. An
/// error is empty where too few lives differ for one to be told, and `too_few` names those expectancies.
const COLUMNS: &str = "scenario,sex,plan,life_expectancy,life_expectancy_se,healthy_life_expectancy,\
healthy_life_expectancy_se,independent_life_expectancy,independent_life_expectancy_se,too_few,\
healthy_life_expectancy_gain_since_2016\n";

/// The three expectancies of a row, as `too_few` names them.
const EXPECTANCIES: [&str; 3] = ["life", "healthy", "independent"];

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

/// A shipped scenario as a world.
///
/// # Panics
/// If it does not load: a shipped scenario does.
pub fn shipped(id: &str, baseline: &Baseline) -> World {
    let own = Library::embedded().load(id, baseline).unwrap_or_else(|error| panic!("{id}: {error}"));
    World { id: own.id, title: own.title, plan: own.plan, own_assumptions: own.own_assumptions }
}

/// Runs scenarios and gives their rows: for men and women the differences from the reference in 2040
/// with Monte-Carlo errors, and the gain of healthy life expectancy since 2016, all in years. Five
/// decimals are more than any error leaves certain, so that another result shows. The reference is lived
/// once for all scenarios of the same trends.
///
/// # Errors
/// As [`compare`].
pub fn rows(
    baseline: &Baseline,
    ids: &[&str],
    persons: u64,
    seed: u64,
) -> Result<(Manifest, String), RunError> {
    let others = ids.iter().filter(|id| **id != REFERENCE);
    let worlds: Vec<World> =
        std::iter::once(REFERENCE).chain(others.copied()).map(|id| shipped(id, baseline)).collect();
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
    let rows = output.scenarios.iter().zip(&worlds).enumerate().flat_map(|(index, (scenario, world))| {
        [Group::Male, Group::Female].map(|sex| row(world, &scenario.series, of(index), sex))
    });
    Ok((output.manifest.clone(), rows.collect()))
}

fn row(world: &World, series: &[YearResult], difference: Option<&[DifferenceRow]>, sex: Group) -> String {
    let healthy = |year| {
        let found = series.iter().find(|row| row.year == Year(year) && row.sex == sex);
        found.map_or(f64::NAN, |row| row.expectancies.healthy_life_expectancy.value)
    };
    let last = difference
        .and_then(|rows| rows.iter().find(|row| row.year == Year(2040) && row.sex == sex))
        .map(|row| &row.expectancies);
    let none = Estimate::new(0.0, 0.0);
    let three = last.map_or([none; 3], |all| {
        [all.life_expectancy, all.healthy_life_expectancy, all.independent_life_expectancy]
    });
    let start = [world.id.clone(), sex.as_str().to_owned(), world.plan.digest().to_string()];
    let gain = number(healthy(2040) - healthy(2016));
    let fields: Vec<String> = start.into_iter().chain(told(&three)).chain([gain]).collect();
    fields.join(",") + "\n"
}

/// Values and errors of three expectancies, and which of them have no error.
pub fn told(three: &[Estimate; 3]) -> Vec<String> {
    let mut fields = Vec::new();
    let mut too_few = Vec::new();
    for (one, name) in three.iter().zip(EXPECTANCIES) {
        let known = one.too_few_differ.is_none();
        fields.extend([number(one.value), if known { number(one.se) } else { String::new() }]);
        too_few.extend((!known).then_some(name));
    }
    fields.push(too_few.join(" "));
    fields
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

/// The fields of a row by the name of their column.
pub fn field<'a>(file: &'a str, row: &'a str, name: &str) -> Option<&'a str> {
    let columns = file.lines().find(|line| line.starts_with("scenario,"))?;
    row.split(',').nth(columns.split(',').position(|column| column == name)?)
}

/// What a file says in one phrase, for `CHANGELOG.md`: the gain with the package for the goal, men and women,
/// and the engine and pack that computed it.
pub fn headline(file: &str) -> Option<String> {
    let gain = |sex: &str| {
        let start = format!("{HEADLINE},{sex},");
        let row = file.lines().find(|line| line.starts_with(&start))?;
        field(file, row, "healthy_life_expectancy_gain_since_2016")?.parse::<f64>().ok()
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

/// Start of the lines of `CHANGELOG.md` that tell a headline.
pub const LINE: &str = "- Scenario summaries";

/// The line of `CHANGELOG.md` that goes with a new file; `None` where the headline is the same.
pub fn line(old: Option<&str>, new: &str) -> Option<String> {
    match old {
        Some(old) if old == new => None,
        Some(old) => Some(format!("{LINE} renewed: {old} became {new}.")),
        None => Some(format!("{LINE}: {new}.")),
    }
}

/// The headline that a changelog told last: its newest line stands first.
pub fn newest(changelog: &str) -> Option<&str> {
    let line = changelog.lines().find_map(|line| line.strip_prefix(LINE))?;
    let told = line.split_once(" became ").map_or_else(|| line.strip_prefix(": "), |(_, new)| Some(new));
    told?.strip_suffix('.')
}
