//! Every refusal and every warning, on the packs that are there.

use super::*;
use crate::baseline::MortalityPaths;
use crate::model::process::Processes;
use crate::num::draws::StreamId;
use crate::run::{Detail, RunSettings, Unwatched, World, run};

fn plan() -> Plan {
    Plan {
        mortality: MortalityAssumption::Anchored,
        limitation_pace: [0.0; 2],
        care_need: CareNeedAssumption::Unchanged,
        hazard_changes: Vec::new(),
        levers: Vec::new(),
    }
}

fn change(process: ProcessId, ages: (u8, u8), from: u16, factor: f64) -> HazardChange {
    HazardChange { process, sex: None, ages, from: Year(from), until: None, factor }
}

fn changed(changes: &[HazardChange]) -> Plan {
    Plan { hazard_changes: changes.to_vec(), ..plan() }
}

fn japan() -> Baseline {
    Baseline::japan().unwrap()
}

fn fixture() -> Baseline {
    Baseline::illness_death().unwrap()
}

fn misfit(result: Result<(), RunError>) -> Misfit {
    match result.unwrap_err() {
        RunError::Unfit(misfit) | RunError::TooLarge(misfit) => misfit,
        RunError::Cancelled | RunError::Uncalibrated(_) | RunError::NoThreads(_) => {
            panic!("only the fit is checked")
        }
    }
}

fn onset() -> ProcessId {
    ProcessId::Condition("illness".to_owned())
}

#[test]
fn factors_on_death_keep_within_their_bounds_when_they_are_multiplied() {
    let japan = japan();
    let death = |factor| change(ProcessId::Death, (65, 110), 2030, factor);
    for factor in [0.0, 0.049, 20.1] {
        let found = misfit(check_plan(&japan, &changed(&[death(factor)])));
        assert!(matches!(found, Misfit::DeathFactor { age: 65, year: Year(2030), .. }), "{found}");
    }
    for factor in [0.05, 0.5, 20.0] {
        assert_eq!(check_plan(&japan, &changed(&[death(factor)])), Ok(()));
    }
    let later = change(ProcessId::Death, (80, 90), 2035, 0.1);
    let found = misfit(check_plan(&japan, &changed(&[death(0.2), later.clone()])));
    assert!(matches!(found, Misfit::DeathFactor { age: 80, year: Year(2035), .. }), "{found}");
    let apart = HazardChange { sex: Some(Sex::Male), ..later };
    let women = HazardChange { sex: Some(Sex::Female), ..death(0.2) };
    assert_eq!(check_plan(&japan, &changed(&[women, apart])), Ok(()), "never in the same cell");
    let care = change(ProcessId::CareOnset, (65, 110), 2030, 0.0);
    assert_eq!(check_plan(&japan, &changed(&[care])), Ok(()), "only death must not stop");
}

#[test]
fn own_life_expectancies_out_of_reach_are_refused_with_the_range() {
    let japan = japan();
    let own = |men, women| Plan {
        mortality: MortalityAssumption::Own { life_expectancy_2040: [men, women] },
        ..plan()
    };
    assert_eq!(check_plan(&japan, &own(84.0, 90.0)), Ok(()));
    for (men, women, sex) in [(100.0, 88.0, Sex::Male), (84.0, 20.0, Sex::Female)] {
        let error = match misfit(check_plan(&japan, &own(men, women))) {
            Misfit::Unreachable(error) => error,
            other => panic!("{other}"),
        };
        let ModelError::LifeExpectancy { sex: found, year, wanted, low, high } = error else {
            panic!("{error}")
        };
        assert_eq!((found, year), (sex, Year(2040)));
        assert!(low < high && !(low..=high).contains(&wanted), "{error}");
    }
}

