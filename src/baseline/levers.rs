//! What a pack says of policy levers: whom each may reach, how far it reaches today, what reaching
//! somebody does, how sure that is and what it costs.
//!
//! All of it is content. A lever acts through channels, each on one named target of the model; a
//! channel without usable evidence has no value and does nothing. Levers never enter the calibration:
//! the reference already holds what today's coverage does, so only a difference from it acts.

mod evidence;

use super::Text;
use crate::num::units::{Sex, Year};
pub use evidence::{AdoptionPoint, Evidence, Topic};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Year in which policies start unless they say otherwise; coverage "today" is that of this year.
pub const TODAY: Year = Year(2026);

/// A policy whose strength the user sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Identifier; also names the random stream of participation.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Where it stands on screen.
    pub group: LeverGroup,
    /// What it is and how it acts, in plain words.
    pub mechanism: Text,
    /// How strong the evidence is.
    pub tier: EvidenceTier,
    /// The same in plain words, with what is unknown.
    pub strength: Text,
    /// Whom it may reach.
    pub eligibility: Eligibility,
    /// How far it reaches.
    pub coverage: Coverage,
    /// What reaching somebody does.
    pub channels: Vec<Channel>,
    /// What it costs.
    #[serde(default)]
    pub costs: Vec<UnitCost>,
}

/// Where a lever stands on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverGroup {
    /// Health checkups, guidance, disease management.
    Checkups,
    /// Screening for cancer and other diseases.
    Screening,
    /// Tobacco, food and the built environment.
    Environment,
    /// Care prevention in the community.
    Community,
    /// At work.
    Work,
    /// Apps and records.
    Digital,
    /// Data, evidence and infrastructure: they act on other levers only.
    Enabler,
}

/// Strength of the evidence that a lever changes health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceTier {
    /// Trials or large Japanese cohorts of one sign.
    Strong,
    /// The same, and the effect is small.
    StrongSmall,
    /// The same, and there is no effect.
    StrongNull,
    /// Designs disagree, or selection remains.
    Mixed,
    /// Descriptive or self-selected.
    Weak,
    /// No estimate of an outcome.
    Absent,
}

/// Whom a lever may reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Which sex; both without it.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Completed ages, both included.
    pub ages: (u8, u8),
    /// Only employed persons (shares of `employment.csv`).
    #[serde(default)]
    pub employed: bool,
    /// Only persons in this state.
    #[serde(default)]
    pub state: Option<PersonState>,
}

/// A state that makes a person eligible; it is looked at year by year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PersonState {
    /// Has the named condition.
    Condition(String),
    /// Smokes.
    Smoker,
    /// Has a rank in the named risk factor at or above this share (0.75: the highest quarter).
    RankFrom {
        /// Risk factor.
        factor: String,
        /// Lowest rank, 0 to 1; taken up to the next sixteenth.
        rank: f64,
    },
    /// Has care need of this level of the model (1 to 3) or above.
    CareLevelFrom(u8),
}

/// How far a lever reaches among those eligible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// What is a share of what.
    pub of: Text,
    /// Observed coverage continued: (year, share), linear in between, held before and after.
    pub reference: Vec<(Year, f64)>,
    /// Coverage that an ambitious policy reaches.
    pub ambitious: f64,
    /// Coverage that cannot be surpassed.
    pub maximum: f64,
    /// Year by which a policy that starts in 2026 reaches its coverage, unless it says otherwise.
    pub reached: Year,
    /// The lever among whose reached persons the coverage counts; among all who are eligible without it.
    #[serde(default)]
    pub among: Option<String>,
    /// Coverage of that lever along its reference path; empty without one. Filled when the pack is read.
    #[serde(skip)]
    pub offered: Vec<(Year, f64)>,
    /// Factors on the coverage by sex and age, where reach differs; 1 elsewhere.
    #[serde(default)]
    pub profile: Vec<CoverageProfile>,
    /// Share of those covered who take part so that the effect applies.
    #[serde(default = "whole")]
    pub adherence: f64,
    /// Correlation of the rank of participation with the risk of a person (negative: volunteers are healthier).
    pub correlation: f64,
    /// Where the reference path, the ambition and the maximum come from.
    pub basis: Text,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

const fn whole() -> f64 {
    1.0
}

/// A factor on coverage for a part of those eligible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageProfile {
    /// Which sex; both without it.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Completed ages, both included.
    pub ages: (u8, u8),
    /// Factor; the product is held at 1.
    pub factor: f64,
}

