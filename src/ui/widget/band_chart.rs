//! Curves over the years with bands, official points, level lines and a cursor, in a cell grid.
//!
//! Drawn with braille dots (2 x 4 to a cell) or, where fonts lack them, with dots or ASCII marks (1 x 1).
//! Curves differ by dash and by the label at their end, points by their letter, so colour is never
//! needed. Where several things meet in a cell, all dots stay and the most important one gives the
//! colour. Coordinates: x grows to the right, y upward.

mod canvas;

use super::paint;
use crate::ui::marks::Marks;
use crate::ui::text;
use canvas::{Canvas, rank};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

/// How a curve is broken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long strokes.
    Dashed,
    /// Single dots.
    Dotted,
}

/// A curve through points in the order of x.
#[derive(Debug, Clone)]
pub struct Curve {
    /// Points.
    pub points: Vec<(f64, f64)>,
    /// Dash.
    pub dash: Dash,
    /// Mark in ASCII.
    pub glyph: char,
    /// Style of marks and label.
    pub style: Style,
    /// Written at its end: beside the plot, or inside it if the curve ends early.
    pub label: String,
}

/// The area between two curves.
#[derive(Debug, Clone)]
pub struct Band {
    /// x, one edge, the other edge, in the order of x.
    pub points: Vec<(f64, f64, f64)>,
    /// Style.
    pub style: Style,
}

/// A single figure.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// x.
    pub x: f64,
    /// y.
    pub y: f64,
    /// The letter drawn.
    pub symbol: char,
    /// Style.
    pub style: Style,
}

/// A vertical line that separates what is known from what is assumed.
#[derive(Debug, Clone)]
pub struct Boundary {
    /// Where.
    pub x: f64,
    /// Written to its left.
    pub before: String,
    /// Written to its right.
    pub after: String,
}

/// The chart.
#[derive(Debug, Clone)]
pub struct BandChart {
    /// First and last x.
    pub x: (f64, f64),
    /// Lowest and highest y.
    pub y: (f64, f64),
    /// Below everything.
    pub bands: Vec<Band>,
    /// Later ones over earlier ones.
    pub curves: Vec<Curve>,
    /// Over everything.
    pub points: Vec<Point>,
    /// Where knowledge ends.
    pub boundary: Option<Boundary>,
    /// The x read out.
    pub cursor: Option<f64>,
    /// With what it is drawn.
    pub marks: Marks,
    /// Style of axes.
    pub axis: Style,
    /// Style of the cursor's label.
    pub cursor_style: Style,
}

/// Steps between the numbers of the vertical axis, with their decimals.
const Y_STEPS: [(f64, usize); 25] = [
    (0.001, 3),
    (0.002, 3),
    (0.005, 3),
    (0.01, 2),
    (0.02, 2),
    (0.05, 2),
    (0.1, 1),
    (0.2, 1),
    (0.5, 1),
    (1.0, 0),
    (2.0, 0),
    (5.0, 0),
    (10.0, 0),
    (20.0, 0),
    (50.0, 0),
    (100.0, 0),
    (200.0, 0),
    (500.0, 0),
    (1000.0, 0),
    (2000.0, 0),
    (5000.0, 0),
    (10_000.0, 0),
    (20_000.0, 0),
    (50_000.0, 0),
    (100_000.0, 0),
];

/// Steps between the numbers of the horizontal axis: divisors of a span of 24 years.
const X_STEPS: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 12.0, 24.0];

/// The smallest step that leaves room for every number.
fn step_of(steps: impl Iterator<Item = f64>, span: f64, room: u16) -> f64 {
    let mut largest = span;
    for step in steps {
        if span / step <= f64::from(room.max(1)) {
            return step;
        }
        largest = step.max(span);
    }
    largest
}

impl BandChart {
    /// Sets the vertical axis so that it holds everything, with a little air above and below.
    pub fn fit(&mut self) {
        let curves = self.curves.iter().flat_map(|curve| &curve.points).map(|point| point.1);
        let bands = self.bands.iter().flat_map(|band| &band.points).flat_map(|point| [point.1, point.2]);
        let points = self.points.iter().map(|point| point.y);
        let values = curves.chain(bands).chain(points).filter(|value| value.is_finite());
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low <= high {
            let air = ((high - low) * 0.06).max(low.abs().max(high.abs()) * 1e-6).max(1e-3);
            self.y = (low - air, high + air);
        }
    }

