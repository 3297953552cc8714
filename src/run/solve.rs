//! From a world to its cell rates, with leave-one-out replicates where persons were lived through.

use super::departure::{departures, on_deaths};
use super::fit::{check_plan, check_settings};
use super::progress::Part;
use super::session::{Key, Store};
use super::simulate::{Sampling, Simulated, simulate};
use super::{Detail, Persons, RunError, RunSettings, Watch, World};
use crate::baseline::levers::TODAY;
use crate::baseline::{Baseline, Mortality};
use crate::model::levers::LeverSet;
use crate::model::levers::reached::REACH_MEASURES;
use crate::model::population::Population;
use crate::model::reference::Reference;
use crate::model::tables::{Frame, Inputs};
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::anchor::{Pools, anchored_rates};
use crate::outcome::cells::Cells;
use crate::outcome::differing::{Departures, OnDeaths};
use crate::outcome::expectancies::{Values, expectancies};
use crate::outcome::series::Group;
use crate::outcome::stocks::{Stock, stock};
use crate::outcome::tally::{GROUPS, Sheet, Tally, View, raw_cells};
use crate::outcome::totals::GroupTotals;
use crate::plan::{LeverSetting, Plan};
use crate::policy::reach;
use rayon::prelude::*;
use std::sync::Arc;

/// Expectancies of every year and group, in the order of [`Solved::rows`].
pub type Table = Vec<Values>;

/// What is wanted of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Expectancies of the last year: of many worlds nothing else is read.
    LastYear,
    /// Expectancies and stocks of every year.
    Years,
    /// Detailed sums too.
    Details,
}

/// A world's results before they are dressed for output.
pub struct Solved {
    /// Year and group of each row.
    pub rows: Vec<(Year, Group)>,
    /// Central cell rates: anchored, or raw for a pack without official rates. Of [`Wanted::LastYear`] only
    /// those of the last year are, and nobody is carried on.
    pub cells: Cells,
    /// Central expectancies.
    pub central: Table,
    /// Expectancies without one group of persons each; empty where the result is exact.
    pub replicates: Vec<Table>,
    /// How each group of persons departs from the reference, in the order of `rows`; `None` where it provably
    /// does not.
    pub departures: Vec<Option<Departures>>,
    /// Unanchored expectancies and their replicates, if asked for.
    pub raw: Option<(Table, Vec<Table>)>,
    /// Persons on each 1 October by state, in the order of `rows`; empty for [`Wanted::LastYear`].
    pub stocks: Vec<Stock>,
    /// The same without one group of persons each; empty where they are exact.
    pub stock_replicates: Vec<Vec<Stock>>,
    /// Detailed sums of the persons, if they were lived through and details asked for.
    pub details: Arc<[Grid]>,
    /// The same sums over all ages by group of persons.
    pub totals: Option<Arc<GroupTotals>>,
    /// The reference of the same trends that levels are differences from, if persons differ from it.
    pub base: Option<Base>,
    /// How the reach of each lever that is set differs from the reference: persons reached more, fewer
    /// and for the first time; empty if no persons were lived through.
    pub reach: Vec<(String, [Grid; REACH_MEASURES])>,
    /// Sums of all persons of the world, if they were lived through.
    pub sheet: Option<Sheet>,
}

