//! The report of a class: as a paper for people, as rows for programs.
//!
//! Names of files come from students' machines and are foreign text in every form.

mod tidy;

use super::csv;
use super::document::{Cell, Column, Table};
use super::json;
use super::lesson::{direction, unit};
use super::md;
use super::study::html;
use super::study::paper::{Item, NumberedTable, Paper, Section, Words};
use super::table as text_table;
use crate::i18n::numbers::{fixed, percent, signed};
use crate::i18n::{Messages, message};
use crate::lesson::class::{ClassReport, LeverTally, PredictionTally, QuestionTally, Reason, SetAside};
use crate::lesson::results::Direction;
use crate::lesson::slip::Fault;
use crate::text::escape_untrusted;
use serde::Serialize;

/// A form of the report of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClassFormat {
    /// Aligned text for a terminal.
    #[default]
    Table,
    /// Markdown.
    Md,
    /// A page that stands alone.
    Html,
    /// Tidy rows.
    Csv,
    /// Everything in full precision.
    Json,
}

impl ClassFormat {
    /// Every form, in the order help lists them.
    pub const ALL: [Self; 5] = [Self::Table, Self::Md, Self::Html, Self::Csv, Self::Json];

    /// The word of `--format`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Md => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// The JSON of a class: the tallies, and what was set aside in words.
#[derive(Serialize)]
struct Numbers<'a> {
    #[serde(flatten)]
    report: &'a ClassReport,
    set_aside: Vec<AsideEntry>,
}

#[derive(Serialize)]
struct AsideEntry {
    file: String,
    kind: &'static str,
    reason: String,
}

/// The report in a form.
#[must_use]
pub fn render(report: &ClassReport, format: ClassFormat, messages: &Messages) -> String {
    match format {
        ClassFormat::Table => text_table::render(&paper(report, messages).document()),
        ClassFormat::Md => md::render(&paper(report, messages).document()),
        ClassFormat::Html => html::render(&paper(report, messages)),
        ClassFormat::Csv => csv::table(&tidy::table(report, messages)),
        ClassFormat::Json => {
            let entry = |one: &SetAside| AsideEntry {
                file: escape_untrusted(&one.file),
                kind: kind(&one.reason),
                reason: reason(&one.reason, messages),
            };
            let set_aside = report.set_aside.iter().map(entry).collect();
            json::render(&Numbers { report, set_aside })
        }
    }
}

/// The word for a reason in machine-readable output.
#[must_use]
pub const fn kind(reason: &Reason) -> &'static str {
    match reason {
        Reason::Fault(Fault::Content(_)) => "refused",
        Reason::Fault(_) => "broken",
        Reason::Duplicate(_) => "duplicate",
        Reason::Version => "version",
        Reason::Lesson(_) => "lesson",
        Reason::Class(_) => "class",
        Reason::Numbers => "numbers",
    }
}

/// Why a slip is not counted, in words. Safe to print.
#[must_use]
pub fn reason(reason: &Reason, messages: &Messages) -> String {
    match reason {
        Reason::Fault(Fault::Unreadable(why)) => {
            message!(messages, "class-unreadable", reason = escape_untrusted(why))
        }
        Reason::Fault(Fault::TooLarge) => message!(messages, "class-too-large"),
        Reason::Fault(Fault::Form { line, column }) => {
            message!(messages, "class-form", line = line.to_string(), column = column.to_string())
        }
        Reason::Fault(Fault::Checksum) => message!(messages, "class-checksum"),
        Reason::Fault(Fault::Content(field)) => {
            message!(messages, "class-content", field = (*field).to_owned())
        }
        Reason::Duplicate(of) => message!(messages, "class-duplicate", file = escape_untrusted(of)),
        Reason::Version => message!(messages, "class-version"),
        Reason::Lesson(lesson) => {
            message!(messages, "class-other-lesson", lesson = escape_untrusted(lesson))
        }
        Reason::Class(Some(class)) => {
            message!(messages, "class-other-class", class = escape_untrusted(class))
        }
        Reason::Class(None) => message!(messages, "class-no-class"),
        Reason::Numbers => message!(messages, "class-numbers"),
    }
}

/// What was set aside, as lines of text.
#[must_use]
pub fn aside_lines(aside: &[SetAside], messages: &Messages) -> String {
    let line =
        |one: &SetAside| format!("{}: {}\n", escape_untrusted(&one.file), reason(&one.reason, messages));
    aside.iter().map(line).collect()
}

