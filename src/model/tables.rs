//! Hazards of one cohort, step by step: all that its persons need to live their lives.
//!
//! A cohort walks one diagonal of the Lexis diagram, so its hazards are a short list of rows that
//! is shared by all its persons. A row holds the cumulative hazard of every process over the step
//! for somebody without conditions, care need and risk; what a person's state does on top is a
//! factor kept with the person ([`super::person`]). Lanes beyond the pack's processes have hazard zero.
//!
//! Base hazards are divided by the mean factor of the reference's persons ([`Calibration`]), so that
//! cell means are the official rates. A pack without calibration has base hazards as they are; its
//! care need and mortality by care level are then normalised exactly from the shares by level.

mod build;
mod frame;
mod of_levers;

use super::care::CareShares;
use super::clock::Cohort;
use super::effects::Effects;
use super::expected::DeadlyRow;
use super::levers::LeverSet;
use super::levers::table::{CohortYears, Placed};
use super::reference::Reference;
use super::risk::FactorRows;
use crate::baseline::Baseline;
use crate::baseline::calibration::Calibration;
use crate::num::units::{Sex, Year, YearSpan};
use crate::plan::Plan;
pub use build::cohort_hazards;
pub use frame::{Frame, SIDE_BY_SIDE};
pub use of_levers::LeverTables;
use std::ops::Deref;
use std::sync::Arc;

/// Years of age for which a person's relative risks from risk factors are held.
pub const BAND: u8 = 5;

/// One step of a cohort, seen from the 1 October it begins on.
#[derive(Debug, Clone)]
pub struct Row<const LANES: usize> {
    /// Cumulative base hazards over the step to the next 1 October, by process.
    pub step: [f64; LANES],
    /// Yearly base hazards of the calendar-year cell the stock is counted in, by process.
    pub cell: [f64; LANES],
    /// Ratio of the hazards of death that care need acts on, by care state.
    pub care_mortality: CareShares,
    /// What each condition in its first and second state does to hazards.
    pub effects: Effects,
    /// Scale of what each condition multiplies the causes of death with (`calibrate::direct`).
    pub scales: Box<[f64]>,
    /// Which of the cohort's tables of relative risks holds.
    pub band: usize,
    /// What happens to the chances of deadly conditions.
    pub deadly: DeadlyRow,
}

impl<const LANES: usize> Row<LANES> {
    /// Multiplies the base hazards of a process.
    pub fn scale(&mut self, lane: usize, factor: f64) {
        self.step[lane] *= factor;
        self.cell[lane] *= factor;
    }

    /// Sets the base hazard of a process that does not vary within the step.
    pub fn set(&mut self, lane: usize, hazard: f64) {
        self.step[lane] = hazard;
        self.cell[lane] = hazard;
    }
}

/// Where persons of a cohort come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OriginKind {
    /// Present on the first 1 October.
    Stock = 0,
    /// Entered at the youngest age: a birth.
    Birth = 1,
    /// Net immigrant.
    Immigrant = 2,
}

/// A group of exchangeable persons of a cohort.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Where they come from.
    pub kind: OriginKind,
    /// Index of the first row in which they are counted.
    pub first_row: usize,
    /// Persons they stand for on entry.
    pub represented: f64,
    /// Initial shares by care state.
    pub care: CareShares,
    /// Initial shares in the first and second state of each condition, before relative risks.
    pub conditions: Vec<[f64; 2]>,
    /// Mean relative risk of onset of each condition among those who enter.
    pub start: Vec<f64>,
    /// Cell number of their keys: origin, sex, cohort and entry year.
    pub cell: u32,
}

/// Hazards of a cohort without levers: worlds whose trends differ in activity limitation at most share them.
#[derive(Debug, Clone)]
pub struct CohortHazards<const LANES: usize> {
    /// Which cohort.
    pub cohort: Cohort,
    /// Calendar year of the first row.
    pub first_year: Year,
    /// One row per 1 October.
    pub rows: Vec<Row<LANES>>,
    /// Completed age at each row (held in the open group).
    pub ages: Vec<u8>,
    /// Hazards between entry at the youngest age and the first 1 October; `None` for the stock.
    pub entry: Option<[f64; LANES]>,
    /// Shares by care state along the plan's trends at each row.
    pub care: Vec<CareShares>,
    /// Share of those who entered with the cohort and live who have not emigrated, at each row.
    pub staying: Vec<f64>,
    /// Groups of persons.
    pub origins: Vec<Origin>,
    /// Relative risks of the risk factors, one table per band of ages; empty without risk factors.
    pub risks: Vec<FactorRows>,
}

