//! Levers for machines: keys are added, never renamed; nothing depends on the language.

use super::words::{applied_grades, target_key};
use crate::baseline::levers::{
    AdoptionPoint, Channel, Coverage, Distribution, Eligibility, Evidence, EvidenceTier, Lasting, Lever,
    LeverGroup, MeasuredIn, Onset, PersonState, TODAY, Uncertain, UnitCost,
};
use crate::baseline::provenance::Source;
use crate::baseline::{Baseline, Text};
use crate::num::units::Sex;
use serde::Serialize;
use std::collections::BTreeSet;

/// A lever in the list.
#[derive(Debug, Serialize)]
pub struct Summary<'pack> {
    id: &'pack str,
    title: &'pack Text,
    group: LeverGroup,
    /// Of all that is known of it.
    tier: EvidenceTier,
    /// Grades of what is applied by default.
    applied_grades: Vec<&'pack str>,
    strength: &'pack Text,
    coverage: Reach,
    channels: Vec<ChannelEntry<'pack>>,
}

/// Coverage in numbers.
#[derive(Debug, Serialize)]
struct Reach {
    year: u16,
    today: f64,
    ambitious: f64,
    maximum: f64,
    reached: u16,
}

/// A channel: what it acts on and how much.
#[derive(Debug, Serialize)]
struct ChannelEntry<'pack> {
    id: &'pack str,
    title: &'pack Text,
    acts: Acts<'pack>,
    effect: Option<Range>,
    unit: &'pack str,
}

/// What a channel acts on: a word, and the ids of the pack it names.
#[derive(Debug, Serialize)]
struct Acts<'pack> {
    on: &'static str,
    names: Vec<&'pack str>,
}

#[derive(Debug, Serialize)]
struct Range {
    pessimistic: f64,
    default: f64,
    optimistic: f64,
    distribution: Distribution,
}

/// A lever with everything behind it.
#[derive(Debug, Serialize)]
pub struct Full<'pack> {
    #[serde(flatten)]
    summary: Summary<'pack>,
    mechanism: &'pack Text,
    eligibility: EligibilityEntry<'pack>,
    coverage_details: CoverageEntry<'pack>,
    channel_details: Vec<ChannelDetails<'pack>>,
    costs: &'pack [UnitCost],
    evidence: Vec<&'pack Evidence>,
    adoption: Vec<&'pack AdoptionPoint>,
    sources: Vec<&'pack Source>,
}

#[derive(Debug, Serialize)]
struct EligibilityEntry<'pack> {
    sex: Option<Sex>,
    age_from: u8,
    age_to: u8,
    employed: bool,
    state: Option<StateEntry<'pack>>,
}

#[derive(Debug, Serialize)]
struct StateEntry<'pack> {
    of: &'static str,
    name: Option<&'pack str>,
    from: Option<f64>,
}

#[derive(Debug, Serialize)]
struct CoverageEntry<'pack> {
    of: &'pack Text,
    /// The lever among whose reached persons it counts.
    among: Option<&'pack str>,
    reference: Vec<Point>,
    profile: Vec<ProfileEntry>,
    adherence: f64,
    correlation: f64,
    basis: &'pack Text,
    sources: &'pack [String],
}

#[derive(Debug, Serialize)]
struct Point {
    year: u16,
    share: f64,
}

#[derive(Debug, Serialize)]
struct ProfileEntry {
    sex: Option<Sex>,
    age_from: u8,
    age_to: u8,
    factor: f64,
}

#[derive(Debug, Serialize)]
struct ChannelDetails<'pack> {
    id: &'pack str,
    measured_in: MeasuredIn,
    study_reach: Option<f64>,
    shrink: Shrink,
    onset: Span,
    lasting: Span,
    timing: Option<Range>,
    stacking: Option<&'pack str>,
    tier: EvidenceTier,
    grade: &'pack str,
    basis: &'pack Text,
    sources: &'pack [String],
}

#[derive(Debug, Serialize)]
struct Shrink {
    value: f64,
    low: f64,
    high: f64,
}

#[derive(Debug, Serialize)]
struct Span {
    form: &'static str,
    years: Option<f64>,
}

impl From<Uncertain> for Range {
    fn from(Uncertain { pessimistic, default, optimistic, distribution }: Uncertain) -> Self {
        Self { pessimistic, default, optimistic, distribution }
    }
}