    /// Step and decimals of the vertical axis, and the cells that its numbers need.
    fn vertical_steps(&self, rows: u16) -> (f64, usize, u16) {
        let step = step_of(Y_STEPS.iter().map(|step| step.0), self.y.1 - self.y.0, rows / 3);
        let decimals = Y_STEPS.iter().find(|known| known.0 >= step).map_or(0, |known| known.1);
        let cells = |value: f64| text::width(&format!("{value:.decimals$}")) as u16;
        (step, decimals, cells(self.y.0).max(cells(self.y.1)).max(3))
    }

    /// Places and names of the marks of the vertical axis, at most so many.
    #[must_use]
    pub fn vertical_marks(&self, most: u16) -> Vec<(f64, String)> {
        let (step, decimals, _) = self.vertical_steps(most * 3);
        let first = (self.y.0 / step).ceil() as i64;
        let last = (self.y.1 / step).floor() as i64;
        let mark = |number: i64| (number as f64 * step, format!("{:.decimals$}", number as f64 * step));
        (first..=last).map(mark).collect()
    }

    /// Dot column of an x; may lie outside the plot.
    fn column(&self, x: f64, canvas: &Canvas) -> f64 {
        let span = (self.x.1 - self.x.0).max(f64::MIN_POSITIVE);
        (x - self.x.0) / span * (canvas.width() - 1) as f64
    }

    /// Dot row of a y, from the top; may lie outside the plot.
    fn row(&self, y: f64, canvas: &Canvas) -> f64 {
        let span = (self.y.1 - self.y.0).max(f64::MIN_POSITIVE);
        (self.y.1 - y) / span * (canvas.height() - 1) as f64
    }

    fn draw_band(&self, band: &Band, canvas: &mut Canvas) {
        let first = band.points.first().map_or(0.0, |point| self.column(point.0, canvas));
        let coarse = canvas.marks != Marks::Braille;
        let last = band.points.last().map_or(-1.0, |point| self.column(point.0, canvas));
        for x in dot_range(first, last, canvas.width()) {
            let at = x as f64;
            let edge = |which: fn(&(f64, f64, f64)) -> f64| {
                interpolate(band.points.iter().map(|point| (self.column(point.0, canvas), which(point))), at)
            };
            let (Some(one), Some(other)) = (edge(|point| point.1), edge(|point| point.2)) else { continue };
            let (one, other) = (self.row(one, canvas), self.row(other, canvas));
            for y in dot_range(one.min(other), one.max(other), canvas.height()) {
                // A loose pattern: the band must not hide what lies on it.
                let sparse = if coarse { (x + y) % 2 == 0 } else { x % 2 == 0 && (y + x / 2) % 2 == 0 };
                if sparse {
                    canvas.set(x, y, ':', rank::BAND, band.style);
                }
            }
        }
    }

    fn draw_curve(&self, curve: &Curve, canvas: &mut Canvas) {
        let path: Vec<(f64, f64)> =
            curve.points.iter().map(|(x, y)| (self.column(*x, canvas), self.row(*y, canvas))).collect();
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
        let mut before: Option<usize> = None;
        for x in dot_range(first.0, last.0, canvas.width()) {
            let Some(y) = interpolate(path.iter().copied(), x as f64) else { continue };
            if !(-0.5..=canvas.height() as f64).contains(&y) {
                before = None;
                continue;
            }
            let y = y.round().max(0.0) as usize;
            let shown = match (curve.dash, canvas.marks != Marks::Braille) {
                (Dash::Solid, _) => true,
                (Dash::Dashed, false) => x % 6 < 4,
                (Dash::Dashed, true) => x % 3 < 2,
                (Dash::Dotted, false) => x % 4 == 0,
                (Dash::Dotted, true) => x % 2 == 0,
            };
            if shown {
                // Steep parts are joined to the dot before, so that the curve has no holes.
                let from = before.unwrap_or(y);
                let joined = if from < y { from + 1..=y } else { y..=from.saturating_sub(1).max(y) };
                for row in joined {
                    canvas.set(x, row, curve.glyph, rank::CURVE, curve.style);
                }
            }
            before = Some(y);
        }
    }

    fn draw_verticals(&self, canvas: &mut Canvas) {
        let spacing = if canvas.marks == Marks::Braille { 4 } else { 2 };
        if let Some(boundary) = &self.boundary {
            let x = self.column(boundary.x, canvas).round();
            if x >= 0.0 {
                for y in (0..canvas.height()).step_by(spacing) {
                    canvas.set(x as usize, y, '.', rank::BOUNDARY, self.axis);
                }
            }
        }
        if let Some(cursor) = self.cursor {
            let x = self.column(cursor, canvas).round();
            if x >= 0.0 {
                for y in (0..canvas.height()).step_by(spacing / 2) {
                    canvas.set(x as usize, y, '|', rank::CURSOR, self.axis);
                }
            }
        }
    }

