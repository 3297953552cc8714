//! A key figure for readers: what was observed, how far it is from its targets, and where it leads.

use super::super::document::{Cell, Column, Document, Table};
use super::words;
use crate::baseline::Baseline;
use crate::baseline::levers::TODAY;
use crate::baseline::programmes::{Kpi, Scale};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::policy::curve::{Form, INTERVAL};
use crate::policy::kpi::{FEWEST_POINTS, Fit, Gap, Trend, projection};

/// Decimals of a criterion: differences below a tenth decide nothing.
const CRITERION: usize = 1;
/// Difference of criteria below which the choice of a form says little.
const NEAR: f64 = 2.0;

/// Adds all that is said of a key figure.
pub fn describe(document: &mut Document, kpi: &Kpi, baseline: &Baseline, messages: &Messages) {
    document.heading(2, format!("{} ({})", messages.choose(&kpi.title), kpi.id));
    if let Some(note) = &kpi.note {
        document.paragraph(messages.choose(note));
    }
    if let Some(id) = &kpi.drives {
        let name = super::lever(id, baseline, messages);
        document.paragraph(message!(messages, "kpi-drives", lever = name));
        if let Some(lever) = baseline.levers.lever(id) {
            let today = numbers::percent(lever.reference_coverage(TODAY), 1);
            let (year, basis) = (TODAY.to_string(), messages.choose(&lever.coverage.basis));
            document.paragraph(message!(
                messages,
                "kpi-and-lever",
                id = kpi.id.as_str(),
                today = today,
                year = year,
                basis = basis
            ));
        }
    }
    document.table(points(kpi, messages));
    let found = projection(kpi);
    for gap in &found.gaps {
        document.paragraph(gap_words(kpi, gap, messages));
    }
    match &found.trend {
        Trend::TooFew { points } => {
            let (points, needed) = (points.to_string(), FEWEST_POINTS.to_string());
            document.paragraph(message!(messages, "kpi-too-few", points = points, needed = needed));
        }
        Trend::Unfitted(why) => {
            document.paragraph(message!(messages, "kpi-unfitted", why = messages.choose(why)));
        }
        Trend::Fitted(fit) => {
            document.paragraph(curve(kpi, fit, messages));
            document.table(path(kpi, fit, baseline, messages));
            document.note(message!(messages, "kpi-interval-note"));
        }
    }
}

/// A value of the figure: a share as a percentage.
fn shown(kpi: &Kpi, value: f64) -> String {
    match kpi.scale {
        Scale::Share => numbers::percent(value, usize::from(kpi.decimals)),
        Scale::Count | Scale::Years => numbers::fixed(value, usize::from(kpi.decimals)),
    }
}

/// A change of the figure per year: it is small, so it has one decimal more than the values.
fn yearly(kpi: &Kpi, value: f64, messages: &Messages) -> String {
    change(kpi, value, usize::from(kpi.decimals) + 1, messages)
}

/// A change of the figure: of a share in points.
fn change(kpi: &Kpi, value: f64, decimals: usize, messages: &Messages) -> String {
    match kpi.scale {
        Scale::Share => {
            message!(messages, "kpi-points-of-share", points = numbers::signed(value * 100.0, decimals))
        }
        Scale::Count | Scale::Years => numbers::signed(value, decimals),
    }
}

fn unit(kpi: &Kpi, messages: &Messages) -> String {
    match kpi.scale {
        Scale::Share => message!(messages, "column-value"),
        Scale::Count | Scale::Years => {
            format!("{} ({})", message!(messages, "column-value"), messages.choose(&kpi.unit))
        }
    }
}

fn points(kpi: &Kpi, messages: &Messages) -> Table {
    let row = |point: &crate::baseline::programmes::KpiPoint| {
        vec![
            Cell::text(words::period(point.period, messages)),
            Cell::shown(point.value, shown(kpi, point.value)),
            Cell::text(&point.source),
        ]
    };
    Table {
        columns: vec![
            Column::words("period", message!(messages, "programmes-column-period")),
            Column::numbers("value", unit(kpi, messages)),
            Column::words("source", message!(messages, "programmes-column-source")),
        ],
        rows: kpi.points.iter().map(row).collect(),
    }
}

/// The figure against each of its targets, in a sentence.
#[must_use]
pub fn progress(kpi: &Kpi, messages: &Messages) -> Vec<String> {
    projection(kpi).gaps.iter().map(|gap| gap_words(kpi, gap, messages)).collect()
}

fn gap_words(kpi: &Kpi, gap: &Gap<'_>, messages: &Messages) -> String {
    let target = message!(
        messages,
        "kpi-target",
        what = messages.choose(&gap.target.what),
        value = shown(kpi, gap.target.value),
        by = words::period(gap.target.by, messages)
    );
    let so_far = message!(
        messages,
        "kpi-gap",
        value = shown(kpi, gap.value),
        period = words::period(gap.latest, messages),
        way = numbers::percent(gap.way, 0),
        start = words::period(gap.target.start, messages)
    );
    let missing = change(kpi, gap.missing, usize::from(kpi.decimals), messages);
    let verdict = match (gap.met, gap.needed_per_year) {
        (Some(met), _) => message!(messages, "kpi-met", period = words::period(met, messages)),
        (None, Some(needed)) => {
            let needed = yearly(kpi, needed, messages);
            match gap.so_far_per_year {
                Some(pace) => message!(
                    messages,
                    "kpi-needed",
                    missing = missing,
                    needed = needed,
                    pace = yearly(kpi, pace, messages)
                ),
                None => message!(messages, "kpi-needed-only", missing = missing, needed = needed),
            }
        }
        (None, None) => message!(messages, "kpi-missed", missing = missing),
    };
    joined(&[target, so_far, verdict])
}

