//! Levers and shocks: from what a file says to yearly coverage and hazards.
//!
//! Words become paths on the pack's catalogue. A path that never leaves the reference path is none: a
//! lever at its reference path is the reference. Levers stand in the order of the catalogue, so that the
//! order of a file means nothing.

use super::diagnose::Diagnostic;
use super::document::Document;
use super::error::ScenarioError;
use super::locate;
use super::problem::{Choice, Named, Problem};
use super::quantity::{Quantity, Refusal};
use super::schema::{
    AvertedShare, Correlation, Coverage, Days, Factor, Lever, PolicyYear, Severity, Share, Shock, ShockLength,
};
use crate::baseline::levers::{self as pack, LeverGroup, Target};
use crate::baseline::programmes::Kpi;
use crate::baseline::{Baseline, Mortality};
use crate::num::units::{Sex, Year, YearSpan};
use crate::plan::{HazardChange, LeverSetting, ProcessId, Trialled};
use crate::policy::path::{self, Route, Way};
use crate::policy::workplace::{self, WorkplaceSetting};
use crate::policy::{kpi, shock};

/// Year in which policies start unless a scenario says otherwise.
pub const POLICY_START: Year = Year(2026);

/// Holds the levers of one file against the pack.
///
/// # Errors
/// An unknown lever or channel, a lever that is given twice, an effect out of the range of its kind.
pub fn check(document: &Document, baseline: &Baseline) -> Result<(), ScenarioError> {
    mistakes(document, baseline).into_iter().next().map_or(Ok(()), Err)
}

/// All that [`check`] refuses, in the order of the file.
pub(super) fn mistakes(document: &Document, baseline: &Baseline) -> Vec<ScenarioError> {
    let levers = document.scenario.levers.as_slice();
    let of = |number| mistakes_of(number, levers, document, baseline);
    (0..levers.len()).flat_map(of).collect()
}

fn mistakes_of(
    number: usize,
    levers: &[Lever],
    document: &Document,
    baseline: &Baseline,
) -> Vec<ScenarioError> {
    let at = |inner: &str, problem| refused(document, &format!("levers[{number}]{inner}"), problem);
    let lever = &levers[number];
    let id = lever.id.as_str();
    if levers[..number].iter().any(|before| before.id == lever.id) {
        return vec![at(".id", Problem::LeverTwice { found: id.to_owned() })];
    }
    let Some(known) = baseline.levers.lever(id) else {
        let choice = choice(id, baseline);
        return vec![at(".id", Problem::LeverUnknown { choice, pack: baseline.id.clone() })];
    };
    let coverage = check_coverage(&lever.coverage, known, baseline).err();
    let effects = lever.effects.as_slice().iter().filter_map(|(channel, effect)| {
        let inner = format!(".effects.{}", channel.as_str());
        let Some(channel) = known.channel(channel.as_str()) else {
            let ids = known.channels.iter().map(|channel| channel.id.as_str());
            let choice = Choice::among(channel.as_str(), ids);
            return Some(at(&inner, Problem::ChannelUnknown { choice, lever: id.to_owned() }));
        };
        let refusal = effect_kind(&channel.acts).admit(effect.get()).err()?;
        Some(at(&inner, Problem::Refused { found: effect.get().to_string(), refusal }))
    });
    coverage.map(|problem| at(".coverage", problem)).into_iter().chain(effects).collect()
}

/// A lever that the pack does not have, with the nearest: by identifier, or else by its title in either language.
pub(super) fn choice(found: &str, baseline: &Baseline) -> Choice {
    let levers = &baseline.levers.levers;
    let choice = Choice::among(found, levers.iter().map(|lever| lever.id.as_str()));
    let words = found.trim().to_lowercase();
    if choice.nearest.is_some() || words.chars().count() < 2 {
        return choice;
    }
    let titled = |lever: &&pack::Lever| {
        [&lever.title.ja, &lever.title.en].iter().any(|title| {
            let title = title.to_lowercase();
            title.contains(&words) || words.contains(&title)
        })
    };
    let mut titled = levers.iter().filter(titled);
    let nearest = titled.next().filter(|_| titled.next().is_none()).map(|lever| lever.id.clone());
    Choice { nearest, ..choice }
}

