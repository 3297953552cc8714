//! The report of a class for programs: one number a row.

use super::kind;
use crate::i18n::Messages;
use crate::lesson::class::ClassReport;
use crate::report::document::{Cell, Column, Table};

/// One number a row: part, question, item, value.
pub(super) fn table(report: &ClassReport, messages: &Messages) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |part: &str, id: &str, item: &str, value: f64| {
        rows.push(vec![Cell::text(part), Cell::text(id), Cell::text(item), Cell::number(value, 6)]);
    };
    add("class", "", "files", report.files as f64);
    add("class", "", "students", report.students as f64);
    for one in &report.predictions {
        let id = &one.id;
        let items = [
            ("said_down", one.said[0] as f64),
            ("said_same", one.said[1] as f64),
            ("said_up", one.said[2] as f64),
            ("right", one.right as f64),
            ("result", one.result),
            ("margin", one.margin),
            ("mean_size", one.mean_size),
            ("median_size", one.median_size),
            ("mean_error", one.mean_error),
            ("mean_confidence", one.mean_confidence),
        ];
        for (item, value) in items {
            add("prediction", id, item, value);
        }
        if let Some(brier) = one.brier {
            add("prediction", id, "brier", brier);
        }
    }
    if let Some(brier) = report.brier {
        add("calibration", "", "brier", brier);
    }
    for level in &report.calibration {
        let confidence = level.confidence.to_string();
        add("calibration", &confidence, "made", level.made as f64);
        add("calibration", &confidence, "right", level.right as f64);
    }
    for one in &report.questions {
        add("question", &one.id, "right", one.right as f64);
        add("question", &one.id, "passed", one.passed as f64);
        for (words, count, _) in &one.answers {
            add("answer", &one.id, messages.choose(words), *count as f64);
        }
    }
    for one in &report.set_aside {
        add("set_aside", &one.file, kind(&one.reason), 1.0);
    }
    Table {
        columns: vec![
            Column::words("part", "part"),
            Column::words("id", "id"),
            Column::words("item", "item"),
            Column::numbers("value", "value"),
        ],
        rows,
    }
}
