//! The worlds of one draw: exact references, persons lived once for all worlds of the same trends, levels.

use super::super::memory::Memory;
use super::super::progress::Part;
use super::super::results::{deaths, population_by_age};
use super::super::simulate::{Sampling, Simulated, simulate};
use super::super::solve::{acts, anchored_cells, residents, rows, table};
use super::economics::{DrawnAmount, Sides, fill, of_world};
use super::joint::{WorldSums, live};
use super::prices::Prices;
use super::{DrawnGain, DrawnRow, DrawnWorld, Reading};
use crate::baseline::calibration::Calibration;
use crate::baseline::{Baseline, Mortality};
use crate::model::levers::LeverSet;
use crate::model::limitation::Offsets;
use crate::model::reference::{Reference, limitation_offsets, limited_shares};
use crate::model::tables::{Frame, Inputs};
use crate::num::draws::Draws;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::anchor::{Pools, shifted};
use crate::outcome::cells::Cells;
use crate::outcome::expectancies::{COUNT, HEALTHY, Values, expectancies};
use crate::outcome::series::Group;
use crate::outcome::tally::{Sheet, raw_cells};
use crate::plan::Plan;
use crate::run::{RunError, Watch};
use crate::uncertain::PACES;
use std::sync::Arc;

/// What the worlds of a draw share.
pub(super) struct Solver<'a> {
    /// The drawn pack.
    baseline: &'a Baseline,
    frame: &'a Frame<'a>,
    offsets: Option<Offsets>,
    calibration: Option<Arc<Calibration>>,
    /// Shares limited by reading: none, half, full; empty for a pack without limitation.
    readings: Vec<Grid>,
    years: YearSpan,
    sampling: Sampling,
    /// What costs are counted with; `None` if they are not asked for.
    prices: Option<Prices>,
}

/// Cell rates from all persons and from either half of them.
struct Parts {
    all: Cells,
    halves: Option<[Cells; 2]>,
}

/// The worlds of the same trends.
struct Family<'p> {
    trends: Plan,
    /// Positions of the worlds.
    worlds: Vec<usize>,
    plans: &'p [Plan],
    /// First year of the policies of each plan.
    starts: &'p [Year],
    /// Levers whose reach the central world of each plan counts, where trials decide on them.
    trialled: &'p [Vec<String>],
}

impl<'a> Solver<'a> {
    pub(super) fn new(
        baseline: &'a Baseline,
        frame: &'a Frame<'a>,
        years: YearSpan,
        draws: Draws,
        persons: u64,
        detail: bool,
    ) -> Result<Self, RunError> {
        let offsets = limitation_offsets(baseline)?;
        let calibration = if baseline.needs_calibration() {
            Some(baseline.calibration().map_err(RunError::Uncalibrated)?)
        } else {
            None
        };
        let readings = match &baseline.limitation {
            Some(limitation) => PACES
                .map(|share| {
                    let pace = limitation.observed_pace.map(|pace| share * pace);
                    limited_shares(baseline, pace, offsets.as_ref())
                })
                .to_vec(),
            None => Vec::new(),
        };
        let weight = residents(baseline) / persons as f64;
        let sampling = Sampling { weight, draws };
        // Levels of a pack without official rates are no differences from a reference.
        let anchored = matches!(baseline.mortality, Mortality::Official(_));
        let prices = (detail && anchored).then(|| Prices::of_pack(baseline)).flatten();
        Ok(Self { baseline, frame, offsets, calibration, readings, years, sampling, prices })
    }

    /// Solves worlds by their plans, the first years of their policies, and the levers that their central worlds count
    /// where trials decide on them.
    pub(super) fn solve(
        &self,
        plans: &[Plan],
        starts: &[Year],
        trialled: &[Vec<String>],
        watch: &dyn Watch,
    ) -> Result<Vec<DrawnWorld>, RunError> {
        let mut families: Vec<Family<'_>> = Vec::new();
        for (world, plan) in plans.iter().enumerate() {
            let trends = plan.trends_only();
            match families.iter_mut().find(|family| family.trends == trends) {
                Some(family) => family.worlds.push(world),
                None => families.push(Family { trends, worlds: vec![world], plans, starts, trialled }),
            }
        }
        let mut solved: Vec<Option<DrawnWorld>> = vec![None; plans.len()];
        for (index, family) in families.iter().enumerate() {
            for (world, found) in self.family(family, &Part::nth(watch, index, families.len()))? {
                solved[world] = Some(found);
            }
        }
        Ok(solved.into_iter().flatten().collect())
    }