/// The range of an own effect.
const fn effect_kind(target: &Target) -> Quantity {
    match target {
        Target::Abstinence | Target::Passage(_) => Quantity::Share,
        Target::ReachPoints(_) => Quantity::EffectPoints,
        _ if target.is_ratio() => Quantity::EffectRatio,
        _ => Quantity::Effect,
    }
}

/// A mistake at a path of a file.
pub(super) fn refused(document: &Document, path: &str, problem: Problem) -> ScenarioError {
    let bytes = locate::find(&document.text, path).unwrap_or(0..0);
    let diagnostic = Diagnostic::at(&document.file, &document.text, bytes, problem);
    Diagnostic { field: path.to_owned(), ..diagnostic }.into()
}

/// The last setting of each lever, in the order of the catalogue, own effects in that of the channels.
///
/// Every file must have passed [`check`]; `chain` runs from the scenario to its last base.
pub fn inherited(chain: &[Document], baseline: &Baseline) -> Vec<Lever> {
    let set = |known: &pack::Lever| {
        let mut files = chain.iter().map(|document| document.scenario.levers.as_slice());
        let mut lever =
            files.find_map(|levers| levers.iter().find(|lever| lever.id.as_str() == known.id))?.clone();
        let position = |id: &str| known.channels.iter().position(|channel| channel.id == id);
        lever.effects.sort_by_key(|channel| position(channel.as_str()));
        Some(lever)
    };
    baseline.levers.levers.iter().filter_map(set).collect()
}

/// Refuses a lever whose way ends before it begins; settings that another file replaces are left alone.
///
/// # Errors
/// [`Refusal::YearsReversed`].
pub fn check_years(chain: &[Document], baseline: &Baseline, start: Year) -> Result<(), ScenarioError> {
    for (depth, document) in chain.iter().enumerate() {
        let replaced = |lever: &Lever| {
            let mut levers = chain[..depth].iter().flat_map(|above| above.scenario.levers.as_slice());
            levers.any(|above| above.id == lever.id)
        };
        for (number, lever) in document.scenario.levers.as_slice().iter().enumerate() {
            if replaced(lever) {
                continue;
            }
            let Some(known) = baseline.levers.lever(lever.id.as_str()) else { continue };
            let (Coverage::Reach { from, by, .. } | Coverage::Logistic { from, by, .. }) = &lever.coverage
            else {
                continue;
            };
            let (from, by) = years(known, from.map_or(start, PolicyYear::year), by.map(PolicyYear::year));
            if from > by {
                let refusal = Refusal::YearsReversed { first: from.0, last: by.0 };
                let problem = Problem::Refused { found: String::new(), refusal };
                return Err(refused(document, &format!("levers[{number}].coverage"), problem));
            }
        }
    }
    Ok(())
}

/// First step and arrival. Without a year of arrival, a way takes as long as the pack says of a policy
/// that starts in [`POLICY_START`].
pub fn years(known: &pack::Lever, from: Year, by: Option<Year>) -> (Year, Year) {
    let length = known.coverage.reached.0.saturating_sub(POLICY_START.0);
    (from, by.unwrap_or(Year(from.0 + length)))
}

