//! What is believed of an effect before its trial.
//!
//! Effects are turned to a scale on which 0 does nothing and more is better: the value itself for
//! differences, its logarithm for ratios, with the sign of the good direction. There the prior is a mass at
//! zero plus the lever's distribution, shrunk as the lever says. It is held as weighted nodes, so that every
//! expectation is a sum: a trapezium rule over plus and minus eight standard deviations for the normal
//! (exact to rounding for smooth integrands), Gauss-Legendre panels on each straight piece of a triangular
//! or uniform density.

use crate::baseline::enablers::Enablers;
use crate::baseline::levers::{Channel, Distribution, EvidenceTier, Lever, Uncertain};
use crate::baseline::trials::{Better, Trial};
use crate::policy::enabler::EvidenceSystem;

/// One possible truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Its probability.
    pub weight: f64,
    /// Benefit on the endpoint, which the result depends on.
    pub measured: f64,
    /// Benefit of the lever's channel, which the gain depends on.
    pub acting: f64,
}

/// A prior of the true effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Chance that there is no effect at all.
    pub zero_mass: f64,
    /// The effect if there is one.
    pub shape: Shape,
    /// Whether the channel's effect is a ratio.
    pub ratio: bool,
    /// Which direction of the channel is good: 1 if more of its (log) value, else -1.
    pub sign: f64,
    /// Benefit of the channel per benefit on the endpoint, where the latter carries over: 1 where they are one.
    pub per_measured: f64,
    /// Chance that it carries over: 1 where they are one.
    pub carries: f64,
    /// Possible truths with their probabilities, which sum to 1.
    pub nodes: Vec<Node>,
}

/// The effect on the endpoint if there is one, on the scale of benefits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A point.
    Point(f64),
    /// Normal with mean and standard deviation.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
    /// Any other, held by its nodes only.
    Other,
}

/// Why there is no prior.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPrior {
    /// The trial tests nothing that the pack's levers hold.
    NoChannel,
    /// The channel has no usable evidence.
    NoEvidence,
    /// The shape of its uncertainty has no scale on which 0 does nothing.
    Shape,
}

/// 97.5% point of the standard normal: a range is the central 95% of a normal.
const Z: f64 = 1.959_963_984_540_054;
/// Half the steps of the trapezium rule, and how many standard deviations they span.
const STEPS: i32 = 160;
const SPAN: f64 = 8.0;
/// Panels of each straight piece of a density.
const PANELS: u32 = 16;
/// Gauss-Legendre with five points on -1..1: abscissae and weights (Abramowitz and Stegun, table 25.4).
const LEGENDRE: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683, 0.478_628_670_499_366_5),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];

impl Prior {
    /// Certainty that there is no effect.
    #[must_use]
    pub fn null() -> Self {
        let nodes = vec![Node { weight: 1.0, measured: 0.0, acting: 0.0 }];
        Self {
            zero_mass: 1.0,
            shape: Shape::Point(0.0),
            ratio: false,
            sign: 1.0,
            per_measured: 1.0,
            carries: 1.0,
            nodes,
        }
    }

    /// The prior of a trial: of the channel it tests, or of the surrogate it measures.
    ///
    /// # Errors
    /// Why there is none; the trial then tests a null.
    pub fn of_trial(
        trial: &Trial,
        lever: Option<&Lever>,
        channel: Option<&Channel>,
        system: &EvidenceSystem,
        enablers: Option<&Enablers>,
    ) -> Result<Self, NoPrior> {
        let mass = |tier: EvidenceTier| {
            let known = enablers.and_then(|enablers| enablers.zero_mass.iter().find(|(of, _)| *of == tier));
            known.map_or(0.0, |(_, mass)| mass.value)
        };
        let acting = channel.zip(lever).map(|(channel, lever)| {
            let effect = channel.effect.as_ref().ok_or(NoPrior::NoEvidence)?;
            let ratio = channel.acts.is_ratio();
            let sign = direction(effect, ratio, trial.endpoint.better);
            let side = Side { ratio, sign, shrink: channel.shrink.0, width: system.interval_width };
            // The mass at zero is that of the channel that is tested: a lever may be sure of another one.
            Ok::<_, NoPrior>((continuous(effect, side)?, side, mass(lever.tier_of(channel))))
        });
        let Some(surrogate) = &trial.endpoint.surrogate else {
            let ((shape, nodes), side, zero_mass) = acting.ok_or(NoPrior::NoChannel)??;
            return Ok(Self::with_spike(zero_mass, shape, side, (1.0, 1.0), &nodes));
        };
        let side = Side {
            ratio: trial.endpoint.measure.is_ratio(),
            sign: sign_of(trial.endpoint.better),
            shrink: 1.0,
            width: system.interval_width,
        };
        let (shape, nodes) = continuous(&surrogate.effect, side)?;
        let zero_mass = mass(surrogate.tier);
        let (benefit, acting_side) = match acting {
            Some(Ok(((_, nodes), side, _))) => (mean(&nodes), side),
            Some(Err(why)) => return Err(why),
            None => (0.0, side),
        };
        // An effect on the channel goes with the effect on the surrogate, in proportion, or is none.
        let carries = surrogate.carries.value;
        let scale = mean(&nodes);
        let whole = if scale == 0.0 { 0.0 } else { benefit / scale };
        Ok(Self::with_spike(zero_mass, shape, acting_side, (carries, whole), &nodes))
    }

