//! From a world to its cell rates, with leave-one-out replicates where persons were lived through.

use super::fit::{check_plan, check_settings};
use super::simulate::{Sampling, Simulated, simulate};
use super::{Persons, RunError, RunSettings, Watch, World};
use crate::baseline::{Baseline, Mortality};
use crate::model::population;
use crate::model::reference::Reference;
use crate::num::digest::Digest;
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::anchor::{Pools, anchored_rates};
use crate::outcome::cells::Cells;
use crate::outcome::expectancies::{Values, expectancies};
use crate::outcome::series::Group;
use crate::outcome::tally::{GROUPS, Sheet, Tally, raw_cells};
use crate::plan::Plan;
use rayon::prelude::*;
use std::sync::Arc;

/// Expectancies of every year and group, in the order of [`Solved::rows`].
pub type Table = Vec<Values>;

/// A world's results before they are dressed for output.
pub struct Solved {
    /// Year and group of each row.
    pub rows: Vec<(Year, Group)>,
    /// Central cell rates: anchored, or raw for a pack without official rates.
    pub cells: Cells,
    /// Central expectancies.
    pub central: Table,
    /// Expectancies without one group of persons each; empty where the result is exact.
    pub replicates: Vec<Table>,
    /// Unanchored expectancies and their replicates, if asked for.
    pub raw: Option<(Table, Vec<Table>)>,
    /// Simulated persons and onsets by condition, if persons were lived through.
    pub conditions: Vec<[Grid; 2]>,
}

/// Number of persons that stand for the residents of the first year.
#[must_use]
pub fn simulated_persons(baseline: &Baseline, persons: Persons) -> u64 {
    match persons {
        Persons::Count(count) => count,
        Persons::All => residents(baseline).round() as u64,
    }
}

pub(super) fn residents(baseline: &Baseline) -> f64 {
    let year = baseline.years.first;
    baseline.sexes.iter().map(|&sex| baseline.population.row(sex, year).iter().sum::<f64>()).sum()
}

