//! What works on every screen: lists that are searched while typing, names, replay, mouse, tour, files.

mod charts;
mod work;

use crate::sample;
use kenju::i18n::Messages;
use kenju::language::Language;
use kenju::num::units::Year;
use kenju::ui::action::{Action, Command, Mouse, MouseDeed, Trend, Word};
use kenju::ui::answer::Which;
use kenju::ui::draft::Reach;
use kenju::ui::export::{self, Form};
use kenju::ui::files;
use kenju::ui::keymap::Key;
use kenju::ui::outcome::Outcome;
use kenju::ui::panes::Pane;
use kenju::ui::picker::Kind;
use kenju::ui::place::Place;
use kenju::ui::screen::chrome;
use kenju::ui::screen::population::People;
use kenju::ui::state::{Computation, Notice, Overlay, State};
use kenju::ui::task::{Part, Task};
use kenju::ui::update::update;

fn press(state: &mut State, command: Command) -> Option<Task> {
    let task = update(state, Action::Command(command));
    if let Some(Task::Compute(request)) = &task {
        sample::answer(state, request);
    }
    task
}

fn keys(state: &mut State, text: &str) -> Option<Task> {
    let mut task = None;
    for letter in text.chars() {
        task = update(state, Action::Key(if letter == '\n' { Key::Enter } else { Key::Char(letter) }));
        if let Some(Task::Compute(request)) = &task {
            sample::answer(state, request);
        }
    }
    task
}

fn ready(language: Language) -> State {
    let (mut state, request) = sample::fresh_levers(language, (80, 24));
    sample::answer(&mut state, &request);
    state
}

#[test]
fn the_palette_finds_actions_levers_outcomes_and_scenarios_in_either_language() {
    let mut state = ready(Language::En);
    for (typed, check) in [
        (":language\n", (|state| state.language == Language::Ja) as fn(&State) -> bool),
        (":community salons\n", |state| state.baseline.levers.levers[state.lever].id == "salons"),
        (":平均寿命\n", |state| state.outcome() == Outcome::Life),
        (":go to the screen \"Goal\n", |state| state.place == Place::Goal),
    ] {
        keys(&mut state, typed);
        assert!(state.picker.is_none() && check(&state), "{typed}");
    }
    let task = keys(&mut state, ":scenario goal-2040\n");
    assert!(matches!(task, Some(Task::Open(argument)) if argument == "goal-2040"));
    keys(&mut state, ":zzzz");
    assert!(state.picker.as_ref().unwrap().entries(&state).is_empty());
    assert!(keys(&mut state, "\n").is_none());
    keys(&mut state, ":");
    update(&mut state, Action::Key(Key::Escape));
    assert!(state.picker.is_none() && state.ending.is_none());
}

#[test]
fn every_command_of_a_screen_is_in_its_palette() {
    for place in Place::ALL {
        let mut state = ready(Language::En);
        state.place = place;
        press(&mut state, Command::Palette);
        let entries = state.picker.as_ref().unwrap().entries(&state);
        for binding in kenju::ui::keymap::BINDINGS.iter().filter(|one| one.on.works(place)) {
            let deed = kenju::ui::picker::Deed::Command(binding.command);
            assert!(entries.iter().any(|entry| entry.deed == deed), "{:?} on {place:?}", binding.command);
        }
    }
}

#[test]
fn sets_are_kept_under_names_and_gone_back_to() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Name);
    assert_eq!(state.notice, Some(Notice::NothingToKeep));
    press(&mut state, Command::TakeKept);
    assert_eq!(state.notice, Some(Notice::NoneKept));
    press(&mut state, Command::Set(Word::Ambitious));
    keys(&mut state, "Amy set\n");
    assert_eq!(state.kept[0].title(), "A my set");
    assert!(chrome::title(&state, Messages::of(Language::En)).contains("my set"));
    // Another name for the same set.
    update(&mut state, Action::Command(Command::Name));
    assert_eq!(state.naming.as_deref(), Some("my set"));
    keys(&mut state, "ter\n");
    assert_eq!((state.kept.len(), state.kept[0].name.as_str()), (1, "my setter"));
    press(&mut state, Command::Set(Word::Maximum));
    let maximum = state.draft.clone();
    assert!(chrome::title(&state, Messages::of(Language::En)).starts_with("Own scenario (policies set: 1)"));
    keys(&mut state, "b\n");
    assert_eq!(state.draft, state.kept[0].draft);
    press(&mut state, Command::Undo);
    assert_eq!(state.draft, maximum, "going back can be taken back");
    // Letters that could reorder the line never come into a name.
    keys(&mut state, "A\u{202e}x\n");
    assert_eq!(state.kept[1].name, "x");
}

