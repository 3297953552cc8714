//! A session answers from what earlier questions have left; the answer must not tell.

use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::run::session::Session;
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World, compare};
use kenju::scenario::library::Library;
use std::sync::Arc;

/// Levers that begin with the policies or in a past year, that few or all are in, that make persons stop
/// smoking, that ask for a state, for work or for a rank, that act through others; and changes of hazards and of
/// trends. Asked one after the other, forth and back.
#[test]
fn an_answer_from_kept_lives_is_that_of_a_fresh_run_to_the_byte() {
    let baseline = Arc::new(Baseline::japan().unwrap());
    let known = Library::embedded().resolved(&baseline);
    let world = |id: &str| {
        let found = known.iter().find(|scenario| scenario.id == id).unwrap();
        let (title, plan) = (found.title.clone(), found.plan.clone());
        World { id: id.into(), title, plan, own_assumptions: Vec::new() }
    };
    let settings = RunSettings {
        persons: Persons::Count(3000),
        seed: 7,
        until: Year(2040),
        detail: Detail::None,
        raw: false,
    };
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
