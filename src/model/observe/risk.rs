//! Risk factors read off the persons: current smokers, values by rank class.
//!
//! A person is known by a rank class, not by a value, so a value is the mean of the class and "at
//! least a bound" the share of the class above it. Shares come from the quantile function through the class
//! means at the mean normal scores of the classes, linear in the score in between and beyond the
//! outermost: exact for a normal law, within 0.3 points for the lognormal of body mass, 0.1 at 25 (a test holds it).

use crate::baseline::Baseline;
use crate::baseline::health::{RANK_CLASSES, TargetQuantity};
use crate::model::exposure::Exposure;
use crate::model::risk::SmokingState;
use crate::num::special::{exp, normal_cdf, normal_quantile};
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};

/// What the targets of a pack ask of risk factors, in the order of [`quantities`].
#[derive(Debug, Clone)]
pub struct RiskObserver {
    measures: Vec<Measure>,
    years: YearSpan,
    ages: AgeSpan,
}

#[derive(Debug, Clone)]
enum Measure {
    Smoking,
    Value {
        /// Position of the factor in [`crate::model::risk::Ranks::class`].
        rank: usize,
        /// What a person of each class counts, by sex, year and age.
        classes: Vec<[f64; RANK_CLASSES]>,
    },
}

/// The quantities of risk factors that targets of the pack measure, each once.
#[must_use]
pub fn quantities(baseline: &Baseline) -> Vec<&TargetQuantity> {
    let mut found: Vec<&TargetQuantity> = Vec::new();
    for target in &baseline.targets {
        let of_risk = matches!(
            target.what,
            TargetQuantity::Smoking | TargetQuantity::FactorMean(_) | TargetQuantity::FactorAtLeast(..)
        );
        if of_risk && !found.contains(&&target.what) {
            found.push(&target.what);
        }
    }
    found
}

impl RiskObserver {
    /// The observer of a pack for some years.
    #[must_use]
    pub fn new(baseline: &Baseline, years: YearSpan) -> Self {
        let ages = baseline.ages;
        let measure = |quantity: &TargetQuantity| {
            let risk = baseline.risk.as_ref()?;
            let (factor, bound) = match quantity {
                TargetQuantity::Smoking => return Some(Measure::Smoking),
                TargetQuantity::FactorMean(factor) => (*factor, None),
                TargetQuantity::FactorAtLeast(factor, bound) => (*factor, Some(*bound)),
                _ => return None,
            };
            let rank = risk.ranked.iter().position(|ranked| *ranked == factor)?;
            let mut classes = Vec::with_capacity(Sex::ALL.len() * years.len() * ages.len());
            for sex in Sex::ALL {
                for year in years.iter() {
                    classes.extend(ages.iter().map(|age| {
                        let values = risk.factors[factor].measured(sex, year, age);
                        let values = values.unwrap_or([0.0; RANK_CLASSES]);
                        bound.map_or(values, |bound| at_least(&values, bound))
                    }));
                }
            }
            Some(Measure::Value { rank, classes })
        };
        // The loader has checked that every quantity names a ranked factor or smoking.
        Self { measures: quantities(baseline).into_iter().filter_map(measure).collect(), years, ages }
    }

    /// Number of sums.
    #[must_use]
    pub fn width(&self) -> usize {
        self.measures.len()
    }

    /// Adds one person of a cell to its sums.
    pub fn count(
        &self,
        sums: &mut [f64],
        exposure: &Exposure,
        (sex, year, age): (Sex, Year, u8),
        weight: f64,
    ) {
        let year = usize::from(year.0 - self.years.first.0);
        let age = usize::from(age - self.ages.first);
        let cell = (sex.index() * self.years.len() + year) * self.ages.len() + age;
        for (sum, measure) in sums.iter_mut().zip(&self.measures) {
            *sum += weight
                * match measure {
                    Measure::Smoking => f64::from(u8::from(exposure.smokes() == SmokingState::Current)),
                    Measure::Value { rank, classes } => {
                        classes[cell][usize::from(exposure.ranks.class[*rank])]
                    }
                };
        }
    }
}

/// Mean normal score of each rank class.
fn mean_scores() -> [f64; RANK_CLASSES] {
    let classes = RANK_CLASSES as f64;
    // The density at the bound below a class; it is 0 at the ends.
    let density = |class: usize| {
        if class == 0 || class == RANK_CLASSES {
            return 0.0;
        }
        let score = normal_quantile(class as f64 / classes);
        exp(-0.5 * score * score) / libm::sqrt(2.0 * std::f64::consts::PI)
    };
    std::array::from_fn(|class| classes * (density(class) - density(class + 1)))
}

/// Share of each rank class at or above a bound.
fn at_least(means: &[f64; RANK_CLASSES], bound: f64) -> [f64; RANK_CLASSES] {
    let scores = mean_scores();
    let above = means.partition_point(|mean| *mean < bound);
    // The segment between two classes that the bound lies in, or the outermost on its side.
    let class = above.saturating_sub(1).min(RANK_CLASSES - 2);
    let slope = (means[class + 1] - means[class]) / (scores[class + 1] - scores[class]);
    let score = if slope > 0.0 {
        scores[class] + (bound - means[class]) / slope
    } else if above == 0 {
        f64::NEG_INFINITY
    } else {
        f64::INFINITY
    };
    // In classes from the lowest rank: the rank at which the value is the bound.
    let rank = RANK_CLASSES as f64 * normal_cdf(score);
    std::array::from_fn(|class| (class as f64 + 1.0 - rank).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_above_a_bound_is_that_of_the_law() {
        // 9 + lognormal as for the body mass index of men, and a wide one.
        for (mu, sigma) in [(2.66, 0.22), (2.5, 0.3)] {
            let edge = |class: usize| normal_quantile(class as f64 / RANK_CLASSES as f64);
            let means: [f64; RANK_CLASSES] = std::array::from_fn(|class| {
                let part = normal_cdf(edge(class + 1) - sigma) - normal_cdf(edge(class) - sigma);
                9.0 + RANK_CLASSES as f64 * (mu + 0.5 * sigma * sigma).exp() * part
            });
            for bound in [18.5_f64, 22.0, 25.0, 27.5, 30.0] {
                let law = 1.0 - normal_cdf(((bound - 9.0).ln() - mu) / sigma);
                let found = at_least(&means, bound).iter().sum::<f64>() / RANK_CLASSES as f64;
                assert!((found - law).abs() < 0.003, "{bound}: {found} for {law}");
            }
        }
    }

    #[test]
    fn classes_are_wholly_above_or_below_but_one() {
        let scores = mean_scores();
        // Values that are the scores themselves: the share above 0.3 is that of a normal score.
        let shares = at_least(&scores, 0.3);
        let whole = shares.iter().sum::<f64>() / RANK_CLASSES as f64;
        assert!((whole - (1.0 - normal_cdf(0.3))).abs() < 1e-12, "{whole}");
        assert_eq!(shares.iter().filter(|share| **share > 0.0 && **share < 1.0).count(), 1);
        let nearly =
            |shares: [f64; RANK_CLASSES], all: f64| shares.iter().all(|share| (share - all).abs() < 1e-9);
        assert!(nearly(at_least(&scores, -9.0), 1.0) && nearly(at_least(&scores, 9.0), 0.0));
        assert!(nearly(at_least(&[3.0; RANK_CLASSES], 2.0), 1.0));
        assert!(nearly(at_least(&[3.0; RANK_CLASSES], 4.0), 0.0));
    }
}
