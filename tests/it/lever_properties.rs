//! Properties of paired worlds for random packages of the levers as they ship: any subset, order and coverage.

use crate::levers::{set, with};
use crate::worlds::{plan, world};
use kenju::baseline::Baseline;
use kenju::baseline::levers::Lever;
use kenju::num::grid::Grid;
use kenju::num::units::{Sex, Year};
use kenju::plan::{CoveragePath, LeverSetting, Plan};
use kenju::run::solve::{Wanted, solve_each};
use kenju::run::{Detail, Persons, RunSettings, Unwatched, run};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use std::sync::LazyLock;

static JAPAN: LazyLock<Baseline> = LazyLock::new(|| Baseline::japan().unwrap());

/// The year in which the packages begin.
const FROM: u16 = 2026;
const UNTIL: u16 = 2028;

fn levers() -> &'static [Lever] {
    &JAPAN.levers.levers
}

fn settings(detail: Detail) -> RunSettings {
    RunSettings { persons: Persons::Count(1000), seed: 1, until: Year(UNTIL), detail, raw: false }
}

/// Some levers in any order, each at some part of the most it can reach.
fn package() -> impl Strategy<Value = Vec<LeverSetting>> {
    let all: Vec<usize> = (0..levers().len()).collect();
    let chosen = subsequence(all, 1..=8).prop_shuffle();
    chosen.prop_flat_map(|chosen| {
        let shares = prop::collection::vec(0.0..=1.0_f64, chosen.len());
        shares.prop_map(move |shares| {
            let set = |(index, share): (&usize, f64)| {
                let lever = &levers()[*index];
                set(&lever.id, FROM, share * lever.coverage.maximum)
            };
            chosen.iter().zip(shares).map(set).collect()
        })
    })
}

/// A lever set to exactly what it does in the reference.
fn on_reference_path(lever: &Lever) -> LeverSetting {
    let shares = (FROM..=JAPAN.years.last.0).map(|year| lever.reference_coverage(Year(year))).collect();
    LeverSetting { coverage: Some(CoveragePath { from: Year(FROM), shares }), ..set(&lever.id, FROM, 0.0) }
}

/// Whether one lever says whom another reaches.
fn reaches_into(source: &Lever, target: &Lever) -> bool {
    let into = |lever: &String| *lever == target.id;
    source.channels.iter().any(|channel| channel.acts.lever().is_some_and(into))
        || target.coverage.among.as_ref() == Some(&source.id)
}

/// Series of worlds, row by row.
fn series(plans: Vec<Plan>) -> Vec<Vec<(Year, String)>> {
    let worlds: Vec<_> =
        plans.into_iter().enumerate().map(|(index, plan)| world(&format!("w{index}"), plan)).collect();
    let output = run(&JAPAN, &worlds, &settings(Detail::None), &Unwatched).unwrap();
    let rows = output.scenarios.iter().map(|scenario| {
        scenario.series.iter().map(|row| (row.year, serde_json::to_string(row).unwrap())).collect()
    });
    rows.collect()
}

/// Who is reached by each lever, and all that is counted of the persons: by sex, age and year, so that of a thousand
/// persons hardly two share a cell.
struct Lived {
    reach: Vec<(String, Vec<Grid>)>,
    details: Vec<Grid>,
    central: Vec<String>,
}

fn lived(plans: Vec<Plan>) -> Vec<Lived> {
    let worlds: Vec<_> =
        plans.into_iter().enumerate().map(|(index, plan)| world(&format!("w{index}"), plan)).collect();
    let wanted = vec![Wanted::Details; worlds.len()];
    solve_each(&JAPAN, &worlds, &wanted, &settings(Detail::All), &Unwatched, &mut |_, solved| {
        let mut reach: Vec<(String, Vec<Grid>)> =
            solved.reach.into_iter().map(|(lever, grids)| (lever, grids.to_vec())).collect();
        reach.sort_by(|one, other| one.0.cmp(&other.0));
        let central = solved.central.iter().map(|values| format!("{values:?}")).collect();
        Lived { reach, details: solved.details.to_vec(), central }
    })
    .unwrap()
}

