//! What the embedded files mean, and that writing a scenario keeps its meaning.

use super::super::quantity::{Quantity, TextKind};
use super::super::schema::{self, Mortality};
use super::super::write::to_ron;
use super::*;
use crate::num::units::{Sex, Year};
use crate::plan::{
    CareNeedAssumption, CoveragePath, HazardChange, LeverSetting, MortalityAssumption, Plan, ProcessId,
};
use crate::run;
use proptest::prelude::*;

#[test]
fn every_embedded_scenario_resolves_and_says_what_it_is() {
    let scenarios = Library::embedded().resolved(japan());
    assert_eq!(scenarios.len(), Library::embedded().ids().count());
    let reference = &scenarios[0];
    assert_eq!(reference.id, "reference");
    let mut digests = Vec::new();
    for scenario in &scenarios {
        assert!(!scenario.title.ja.is_ascii() && !scenario.title.en.is_empty());
        assert!(scenario.note.is_some(), "{}", scenario.id);
        // A trial of no lever changes nothing: its note says why.
        let nothing = scenario.id == "trial-dementia-symb";
        let known = digests.contains(&scenario.plan.digest()) && !nothing;
        assert!(!known, "{} is another scenario by another name", scenario.id);
        digests.push(scenario.plan.digest());
        let own = [
            "trends-pessimistic",
            "example-care-onset",
            "nulls",
            "pandemic",
            "pandemic-emergency-approval",
            "pandemic-severe-delay",
            "salt-1g",
            "smoking-5-points",
        ];
        assert_eq!(
            scenario.own_assumptions.is_empty(),
            !own.contains(&scenario.id.as_str()) && !scenario.id.starts_with("trial"),
            "{}",
            scenario.id
        );
        assert_eq!(run::fit::check_plan(japan(), &scenario.plan), Ok(()), "{}", scenario.id);
    }
    let with_policies = scenarios.iter().filter(|scenario| !scenario.policies.is_empty());
    assert!(with_policies.count() >= 25);
}

#[test]
fn every_lever_with_evidence_is_in_the_packages_toward_the_goal() {
    let plan = |id: &str| Library::embedded().load(id, japan()).unwrap().plan;
    for id in ["goal-2040", "goal-2040-maximum"] {
        let plan = plan(id);
        for lever in &japan().levers.levers {
            let setting = plan.levers.iter().find(|setting| setting.lever == lever.id);
            let alone = Plan { levers: setting.into_iter().cloned().collect(), ..Plan::default_trends() };
            let acts = setting.is_some() && run::fit::idle_levers(japan(), &alone, Year(2040)).is_empty();
            let full = Plan { levers: vec![everywhere(&lever.id)], ..Plan::default_trends() };
            let can_act = run::fit::idle_levers(japan(), &full, Year(2040)).is_empty();
            assert_eq!(acts, can_act, "{id}: {}", lever.id);
        }
    }
}

/// A lever that reaches everybody from 2026.
fn everywhere(lever: &str) -> LeverSetting {
    let coverage = Some(CoveragePath { from: Year(2026), shares: vec![1.0] });
    LeverSetting {
        lever: lever.to_owned(),
        coverage,
        effects: Vec::new(),
        effect_factor: None,
        adherence: None,
        correlation: None,
        trialled: None,
    }
}

#[test]
fn the_levers_of_the_scenario_of_nulls_are_idle_and_those_of_size_checks_act() {
    let idle = |id: &str| {
        let plan = Library::embedded().load(id, japan()).unwrap().plan;
        (plan.levers.len(), run::fit::idle_levers(japan(), &plan, Year(2040)).len())
    };
    assert_eq!(idle("nulls"), (5, 5));
    for id in ["salt-1g", "smoking-5-points", "guidance-45", "colorectal-60", "salons-10"] {
        assert_eq!(idle(id), (1, 0), "{id}");
    }
}

