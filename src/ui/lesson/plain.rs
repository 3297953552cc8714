//! The line mode of a lesson: the text twin of every step, answered by lines.
//!
//! For screen readers, logs and scripts. The same rule holds as on the screen: a step behind a prediction is
//! printed once the prediction is recorded. The record is written after every line.

mod words;

use super::page;
use super::run::{now, write_slip};
use super::state::{LessonOptions, LessonState};
use super::update;
use crate::i18n::{Messages, message};
use crate::lesson::play::answer_of;
use crate::lesson::record::{CONFIDENCES, Given, Record};
use crate::lesson::results::{Direction, batches, run};
use crate::lesson::schema::{Answer, Step, View};
use crate::lesson::slip::Slip;
use crate::run::session::Session as Runs;
use crate::run::{RunError, Watch};
use crate::text::escape_untrusted;
use crate::ui::action::{Action, Command};
use crate::ui::screen::{OverlayLine, headline, whatif};
use crate::ui::task::{self, Request};
use crate::ui::update::update as update_screens;
use std::io::{self, BufRead, Write};
use std::sync::Arc;
use words::{narrow, read_direction, read_word, reference};

/// Cells of a line.
const CELLS: usize = 79;

/// Longest line that is taken.
const LONGEST: usize = 2000;

/// Why the line mode ended early.
#[derive(Debug, thiserror::Error)]
pub enum PlainError {
    /// Input or output failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The model refused or was stopped.
    #[error(transparent)]
    Run(#[from] RunError),
}

struct Lines<'a> {
    state: LessonState,
    options: &'a LessonOptions,
    runs: Runs,
    watch: &'a dyn Watch,
    input: &'a mut dyn BufRead,
    /// Whether lines are written back: what comes from a file is not seen otherwise.
    echoes: bool,
    output: &'a mut dyn Write,
}

/// A line, whatever its bytes; `None` where there are no more. What is too long is cut, and does not become
/// the next answer.
fn read_line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if io::Read::take(&mut *input, LONGEST as u64).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() == LONGEST && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// The confidences that can be typed.
fn confidences() -> String {
    CONFIDENCES.map(|one| one.to_string()).join(", ")
}

/// What a line asks for.
enum Asked {
    /// The line itself.
    Text(String),
    /// The step before.
    Back,
    /// To leave, or there are no more lines.
    Quit,
}

/// Plays a lesson by lines; `echoes` writes every line back.
///
/// # Errors
/// [`PlainError`].
pub fn play(
    options: &LessonOptions,
    input: &mut dyn BufRead,
    echoes: bool,
    output: &mut dyn Write,
    watch: &dyn Watch,
) -> Result<(), PlainError> {
    let (mut state, _) = LessonState::new(options, (100, 60), now());
    let messages = Messages::of(options.language);
    state.by_lines = true;
    if state.offered.is_some() && !echoes {
        // At a keyboard it may be somebody else's work.
        writeln!(output, "{}", message!(messages, "lesson-offer-anew"))?;
        write!(output, "{} ", message!(messages, "lesson-plain-offer"))?;
        output.flush()?;
        if narrow(read_line(input)?.unwrap_or_default().trim()).eq_ignore_ascii_case("n") {
            state.offered = None;
            if let Some(file) = &options.record {
                Record::set_aside(file)?;
            }
        }
    }
    if state.offered.is_some() {
        state.take_up();
        let step = (state.player.record.step + 1).min(state.player.steps()).to_string();
        writeln!(output, "{}\n", message!(messages, "lesson-plain-resumed", step = step))?;
    }
    let runs = Runs::new(Arc::clone(&options.baseline));
    let mut lines = Lines { state, options, runs, watch, input, echoes, output };
    lines.run(messages)
}