/// Solves every world; worlds that differ only in changes of hazards share their simulated reference.
pub fn solve_all(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<Vec<Solved>, RunError> {
    check_settings(baseline, worlds, settings)?;
    for world in worlds {
        check_plan(baseline, &world.plan)?;
    }
    let mut shared: Vec<(Digest, Arc<Simulated>)> = Vec::new();
    // Worlds without persons take no time: they are no part of the progress.
    let lived: Vec<bool> =
        worlds.iter().map(|world| needs_persons(baseline, &world.plan, settings)).collect();
    let before = |index: usize| lived[..index].iter().filter(|lived| **lived).count();
    let shares = Share { watch, parts: before(lived.len()).max(1) };
    worlds
        .iter()
        .enumerate()
        .map(|(index, world)| solve(baseline, world, settings, &mut shared, &shares.part(before(index))))
        .collect()
}

/// Whether persons must be lived through: not for exact levels, which come from the reference.
fn needs_persons(baseline: &Baseline, plan: &Plan, settings: &RunSettings) -> bool {
    let anchored = matches!(baseline.mortality, Mortality::Official(_));
    let wanted = settings.raw || (settings.detail && !baseline.conditions.is_empty());
    !anchored || !plan.hazard_changes.is_empty() || wanted
}

fn solve(
    baseline: &Baseline,
    world: &World,
    settings: &RunSettings,
    shared: &mut Vec<(Digest, Arc<Simulated>)>,
    watch: &dyn Watch,
) -> Result<Solved, RunError> {
    let years = YearSpan { first: baseline.years.first, last: settings.until };
    let rows = rows(baseline, years);
    let reference = Reference::new(baseline, &world.plan)?;
    let trends = Plan { hazard_changes: Vec::new(), ..world.plan.clone() };
    let unchanged = trends == world.plan;
    let anchored = matches!(baseline.mortality, Mortality::Official(_));
    if !needs_persons(baseline, &world.plan, settings) {
        let central = table(&reference.cells, &rows);
        return Ok(Solved {
            rows,
            cells: reference.cells,
            central,
            replicates: Vec::new(),
            raw: None,
            conditions: Vec::new(),
        });
    }

    let persons = simulated_persons(baseline, settings.persons);
    let sampling =
        Sampling { weight: residents(baseline) / persons as f64, draws: Draws::new(settings.seed, 0) };
    let halves = Share { watch, parts: if anchored && !unchanged { 2 } else { 1 } };
    let simulated_reference = if anchored || unchanged {
        Some(shared_reference(baseline, &trends, &reference, years, sampling, shared, &halves.part(0))?)
    } else {
        None
    };
    let simulated = match &simulated_reference {
        Some(same) if unchanged => Arc::clone(same),
        _ => {
            let part = halves.part(halves.parts - 1);
            Arc::new(simulate(baseline, &world.plan, &reference, years, sampling, &part)?)
        }
    };

    let total = simulated.tally.total();
    let raw_of =
        |sheet: &Sheet| table(&raw_cells(sheet, &reference.cells.infant_fraction, &baseline.sexes), &rows);
    let raw_replicates = || leave_one_out(&simulated.tally, &total, raw_of);
    let conditions = simulated.conditions.clone();
    if !anchored {
        let cells = raw_cells(&total, &reference.cells.infant_fraction, &baseline.sexes);
        let central = table(&cells, &rows);
        let replicates = raw_replicates();
        let raw = settings.raw.then(|| (central.clone(), replicates.clone()));
        return Ok(Solved { rows, cells, central, replicates, raw, conditions });
    }

    let raw = settings.raw.then(|| (raw_of(&total), raw_replicates()));
    let (cells, replicates) = match &simulated_reference {
        Some(base) if !unchanged => {
            let base_total = base.tally.total();
            let pools = Pools::of(&base.tally, &baseline.sexes, years);
            let anchored = |ours: &Sheet, theirs: &Sheet| {
                let mut cells = anchored_rates(&reference.cells, ours, theirs, &pools);
                let projected =
                    population::project(baseline, &cells.mortality, &cells.infant_fraction, years);
                cells.population = projected.persons;
                cells
            };
            let replicates = (0..GROUPS)
                .into_par_iter()
                .map(|group| {
                    let ours = simulated.tally.without(&total, group);
                    let theirs = base.tally.without(&base_total, group);
                    table(&anchored(&ours, &theirs), &rows)
                })
                .collect();
            (anchored(&total, &base_total), replicates)
        }
        _ => (reference.cells, Vec::new()),
    };
    let central = table(&cells, &rows);
    Ok(Solved { rows, cells, central, replicates, raw, conditions })
}

fn shared_reference(
    baseline: &Baseline,
    trends: &Plan,
    reference: &Reference,
    years: YearSpan,
    sampling: Sampling,
    shared: &mut Vec<(Digest, Arc<Simulated>)>,
    watch: &dyn Watch,
) -> Result<Arc<Simulated>, RunError> {
    let digest = trends.digest();
    if let Some((_, known)) = shared.iter().find(|(key, _)| *key == digest) {
        return Ok(Arc::clone(known));
    }
    let simulated = Arc::new(simulate(baseline, trends, reference, years, sampling, watch)?);
    shared.push((digest, Arc::clone(&simulated)));
    Ok(simulated)
}

fn leave_one_out(tally: &Tally, total: &Sheet, table: impl Fn(&Sheet) -> Table + Sync) -> Vec<Table> {
    (0..GROUPS).into_par_iter().map(|group| table(&tally.without(total, group))).collect()
}

/// Year by year: the sexes of the pack, then both together if it has two.
fn rows(baseline: &Baseline, years: YearSpan) -> Vec<(Year, Group)> {
    let mut groups: Vec<Group> = baseline
        .sexes
        .iter()
        .map(|sex| match sex {
            Sex::Male => Group::Male,
            Sex::Female => Group::Female,
        })
        .collect();
    if groups.len() == 2 {
        groups.push(Group::Both);
    }
    years.iter().flat_map(|year| groups.clone().into_iter().map(move |group| (year, group))).collect()
}

fn table(cells: &Cells, rows: &[(Year, Group)]) -> Table {
    rows.iter().map(|&(year, group)| expectancies(cells, group, year)).collect()
}

/// The progress of one part of a larger piece of work.
struct Share<'a> {
    watch: &'a dyn Watch,
    parts: usize,
}

struct Part<'a> {
    share: &'a Share<'a>,
    index: usize,
}

impl Share<'_> {
    fn part(&self, index: usize) -> Part<'_> {
        Part { share: self, index }
    }
}

impl Watch for Part<'_> {
    fn progress(&self, share: f64) {
        self.share.watch.progress((self.index as f64 + share) / self.share.parts as f64);
    }

    fn cancelled(&self) -> bool {
        self.share.watch.cancelled()
    }
}
