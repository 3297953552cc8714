//! What uncertain inputs make of reach, outcomes and costs, as a table.

use super::YearEconomics;
use crate::baseline::Baseline;
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::outcome::economics::{Costs, Cumulative, Intervals};
use crate::outcome::series::{Estimate, Interval, LeverReach};
use crate::report::document::{Cell, Column, Table};
use crate::report::uncertainty::{persons, persons_columns};
use std::collections::BTreeMap;

/// What a number is counted in.
#[derive(Clone, Copy)]
enum Unit {
    PersonYears,
    Persons,
    /// Billion yen, or 億円.
    Yen,
    /// Million yen for a healthy year, or 万円.
    YenPerYear,
}

struct Rows<'m> {
    messages: &'m Messages,
    rows: Vec<Vec<Cell>>,
}

/// The intervals of a year, of the sums to it, and of the reach of levers; `None` without parameter draws.
#[must_use]
pub fn table(
    (year, outcomes, costs): YearEconomics<'_>,
    reach: Option<&BTreeMap<String, LeverReach>>,
    baseline: &Baseline,
    messages: &Messages,
) -> Option<Table> {
    outcomes.healthy_person_years.interval?;
    let mut rows = Rows { messages, rows: Vec::new() };
    let when = year.to_string();
    rows.estimate(&when, message!(messages, "economics-column-healthy"), outcomes.healthy_person_years);
    rows.estimate(
        &when,
        message!(messages, "economics-column-independent"),
        outcomes.independent_person_years,
    );
    if let Some(costs) = costs {
        rows.year(&when, costs);
        // The usual rate of the pack stands between none and the highest.
        if let Some(sum) = costs.since_start.get(1).or(costs.since_start.first()) {
            rows.cumulative(sum, year);
        }
    }
    for (lever, own) in reach.into_iter().flatten() {
        let Some(all) = own.intervals else { continue };
        let lever = baseline.levers.lever(lever).map_or(lever.as_str(), |own| messages.choose(&own.title));
        let known = [
            (message!(messages, "economics-reach-more", lever = lever), own.more, all.more),
            (message!(messages, "economics-reach-fewer", lever = lever), own.fewer, all.fewer),
            (message!(messages, "economics-reach-new", lever = lever), own.new, all.new),
        ];
        for (name, value, interval) in known.into_iter().filter(|(_, value, _)| *value != 0.0) {
            rows.add(&when, name, Unit::Persons, Some(value), Some(interval));
        }
    }
    let mut columns = vec![
        Column::words("when", message!(messages, "column-when")),
        Column::words("figure", message!(messages, "column-figure")),
        Column::words("unit", message!(messages, "column-unit")),
        Column::numbers("value", message!(messages, "column-central")),
        Column::numbers("p05", message!(messages, "column-p05")),
        Column::numbers("p50", message!(messages, "column-p50")),
        Column::numbers("p95", message!(messages, "column-p95")),
    ];
    columns.extend(persons_columns(messages));
    Some(Table { columns, rows: rows.rows })
}

impl Rows<'_> {
    fn year(&mut self, when: &str, costs: &Costs) {
        let messages = self.messages;
        let known = &costs.intervals;
        let programme = message!(messages, "economics-column-programme");
        self.cost(when, programme, costs.programme_total(), known, "programme");
        self.money(when, message!(messages, "economics-column-care"), costs.care);
        self.money(when, message!(messages, "economics-column-care-longer"), costs.care_longer_life);
        let conditions = message!(messages, "economics-column-conditions");
        self.cost(when, conditions, Some(costs.medical_conditions), known, "medical_conditions");
        self.money(when, message!(messages, "economics-column-longer"), costs.medical_longer_life);
        self.cost(when, message!(messages, "economics-column-net"), costs.net, known, "net");
    }

    fn cumulative(&mut self, sum: &Cumulative, year: Year) {
        let messages = self.messages;
        let (from, year) = (sum.from.to_string(), year.to_string());
        let rate = numbers::percent(sum.discount_rate, 0);
        let when = message!(messages, "economics-period", from = from, year = year, rate = rate);
        let known = &sum.intervals;
        self.estimate(&when, message!(messages, "economics-column-healthy"), sum.healthy_person_years);
        let programme = message!(messages, "economics-column-programme");
        self.cost(&when, programme, sum.programme, known, "programme");
        self.money(&when, message!(messages, "economics-column-care"), sum.care);
        self.money(&when, message!(messages, "economics-column-care-longer"), sum.care_longer_life);
        let conditions = message!(messages, "economics-column-conditions");
        self.cost(&when, conditions, Some(sum.medical_conditions), known, "medical_conditions");
        self.money(&when, message!(messages, "economics-column-longer"), sum.medical_longer_life);
        self.cost(&when, message!(messages, "economics-column-net"), sum.net, known, "net");
        let ratios = [
            ("cost_per_healthy_year", message!(messages, "economics-per-year"), sum.cost_per_healthy_year),
            (
                "cost_per_healthy_year_without_longer_life",
                message!(messages, "economics-per-year-short"),
                sum.cost_per_healthy_year_without_longer_life,
            ),
        ];
        for (key, name, value) in ratios {
            self.add(&when, name, Unit::YenPerYear, value, known.get(key).copied());
        }
    }

    fn estimate(&mut self, when: &str, name: String, one: Estimate) {
        self.add(when, name, Unit::PersonYears, Some(one.value), one.interval);
    }

    fn money(&mut self, when: &str, name: String, one: Estimate) {
        self.add(when, name, Unit::Yen, Some(one.value), one.interval);
    }

    fn cost(&mut self, when: &str, name: String, value: Option<f64>, known: &Intervals, key: &str) {
        self.add(when, name, Unit::Yen, value, known.get(key).copied());
    }

    fn add(&mut self, when: &str, name: String, unit: Unit, value: Option<f64>, interval: Option<Interval>) {
        let messages = self.messages;
        let (factor, decimals) = match unit {
            Unit::PersonYears | Unit::Persons => (1.0, 0),
            Unit::Yen => messages.language().pick((1e8, 1), (1e9, 2)),
            Unit::YenPerYear => messages.language().pick((1e4, 0), (1e6, 2)),
        };
        let per_year = matches!(unit, Unit::YenPerYear);
        let unit = match unit {
            Unit::PersonYears => message!(messages, "economics-unit-person-years"),
            Unit::Persons => message!(messages, "economics-unit-persons"),
            Unit::Yen => message!(messages, "economics-unit-yen"),
            Unit::YenPerYear => message!(messages, "economics-unit-yen-per-year"),
        };
        let number = |value: f64| Cell::shown(value / factor, numbers::signed(value / factor, decimals));
        let missing = || {
            Cell::text(if per_year {
                message!(messages, "economics-interval-none")
            } else {
                message!(messages, "economics-unknown")
            })
        };
        let mut cells = vec![Cell::text(when), Cell::text(name), Cell::text(unit)];
        cells.push(value.map_or_else(missing, number));
        match interval {
            Some(own) => {
                cells.extend([own.p05, own.p50, own.p95].map(number));
                cells.extend(persons(&own, messages));
            }
            None => cells.extend([missing(), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
        }
        self.rows.push(cells);
    }
}