impl Lines<'_> {
    fn run(&mut self, messages: &Messages) -> Result<(), PlainError> {
        loop {
            self.compute_if_needed()?;
            self.print(messages)?;
            let Some(step) = self.state.player.step().cloned() else {
                return self.end(messages);
            };
            let asked = match &step {
                Step::Predict { .. } if self.state.player.prediction().is_some_and(|one| !one.recorded) => {
                    self.predict(messages)?
                }
                Step::Quiz { id, .. } if self.state.player.answer().is_some_and(|one| !one.recorded) => {
                    self.quiz(id.as_str(), messages)?
                }
                Step::Reflect { .. } => self.reflect(messages)?,
                Step::Act { .. } => self.act(messages)?,
                _ => self.ask(&message!(messages, "lesson-plain-on"))?,
            };
            match asked {
                Asked::Quit => {
                    self.keep()?;
                    writeln!(self.output, "{}", message!(messages, "lesson-plain-left"))?;
                    writeln!(self.output, "{}", message!(messages, "lesson-plain-no-slip"))?;
                    return Ok(());
                }
                Asked::Back => {
                    let _ = self.state.player.back();
                }
                Asked::Text(_) => {
                    // A prediction that is not recorded keeps its step: the loop asks again.
                    let _ = self.state.player.forward(now());
                }
            }
            self.keep()?;
        }
    }

    fn keep(&mut self) -> Result<(), PlainError> {
        if let Some(file) = &self.options.record {
            self.state.player.record.write(file)?;
        }
        Ok(())
    }

    /// Runs the model where the step shows numbers.
    fn compute_if_needed(&mut self) -> Result<(), PlainError> {
        let needs = match self.state.player.step() {
            None | Some(Step::Reveal { .. } | Step::Look { at: View::Results(_), .. }) => true,
            Some(Step::Quiz { answer, .. }) => matches!(answer, Answer::Number { .. }),
            _ => false,
        };
        if !needs || self.state.player.is_computed() {
            return Ok(());
        }
        let lesson = Arc::clone(&self.state.player.lesson);
        for batch in batches(&lesson, self.state.player.record.identity.seed) {
            let found = run(&lesson, &batch, &self.options.baseline, &self.runs, self.watch)?;
            update::found(&mut self.state, Ok(found));
        }
        Ok(())
    }

    fn print(&mut self, messages: &Messages) -> Result<(), PlainError> {
        let player = &self.state.player;
        let head = match player.step() {
            Some(step) => message!(
                messages,
                "lesson-progress",
                step = (player.record.step + 1).to_string(),
                steps = player.steps().to_string(),
                kind = page::kind(step.kind(), messages),
                minutes = step.parts().0.to_string()
            ),
            None => message!(messages, "lesson-progress-end", steps = player.steps().to_string()),
        };
        writeln!(self.output, "--- {head}\n")?;
        let lines = page::lines(&self.state, messages, CELLS);
        self.write(&lines)?;
        if matches!(self.state.player.step(), Some(Step::Look { at: View::Reference, .. })) {
            self.answer_screens(None)?;
            let lines = reference(&self.state, messages);
            self.write(&lines)?;
        }
        Ok(())
    }

    fn write(&mut self, lines: &[OverlayLine]) -> Result<(), PlainError> {
        for (_, line) in lines {
            writeln!(self.output, "{}", line.trim_end())?;
        }
        writeln!(self.output)?;
        Ok(())
    }

    /// Asks for a line.
    fn ask(&mut self, prompt: &str) -> Result<Asked, PlainError> {
        write!(self.output, "{prompt} ")?;
        self.output.flush()?;
        let Some(line) = read_line(self.input)? else {
            writeln!(self.output)?;
            return Ok(Asked::Quit);
        };
        let line = line.trim().to_owned();
        if self.echoes {
            writeln!(self.output, "{}", escape_untrusted(&line))?;
        }
        Ok(match line.as_str() {
            "q" | ":q" => Asked::Quit,
            "p" | ":p" => Asked::Back,
            _ => Asked::Text(line),
        })
    }

    fn refuse(&mut self, text: &str) -> Result<(), PlainError> {
        writeln!(self.output, "{text}")?;
        Ok(())
    }

    fn predict(&mut self, messages: &Messages) -> Result<Asked, PlainError> {
        loop {
            let chosen = match self.ask(&message!(messages, "lesson-plain-direction"))? {
                Asked::Text(text) => read_direction(&text),
                other => return Ok(other),
            };
            let Some(chosen) = chosen else {
                self.refuse(&message!(messages, "lesson-plain-direction-allowed"))?;
                continue;
            };
            let noisy = self.state.player.step().and_then(|step| self.state.player.predicted(step.id()?));
            let noisy = noisy.is_some_and(|(_, asked, _)| self.state.player.lesson.is_simulated(asked));
            let size = if chosen == Direction::Same && !noisy {
                0.0
            } else {
                match self.ask(&message!(messages, "lesson-plain-size"))? {
                    // A size without a sign has that of its direction; one with another sign is no slip of the pen.
                    Asked::Text(text) => match (narrow(&text).replace(',', ".").parse::<f64>(), chosen) {
                        (Ok(size), Direction::Down) if size > 0.0 && !text.starts_with(['+', '＋']) => -size,
                        (Ok(size), _) => size,
                        (Err(_), _) => f64::NAN,
                    },
                    other => return Ok(other),
                }
            };
            let sure = match self.ask(&message!(messages, "lesson-plain-sure", allowed = confidences()))? {
                Asked::Text(text) => narrow(&text).trim_end_matches('%').parse::<u8>().unwrap_or(0),
                other => return Ok(other),
            };
            if self.state.player.predict(chosen, size, sure).is_ok() {
                writeln!(self.output, "{}\n", message!(messages, "lesson-told-recorded"))?;
                self.keep()?;
                return Ok(Asked::Text(String::new()));
            }
            self.refuse(&message!(messages, "lesson-plain-predict-allowed", allowed = confidences()))?;
        }
    }

    fn quiz(&mut self, id: &str, messages: &Messages) -> Result<Asked, PlainError> {
        let lesson = Arc::clone(&self.state.player.lesson);
        let Some(answer) = answer_of(&lesson, id) else { return Ok(Asked::Text(String::new())) };
        loop {
            let text = match self.ask(&message!(messages, "lesson-plain-answer"))? {
                Asked::Text(text) => narrow(&text),
                other => return Ok(other),
            };
            if text.is_empty() {
                return Ok(Asked::Text(text));
            }
            let given = match answer {
                Answer::One { .. } => text.parse().map_or(Given::One(0), Given::One),
                Answer::Number { .. } => Given::Number(text.replace(',', ".")),
                // Places on the screen: what stands there is put first, second and so on.
                Answer::Order { .. } => self.order(&text),
            };
            match self.state.player.give(given) {
                Ok(()) => {
                    self.keep()?;
                    let lines = page::lines(&self.state, messages, CELLS);
                    writeln!(self.output)?;
                    self.write(&lines)?;
                    return self.ask(&message!(messages, "lesson-plain-on"));
                }
                Err(_) => self.refuse(&message!(messages, "lesson-plain-answer-allowed"))?,
            }
        }
    }

    /// Places in the order shown, as the things that stand there.
    fn order(&self, text: &str) -> Given {
        let Some(Given::Order(shown, _)) = self.state.player.answer().map(|own| &own.given) else {
            return Given::Order(Vec::new(), 0);
        };
        let places = text.split([' ', ',', '>']).filter(|word| !word.is_empty());
        let thing = |word: &str| {
            let place: usize = word.parse().ok()?;
            shown.get(place.checked_sub(1)?).copied()
        };
        Given::Order(places.map(|word| thing(word).unwrap_or(0)).collect(), 0)
    }

    fn reflect(&mut self, messages: &Messages) -> Result<Asked, PlainError> {
        let asked = self.ask(&message!(messages, "lesson-plain-reflect"))?;
        if let Asked::Text(text) = &asked {
            text.chars().for_each(|letter| {
                self.state.player.letter(letter);
            });
        }
        Ok(asked)
    }

    /// Lines such as `tobacco_control maximum`, until an empty one.
    fn act(&mut self, messages: &Messages) -> Result<Asked, PlainError> {
        let levers = self.state.player.lesson.unlocked.clone();
        let baseline = Arc::clone(&self.options.baseline);
        for (number, place) in levers.iter().enumerate() {
            let title = escape_untrusted(messages.choose(&baseline.levers.levers[*place].title));
            writeln!(self.output, "  {}  {title}", number + 1)?;
        }
        loop {
            let text = match self.ask(&message!(messages, "lesson-plain-act"))? {
                Asked::Text(text) if text.is_empty() => return Ok(Asked::Text(text)),
                Asked::Text(text) => narrow(&text),
                other => return Ok(other),
            };
            let mut words = text.split_whitespace();
            // By its number in the list, or by its id.
            let place = words.next().and_then(|named| match named.parse::<usize>() {
                Ok(number) => levers.get(number.checked_sub(1)?).copied(),
                Err(_) => levers.iter().copied().find(|place| baseline.levers.levers[*place].id == named),
            });
            let word = words.next().and_then(read_word);
            let (Some(place), Some(word)) = (place, word) else {
                self.refuse(&message!(messages, "lesson-plain-act-allowed"))?;
                continue;
            };
            self.state.inner.lever = place;
            let asks = update_screens(&mut self.state.inner, Action::Command(Command::Set(word)));
            self.state.keep_levers();
            self.keep()?;
            if let Some(task::Task::Compute(request)) = asks {
                self.answer_screens(Some(request))?;
            }
            let mut lines = headline::lines(&self.state.inner, messages, CELLS);
            let sentence = whatif::sentence::text(&self.state.inner, messages);
            let wrapped = crate::ui::text::wrap(&sentence, CELLS);
            lines.extend(wrapped.into_iter().map(|line| (crate::ui::theme::Role::Text, line)));
            self.write(&lines)?;
        }
    }

    /// Computes what the usual screens ask for, with the full number of persons only.
    fn answer_screens(&mut self, request: Option<Request>) -> Result<(), PlainError> {
        let inner = &mut self.state.inner;
        let request = request.unwrap_or_else(|| inner.request());
        let asked = request.settings.persons;
        for job in request.jobs.into_iter().filter(|job| job.persons == asked) {
            // Readings beside the one shown serve the range of the headline only.
            let output = self.runs.compare(&job.worlds, &request.settings, self.watch)?;
            let generation = request.generation;
            let answer = Action::Answered { generation, part: job.part, last: true, result: Ok(output) };
            update_screens(inner, answer);
        }
        Ok(())
    }

    fn end(&mut self, messages: &Messages) -> Result<(), PlainError> {
        self.keep()?;
        let Some(slip) = Slip::of(&self.state.player) else { return Ok(()) };
        if let Some(file) = &self.options.slip {
            let path = write_slip(&slip, file)?;
            let path = escape_untrusted(&path);
            writeln!(self.output, "{}", message!(messages, "lesson-told-written", path = path))?;
            return Ok(());
        }
        let asked = self.ask(&message!(messages, "lesson-plain-end"))?;
        if matches!(&asked, Asked::Text(text) if text == "w") {
            let document = task::Document { name: slip.name(), ending: "ron", text: slip.text() };
            let path = escape_untrusted(&task::write(&document)?);
            writeln!(self.output, "{}", message!(messages, "lesson-told-written", path = path))?;
        } else {
            writeln!(self.output, "{}", message!(messages, "lesson-plain-no-slip"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_bytes_and_length_is_one_line() {
        let long = [vec![b'x'; 3 * LONGEST], b"\nnext\n\x83\x65\n".to_vec()].concat();
        let mut input = long.as_slice();
        assert_eq!(read_line(&mut input).unwrap().unwrap().len(), LONGEST);
        assert_eq!(read_line(&mut input).unwrap().as_deref(), Some("next\n"));
        assert!(read_line(&mut input).unwrap().unwrap().contains('\u{fffd}'));
        assert_eq!(read_line(&mut input).unwrap(), None);
    }
}
