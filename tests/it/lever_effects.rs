//! The levers of the Japanese pack as they ship: more never reverses, twice as much is twice as much,
//! what fades is gone on time, and a null is exactly nothing.

use crate::levers::{set, with};
use crate::worlds::{plan, world};
use kenju::analysis::explain::game::{Position, combine};
use kenju::analysis::explain::reason::NoEffect;
use kenju::analysis::explain::{Effort, explain};
use kenju::baseline::Baseline;
use kenju::baseline::health::Node;
use kenju::baseline::levers::{Lever, Target};
use kenju::model::levers::LeverSet;
use kenju::model::levers::mean::mean_dose;
use kenju::model::levers::table::PartRatio;
use kenju::model::reference::Reference;
use kenju::model::tables::{CohortTable, Frame, Inputs, cohort_hazards, cohort_tables};
use kenju::num::grid::Grid;
use kenju::num::units::{Sex, Year, YearSpan};
use kenju::outcome::series::{Estimate, Group};
use kenju::plan::{CoveragePath, LeverSetting, Plan};
use kenju::run::solve::{Wanted, solve_each};
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World, compare, run};
use std::sync::LazyLock;

static JAPAN: LazyLock<Baseline> = LazyLock::new(|| Baseline::japan().unwrap());

fn settings(persons: u64, until: u16, detail: Detail) -> RunSettings {
    RunSettings { persons: Persons::Count(persons), seed: 1, until: Year(until), detail, raw: false }
}

fn shipped(id: &str) -> &'static Lever {
    JAPAN.levers.lever(id).unwrap()
}

fn coverage(id: &str, from: u16, shares: Vec<f64>) -> LeverSetting {
    LeverSetting { coverage: Some(CoveragePath { from: Year(from), shares }), ..set(id, from, 0.0) }
}

/// Whether some channel of a lever acts in the model by default.
fn acts(lever: &Lever) -> bool {
    let acting = |channel: &kenju::baseline::levers::Channel| {
        channel.acts != Target::Shown
            && channel.believed().is_some_and(|effect| effect != channel.acts.null())
    };
    lever.channels.iter().any(acting)
}

/// The year 2040 in each world, with the replicates that errors of paired persons come from.
fn positions(plans: Vec<Plan>, persons: u64) -> Vec<Position> {
    let worlds: Vec<World> =
        plans.into_iter().enumerate().map(|(index, plan)| world(&format!("w{index}"), plan)).collect();
    let wanted = vec![Wanted::LastYear; worlds.len()];
    let settings = settings(persons, 2040, Detail::None);
    solve_each(&JAPAN, &worlds, &wanted, &settings, &Unwatched, &mut |_, solved| {
        let three = |table: &[[f64; 9]]| {
            let rows = solved.rows.iter().zip(table).filter(|((year, _), _)| *year == Year(2040));
            rows.map(|(_, values)| [values[0], values[1], values[3]]).collect()
        };
        Position {
            central: three(&solved.central),
            replicates: solved.replicates.iter().map(|table| three(table)).collect(),
            departures: solved.departures.clone(),
        }
    })
    .unwrap()
}

/// Men, women, both; life, healthy and independent life expectancy.
const BOTH: usize = 2;
const LIFE: usize = 0;
const INDEPENDENT: usize = 2;

/// Levers whose effect on everybody 20,000 persons must tell from nothing.
const TOLD: [&str; 6] = [
    "salt_food_environment",
    "periodontal_care",
    "blood_pressure_app",
    "tobacco_control",
    "cancer_screening_colorectal",
    "kayoi_no_ba",
];