/// One way in which a lever acts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Identifier within the lever.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// What it acts on.
    pub acts: Target,
    /// Effect on a person reached; `None` if there is no usable evidence.
    #[serde(default)]
    pub effect: Option<Uncertain>,
    /// Unit of the effect, such as `kg/m2` or `RR`.
    pub unit: String,
    /// Whom the effect was measured in.
    pub measured_in: MeasuredIn,
    /// Share of the (log) effect that is believed: value, low, high. 1 where the effect already is shrunk.
    #[serde(default = "unshrunk")]
    pub shrink: (f64, f64, f64),
    /// When it begins.
    #[serde(default)]
    pub onset: Onset,
    /// How long it lasts.
    #[serde(default)]
    pub lasting: Lasting,
    /// Uncertainty of the years in `lasting` or, where that has none, in `onset`; its default is that number.
    #[serde(default)]
    pub timing: Option<Uncertain>,
    /// Share of those the effect is an average over who were reached in the study. A person reached
    /// carries the whole of the effect: see [`Channel::of_reached`]. Without it the effect already is one
    /// of persons reached.
    #[serde(default)]
    pub study_reach: Option<f64>,
    /// Channels of the same name do not add up: the stronger one acts.
    #[serde(default)]
    pub stacking: Option<String>,
    /// Strength of the evidence of this channel where it is not that of the lever: see [`Lever::tier_of`].
    #[serde(default)]
    pub tier: Option<EvidenceTier>,
    /// Quality of the evidence as the sources are graded: A, B, C or a mixture.
    pub grade: String,
    /// Where the effect comes from, in plain words.
    pub basis: Text,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

impl Channel {
    /// Whether its effect is no study's estimate: an assumption (grade C), or without any usable evidence (-).
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        matches!(self.grade.as_str(), "C" | "-")
    }
}

const fn unshrunk() -> (f64, f64, f64) {
    (1.0, 1.0, 1.0)
}

/// What a channel acts on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// Mean of a risk factor, in its unit; hazards follow along the graph of relative risks with its lags.
    Exposure(String),
    /// Normal score of a risk factor that is known by categories only, in standard deviations.
    Score(String),
    /// Hazard of onset of a condition: a ratio.
    Onset(String),
    /// Hazard of death from causes: a ratio.
    Death(Vec<String>),
    /// Hazard of first care need: a ratio.
    CareOnset,
    /// Hazard of moving up in care need: a ratio.
    CareProgression,
    /// Odds of activity limitation: a ratio.
    Limitation,
    /// Share of participants who do not smoke because of it.
    Abstinence,
    /// Coverage of another lever among those reached, in points (0.03 is three points).
    ReachPoints(String),
    /// Coverage of another lever among those reached whom it does not cover yet: the odds ratio of coming to be
    /// covered. Trials ask people who have not attended, so it says nothing about those who attend anyway.
    ReachOdds {
        /// The other lever.
        lever: String,
        /// Share of them covered without it, above 0 and below 1.
        usual: f64,
    },
    /// Those among whom the coverage of another lever counts: share of persons newly reached who go on to it
    /// as those reached today do.
    Passage(String),
    /// Nothing in the model: shown, never applied.
    Shown,
}

/// A value with its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncertain {
    /// Least favourable plausible value.
    pub pessimistic: f64,
    /// Central value.
    pub default: f64,
    /// Most favourable plausible value.
    pub optimistic: f64,
    /// Shape between them.
    pub distribution: Distribution,
}

/// Shape of the uncertainty of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Known.
    Fixed,
    /// Normal; the range is its central 95%.
    Normal,
    /// Lognormal; the range is its central 95%.
    Lognormal,
    /// Triangular over the range.
    Triangular,
    /// Uniform over the range.
    Uniform,
    /// Beta; the range is its central 95%.
    Beta,
}

/// Whom an effect was measured in: it is never scaled by a share that it already contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasuredIn {
    /// Everyone assigned, whether they took part or not.
    Assigned,
    /// Everyone invited.
    Invited,
    /// Those who attended or were treated.
    Attended,
    /// Those who took part of their own choice.
    Participants,
    /// Everyone in the population or place.
    Population,
}

/// When an effect begins, counted from the first year a person is reached.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub enum Onset {
    /// At once (an exposure still needs the lag of each of its relative risks).
    #[default]
    Immediate,
    /// Growing linearly to its full size over these years.
    PhasedIn(f64),
    /// Not before these years have passed; it ends as late.
    After(f64),
}