#[test]
fn the_title_follows_what_is_changed() {
    let mut state = ready(Language::En);
    let title = |state: &State| chrome::title(state, Messages::of(Language::En));
    assert_eq!(title(&state), "Reference");
    press(&mut state, Command::ChooseTrend(Trend::Full));
    assert_eq!(title(&state), "Other assumptions, from: Reference");
    press(&mut state, Command::Move(1));
    assert_eq!(title(&state), "Own scenario (policies set: 1), from: Reference");
    press(&mut state, Command::ResetAll);
    press(&mut state, Command::ChooseTrend(Trend::None));
    assert_eq!(title(&state), "Reference");
}

#[test]
fn the_last_change_is_replayed() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Replay);
    assert_eq!((state.replaying, state.notice.take()), (false, Some(Notice::NothingToReplay)));
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Replay);
    assert!(state.replaying);
    let earlier = state.earlier().unwrap();
    assert!(earlier.draft.is_empty() && !state.draft.is_empty());
    assert!(earlier.is_current(), "its own answer is shown");
    press(&mut state, Command::Replay);
    assert!(!state.replaying);
    press(&mut state, Command::Replay);
    press(&mut state, Command::NextSex);
    assert!(!state.replaying, "anything else shows the present again");
}

#[test]
fn the_log_holds_every_computation() {
    let mut state = ready(Language::En);
    let readings = state.runs.len();
    assert_eq!(readings, 3);
    assert!(state.runs.iter().all(|run| !run.simulated && run.policies == 0));
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    let lived = &state.runs[readings..];
    assert!(lived.iter().all(|run| run.simulated && run.set == [(0, 0.3)]), "{lived:?}");
    assert!(lived.iter().any(|run| matches!(run.part, Part::Change { .. })));
    let numbers: Vec<usize> = state.runs.iter().map(|run| run.number).collect();
    assert_eq!(numbers, (1..=state.runs.len()).collect::<Vec<_>>());
    update(&mut state, Action::Took(std::time::Duration::from_millis(1500)));
    press(&mut state, Command::GoTo(Place::Runs));
    let twin = kenju::ui::screen::plain::text(&state, Messages::of(Language::En));
    assert!(twin.contains("1.50 s") && twin.contains("Community salons 30%"), "{twin}");
    let csv = export::document(&state, Form::Csv).text;
    assert_eq!(csv.lines().count(), state.runs.len() + 1);
    assert!(csv.contains("salons 0.3"), "{csv}");
}

#[test]
fn every_screen_is_written_in_every_form_it_has() {
    for place in Place::ALL {
        let mut state = ready(Language::Ja);
        press(&mut state, Command::Down);
        press(&mut state, Command::Set(Word::Ambitious));
        press(&mut state, Command::Keep);
        press(&mut state, Command::GoTo(place));
        press(&mut state, Command::WriteView);
        assert_eq!(state.picker.as_ref().map(|open| open.kind.clone()), Some(Kind::Forms));
        for form in Form::ALL.into_iter().filter(|form| form.fits(&state)) {
            let document = export::document(&state, form);
            let ending = if form == Form::Report { "ron" } else { form.ending() };
            assert_eq!(document.ending, ending);
            // Nobody explains here: what is not known is not written under its name.
            if (place, form) == (Place::Why, Form::Csv) {
                assert_eq!(document.text, "");
                continue;
            }
            // The pack of these tests has no programmes.
            let least = if place == Place::Programmes { 1 } else { 2 };
            assert!(document.text.lines().count() >= least, "{place:?} {form:?}: {}", document.text);
            match form {
                Form::Csv => {
                    let mut reader = csv::Reader::from_reader(document.text.as_bytes());
                    assert!(reader.records().all(|row| row.is_ok()), "{place:?}");
                }
                Form::Svg => {
                    let text = &document.text;
                    assert!(text.starts_with("<svg") && text.trim_end().ends_with("</svg>"), "{place:?}");
                    assert!(
                        text.contains("role=\"img\"") && text.contains("<desc id=\"desc\">"),
                        "{place:?}"
                    );
                    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{place:?}");
                }
                Form::Text => assert!(document.text.starts_with("kenju - "), "{place:?}"),
                Form::Steps => assert!(document.text.contains("steps: ["), "{place:?}"),
                // Begins with the scenario it is of; what is computed is tested with the worker.
                Form::Report | Form::Ron => assert!(document.text.contains("salons"), "{place:?}"),
            }
        }
    }
}