/// Coverage of every year of the pack.
#[must_use]
pub fn shares(baseline: &Baseline, known: &pack::Lever, coverage: &Coverage, start: Year) -> Vec<f64> {
    let span = baseline.years;
    let toward = |share: f64, from: Year, by: Option<Year>, route| {
        let (from, by) = years(known, from, by);
        path::toward(known, Way { route, from, by, share }, span)
    };
    let way =
        |share: Share, from: Option<Year>, by, route| toward(share.get(), from.unwrap_or(start), by, route);
    match coverage {
        Coverage::Observed => path::observed(known, span),
        Coverage::Nothing => path::at_most_reference(known, &toward(0.0, start, None, Route::Linear), span),
        Coverage::Today => path::held(known, start, span),
        Coverage::Ambitious | Coverage::Maximum => {
            let limits = &known.coverage;
            let share = if *coverage == Coverage::Ambitious { limits.ambitious } else { limits.maximum };
            path::at_least_reference(known, &toward(share, start, None, Route::Linear), span)
        }
        Coverage::Reach { share, from, by } => {
            way(*share, from.map(PolicyYear::year), by.map(PolicyYear::year), Route::Linear)
        }
        Coverage::Logistic { share, from, by } => {
            way(*share, from.map(PolicyYear::year), by.map(PolicyYear::year), Route::Logistic)
        }
        Coverage::Points(points) => {
            let points: Vec<(Year, f64)> =
                points.as_slice().iter().map(|(year, share)| (year.year(), share.get())).collect();
            path::points(known, &points, span)
        }
        Coverage::Fitted { figure } => {
            let figure = baseline.register.kpi(figure.as_str());
            match figure.and_then(|figure| kpi::coverage_path(figure, span)) {
                Some(curve) => path::from_start(known, &curve, start, span),
                // Refused before: see `check_figure`.
                None => path::observed(known, span),
            }
        }
        Coverage::Diffusion { ceiling_large, ceiling_small, speed } => {
            let Some(workplace) = &baseline.pipelines.workplace else { return path::observed(known, span) };
            let usual = WorkplaceSetting::reference(workplace);
            let setting = WorkplaceSetting {
                ceiling_large: ceiling_large.map_or(usual.ceiling_large, Share::get),
                ceiling_small: ceiling_small.map_or(usual.ceiling_small, Share::get),
                speed: speed.map_or(usual.speed, Factor::get),
            };
            let covered = workplace::coverage(workplace, known, &setting, span);
            let curve: Vec<(Year, f64)> = span.iter().zip(covered.shares).collect();
            path::from_start(known, &curve, start, span)
        }
    }
}

/// Refuses a curve that the pack does not have for a lever.
fn check_coverage(coverage: &Coverage, known: &pack::Lever, baseline: &Baseline) -> Result<(), Problem> {
    match coverage {
        Coverage::Fitted { figure } => {
            let fitted = |figure: &&Kpi| {
                figure.drives.as_ref() == Some(&known.id)
                    && kpi::coverage_path(figure, baseline.years).is_some()
            };
            let figures: Vec<&str> =
                baseline.register.kpis.iter().filter(fitted).map(|figure| figure.id.as_str()).collect();
            if figures.contains(&figure.as_str()) {
                return Ok(());
            }
            let choice = Choice::among(figure.as_str(), figures.into_iter());
            Err(Problem::NamedUnknown { kind: Named::Figure, choice, pack: known.id.clone() })
        }
        Coverage::Diffusion { .. } => {
            let own = baseline.pipelines.workplace.as_ref().map(|workplace| workplace.lever.as_str());
            if own == Some(known.id.as_str()) {
                return Ok(());
            }
            let choice = Choice {
                found: known.id.clone(),
                allowed: own.map(str::to_owned).into_iter().collect(),
                nearest: None,
            };
            Err(Problem::NamedUnknown { kind: Named::Diffusion, choice, pack: known.id.clone() })
        }
        _ => Ok(()),
    }
}

/// The levers of a plan: those that the scenario sets, those that trials set and the scenario does not, and
/// those whose attendance a shock lowers.
#[must_use]
pub fn settings(
    levers: &[Lever],
    trials: &[LeverSetting],
    shocks: &[Shock],
    start: Year,
    baseline: &Baseline,
) -> Vec<LeverSetting> {
    let falls: Vec<(YearSpan, f64)> =
        shocks.iter().map(|one| (shock_years(one), attendance_fall(one, baseline))).collect();
    let setting = |known: &pack::Lever| {
        let set = levers.iter().find(|lever| lever.id.as_str() == known.id);
        let trial = trials.iter().find(|trial| trial.lever == known.id).filter(|_| set.is_none());
        let mut shares = match trial.and_then(|trial| trial.coverage.as_ref()) {
            Some(path) => {
                let at = |year| path.at(year).unwrap_or_else(|| known.reference_coverage(year));
                baseline.years.iter().map(at).collect()
            }
            None => shares(baseline, known, set.map_or(&Coverage::Observed, |set| &set.coverage), start),
        };
        if attended(known.group) {
            for (lost, part) in &falls {
                path::fall(&mut shares, baseline.years, *lost, *part);
            }
        }
        let adherence = set
            .and_then(|set| set.adherence)
            .map(Share::get)
            .or_else(|| trial.and_then(|trial| trial.adherence));
        // Own adherence begins with a path: without one of its own, with the reference path from the start on.
        let begun = || Some(path::since(&shares, start, baseline.years)).filter(|_| adherence.is_some());
        let coverage = path::differing(known, &shares, baseline.years).or_else(begun);
        if set.is_none() && coverage.is_none() {
            return None;
        }
        let effects = set.map_or(&[][..], |set| set.effects.as_slice());
        Some(LeverSetting {
            lever: known.id.clone(),
            coverage,
            effects: effects.iter().map(|(id, effect)| (id.as_str().to_owned(), effect.get())).collect(),
            effect_factor: trial.and_then(|trial| trial.effect_factor),
            adherence,
            correlation: set.and_then(|set| set.correlation).map(Correlation::get),
            trialled: trial.and_then(|trial| trial.trialled.clone()).map(|trialled| Trialled {
                falls: if attended(known.group) { falls.clone() } else { Vec::new() },
                ..trialled
            }),
        })
    };
    baseline.levers.levers.iter().filter_map(setting).collect()
}

