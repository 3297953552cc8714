//! Errors of a pack's inputs that its other files do not state beside their values.
//!
//! `uncertainty.ron` stands apart from the other files: only parameter draws use it, so a change of it must
//! not make the calibration stale. It describes itself, citing sources of the pack.

use super::error::LoadError;
use super::load::Files;
use super::provenance::TableInfo;
use super::schema::UNCERTAINTY;
use super::{Baseline, Text};
use crate::text::escape_untrusted;
use serde::Deserialize;

/// Version of the file's form that is understood.
const SCHEMA: u32 = 1;

/// Errors of inputs; standard deviations unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Errors {
    /// Healthy life expectancy in one survey, years.
    pub survey: Stated,
    /// Logit of the limitation curve at 20 and at 100 years, in opposite directions.
    pub curve: Stated,
    /// Observed yearly change of the logit of limitation, by sex.
    pub pace: StatedBySex,
    /// Life expectancy that leads mortality, years, in the year of the first anchor of the default path.
    pub life_expectancy: Stated,
    /// Correlation of two estimates of one study.
    pub study_correlation: Stated,
}

/// A number with its reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// The number.
    pub value: f64,
    /// How it was chosen.
    pub basis: Text,
    /// Identifiers of its sources.
    pub sources: Vec<String>,
}

/// A number by sex with its reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedBySex {
    /// Men.
    pub male: f64,
    /// Women.
    pub female: f64,
    /// How they were chosen.
    pub basis: Text,
    /// Identifiers of their sources.
    pub sources: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorFile {
    schema: u32,
    survey_error: Stated,
    curve_error: Stated,
    pace_error: StatedBySex,
    life_expectancy_error: Stated,
    study_correlation: Stated,
    tables: Vec<TableInfo>,
}

/// Reads the errors of a pack into `baseline`, whose sources are already there.
pub(super) fn fill(files: &Files, baseline: &mut Baseline) -> Result<(), LoadError> {
    let Some(text) = files.text(UNCERTAINTY) else { return Ok(()) };
    let file = files.label(UNCERTAINTY);
    let found: ErrorFile = ron::from_str(text).map_err(|error| LoadError::Manifest {
        file: file.clone(),
        line: error.span.start.line as u64,
        column: error.span.start.col as u64,
        message: escape_untrusted(&error.code.to_string()),
    })?;
    let wrong = |message: String| LoadError::Inconsistent { file: file.clone(), line: None, message };
    if found.schema != SCHEMA {
        return Err(wrong(format!("schema: found {}; allowed: {SCHEMA}", found.schema)));
    }
    check(&found, baseline).map_err(wrong)?;
    baseline.errors = Some(Errors {
        survey: found.survey_error,
        curve: found.curve_error,
        pace: found.pace_error,
        life_expectancy: found.life_expectancy_error,
        study_correlation: found.study_correlation,
    });
    baseline.tables.extend(found.tables);
    Ok(())
}

fn check(found: &ErrorFile, baseline: &Baseline) -> Result<(), String> {
    let within = [
        ("survey_error", found.survey_error.value, 5.0),
        ("curve_error", found.curve_error.value, 1.0),
        ("pace_error", found.pace_error.male, 0.1),
        ("pace_error", found.pace_error.female, 0.1),
        ("life_expectancy_error", found.life_expectancy_error.value, 5.0),
        ("study_correlation", found.study_correlation.value, 1.0),
    ];
    if let Some((name, value, most)) =
        within.into_iter().find(|(_, value, most)| !(0.0..=*most).contains(value))
    {
        return Err(format!("{name}: found {value}; allowed: 0 to {most}"));
    }
    let stated =
        [&found.survey_error, &found.curve_error, &found.life_expectancy_error, &found.study_correlation];
    let cited = stated.into_iter().flat_map(|stated| &stated.sources).chain(&found.pace_error.sources);
    let known = |id: &String| baseline.sources.iter().any(|source| source.id == *id);
    if let Some(id) = cited.chain(found.tables.iter().flat_map(|table| &table.sources)).find(|id| !known(id))
    {
        return Err(format!("there is no source `{}`", escape_untrusted(id)));
    }
    if !found.tables.iter().all(|table| table.file == UNCERTAINTY) || found.tables.is_empty() {
        return Err(format!("tables: must describe `{UNCERTAINTY}`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_japan_are_read_and_those_of_a_bad_file_are_named() {
        let baseline = Baseline::japan().unwrap();
        assert_eq!(baseline.errors.as_ref().unwrap().survey.value, 0.1);
        let text = include_str!("../../data/japan/uncertainty.ron");
        for (from, to, message) in [
            ("schema: 1", "schema: 2", "schema: found 2; allowed: 1"),
            (
                "study_correlation: (value: 0.5",
                "study_correlation: (value: 1.5",
                "study_correlation: found 1.5",
            ),
            ("\"kenju_assumptions\"", "\"nobody\"", "there is no source `nobody`"),
        ] {
            let files = Files::from_texts([(UNCERTAINTY, text.replacen(from, to, 1).as_str())]);
            let error = fill(&files, &mut baseline.clone()).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
