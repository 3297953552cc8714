//! Running the model for the numbers a lesson asks for.
//!
//! Results that share persons and seed are one batch: the reference and every world they name, on the same
//! persons. A difference between worlds is paired, and its error is that of the pairing. The error of a
//! difference between years or measures of one world is the sum of both errors, the most it can be whatever
//! their correlation. A number that is computed exactly has the error 0.

use super::file::{HAND, Lesson};
use super::schema::{Asked, HandGroup, Measure, What};
use crate::baseline::Baseline;
use crate::num::units::{Sex, Year};
use crate::outcome::series::{Group, ScenarioResult};
use crate::outcome::sullivan::{SullivanGroup, SullivanInput, SullivanRows, sullivan};
use crate::run::session::Session;
use crate::run::{Detail, Persons, RunError, RunOutput, RunSettings, Watch, World};
use serde::{Deserialize, Serialize};

/// The world that is always there.
pub const REFERENCE: &str = "reference";

/// Differences smaller than this are none, years (about four hours).
const NONE: f64 = 0.0005;

/// How many standard errors make a difference.
pub const NOISE: f64 = 2.0;

/// A number of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Which result of the lesson.
    pub id: String,
    /// Years.
    pub value: f64,
    /// Monte-Carlo standard error, years; 0: exact; infinite: so few lives differ that none can be told
    /// ([`crate::outcome::differing`]).
    pub se: f64,
    /// Simulated persons; 0 if none were needed.
    pub persons: u64,
}

/// Where a difference points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Direction {
    /// Below none.
    Down,
    /// Not to be told from none.
    Same,
    /// Above none.
    Up,
}

impl Direction {
    /// From the lowest to the highest.
    pub const ALL: [Self; 3] = [Self::Down, Self::Same, Self::Up];
}

impl Found {
    /// Half of the interval that holds the true difference of infinitely many persons in 95 of 100 cases.
    #[must_use]
    pub fn margin(&self) -> f64 {
        1.96 * self.se
    }

    /// Whether so few lives differ that no error can be told.
    #[must_use]
    pub const fn is_of_too_few(&self) -> bool {
        self.se.is_infinite()
    }

    /// Whether it has noise and cannot be told from none: not known is not none, so nobody was right or wrong.
    #[must_use]
    pub fn is_unclear(&self) -> bool {
        self.se > 0.0 && self.direction() == Direction::Same
    }

    /// Where it points: what lies within the noise, or is as good as none, points nowhere.
    #[must_use]
    pub fn direction(&self) -> Direction {
        // A number that is none at all points nowhere either.
        if self.value.is_nan() || self.value.abs() < NONE || self.value.abs() <= NOISE * self.se {
            Direction::Same
        } else if self.value > 0.0 {
            Direction::Up
        } else {
            Direction::Down
        }
    }
}

/// Results that share persons and seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Simulated persons.
    pub persons: u64,
    /// Seed.
    pub seed: u64,
    /// Places of the results in the lesson.
    pub results: Vec<usize>,
}

/// The small table with the numbers of Sullivan's method; `None` if the lesson has none.
///
/// # Errors
/// The row at fault, from 0, and the reason.
pub fn hand_table(groups: &[HandGroup]) -> Result<Option<SullivanRows>, (usize, String)> {
    if groups.is_empty() {
        return Ok(None);
    }
    let groups = groups.iter().map(|group| SullivanGroup {
        age: group.age,
        population: group.population,
        deaths: group.deaths,
        limited_share: group.limited_share,
        sample_size: None,
        probability: group.qx,
        fraction: None,
    });
    let input = SullivanInput::new(groups.collect()).map_err(|error| (error.row, format!("{error:?}")))?;
    Ok(Some(sullivan(&input)))
}

/// The runs of a lesson, in the order in which its results are first needed.
#[must_use]
pub fn batches(lesson: &Lesson, seed: u64) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, asked) in lesson.form.results.iter().enumerate() {
        let persons = asked.persons.map_or_else(|| lesson.persons(), |persons| persons.get() as u64);
        let seed = seed + u64::from(asked.draw);
        match batches.iter_mut().find(|batch| batch.persons == persons && batch.seed == seed) {
            Some(batch) => batch.results.push(place),
            None => batches.push(Batch { persons, seed, results: vec![place] }),
        }
    }
    batches
}

