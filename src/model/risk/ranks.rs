//! Ranks of persons in the risk factors: drawn jointly, mixed at ten-year ages.
//!
//! Normal scores z ~ N(0, C) give ranks u = Phi(z) (Gaussian copula; Nelsen, An Introduction to
//! Copulas, 2006) and classes 1 + floor(16 u). At each mixing age z' = r z + sqrt(1 - r^2) e with
//! e ~ N(0, C), a stationary autoregression: ranks stay exactly uniform and keep their correlation,
//! and a person's rank at one age says r^n about that n mixings later.
//!
//! Draws are keyed by person, factor and stage of life (the number of mixing ages passed), so a
//! person's ranks do not depend on the year they enter or on what else is drawn.

use crate::baseline::health::{RANK_CLASSES, RANKED_FACTORS, Risk};
use crate::num::draws::{Draws, PersonKey, StreamId, normal_scores};
use crate::num::special::{normal_cdf, normal_quantile};

/// A person's ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranks {
    /// Rank class of each ranked factor, 0 (lowest values) to 15.
    pub class: [u8; RANKED_FACTORS],
    score: [f64; RANKED_FACTORS],
}

impl Ranks {
    /// The rank in a factor, a uniform between 0 and 1.
    #[must_use]
    pub fn uniform(&self, rank: usize) -> f64 {
        normal_cdf(self.score[rank])
    }
}

/// How ranks are drawn and mixed.
#[derive(Debug, Clone)]
pub struct RankModel {
    /// One per factor; places beyond the factors of the pack repeat the first.
    streams: [StreamId; RANKED_FACTORS],
    /// Factors of the pack.
    size: usize,
    /// Lower triangle, row by row, dense square.
    cholesky: Vec<f64>,
    keep: f64,
    renew: f64,
    ages: Vec<u8>,
    /// Scores that bound the classes.
    bounds: [f64; RANK_CLASSES - 1],
    /// Weight of each factor's score in the overall risk, which has variance 1.
    risk_weights: [f64; RANKED_FACTORS],
}

impl RankModel {
    pub(super) fn new(risk: &Risk) -> Self {
        let name = |index: &usize| StreamId::of(&format!("rank of {}", risk.factors[*index].id));
        let stream = |place: usize| risk.ranked.get(place).or(risk.ranked.first()).map(name);
        Self {
            streams: std::array::from_fn(|place| stream(place).unwrap_or(StreamId::of("rank"))),
            size: risk.ranked.len(),
            cholesky: risk.cholesky.clone(),
            keep: risk.mixing,
            renew: libm::sqrt(1.0 - risk.mixing * risk.mixing),
            ages: risk.mixing_ages.clone(),
            bounds: std::array::from_fn(|class| normal_quantile((class + 1) as f64 / RANK_CLASSES as f64)),
            risk_weights: [0.0; RANKED_FACTORS],
        }
    }

    /// Settles the overall risk: the sum of all scores, each with the sign of what it does to hazards
    /// (`directions`), divided by its standard deviation.
    pub(super) fn weigh_risk(&mut self, directions: &[f64]) {
        let size = self.size;
        // The variance of sum of d_i z_i with z = L e is the squared length of L' d.
        let variance: f64 = (0..size)
            .map(|column| {
                let load: f64 =
                    (column..size).map(|row| directions[row] * self.cholesky[row * size + column]).sum();
                load * load
            })
            .sum();
        for (weight, direction) in self.risk_weights.iter_mut().zip(directions) {
            *weight = if variance > 0.0 { direction / libm::sqrt(variance) } else { 0.0 };
        }
    }

    /// Overall risk of a person: a standard normal score, higher for those whose ranks raise hazards.
    /// Every factor counts the same; it only orders persons by readiness to take part.
    #[must_use]
    pub fn overall_risk(&self, ranks: &Ranks) -> f64 {
        ranks.score.iter().zip(&self.risk_weights).map(|(score, weight)| score * weight).sum()
    }

    /// Ranks of a person who enters at a completed age.
    #[must_use]
    pub fn at(&self, draws: Draws, key: PersonKey, age_at_entry: u8) -> Ranks {
        let mut ranks = Ranks { class: [0; RANKED_FACTORS], score: self.scores(draws, key, age_at_entry) };
        self.classify(&mut ranks);
        ranks
    }

    /// Whether ranks are mixed when a person reaches this age.
    #[must_use]
    pub fn mixes_at(&self, age: u8) -> bool {
        self.ages.contains(&age)
    }

    /// Mixes the ranks of a person who reaches a mixing age.
    pub fn mix(&self, ranks: &mut Ranks, draws: Draws, key: PersonKey, age: u8) {
        let fresh = self.scores(draws, key, age);
        for (score, fresh) in ranks.score.iter_mut().zip(fresh) {
            *score = self.keep * *score + self.renew * fresh;
        }
        self.classify(ranks);
    }

    /// Fresh joint scores for the stage of life of an age.
    fn scores(&self, draws: Draws, key: PersonKey, age: u8) -> [f64; RANKED_FACTORS] {
        let stage = self.ages.iter().filter(|mixing| **mixing <= age).count() as u8;
        let independent = normal_scores(&draws.first_uniforms(key, &self.streams, 0, stage));
        let size = self.size;
        let mut joint = [0.0; RANKED_FACTORS];
        for (row, score) in joint.iter_mut().enumerate().take(size) {
            for (column, fresh) in independent.iter().enumerate().take(row + 1) {
                *score += self.cholesky[row * size + column] * fresh;
            }
        }
        joint
    }

    fn classify(&self, ranks: &mut Ranks) {
        for (class, score) in ranks.class.iter_mut().zip(ranks.score) {
            *class = self.bounds.partition_point(|bound| *bound <= score) as u8;
        }
    }
}
