//! Finding a text on lists and pages; work listed job by job, given up job by job; draws on their way; reports and
//! the steps of a session.

use super::charts::words;
use super::*;
use kenju::run::Persons;
use kenju::ui::paper::Paper;
use kenju::ui::task::{Document, Failure};

fn typed(state: &mut State, text: &str) {
    update(state, Action::Command(Command::Search));
    keys(state, &format!("{text}\n"));
}

#[test]
fn a_text_is_found_on_every_list_and_page_from_place_to_place() {
    let mut state = ready(Language::En);
    press(&mut state, Command::FindNext);
    assert_eq!(state.notice, Some(Notice::NothingLookedFor));
    // The list of levers leaves out what does not fit; the next one comes round to the first.
    typed(&mut state, "e");
    let found = kenju::ui::screen::whatif::list::order(&state);
    assert!(found.len() > 1 && found[0] == state.lever, "{found:?}");
    for expected in found.iter().skip(1).chain([&found[0]]) {
        press(&mut state, Command::FindNext);
        assert_eq!(state.lever, *expected);
    }
    press(&mut state, Command::FindPrevious);
    assert_eq!(Some(&state.lever), found.last());
    // A page keeps its lines; the one found is brought into view.
    press(&mut state, Command::GoTo(Place::Assumptions));
    assert!(state.filter.is_empty(), "another screen begins anew");
    typed(&mut state, "DISCOUNT");
    let line = state.found.expect("it stands there");
    let shown = kenju::ui::screen::page::lines(&state, state.messages(), 80);
    assert!(shown[line].1.to_lowercase().contains("discount"), "{:?}", shown[line]);
    assert!(charts::whole(&state).to_lowercase().contains("discount"), "it is on screen");
    press(&mut state, Command::FindNext);
    assert!(state.found.is_some());
    press(&mut state, Command::Close);
    assert!(state.filter.is_empty() && state.found.is_none() && state.place == Place::Assumptions);
    typed(&mut state, "no such text");
    press(&mut state, Command::FindPrevious);
    assert_eq!(state.notice, Some(Notice::NotFound));
    press(&mut state, Command::Close);
    // Every screen with a list or a page can be searched, and says so with the keys that work there.
    for place in Place::ALL.into_iter().filter(|place| !matches!(place, Place::Outlook | Place::Population)) {
        let mut state = ready(Language::Ja);
        state.place = place;
        typed(&mut state, "a");
        state.notice = None;
        let footer = chrome::footer(&state, state.messages(), 80);
        let has = |command| footer.iter().any(|part| part.command == command);
        assert!(has(Command::FindNext) && has(Command::Close) && has(Command::Quit), "{place:?}");
    }
}

#[test]
fn every_line_of_the_assumptions_can_be_reached() {
    let mut state = ready(Language::En);
    press(&mut state, Command::GoTo(Place::Assumptions));
    let lines = kenju::ui::screen::page::lines(&state, state.messages(), 80);
    for _ in 0..lines.len() + 3 {
        press(&mut state, Command::Down);
    }
    let last = lines.iter().rev().find(|line| !line.1.trim().is_empty()).unwrap().1.trim();
    assert!(charts::whole(&state).contains(last), "{last}");
}

#[test]
fn one_job_is_given_up_and_the_others_go_on() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::GoTo(Place::Goal));
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::Set(Word::Maximum)))
    else {
        panic!("set on another screen as well")
    };
    assert!(matches!(request.jobs.last().unwrap().part, Part::Explanation { .. }));
    let jobs = request.jobs.len();
    update(&mut state, Action::Command(Command::GoTo(Place::Runs)));
    let request = kenju::ui::task::Request { generation: state.generation, ..request };
    let listed = words(&state);
    assert!(listed.contains("Under way"), "{listed}");
    sample::answer_some(&mut state, &request, 1);
    let waiting = state.waiting.0.len();
    assert!(waiting < jobs);
    let Some(Task::Skip { generation, job }) = update(&mut state, Action::Command(Command::Skip)) else {
        panic!("the worker is told")
    };
    assert_eq!((generation, job), (state.generation, state.waiting.1 - waiting));
    // The worker answers that there is none; what follows is still waited for.
    let part = state.waiting.0[0].0;
    let given_up = Action::Answered { generation, part, last: false, result: Err(Failure::Cancelled) };
    update(&mut state, given_up);
    assert_eq!(state.waiting.0.len(), waiting - 1);
    assert!(matches!(state.computation, Computation::Running(_)), "{:?}", state.computation);
    update(&mut state, Action::Command(Command::Stop));
    assert!(state.waiting.0.is_empty());
}

