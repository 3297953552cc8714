//! Worlds under one sample of the uncertain inputs, and under many.
//!
//! Draw k has its own pack ([`crate::uncertain::drawn`]) and its own persons, both keyed by seed and k, so
//! it is a pure function of pack, plans, k, persons, seed and last year. All worlds of a draw share its
//! pack, its persons and its simulated reference: differences are paired. Draw 0 has the central inputs
//! and the persons of a run without draws.
//!
//! Every number comes with its half contrast: half the difference between the same number from one half of
//! the persons and from the other. Its square estimates the Monte-Carlo variance of the number, and the
//! contrast of a difference is the difference of the contrasts, so many draws tell the parameters' part of
//! their spread from that of the persons ([`spread`]) without a jackknife.

pub mod ensemble;
pub mod many;
pub mod spread;

use super::fit::{check_plan, check_settings};
use super::progress::Share;
use super::results::{deaths, population_by_age};
use super::simulate::{Sampling, Simulated, simulate};
use super::solve::{needs_persons, residents, rows, simulated_persons, table, with_reach};
use super::{Detail, RunError, RunSettings, Watch, World};
use crate::baseline::{Baseline, Mortality};
use crate::model::levers::LeverSet;
use crate::model::limitation::Offsets;
use crate::model::population;
use crate::model::reference::{Reference, limitation_offsets, limited_shares};
use crate::model::tables::{Frame, Inputs};
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::anchor::{Pools, anchored_rates, shifted};
use crate::outcome::cells::Cells;
use crate::outcome::expectancies::{HEALTHY, Values, expectancies};
use crate::outcome::series::Group;
use crate::outcome::tally::{Sheet, raw_cells};
use crate::plan::Plan;
use crate::uncertain::{PACES, drawn, drawn_plan};
use std::sync::Arc;

/// One world in one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnWorld {
    /// Year by year: men, women, both.
    pub rows: Vec<DrawnRow>,
    /// Gains towards the goal by sex and reading of the trend; empty where the pack has no goal or the
    /// years end before it.
    pub gains: Vec<DrawnGain>,
}

/// A year and group of a world in a draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnRow {
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub group: Group,
    /// Expectancies, years, in the order of [`crate::outcome::expectancies::NAMES`].
    pub values: Values,
    /// Half contrasts of the expectancies, years; 0 where they are exact.
    pub halves: Values,
    /// Persons on 1 October.
    pub population: f64,
    /// Expected deaths of the calendar year.
    pub deaths: f64,
}

/// A reading of the trend of limitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// That of the scenario.
    Own,
    /// No further change at a given age.
    None,
    /// Half the observed pace.
    Half,
    /// The observed pace.
    Full,
}

impl Reading {
    /// All of them, the scenario's own first.
    pub const ALL: [Self; 4] = [Self::Own, Self::None, Self::Half, Self::Full];

    /// The word used in machine-readable output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::None => "none",
            Self::Half => "half",
            Self::Full => "full",
        }
    }
}

/// Gain of healthy life expectancy since the first year of the goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnGain {
    /// Reading of the trend.
    pub reading: Reading,
    /// Sex.
    pub sex: Sex,
    /// To the year of the goal, years.
    pub gain: f64,
    /// Its half contrast.
    pub gain_half: f64,
    /// To the year of the interim goal, years.
    pub interim: f64,
    /// Its half contrast.
    pub interim_half: f64,
}

/// Solves worlds under one draw. No jackknife, no detail; `settings.detail` and `settings.raw` are ignored.
///
/// # Errors
/// As [`super::run`].
pub fn solve_draw(
    baseline: &Baseline,
    worlds: &[World],
    draw: u32,
    settings: &RunSettings,
    watch: &dyn Watch,
) -> Result<Vec<DrawnWorld>, RunError> {
    check_settings(baseline, worlds, settings)?;
    for world in worlds {
        check_plan(baseline, &world.plan)?;
    }
    let own = drawn(baseline, settings.seed, draw);
    let plans: Vec<Plan> =
        worlds.iter().map(|world| with_reach(&own, &drawn_plan(&world.plan, baseline, &own))).collect();
    let years = YearSpan { first: own.years.first, last: settings.until };
    let persons = simulated_persons(baseline, settings.persons);
    let weight = residents(baseline) / persons as f64;
    let frame = Frame::new(&own);
    let offsets = limitation_offsets(&own)?;
    let readings = match &own.limitation {
        Some(limitation) => PACES
            .map(|share| {
                limited_shares(&own, limitation.observed_pace.map(|pace| share * pace), offsets.as_ref())
            })
            .to_vec(),
        None => Vec::new(),
    };
    let plain = RunSettings { detail: Detail::None, raw: false, ..settings.clone() };
    let mut solver = Solver {
        baseline: &own,
        frame: &frame,
        offsets: offsets.as_ref(),
        readings,
        years,
        sampling: Sampling { weight, draws: Draws::new(settings.seed, draw) },
        settings: plain,
        references: Vec::new(),
    };
    // One part for every world and one for a reference.
    let share = Share { watch, parts: worlds.len() + 1 };
    plans.iter().enumerate().map(|(index, plan)| solver.solve(plan, &share.part(index))).collect()
}

