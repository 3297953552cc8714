//! A session answers from what earlier questions have left; the answer must not tell.

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::plan::{CoveragePath, LeverSetting, Plan};
use kenju::run::session::Session;
use kenju::run::step::stepped;
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World, compare};
use kenju::scenario::ResolvedScenario;
use kenju::scenario::library::Library;
use std::sync::Arc;

/// A shipped scenario as a world.
fn world(known: &[ResolvedScenario], id: &str) -> World {
    let found = known.iter().find(|scenario| scenario.id == id).unwrap();
    let (title, plan) = (found.title.clone(), found.plan.clone());
    World { id: id.into(), title, plan, own_assumptions: Vec::new() }
}

fn settings(persons: u64, seed: u64, until: Year, detail: Detail) -> RunSettings {
    RunSettings { persons: Persons::Count(persons), seed, until, detail, raw: false }
}

/// Levers that begin with the policies or in a past year, that few or all are in, that make persons stop
/// smoking, that ask for a state, for work or for a rank, that act through others; and changes of hazards and of
/// trends. Asked one after the other, forth and back.
#[test]
fn an_answer_from_kept_lives_is_that_of_a_fresh_run_to_the_byte() {
    let baseline = Arc::new(Baseline::japan().unwrap());
    let known = Library::embedded().resolved(&baseline);
    let world = |id: &str| world(&known, id);
    let settings = settings(3000, 7, Year(2040), Detail::None);
    let session = Session::new(Arc::clone(&baseline));
    let pairs = [
        ("reference", "salt-1g"),
        ("reference", "smoking-5-points"),
        ("reference", "hip-fracture-maximum"),
        ("reference", "guidance-maximum"),
        ("reference", "goal-2040-maximum"),
        ("reference", "trials-planned"),
        ("reference", "work-first"),
        ("reference", "programmes-stopped"),
        ("trend-half", "goal-2040-trend-half"),
        ("reference", "example-care-onset"),
        ("reference", "salt-1g"),
    ];
    for (from, to) in pairs {
        let worlds = [world(from), world(to)];
        let told = session.compare(&worlds, &settings, &Unwatched).unwrap();
        let fresh = compare(&baseline, &worlds, &settings, &Unwatched).unwrap();
        for (told, fresh) in told.scenarios[1].series.iter().zip(&fresh.scenarios[1].series) {
            assert_eq!(told, fresh, "{to}");
        }
        assert_eq!(told, fresh, "{to}");
    }
}

/// A package whose levers are moved one after the other: each answer reads most lives from the one before.
#[test]
fn moves_of_one_lever_after_another_give_the_bytes_of_fresh_runs() {
    let baseline = Arc::new(Baseline::japan().unwrap());
    let known = Library::embedded().resolved(&baseline);
    let of = |id: &str| world(&known, id).plan;
    let settings = settings(2000, 11, Year(2031), Detail::None);
    let session = Session::new(Arc::clone(&baseline));
    let reference = world(&known, "reference");
    let mut plan = of("goal-2040");
    let path = |share: f64| CoveragePath { from: Year(2026), shares: vec![share] };
    let set = |plan: &mut Plan, lever: &str, change: &dyn Fn(&mut LeverSetting)| {
        let place = plan.levers.iter().position(|setting| setting.lever == lever).unwrap_or_else(|| {
            plan.levers.push(LeverSetting::of(lever));
            plan.levers.len() - 1
        });
        change(&mut plan.levers[place]);
    };
    // Slider by slider: more, less, gone, back; what stacks, what bears on the reach of others, what caps bind,
    // smokers, patients, the past; an effect, adherence and a correlation of one's own; many at a time.
    let moves: [&dyn Fn(&mut Plan); 14] = [
        &|_| {},
        &|plan| set(plan, "salt_food_environment", &|own| own.coverage = Some(path(0.5))),
        &|plan| set(plan, "salt_food_environment", &|own| own.coverage = Some(path(0.3))),
        &|plan| set(plan, "kayoi_no_ba", &|own| own.coverage = Some(path(0.2))),
        &|plan| set(plan, "tobacco_control", &|own| own.coverage = Some(path(0.4))),
        &|plan| plan.levers.retain(|setting| setting.lever != "kayoi_no_ba"),
        &|plan| set(plan, "exercise_programme", &|own| own.adherence = Some(0.3)),
        &|plan| set(plan, "exercise_programme", &|own| own.correlation = Some(0.4)),
        &|plan| set(plan, "specific_health_guidance", &|own| own.effect_factor = Some(0.5)),
        &|plan| set(plan, "cancer_screening_colorectal", &|own| own.coverage = Some(path(0.7))),
        &|plan| plan.levers.truncate(3),
        &|plan| plan.levers.clear(),
        &|plan| plan.levers = of("trials-planned").levers,
        &|plan| plan.levers = of("goal-2040-maximum").levers,
    ];
    for (number, change) in moves.iter().enumerate() {
        change(&mut plan);
        let worlds =
            [reference.clone(), World { id: "moved".into(), plan: plan.clone(), ..reference.clone() }];
        let told = session.compare(&worlds, &settings, &Unwatched).unwrap();
        let fresh = compare(&baseline, &worlds, &settings, &Unwatched).unwrap();
        assert_eq!(told, fresh, "move {number}");
    }
}

