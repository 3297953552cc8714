//! Whether pack, plan and settings fit together: what cannot have an effect is refused or named, never
//! ignored, and what no machine or no human population could carry is refused before it is simulated.

mod draws;
mod levers;

use super::draws::dressed::FEWEST_DRAWS;
use super::solve::{residents, simulated_persons};
use super::{FEWEST_PERSONS, MOST_PERSONS, Persons, RunError, RunSettings, World};
use crate::baseline::{Baseline, Mortality, OfficialMortality};
use crate::model::mortality;
use crate::num::draws::colliding;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::plan::{CareNeedAssumption, HazardChange, MortalityAssumption, Plan, ProcessId};

pub use crate::model::error::ModelError;
pub(super) use draws::check_draws;
pub use levers::{CORRELATIONS, IdleLever, LeverIdleness, idle_levers};

/// Least and largest product of the factors that a plan puts on the hazard of death in one cell.
///
/// Official rates differ by factors of this size between the ages 40 and 75 or 75 and 105, and no two
/// populations of an age and sex differ by more. Near 0 the open age would never empty: life expectancy
/// would be a statement about the open group alone, without end at 0.
pub const DEATH_FACTORS: [f64; 2] = [0.05, 20.0];

/// Names of the streams that every pack has (see `model::process` and `model::person`).
const STREAMS: [&str; 10] = [
    "initial care need",
    "smoking: start",
    "smoking: quit",
    "care need: onset",
    "care need: level 1 to 2",
    "care need: level 2 to 3",
    "care need: recovery",
    "death",
    "employment",
    "quitting with support",
];

