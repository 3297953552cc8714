//! Hazards of one cohort, step by step: all that its persons need to live their lives.
//!
//! A cohort walks one diagonal of the Lexis diagram, so its hazards are a short list of rows that
//! fits the fastest cache and is shared by all its persons. A row holds, for each care state, the
//! cumulative hazard of every process over the step; what a person's conditions do on top is a
//! factor kept with the person. Lanes beyond the pack's processes have hazard zero.

use super::care::{self, CARE_STATES, CareShares, Transitions};
use super::clock::{self, Cohort};
use super::population::{age_after_step, entrants};
use super::process::{Event, Process, change_factor, processes};
use super::reference::Reference;
use crate::baseline::{Baseline, LimitationEffect, Mortality};
use crate::num::units::{Sex, Year, YearSpan};
use crate::plan::Plan;

/// One step of a cohort, seen from the 1 October it begins on.
#[derive(Debug, Clone)]
pub struct Row<const LANES: usize> {
    /// Cumulative hazards over the step to the next 1 October, by care state and process.
    pub step: [[f64; LANES]; CARE_STATES],
    /// Yearly hazards of the calendar-year cell the stock is counted in, by care state and process.
    pub cell: [[f64; LANES]; CARE_STATES],
    /// Odds of activity limitation without conditions, by care state.
    pub limitation_odds: CareShares,
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
    /// Initial prevalence by condition.
    pub conditions: Vec<f64>,
    /// Cell number of their keys: origin, sex, cohort and entry year.
    pub cell: u32,
}

/// A cohort ready to be lived through.
#[derive(Debug, Clone)]
pub struct CohortTable<const LANES: usize> {
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
    /// Share of those present at each row who have not emigrated since the first row.
    pub staying: Vec<f64>,
    /// Groups of persons.
    pub origins: Vec<Origin>,
}

/// What does not depend on the cohort.
#[derive(Debug, Clone)]
pub struct Frame<const LANES: usize> {
    /// Processes in lane order, death last.
    pub processes: Vec<Process>,
    /// Factor that each condition puts on each process.
    pub condition_factor: Vec<[f64; LANES]>,
    /// Factor that each condition puts on the odds of limitation; infinite where it limits for certain.
    pub condition_odds: Vec<f64>,
}

impl<const LANES: usize> Frame<LANES> {
    /// The frame of a pack.
    ///
    /// # Panics
    /// If the pack has more processes than lanes; the caller chooses `LANES` by [`lanes_needed`].
    #[must_use]
    pub fn new(baseline: &Baseline) -> Self {
        let processes = processes(baseline);
        assert!(processes.len() <= LANES, "a pack's processes fit the lanes chosen for them");
        let condition_factor = baseline
            .conditions
            .iter()
            .enumerate()
            .map(|(index, condition)| {
                let mut factor = [1.0; LANES];
                for (lane, process) in processes.iter().enumerate() {
                    match process.event {
                        // Who has it cannot acquire it.
                        Event::Onset(own) if own == index => factor[lane] = 0.0,
                        Event::Death => factor[lane] = condition.mortality_ratio,
                        _ => {}
                    }
                }
                factor
            })
            .collect();
        let condition_odds = baseline
            .conditions
            .iter()
            .map(|condition| match condition.limitation {
                LimitationEffect::Certain => f64::INFINITY,
                LimitationEffect::LogOdds(value) => libm::exp(value),
            })
            .collect();
        Self { processes, condition_factor, condition_odds }
    }

    /// Lane of death.
    #[must_use]
    pub fn death(&self) -> usize {
        self.processes.len() - 1
    }
}

/// Number of processes of a pack.
#[must_use]
pub fn lanes_needed(baseline: &Baseline) -> usize {
    processes(baseline).len()
}

/// Builds the tables of every cohort present in some year of `years`, in a fixed order.
#[must_use]
pub fn cohort_tables<const LANES: usize>(
    baseline: &Baseline,
    plan: &Plan,
    reference: &Reference,
    frame: &Frame<LANES>,
    years: YearSpan,
) -> Vec<CohortTable<LANES>> {
    let mut tables = Vec::new();
    for &sex in &baseline.sexes {
        let builder = Builder { baseline, plan, reference, frame, sex, years };
        for age in baseline.ages.iter().rev() {
            tables.push(builder.table(i32::from(years.first.0) - i32::from(age)));
        }
        for year in years.first.0 + 1..=years.last.0 {
            tables.push(builder.table(i32::from(year) - i32::from(baseline.ages.first)));
        }
    }
    tables
}

