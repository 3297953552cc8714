//! Risk factors: which hazards they act on, and by how much.
//!
//! A factor is a rank among persons of the same sex and age; the pack gives the mean value of each of
//! sixteen rank classes. An edge of the graph turns a value x into the ratio of a hazard:
//!
//! - log-linear: ln ratio = s ln(rr) (clamp(x) - reference) / per, s the share of the log that is
//!   believed (shrink), x as measured or as usual value (regression dilution; MacMahon et al., Lancet
//!   1990;335:765);
//! - categories: rr of the category to the power s, averaged with the shares of the categories inside
//!   the rank class;
//! - smoking: current rr^s, former 1 + (rr^s - 1) g(t), t whole years since quitting plus one half;
//! - a condition one has: rr^s.
//!
//! Ratios of several edges of one factor on one hazard multiply. They are not normalised here: whoever
//! calibrates a cell divides by its mean. Whether the graph is sound is checked when it is read.

mod ranks;
mod shift;
mod smoking;
#[cfg(test)]
mod tests;

pub use ranks::{RankModel, Ranks};
pub use shift::{LogRatio, Shift};
pub use smoking::{LONGEST_SINCE_QUITTING, SmokingModel, SmokingState};

use crate::baseline::Baseline;
use crate::baseline::health::{
    CATEGORIES, Edge, Effect, FactorKind, Form, Node, QuitDecay, RANK_CLASSES, Risk, RiskFactor, Stratum,
    StratumSex, Value,
};
use crate::num::units::{Sex, Year};
use std::sync::Arc;

/// An edge that starts at a risk factor and changes hazards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Position of the edge in the pack's list.
    pub edge: usize,
    /// Position of the factor in the pack's list.
    pub factor: usize,
    /// Hazards it acts on.
    pub lanes: Vec<usize>,
}

/// An edge that starts at a condition and changes hazards of those who have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionEdge {
    /// Position of the edge in the pack's list.
    pub edge: usize,
    /// Position of the condition in the pack's list.
    pub condition: usize,
    /// Hazards it acts on.
    pub lanes: Vec<usize>,
}

/// Ratios of one factor in one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRow {
    /// Position of the factor in the pack's list.
    pub factor: usize,
    /// Position in [`Ranks::class`] whose class picks the row.
    pub rank: usize,
    /// The condition whose cases alone it holds for; `None` for everybody.
    pub among: Option<usize>,
    /// Hazards it acts on, rising.
    pub lanes: Vec<usize>,
    /// Ratio by rank class, then by position in `lanes`. Of those with a condition it is relative to the mean
    /// among them, because the condition's own ratio already is that mean.
    ratios: Box<[f64]>,
}

impl FactorRow {
    /// Ratios of a rank class by position in `lanes`.
    #[must_use]
    pub fn of_class(&self, class: usize) -> &[f64] {
        &self.ratios[class * self.lanes.len()..][..self.lanes.len()]
    }

    /// Divides by the mean over the classes, which are equally frequent.
    fn relative_to_mean(mut self) -> Self {
        for position in 0..self.lanes.len() {
            let sum: f64 = (0..RANK_CLASSES).map(|class| self.of_class(class)[position]).sum();
            let mean = sum / RANK_CLASSES as f64;
            for row in self.ratios.chunks_exact_mut(self.lanes.len()) {
                row[position] /= mean;
            }
        }
        self
    }
}

/// Ratios of smoking in one cell; 1 for those who never smoked.
#[derive(Debug, Clone, PartialEq)]
pub struct SmokingRow {
    /// Position of the rank of smoking in [`Ranks::class`].
    pub rank: usize,
    /// Hazards it acts on, rising.
    pub lanes: Vec<usize>,
    /// Ratio of current smokers by position in `lanes`.
    pub current: Vec<f64>,
    /// Ratio of former smokers by whole years since quitting and position in `lanes`.
    pub former: Vec<Vec<f64>>,
}

impl SmokingRow {
    /// The ratios of a state, `None` for those who never smoked.
    #[must_use]
    pub fn of(&self, state: SmokingState) -> Option<&[f64]> {
        match state {
            SmokingState::Never => None,
            SmokingState::Current => Some(&self.current),
            SmokingState::Former(years) => Some(&self.former[usize::from(years.min(LONGEST_SINCE_QUITTING))]),
        }
    }
}

