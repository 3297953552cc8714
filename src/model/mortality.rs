//! Mortality of the reference: observed as far as it goes, an assumption after that.
//!
//! After the last observed year L the hazard falls with the age shape of a published projection:
//!
//! ```text
//! ln m(x, y) = ln m(x, L) - k * sum over L < u <= y of d(x, u)
//! ```
//!
//! d is the yearly decline of the pack; k is one number per sex and segment, solved so that the
//! period life expectancy meets the published anchor at the end of the segment. Only decline
//! *rates* are borrowed, never the level of the borrowed projection.

use super::error::{ModelError, bisect};
use crate::baseline::{AnchorName, OfficialMortality};
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::outcome::life_table::expectancies_from_rates;
use crate::plan::MortalityAssumption;

/// Year of the user's own life expectancies; the field of a scenario is named after it.
const OWN_YEAR: Year = Year(2040);

/// Hazards m(x, y) of every year of `years` under an assumption, for the sexes of the pack.
///
/// # Errors
/// [`ModelError::LifeExpectancy`] if a life expectancy that the path must meet cannot be reached,
/// [`ModelError::NoPath`] if the pack names no path for the assumption.
pub fn project(
    official: &OfficialMortality,
    sexes: &[Sex],
    assumption: &MortalityAssumption,
    years: YearSpan,
) -> Result<Grid, ModelError> {
    let last_observed = official.observed.years().last;
    let path = |from: Year, lead: &Lead| path(official, sexes, years, from, lead);
    let calm = || {
        let calm = official.paths.without_excess.as_ref().ok_or(ModelError::NoPath)?;
        path(calm.from, &published(official, &calm.anchors))
    };
    match assumption {
        MortalityAssumption::Anchored if official.paths.default.is_empty() => Err(ModelError::NoPath),
        MortalityAssumption::Anchored => path(last_observed, &published(official, &official.paths.default)),
        MortalityAssumption::WorldPopulationProspects => path(last_observed, &Lead::Factor(1.0)),
        MortalityAssumption::Frozen => path(last_observed, &Lead::Factor(0.0)),
        MortalityAssumption::Own { life_expectancy_2040 } => {
            let own = life_expectancy_2040.map(Some);
            path(last_observed, &Lead::Anchors(vec![(OWN_YEAR, own)]))
        }
        MortalityAssumption::Ipss2023Check => calm(),
        MortalityAssumption::ExcessVanishes { by } => {
            let level = path(last_observed, &Lead::Factor(0.0))?;
            Ok(fade_excess(&level, &calm()?, sexes, last_observed, *by))
        }
    }
}

/// Infant fractions of every year: observed, then held.
#[must_use]
pub fn infant_fractions(official: &OfficialMortality, years: YearSpan) -> Grid {
    let ages = official.infant_fraction.ages();
    Grid::from_fn(years, ages, |sex, year, age| official.infant_fraction.held(sex, year, age))
}

/// What leads the decline after the last observed year.
enum Lead {
    /// The decline rates times this factor.
    Factor(f64),
    /// Life expectancies by sex that segments of the path must meet, in order of year.
    Anchors(Vec<(Year, [Option<f64>; 2])>),
}

fn published(official: &OfficialMortality, wanted: &[AnchorName]) -> Lead {
    let value = |wanted: &AnchorName, sex: Sex| {
        official
            .anchors
            .iter()
            .find(|anchor| {
                anchor.projection == wanted.projection && anchor.year == wanted.year && anchor.sex == sex
            })
            .map(|anchor| anchor.value)
    };
    Lead::Anchors(wanted.iter().map(|name| (name.year, Sex::ALL.map(|sex| value(name, sex)))).collect())
}

/// Observed to `from`, led after it.
fn path(
    official: &OfficialMortality,
    sexes: &[Sex],
    years: YearSpan,
    from: Year,
    lead: &Lead,
) -> Result<Grid, ModelError> {
    let ages = official.observed.ages();
    let mut result =
        Grid::from_fn(years, ages, |sex, year, age| official.observed.held(sex, year.min(from), age));
    for &sex in sexes {
        let mut log_rates: Vec<f64> =
            ages.iter().map(|age| libm::log(official.observed.get(sex, from, age))).collect();
        let mut year = from;
        let mut factor = 0.0;
        let segments: Vec<(Year, Option<f64>)> = match lead {
            Lead::Factor(fixed) => {
                factor = *fixed;
                vec![(years.last, None)]
            }
            Lead::Anchors(anchors) => {
                let mut segments: Vec<_> = anchors
                    .iter()
                    .filter(|(end, _)| *end > from)
                    .map(|(end, value)| (*end, value[sex.index()]))
                    .collect();
                segments.push((years.last, None));
                segments
            }
        };
        for (end, target) in segments {
            if year >= years.last {
                break;
            }
            let fall = |until: Year, age: u8| -> f64 {
                (year.0 + 1..=until.0).map(|step| official.decline.held(sex, Year(step), age)).sum()
            };
            if let Some(target) = target {
                let total: Vec<f64> = ages.iter().map(|age| fall(end, age)).collect();
                let infant = official.infant_fraction.held(sex, end, ages.first);
                factor = solve_factor(&log_rates, &total, infant, ages, target).map_err(|(low, high)| {
                    ModelError::LifeExpectancy { sex, year: end, wanted: target, low, high }
                })?;
            }
            let stop = end.min(years.last);
            for step in year.0 + 1..=stop.0 {
                for (log_rate, age) in log_rates.iter_mut().zip(ages.iter()) {
                    *log_rate -= factor * official.decline.held(sex, Year(step), age);
                    result.set(sex, Year(step), age, libm::exp(*log_rate));
                }
            }
            year = stop;
        }
    }
    Ok(result)
}

/// The factor on the cumulative decline at which life expectancy meets `target`, by bisection:
/// life expectancy rises with the factor because every decline rate is positive in sum.
fn solve_factor(
    log_rates: &[f64],
    total_decline: &[f64],
    infant: f64,
    ages: AgeSpan,
    target: f64,
) -> Result<f64, (f64, f64)> {
    bisect(-10.0, 10.0, target, |factor| {
        let rates: Vec<f64> = log_rates
            .iter()
            .zip(total_decline)
            .map(|(log_rate, fall)| libm::exp(log_rate - factor * fall))
            .collect();
        expectancies_from_rates(&rates, infant, ages.open).life_expectancy(0)
    })
}

/// The last observed excess over `calm`, fading linearly in the logarithm until it is gone in `by`.
fn fade_excess(level: &Grid, calm: &Grid, sexes: &[Sex], last_observed: Year, by: Year) -> Grid {
    Grid::from_fn(level.years(), level.ages(), |sex, year, age| {
        if year <= last_observed || !sexes.contains(&sex) {
            return level.get(sex, year, age);
        }
        let excess =
            libm::log(level.get(sex, last_observed, age)) - libm::log(calm.get(sex, last_observed, age));
        let remaining = f64::from(by.0.saturating_sub(year.0)) / f64::from(by.0 - last_observed.0);
        calm.get(sex, year, age) * libm::exp(excess * remaining)
    })
}
