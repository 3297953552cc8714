//! What the screens look like: snapshots in both languages, and a drawing at every size.

use crate::sample;
use kenju::i18n::Messages;
use kenju::language::Language;
use kenju::num::units::{Sex, Year};
use kenju::run::RunError;
use kenju::run::fit::Misfit;
use kenju::ui::action::{Action, Command, Trend, Word};
use kenju::ui::marks::Marks;
use kenju::ui::outcome::Outcome;
use kenju::ui::panes::Pane;
use kenju::ui::place::Place;
use kenju::ui::screen::view;
use kenju::ui::state::{Overlay, State, View};
use kenju::ui::task::{Failure, Part, Task};
use kenju::ui::theme::{Depth, Ground, Theme};
use kenju::ui::update::update;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use std::sync::Arc;
use unicode_width::UnicodeWidthStr as _;

const COLOUR: Theme = Theme::new(Depth::True, Ground::Dark);
const MONO: Theme = Theme::new(Depth::Mono, Ground::Dark);

fn waiting(language: Language, size: (u16, u16)) -> State {
    sample::fresh(language, size).0
}

fn answered(language: Language, size: (u16, u16)) -> State {
    let (mut state, request) = sample::fresh(language, size);
    sample::answer(&mut state, &request);
    state
}

/// A screen of levers, after commands, with whatever they asked for answered.
fn levers(language: Language, size: (u16, u16), commands: &[Command]) -> State {
    let (mut state, request) = sample::fresh_levers(language, size);
    sample::answer(&mut state, &request);
    for command in commands {
        if let Some(Task::Compute(request)) = update(&mut state, Action::Command(*command)) {
            sample::answer(&mut state, &request);
        }
    }
    state
}

