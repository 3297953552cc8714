//! Time from a key that moves a lever to its first answer on the screen.
//!
//! The parts of the interface are the real ones: a key goes through the update, its request to the worker and
//! its session, the answer through the update again, and the screen is drawn (into memory: what the terminal
//! takes is not in the figures). Levers are moved one after the other, so that a package grows; between two
//! moves the refined run is under way, as it is for somebody who looks at a first answer for a moment. Prints
//! median, 95% point and largest time. With `--settle` every move waits for its refined answer, and the first
//! answers are held against the refined ones: the root of the mean squared difference of what the policies add to
//! healthy life expectancy in 2040, the largest, and how many exceed the tolerance of 0.01 years or 5%. Few persons
//! often cannot tell their own error, because in too few groups of them anybody's life differs; this is it.
//!
//! With `--cancel` work of every kind is stopped at many moments; told is the time from the key to the worker being free
//! for the next request.

use kenju::baseline::Baseline;
use kenju::language::Language;
use kenju::num::units::{Sex, Year};
use kenju::run::session::Session;
use kenju::run::{Detail, Persons, RunSettings, Watch, World};
use kenju::scenario::library::Library;
use kenju::ui::action::{Action, Command};
use kenju::ui::event::Event;
use kenju::ui::keymap::Key;
use kenju::ui::outcome::Outcome;
use kenju::ui::place::Place;
use kenju::ui::screen;
use kenju::ui::state::{Computation, State};
use kenju::ui::task::{Part, Request, Task, Worker};
use kenju::ui::theme::{ColourChoice, Theme};
use kenju::ui::update::update;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a first answer is looked at before the next move.
const LOOK: Duration = Duration::from_millis(400);
/// Longest wait for an answer: longer means that none comes.
const PATIENCE: Duration = Duration::from_mins(2);
/// Tolerance of a first answer: years, and part of the refined one.
const LEAST_ERROR: f64 = 0.01;
const LEAST_PART: f64 = 0.05;
/// How often work of each kind is stopped, and the longest time that it was under way before.
const STOPS: u32 = 10;
const UNDER_WAY: Duration = Duration::from_millis(1500);
/// Moves of each lever, with the key for one step up.
const MOVES: usize = 3;
/// The interface without a terminal.
struct Interface {
    state: State,
    worker: Worker,
    events: Receiver<Event>,
    screen: Terminal<TestBackend>,
}

impl Interface {
    fn open(world: World, baseline: &Arc<Baseline>) -> (Self, Request) {
        let session = Session::new(Arc::clone(baseline));
        let (sender, events) = channel();
        let engine = move |_: &Baseline, worlds: &[World], settings: &RunSettings, watch: &dyn Watch| {
            session.compare(worlds, settings, watch)
        };
        let worker = Worker::start(Arc::clone(baseline), Arc::new(engine), sender).expect("a thread");
        let settings = RunSettings {
            persons: Persons::Count(200_000),
            seed: 1,
            until: Year(2040),
            detail: Detail::Ages,
            raw: false,
        };
        let (state, request) = State::new(Language::Ja, Arc::clone(baseline), world, settings, (160, 48));
        let screen = Terminal::new(TestBackend::new(160, 48)).expect("drawing into memory");
        (Self { state, worker, events, screen }, request)
    }

    fn draw(&mut self) {
        let (state, theme) = (&self.state, Theme::choose(ColourChoice::Never, |_| None));
        let drawn = self.screen.draw(|frame| screen::view(state, theme, state.messages(), frame));
        drawn.expect("drawing into memory");
    }

    fn carry_out(&mut self, task: Option<Task>) {
        match task {
            Some(Task::Compute(request)) => self.worker.submit(request),
            Some(Task::Cancel(generation)) => self.worker.cancel(generation),
            _ => {}
        }
    }

    /// Takes events in until `over` holds or the time is up.
    fn take_in(&mut self, most: Duration, over: impl Fn(&State) -> bool) -> bool {
        let begin = Instant::now();
        while !over(&self.state) {
            let Some(left) = most.checked_sub(begin.elapsed()) else { return false };
            let Ok(Event::Worker(action)) = self.events.recv_timeout(left) else { return false };
            let task = update(&mut self.state, action);
            self.carry_out(task);
            self.draw();
        }
        true
    }

    /// Presses a key; time until the first answer is drawn, `None` if the key changes nothing.
    fn press(&mut self, key: Key) -> Option<Duration> {
        let (begin, before) = (Instant::now(), self.state.generation);
        let task = update(&mut self.state, Action::Key(key));
        self.carry_out(task);
        self.draw();
        if self.state.generation == before || self.state.is_current() {
            return None;
        }
        assert!(self.take_in(PATIENCE, State::is_current), "no answer");
        Some(begin.elapsed())
    }

    /// What the policies add to healthy life expectancy in 2040, years: men and women.
    fn added(&self) -> Option<[f64; 2]> {
        let (answer, baseline) = (self.state.current()?, &*self.state.baseline);
        let of = |sex| {
            answer
                .added(baseline, self.state.trend, sex, Year(2040), Outcome::Healthy)
                .map(|(value, _)| value)
        };
        Some([of(Sex::Male)?, of(Sex::Female)?])
    }

    fn command(&mut self, command: Command) {
        let task = update(&mut self.state, Action::Command(command));
        self.carry_out(task);
    }

