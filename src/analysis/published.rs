//! Published results that the model is compared with: they check it and are never inputs.
//!
//! They stand in `data/published/` with the address at which each was read. Only figures whose page was
//! read are there, so the tables have gaps.

use crate::baseline::Text;
use crate::num::units::{Sex, Year};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Causes of death whose elimination is computed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseGroup {
    /// Identifier.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Identifiers of the causes of a pack.
    pub causes: Vec<String>,
}

/// A published gain in life expectancy with causes of death removed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elimination {
    /// Identifier of the pack of the same population.
    pub pack: String,
    /// Identifier of the [`CauseGroup`].
    pub causes: String,
    /// Calendar year of the life table.
    pub year: Year,
    /// Sex.
    pub sex: Sex,
    /// Age from which life expectancy is counted.
    pub age: u8,
    /// The gain, years.
    pub years: f64,
    /// Identifier of the [`Source`].
    pub source: String,
}

/// What a projection counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Persons with dementia.
    Dementia,
    /// Persons certified as in need of support or care.
    CareNeed,
}

impl Quantity {
    /// The word used in machine-readable output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dementia => "dementia",
            Self::CareNeed => "care_need",
        }
    }
}

/// A published projection of a number of persons.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projection {
    /// Identifier of the pack of the same population.
    pub pack: String,
    /// What is counted.
    pub quantity: Quantity,
    /// Calendar year.
    pub year: Year,
    /// Lower age; the group is open.
    pub age_from: u8,
    /// Persons; less than [`Self::high`] where the source could not be read exactly.
    pub low: f64,
    /// Persons.
    pub high: f64,
    /// Identifier of the [`Source`].
    pub source: String,
}

/// Where published results were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Identifier.
    pub id: String,
    /// Title in Japanese.
    pub ja: String,
    /// Title in English.
    pub en: String,
    /// Who published it first.
    pub original: String,
    /// Address of the page that was read.
    pub read_at: String,
    /// What to know of it.
    pub note: String,
}

/// Groups of causes of death in the order of reports.
#[must_use]
pub fn cause_groups() -> Vec<CauseGroup> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        id: String,
        ja: String,
        en: String,
        causes: String,
    }
    rows(include_str!("../../data/published/cause_groups.csv"))
        .into_iter()
        .map(|Row { id, ja, en, causes }| CauseGroup {
            id,
            title: Text { ja, en },
            causes: causes.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

/// Published gains with causes removed, of one pack.
#[must_use]
pub fn eliminations(pack: &str) -> Vec<Elimination> {
    let mut found: Vec<Elimination> = rows(include_str!("../../data/published/cause_elimination.csv"));
    found.retain(|row| row.pack == pack);
    found
}

/// Published projections of one pack's population.
#[must_use]
pub fn projections(pack: &str) -> Vec<Projection> {
    let mut found: Vec<Projection> = rows(include_str!("../../data/published/projections.csv"));
    found.retain(|row| row.pack == pack);
    found
}

/// Every source of these tables.
#[must_use]
pub fn sources() -> Vec<Source> {
    rows(include_str!("../../data/published/sources.csv"))
}

fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let read: Result<Vec<T>, csv::Error> =
        csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect();
    read.expect("the published tables are part of the program and a test reads them")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Baseline;

    #[test]
    fn every_figure_has_a_source_a_group_and_causes_of_the_pack() {
        let japan = Baseline::japan().unwrap();
        let (groups, sources) = (cause_groups(), sources());
        for cause in groups.iter().flat_map(|group| &group.causes) {
            assert!(japan.causes.iter().any(|known| known.id == *cause), "{cause}");
        }
        let gains = eliminations(&japan.id);
        assert!(!gains.is_empty());
        for row in &gains {
            assert!(groups.iter().any(|group| group.id == row.causes), "{row:?}");
            assert!(row.years > 0.0 && row.years < 10.0, "{row:?}");
        }
        let projections = projections(&japan.id);
        assert!(!projections.is_empty());
        assert!(projections.iter().all(|row| 0.0 < row.low && row.low <= row.high));
        let cited = gains.iter().map(|row| &row.source).chain(projections.iter().map(|row| &row.source));
        for source in cited.clone() {
            assert!(sources.iter().any(|known| known.id == *source), "{source}");
        }
        for source in &sources {
            assert!(cited.clone().any(|cited| *cited == source.id), "{} is not used", source.id);
            assert!(source.read_at.starts_with("http"), "{source:?}");
        }
        assert!(eliminations("illness-death").is_empty());
    }
}
