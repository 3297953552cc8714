//! Diffusion: logistic curves with a ceiling that need not be everybody.
//!
//! `s(t) = c / (1 + exp(-k (t - m)))`: ceiling c, speed k per year, midpoint m. Through two points the
//! curve is unique once the ceiling is chosen: `logit(s / c)` is a straight line in time.

use crate::num::special::{expit, logit};

/// A logistic curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Logistic {
    /// Value it tends to.
    pub ceiling: f64,
    /// Speed, per year.
    pub speed: f64,
    /// Year in which half of the ceiling is reached.
    pub midpoint: f64,
}

impl Logistic {
    /// The curve with this ceiling through two points (year, value); `None` unless both values lie
    /// between 0 and the ceiling and the years differ.
    #[must_use]
    pub fn through(ceiling: f64, first: (f64, f64), second: (f64, f64)) -> Option<Self> {
        let inside = |value: f64| 0.0 < value && value < ceiling;
        if !inside(first.1) || !inside(second.1) || first.0 == second.0 || first.1 == second.1 {
            return None;
        }
        let (from, to) = (logit(first.1 / ceiling), logit(second.1 / ceiling));
        let speed = (to - from) / (second.0 - first.0);
        Some(Self { ceiling, speed, midpoint: first.0 - from / speed })
    }

    /// Value at a time.
    #[must_use]
    pub fn at(&self, year: f64) -> f64 {
        self.ceiling * expit(self.speed * (year - self.midpoint))
    }
}

/// Share of its way that a scale-up has gone: 0 until `start`, then the part of a logistic with this
/// speed and midpoint that lies after `start`, so that it begins at 0 and tends to 1.
#[must_use]
pub fn scale_up(year: f64, start: f64, midpoint: f64, speed: f64) -> f64 {
    if year <= start {
        return 0.0;
    }
    let at = |year: f64| expit(speed * (year - midpoint));
    (at(year) - at(start)) / (1.0 - at(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_passes_through_its_points() {
        let curve = Logistic::through(0.4, (2021.5, 0.13), (2024.5, 0.16)).unwrap();
        assert!((curve.at(2021.5) - 0.13).abs() < 1e-14 && (curve.at(2024.5) - 0.16).abs() < 1e-14);
        assert!((curve.at(curve.midpoint) - 0.2).abs() < 1e-14);
        assert!(curve.at(2500.0) <= 0.4);
        assert_eq!(Logistic::through(0.15, (2021.0, 0.13), (2024.0, 0.16)), None);
    }

    #[test]
    fn a_scale_up_begins_at_nothing_and_ends_at_all() {
        assert_eq!(scale_up(2023.0, 2023.0, 2025.0, 0.6), 0.0);
        assert_eq!(scale_up(2010.0, 2023.0, 2025.0, 0.6), 0.0);
        assert!((scale_up(2100.0, 2023.0, 2025.0, 0.6) - 1.0).abs() < 1e-12);
        let shares: Vec<f64> =
            (0..30).map(|step| scale_up(2023.0 + f64::from(step), 2023.0, 2025.0, 0.6)).collect();
        assert!(shares.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
