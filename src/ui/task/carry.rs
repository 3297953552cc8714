//! What one job of a request computes, and the answer it becomes.

use super::{Engine, Failure, Job, Part, Request, panic_text};
use crate::analysis::explain::{Effort, explain};
use crate::analysis::trials::{self, Trials};
use crate::baseline::Baseline;
use crate::policy::pipeline::ANEW;
use crate::run::draws::DrawnWorld;
use crate::run::draws::dressed::{self, DrawSettings, FEWEST_DRAWS};
use crate::run::draws::ensemble::Ensemble;
use crate::run::draws::many::solve_draws;
use crate::run::progress::Part as Span;
use crate::run::{Detail, RunError, RunOutput, RunSettings, Watch, World, compare, run};
use crate::ui::action::Action;
use crate::ui::paper;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The answer to one job, and whether the jobs after it are left off: those of a job the user has given up go on.
/// `partly` is told what is known before the end.
pub(super) fn answer(
    request: &Request,
    job: &Job,
    (baseline, engine): (&Baseline, &Engine),
    watch: &dyn Watch,
    last: bool,
    partly: &dyn Fn(Action),
) -> (Action, bool) {
    let generation = request.generation;
    let settings = RunSettings { persons: job.persons, ..request.settings.clone() };
    let answered = |part, last, result| Action::Answered { generation, part, last, result };
    match (job.part, job.worlds.as_slice()) {
        (Part::Explanation { trend }, [from, to]) => {
            let result =
                caught(|| explain(baseline, from, to, &settings, Effort::default(), watch).map(Box::new));
            let ends = ends(&result);
            (Action::Explained { generation, trend, last, result }, ends)
        }
        (Part::Trials, _) => {
            let result = caught(|| worth(baseline, settings, watch).map(Arc::new));
            let ends = ends(&result);
            (Action::Trialled { generation, last, result }, ends)
        }
        (Part::Report, _) => {
            let written = |paper| caught(|| paper::written(baseline, paper, &settings, request.draws, watch));
            let result = request.paper.as_ref().map_or(Err(Failure::Cancelled), written);
            let result = result.and_then(|told| told.map_err(Failure::Unreadable));
            let ends = ends(&result);
            (Action::Reported { generation, last, result }, ends)
        }
        (part @ (Part::Draws { .. } | Part::ComparisonDraws { .. }), worlds) => {
            let mut some = |output| partly(answered(part, false, Ok(output)));
            let result = caught(|| drawn(baseline, worlds, &settings, request.draws, watch, &mut some));
            let ends = ends(&result);
            (answered(part, last || ends, result), ends)
        }
        (part, worlds) => {
            let result = caught(|| engine(baseline, worlds, &settings, watch));
            let ends = ends(&result);
            (answered(part, last || ends, result), ends)
        }
    }
}

/// Whether the work failed; what was given up did not.
const fn ends<T>(result: &Result<T, Failure>) -> bool {
    matches!(result, Err(failure) if !matches!(failure, Failure::Cancelled))
}

/// What the trials are worth, started anew, as `kenju trials` tells with the same persons and seed.
///
/// # Errors
/// As [`crate::run::run`].
pub fn worth(baseline: &Baseline, settings: RunSettings, watch: &dyn Watch) -> Result<Trials, RunError> {
    let request = trials::Request { settings, start: ANEW, enabled: Vec::new(), only: None };
    trials::trials(baseline, &request, watch)
}

/// Worlds with the intervals and chances that parameter draws give them, as [`dressed::run`] gives them; `partly` is
/// told what each further [`FEWEST_DRAWS`] draws have given.
///
/// # Errors
/// As [`crate::run::run`].
pub fn drawn(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    draws: u32,
    watch: &dyn Watch,
    partly: &mut dyn FnMut(RunOutput),
) -> Result<RunOutput, RunError> {
    // Costs and conditions get no band: their details would only cost time.
    let settings = RunSettings { detail: Detail::None, ..settings.clone() };
    let paired = worlds.len() > 1;
    if draws <= FEWEST_DRAWS {
        let wanted = DrawSettings { draws, tolerance: None };
        return dressed::run(baseline, worlds, &settings, wanted, paired, watch);
    }
    // A central run takes about as long as two draws.
    let first = 2.0 / (2.0 + f64::from(draws));
    let central = if paired { compare } else { run };
    let central = central(baseline, worlds, &settings, &Span { watch, from: 0.0, to: first })?;
    let mut ensemble = Ensemble::default();
    let dressed = |ensemble: &Ensemble| {
        let mut output = central.clone();
        dressed::put_draws(baseline, worlds, &mut output, ensemble, None);
        output
    };
    let mut keep = |_: u32, solved: Vec<DrawnWorld>| {
        ensemble.push(&solved);
        let known = ensemble.draws();
        if known.is_multiple_of(FEWEST_DRAWS) && known < draws {
            partly(dressed(&ensemble));
        }
        ControlFlow::Continue(())
    };
    let span = Span { watch, from: first, to: 1.0 };
    solve_draws(baseline, worlds, 1..draws + 1, &settings, &span, &mut keep)?;
    Ok(dressed(&ensemble))
}

/// A computation whose panic is an answer like any other.
fn caught<T>(compute: impl FnOnce() -> Result<T, RunError>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(compute)) {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(RunError::Cancelled)) => Err(Failure::Cancelled),
        Ok(Err(refused)) => Err(Failure::Refused(refused)),
        Err(panic) => Err(Failure::Crashed(panic_text(&*panic))),
    }
}
