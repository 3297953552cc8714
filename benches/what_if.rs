//! Time from a move of a lever to its first answer, without the screen: the session knows the reference and
//! the lives of its persons, and has never seen the moved scenario.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::plan::{CoveragePath, LeverSetting, Plan};
use kenju::run::session::Session;
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World};
use kenju::scenario::library::Library;
use kenju::ui::request::COARSE;
use std::hint::black_box;
use std::sync::Arc;

/// Levers that reach everybody, many and few, and a package of about twenty.
const MOVES: [(&str, &str); 4] = [
    ("salt-ambitious", "salt_food_environment"),
    ("tobacco-ambitious", "tobacco_control"),
    ("salons-ambitious", "kayoi_no_ba"),
    ("goal-2040", "kayoi_no_ba"),
];

fn what_if(criterion: &mut Criterion) {
    let baseline = Arc::new(Baseline::japan().expect("embedded"));
    let known = Library::embedded().resolved(&baseline);
    let plan = |id: &str| &known.iter().find(|one| one.id == id).expect("embedded").plan;
    let world = |id: &str, plan: Plan| {
        let title = known[0].title.clone();
        World { id: id.to_owned(), title, plan, own_assumptions: Vec::new() }
    };
    let settings = RunSettings {
        persons: Persons::Count(COARSE),
        seed: 1,
        until: Year(2040),
        detail: Detail::None,
        raw: false,
    };
    let session = Session::new(Arc::clone(&baseline));
    let reference = world("reference", plan("reference").clone());
    let mut group = criterion.benchmark_group("what_if");
    group.sample_size(20);
    let mut moved = 0;
    for (id, lever) in MOVES {
        let scenario = plan(id);
        assert!(baseline.levers.levers.iter().any(|known| known.id == lever), "{lever}");
        group.bench_function(BenchmarkId::from_parameter(id), |bencher| {
            bencher.iter(|| {
                // Another coverage each time, so that no answer is known.
                moved += 1;
                let share = 0.3 + f64::from(moved) * 1e-6;
                let path = CoveragePath { from: Year(2026), shares: vec![share] };
                let mut plan = scenario.clone();
                plan.levers.retain(|setting| setting.lever != lever);
                plan.levers.push(LeverSetting {
                    lever: lever.to_owned(),
                    coverage: Some(path),
                    effects: Vec::new(),
                    effect_factor: None,
                    adherence: None,
                    correlation: None,
                });
                let worlds = [reference.clone(), world(id, plan)];
                black_box(session.compare(&worlds, &settings, &Unwatched).expect("levers of the pack"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, what_if);
criterion_main!(benches);
