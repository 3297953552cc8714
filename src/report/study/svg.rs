//! A chart as SVG: no script, no font, nothing loaded, a title and a description for who hears it.
//!
//! The backend rounds to whole units, so everything is drawn ten times as large and shown through a
//! view box of that size. Lines are told apart by dashes, marks and the name at their end, not by
//! colour alone; the colours are those of Okabe and Ito, which most colour-blind readers tell apart.

use super::chart::{Chart, Line, Panel};
use crate::i18n::numbers;
use crate::text::escape_untrusted;
use maud::{Markup, PreEscaped, html};
use plotters::coord::Shift;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Units of the view box in one unit of the page.
const SCALE: i32 = 10;
/// Size on the page.
const SIZE: (i32, i32) = (480, 340);
/// Size of letters on the page; the backend divides by 1.24.
const LETTERS: f64 = 13.0 * 1.24 * SCALE as f64;

const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// Colour, dash and gap (none: a whole line), and mark.
type Look = (RGBColor, Option<(i32, i32)>, Mark);

/// The looks of the lines in order; the first is the reference.
const STYLES: [Look; 7] = [
    (RGBColor(0x33, 0x33, 0x33), None, Mark::None),
    (RGBColor(0x00, 0x72, 0xb2), None, Mark::Circle),
    (RGBColor(0xd5, 0x5e, 0x00), Some((7, 3)), Mark::Triangle),
    (RGBColor(0x00, 0x7a, 0x5a), Some((2, 3)), Mark::Cross),
    (RGBColor(0xa0, 0x4a, 0x80), Some((10, 3)), Mark::Square),
    (RGBColor(0x8a, 0x6d, 0x00), Some((4, 2)), Mark::Ring),
    (RGBColor(0x56, 0x56, 0x56), Some((1, 2)), Mark::Circle),
];

/// Years between two marks on a line.
const MARKED: u16 = 4;

#[derive(Debug, Clone, Copy)]
enum Mark {
    None,
    Circle,
    Ring,
    Triangle,
    Cross,
    Square,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Context<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// An axis with grid lines where they are wanted.
struct Axis {
    range: RangedCoordf64,
    marked: Vec<f64>,
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.range.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        self.marked.clone()
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.range.range()
    }
}

/// The chart as an `svg` element; `id` is unique on the page.
///
/// # Panics
/// Never: the backend writes to memory, and the range of the axes is checked.
#[must_use]
pub fn render(panel: &Panel, id: &str) -> Markup {
    let mut text = String::new();
    {
        let size = ((SIZE.0 * SCALE) as u32, (SIZE.1 * SCALE) as u32);
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(&area, &panel.chart).expect("memory takes every mark, and the axes have a range");
    }
    // The backend's own first tag has neither a role nor names.
    let start = text.find('>').map_or(0, |end| end + 1);
    let end = text.rfind("</svg>").unwrap_or(text.len());
    let body = &text[start..end.max(start)];
    let (title, description) = (format!("{id}-title"), format!("{id}-description"));
    let window = format!("0 0 {} {}", SIZE.0 * SCALE, SIZE.1 * SCALE);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(window) role="img"
            aria-labelledby={ (title) " " (description) } {
            title id=(title) { (escape_untrusted(&panel.title)) }
            desc id=(description) { (escape_untrusted(&panel.description)) }
            (PreEscaped(body))
        }
    }
}

fn draw(area: &Area<'_>, chart: &Chart) -> Drawn {
    let Some((low, high, step)) = chart.range() else { return area.present() };
    let (first, last) = chart.years;
    let years: Vec<f64> = (first..=last).filter(|year| (year - first) % 4 == 0).map(f64::from).collect();
    let count = ((high - low) / step).round() as usize;
    let values: Vec<f64> = (0..=count).map(|index| low + index as f64 * step).collect();
    let mut context = ChartBuilder::on(area)
        .margin_top(12 * SCALE)
        .margin_right(46 * SCALE)
        .x_label_area_size(24 * SCALE)
        .y_label_area_size(50 * SCALE)
        .build_cartesian_2d(
            Axis { range: (f64::from(first)..f64::from(last)).into(), marked: years },
            Axis { range: (low..high).into(), marked: values },
        )?;
    let decimals = (0..6).find(|&decimals| is_whole(step * 10_f64.powi(decimals))).unwrap_or(6) as usize;
    let label = |value: &f64| {
        if chart.differences { numbers::signed(*value, decimals) } else { numbers::fixed(*value, decimals) }
    };
    context
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(GRID.stroke_width(SCALE as u32))
        .light_line_style(TRANSPARENT)
        .axis_style(INK.stroke_width(SCALE as u32))
        .set_all_tick_mark_size(4 * SCALE)
        .label_style(("sans-serif", LETTERS).into_font().color(&INK))
        .x_label_formatter(&|year| format!("{year:.0}"))
        .y_label_formatter(&label)
        .draw()?;
    if chart.differences {
        context.draw_series(LineSeries::new(
            [(f64::from(first), 0.0), (f64::from(last), 0.0)],
            INK.stroke_width(SCALE as u32),
        ))?;
    }
    for line in &chart.lines {
        draw_band(&mut context, line)?;
    }
    draw_levels(&mut context, chart)?;
    for line in &chart.lines {
        draw_line(&mut context, line)?;
    }
    draw_points(&mut context, chart)?;
    draw_names(area, &context, chart)?;
    area.present()
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6
}

fn style_of(index: usize) -> Look {
    // The reference keeps its style for itself.
    if index < STYLES.len() { STYLES[index] } else { STYLES[1 + (index - 1) % (STYLES.len() - 1)] }
}