/// How long an effect lasts.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub enum Lasting {
    /// As long as the person is reached.
    #[default]
    WhileReached,
    /// Falls linearly to zero at these years after the first reach.
    LinearToZero(f64),
    /// Halves every so many years after the first reach.
    HalfLife(f64),
    /// For good, from the first reach.
    Permanent,
}

/// A cost of a lever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitCost {
    /// What is paid for.
    pub item: Text,
    /// Yen.
    pub yen: f64,
    /// Per what.
    pub per: CostBasis,
    /// Who pays.
    pub payer: Text,
    /// Year of the price, as the source gives it.
    pub year: String,
    /// How it was chosen.
    pub basis: Text,
    /// Identifiers of its sources; empty for a stated assumption.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What a cost is counted per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostBasis {
    /// Person reached and year.
    PersonYear,
    /// Person reached, in their first year only.
    PersonOnce,
    /// Calendar year in which the lever is above its reference path.
    Year,
}

/// All that a pack says of levers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeverCatalogue {
    /// The levers in the order of the file, which is the order of every list.
    pub levers: Vec<Lever>,
    /// Caps on combined effects.
    pub caps: LeverCaps,
    /// Paths from risk factors that stand for the same benefit as a stacking group.
    pub overlaps: Vec<Overlap>,
    /// Share of persons who are employed by sex and age (one year); `None` if no lever asks.
    pub employment: Option<crate::num::grid::Grid>,
    /// Published estimates.
    pub evidence: Vec<Evidence>,
    /// Observed series.
    pub adoption: Vec<AdoptionPoint>,
    /// Subjects of evidence and adoption that are no levers.
    pub topics: Vec<Topic>,
    /// Japanese of what the tables say in English: outcomes, persons, designs, remarks.
    pub words: BTreeMap<String, String>,
}

/// Caps on what all levers together may do: assumptions that the user sees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeverCaps {
    /// Largest fall of the population mean of a risk factor is held for blood pressure, mmHg (negative).
    pub blood_pressure: f64,
    /// Smallest mean ratio of the hazard of first care need in the population.
    pub care_onset: f64,
}

/// A path from a risk factor to a hazard that holds the same benefit as the channels of a stacking group: for
/// somebody reached by both only the stronger acts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// Identifier of the edge of the graph of relative risks.
    pub edge: String,
    /// Name of the stacking group.
    pub stacking: String,
    /// Why they are the same.
    pub basis: Text,
}

/// Most stacking groups of a catalogue: the model keeps those that reach somebody as bits of one word.
pub const MOST_STACKING_GROUPS: usize = 64;

/// Every stacking group of a catalogue in the order of the alphabet.
#[must_use]
pub fn stacking_groups<'a>(levers: &'a [Lever], overlaps: &'a [Overlap]) -> BTreeSet<&'a str> {
    let channels = levers.iter().flat_map(|lever| &lever.channels);
    let of_channels = channels.filter_map(|channel| channel.stacking.as_deref());
    of_channels.chain(overlaps.iter().map(|overlap| overlap.stacking.as_str())).collect()
}

impl Default for LeverCaps {
    fn default() -> Self {
        Self { blood_pressure: -6.0, care_onset: 0.8 }
    }
}

impl LeverCatalogue {
    /// The lever with this identifier.
    #[must_use]
    pub fn lever(&self, id: &str) -> Option<&Lever> {
        self.levers.iter().find(|lever| lever.id == id)
    }
}

impl Lever {
    /// Reference coverage of a year, before the profile by sex and age: linear between the points, held
    /// before and after them.
    #[must_use]
    pub fn reference_coverage(&self, year: Year) -> f64 {
        along(&self.coverage.reference, year).unwrap_or(0.0)
    }

    /// Share of persons among whom the coverage counts, along the reference path; 1 without [`Coverage::among`].
    #[must_use]
    pub fn offered(&self, year: Year) -> f64 {
        along(&self.coverage.offered, year).unwrap_or(1.0)
    }

    /// Share of those of a sex and age who are reached at a coverage.
    #[must_use]
    pub fn reach(&self, coverage: f64, sex: Sex, year: Year, age: u8) -> f64 {
        (coverage * self.offered(year) * self.profile(sex, age)).clamp(0.0, 1.0)
    }