/// The reference that a world is a difference from: exact stocks, and the same persons lived through.
pub struct Base {
    /// Persons on each 1 October by state, in the order of the rows of the world.
    pub stocks: Vec<Stock>,
    /// The persons of the reference.
    pub simulated: Arc<Simulated>,
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
///
/// # Errors
/// As [`super::run`].
pub fn solve_all(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<Vec<Solved>, RunError> {
    solve_with(baseline, worlds, settings, watch, &mut Store::default())
}

/// [`solve_all`] with the sums of worlds that earlier runs have left.
///
/// # Errors
/// As [`super::run`].
pub(super) fn solve_with(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    watch: &dyn Watch,
    store: &mut Store,
) -> Result<Vec<Solved>, RunError> {
    let wanted = if settings.detail == Detail::All { Wanted::Details } else { Wanted::Years };
    let all = vec![wanted; worlds.len()];
    solve_in(baseline, worlds, &all, settings, watch, store, &mut |_, solved| solved)
}

/// Solves every world and hands each on as soon as it is there, so that of many worlds only what is
/// used is kept.
///
/// # Errors
/// As [`super::run`].
pub fn solve_each<T>(
    baseline: &Baseline,
    worlds: &[World],
    wanted: &[Wanted],
    settings: &RunSettings,
    watch: &dyn Watch,
    keep: &mut dyn FnMut(usize, Solved) -> T,
) -> Result<Vec<T>, RunError> {
    solve_in(baseline, worlds, wanted, settings, watch, &mut Store::of_many(), keep)
}

fn solve_in<T>(
    baseline: &Baseline,
    worlds: &[World],
    wanted: &[Wanted],
    settings: &RunSettings,
    watch: &dyn Watch,
    store: &mut Store,
    keep: &mut dyn FnMut(usize, Solved) -> T,
) -> Result<Vec<T>, RunError> {
    check_settings(baseline, worlds, settings)?;
    for world in worlds {
        check_plan(baseline, &world.plan)?;
    }
    let years = YearSpan { first: baseline.years.first, last: settings.until };
    let persons = simulated_persons(baseline, settings.persons);
    let sampling =
        Sampling { weight: residents(baseline) / persons as f64, draws: Draws::new(settings.seed, 0) };
    let frame = Frame::new(baseline);
    let exposures = frame.exposures.as_ref();
    let plans: Vec<Plan> =
        worlds.iter().map(|world| with_reach(baseline, &world.plan)).collect::<Result<_, _>>()?;
    let sets: Vec<LeverSet<'_>> =
        plans.iter().map(|plan| LeverSet::new(baseline, plan, &frame.processes, exposures, years)).collect();
    let detail = wanted.contains(&Wanted::Details);
    let mut solver = Solver { baseline, settings, years, sampling, frame: &frame, detail, persons, store };
    // Worlds without persons take no time: they are no part of the progress.
    let lived: Vec<bool> = worlds
        .iter()
        .zip(&sets)
        .zip(wanted)
        .map(|((world, levers), wanted)| needs_persons(baseline, &world.plan, levers, settings, *wanted))
        .collect();
    let before = |index: usize| lived[..index].iter().filter(|lived| **lived).count();
    let parts = before(lived.len());
    worlds
        .iter()
        .enumerate()
        .zip(&sets)
        .map(|((index, world), levers)| {
            let part = Part::nth(watch, before(index), parts);
            solver.solve(&world.plan, levers, wanted[index], &part).map(|solved| keep(index, solved))
        })
        .collect()
}

/// A plan in which levers that act on the reach of others have acted: their targets have the coverage that
/// results. The engine then knows coverage only.
///
/// # Errors
/// Those of the reference, whose residents say who may be reached by both.
pub fn with_reach(baseline: &Baseline, plan: &Plan) -> Result<Plan, RunError> {
    let mut own = plan.clone();
    if !reach::is_of_reach(baseline, &plan.levers) {
        return Ok(own);
    }
    let population = Reference::new(baseline, &plan.trends_only())?.cells.population;
    for (lever, path) in reach::effective_paths(baseline, &plan.levers, &population) {
        match own.levers.iter_mut().find(|setting| setting.lever == lever) {
            Some(setting) => setting.coverage = Some(path),
            None => own.levers.push(LeverSetting { coverage: Some(path), ..LeverSetting::of(lever) }),
        }
    }
    Ok(own)
}

/// Whether the persons of a plan may meet other hazards than in its reference.
pub(super) fn acts(plan: &Plan, levers: &LeverSet<'_>) -> bool {
    !plan.hazard_changes.is_empty() || levers.acts()
}

/// Whether persons must be lived through: not for exact levels, which come from the reference.
fn needs_persons(
    baseline: &Baseline,
    plan: &Plan,
    levers: &LeverSet<'_>,
    settings: &RunSettings,
    wanted: Wanted,
) -> bool {
    let anchored = matches!(baseline.mortality, Mortality::Official(_));
    let details = !baseline.conditions.is_empty() || !levers.is_empty();
    let asked = settings.raw || (wanted == Wanted::Details && details);
    !anchored || acts(plan, levers) || asked
}

/// What a world's sums and those of its reference come to.
#[derive(Clone)]
pub(super) struct Anchored {
    cells: Cells,
    replicates: Vec<Table>,
    stock_replicates: Vec<Vec<Stock>>,
    departures: Vec<Option<Departures>>,
}

impl Anchored {
    /// Number of rows: every year and group.
    pub(super) fn rows(&self) -> usize {
        self.departures.len()
    }

    /// Bytes of rates and replicates, which are nearly all it takes.
    pub(super) fn bytes(&self) -> usize {
        let tables: usize = self.replicates.iter().map(|table| size_of_val(table.as_slice())).sum();
        let stocks: usize = self.stock_replicates.iter().map(|stocks| size_of_val(stocks.as_slice())).sum();
        tables + stocks + self.cells.bytes()
    }
}

/// What the worlds of a run share.
struct Solver<'a> {
    baseline: &'a Baseline,
    settings: &'a RunSettings,
    years: YearSpan,
    sampling: Sampling,
    frame: &'a Frame<'a>,
    /// Whether any world wants detailed sums: then the references have them too.
    detail: bool,
    persons: u64,
    /// Sums of worlds that have been lived through.
    store: &'a mut Store,
}

impl Solver<'_> {
    fn solve(
        &mut self,
        plan: &Plan,
        levers: &LeverSet<'_>,
        wanted: Wanted,
        watch: &dyn Watch,
    ) -> Result<Solved, RunError> {
        let baseline = self.baseline;
        let detail = wanted == Wanted::Details;
        let years = if wanted == Wanted::LastYear {
            YearSpan { first: self.years.last, last: self.years.last }
        } else {
            self.years
        };
        let rows = rows(baseline, years);
        // The population of a last year alone is not carried on.
        let stocks = |cells: &Cells| {
            if wanted == Wanted::LastYear { Vec::new() } else { stocks(baseline, cells, &rows) }
        };
        let reference = Reference::new(baseline, plan)?;
        let trends = plan.trends_only();
        // A lever that does nothing still reaches persons, but nobody's life differs.
        let unchanged = !acts(plan, levers);
        let counts_reach = detail && !levers.is_empty();
        let anchored = matches!(baseline.mortality, Mortality::Official(_));
        if !needs_persons(baseline, plan, levers, self.settings, wanted) {
            return Ok(Solved {
                central: table(&reference.cells, &rows),
                stocks: stocks(&reference.cells),
                departures: vec![None; rows.len()],
                rows,
                cells: reference.cells,
                replicates: Vec::new(),
                raw: None,
                stock_replicates: Vec::new(),
                details: Arc::default(),
                totals: None,
                base: None,
                reach: Vec::new(),
                sheet: None,
            });
        }

        let own = !unchanged || counts_reach;
        let parts = if anchored && own { 2 } else { 1 };
        // Raw levels have errors of every year; lives differ from today on, unless a world says otherwise.
        let whole = self.settings.raw || !anchored || !plan.hazard_changes.is_empty();
        let from = if whole { self.years.first } else { TODAY };
        let lived_reference = |solver: &mut Self, from: Year| {
            let part = Part::nth(watch, 0, parts);
            solver.lived((&trends, &LeverSet::default()), &reference, solver.detail, from, &part)
        };
        let mut simulated_reference =
            if anchored || !own { Some(lived_reference(self, from)?) } else { None };
        let key = Key::new(plan.digest(), self.persons, self.settings, detail);
        // A known scenario has no sums of groups any more, from which raw levels have their errors.
        let known = if unchanged || self.settings.raw { None } else { self.store.scenario(&key, rows.len()) };
        let (simulated, known) = match (&simulated_reference, known) {
            (Some(same), _) if !own => (Arc::clone(same), None),
            (_, Some(known)) => (known.simulated, Some(known.anchored)),
            _ => {
                let part = Part::nth(watch, parts - 1, parts);
                (self.lived((plan, levers), &reference, detail, from, &part)?, None)
            }
        };
        if anchored && own && known.is_none() && simulated.from < from {
            simulated_reference = Some(lived_reference(self, self.years.first)?);
        }

        let total = simulated.tally.total().clone();
        let raw_of = |sums: View<'_>| {
            table(&raw_cells(sums, &reference.cells.infant_fraction, &baseline.sexes), &rows)
        };
        let raw_replicates = || leave_one_out(&simulated.tally, raw_of);
        let details = if self.detail { Arc::clone(&simulated.details) } else { Arc::default() };
        let totals = detail.then(|| Arc::clone(&simulated.totals));
        let reach = reach_of(levers, &simulated);
        if !anchored {
            let cells = raw_cells(simulated.tally.all(), &reference.cells.infant_fraction, &baseline.sexes);
            let central = table(&cells, &rows);
            let replicates = raw_replicates();
            let raw = self.settings.raw.then(|| (central.clone(), replicates.clone()));
            return Ok(Solved {
                stocks: stocks(&cells),
                departures: departures(&rows, &simulated, None, (years.first, OnDeaths::Never)),
                rows,
                cells,
                central,
                replicates,
                raw,
                stock_replicates: Vec::new(),
                details,
                totals,
                base: None,
                reach,
                sheet: Some(total),
            });
        }

