//! A report asked for on the screen: computed by the real worker, written beside its scenario, never over a file.

use super::*;
use kenju::baseline::Baseline;
use kenju::run::session::Session;
use kenju::run::{Detail, Persons, RunSettings, Watch, World};
use kenju::ui::task::{Document, write};
use kenju::ui::{files, request};
use std::path::Path;

const PERSONS: u64 = 2000;

fn typed(state: &mut State, text: &str) -> Option<Task> {
    let mut task = None;
    for letter in text.chars() {
        task = update(state, Action::Key(Key::Char(letter)));
    }
    task.or_else(|| update(state, Action::Key(Key::Enter)))
}

#[test]
fn a_report_has_the_persons_digests_and_commands_of_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let placed = |document: Document| Document {
        name: folder.path().join(&document.name).display().to_string(),
        ..document
    };
    let pack = Arc::new(Baseline::japan().unwrap());
    let world = *files::open(&"reference".into(), &pack, Language::En).unwrap();
    let settings =
        RunSettings { persons: Persons::Count(PERSONS), detail: Detail::Ages, ..sample::settings() };
    let (mut state, _) = State::new(Language::En, Arc::clone(&pack), world, settings, (160, 48));
    state.lever = pack.levers.levers.iter().position(|lever| lever.id == "salt_food_environment").unwrap();
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::GoTo(Place::Why));
    press(&mut state, Command::WriteView);
    let Some(Task::Report(scenario)) = typed(&mut state, "report") else { panic!("no report asked for") };
    let scenario = write(&placed(scenario)).unwrap();
    let request = computing(update(&mut state, Action::Reporting(Ok(scenario.clone()))));
    assert_eq!(request.jobs.last().unwrap().part, Part::Report);

    let (sender, events) = channel();
    let session = Session::new(Arc::clone(&pack));
    let engine = move |_: &Baseline, worlds: &[World], settings: &RunSettings, watch: &dyn Watch| {
        session.compare(worlds, settings, watch)
    };
    let worker = Worker::start(Arc::clone(&pack), Arc::new(engine), sender).unwrap();
    worker.submit(request);
    let page = loop {
        let Event::Worker(action) = events.recv_timeout(Duration::from_mins(10)).unwrap() else { continue };
        if let Some(task) = update(&mut state, action) {
            let Task::Write(page) = task else { panic!("expected a page, got {task:?}") };
            break page;
        }
    };
    assert_eq!((state.computation.clone(), page.ending), (Computation::Done, "html"));
    let first = write(&placed(page.clone())).unwrap();
    let text = std::fs::read_to_string(&first).unwrap();
    let own = Path::new(&scenario).file_name().unwrap().to_str().unwrap();
    for command in [
        format!("kenju report {own} --persons {PERSONS} --seed 1 --until 2040 --format html --lang en"),
        format!("kenju compare reference {own} --persons {PERSONS} --seed 1 --until 2040"),
        format!("kenju explain reference {own} --persons {PERSONS} --seed 1 --until 2040"),
    ] {
        assert!(text.contains(&command), "{command}");
    }
    let manifest = &state.answer.as_ref().unwrap().manifest;
    assert_eq!(manifest.persons, PERSONS);
    let plan = request::plan(&state).digest().to_string();
    for known in ["2,000", &manifest.baseline.to_string(), manifest.engine.as_str(), &plan] {
        assert!(text.contains(known), "{known}");
    }
    // The file beside it is the scenario that was on the screen.
    let read = files::open(&scenario.clone().into(), &pack, Language::En).unwrap();
    assert_eq!(read.plan, request::plan(&state));
    // The screen's own table is that of the reasons: of one lever, they are the whole.
    let table = kenju::ui::export::document(&state, kenju::ui::export::Form::Csv).text;
    let of = |part: &str| -> Vec<String> {
        let rows = table.lines().filter_map(|row| row.strip_prefix(part));
        rows.map(str::to_owned).collect()
    };
    assert!(table.starts_with("part,sex,year,outcome,difference,difference_se,persons\n"), "{table}");
    assert_eq!((of("salt_food_environment").len(), of("total").len()), (9, 9), "{table}");
    assert!(of("total").iter().all(|row| row.contains(",2040,") && row.ends_with(&PERSONS.to_string())));
    // A second page of the same name leaves the first as it is.
    let second = write(&placed(Document { text: "another".to_owned(), ..page })).unwrap();
    assert_ne!(first, second);
    assert_eq!(std::fs::read_to_string(&first).unwrap(), text);
}

#[test]
fn a_report_of_a_file_that_is_gone_says_why() {
    let pack = Arc::new(Baseline::japan().unwrap());
    let world = *files::open(&"reference".into(), &pack, Language::En).unwrap();
    let (mut state, _) = State::new(Language::En, Arc::clone(&pack), world, sample::settings(), (80, 24));
    state.computation = Computation::Done;
    let request = computing(update(&mut state, Action::Reporting(Ok("/no/such/scenario.ron".to_owned()))));
    assert_eq!(request.jobs.len(), 1);
    let (sender, events) = channel();
    let engine = |_: &Baseline, _: &[World], _: &RunSettings, _: &dyn Watch| panic!("nothing is to be run");
    let worker = Worker::start(pack, Arc::new(engine), sender).unwrap();
    worker.submit(request);
    let Event::Worker(action) = events.recv_timeout(Duration::from_mins(1)).unwrap() else { panic!() };
    assert!(update(&mut state, action).is_none());
    let Some(Failure::Unreadable(told)) = state.failure() else { panic!("{:?}", state.computation) };
    assert!(told.contains("scenario.ron"), "{told}");
}

#[test]
fn reasons_of_many_levers_take_as_many_persons_as_the_verb() {
    let pack = Arc::new(Baseline::japan().unwrap());
    let persons = |scenario: &str| {
        let world = *files::open(&scenario.into(), &pack, Language::En).unwrap();
        let settings = RunSettings { persons: Persons::Count(200_000), ..sample::settings() };
        let (mut state, _) = State::new(Language::En, Arc::clone(&pack), world, settings, (80, 24));
        let request = computing(press(&mut state, Command::GoTo(Place::Why)));
        let asked = request.jobs.iter().find(|job| job.part == Part::Explanation { trend: Trend::None });
        asked.unwrap().persons
    };
    assert_eq!(persons("salt-maximum"), Persons::Count(200_000));
    assert_eq!(persons("goal-2040"), Persons::Count(kenju::analysis::explain::FEWER));
}