#[test]
fn readings_need_what_they_read() {
    let fixture = fixture();
    let frozen = Plan { mortality: MortalityAssumption::Frozen, ..plan() };
    assert!(matches!(misfit(check_plan(&fixture, &frozen)), Misfit::ConstantMortality { .. }));
    let pace = Plan { limitation_pace: [-0.01; 2], ..plan() };
    assert!(matches!(misfit(check_plan(&fixture, &pace)), Misfit::NoLimitation { .. }));
    let fall = Plan { care_need: CareNeedAssumption::ObservedFall, ..plan() };
    assert!(matches!(misfit(check_plan(&fixture, &fall)), Misfit::NoCareNeed { .. }));

    let mut bare = japan();
    let Mortality::Official(official) = &mut bare.mortality else { panic!("official rates") };
    official.paths = MortalityPaths::default();
    let vanishes = MortalityAssumption::ExcessVanishes { by: Year(2030) };
    for (mortality, path) in [
        (MortalityAssumption::Anchored, "default"),
        (MortalityAssumption::Ipss2023Check, "without_excess"),
        (vanishes, "without_excess"),
    ] {
        let found = misfit(check_plan(&bare, &Plan { mortality, ..plan() }));
        assert!(matches!(found, Misfit::NoMortalityPath { path: missing, .. } if missing == path), "{found}");
    }
    assert_eq!(check_plan(&bare, &frozen), Ok(()));
    for (by, fits) in [(2024, false), (2025, true)] {
        let mortality = MortalityAssumption::ExcessVanishes { by: Year(by) };
        assert_eq!(check_plan(&japan(), &Plan { mortality, ..plan() }).is_ok(), fits, "{by}");
    }
}

#[test]
fn changes_need_a_process_ages_and_years_that_are_there() {
    let (japan, fixture) = (japan(), fixture());
    let of = |pack: &Baseline, one: HazardChange| misfit(check_plan(pack, &changed(&[one])));
    let found = of(&japan, change(onset(), (40, 99), 2030, 0.8));
    let found = found.to_string();
    let start = found.split("; its conditions: ").next();
    assert_eq!(
        start.unwrap_or_default(),
        "hazard change 1: the pack `japan` has no such process (Condition(\"illness\"))"
    );
    let found = of(&fixture, change(ProcessId::CareOnset, (40, 99), 2030, 0.8));
    assert!(matches!(found, Misfit::UnknownProcess { .. }), "{found}");
    let found = of(&japan, change(ProcessId::Death, (65, 110), 2024, 0.8));
    assert!(matches!(found, Misfit::ChangesThePast { observed: Year(2024), .. }), "{found}");
    let found = of(&fixture, change(ProcessId::Death, (0, 39), 2030, 0.8));
    assert!(matches!(found, Misfit::OutsideAges { first: 40, last: 99, .. }), "{found}");
    let found = of(&fixture, change(ProcessId::Death, (100, 110), 2030, 0.8));
    assert!(matches!(found, Misfit::OutsideAges { .. }), "{found}");
    let men = HazardChange { sex: Some(Sex::Male), ..change(onset(), (40, 99), 2030, 0.8) };
    let found = of(&fixture, men);
    assert!(matches!(found, Misfit::AbsentSex { sex: Sex::Male, .. }), "{found}");
    assert_eq!(check_plan(&fixture, &changed(&[change(onset(), (0, 110), 2017, 0.8)])), Ok(()));
}

