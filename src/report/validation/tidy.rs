//! The findings of validation as one table for statistics programs: keys and words never translated.

use super::year;
use crate::analysis::validate::{PublishedGain, Validation};
use crate::num::units::Year;
use crate::outcome::series::Estimate;
use crate::report::document::{Cell, Column, Table};

/// One finding a row, in full precision, for statistics programs.
pub fn table(found: &Validation) -> Table {
    let keys = [
        "section",
        "id",
        "indicator",
        "year",
        "sex",
        "age_from",
        "age_to",
        "unit",
        "status",
        "value",
        "reference",
        "difference",
        "se",
        "tolerance",
        "pass",
    ];
    let columns = keys.into_iter().map(|key| Column::words(key, key)).collect();
    let text = |text: &str| Cell::text(text);
    let number = |value: f64| Cell::number(value, 0);
    let pass = |pass: bool| Cell::text(if pass { "true" } else { "false" });
    let mut rows = Vec::new();
    for check in &found.targets {
        rows.push(vec![
            text("target"),
            text(&check.id),
            Cell::Empty,
            year(check.year),
            text(check.sex.as_str()),
            Cell::whole(check.ages.0.into()),
            Cell::whole(check.ages.1.into()),
            text(check.unit),
            text(check.status),
            number(check.simulated),
            number(check.target),
            number(check.difference),
            number(check.se),
            number(check.tolerance),
            pass(check.pass),
        ]);
    }
    for check in &found.levels {
        rows.push(vec![
            text("level"),
            text("reference"),
            text(check.outcome),
            year(check.year),
            text(check.sex.as_str()),
            Cell::Empty,
            Cell::Empty,
            text("years"),
            Cell::Empty,
            number(check.simulated),
            number(check.anchor),
            number(check.difference),
            number(check.se),
            Cell::Empty,
            pass(check.pass),
        ]);
    }
    for check in &found.populations {
        rows.push(vec![
            text("population"),
            text(check.scenario),
            text("population"),
            year(check.year),
            text("both"),
            Cell::whole(check.age_from.into()),
            Cell::Empty,
            text("persons"),
            Cell::Empty,
            number(check.model),
            number(check.projected),
            number(check.model - check.projected),
            Cell::Empty,
            Cell::Empty,
            check.pass.map_or(Cell::Empty, pass),
        ]);
    }
    for check in &found.eliminations {
        let row = |indicator: &str, own: Year, value, reference, difference, se, tolerance, verdict| {
            vec![
                text("elimination"),
                text(&check.causes),
                text(indicator),
                year(own),
                text(check.sex.as_str()),
                Cell::whole(check.age.into()),
                Cell::Empty,
                text("years"),
                Cell::Empty,
                number(value),
                number(reference),
                number(difference),
                se,
                number(tolerance),
                verdict,
            ]
        };
        let (own, official) = (check.year, check.official);
        let (se, verdict) = (number(check.se), pass(check.pass));
        let (simulated, difference) = (check.simulated, check.difference);
        rows.push(row("simulated", own, simulated, official, difference, se, check.tolerance, verdict));
        if let Some(published) = &check.published {
            let PublishedGain { year, gained, difference, tolerance, pass: judged, .. } = published;
            let verdict = judged.map_or(Cell::Empty, pass);
            rows.push(row(
                "official",
                *year,
                official,
                *gained,
                *difference,
                Cell::Empty,
                *tolerance,
                verdict,
            ));
        }
    }
    for check in &found.projections {
        rows.push(vec![
            text("projection"),
            text(check.quantity.as_str()),
            text("persons"),
            year(check.year),
            text("both"),
            Cell::whole(check.age_from.into()),
            Cell::Empty,
            text("persons"),
            Cell::Empty,
            number(check.simulated),
            number(check.simulated.clamp(check.low, check.high)),
            number(check.simulated - check.simulated.clamp(check.low, check.high)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    for row in found.hindcast.iter().flatten() {
        let id = format!("from {}, pace {}", row.base, row.reading);
        rows.push(vec![
            text("hindcast"),
            Cell::text(id),
            text(row.outcome),
            year(row.year),
            text(row.sex.as_str()),
            Cell::Empty,
            Cell::Empty,
            text("years"),
            Cell::Empty,
            number(row.predicted),
            number(row.official),
            number(row.difference),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    if let Some(switched_off) = &found.switched_off {
        for row in &switched_off.rows {
            let outcomes = [
                ("life_expectancy", Some(row.life_expectancy)),
                ("healthy_life_expectancy", Some(row.healthy_life_expectancy)),
                ("independent_life_expectancy", Some(row.independent_life_expectancy)),
                ("healthy_life_expectancy_unshrunk", row.healthy_life_expectancy_unshrunk),
                ("cause_elimination", row.cause_elimination.map(|years| Estimate::new(years, f64::NAN))),
            ];
            for (outcome, value) in outcomes {
                let Some(Estimate { value, se, .. }) = value else { continue };
                rows.push(vec![
                    text("switch_off"),
                    text(&row.condition),
                    text(outcome),
                    year(switched_off.year),
                    text(row.sex.as_str()),
                    Cell::Empty,
                    Cell::Empty,
                    text("years"),
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                    number(value),
                    number(se),
                    Cell::Empty,
                    Cell::Empty,
                ]);
            }
        }
    }
    for row in found.recalibrated.iter().flat_map(|recalibrated| &recalibrated.rows) {
        let at = found.recalibrated.as_ref().map_or(Cell::Empty, |recalibrated| year(recalibrated.year));
        rows.push(vec![
            text("recalibrated"),
            Cell::text(format!("{}, draw {}", row.scenario, row.draw)),
            text(row.outcome),
            at,
            text(row.sex.as_str()),
            Cell::Empty,
            Cell::Empty,
            text("years"),
            Cell::Empty,
            number(row.own),
            number(row.centre),
            number(row.own - row.centre),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    Table { columns, rows }
}
