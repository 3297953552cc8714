//! Where every number of a pack comes from: source, licence, transformation.

use super::Text;
use serde::{Deserialize, Serialize};

/// A publication or file that tables are taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Identifier cited by tables.
    pub id: String,
    /// Publication.
    pub title: Text,
    /// Who published it.
    pub publisher: String,
    /// Where it was read.
    pub location: String,
    /// Terms of use of the figures.
    pub licence: String,
}

/// What one table of a pack holds and how it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableInfo {
    /// File name inside the pack.
    pub file: String,
    /// What it holds.
    pub title: Text,
    /// Unit of its values.
    pub unit: String,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
    /// `observed`, `derived` or `assumed`.
    pub status: Status,
    /// How the values were made from the sources.
    pub transformation: Text,
}

/// How far a table stands from an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Printed in the source, at most reshaped.
    Observed,
    /// Computed from sources by a stated method.
    Derived,
    /// An analyst's choice within a stated range.
    Assumed,
}