struct Builder<'a, const LANES: usize> {
    baseline: &'a Baseline,
    plan: &'a Plan,
    reference: &'a Reference,
    frame: &'a Frame<LANES>,
    sex: Sex,
    years: YearSpan,
}

impl<const LANES: usize> Builder<'_, LANES> {
    fn table(&self, origin: i32) -> CohortTable<LANES> {
        let cohort = Cohort { sex: self.sex, origin };
        let ages = self.baseline.ages;
        let entry_year = Year((origin + i32::from(ages.first)) as u16);
        let enters_later = entry_year > self.years.first;
        let first_year = if enters_later { entry_year } else { self.years.first };

        let mut rows = Vec::new();
        let mut row_ages = Vec::new();
        let mut staying = vec![1.0];
        let mut current_age = Some(cohort.age_in(first_year).min(i32::from(ages.last)) as u8);
        let mut shares = self.care_shares(first_year, current_age.unwrap_or(ages.first));
        let mut year = first_year;
        while let Some(age) = current_age {
            let (row, reached) = self.row(year, age, &shares);
            rows.push(row);
            row_ages.push(age);
            if year == self.years.last {
                break;
            }
            shares = reached;
            current_age = age_after_step(age, ages.last, ages.open);
            year = Year(year.0 + 1);
            if let Some(arrival) = current_age {
                staying.push(staying[staying.len() - 1] * self.share_staying(year, arrival));
            }
        }
        staying.truncate(rows.len());

        let entry = enters_later.then(|| self.entry_hazards(Year(entry_year.0 - 1)));
        let origins = self.origins(cohort, first_year, enters_later, &row_ages);
        CohortTable { cohort, first_year, rows, ages: row_ages, entry, staying, origins }
    }

    fn care_shares(&self, year: Year, age: u8) -> CareShares {
        care::states(&self.reference.cells.care, self.sex, year, age)
    }

    fn factor(&self, process: &Process, year: Year, age: u8) -> f64 {
        change_factor(&self.plan.hazard_changes, &process.id, self.sex, year, age)
    }

    /// Hazard of death by care state in one cell, before the user's changes.
    fn death_by_state(&self, year: Year, age: u8) -> CareShares {
        let age = age.min(self.baseline.ages.last);
        let level = self.reference.cells.mortality.held(self.sex, year, age);
        match (&self.baseline.care, &self.baseline.mortality) {
            (Some(care), Mortality::Official(_)) => {
                let shares = self.care_shares(year, age);
                care::relative_mortality(care, &shares, self.sex, age).map(|ratio| ratio * level)
            }
            _ => [level; CARE_STATES],
        }
    }

    fn row(&self, year: Year, age: u8, shares: &CareShares) -> (Row<LANES>, CareShares) {
        let first = self.baseline.ages.first;
        let infant = |calendar: Year| self.reference.cells.infant_fraction.held(self.sex, calendar, first);
        let death: CareShares = std::array::from_fn(|state| {
            clock::death_over_step(year, age, first, |y, x| self.death_by_state(y, x)[state], infant)
        });
        let (transitions, reached) = self.transitions(year, age, shares, &death);

        let mut row = Row {
            step: [[0.0; LANES]; CARE_STATES],
            cell: [[0.0; LANES]; CARE_STATES],
            limitation_odds: self.limitation_odds(year, age, shares),
        };
        let last = self.baseline.ages.last;
        for (lane, process) in self.frame.processes.iter().enumerate() {
            let factor_here = self.factor(process, year, age);
            let factor_step = clock::over_step(year, age, |y, x| self.factor(process, y, x.min(last)));
            for state in 0..CARE_STATES {
                if process.from_care.is_some_and(|from| from != state) {
                    continue;
                }
                let (step, cell) = match process.event {
                    Event::Onset(index) => {
                        let incidence = &self.baseline.conditions[index].incidence;
                        let rate = |y: Year, x: u8| {
                            incidence.held(self.sex, y, x) * self.factor(process, y, x.min(last))
                        };
                        (clock::over_step(year, age, rate), rate(year, age))
                    }
                    Event::CareUp => {
                        (transitions.up[state] * factor_step, transitions.up[state] * factor_here)
                    }
                    Event::Recovery => {
                        (transitions.recovery * factor_step, transitions.recovery * factor_here)
                    }
                    Event::Death => {
                        let rate = |y: Year, x: u8| {
                            self.death_by_state(y, x)[state] * self.factor(process, y, x.min(last))
                        };
                        (clock::death_over_step(year, age, first, rate, infant), rate(year, age))
                    }
                };
                row.step[state][lane] = step;
                row.cell[state][lane] = cell;
            }
        }
        (row, reached)
    }

    /// Care transitions of a step and the shares they lead to; none below the youngest age with care need.
    fn transitions(
        &self,
        year: Year,
        age: u8,
        shares: &CareShares,
        death: &CareShares,
    ) -> (Transitions, CareShares) {
        let Some(care) = &self.baseline.care else {
            return (Transitions::default(), *shares);
        };
        let arrival = (age + 1).min(self.baseline.ages.last);
        let goal = self.care_shares(Year(year.0 + 1), arrival);
        if shares[0] >= 1.0 && goal[0] >= 1.0 {
            return (Transitions::default(), goal);
        }
        care::solve_step(shares, &goal, care.recovery, death)
    }

    fn limitation_odds(&self, year: Year, age: u8, shares: &CareShares) -> CareShares {
        let target = self.reference.cells.limited.held(self.sex, year, age);
        let ratio = self.baseline.care.as_ref().map_or(1.0, |care| libm::exp(care.limitation_log_odds));
        let odds = if target > 0.0 { care::limitation_odds(shares, target, ratio) } else { 0.0 };
        [odds, odds * ratio, f64::INFINITY, f64::INFINITY]
    }

    fn entry_hazards(&self, start: Year) -> [f64; LANES] {
        let first = self.baseline.ages.first;
        let mut hazards = [0.0; LANES];
        for (lane, process) in self.frame.processes.iter().enumerate() {
            let changed = |year: Year, rate: f64| rate * self.factor(process, year, first);
            hazards[lane] = match process.event {
                Event::Onset(index) => clock::entry_crossings(start, first)
                    .iter()
                    .map(|cell| {
                        let rate = self.baseline.conditions[index].incidence.held(self.sex, cell.year, first);
                        cell.share * changed(cell.year, rate)
                    })
                    .sum(),
                Event::Death => clock::death_on_entry(
                    start,
                    first,
                    |year, age| changed(year, self.death_by_state(year, age)[0]),
                    |year| self.reference.cells.infant_fraction.held(self.sex, year, first),
                ),
                Event::CareUp | Event::Recovery => 0.0,
            };
        }
        hazards
    }

    /// Share of a cohort that does not emigrate in the step before `year`; 1 where net migration is not negative.
    fn share_staying(&self, year: Year, age: u8) -> f64 {
        let net = self.reference.migrants.get(self.sex, year, age);
        let present = self.reference.cells.population.get(self.sex, year, age);
        if net < 0.0 && present > 0.0 { present / (present - net) } else { 1.0 }
    }

    fn origins(&self, cohort: Cohort, first_year: Year, enters_later: bool, row_ages: &[u8]) -> Vec<Origin> {
        let ages = self.baseline.ages;
        let origin = |kind: OriginKind, row: usize, represented: f64, conditions: Vec<f64>| {
            let year = Year(first_year.0 + row as u16);
            Origin {
                kind,
                first_row: row,
                represented,
                care: self.care_shares(year, row_ages[row]),
                conditions,
                cell: cell_number(kind, cohort, year),
            }
        };
        let prevalence = |age: u8| -> Vec<f64> {
            self.baseline
                .conditions
                .iter()
                .map(|condition| condition.prevalence[0].held(self.sex, self.baseline.years.first, age))
                .collect()
        };
        let mut origins = Vec::new();
        if enters_later {
            let born = entrants(self.baseline, self.sex, first_year);
            origins.push(origin(OriginKind::Birth, 0, born, vec![0.0; self.baseline.conditions.len()]));
        } else {
            let stock = self.baseline.population.get(self.sex, self.baseline.years.first, row_ages[0]);
            origins.push(origin(OriginKind::Stock, 0, stock, prevalence(row_ages[0])));
        }
        for (row, &age) in row_ages.iter().enumerate() {
            let year = Year(first_year.0 + row as u16);
            let net = self.reference.migrants.get(self.sex, year, age);
            // The open group gathers several cohorts; its migrants belong to the youngest of them.
            let own = age < ages.last || cohort.age_in(year) == i32::from(ages.last);
            if net > 0.0 && own && year > self.years.first {
                origins.push(origin(OriginKind::Immigrant, row, net, prevalence(age)));
            }
        }
        origins.retain(|origin| origin.represented > 0.0);
        origins
    }
}

/// Packs origin, sex, cohort and entry year into the cell number of a person's key.
fn cell_number(kind: OriginKind, cohort: Cohort, entry: Year) -> u32 {
    let sex = cohort.sex.index() as u32;
    (kind as u32) << 29 | sex << 28 | (cohort.origin as u32 & 0xfff) << 12 | u32::from(entry.0 & 0xfff)
}
