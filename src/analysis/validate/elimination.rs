//! Life expectancy without causes of death: official figures, the raw simulation, and what the ministry
//! published.
//!
//! The same cause-deleted life table is made twice, from official deaths by cause and from the simulated
//! ones, so their difference is that of the deaths. Where the ministry published the gain, the official
//! side is held against it: that tests the table.

use super::replicates::error_of_mean;
use crate::analysis::eliminate::{Deaths, Eliminated};
use crate::analysis::published::{self, CauseGroup};
use crate::analysis::switch_off::SwitchedOff;
use crate::baseline::{Baseline, Mortality, OfficialMortality, Text};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year};
use crate::outcome::series::Group;
use crate::run::RawCells;
use serde::Serialize;

/// The year in which every group of causes is shown: the last one before the pandemic.
pub const SHOWN: Year = Year(2019);
/// Ages at which every group of causes is shown.
const AGES: [u8; 2] = [0, 65];

/// Largest relative deviation of a simulated gain from the official one. Deaths of a year may deviate by
/// 3 per cent; the rest is for their ages.
pub const MOST_GAIN: f64 = 0.05;
/// Smallest half width of that band, years: a small gain need not be met more exactly.
pub const LEAST_BAND: f64 = 0.02;
/// Largest deviation of the official side from a gain the ministry published for the same year, years.
/// The ministry has preliminary counts and causes by single age; the pack has final counts, causes by
/// five-year age, and for some years life tables of the Japanese Mortality Database. Chosen when the
/// differences, up to 0.08, were known.
pub const MOST_PUBLISHED: f64 = 0.1;

/// Life expectancy gained without some causes of death.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EliminationCheck {
    /// Identifier of the group of causes.
    pub causes: String,
    /// Name of the group.
    pub title: Text,
    /// Calendar year.
    pub year: Year,
    /// Whom it describes.
    pub sex: Group,
    /// Age from which life expectancy is counted.
    pub age: u8,
    /// Life expectancy with all causes, official, years.
    pub life_expectancy: f64,
    /// Gained without them, from official deaths, years.
    pub official: f64,
    /// Gained without them, from raw simulated deaths, years.
    pub simulated: f64,
    /// Simulated minus official, years.
    pub difference: f64,
    /// Monte-Carlo standard error of the simulated gain, years.
    pub se: f64,
    /// Half width of the pass band, years.
    pub tolerance: f64,
    /// Whether the simulated gain lies in it.
    pub pass: bool,
    /// What the ministry published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedGain>,
}

/// A gain the ministry published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublishedGain {
    /// Its year: the one before, where official figures of the pack begin later.
    pub year: Year,
    /// The gain, years.
    pub gained: f64,
    /// The official side minus it, years.
    pub difference: f64,
    /// Half width of the pass band, years.
    pub tolerance: f64,
    /// Whether the official side lies in it; `None` where the years differ.
    pub pass: Option<bool>,
    /// Identifier of the source.
    pub source: String,
}

impl EliminationCheck {
    /// What it judges.
    pub(super) fn verdicts(&self) -> impl Iterator<Item = bool> + use<> {
        [Some(self.pass), self.published.as_ref().and_then(|published| published.pass)].into_iter().flatten()
    }
}

/// A gain to be found.
pub(super) struct Asked {
    /// Calendar year.
    pub year: Year,
    causes: CauseGroup,
    /// Positions in the list of causes.
    places: Vec<usize>,
    sex: Sex,
    age: u8,
    life_expectancy: f64,
    official: f64,
    published: Option<published::Elimination>,
}

/// The gains that official figures exist for, in the years of the run: those with a published value, then
/// all groups of causes in [`SHOWN`].
pub(super) fn asked(baseline: &Baseline, raw: &RawCells) -> Vec<Asked> {
    let Mortality::Official(mortality) = &baseline.mortality else { return Vec::new() };
    let Some(first) = baseline.official_cause_deaths.iter().map(|row| row.year).min() else {
        return Vec::new();
    };
    let published = published::eliminations(&baseline.id);
    let mut found = Vec::new();
    for causes in published::cause_groups() {
        let Some(places) = places(baseline, &causes) else { continue };
        let own = published.iter().filter(|row| row.causes == causes.id);
        let mut wanted: Vec<(Year, Sex, u8, Option<&published::Elimination>)> =
            own.map(|row| (row.year.max(first), row.sex, row.age, Some(row))).collect();
        for &sex in &baseline.sexes {
            wanted.extend(AGES.iter().map(|&age| (SHOWN, sex, age, None)));
        }
        for (year, sex, age, published) in wanted {
            if !raw.persons.years().contains(year) {
                continue;
            }
            let table = official(baseline, mortality, sex, year, &places);
            let Some((life_expectancy, official)) =
                table.and_then(|table| Some((table.life_expectancy(age)?, table.gain(age)?)))
            else {
                continue;
            };
            let (causes, places, published) = (causes.clone(), places.clone(), published.cloned());
            found.push(Asked { year, causes, places, sex, age, life_expectancy, official, published });
        }
    }
    found
}

/// Positions of a group's causes in the list of a pack; `None` if it lacks one.
fn places(baseline: &Baseline, causes: &CauseGroup) -> Option<Vec<usize>> {
    causes.causes.iter().map(|id| baseline.causes.iter().position(|known| known.id == *id)).collect()
}