#[test]
fn the_readings_become_numbers() {
    let plan = |id: &str| Library::embedded().load(id, japan()).unwrap().plan;
    assert_eq!(plan("reference").limitation_pace, [0.0, 0.0]);
    assert_eq!(plan("trend-half").limitation_pace, [-0.007_812_5, -0.015_625]);
    assert_eq!(plan("trend-full").limitation_pace, PACE);
    assert_eq!(plan("reference").mortality, MortalityAssumption::Anchored);
    assert_eq!(plan("mortality-frozen").mortality, MortalityAssumption::Frozen);
    assert_eq!(plan("mortality-wpp").mortality, MortalityAssumption::WorldPopulationProspects);
    assert_eq!(plan("ipss2023-check").mortality, MortalityAssumption::Ipss2023Check);
    let by = Year(2030);
    assert_eq!(plan("mortality-excess-vanishes").mortality, MortalityAssumption::ExcessVanishes { by });
    assert_eq!(plan("care-need-fall").care_need, CareNeedAssumption::ObservedFall);
    let change = HazardChange {
        process: ProcessId::CareOnset,
        sex: None,
        ages: (65, 110),
        from: Year(2026),
        until: None,
        factor: 0.9,
    };
    assert_eq!(plan("example-care-onset").hazard_changes, [change]);
}

#[test]
fn a_scenario_without_anything_is_the_reference() {
    let plan = resolved(with("")).unwrap().plan;
    assert_eq!(plan, Library::embedded().load("reference", pack()).unwrap().plan);
}

#[test]
fn the_fixture_scenario_of_the_repository_is_read() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/illness-incidence-down.ron");
    let scenario = Library::embedded().load(file, pack()).unwrap();
    assert_eq!(scenario.id, "illness-incidence-down");
    let change = &scenario.plan.hazard_changes[0];
    assert_eq!(change.process, ProcessId::Condition("illness".to_owned()));
    assert_eq!((change.ages, change.from, change.factor), ((40, 99), Year(2020), 0.8));
}

#[test]
fn every_form_of_every_field_is_read() {
    let scenario = resolved(with(
        "assumptions: (
            mortality: Some(Own(male: 84, female: 90.5)),
            limitation: Own(male: -0.01, female: 0),
        ),
        hazard_changes: [
            (process: Death, sex: Male, ages: (0, 110), from: 2017, factor: 0),
            (process: CareProgression, sex: Some(Female), ages: (65, 65), from: 2050, factor: 1e1),
            (process: CareRecovery, ages: (65, 110), from: 2030, factor: 1.5),
        ],",
    ))
    .unwrap();
    assert_eq!(scenario.plan.mortality, MortalityAssumption::Own { life_expectancy_2040: [84.0, 90.5] });
    assert_eq!(scenario.plan.limitation_pace, [-0.01, 0.0]);
    let changes = &scenario.plan.hazard_changes;
    assert_eq!((&changes[0].process, changes[0].sex), (&ProcessId::Death, Some(Sex::Male)));
    assert_eq!((&changes[1].process, changes[1].sex), (&ProcessId::CareProgression, Some(Sex::Female)));
    assert_eq!((&changes[2].process, changes[2].sex), (&ProcessId::CareRecovery, None));
    assert_eq!(changes[1].factor, 10.0);
}