#[test]
fn draws_on_their_way_are_shown_and_said_to_be_some_of_all() {
    let (mut state, _) = sample::fresh_levers(Language::En, (80, 24));
    state.draws = 64;
    state.place = Place::Goal;
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::Recompute)) else {
        panic!("computed")
    };
    sample::answer_some(&mut state, &request, request.jobs.len() - 1);
    let some = kenju::ui::task::Request { draws: 20, ..request.clone() };
    let job = request.jobs.last().unwrap();
    let Part::Draws { trend } = job.part else { panic!("draws come last") };
    let before = state.runs.len();
    sample::answer_job(&mut state, &some, request.jobs.len() - 1, false);
    let known = state.current().unwrap().drawn(trend).unwrap().draws;
    assert_eq!((known, state.runs.len()), (20, before), "no entry in the log yet");
    assert!(words(&state).contains("So far 20 of 64 draws"), "{}", words(&state));
    assert!(charts::everything(&state).contains("draws 20/64"), "{}", charts::everything(&state));
    // Stopped here, they stay, and are still called some.
    update(&mut state, Action::Command(Command::Stop));
    assert!(words(&state).contains("So far 20 of 64 draws"));
}

#[test]
fn kept_scenarios_are_compared_with_their_chances_of_reaching_the_goal() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Ambitious));
    press(&mut state, Command::Keep);
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::GoTo(Place::Compare));
    let twin = words(&state);
    assert!(twin.contains("need parameter draws: start with --draws"), "{twin}");
    // The reference and two scenarios, men and women, beside the headline.
    assert!(twin.matches("short").count() + twin.matches("reached").count() >= 6 + 2, "{twin}");
    state.draws = 64;
    press(&mut state, Command::Recompute);
    let twin = words(&state);
    assert_eq!(twin.matches("0/25/97%").count(), 2 * 3, "{twin}");
    assert!(twin.contains("64 of 64 parameter draws"), "{twin}");
    let csv = export::document(&state, Form::Csv).text;
    assert_eq!(csv.matches("chance_of_goal_half").count(), 2 * 2, "{csv}");
    // Another set on this screen is compared at once.
    press(&mut state, Command::Keep);
    assert!(words(&state).contains('B'), "{}", words(&state));
    assert_eq!(state.current().unwrap().comparison.as_ref().unwrap().scenarios.len(), 3);
    press(&mut state, Command::Forget);
    assert_eq!(state.current().unwrap().comparison.as_ref().unwrap().scenarios.len(), 2);
}

#[test]
fn a_report_is_asked_for_beside_the_scenario_it_is_of() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::WriteView);
    let Some(Task::Report(scenario)) = keys(&mut state, "report\n") else { panic!("the scenario first") };
    assert!(scenario.ending == "ron" && scenario.text.contains("Maximum"), "{}", scenario.text);
    let written = Action::Reporting(Ok("/tmp/mine.ron".to_owned()));
    let Some(Task::Compute(request)) = update(&mut state, written) else { panic!("then the report") };
    assert_eq!(request.jobs.iter().map(|job| job.part).collect::<Vec<_>>(), [Part::Report]);
    let Some(Paper { argument, language: Language::En, name }) = request.paper.clone() else {
        panic!("what it is of")
    };
    assert_eq!(argument, "/tmp/mine.ron");
    assert!(name.starts_with("kenju-report-reference-seed1-plan") && name.contains("-engine"), "{name}");
    let document = Document { name, ending: "html", text: "<html>".to_owned() };
    let generation = request.generation;
    let reported = Action::Reported { generation, last: true, result: Ok(document.clone()) };
    let Some(Task::Write(found)) = update(&mut state, reported) else { panic!("it is written") };
    assert_eq!((found, &state.computation), (document.clone(), &Computation::Done));
    // A change meanwhile gives it up, and says so.
    update(&mut state, Action::Reporting(Ok("/tmp/mine.ron".to_owned())));
    press(&mut state, Command::Set(Word::Ambitious));
    assert_eq!(state.notice, Some(Notice::ReportDropped));
    let stale = Action::Reported { generation: generation + 1, last: true, result: Ok(document) };
    assert!(update(&mut state, stale).is_none());
    // The reference as it was opened needs no file.
    press(&mut state, Command::ResetAll);
    press(&mut state, Command::WriteView);
    let Some(Task::Compute(request)) = keys(&mut state, "report\n") else { panic!("at once") };
    assert_eq!(request.paper.unwrap().argument, "reference");
}

