//! Death rates by cause, and what the derivation of one condition yields.

use super::base::{Base, FIRST};
use super::fractions::Shares;
use super::math::{AGES, Curve, curve};
use super::{CAUSES, cause};
use kenju::num::units::Sex;
use std::collections::BTreeMap;

/// Base tables and shares of deaths by cause.
pub struct Rates {
    pub base: Base,
    pub shares: BTreeMap<(u16, usize), Shares>,
}

impl Rates {
    /// Hazard of death from a cause in an observed year.
    pub fn of(&self, name: &str, year: u16, sex: Sex) -> Curve {
        let (all, share) = (self.base.mortality(year, sex), &self.shares[&(year, sex.index())][cause(name)]);
        curve(|age| all[age] * share[age])
    }

    /// Hazard of death from any of some causes.
    pub fn of_any(&self, names: &[&str], year: u16, sex: Sex) -> Curve {
        let mut sum = [0.0; AGES];
        for name in names {
            let rate = self.of(name, year, sex);
            sum = curve(|age| sum[age] + rate[age]);
        }
        sum
    }
}

/// The causes but the ones named; `cancer` stands for all cancers.
pub fn causes_without(left_out: &[&str]) -> Vec<&'static str> {
    let kept = |name: &&str| {
        !(left_out.contains(name) || left_out.contains(&"cancer") && name.starts_with("cancer_"))
    };
    CAUSES.into_iter().filter(kept).collect()
}

/// What is known of one condition and sex when its derivation is done.
#[derive(Clone)]
pub struct Derived {
    /// Shares in the first and second state, 2016.
    pub prevalence: [Curve; 2],
    /// Hazards of persons without it, from the year on.
    pub incidence: BTreeMap<u16, Curve>,
    /// Weights of the owned cause: without, first and second state.
    pub weights: Option<[Curve; 3]>,
    /// Factors on other causes in the first and second state.
    pub multipliers: Option<[Curve; 2]>,
    /// Hazard of moving on from the first state.
    pub exit: f64,
}

impl Derived {
    /// One state and constant incidence.
    pub fn lasting(prevalence: &Curve, incidence: &Curve) -> Self {
        Self {
            prevalence: [*prevalence, [0.0; AGES]],
            incidence: BTreeMap::from([(FIRST, *incidence)]),
            weights: None,
            multipliers: None,
            exit: 0.0,
        }
    }
}

/// All conditions by name and sex.
pub type Conditions = BTreeMap<(&'static str, usize), Derived>;