#[test]
fn what_goes_beyond_the_evidence_is_said_in_words() {
    let scenario = resolved(with(
        "assumptions: (mortality: Own(male: 84, female: 90.5), limitation: Own(male: -0.01, female: -0.02)),
        hazard_changes: [(process: Condition(\"illness\"), sex: Male, ages: (40, 99), from: 2020, factor: 0.8)],",
    ))
    .unwrap();
    let words: Vec<String> =
        scenario.own_assumptions.iter().flat_map(|text| [text.ja.clone(), text.en.clone()]).collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn hazard_changes_of_bases_come_first() {
    let scenario = resolved(with(
        "base: \"example-care-onset\",
        hazard_changes: [(process: CareOnset, ages: (75, 110), from: 2030, factor: 0.5)],",
    ))
    .unwrap();
    let factors: Vec<f64> = scenario.plan.hazard_changes.iter().map(|change| change.factor).collect();
    assert_eq!(factors, [0.9, 0.5]);
    assert_eq!(scenario.own_assumptions.len(), 3);
    assert_eq!(scenario.title.en, "Title");
    assert_eq!(scenario.note, None);
}

#[test]
fn an_override_keeps_the_other_readings_of_its_base() {
    let fields = "base: \"trend-half\", assumptions: (mortality: Frozen, care_need: ObservedFall),";
    let plan = resolved(with(fields)).unwrap().plan;
    assert_eq!(plan.mortality, MortalityAssumption::Frozen);
    assert_eq!(plan.limitation_pace, [-0.007_812_5, -0.015_625]);
    assert_eq!(plan.care_need, CareNeedAssumption::ObservedFall);
}

#[test]
fn the_written_form_is_stable() {
    let scenario = resolved(with(
        "note: (ja: \"一行目\\n\\\"二行目\\\"\", en: \"back\\\\slash\"),
        assumptions: (mortality: ExcessVanishes(by: 2031), limitation: Half),
        hazard_changes: [
            (process: Condition(\"illness\"), sex: Female, ages: (40, 99), from: 2020, factor: 0.8),
        ],",
    ))
    .unwrap();
    insta::assert_snapshot!(to_ron(&scenario));
}

/// A value in the range of a quantity, as the schema's type for it.
fn number<T: TryFrom<f64, Error: std::fmt::Debug> + std::fmt::Debug>(
    kind: Quantity,
) -> impl Strategy<Value = T> {
    let (least, most) = kind.bounds();
    (least..=most)
        .prop_map(move |value| T::try_from(if kind.whole() { libm::round(value) } else { value }).unwrap())
}

fn mortality() -> impl Strategy<Value = Mortality> {
    let years = || number(Quantity::LifeExpectancy);
    prop_oneof![
        Just(Mortality::Anchored),
        Just(Mortality::Frozen),
        Just(Mortality::WorldPopulationProspects),
        Just(Mortality::Ipss2023Check),
        number(Quantity::VanishingYear).prop_map(|by| Mortality::ExcessVanishes { by }),
        (years(), years()).prop_map(|(male, female)| Mortality::Own { male, female }),
    ]
}

fn limitation() -> impl Strategy<Value = schema::Limitation> {
    let pace = || number(Quantity::Pace);
    prop_oneof![
        Just(schema::Limitation::NoChange),
        Just(schema::Limitation::Half),
        Just(schema::Limitation::Full),
        (pace(), pace()).prop_map(|(male, female)| schema::Limitation::Own { male, female }),
    ]
}

fn hazard_change() -> impl Strategy<Value = schema::HazardChange> {
    let process = prop_oneof![
        Just(schema::Process::Death),
        Just(schema::Process::CareOnset),
        Just(schema::Process::CareProgression),
        Just(schema::Process::CareRecovery),
        "[a-z0-9_-]{1,20}".prop_map(|id| schema::Process::Condition(id.try_into().unwrap())),
    ];
    let sex = prop_oneof![Just(None), Just(Some(schema::SexName::Male)), Just(Some(schema::SexName::Female))];
    let ages = (0_u8..=110, 0_u8..=110).prop_map(|(one, other)| {
        let age = |years: u8| schema::Age::try_from(f64::from(years)).unwrap();
        schema::Ages::try_from((age(one.min(other)), age(one.max(other)))).unwrap()
    });
    (process, sex, ages, number(Quantity::ChangeYear), number(Quantity::Factor)).prop_map(
        |(process, sex, ages, from, factor)| schema::HazardChange { process, sex, ages, from, factor },
    )
}

/// A coverage whose years run forwards.
fn coverage() -> impl Strategy<Value = schema::Coverage> {
    let share = || number::<schema::Share>(Quantity::Share);
    let year = |year: u16| schema::PolicyYear::try_from(f64::from(year)).unwrap();
    // Without a year of arrival the way takes as long as the catalogue says; without a start it begins
    // in 2020 to 2050, so an arrival in 2050 is never too early.
    let from = || proptest::option::of((2020_u16..=2050).prop_map(year));
    let by = move || prop_oneof![Just(None), Just(Some(year(2050)))];
    let points = proptest::collection::btree_map(2020_u16..=2050, share(), 1..5).prop_map(move |points| {
        let points: Vec<_> = points.into_iter().map(|(at, share)| (year(at), share)).collect();
        schema::Coverage::Points(points.try_into().unwrap())
    });
    prop_oneof![
        Just(schema::Coverage::Observed),
        Just(schema::Coverage::Nothing),
        Just(schema::Coverage::Today),
        Just(schema::Coverage::Ambitious),
        Just(schema::Coverage::Maximum),
        (share(), from(), by()).prop_map(|(share, from, by)| schema::Coverage::Reach { share, from, by }),
        (share(), from(), by()).prop_map(|(share, from, by)| schema::Coverage::Logistic { share, from, by }),
        points,
    ]
}

/// Some levers of the test catalogue in any order, each once.
fn levers() -> impl Strategy<Value = Vec<schema::Lever>> {
    let ids: Vec<String> = super::levers::catalogue().levers.into_iter().map(|lever| lever.id).collect();
    let count = ids.len();
    let lever = |id: String| {
        let channels = super::levers::catalogue().lever(&id).unwrap().channels.clone();
        // 0.5 is a share, a ratio and an amount.
        let effects = proptest::sample::subsequence(channels.clone(), 0..=channels.len())
            .prop_shuffle()
            .prop_map(|channels| {
                let pair = |channel: &crate::baseline::levers::Channel| {
                    (channel.id.clone().try_into().unwrap(), 0.5.try_into().unwrap())
                };
                schema::Effects::try_from(channels.iter().map(pair).collect::<Vec<_>>()).unwrap()
            });
        let adherence = proptest::option::of(number(Quantity::Share));
        let correlation = proptest::option::of(number(Quantity::Correlation));
        (coverage(), effects, adherence, correlation).prop_map(
            move |(coverage, effects, adherence, correlation)| schema::Lever {
                id: id.clone().try_into().unwrap(),
                coverage,
                effects,
                adherence,
                correlation,
            },
        )
    };
    proptest::sample::subsequence(ids, 0..=count)
        .prop_shuffle()
        .prop_flat_map(move |ids| ids.into_iter().map(lever).collect::<Vec<_>>())
}

fn shocks() -> impl Strategy<Value = Vec<schema::Shock>> {
    let days = || proptest::option::of(number(Quantity::Days));
    let pandemic = (
        number(Quantity::ShockYear),
        proptest::option::of(number(Quantity::ShockLength)),
        proptest::option::of(number(Quantity::Severity)),
        days(),
        days(),
        proptest::option::of(number(Quantity::AvertedShare)),
        proptest::option::of(number(Quantity::Share)),
    )
        .prop_map(|(year, years, severity, delay, saved, averted_per_14_days, attendance_fall)| {
            schema::Shock::Pandemic {
                year,
                years,
                severity,
                vaccine_delay_days: delay,
                emergency_approval_days_saved: saved,
                averted_per_14_days,
                attendance_fall,
            }
        });
    proptest::collection::vec(pandemic, 0..3)
}

/// Some trials and enablers of the pack in any order, each once.
fn trials() -> impl Strategy<Value = Option<schema::Trials>> {
    let pipelines = &japan().pipelines;
    let ids: Vec<String> = pipelines.trials.iter().map(|trial| trial.id.clone()).collect();
    let count = ids.len();
    let only = proptest::sample::subsequence(ids, 1..=count).prop_shuffle().prop_map(|ids| {
        let ids: Vec<schema::TrialId> = ids.into_iter().map(|id| id.try_into().unwrap()).collect();
        schema::TrialIds::try_from(ids).unwrap()
    });
    let enablers: Vec<String> =
        pipelines.enablers.as_ref().unwrap().items.iter().map(|item| item.id.clone()).collect();
    let set = |id: String| {
        let named = [schema::ReadingName::Low, schema::ReadingName::Central, schema::ReadingName::High];
        let reading = proptest::option::of(proptest::sample::select(named.to_vec()));
        (proptest::option::of(number(Quantity::Share)), reading).prop_map(move |(strength, reading)| {
            schema::EnablerSet { id: id.clone().try_into().unwrap(), strength, reading }
        })
    };
    let enablers = proptest::sample::subsequence(enablers, 0..=3)
        .prop_shuffle()
        .prop_flat_map(move |ids| ids.into_iter().map(set).collect::<Vec<_>>());
    let start = prop_oneof![Just(schema::TrialStart::Planned), Just(schema::TrialStart::Anew)];
    let world = prop_oneof![
        Just(schema::TrialWorld::Expected),
        number(Quantity::Draw).prop_map(|draw| schema::TrialWorld::Drawn { draw }),
    ];
    let trials =
        (start, proptest::option::of(only), enablers, world).prop_map(|(start, only, enablers, world)| {
            schema::Trials { start, only, enablers: enablers.try_into().unwrap(), world }
        });
    proptest::option::of(trials)
}

fn scenario() -> impl Strategy<Value = schema::Scenario> {
    let title = || {
        "[^\\p{C}]{1,60}".prop_filter_map("a title", |text| TextKind::Title.admit(text).ok()?.try_into().ok())
    };
    let note = || {
        "([^\\p{C}]|\n){1,200}"
            .prop_filter_map("a note", |text| TextKind::Note.admit(text).ok()?.try_into().ok())
    };
    let care_need = prop_oneof![Just(schema::CareNeed::Unchanged), Just(schema::CareNeed::ObservedFall)];
    let overrides = (
        proptest::option::of(mortality()),
        proptest::option::of(limitation()),
        proptest::option::of(care_need),
    )
        .prop_map(|(mortality, limitation, care_need)| schema::Overrides {
            mortality,
            limitation,
            care_need,
        });
    // Those without levers: the test catalogue does not have the levers of the others.
    let bases: Vec<String> =
        Library::embedded().resolved(pack()).into_iter().map(|scenario| scenario.id).collect();
    (
        proptest::option::of(proptest::sample::select(bases)),
        (title(), title()),
        proptest::option::of((note(), note())),
        overrides,
        proptest::collection::vec(hazard_change(), 0..5),
        (proptest::option::of(number(Quantity::PolicyYear)), levers(), trials(), shocks()),
    )
        .prop_map(|(base, (ja, en), note, assumptions, changes, (start, levers, trials, shocks))| {
            schema::Scenario {
                schema: schema::SchemaVersion::CURRENT,
                base: base.map(|id| id.try_into().unwrap()),
                title: schema::Title { ja, en },
                note: note.map(|(ja, en)| schema::Note { ja, en }),
                assumptions,
                hazard_changes: changes.try_into().unwrap(),
                start,
                levers: levers.try_into().unwrap(),
                trials,
                shocks: shocks.try_into().unwrap(),
            }
        })
}

proptest! {
    #[test]
    fn writing_and_reading_keep_the_scenario(scenario in scenario()) {
        let mut document = Document::from_bytes("case", "case.ron", with("").as_bytes()).unwrap();
        document.scenario = scenario;
        let written = resolve(document, Library::embedded(), pack()).unwrap();
        let text = to_ron(&written);
        let read = resolved(&text).unwrap();
        prop_assert_eq!(&read, &written);
        prop_assert_eq!(to_ron(&read), text);
    }
}

#[test]
fn every_example_of_the_readme_is_read_and_fits() {
    let readme = include_str!("../../../README.md");
    let examples: Vec<&str> =
        readme.split("```ron\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        let document = Document::from_bytes("case", "case.ron", example.as_bytes()).unwrap();
        let scenario = resolve(document, Library::embedded(), japan()).unwrap();
        assert_eq!(run::fit::check_plan(japan(), &scenario.plan), Ok(()));
        assert!(!scenario.policies.is_empty() || !example.contains("levers"));
    }
}

#[test]
fn the_example_of_the_manual_is_read() {
    let manual = include_str!("../../../scenarios/README.md");
    let example = manual.split("```ron\n").nth(1).unwrap().split("```").next().unwrap();
    let document = Document::from_bytes("case", "case.ron", example.as_bytes()).unwrap();
    let scenario = resolve(document, Library::embedded(), japan()).unwrap();
    // One reading, two changes of hazards, three numbers of a lever, a shock, trials, and a word on care need.
    assert_eq!(scenario.own_assumptions.len(), 9);
    // Three levers, a shock, two trials.
    assert_eq!(scenario.policies.len(), 6);
    for id in Library::embedded().ids() {
        assert!(manual.contains(&format!("`{id}`")), "{id} is not in the manual");
    }
}
