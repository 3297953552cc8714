//! From tables of the pack to the hazards of a cohort.

use super::{BAND, CohortHazards, Inputs, Origin, OriginKind, Row};
use crate::baseline::Mortality;
use crate::model::care::{self, CARE_STATES, CareShares, Transitions};
use crate::model::clock::{self, Cohort};
use crate::model::effects::{Effects, condition_effects};
use crate::model::expected::DeadlyRow;
use crate::model::population::{age_after_step, entrants};
use crate::model::process::{Event, Process, change_factor};
use crate::model::reference::Reference;
use crate::model::risk::{FactorRows, SmokingRow};
use crate::num::units::{Sex, Year};
use rayon::prelude::*;
use std::sync::Arc;

/// Hazards of every cohort present in some year, in a fixed order.
#[must_use]
pub fn cohort_hazards<const LANES: usize>(inputs: &Inputs<'_>) -> Vec<Arc<CohortHazards<LANES>>> {
    let (ages, years) = (inputs.baseline.ages, inputs.years);
    let mut origins = Vec::new();
    for &sex in &inputs.baseline.sexes {
        let oldest_first = ages.iter().rev().map(|age| i32::from(years.first.0) - i32::from(age));
        let entering = (years.first.0 + 1..=years.last.0).map(|year| i32::from(year) - i32::from(ages.first));
        origins.extend(oldest_first.chain(entering).map(|origin| (sex, origin)));
    }
    // What conditions do depends on sex and age only, and every cohort needs it in every year.
    let effects = Sex::ALL.map(|sex| {
        let at = |age: u8| condition_effects(inputs.baseline, inputs.frame, sex, age);
        ages.iter().map(at).collect::<Vec<Effects>>()
    });
    // So does smoking.
    let smoking = Sex::ALL.map(|sex| {
        let model = inputs.frame.exposures.as_ref().map(|exposures| &exposures.model);
        let at = |age: u8| model.and_then(|model| model.smoking_row(sex, age)).map(Arc::new);
        ages.iter().map(at).collect::<Vec<_>>()
    });
    let hazards = |&(sex, origin): &(Sex, i32)| {
        let (effects, smoking) = (&effects[sex.index()], &smoking[sex.index()]);
        Arc::new(Builder { inputs, sex, effects, smoking }.hazards(origin))
    };
    origins.par_iter().map(hazards).collect()
}

/// Odds of activity limitation of somebody without conditions and care need at each row of a cohort.
pub(super) fn limitation_odds<const LANES: usize>(
    hazards: &CohortHazards<LANES>,
    inputs: &Inputs<'_>,
) -> Vec<f64> {
    let at = |(row, shares): (usize, &CareShares)| {
        let (sex, year, age) = hazards.cell(row);
        let target = inputs.reference.cells.limited.held(sex, year, age);
        match inputs.calibration {
            Some(calibration) => {
                let base = calibration.limitation.held(sex, year, age);
                let odds = |share: f64| share / (1.0 - share);
                let usual = default_reference(inputs).cells.limited.held(sex, year, age);
                if usual == target { base } else { base * odds(target) / odds(usual) }
            }
            None if target > 0.0 => care::limitation_odds(shares, target, inputs.frame.level_one_odds),
            None => 0.0,
        }
    };
    hazards.care.iter().enumerate().map(at).collect()
}

fn default_reference<'a>(inputs: &Inputs<'a>) -> &'a Reference {
    inputs.default_reference.unwrap_or(inputs.reference)
}

struct Builder<'a> {
    inputs: &'a Inputs<'a>,
    sex: Sex,
    /// What conditions do to hazards, by age from the youngest of the pack.
    effects: &'a [Effects],
    /// What smoking does, by age.
    smoking: &'a [Option<Arc<SmokingRow>>],
}

/// Care shares of a cohort along the plan's trends and, if they differ, along the default ones.
struct CareTrack {
    plan: CareShares,
    default: CareShares,
}