#[test]
fn what_is_copied_is_the_table_on_screen() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    let Some(Task::Copy(text)) = press(&mut state, Command::Copy) else { panic!("something to copy") };
    assert_eq!(state.notice, Some(Notice::Copied(text.lines().count())));
    assert_eq!(text.lines().count(), 1 + 2 * 25);
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("healthy_life_expectancy_years\tfemale\t2040\t"), "{last}");
    let (mut fresh, _) = sample::fresh_levers(Language::En, (80, 24));
    assert!(press(&mut fresh, Command::Copy).is_none());
    assert_eq!(fresh.notice, Some(Notice::NothingToCopy));
}

#[test]
fn the_mouse_does_what_keys_do() {
    let mut state = ready(Language::En);
    let at = |column, row| Action::Mouse(Mouse { deed: MouseDeed::Press, column, row });
    update(&mut state, at(2, 10));
    assert_eq!(state.draft, kenju::ui::draft::Draft::default(), "nothing while it is off");
    state.mouse = true;
    // The order of the list: a heading, the checkup, a heading, the salons.
    let row = 10;
    update(&mut state, at(3, row));
    assert_eq!(state.baseline.levers.levers[state.lever].id, "salons");
    let columns = kenju::ui::screen::whatif::list::Columns::of(41);
    let end = (columns.name + 2 + columns.track - 3) as u16;
    update(&mut state, at(end, row));
    assert_eq!(state.draft.reach(state.lever), Some(&Reach::Maximum));
    let start = (columns.name + 2) as u16;
    update(&mut state, at(start, row));
    assert_eq!(state.draft.reach(state.lever), Some(&Reach::Nothing));
    let wheel = |deed| Action::Mouse(Mouse { deed, column: 50, row: 12 });
    update(&mut state, wheel(MouseDeed::WheelUp));
    assert_eq!(state.baseline.levers.levers[state.lever].id, "checkup");
    update(&mut state, at(12, 1));
    assert_eq!(state.place, Place::Outlook);
    // The last row: the hint of help.
    let footer = chrome::footer(&state, Messages::of(Language::En), 80);
    let help = footer.iter().find(|part| part.command == Command::ToggleHelp).unwrap();
    update(&mut state, at(help.from as u16 + 1, 23));
    assert_eq!(state.overlay, Some(Overlay::Help(0)));
    let Some(Task::Mouse(false)) = update(&mut state, Action::Command(Command::ToggleMouse)) else {
        panic!("the terminal is told")
    };
}

#[test]
fn the_footer_is_whole_on_every_screen() {
    for language in Language::ALL {
        for place in Place::ALL {
            let mut state = ready(language);
            state.place = place;
            let parts = chrome::footer(&state, state.messages(), 80);
            assert_eq!(parts.len(), 7, "{language} {place:?}: {parts:?}");
            assert!(chrome::footer(&state, state.messages(), 60).len() >= 4, "{language} {place:?}");
        }
    }
}

#[test]
fn the_row_of_screens_always_holds_the_present_one() {
    for language in Language::ALL {
        for cells in [60, 80, 120, 160] {
            for &place in Place::ROW {
                let mut state = ready(language);
                state.place = place;
                let shown = chrome::places(&state, state.messages(), cells);
                assert!(shown.iter().any(|part| part.place == place), "{language} {cells} {place:?}");
                let end = shown.last().map_or(0, |part| part.from + part.cells);
                assert!(end <= cells, "{language} {cells} {place:?}");
            }
        }
    }
}

#[test]
fn the_tour_goes_on_with_what_it_asks_for_and_ends() {
    let mut state = ready(Language::En);
    press(&mut state, Command::ToggleTour);
    for command in [
        Command::Down,
        Command::Set(Word::Ambitious),
        Command::NextOutcome,
        Command::Open,
        Command::GoTo(Place::Goal),
    ] {
        let step = state.tour.expect("the tour goes on");
        press(&mut state, Command::NextSex);
        assert_eq!(state.tour, Some(step), "anything else waits");
        press(&mut state, command);
        assert_ne!(state.tour, Some(step), "{command:?}");
    }
    // It ends with a file that was written.
    update(&mut state, Action::Written(Err("full".to_owned())));
    assert!(state.tour.is_some());
    update(&mut state, Action::Written(Ok("report.html".to_owned())));
    assert_eq!((state.tour, state.notice), (None, Some(Notice::TourDone("report.html".to_owned()))));
}