/// What does not fit. Changes of hazards are numbered from 1, those of the bases first.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Misfit {
    /// A reading of mortality for a pack that holds it constant.
    #[error(
        "the pack `{pack}` holds its mortality constant, so a reading of mortality would have no effect; remove it"
    )]
    ConstantMortality {
        /// Pack.
        pack: String,
    },
    /// The reading needs a path that the pack does not name.
    #[error("the pack `{pack}` names no {path} in `mortality_paths`; choose another reading of mortality")]
    NoMortalityPath {
        /// Pack.
        pack: String,
        /// Field of `mortality_paths`.
        path: &'static str,
    },
    /// Excess mortality is to vanish while it is still observed.
    #[error("excess mortality cannot vanish by {by}: it is observed to {observed}; allowed: {} to {last}", observed.0 + 1)]
    ExcessStillObserved {
        /// Year asked for.
        by: Year,
        /// Last observed year.
        observed: Year,
        /// Last year of the pack.
        last: Year,
    },
    /// A calibration of a pack that needs none.
    #[error("the pack `{pack}` tells no causes of death apart; it needs no calibration")]
    NothingToCalibrate {
        /// Pack.
        pack: String,
    },
    /// A reading of limitation for a pack that has none.
    #[error(
        "the pack `{pack}` has no activity limitation of its own, so a reading of it would have no effect"
    )]
    NoLimitation {
        /// Pack.
        pack: String,
    },
    /// A reading of care need for a pack that has none.
    #[error("the pack `{pack}` has no care need, so a reading of it would have no effect")]
    NoCareNeed {
        /// Pack.
        pack: String,
    },
    /// A change of a hazard that the pack does not have.
    #[error("hazard change {number}: the pack `{pack}` has no such process ({process}); its conditions: {conditions}", process = process_word(process))]
    UnknownProcess {
        /// Number of the change.
        number: usize,
        /// Pack.
        pack: String,
        /// Process asked for.
        process: ProcessId,
        /// Conditions of the pack, separated by commas; a dash if it has none.
        conditions: String,
    },
    /// A change of the observed past.
    #[error("hazard change {number}: {from} is observed; allowed: {} to {last}", observed.0 + 1)]
    ChangesThePast {
        /// Number of the change.
        number: usize,
        /// Its first year.
        from: Year,
        /// Last observed year.
        observed: Year,
        /// Last year of the pack.
        last: Year,
    },
    /// A change for ages that the pack does not have.
    #[error("hazard change {number}: ages {} to {} are outside the pack, which has {first} to {last}", ages.0, ages.1)]
    OutsideAges {
        /// Number of the change.
        number: usize,
        /// Ages asked for.
        ages: (u8, u8),
        /// Youngest age of the pack.
        first: u8,
        /// Oldest age of the pack.
        last: u8,
    },
    /// A change for a sex that the pack does not have.
    #[error("hazard change {number}: the pack `{pack}` has nobody of this sex ({sex})")]
    AbsentSex {
        /// Number of the change.
        number: usize,
        /// Pack.
        pack: String,
        /// Sex asked for.
        sex: Sex,
    },
    /// A lever that the pack does not have.
    #[error("the pack `{pack}` has no lever `{lever}`; its levers: {levers}")]
    UnknownLever {
        /// Lever asked for.
        lever: String,
        /// Pack.
        pack: String,
        /// Levers of the pack, separated by commas; a dash if it has none.
        levers: String,
    },
    /// More levers than the engine follows.
    #[error("the pack has {found} levers; the engine takes at most {most}")]
    TooManyLevers {
        /// Levers of the pack.
        found: usize,
        /// Most levers.
        most: usize,
    },
    /// A lever that is set twice.
    #[error("the lever `{lever}` is set twice")]
    RepeatedLever {
        /// Lever.
        lever: String,
    },
    /// A channel that the lever does not have.
    #[error("the lever `{lever}` has no channel `{channel}`; its channels: {channels}")]
    UnknownChannel {
        /// Lever.
        lever: String,
        /// Channel asked for.
        channel: String,
        /// Channels of the lever, separated by commas; a dash if it has none.
        channels: String,
    },
    /// Coverage that is no share.
    #[error("lever `{lever}`: coverage of {share} in {year}; allowed: 0 to 1")]
    Coverage {
        /// Lever.
        lever: String,
        /// Year.
        year: Year,
        /// Share asked for.
        share: f64,
    },
    /// An effect of another kind than its channel's.
    #[error("lever `{lever}`, channel `{channel}`: an effect of {effect}; allowed: {allowed}")]
    ChannelEffect {
        /// Lever.
        lever: String,
        /// Channel.
        channel: String,
        /// Effect asked for.
        effect: f64,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A number of a lever out of its range.
    #[error("lever `{lever}`: {field} of {found}; allowed: {least} to {most}")]
    LeverValue {
        /// Lever.
        lever: String,
        /// Its field, `adherence` or `correlation`.
        field: &'static str,
        /// Value asked for.
        found: f64,
        /// Least value.
        least: f64,
        /// Largest value.
        most: f64,
    },
    /// The factors on the hazard of death multiply to less or more than is allowed.
    #[error(
        "the factors on the hazard of death multiply to {factor} ({sex}, age {age}, {year}); allowed: {} to {}",
        DEATH_FACTORS[0], DEATH_FACTORS[1]
    )]
    DeathFactor {
        /// Sex.
        sex: Sex,
        /// Age.
        age: u8,
        /// Year.
        year: Year,
        /// Product of the factors.
        factor: f64,
    },
    /// An expectancy that the levels must meet cannot be reached.
    #[error("{0}")]
    Unreachable(#[from] ModelError),
    /// A result is not a finite number.
    #[error(
        "scenario `{scenario}`: a result of {year} is not a finite number; its assumptions or the pack are too extreme"
    )]
    NotFinite {
        /// Scenario.
        scenario: String,
        /// Year.
        year: Year,
    },
    /// The last year wanted is not one of the pack.
    #[error("year {year} lies outside the pack, which covers {first} to {last}")]
    OutsideYears {
        /// Year asked for.
        year: Year,
        /// First year of the pack.
        first: Year,
        /// Last year of the pack.
        last: Year,
    },
    /// So few persons that the least of one per cell would be most of them.
    #[error(
        "{asked} persons are too few: at least {FEWEST_PERSONS} are needed, because every cell has at least one"
    )]
    TooFewPersons {
        /// Persons asked for.
        asked: u64,
    },
    /// More persons than a run accepts.
    #[error(
        "{asked} persons in the first year become {simulated} with those who enter later; at most {MOST_PERSONS} are allowed"
    )]
    TooManyPersons {
        /// Persons asked for in the first year.
        asked: u64,
        /// Persons of a scenario, births and immigrants of all years included.
        simulated: u64,
        /// Calendar years.
        years: u16,
        /// Scenarios.
        worlds: usize,
    },
    /// Fewer parameter draws than percentiles can be taken of.
    #[error("{asked} draws are too few for an interval; at least {FEWEST_DRAWS} are needed")]
    TooFewDraws {
        /// Draws asked for.
        asked: u32,
    },
    /// More parameter draws than a run may have.
    #[error("{asked} draws would live {lives} persons and keep {megabytes} MB")]
    TooManyDraws {
        /// Draws asked for.
        asked: u32,
        /// Lives of all draws and scenarios.
        lives: u64,
        /// Memory for the results.
        megabytes: u64,
    },
    /// More processes than the engine has lanes.
    #[error("the pack has {found} processes; the engine takes at most {most}")]
    TooManyProcesses {
        /// Processes of the pack.
        found: usize,
        /// Most processes.
        most: usize,
    },
    /// Two processes would share their random numbers.
    #[error("the names `{first}` and `{second}` share a stream of random numbers; rename one condition")]
    SharedStream {
        /// One name.
        first: String,
        /// The other.
        second: String,
    },
}

