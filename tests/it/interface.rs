//! State transitions of the interface, without a terminal.

mod again;
mod paper;

use crate::sample;
use kenju::language::Language;
use kenju::num::units::{Sex, Year};
use kenju::plan::{CareNeedAssumption, MortalityAssumption};
use kenju::run::RunError;
use kenju::run::fit::Misfit;
use kenju::ui::action::{Action, Command, Trend, Word};
use kenju::ui::answer::Measure;
use kenju::ui::draft::{self, Reach};
use kenju::ui::event::Event;
use kenju::ui::keymap::Key;
use kenju::ui::place::Place;
use kenju::ui::state::{Computation, Ending, Notice, Overlay, State, View};
use kenju::ui::task::{Failure, Part, Request, Task, Worker};
use kenju::ui::update::update;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

fn press(state: &mut State, command: Command) -> Option<Task> {
    update(state, Action::Command(command))
}

fn answered() -> State {
    let (mut state, request) = sample::fresh(Language::En, (80, 24));
    sample::answer(&mut state, &request);
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
    let paces: Vec<f64> = request.jobs.iter().map(|job| job.worlds[0].plan.limitation_pace[0]).collect();
    assert_eq!(paces, [0.0, -0.0077, -0.0154]);
}

#[test]
fn a_scenario_with_its_own_pace_has_a_fourth_reading() {
    let mut world = sample::world();
    world.plan.limitation_pace = [-0.02, -0.01];
    let (mut state, request) =
        State::new(Language::En, Arc::new(sample::baseline()), world, sample::settings(), (80, 24));
    assert_eq!(state.trend, Trend::Own);
    assert_eq!(request.jobs[0].worlds[0].plan.limitation_pace, [-0.02, -0.01]);
    press(&mut state, Command::NextTrend);
    assert_eq!(state.trend, Trend::None);
    press(&mut state, Command::ChooseTrend(Trend::Own));
    assert_eq!((state.trend, state.notice.take()), (Trend::Own, None));
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
    assert_eq!((state.trend, state.notice.take()), (Trend::Half, Some(Notice::NoSuchTrend)));
}

#[test]
fn other_assumptions_are_computed_and_labelled() {
    let mut state = answered();
    let mut seen = vec![state.assumptions.mortality];
    for _ in 0..4 {
        let request = computing(press(&mut state, Command::NextMortality));
        assert!(request.jobs.iter().all(|job| job.worlds[0].plan.mortality == state.assumptions.mortality));
        // Until the answer comes, the old one stays and keeps its own label.
        assert_ne!(state.answer.as_ref().unwrap().choice.assumptions, state.assumptions);
        sample::answer(&mut state, &request);
        assert_eq!(state.answer.as_ref().unwrap().choice.assumptions, state.assumptions);
        seen.push(state.assumptions.mortality);
    }
    assert!(
        seen.contains(&MortalityAssumption::Frozen) && seen.contains(&MortalityAssumption::Ipss2023Check)
    );
    computing(press(&mut state, Command::NextMortality));
    assert_eq!(state.assumptions.mortality, MortalityAssumption::Anchored);
    let request = computing(press(&mut state, Command::NextCareNeed));
    assert_eq!(request.jobs[0].worlds[0].plan.care_need, CareNeedAssumption::ObservedFall);
}