/// Ratios of all factors in one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRows {
    /// Factors that act by rank class.
    pub factors: Vec<FactorRow>,
    /// Smoking, if it acts on any hazard at this sex and age.
    pub smoking: Option<Arc<SmokingRow>>,
}

/// The risk factors of a pack, tied to the hazards of an engine.
#[derive(Debug, Clone)]
pub struct RiskModel<'a> {
    risk: &'a Risk,
    acting: Vec<Acting>,
    conditions: Vec<ConditionEdge>,
    lanes: Vec<usize>,
    ranks: RankModel,
    smoking: Option<SmokingModel<'a>>,
}

impl<'a> RiskModel<'a> {
    /// Ties the graph of a pack to hazards; `targets` names the hazards (lanes) of the end of an edge.
    /// `None` if the pack has no risk factors.
    ///
    /// Edges that shift another factor, and those of a short window after an event, change no hazard
    /// here.
    #[must_use]
    pub fn new(baseline: &'a Baseline, targets: &dyn Fn(&Node) -> Vec<usize>) -> Option<Self> {
        let risk = baseline.risk.as_ref()?;
        let (mut acting, mut conditions) = (Vec::new(), Vec::new());
        for (index, edge) in risk.edges.iter().enumerate() {
            if matches!(edge.effect, Effect::Window | Effect::Additive) {
                continue;
            }
            let lanes = targets(&edge.to);
            match &edge.from {
                _ if lanes.is_empty() => {}
                Node::Factor(name) => {
                    if let Some(factor) = risk.factor(name) {
                        acting.push(Acting { edge: index, factor, lanes });
                    }
                }
                Node::Condition(name) => {
                    let position = baseline.conditions.iter().position(|condition| condition.id == *name);
                    if let Some(condition) = position {
                        conditions.push(ConditionEdge { edge: index, condition, lanes });
                    }
                }
                Node::Death(_) | Node::CareOnset => {}
            }
        }
        let mut lanes: Vec<usize> = acting.iter().flat_map(|edge| edge.lanes.iter().copied()).collect();
        lanes.sort_unstable();
        lanes.dedup();
        let position =
            risk.ranked.iter().position(|factor| risk.factors[*factor].kind == FactorKind::Smoking);
        let smoking = risk.smoking.as_ref().zip(position);
        let mut model = Self {
            risk,
            acting,
            conditions,
            lanes,
            ranks: RankModel::new(risk),
            smoking: smoking.map(|(smoking, rank)| SmokingModel::new(smoking, rank)),
        };
        let directions = model.directions();
        model.ranks.weigh_risk(&directions);
        Some(model)
    }

    /// Hazards that any factor acts on, rising.
    #[must_use]
    pub fn lanes(&self) -> &[usize] {
        &self.lanes
    }

    /// Edges from factors to hazards.
    #[must_use]
    pub fn acting(&self) -> &[Acting] {
        &self.acting
    }

    /// Edges from conditions to hazards.
    #[must_use]
    pub fn condition_edges(&self) -> &[ConditionEdge] {
        &self.conditions
    }

    /// How ranks are drawn and mixed.
    #[must_use]
    pub const fn ranks(&self) -> &RankModel {
        &self.ranks
    }

