//! A world of a draw as the rows of a unit.
//!
//! The standard error of a drawn number is the size of its half contrast: half the difference between the
//! numbers of the two halves of the persons. It has one degree of freedom, so a single one says little; the
//! mean of its square over many draws is the Monte-Carlo variance (see [`crate::run::draws::spread`]).

use super::super::store::Row;
use crate::baseline::Baseline;
use crate::num::units::Year;
use crate::outcome::series::Group;
use crate::outcome::tidy::EXPECTANCIES;
use crate::run::draws::economics::DrawnAmount;
use crate::run::draws::{DrawnGain, DrawnWorld};

/// A value with its signed half contrast.
type Contrasted = (f64, Option<f64>);

struct Rows {
    year: Year,
    sex: Group,
    found: Vec<Row>,
}

impl Rows {
    fn add(&mut self, name: &str, unit: &str, own: Contrasted, base: Option<Contrasted>) {
        let difference_half = base.and_then(|base| Some(own.1? - base.1?));
        self.found.push(Row {
            year: self.year.0,
            sex: self.sex,
            indicator: name.to_owned(),
            unit: unit.to_owned(),
            value: super::finite(own.0),
            se: own.1.map(f64::abs),
            difference: base.and_then(|base| super::finite(own.0 - base.0)),
            difference_se: difference_half.map(f64::abs),
        });
    }
}

/// The rows of a world; differences are from `reference`, a world of the same draw. `comparable` says
/// whether it is the one that outcomes and costs are counted from.
pub fn rows(
    baseline: &Baseline,
    world: &DrawnWorld,
    reference: Option<&DrawnWorld>,
    comparable: bool,
) -> Vec<Row> {
    let found = economics(world, comparable);
    let mut rows = Rows { year: baseline.years.first, sex: Group::Both, found };
    for (at, own) in world.rows.iter().enumerate() {
        let base = reference.and_then(|reference| reference.rows.get(at));
        (rows.year, rows.sex) = (own.year, own.group);
        for (measure, name) in EXPECTANCIES.iter().enumerate() {
            let of = |row: &crate::run::draws::DrawnRow| (row.values[measure], Some(row.halves[measure]));
            rows.add(name, "years", of(own), base.map(of));
        }
        rows.add("population", "persons", (own.population, None), base.map(|base| (base.population, None)));
        rows.add("deaths", "persons", (own.deaths, None), base.map(|base| (base.deaths, None)));
    }
    let Some(goal) = baseline.goal else { return rows.found };
    for (at, own) in world.gains.iter().enumerate() {
        let base = reference.and_then(|reference| reference.gains.get(at));
        let reading = own.reading.as_str();
        rows.sex = Group::of(Some(own.sex));
        let gain = |gain: &DrawnGain| (gain.gain, Some(gain.gain_half));
        rows.year = goal.year;
        rows.add(&format!("gain_trend_{reading}"), "years", gain(own), base.map(gain));
        let interim = |gain: &DrawnGain| (gain.interim, Some(gain.interim_half));
        rows.year = goal.interim_year;
        rows.add(&format!("gain_trend_{reading}"), "years", interim(own), base.map(interim));
    }
    rows.found
}

/// Outcomes, costs and reach beyond the reference of the world's own trends; as differences too where that
/// reference is the one of the unit.
fn economics(world: &DrawnWorld, comparable: bool) -> Vec<Row> {
    let row = |own: &DrawnAmount| {
        let (value, se) = (super::finite(own.value), super::finite(own.half.abs()));
        // A level only in the central values too: there are no differences of reach.
        let paired = comparable && !own.name.starts_with("reach_");
        Row {
            year: own.year.0,
            sex: Group::Both,
            indicator: own.name.clone(),
            unit: own.unit.to_owned(),
            value,
            se,
            difference: value.filter(|_| paired),
            difference_se: se.filter(|_| paired),
        }
    };
    world.economics.iter().map(row).collect()
}