/// The word of a process in a scenario file.
#[must_use]
pub fn process_word(process: &ProcessId) -> String {
    match process {
        ProcessId::Death => "Death".to_owned(),
        ProcessId::CareOnset => "CareOnset".to_owned(),
        ProcessId::CareProgression => "CareProgression".to_owned(),
        ProcessId::CareRecovery => "CareRecovery".to_owned(),
        ProcessId::Condition(id) => format!("Condition(\"{id}\")"),
    }
}

impl From<Misfit> for RunError {
    fn from(misfit: Misfit) -> Self {
        match misfit {
            Misfit::TooManyPersons { .. } | Misfit::TooManyDraws { .. } => Self::TooLarge(misfit),
            _ => Self::Unfit(misfit),
        }
    }
}

impl From<ModelError> for RunError {
    fn from(error: ModelError) -> Self {
        Self::Unfit(error.into())
    }
}

/// Refuses settings that the pack or the machine cannot carry.
///
/// # Errors
/// [`RunError::Unfit`] and [`RunError::TooLarge`].
pub fn check_settings(baseline: &Baseline, worlds: &[World], settings: &RunSettings) -> Result<(), RunError> {
    let YearSpan { first, last } = baseline.years;
    if !baseline.years.contains(settings.until) {
        return Err(Misfit::OutsideYears { year: settings.until, first, last }.into());
    }
    let asked = simulated_persons(baseline, settings.persons);
    let few = matches!(settings.persons, Persons::Count(_)) && asked < FEWEST_PERSONS;
    if few || asked == 0 {
        return Err(Misfit::TooFewPersons { asked }.into());
    }
    let simulated = asked as f64 * persons_ever(baseline, settings.until) / residents(baseline);
    if asked > MOST_PERSONS || simulated > MOST_PERSONS as f64 {
        return Err(Misfit::TooManyPersons {
            asked,
            simulated: simulated as u64,
            years: settings.until.0 - first.0 + 1,
            worlds: worlds.len(),
        }
        .into());
    }
    check_streams(baseline)
}

/// Residents of the first year and all who enter to `until`, births and immigrants.
fn persons_ever(baseline: &Baseline, until: Year) -> f64 {
    // The first stock holds all who came before it.
    let years = YearSpan { first: Year(baseline.years.first.0 + 1), last: until };
    let arrivals = |grid: &Grid| -> f64 {
        let arrivals =
            |sex: &Sex, year: Year| -> f64 { grid.row(*sex, year).iter().map(|net| net.max(0.0)).sum() };
        baseline
            .sexes
            .iter()
            .flat_map(|sex| years.iter().map(move |year| (sex, year)))
            .map(|(sex, year)| arrivals(sex, year))
            .sum()
    };
    residents(baseline) + arrivals(&baseline.entrants) + baseline.net_migration.as_ref().map_or(0.0, arrivals)
}

