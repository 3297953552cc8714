//! CSV for spreadsheets and statistics programs.
//!
//! Runs are tidy: one value a row, with its standard error, unit and scenario. Text that a
//! spreadsheet would take for a formula gets a leading apostrophe; numbers are plain numbers in full
//! precision with a point, whatever the locale.

use super::document::{Cell, Table};
use crate::num::units::Year;
use crate::outcome::economics::{Costs, Outcomes};
use crate::outcome::series::{Chance, Chances, Group, YearResult};
use crate::outcome::tidy::{self, Value};
use crate::run::RunOutput;
use crate::text::escape_untrusted;
use std::iter::once;

/// Columns of a run; new ones are added at the end, none is renamed. The last six say what was run.
pub const HEADER: [&str; 14] = [
    "year",
    "sex",
    "indicator",
    "value",
    "se",
    "unit",
    "scenario",
    "own_assumptions",
    "persons",
    "seed",
    "baseline",
    "engine",
    "kenju",
    "scenario_digest",
];

/// Further columns of a run with parameter draws; all but the number of draws are empty for numbers without an interval.
const INTERVAL: [&str; 9] =
    ["mean", "p025", "p05", "p50", "p95", "p975", "monte_carlo_share", "draws", "includes_monte_carlo"];

/// The columns of a run.
#[must_use]
pub fn header(output: &RunOutput) -> Vec<&'static str> {
    let drawn = output.uncertainty.is_some();
    HEADER.iter().chain(INTERVAL.iter().filter(|_| drawn)).copied().collect()
}

/// All results of a run. Differences follow the levels, with `to - from` as their scenario and digest.
/// `youngest` is the age of the first entry of the persons by age, `goal_year` the year of the pack's goal.
#[must_use]
pub fn run(output: &RunOutput, youngest: u8, goal_year: Option<Year>) -> String {
    let draws = output.uncertainty.as_ref().map(|_| output.manifest.draws);
    let mut sheet = Sheet::new(&header(output));
    for scenario in &output.scenarios {
        let tail = tail(output, &scenario.id, &[&scenario.id]);
        for row in &scenario.series {
            let mut rows = Rows { sheet: &mut sheet, year: row.year.0, sex: row.sex, tail: &tail, draws };
            rows.add("", tidy::expectancies(&row.expectancies));
            rows.add("", tidy::totals(row.population, row.deaths));
            details(&mut rows, row, youngest);
        }
        for sex in [Group::Male, Group::Female] {
            let Some((goal, year)) = scenario.goal.get(sex.as_str()).zip(goal_year) else { continue };
            let mut chances = |year: Year, own: Option<Chance>, readings: Option<Chances>| {
                let mut rows = Rows { sheet: &mut sheet, year: year.0, sex, tail: &tail, draws };
                let Some((own, by)) = own.zip(readings) else { return };
                let all =
                    ["", "_none", "_half", "_full", "_mixed"].into_iter().zip(once(own).chain(by.all()));
                rows.add("", all.flat_map(|(reading, chance)| tidy::chance(reading, chance)));
            };
            let interim = &goal.interim;
            let own = Chance::of(interim.chance, interim.chance_limits);
            chances(interim.year, own, interim.chance_by_reading);
            chances(year, Chance::of(goal.chance, goal.chance_limits), goal.chance_by_reading);
        }
    }
    for difference in output.differences.iter().flatten() {
        let scenario = format!("{} - {}", difference.to, difference.from);
        let tail = tail(output, &scenario, &[&difference.to, &difference.from]);
        for row in &difference.series {
            let mut rows = Rows { sheet: &mut sheet, year: row.year.0, sex: row.sex, tail: &tail, draws };
            rows.add("difference_", tidy::expectancies(&row.expectancies));
            rows.add("difference_", tidy::totals(row.population, row.deaths));
            rows.economics("difference_", row.outcomes.as_ref(), row.costs.as_ref());
        }
    }
    sheet.finish()
}

/// The columns after the unit, equal in all rows of a scenario or of a difference between `ids`.
fn tail(output: &RunOutput, scenario: &str, ids: &[&str]) -> Vec<String> {
    let found = |id: &&str| output.scenarios.iter().find(|result| result.id == **id);
    let digests: Vec<String> = ids.iter().filter_map(found).map(|result| result.digest.to_string()).collect();
    let manifest = &output.manifest;
    vec![
        words(scenario),
        words(&own_assumptions(output, ids)),
        manifest.persons.to_string(),
        manifest.seed.to_string(),
        manifest.baseline.to_string(),
        manifest.engine.clone(),
        output.kenju.to_owned(),
        digests.join(" - "),
    ]
}

