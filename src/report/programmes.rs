//! The programme register for readers and machines: the list, and one programme with everything.

mod json;
pub mod kpi;
mod words;

pub use json::{Entry, entry};

use super::document::{Cell, Column, Document, Table};
use crate::baseline::programmes::{Kpi, Mode, Programme};
use crate::baseline::{Baseline, Text};
use crate::i18n::{Messages, message, numbers};
use crate::policy::kpi::projection;

/// All programmes in one table, for Markdown and CSV.
#[must_use]
pub fn table(baseline: &Baseline, messages: &Messages) -> Table {
    let programmes: Vec<&Programme> = baseline.register.programmes.iter().collect();
    rows(&programmes, baseline, messages, true)
}

/// The list for a terminal: a heading and one line per programme for each section, with a legend.
#[must_use]
pub fn list(baseline: &Baseline, messages: &Messages) -> Document {
    let register = &baseline.register;
    let mut document = Document::default();
    if let Some(title) = &register.title {
        document.heading(1, messages.choose(title));
    }
    let count = register.programmes.len().to_string();
    document.paragraph(message!(messages, "programmes-intro", count = count));
    for (number, title) in (1_u8..).zip(&register.sections) {
        let programmes: Vec<&Programme> =
            register.programmes.iter().filter(|programme| programme.section == number).collect();
        if !programmes.is_empty() {
            document.heading(2, format!("{number}. {}", messages.choose(title)));
            document.table(rows(&programmes, baseline, messages, false));
        }
    }
    document.paragraph(words::legend(messages));
    document
}

fn rows(programmes: &[&Programme], baseline: &Baseline, messages: &Messages, whole: bool) -> Table {
    let mut columns = vec![
        Column::words("id", message!(messages, "column-id")),
        Column::words("class", message!(messages, "programmes-column-class")),
        Column::words("mode", message!(messages, "programmes-column-mode")),
        Column::words("progress", message!(messages, "programmes-column-progress")),
        Column::words("title", message!(messages, "column-title")),
    ];
    if whole {
        columns.insert(0, Column::numbers("section", message!(messages, "programmes-column-section")));
        columns.push(Column::words("levers", message!(messages, "programmes-column-levers")));
        columns.push(Column::words("representation", message!(messages, "programmes-column-representation")));
    }
    let row = |programme: &&Programme| {
        let mut cells = vec![
            Cell::text(&programme.id),
            Cell::text(programme.letters()),
            Cell::text(words::mode(programme.mode, messages)),
            Cell::text(progress(programme, baseline)),
            Cell::text(messages.choose(&programme.title)),
        ];
        if whole {
            cells.insert(0, Cell::whole(u32::from(programme.section)));
            cells.push(Cell::text(programme.levers.join(" ")));
            cells.push(Cell::text(messages.choose(&programme.representation)));
        }
        cells
    };
    Table { columns, rows: programmes.iter().map(row).collect() }
}

/// Share of the way to the last target of each key figure that has one.
fn progress(programme: &Programme, baseline: &Baseline) -> String {
    let ways = baseline.register.kpis_of(programme).filter_map(|kpi| {
        let way = projection(kpi).gaps.last().map(|gap| gap.way)?;
        Some(numbers::percent(way, 0))
    });
    ways.collect::<Vec<_>>().join(" / ")
}

/// One programme with everything that is known of it.
#[must_use]
pub fn detail(programme: &Programme, baseline: &Baseline, messages: &Messages) -> Document {
    let mut document = Document::default();
    let choose = |text| messages.choose(text);
    document.heading(1, format!("{} ({})", choose(&programme.title), programme.id));
    document.paragraph(words::head(programme, baseline, messages));
    document.paragraph(choose(&programme.what));
    if let Some(note) = &programme.note {
        document.paragraph(remark(note, messages));
    }
    document.heading(2, message!(messages, "programmes-heading-representation"));
    let representation = choose(&programme.representation);
    document.paragraph(match programme.mode {
        // Its sentence says so itself.
        Mode::Shown => representation.to_owned(),
        mode => format!("{}: {representation}", words::mode(mode, messages)),
    });
    if let Some(id) = &programme.enabler {
        document.paragraph(message!(messages, "programmes-enabler", name = enabler(id, baseline, messages)));
    }
    if !programme.levers.is_empty() {
        let names: Vec<String> = programme.levers.iter().map(|id| lever(id, baseline, messages)).collect();
        let names = names.join(", ");
        document.paragraph(if tests_no_lever(programme, baseline) {
            message!(messages, "programmes-levers-related", names = names)
        } else {
            message!(messages, "programmes-levers", names = names)
        });
    }
    if !programme.figures.is_empty() {
        document.heading(2, message!(messages, "programmes-heading-figures"));
        document.table(figures(programme, messages));
    }
    for kpi in baseline.register.kpis_of(programme) {
        kpi::describe(&mut document, kpi, baseline, messages);
    }
    document
}

