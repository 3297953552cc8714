//! One set of results, many forms: JSON, tidy CSV, Markdown and an aligned table.
//!
//! Readers' forms are built once as a [`document::Document`] in the chosen language and then laid
//! out; machines' forms carry full precision and never depend on the language.

pub mod assumption;
pub mod chance;
pub mod class;
pub mod csv;
pub mod dictionary;
pub mod document;
pub mod economics;
mod events;
pub mod explain;
pub mod glance;
pub mod goal;
pub mod health;
pub mod indicator;
pub mod json;
pub mod lesson;
pub mod levers;
pub mod md;
pub mod measure;
pub mod population;
pub mod precision;
pub mod programmes;
pub mod refusal;
pub mod series;
pub mod study;
pub mod summary;
pub mod table;
pub mod table_file;
pub mod trials;
pub mod uncertain_inputs;
pub mod uncertainty;
pub mod validation;

use crate::baseline::Baseline;
use crate::i18n::Messages;
use crate::run::{RunOutput, World};
use document::Document;

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Aligned text for a terminal.
    #[default]
    Table,
    /// The JSON contract.
    Json,
    /// Comma-separated values, one value a row.
    Csv,
    /// Markdown.
    Md,
}

impl Format {
    /// Every form, in the order help lists them.
    pub const ALL: [Self; 4] = [Self::Table, Self::Json, Self::Csv, Self::Md];

    /// The word of `--format`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Md => "md",
        }
    }

    /// Whether the form is for readers, so that language matters and numbers are rounded.
    #[must_use]
    pub const fn is_for_readers(self) -> bool {
        matches!(self, Self::Table | Self::Md)
    }

    /// Lays a document out in a readers' form (Markdown for `md`, aligned text otherwise).
    #[must_use]
    pub fn lay_out(self, document: &Document) -> String {
        match self {
            Self::Md => md::render(document),
            Self::Table | Self::Json | Self::Csv => table::render(document),
        }
    }
}

/// The results of a run with what is needed to explain them.
#[derive(Debug, Clone, Copy)]
pub struct RunReport<'run> {
    /// The pack that was run.
    pub baseline: &'run Baseline,
    /// The scenarios as they were given to the run, in the order of the results.
    pub worlds: &'run [World],
    /// The results.
    pub output: &'run RunOutput,
    /// Whether details by care level and condition are wanted in readers' forms.
    pub detail: bool,
}

impl RunReport<'_> {
    /// The report in a form.
    #[must_use]
    pub fn render(&self, format: Format, messages: &Messages) -> String {
        match format {
            Format::Json => json::render(self.output),
            Format::Csv => {
                csv::run(self.output, self.baseline.ages.first, self.baseline.goal.map(|goal| goal.year))
            }
            Format::Table | Format::Md => format.lay_out(&series::document(self, messages)),
        }
    }
}
