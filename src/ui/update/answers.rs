//! What the worker answers: put where the screens find it, unless it is older than what is waited for.

use crate::analysis::explain::Explanation;
use crate::analysis::trials::Trials;
use crate::run::RunOutput;
use crate::ui::action::Trend;
use crate::ui::answer::{Answer, Change, Comparison};
use crate::ui::draft;
use crate::ui::request;
use crate::ui::runs::{self, Run};
use crate::ui::state::{Computation, Held, State};
use crate::ui::task::{Document, Failure, Part, Task};
use std::sync::Arc;
use std::time::Duration;

/// A share of the newest request is done.
pub(super) fn progress(state: &mut State, generation: u64, share: f64, left: Option<Duration>) {
    if generation == state.generation && matches!(state.computation, Computation::Running(_)) {
        state.computation = Computation::Running(share.clamp(0.0, 1.0));
        state.left = left;
    }
}

/// What the trials are worth, or why that is not known.
pub(super) fn trialled(state: &mut State, generation: u64, last: bool, result: Result<Arc<Trials>, Failure>) {
    if generation != state.generation {
        return;
    }
    done(state, Part::Trials);
    match result {
        Ok(found) => {
            if let Some(manifest) = found.manifest.clone() {
                log(state, Part::Trials, manifest, true);
            }
            state.trials = Some(found);
            if last {
                state.computation = Computation::Done;
            }
        }
        Err(failure) => failed(state, last, failure),
    }
}

/// An answer: taken up at once, or kept until the screen is let go.
pub(super) fn come(state: &mut State, answer: Held) {
    let newest = answer.generation == state.generation;
    let partial = answer.result.as_ref().is_ok_and(|output| is_partial(state, answer.part, output));
    if newest && !partial {
        done(state, answer.part);
    }
    match &mut state.held {
        Some(held) if newest => held.push(answer),
        _ => answered(state, answer.generation, answer.part, answer.last, answer.result),
    }
}

/// Whether more draws of the same job are to come.
fn is_partial(state: &State, part: Part, output: &RunOutput) -> bool {
    let drawn = matches!(part, Part::Draws { .. } | Part::ComparisonDraws { .. });
    drawn && output.manifest.draws < state.draws
}

/// A job of the newest request waits no more.
fn done(state: &mut State, part: Part) {
    let waiting = &mut state.waiting.0;
    if let Some(at) = waiting.iter().position(|(known, _)| *known == part) {
        waiting.remove(at);
    }
}

/// A job without an answer. One the user has given up leaves what is known.
fn failed(state: &mut State, last: bool, failure: Failure) {
    if failure != Failure::Cancelled {
        state.waiting.0.clear();
        state.computation = Computation::Failed(failure);
    } else if last {
        let known = state.current().is_some();
        state.computation = if known { Computation::Done } else { Computation::Failed(failure) };
    }
}

/// A report is written, or cannot be.
pub(super) fn reported(
    state: &mut State,
    (generation, last): (u64, bool),
    result: Result<Document, Failure>,
) -> Option<Task> {
    if generation != state.generation {
        return None;
    }
    done(state, Part::Report);
    match result {
        Ok(document) => {
            if last {
                state.computation = Computation::Done;
            }
            Some(Task::Write(document))
        }
        Err(failure) => {
            failed(state, last, failure);
            None
        }
    }
}

/// Why the scenario differs, or why that is not known.
pub(super) fn explained(
    state: &mut State,
    (generation, last): (u64, bool),
    trend: Trend,
    result: Result<Box<Explanation>, Failure>,
) {
    if generation != state.generation {
        return;
    }
    done(state, Part::Explanation { trend });
    let current = state.is_current();
    match (result, &mut state.answer) {
        (Ok(explanation), Some(answer)) if current => {
            let manifest = explanation.manifest.clone();
            answer.explanation = Some((trend, *explanation));
            if last {
                state.computation = Computation::Done;
            }
            log(state, Part::Explanation { trend }, manifest, true);
        }
        (Ok(_), _) => state.computation = Computation::Done,
        (Err(failure), _) => failed(state, last, failure),
    }
}

