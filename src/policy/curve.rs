//! Curves through few observed points, with the interval in which a further observation is expected.
//!
//! Two forms are known: a straight line, and a logistic curve whose ceiling is free: that everything or
//! everybody is reached in the end is never assumed. Both are fitted by least squares; the interval is a
//! prediction interval from the scatter of the points about the curve, with Student's t for the degrees of
//! freedom left. For the line it is exact under independent normal scatter; for the logistic curve it is
//! that of the curve's tangent (delta method). Neither knows of policies still to come.

use crate::num::special::{exp, ln, logit};
use crate::num::student::student_t_quantile;
use nalgebra::{Matrix2, Matrix3, Vector2, Vector3};

/// Share of further observations that an interval is to hold.
pub const INTERVAL: f64 = 0.95;
/// Largest standard error of the logarithm of a ceiling that counts as known: within a factor of 2.7 either way.
pub const CEILING_ERROR: f64 = 0.5;
/// Rounds of the search for a logistic curve.
const ROUNDS: usize = 500;
/// Ceilings that the search starts from, as multiples of the largest value observed.
const STARTS: [f64; 5] = [1.02, 1.1, 1.3, 2.0, 5.0];

/// An observed point: place on the model's calendar, value.
pub type Point = (f64, f64);

/// A value expected at a time, with the interval for a further observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// On the curve.
    pub value: f64,
    /// Lower bound of the interval.
    pub low: f64,
    /// Upper bound of the interval.
    pub high: f64,
}

/// Form of a curve with its parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form {
    /// `level` at the mean time of the points, and a change per year.
    Line {
        /// Value at the mean time of the points.
        level: f64,
        /// Change per year.
        slope: f64,
    },
    /// `ceiling / (1 + exp(-rate (t - midpoint)))`.
    Logistic {
        /// Value that is approached.
        ceiling: f64,
        /// Standard error of its natural logarithm.
        ceiling_error: f64,
        /// Growth per year where the value still is small.
        rate: f64,
        /// Time at which half the ceiling is reached.
        midpoint: f64,
    },
}

/// A curve through points.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Form and parameters.
    pub form: Form,
    /// Number of points.
    pub points: usize,
    /// Standard deviation of the points about the curve.
    pub scatter: f64,
    /// Akaike's criterion with the correction for few points; infinite where they are too few for it.
    pub aicc: f64,
    /// Mean time of the points, from which times count inside.
    centre: f64,
    /// Inverse of J'J of the parameters of the form; the third row and column are 0 for a line.
    unscaled: Matrix3<f64>,
}

impl Curve {
    /// A straight line; `None` for fewer than three points or points at one time.
    #[must_use]
    pub fn line(points: &[Point]) -> Option<Self> {
        if points.len() < 3 {
            return None;
        }
        let centre = mean_time(points);
        // Summed point by point: products of large matrices may round differently between machines.
        let (mut normal, mut right) = (Matrix2::zeros(), Vector2::zeros());
        for (time, value) in points {
            let row = Vector2::new(1.0, time - centre);
            normal += row * row.transpose();
            right += row * *value;
        }
        let inverse = normal.cholesky()?.inverse();
        let found = inverse * right;
        let form = Form::Line { level: found[0], slope: found[1] };
        let mut unscaled = Matrix3::zeros();
        unscaled.fixed_view_mut::<2, 2>(0, 0).copy_from(&inverse);
        Some(Self::new(form, points, centre, unscaled))
    }

    /// A logistic curve with a free ceiling; `None` where the points do not tell one: fewer than five, a
    /// search that does not settle, or a ceiling of which even the order of magnitude is open
    /// ([`CEILING_ERROR`]).
    #[must_use]
    pub fn logistic(points: &[Point]) -> Option<Self> {
        let largest = points.iter().map(|point| point.1).fold(0.0, f64::max);
        if points.len() < 5 || largest <= 0.0 {
            return None;
        }
        let centre = mean_time(points);
        let best = STARTS
            .iter()
            .filter_map(|start| search(points, centre, start * largest))
            .min_by(|one, other| one.1.total_cmp(&other.1))?
            .0;
        let unscaled = normal_of(points, centre, &best).0.cholesky()?.inverse();
        let (ceiling, rate) = (exp(best[0]), best[1]);
        let midpoint = centre - best[2] / rate;
        let form = Form::Logistic { ceiling, ceiling_error: 0.0, rate, midpoint };
        let mut curve = Self::new(form, points, centre, unscaled);
        let ceiling_error = curve.scatter * unscaled[(0, 0)].sqrt();
        curve.form = Form::Logistic { ceiling, ceiling_error, rate, midpoint };
        let told = ceiling.is_finite() && midpoint.is_finite() && ceiling_error <= CEILING_ERROR;
        told.then_some(curve)
    }