/// The bits of a grid in some years.
fn bits(grid: &Grid, years: std::ops::RangeInclusive<u16>) -> Vec<u64> {
    let cells = years.flat_map(|year| Sex::ALL.map(|sex| (year, sex)));
    cells.flat_map(|(year, sex)| grid.row(sex, Year(year)).iter().map(|value| value.to_bits())).collect()
}

proptest! {
    // Each case lives seven worlds; more cases: PROPTEST_CASES.
    #![proptest_config(ProptestConfig { max_shrink_iters: 12, ..ProptestConfig::with_cases(4) })]

    #[test]
    fn packages_keep_their_years_their_order_and_their_persons(
        package in package(),
        turned in any::<Index>(),
        late in FROM + 1..=UNTIL,
    ) {
        let set: Vec<&Lever> =
            package.iter().map(|own| JAPAN.levers.lever(&own.lever).unwrap()).collect();
        let others: Vec<&Lever> =
            levers().iter().filter(|lever| set.iter().all(|own| own.id != lever.id)).collect();

        // On its reference path a lever adds nothing to a package; before its start a package is the reference.
        let mut on_path = package.clone();
        on_path.extend(others.iter().map(|lever| on_reference_path(lever)));
        let later = package.iter().cloned().map(|mut own| {
            own.coverage.as_mut().unwrap().from = Year(late);
            own
        });
        let found = series(vec![plan(), with(package.clone()), with(on_path), with(later.collect())]);
        prop_assert!(found[1] == found[2], "levers on their reference paths changed something");
        for (reference, own) in found[0].iter().zip(&found[3]).filter(|(row, _)| row.0 < Year(late)) {
            prop_assert_eq!(reference, own);
        }

        // Another order is the same world; levers that say nothing of whom the package reaches leave its persons.
        let mut order = package.clone();
        order.rotate_left(turned.index(package.len()));
        order.reverse();
        let unrelated = others.iter().filter(|lever| {
            set.iter().all(|own| !reaches_into(lever, own) && !through(lever, own))
        });
        let mut more = package.clone();
        more.extend(unrelated.map(|lever| crate::levers::set(&lever.id, FROM, lever.coverage.maximum)));
        let found = lived(vec![with(package), with(order), with(more)]);
        let [alone, order, more] = &found[..] else { unreachable!("three worlds") };
        prop_assert_eq!(&alone.central, &order.central);
        for (one, other) in alone.details.iter().zip(&order.details) {
            prop_assert!(bits(one, 2016..=UNTIL) == bits(other, 2016..=UNTIL), "another order");
        }
        // A lever that is only reached by way of others may be among those joined, at a coverage of its own.
        let named = alone.reach.iter().filter(|(lever, _)| set.iter().any(|own| own.id == *lever));
        for (lever, reach) in named {
            let of = |world: &Lived| {
                world.reach.iter().find(|(id, _)| id == lever).map(|(_, grids)| grids.clone())
            };
            let (turned, joined) = (of(order).unwrap(), of(more).unwrap());
            for (measure, own) in reach.iter().enumerate() {
                prop_assert!(bits(own, FROM..=UNTIL) == bits(&turned[measure], FROM..=UNTIL), "{}", lever);
                // Nobody's life differs before the first step, so the same persons are there to be reached.
                prop_assert!(bits(own, FROM..=FROM) == bits(&joined[measure], FROM..=FROM), "{}", lever);
            }
        }
    }
}

/// Whether a lever says by way of a third whom another reaches.
fn through(source: &Lever, target: &Lever) -> bool {
    levers().iter().any(|third| reaches_into(source, third) && reaches_into(third, target))
}
