//! Hindcasts: what the method would have said of later surveys, had it been built in a base year.
//!
//! For each survey year before the last one, everything observed after it is cut away: death rates,
//! infant fractions, healthy life expectancies and reference years of the limitation curve. The
//! mortality of the base year is led to the projection published before it (`ipss2017`, 2040), the
//! limitation offset is solved again, and the later surveys are predicted under three readings of
//! the trend. Three things still know the future and are named in the report: the age shape of the
//! decline of mortality (its timing is spread evenly, so that no later year's own change enters),
//! net migration, which only weighs ages within five-year groups, and the size of the observed pace.

use crate::baseline::{
    AnchorName, Baseline, Indicator, Limitation, Mortality, MortalityPaths, OfficialMortality,
};
use crate::model::error::ModelError;
use crate::model::limitation::{self, Observed, Offsets};
use crate::model::{mortality, population};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::outcome::cells::Cells;
use crate::outcome::expectancies::expectancies;
use crate::outcome::series::Group;
use crate::plan::MortalityAssumption;
use serde::Serialize;

/// The projection that mortality is led to: it was published before every pandemic year.
pub const PROJECTION: &str = "ipss2017";
/// The year of that projection.
const PROJECTED: Year = Year(2040);

/// Readings of the trend of limitation at a given age: share of the observed pace.
const READINGS: [(&str, f64); 3] = [("none", 0.0), ("half", 0.5), ("full", 1.0)];

/// One prediction and what came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hindcast {
    /// Last year known.
    pub base: Year,
    /// Year predicted.
    pub year: Year,
    /// Whom it describes.
    pub sex: Sex,
    /// `life_expectancy` or `healthy_life_expectancy`, years at birth.
    pub outcome: &'static str,
    /// Share of the observed pace: `none`, `half`, `full`; life expectancy knows only `none`.
    pub reading: &'static str,
    /// Predicted, years.
    pub predicted: f64,
    /// Official, years.
    pub official: f64,
    /// The miss: predicted minus official, years.
    pub difference: f64,
}

/// Predictions of every survey year after each earlier one; empty for a pack without official
/// rates, limitation or the projection of [`PROJECTION`].
///
/// # Errors
/// [`ModelError`] if the levels of a base year cannot be reached.
pub fn hindcast(baseline: &Baseline) -> Result<Vec<Hindcast>, ModelError> {
    let (Mortality::Official(official), Some(limitation)) = (&baseline.mortality, &baseline.limitation)
    else {
        return Ok(Vec::new());
    };
    if !official.anchors.iter().any(|anchor| anchor.projection == PROJECTION && anchor.year == PROJECTED) {
        return Ok(Vec::new());
    }
    let mut surveys: Vec<Year> = limitation
        .targets
        .iter()
        .map(|target| target.year)
        .filter(|year| official.observed.years().contains(*year))
        .collect();
    surveys.sort();
    surveys.dedup();
    let mut found = Vec::new();
    for (index, &base) in surveys.iter().enumerate() {
        let later = &surveys[index + 1..];
        if let Some(&last) = later.last() {
            let known = Known::until(baseline, official, limitation, base, last)?;
            for &year in later {
                known.predict(baseline, limitation, year, &mut found);
            }
        }
    }
    Ok(found)
}

/// What a base year knows, and what follows from it.
struct Known {
    base: Year,
    limitation: Limitation,
    offsets: Offsets,
    cells: Cells,
}

impl Known {
    fn until(
        baseline: &Baseline,
        official: &OfficialMortality,
        limitation: &Limitation,
        base: Year,
        last: Year,
    ) -> Result<Self, ModelError> {
        let years = YearSpan { first: baseline.years.first, last };
        let official = truncated(official, base);
        let hazards = mortality::project(&official, &baseline.sexes, &MortalityAssumption::Anchored, years)?;
        let infant = mortality::infant_fractions(&official, years);
        let persons = population::project(baseline, &hazards, &infant, years).persons;
        let limitation = limitation_until(limitation, base);
        let observed = Observed { mortality: &hazards, infant_fraction: &infant, population: &persons };
        let offsets = Offsets::solve(&limitation, &observed)?;
        let empty = || Grid::filled(years, baseline.ages, 0.0);
        let cells = Cells {
            mortality: hazards,
            infant_fraction: infant,
            limited: empty(),
            care: [empty(), empty(), empty()],
            population: persons,
        };
        Ok(Self { base, limitation, offsets, cells })
    }

