//! What trialling first is worth in healthy person-years, summed from the start of the trial to the last year,
//! and what to make of it.
//!
//! A sum is linear in the yearly responses of the engine. Those of neighbouring years come from the same
//! persons, so their errors go together: the error of a sum is taken as the sum of the errors, each by how often
//! the response counts. That is the most it can be. In the first years too few lives differ for an error to be told;
//! there it is at most that of the first later year in which it can, because the lives that differ by then are more.

use super::Asked;
use super::response::Response;
use crate::baseline::levers::Target;
use crate::num::units::Year;
use crate::outcome::series::Estimate;
use crate::plan::CoveragePath;
use crate::policy::pipeline::Pipeline;
use crate::policy::pipeline::value::{Value, value_of_trialling};
use crate::run::RunOutput;
use crate::run::economics::discount_factor;
use serde::Serialize;

/// Standard errors by which a value must differ from zero to be told from it.
const SURE: f64 = 2.0;

/// What trialling first is worth, healthy person-years of the country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worth {
    /// Sums from the first year of the trial to the last year: undiscounted, then at the usual rate of the pack.
    pub sums: Vec<Summed>,
    /// The same year by year, undiscounted.
    pub by_year: Vec<YearWorth>,
    /// Programme cost that trialling first saves per healthy person-year that it loses, yen, undiscounted: it pays
    /// where a healthy person-year is worth less. `None` unless it saves and loses, and both are known.
    pub price: Option<f64>,
}

/// Sums over the years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summed {
    /// Yearly discount rate.
    pub discount_rate: f64,
    /// Trial first, scale-up by its result.
    pub trial_first: Estimate,
    /// Scaled up at once, without a trial.
    pub at_once: Estimate,
    /// Trial first against the better of scaling up at once and never.
    pub of_trialling: Estimate,
    /// What is lost because everything starts later.
    pub waiting: f64,
    /// What is lost of real effects that are not shown or not taken up.
    pub missed: f64,
    /// What harmful programmes would have cost that are kept from being scaled up.
    pub harm_avoided: f64,
    /// Share of the adopters at which both gain the same; `None` where scaling up at once gains nothing.
    pub break_even: Option<f64>,
}

/// One year of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct YearWorth {
    /// Calendar year.
    pub year: Year,
    /// Trial first, scale-up by its result.
    pub trial_first: Estimate,
    /// Scaled up at once, without a trial.
    pub at_once: Estimate,
}

/// Whether to run the trial first, if only health counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// The trial gains more than scaling up at once and than never scaling up.
    TrialFirst,
    /// Scaling up at once gains more.
    AtOnce,
    /// Neither is expected to gain anything.
    Never,
    /// The difference is not told from zero by the persons that were simulated.
    NotTold,
    /// The trial tests no lever of the model.
    NoLever,
    /// Nothing usable is known of the effect.
    NoBelief,
    /// The channel that is tested acts on nothing in the model.
    NotInModel,
    /// No scale-up before the last year, or none that reaches beyond the reference.
    NoScaleUp,
}

impl Advice {
    pub(super) fn of(pipeline: &Pipeline<'_>, worth: Option<&Worth>, until: Year) -> Self {
        let (Some(lever), Some(channel)) = (pipeline.lever, &pipeline.trial.channel) else {
            return Self::NoLever;
        };
        if pipeline.prior.is_err() {
            return Self::NoBelief;
        }
        if lever.channel(channel).is_none_or(|channel| channel.acts == Target::Shown) {
            return Self::NotInModel;
        }
        let Some(sum) = worth.and_then(|worth| worth.sums.first()) else { return Self::NoScaleUp };
        if pipeline.path_given_adoption(until).is_none() {
            return Self::NoScaleUp;
        }
        let value = sum.of_trialling;
        if value.value == 0.0 || value.value.abs() <= SURE * value.se {
            Self::NotTold
        } else if value.value > 0.0 {
            Self::TrialFirst
        } else if sum.at_once.value > 0.0 {
            Self::AtOnce
        } else {
            Self::Never
        }
    }
}

/// The responses of a trial's lever with their errors, and the mean benefits that they are multiplied by.
struct Reading<'a> {
    pipeline: &'a Pipeline<'a>,
    response: Response,
    errors: Vec<f64>,
    after: CoveragePath,
    now: CoveragePath,
    /// Mean benefit in the worlds of the two paths, each against the one that was run.
    benefits: [f64; 2],
    until: Year,
}

