//! State transitions of the interface, without a terminal.

use crate::sample;
use kenju::language::Language;
use kenju::num::units::{Sex, Year};
use kenju::plan::{CareNeedAssumption, MortalityAssumption};
use kenju::run::RunError;
use kenju::run::fit::Misfit;
use kenju::ui::action::{Action, Command, Trend};
use kenju::ui::answer::Measure;
use kenju::ui::event::Event;
use kenju::ui::state::{Computation, Ending, Notice, Overlay, State, View};
use kenju::ui::task::{Failure, Request, Task, Worker};
use kenju::ui::update::update;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

fn press(state: &mut State, command: Command) -> Option<Task> {
    update(state, Action::Command(command))
}

fn answer(state: &mut State, request: &Request) {
    let output = sample::output(&state.baseline, &request.worlds, &request.settings);
    update(state, Action::Answered { generation: request.generation, result: Ok(output) });
}

fn answered() -> State {
    let (mut state, request) = sample::fresh(Language::En, (80, 24));
    answer(&mut state, &request);
    state
}

fn computing(task: Option<Task>) -> Request {
    match task {
        Some(Task::Compute(request)) => request,
        other => panic!("expected a computation, got {other:?}"),
    }
}

#[test]
fn the_first_request_holds_every_reading() {
    let (state, request) = sample::fresh(Language::En, (80, 24));
    assert_eq!(state.computation, Computation::Running(0.0));
    assert_eq!(request.trends, [Trend::None, Trend::Half, Trend::Full]);
    let paces: Vec<f64> = request.worlds.iter().map(|world| world.plan.limitation_pace[0]).collect();
    assert_eq!(paces, [0.0, -0.0077, -0.0154]);
}

#[test]
fn a_scenario_with_its_own_pace_has_a_fourth_reading() {
    let mut world = sample::world();
    world.plan.limitation_pace = [-0.02, -0.01];
    let (mut state, request) =
        State::new(Language::En, Arc::new(sample::baseline()), world, sample::settings(), (80, 24));
    assert_eq!(state.trend, Trend::Own);
    assert_eq!(request.worlds[3].plan.limitation_pace, [-0.02, -0.01]);
    press(&mut state, Command::NextTrend);
    assert_eq!(state.trend, Trend::None);
    press(&mut state, Command::ChooseTrend(Trend::Own));
    assert_eq!((state.trend, state.notice), (Trend::Own, None));
}

#[test]
fn a_change_of_reading_needs_no_new_run() {
    let mut state = answered();
    let before = state.generation;
    assert!(press(&mut state, Command::NextTrend).is_none());
    assert_eq!(state.trend, Trend::Half);
    let gain = |trend| {
        let answer = state.answer.as_ref().unwrap();
        answer.goal(trend, Sex::Male).unwrap().gain_2040
    };
    assert!(gain(Trend::None) < gain(Trend::Half) && gain(Trend::Half) < gain(Trend::Full));
    assert_eq!(state.generation, before);
    press(&mut state, Command::ChooseTrend(Trend::Own));
    assert_eq!((state.trend, state.notice), (Trend::Half, Some(Notice::NoSuchTrend)));
}

#[test]
fn other_assumptions_are_computed_and_labelled() {
    let mut state = answered();
    let mut seen = vec![state.assumptions.mortality];
    for _ in 0..4 {
        let request = computing(press(&mut state, Command::NextMortality));
        assert!(request.worlds.iter().all(|world| world.plan.mortality == state.assumptions.mortality));
        // Until the answer comes, the old one stays and keeps its own label.
        assert_ne!(state.answer.as_ref().unwrap().assumptions, state.assumptions);
        answer(&mut state, &request);
        assert_eq!(state.answer.as_ref().unwrap().assumptions, state.assumptions);
        seen.push(state.assumptions.mortality);
    }
    assert!(
        seen.contains(&MortalityAssumption::Frozen) && seen.contains(&MortalityAssumption::Ipss2023Check)
    );
    computing(press(&mut state, Command::NextMortality));
    assert_eq!(state.assumptions.mortality, MortalityAssumption::Anchored);
    let request = computing(press(&mut state, Command::NextCareNeed));
    assert_eq!(request.worlds[0].plan.care_need, CareNeedAssumption::ObservedFall);
}

#[test]
fn a_stale_answer_is_dropped() {
    let (mut state, first) = sample::fresh(Language::En, (80, 24));
    let second = computing(press(&mut state, Command::NextMortality));
    answer(&mut state, &first);
    assert!(state.answer.is_none());
    let progress = Action::Progress { generation: first.generation, share: 0.9 };
    update(&mut state, progress);
    assert_eq!(state.computation, Computation::Running(0.0));
    answer(&mut state, &second);
    assert_eq!(state.computation, Computation::Done);
    let late = Action::Answered { generation: first.generation, result: Err(Failure::Cancelled) };
    update(&mut state, late);
    assert_eq!(state.computation, Computation::Done);
}

#[test]
fn a_thousand_rapid_changes_end_in_the_last_one() {
    let (mut state, mut last) = sample::fresh(Language::En, (80, 24));
    for turn in 0..1000 {
        let command = if turn % 3 == 0 { Command::NextCareNeed } else { Command::NextMortality };
        last = computing(press(&mut state, command));
    }
    answer(&mut state, &last);
    let assumptions = state.answer.as_ref().unwrap().assumptions;
    assert_eq!(assumptions, state.assumptions);
    assert_eq!(assumptions.care_need, CareNeedAssumption::Unchanged);
}

