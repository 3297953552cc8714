//! Which runs a choice needs, the coarse ones first.
//!
//! Every reading of the trend is run, that on screen first. Where policies act, a first answer for it with
//! few persons stands on screen while the same persons and more are lived through: the session keeps the
//! lives of those few in the reference (`run::track`), so it takes a fraction of a second.

use super::action::Trend;
use super::answer::Comparison;
use super::draft::Draft;
use super::history::Choice;
use super::panes::Pane;
use super::place::Place;
use super::screen::population::People;
use super::state::{Computation, State};
use super::task::{Job, Part, Request};
use crate::analysis::explain;
use crate::baseline::{Baseline, Text};
use crate::outcome::series::ScenarioResult;
use crate::plan::Plan;
use crate::run::{Detail, Persons, World};

/// Persons of the trials: as many as `kenju trials` takes.
pub const TRIAL_PERSONS: u64 = 50_000;

/// Persons of each parameter draw.
pub const DRAWN_PERSONS: u64 = 5_000;

/// Persons of the first answer.
pub const COARSE: u64 = 4_000;

/// The request for a state; its number is given where it is asked.
pub(super) fn of(state: &State) -> Request {
    let choice = state.choice();
    let mut trends = state.trends();
    trends.sort_by_key(|trend| *trend != state.trend);
    let asked = state.settings.persons;
    let lived = !choice.draft.is_empty() || !state.world.plan.hazard_changes.is_empty();
    let coarse = match asked {
        Persons::Count(count) if count <= COARSE => None,
        _ => lived.then_some(Persons::Count(COARSE)),
    };
    // Conditions and costs need more to be counted; they are asked for where they are shown, under the reading
    // shown.
    let details = needs_details(state);
    let known = |trend: Trend| {
        state.current().is_some_and(|answer| {
            let counted = !details || trend != state.trend || answer.has_details(trend);
            answer.is_refined(trend) && counted
        })
    };
    let mut jobs = Vec::new();
    let reading = |jobs: &mut Vec<Job>, trend: Trend, persons: Persons, refined: bool| {
        if !known(trend) {
            jobs.push(Job { part: Part::Reading { trend, refined }, persons, worlds: worlds(state, trend) });
        }
    };
    let settled = state.settled(state.trend).filter(|_| !details && !known(state.trend));
    match (coarse, settled) {
        // What a move adds to a refined answer is known well from few persons.
        (Some(persons), Some(settled)) => {
            let before = world(state, state.trend, &settled.choice.draft, None);
            let worlds = vec![before, world(state, state.trend, &state.draft, None)];
            jobs.push(Job { part: Part::Step { trend: state.trend }, persons, worlds });
        }
        // What is known of all persons is not taken off the screen for the details of a few.
        (Some(_), None) if state.current().is_some_and(|answer| answer.is_refined(state.trend)) => {}
        (Some(few), None) => reading(&mut jobs, state.trend, few, false),
        (None, _) => {}
    }
    for trend in &trends {
        reading(&mut jobs, *trend, asked, true);
    }
    if lived
        && !knows_change(state)
        && let Some(before) = changed_lever(state)
    {
        let pair = [&before.draft, &choice.draft].map(|draft| world(state, state.trend, draft, None));
        let change = Job { part: Part::Change { trend: state.trend }, persons: asked, worlds: pair.to_vec() };
        // What the last change did is told as soon as it is known roughly, then exactly.
        let told = settled.is_some_and(|settled| settled.choice.draft == before.draft);
        if let Some(few) = coarse.filter(|_| !told) {
            jobs.insert(1.min(jobs.len()), Job { persons: few, ..change.clone() });
        }
        // A lesson has few persons, so no rough answer, and asks what the change did before anything else.
        let first = if state.unlocked.is_some() { 1.min(jobs.len()) } else { jobs.len() };
        jobs.insert(first, change);
    }
    if lacks_comparison(state) {
        let worlds = compared(state);
        if worlds.len() > 1 {
            jobs.push(Job { part: Part::Comparison { trend: state.trend }, persons: asked, worlds });
        }
    }
    if lacks_comparison_draws(state) {
        let part = Part::ComparisonDraws { trend: state.trend };
        let persons = fewer(asked, DRAWN_PERSONS);
        jobs.push(Job { part, persons, worlds: compared(state) });
    }
    if lacks_explanation(state) {
        let pair = vec![reference(state, state.trend), world(state, state.trend, &state.draft, None)];
        // As many as `kenju explain` takes: many levers are many runs.
        let persons = explain::persons(&state.baseline, &pair[0].plan, &pair[1].plan, &state.settings);
        jobs.push(Job { part: Part::Explanation { trend: state.trend }, persons, worlds: pair });
    }
    if lacks_trials(state) {
        let persons = fewer(asked, TRIAL_PERSONS);
        jobs.push(Job { part: Part::Trials, persons, worlds: Vec::new() });
    }
    if lacks_draws(state) {
        let persons = fewer(asked, DRAWN_PERSONS);
        let part = Part::Draws { trend: state.trend };
        jobs.push(Job { part, persons, worlds: worlds(state, state.trend) });
    }
    if jobs.is_empty() {
        // Everything is known: the run on screen again, so that the request has an answer.
        let part = Part::Reading { trend: state.trend, refined: true };
        jobs.push(Job { part, persons: asked, worlds: worlds(state, state.trend) });
    }
    let mut settings = state.settings.clone();
    if details {
        settings.detail = Detail::All;
    }
    Request { generation: state.generation, choice, jobs, settings, draws: state.draws, paper: None }
}