impl<'pack> Summary<'pack> {
    /// The lever as the list shows it.
    #[must_use]
    pub fn of(lever: &'pack Lever) -> Self {
        let Coverage { ambitious, maximum, reached, .. } = lever.coverage;
        let today = lever.reference_coverage(TODAY);
        let channel = |channel: &'pack Channel| {
            let (on, names) = target_key(&channel.acts);
            ChannelEntry {
                id: &channel.id,
                title: &channel.title,
                acts: Acts { on, names },
                effect: channel.effect.map(Range::from),
                unit: &channel.unit,
            }
        };
        Self {
            id: &lever.id,
            title: &lever.title,
            group: lever.group,
            tier: lever.tier,
            applied_grades: applied_grades(lever),
            strength: &lever.strength,
            coverage: Reach { year: TODAY.0, today, ambitious, maximum, reached: reached.0 },
            channels: lever.channels.iter().map(channel).collect(),
        }
    }
}

impl<'pack> Full<'pack> {
    /// The lever with its evidence, its series and the sources it cites.
    #[must_use]
    pub fn of(lever: &'pack Lever, pack: &'pack Baseline) -> Self {
        let cited: BTreeSet<&String> = lever.sources().collect();
        let mine = |id: &str| id == lever.id;
        Self {
            summary: Summary::of(lever),
            mechanism: &lever.mechanism,
            eligibility: eligibility(&lever.eligibility),
            coverage_details: coverage(&lever.coverage),
            channel_details: lever.channels.iter().map(|own| channel(lever, own)).collect(),
            costs: &lever.costs,
            evidence: pack.levers.evidence.iter().filter(|row| mine(&row.lever)).collect(),
            adoption: pack.levers.adoption.iter().filter(|row| mine(&row.lever)).collect(),
            sources: pack.sources.iter().filter(|source| cited.contains(&source.id)).collect(),
        }
    }
}

fn eligibility(eligibility: &Eligibility) -> EligibilityEntry<'_> {
    let state = eligibility.state.as_ref().map(|state| match state {
        PersonState::Condition(id) => StateEntry { of: "condition", name: Some(id.as_str()), from: None },
        PersonState::Smoker => StateEntry { of: "smoker", name: None, from: None },
        PersonState::RankFrom { factor, rank } => {
            StateEntry { of: "rank", name: Some(factor), from: Some(*rank) }
        }
        PersonState::CareLevelFrom(level) => {
            StateEntry { of: "care_level", name: None, from: Some(f64::from(*level)) }
        }
    });
    EligibilityEntry {
        sex: eligibility.sex,
        age_from: eligibility.ages.0,
        age_to: eligibility.ages.1,
        employed: eligibility.employed,
        state,
    }
}

fn coverage(coverage: &Coverage) -> CoverageEntry<'_> {
    let profile = coverage.profile.iter().map(|part| ProfileEntry {
        sex: part.sex,
        age_from: part.ages.0,
        age_to: part.ages.1,
        factor: part.factor,
    });
    CoverageEntry {
        of: &coverage.of,
        among: coverage.among.as_deref(),
        reference: coverage
            .reference
            .iter()
            .map(|(year, share)| Point { year: year.0, share: *share })
            .collect(),
        profile: profile.collect(),
        adherence: coverage.adherence,
        correlation: coverage.correlation,
        basis: &coverage.basis,
        sources: &coverage.sources,
    }
}

fn channel<'pack>(lever: &Lever, channel: &'pack Channel) -> ChannelDetails<'pack> {
    let (value, low, high) = channel.shrink;
    let span = |form, years| Span { form, years };
    ChannelDetails {
        id: &channel.id,
        measured_in: channel.measured_in,
        study_reach: channel.study_reach,
        shrink: Shrink { value, low, high },
        onset: match channel.onset {
            Onset::Immediate => span("immediate", None),
            Onset::PhasedIn(years) => span("phased_in", Some(years)),
            Onset::After(years) => span("after", Some(years)),
        },
        lasting: match channel.lasting {
            Lasting::WhileReached => span("while_reached", None),
            Lasting::LinearToZero(years) => span("linear_to_zero", Some(years)),
            Lasting::HalfLife(years) => span("half_life", Some(years)),
            Lasting::Permanent => span("permanent", None),
        },
        timing: channel.timing.map(Range::from),
        stacking: channel.stacking.as_deref(),
        tier: lever.tier_of(channel),
        grade: &channel.grade,
        basis: &channel.basis,
        sources: &channel.sources,
    }
}