    fn predict(&self, baseline: &Baseline, complete: &Limitation, year: Year, found: &mut Vec<Hindcast>) {
        let years = self.cells.mortality.years();
        for (reading, share) in READINGS {
            let pace = complete.observed_pace.map(|pace| share * pace);
            let limited = limitation::shares(&self.limitation, &self.offsets, pace, years, baseline.ages);
            let cells = Cells { limited, ..self.cells.clone() };
            for &sex in &baseline.sexes {
                let group = Group::of(Some(sex));
                let [life, healthy, ..] = expectancies(&cells, group, year);
                let mut add = |outcome, predicted: f64, official: Option<f64>| {
                    if let Some(official) = official {
                        let difference = predicted - official;
                        let base = self.base;
                        found.push(Hindcast {
                            base,
                            year,
                            sex,
                            outcome,
                            reading,
                            predicted,
                            official,
                            difference,
                        });
                    }
                };
                if share == 0.0 {
                    add("life_expectancy", life, official_life_expectancy(baseline, sex, year));
                }
                let survey = complete.targets.iter().find(|target| target.sex == sex && target.year == year);
                add("healthy_life_expectancy", healthy, survey.map(|target| target.value));
            }
        }
    }
}

fn official_life_expectancy(baseline: &Baseline, sex: Sex, year: Year) -> Option<f64> {
    let wanted = baseline.official.iter().find(|value| {
        value.indicator == Indicator::LifeExpectancy
            && value.year == year
            && value.sex == Some(sex)
            && value.age == baseline.ages.first
            && !value.projected
    });
    wanted.map(|value| value.value)
}

/// Official mortality as it was known in `base`; the decline that leads on from it falls by the same
/// amount every year.
fn truncated(official: &OfficialMortality, base: Year) -> OfficialMortality {
    let steps = f64::from(PROJECTED.0.saturating_sub(base.0).max(1));
    let even = |sex: Sex, age: u8| -> f64 {
        let total: f64 =
            (base.0 + 1..=PROJECTED.0).map(|year| official.decline.held(sex, Year(year), age)).sum();
        total / steps
    };
    let declining = YearSpan { first: Year(base.0 + 1), last: PROJECTED };
    OfficialMortality {
        observed: cut(&official.observed, base),
        infant_fraction: cut(&official.infant_fraction, base),
        decline: Grid::from_fn(declining, official.decline.ages(), |sex, _, age| even(sex, age)),
        paths: MortalityPaths {
            default: vec![AnchorName { projection: PROJECTION.to_owned(), year: PROJECTED }],
            without_excess: None,
        },
        anchors: official.anchors.iter().filter(|anchor| anchor.projection == PROJECTION).cloned().collect(),
    }
}

/// The years of a grid up to `last`.
fn cut(grid: &Grid, last: Year) -> Grid {
    let years = YearSpan { last: grid.years().last.min(last), ..grid.years() };
    Grid::from_fn(years, grid.ages(), |sex, year, age| grid.get(sex, year, age))
}

/// Surveys and reference curves up to `base`; the first curve where all are later.
fn limitation_until(limitation: &Limitation, base: Year) -> Limitation {
    let mut curve_years: Vec<Year> =
        limitation.curve_years.iter().copied().filter(|year| *year <= base).collect();
    if curve_years.is_empty() {
        curve_years.extend(limitation.curve_years.first());
    }
    Limitation {
        curve_years,
        targets: limitation.targets.iter().filter(|target| target.year <= base).cloned().collect(),
        ..limitation.clone()
    }
}