    /// Factor on coverage at a sex and age; 0 for those who are not eligible by sex or age.
    #[must_use]
    pub fn profile(&self, sex: Sex, age: u8) -> f64 {
        let eligible = &self.eligibility;
        if eligible.sex.is_some_and(|only| only != sex) || !(eligible.ages.0..=eligible.ages.1).contains(&age)
        {
            return 0.0;
        }
        let fits = |part: &&CoverageProfile| {
            part.sex.is_none_or(|only| only == sex) && (part.ages.0..=part.ages.1).contains(&age)
        };
        self.coverage.profile.iter().filter(fits).map(|part| part.factor).product()
    }

    /// Identifiers of all sources it cites; one may come twice.
    pub fn sources(&self) -> impl Iterator<Item = &String> {
        let channels = self.channels.iter().flat_map(|channel| &channel.sources);
        let costs = self.costs.iter().flat_map(|cost| &cost.sources);
        self.coverage.sources.iter().chain(channels).chain(costs)
    }

    /// Name of the stream of random numbers that the rank of participation is drawn from.
    #[must_use]
    pub fn stream(&self) -> String {
        format!("participation in {}", self.id)
    }

    /// Strength of the evidence of a channel. A lever that is certain of one thing may be a guess in another.
    #[must_use]
    pub fn tier_of(&self, channel: &Channel) -> EvidenceTier {
        channel.tier.unwrap_or(self.tier)
    }

    /// The channel with this identifier.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }
}

/// Value of a year: linear between the points, held before and after them; `None` without points.
fn along(points: &[(Year, f64)], year: Year) -> Option<f64> {
    let after = points.partition_point(|(known, _)| *known <= year);
    match (after.checked_sub(1).and_then(|index| points.get(index)), points.get(after)) {
        (Some((from, low)), Some((to, high))) => {
            let share = f64::from(year.0 - from.0) / f64::from(to.0 - from.0);
            Some(low + (high - low) * share)
        }
        (Some((_, only)), None) | (None, Some((_, only))) => Some(*only),
        (None, None) => None,
    }
}

impl Channel {
    /// The pack's effect after shrinkage; `None` without usable evidence.
    #[must_use]
    pub fn believed(&self) -> Option<f64> {
        self.share_of_effect(self.shrink.0)
    }

    /// A share of the pack's effect, of its logarithm for a ratio. A null stays null.
    #[must_use]
    pub fn share_of_effect(&self, share: f64) -> Option<f64> {
        let effect = self.effect?.default;
        Some(if share == 1.0 {
            effect
        } else if self.acts.is_ratio() {
            libm::pow(effect, share)
        } else {
            effect * share
        })
    }

    /// The effect on a person reached when `effect` is the one of the channel: where that is an average
    /// over persons of whom `study_reach` were reached, and the others gained nothing, it is divided by
    /// that share (its logarithm, for a ratio).
    #[must_use]
    pub fn of_reached(&self, effect: f64) -> f64 {
        match self.study_reach {
            None => effect,
            Some(reach) if self.acts.is_ratio() => libm::exp(libm::log(effect) / reach),
            Some(reach) => effect / reach,
        }
    }

    /// Years in `lasting` or, where that has none, in `onset`.
    #[must_use]
    pub const fn years(&self) -> Option<f64> {
        match (self.lasting, self.onset) {
            (Lasting::LinearToZero(years) | Lasting::HalfLife(years), _)
            | (_, Onset::PhasedIn(years) | Onset::After(years)) => Some(years),
            _ => None,
        }
    }
}

impl Target {
    /// Whether the effect is a ratio (1 does nothing) rather than an amount (0 does nothing).
    #[must_use]
    pub const fn is_ratio(&self) -> bool {
        matches!(
            self,
            Self::Onset(_)
                | Self::Death(_)
                | Self::CareOnset
                | Self::CareProgression
                | Self::Limitation
                | Self::ReachOdds { .. }
        )
    }

    /// The lever whose reach it acts on, if it does.
    #[must_use]
    pub const fn lever(&self) -> Option<&String> {
        match self {
            Self::ReachPoints(lever) | Self::ReachOdds { lever, .. } | Self::Passage(lever) => Some(lever),
            _ => None,
        }
    }

    /// The effect that does nothing.
    #[must_use]
    pub const fn null(&self) -> f64 {
        if self.is_ratio() { 1.0 } else { 0.0 }
    }
}
