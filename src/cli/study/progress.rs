//! Progress of a study on standard error: a bar, or one JSON object a line.

use super::ProgressForm;
use crate::cli::Context;
use crate::cli::stop::SignalWatch;
use crate::i18n::message;
use crate::study::Manifest;
use crate::study::work::Step;
use serde::Serialize;
use std::io::Write as _;

/// Shows each finished unit.
#[derive(Debug)]
pub struct Progress {
    form: ProgressForm,
    ids: Vec<String>,
}

/// A line of progress for machines.
#[derive(Serialize)]
struct Line<'a> {
    done: u64,
    total: u64,
    seconds: f64,
    seconds_left: f64,
    scenario: &'a str,
    draw: u32,
    seed: u64,
}

impl Progress {
    /// Shows the units of a study.
    pub fn new(form: ProgressForm, manifest: &Manifest) -> Self {
        Self { form, ids: manifest.scenarios.iter().map(|scenario| scenario.id.clone()).collect() }
    }

    /// Shows one.
    pub fn show(&mut self, step: Step, watch: &SignalWatch, context: &Context) {
        let Step { unit, done, total, seconds, left } = step;
        match self.form {
            ProgressForm::Bar => watch.say(message!(
                context.messages,
                "batch-progress",
                done = done.to_string(),
                total = total.to_string(),
                left = duration(left, context)
            )),
            ProgressForm::Json => {
                let scenario = self.ids.get(unit.scenario).map_or("", String::as_str);
                let rounded = |seconds: f64| (seconds * 10.0).round() / 10.0;
                let line = Line {
                    done,
                    total,
                    seconds: rounded(seconds),
                    seconds_left: rounded(left),
                    scenario,
                    draw: unit.draw,
                    seed: unit.seed,
                };
                if let Ok(line) = serde_json::to_string(&line) {
                    // A closed standard error must not stop the work.
                    let _ = writeln!(std::io::stderr(), "{line}");
                }
            }
        }
    }
}

/// A duration as a reader says it.
pub fn duration(seconds: f64, context: &Context) -> String {
    let whole = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    let messages = context.messages;
    if hours > 0 {
        message!(messages, "duration-hours", hours = hours.to_string(), minutes = minutes.to_string())
    } else if minutes > 0 {
        message!(messages, "duration-minutes", minutes = minutes.to_string(), seconds = seconds.to_string())
    } else {
        message!(messages, "duration-seconds", seconds = seconds.to_string())
    }
}

/// A size as a reader says it.
pub fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    let (value, unit) = match bytes {
        b if b >= 1e9 => (b / 1e9, "GB"),
        b if b >= 1e6 => (b / 1e6, "MB"),
        b => (b / 1e3, "kB"),
    };
    format!("{} {unit}", crate::i18n::numbers::fixed(value, usize::from(value < 10.0)))
}