#[test]
fn the_steps_of_a_session_are_a_script_without_what_was_undone() {
    let mut state = ready(Language::Ja);
    assert!(!Form::Steps.fits(&state));
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Ambitious));
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Undo);
    press(&mut state, Command::NextCareNeed);
    assert!(Form::Steps.fits(&state));
    let document = export::document(&state, Form::Steps);
    assert!(document.name.starts_with("kenju-steps-reference-seed1"), "{}", document.name);
    let text = document.text;
    assert_eq!(text.matches("schema:").count(), 3, "{text}");
    assert!(text.contains("coverage: Ambitious") && !text.contains("Maximum"), "{text}");
    assert!(text.contains("通いの場 15%") && text.contains("Community salons 15%"), "{text}");
    assert!(text.contains("care_need: ObservedFall"), "{text}");
}

/// A set lever, known of all persons: more than a first answer has.
fn known() -> State {
    let mut state = ready(Language::En);
    state.settings.persons = Persons::Count(200_000);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    assert!(state.current().unwrap().is_refined(Trend::None));
    state
}

#[test]
fn another_screen_asks_for_what_it_lacks_and_never_for_fewer_persons() {
    let mut state = known();
    let task = update(&mut state, Action::Command(Command::GoTo(Place::Conditions)));
    let Some(Task::Compute(request)) = task else { panic!("details are asked for") };
    let parts: Vec<Part> = request.jobs.iter().map(|job| job.part).collect();
    // A first answer of few persons would stand in the place of a better one, the last change is known.
    assert_eq!(parts, [Part::Reading { trend: Trend::None, refined: true }]);
    assert_eq!(request.jobs[0].persons, Persons::Count(200_000));
}

#[test]
fn a_page_says_whether_its_numbers_are_on_their_way() {
    let mut state = known();
    for (place, under_way) in [(Place::Why, "is being computed"), (Place::Compare, "is being computed")] {
        update(&mut state, Action::Command(Command::GoTo(place)));
        assert!(words(&state).contains(under_way), "{}", words(&state));
        update(&mut state, Action::Command(Command::Stop));
        let told = words(&state);
        assert!(told.contains("Not computed: F5") && !told.contains(under_way), "{told}");
    }
    // What has come while the screen was held still is there after a stop.
    update(&mut state, Action::Command(Command::GoTo(Place::WhatIf)));
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::Set(Word::Ambitious)))
    else {
        panic!("a move is computed")
    };
    update(&mut state, Action::Command(Command::Freeze));
    sample::answer_some(&mut state, &request, 1);
    assert!(state.current().is_none(), "held");
    update(&mut state, Action::Command(Command::Stop));
    assert!(state.current().is_some() && state.held.is_none());
}

#[test]
fn a_comparison_of_all_sets_that_can_be_kept_is_whole_on_a_small_screen() {
    for language in Language::ALL {
        let mut state = ready(language);
        press(&mut state, Command::Down);
        for move_ in [Command::Set(Word::Maximum), Command::Move(-1), Command::Move(-1)] {
            press(&mut state, move_);
            press(&mut state, Command::Keep);
        }
        assert_eq!(state.kept.len(), 3);
        press(&mut state, Command::GoTo(Place::Compare));
        let whole = |state: &State, scenarios: usize| {
            assert_eq!(state.current().unwrap().comparison.as_ref().unwrap().differences.len(), scenarios);
            let lines = kenju::ui::screen::page::lines(state, state.messages(), 80);
            let errors = lines.iter().filter(|(_, line)| line.matches('(').count() >= scenarios).count();
            assert!(errors >= 2, "{language}: {lines:?}");
            assert!(lines.iter().all(|(_, line)| !line.contains("..")), "{language}: {lines:?}");
        };
        whole(&state, 3);
        // The set on screen is the fourth.
        press(&mut state, Command::Move(-1));
        whole(&state, 4);
    }
}

#[test]
fn what_is_written_says_that_assumptions_were_changed() {
    let mut state = known();
    let written = |state: &State, form| export::document(state, form).text;
    assert!(!written(&state, Form::Svg).contains("assumptions changed"));
    press(&mut state, Command::NextCareNeed);
    for form in [Form::Svg, Form::Text] {
        let text = written(&state, form);
        assert!(text.contains("assumptions changed: "), "{form:?}: {text}");
    }
    let picture = written(&state, Form::Svg);
    let told = picture.split("</desc>").next().unwrap();
    assert!(told.contains(" in 2040.") && !told.contains("2,040"), "years are no numbers of persons: {told}");
}