#[test]
fn more_coverage_never_reverses_an_effect() {
    // Exposures of all persons, of patients and of the highest ranks, a habit, steps that fade and that last, deaths of
    // one cause along a reference path above 0, onset of a condition, reach alone, and first care need.
    let mut skipped = Vec::new();
    for (id, outcome) in [
        ("salt_food_environment", LIFE),
        ("periodontal_care", LIFE),
        ("blood_pressure_app", LIFE),
        ("specific_health_guidance", LIFE),
        ("tobacco_control", LIFE),
        ("phr_app", LIFE),
        ("healthy_town", LIFE),
        ("cancer_screening_colorectal", LIFE),
        ("cancer_screening_breast", LIFE),
        ("oral_care_dependent", LIFE),
        ("womens_health_screening", INDEPENDENT),
        ("screening_uptake_nudge", LIFE),
        ("exercise_programme", INDEPENDENT),
        ("kayoi_no_ba", INDEPENDENT),
    ] {
        let usual = shipped(id).reference_coverage(Year(2026));
        let shares = [0.25, 0.5, 0.75, 1.0];
        let plans = shares.map(|share| with(vec![set(id, 2026, share)]));
        let found = positions(std::iter::once(plan()).chain(plans).collect(), 20_000);
        let effect = |to: usize, from: usize| -> Estimate {
            combine(&[(1.0, &found[to]), (-1.0, &found[from])])[BOTH][outcome]
        };
        for (index, share) in shares.into_iter().enumerate() {
            let sign = (share - usual).signum();
            // An error that cannot be told would let everything pass: such a step is listed, not asserted.
            let mut holds = |found: Estimate, what: String| {
                if found.se.is_finite() {
                    assert!(found.value > -2.0 * found.se, "{id} {what}: {found:?}");
                } else {
                    skipped.push(format!("{id} {what}"));
                }
            };
            let own = effect(index + 1, 0);
            holds(Estimate { value: own.value * sign, ..own }, format!("at {share}"));
            // A quarter more moves in the same direction, as far as so few persons can tell.
            if index > 0 {
                holds(effect(index + 1, index), format!("from {} to {share}", share - 0.25));
            }
        }
        let all = effect(4, 0);
        println!("{id} for everybody: {all:?}");
        if TOLD.contains(&id) {
            assert!(all.se.is_finite() && all.value > 2.0 * all.se, "{id} for everybody: {all:?}");
        }
    }
    println!("no error can be told: {skipped:?}");
}

#[test]
fn the_mean_dose_rises_with_coverage_for_every_lever() {
    let years = YearSpan { first: JAPAN.years.first, last: Year(2040) };
    let frame = Frame::new(&JAPAN);
    let population = Grid::filled(years, JAPAN.ages, 1.0);
    for lever in JAPAN.levers.levers.iter().filter(|lever| acts(lever)) {
        let usual = lever.reference_coverage(Year(2026));
        let doses: Vec<f64> = [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|share| {
                let plan = with(vec![set(&lever.id, 2026, share)]);
                let levers = LeverSet::new(&JAPAN, &plan, &frame.processes, frame.exposures.as_ref(), years);
                let Some(own) = levers.set_lever(&lever.id) else { return 0.0 };
                let dose = mean_dose(&JAPAN, own, &population, years, Year(2035));
                let acting = dose.channels.iter().filter(|own| own.effect.is_some());
                let persons = acting.map(|own| own.persons).fold(0.0, f64::max);
                let fewer = dose.channels.iter().map(|own| own.persons).fold(0.0, f64::min);
                if share > usual { persons } else { fewer }
            })
            .to_vec();
        assert!(doses.windows(2).all(|pair| pair[0] <= pair[1]), "{}: {doses:?}", lever.id);
        assert!(doses[4] >= 0.0 && doses[0] <= 0.0, "{}: {doses:?}", lever.id);
        assert!(usual >= 1.0 || doses[4] > doses[0], "{}: {doses:?}", lever.id);
    }
}