/// Every screen of the interface.
fn screens(language: Language, size: (u16, u16)) -> Vec<(&'static str, State)> {
    let press = |commands: &[Command]| {
        let mut state = answered(language, size);
        for command in commands {
            update(&mut state, Action::Command(*command));
        }
        state
    };
    let mut failed = waiting(language, size);
    let refused = Err(Failure::Refused(RunError::Unfit(Misfit::NotFinite {
        scenario: "10^12\u{202e}\u{1b}[2J".to_owned(),
        year: Year(2030),
    })));
    let generation = failed.generation;
    let part = Part::Reading { trend: Trend::None, refined: true };
    update(&mut failed, Action::Answered { generation, part, last: true, result: refused });
    let salons = [Command::Down, Command::Set(Word::Ambitious)];
    let with = |more: &[Command]| levers(language, size, &[&salons, more].concat());
    let mut coarse = levers(language, size, &[]);
    if let Some(Task::Compute(request)) = update(&mut coarse, Action::Command(Command::Set(Word::Maximum))) {
        sample::answer_some(&mut coarse, &request, 1);
    }
    let kept = [Command::Keep, Command::Move(4), Command::Keep, Command::GoTo(Place::Compare)];
    vec![
        ("what_if", with(&[])),
        ("what_if_start", levers(language, size, &[])),
        ("what_if_coarse", coarse),
        ("what_if_added", with(&[Command::ToggleDifference])),
        ("what_if_table", with(&[Command::ToggleView])),
        ("what_if_null", levers(language, size, &[Command::Set(Word::Maximum)])),
        ("lever", with(&[Command::Open])),
        ("compare", with(&kept)),
        ("compare_table", with(&[&kept[..], &[Command::ToggleView]].concat())),
        ("goal", with(&[Command::GoTo(Place::Goal)])),
        ("population", with(&[Command::GoTo(Place::Population)])),
        ("assumptions", with(&[Command::NextMortality, Command::GoTo(Place::Assumptions)])),
        ("sources", with(&[Command::GoTo(Place::Sources)])),
        ("programmes", with(&[Command::GoTo(Place::Programmes)])),
        (
            "conditions",
            with(&[Command::GoTo(Place::Conditions), Command::Down, Command::Down, Command::Down]),
        ),
        ("conditions_table", with(&[Command::GoTo(Place::Conditions), Command::ToggleView])),
        ("trials", with(&[Command::GoTo(Place::Trials)])),
        ("trials_computing", trials_computing(with(&[]))),
        (
            "what_if_assigned",
            with(&[
                Command::Show(Pane::Lower, Outcome::ProgrammeCost),
                Command::Show(Pane::Upper, Outcome::Condition(1)),
            ]),
        ),
        ("what_if_expanded", with(&[Command::OtherChart, Command::Expand, Command::ZoomIn])),
        ("what_if_chances", chances(language, size, Place::WhatIf)),
        ("goal_chances", chances(language, size, Place::Goal)),
        ("outcomes", with(&[Command::PickOutcome])),
        ("people", with(&[Command::GoTo(Place::Population), Command::NextPeople, Command::NextPeople])),
        ("runs", with(&[Command::GoTo(Place::Runs)])),
        ("why_empty", with(&[Command::ResetAll, Command::GoTo(Place::Why)])),
        ("lever_table", with(&[Command::Open, Command::ToggleView])),
        ("about_lever", with(&[Command::ToggleAbout])),
        ("palette", with(&[Command::Palette])),
        ("forms", with(&[Command::WriteView])),
        ("kept", with(&[Command::Keep, Command::Move(4), Command::Keep, Command::TakeKept])),
        ("files", files(with(&[Command::OpenFile]))),
        ("fault", fault(with(&[]))),
        ("naming", with(&[Command::Name])),
        ("replay", with(&[Command::Move(4), Command::Replay])),
        ("tour", with(&[Command::ToggleTour])),
        ("unseen", unseen(language, size)),
        ("chart", press(&[])),
        ("full_trend", press(&[Command::ChooseTrend(Trend::Full), Command::ShowSex(Sex::Female)])),
        ("table", press(&[Command::ToggleView, Command::FirstYear, Command::NextYear])),
        ("help", press(&[Command::ToggleHelp])),
        ("about", press(&[Command::ToggleAbout])),
        ("recomputing", press(&[Command::NextMortality])),
        ("notice", press(&[Command::ChooseTrend(Trend::Own)])),
        ("waiting", waiting(language, size)),
        ("failed", failed),
    ]
}

/// The trials while what they are worth is being computed.
fn trials_computing(mut state: State) -> State {
    update(&mut state, Action::Command(Command::GoTo(Place::Trials)));
    let generation = state.generation;
    let left = Some(std::time::Duration::from_secs(12));
    update(&mut state, Action::Progress { generation, share: 0.4, left });
    state
}

/// A screen with what parameter draws give.
fn chances(language: Language, size: (u16, u16), place: Place) -> State {
    let (mut state, request) = sample::fresh_levers(language, size);
    sample::answer(&mut state, &request);
    state.draws = 64;
    for command in [Command::Down, Command::Set(Word::Ambitious), Command::GoTo(place)] {
        if let Some(Task::Compute(request)) = update(&mut state, Action::Command(command)) {
            sample::answer(&mut state, &request);
        }
    }
    state
}

/// The list of scenarios, with a sound and a broken file.
fn files(mut state: State) -> State {
    let found = |argument: &str, title: (&str, &str), state| kenju::ui::files::Found {
        argument: argument.into(),
        title: sample::text(title.0, title.1),
        embedded: argument == "reference",
        state,
    };
    let fault = sample::text("own.ron:3:5: 項目 levrs はありません", "own.ron:3:5: no field levrs");
    let list = vec![
        found("reference", ("基準", "Reference"), Ok(0)),
        found("mine.ron", ("わたしの\u{202e}計画", "My \u{1b}[2Jplan"), Ok(2)),
        found("own.ron", ("own.ron", "own.ron"), Err(fault)),
    ];
    update(&mut state, Action::Listed(list));
    state
}