#[test]
fn a_stale_answer_is_dropped() {
    let (mut state, first) = sample::fresh(Language::En, (80, 24));
    let second = computing(press(&mut state, Command::NextMortality));
    sample::answer(&mut state, &first);
    assert!(state.answer.is_none());
    let progress = Action::Progress { generation: first.generation, share: 0.9, left: None };
    update(&mut state, progress);
    assert_eq!(state.computation, Computation::Running(0.0));
    sample::answer(&mut state, &second);
    assert_eq!(state.computation, Computation::Done);
    let late = Action::Answered {
        generation: first.generation,
        part: first.jobs[0].part,
        last: true,
        result: Err(Failure::Cancelled),
    };
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
    sample::answer(&mut state, &last);
    let assumptions = state.answer.as_ref().unwrap().choice.assumptions;
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
    assert_eq!(request.jobs.len(), 1);
    press(&mut state, Command::NextSex);
    assert_eq!((state.sex, state.notice.take()), (Sex::Male, Some(Notice::OneSex)));
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
            10 if worlds[0].plan.limitation_pace[0] == 0.0 => loop {
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
        request.jobs.truncate(1);
        request.settings.seed = seed;
        worker.submit(request);
    };
    let next = || loop {
        let event = events.recv_timeout(Duration::from_secs(10)).unwrap();
        if let Event::Worker(Action::Answered { generation, result, .. }) = event {
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
    // A job that is given up leaves those after it.
    let mut request = Request { generation: 5, ..first.clone() };
    request.jobs.truncate(2);
    request.settings.seed = 10;
    worker.submit(request);
    worker.skip(5, 0);
    assert_eq!(next(), (5, Err(Failure::Cancelled)));
    assert!(next().1.is_ok());
}

/// A screen of levers with the reference on it.
fn with_levers() -> State {
    let (mut state, request) = sample::fresh_levers(Language::En, (80, 24));
    sample::answer(&mut state, &request);
    state
}

#[test]
fn a_move_asks_for_few_persons_first_and_undo_takes_the_whole_way_back() {
    let mut state = with_levers();
    press(&mut state, Command::Down);
    assert_eq!(state.baseline.levers.levers[state.lever].id, "salons");
    for _ in 0..3 {
        computing(press(&mut state, Command::Move(1)));
    }
    let request = computing(press(&mut state, Command::Move(1)));
    let persons: Vec<_> = request.jobs.iter().map(|job| job.persons).collect();
    let first = &request.jobs[0];
    assert_eq!(first.part, Part::Reading { trend: Trend::None, refined: false });
    assert!(first.worlds[0].plan.levers.is_empty() && first.worlds[1].plan.levers.len() == 1);
    assert_ne!(persons[0], *persons.last().unwrap());
    // Until the first answer the numbers on screen belong to another choice, and say so.
    assert!(state.current().is_none());
    sample::answer_some(&mut state, &request, 1);
    assert!(!state.current().unwrap().is_refined(Trend::None));
    sample::answer(&mut state, &request);
    assert!(state.current().unwrap().is_refined(Trend::None));
    assert_eq!(state.computation, Computation::Done);
    computing(press(&mut state, Command::Undo));
    assert!(state.draft.is_empty(), "four steps of one lever are one change");
    computing(press(&mut state, Command::Redo));
    assert!(!state.draft.is_empty());
    press(&mut state, Command::Undo);
    assert!(press(&mut state, Command::Undo).is_none());
    assert_eq!(state.notice, Some(Notice::NothingToUndo));
}

#[test]
fn words_and_steps_of_a_lever() {
    let state = with_levers();
    let lever = &state.baseline.levers.levers[0];
    let reach = |reach: &Option<Reach>| draft::arrival(lever, reach.as_ref());
    let (mut at, mut seen) = (Some(Reach::Nothing), vec![0.0]);
    for _ in 0..200 {
        at = draft::moved(lever, at.as_ref(), 1);
        let share = reach(&at);
        if share <= *seen.last().unwrap() {
            break;
        }
        seen.push(share);
    }
    assert_eq!(at, Some(Reach::Maximum));
    for mark in [0.06, 0.15, 0.3] {
        assert!(seen.iter().any(|share| (share - mark).abs() < 1e-9), "{mark}: {seen:?}");
    }
    assert!(seen.len() <= 30 && draft::moved(lever, Some(&Reach::Maximum), 4) == Some(Reach::Maximum));
    // Today is the reference path: no setting at all.
    assert_eq!(draft::moved(lever, Some(&Reach::Nothing), 1000), Some(Reach::Maximum));
    let down = draft::moved(lever, Some(&Reach::Maximum), -1000);
    assert_eq!(down, Some(Reach::Nothing));
}

#[test]
fn words_set_and_reset() {
    let mut state = with_levers();
    let lever = state.lever;
    computing(press(&mut state, Command::Set(Word::Ambitious)));
    assert_eq!(state.draft.reach(lever), Some(&Reach::Ambitious));
    assert!(press(&mut state, Command::Set(Word::Ambitious)).is_none(), "nothing changes");
    computing(press(&mut state, Command::Set(Word::Today)));
    assert!(state.draft.is_empty());
    computing(press(&mut state, Command::Set(Word::Maximum)));
    press(&mut state, Command::NextMortality);
    computing(press(&mut state, Command::ResetAll));
    assert!(state.draft.is_empty());
    assert_eq!(state.assumptions.mortality, MortalityAssumption::Anchored);
    computing(press(&mut state, Command::Undo));
    assert!(!state.draft.is_empty() && state.assumptions.mortality != MortalityAssumption::Anchored);
}

#[test]
fn a_thousand_moves_end_in_the_right_place() {
    let mut state = with_levers();
    let mut last = None;
    for turn in 0..1000_u32 {
        let command = match turn % 7 {
            0 => Command::Down,
            1 => Command::Up,
            2..=4 => Command::Move(1),
            5 => Command::Move(-1),
            _ => Command::Undo,
        };
        if let Some(Task::Compute(request)) = press(&mut state, command) {
            last = Some(request);
        }
    }
    let request = last.unwrap();
    assert_eq!(request.generation, state.generation);
    sample::answer(&mut state, &request);
    assert!(state.is_current());
}

#[test]
fn scenarios_are_kept_and_compared() {
    let mut state = with_levers();
    press(&mut state, Command::Keep);
    assert_eq!(state.notice, Some(Notice::NothingToKeep));
    press(&mut state, Command::Down);
    let mut words = [Word::Ambitious, Word::Maximum, Word::Nothing].into_iter();
    for number in 1..=3 {
        press(&mut state, Command::Set(words.next().unwrap()));
        press(&mut state, Command::Keep);
        assert_eq!(state.notice, Some(Notice::Kept(number)));
    }
    press(&mut state, Command::Move(1));
    press(&mut state, Command::Keep);
    assert_eq!(state.notice, Some(Notice::KeptEnough));
    let request = computing(press(&mut state, Command::GoTo(Place::Compare)));
    let comparison = request.jobs.iter().find(|job| matches!(job.part, Part::Comparison { .. })).unwrap();
    assert_eq!(comparison.worlds.len(), 5);
    sample::answer(&mut state, &request);
    assert_eq!(state.current().unwrap().comparison.as_ref().unwrap().differences.len(), 4);
    press(&mut state, Command::Close);
    assert_eq!(state.place, Place::WhatIf);
}

#[test]
fn keys_mean_what_their_screen_says() {
    let mut state = with_levers();
    for key in ['/', 's', 'a', 'l'] {
        update(&mut state, Action::Key(Key::Char(key)));
    }
    assert_eq!((state.filter.as_str(), state.typing), ("sal", true));
    update(&mut state, Action::Key(Key::Enter));
    assert!(!state.typing);
    assert_eq!(state.baseline.levers.levers[state.lever].id, "salons");
    computing(update(&mut state, Action::Key(Key::Char('m'))));
    update(&mut state, Action::Key(Key::Enter));
    assert_eq!(state.place, Place::Lever);
    update(&mut state, Action::Key(Key::Escape));
    assert!(state.filter.is_empty());
    update(&mut state, Action::Key(Key::Escape));
    assert_eq!(state.place, Place::WhatIf);
    update(&mut state, Action::Key(Key::Char('7')));
    update(&mut state, Action::Key(Key::Down));
    computing(update(&mut state, Action::Key(Key::Enter)));
    assert_ne!(state.assumptions.mortality, MortalityAssumption::Anchored);
    // Without levers there is no such screen.
    let mut poor = answered();
    press(&mut poor, Command::GoTo(Place::WhatIf));
    assert_eq!((poor.place, poor.notice), (Place::Outlook, Some(Notice::NoLevers)));
}

#[test]
fn a_saved_scenario_is_the_same_plan() {
    use kenju::scenario::{Document, Library, resolve};
    let pack = kenju::baseline::Baseline::japan().unwrap();
    let (mut state, _) =
        State::new(Language::En, Arc::new(pack), sample::world(), sample::settings(), (80, 24));
    for (lever, reach) in
        [(0, Reach::Ambitious), (1, Reach::Share(0.4)), (2, Reach::Nothing), (3, Reach::Maximum)]
    {
        state.draft.put(lever, Some(reach));
    }
    state.trend = Trend::Half;
    state.assumptions.mortality = MortalityAssumption::ExcessVanishes { by: Year(2030) };
    state.assumptions.care_need = CareNeedAssumption::ObservedFall;
    let text = kenju::ui::export::scenario_text(&state);
    let document = Document::from_bytes("saved", "saved.ron", text.as_bytes()).unwrap();
    let resolved = resolve(document, Library::embedded(), &state.baseline).unwrap();
    assert_eq!(resolved.plan, kenju::ui::request::plan(&state), "{text}");
    // Opened again, it stands where it stood.
    let world = kenju::run::World { plan: resolved.plan, ..sample::world() };
    let (again, _) =
        State::new(Language::En, Arc::clone(&state.baseline), world, sample::settings(), (80, 24));
    assert_eq!(again.draft, state.draft);
}

#[test]
fn files_are_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let document = |text: &str| kenju::ui::task::Document {
        name: folder.path().join("view").display().to_string(),
        ending: "csv",
        text: text.to_owned(),
    };
    let first = kenju::ui::task::write(&document("one")).unwrap();
    let second = kenju::ui::task::write(&document("two")).unwrap();
    assert_ne!(first, second);
    assert_eq!(std::fs::read_to_string(first).unwrap(), "one");
}

#[test]
fn a_text_twin_has_the_numbers_of_compare() {
    use kenju::i18n::numbers::{fixed, signed};
    use kenju::outcome::differing::Precision;
    use kenju::outcome::series::Group;
    use kenju::plan::{CoveragePath, LeverSetting};
    use kenju::run::{Detail, Persons, RunSettings, Unwatched, compare};
    let pack = Arc::new(kenju::baseline::Baseline::japan().unwrap());
    let coverage = CoveragePath { from: Year(2026), shares: vec![0.5] };
    let mut world = sample::world();
    world.plan.levers = vec![LeverSetting { coverage: Some(coverage), ..LeverSetting::of("kayoi_no_ba") }];
    let settings = RunSettings { persons: Persons::Count(2000), detail: Detail::Ages, ..sample::settings() };
    let options = kenju::ui::UiOptions {
        own: kenju::ui::settings::Settings::default(),
        language: Language::En,
        baseline: Arc::clone(&pack),
        world: world.clone(),
        settings: settings.clone(),
        marks: Some(kenju::ui::marks::Marks::Ascii),
        draws: 0,
        tour: false,
        colour: kenju::ui::theme::ColourChoice::Never,
        draft: None,
    };
    let twin = kenju::ui::plain(options, Place::WhatIf, &Unwatched).unwrap();
    let worlds = [sample::world(), world];
    let output = compare(&pack, &worlds, &settings, &Unwatched).unwrap();
    let differences = &output.differences.unwrap()[0].series;
    for (sex, name) in [(Group::Male, "Men"), (Group::Female, "Women")] {
        let row = differences.iter().find(|row| row.year == Year(2040) && row.sex == sex).unwrap();
        let healthy = row.expectancies.healthy_life_expectancy;
        let decimals = if healthy.value.abs() >= 0.0095 && healthy.se >= 0.005 { 2 } else { 3 };
        let told = match healthy.precision() {
            Precision::TooFew { .. } => format!("{} too few", signed(healthy.value, decimals)),
            _ => format!("{} SE {}", signed(healthy.value, decimals), fixed(healthy.se, decimals)),
        };
        let line = twin.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(healthy.value != 0.0 && line.contains(&told), "{told}: {line}");
        let last = output.scenarios[1].series.iter().find(|row| row.year == Year(2040) && row.sex == sex);
        let value = fixed(last.unwrap().expectancies.healthy_life_expectancy.value, 2);
        assert!(twin.lines().any(|line| line.starts_with("2040") && line.contains(&value)), "{value}");
    }
}

/// A package of one lever, known with all persons.
fn settled() -> State {
    let mut state = with_levers();
    press(&mut state, Command::Down);
    let request = computing(press(&mut state, Command::Set(Word::Ambitious)));
    sample::answer(&mut state, &request);
    assert!(state.current().unwrap().is_settled(Trend::None));
    state
}

fn gain(state: &State) -> f64 {
    state.current().unwrap().goal(Trend::None, Sex::Male).unwrap().gain_2040
}

#[test]
fn a_move_from_a_settled_package_asks_for_the_step_first() {
    let mut state = settled();
    let before = gain(&state);
    let request = computing(press(&mut state, Command::Set(Word::Maximum)));
    let first = &request.jobs[0];
    assert_eq!(first.part, Part::Step { trend: Trend::None });
    assert_eq!([0, 1].map(|world| first.worlds[world].plan.levers.len()), [1, 1]);
    sample::answer_some(&mut state, &request, 1);
    let answer = state.current().expect("the step is an answer");
    assert!(!answer.is_refined(Trend::None));
    assert_eq!(answer.persons(Trend::None), Some(kenju::ui::request::COARSE));
    // Two years for everybody: the step is from 15% to 30% of those eligible.
    assert!((gain(&state) - before - 0.3).abs() < 1e-9, "{} {before}", gain(&state));
    let change = answer.change.as_ref().expect("the step is the whole of the last change");
    let last = change.difference.series.iter().rfind(|row| row.sex == kenju::outcome::series::Group::Male);
    assert!((last.unwrap().expectancies.healthy_life_expectancy.value - 0.3).abs() < 1e-9);
    sample::answer(&mut state, &request);
    assert!(state.current().unwrap().is_refined(Trend::None));
    assert!((gain(&state) - before - 0.3).abs() < 1e-9);
}

#[test]
fn a_step_is_put_in_beside_the_answer_it_was_asked_of_only() {
    let mut state = settled();
    let before = gain(&state);
    // There and back: the answer on screen is under another assumption, the one before it under this one.
    let request = computing(press(&mut state, Command::NextCareNeed));
    sample::answer(&mut state, &request);
    computing(press(&mut state, Command::NextCareNeed));
    let request = computing(press(&mut state, Command::Set(Word::Maximum)));
    let step = &request.jobs[0];
    assert_eq!(step.part, Part::Step { trend: Trend::None });
    assert!(step.worlds.iter().all(|world| world.plan.care_need == CareNeedAssumption::Unchanged));
    // A step of other worlds than those it was asked of changes nothing.
    let mut foreign = step.clone();
    for world in &mut foreign.worlds {
        world.plan.care_need = CareNeedAssumption::ObservedFall;
    }
    let known = (state.answer.clone(), state.before.clone(), state.last_settled.clone());
    let wrong = Request { jobs: vec![foreign], ..request.clone() };
    let settings = kenju::run::RunSettings { persons: step.persons, ..request.settings.clone() };
    let output = sample::output(&state.baseline, &wrong.jobs[0].worlds, &settings);
    let (generation, part) = (request.generation, step.part);
    update(&mut state, Action::Answered { generation, part, last: false, result: Ok(output) });
    assert!(known == (state.answer.clone(), state.before.clone(), state.last_settled.clone()));
    assert!(state.current().is_none() && matches!(state.computation, Computation::Running(_)));
    // The right one is put in, beside the answer under the same assumption.
    sample::answer_some(&mut state, &request, 1);
    assert!((gain(&state) - before - 0.3).abs() < 1e-9);
    assert!(!state.current().unwrap().is_refined(Trend::None));
}