fn draw_band(context: &mut Context<'_, '_>, line: &Line) -> Drawn {
    if line.band.is_empty() {
        return Ok(());
    }
    let (colour, _, _) = style_of(line.style);
    let at = |(year, value): (u16, f64)| (f64::from(year), value);
    let low: Vec<(f64, f64)> = line.band.iter().map(|(year, low, _)| at((*year, *low))).collect();
    let high: Vec<(f64, f64)> = line.band.iter().map(|(year, _, high)| at((*year, *high))).collect();
    let outline: Vec<(f64, f64)> = low.iter().copied().chain(high.iter().rev().copied()).collect();
    context.draw_series([Polygon::new(outline, colour.mix(0.15).filled())])?;
    for bound in [low, high] {
        let edge = colour.mix(0.6).stroke_width(SCALE as u32 / 2);
        context.draw_series(DashedLineSeries::new(bound, 2 * SCALE, 2 * SCALE, edge))?;
    }
    Ok(())
}

fn draw_line(context: &mut Context<'_, '_>, line: &Line) -> Drawn {
    let (colour, dashes, mark) = style_of(line.style);
    let places: Vec<(f64, f64)> =
        line.values.iter().map(|(year, value)| (f64::from(*year), *value)).collect();
    let style = colour.stroke_width(2 * SCALE as u32);
    match dashes {
        None => {
            context.draw_series(LineSeries::new(places.clone(), style))?;
        }
        Some((dash, gap)) => {
            context.draw_series(DashedLineSeries::new(places.clone(), dash * SCALE, gap * SCALE, style))?;
        }
    }
    // Marks of several lines stand in different years, so that equal lines hide none of them.
    let marked = |year: f64| (year as u16 + line.style as u16).is_multiple_of(MARKED);
    let at = places.into_iter().filter(|(year, _)| marked(*year));
    let (size, ring) = (4 * SCALE, colour.stroke_width(SCALE as u32 * 3 / 2));
    match mark {
        Mark::None => {}
        Mark::Circle => {
            context.draw_series(at.map(|place| Circle::new(place, size, colour.filled())))?;
        }
        Mark::Ring => {
            context.draw_series(at.map(|place| Circle::new(place, size, ring)))?;
        }
        Mark::Triangle => {
            context.draw_series(at.map(|place| TriangleMarker::new(place, size * 5 / 4, colour.filled())))?;
        }
        Mark::Cross => {
            context.draw_series(at.map(|place| Cross::new(place, size, ring)))?;
        }
        Mark::Square => {
            let (half, filled) = (size * 4 / 5, colour.filled());
            context.draw_series(at.map(|place| {
                EmptyElement::at(place) + Rectangle::new([(-half, -half), (half, half)], filled)
            }))?;
        }
    }
    Ok(())
}

fn draw_levels(context: &mut Context<'_, '_>, chart: &Chart) -> Drawn {
    for level in &chart.levels {
        let ends = [level.years.0, level.years.1].map(|year| (f64::from(year), level.value));
        let style = INK.stroke_width(SCALE as u32);
        context.draw_series(DashedLineSeries::new(ends, 5 * SCALE, 3 * SCALE, style))?;
        let text = ("sans-serif", LETTERS * 0.92).into_font().color(&INK);
        let text = text.pos(Pos::new(HPos::Left, VPos::Bottom));
        let name = Text::new(escape_untrusted(&level.name), (2 * SCALE, -3 * SCALE), text);
        context.draw_series([EmptyElement::at(ends[0]) + name])?;
    }
    Ok(())
}

fn draw_points(context: &mut Context<'_, '_>, chart: &Chart) -> Drawn {
    let style = INK.stroke_width(SCALE as u32);
    for point in &chart.points {
        let year = f64::from(point.year);
        let whisker = [(year, point.value - point.error), (year, point.value + point.error)];
        context.draw_series(LineSeries::new(whisker, style))?;
        context.draw_series([Circle::new((year, point.value), 4 * SCALE, WHITE.filled())])?;
        context.draw_series([Circle::new((year, point.value), 4 * SCALE, style)])?;
    }
    Ok(())
}

/// The name of each line beside its end; names that would meet are moved apart.
fn draw_names(area: &Area<'_>, context: &Context<'_, '_>, chart: &Chart) -> Drawn {
    let gap = 14 * SCALE;
    let mut names: Vec<(i32, i32, usize)> = Vec::new();
    for (index, line) in chart.lines.iter().enumerate() {
        if let Some((year, value)) = line.values.last() {
            let (x, y) = context.plotting_area().map_coordinate(&(f64::from(*year), *value));
            names.push((y, x, index));
        }
    }
    names.sort_unstable();
    let lowest = names.iter().map(|(y, _, _)| *y).max().unwrap_or(0).min((SIZE.1 - 30) * SCALE);
    let mut floor = i32::MIN;
    for name in &mut names {
        name.0 = name.0.max(floor);
        floor = name.0 + gap;
    }
    // What was pushed below the chart moves back up, and those above it too.
    let mut ceiling = lowest + gap * i32::try_from(names.len().saturating_sub(1)).unwrap_or(0) / 2;
    for name in names.iter_mut().rev() {
        name.0 = name.0.min(ceiling);
        ceiling = name.0 - gap;
    }
    for (y, x, index) in names {
        let (colour, _, _) = style_of(chart.lines[index].style);
        let text = ("sans-serif", LETTERS, FontStyle::Bold).into_font().color(&colour);
        let text = text.pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(escape_untrusted(&chart.lines[index].key), (x + 7 * SCALE, y), text))?;
    }
    Ok(())
}
