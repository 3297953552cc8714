//! A study as tidy CSV: the rows of its comparison, then those of its explanations in the same columns.

use crate::analysis::explain::Explanation;
use crate::num::units::Year;
use crate::report::csv;
use crate::report::document::{Cell, Column, Table};
use crate::report::explain::tidy;
use crate::run::RunOutput;

/// All values of a study.
#[must_use]
pub fn render(output: &RunOutput, explanations: &[Explanation], goal_year: Option<Year>) -> String {
    // The details by age are not in a study, so no youngest age is needed.
    let mut text = csv::run(output, 0, goal_year);
    for explanation in explanations {
        let rows = csv::table(&table(output, explanation));
        // All rows of one file have one header.
        text.push_str(rows.split_once('\n').map_or("", |(_, rest)| rest));
    }
    text
}

/// The rows of an explanation: `explain_PART_FIGURE_ITEM` as indicator, the error of sampled orders as a
/// row of its own.
fn table(output: &RunOutput, explanation: &Explanation) -> Table {
    let [from, to] = [&explanation.from, &explanation.to];
    let own = output.scenarios.iter().filter(|one| one.id == from.id || one.id == to.id);
    let own = own.flat_map(|one| &one.own_assumptions).map(|text| text.en.as_str());
    let own = own.collect::<Vec<_>>().join("; ");
    let manifest = &explanation.manifest;
    let whole = |value: u64| Cell::text(value.to_string());
    let tail = [
        Cell::text(format!("{} - {}", to.id, from.id)),
        Cell::text(own),
        whole(manifest.persons),
        whole(manifest.seed),
        Cell::text(manifest.baseline.as_str()),
        Cell::text(&manifest.engine),
        Cell::text(explanation.kenju),
        Cell::text(format!("{} - {}", to.digest, from.digest)),
    ];
    let mut rows = Vec::new();
    for found in tidy::table(explanation).rows {
        let [year, part, figure, item, sex, value, se, sampling, unit] = found.as_slice() else { continue };
        let name = ["explain", part.as_shown(), figure.as_shown(), item.as_shown()].join("_");
        let mut add = |name: String, value: &Cell, se: &Cell| {
            let head = [year.clone(), sex.clone(), Cell::text(name), value.clone(), se.clone(), unit.clone()];
            rows.push(head.into_iter().chain(tail.iter().cloned()).collect::<Vec<Cell>>());
        };
        add(name.clone(), value, se);
        if *sampling != Cell::Empty {
            add(format!("{name}_sampling_se"), sampling, &Cell::Empty);
        }
    }
    // An explanation is of the central values: it has no interval, and no draws.
    let header = csv::header(output);
    for row in &mut rows {
        row.resize(header.len(), Cell::Empty);
    }
    Table { columns: header.into_iter().map(|key| Column::words(key, key)).collect(), rows }
}