/// Whether a programme is a trial that tests none of the levers that it stands beside.
#[must_use]
pub fn tests_no_lever(programme: &Programme, baseline: &Baseline) -> bool {
    baseline.pipelines.trial(&programme.id).is_some_and(|trial| trial.lever.is_none())
}

fn remark(note: &Text, messages: &Messages) -> String {
    format!("{}: {}", message!(messages, "column-note"), messages.choose(note))
}

/// A lever by its name where the pack has it.
fn lever(id: &str, baseline: &Baseline, messages: &Messages) -> String {
    match baseline.levers.lever(id) {
        Some(lever) => format!("{} ({id})", messages.choose(&lever.title)),
        None => id.to_owned(),
    }
}

/// An enabler by its name where the pack has it.
fn enabler(id: &str, baseline: &Baseline, messages: &Messages) -> String {
    let items = baseline.pipelines.enablers.as_ref().map_or(&[][..], |enablers| &enablers.items);
    match items.iter().find(|item| item.id == id) {
        Some(item) => format!("{} ({id})", messages.choose(&item.title)),
        None => id.to_owned(),
    }
}

fn figures(programme: &Programme, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("what", message!(messages, "programmes-column-what")),
        Column::numbers("value", message!(messages, "column-value")),
        Column::words("unit", message!(messages, "column-unit")),
        Column::words("period", message!(messages, "programmes-column-period")),
        Column::words("kind", message!(messages, "programmes-column-kind")),
    ];
    let row = |figure: &crate::baseline::programmes::Figure| {
        vec![
            Cell::text(messages.choose(&figure.what)),
            Cell::shown(figure.value, words::plain(figure)),
            Cell::text(messages.choose(&figure.unit)),
            Cell::text(words::period(figure.period, messages)),
            Cell::text(words::kind(figure.kind, messages)),
        ]
    };
    Table { columns, rows: programme.figures.iter().map(row).collect() }
}

/// Figures, observed values and curves of one programme, one value a row, for CSV.
#[must_use]
pub fn values(programme: &Programme, baseline: &Baseline, messages: &Messages) -> Table {
    let keys =
        ["programme", "series", "kind", "what", "period", "year", "value", "low", "high", "unit", "source"];
    let numeric = |key: &str| matches!(key, "year" | "value" | "low" | "high");
    let column = |key| if numeric(key) { Column::numbers(key, key) } else { Column::words(key, key) };
    let full = |value: f64| Cell::shown(value, value.to_string());
    let none = || Cell::Empty;
    let mut rows: Vec<Vec<Cell>> = programme
        .figures
        .iter()
        .map(|figure| {
            vec![
                Cell::text(&programme.id),
                none(),
                Cell::text(words::kind_key(figure.kind)),
                Cell::text(messages.choose(&figure.what)),
                Cell::text(figure.period.to_string()),
                full(figure.period.year()),
                full(figure.value),
                none(),
                none(),
                Cell::text(messages.choose(&figure.unit)),
                Cell::text(&figure.source),
            ]
        })
        .collect();
    for kpi in baseline.register.kpis_of(programme) {
        let row = |kind: &str, what: &str, period: String, numbers: [f64; 4], source: &str| {
            let [year, value, low, high] = numbers.map(full);
            let unit = Cell::text(messages.choose(&kpi.unit));
            let (id, series) = (Cell::text(&programme.id), Cell::text(&kpi.id));
            vec![
                id,
                series,
                Cell::text(kind),
                Cell::text(what),
                Cell::text(period),
                year,
                value,
                low,
                high,
                unit,
                Cell::text(source),
            ]
        };
        let title = messages.choose(&kpi.title);
        for point in &kpi.points {
            let numbers = [point.year, point.value, f64::NAN, f64::NAN];
            rows.push(row("observed", title, point.period.to_string(), numbers, &point.source));
        }
        for target in &kpi.targets {
            let numbers = [target.by.year(), target.value, f64::NAN, f64::NAN];
            rows.push(row(
                "target",
                messages.choose(&target.what),
                target.by.to_string(),
                numbers,
                &target.source,
            ));
        }
        for (year, expected) in path(kpi, baseline) {
            let numbers = [year, expected.value, expected.low, expected.high];
            rows.push(row("projection", title, String::new(), numbers, ""));
        }
    }
    Table { columns: keys.into_iter().map(column).collect(), rows }
}

/// The fitted curve of a key figure on each 1 October after its last point, as far as it is worth showing and
/// at most up to the goal of the pack.
fn path(kpi: &Kpi, baseline: &Baseline) -> Vec<(f64, crate::policy::curve::Expected)> {
    let crate::policy::kpi::Trend::Fitted(fit) = projection(kpi).trend else { return Vec::new() };
    let last = kpi.points.last().map_or(f64::INFINITY, |point| point.year);
    let end = baseline.goal.map_or(baseline.years.last, |goal| goal.year);
    (baseline.years.first.0..=end.0)
        .map(f64::from)
        .filter(|year| *year > last && *year <= fit.until)
        .map(|year| (year, fit.at(year)))
        .collect()
}