impl Worth {
    /// What one trial is worth; `rate` is the usual discount rate, `cost` the programme cost of either way.
    pub(super) fn of(
        asked: &Asked<'_>,
        output: &RunOutput,
        until: Year,
        (rate, cost): (Option<f64>, Option<[f64; 2]>),
    ) -> Option<Self> {
        let pipeline = &asked.pipeline;
        let from = pipeline.schedule.first;
        let difference = output.differences.as_ref()?.get(asked.world?.checked_sub(1)?)?;
        let years = difference.series.iter().filter(|row| row.year >= from);
        let found: Vec<Estimate> =
            years.filter_map(|row| Some(row.outcomes.as_ref()?.healthy_person_years)).collect();
        let prior = pipeline.prior.as_ref().ok()?;
        let gains = found.iter().map(|gain| gain.value / asked.step).collect();
        let reading = Reading {
            pipeline,
            response: Response { from, gains, benefit: asked.benefit },
            errors: bounded(&found).into_iter().map(|error| error / asked.step).collect(),
            after: pipeline.path_given_adoption(until)?,
            now: pipeline.path_without_trial(until)?,
            benefits: [pipeline.adopted() * pipeline.benefit_given_adoption(), prior.mean()]
                .map(|benefit| benefit / asked.benefit),
            until,
        };
        (found.len() == usize::from(until.0 - from.0) + 1).then_some(())?;
        let sums = [Some(0.0), rate].into_iter().flatten().map(|rate| reading.summed(rate));
        let sums = sums.collect::<Option<Vec<_>>>()?;
        let by_year = (from.0..=until.0).map(|year| reading.year(Year(year))).collect();
        let lost = -sums.first()?.of_trialling.value;
        let price = cost.map(|[first, now]| now - first).filter(|saved| *saved > 0.0 && lost > 0.0);
        Some(Self { price: price.map(|saved| saved / lost), sums, by_year })
    }
}

/// Errors of the years, those that cannot be told bounded by the next that can; infinite where none follows.
fn bounded(found: &[Estimate]) -> Vec<f64> {
    let mut next = f64::INFINITY;
    let mut errors: Vec<f64> = found
        .iter()
        .rev()
        .map(|gain| {
            if gain.se.is_finite() {
                next = gain.se;
            }
            next
        })
        .collect();
    errors.reverse();
    errors
}

impl Reading<'_> {
    fn first(&self) -> Year {
        self.response.from
    }

    /// How often each response counts along a path in a sum of years with these factors.
    fn weights(&self, path: &CoveragePath, factor: impl Fn(Year) -> f64) -> Vec<f64> {
        let mut sum = vec![0.0; self.errors.len()];
        let Some(lever) = self.pipeline.lever else { return sum };
        for year in (self.first().0..=self.until.0).map(Year) {
            let times = factor(year);
            for (sum, weight) in sum.iter_mut().zip(self.response.weights(lever, path, year)) {
                *sum += times * weight;
            }
        }
        sum
    }

    fn estimate(&self, weights: &[f64]) -> Estimate {
        let sum = |values: &[f64], of: fn(f64) -> f64| -> f64 {
            weights.iter().zip(values).map(|(weight, value)| of(*weight) * value).sum()
        };
        Estimate::new(sum(&self.response.gains, |weight| weight), sum(&self.errors, f64::abs))
    }

    /// Trial first, at once, and the first against the better of the second and never.
    fn estimates(&self, factor: impl Fn(Year) -> f64) -> [Estimate; 3] {
        let scaled = |path: &CoveragePath, benefit: f64| -> Vec<f64> {
            self.weights(path, &factor).into_iter().map(|weight| weight * benefit).collect()
        };
        let [later, at_once] = [scaled(&self.after, self.benefits[0]), scaled(&self.now, self.benefits[1])];
        let against = self.estimate(&at_once).value > 0.0;
        let value: Vec<f64> = later
            .iter()
            .zip(&at_once)
            .map(|(later, at_once)| if against { later - at_once } else { *later })
            .collect();
        [&later, &at_once, &value].map(|weights| self.estimate(weights))
    }

    fn year(&self, year: Year) -> YearWorth {
        let [trial_first, at_once, _] = self.estimates(|other| f64::from(u8::from(other == year)));
        YearWorth { year, trial_first, at_once }
    }

    fn summed(&self, rate: f64) -> Option<Summed> {
        let factor = |year: Year| discount_factor(rate, self.first(), year);
        let prior = self.pipeline.prior.as_ref().ok()?;
        // Linear in the effect: a benefit of 1 gains this along either path.
        let [later, at_once] = [&self.after, &self.now]
            .map(|path| self.estimate(&self.weights(path, factor)).value / self.response.benefit);
        let gain = |effect: f64, path: &CoveragePath| {
            prior.benefit(effect) * if *path == self.after { later } else { at_once }
        };
        let Value { waiting, missed, harm_avoided, break_even, .. } =
            value_of_trialling(self.pipeline, self.until, gain)?;
        let [trial_first, at_once, of_trialling] = self.estimates(factor);
        Some(Summed {
            discount_rate: rate,
            trial_first,
            at_once,
            of_trialling,
            waiting,
            missed,
            harm_avoided,
            break_even,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_cannot_be_told_is_at_most_the_next_that_can() {
        let unknown = Estimate { se: f64::INFINITY, ..Estimate::new(0.0, 0.0) };
        let found = [unknown, Estimate::new(1.0, 0.3), unknown, Estimate::new(2.0, 0.5), unknown];
        assert_eq!(bounded(&found), [0.3, 0.3, 0.5, 0.5, f64::INFINITY]);
    }
}
