//! Draws of a study as the worlds they were, so that a report takes its intervals from a store.
//!
//! A store keeps the size of a half contrast, not its sign. Only squares of contrasts and of their
//! differences from the reference are ever used, so the sign that matters is that of a world against its
//! reference, and the stored error of the difference tells it.

use super::store::Row;
use super::units::Unit;
use super::{Store, StoreError};
use crate::num::units::{Sex, Year};
use crate::outcome::expectancies::COUNT;
use crate::outcome::series::Group;
use crate::outcome::tidy::{AMOUNTS, EXPECTANCIES};
use crate::run::draws::economics::DrawnAmount;
use crate::run::draws::{DrawnGain, DrawnRow, DrawnWorld, Reading};
use std::collections::BTreeMap;

/// Year, sex, name.
type Key = (u16, &'static str, String);

impl Store {
    /// The worlds of a draw, the reference first; `None` if one of them is not finished.
    ///
    /// # Errors
    /// A [`StoreError`]; [`StoreError::Damaged`] where a number is missing or is not the one that was written.
    pub fn drawn_worlds(
        &self,
        scenarios: &[usize],
        draw: u32,
        seed: u64,
    ) -> Result<Option<Vec<DrawnWorld>>, StoreError> {
        let mut worlds = Vec::with_capacity(scenarios.len());
        let mut reference: Option<DrawnWorld> = None;
        for &scenario in scenarios {
            let unit = Unit { scenario, draw, seed };
            let Some(rows) = self.sound_rows(unit)? else { return Ok(None) };
            let world =
                world(&rows, reference.as_ref()).ok_or_else(|| self.damaged(self.manifest().name(unit)))?;
            reference.get_or_insert_with(|| world.clone());
            worlds.push(world);
        }
        Ok(Some(worlds))
    }
}

/// The world behind rows; `None` where a number is missing.
fn world(rows: &[Row], reference: Option<&DrawnWorld>) -> Option<DrawnWorld> {
    let by_key: BTreeMap<Key, &Row> =
        rows.iter().map(|row| ((row.year, row.sex.as_str(), row.indicator.clone()), row)).collect();
    let find =
        |year: u16, sex: Group, name: &str| by_key.get(&(year, sex.as_str(), name.to_owned())).copied();
    let groups: Vec<Group> = [Group::Male, Group::Female, Group::Both]
        .into_iter()
        .filter(|group| rows.iter().any(|row| row.sex == *group && row.indicator == EXPECTANCIES[0]))
        .collect();
    let mut years: Vec<u16> =
        rows.iter().filter(|row| row.indicator == EXPECTANCIES[0]).map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut drawn = Vec::with_capacity(years.len() * groups.len());
    for year in years {
        for group in &groups {
            let base = reference.and_then(|world| world.rows.get(drawn.len()));
            let (mut values, mut halves) = ([0.0; COUNT], [0.0; COUNT]);
            for (measure, name) in EXPECTANCIES.iter().enumerate() {
                let row = find(year, *group, name)?;
                values[measure] = row.value?;
                halves[measure] = half(row, base.map(|base| base.halves[measure]));
            }
            let single = |name| find(year, *group, name).and_then(|row: &Row| row.value);
            drawn.push(DrawnRow {
                year: Year(year),
                group: *group,
                values,
                halves,
                population: single("population")?,
                deaths: single("deaths")?,
            });
        }
    }
    Some(DrawnWorld { rows: drawn, gains: gains(&find, &by_key), economics: economics(rows) })
}

/// Outcomes, costs and reach: what a policy brings beyond the reference of its own trends.
fn economics(rows: &[Row]) -> Vec<DrawnAmount> {
    let names = AMOUNTS.map(|(name, _)| name);
    let counted = |row: &&Row| {
        let name = row.indicator.as_str();
        names.contains(&name) || name.starts_with("since_start_") || name.starts_with("reach_")
    };
    let amount = |row: &Row| DrawnAmount {
        year: Year(row.year),
        name: row.indicator.clone(),
        unit: "",
        value: row.value.unwrap_or(f64::NAN),
        half: row.se.unwrap_or(f64::NAN),
    };
    rows.iter().filter(counted).map(amount).collect()
}

/// Gains by reading and sex: the later year is that of the goal, the earlier that of the interim goal.
fn gains<'a>(
    find: &dyn Fn(u16, Group, &str) -> Option<&'a Row>,
    by_key: &BTreeMap<Key, &Row>,
) -> Vec<DrawnGain> {
    let mut gains = Vec::new();
    for reading in Reading::ALL {
        let name = format!("gain_trend_{}", reading.as_str());
        let years: Vec<u16> =
            by_key.keys().filter(|(_, _, own)| *own == name).map(|(year, ..)| *year).collect();
        let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { continue };
        for sex in Sex::ALL {
            let group = Group::of(Some(sex));
            let (Some(interim), Some(goal)) = (find(*first, group, &name), find(*last, group, &name)) else {
                continue;
            };
            if let (Some(gain), Some(early)) = (goal.value, interim.value) {
                let (gain_half, interim_half) = (half(goal, None), half(interim, None));
                gains.push(DrawnGain { reading, sex, gain, gain_half, interim: early, interim_half });
            }
        }
    }
    gains
}

/// The half contrast with its sign against that of the reference.
fn half(row: &Row, base: Option<f64>) -> f64 {
    let size = row.se.unwrap_or(0.0);
    let (Some(base), Some(wanted)) = (base, row.difference_se) else { return size };
    let miss = |half: f64| ((half - base).abs() - wanted).abs();
    if miss(-size) < miss(size) { -size } else { size }
}