impl Builder<'_> {
    fn hazards<const LANES: usize>(&self, origin: i32) -> CohortHazards<LANES> {
        let cohort = Cohort { sex: self.sex, origin };
        let (ages, years) = (self.inputs.baseline.ages, self.inputs.years);
        let entry_year = Year((origin + i32::from(ages.first)) as u16);
        let enters_later = entry_year > years.first;
        let first_year = if enters_later { entry_year } else { years.first };

        // Exact, because a pack has thousands of rows: doubling as they come would take a third more memory.
        let most = usize::from(years.last.0 - first_year.0) + 1;
        let (mut rows, mut row_ages) = (Vec::with_capacity(most), Vec::with_capacity(most));
        let (mut risks, mut care) = (Vec::new(), Vec::with_capacity(most));
        let mut current_age = Some(cohort.age_in(first_year).min(i32::from(ages.last)) as u8);
        let start_age = current_age.unwrap_or(ages.first);
        let mut track = CareTrack {
            plan: self.care_shares(self.inputs.reference, first_year, start_age),
            default: self.care_shares(self.default_reference(), first_year, start_age),
        };
        // Emigrants of the step in which a cohort enters have left before it is first counted.
        let mut staying = vec![if enters_later { self.share_staying(first_year, start_age) } else { 1.0 }];
        let mut year = first_year;
        while let Some(age) = current_age {
            if (rows.is_empty() || age % BAND == 0)
                && let Some(exposures) = &self.inputs.frame.exposures
                && (age < ages.last || rows.is_empty())
            {
                let smoking = self.smoking[usize::from(age - ages.first)].clone();
                risks.push(FactorRows { factors: exposures.model.factors(self.sex, age, year), smoking });
            }
            care.push(track.plan);
            rows.push(self.row(year, age, &mut track, risks.len().saturating_sub(1)));
            row_ages.push(age);
            if year == years.last {
                break;
            }
            current_age = age_after_step(age, ages.last, ages.open);
            year = Year(year.0 + 1);
            if let Some(arrival) = current_age {
                staying.push(staying[staying.len() - 1] * self.share_staying(year, arrival));
            }
        }
        staying.truncate(rows.len());

        let entry = enters_later.then(|| self.entry_hazards(Year(entry_year.0 - 1)));
        let origins = self.origins(cohort, first_year, enters_later, &row_ages);
        CohortHazards { cohort, first_year, rows, ages: row_ages, entry, care, staying, origins, risks }
    }

    fn default_reference(&self) -> &Reference {
        default_reference(self.inputs)
    }

    fn care_shares(&self, reference: &Reference, year: Year, age: u8) -> CareShares {
        care::states(&reference.cells.care, self.sex, year, age)
    }

    fn factor(&self, process: &Process, year: Year, age: u8) -> f64 {
        let age = age.min(self.inputs.baseline.ages.last);
        change_factor(&self.inputs.plan.hazard_changes, process, self.sex, year, age)
    }

    /// Hazard of death of one cell from one cause, before the user's changes.
    fn death_rate(&self, reference: &Reference, cause: usize, year: Year, age: u8) -> f64 {
        let age = age.min(self.inputs.baseline.ages.last);
        let level = reference.cells.mortality.held(self.sex, year, age);
        self.inputs
            .baseline
            .causes
            .get(cause)
            .map_or(level, |cause| level * cause.fraction.held(self.sex, year, age))
    }

    fn row<const LANES: usize>(&self, year: Year, age: u8, track: &mut CareTrack, band: usize) -> Row<LANES> {
        let baseline = self.inputs.baseline;
        let mut row = Row {
            step: [0.0; LANES],
            cell: [0.0; LANES],
            care_mortality: self.care_mortality(year, age),
            effects: Arc::clone(&self.effects[usize::from(age - baseline.ages.first)]),
            scales: self.scales(year, age),
            band,
            deadly: DeadlyRow::NONE,
        };
        for (lane, process) in self.inputs.frame.processes.list.iter().enumerate() {
            let changed = |rate: f64, y: Year, x: u8| rate * self.factor(process, y, x);
            let (step, cell) = match process.event {
                Event::Onset(index) => {
                    let incidence = &baseline.conditions[index].incidence;
                    let rate = |y: Year, x: u8| changed(incidence.held(self.sex, y, x), y, x);
                    (clock::over_step(year, age, rate), rate(year, age))
                }
                Event::Passing(index) | Event::Remission(index) => {
                    let rate = baseline.conditions[index].leaving(self.sex);
                    (rate, rate)
                }
                Event::SmokingStart | Event::SmokingQuit => {
                    let rate = |y: Year, x: u8| self.smoking_rate(process.event, y, x);
                    (clock::over_step(year, age, rate), rate(year, age))
                }
                Event::Death(cause) => {
                    let rate =
                        |y: Year, x: u8| changed(self.death_rate(self.inputs.reference, cause, y, x), y, x);
                    let infant = |y: Year| self.infant(y);
                    (clock::death_over_step(year, age, baseline.ages.first, rate, infant), rate(year, age))
                }
                // Solved below for all four moves together.
                Event::CareUp(_) | Event::Recovery => (0.0, 0.0),
            };
            (row.step[lane], row.cell[lane]) = (step, cell);
        }
        self.add_care(&mut row, year, age, track);
        self.normalise(&mut row, year, age);
        row.deadly = DeadlyRow::new(self.inputs.frame, (&row.effects, &row.scales), &row.step, &row.cell);
        row
    }

    fn smoking_rate(&self, event: Event, year: Year, age: u8) -> f64 {
        let Some(smoking) = self.inputs.baseline.risk.as_ref().and_then(|risk| risk.smoking.as_ref()) else {
            return 0.0;
        };
        let table = if event == Event::SmokingStart { &smoking.start } else { &smoking.quit };
        table.held(self.sex, year, age)
    }

    fn infant(&self, year: Year) -> f64 {
        self.inputs.reference.cells.infant_fraction.held(self.sex, year, self.inputs.baseline.ages.first)
    }

    /// Ratio of the hazard of death by care state; 1 where care need carries none.
    fn care_mortality(&self, year: Year, age: u8) -> CareShares {
        let baseline = self.inputs.baseline;
        match (&baseline.care, &baseline.mortality) {
            (Some(care), Mortality::Official(_)) => {
                let ratio = care::mortality_ratio(care, self.sex, age);
                if self.inputs.calibration.is_some() || !baseline.causes.is_empty() {
                    return ratio;
                }
                // Without calibration the mean over the shares by level is the exact normaliser.
                care::relative_mortality(&ratio, &self.care_shares(self.inputs.reference, year, age))
            }
            _ => [1.0; CARE_STATES],
        }
    }

    /// Care transitions: solved from the shares, or calibrated and moved by what the plan's trends
    /// change in the solution.
    fn add_care<const LANES: usize>(&self, row: &mut Row<LANES>, year: Year, age: u8, track: &mut CareTrack) {
        let Some(care) = &self.inputs.baseline.care else { return };
        let lanes = self.inputs.frame.processes.care.clone();
        let solved = self.solve_care(self.inputs.reference, year, age, &mut track.plan);
        let up: [f64; 3] = match self.inputs.calibration {
            None => solved.up,
            Some(calibration) => {
                let base = [0, 1, 2].map(|level: usize| calibration.care[level].held(self.sex, year, age));
                match self.inputs.default_reference {
                    None => base,
                    Some(default) => {
                        let usual = self.solve_care(default, year, age, &mut track.default);
                        std::array::from_fn(|level| {
                            // Trends of something else leave them as they are, to the bit.
                            if usual.up[level] > 0.0 && usual.up[level] != solved.up[level] {
                                base[level] * solved.up[level] / usual.up[level]
                            } else {
                                base[level]
                            }
                        })
                    }
                }
            }
        };
        for (lane, hazard) in lanes.clone().zip(up.into_iter().chain([care.recovery])) {
            let process = &self.inputs.frame.processes.list[lane];
            row.step[lane] = hazard * clock::over_step(year, age, |y, x| self.factor(process, y, x));
            row.cell[lane] = hazard * self.factor(process, year, age);
        }
    }

    /// Upward hazards of a step under a reference; moves the shares on to its end.
    fn solve_care(&self, reference: &Reference, year: Year, age: u8, shares: &mut CareShares) -> Transitions {
        let baseline = self.inputs.baseline;
        let Some(care) = &baseline.care else { return Transitions::default() };
        let arrival = (age + 1).min(baseline.ages.last);
        let goal = self.care_shares(reference, Year(year.0 + 1), arrival);
        if shares[0] >= 1.0 && goal[0] >= 1.0 {
            *shares = goal;
            return Transitions::default();
        }
        let death: CareShares = std::array::from_fn(|state| {
            let rate = |y: Year, x: u8| {
                let x = x.min(baseline.ages.last);
                let ratio = care::mortality_ratio(care, self.sex, x);
                let relative = care::relative_mortality(&ratio, &self.care_shares(reference, y, x));
                reference.cells.mortality.held(self.sex, y, x) * relative[state]
            };
            clock::death_over_step(year, age, baseline.ages.first, rate, |y| self.infant(y))
        });
        let (transitions, reached) = care::solve_step(shares, &goal, care.recovery, &death);
        *shares = reached;
        transitions
    }

    /// Leaves of the factors of conditions on causes of death what does not pass through anything else.
    fn scales(&self, year: Year, age: u8) -> Box<[f64]> {
        let mut scales = vec![1.0; self.inputs.baseline.conditions.len()];
        for (condition, scale) in self.inputs.calibration.iter().flat_map(|found| &found.direct) {
            scales[*condition] = scale.held(self.sex, year, age);
        }
        scales.into()
    }

    fn normalise<const LANES: usize>(&self, row: &mut Row<LANES>, year: Year, age: u8) {
        let Some(calibration) = self.inputs.calibration else { return };
        let processes = &self.inputs.frame.processes;
        for (lane, mean) in processes.onsets.clone().zip(&calibration.onset) {
            row.scale(lane, 1.0 / mean.held(self.sex, year, age));
        }
        for (lane, mean) in processes.deaths.clone().zip(&calibration.death) {
            row.scale(lane, 1.0 / mean.held(self.sex, year, age));
        }
    }

    fn entry_hazards<const LANES: usize>(&self, start: Year) -> [f64; LANES] {
        let baseline = self.inputs.baseline;
        let first = baseline.ages.first;
        let mut hazards = [0.0; LANES];
        for (lane, process) in self.inputs.frame.processes.list.iter().enumerate() {
            let changed = |year: Year, rate: f64| rate * self.factor(process, year, first);
            hazards[lane] = match process.event {
                Event::Onset(index) => clock::entry_crossings(start, first)
                    .iter()
                    .map(|cell| {
                        let rate = baseline.conditions[index].incidence.held(self.sex, cell.year, first);
                        cell.share * changed(cell.year, rate)
                    })
                    .sum(),
                Event::Death(cause) => clock::death_on_entry(
                    start,
                    first,
                    |year, age| changed(year, self.death_rate(self.inputs.reference, cause, year, age)),
                    |year| self.infant(year),
                ),
                _ => 0.0,
            };
        }
        hazards
    }

    /// Share of a cohort that does not emigrate in the step before `year`; 1 where net migration is not negative.
    fn share_staying(&self, year: Year, age: u8) -> f64 {
        let net = self.inputs.reference.migrants.get(self.sex, year, age);
        let present = self.inputs.reference.cells.population.get(self.sex, year, age);
        if net < 0.0 && present > 0.0 { present / (present - net) } else { 1.0 }
    }

    fn origins(&self, cohort: Cohort, first_year: Year, enters_later: bool, row_ages: &[u8]) -> Vec<Origin> {
        let (baseline, years) = (self.inputs.baseline, self.inputs.years);
        let ages = baseline.ages;
        let healthy = vec![[0.0; 2]; baseline.conditions.len()];
        let origin = |kind: OriginKind, row: usize, represented: f64| {
            let (year, age) = (Year(first_year.0 + row as u16), row_ages[row]);
            let start = match self.inputs.calibration {
                Some(calibration) => {
                    calibration.start.iter().map(|mean| mean.held(self.sex, year, age)).collect()
                }
                None => vec![1.0; baseline.conditions.len()],
            };
            let conditions = if kind == OriginKind::Birth { healthy.clone() } else { self.prevalence(age) };
            Origin {
                kind,
                first_row: row,
                represented,
                care: self.care_shares(self.inputs.reference, year, age),
                conditions,
                start,
                cell: cell_number(kind, cohort, year),
            }
        };
        let mut origins = Vec::new();
        if enters_later {
            origins.push(origin(OriginKind::Birth, 0, entrants(baseline, self.sex, first_year)));
        } else {
            let stock = baseline.population.get(self.sex, baseline.years.first, row_ages[0]);
            origins.push(origin(OriginKind::Stock, 0, stock));
        }
        for (row, &age) in row_ages.iter().enumerate() {
            let year = Year(first_year.0 + row as u16);
            let net = self.inputs.reference.migrants.get(self.sex, year, age);
            // The open group gathers several cohorts; its migrants belong to the youngest of them.
            let own = age < ages.last || cohort.age_in(year) == i32::from(ages.last);
            if net > 0.0 && own && year > years.first {
                origins.push(origin(OriginKind::Immigrant, row, net));
            }
        }
        origins.retain(|origin| origin.represented > 0.0);
        origins
    }

    fn prevalence(&self, age: u8) -> Vec<[f64; 2]> {
        let baseline = self.inputs.baseline;
        let year = baseline.years.first;
        baseline
            .conditions
            .iter()
            .map(|condition| [0, 1].map(|state: usize| condition.prevalence[state].held(self.sex, year, age)))
            .collect()
    }
}

/// Packs origin, sex, cohort and entry year into the cell number of a person's key.
fn cell_number(kind: OriginKind, cohort: Cohort, entry: Year) -> u32 {
    let sex = cohort.sex.index() as u32;
    (kind as u32) << 29 | sex << 28 | (cohort.origin as u32 & 0xfff) << 12 | u32::from(entry.0 & 0xfff)
}