/// Whether the screen shows something that is neither known nor being computed.
#[must_use]
pub fn is_missing(state: &State) -> bool {
    let known = state.current();
    let counted = known.is_some_and(|answer| answer.has_details(state.trend));
    let trend = state.trend;
    let lacks = |lacking: bool, part: Part| lacking && !waits(state, part);
    (needs_details(state) && !counted)
        || lacks(lacks_comparison(state), Part::Comparison { trend })
        || lacks(lacks_comparison_draws(state), Part::ComparisonDraws { trend })
        || lacks(lacks_explanation(state), Part::Explanation { trend })
        || lacks(lacks_trials(state), Part::Trials)
        || lacks(lacks_draws(state), Part::Draws { trend })
}

/// Whether a job is being computed or waits for it: asking for it again would begin it anew.
fn waits(state: &State, part: Part) -> bool {
    let running = matches!(state.computation, Computation::Running(_));
    running && state.waiting.0.iter().any(|(known, _)| *known == part)
}

/// Whether what is shown needs persons to be lived through in more detail.
fn needs_details(state: &State) -> bool {
    match state.place {
        Place::Conditions => true,
        Place::Population => matches!(state.people, People::With(_)),
        Place::WhatIf => Pane::ALL.into_iter().any(|pane| state.panes.of(pane).needs_details()),
        _ => false,
    }
}

/// Whether policies act beside the reference.
fn lives(state: &State) -> bool {
    !state.draft.is_empty() || !state.world.plan.hazard_changes.is_empty()
}

/// The comparison that is known of the very worlds that are compared now.
fn comparison(state: &State) -> Option<&Comparison> {
    let known = state.current()?.comparison.as_ref().filter(|known| known.trend == state.trend)?;
    let same = |(result, world): (&ScenarioResult, World)| {
        result.id == world.id && result.digest == world.plan.digest()
    };
    let worlds = compared(state);
    (known.scenarios.len() == worlds.len() && known.scenarios.iter().zip(worlds).all(same)).then_some(known)
}

/// Whether there is anything to compare.
fn compares(state: &State) -> bool {
    state.place == Place::Compare && (!state.kept.is_empty() || !state.draft.is_empty())
}

/// Whether the comparison on screen is not that of the scenarios kept now.
#[must_use]
pub fn lacks_comparison(state: &State) -> bool {
    compares(state) && comparison(state).is_none()
}

/// Chances of the scenarios kept, like those of the one on screen.
fn lacks_comparison_draws(state: &State) -> bool {
    let drawn = comparison(state).and_then(|known| known.drawn.as_ref()).map_or(0, |drawn| drawn.draws);
    compares(state) && drawn < state.draws
}

fn lacks_explanation(state: &State) -> bool {
    let known = state.current().and_then(|answer| answer.explanation.as_ref());
    let shown = matches!(state.place, Place::Why | Place::Goal);
    shown && lives(state) && known.is_none_or(|known| known.0 != state.trend)
}