#[test]
fn twice_the_coverage_is_twice_the_effect_without_selection() {
    let half =
        |id: &str, share: f64| with(vec![LeverSetting { correlation: Some(0.0), ..set(id, 2026, share) }]);
    for (id, outcome) in [("salt_food_environment", LIFE), ("exercise_programme", INDEPENDENT)] {
        assert_eq!(shipped(id).reference_coverage(Year(2040)), 0.0, "{id} starts from nothing");
        let found = positions(vec![plan(), half(id, 0.4), half(id, 0.8)], 20_000);
        let [reference, once, twice] = [&found[0], &found[1], &found[2]];
        // e(2c) - 2 e(c), with the error of the same persons in all three worlds.
        let departs = combine(&[(1.0, twice), (-2.0, once), (1.0, reference)]);
        let all = combine(&[(1.0, twice), (-1.0, reference)]);
        let mut skipped = Vec::new();
        for (group, (departs, all)) in departs.iter().zip(&all).enumerate() {
            for (place, (departs, all)) in departs.iter().zip(all).enumerate() {
                // Within an infinite error everything departs little enough.
                if !departs.se.is_finite() {
                    skipped.push((group, place));
                    continue;
                }
                let allowed = 4.0 * departs.se + 0.02 * all.value.abs();
                assert!(departs.value.abs() <= allowed, "{id} group {group}: {departs:?} of {all:?}");
            }
        }
        println!("{id}: no error can be told of group and outcome {skipped:?}");
        let asserted = |&(_, place): &(usize, usize)| place == outcome;
        assert!(!skipped.iter().any(asserted), "{id}: {skipped:?}");
        // The rule must be able to fail: an effect that stops at the half would be seen.
        let (departs, all) = (departs[BOTH][outcome], all[BOTH][outcome]);
        assert!(all.value > 4.0 * departs.se + 0.02 * all.value, "{id}: {departs:?} {all:?}");
    }
    // Fractures are too rare to show in the expectancies of so few persons: they are counted instead.
    let id = "womens_health_screening";
    assert_eq!(shipped(id).reference_coverage(Year(2040)), 0.0, "{id} starts from nothing");
    let worlds = [world("reference", plan()), world("half", half(id, 0.4)), world("all", half(id, 0.8))];
    let output = compare(&JAPAN, &worlds, &settings(20_000, 2040, Detail::All), &Unwatched).unwrap();
    let [once, twice] = [0, 1].map(|index: usize| {
        let row = output.differences.as_ref().unwrap()[index].series.last().unwrap();
        row.outcomes.as_ref().unwrap().onsets_avoided["hip_fracture"]
    });
    let error = libm::hypot(twice.se, 2.0 * once.se);
    let departs = twice.value - 2.0 * once.value;
    assert!(error.is_finite(), "{once:?} {twice:?}");
    assert!(departs.abs() <= 4.0 * error + 0.02 * twice.value, "{once:?} {twice:?}");
    assert!(twice.value > 4.0 * error + 0.02 * twice.value, "{once:?} {twice:?}");
}

/// The lever tables of every cohort, as persons meet them.
fn tables(plan: &Plan) -> Vec<CohortTable<64>> {
    let years = YearSpan { first: JAPAN.years.first, last: Year(2050) };
    let frame = Frame::new(&JAPAN);
    let levers = LeverSet::new(&JAPAN, plan, &frame.processes, frame.exposures.as_ref(), years);
    let reference = Reference::new(&JAPAN, plan).unwrap();
    let calibration = JAPAN.calibration().unwrap();
    let inputs = Inputs {
        baseline: &JAPAN,
        plan,
        reference: &reference,
        frame: &frame,
        calibration: Some(&calibration),
        default_reference: None,
        levers: &levers,
        years,
    };
    cohort_tables(cohort_hazards(&inputs), &inputs)
}

/// First and last year in which some stratum of some cohort meets other hazards than in the reference.
fn years_of_effect(plan: &Plan) -> Option<(u16, u16)> {
    let mut years: Option<(u16, u16)> = None;
    for table in tables(plan) {
        let rows = table.ages.len();
        for lever in &table.levers {
            for place in 0..lever.bounds.len() * rows {
                let differs = lever.abstinence.iter().any(|own| own.shares[place][0] != own.shares[place][1])
                    || lever.parts.iter().any(|part| match &part.ratio {
                        PartRatio::Same(pairs) | PartRatio::ByClass { doses: pairs, .. } => {
                            pairs[place][0] != pairs[place][1]
                        }
                    });
                if differs {
                    let year = table.first_year.0 + (place % rows) as u16;
                    let (first, last) = years.unwrap_or((year, year));
                    years = Some((first.min(year), last.max(year)));
                }
            }
        }
    }
    years
}

