//! What the ranks of participation of one cohort mean in each of its years.
//!
//! The ranks of a lever fall into strata inside which everybody is reached in the same years. For each
//! stratum the table holds, row by row, whether it is reached more or less than in the reference, and
//! the ratio that each action puts on hazards.

use super::participation::OwnRanks;
use super::patients::Followed;
use super::{Action, ActiveLever, LIMITATION, LeverSet, Requirement, Work, dose};
use crate::baseline::health::RANK_CLASSES;
use crate::baseline::levers::{Lasting, Onset};
use crate::model::exposure::Exposures;
use crate::model::risk::LogRatio;
use crate::num::draws::StreamId;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use std::ops::Deref;
use std::sync::Arc;

/// Years before a cohort is first looked at over which reach along the reference path is followed, so
/// that effects of long ago have come and gone.
pub(super) const HISTORY: usize = 40;

/// One lever for one cohort.
#[derive(Debug, Clone)]
pub struct LeverTable {
    /// Position of the lever in the catalogue.
    number: usize,
    /// Stream of the rank.
    stream: StreamId,
    /// Correlation of participation with overall risk.
    pub correlation: f64,
    /// Upper bounds of the strata of ranks, rising; the last is 1.
    pub bounds: Vec<f64>,
    /// First row in which a stratum differs from the reference, if any.
    pub first: Vec<Option<usize>>,
    /// What must hold of a person.
    pub requires: Option<Requirement>,
    /// Share employed by row, if only employed persons are eligible.
    pub employed: Option<Vec<f64>>,
    /// How the reach differs from the reference, by stratum and row.
    pub reach: Vec<Reach>,
    /// By what it keeps smokers from smoking.
    pub abstinence: Vec<Quitting>,
    /// What it does to hazards.
    pub parts: Vec<Part>,
    /// Whether some part differs from the reference, by stratum and row.
    acts: Vec<bool>,
    /// Number of rows.
    rows: usize,
}

/// The table of a lever at its place in the set of a world.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Position of the lever in the set.
    pub position: usize,
    /// What ranks mean; worlds in which the lever is set alike share it.
    pub table: Arc<LeverTable>,
}

/// A placed table is read as the table.
impl Deref for Placed {
    type Target = LeverTable;

    fn deref(&self) -> &LeverTable {
        &self.table
    }
}

/// How the reach of a stratum differs from the reference in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// It does not.
    #[default]
    Same,
    /// Reached for the first time, and not in the reference.
    New,
    /// Reached, and not in the reference.
    More,
    /// Not reached, but in the reference.
    Less,
}

/// One way in which a lever keeps smokers from smoking.
#[derive(Debug, Clone)]
pub struct Quitting {
    /// Position among the stacking groups of such channels.
    pub group: Option<usize>,
    /// Share of smokers who are kept from it, in the reference and in this world, by stratum and row.
    pub shares: Vec<[f64; 2]>,
}

/// The ratio that one action puts on hazards.
#[derive(Debug, Clone)]
pub struct Part {
    /// Hazards, by lane; [`LIMITATION`] for the odds of limitation.
    pub lanes: Vec<usize>,
    /// What must hold of a person beside what the lever requires.
    pub requires: Option<Requirement>,
    /// Position among the shared stacking groups.
    pub group: Option<usize>,
    /// Ratios.
    pub ratio: PartRatio,
    /// Mean over all ranks, minus 1, of the ratio in the reference by row; of its dose for ratios by class.
    /// The hazards of the reference are means that already hold it.
    usual: Vec<f64>,
}

/// What an action does to somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratios {
    /// Ratio in the reference.
    pub reference: f64,
    /// Ratio in this world.
    pub own: f64,
    /// Mean ratio in the reference over all ranks.
    pub mean: f64,
}

impl Ratios {
    /// Nothing.
    pub const NONE: Self = Self { reference: 1.0, own: 1.0, mean: 1.0 };

    /// Factor on a hazard that is the mean of the reference.
    ///
    /// With hazards h r / m of persons whose ratio is r, m the mean ratio, a person who passes from r to r'
    /// changes the mean hazard h by h (r' - r) / m. All persons of the simulated reference have h, so the
    /// change is put on those who pass: 1 + (r' - r) / m, exactly 1 where nothing changes. It is held at 0,
    /// which only an effect far beyond the evidence on top of high coverage would pass.
    #[must_use]
    pub fn factor(self) -> f64 {
        (1.0 + (self.own - self.reference) / self.mean).max(0.0)
    }
}

/// Ratios by stratum and row, in the reference and in this world.
#[derive(Debug, Clone)]
pub enum PartRatio {
    /// The same for all ranks of risk: the pairs (reference, this world).
    Same(Vec<[f64; 2]>),
    /// By rank class of a risk factor.
    ByClass {
        /// Position of the factor in the ranks.
        rank: usize,
        /// Doses by stratum and row.
        doses: Vec<[f64; 2]>,
        /// Logarithm at full dose by row and class.
        logarithms: Vec<[f64; RANK_CLASSES]>,
    },
}

