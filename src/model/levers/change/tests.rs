//! Where lives part, against a search row by row.

use super::*;
use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::model::exposure::Exposures;
use crate::model::levers::tests::{YEARS, among_men_of_forty};
use crate::model::process::Processes;
use crate::num::units::Year;
use crate::plan::{CoveragePath, Plan};
use crate::policy::samples::{lever, set};

/// The table of the lever `a` for men aged 40 in 2016; `None` where the world has none.
fn table(levers: &[Lever], settings: Vec<LeverSetting>) -> Option<Arc<LeverTable>> {
    among_men_of_forty(levers.to_vec(), settings, |_, found, exposures, cohort| {
        let own = found.levers.iter().find(|lever| lever.definition.id == "a")?;
        LeverTable::new(found, own, cohort, None, Some(exposures)).map(Arc::new)
    })
}

fn levers() -> Vec<Lever> {
    let channel = |id: &str, acts: &str, more: &str| {
        format!(
            "id: \"{id}\", acts: {acts}, unit: \"1\", {more} \
             effect: Some((pessimistic: 0.8, default: 0.8, optimistic: 0.8, distribution: fixed))"
        )
    };
    let care = channel("care", "CareOnset", "stacking: Some(\"care\"), onset: After(3.0),");
    let stroke = channel("stroke", "Onset(\"stroke\")", "lasting: HalfLife(2.0),");
    let a = lever("a", "mixed", "[(2016, 0.1), (2020, 0.2)]", &[&care, &stroke]);
    let b = lever("b", "mixed", "[(2016, 0.0)]", &[&care]);
    vec![a, b]
}

fn path(from: u16, shares: &[f64]) -> LeverSetting {
    let coverage = CoveragePath { from: Year(from), shares: shares.to_vec() };
    LeverSetting { coverage: Some(coverage), ..set("a", from, 0.0) }
}

/// What a table says of a rank in a row.
fn said(table: &LeverTable, rank: f64, row: usize) -> Vec<f64> {
    let place = table.place(table.stratum(rank), row);
    let own = |part: &super::super::table::Part| {
        let ratios = part.ratios(place, row, None);
        // Alone in its group and as in the reference a part does nothing.
        let acts = part.group.is_some() || part.differs(place);
        if acts { [ratios.reference, ratios.own, ratios.mean] } else { [1.0; 3] }
    };
    table.parts.iter().flat_map(own).collect()
}

/// First row in which two tables differ for a rank.
fn searched(one: Option<&LeverTable>, other: Option<&LeverTable>, rank: f64) -> Option<usize> {
    let first = |table: &LeverTable| table.first[table.stratum(rank)];
    match (one, other) {
        (Some(one), Some(other)) => {
            (0..one.rows()).find(|row| said(one, rank, *row) != said(other, rank, *row))
        }
        (Some(table), None) | (None, Some(table)) => first(table),
        (None, None) => None,
    }
}

#[test]
fn lives_part_in_the_first_row_in_which_the_tables_say_something_else() {
    let levers = levers();
    let worlds: Vec<Option<Arc<LeverTable>>> = [
        vec![],
        vec![path(2026, &[0.3])],
        vec![path(2026, &[0.3, 0.3, 0.3, 0.5])],
        vec![path(2028, &[0.6])],
        vec![path(2026, &[0.1])],
        vec![LeverSetting { adherence: Some(0.5), ..path(2026, &[0.3]) }],
    ]
    .into_iter()
    .map(|settings| table(&levers, settings))
    .collect();
    let (mut parted, mut alike) = (0, 0);
    for one in &worlds {
        for other in &worlds {
            let change = Change::between(one.as_ref(), other.as_ref());
            for rank in (0..400).map(|step| (f64::from(step) + 0.5) / 400.0) {
                let expected = searched(one.as_deref(), other.as_deref(), rank);
                let found = change.as_ref().and_then(|change| {
                    let place = change.intervals.partition_point(|(bound, _)| *bound <= rank);
                    change.intervals[place].1
                });
                assert_eq!(found, expected, "rank {rank}");
                *if found.is_some() { &mut parted } else { &mut alike } += 1;
            }
        }
    }
    assert!(parted > 1000 && alike > 1000, "{parted} {alike}");
    // Who is reached anew before another path reaches them too parts in the year of the first.
    let change = Change::between(worlds[1].as_ref(), worlds[3].as_ref()).unwrap();
    let at = |rank: f64| change.intervals.iter().find(|(bound, _)| rank < *bound).unwrap().1;
    assert_eq!((at(0.05), at(0.25), at(0.45), at(0.9)), (None, Some(10), Some(12), None));
}

#[test]
fn a_lever_that_comes_to_share_a_group_is_looked_at_anew() {
    let levers = levers();
    let alone = table(&levers, vec![path(2026, &[0.3])]);
    let shared = table(&levers, vec![path(2026, &[0.3]), set("b", 2026, 0.4)]);
    let change = Change::between(alone.as_ref(), shared.as_ref()).unwrap();
    let at = |rank: f64| change.intervals.iter().find(|(bound, _)| rank < *bound).unwrap().1;
    // Whoever it reaches as in the reference is nobody's business; those reached anew are.
    assert_eq!((at(0.1), at(0.25), at(0.9)), (None, Some(10), None));
}

#[test]
fn levers_set_alike_are_known_by_all_that_their_tables_depend_on() {
    let mut baseline = Baseline::japan().unwrap();
    baseline.levers.levers = levers();
    let processes = Processes::of(&baseline);
    let exposures = Exposures::of(&baseline, &processes);
    let identity = |settings: Vec<LeverSetting>| {
        let plan = Plan { levers: settings, ..Plan::default_trends() };
        let found = LeverSet::new(&baseline, &plan, &processes, exposures.as_ref(), YEARS);
        Identity::of(&found, &found.levers[0])
    };
    let known = identity(vec![path(2026, &[0.3])]);
    assert_eq!(known, identity(vec![path(2026, &[0.3])]));
    let others = [
        vec![path(2026, &[0.4])],
        vec![path(2027, &[0.3])],
        vec![LeverSetting { adherence: Some(0.9), ..path(2026, &[0.3]) }],
        vec![LeverSetting { effect_factor: Some(0.5), ..path(2026, &[0.3]) }],
        vec![LeverSetting { correlation: Some(0.0), ..path(2026, &[0.3]) }],
        // Another lever with a share in its group.
        vec![path(2026, &[0.3]), set("b", 2026, 0.4)],
    ];
    for other in others {
        assert_ne!(known, identity(other));
    }
}