        let raw = self.settings.raw.then(|| (raw_of(simulated.tally.all()), raw_replicates()));
        let base = simulated_reference
            .as_ref()
            .filter(|_| own)
            .map(|simulated| Base { stocks: stocks(&reference.cells), simulated: Arc::clone(simulated) });
        let acted = simulated_reference.as_ref().filter(|_| !unchanged);
        let Anchored { cells, replicates, stock_replicates, departures } = match acted {
            Some(base) => known.unwrap_or_else(|| {
                let from = simulated.from.max(super::economics::start(baseline, &[plan]));
                let on_deaths = on_deaths(levers, self.frame);
                let anchored = Anchored {
                    departures: departures(&rows, &simulated, Some(base), (from, on_deaths)),
                    ..self.anchor(&reference, base, &simulated, &rows, years.first)
                };
                self.store.keep_scenario(key, &simulated, &anchored);
                anchored
            }),
            None => Anchored {
                cells: reference.cells,
                replicates: Vec::new(),
                stock_replicates: Vec::new(),
                departures: vec![None; rows.len()],
            },
        };
        let stock_replicates = if wanted == Wanted::LastYear { Vec::new() } else { stock_replicates };
        let central = table(&cells, &rows);
        Ok(Solved {
            stocks: stocks(&cells),
            rows,
            cells,
            central,
            replicates,
            departures,
            raw,
            stock_replicates,
            details,
            totals,
            base,
            reach,
            sheet: Some(total),
        })
    }

    /// Anchored rates of a world, and the tables and stocks without one group of persons each. Years in
    /// which nothing differs yet are those of the reference, and nothing is read of years before `first`.
    fn anchor(
        &self,
        reference: &Reference,
        base: &Simulated,
        simulated: &Simulated,
        rows: &[(Year, Group)],
        first: Year,
    ) -> Anchored {
        let from = simulated.from.max(first);
        let same = rows.iter().take_while(|(year, _)| *year < from).count();
        let pools = Pools::of(&base.tally.heads, &reference.cells, &self.baseline.sexes, self.years);
        let anchored = |ours: View<'_>, theirs: View<'_>| {
            anchored_cells(self.baseline, reference, [ours, theirs], &pools, from, self.years)
        };
        let unchanged =
            (table(&reference.cells, &rows[..same]), stocks(self.baseline, &reference.cells, &rows[..same]));
        let (replicates, stock_replicates) = (0..GROUPS)
            .into_par_iter()
            .map(|group| {
                let cells = anchored(simulated.tally.without(group), base.tally.without(group));
                let (mut expectancies, mut persons) = unchanged.clone();
                expectancies.extend(table(&cells, &rows[same..]));
                persons.extend(stocks(self.baseline, &cells, &rows[same..]));
                (expectancies, persons)
            })
            .unzip();
        let cells = anchored(simulated.tally.all(), base.tally.all());
        Anchored { cells, replicates, stock_replicates, departures: Vec::new() }
    }

    /// The sums of a world, lived through unless they are known: those of groups of persons from a year on.
    fn lived(
        &mut self,
        (plan, levers): (&Plan, &LeverSet<'_>),
        reference: &Reference,
        detail: bool,
        from: Year,
        watch: &dyn Watch,
    ) -> Result<Arc<Simulated>, RunError> {
        let key = Key::new(plan.digest(), self.persons, self.settings, detail);
        let is_reference = plan.hazard_changes.is_empty() && levers.is_empty();
        // Details are not written down, so only a world without them can follow the reference.
        let reference_key = Key::new(plan.trends_only().digest(), self.persons, self.settings, false);
        let followed =
            (is_reference || !detail) && plan.hazard_changes.is_empty() && self.baseline.needs_calibration();
        let missing = followed && is_reference && self.store.memory.wants(&reference_key);
        if !missing && let Some(known) = self.store.reference(&key, from) {
            return Ok(known);
        }
        self.store.memory.expect(followed.then_some((reference_key, is_reference)));
        let simulated = self.simulate((plan, levers), reference, (detail, from), watch)?;
        // Without official rates there is no reference that others are differences from.
        let keeps = is_reference || !matches!(self.baseline.mortality, Mortality::Official(_));
        Ok(if keeps { self.store.keep_reference(key, simulated) } else { Arc::new(simulated) })
    }

    fn simulate(
        &mut self,
        (plan, levers): (&Plan, &LeverSet<'_>),
        reference: &Reference,
        told: (bool, Year),
        watch: &dyn Watch,
    ) -> Result<Simulated, RunError> {
        let baseline = self.baseline;
        let calibration = if baseline.needs_calibration() {
            Some(baseline.calibration().map_err(RunError::Uncalibrated)?)
        } else {
            None
        };
        let usual = Plan::default_trends();
        let trends = plan.trends_only();
        let default_reference = if calibration.is_some() && trends != usual {
            Some(Reference::new(baseline, &usual)?)
        } else {
            None
        };
        let inputs = Inputs {
            baseline,
            plan,
            levers,
            reference,
            frame: self.frame,
            calibration: calibration.as_deref(),
            default_reference: default_reference.as_ref(),
            years: self.years,
        };
        simulate(&inputs, self.sampling, told, &mut self.store.memory, watch)
    }
}

/// Reach by lever, without the levers that only stack with others.
fn reach_of(levers: &LeverSet<'_>, simulated: &Simulated) -> Vec<(String, [Grid; REACH_MEASURES])> {
    levers
        .levers
        .iter()
        .zip(simulated.reach.chunks_exact(REACH_MEASURES))
        .filter(|(lever, _)| lever.is_set())
        .map(|(lever, grids)| {
            (lever.definition.id.clone(), std::array::from_fn(|measure| grids[measure].clone()))
        })
        .collect()
}

/// Rates and population of a world from its sums and those of its simulated reference, which are the same
/// before the year `from`.
pub(super) fn anchored_cells(
    baseline: &Baseline,
    reference: &Reference,
    [ours, theirs]: [View<'_>; 2],
    pools: &Pools,
    from: Year,
    years: YearSpan,
) -> Cells {
    let mut cells = anchored_rates(&reference.cells, ours, theirs, pools, from);
    // Rates of a calendar year act on the step before its 1 October as well.
    let known = Year(from.0.saturating_sub(1)).max(years.first).min(years.last);
    let mut population = Population { persons: cells.population, migrants: reference.migrants.clone() };
    let years = YearSpan { first: known, last: years.last };
    population.carry_on(baseline, &cells.mortality, &cells.infant_fraction, years);
    cells.population = population.persons;
    cells
}

fn leave_one_out(tally: &Tally, table: impl Fn(View<'_>) -> Table + Sync) -> Vec<Table> {
    (0..GROUPS).into_par_iter().map(|group| table(tally.without(group))).collect()
}

/// Year by year: the sexes of the pack, then both together if it has two.
pub(super) fn rows(baseline: &Baseline, years: YearSpan) -> Vec<(Year, Group)> {
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

fn stocks(baseline: &Baseline, cells: &Cells, rows: &[(Year, Group)]) -> Vec<Stock> {
    rows.iter().map(|&(year, group)| stock(cells, group, year, baseline.costs.as_ref())).collect()
}

pub(super) fn table(cells: &Cells, rows: &[(Year, Group)]) -> Table {
    rows.iter().map(|&(year, group)| expectancies(cells, group, year)).collect()
}