/// What of a cohort a lever table depends on.
pub(in crate::model) struct CohortYears<'a> {
    pub sex: Sex,
    /// Calendar year of the first row.
    pub first_year: Year,
    /// Completed age of the cohort in its first row, before it is held in the open group.
    pub first_age: i32,
    /// Completed age at each row.
    pub ages: &'a [u8],
    /// Last age of the pack.
    pub last_age: u8,
}

impl LeverTable {
    /// The table of one lever of the set; `None` if it neither changes anything for anybody of the cohort nor
    /// stacks with what others change.
    pub(in crate::model) fn new(
        set: &LeverSet<'_>,
        lever: &ActiveLever<'_>,
        cohort: &CohortYears<'_>,
        employment: Option<&Grid>,
        exposures: Option<&Exposures<'_>>,
    ) -> Option<Self> {
        let rows = cohort.ages.len();
        let shares = Shares::along(lever, cohort);
        let bounds = shares.bounds();
        if shares.are_zero() {
            return None;
        }
        let employed = lever.definition.eligibility.employed.then(|| {
            cohort
                .ages
                .iter()
                .map(|age| employment.map_or(0.0, |grid| grid.held(cohort.sex, cohort.first_year, *age)))
                .collect()
        });
        let mut table = Self {
            number: lever.number,
            stream: lever.stream,
            correlation: lever.correlation,
            first: vec![None; bounds.len()],
            requires: lever.requires,
            employed,
            reach: Vec::with_capacity(bounds.len() * rows),
            abstinence: Vec::new(),
            parts: Vec::new(),
            acts: Vec::new(),
            rows,
            bounds,
        };
        let middles: Vec<f64> = (0..table.bounds.len())
            .map(|stratum| {
                let below = if stratum == 0 { 0.0 } else { table.bounds[stratum - 1] };
                0.5 * (below + table.bounds[stratum])
            })
            .collect();
        for (stratum, rank) in middles.iter().enumerate() {
            table.add_reach(stratum, &shares.covered(*rank));
        }
        table.abstinence = lever
            .abstinence
            .iter()
            .map(|own| {
                let channel = &lever.definition.channels[own.channel];
                let named = |name: &str| set.groups.iter().position(|known| *known == name);
                let doses = doses(&shares, &middles, rows, channel.onset, channel.lasting, 0.0);
                Quitting {
                    group: channel.stacking.as_deref().and_then(named),
                    shares: doses.into_iter().map(|pair| pair.map(|dose| own.share * dose)).collect(),
                }
            })
            .collect();
        for action in &lever.actions {
            let ranks = Ranks { bounds: &table.bounds, middles: &middles };
            let part = part(action, lever, set, cohort, &shares, &ranks, exposures);
            table.parts.extend(part);
        }
        let places = table.bounds.len() * rows;
        table.acts = (0..places).map(|place| table.parts.iter().any(|part| part.differs(place))).collect();
        table.find_first();
        let stacks = table.parts.iter().any(|part| part.group.is_some())
            || table.abstinence.iter().any(|own| own.group.is_some());
        (stacks || table.first.iter().any(Option::is_some)).then_some(table)
    }

    fn add_reach(&mut self, stratum: usize, covered: &[Vec<bool>; 2]) {
        debug_assert_eq!(self.reach.len(), stratum * self.rows);
        let mut known = covered[1][..HISTORY].iter().any(|reached| *reached);
        for row in 0..self.rows {
            let [reference, own] = [0, 1].map(|world: usize| covered[world][HISTORY + row]);
            self.reach.push(match (reference, own) {
                (false, true) if !known => Reach::New,
                (false, true) => Reach::More,
                (true, false) => Reach::Less,
                _ => Reach::Same,
            });
            known |= own;
        }
    }

    fn find_first(&mut self) {
        for stratum in 0..self.bounds.len() {
            let differs = |place: usize| {
                self.reach[place] != Reach::Same
                    || self.abstinence.iter().any(|own| own.shares[place][0] != own.shares[place][1])
                    || self.acts[place]
            };
            self.first[stratum] = (0..self.rows).find(|row| differs(self.place(stratum, *row)));
        }
    }

    /// The rank of a person in the lever.
    pub(super) fn rank(&self, ranks: &mut OwnRanks<'_>) -> f64 {
        ranks.of(self.number, self.stream, self.correlation)
    }

    /// The stratum of a rank.
    #[must_use]
    pub fn stratum(&self, rank: f64) -> usize {
        self.bounds.partition_point(|bound| *bound <= rank).min(self.bounds.len() - 1)
    }

