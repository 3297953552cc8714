//! How the persons of a world depart from those of its reference, and by what its levers make them.

use super::simulate::Simulated;
use crate::model::levers::{Action, LIMITATION, LeverSet, Work};
use crate::model::tables::Frame;
use crate::num::units::{Sex, Year};
use crate::outcome::differing::{Departures, OnDeaths};
use crate::outcome::series::Group;
use rayon::prelude::*;

/// How the groups of persons of a world depart from those of its reference in each row; before the year `from`
/// they are the same, and always of a sex that no lever reaches.
pub(super) fn departures(
    rows: &[(Year, Group)],
    own: &Simulated,
    base: Option<&Simulated>,
    (from, on_deaths): (Year, OnDeaths),
) -> Vec<Option<Departures>> {
    let base = base.map(|base| &base.tally);
    let may_differ = |year: Year, sex: Sex| year >= from && (base.is_none() || own.sexes.contains(&sex));
    // The sexes are looked through once, and both together are what they come to.
    let alone = |&(year, group): &(Year, Group)| match group.members() {
        [sex] if may_differ(year, *sex) => Some(Departures::of(&own.tally, base, (year, *sex), on_deaths)),
        _ => None,
    };
    let mut all: Vec<Option<Departures>> = rows.par_iter().map(alone).collect();
    for index in (0..rows.len()).filter(|index| rows[*index].1 == Group::Both) {
        let sexes = (0..rows.len()).filter(|other| *other != index && rows[*other].0 == rows[index].0);
        let sexes: Vec<Departures> = sexes.filter_map(|other| all[other].clone()).collect();
        all[index] = sexes.into_iter().reduce(|one, other| one.with(&other));
    }
    all
}

/// How levers come to change deaths: states whose chances nobody carries beside them are care need, and
/// conditions that are not among the deadly ones.
pub(super) fn on_deaths(levers: &LeverSet<'_>, frame: &Frame<'_>) -> OnDeaths {
    let processes = &frame.processes;
    let deadly = |lane: usize| {
        let condition = lane.wrapping_sub(processes.onsets.start);
        frame.deadly.iter().any(|deadly| deadly.condition == condition)
    };
    let lived = |lane: usize, direct: bool| {
        if processes.onsets.contains(&lane) {
            // A shift of an exposure acts on many onsets; the deadly ones carry what it does to deaths.
            direct && !deadly(lane)
        } else {
            lane < processes.deaths.start
        }
    };
    let by_state = |action: &Action| {
        let direct = !matches!(action.work, Work::Edge(..));
        action.lanes.iter().any(|lane| *lane != LIMITATION && lived(*lane, direct))
    };
    let set = || levers.levers.iter().filter(|lever| lever.is_set());
    let acts = |action: &Action| action.lanes.iter().any(|lane| *lane != LIMITATION);
    if set().flat_map(|lever| &lever.actions).any(by_state) {
        OnDeaths::ByStates
    } else if set().any(|lever| !lever.abstinence.is_empty() || lever.actions.iter().any(acts)) {
        OnDeaths::ByHazards
    } else {
        OnDeaths::Never
    }
}
