//! The tables of the levers: published estimates, observed series, employment.

use crate::baseline::error::LoadError;
use crate::baseline::levers::{AdoptionPoint, Evidence};
use crate::baseline::load::Files;
use crate::baseline::schema::{EMPLOYMENT, LEVER_ADOPTION, LEVER_EVIDENCE};
use crate::baseline::table::{Allowed, Row, Scope, cells, rows};
use crate::num::grid::Grid;
use crate::text::is_unsafe;
use std::collections::BTreeMap;

/// Years that a point of a series may be of.
const YEARS: Allowed = Allowed::Between(1900.0, 2200.0);

/// A cell of words, which must be visible.
fn words(row: &Row, column: &str) -> Result<String, LoadError> {
    let text = row.text(column);
    if text.chars().any(is_unsafe) {
        return Err(row.fault(column, "text without control or invisible characters"));
    }
    Ok(text.to_owned())
}

/// A cell of words that must be there.
fn filled(row: &Row, column: &str) -> Result<String, LoadError> {
    let text = words(row, column)?;
    if text.is_empty() { Err(row.fault(column, "some text")) } else { Ok(text) }
}

/// An address; empty where there is none.
fn address(row: &Row) -> Result<String, LoadError> {
    let text = words(row, "url")?;
    let plain = text.is_empty() || text.starts_with("https://") || text.starts_with("http://");
    if plain {
        Ok(text)
    } else {
        Err(row.fault("url", "an address that starts with https:// or http://, or nothing"))
    }
}

/// A number; `None` for an empty cell.
fn optional(row: &Row, column: &str) -> Result<Option<f64>, LoadError> {
    if row.text(column).is_empty() { Ok(None) } else { row.number(column, Allowed::Finite).map(Some) }
}

/// Published estimates; `known` are the levers and topics.
pub(super) fn evidence(files: &Files, known: &[&str]) -> Result<Vec<Evidence>, LoadError> {
    let mut found = Vec::new();
    if files.text(LEVER_EVIDENCE.file).is_none() {
        return Ok(found);
    }
    rows(files, LEVER_EVIDENCE, |row| {
        let lever = row.word("lever", known)?;
        let (value, low, high) = (optional(row, "value")?, optional(row, "low")?, optional(row, "high")?);
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            return Err(row.inconsistent(format!("`low` is above `high`: {low}, {high}")));
        }
        if value.is_none() && (low.is_some() || high.is_some()) {
            return Err(row.inconsistent("bounds need a `value`".to_owned()));
        }
        row.word("quality", &["high", "moderate", "low"])?;
        found.push(Evidence {
            lever: known[lever].to_owned(),
            target: filled(row, "target")?,
            population: words(row, "population")?,
            measure: filled(row, "measure")?,
            value,
            low,
            high,
            study: filled(row, "study")?,
            year: words(row, "year")?,
            country: words(row, "country")?,
            design: words(row, "design")?,
            url: address(row)?,
            quality: words(row, "quality")?,
            note: words(row, "note")?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Observed series; `known` are the levers and topics.
pub(super) fn adoption(files: &Files, known: &[&str]) -> Result<Vec<AdoptionPoint>, LoadError> {
    let mut found = Vec::new();
    if files.text(LEVER_ADOPTION.file).is_none() {
        return Ok(found);
    }
    let mut seen = BTreeMap::new();
    rows(files, LEVER_ADOPTION, |row| {
        let lever = row.word("lever", known)?;
        let point = AdoptionPoint {
            series: filled(row, "series")?,
            lever: known[lever].to_owned(),
            period: filled(row, "period")?,
            year: row.number("year", YEARS)?,
            value: row.number("value", Allowed::Finite)?,
            unit: filled(row, "unit")?,
            population: words(row, "population")?,
            source: filled(row, "source")?,
            url: address(row)?,
            note: words(row, "note")?,
        };
        let key = (point.series.clone(), point.period.clone(), point.population.clone());
        if let Some(first) = seen.insert(key, row.line) {
            return Err(LoadError::Duplicate {
                file: files.label(LEVER_ADOPTION.file),
                line: row.line,
                first,
                key: format!("series {}, {}", row.shown("series"), row.shown("period")),
            });
        }
        found.push(point);
        Ok(())
    })?;
    Ok(found)
}

/// Share employed by sex and age, if the pack has it.
pub(super) fn employment(files: &Files, scope: &Scope) -> Result<Option<Grid>, LoadError> {
    if files.text(EMPLOYMENT.file).is_none() {
        return Ok(None);
    }
    let mut found = cells(files, EMPLOYMENT, scope, &[("share", Allowed::Share)], |_| Ok(()))?;
    Ok(Some(found.grids.swap_remove(0)))
}