    /// Labels at the right edge, moved apart where they would meet: (row, curve).
    fn label_rows(&self, canvas: &Canvas) -> Vec<(usize, &Curve)> {
        let down = canvas.dots_per_cell().1;
        let mut labels: Vec<(usize, &Curve)> = Vec::new();
        let mut ending: Vec<(f64, &Curve)> = self
            .curves
            .iter()
            .filter(|curve| !curve.label.is_empty())
            .filter_map(|curve| curve.points.last().map(|end| (end, curve)))
            .filter(|(end, _)| end.0 >= self.x.1)
            .map(|(end, curve)| (self.row(end.1, canvas), curve))
            .filter(|(row, _)| row.is_finite())
            .collect();
        ending.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (dot, curve) in ending {
            let wanted = (dot.max(0.0) / down as f64) as usize;
            let free = labels.last().map_or(0, |(row, _)| row + 1);
            labels.push((wanted.max(free), curve));
        }
        // Pushed below the plot: close up from below.
        let mut limit = canvas.rows;
        for (row, _) in labels.iter_mut().rev() {
            limit = limit.saturating_sub(1);
            *row = (*row).min(limit);
            limit = *row;
        }
        labels
    }

    fn draw_axes(&self, area: Rect, plot: Rect, canvas: &Canvas, buffer: &mut Buffer) {
        let down = canvas.dots_per_cell().1;
        let axis_width = plot.x - area.x;
        for row in 0..plot.height {
            let bar = Rect { x: plot.x - 1, y: plot.y + row, width: 1, height: 1 };
            paint::row(buffer, bar, 0, &[(self.axis, "|".to_owned())]);
        }
        let (step, decimals, _) = self.vertical_steps(plot.height);
        let mut tick = (self.y.0 / step).ceil() * step;
        while tick <= self.y.1 + 1e-9 {
            let row = (self.row(tick, canvas) / down as f64).max(0.0) as u16;
            let label = text::right(&tick_text(tick, decimals), usize::from(axis_width - 1));
            let cell =
                Rect { y: plot.y + row.min(plot.height - 1), height: 1, width: axis_width - 1, ..area };
            paint::row(buffer, cell, 0, &[(self.axis, label)]);
            tick += step;
        }
        self.draw_x_axis(area, plot, canvas, buffer);
    }

    fn draw_x_axis(&self, area: Rect, plot: Rect, canvas: &Canvas, buffer: &mut Buffer) {
        let line = Rect { y: plot.bottom(), height: 1, ..area };
        let across = canvas.dots_per_cell().0;
        let step = step_of(X_STEPS.into_iter(), self.x.1 - self.x.0, plot.width / 7);
        let cell_of =
            |x: f64| plot.x + ((self.column(x, canvas) / across as f64).max(0.0) as u16).min(plot.width - 1);
        let cursor = self.cursor.filter(|x| (self.x.0..=self.x.1).contains(x));
        let cursor = cursor.map(|x| (format!("^{x:.0}"), cell_of(x)));
        let taken = cursor.as_ref().and_then(|(label, column)| place_around(line, *column, label));
        let mut tick = self.x.0;
        while tick <= self.x.1 + 1e-9 {
            let label = format!("{tick:.0}");
            let place = place_around(line, cell_of(tick), &label);
            // A blank cell must stay between the cursor's label and its neighbours.
            let apart =
                |place: &Rect| taken.is_none_or(|taken| place.right() < taken.x || taken.right() < place.x);
            if let Some(place) = place.filter(apart) {
                paint::row(buffer, place, 0, &[(self.axis, label)]);
            }
            tick += step;
        }
        if let (Some((label, _)), Some(place)) = (cursor, taken) {
            paint::row(buffer, place, 0, &[(self.cursor_style, label)]);
        }
    }

    fn draw_boundary_labels(&self, plot: Rect, canvas: &Canvas, buffer: &mut Buffer) {
        let Some(boundary) = &self.boundary else { return };
        let column = (self.column(boundary.x, canvas) / canvas.dots_per_cell().0 as f64) as usize;
        let before = text::width(&boundary.before);
        let after = text::width(&boundary.after);
        if column >= usize::from(plot.width)
            || before + 1 > column
            || column + 2 + after > usize::from(plot.width)
        {
            return;
        }
        let at = |offset: usize, cells: usize| Rect {
            x: plot.x + offset as u16,
            y: plot.y,
            width: cells as u16,
            height: 1,
        };
        paint::row(buffer, at(column - before - 1, before), 0, &[(self.axis, boundary.before.clone())]);
        paint::row(buffer, at(column + 2, after), 0, &[(self.axis, boundary.after.clone())]);
    }

