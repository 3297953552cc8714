//! The trials of the strategy held against scaling up at once and never, with gains from the engine.
//!
//! One run per trial answers for every path of coverage: its lever is raised by a fixed step of coverage
//! from the first year on, and the gain k years later is the response `S(k)`. A path whose excess over the
//! reference grows by `d(y)` in year y then gains `sum_y d(y) S(until - y)`, and an effect half as large
//! half as much. Both are linear readings: they leave out that the population ages, that later adopters may
//! differ, and that large steps saturate. The other channels of a lever scale with the one that is tested.
//! What trialling first is worth is told in healthy person-years summed over the years ([`worth`]): one year
//! alone would favour whatever happens to peak in it.

mod response;
pub mod worth;

use super::world;
use crate::baseline::levers::{Channel, CostBasis};
use crate::baseline::{Baseline, Text};
use crate::num::units::Year;
use crate::outcome::series::{Estimate, Group};
use crate::plan::{CoveragePath, LeverSetting, Plan};
use crate::policy::enabler::{EnablerSetting, EvidenceSystem};
use crate::policy::pipeline::design::{critical_value, power};
use crate::policy::pipeline::prior::NoPrior;
use crate::policy::pipeline::value::{Value, expected_cost, value_of_trialling};
use crate::policy::pipeline::{Pipeline, Start};
use crate::run::{Detail, Manifest, RunError, RunOutput, RunSettings, Watch, compare};
use response::Response;
use serde::Serialize;
use worth::{Advice, Worth};

/// What is asked of the trials.
#[derive(Debug, Clone)]
pub struct Request {
    /// Persons, seed and last year.
    pub settings: RunSettings,
    /// When the trials run.
    pub start: Start,
    /// Enablers that differ from the plan.
    pub enabled: Vec<EnablerSetting>,
    /// Only this trial.
    pub only: Option<String>,
}

/// All trials.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trials {
    /// Version of the program.
    pub kenju: &'static str,
    /// What was run; `None` if no trial tests a lever of the pack.
    pub manifest: Option<Manifest>,
    /// When the trials run.
    pub start: Start,
    /// Year the gains are read in.
    pub until: Year,
    /// One row per trial.
    pub trials: Vec<TrialRow>,
}

/// One trial: what it may show, and what it is worth to run it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrialRow {
    /// Identifier.
    pub id: String,
    /// Name.
    pub title: Text,
    /// Lever and channel it tests.
    pub lever: Option<String>,
    /// The channel.
    pub channel: Option<String>,
    /// Unit of the endpoint, in which the effects stand.
    pub unit: String,
    /// Standard error of its estimate in that unit; of the logarithm for ratios.
    pub standard_error: f64,
    /// Chance of a positive result if the effect is the default; `None` without usable evidence.
    pub power_at_default: Option<f64>,
    /// Chance that there is no effect at all, before the trial.
    pub zero_mass: f64,
    /// Chance of a positive result.
    pub positive: f64,
    /// Chance that there is an effect if the result is positive.
    pub real_given_positive: f64,
    /// Mean true effect on the endpoint, in its unit: before the trial.
    pub effect: f64,
    /// The same after a positive result.
    pub effect_given_positive: f64,
    /// Mean estimate of positive trials.
    pub estimate_given_positive: f64,
    /// What an adopted programme is expected to do, as a share of the pack's effect: some of what is adopted
    /// does nothing. `None` where the pack believes no effect.
    pub effect_factor: Option<f64>,
    /// Why nothing is believed of its effect.
    pub no_prior: Option<NoPrior>,
    /// The system that judges it.
    pub system: EvidenceSystem,
    /// Chance that its programme is scaled up.
    pub adopted: f64,
    /// First year whose coverage can differ after the trial.
    pub first_use: Year,
    /// Coverage in the last year: reference, expected, if it is scaled up.
    pub coverage: Option<[f64; 3]>,
    /// What trialling first is worth, healthy person-years summed over the years.
    pub worth: Option<Worth>,
    /// Whether to run the trial first, if only health counts.
    pub worth_it: Advice,
    /// Gains of healthy life expectancy in the last year by sex, years.
    pub gains: Option<Vec<Gain>>,
    /// Programme cost to the last year in yen without interest: trial first, scaled up at once. `None`
    /// where the lever has no sourced cost.
    pub cost: Option<[f64; 2]>,
}

/// Gains of one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gain {
    /// Whom they describe.
    pub sex: Group,
    /// In the last year.
    pub last_year: Value,
    /// Mean over the years from the start to the last.
    pub mean: Value,
    /// Monte-Carlo error of the engine's response relative to it.
    pub relative_se: f64,
}

/// A trial whose lever the engine can answer for.
struct Asked<'a> {
    pipeline: Pipeline<'a>,
    /// Position of its world; `None` where nothing can be gained.
    world: Option<usize>,
    /// Coverage of the step, and the benefit that is run.
    step: f64,
    benefit: f64,
}