    /// Whether hazards differ from the reference at a place.
    pub(super) fn acts(&self, place: usize) -> bool {
        self.acts[place]
    }

    /// Number of rows of the cohort.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// Place of a stratum and row in the tables.
    #[must_use]
    pub const fn place(&self, stratum: usize, row: usize) -> usize {
        stratum * self.rows + row
    }
}

impl Part {
    /// The ratios at a place, for somebody of these rank classes.
    #[must_use]
    pub fn ratios(&self, place: usize, row: usize, classes: Option<&[u8]>) -> Ratios {
        match &self.ratio {
            PartRatio::Same(pairs) => {
                let [reference, own] = pairs[place];
                Ratios { reference, own, mean: 1.0 + self.usual[row] }
            }
            PartRatio::ByClass { rank, doses, logarithms } => {
                let Some(class) = classes.and_then(|classes| classes.get(*rank)) else { return Ratios::NONE };
                let logarithm = logarithms[row][usize::from(*class)];
                let [reference, own] = doses[place].map(|dose| scaled(logarithm, dose));
                Ratios { reference, own, mean: scaled(logarithm, self.usual[row]) }
            }
        }
    }

    /// Whether this world differs from the reference at a place.
    #[inline]
    #[must_use]
    pub fn differs(&self, place: usize) -> bool {
        match &self.ratio {
            PartRatio::Same(pairs) | PartRatio::ByClass { doses: pairs, .. } => {
                pairs[place][0] != pairs[place][1]
            }
        }
    }

    /// Mean over all ranks of the ratio in the reference, as it enters [`Ratios`]; of its dose for ratios by class.
    pub(super) fn mean_in(&self, row: usize) -> f64 {
        match self.ratio {
            PartRatio::Same(_) => 1.0 + self.usual[row],
            PartRatio::ByClass { .. } => self.usual[row],
        }
    }

    /// Mean over the ranks of what the reference has in a row, counted from nothing.
    fn mean_of_reference(&self, ranks: &Ranks<'_>, row: usize, rows: usize) -> f64 {
        let mut below = 0.0;
        let mut mean = 0.0;
        for (stratum, bound) in ranks.bounds.iter().enumerate() {
            let place = stratum * rows + row;
            let excess = match &self.ratio {
                PartRatio::Same(pairs) => pairs[place][0] - 1.0,
                PartRatio::ByClass { doses, .. } => doses[place][0],
            };
            mean += (bound - below) * excess;
            below = *bound;
        }
        mean
    }

    /// Turns ratios on the deaths of those reached into ratios on the hazard of patients
    /// ([`super::patients`]), so that [`Ratios::factor`] is the factor on their hazard.
    fn act_on_patients(&mut self, followed: &Followed, rows: usize) {
        let PartRatio::Same(pairs) = &mut self.ratio else { return };
        for pairs in pairs.chunks_exact_mut(rows) {
            let usual = &self.usual;
            let ratios = |(pair, usual): (&[f64; 2], &f64)| Ratios {
                reference: pair[0],
                own: pair[1],
                mean: 1.0 + usual,
            };
            let wanted: Vec<Ratios> = pairs.iter().zip(usual).map(ratios).collect();
            let factors = followed.factors(wanted.iter().map(|ratios| ratios.factor()));
            // Ratios are compared only within a stacking group: there both must be on the hazard of patients.
            let references =
                self.group.map(|_| followed.factors(wanted.iter().map(|ratios| ratios.reference)));
            for (row, (pair, factor)) in pairs.iter_mut().zip(factors).enumerate() {
                if let Some(references) = &references {
                    pair[0] = references[row];
                }
                pair[1] = pair[0] + (factor - 1.0) * wanted[row].mean;
            }
        }
    }

    /// Whether the odds of limitation are what it acts on.
    #[must_use]
    pub fn is_limitation(&self) -> bool {
        self.lanes == [LIMITATION]
    }
}

/// Coverage and effective coverage of a cohort, in the reference and in this world, year by year from
/// [`HISTORY`] years before its first row.
pub(super) struct Shares {
    covered: [Vec<f64>; 2],
    effective: [Vec<f64>; 2],
}

impl Shares {
    pub(super) fn along(lever: &ActiveLever<'_>, cohort: &CohortYears<'_>) -> Self {
        let (mut covered, mut effective) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for index in 0..HISTORY + cohort.ages.len() {
            let year = Year((usize::from(cohort.first_year.0) + index - HISTORY) as u16);
            let age = cohort.first_age + i32::from(year.0) - i32::from(cohort.first_year.0);
            let shares = match u8::try_from(age.min(i32::from(cohort.last_age))) {
                Ok(age) => lever.reach(cohort.sex, year, age),
                Err(_) => [0.0; 2],
            };
            let adherence = lever.adherence(year);
            for (world, share) in shares.into_iter().enumerate() {
                covered[world].push(share);
                effective[world].push(share * adherence[world]);
            }
        }
        Self { covered, effective }
    }

