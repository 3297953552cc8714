//! The screens shown in README and manuals are what the program draws: on the real pack, with 20,000 persons.
//!
//! After a change of screens or model, `KENJU_RENEW=1 cargo test --test it manual` writes them anew.

use kenju::baseline::Baseline;
use kenju::i18n::Messages;
use kenju::language::Language;
use kenju::num::units::Sex;
use kenju::run::session::Session;
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World};
use kenju::scenario::Library;
use kenju::ui::action::{Action, Command, Word};
use kenju::ui::place::Place;
use kenju::ui::screen::view;
use kenju::ui::state::State;
use kenju::ui::task::{Part, Request, Task};
use kenju::ui::theme::{Depth, Ground, Theme};
use kenju::ui::update::update;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_width::UnicodeWidthStr as _;

/// A lever that acts: the exercise programme for older persons.
const LEVER: &str = "exercise_programme";

struct Stage {
    baseline: Arc<Baseline>,
    runs: Session,
}

impl Stage {
    fn new() -> Self {
        let baseline = Arc::new(Baseline::japan().unwrap());
        Self { runs: Session::new(Arc::clone(&baseline)), baseline }
    }

    fn answer(&self, state: &mut State, request: &Request) {
        let last = request.jobs.len() - 1;
        for (number, job) in request.jobs.iter().enumerate() {
            let settings = RunSettings { persons: job.persons, ..request.settings.clone() };
            let generation = request.generation;
            if let Part::Explanation { trend } = job.part {
                let (from, to) = (&job.worlds[0], &job.worlds[1]);
                let effort = kenju::analysis::explain::Effort::default();
                let told = kenju::analysis::explain::explain(
                    &self.baseline,
                    from,
                    to,
                    &settings,
                    effort,
                    &Unwatched,
                );
                let result = Ok(Box::new(told.unwrap()));
                update(state, Action::Explained { generation, trend, last: number == last, result });
                continue;
            }
            if job.part == Part::Trials {
                let told = kenju::ui::task::worth(&self.baseline, settings, &Unwatched).unwrap();
                let result = Ok(Arc::new(told));
                update(state, Action::Trialled { generation, last: number == last, result });
                continue;
            }
            let output = self.runs.compare(&job.worlds, &settings, &Unwatched).unwrap();
            let answer =
                Action::Answered { generation, part: job.part, last: number == last, result: Ok(output) };
            update(state, answer);
        }
    }

    fn screen(&self, language: Language, commands: &[Command]) -> String {
        let resolved = Library::embedded().load("reference", &self.baseline).unwrap();
        let world = World {
            id: resolved.id,
            title: resolved.title,
            plan: resolved.plan,
            own_assumptions: resolved.own_assumptions,
        };
        let settings = RunSettings {
            persons: Persons::Count(20_000),
            seed: 1,
            until: self.baseline.goal.unwrap().year,
            detail: Detail::Ages,
            raw: false,
        };
        let (mut state, request) =
            State::new(language, Arc::clone(&self.baseline), world, settings, (80, 24));
        self.answer(&mut state, &request);
        state.lever = self.baseline.levers.levers.iter().position(|lever| lever.id == LEVER).unwrap();
        for command in commands {
            if let Some(Task::Compute(request)) = update(&mut state, Action::Command(*command)) {
                self.answer(&mut state, &request);
            }
        }
        state.notice = None;
        drawn(&state)
    }
}

fn drawn(state: &State) -> String {
    let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
    let theme = Theme::new(Depth::Mono, Ground::Dark);
    terminal.draw(|frame| view(state, theme, Messages::of(state.language), frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += (symbol.width() as u16).max(1);
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// What is pressed to come to a picture.
fn commands(name: &str) -> Vec<Command> {
    let moved = Command::Set(Word::Maximum);
    let go = Command::GoTo;
    match name {
        "start" => vec![Command::ToggleMarks],
        "moved" => vec![moved],
        "women" => vec![moved, Command::ShowSex(Sex::Female), Command::ToggleDifference],
        "table" => vec![moved, Command::ToggleView],
        "lever" => vec![moved, Command::Open],
        "compare" => {
            vec![Command::Set(Word::Ambitious), Command::Keep, moved, go(Place::Compare)]
        }
        "outlook" => vec![go(Place::Outlook)],
        "goal" => vec![moved, go(Place::Goal)],
        "population" => vec![go(Place::Population)],
        "assumptions" => vec![go(Place::Assumptions)],
        "programmes" => vec![go(Place::Programmes)],
        "conditions" => vec![moved, go(Place::Conditions)],
        "trials" => vec![go(Place::Trials)],
        "sources" => vec![go(Place::Sources)],
        "palette" => vec![Command::Palette],
        "forms" => vec![Command::WriteView],
        "tour" => vec![Command::ToggleTour],
        other => panic!("no picture {other:?}"),
    }
}

/// The text with every picture drawn anew.
fn renewed(text: &str, language: Language, stage: &Stage) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("<!-- screen: ") {
        let (before, marked) = rest.split_at(at);
        result.push_str(before);
        let end = marked.find("-->").expect("a mark has an end");
        let name = marked["<!-- screen: ".len()..end].trim();
        let after = &marked[end + 3..];
        let opening = after.find("```").expect("a picture follows the mark");
        let closing = after[opening + 3..].find("\n```").expect("a picture has an end") + opening + 3;
        let picture = stage.screen(language, &commands(name));
        let _ = write!(result, "<!-- screen: {name} -->\n```text\n{picture}```");
        rest = &after[closing + 4..];
    }
    result.push_str(rest);
    result
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn the_screens_in_readme_and_manuals_are_those_of_the_program() {
    let stage = Stage::new();
    let mut stale = Vec::new();
    for (file, language) in [
        ("README.md", Language::En),
        ("README.ja.md", Language::Ja),
        ("docs/manual.en.md", Language::En),
        ("docs/manual.ja.md", Language::Ja),
    ] {
        let path = root().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("<!-- screen: "), "{file} shows no screen");
        let new = renewed(&text, language, &stage);
        if new != text {
            if std::env::var_os("KENJU_RENEW").is_some() {
                std::fs::write(&path, new).unwrap();
            } else {
                stale.push(file);
            }
        }
    }
    assert!(stale.is_empty(), "{stale:?} are not current: KENJU_RENEW=1 cargo test --test it manual");
}

/// The keys named in the manuals are those of the key table.
#[test]
fn the_manuals_list_every_key() {
    use kenju::ui::keymap::{BINDINGS, description};
    for (file, language) in [("docs/manual.en.md", Language::En), ("docs/manual.ja.md", Language::Ja)] {
        let path = root().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let messages = Messages::of(language);
        let mut table = String::new();
        for binding in BINDINGS {
            let keys: Vec<String> =
                binding.keys.iter().map(|key| format!("`{}`", key.name(messages))).collect();
            let _ = writeln!(table, "| {} | {} |", keys.join(" "), description(binding.command, messages));
        }
        let (start, end) = ("<!-- keys -->\n", "<!-- end of keys -->");
        let from = text.find(start).unwrap() + start.len();
        let to = text.find(end).unwrap();
        let head: Vec<&str> = text[from..to].lines().take(2).collect();
        let wanted = format!("{}\n{table}", head.join("\n"));
        if text[from..to] != wanted {
            assert!(std::env::var_os("KENJU_RENEW").is_some(), "{file}: the table of keys is not current");
            std::fs::write(&path, format!("{}{wanted}{}", &text[..from], &text[to..])).unwrap();
        }
    }
}
