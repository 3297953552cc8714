//! The chart on screen as a picture, with a text for those who cannot see it.
//!
//! The same curves, bands, points and labels as in the terminal, drawn by plotters on white. Curves differ by
//! dash and by the label at their end, so no colour is needed.

use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::text::escape_untrusted;
use crate::ui::place::Place;
use crate::ui::screen::{chart, chrome, compare, conditions, lever, plain, whatif, words};
use crate::ui::state::State;
use crate::ui::theme::{Depth, Ground, Theme};
use crate::ui::widget::band_chart::{BandChart, Curve, Dash};
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::element::{PathElement, Polygon, Text};
use plotters::style::{Color as _, IntoFont as _, RGBColor, ShapeStyle, TextStyle};
use ratatui::style::Color;

/// Width and height, pixels.
const SIZE: (i32, i32) = (960, 540);

/// Left, top, right and bottom edge of the plot, pixels.
const PLOT: (i32, i32, i32, i32) = (70, 60, 780, 490);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Whether the screen has a chart.
pub fn charts(state: &State) -> bool {
    shown(state).is_some()
}

/// The chart on screen and its name, in colours for paper.
fn shown(state: &State) -> Option<(String, BandChart)> {
    let theme = Theme::new(Depth::True, Ground::Light);
    let messages = state.messages();
    match state.place {
        Place::WhatIf => {
            let answer = state.current()?;
            let title = whatif::title(state, state.outcome(), state.sex, messages, usize::MAX);
            Some((title, whatif::pane::chart(state, answer, state.outcome(), true, theme, messages)))
        }
        Place::Outlook => {
            let answer = state.current()?;
            let title = chart::title(state, state.sex, messages);
            Some((title, chart::chart(state, answer, state.sex, &[state.sex], true, theme, messages)))
        }
        Place::Compare => compare::chart(state, theme, messages),
        Place::Conditions => {
            let item = conditions::chosen(state, messages)?;
            let title =
                format!("{}, {}", item.name(&state.baseline, messages), conditions::heading(item, messages));
            Some((title, conditions::chart(state, item, theme, messages)?))
        }
        Place::Lever => {
            let known = state.baseline.levers.levers.get(state.lever)?;
            let title = message!(messages, "ui-lever-path");
            let title = format!("{}: {title}", messages.choose(&known.title));
            Some((title, lever::chart(state, theme, messages)?))
        }
        _ => None,
    }
}

/// The picture; empty where the screen has no chart.
pub fn text(state: &State) -> String {
    let Some((title, chart)) = shown(state) else { return String::new() };
    let messages = state.messages();
    let title = escape_untrusted(&title);
    let mut scenario = chrome::title(state, messages);
    if let Some(changed) = words::changed_assumptions(messages, state) {
        scenario = format!("{scenario} [{changed}]");
    }
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, (SIZE.0 as u32, SIZE.1 as u32)).into_drawing_area();
        // Drawing into a string cannot fail; a faulty picture would be worse than none.
        if draw(&area, &chart, &title, &scenario).is_err() || area.present().is_err() {
            return String::new();
        }
    }
    described(&picture, &title, &alternative(state, &chart, &scenario, messages))
}

/// The picture with its name and its text alternative, as screen readers look for them.
fn described(picture: &str, title: &str, alternative: &str) -> String {
    let Some(start) = picture.find("<svg") else { return String::new() };
    let Some(end) = picture[start..].find('>') else { return String::new() };
    let (head, rest) = picture.split_at(start + end);
    format!(
        "{head} role=\"img\" aria-labelledby=\"title desc\"><title id=\"title\">{}</title><desc id=\"desc\">{}</desc>{}",
        escaped(title),
        escaped(alternative),
        &rest[1..]
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What the picture shows, in words and numbers: each curve from its first to its last year.
fn alternative(state: &State, chart: &BandChart, scenario: &str, messages: &Messages) -> String {
    let mut text = format!("{scenario}. ");
    for curve in &chart.curves {
        let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else { continue };
        text.push_str(&message!(
            messages,
            "ui-svg-curve",
            name = curve.label.as_str(),
            first = format!("{:.0}", first.0),
            from = fixed(first.1, 2),
            last = format!("{:.0}", last.0),
            to = fixed(last.1, 2)
        ));
    }
    let sentence = whatif::sentence::text(state, messages);
    text.push_str(&sentence);
    if let Some(answer) = state.current() {
        text.push(' ');
        text.push_str(&plain::manifest(&answer.manifest, messages));
    }
    text
}

/// Pixel of a point of the chart.
fn place(chart: &BandChart, x: f64, y: f64) -> (i32, i32) {
    let across = (x - chart.x.0) / (chart.x.1 - chart.x.0).max(f64::MIN_POSITIVE);
    let down = (chart.y.1 - y) / (chart.y.1 - chart.y.0).max(f64::MIN_POSITIVE);
    let pixel = |from: i32, to: i32, share: f64| {
        from + (f64::from(to - from) * share.clamp(-0.1, 1.1)).round() as i32
    };
    (pixel(PLOT.0, PLOT.2, across), pixel(PLOT.1, PLOT.3, down))
}

fn colour(style: ratatui::style::Style) -> RGBColor {
    match style.fg {
        Some(Color::Rgb(red, green, blue)) => RGBColor(red, green, blue),
        _ => RGBColor(0, 0, 0),
    }
}

fn line(colour: RGBColor, width: u32) -> ShapeStyle {
    ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: width }
}

fn font(size: i32, colour: &RGBColor) -> TextStyle<'_> {
    TextStyle::from(("sans-serif", size).into_font()).color(colour)
}

