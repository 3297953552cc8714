//! The simulation as it is, before any level is anchored: what validation holds against the world.

use super::solve::{Solved, solve_all};
use super::{Detail, RunError, RunSettings, Watch, World};
use crate::baseline::{Baseline, CARE_LEVELS, Mortality, Text};
use crate::model::observe;
use crate::num::grid::Grid;
use crate::num::units::{Year, YearSpan};
use crate::outcome::expectancies::with_errors;
use crate::outcome::series::{Expectancies, Group};
use crate::outcome::tally::CellSums;
use crate::plan::Plan;

/// Sums over the simulated persons by sex, year and age, each weighted to the residents they stand for.
#[derive(Debug, Clone)]
pub struct RawCells {
    /// Persons on 1 October.
    pub persons: Grid,
    /// Expected deaths of the calendar year, persons.
    pub deaths: Grid,
    /// Expected number with activity limitation, persons.
    pub limited: Grid,
    /// Persons at each care level.
    pub care: [Grid; CARE_LEVELS],
    /// Per condition: persons in its first and in its second state, and expected onsets of the
    /// calendar year; then the expected deaths of the calendar year by cause; then per condition what
    /// [`observe::BURDENS`] counts.
    pub details: Vec<Grid>,
    /// What [`crate::model::observe::risk::quantities`] lists, summed over persons.
    pub risk: Vec<Grid>,
    /// Expectancies of every year and group.
    pub levels: Vec<RawLevel>,
}

/// The expectancies of one year and group, simulated and anchored.
#[derive(Debug, Clone, Copy)]
pub struct RawLevel {
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub sex: Group,
    /// Of the simulation alone, with Monte-Carlo errors.
    pub raw: Expectancies,
    /// Of the exact reference (error 0); `None` for a pack without official rates.
    pub anchor: Option<Expectancies>,
}

/// Lives the persons of a plan and gives what they add up to, unanchored. The settings' detail and
/// raw are taken as asked for.
///
/// # Errors
/// As [`super::run`].
pub fn raw_cells_of(
    baseline: &Baseline,
    plan: &Plan,
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<RawCells, RunError> {
    let title = Text { ja: String::new(), en: String::new() };
    let world = World { id: String::new(), title, plan: plan.clone(), own_assumptions: Vec::new() };
    let settings = RunSettings { detail: Detail::All, raw: true, ..settings.clone() };
    let mut solved = solve_all(baseline, std::slice::from_ref(&world), &settings, watch)?;
    let Some(Solved { rows, cells, central: anchors, raw: Some(raw), details, sheet: Some(sheet), .. }) =
        solved.pop()
    else {
        // One world was solved, and `raw` makes every run live through persons: only a stop leaves none.
        return Err(RunError::Cancelled);
    };
    let (central, replicates) = raw;
    let (details, risk) = details.split_at(details.len().min(observe::columns(baseline)));
    let anchored = matches!(baseline.mortality, Mortality::Official(_));
    let levels = rows.iter().enumerate().map(|(index, &(year, sex))| {
        let left_out: Vec<_> = replicates.iter().map(|table| table[index]).collect();
        RawLevel {
            year,
            sex,
            raw: with_errors(&central[index], &left_out, None),
            anchor: anchored.then(|| with_errors(&anchors[index], &[], None)),
        }
    });
    let years = cells.mortality.years();
    let years = YearSpan { last: settings.until.min(years.last), ..years };
    let grid = |value: &dyn Fn(&CellSums) -> f64| {
        Grid::from_fn(years, baseline.ages, |sex, year, age| value(sheet.get(sex, year, age)))
    };
    Ok(RawCells {
        persons: grid(&|sums| sums.persons),
        deaths: grid(&|sums| sums.deaths),
        limited: grid(&|sums| sums.limited),
        care: std::array::from_fn(|level| {
            grid(&|sums| sums.care[level] - sums.care.get(level + 1).copied().unwrap_or(0.0))
        }),
        details: details.to_vec(),
        risk: risk.to_vec(),
        levels: levels.collect(),
    })
}
