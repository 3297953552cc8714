//! Cost of the engine per person-year on the illness-death fixture and on Japan.
//!
//! Criterion prints a rate in elements per second: an element is one person-year lived.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kenju::baseline::{Baseline, Text};
use kenju::num::units::Year;
use kenju::plan::{CareNeedAssumption, MortalityAssumption, Plan};
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World, run};
use std::hint::black_box;

fn world() -> World {
    let plan = Plan {
        mortality: MortalityAssumption::Anchored,
        limitation_pace: [0.0, 0.0],
        care_need: CareNeedAssumption::Unchanged,
        hazard_changes: Vec::new(),
        levers: Vec::new(),
    };
    World {
        id: "reference".into(),
        title: Text { ja: String::new(), en: String::new() },
        plan,
        own_assumptions: Vec::new(),
    }
}

fn person_years(baseline: &Baseline, settings: &RunSettings) -> u64 {
    let output = run(baseline, &[world()], settings, &Unwatched).expect("the embedded packs run");
    let last = output.scenarios[0].series.iter().map(|row| row.year).max();
    let lived: f64 = output.scenarios[0]
        .series
        .iter()
        .filter(|row| row.sex != kenju::outcome::series::Group::Both && Some(row.year) != last)
        .map(|row| row.population)
        .sum();
    let stock: f64 = baseline
        .sexes
        .iter()
        .map(|sex| baseline.population.row(*sex, baseline.years.first).iter().sum::<f64>())
        .sum();
    let Persons::Count(persons) = settings.persons else { return lived as u64 };
    (lived * persons as f64 / stock) as u64
}

fn engine(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("person_years");
    group.sample_size(10);
    let packs = [
        ("illness_death", Baseline::illness_death().expect("embedded")),
        ("japan", Baseline::japan().expect("embedded")),
    ];
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    for (name, baseline) in &packs {
        let settings = RunSettings {
            persons: Persons::Count(200_000),
            seed: 1,
            until: Year(2040),
            detail: Detail::None,
            raw: true,
        };
        group.throughput(Throughput::Elements(person_years(baseline, &settings)));
        group.bench_with_input(BenchmarkId::from_parameter(name), &settings, |bencher, settings| {
            bencher
                .iter(|| one_thread.install(|| black_box(run(baseline, &[world()], settings, &Unwatched))));
        });
    }
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