    /// Labels of curves that end inside the plot, where the cells after their end are still empty.
    fn draw_inner_labels(&self, plot: Rect, canvas: &Canvas, buffer: &mut Buffer) {
        let (across, down) = canvas.dots_per_cell();
        for curve in self.curves.iter().filter(|curve| !curve.label.is_empty()) {
            let Some(end) = curve.points.last().filter(|end| end.0 < self.x.1) else { continue };
            let (x, y) = (self.column(end.0, canvas), self.row(end.1, canvas));
            if x.is_nan() || x < 0.0 || !(0.0..canvas.height() as f64).contains(&y) {
                continue;
            }
            let cells = text::width(&curve.label);
            let start = x as usize / across + 2;
            let row = y as usize / down;
            let near = [row, row + 1, row.saturating_sub(1), row + 2, row.saturating_sub(2)];
            let free = |row: &usize| {
                *row < canvas.rows
                    && start + cells < canvas.columns
                    && (start - 1..=start + cells).all(|column| canvas.rank_at(column, *row) < rank::CURSOR)
            };
            if let Some(row) = near.into_iter().find(free) {
                let place =
                    Rect { x: plot.x + start as u16, y: plot.y + row as u16, width: cells as u16, height: 1 };
                paint::row(buffer, place, 0, &[(curve.style, curve.label.clone())]);
            }
        }
    }
}

impl Widget for &BandChart {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let longest = self.curves.iter().map(|curve| text::width(&curve.label)).max().unwrap_or(0) as u16;
        let labels = if longest + 1 < area.width / 2 { longest + 1 } else { 0 };
        let axis = self.vertical_steps(area.height).2 + 1;
        if area.width < axis + labels + 8 || area.height < 3 {
            return;
        }
        let plot =
            Rect { x: area.x + axis, y: area.y, width: area.width - axis - labels, height: area.height - 1 };
        let mut canvas = Canvas::new(usize::from(plot.width), usize::from(plot.height), self.marks);
        for band in &self.bands {
            self.draw_band(band, &mut canvas);
        }
        self.draw_verticals(&mut canvas);
        for curve in &self.curves {
            self.draw_curve(curve, &mut canvas);
        }
        for row in 0..canvas.rows {
            for column in 0..canvas.columns {
                if let Some((symbol, style)) = canvas.symbol(column, row)
                    && let Some(cell) = buffer.cell_mut((plot.x + column as u16, plot.y + row as u16))
                {
                    cell.set_char(symbol).set_style(style);
                }
            }
        }
        self.draw_boundary_labels(plot, &canvas, buffer);
        self.draw_inner_labels(plot, &canvas, buffer);
        let (across, down) = canvas.dots_per_cell();
        for point in &self.points {
            let (x, y) = (self.column(point.x, &canvas).round(), self.row(point.y, &canvas).round());
            let inside =
                (0.0..canvas.width() as f64).contains(&x) && (0.0..canvas.height() as f64).contains(&y);
            if !inside {
                continue;
            }
            let place = (plot.x + (x as usize / across) as u16, plot.y + (y as usize / down) as u16);
            if let Some(cell) = buffer.cell_mut(place) {
                cell.set_char(point.symbol).set_style(point.style);
            }
        }
        self.draw_axes(area, plot, &canvas, buffer);
        if labels > 0 {
            for (row, curve) in self.label_rows(&canvas) {
                let place =
                    Rect { x: plot.right() + 1, y: plot.y + row as u16, width: labels - 1, height: 1 };
                if place.y < plot.bottom() {
                    paint::row(buffer, place, 0, &[(curve.style, curve.label.clone())]);
                }
            }
        }
    }
}

/// The whole dots from `from` to `to` inside `0..limit`.
fn dot_range(from: f64, to: f64, limit: usize) -> std::ops::Range<usize> {
    if !from.is_finite() || !to.is_finite() || to < 0.0 || limit == 0 {
        return 0..0;
    }
    let start = from.round().max(0.0) as usize;
    let end = (to.round() as usize + 1).min(limit);
    start..end.max(start)
}