/// The user's own assumptions behind these scenarios, in English like all of this form: a number
/// that is copied into another file keeps the mark.
fn own_assumptions(output: &RunOutput, ids: &[&str]) -> String {
    let scenarios = output.scenarios.iter().filter(|scenario| ids.contains(&scenario.id.as_str()));
    let texts = scenarios.flat_map(|scenario| &scenario.own_assumptions).map(|text| text.en.as_str());
    texts.collect::<Vec<_>>().join("; ")
}

fn details(rows: &mut Rows<'_>, row: &YearResult, youngest: u8) {
    if let Some(raw) = &row.raw {
        rows.add("raw_", tidy::expectancies(raw));
    }
    rows.add("", tidy::by_age(row, youngest));
    rows.add("", tidy::health(row));
    rows.add("", tidy::health_by_age(row));
    rows.add("", tidy::reach(row));
    rows.economics("", row.outcomes.as_ref(), row.costs.as_ref());
}

/// Rows of one year, group and scenario.
struct Rows<'sheet> {
    sheet: &'sheet mut Sheet,
    year: u16,
    sex: Group,
    tail: &'sheet [String],
    /// Parameter draws, if there are any.
    draws: Option<u32>,
}

impl Rows<'_> {
    fn economics(&mut self, prefix: &str, outcomes: Option<&Outcomes>, costs: Option<&Costs>) {
        self.add(prefix, outcomes.map_or_else(Vec::new, |own| tidy::economics(own, costs)));
    }

    fn add(&mut self, prefix: &str, values: impl IntoIterator<Item = Value>) {
        let year = self.year.to_string();
        for Value { name, value, se, unit, interval } in values {
            let se = se.map(number).unwrap_or_default();
            let (indicator, value) = (words(&format!("{prefix}{name}")), number(value));
            let mut cells = vec![year.as_str(), self.sex.as_str(), &indicator, &value, &se, unit];
            cells.extend(self.tail.iter().map(String::as_str));
            let known = interval.map(|own| {
                let share = own.monte_carlo_share.unwrap_or(f64::NAN);
                [own.mean, own.p025, own.p05, own.p50, own.p95, own.p975, share].map(number)
            });
            let (known, draws) = (known.unwrap_or_default(), self.draws.map(|draws| draws.to_string()));
            let includes = interval.map(|own| own.includes_monte_carlo.to_string()).unwrap_or_default();
            if let Some(draws) = &draws {
                cells.extend(known.iter().map(String::as_str).chain([draws.as_str(), includes.as_str()]));
            }
            self.sheet.row(&cells);
        }
    }
}

/// Any table, with the untranslated keys of its columns as header.
#[must_use]
pub fn table(table: &Table) -> String {
    let mut sheet = Sheet::new(&table.columns.iter().map(|column| column.key).collect::<Vec<_>>());
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| match cell {
                Cell::Text(text) => words(text),
                Cell::Number { value, .. } => number(*value),
                Cell::Empty => String::new(),
            })
            .collect();
        sheet.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    sheet.finish()
}

struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn new(header: &[&str]) -> Self {
        let mut sheet = Self(csv::Writer::from_writer(Vec::new()));
        sheet.row(header);
        sheet
    }

    fn row(&mut self, cells: &[&str]) {
        self.0.write_record(cells).expect("rows have as many cells as the header, and memory takes them");
    }

    fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("all cells are text")
    }
}

fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

fn words(text: &str) -> String {
    let safe = escape_untrusted(text);
    if safe.starts_with(['=', '+', '-', '@']) { format!("'{safe}") } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Column;

    #[test]
    fn formulas_become_text_and_numbers_stay_numbers() {
        let example = Table {
            columns: vec![Column::words("id", "ID"), Column::numbers("value", "Wert")],
            rows: vec![
                vec![Cell::text("=HYPERLINK(\"x\")"), Cell::number(-1.5, 0)],
                vec![Cell::text("@a,b"), Cell::number(1_000_000.25, 0)],
                vec![Cell::text("\tx"), Cell::Empty],
            ],
        };
        let expected = "id,value\n\"'=HYPERLINK(\"\"x\"\")\",-1.5\n\"'@a,b\",1000000.25\n\\u{9}x,\n";
        assert_eq!(table(&example), expected);
    }
}
