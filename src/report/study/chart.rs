//! What a chart shows, in numbers: years along, a measure upright.

/// A chart with its text alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it shows, short.
    pub title: String,
    /// The same in sentences with the numbers that matter, for who cannot see it.
    pub description: String,
    /// Its marks.
    pub chart: Chart,
}

/// Lines over years.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// First and last year.
    pub years: (u16, u16),
    /// Lines from back to front.
    pub lines: Vec<Line>,
    /// Level marks.
    pub levels: Vec<Level>,
    /// Observed figures.
    pub points: Vec<Point>,
    /// Whether values are differences, so that zero is marked and signs are shown.
    pub differences: bool,
}

/// One line. Its style decides colour, dashes and marks together, so that none of them is needed to
/// tell it from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Place of the scenario among all of the paper, so that it looks the same in every chart.
    pub style: usize,
    /// Short name, shown at its end.
    pub key: String,
    /// Value by year.
    pub values: Vec<(u16, f64)>,
    /// Lower and upper bound by year; empty without any.
    pub band: Vec<(u16, f64, f64)>,
}

/// A level that matters between two years.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Short name, shown at it.
    pub name: String,
    /// Value.
    pub value: f64,
    /// First and last year of the mark.
    pub years: (u16, u16),
}

/// An observed figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Year.
    pub year: u16,
    /// Value.
    pub value: f64,
    /// Error to both sides.
    pub error: f64,
}

impl Chart {
    /// The values that must be in sight, widened to whole steps, with the step between grid lines.
    /// `None` without any value.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64, f64)> {
        let lines = self.lines.iter().flat_map(|line| {
            let bounds = line.band.iter().flat_map(|(_, low, high)| [*low, *high]);
            line.values.iter().map(|(_, value)| *value).chain(bounds)
        });
        let levels = self.levels.iter().map(|level| level.value);
        let points = self.points.iter().flat_map(|one| [one.value - one.error, one.value + one.error]);
        let zero = self.differences.then_some(0.0);
        let all = || lines.clone().chain(levels.clone()).chain(points.clone()).chain(zero);
        let low = all().filter(|value| value.is_finite()).reduce(f64::min)?;
        let high = all().filter(|value| value.is_finite()).reduce(f64::max)?;
        let step = step(high - low);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        Some(if low < high { (low, high, step) } else { (low - step, high + step, step) })
    }
}

/// A step of 1, 2 or 5 times a power of ten that gives four to nine grid lines over a span.
fn step(span: f64) -> f64 {
    let mut step = 1e-6;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(36) {
        if span / step <= 8.0 {
            break;
        }
        step *= factor;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[f64], differences: bool) -> Chart {
        let values = values.iter().enumerate().map(|(index, value)| (2016 + index as u16, *value)).collect();
        let line = Line { style: 1, key: "A".to_owned(), values, band: Vec::new() };
        Chart { years: (2016, 2040), lines: vec![line], levels: Vec::new(), points: Vec::new(), differences }
    }

    #[test]
    fn grid_lines_are_round_and_hold_every_value() {
        let (low, high, step) = chart(&[72.14, 75.0], false).range().unwrap();
        assert_eq!((low, high, step), (72.0, 75.0, 0.5));
        let (low, high, step) = chart(&[0.0, 0.037], true).range().unwrap();
        assert!(low == 0.0 && high >= 0.037 && (step - 0.005).abs() < 1e-12, "{high} {step}");
        let (low, high, _) = chart(&[0.0, 0.0], true).range().unwrap();
        assert!(low < 0.0 && high > 0.0);
        assert_eq!(chart(&[f64::NAN], false).range(), None);
    }
}