/// Linear interpolation through points in the order of x; `None` outside them.
fn interpolate(points: impl Iterator<Item = (f64, f64)>, x: f64) -> Option<f64> {
    let mut before: Option<(f64, f64)> = None;
    for point in points {
        if point.0 + 0.5 >= x {
            return match before {
                Some(last) if point.0 > last.0 => {
                    let share = ((x - last.0) / (point.0 - last.0)).clamp(0.0, 1.0);
                    Some(last.1 + share * (point.1 - last.1))
                }
                _ => (x + 0.5 >= point.0).then_some(point.1),
            };
        }
        before = Some(point);
    }
    None
}

/// A number of the vertical axis; what rounds to zero has no sign.
fn tick_text(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { text } else { format!("{:.decimals$}", 0.0) }
}

/// Where a label centred on a column stands inside its line.
fn place_around(line: Rect, column: u16, label: &str) -> Option<Rect> {
    let cells = text::width(label) as u16;
    let start = column.saturating_sub(cells / 2);
    (cells <= line.width).then(|| Rect {
        x: start.clamp(line.x, line.right() - cells),
        width: cells,
        height: 1,
        ..line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(marks: Marks) -> BandChart {
        let curve = |dash, label: &str, low: f64| Curve {
            points: (0..=10).map(|x| (f64::from(x), low + f64::from(x) * 0.2)).collect(),
            dash,
            glyph: '=',
            style: Style::default(),
            label: label.to_owned(),
        };
        BandChart {
            x: (0.0, 10.0),
            y: (0.0, 10.0),
            bands: vec![Band { points: vec![(0.0, 1.0, 1.0), (10.0, 2.0, 4.0)], style: Style::default() }],
            curves: vec![curve(Dash::Solid, "one 8", 6.0), curve(Dash::Dashed, "two 8", 6.1)],
            points: vec![Point { x: 0.0, y: 10.0, symbol: 'o', style: Style::default() }],
            boundary: Some(Boundary { x: 5.0, before: "seen".into(), after: "not".into() }),
            cursor: Some(10.0),
            marks,
            axis: Style::default(),
            cursor_style: Style::default(),
        }
    }

    fn drawn(chart: &BandChart, width: u16, height: u16) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        chart.render(buffer.area, &mut buffer);
        (0..height)
            .map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn labels_at_the_end_do_not_cover_each_other() {
        let lines = drawn(&chart(Marks::Ascii), 50, 12);
        assert!(lines.iter().any(|line| line.ends_with("one 8")), "{lines:#?}");
        assert!(lines.iter().any(|line| line.ends_with("two 8")), "{lines:#?}");
    }

    #[test]
    fn ascii_means_ascii() {
        assert!(drawn(&chart(Marks::Ascii), 60, 15).concat().is_ascii());
        assert!(
            drawn(&chart(Marks::Braille), 60, 15)
                .concat()
                .contains(|glyph| ('\u{2801}'..='\u{28ff}').contains(&glyph))
        );
    }

    #[test]
    fn points_and_cursor_are_where_they_belong() {
        let lines = drawn(&chart(Marks::Ascii), 50, 12);
        assert_eq!(lines[0].chars().nth(4), Some('o'), "{lines:#?}");
        assert!(lines[11].contains("^10"), "{lines:#?}");
        assert!(lines[0].contains("seen") && lines[0].contains("not"), "{lines:#?}");
    }

    #[test]
    fn every_size_draws() {
        for width in 0..70 {
            for height in 0..16 {
                let marks = [Marks::Braille, Marks::Dot, Marks::Ascii][usize::from(width % 3)];
                drawn(&chart(marks), width, height);
            }
        }
    }

    #[test]
    fn values_outside_the_axes_and_no_values_are_harmless() {
        let mut wild = chart(Marks::Braille);
        wild.curves[0].points = vec![(-5.0, -1e9), (3.0, f64::NAN), (20.0, 1e9)];
        wild.curves[1].points.clear();
        wild.bands[0].points = vec![(0.0, f64::INFINITY, -1e300)];
        wild.points[0].y = f64::NAN;
        wild.cursor = Some(1e9);
        wild.boundary = Some(Boundary { x: -3.0, before: "a".into(), after: "b".into() });
        drawn(&wild, 60, 15);
    }

    #[test]
    fn values_between_points_are_interpolated() {
        let points = [(0.0, 0.0), (10.0, 5.0)];
        assert_eq!(interpolate(points.into_iter(), 4.0), Some(2.0));
        assert_eq!(interpolate(points.into_iter(), 12.0), None);
        assert_eq!(interpolate([(3.0, 1.0)].into_iter(), 3.0), Some(1.0));
    }
}