/// Shares of the effect that act in somebody reached from 2026 on, by year from 2026: persons of one
/// age who age with the years, so that nobody joins later.
fn dose_of_a_cohort(setting: &LeverSetting, channel: &str, age: u8, until: u16) -> Vec<f64> {
    let years = YearSpan { first: JAPAN.years.first, last: Year(until) };
    let frame = Frame::new(&JAPAN);
    let plan = with(vec![setting.clone()]);
    let levers = LeverSet::new(&JAPAN, &plan, &frame.processes, frame.exposures.as_ref(), years);
    let own = levers.set_lever(&setting.lever).unwrap();
    let index = own.definition.channels.iter().position(|known| known.id == channel).unwrap();
    let dose = |year: u16| {
        let mut population = Grid::filled(years, JAPAN.ages, 0.0);
        population.set(Sex::Female, Year(year), age + (year - 2026) as u8, 1.0);
        mean_dose(&JAPAN, own, &population, years, Year(year)).channels[index].persons
    };
    (2026..=until).map(dose).collect()
}

#[test]
fn guidance_that_stops_is_gone_after_four_years_and_the_lags_of_its_risks() {
    let id = "specific_health_guidance";
    let usual = shipped(id).reference_coverage(Year(2031));
    // Five years of 60%, then back to the reference path: the last join on 1 October 2030.
    let setting = coverage(id, 2026, vec![0.6, 0.6, 0.6, 0.6, 0.6, usual]);
    let dose = dose_of_a_cohort(&setting, "bmi", 50, 2040);
    let joined = dose[0];
    assert!(joined > 0.0);
    for (year, share) in [1.0, 0.8, 0.4, 0.0, 0.0, 0.0].into_iter().enumerate() {
        assert!((dose[year] / joined - share).abs() < 1e-12, "year {year}: {}", dose[year] / joined);
    }
    // Exposure, all cohorts: nothing is left in the fourth year after the last joined.
    let years = YearSpan { first: JAPAN.years.first, last: Year(2050) };
    let frame = Frame::new(&JAPAN);
    let plan = with(vec![setting]);
    let levers = LeverSet::new(&JAPAN, &plan, &frame.processes, frame.exposures.as_ref(), years);
    let population = Grid::filled(years, JAPAN.ages, 1.0);
    let acting = |year: u16| {
        let dose = mean_dose(&JAPAN, levers.set_lever(id).unwrap(), &population, years, Year(year));
        dose.channels.iter().map(|own| own.persons.abs()).fold(0.0, f64::max)
    };
    assert!(acting(2032) > 0.0);
    for year in 2034..=2050 {
        assert_eq!(acting(year), 0.0, "{year}");
    }
    // Hazards follow the exposure within the lags of its relative risks: a dose that rose for three
    // years falls at the same pace, so that two more years pass.
    let (first, last) = years_of_effect(&plan).unwrap();
    assert_eq!((first, last), (2026, 2035));
}

#[test]
fn steps_of_an_app_halve_every_year_and_end_with_its_use() {
    let held = dose_of_a_cohort(&coverage("phr_app", 2026, vec![0.2]), "steps", 40, 2040);
    assert!(held[0] > 0.0);
    for pair in held.windows(2) {
        assert!((pair[1] / pair[0] - 0.5).abs() < 1e-12, "{held:?}");
    }
    let stopping = coverage("phr_app", 2026, vec![0.2, 0.2, 0.2, 0.0]);
    let stopped = dose_of_a_cohort(&stopping, "steps", 40, 2040);
    assert_eq!(stopped[..3], held[..3]);
    assert!(stopped[3..].iter().all(|dose| *dose == 0.0), "{stopped:?}");
    // Nobody's hazards differ once the longest lag has passed.
    let edges = &JAPAN.risk.as_ref().unwrap().edges;
    let of_steps = edges.iter().filter(|edge| edge.from == Node::Factor("steps".into()));
    let longest = of_steps.map(|edge| edge.lag.0).fold(0.0, f64::max);
    let (first, last) = years_of_effect(&with(vec![stopping])).unwrap();
    assert!(first == 2026 && f64::from(last) <= 2029.0 + longest, "{first} to {last}");
}

/// What is known to do nothing, at the most it can reach.
fn nulls() -> Vec<LeverSetting> {
    let mut certified = set("health_productivity_management", 2026, 0.7);
    certified.effects = vec![("checkup_rate".into(), 0.0), ("guidance_completion".into(), 0.0)];
    vec![
        certified,
        set("stress_check", 2026, 1.0),
        set("partial_smoking_ban", 2026, 0.0),
        set("aggravation_prevention", 2026, 0.5),
    ]
}

