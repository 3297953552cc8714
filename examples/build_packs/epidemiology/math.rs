//! Curves over single ages and the few numerical methods that the derivation needs.
//!
//! Only `libm` functions are used, so that the tables come out the same on every machine.

use libm::{exp, log};

/// Number of single ages, 0 to 110.
pub const AGES: usize = 111;
/// One value per single age.
pub type Curve = [f64; AGES];

/// A curve from a function of age.
pub fn curve(value: impl FnMut(usize) -> f64) -> Curve {
    std::array::from_fn(value)
}

/// Age as a number.
#[expect(clippy::cast_precision_loss, reason = "ages are small")]
pub fn years(age: usize) -> f64 {
    age as f64
}

pub fn logit(share: f64) -> f64 {
    log(share / (1.0 - share))
}

pub fn expit(log_odds: f64) -> f64 {
    1.0 / (1.0 + exp(-log_odds))
}

/// Piecewise linear through the points, held outside them.
pub fn interpolate(at: f64, positions: &[f64], values: &[f64]) -> f64 {
    let last = positions.len() - 1;
    if at <= positions[0] {
        return values[0];
    }
    if at >= positions[last] {
        return values[last];
    }
    let above = positions.iter().position(|position| *position > at).unwrap_or(last);
    let along = (at - positions[above - 1]) / (positions[above] - positions[above - 1]);
    values[above - 1] + along * (values[above] - values[above - 1])
}

/// Mean over `half` ages on both sides from age `from` on; ages beyond the ends repeat the end.
pub fn moving_mean(values: &Curve, half: usize, from: usize) -> Curve {
    let last = AGES - 1;
    curve(|age| {
        if age < from {
            return values[age];
        }
        let window = (0..=2 * half).map(|step| values[(age + step).saturating_sub(half).min(last)]);
        window.sum::<f64>() / years(2 * half + 1)
    })
}

/// The same mean taken of logarithms, with values of at least 1e-9.
pub fn smooth_logarithm(values: &Curve, half: usize) -> Curve {
    let logarithm = curve(|age| log(values[age].max(1e-9)));
    moving_mean(&logarithm, half, 0).map(exp)
}

/// Change per year of age: half the difference of the neighbours.
pub fn slope(values: &Curve) -> Curve {
    curve(|age| match age {
        0 => values[1] - values[0],
        _ if age == AGES - 1 => (values[age] - values[age - 2]) / 2.0,
        _ => (values[age + 1] - values[age - 1]) / 2.0,
    })
}

/// Means of each age and the next; the last age repeats its own value.
pub fn to_next(values: &Curve) -> Curve {
    curve(|age| 0.5 * (values[age] + values[(age + 1).min(AGES - 1)]))
}

/// The last midpoint of `rounds` halvings; `below` tells whether the solution lies above its argument.
pub fn bisect(mut low: f64, mut high: f64, rounds: usize, mut below: impl FnMut(f64) -> bool) -> f64 {
    let mut middle = low;
    for _ in 0..rounds {
        middle = f64::midpoint(low, high);
        if below(middle) { low = middle } else { high = middle }
    }
    middle
}

/// Sum of the products.
pub fn weighted(values: &Curve, weights: &Curve) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// Coefficients of the least-squares polynomial, constant first; `weights` multiply the residuals.
pub fn polynomial(positions: &[f64], values: &[f64], weights: &[f64], degree: usize) -> Vec<f64> {
    let power = |position: f64, exponent: usize| (0..exponent).fold(1.0, |product, _| product * position);
    let mut matrix = vec![vec![0.0; degree + 1]; degree + 1];
    let mut right = vec![0.0; degree + 1];
    for ((position, value), weight) in positions.iter().zip(values).zip(weights) {
        for (row, terms) in matrix.iter_mut().enumerate() {
            for (column, term) in terms.iter_mut().enumerate() {
                *term += weight * weight * power(*position, row + column);
            }
            right[row] += weight * weight * power(*position, row) * value;
        }
    }
    solve(matrix, right)
}

/// Slope of the least-squares line.
pub fn trend(positions: &[f64], values: &[f64]) -> f64 {
    let middle = positions.iter().sum::<f64>() / years(positions.len());
    let centred: Vec<f64> = positions.iter().map(|position| position - middle).collect();
    polynomial(&centred, values, &vec![1.0; positions.len()], 1)[1]
}

/// Solves a system of linear equations by elimination with the largest pivot.
pub fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|one, other| matrix[*one][column].abs().total_cmp(&matrix[*other][column].abs()))
            .unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let pivot_row = matrix[column].clone();
        for row in column + 1..size {
            let factor = matrix[row][column] / pivot_row[column];
            for (cell, above) in matrix[row].iter_mut().zip(&pivot_row) {
                *cell -= factor * above;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

/// Natural cubic spline; below the first point its tangent goes on, above the last its value is held.
pub fn natural_spline(positions: &[f64], values: &[f64]) -> Curve {
    let size = positions.len();
    let step: Vec<f64> = positions.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut matrix = vec![vec![0.0; size]; size];
    let mut right = vec![0.0; size];
    matrix[0][0] = 1.0;
    matrix[size - 1][size - 1] = 1.0;
    for i in 1..size - 1 {
        matrix[i][i - 1] = step[i - 1];
        matrix[i][i] = 2.0 * (step[i - 1] + step[i]);
        matrix[i][i + 1] = step[i];
        right[i] = 3.0 * ((values[i + 1] - values[i]) / step[i] - (values[i] - values[i - 1]) / step[i - 1]);
    }
    let bend = solve(matrix, right);
    let tangent =
        |i: usize| (values[i + 1] - values[i]) / step[i] - step[i] * (2.0 * bend[i] + bend[i + 1]) / 3.0;
    curve(|age| {
        let at = years(age);
        if at < positions[0] {
            return values[0] + tangent(0) * (at - positions[0]);
        }
        if at > positions[size - 1] {
            return values[size - 1];
        }
        let i = positions.iter().rposition(|position| *position <= at).unwrap_or(0).min(size - 2);
        let t = at - positions[i];
        let cubic = (bend[i + 1] - bend[i]) / (3.0 * step[i]);
        values[i] + tangent(i) * t + bend[i] * t * t + cubic * t * t * t
    })
}