    /// Smoking states and events, if the pack has them.
    #[must_use]
    pub const fn smoking(&self) -> Option<&SmokingModel<'a>> {
        self.smoking.as_ref()
    }

    /// Position of the factor with this identifier in the pack's list.
    #[must_use]
    pub fn factor(&self, id: &str) -> Option<usize> {
        self.risk.factor(id)
    }

    /// Position in [`Ranks::class`] of the factor with this identifier; `None` if it has no rank of its own.
    #[must_use]
    pub fn rank(&self, id: &str) -> Option<usize> {
        let factor = self.risk.factor(id)?;
        self.risk.ranked.iter().position(|ranked| *ranked == factor)
    }

    /// Years until a change of the factor of an edge acts in full: value, low, high.
    #[must_use]
    pub fn lag(&self, edge: usize) -> (f64, f64, f64) {
        self.risk.edges[edge].lag
    }

    /// Ratio of the hazard `lane` of persons with a condition; 1 without an edge.
    #[must_use]
    pub fn condition_ratio(&self, condition: usize, lane: usize, sex: Sex, age: u8) -> f64 {
        let mut ratio = 1.0;
        for found in &self.conditions {
            if found.condition == condition && found.lanes.contains(&lane) {
                let edge = &self.risk.edges[found.edge];
                if let Some(stratum) = stratum(edge, sex, age) {
                    ratio *= libm::pow(stratum.rr[0], edge.shrink.0);
                }
            }
        }
        ratio
    }

    /// The ratios of a cell. Factors without an edge at this sex and age are left out.
    #[must_use]
    pub fn rows(&self, sex: Sex, age: u8, year: Year) -> FactorRows {
        FactorRows {
            factors: self.factors(sex, age, year),
            smoking: self.smoking_row(sex, age).map(Arc::new),
        }
    }

    /// The ratios of smoking, which are the same in all years.
    #[must_use]
    pub fn smoking_row(&self, sex: Sex, age: u8) -> Option<SmokingRow> {
        let index = self.risk.factors.iter().position(|factor| factor.kind == FactorKind::Smoking)?;
        let rank = self.risk.ranked.iter().position(|ranked| *ranked == index)?;
        let (edges, lanes) = self.edges(index, sex, age);
        (!lanes.is_empty()).then(|| smoking_row(&edges, lanes, rank))
    }

    /// Edges of a factor at a sex and age, and the hazards they act on, rising.
    fn edges(&self, factor: usize, sex: Sex, age: u8) -> (Vec<(&Acting, &Edge, &Stratum)>, Vec<usize>) {
        let acting = self.acting.iter().filter(|acting| acting.factor == factor);
        let edges: Vec<(&Acting, &Edge, &Stratum)> = acting
            .filter_map(|acting| {
                let edge = &self.risk.edges[acting.edge];
                Some((acting, edge, stratum(edge, sex, age)?))
            })
            .collect();
        let mut lanes: Vec<usize> = edges.iter().flat_map(|(acting, ..)| acting.lanes.clone()).collect();
        lanes.sort_unstable();
        lanes.dedup();
        (edges, lanes)
    }

    /// The ratios of the factors that act by rank class.
    #[must_use]
    pub fn factors(&self, sex: Sex, age: u8, year: Year) -> Vec<FactorRow> {
        let mut rows = Vec::new();
        for (index, factor) in self.risk.factors.iter().enumerate() {
            let (edges, lanes) = self.edges(index, sex, age);
            let (owner, among) = match factor.kind {
                FactorKind::Within { rank, condition: Some(condition) } => (rank, Some(condition)),
                // Nobody is known to have the condition, or nobody's own value differs.
                FactorKind::Within { condition: None, .. } | FactorKind::Lever | FactorKind::Smoking => {
                    continue;
                }
                FactorKind::Ranked => (index, None),
            };
            let Some(rank) = self.risk.ranked.iter().position(|ranked| *ranked == owner) else { continue };
            if lanes.is_empty() {
                continue;
            }
            let mut ratios = vec![1.0; RANK_CLASSES * lanes.len()];
            for (acting, edge, stratum) in &edges {
                let by_class = class_ratios(edge, stratum, factor, sex, age, year);
                for (position, _) in lanes.iter().enumerate().filter(|(_, lane)| acting.lanes.contains(lane))
                {
                    for (row, ratio) in ratios.chunks_exact_mut(lanes.len()).zip(by_class) {
                        row[position] *= ratio;
                    }
                }
            }
            let row = FactorRow { factor: index, rank, among, lanes, ratios: ratios.into() };
            rows.push(if among.is_some() { row.relative_to_mean() } else { row });
        }
        rows
    }
}

/// The stratum of an edge for a sex and completed age.
fn stratum(edge: &Edge, sex: Sex, age: u8) -> Option<&Stratum> {
    edge.strata.iter().find(|stratum| {
        let fits = match stratum.sex {
            StratumSex::Both => true,
            StratumSex::Male => sex == Sex::Male,
            StratumSex::Female => sex == Sex::Female,
        };
        fits && (stratum.ages.0..=stratum.ages.1).contains(&u32::from(age))
    })
}