#[test]
fn a_change_that_does_nothing_is_named_with_its_reason() {
    let japan = japan();
    let why = |one: HazardChange| -> Option<Idleness> {
        let idle = idle_changes(&japan, &changed(&[one]), Year(2040));
        idle.first().map(|idle| idle.why)
    };
    let death = |from, factor| change(ProcessId::Death, (65, 110), from, factor);
    assert_eq!(why(death(2030, 0.9)), None);
    assert_eq!(why(death(2040, 0.9)), None, "the last year is one of the run");
    assert_eq!(why(death(2041, 0.9)), Some(Idleness::AfterTheRun(Year(2040))));
    assert_eq!(why(death(2030, 1.0)), Some(Idleness::FactorOne));
    for (process, youngest) in [(ProcessId::CareOnset, 39), (ProcessId::CareProgression, 39)] {
        let ages = |last| change(process.clone(), (0, last), 2030, 0.5);
        assert_eq!(why(ages(youngest - 1)), Some(Idleness::NoHazard), "{process:?}");
        assert_eq!(why(ages(youngest)), None, "{process:?}");
    }
    let both = changed(&[death(2030, 0.9), death(2045, 0.9)]);
    let idle = idle_changes(&japan, &both, Year(2040));
    assert_eq!(idle.iter().map(|idle| idle.number).collect::<Vec<_>>(), [2]);
}

fn settings(persons: Persons) -> RunSettings {
    RunSettings { persons, seed: 1, until: Year(2040), detail: Detail::None, raw: true }
}

#[test]
fn too_few_and_too_many_persons_are_refused_before_anything_runs() {
    let (japan, worlds) = (japan(), []);
    let check = |persons| check_settings(&japan, &worlds, &settings(persons));
    assert_eq!(check(Persons::Count(999)), Err(Misfit::TooFewPersons { asked: 999 }.into()));
    assert_eq!(check(Persons::Count(1000)), Ok(()));
    assert_eq!(check(Persons::All), Ok(()), "every resident is simulated");
    // 190 million in the first year are more than 200 million with the births of 24 years.
    for asked in [190_000_000, u64::MAX] {
        let found = check(Persons::Count(asked)).unwrap_err();
        assert!(matches!(found, RunError::TooLarge(Misfit::TooManyPersons { .. })), "{found}");
    }
}

#[test]
fn every_stream_of_the_engine_is_among_the_names_that_are_checked() {
    for pack in [japan(), fixture()] {
        let names = stream_names(&pack);
        for process in Processes::of(&pack).list {
            assert!(names.iter().any(|name| StreamId::of(name) == process.stream), "{:?}", process.event);
        }
        assert_eq!(check_streams(&pack), Ok(()));
    }
    // Two names of the same 32-bit hash (FNV-1a).
    let mut pack = fixture();
    let twin = pack.conditions[0].clone();
    pack.conditions.push(twin);
    let colliding = colliding_ids();
    for (condition, id) in pack.conditions.iter_mut().zip(&colliding) {
        id.clone_into(&mut condition.id);
    }
    assert!(matches!(misfit(check_streams(&pack)), Misfit::SharedStream { .. }));
}

/// Two ids whose onset streams collide, found by search: 32 bits collide after some ten thousand names.
fn colliding_ids() -> [String; 2] {
    let mut seen = std::collections::BTreeMap::new();
    for number in 0..1_000_000_u32 {
        let id = format!("{:08x}", number.wrapping_mul(2_654_435_761));
        if let Some(first) = seen.insert(StreamId::of(&format!("onset of {id}")).number(), id.clone()) {
            return [first, id];
        }
    }
    panic!("a million names without a collision");
}

#[test]
fn a_result_that_is_no_number_is_refused() {
    // A pack that passed the loader cannot hold this; the last line of defence is tested by itself.
    let mut pack = fixture();
    let Mortality::WithoutConditions(rates) = &mut pack.mortality else { panic!("no official rates") };
    for age in 40..=99 {
        rates.set(Sex::Female, Year(2016), age, f64::NAN);
    }
    let text = crate::baseline::Text { ja: "試験".to_owned(), en: "test".to_owned() };
    let world = World { id: "broken".to_owned(), title: text, plan: plan(), own_assumptions: Vec::new() };
    let settings = RunSettings { until: Year(2018), ..settings(Persons::Count(2000)) };
    let error = run(&pack, &[world], &settings, &Unwatched).unwrap_err();
    assert!(matches!(error, RunError::Unfit(Misfit::NotFinite { .. })), "{error}");
}