    /// Upper bounds of the strata: every share that occurs, and 1.
    pub(super) fn bounds(&self) -> Vec<f64> {
        let mut bounds: Vec<f64> = self.covered.iter().chain(&self.effective).flatten().copied().collect();
        bounds.push(1.0);
        bounds.retain(|bound| *bound > 0.0);
        bounds.sort_unstable_by(f64::total_cmp);
        bounds.dedup();
        // Few are left of more than a hundred, and every lever has them for every cohort.
        bounds.shrink_to_fit();
        bounds
    }

    /// Whether nobody of the cohort is ever reached in either world.
    pub(super) fn are_zero(&self) -> bool {
        self.covered.iter().flatten().all(|share| *share == 0.0)
    }

    pub(super) fn covered(&self, rank: f64) -> [Vec<bool>; 2] {
        below(&self.covered, rank)
    }

    /// Whether the effect applies.
    pub(super) fn applies(&self, rank: f64) -> [Vec<bool>; 2] {
        below(&self.effective, rank)
    }
}

/// The strata of ranks of a lever: their upper bounds and their middles.
struct Ranks<'a> {
    bounds: &'a [f64],
    middles: &'a [f64],
}

fn below(shares: &[Vec<f64>; 2], rank: f64) -> [Vec<bool>; 2] {
    [0, 1].map(|world: usize| shares[world].iter().map(|share| rank < *share).collect())
}

/// Shares of an effect that act, in the reference and in this world, by stratum and row.
fn doses(
    shares: &Shares,
    middles: &[f64],
    rows: usize,
    onset: Onset,
    lasting: Lasting,
    lag: f64,
) -> Vec<[f64; 2]> {
    let mut doses = Vec::with_capacity(middles.len() * rows);
    for rank in middles {
        let [usual, ours] = shares.applies(*rank);
        let over_time = |reached: &[bool]| dose::doses(reached, onset, lasting, lag);
        let reference = over_time(&usual);
        let own = if usual == ours { reference.clone() } else { over_time(&ours) };
        doses.extend((0..rows).map(|row| [reference[HISTORY + row], own[HISTORY + row]]));
    }
    doses
}

fn part(
    action: &Action,
    lever: &ActiveLever<'_>,
    set: &LeverSet<'_>,
    cohort: &CohortYears<'_>,
    shares: &Shares,
    ranks: &Ranks<'_>,
    exposures: Option<&Exposures<'_>>,
) -> Option<Part> {
    let rows = cohort.ages.len();
    let logarithms: Vec<Option<LogRatio>> = cohort
        .ages
        .iter()
        .enumerate()
        .map(|(row, age)| {
            action.logarithm(exposures, cohort.sex, *age, Year(cohort.first_year.0 + row as u16))
        })
        .collect();
    if logarithms.iter().all(Option::is_none) {
        return None;
    }
    let group = set.shared_group(action, lever);
    let doses = doses(shares, ranks.middles, rows, action.onset, action.lasting, action.lag);
    let by_class = logarithms.iter().flatten().find_map(|found| match found {
        LogRatio::ByClass(rank, _) => Some(*rank),
        LogRatio::Same(_) => None,
    });
    let ratio = match by_class {
        Some(rank) => PartRatio::ByClass {
            rank,
            doses,
            logarithms: logarithms
                .iter()
                .map(|found| match found {
                    Some(LogRatio::ByClass(_, classes)) => **classes,
                    Some(LogRatio::Same(logarithm)) => [*logarithm; RANK_CLASSES],
                    None => [0.0; RANK_CLASSES],
                })
                .collect(),
        },
        None => PartRatio::Same(
            doses
                .iter()
                .enumerate()
                .map(|(place, pair)| match &logarithms[place % rows] {
                    Some(LogRatio::Same(logarithm)) => pair.map(|dose| scaled(*logarithm, dose)),
                    _ => [1.0; 2],
                })
                .collect(),
        ),
    };
    let mut part =
        Part { lanes: action.lanes.clone(), requires: action.requires, group, ratio, usual: Vec::new() };
    part.usual = (0..rows).map(|row| part.mean_of_reference(ranks, row, rows)).collect();
    if let Work::Deaths(cause, _) = action.work
        && let Some(followed) = set.patients.as_ref().and_then(|patients| patients.follow(cause, cohort))
    {
        part.act_on_patients(&followed, rows);
    }
    Some(part)
}

fn scaled(logarithm: f64, dose: f64) -> f64 {
    if dose == 0.0 || logarithm == 0.0 { 1.0 } else { libm::exp(dose * logarithm) }
}