/// The first answer after a move: what was known, plus what the move adds on the same persons. On as many persons as
/// what was known came from it is the answer of a run of its own.
#[test]
fn a_step_from_what_is_known_is_the_run_it_stands_for() {
    let baseline = Arc::new(Baseline::japan().unwrap());
    let known = Library::embedded().resolved(&baseline);
    let world = |id: &str| world(&known, id);
    let settings = settings(4000, 5, Year(2040), Detail::Ages);
    let session = Session::new(Arc::clone(&baseline));
    let run =
        |from: &str, to: &str| session.compare(&[world(from), world(to)], &settings, &Unwatched).unwrap();
    let before = run("reference", "work-first");
    let own = run("reference", "goal-2040");
    let move_ = run("work-first", "goal-2040");
    let known = (&before.scenarios[1], &before.differences.as_ref().unwrap()[0]);
    let found = stepped(known, before.manifest.persons, &move_).unwrap();
    let (scenario, difference) = (&own.scenarios[1], &own.differences.as_ref().unwrap()[0]);
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(1.0);
    for (found, own) in found.scenario.series.iter().zip(&scenario.series) {
        assert!(
            found.expectancies.all().iter().zip(own.expectancies.all()).all(|(a, b)| near(a.value, b.value))
        );
        assert!(near(found.population, own.population) && near(found.deaths, own.deaths));
        let ages = found.population_by_age.iter().flatten().zip(own.population_by_age.iter().flatten());
        assert!(ages.clone().count() > 50 && ages.clone().all(|(a, b)| near(*a, *b)));
        for (level, persons) in found.care_need.as_ref().unwrap() {
            assert!(near(*persons, own.care_need.as_ref().unwrap()[level]));
        }
    }
    for (found, own) in found.difference.series.iter().zip(&difference.series) {
        let pairs = found.expectancies.all().into_iter().zip(own.expectancies.all());
        for (found, own) in pairs {
            assert!(near(found.value, own.value));
            // The bound on the covariance never tells less than the error of the sum.
            assert!(found.too_few_differ.is_some() || found.se >= 0.999 * own.se, "{found:?} {own:?}");
        }
    }
    for (sex, status) in &found.scenario.goal {
        let own = &scenario.goal[sex];
        assert!(near(status.gain_2040, own.gain_2040) && near(status.interim.gain, own.interim.gain));
        assert_eq!(status.reached, own.reached);
    }
    assert_eq!((found.scenario.id.as_str(), found.difference.to.as_str()), ("goal-2040", "goal-2040"));
    // Another scenario before the move is not what is known.
    assert_eq!(stepped((scenario, difference), 4000, &move_), None);
}