/// Errors of drawing: none that a string could make.
type Drawn = Result<(), Box<dyn std::error::Error>>;

fn draw(area: &Area<'_>, chart: &BandChart, title: &str, scenario: &str) -> Drawn {
    let black = RGBColor(0, 0, 0);
    area.fill(&RGBColor(255, 255, 255)).map_err(|error| error.to_string())?;
    let write = |text: &str, at: (i32, i32), size: i32, colour: RGBColor| -> Drawn {
        area.draw(&Text::new(text.to_owned(), at, font(size, &colour))).map_err(|error| error.to_string())?;
        Ok(())
    };
    let path = |points: Vec<(i32, i32)>, style: ShapeStyle| -> Drawn {
        area.draw(&PathElement::new(points, style)).map_err(|error| error.to_string())?;
        Ok(())
    };
    write(title, (PLOT.0, 14), 20, black)?;
    write(scenario, (PLOT.0, 38), 14, RGBColor(90, 90, 90))?;
    for (y, label) in chart.vertical_marks(12) {
        let at = place(chart, chart.x.0, y);
        path(vec![at, (PLOT.2, at.1)], line(RGBColor(225, 225, 225), 1))?;
        write(&label, (14, at.1 - 7), 14, black)?;
    }
    let span = ((chart.x.1 - chart.x.0) / 6.0).ceil().max(1.0);
    let mut year = chart.x.0;
    while year <= chart.x.1 {
        let at = place(chart, year, chart.y.0);
        write(&fixed(year, 0), (at.0 - 14, PLOT.3 + 8), 14, black)?;
        year += span;
    }
    for band in &chart.bands {
        let above = band.points.iter().map(|(x, one, other)| place(chart, *x, one.max(*other)));
        let below = band.points.iter().rev().map(|(x, one, other)| place(chart, *x, one.min(*other)));
        let edge: Vec<(i32, i32)> = above.chain(below).collect();
        if edge.len() > 2 {
            let fill = colour(band.style).mix(0.25).filled();
            area.draw(&Polygon::new(edge, fill)).map_err(|error| error.to_string())?;
        }
    }
    if let Some(boundary) = &chart.boundary {
        let (top, bottom) = (place(chart, boundary.x, chart.y.1), place(chart, boundary.x, chart.y.0));
        path(vec![top, bottom], line(RGBColor(160, 160, 160), 1))?;
        write(&boundary.after, (top.0 + 6, top.1 + 2), 13, RGBColor(90, 90, 90))?;
    }
    let mut labels: Vec<(i32, &Curve)> = Vec::new();
    for curve in &chart.curves {
        for stroke in strokes(curve, chart) {
            path(stroke, line(colour(curve.style), 2))?;
        }
        if let Some(end) = curve.points.last() {
            labels.push((place(chart, end.0, end.1).1, curve));
        }
    }
    labels.sort_by_key(|(row, _)| *row);
    let mut free = PLOT.1;
    for (row, curve) in labels {
        let row = row.max(free);
        free = row + 18;
        write(&curve.label, (PLOT.2 + 8, row - 7), 14, colour(curve.style))?;
    }
    for point in &chart.points {
        let at = place(chart, point.x, point.y);
        write(&point.symbol.to_string(), (at.0 - 4, at.1 - 8), 15, colour(point.style))?;
    }
    let frame = vec![(PLOT.0, PLOT.1), (PLOT.0, PLOT.3), (PLOT.2, PLOT.3)];
    path(frame, line(black, 1))
}

/// The pieces of a curve: one where it is unbroken.
fn strokes(curve: &Curve, chart: &BandChart) -> Vec<Vec<(i32, i32)>> {
    let points: Vec<(i32, i32)> = curve.points.iter().map(|(x, y)| place(chart, *x, *y)).collect();
    let (drawn, gap) = match curve.dash {
        Dash::Solid => return vec![points],
        Dash::Dashed => (10.0, 6.0),
        Dash::Dotted => (2.0, 5.0),
    };
    let mut strokes = Vec::new();
    let mut along = 0.0;
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let length = dx.hypot(dy);
        let at = |distance: f64| {
            let share = if length > 0.0 { distance / length } else { 0.0 };
            (from.0 + (dx * share).round() as i32, from.1 + (dy * share).round() as i32)
        };
        let mut done = 0.0;
        while done < length {
            let phase = (along + done) % (drawn + gap);
            let left = if phase < drawn { drawn - phase } else { drawn + gap - phase };
            let next = (done + left).min(length);
            if phase < drawn {
                strokes.push(vec![at(done), at(next)]);
            }
            // A step of nothing would never end.
            done = next.max(done + 0.01);
        }
        along += length;
    }
    strokes
}