/// A scenario that could not be opened.
fn fault(mut state: State) -> State {
    let told = "error: no field levrs\n --> own.ron:3:5\n  |\n3 |     levrs: [\u{1b}[2J\n  |     ^^^^^\n";
    update(&mut state, Action::Opened(Err(told.to_owned())));
    state
}

/// A lever that could act but has changed nobody's life among the persons simulated.
fn unseen(language: Language, size: (u16, u16)) -> State {
    let (mut state, request) = sample::fresh_levers(language, size);
    sample::answer(&mut state, &request);
    update(&mut state, Action::Command(Command::Down));
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::Set(Word::Ambitious)))
    else {
        panic!("a change is computed")
    };
    for (number, job) in request.jobs.iter().enumerate() {
        let settings = kenju::run::RunSettings { persons: job.persons, ..request.settings.clone() };
        let mut output = sample::output(&state.baseline, &job.worlds, &settings);
        for row in output.differences.iter_mut().flatten().flat_map(|one| &mut one.series) {
            let nobody = kenju::outcome::series::Estimate::new(0.0, 0.0);
            row.expectancies.healthy_life_expectancy = nobody;
            row.expectancies.independent_life_expectancy = nobody;
        }
        let (generation, part) = (request.generation, job.part);
        let last = number + 1 == request.jobs.len();
        update(&mut state, Action::Answered { generation, part, last, result: Ok(output) });
    }
    state
}

