//! Answers to requests, as the worker would give them.

use super::{output, worth};
use kenju::run::RunSettings;
use kenju::ui::action::Action;
use kenju::ui::state::State;
use kenju::ui::task::{Part, Request};
use kenju::ui::update::update;
use std::sync::Arc;

/// Answers the first jobs of a request, as the worker would.
pub fn answer_some(state: &mut State, request: &Request, count: usize) {
    let last = request.jobs.len() - 1;
    for number in 0..request.jobs.len().min(count) {
        answer_job(state, request, number, number == last);
    }
}

/// Answers one job of a request.
pub fn answer_job(state: &mut State, request: &Request, number: usize, last: bool) {
    let job = &request.jobs[number];
    let settings = RunSettings { persons: job.persons, ..request.settings.clone() };
    let (generation, part) = (request.generation, job.part);
    if part == Part::Trials {
        let found = Arc::new(worth::trials(&state.baseline, &settings));
        update(state, Action::Trialled { generation, last, result: Ok(found) });
        return;
    }
    let mut output = output(&state.baseline, &job.worlds, &settings);
    if matches!(part, Part::Draws { .. } | Part::ComparisonDraws { .. }) {
        worth::draw(&mut output, request.draws);
    }
    update(state, Action::Answered { generation, part, last, result: Ok(output) });
}

/// Answers a whole request.
pub fn answer(state: &mut State, request: &Request) {
    answer_some(state, request, usize::MAX);
}
