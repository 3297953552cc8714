//! What a policy's shift of a risk factor does to hazards.
//!
//! A log-linear edge turns a shift d of the value into the ratio exp(s ln(rr) d / per), the same for
//! everybody; the clamp of the edge does not apply, because a policy moves usual values within the
//! range in which the ratio was measured. Where ratios belong to categories, the logarithm of the
//! class ratio is taken as linear between the middles of the classes (in the value, or in normal
//! scores for factors that have no values) and read off at the shifted place.

use super::{RiskModel, Stratum, class_ratios, stratum};
use crate::baseline::health::{Effect, FactorKind, Form, Node, RANK_CLASSES};
use crate::num::special::normal_quantile;
use crate::num::units::{Sex, Year};

/// A shift of a risk factor as it arrives: at once, or later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Position of the factor in the pack's list.
    pub factor: usize,
    /// Amount, in the unit of the factor; standard deviations of the normal score if `scored`.
    pub amount: f64,
    /// Whether the amount is in standard deviations.
    pub scored: bool,
    /// Years until the shift itself has arrived.
    pub delay: f64,
}

/// Logarithm of the ratio of a hazard.
#[derive(Debug, Clone, PartialEq)]
pub enum LogRatio {
    /// The same for everybody.
    Same(f64),
    /// By rank class of the factor whose position in [`super::Ranks::class`] is given.
    ByClass(usize, Box<[f64; RANK_CLASSES]>),
}

impl RiskModel<'_> {
    /// The shift of a factor with what it adds to other factors.
    #[must_use]
    pub fn spread(&self, shift: Shift) -> Vec<Shift> {
        let mut shifts = vec![shift];
        let from = Node::Factor(self.risk.factors[shift.factor].id.clone());
        for edge in &self.risk.edges {
            let (Effect::Additive, Form::Additive { per }, Node::Factor(to)) =
                (edge.effect, &edge.form, &edge.to)
            else {
                continue;
            };
            if edge.from != from {
                continue;
            }
            if let (Some(factor), Some(stratum)) = (self.risk.factor(to), edge.strata.first()) {
                let amount = shift.amount * edge.shrink.0 * stratum.rr[0] / per;
                shifts.push(Shift { factor, amount, scored: false, delay: shift.delay + edge.lag.0 });
            }
        }
        shifts
    }

    /// The condition without which nobody differs in a factor, if there is one.
    #[must_use]
    pub fn only_with(&self, factor: usize) -> Option<usize> {
        match self.risk.factors[factor].kind {
            FactorKind::Within { condition, .. } => condition,
            FactorKind::Ranked | FactorKind::Smoking | FactorKind::Lever => None,
        }
    }

    /// Logarithm of the ratio that a shift puts on the hazards of an edge from its factor, when it acts
    /// in full; `None` outside the ages of the edge and for forms that do not depend on a value.
    #[must_use]
    pub fn shifted(&self, edge: usize, shift: &Shift, sex: Sex, age: u8, year: Year) -> Option<LogRatio> {
        let edge = &self.risk.edges[edge];
        let found = stratum(edge, sex, age)?;
        match &edge.form {
            Form::LogLinear { per, .. } if !shift.scored => {
                Some(LogRatio::Same(edge.shrink.0 * libm::log(found.rr[0]) * shift.amount / per))
            }
            Form::LogLinear { .. } | Form::Categorical { .. } | Form::States => {
                self.by_class(edge, found, shift, sex, age, year)
            }
            Form::Binary | Form::Smoking | Form::Additive { .. } => None,
        }
    }

    fn by_class(
        &self,
        edge: &crate::baseline::health::Edge,
        found: &Stratum,
        shift: &Shift,
        sex: Sex,
        age: u8,
        year: Year,
    ) -> Option<LogRatio> {
        let factor = &self.risk.factors[shift.factor];
        let owner = match factor.kind {
            FactorKind::Within { rank, .. } => rank,
            FactorKind::Ranked | FactorKind::Smoking | FactorKind::Lever => shift.factor,
        };
        let rank = self.risk.ranked.iter().position(|ranked| *ranked == owner)?;
        let middles = if shift.scored {
            std::array::from_fn(|class| normal_quantile((class as f64 + 0.5) / RANK_CLASSES as f64))
        } else {
            factor.measured(sex, year, age)?
        };
        let logs = class_ratios(edge, found, factor, sex, age, year).map(libm::log);
        let moved = std::array::from_fn(|class| {
            interpolated(&middles, &logs, middles[class] + shift.amount) - logs[class]
        });
        Some(LogRatio::ByClass(rank, Box::new(moved)))
    }

    /// Sign of what a higher rank of each ranked factor does to hazards: 1 raises, -1 lowers them, 0 neither.
    pub(super) fn directions(&self) -> Vec<f64> {
        let sign = |value: f64| {
            if value > 0.0 {
                1.0
            } else if value < 0.0 {
                -1.0
            } else {
                0.0
            }
        };
        let of_factor = |factor: &usize| {
            let edges = self.acting.iter().filter(|acting| acting.factor == *factor);
            let strata = edges.flat_map(|acting| &self.risk.edges[acting.edge].strata);
            let rise = |stratum: &Stratum| match stratum.rr.as_slice() {
                [only] => sign(libm::log(*only)),
                [first, .., last] => sign(libm::log(*last) - libm::log(*first)),
                [] => 0.0,
            };
            sign(strata.map(rise).sum())
        };
        self.risk.ranked.iter().map(of_factor).collect()
    }
}

/// Value at `x` of the broken line through (xs, ys), held outside; `xs` does not fall.
fn interpolated(xs: &[f64; RANK_CLASSES], ys: &[f64; RANK_CLASSES], x: f64) -> f64 {
    let after = xs.partition_point(|known| *known <= x);
    if after == 0 {
        return ys[0];
    }
    if after == RANK_CLASSES {
        return ys[RANK_CLASSES - 1];
    }
    let (low, high) = (xs[after - 1], xs[after]);
    let share = if high > low { (x - low) / (high - low) } else { 0.0 };
    ys[after - 1] + (ys[after] - ys[after - 1]) * share
}
