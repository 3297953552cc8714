//! An explanation as rows with one value each.

use crate::analysis::explain::{Effect, Explanation};
use crate::num::units::Year;
use crate::outcome::series::Estimate;
use crate::outcome::tidy::{Value, economics};
use crate::report::document::{Cell, Column, Table};

const OUTCOMES: [&str; 3] = ["life_expectancy", "healthy_life_expectancy", "independent_life_expectancy"];

/// One row: part, figure, item, sex, value, its error and the error of sampled orders, unit.
struct Rows {
    rows: Vec<Vec<Cell>>,
    year: u32,
}

impl Rows {
    fn add(&mut self, keys: [&str; 4], value: f64, se: Option<f64>, sampling: Option<f64>, unit: &str) {
        let number =
            |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::shown(value, String::new()));
        let mut row = vec![Cell::whole(self.year)];
        row.extend(keys.map(Cell::text));
        row.extend([number(Some(value)), number(se), number(sampling), Cell::text(unit)]);
        self.rows.push(row);
    }

    /// A value of a year of its own, without an error.
    fn add_in(&mut self, year: Year, keys: [&str; 4], value: f64, unit: &str) {
        let looked_at = std::mem::replace(&mut self.year, u32::from(year.0));
        self.add(keys, value, None, None, unit);
        self.year = looked_at;
    }

    fn effects(&mut self, part: &str, figure: &str, effects: &[Effect], sampling: Option<&Vec<[f64; 3]>>) {
        for (index, effect) in effects.iter().enumerate() {
            for (which, Estimate { value, se, .. }) in effect.three().into_iter().enumerate() {
                let sampling = sampling.and_then(|all| all.get(index)).map(|all| all[which]);
                let keys = [part, figure, OUTCOMES[which], effect.sex.as_str()];
                self.add(keys, value, Some(se), sampling, "years");
            }
        }
    }
}

/// All values of an explanation.
#[must_use]
pub fn table(explanation: &Explanation) -> Table {
    let mut rows = Rows { rows: Vec::new(), year: u32::from(explanation.year.0) };
    rows.effects("total", "total", &explanation.total, None);
    for one in &explanation.contributions {
        rows.effects(&one.id, "share", &one.share, one.sampling_se.as_ref());
        rows.effects(&one.id, "alone", one.alone.as_deref().unwrap_or_default(), None);
        rows.effects(&one.id, "added_last", one.added_last.as_deref().unwrap_or_default(), None);
        if let Some(outcomes) = &one.outcomes {
            for Value { name, value, se, unit, .. } in economics(outcomes, one.costs.as_ref()) {
                rows.add([&one.id, "economics", &name, "both"], value, se, None, unit);
            }
        }
        let Some(chain) = &one.chain else { continue };
        let reach = chain.reach;
        for (item, value, unit) in [
            ("coverage_reference", reach.coverage_reference, "share"),
            ("coverage", reach.coverage, "share"),
            ("eligible", reach.eligible, "persons"),
            ("more", reach.more, "persons"),
            ("fewer", reach.fewer, "persons"),
            ("person_years", reach.person_years, "person-years"),
        ] {
            rows.add([&one.id, "reach", item, "both"], value, None, None, unit);
        }
        for own in &chain.reach_by_year {
            for (item, value, unit) in [
                ("coverage_reference", own.coverage_reference, "share"),
                ("coverage", own.coverage, "share"),
                ("more", own.more, "persons"),
                ("fewer", own.fewer, "persons"),
            ] {
                rows.add_in(own.year, [&one.id, "reach_by_year", item, "both"], value, unit);
            }
        }
        for link in &chain.channels {
            if let Some(mean) = link.mean_change {
                rows.add([&one.id, "mean_change", &link.channel, "both"], mean, None, None, &link.unit);
            }
            let persons = link.persons_at_full_effect;
            rows.add([&one.id, "full_effect", &link.channel, "both"], persons, None, None, "persons");
        }
        for link in &chain.links {
            let figure = match link.stage {
                crate::analysis::explain::chain::Stage::Reach => "reach_of_other",
                crate::analysis::explain::chain::Stage::Incidence => "onsets",
                crate::analysis::explain::chain::Stage::CareNeed => "care_need",
                crate::analysis::explain::chain::Stage::Limitation => "limitation",
                crate::analysis::explain::chain::Stage::Deaths => "deaths",
            };
            rows.add([&one.id, figure, &link.id, "both"], link.change, Some(link.se), None, "persons");
        }
    }
    let columns = vec![
        Column::numbers("year", "year"),
        Column::words("part", "part"),
        Column::words("figure", "figure"),
        Column::words("item", "item"),
        Column::words("sex", "sex"),
        Column::numbers("value", "value"),
        Column::numbers("se", "se"),
        Column::numbers("sampling_se", "sampling_se"),
        Column::words("unit", "unit"),
    ];
    Table { columns, rows: rows.rows }
}