#[test]
fn scenarios_are_listed_with_title_and_validity_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "good.ron",
        "(schema: 1, title: (ja: \"良い\", en: \"Good\"), assumptions: (mortality: Frozen, limitation: Full))",
    );
    write("bad.ron", "(schema: 1, title: (ja: \"悪い\", en: \"Bad\"), assumptions: (limitaton: Full))");
    write("notes.txt", "nothing");
    let mut state = ready(Language::En);
    let found = files::list(&state.baseline, folder.path());
    let named = |name: &str| found.iter().find(|one| one.argument == name);
    assert!(named("reference").unwrap().embedded && named("notes.txt").is_none());
    assert!(!found[0].embedded, "the user's own come first");
    assert_eq!(
        (named("good.ron").unwrap().title.en.as_str(), named("good.ron").unwrap().state.is_ok()),
        ("Good", true)
    );
    assert!(named("bad.ron").unwrap().state.as_ref().unwrap_err().en.contains("limitaton"));
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Ambitious));
    let before = state.draft.clone();
    let bad = folder.path().join("bad.ron").into_os_string();
    let fault = files::open(&bad, &state.baseline, Language::En).unwrap_err();
    assert!(fault.contains('^'), "{fault}");
    assert!(update(&mut state, Action::Opened(Err(fault))).is_none());
    assert_eq!((state.overlay, &state.draft), (Some(Overlay::Fault(0)), &before));
    let good = folder.path().join("good.ron").into_os_string();
    let world = files::open(&good, &state.baseline, Language::En).unwrap();
    let task = update(&mut state, Action::Opened(Ok(world)));
    assert!(matches!(task, Some(Task::Compute(_))) && state.draft.is_empty());
    assert_eq!((state.trend, state.kept[0].draft == before), (Trend::Full, true), "what was set is kept");
    assert_eq!(state.notice, Some(Notice::Opened(Some(true))));
    let again = |state: &mut State| {
        let world = files::open(&good, &state.baseline, Language::En).unwrap();
        update(state, Action::Opened(Ok(world)));
        state.notice.take()
    };
    assert_eq!(again(&mut state), Some(Notice::Opened(None)), "nothing was set since");
    // Where there is no room for what was set, nobody says that it is kept.
    for word in [Word::Maximum, Word::Nothing, Word::Ambitious] {
        press(&mut state, Command::Set(word));
        press(&mut state, Command::Keep);
    }
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Move(-1));
    assert_eq!(again(&mut state), Some(Notice::Opened(Some(false))));
}

#[test]
fn conditions_are_counted_when_they_are_looked_at() {
    let mut state = ready(Language::En);
    let Some(Task::Compute(request)) = press(&mut state, Command::GoTo(Place::Conditions)) else {
        panic!("conditions are asked for")
    };
    assert_eq!(request.settings.detail, kenju::run::Detail::All);
    assert_eq!(request.jobs.len(), 1, "only under the reading on screen");
    press(&mut state, Command::GoTo(Place::WhatIf));
    assert!(press(&mut state, Command::GoTo(Place::Conditions)).is_none(), "known now");
    let rows = kenju::ui::screen::conditions::rows(&state, state.messages()).len();
    for _ in 0..rows + 5 {
        press(&mut state, Command::Down);
    }
    assert_eq!(state.line, rows - 1);
    keys(&mut state, "/demen\n");
    let twin = kenju::ui::screen::plain::text(&state, Messages::of(Language::En));
    assert!(twin.contains("Dementia") && !twin.contains("Stroke"), "{twin}");
}

#[test]
fn the_verb_keys_prints_a_file_that_it_accepts_and_finds_faults() {
    let folder = tempfile::tempdir().unwrap();
    let kenju = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_kenju"));
        command
            .current_dir(folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .args(arguments)
            .arg("--lang=en");
        command.output().unwrap()
    };
    let printed = kenju(&["keys"]);
    let text = String::from_utf8(printed.stdout).unwrap();
    assert!(text.contains("kenju/settings.ron") && text.contains("\"undo\": [\"u\"]"), "{text}");
    std::fs::write(folder.path().join("own.ron"), text.replace("[\"u\"]", "[\"U\"]")).unwrap();
    assert_eq!(String::from_utf8(kenju(&["keys", "own.ron"]).stdout).unwrap(), "own.ron: valid\n");
    std::fs::write(folder.path().join("bad.ron"), text.replace("[\"u\"]", "[\"q\"]")).unwrap();
    let bad = kenju(&["keys", "bad.ron"]);
    assert_eq!(bad.status.code(), Some(3));
    let told = String::from_utf8(bad.stderr).unwrap();
    assert!(told.contains("bad.ron:") && told.contains("two things on one screen"), "{told}");
    assert_eq!(kenju(&["keys", "none.ron"]).status.code(), Some(4));
}