/// Sentences one after the other: with a space between them where the language has one.
fn joined(sentences: &[String]) -> String {
    sentences.iter().filter(|sentence| !sentence.is_empty()).fold(String::new(), |text, sentence| {
        let space = if text.is_empty() || text.ends_with('。') { "" } else { " " };
        text + space + sentence
    })
}

fn curve(kpi: &Kpi, fit: &Fit, messages: &Messages) -> String {
    let criterion = |value: f64| numbers::fixed(value, CRITERION);
    let (own, points) = (criterion(fit.curve.aicc), fit.curve.points.to_string());
    let [form, why] = match fit.curve.form {
        Form::Line { slope, .. } => {
            let slope = yearly(kpi, slope, messages);
            let why = match fit.other {
                Some(other) => message!(messages, "kpi-line-chosen", own = own, other = criterion(other)),
                None if kpi.saturates => message!(messages, "kpi-line-no-ceiling"),
                None => message!(messages, "kpi-line-only"),
            };
            [message!(messages, "kpi-line", points = points, slope = slope), why]
        }
        Form::Logistic { ceiling, midpoint, .. } => {
            let (low, high) = fit.curve.ceiling_interval().unwrap_or((ceiling, ceiling));
            // What is a share cannot have a ceiling above all.
            let most = if kpi.scale == Scale::Share { 1.0 } else { f64::INFINITY };
            let curve = message!(
                messages,
                "kpi-logistic",
                points = points,
                ceiling = shown(kpi, ceiling),
                low = shown(kpi, low),
                high = shown(kpi, high.min(most)),
                midpoint = numbers::fixed(midpoint, 1).replace(',', "")
            );
            let other = fit.other.map_or_else(String::new, criterion);
            [curve, message!(messages, "kpi-logistic-chosen", own = own, other = other)]
        }
    };
    let near = fit.other.is_some_and(|other| (other - fit.curve.aicc).abs() < NEAR);
    let tie = if near { message!(messages, "kpi-near-tie") } else { String::new() };
    let method = message!(
        messages,
        "kpi-interval",
        share = numbers::percent(INTERVAL, 0),
        scatter = scatter(kpi, fit),
        freedom = (fit.curve.points - fit.curve.parameters()).to_string()
    );
    joined(&[form, why, tie, method])
}

fn scatter(kpi: &Kpi, fit: &Fit) -> String {
    let decimals = usize::from(kpi.decimals) + 1;
    match kpi.scale {
        Scale::Share => numbers::percent(fit.curve.scatter, decimals),
        Scale::Count | Scale::Years => numbers::fixed(fit.curve.scatter, decimals),
    }
}

/// Expected values at the dates of targets still to come and every fifth year.
fn path(kpi: &Kpi, fit: &Fit, baseline: &Baseline, messages: &Messages) -> Table {
    let last = kpi.points.last().map_or(f64::INFINITY, |point| point.year);
    let end = baseline.goal.map_or(baseline.years.last, |goal| goal.year);
    let mut times: Vec<(f64, String)> = (baseline.years.first.0..=end.0)
        .filter(|year| year % 5 == 0 || *year == end.0)
        .map(|year| (f64::from(year), message!(messages, "period-october", year = year.to_string())))
        .chain(kpi.targets.iter().map(|target| (target.by.year(), words::period(target.by, messages))))
        .filter(|(time, _)| *time > last && *time <= fit.until)
        .collect();
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    times.dedup_by(|one, other| one.0 == other.0);
    let driven = kpi.drives.as_ref().and_then(|id| baseline.levers.lever(id));
    let row = |(time, name): &(f64, String)| {
        let expected = fit.at(*time);
        let cell = |value: f64| Cell::shown(value, shown(kpi, value));
        let mut cells = vec![Cell::text(name), cell(expected.value), cell(expected.low), cell(expected.high)];
        // The path of a lever is yearly: the year in which the time lies.
        cells.extend(driven.map(|lever| cell(lever.reference_coverage(Year(time.floor() as u16)))));
        cells
    };
    let mut columns = vec![
        Column::words("period", message!(messages, "programmes-column-period")),
        Column::numbers("value", message!(messages, "kpi-column-expected")),
        Column::numbers("low", message!(messages, "kpi-column-low")),
        Column::numbers("high", message!(messages, "kpi-column-high")),
    ];
    if driven.is_some() {
        columns.push(Column::numbers("lever", message!(messages, "kpi-column-lever")));
    }
    Table { columns, rows: times.iter().map(row).collect() }
}