fn lacks_trials(state: &State) -> bool {
    state.place == Place::Trials && state.trials.is_none() && !state.baseline.pipelines.trials.is_empty()
}

/// Bands and chances: made once all else is there, for as long as nothing is changed.
fn lacks_draws(state: &State) -> bool {
    let shown = matches!(state.place, Place::WhatIf | Place::Goal);
    let drawn = state.current().and_then(|answer| answer.drawn(state.trend)).map_or(0, |drawn| drawn.draws);
    shown && drawn < state.draws
}

fn fewer(asked: Persons, most: u64) -> Persons {
    match asked {
        Persons::Count(count) => Persons::Count(count.min(most)),
        Persons::All => Persons::Count(most),
    }
}

/// Whether what the last change did is known of all persons: another screen does not ask for it again.
fn knows_change(state: &State) -> bool {
    let known = state.current().and_then(|answer| answer.change.as_ref());
    known.is_some_and(|change| {
        change.trend == state.trend && Persons::Count(change.persons) == state.settings.persons
    })
}

/// The choice before the last change, if that changed a lever and nothing else.
fn changed_lever(state: &State) -> Option<&Choice> {
    let before = state.history.before()?;
    (before.draft != state.draft && before.assumptions == state.assumptions).then_some(before)
}

/// The reference, and the scenario if it differs.
fn worlds(state: &State, trend: Trend) -> Vec<World> {
    let mut worlds = vec![reference(state, trend)];
    if !state.draft.is_empty() || !state.world.plan.hazard_changes.is_empty() {
        worlds.push(world(state, trend, &state.draft, None));
    }
    worlds
}

/// The reference, the scenarios kept and the present one.
fn compared(state: &State) -> Vec<World> {
    let mut worlds = vec![reference(state, state.trend)];
    for kept in &state.kept {
        worlds.push(world(state, state.trend, &kept.draft, Some(kept.letter)));
    }
    if !state.draft.is_empty() && state.kept.iter().all(|kept| kept.draft != state.draft) {
        worlds.push(world(state, state.trend, &state.draft, None));
    }
    worlds
}

fn reference(state: &State, trend: Trend) -> World {
    let own = world(state, trend, &Draft::default(), None);
    let title = Text { ja: "基準シナリオ".to_owned(), en: "Reference".to_owned() };
    let plan = own.plan.trends_only();
    World { id: "reference".to_owned(), title, plan, own_assumptions: Vec::new() }
}

fn world(state: &State, trend: Trend, draft: &Draft, letter: Option<char>) -> World {
    let plan = Plan {
        mortality: state.assumptions.mortality,
        care_need: state.assumptions.care_need,
        limitation_pace: pace(&state.baseline, &state.world.plan, trend),
        levers: draft.settings(&state.baseline, &state.world.plan.levers),
        ..state.world.plan.clone()
    };
    let mut world = World { plan, ..state.world.clone() };
    if let Some(letter) = letter {
        world.id = letter.to_string();
        world.title = Text { ja: letter.to_string(), en: letter.to_string() };
    }
    world
}

/// The plan of the scenario on screen.
#[must_use]
pub fn plan(state: &State) -> Plan {
    plan_under(state, state.trend)
}

/// The same under a reading.
#[must_use]
pub fn plan_under(state: &State, trend: Trend) -> Plan {
    world(state, trend, &state.draft, None).plan
}

/// Change of the limitation logit a year under a reading, by sex.
fn pace(baseline: &Baseline, opened: &Plan, trend: Trend) -> [f64; 2] {
    let Some(limitation) = &baseline.limitation else { return opened.limitation_pace };
    match trend {
        Trend::None => [0.0; 2],
        Trend::Half => limitation.observed_pace.map(|pace| 0.5 * pace),
        Trend::Full => limitation.observed_pace,
        Trend::Own => opened.limitation_pace,
    }
}

/// The reading the opened scenario asks for.
pub(super) fn opened_trend(baseline: &Baseline, opened: &Plan) -> Trend {
    let standard = [Trend::None, Trend::Half, Trend::Full];
    let matching = |trend: &Trend| pace(baseline, opened, *trend) == opened.limitation_pace;
    standard.into_iter().find(matching).unwrap_or(Trend::Own)
}