/// Names of all streams that persons of a pack draw from.
fn stream_names(baseline: &Baseline) -> Vec<String> {
    let conditions = baseline.conditions.iter().flat_map(|condition| {
        ["onset of", "initial", "passing of", "remission of"].map(|what| format!("{what} {}", condition.id))
    });
    let factors =
        baseline.risk.iter().flat_map(|risk| &risk.factors).map(|factor| format!("rank of {}", factor.id));
    let levers = baseline.levers.levers.iter().map(crate::baseline::levers::Lever::stream);
    STREAMS.into_iter().map(str::to_owned).chain(conditions).chain(factors).chain(levers).collect()
}

fn check_streams(baseline: &Baseline) -> Result<(), RunError> {
    let names = stream_names(baseline);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match colliding(&names) {
        Some((first, second)) => {
            Err(Misfit::SharedStream { first: first.to_owned(), second: second.to_owned() }.into())
        }
        None => Ok(()),
    }
}

/// Refuses what the pack cannot express, instead of letting it have no effect.
///
/// # Errors
/// [`RunError::Unfit`] that says what does not fit and what is allowed.
pub fn check_plan(baseline: &Baseline, plan: &Plan) -> Result<(), RunError> {
    let pack = || baseline.id.clone();
    match &baseline.mortality {
        Mortality::WithoutConditions(_) if plan.mortality != MortalityAssumption::Anchored => {
            return Err(Misfit::ConstantMortality { pack: pack() }.into());
        }
        Mortality::WithoutConditions(_) => {}
        Mortality::Official(official) => check_mortality(baseline, official, plan.mortality)?,
    }
    if baseline.limitation.is_none() && plan.limitation_pace != [0.0; 2] {
        return Err(Misfit::NoLimitation { pack: pack() }.into());
    }
    if baseline.care.is_none() && plan.care_need != CareNeedAssumption::Unchanged {
        return Err(Misfit::NoCareNeed { pack: pack() }.into());
    }
    for (index, change) in plan.hazard_changes.iter().enumerate() {
        check_change(baseline, index + 1, change)?;
    }
    levers::check(baseline, &plan.levers)?;
    check_deaths(baseline, &plan.hazard_changes)
}