#[test]
fn the_year_cursor_stays_inside() {
    let mut state = answered();
    press(&mut state, Command::NextYear);
    assert_eq!(state.year, Year(2040));
    press(&mut state, Command::PreviousYear);
    assert_eq!(state.year, Year(2039));
    press(&mut state, Command::FirstYear);
    press(&mut state, Command::PreviousYear);
    assert_eq!(state.year, Year(2016));
    press(&mut state, Command::Down);
    assert_eq!(state.year, Year(2016), "the chart has no lines");
    press(&mut state, Command::ToggleView);
    press(&mut state, Command::Down);
    assert_eq!((state.year, state.view), (Year(2017), View::Table));
    press(&mut state, Command::PageDown);
    assert!(state.year > Year(2020));
}

#[test]
fn overlays_open_scroll_and_close() {
    let mut state = answered();
    press(&mut state, Command::ToggleHelp);
    assert_eq!(state.overlay, Some(Overlay::Help(0)));
    press(&mut state, Command::Up);
    assert_eq!(state.overlay, Some(Overlay::Help(0)));
    for _ in 0..1000 {
        press(&mut state, Command::Down);
    }
    let Some(Overlay::Help(end)) = state.overlay else { panic!("help is open") };
    assert!(end > 0 && end < 100, "{end}");
    press(&mut state, Command::Up);
    assert_eq!(state.overlay, Some(Overlay::Help(end - 1)));
    update(&mut state, Action::Resized(160, 200));
    assert_eq!(state.overlay, Some(Overlay::Help(0)), "everything fits now");
    press(&mut state, Command::ToggleAbout);
    assert_eq!(state.overlay, Some(Overlay::About(0)));
    press(&mut state, Command::Close);
    assert_eq!(state.overlay, None);
}

#[test]
fn language_sex_and_end() {
    let mut state = answered();
    press(&mut state, Command::SwitchLanguage);
    assert_eq!(state.language, Language::Ja);
    press(&mut state, Command::NextSex);
    assert_eq!(state.sex, Sex::Female);
    press(&mut state, Command::ShowSex(Sex::Male));
    assert_eq!(state.sex, Sex::Male);
    assert!(state.ending.is_none());
    press(&mut state, Command::Quit);
    assert_eq!(state.ending.map(Ending::exit_code), Some(0));
}

#[test]
fn a_poorer_pack_is_told_not_guessed() {
    let mut pack = sample::baseline();
    pack.sexes = vec![Sex::Male];
    pack.care = None;
    pack.limitation = None;
    let (mut state, request) =
        State::new(Language::En, Arc::new(pack), sample::world(), sample::settings(), (80, 24));
    assert_eq!(request.worlds.len(), 1);
    press(&mut state, Command::NextSex);
    assert_eq!((state.sex, state.notice), (Sex::Male, Some(Notice::OneSex)));
    assert!(press(&mut state, Command::NextCareNeed).is_none());
    assert_eq!(state.notice, Some(Notice::NoCareNeed));
    press(&mut state, Command::NextTrend);
    assert_eq!(state.notice, Some(Notice::NoSuchTrend));
}

#[test]
fn numbers_are_read_by_year_sex_and_measure() {
    let state = answered();
    let answer = state.answer.as_ref().unwrap();
    let value = answer.value(Trend::None, Sex::Male, Year(2040), Measure::Life).unwrap();
    assert!((value - 83.27).abs() < 1e-9);
    assert_eq!(answer.value(Trend::None, Sex::Male, Year(2041), Measure::Life), None);
    let (low, high) = answer.gain_range(Sex::Female).unwrap();
    assert!((low - 2.1).abs() < 0.01 && high > 4.0);
}

#[test]
fn the_worker_answers_the_newest_request_and_survives_a_panic() {
    let (sender, events) = channel();
    let engine = |baseline: &kenju::baseline::Baseline,
                  worlds: &[kenju::run::World],
                  settings: &kenju::run::RunSettings,
                  watch: &dyn kenju::run::Watch| {
        match settings.seed {
            7 => panic!("injected fault"),
            8 => Err(Misfit::TooFewPersons { asked: 1 }.into()),
            9 => loop {
                if watch.cancelled() {
                    return Err(RunError::Cancelled);
                }
                std::thread::sleep(Duration::from_millis(1));
            },
            _ => {
                watch.progress(0.5);
                Ok(sample::output(baseline, worlds, settings))
            }
        }
    };
    let (_, first) = sample::fresh(Language::En, (80, 24));
    let worker = Worker::start(Arc::new(sample::baseline()), Arc::new(engine), sender).unwrap();
    let submit = |generation, seed| {
        let mut request = Request { generation, ..first.clone() };
        request.settings.seed = seed;
        worker.submit(request);
    };
    let next = || loop {
        let event = events.recv_timeout(Duration::from_secs(10)).unwrap();
        if let Event::Worker(Action::Answered { generation, result }) = event {
            return (generation, result);
        }
    };
    submit(1, 7);
    assert_eq!(next(), (1, Err(Failure::Crashed("injected fault".to_owned()))));
    submit(2, 8);
    assert_eq!(next(), (2, Err(Failure::Refused(Misfit::TooFewPersons { asked: 1 }.into()))));
    submit(3, 9);
    submit(4, 1);
    let mut answer = next();
    if answer.0 == 3 {
        assert_eq!(answer.1, Err(Failure::Cancelled));
        answer = next();
    }
    assert_eq!(answer.0, 4);
    assert!(answer.1.is_ok());
}