/// A paper that is being written.
struct Writer<'a> {
    messages: &'a Messages,
    sections: Vec<Section>,
    tables: usize,
}

impl Writer<'_> {
    fn section(&mut self, id: &str, heading: String) {
        self.sections.push(Section { id: id.to_owned(), heading, items: Vec::new() });
    }

    fn add(&mut self, item: Item) {
        if let Some(section) = self.sections.last_mut() {
            section.items.push(item);
        }
    }

    fn table(&mut self, caption: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>, notes: Vec<String>) {
        if rows.is_empty() {
            return;
        }
        self.tables += 1;
        let (number, table) = (self.tables, Table { columns, rows });
        let label = message!(self.messages, "report-table", number = number.to_string());
        self.add(Item::Table(NumberedTable { number, label, caption, table, notes }));
    }
}

/// The report for people.
#[must_use]
pub fn paper(report: &ClassReport, messages: &Messages) -> Paper {
    let mut writer = Writer { messages, sections: Vec::new(), tables: 0 };
    let class = report.class.clone().unwrap_or_else(|| message!(messages, "class-without-code"));
    predictions(&mut writer, report);
    calibration(&mut writer, report);
    questions(&mut writer, report);
    levers(&mut writer, &report.levers);
    aside(&mut writer, report);
    let model = &report.model;
    Paper {
        language: messages.language(),
        title: message!(
            messages,
            "class-title",
            class = class,
            lesson = messages.choose(&report.title).to_owned()
        ),
        lead: vec![
            message!(
                messages,
                "class-lead",
                files = report.files.to_string(),
                students = report.students.to_string(),
                aside = report.set_aside.len().to_string()
            ),
            message!(
                messages,
                "class-model",
                lesson = report.lesson.as_str(),
                kenju = model.kenju.as_str(),
                baseline = model.baseline.as_str(),
                engine = model.engine.get(..16).unwrap_or(&model.engine),
                seed = report.seed.to_string()
            ),
            message!(messages, "class-checks"),
        ],
        sections: writer.sections,
        words: Words {
            contents: message!(messages, "report-contents"),
            data: message!(messages, "report-figure-data"),
            overview: message!(messages, "report-sheet-overview"),
        },
    }
}

fn share(part: usize, all: usize) -> String {
    if all == 0 { "-".to_owned() } else { percent(part as f64 / all as f64, 0) }
}

fn predictions(writer: &mut Writer<'_>, report: &ClassReport) {
    let messages = writer.messages;
    writer.section("predictions", message!(messages, "class-predictions"));
    for one in &report.predictions {
        let PredictionTally { result, margin, .. } = one;
        let (digits, word) = (one.unit.decimals(), unit(one.unit, messages));
        let interval = if margin.is_infinite() {
            message!(messages, "class-too-few")
        } else if *margin > 0.0 {
            message!(
                messages,
                "class-interval",
                low = signed(result - margin, digits),
                high = signed(result + margin, digits)
            )
        } else {
            String::new()
        };
        writer.add(Item::Heading(messages.choose(&one.title).to_owned()));
        let text = message!(
            messages,
            "class-prediction-result",
            direction = direction(one.direction, one.wording, messages),
            value = signed(*result, digits),
            unit = word.as_str(),
            interval = interval
        );
        writer.add(Item::Paragraph(text));
        let said = Direction::ALL.iter().zip(one.said).map(|(way, count)| {
            let mark = if one.scored && *way == one.direction { " *" } else { "" };
            vec![
                Cell::text(format!("{}{mark}", direction(*way, one.wording, messages))),
                Cell::whole(count as u32),
                Cell::text(share(count, report.students)),
            ]
        });
        let notes = vec![
            message!(
                messages,
                "class-prediction-sizes",
                mean = signed(one.mean_size, digits),
                median = signed(one.median_size, digits),
                error = fixed(one.mean_error, digits),
                unit = word
            ),
            match one.brier {
                Some(brier) => message!(
                    messages,
                    "class-prediction-sure",
                    sure = fixed(one.mean_confidence, 0),
                    right = share(one.right, report.students),
                    brier = fixed(brier, 3)
                ),
                None => message!(messages, "class-unscored"),
            },
        ];
        let columns = vec![
            Column::words("direction", message!(messages, "class-column-said")),
            Column::numbers("students", message!(messages, "class-column-students")),
            Column::numbers("share", message!(messages, "class-column-share")),
        ];
        writer.table(message!(messages, "class-caption-directions"), columns, said.collect(), notes);
    }
}