    /// Stops the work after it was under way for a time; how long the worker then was not free. `None` where the work
    /// was done before.
    fn stop(&mut self, wanted: fn(Part) -> bool, under_way: Duration) -> Option<Duration> {
        let runs = |state: &State| state.waiting.0.first().is_some_and(|(part, _)| wanted(*part));
        self.take_in(PATIENCE, |state| runs(state) || !matches!(state.computation, Computation::Running(_)));
        if !runs(&self.state) {
            return None;
        }
        self.take_in(under_way, |_| false);
        if !runs(&self.state) {
            return None;
        }
        let begin = Instant::now();
        self.command(Command::Stop);
        loop {
            let Ok(Event::Worker(action)) = self.events.recv_timeout(PATIENCE) else { return None };
            // Whether given up or done just now: the job is over. What came before it is done already.
            if matches!(
                action,
                Action::Answered { .. }
                    | Action::Explained { .. }
                    | Action::Trialled { .. }
                    | Action::Reported { .. }
            ) {
                return Some(begin.elapsed());
            }
        }
    }

    /// Waits for everything that is asked for.
    fn settle(&mut self) {
        assert!(self.take_in(PATIENCE, |state| state.computation == Computation::Done), "no refined answer");
    }
}

/// Time from the key that stops work to the worker being free, for work of every kind.
fn stops(interface: &mut Interface) {
    type Kind = (&'static str, Place, fn(Part) -> bool);
    let kinds: [Kind; 5] = [
        ("answers", Place::WhatIf, |part| matches!(part, Part::Reading { refined: true, .. })),
        ("reasons", Place::Why, |part| matches!(part, Part::Explanation { .. })),
        ("trials", Place::Trials, |part| part == Part::Trials),
        ("draws", Place::WhatIf, |part| matches!(part, Part::Draws { .. })),
        ("report", Place::WhatIf, |part| part == Part::Report),
    ];
    for (name, place, wanted) in kinds {
        let mut times = Vec::new();
        for turn in 0..STOPS {
            interface.state.draws = if name == "draws" { 64 } else { 0 };
            interface.state.trials = None;
            interface.command(Command::GoTo(Place::WhatIf));
            interface.command(Command::Move(if turn % 2 == 0 { -1 } else { 1 }));
            interface.command(Command::GoTo(place));
            if name == "report" {
                let task = update(&mut interface.state, Action::Reporting(Ok("goal-2040".to_owned())));
                interface.carry_out(task);
            }
            times.extend(interface.stop(wanted, UNDER_WAY * turn / STOPS));
        }
        times.sort_unstable();
        let at = |share: f64| times.get((share * (times.len().max(1) - 1) as f64) as usize);
        let told = [0.5, 0.95, 1.0].map(|share| at(share).map_or(0.0, Duration::as_secs_f64) * 1e3);
        println!(
            "{name}: {} stops, worker free after {:.1} ms (median), {:.1} ms (95%), {:.1} ms (all)",
            times.len(),
            told[0],
            told[1],
            told[2]
        );
    }
}

fn main() {
    let baseline = Arc::new(Baseline::japan().expect("embedded"));
    let known = Library::embedded().resolved(&baseline);
    for id in ["reference", "goal-2040"] {
        let scenario = known.iter().find(|one| one.id == id).expect("embedded");
        let world = World {
            id: id.to_owned(),
            title: scenario.title.clone(),
            plan: scenario.plan.clone(),
            own_assumptions: Vec::new(),
        };
        let (mut interface, request) = Interface::open(world, &baseline);
        let begin = Instant::now();
        interface.worker.submit(request);
        interface.draw();
        assert!(interface.take_in(PATIENCE, State::is_current), "no answer");
        println!("{id}: opened, first answer after {} ms", begin.elapsed().as_millis());
        let settles = std::env::args().any(|word| word == "--settle");
        interface.settle();
        if std::env::args().any(|word| word == "--cancel") {
            stops(&mut interface);
            continue;
        }
        let acting = |place: &usize| {
            let lever = &baseline.levers.levers[*place];
            lever.channels.iter().any(|channel| channel.effect.is_some())
        };
        let levers: Vec<usize> = (0..baseline.levers.levers.len()).filter(acting).collect();
        let (mut times, mut misses) = (Vec::new(), Vec::new());
        for lever in levers {
            interface.state.lever = lever;
            for _ in 0..MOVES {
                let Some(time) = interface.press(Key::Right) else { continue };
                times.push(time);
                let first = interface.added();
                if settles {
                    interface.settle();
                    for (first, refined) in
                        first.into_iter().flatten().zip(interface.added().into_iter().flatten())
                    {
                        misses.push(((first - refined).abs(), LEAST_ERROR.max(LEAST_PART * refined.abs())));
                    }
                } else {
                    interface.take_in(LOOK, |_| false);
                }
                if std::env::args().any(|word| word == "--each") {
                    let name = &baseline.levers.levers[lever].id;
                    println!("  {name:34} {:4} ms  {first:?} then {:?}", time.as_millis(), interface.added());
                }
            }
        }
        times.sort_unstable();
        let at = |share: f64| times[(share * (times.len() - 1) as f64) as usize].as_millis();
        println!(
            "{id}: {} moves, first answer after {} ms (median), {} ms (95%), {} ms (all)",
            times.len(),
            at(0.5),
            at(0.95),
            at(1.0)
        );
        if settles {
            let mean = misses.iter().map(|(miss, _)| miss * miss).sum::<f64>() / misses.len() as f64;
            let largest = misses.iter().map(|(miss, _)| *miss).fold(0.0, f64::max);
            let exceed = misses.iter().filter(|(miss, allowed)| miss > allowed).count();
            println!(
                "{id}: first and refined answer differ by {:.4} years (root mean square), {largest:.4} (largest); \
                 {exceed} of {} by more than the tolerance",
                mean.sqrt(),
                misses.len()
            );
        }
    }
}