#[test]
fn known_nulls_change_nothing_in_any_year_and_explain_says_why() {
    let mut worlds = vec![world("reference", plan())];
    worlds.extend(nulls().into_iter().map(|own| world(&own.lever.clone(), with(vec![own]))));
    worlds.push(world("together", with(nulls())));
    // With details persons are lived through: zero must come out, not be assumed.
    let settings = settings(2000, 2040, Detail::All);
    let output = compare(&JAPAN, &worlds, &settings, &Unwatched).unwrap();
    let differences = output.differences.unwrap();
    assert_eq!(differences.len(), 5);
    let mut counted = 0;
    for difference in &differences {
        assert_eq!(difference.series.len(), 25 * 3);
        for row in &difference.series {
            for one in row.expectancies.all() {
                assert_eq!((one.value, one.se), (0.0, 0.0), "{} {} {:?}", difference.to, row.year, row.sex);
            }
            assert_eq!((row.deaths, row.population), (0.0, 0.0), "{} {}", difference.to, row.year);
            if let Some(outcomes) = &row.outcomes {
                for one in outcomes.onsets_avoided.values().chain(outcomes.deaths_avoided.values()) {
                    assert_eq!((one.value, one.se), (0.0, 0.0), "{} {}", difference.to, row.year);
                    counted += 1;
                }
            }
        }
    }
    assert!(counted > 0, "events are counted");
    let explanation =
        explain(&JAPAN, &worlds[0], &worlds[5], &settings, Effort::default(), &Unwatched).unwrap();
    assert_eq!(explanation.contributions.len(), 4);
    for part in &explanation.contributions {
        // Reach uplift 0 is what the scenario says; the other three are what studies found.
        let own = part.id == "health_productivity_management";
        let why = if own { NoEffect::SetToNothing } else { NoEffect::NullEvidence };
        assert_eq!(part.no_effect, Some(why), "{}", part.id);
        for one in part.share.iter().flat_map(kenju::analysis::explain::Effect::three) {
            assert_eq!((one.value, one.se), (0.0, 0.0), "{}", part.id);
        }
    }
}

fn series(settings: &RunSettings, plan: Plan) -> Vec<(Year, Group, String)> {
    let output = run(&JAPAN, &[world("w", plan)], settings, &Unwatched).unwrap();
    let row =
        |row: &kenju::outcome::series::YearResult| (row.year, row.sex, serde_json::to_string(row).unwrap());
    output.scenarios[0].series.iter().map(row).collect()
}

#[test]
fn the_whole_catalogue_on_its_reference_paths_is_the_reference() {
    let on_path = |lever: &Lever| {
        let years = 2026..=JAPAN.years.last.0;
        coverage(&lever.id, 2026, years.map(|year| lever.reference_coverage(Year(year))).collect())
    };
    let all: Vec<LeverSetting> = JAPAN.levers.levers.iter().map(on_path).collect();
    assert_eq!(all.len(), JAPAN.levers.levers.len());
    let settings = settings(3000, 2040, Detail::All);
    assert!(series(&settings, with(all)) == series(&settings, plan()), "not one byte differs");
}

#[test]
fn a_start_in_2030_leaves_earlier_years_alone_for_every_lever() {
    // Screening needs five years to act.
    let settings = settings(1000, 2036, Detail::None);
    let reference = series(&settings, plan());
    let (mut acting, mut unseen) = (0, Vec::new());
    for lever in &JAPAN.levers.levers {
        let most = lever.coverage.maximum;
        let share = if most == lever.reference_coverage(Year(2030)) { 0.0 } else { most };
        let own = series(&settings, with(vec![set(&lever.id, 2030, share)]));
        for (own, base) in own.iter().zip(&reference).filter(|(own, _)| own.0 < Year(2030)) {
            assert_eq!(own, base, "{}", lever.id);
        }
        let differs = own != reference;
        assert!(!differs || acts(lever), "{} is null", lever.id);
        acting += usize::from(differs);
        if acts(lever) && !differs {
            unseen.push(lever.id.as_str());
        }
    }
    // It only widens the reach of others, perhaps by too little to find somebody among so few persons.
    assert!(unseen.iter().all(|lever| *lever == "health_productivity_management"), "{unseen:?}");
    assert!(acting >= 15, "{acting} levers act");
}
