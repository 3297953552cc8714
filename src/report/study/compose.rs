//! From results to a paper: numbers tables and figures, and remembers what gives each of them again.

use super::chart::Panel;
use super::paper::{Figure, Item, NumberedTable, Paper, Section, Words};
use super::{
    StudyReport, assumptions, comparison, economics, goal, levers, manifest, methods, sources, summary, why,
};
use crate::i18n::{Messages, message};
use crate::report::document::{Cell, Column, Table};
use crate::report::precision;

/// A paper that is being written.
pub struct Composer<'a> {
    /// What it is about.
    pub study: &'a StudyReport<'a>,
    /// In whose language.
    pub messages: &'a Messages,
    sections: Vec<Section>,
    tables: usize,
    figures: usize,
    /// Label and caption of each table and figure so far, with the command that gives it again.
    pub origins: Vec<[String; 3]>,
}

/// The paper of a study.
#[must_use]
pub fn paper(study: &StudyReport<'_>, messages: &Messages) -> Paper {
    let mut composer =
        Composer { study, messages, sections: Vec::new(), tables: 0, figures: 0, origins: Vec::new() };
    summary::add(&mut composer);
    goal::add(&mut composer);
    comparison::add(&mut composer);
    why::add(&mut composer);
    economics::add(&mut composer);
    assumptions::add(&mut composer);
    levers::add(&mut composer);
    methods::add(&mut composer);
    sources::add(&mut composer);
    manifest::add(&mut composer);
    Paper {
        language: messages.language(),
        title: summary::title(study, messages),
        lead: summary::lead(study, messages),
        sections: composer.sections,
        words: Words {
            contents: message!(messages, "report-contents"),
            data: message!(messages, "report-figure-data"),
            overview: message!(messages, "report-sheet-overview"),
        },
    }
}

impl Composer<'_> {
    /// Begins a section.
    pub fn section(&mut self, id: &str, heading: String) {
        self.sections.push(Section { id: id.to_owned(), heading, items: Vec::new() });
    }

    /// Adds to the section that was begun last.
    pub fn add(&mut self, item: Item) {
        if let Some(section) = self.sections.last_mut() {
            section.items.push(item);
        }
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: String) {
        self.add(Item::Paragraph(text));
    }

    /// Adds a heading below that of the section.
    pub fn heading(&mut self, text: String) {
        self.add(Item::Heading(text));
    }

    /// Adds a table with its number, unless it has no rows.
    pub fn table(&mut self, caption: String, table: Table, mut notes: Vec<String>, command: &str) {
        if table.rows.is_empty() {
            return;
        }
        notes.extend(precision::note_on(&table, self.messages));
        self.tables += 1;
        let label = message!(self.messages, "report-table", number = self.tables.to_string());
        self.origins.push([label.clone(), caption.clone(), command.to_owned()]);
        let number = self.tables;
        self.add(Item::Table(NumberedTable { number, label, caption, table, notes }));
    }

    /// Adds a figure with its number, unless it has no panel.
    pub fn figure(
        &mut self,
        caption: String,
        panels: Vec<Panel>,
        mut legend: Vec<String>,
        data: Table,
        command: &str,
    ) {
        if panels.is_empty() {
            return;
        }
        legend.extend(precision::note_on(&data, self.messages));
        self.figures += 1;
        let label = message!(self.messages, "report-figure", number = self.figures.to_string());
        self.origins.push([label.clone(), caption.clone(), command.to_owned()]);
        let number = self.figures;
        self.add(Item::Figure(Figure { number, label, caption, panels, legend, data }));
    }
}

/// A table of a column of words and any other columns.
pub fn table(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table { columns, rows }
}