/// Looks at the trials and runs the engine once for each lever they test.
///
/// # Errors
/// As [`compare`].
pub fn trials(baseline: &Baseline, request: &Request, watch: &dyn Watch) -> Result<Trials, RunError> {
    let until = request.settings.until;
    let mut worlds = vec![world("reference", Plan::default_trends())];
    let mut asked = Vec::new();
    let wanted = |id: &str| request.only.as_ref().is_none_or(|only| only == id);
    for trial in baseline.pipelines.trials.iter().filter(|trial| wanted(&trial.id)) {
        let pipeline = Pipeline::of(baseline, trial, request.start, &request.enabled);
        let mut entry = Asked { pipeline, world: None, step: 0.0, benefit: 0.0 };
        if let Some((setting, step, benefit)) = stepped(&entry.pipeline, until) {
            entry.world = Some(worlds.len());
            (entry.step, entry.benefit) = (step, benefit);
            worlds.push(world(&trial.id, Plan { levers: vec![setting], ..Plan::default_trends() }));
        }
        asked.push(entry);
    }
    let output = if worlds.len() > 1 {
        let settings = RunSettings { detail: Detail::All, raw: false, ..request.settings.clone() };
        Some(compare(baseline, &worlds, &settings, watch)?)
    } else {
        None
    };
    let rate = baseline.costs.as_ref().map(|costs| costs.discount[0]);
    let trials = asked.iter().map(|asked| row(asked, output.as_ref(), until, rate)).collect();
    let manifest = output.map(|output| output.manifest);
    Ok(Trials { kenju: env!("CARGO_PKG_VERSION"), manifest, start: request.start, until, trials })
}

/// The lever raised by a step from the first year on: its setting, the step, the benefit that is run.
fn stepped(pipeline: &Pipeline<'_>, until: Year) -> Option<(LeverSetting, f64, f64)> {
    let (lever, prior) = (pipeline.lever?, pipeline.prior.as_ref().ok()?);
    let channel = lever.channel(pipeline.trial.channel.as_ref()?)?;
    let first = pipeline.schedule.first;
    if first > until {
        return None;
    }
    let ceiling = pipeline.trial.adoption.as_ref()?.ceiling.value.min(lever.coverage.maximum);
    let reference = |year| lever.reference_coverage(Year(year));
    let highest = (first.0..=until.0).map(reference).fold(0.0, f64::max);
    // Small ceilings are read from a larger step, which the same persons answer with less noise.
    let step = (ceiling - highest).max((lever.coverage.maximum - highest).min(0.2));
    if step <= 0.0 {
        return None;
    }
    let (effects, value) = strength(channel)?;
    let benefit = prior.benefit(value);
    if benefit == 0.0 {
        return None;
    }
    let shares = (first.0..=until.0).map(|year| reference(year) + step).collect();
    let coverage = Some(CoveragePath { from: first, shares });
    let setting = LeverSetting { coverage, effects, ..LeverSetting::of(&lever.id) };
    Some((setting, step, benefit))
}

/// The effect that is run: the believed default, or the favourable end where the default is a null, since
/// a null answers nothing.
fn strength(channel: &Channel) -> Option<(Vec<(String, f64)>, f64)> {
    let default = channel.believed()?;
    if default != channel.acts.null() {
        return Some((Vec::new(), default));
    }
    let own = channel.effect?.optimistic;
    (own != channel.acts.null()).then(|| (vec![(channel.id.clone(), own)], own))
}

fn row(asked: &Asked<'_>, output: Option<&RunOutput>, until: Year, rate: Option<f64>) -> TrialRow {
    let pipeline = &asked.pipeline;
    let (trial, verdict) = (pipeline.trial, &pipeline.verdict);
    let measure = &trial.endpoint.measure;
    let shown = |benefit: f64| {
        let sign = match trial.endpoint.better {
            crate::baseline::trials::Better::Lower => -1.0,
            crate::baseline::trials::Better::Higher => 1.0,
        };
        let value = sign * benefit;
        if measure.is_ratio() { libm::exp(value) } else { measure.per_unit() * value }
    };
    let coverage = pipeline.lever.and_then(|lever| {
        let at = |path: Option<CoveragePath>| path.and_then(|path| path.at(until));
        let reference = lever.reference_coverage(until);
        Some([reference, at(pipeline.expected_path(until))?, at(pipeline.path_given_adoption(until))?])
    });
    let prior = pipeline.prior.as_ref();
    let cost = output.and_then(|output| cost(asked, output, until));
    let worth = output.and_then(|output| Worth::of(asked, output, until, (rate, cost)));
    TrialRow {
        id: trial.id.clone(),
        title: trial.title.clone(),
        lever: trial.lever.clone(),
        channel: trial.channel.clone(),
        unit: trial.endpoint.unit.clone(),
        standard_error: measure.per_unit() * pipeline.error,
        power_at_default: default_benefit(pipeline)
            .map(|benefit| power(benefit, pipeline.error, critical_value(trial.design.arms))),
        zero_mass: prior.map_or(1.0, |prior| prior.zero_mass),
        positive: verdict.positive,
        real_given_positive: verdict.real_given_positive,
        effect: shown(verdict.mean),
        effect_given_positive: shown(verdict.mean_given_positive),
        estimate_given_positive: shown(verdict.estimate_given_positive),
        effect_factor: pipeline.effect_factor(pipeline.benefit_given_adoption()),
        no_prior: prior.err().copied(),
        system: pipeline.system,
        adopted: pipeline.adopted(),
        first_use: Year(pipeline.schedule.result.0 + 1),
        coverage,
        worth_it: Advice::of(pipeline, worth.as_ref(), until),
        worth,
        gains: output.and_then(|output| gains(asked, output, until)),
        cost,
    }
}