/// Ratio of each rank class by one edge.
fn class_ratios(
    edge: &Edge,
    stratum: &Stratum,
    factor: &RiskFactor,
    sex: Sex,
    age: u8,
    year: Year,
) -> [f64; RANK_CLASSES] {
    let share = edge.shrink.0;
    let ratio = |category: usize| libm::pow(stratum.rr[category.min(stratum.rr.len() - 1)], share);
    let measured = || factor.measured(sex, year, age);
    match &edge.form {
        Form::LogLinear { per, reference, clamp, value } => {
            let values = match value {
                Value::Measured => measured(),
                Value::Usual => factor.usual(sex, year, age),
            };
            let slope = share * libm::log(stratum.rr[0]) / per;
            values.map_or([1.0; RANK_CLASSES], |values| {
                values.map(|value| libm::exp(slope * (value.clamp(clamp.0, clamp.1) - reference)))
            })
        }
        Form::Categorical { cuts } => match &factor.categories {
            // A category of the pack belongs to as many cuts as lie at or below its lower bound.
            Some(shares) => {
                let category = |index: usize| match index.checked_sub(1) {
                    Some(bound) => factor
                        .category_bounds
                        .get(bound)
                        .map_or(cuts.len(), |bound| cuts.iter().filter(|cut| *cut <= bound).count()),
                    None => 0,
                };
                mixed(&share_row(factor, shares.at(sex, year, age), age), |index| ratio(category(index)))
            }
            None => measured().map_or([1.0; RANK_CLASSES], |values| {
                values.map(|value| ratio(cuts.iter().filter(|cut| **cut <= value).count()))
            }),
        },
        Form::States => match &factor.categories {
            Some(shares) => mixed(&share_row(factor, shares.at(sex, year, age), age), ratio),
            None => [1.0; RANK_CLASSES],
        },
        Form::Binary | Form::Smoking | Form::Additive { .. } => [1.0; RANK_CLASSES],
    }
}

/// Shares of categories; everybody is in the first below the factor's first age.
fn share_row(factor: &RiskFactor, shares: [f64; CATEGORIES], age: u8) -> [f64; CATEGORIES] {
    if age >= factor.from_age {
        return shares;
    }
    let mut first = [0.0; CATEGORIES];
    first[0] = 1.0;
    first
}

/// Mean ratio of each rank class, whose persons fall into the categories from the lowest rank up.
fn mixed(shares: &[f64; CATEGORIES], ratio: impl Fn(usize) -> f64) -> [f64; RANK_CLASSES] {
    let classes = RANK_CLASSES as f64;
    let mut result = [0.0; RANK_CLASSES];
    let mut below = 0.0;
    for (category, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let above = below + share;
        let value = ratio(category);
        for (class, mean) in result.iter_mut().enumerate() {
            let (low, high) = (class as f64 / classes, (class + 1) as f64 / classes);
            // The printed shares add up to 1 but for rounding: the last class takes what is left.
            let above = if class + 1 == RANK_CLASSES && above > 1.0 - 1e-6 { 1.0 } else { above };
            let inside = high.min(above) - low.max(below);
            if inside > 0.0 {
                *mean += inside * classes * value;
            }
        }
        below = above;
    }
    result
}

fn smoking_row(edges: &[(&Acting, &Edge, &Stratum)], lanes: Vec<usize>, rank: usize) -> SmokingRow {
    let years = usize::from(LONGEST_SINCE_QUITTING) + 1;
    let mut current = vec![1.0; lanes.len()];
    let mut former = vec![vec![1.0; lanes.len()]; years];
    for (acting, edge, stratum) in edges {
        let ratio = libm::pow(stratum.rr[0], edge.shrink.0);
        let left: Vec<f64> = (0..years).map(|year| excess_left(edge.quit_decay.as_ref(), year)).collect();
        for (position, _) in lanes.iter().enumerate().filter(|(_, lane)| acting.lanes.contains(lane)) {
            current[position] *= ratio;
            for (row, left) in former.iter_mut().zip(&left) {
                row[position] *= 1.0 + (ratio - 1.0) * left;
            }
        }
    }
    SmokingRow { rank, lanes, current, former }
}

/// Share of the excess risk that is left in the year after `years` whole years since quitting.
fn excess_left(decay: Option<&QuitDecay>, years: usize) -> f64 {
    match decay {
        Some(QuitDecay::HalfLife { years: half, .. }) => libm::exp2(-(years as f64 + 0.5) / half),
        Some(QuitDecay::Steps { bins, .. }) => {
            let found =
                bins.iter().find(|(first, last, _)| (*first as usize..=*last as usize).contains(&years));
            found.map_or(0.0, |bin| bin.2)
        }
        None => 1.0,
    }
}