/// The numbers of a batch.
///
/// # Errors
/// As [`crate::run::run`].
pub fn run(
    lesson: &Lesson,
    batch: &Batch,
    baseline: &Baseline,
    runs: &Session,
    watch: &dyn Watch,
) -> Result<Vec<Found>, RunError> {
    let asked: Vec<&Asked> = batch.results.iter().map(|place| &lesson.form.results[*place]).collect();
    let named = |world: &&World| {
        world.id == REFERENCE || asked.iter().any(|asked| asked.what.world() == world.id.as_str())
    };
    let worlds: Vec<World> = lesson.worlds.iter().filter(named).cloned().collect();
    let last = asked.iter().map(|asked| year(asked, baseline)).max();
    let settings = RunSettings {
        persons: Persons::Count(batch.persons),
        seed: batch.seed,
        until: last.unwrap_or(baseline.years.last).max(goal_year(baseline)),
        detail: Detail::None,
        raw: false,
    };
    let output =
        if asked.iter().all(|asked| asked.what.world() == HAND) { None } else { Some((worlds, settings)) };
    let output = output.map(|(worlds, settings)| runs.compare(&worlds, &settings, watch)).transpose()?;
    Ok(asked
        .into_iter()
        .map(|asked| found(asked, lesson, baseline, output.as_ref(), batch.persons))
        .collect())
}

fn goal_year(baseline: &Baseline) -> Year {
    baseline.goal.map_or(baseline.years.last, |goal| goal.year)
}

/// The year a result is about.
#[must_use]
pub fn year(asked: &Asked, baseline: &Baseline) -> Year {
    asked.year.map_or_else(|| goal_year(baseline), crate::scenario::schema::ChangeYear::year)
}

fn found(
    asked: &Asked,
    lesson: &Lesson,
    baseline: &Baseline,
    output: Option<&RunOutput>,
    persons: u64,
) -> Found {
    let id = asked.id.as_str().to_owned();
    // A loaded lesson names only what is there; a number that is not is said to be none, not zero.
    let missing = (f64::NAN, 0.0);
    let (value, se) = if asked.what.world() == HAND {
        let first = lesson.hand.as_ref().and_then(|table| table.rows.first());
        let of = |measure: Measure| {
            first.map_or(f64::NAN, |row| match measure {
                Measure::LifeExpectancy => row.life_expectancy,
                Measure::HealthyLifeExpectancy => row.healthy_life_expectancy,
                Measure::YearsLimited => row.life_expectancy - row.healthy_life_expectancy,
                Measure::IndependentLifeExpectancy | Measure::YearsDependent => f64::NAN,
            })
        };
        match &asked.what {
            What::Gap { minus, .. } => (of(asked.measure) - of(*minus), 0.0),
            _ => (of(asked.measure), 0.0),
        }
    } else {
        output.and_then(|output| value(asked, baseline, output)).unwrap_or(missing)
    };
    // Levels and what is read off them are exact; an effect is simulated even where nobody differs.
    let persons = if se > 0.0 || lesson.is_simulated(asked) { persons } else { 0 };
    Found { id, value, se, persons }
}

fn value(asked: &Asked, baseline: &Baseline, output: &RunOutput) -> Option<(f64, f64)> {
    let sex: Sex = asked.sex?.to_plan();
    let group = Group::of(Some(sex));
    let year = year(asked, baseline);
    let world = |id: &str| output.scenarios.iter().find(|scenario| scenario.id == id);
    let level = |scenario: &ScenarioResult, year: Year, measure: Measure| {
        let row = scenario.series.iter().find(|row| row.year == year && row.sex == group)?;
        let estimate = measure.of(&row.expectancies);
        Some((estimate.value, estimate.se))
    };
    match &asked.what {
        What::Level { world: id } => level(world(id.as_str())?, year, asked.measure),
        What::Gain { world: id, from } => {
            let scenario = world(id.as_str())?;
            let (later, earlier) =
                (level(scenario, year, asked.measure)?, level(scenario, Year(*from), asked.measure)?);
            Some((later.0 - earlier.0, later.1 + earlier.1))
        }
        What::Gap { world: id, minus } => {
            let scenario = world(id.as_str())?;
            let (one, other) = (level(scenario, year, asked.measure)?, level(scenario, year, *minus)?);
            Some((one.0 - other.0, one.1 + other.1))
        }
        What::Effect { world: id } if id.as_str() == REFERENCE => Some((0.0, 0.0)),
        What::Effect { world: id } => {
            let differences = output.differences.as_ref()?;
            let difference = differences.iter().find(|difference| difference.to == id.as_str())?;
            let row = difference.series.iter().find(|row| row.year == year && row.sex == group)?;
            let estimate = asked.measure.of(&row.expectancies);
            Some((estimate.value, estimate.se))
        }
    }
}