    fn new(form: Form, points: &[Point], centre: f64, unscaled: Matrix3<f64>) -> Self {
        let mut curve =
            Self { form, points: points.len(), scatter: 0.0, aicc: f64::INFINITY, centre, unscaled };
        let squares: f64 = points.iter().map(|(time, value)| square(value - curve.value(*time))).sum();
        let (count, parameters) = (points.len() as f64, curve.parameters() as f64);
        curve.scatter = (squares / (count - parameters)).sqrt();
        // The scatter is a parameter too. Points exactly on the curve leave nothing but rounding.
        let estimated = parameters + 1.0;
        let size: f64 = points.iter().map(|point| square(point.1)).sum();
        let left = count - estimated - 1.0;
        if left > 0.0 {
            let fit = count * ln((squares / count).max(size * 1e-28).max(f64::MIN_POSITIVE));
            curve.aicc = fit + 2.0 * estimated + 2.0 * estimated * (estimated + 1.0) / left;
        }
        curve
    }

    /// Number of parameters besides the scatter.
    #[must_use]
    pub const fn parameters(&self) -> usize {
        match self.form {
            Form::Line { .. } => 2,
            Form::Logistic { .. } => 3,
        }
    }

    /// The interval of the ceiling of a logistic curve ([`INTERVAL`]); `None` for a line.
    #[must_use]
    pub fn ceiling_interval(&self) -> Option<(f64, f64)> {
        let Form::Logistic { ceiling, ceiling_error, .. } = self.form else { return None };
        let factor = exp(self.quantile() * ceiling_error);
        Some((ceiling / factor, ceiling * factor))
    }

    /// Student's t for [`INTERVAL`] and the degrees of freedom left.
    fn quantile(&self) -> f64 {
        let freedom = self.points as f64 - self.parameters() as f64;
        student_t_quantile(f64::midpoint(1.0, INTERVAL), freedom)
    }

    /// The value on the curve.
    #[must_use]
    pub fn value(&self, time: f64) -> f64 {
        match self.form {
            Form::Line { level, slope } => level + slope * (time - self.centre),
            Form::Logistic { ceiling, rate, midpoint, .. } => {
                ceiling / (1.0 + exp(-rate * (time - midpoint)))
            }
        }
    }

    /// The value with its prediction interval ([`INTERVAL`]).
    #[must_use]
    pub fn at(&self, time: f64) -> Expected {
        let value = self.value(time);
        let x = time - self.centre;
        let gradient = match self.form {
            Form::Line { .. } => Vector3::new(1.0, x, 0.0),
            Form::Logistic { ceiling, .. } => slopes(value, ceiling, x),
        };
        let variance = (gradient.transpose() * self.unscaled * gradient)[0];
        let half = self.quantile() * self.scatter * (1.0 + variance).sqrt();
        Expected { value, low: value - half, high: value + half }
    }
}

fn square(value: f64) -> f64 {
    value * value
}

fn mean_time(points: &[Point]) -> f64 {
    points.iter().map(|point| point.0).sum::<f64>() / points.len() as f64
}

/// Derivatives of a logistic value by (ln ceiling, rate, offset), where the curve is
/// `exp(a) / (1 + exp(-(rate x + offset)))`.
fn slopes(value: f64, ceiling: f64, x: f64) -> Vector3<f64> {
    let bend = value * (1.0 - value / ceiling);
    Vector3::new(value, bend * x, bend)
}

/// J'J, J'r and r'r at these parameters.
fn normal_of(points: &[Point], centre: f64, at: &Vector3<f64>) -> (Matrix3<f64>, Vector3<f64>, f64) {
    let ceiling = exp(at[0]);
    let (mut normal, mut right, mut squares) = (Matrix3::zeros(), Vector3::zeros(), 0.0);
    for (time, observed) in points {
        let x = time - centre;
        let value = ceiling / (1.0 + exp(-(at[1] * x + at[2])));
        let slope = slopes(value, ceiling, x);
        let residual = observed - value;
        normal += slope * slope.transpose();
        right += slope * residual;
        squares += residual * residual;
    }
    (normal, right, squares)
}

/// Levenberg and Marquardt's search from a ceiling; parameters and sum of squares, `None` if it does not settle.
fn search(points: &[Point], centre: f64, ceiling: f64) -> Option<(Vector3<f64>, f64)> {
    // With the ceiling known, the logit is a straight line.
    let straight: Vec<Point> = points
        .iter()
        .filter(|(_, value)| *value > 0.0 && *value < ceiling)
        .map(|(time, value)| (time - centre, logit(value / ceiling)))
        .collect();
    let line = Curve::line(&straight)?;
    let Form::Line { slope, .. } = line.form else { return None };
    let mut at = Vector3::new(ln(ceiling), slope, line.value(0.0));
    let (mut normal, mut right, mut squares) = normal_of(points, centre, &at);
    let mut damping = 1e-3;
    for _ in 0..ROUNDS {
        let mut damped = normal;
        for index in 0..3 {
            damped[(index, index)] += damping * normal[(index, index)];
        }
        let step = damped.cholesky()?.solve(&right);
        let next = at + step;
        let trial = normal_of(points, centre, &next);
        if trial.2.is_finite() && trial.2 <= squares {
            let settled = step.norm() <= 1e-10 * (1.0 + at.norm());
            (normal, right, squares) = trial;
            at = next;
            damping = (damping / 10.0).max(1e-12);
            if settled {
                return Some((at, squares));
            }
        } else {
            damping *= 10.0;
            if damping > 1e12 {
                // No step downhill is left but rounding.
                return Some((at, squares));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;