fn draw(state: &State, theme: Theme) -> Buffer {
    let backend = TestBackend::new(state.size.0, state.size.1);
    let mut terminal = Terminal::new(backend).unwrap();
    terminal.draw(|frame| view(state, theme, Messages::of(state.language), frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The screen as text, as a terminal shows it: a wide glyph hides the cell after it.
fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut lines = String::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += (symbol.width() as u16).max(1);
        }
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

#[test]
fn every_screen_in_both_languages_and_sizes() {
    for language in Language::ALL {
        for size in [(80, 24), (160, 48)] {
            for (name, state) in screens(language, size) {
                let snapshot = format!("{name}_{language}_{}x{}", size.0, size.1);
                insta::assert_snapshot!(snapshot, text(&draw(&state, COLOUR)));
            }
        }
    }
}

#[test]
fn narrow_and_too_small_screens() {
    for language in Language::ALL {
        for size in [(60, 18), (40, 12)] {
            let snapshot = format!("chart_{language}_{}x{}", size.0, size.1);
            insta::assert_snapshot!(snapshot, text(&draw(&answered(language, size), COLOUR)));
        }
    }
}

#[test]
fn ascii_marks_need_nothing_but_ascii() {
    let mut state = answered(Language::En, (80, 24));
    state.marks = Marks::Ascii;
    let screen = text(&draw(&state, COLOUR));
    insta::assert_snapshot!("chart_ascii_en_80x24", screen);
    assert!(screen.is_ascii(), "{screen}");
}

#[test]
fn without_colour_nothing_is_lost() {
    let state = answered(Language::En, (80, 24));
    let (mono, colour) = (draw(&state, MONO), draw(&state, COLOUR));
    assert_eq!(text(&mono), text(&colour));
    for cell in mono.content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    assert!(mono.content().iter().any(|cell| cell.modifier.contains(Modifier::REVERSED)));
    insta::assert_snapshot!("chart_mono_en_80x24", text(&mono));
}

#[test]
fn the_headline_is_whole_on_every_screen() {
    for language in Language::ALL {
        for columns in [60, 70, 80, 100, 119, 120, 160, 200] {
            for (name, state) in screens(language, (columns, 24)) {
                if state.place != Place::Outlook {
                    continue;
                }
                let screen = text(&draw(&state, COLOUR)).replace('\n', " ");
                let last = match (name, language) {
                    ("waiting" | "failed", _) => continue,
                    (_, Language::En) => "Women +2.1 to +4.2.",
                    (_, Language::Ja) => "女性+2.1～+4.2年。",
                };
                assert!(
                    screen.replace(' ', "").contains(&last.replace(' ', "")),
                    "{name} {columns}: {screen}"
                );
            }
        }
    }
}

#[test]
fn what_the_survey_cannot_tell_apart_is_said_so() {
    let (mut state, request) = sample::fresh(Language::En, (160, 48));
    sample::answer(&mut state, &request);
    let mut output = sample::output(&state.baseline, &request.jobs[0].worlds, &request.settings);
    output.scenarios[0].goal.get_mut("male").unwrap().gain_2040 = 2.95;
    let (generation, part) = (request.generation, request.jobs[0].part);
    update(&mut state, Action::Answered { generation, part, last: true, result: Ok(output) });
    let screen = text(&draw(&state, COLOUR)).replace('\n', " ");
    assert!(screen.contains("not distinguishable from the goal"), "{screen}");
    assert!(screen.contains("Women +2.1 (0.9 short)"), "{screen}");
}

#[test]
fn own_assumptions_are_marked_and_listed() {
    let mut world = sample::world();
    world.own_assumptions = vec![sample::text("死亡率を半分にする", "Deaths are halved")];
    let pack = Arc::new(sample::baseline());
    let (mut state, _) = State::new(Language::En, pack, world, sample::settings(), (80, 24));
    assert!(text(&draw(&state, COLOUR)).contains("[own assumptions: i]"));
    update(&mut state, Action::Command(Command::ToggleAbout));
    assert!(text(&draw(&state, COLOUR)).contains("Deaths are halved"));
}

#[test]
fn a_pack_with_one_sex_no_goal_and_no_birth_draws() {
    let mut pack = sample::baseline();
    pack.sexes = vec![Sex::Male];
    pack.ages.first = 40;
    pack.limitation = None;
    pack.care = None;
    pack.official.clear();
    let settings = kenju::run::RunSettings { until: Year(2030), ..sample::settings() };
    let pack = Arc::new(pack);
    for size in [(80, 24), (160, 48)] {
        let (mut state, request) =
            State::new(Language::En, Arc::clone(&pack), sample::world(), settings.clone(), size);
        sample::answer(&mut state, &request);
        let screen = text(&draw(&state, COLOUR));
        assert!(screen.contains("no goal") && screen.contains("at age 40"), "{screen}");
    }
}

#[test]
fn headings_of_narrow_tables_do_not_touch() {
    for size in [(60, 18), (60, 24), (66, 22), (80, 24)] {
        for (language, official, names) in [
            (Language::En, "official", ["LE", "Indep. LE", "HLE"]),
            (Language::Ja, "公表値", ["平均寿命", "自立期間", "健康寿命"]),
        ] {
            let (_, state) = screens(language, size).into_iter().find(|(name, _)| *name == "table").unwrap();
            let screen = text(&draw(&state, COLOUR));
            let heading = screen.lines().find(|line| line.matches(official).count() == 3).unwrap();
            let found = names.map(|name| format!(" {name} "));
            assert!(found.iter().all(|name| heading.contains(name)), "{heading}");
            assert_eq!(heading.matches(&format!(" {official}")).count(), 3, "{heading}");
            if size.1 >= 22 {
                let row = screen.lines().find(|line| line.starts_with("+ ")).unwrap();
                // The name is whole and stands off the first number.
                assert!(!row.contains('…') && row.contains("  79."), "{row}");
            }
        }
    }
}

#[test]
fn help_scrolls_where_it_must() {
    let pack = Arc::new(sample::baseline());
    let (mut state, _) = State::new(Language::En, pack, sample::world(), sample::settings(), (160, 110));
    update(&mut state, Action::Command(Command::ToggleHelp));
    let screen = text(&draw(&state, COLOUR));
    assert!(screen.contains("ASCII marks") && screen.contains("square brackets"), "{screen}");
    assert!(!screen.contains("Down scroll"), "everything fits: {screen}");
    update(&mut state, Action::Resized(80, 24));
    assert!(text(&draw(&state, COLOUR)).contains("Down scroll"));
}

#[test]
fn official_figures_stand_in_brackets_in_their_years_only() {
    let mut state = answered(Language::En, (80, 24));
    for (year, bracketed) in [(2016, true), (2017, false), (2040, false)] {
        state.year = Year(year);
        let screen = text(&draw(&state, COLOUR));
        let line = screen.lines().find(|line| line.starts_with(&format!(" {year}  Men"))).unwrap();
        assert_eq!(line.contains('['), bracketed, "{line}");
        assert!(line.contains("observed") != line.contains("assumed"), "{line}");
    }
}

#[test]
fn foreign_text_cannot_reorder_or_escape() {
    for (name, state) in screens(Language::En, (160, 100)) {
        let screen = text(&draw(&state, COLOUR));
        let foreign = |glyph: char| (glyph.is_control() && glyph != '\n') || glyph == '\u{202e}';
        assert!(!screen.contains(foreign), "{name}: {screen}");
    }
}

fn resized(state: &mut State, size: (u16, u16)) {
    update(state, Action::Resized(size.0, size.1));
}

#[test]
fn every_small_and_every_critical_size_draws() {
    for language in Language::ALL {
        for (_, mut state) in screens(language, (80, 24)) {
            for columns in (1..=12).chain(57..=63).chain([79, 80, 81, 119, 120, 121, 200]) {
                for rows in (1..=4).chain(16..=25).chain([60]) {
                    resized(&mut state, (columns, rows));
                    draw(&state, MONO);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_screen_at_any_size_draws(
        columns in 1u16..=200,
        rows in 1u16..=60,
        screen in 0usize..46,
        japanese: bool,
        marks in 0usize..3,
        year in 2016u16..=2040,
        scroll in 0usize..80,
    ) {
        let language = if japanese { Language::Ja } else { Language::En };
        let (_, mut state) = screens(language, (80, 24)).swap_remove(screen);
        state.marks = [Marks::Braille, Marks::Dot, Marks::Ascii][marks];
        state.year = Year(year);
        state.overlay = state.overlay.map(|overlay| match overlay {
            Overlay::Help(_) => Overlay::Help(scroll),
            Overlay::About(_) => Overlay::About(scroll),
            Overlay::Fault(_) => Overlay::Fault(scroll),
        });
        resized(&mut state, (columns, rows));
        let buffer = draw(&state, COLOUR);
        prop_assert_eq!((buffer.area.width, buffer.area.height), (columns, rows));
        prop_assert!(state.view == View::Chart || state.view == View::Table);
    }
}

/// Every size from 1x1 to 200x60: minutes, so only on request (`cargo test -- --ignored`).
#[test]
#[ignore = "draws two hundred thousand screens; run before a release"]
fn every_size_draws() {
    for language in Language::ALL {
        for (_, mut state) in screens(language, (80, 24)) {
            for columns in 1..=200 {
                for rows in 1..=60 {
                    resized(&mut state, (columns, rows));
                    draw(&state, MONO);
                }
            }
        }
    }
}

#[test]
fn the_headline_never_leaves_and_no_screen_breaks_a_column() {
    for language in Language::ALL {
        for columns in [60, 80, 100, 120, 160, 200] {
            for (name, state) in screens(language, (columns, 24)) {
                if state.place == Place::Outlook || name == "what_if_coarse" {
                    continue;
                }
                let screen = text(&draw(&state, COLOUR));
                let line = screen.lines().nth(3).unwrap();
                assert!(line.contains("+1.9") || line.contains("+2."), "{name} {columns}: {screen}");
                assert!(!line.contains(".."), "{name} {columns} {language}: {line}");
            }
        }
    }
}

#[test]
fn every_screen_has_a_text_twin_with_the_same_numbers() {
    for language in Language::ALL {
        for (name, state) in screens(language, (160, 48)) {
            if matches!(name, "waiting" | "failed" | "what_if_coarse") {
                continue;
            }
            let twin = kenju::ui::screen::plain::text(&state, Messages::of(language));
            assert!(twin.starts_with("kenju - "), "{twin}");
            let foreign = |glyph: char| (glyph.is_control() && glyph != '\n') || glyph == '\u{202e}';
            assert!(!twin.contains(foreign), "{name}: {twin}");
            if name == "what_if" {
                insta::assert_snapshot!(format!("plain_what_if_{language}"), twin);
                let screen = text(&draw(&state, COLOUR));
                assert!(screen.contains("+2.08") && twin.contains("+2.08"), "{twin}");
            }
        }
    }
}

#[test]
fn what_cannot_be_told_from_zero_is_said_so() {
    let state = levers(Language::En, (160, 48), &[Command::Down, Command::Move(1)]);
    let screen = text(&draw(&state, COLOUR)).replace('\n', " ");
    assert!(screen.contains("Community salons: from 6%"), "{screen}");
    let null = levers(Language::En, (160, 48), &[Command::Set(Word::Maximum)]);
    let screen = text(&draw(&null, COLOUR)).replace('\n', " ");
    assert!(screen.contains("there is no effect"), "{screen}");
    let none = levers(Language::En, (160, 48), &[Command::Down, Command::Down, Command::Set(Word::Maximum)]);
    let screen = text(&draw(&none, COLOUR)).replace('\n', " ");
    assert!(screen.contains("no usable evidence"), "{screen}");
}

#[test]
fn levers_without_braille_colour_or_dark_ground() {
    let salons = [Command::Down, Command::Set(Word::Maximum)];
    for (name, more) in [
        ("what_if", &[][..]),
        ("what_if_added", &[Command::ToggleDifference]),
        ("lever", &[Command::Open]),
        ("population", &[Command::GoTo(Place::Population)]),
        ("goal", &[Command::GoTo(Place::Goal)]),
    ] {
        let mut state = levers(Language::En, (80, 24), &[&salons, more].concat());
        state.marks = Marks::Ascii;
        let screen = text(&draw(&state, MONO));
        assert!(screen.is_ascii(), "{name}: {screen}");
        if name == "what_if" {
            insta::assert_snapshot!("what_if_ascii_en_80x24", screen);
            // The lever chosen and the two worlds are told apart without any colour.
            assert!(screen.contains(">Community salons") && screen.contains("ref 74.04"), "{screen}");
            assert!(screen.contains("with 74.52"), "{screen}");
        }
        assert_eq!(screen, text(&draw(&state, Theme::new(Depth::True, Ground::Light))));
        state.ground = Some(Ground::HighContrast);
        let contrast = draw(&state, COLOUR);
        assert_eq!(screen, text(&contrast));
        assert!(contrast.content().iter().all(|cell| cell.bg == Color::Black), "{name}");
    }
}

#[test]
fn a_failure_leaves_the_levers_usable() {
    let (mut state, request) = sample::fresh_levers(Language::En, (80, 24));
    sample::answer(&mut state, &request);
    update(&mut state, Action::Command(Command::Down));
    let task = update(&mut state, Action::Command(Command::Set(Word::Maximum)));
    let Some(Task::Compute(request)) = task else { panic!("a change is computed") };
    let (generation, part) = (request.generation, request.jobs[0].part);
    let result = Err(Failure::Crashed("injected".to_owned()));
    update(&mut state, Action::Answered { generation, part, last: true, result });
    let screen = text(&draw(&state, COLOUR));
    assert!(screen.contains("fault of the program: injected") && screen.contains("no result"), "{screen}");
    assert!(screen.contains("before the change"), "{screen}");
    assert!(matches!(update(&mut state, Action::Command(Command::Undo)), None | Some(Task::Compute(_))));
    assert!(state.is_current(), "the answer before is still known");
}