impl<const LANES: usize> CohortHazards<LANES> {
    /// Sex, calendar year and completed age of a row.
    #[must_use]
    pub fn cell(&self, row: usize) -> (Sex, Year, u8) {
        (self.cohort.sex, Year(self.first_year.0 + row as u16), self.ages[row])
    }

    /// Weight of one of `persons` simulated persons of an origin. The share of those staying multiplies
    /// it at each row; who comes later was not there to emigrate before, so their weight makes up for it.
    #[must_use]
    pub fn weight(&self, origin: &Origin, persons: u32) -> f64 {
        let gone_before = if origin.kind == OriginKind::Birth { 1.0 } else { self.staying[origin.first_row] };
        origin.represented / f64::from(persons) / gone_before
    }
}

impl<const LANES: usize> CohortHazards<LANES> {
    /// What of the cohort the tables of levers depend on.
    fn years_of(&self, last_age: u8) -> CohortYears<'_> {
        CohortYears {
            sex: self.cohort.sex,
            first_year: self.first_year,
            first_age: self.cohort.age_in(self.first_year),
            ages: &self.ages,
            last_age,
        }
    }
}

/// Everything the tables of a world are made from.
pub struct Inputs<'a> {
    /// The pack.
    pub baseline: &'a Baseline,
    /// The plan.
    pub plan: &'a Plan,
    /// Exact reference of the plan's trends.
    pub reference: &'a Reference,
    /// Processes and what belongs to them.
    pub frame: &'a Frame<'a>,
    /// Normalisers; `None` for a pack that needs none, or while they are being found.
    pub calibration: Option<&'a Calibration>,
    /// Care need under the default trends, from which the calibrated care hazards were found;
    /// `None` where the plan has the default trends.
    pub default_reference: Option<&'a Reference>,
    /// Levers of the plan.
    pub levers: &'a LeverSet<'a>,
    /// Years of the results.
    pub years: YearSpan,
}

/// A cohort of a world, ready to be lived through.
#[derive(Debug, Clone)]
pub struct CohortTable<const LANES: usize> {
    hazards: Arc<CohortHazards<LANES>>,
    /// Odds of activity limitation without conditions and care need, at each row.
    pub limitation_odds: Vec<f64>,
    /// What the levers of the world do, one table per lever that reaches the cohort.
    pub levers: Vec<Placed>,
}

impl<const LANES: usize> CohortTable<LANES> {
    /// First year in which a lever may change anything for anybody.
    #[must_use]
    pub fn first_difference(&self) -> Option<Year> {
        let rows = self.levers.iter().flat_map(|lever| lever.first.iter().flatten()).min();
        rows.map(|row| Year(self.first_year.0 + *row as u16))
    }

    /// The hazards, to be changed for this world alone.
    pub fn hazards_mut(&mut self) -> &mut CohortHazards<LANES> {
        Arc::make_mut(&mut self.hazards)
    }
}

/// The cohort's hazards are read as if they were its own.
impl<const LANES: usize> Deref for CohortTable<LANES> {
    type Target = CohortHazards<LANES>;

    fn deref(&self) -> &Self::Target {
        &self.hazards
    }
}

/// The tables of every cohort of a world whose hazards are known.
#[must_use]
pub fn cohort_tables<const LANES: usize>(
    hazards: Vec<Arc<CohortHazards<LANES>>>,
    inputs: &Inputs<'_>,
) -> Vec<CohortTable<LANES>> {
    let levers = LeverTables::new(&hazards, inputs, &LeverTables::default());
    cohort_tables_with(hazards, &levers, inputs)
}

/// The tables of every cohort of a world, with the trend of `inputs`, of which those of the levers are known too.
#[must_use]
pub fn cohort_tables_with<const LANES: usize>(
    hazards: Vec<Arc<CohortHazards<LANES>>>,
    levers: &LeverTables,
    inputs: &Inputs<'_>,
) -> Vec<CohortTable<LANES>> {
    let table = |(cohort, hazards): (usize, Arc<CohortHazards<LANES>>)| {
        let limitation_odds = build::limitation_odds(&hazards, inputs);
        CohortTable { hazards, limitation_odds, levers: levers.of(cohort) }
    };
    hazards.into_iter().enumerate().map(table).collect()
}
