//! Times draws: `cargo run --release --example time_draws -- PERSONS DRAWS SCENARIO...`.

use kenju::baseline::Baseline;
use kenju::run::draws::many::solve_draws;
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World};
use kenju::scenario::Library;
use std::ops::ControlFlow;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number =
        |fallback: u64| -> u64 { arguments.next().and_then(|text| text.parse().ok()).unwrap_or(fallback) };
    let (persons, draws) = (number(100_000), number(4) as u32);
    let baseline = Baseline::japan()?;
    let mut worlds = Vec::new();
    for id in arguments {
        let scenario = Library::embedded().load(&id, &baseline).map_err(|error| format!("{error:?}"))?;
        worlds.push(World {
            id: scenario.id,
            title: scenario.title,
            plan: scenario.plan,
            own_assumptions: scenario.own_assumptions,
        });
    }
    let settings = RunSettings {
        persons: Persons::Count(persons),
        seed: 1,
        until: kenju::num::units::Year(2040),
        detail: Detail::None,
        raw: false,
    };
    let start = Instant::now();
    solve_draws(&baseline, &worlds, 1..draws + 1, &settings, &Unwatched, &mut |draw, solved| {
        let gains = solved.iter().map(|world| world.gains.first().map_or(0.0, |gain| gain.gain));
        let gains: Vec<String> = gains.map(|gain| format!("{gain:.4}")).collect();
        println!("draw {draw}: {} after {:.2} s", gains.join(" "), start.elapsed().as_secs_f64());
        ControlFlow::Continue(())
    })?;
    Ok(())
}