/// Whether persons have to come for it, so that a shock keeps them away.
const fn attended(group: LeverGroup) -> bool {
    matches!(group, LeverGroup::Checkups | LeverGroup::Screening)
}

/// The calendar years of a shock.
#[must_use]
pub fn shock_years(one: &Shock) -> YearSpan {
    let Shock::Pandemic { year, years, .. } = one;
    let length = years.map_or(1, ShockLength::years);
    YearSpan { first: year.year(), last: Year(year.year().0 + length - 1) }
}

/// Part of the attendance that a shock costs; none where the pack does not know how it fell before.
#[must_use]
pub fn attendance_fall(one: &Shock, baseline: &Baseline) -> f64 {
    let Shock::Pandemic { attendance_fall, .. } = one;
    attendance_fall
        .map(Share::get)
        .or_else(|| shock::observed_attendance_fall(&baseline.levers.adoption))
        .unwrap_or(0.0)
}

/// Years of life expectancy that a shock costs in its first year, before any change of timing.
#[must_use]
pub fn severity(one: &Shock) -> f64 {
    let Shock::Pandemic { severity, .. } = one;
    severity.map_or(shock::SEVERITY[1], Severity::get)
}

/// Days by which countermeasures come earlier (negative: later), and the share of deaths that 14 of them
/// avert.
#[must_use]
pub fn timing(one: &Shock) -> (f64, f64) {
    let Shock::Pandemic { vaccine_delay_days, emergency_approval_days_saved, averted_per_14_days, .. } = one;
    let days = |days: &Option<Days>| days.map_or(0.0, Days::get);
    let averted = averted_per_14_days.map_or(shock::AVERTED_PER_14_DAYS[1], AvertedShare::get);
    (days(emergency_approval_days_saved) - days(vaccine_delay_days), averted)
}

/// The factor that a shock puts on all hazards of death of a sex.
#[must_use]
pub fn death_factor(one: &Shock, sex: Sex, baseline: &Baseline) -> f64 {
    let grid = match &baseline.mortality {
        Mortality::Official(official) => &official.observed,
        Mortality::WithoutConditions(hazards) => hazards,
    };
    let factor = shock::death_factor(grid.row(sex, grid.years().last), severity(one));
    let (earlier, averted) = timing(one);
    shock::with_timing(factor, earlier, averted)
}

/// What the shocks do to the hazards of death, in the order of their years.
#[must_use]
pub fn shock_hazards(shocks: &[Shock], baseline: &Baseline) -> Vec<HazardChange> {
    let change = |one: &Shock, sex: Sex| {
        let factor = death_factor(one, sex, baseline);
        let YearSpan { first, last } = shock_years(one);
        (factor != 1.0).then_some(HazardChange {
            process: ProcessId::Death,
            sex: Some(sex),
            ages: (baseline.ages.first, baseline.ages.last),
            from: first,
            until: Some(last),
            factor,
        })
    };
    shocks.iter().flat_map(|one| baseline.sexes.iter().filter_map(move |sex| change(one, *sex))).collect()
}