/// What the worlds of a draw share.
struct Solver<'a> {
    /// The drawn pack.
    baseline: &'a Baseline,
    frame: &'a Frame<'a>,
    offsets: Option<&'a Offsets>,
    /// Shares limited by reading: none, half, full; empty for a pack without limitation.
    readings: Vec<Grid>,
    years: YearSpan,
    sampling: Sampling,
    settings: RunSettings,
    /// References by their trends.
    references: Vec<Trends>,
}

/// A reference: exact, and lived through once a world needs it.
struct Trends {
    plan: Plan,
    exact: Arc<Reference>,
    lived: Option<Arc<Lived>>,
}

/// What is read off the persons of a reference.
struct Lived {
    total: Sheet,
    halves: [Sheet; 2],
    pools: Pools,
}

/// Cell rates from all persons and from either half of them.
struct Parts {
    all: Cells,
    halves: Option<[Cells; 2]>,
}

impl Solver<'_> {
    fn solve(&mut self, plan: &Plan, watch: &dyn Watch) -> Result<DrawnWorld, RunError> {
        let levers = LeverSet::new(
            self.baseline,
            plan,
            &self.frame.processes,
            self.frame.exposures.as_ref(),
            self.years,
        );
        let place = self.reference(&plan.trends_only())?;
        let exact = Arc::clone(&self.references[place].exact);
        let parts = if needs_persons(self.baseline, plan, &levers, &self.settings, false) {
            self.lived_parts(plan, &levers, place, watch)?
        } else {
            Parts { all: exact.cells.clone(), halves: None }
        };
        Ok(self.world(&exact, &parts))
    }

    /// Position of the reference of some trends, computed if it is not there.
    fn reference(&mut self, trends: &Plan) -> Result<usize, RunError> {
        if let Some(place) = self.references.iter().position(|known| known.plan == *trends) {
            return Ok(place);
        }
        let exact = Arc::new(Reference::with_offsets(self.baseline, trends, self.offsets)?);
        self.references.push(Trends { plan: trends.clone(), exact, lived: None });
        Ok(self.references.len() - 1)
    }

    fn lived_parts(
        &mut self,
        plan: &Plan,
        levers: &LeverSet<'_>,
        place: usize,
        watch: &dyn Watch,
    ) -> Result<Parts, RunError> {
        let exact = Arc::clone(&self.references[place].exact);
        if !matches!(self.baseline.mortality, Mortality::Official(_)) {
            let simulated = self.simulate(plan, levers, &exact, watch)?;
            let cells = |sheet: &Sheet| raw_cells(sheet, &exact.cells.infant_fraction, &self.baseline.sexes);
            let [one, other] = simulated.tally.halves();
            return Ok(Parts {
                all: cells(&simulated.tally.total()),
                halves: Some([cells(&one), cells(&other)]),
            });
        }
        let base = self.lived_reference(place, watch)?;
        let own = self.simulate(plan, levers, &exact, watch)?;
        let cells = |ours: &Sheet, theirs: &Sheet| {
            let mut cells = anchored_rates(&exact.cells, ours, theirs, &base.pools);
            let projected =
                population::project(self.baseline, &cells.mortality, &cells.infant_fraction, self.years);
            cells.population = projected.persons;
            cells
        };
        let [one, other] = own.tally.halves();
        let all = cells(&own.tally.total(), &base.total);
        Ok(Parts { all, halves: Some([cells(&one, &base.halves[0]), cells(&other, &base.halves[1])]) })
    }

    fn lived_reference(&mut self, place: usize, watch: &dyn Watch) -> Result<Arc<Lived>, RunError> {
        if let Some(lived) = &self.references[place].lived {
            return Ok(Arc::clone(lived));
        }
        let (plan, exact) = (self.references[place].plan.clone(), Arc::clone(&self.references[place].exact));
        let simulated = self.simulate(&plan, &LeverSet::default(), &exact, watch)?;
        let pools = Pools::of(&simulated.tally, &exact.cells, &self.baseline.sexes, self.years);
        let (total, halves) = (simulated.tally.total(), simulated.tally.halves());
        let lived = Arc::new(Lived { total, halves, pools });
        self.references[place].lived = Some(Arc::clone(&lived));
        Ok(lived)
    }

    fn simulate(
        &mut self,
        plan: &Plan,
        levers: &LeverSet<'_>,
        reference: &Reference,
        watch: &dyn Watch,
    ) -> Result<Simulated, RunError> {
        let baseline = self.baseline;
        let calibration = if baseline.needs_calibration() {
            Some(baseline.calibration().map_err(RunError::Uncalibrated)?)
        } else {
            None
        };
        let usual = Plan::default_trends();
        let usual = if calibration.is_some() && plan.trends_only() != usual {
            let place = self.reference(&usual)?;
            Some(Arc::clone(&self.references[place].exact))
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
            default_reference: usual.as_deref(),
            years: self.years,
        };
        simulate(&inputs, self.sampling, false, watch)
    }

    fn world(&self, exact: &Reference, parts: &Parts) -> DrawnWorld {
        let rows = rows(self.baseline, self.years);
        let central = table(&parts.all, &rows);
        let contrasts: Vec<Values> = match &parts.halves {
            None => vec![[0.0; crate::outcome::expectancies::COUNT]; rows.len()],
            Some(halves) => {
                let [one, other] = [0, 1].map(|half: usize| table(&halves[half], &rows));
                let half = |(a, b): (&Values, &Values)| std::array::from_fn(|k| 0.5 * (a[k] - b[k]));
                one.iter().zip(&other).map(half).collect()
            }
        };
        let row = |(index, &(year, group)): (usize, &(Year, Group))| DrawnRow {
            year,
            group,
            values: central[index],
            halves: contrasts[index],
            population: population_by_age(&parts.all, group, year).iter().sum(),
            deaths: deaths(&parts.all, group, year),
        };
        DrawnWorld { rows: rows.iter().enumerate().map(row).collect(), gains: self.gains(exact, parts) }
    }

    /// Gains towards the goal under every reading of the trend. What the world does to limitation is taken
    /// over from its own reading as a difference of logits, so no person is lived again.
    fn gains(&self, exact: &Reference, parts: &Parts) -> Vec<DrawnGain> {
        let Some(goal) = self.baseline.goal else { return Vec::new() };
        let all = [goal.from, goal.interim_year, goal.year];
        if !all.iter().all(|year| self.years.contains(*year)) {
            return Vec::new();
        }
        let mut gains = Vec::new();
        for (index, reading) in Reading::ALL.into_iter().enumerate() {
            let limited = match index.checked_sub(1) {
                None => None,
                Some(share) => match self.readings.get(share) {
                    Some(limited) => Some(limited),
                    None => continue,
                },
            };
            for &sex in &self.baseline.sexes {
                let of = |cells: &Cells| {
                    let read = limited.map(|limited| reread(cells, &exact.cells.limited, limited, sex, &all));
                    let cells = read.as_ref().unwrap_or(cells);
                    let healthy = |year| expectancies(cells, Group::of(Some(sex)), year)[HEALTHY];
                    let start = healthy(goal.from);
                    [healthy(goal.year) - start, healthy(goal.interim_year) - start]
                };
                let [gain, interim] = of(&parts.all);
                let [gain_half, interim_half] = parts.halves.as_ref().map_or([0.0; 2], |halves| {
                    let (one, other) = (of(&halves[0]), of(&halves[1]));
                    [0.5 * (one[0] - other[0]), 0.5 * (one[1] - other[1])]
                });
                gains.push(DrawnGain { reading, sex, gain, gain_half, interim, interim_half });
            }
        }
        gains
    }
}

/// Cell rates of a world under another reading of limitation, in some years of a sex.
fn reread(cells: &Cells, own: &Grid, read: &Grid, sex: Sex, years: &[Year]) -> Cells {
    let mut cells = cells.clone();
    for &year in years {
        for age in cells.limited.ages().iter() {
            let world = cells.limited.get(sex, year, age);
            let share = shifted(read.get(sex, year, age), world, own.get(sex, year, age));
            cells.limited.set(sex, year, age, share);
        }
    }
    cells
}
