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

/// A least-squares fit of a logistic with a free ceiling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// The curve.
    pub curve: Logistic,
    /// Root mean squared error, in the unit of the values.
    pub error: f64,
}

/// Ceilings that are tried, as multiples of the largest value: beyond fifty times it the curve is an
/// exponential and the series says nothing of its ceiling.
const CEILINGS: [f64; 2] = [1.01, 50.0];
const TRIED: usize = 400;

/// Fits a logistic to a series of at least five positive points (year, value): for each ceiling of a fine
/// grid the straight line of `logit(s / c)` in time gives speed and midpoint, and the ceiling with the
/// smallest squared error of the values is kept. `None` for fewer points or a curve that does not rise.
#[must_use]
pub fn fit(points: &[(f64, f64)]) -> Option<Fitted> {
    let largest = points.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    if points.len() < 5 || points.iter().any(|(_, value)| *value <= 0.0) {
        return None;
    }
    let ratio = libm::log(CEILINGS[1] / CEILINGS[0]);
    let mut best: Option<Fitted> = None;
    for step in 0..=TRIED {
        let ceiling = largest * CEILINGS[0] * libm::exp(ratio * step as f64 / TRIED as f64);
        let Some(curve) = line(points, ceiling) else { continue };
        let squares: f64 = points.iter().map(|(year, value)| squared(curve.at(*year) - value)).sum();
        let error = libm::sqrt(squares / points.len() as f64);
        if best.is_none_or(|best| error < best.error) {
            best = Some(Fitted { curve, error });
        }
    }
    best
}

fn squared(x: f64) -> f64 {
    x * x
}

fn line(points: &[(f64, f64)], ceiling: f64) -> Option<Logistic> {
    let count = points.len() as f64;
    let years = points.iter().map(|(year, _)| *year).sum::<f64>() / count;
    let level = points.iter().map(|(_, value)| logit(value / ceiling)).sum::<f64>() / count;
    let (mut products, mut squares) = (0.0, 0.0);
    for (year, value) in points {
        products += (year - years) * (logit(value / ceiling) - level);
        squares += squared(year - years);
    }
    let speed = products / squares;
    (speed > 0.0).then(|| Logistic { ceiling, speed, midpoint: years - level / speed })
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

    #[test]
    fn the_fit_finds_the_curve_that_made_the_points() {
        let curve = Logistic { ceiling: 25_000.0, speed: 0.7, midpoint: 2022.0 };
        let points: Vec<(f64, f64)> =
            (2016..2025).map(|year| (f64::from(year), curve.at(f64::from(year)))).collect();
        let found = fit(&points).unwrap();
        assert!((found.curve.ceiling / curve.ceiling - 1.0).abs() < 0.01, "{found:?}");
        assert!((found.curve.speed - 0.7).abs() < 0.01 && (found.curve.midpoint - 2022.0).abs() < 0.05);
        assert!(found.error < 50.0);
        assert_eq!(fit(&points[..4]), None);
    }
}