/// Benefit of the default effect on the endpoint.
fn default_benefit(pipeline: &Pipeline<'_>) -> Option<f64> {
    let prior = pipeline.prior.as_ref().ok()?;
    let trial = pipeline.trial;
    if let Some(surrogate) = &trial.endpoint.surrogate {
        let default = surrogate.effect.default;
        let value = if trial.endpoint.measure.is_ratio() { libm::log(default) } else { default };
        return Some(if trial.endpoint.better == crate::baseline::trials::Better::Lower {
            -value
        } else {
            value
        });
    }
    let channel = pipeline.lever?.channel(trial.channel.as_ref()?)?;
    channel.believed().map(|effect| prior.benefit(effect))
}

fn gains(asked: &Asked<'_>, output: &RunOutput, until: Year) -> Option<Vec<Gain>> {
    let difference = output.differences.as_ref()?.get(asked.world?.checked_sub(1)?)?;
    let (pipeline, lever) = (&asked.pipeline, asked.pipeline.lever?);
    let prior = pipeline.prior.as_ref().ok()?;
    let from = pipeline.schedule.first;
    [Group::Male, Group::Female, Group::Both]
        .into_iter()
        .map(|sex| {
            let rows = difference.series.iter().filter(|row| row.sex == sex && row.year >= from);
            let found: Vec<Estimate> = rows.map(|row| row.expectancies.healthy_life_expectancy).collect();
            let last = *found.last()?;
            let gains = found.iter().map(|estimate| estimate.value / asked.step).collect();
            let response = Response { from, gains, benefit: asked.benefit };
            let in_last =
                |effect: f64, path: &CoveragePath| response.gain(lever, path, prior.benefit(effect), until);
            let on_average = |effect: f64, path: &CoveragePath| {
                response.mean_gain(lever, path, prior.benefit(effect), until)
            };
            Some(Gain {
                sex,
                last_year: value_of_trialling(pipeline, until, in_last)?,
                mean: value_of_trialling(pipeline, until, on_average)?,
                relative_se: if last.se == 0.0 { 0.0 } else { last.se / last.value.abs() },
            })
        })
        .collect()
}

/// Programme cost: persons reached beyond the reference times the sourced unit costs of the lever.
fn cost(asked: &Asked<'_>, output: &RunOutput, until: Year) -> Option<[f64; 2]> {
    let (pipeline, lever) = (&asked.pipeline, asked.pipeline.lever?);
    if lever.costs.is_empty() {
        return None;
    }
    let series = &output.scenarios.get(asked.world?)?.series;
    // Persons per share covered, as the engine counts them.
    let eligible = |year: Year| {
        let row = series.iter().find(|row| row.year == year && row.sex == Group::Both)?;
        Some(row.reach.as_ref()?.get(&lever.id)?.more / asked.step)
    };
    let first = pipeline.schedule.first;
    let eligible: Vec<f64> = (first.0..=until.0).map(|year| eligible(Year(year)).unwrap_or(0.0)).collect();
    let of = |path: &CoveragePath| {
        let mut sum = 0.0;
        let mut before: f64 = 0.0;
        for (year, persons) in (first.0..=until.0).map(Year).zip(&eligible) {
            let more = path.at(year).map_or(0.0, |share| share - lever.reference_coverage(year));
            for cost in &lever.costs {
                sum += cost.yen
                    * match cost.per {
                        CostBasis::PersonYear => more * persons,
                        // Those who leave are taken to be replaced by nobody new.
                        CostBasis::PersonOnce => (more - before).max(0.0) * persons,
                        CostBasis::Year if more > 0.0 => 1.0,
                        CostBasis::Year => 0.0,
                    };
            }
            before = more;
        }
        sum
    };
    expected_cost(pipeline, until, of).map(|(trial_first, at_once)| [trial_first, at_once])
}