    fn family(&self, family: &Family<'_>, watch: &dyn Watch) -> Result<Vec<(usize, DrawnWorld)>, RunError> {
        let exact = Reference::with_offsets(self.baseline, &family.trends, self.offsets.as_ref())?;
        let usual = Plan::default_trends();
        let default = if self.calibration.is_some() && family.trends != usual {
            Some(Reference::with_offsets(self.baseline, &usual, self.offsets.as_ref())?)
        } else {
            None
        };
        let sets: Vec<LeverSet<'_>> =
            family.worlds.iter().map(|world| self.levers(&family.plans[*world])).collect();
        let inputs =
            |at: usize| self.inputs(&family.plans[family.worlds[at]], &sets[at], &exact, default.as_ref());
        let plan = |at: usize| &family.plans[family.worlds[at]];
        let lived = |at: usize| !self.is_anchored() || acts(plan(at), &sets[at]);
        // Who is reached is counted even where nobody's life differs.
        let counts = |at: usize| self.prices.is_some() && !sets[at].levers.is_empty();
        // Changed hazards are met by everybody, so such a world shares nobody's life with the reference.
        let joint = |at: usize| (lived(at) || counts(at)) && plan(at).hazard_changes.is_empty();
        let none = LeverSet::default();
        let together: Vec<usize> = (0..sets.len()).filter(|at| joint(*at)).collect();
        let mut parts: Vec<Option<Parts>> = sets.iter().map(|_| None).collect();
        let mut economics: Vec<Vec<DrawnAmount>> = sets.iter().map(|_| Vec::new()).collect();
        if (0..sets.len()).any(|at| lived(at) || joint(at)) {
            let worlds: Vec<Inputs<'_>> = together.iter().map(|at| inputs(*at)).collect();
            let reference = self.inputs(&family.trends, &none, &exact, default.as_ref());
            let found = live(&reference, &worlds, self.sampling, self.prices.as_ref(), watch)?;
            let pools = Pools::of(&found.heads, &exact.cells, &self.baseline.sexes, self.years);
            let base = &found.worlds[0];
            for (at, sums) in together.iter().zip(&found.worlds[1..]) {
                let own = lived(*at).then(|| self.parts(&exact, sums, base, &pools));
                let halves = own.as_ref().and_then(|own| own.halves.as_ref());
                let sides = Sides {
                    own: match (&own, halves) {
                        (Some(own), Some([one, other])) => [&own.all, one, other],
                        _ => [&exact.cells; 3],
                    },
                    base: &exact.cells,
                    own_sums: sums,
                    base_sums: base,
                    levers: &sets[*at],
                };
                let start = family.starts[family.worlds[*at]];
                economics[*at] = of_world(self.baseline, &sides, self.years, start);
                parts[*at] = own;
            }
            for at in (0..sets.len()).filter(|at| lived(*at) && !joint(*at)) {
                let sums = self.alone(&inputs(at), watch)?;
                parts[at] = Some(self.parts(&exact, &sums, base, &pools));
            }
        }
        for (at, found) in economics.iter_mut().enumerate() {
            if self.prices.is_some() && plan(at).hazard_changes.is_empty() {
                fill(self.baseline, &family.trialled[family.worlds[at]], self.years, found);
            }
        }
        let same = Parts { all: exact.cells.clone(), halves: None };
        let mut solved = Vec::with_capacity(sets.len());
        for (at, world) in family.worlds.iter().enumerate() {
            let found =
                self.world(&exact, parts[at].as_ref().unwrap_or(&same), std::mem::take(&mut economics[at]));
            solved.push((*world, found));
        }
        Ok(solved)
    }

    fn levers<'p>(&'p self, plan: &'p Plan) -> LeverSet<'p> {
        let exposures = self.frame.exposures.as_ref();
        LeverSet::new(self.baseline, plan, &self.frame.processes, exposures, self.years)
    }

    fn inputs<'i>(
        &'i self,
        plan: &'i Plan,
        levers: &'i LeverSet<'i>,
        reference: &'i Reference,
        default_reference: Option<&'i Reference>,
    ) -> Inputs<'i> {
        Inputs {
            baseline: self.baseline,
            plan,
            levers,
            reference,
            frame: self.frame,
            calibration: self.calibration.as_deref(),
            default_reference,
            years: self.years,
        }
    }

    /// A world with changes of hazards, which its persons meet whether a lever touches them or not.
    fn alone(&self, inputs: &Inputs<'_>, watch: &dyn Watch) -> Result<WorldSums, RunError> {
        let Simulated { tally, from, .. } =
            simulate(inputs, self.sampling, (false, self.years.first), &mut Memory::new(0), watch)?;
        Ok(WorldSums { total: tally.total().clone(), halves: tally.halves(), from, counted: None })
    }

    fn is_anchored(&self) -> bool {
        matches!(self.baseline.mortality, Mortality::Official(_))
    }

    /// Rates of a world: anchored to the reference, or raw for a pack without official rates.
    fn parts(&self, exact: &Reference, own: &WorldSums, base: &WorldSums, pools: &Pools) -> Parts {
        let cells = |ours: &Sheet, theirs: &Sheet| {
            if !self.is_anchored() {
                return raw_cells(ours.view(), &exact.cells.infant_fraction, &self.baseline.sexes);
            }
            anchored_cells(self.baseline, exact, [ours.view(), theirs.view()], pools, own.from, self.years)
        };
        let all = cells(&own.total, &base.total);
        Parts { all, halves: Some([0, 1].map(|half: usize| cells(&own.halves[half], &base.halves[half]))) }
    }

    fn world(&self, exact: &Reference, parts: &Parts, economics: Vec<DrawnAmount>) -> DrawnWorld {
        let rows = rows(self.baseline, self.years);
        let central = table(&parts.all, &rows);
        let contrasts: Vec<Values> = match &parts.halves {
            None => vec![[0.0; COUNT]; rows.len()],
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
        let rows = rows.iter().enumerate().map(row).collect();
        DrawnWorld { rows, gains: self.gains(exact, parts), economics }
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