fn calibration(writer: &mut Writer<'_>, report: &ClassReport) {
    let messages = writer.messages;
    let Some(brier) = report.brier else { return };
    writer.section("calibration", message!(messages, "class-calibration"));
    let made: usize = report.calibration.iter().map(|level| level.made).sum();
    let text = message!(messages, "class-brier", brier = fixed(brier, 3), count = made.to_string());
    writer.add(Item::Paragraph(text));
    let rows = report.calibration.iter().map(|level| {
        vec![
            Cell::text(format!("{}%", level.confidence)),
            Cell::whole(level.made as u32),
            Cell::whole(level.right as u32),
            Cell::text(share(level.right, level.made)),
        ]
    });
    let columns = vec![
        Column::words("confidence", message!(messages, "class-column-sure")),
        Column::numbers("made", message!(messages, "class-column-made")),
        Column::numbers("right", message!(messages, "class-column-right")),
        Column::numbers("share", message!(messages, "class-column-share")),
    ];
    let notes = vec![message!(messages, "class-calibration-note")];
    writer.table(message!(messages, "class-caption-calibration"), columns, rows.collect(), notes);
}

fn questions(writer: &mut Writer<'_>, report: &ClassReport) {
    let messages = writer.messages;
    if report.questions.is_empty() {
        return;
    }
    writer.section("questions", message!(messages, "class-questions"));
    for one in &report.questions {
        let QuestionTally { title, answers, right, passed, .. } = one;
        writer.add(Item::Heading(messages.choose(title).to_owned()));
        let text = message!(
            messages,
            "class-question-right",
            right = right.to_string(),
            share = share(*right, report.students),
            passed = passed.to_string()
        );
        writer.add(Item::Paragraph(text));
        let rows = answers.iter().map(|(words, count, right)| {
            let mark = if *right { " *" } else { "" };
            vec![
                Cell::text(format!("{}{mark}", messages.choose(words))),
                Cell::whole(*count as u32),
                Cell::text(share(*count, report.students)),
            ]
        });
        let columns = vec![
            Column::words("answer", message!(messages, "class-column-answer")),
            Column::numbers("students", message!(messages, "class-column-students")),
            Column::numbers("share", message!(messages, "class-column-share")),
        ];
        writer.table(message!(messages, "class-caption-answers"), columns, rows.collect(), Vec::new());
    }
}

fn levers(writer: &mut Writer<'_>, levers: &[LeverTally]) {
    let messages = writer.messages;
    if levers.is_empty() {
        return;
    }
    writer.section("levers", message!(messages, "class-levers"));
    let rows = levers.iter().map(|one| {
        let mut cells = vec![Cell::text(messages.choose(&one.title))];
        cells.extend(one.set.iter().map(|count| Cell::whole(*count as u32)));
        cells
    });
    let columns = vec![
        Column::words("lever", message!(messages, "class-column-lever")),
        Column::numbers("nothing", message!(messages, "class-column-nothing")),
        Column::numbers("today", message!(messages, "class-column-today")),
        Column::numbers("ambitious", message!(messages, "class-column-ambitious")),
        Column::numbers("maximum", message!(messages, "class-column-maximum")),
        Column::numbers("share", message!(messages, "class-column-own-share")),
    ];
    writer.table(message!(messages, "class-caption-levers"), columns, rows.collect(), Vec::new());
}

fn aside(writer: &mut Writer<'_>, report: &ClassReport) {
    let messages = writer.messages;
    writer.section("set-aside", message!(messages, "class-aside"));
    if report.set_aside.is_empty() {
        writer.add(Item::Paragraph(message!(messages, "class-aside-none")));
        return;
    }
    let rows = report
        .set_aside
        .iter()
        .map(|one| vec![Cell::text(escape_untrusted(&one.file)), Cell::text(reason(&one.reason, messages))]);
    let columns = vec![
        Column::words("file", message!(messages, "column-file")),
        Column::words("reason", message!(messages, "class-column-reason")),
    ];
    writer.table(message!(messages, "class-caption-aside"), columns, rows.collect(), Vec::new());
}