/// The results of a job. Answers to replaced requests are stale, however good they are.
fn answered(state: &mut State, generation: u64, part: Part, last: bool, result: Result<RunOutput, Failure>) {
    if generation != state.generation {
        return;
    }
    match result {
        Ok(output) => {
            let simulated = output.scenarios.len() > 1;
            // Draws on their way are told once they are all there.
            if is_partial(state, part, &output) {
                put(state, part, output);
                return;
            }
            log(state, part, output.manifest.clone(), simulated);
            put(state, part, output);
            if last {
                state.computation = Computation::Done;
            }
        }
        Err(failure) => failed(state, last, failure),
    }
}

/// Puts the results of one job where the screens find them.
fn put(state: &mut State, part: Part, output: RunOutput) {
    let choice = state.choice();
    // The same answer as when the step was asked for: choice and answer are what they were, or this would be stale.
    let stepped = match part {
        Part::Step { trend } => {
            let known = state.settled(trend).and_then(|known| Some((known.step(trend, &output)?, known)));
            let Some((reading, known)) = known else { return };
            // Often the move is the whole of the last change.
            let last = state.history.before().is_some_and(|before| before.draft == known.choice.draft);
            Some((reading, last))
        }
        _ => None,
    };
    let mut answer = match state.answer.take() {
        Some(answer) if answer.choice.runs_as(&choice) => answer,
        Some(before) => {
            if before.is_settled(state.trend) {
                state.last_settled = Some(Box::new(before.clone()));
            }
            // What was on screen before the change can be shown again.
            state.before = Some(Box::new(before));
            Answer::new(choice, output.manifest.clone())
        }
        None => Answer::new(choice, output.manifest.clone()),
    };
    let persons = output.manifest.persons;
    let change = |trend: Trend| move |difference| Change { trend, persons, difference };
    match part {
        Part::Reading { trend, refined } => answer.put(trend, refined, output),
        Part::Step { trend } => {
            if let Some((reading, last)) = stepped {
                answer.put_reading(reading);
                answer.change =
                    output.differences.into_iter().flatten().next().filter(|_| last).map(change(trend));
            }
        }
        Part::Change { trend } => {
            answer.change = output.differences.into_iter().flatten().last().map(change(trend));
        }
        // Answered by actions of their own.
        Part::Explanation { .. } | Part::Trials | Part::Report => {}
        Part::Draws { trend } => answer.put_draws(trend, output),
        Part::Comparison { trend } => {
            let differences = output.differences.unwrap_or_default();
            let drawn = None;
            answer.comparison =
                Some(Comparison { trend, persons, scenarios: output.scenarios, differences, drawn });
        }
        Part::ComparisonDraws { trend } => {
            if let Some(known) = answer.comparison.as_mut().filter(|known| known.trend == trend) {
                known.put_draws(output);
            }
        }
    }
    state.answer = Some(answer);
    super::move_to(state, state.year);
}

/// Remembers a computation in the log of the session.
fn log(state: &mut State, part: Part, manifest: crate::run::Manifest, simulated: bool) {
    let levers = &state.baseline.levers.levers;
    let arrival = |place: usize, reach| Some((place, draft::arrival(levers.get(place)?, Some(reach))));
    let set: Vec<(usize, f64)> =
        state.draft.levers().filter_map(|(place, reach)| arrival(place, reach)).collect();
    if state.runs.len() == runs::MOST {
        state.runs.remove(0);
    }
    let number = state.runs.last().map_or(1, |run| run.number + 1);
    let plan = request::plan_under(state, part.trend().unwrap_or(state.trend)).digest();
    let run = Run { number, part, policies: set.len(), set, plan, manifest, simulated, took: None };
    state.runs.push(run);
}