    fn with_spike(
        zero_mass: f64,
        shape: Shape,
        side: Side,
        (carries, per_measured): (f64, f64),
        nodes: &[(f64, f64)],
    ) -> Self {
        let spike = Node { weight: zero_mass, measured: 0.0, acting: 0.0 };
        let both = |(weight, measured): &(f64, f64)| {
            let weight = weight * (1.0 - zero_mass);
            let measured = *measured;
            [
                Node { weight: weight * carries, measured, acting: per_measured * measured },
                Node { weight: weight * (1.0 - carries), measured, acting: 0.0 },
            ]
        };
        let nodes = std::iter::once(spike).chain(nodes.iter().flat_map(both));
        let nodes = nodes.filter(|node| node.weight > 0.0).collect();
        Self { zero_mass, shape, ratio: side.ratio, sign: side.sign, per_measured, carries, nodes }
    }

    /// Mean benefit of the channel.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.nodes.iter().map(|node| node.weight * node.acting).sum()
    }

    /// Benefit of an effect of the channel, given in its own unit.
    #[must_use]
    pub fn benefit(&self, effect: f64) -> f64 {
        self.sign * if self.ratio { libm::log(effect) } else { effect }
    }

    /// The channel's effect in its own unit for a benefit.
    #[must_use]
    pub fn effect(&self, benefit: f64) -> f64 {
        let value = self.sign * benefit;
        if self.ratio { libm::exp(value) } else { value }
    }
}

/// How a value becomes a benefit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub ratio: bool,
    pub sign: f64,
    pub shrink: f64,
    pub width: f64,
}

impl Side {
    pub(super) fn benefit(&self, value: f64) -> f64 {
        let plain = if self.ratio { libm::log(value) } else { value };
        self.sign * self.shrink * plain
    }
}

fn sign_of(better: Better) -> f64 {
    match better {
        Better::Lower => -1.0,
        Better::Higher => 1.0,
    }
}

/// Which way the channel is good: from its favourable end, since a channel may be written the other way
/// round than the endpoint.
pub(super) fn direction(effect: &Uncertain, ratio: bool, better: Better) -> f64 {
    let null = if ratio { 1.0 } else { 0.0 };
    let favourable = if effect.optimistic == effect.pessimistic {
        effect.default - null
    } else {
        effect.optimistic - effect.pessimistic
    };
    if favourable > 0.0 {
        1.0
    } else if favourable < 0.0 {
        -1.0
    } else {
        sign_of(better)
    }
}

fn mean(nodes: &[(f64, f64)]) -> f64 {
    nodes.iter().map(|(weight, benefit)| weight * benefit).sum()
}

/// The range drawn in towards the default by the width of intervals.
pub(super) fn narrowed(effect: &Uncertain, width: f64) -> (f64, f64, f64) {
    let toward = |end: f64| effect.default + width * (end - effect.default);
    (toward(effect.pessimistic), effect.default, toward(effect.optimistic))
}

/// Mean and standard deviation of a normal on the scale of benefits.
pub(super) fn normal(effect: &Uncertain, side: Side) -> (f64, f64) {
    let (low, default, high) = narrowed(effect, side.width);
    let deviation = (side.benefit(high) - side.benefit(low)) / (2.0 * Z);
    (side.benefit(default), deviation.abs())
}

type Nodes = Vec<(f64, f64)>;

/// The distribution without the mass at zero: its shape and nodes (probability, benefit).
fn continuous(effect: &Uncertain, side: Side) -> Result<(Shape, Nodes), NoPrior> {
    let (low, default, high) = narrowed(effect, side.width);
    let (least, most) = (low.min(high).min(default), low.max(high).max(default));
    let point = || Ok((Shape::Point(side.benefit(default)), vec![(1.0, side.benefit(default))]));
    match effect.distribution {
        Distribution::Fixed => point(),
        _ if least == most => point(),
        // A lognormal ratio is normal in its logarithm; a lognormal amount has no scale with a null.
        Distribution::Lognormal if !side.ratio => Err(NoPrior::Shape),
        Distribution::Normal if side.ratio => Err(NoPrior::Shape),
        Distribution::Beta => Err(NoPrior::Shape),
        Distribution::Normal | Distribution::Lognormal => {
            let (mean, deviation) = normal(effect, side);
            let mut nodes: Nodes = (-STEPS..=STEPS)
                .map(|step| {
                    let z = SPAN * f64::from(step) / f64::from(STEPS);
                    (libm::exp(-z * z / 2.0), mean + deviation * z)
                })
                .collect();
            let total: f64 = nodes.iter().map(|(weight, _)| weight).sum();
            for (weight, _) in &mut nodes {
                *weight /= total;
            }
            Ok((Shape::Normal { mean, deviation }, nodes))
        }
        Distribution::Uniform => {
            let density = 1.0 / (most - least);
            Ok((Shape::Other, panels(least, most, side, |_| density)))
        }
        Distribution::Triangular => {
            let width = most - least;
            let mut nodes =
                panels(least, default, side, |value| 2.0 * (value - least) / (width * (default - least)));
            nodes.extend(panels(default, most, side, |value| {
                2.0 * (most - value) / (width * (most - default))
            }));
            Ok((Shape::Other, nodes))
        }
    }
}

/// Nodes of a density over a piece on which it is straight; none for an empty piece.
fn panels(from: f64, to: f64, side: Side, density: impl Fn(f64) -> f64) -> Nodes {
    if to <= from {
        return Vec::new();
    }
    let half = (to - from) / f64::from(PANELS) / 2.0;
    let mut nodes = Vec::new();
    for panel in 0..PANELS {
        let middle = from + half * f64::from(2 * panel + 1);
        for (abscissa, weight) in LEGENDRE {
            let value = middle + half * abscissa;
            nodes.push((weight * half * density(value), side.benefit(value)));
        }
    }
    nodes
}
