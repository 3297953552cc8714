//! Levers as a file sets them.

use super::{ChannelId, Correlation, Effect, Factor, FigureId, LeverId, PolicyYear, Share};
use crate::scenario::quantity::{Listed, Refusal};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// The levers a file sets, each once.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(try_from = "Vec<Lever>")]
pub struct Levers(Vec<Lever>);

impl TryFrom<Vec<Lever>> for Levers {
    type Error = Refusal;

    fn try_from(levers: Vec<Lever>) -> Result<Self, Refusal> {
        Listed::Levers.admit(levers.len())?;
        Ok(Self(levers))
    }
}

impl Levers {
    /// The levers in the order of the file.
    #[must_use]
    pub fn as_slice(&self) -> &[Lever] {
        &self.0
    }
}

/// A lever that a file sets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Which lever of the pack.
    pub id: LeverId,
    /// How far it reaches.
    pub coverage: Coverage,
    /// The author's own effects by channel.
    #[serde(default)]
    pub effects: Effects,
    /// Share of those covered in whom the effect applies; without it, the pack's.
    #[serde(default)]
    pub adherence: Option<Share>,
    /// Correlation of participation with risk; without it, the pack's.
    #[serde(default)]
    pub correlation: Option<Correlation>,
}

/// How far a lever reaches among those eligible.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Coverage {
    /// The reference path: the lever is named but does nothing.
    Observed,
    /// Wound down to nobody.
    Nothing,
    /// What the reference path has reached when policies start, held.
    Today,
    /// What the pack calls ambitious.
    Ambitious,
    /// What the pack calls the maximum.
    Maximum,
    /// A share, in equal steps.
    Reach {
        /// Share of those eligible.
        share: Share,
        /// Year of the first step; without it, when policies start.
        #[serde(default)]
        from: Option<PolicyYear>,
        /// Year of arrival; without it, as long after the start as the pack says.
        #[serde(default)]
        by: Option<PolicyYear>,
    },
    /// A share, slowly at first and at the end.
    Logistic {
        /// Share of those eligible.
        share: Share,
        /// Year of the first step; without it, when policies start.
        #[serde(default)]
        from: Option<PolicyYear>,
        /// Year of arrival; without it, as long after the start as the pack says.
        #[serde(default)]
        by: Option<PolicyYear>,
    },
    /// Given shares in given years, linear in between, the last one held.
    Points(Points),
    /// Along the curve through the observed series of a key figure that leads this lever, from when
    /// policies start.
    Fitted {
        /// Key figure of the pack, with a curve of its own.
        figure: FigureId,
    },
    /// Health and productivity management along its two curves of diffusion, with other ceilings or at
    /// another speed than the reference.
    Diffusion {
        /// Share of the employees of large organisations that can be covered in the end; without it, the pack's.
        #[serde(default)]
        ceiling_large: Option<Share>,
        /// The same of small and medium organisations.
        #[serde(default)]
        ceiling_small: Option<Share>,
        /// Factor on the speed of both curves after the last published year; without it, 1.
        #[serde(default)]
        speed: Option<Factor>,
    },
}

/// Years in order with the share reached in each.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Vec<(PolicyYear, Share)>")]
pub struct Points(Vec<(PolicyYear, Share)>);

impl TryFrom<Vec<(PolicyYear, Share)>> for Points {
    type Error = Refusal;

    fn try_from(points: Vec<(PolicyYear, Share)>) -> Result<Self, Refusal> {
        Listed::Points.admit(points.len())?;
        if points.is_empty() {
            return Err(Refusal::NoPoints);
        }
        let reversed = points.windows(2).find(|pair| pair[0].0.get() >= pair[1].0.get());
        match reversed {
            Some(pair) => Err(Refusal::YearsReversed { first: pair[0].0.year().0, last: pair[1].0.year().0 }),
            None => Ok(Self(points)),
        }
    }
}

impl Points {
    /// The points in order.
    #[must_use]
    pub fn as_slice(&self) -> &[(PolicyYear, Share)] {
        &self.0
    }
}

/// The author's own effects: each channel once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects(Vec<(ChannelId, Effect)>);

impl Effects {
    /// The effects in the order of the file.
    #[must_use]
    pub fn as_slice(&self) -> &[(ChannelId, Effect)] {
        &self.0
    }

    /// The same effects in another order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&ChannelId) -> K) {
        self.0.sort_by_key(|(channel, _)| key(channel));
    }
}

impl TryFrom<Vec<(ChannelId, Effect)>> for Effects {
    type Error = Refusal;

    fn try_from(effects: Vec<(ChannelId, Effect)>) -> Result<Self, Refusal> {
        Listed::Effects.admit(effects.len())?;
        let twice = |at: usize| effects[..at].iter().any(|(channel, _)| *channel == effects[at].0);
        if (1..effects.len()).any(twice) { Err(Refusal::ChannelTwice) } else { Ok(Self(effects)) }
    }
}

impl<'de> Deserialize<'de> for Effects {
    /// By hand, because a map type would let the later of two equal keys win.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Effects;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a map {\"channel\": effect}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Effects, A::Error> {
                let mut effects = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    effects.push(pair);
                    Listed::Effects.admit(effects.len()).map_err(serde::de::Error::custom)?;
                }
                effects.try_into().map_err(serde::de::Error::custom)
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}
