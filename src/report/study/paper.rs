//! The paper before it takes a form: sections with numbered tables and figures in the reader's
//! language. No form knows the model, and nothing here knows a form.

use super::chart::Panel;
use crate::language::Language;
use crate::report::document::{Document, Table};

/// A paper in the order it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Language of every text in it.
    pub language: Language,
    /// Title.
    pub title: String,
    /// What stands under the title.
    pub lead: Vec<String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The word for notes, for a reader who hears the page.
    pub words: Words,
}

/// Words that forms need beside the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Heading of the list of sections.
    pub contents: String,
    /// Heading of the data of a figure.
    pub data: String,
    /// Name of the first sheet of a workbook.
    pub overview: String,
}

/// A section.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Identifier within the paper: ASCII letters and hyphens.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Its content.
    pub items: Vec<Item>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A heading below that of the section.
    Heading(String),
    /// One sentence or several.
    Paragraph(String),
    /// A paragraph that must not be overlooked.
    Warning(String),
    /// Sentences side by side.
    List(Vec<String>),
    /// Commands as they are typed.
    Code(String),
    /// A numbered table.
    Table(NumberedTable),
    /// A numbered figure.
    Figure(Figure),
}

/// A table with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedTable {
    /// Number within the paper, from 1.
    pub number: usize,
    /// `Table 3`.
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// Its cells; units stand in the names of the columns.
    pub table: Table,
    /// What a reader must know to read it.
    pub notes: Vec<String>,
}

/// A figure with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Number within the paper, from 1.
    pub number: usize,
    /// `Figure 1`.
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// Charts side by side.
    pub panels: Vec<Panel>,
    /// What its marks mean, one sentence each.
    pub legend: Vec<String>,
    /// The same numbers as a table.
    pub data: Table,
}

impl NumberedTable {
    /// Identifier within the paper.
    #[must_use]
    pub fn id(&self) -> String {
        format!("table-{}", self.number)
    }
}

impl Figure {
    /// Identifier within the paper.
    #[must_use]
    pub fn id(&self) -> String {
        format!("figure-{}", self.number)
    }
}

impl Paper {
    /// All tables and the data of all figures: label, caption, cells and notes.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &str, &Table, &[String])> {
        self.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
            Item::Table(one) => Some((&*one.label, &*one.caption, &one.table, &*one.notes)),
            Item::Figure(one) => Some((&*one.label, &*one.caption, &one.data, &*one.legend)),
            _ => None,
        })
    }

    /// The paper as headings, paragraphs and tables: a figure becomes its description and its data.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut document = Document::default();
        document.heading(1, &self.title);
        for line in &self.lead {
            document.paragraph(line);
        }
        for section in &self.sections {
            document.heading(2, &section.heading);
            for item in &section.items {
                item.add_to(&mut document);
            }
        }
        document
    }
}

impl Item {
    fn add_to(&self, document: &mut Document) {
        match self {
            Self::Heading(text) => document.heading(3, text),
            Self::Paragraph(text) | Self::Warning(text) => document.paragraph(text),
            Self::List(items) => {
                for item in items {
                    document.paragraph(item);
                }
            }
            Self::Code(text) => {
                document.blocks.push(crate::report::document::Block::Verbatim(text.clone()));
            }
            Self::Table(one) => {
                document.paragraph(format!("{}. {}", one.label, one.caption));
                document.table(one.table.clone());
                for note in &one.notes {
                    document.paragraph(note);
                }
            }
            Self::Figure(one) => {
                document.paragraph(format!("{}. {}", one.label, one.caption));
                for panel in &one.panels {
                    document.paragraph(&panel.description);
                }
                document.table(one.data.clone());
            }
        }
    }
}