fn check_mortality(
    baseline: &Baseline,
    official: &OfficialMortality,
    assumption: MortalityAssumption,
) -> Result<(), RunError> {
    let missing = |path| Misfit::NoMortalityPath { pack: baseline.id.clone(), path };
    let calm = official.paths.without_excess.is_some();
    match assumption {
        MortalityAssumption::Anchored if official.paths.default.is_empty() => Err(missing("default").into()),
        MortalityAssumption::ExcessVanishes { .. } | MortalityAssumption::Ipss2023Check if !calm => {
            Err(missing("without_excess").into())
        }
        MortalityAssumption::ExcessVanishes { by } => {
            let observed = official.observed.years().last;
            if by > observed {
                return Ok(());
            }
            Err(Misfit::ExcessStillObserved { by, observed, last: baseline.years.last }.into())
        }
        MortalityAssumption::Own { .. } => {
            mortality::project(official, &baseline.sexes, &assumption, baseline.years)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn check_change(baseline: &Baseline, number: usize, change: &HazardChange) -> Result<(), RunError> {
    let known = match &change.process {
        ProcessId::Death => true,
        ProcessId::CareOnset | ProcessId::CareProgression | ProcessId::CareRecovery => {
            baseline.care.is_some()
        }
        ProcessId::Condition(id) => baseline.conditions.iter().any(|condition| condition.id == *id),
    };
    if !known {
        let names: Vec<&str> = baseline.conditions.iter().map(|condition| condition.id.as_str()).collect();
        let conditions = if names.is_empty() { "-".to_owned() } else { names.join(", ") };
        let (pack, process) = (baseline.id.clone(), change.process.clone());
        return Err(Misfit::UnknownProcess { number, pack, process, conditions }.into());
    }
    if let Some(sex) = change.sex.filter(|sex| !baseline.sexes.contains(sex)) {
        return Err(Misfit::AbsentSex { number, pack: baseline.id.clone(), sex }.into());
    }
    let (first, last) = (baseline.ages.first, baseline.ages.last);
    if change.ages.1 < first || change.ages.0 > last {
        return Err(Misfit::OutsideAges { number, ages: change.ages, first, last }.into());
    }
    if let Mortality::Official(official) = &baseline.mortality {
        let observed = official.observed.years().last;
        if change.from <= observed {
            let last = baseline.years.last;
            return Err(Misfit::ChangesThePast { number, from: change.from, observed, last }.into());
        }
    }
    Ok(())
}

/// Holds the product of all factors on death against [`DEATH_FACTORS`], cell by cell.
fn check_deaths(baseline: &Baseline, changes: &[HazardChange]) -> Result<(), RunError> {
    let on_death: Vec<&HazardChange> =
        changes.iter().filter(|change| change.process == ProcessId::Death).collect();
    // The product changes only where a change begins, and where one that ends is over.
    let ends = on_death.iter().filter_map(|change| change.until).map(|last| Year(last.0 + 1));
    let mut starts: Vec<Year> = on_death.iter().map(|change| change.from).chain(ends).collect();
    starts.sort_unstable();
    starts.dedup();
    for year in starts {
        for &sex in &baseline.sexes {
            for age in baseline.ages.iter() {
                let factor: f64 = on_death
                    .iter()
                    .filter(|change| {
                        year >= change.from
                            && change.until.is_none_or(|last| year <= last)
                            && change.sex.is_none_or(|only| only == sex)
                            && (change.ages.0..=change.ages.1).contains(&age)
                    })
                    .map(|change| change.factor)
                    .product();
                if !(DEATH_FACTORS[0]..=DEATH_FACTORS[1]).contains(&factor) {
                    return Err(Misfit::DeathFactor { sex, age, year, factor }.into());
                }
            }
        }
    }
    Ok(())
}

/// Why a change of a hazard does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idleness {
    /// Its factor is 1.
    FactorOne,
    /// It begins after the last year of the run.
    AfterTheRun(Year),
    /// The hazard is 0 at all its ages.
    NoHazard,
}

/// A change of a hazard that is allowed but does nothing in a run to `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// Its number, from 1.
    pub number: usize,
    /// Its process.
    pub process: ProcessId,
    /// Why it does nothing.
    pub why: Idleness,
}

/// The changes of a plan that have no effect to `until`: a user must be told, because the results look
/// as if the assumption had been tried and found to be useless.
#[must_use]
pub fn idle_changes(baseline: &Baseline, plan: &Plan, until: Year) -> Vec<Idle> {
    plan.hazard_changes
        .iter()
        .enumerate()
        .filter_map(|(index, change)| {
            let why = if change.factor == 1.0 {
                Idleness::FactorOne
            } else if change.from > until {
                Idleness::AfterTheRun(until)
            } else if !meets_a_hazard(baseline, change) {
                Idleness::NoHazard
            } else {
                return None;
            };
            Some(Idle { number: index + 1, process: change.process.clone(), why })
        })
        .collect()
}

fn meets_a_hazard(baseline: &Baseline, change: &HazardChange) -> bool {
    let sexes = || baseline.sexes.iter().filter(|sex| change.sex.is_none_or(|only| only == **sex));
    let positive = |grid: &Grid, ages: (u8, u8)| {
        let span = grid.ages();
        let ages = ages.0.clamp(span.first, span.last)..=ages.1.clamp(span.first, span.last);
        sexes().any(|sex| {
            grid.years().iter().any(|year| ages.clone().any(|age| grid.get(*sex, year, age) > 0.0))
        })
    };
    let care = |levels: std::ops::Range<usize>| {
        // Whoever moves is at the level at the end of the step, and may then be a year older.
        let ages = (change.ages.0, change.ages.1.saturating_add(1));
        baseline.care.as_ref().is_some_and(|care| {
            care.prevalence[levels.clone()]
                .iter()
                .chain(&care.alternative[levels])
                .any(|grid| positive(grid, ages))
        })
    };
    match &change.process {
        ProcessId::Death => true,
        ProcessId::CareOnset => care(0..3),
        ProcessId::CareProgression => care(1..3),
        ProcessId::CareRecovery => {
            care(0..1) && baseline.care.as_ref().is_some_and(|care| care.recovery > 0.0)
        }
        ProcessId::Condition(id) => baseline
            .conditions
            .iter()
            .any(|condition| condition.id == *id && positive(&condition.incidence, change.ages)),
    }
}

#[cfg(test)]
mod tests;