/// Official rates, with the shares of causes in the deaths of five-year ages.
fn official(
    baseline: &Baseline,
    mortality: &OfficialMortality,
    sex: Sex,
    year: Year,
    places: &[usize],
) -> Option<Eliminated> {
    let ages = mortality.observed.ages();
    if !mortality.observed.years().contains(year) {
        return None;
    }
    let groups: Vec<_> =
        baseline.official_cause_deaths.iter().filter(|row| row.year == year && row.sex == sex).collect();
    let shares = ages.iter().map(|age| {
        let group = groups.iter().find(|row| (row.ages.0..=row.ages.1).contains(&age))?;
        let all: f64 = group.deaths.iter().sum();
        let own: f64 = places.iter().map(|&place| group.deaths[place]).sum();
        Some(if all > 0.0 { own / all } else { 0.0 })
    });
    let deaths = Deaths {
        first: ages.first,
        rates: mortality.observed.row(sex, year).to_vec(),
        shares: shares.collect::<Option<_>>()?,
        first_fraction: infant_fraction(mortality, sex, year),
    };
    Eliminated::new(&deaths).ok()
}

fn infant_fraction(mortality: &OfficialMortality, sex: Sex, year: Year) -> f64 {
    let grid = &mortality.infant_fraction;
    grid.held(sex, year, grid.ages().first)
}

/// The gain in the raw simulation, years; not a number where nobody is simulated.
pub(super) fn simulated(raw: &RawCells, baseline: &Baseline, asked: &Asked) -> f64 {
    let table = raw_table(raw, baseline, &[asked.sex], asked.year, &asked.places);
    table.and_then(|table| table.gain(asked.age)).unwrap_or(f64::NAN)
}

/// Simulated rates to the oldest age that somebody reaches, with the shares of causes.
fn raw_table(
    raw: &RawCells,
    baseline: &Baseline,
    sexes: &[Sex],
    year: Year,
    places: &[usize],
) -> Option<Eliminated> {
    let Mortality::Official(mortality) = &baseline.mortality else { return None };
    let ages = raw.persons.ages();
    let sum = |grid: &Grid, age| sexes.iter().map(|&sex| grid.get(sex, year, age)).sum::<f64>();
    let (mut rates, mut shares): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    for age in ages.iter() {
        let (persons, deaths) = (sum(&raw.persons, age), sum(&raw.deaths, age));
        if persons > 0.0 && deaths > 0.0 {
            let own =
                places.iter().map(|place| sum(&raw.details[3 * baseline.conditions.len() + place], age));
            rates.push(deaths / persons);
            // Shares of all causes add up to one but for rounding.
            shares.push((own.sum::<f64>() / deaths).clamp(0.0, 1.0));
        } else if let (Some(&rate), Some(&share)) = (rates.last(), shares.last()) {
            rates.push(rate);
            shares.push(share);
        } else {
            return None;
        }
    }
    let fractions = sexes.iter().map(|&sex| infant_fraction(mortality, sex, year));
    let first_fraction = fractions.sum::<f64>() / sexes.len() as f64;
    Eliminated::new(&Deaths { first: ages.first, rates, shares, first_fraction }).ok()
}

/// A gain against official figures, with the values that smaller runs have for it.
pub(super) fn check(baseline: &Baseline, raw: &RawCells, asked: Asked, values: &[f64]) -> EliminationCheck {
    let simulated = simulated(raw, baseline, &asked);
    let Asked { year, causes, sex, age, life_expectancy, official, published, .. } = asked;
    let difference = simulated - official;
    let tolerance = (MOST_GAIN * official).max(LEAST_BAND);
    EliminationCheck {
        causes: causes.id,
        title: causes.title,
        year,
        sex: Group::of(Some(sex)),
        age,
        life_expectancy,
        official,
        simulated,
        difference,
        se: error_of_mean(values),
        tolerance,
        // What cannot be computed is not a number, and no number lies in its band.
        pass: difference.abs() <= tolerance,
        published: published.map(|published| {
            let difference = official - published.years;
            PublishedGain {
                year: published.year,
                gained: published.years,
                difference,
                tolerance: MOST_PUBLISHED,
                pass: (published.year == year).then_some(difference.abs() <= MOST_PUBLISHED),
                source: published.source,
            }
        }),
    }
}

/// Puts cause elimination in the same year beside what it costs to have a condition: the deaths certified
/// as due to it, and no others, are taken away, from everybody at once.
pub(super) fn beside(found: &mut SwitchedOff, baseline: &Baseline, raw: &RawCells) {
    if !raw.persons.years().contains(found.year) {
        return;
    }
    for row in &mut found.rows {
        let condition = baseline.conditions.iter().position(|condition| condition.id == row.condition);
        let causes = baseline.causes.iter().enumerate();
        let places: Vec<usize> = causes
            .filter_map(|(place, cause)| {
                let (owner, _) = cause.owner.as_ref()?;
                condition.is_none_or(|own| own == *owner).then_some(place)
            })
            .collect();
        if !places.is_empty() {
            let table = raw_table(raw, baseline, row.sex.members(), found.year, &places);
            row.cause_elimination = table.and_then(|table| table.gain(raw.persons.ages().first));
        }
    }
}
