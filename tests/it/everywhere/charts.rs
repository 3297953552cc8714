//! Charts that are assigned, drawn in, held still and stopped; trials, persons by age, chances; leaving and help.

use super::*;

#[test]
fn any_outcome_can_stand_in_either_chart() {
    let all = Outcome::of_pack(&ready(Language::En).baseline);
    // Years of life, care need, deaths, costs, two conditions, one cause of death.
    assert_eq!(all.len(), 13);
    let mut state = ready(Language::En);
    let shown = |state: &State| Pane::ALL.map(|pane| state.panes.of(pane));
    for upper in &all {
        for lower in &all {
            press(&mut state, Command::Show(Pane::Upper, *upper));
            press(&mut state, Command::Show(Pane::Lower, *lower));
            assert_eq!((shown(&state), state.outcome()), ([*upper, *lower], *lower));
            press(&mut state, Command::SwapCharts);
            assert_eq!((shown(&state), state.outcome()), ([*lower, *upper], *lower), "the same is chosen");
        }
    }
    press(&mut state, Command::Show(Pane::Upper, all[0]));
    for outcome in all.iter().skip(1).chain(all.first()) {
        press(&mut state, Command::NextOutcome);
        assert_eq!(state.outcome(), *outcome);
    }
    press(&mut state, Command::PreviousOutcome);
    assert_eq!(state.outcome(), *all.last().unwrap());
    press(&mut state, Command::OtherChart);
    assert_eq!(state.panes.chosen, Pane::Lower);
    // What a file says, and back.
    for outcome in all {
        assert_eq!(Outcome::named(&outcome.word(&state.baseline), &state.baseline), Some(outcome));
    }
}

#[test]
fn a_chart_is_assigned_by_list_palette_and_mouse_and_asks_for_what_it_needs() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    // By the list.
    keys(&mut state, "g");
    assert_eq!(state.picker.as_ref().map(|open| open.kind.clone()), Some(Kind::Outcomes));
    let Some(Task::Compute(request)) = keys(&mut state, "demen\n") else { panic!("conditions are counted") };
    assert_eq!(request.settings.detail, kenju::run::Detail::All);
    assert_eq!(state.outcome(), Outcome::Condition(1));
    let twin = kenju::ui::screen::plain::text(&state, Messages::of(Language::En));
    assert!(twin.contains("persons with Dementia, Men (%)"), "{twin}");
    // By the palette, into the chart that is not chosen.
    assert!(keys(&mut state, ":lower chart programme cost\n").is_none(), "counted already");
    assert_eq!((state.panes.chosen, state.outcome()), (Pane::Lower, Outcome::ProgrammeCost));
    let twin = kenju::ui::screen::plain::text(&state, Messages::of(Language::En));
    assert!(twin.contains("programme cost, Both sexes (100 million yen)"), "{twin}");
    // With the mouse: the row of the other chart, then the heading of the chosen one.
    state.mouse = true;
    let at = |column, row| Action::Mouse(Mouse { deed: MouseDeed::Press, column, row });
    update(&mut state, at(50, 22));
    assert_eq!(state.panes.chosen, Pane::Upper);
    update(&mut state, at(50, 7));
    assert_eq!(state.picker.as_ref().map(|open| open.kind.clone()), Some(Kind::Outcomes));
    update(&mut state, Action::Key(Key::Escape));
    // Wide screens have both: a press chooses.
    update(&mut state, Action::Resized(160, 48));
    update(&mut state, at(120, 40));
    assert_eq!(state.panes.chosen, Pane::Lower);
    // A lever without a unit cost has no cost that could be told.
    press(&mut state, Command::Up);
    press(&mut state, Command::Set(Word::Maximum));
    assert!(state.answer.is_some());
}

#[test]
fn costs_are_those_of_the_run_and_unknown_where_no_source_gives_them() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Show(Pane::Upper, Outcome::ProgrammeCost));
    let answer = state.current().unwrap();
    let values =
        answer.outcome(&state.baseline, Which::Scenario, state.trend, state.sex, Outcome::ProgrammeCost);
    assert!((values.last().unwrap().1 - 24.0).abs() < 1e-9, "{values:?}");
    let reference =
        answer.outcome(&state.baseline, Which::Reference, state.trend, state.sex, Outcome::ProgrammeCost);
    assert!(reference.iter().all(|(_, value)| *value == 0.0) && reference.len() == values.len());
    press(&mut state, Command::Up);
    press(&mut state, Command::Set(Word::Maximum));
    let screen = everything(&state);
    assert!(screen.contains("no source gives a unit cost of Specific health"), "{screen}");
}

/// The text twin as one line of words: what is broken over lines stands together again.
pub(super) fn words(state: &State) -> String {
    let twin = kenju::ui::screen::plain::text(state, Messages::of(Language::En));
    twin.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The right part of the screen as one line: words broken over lines of a chart stand together again.
pub(super) fn everything(state: &State) -> String {
    from_column(state, 42)
}

/// The whole screen, row after row.
pub(super) fn whole(state: &State) -> String {
    from_column(state, 0)
}

fn from_column(state: &State, from: u16) -> String {
    use ratatui::{Terminal, backend::TestBackend};
    let mut terminal = Terminal::new(TestBackend::new(state.size.0, state.size.1)).unwrap();
    let theme = kenju::ui::theme::Theme::new(kenju::ui::theme::Depth::Mono, kenju::ui::theme::Ground::Dark);
    terminal
        .draw(|frame| kenju::ui::screen::view(state, theme, Messages::of(state.language), frame))
        .unwrap();
    let buffer = terminal.backend().buffer();
    let from = from.min(buffer.area.width);
    let rows = (0..buffer.area.height).map(|y| {
        let cells = (from..buffer.area.width).map(|x| buffer[(x, y)].symbol());
        cells.collect::<String>().trim().to_owned()
    });
    rows.collect::<Vec<_>>().join(" ")
}

#[test]
fn charts_are_drawn_in_and_expanded_and_stay_in_their_years() {
    let mut state = ready(Language::En);
    assert_eq!(state.window(), (Year(2016), Year(2040)));
    press(&mut state, Command::ZoomIn);
    assert_eq!(state.window(), (Year(2028), Year(2040)));
    press(&mut state, Command::ZoomIn);
    assert_eq!(state.window(), (Year(2034), Year(2040)));
    press(&mut state, Command::ZoomIn);
    assert_eq!((state.window(), state.notice.take()), ((Year(2034), Year(2040)), Some(Notice::ZoomEnd)));
    press(&mut state, Command::FirstYear);
    assert_eq!(state.window(), (Year(2016), Year(2022)));
    press(&mut state, Command::ZoomOut);
    press(&mut state, Command::ZoomOut);
    press(&mut state, Command::ZoomOut);
    assert_eq!((state.window(), state.notice.take()), ((Year(2016), Year(2040)), Some(Notice::ZoomEnd)));
    press(&mut state, Command::Expand);
    assert!(!everything(&state).contains("Community salons"));
    press(&mut state, Command::Close);
    assert!(!state.expanded && state.place == Place::WhatIf);
}

#[test]
fn work_is_stopped_by_a_key_and_what_has_come_stays() {
    let mut state = ready(Language::En);
    assert!(press(&mut state, Command::Stop).is_none());
    assert_eq!(state.notice, Some(Notice::NothingToStop));
    press(&mut state, Command::Down);
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::Set(Word::Maximum)))
    else {
        panic!("a change is computed")
    };
    sample::answer_some(&mut state, &request, 1);
    let Some(Task::Cancel(generation)) = update(&mut state, Action::Command(Command::Stop)) else {
        panic!("the worker is told")
    };
    assert!(generation > request.generation && generation == state.generation);
    assert_eq!((&state.computation, state.notice.take()), (&Computation::Done, Some(Notice::Stopped)));
    let coarse = state.current().unwrap();
    assert!(!coarse.is_refined(Trend::None) && coarse.persons(Trend::None).is_some());
    // What still comes of it is stale.
    sample::answer(&mut state, &request);
    assert!(!state.current().unwrap().is_refined(Trend::None));
    press(&mut state, Command::Recompute);
    assert!(state.current().unwrap().is_refined(Trend::None));
    // Without anything to show, Escape says so as well.
    let Some(Task::Compute(_)) = update(&mut state, Action::Command(Command::Set(Word::Ambitious))) else {
        panic!("a change is computed")
    };
    assert!(matches!(update(&mut state, Action::Command(Command::Close)), Some(Task::Cancel(_))));
    assert!(matches!(state.computation, Computation::Failed(_)));
}

#[test]
fn numbers_are_held_still_until_they_are_let_go() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Freeze);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    assert!(!state.is_current(), "the answer waits");
    assert!(everything(&state).contains("before the change"));
    press(&mut state, Command::Freeze);
    assert!(state.is_current() && state.computation == Computation::Done);
}

#[test]
fn leaving_is_asked_once_where_something_would_be_lost() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Quit);
    assert_eq!((state.ending, state.notice.clone()), (None, Some(Notice::Unsaved)));
    press(&mut state, Command::NextSex);
    press(&mut state, Command::Quit);
    assert_eq!(state.ending, None, "asked again after anything else");
    press(&mut state, Command::Quit);
    assert!(state.ending.is_some());
    // What is in a file, or is offered again, is not lost.
    let mut state = ready(Language::En);
    press(&mut state, Command::Set(Word::Maximum));
    state.saved = Some(state.choice());
    press(&mut state, Command::Quit);
    assert!(state.ending.is_some());
    let mut state = ready(Language::En);
    state.autosaves = true;
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Quit);
    assert!(state.ending.is_some());
}

#[test]
fn help_begins_with_the_screen_and_is_searched() {
    let mut state = ready(Language::En);
    press(&mut state, Command::GoTo(Place::Goal));
    let lines = |state: &State| {
        let lines = kenju::ui::screen::overlay_lines(Overlay::Help(0), state);
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>()
    };
    press(&mut state, Command::GoTo(Place::Population));
    press(&mut state, Command::ToggleHelp);
    assert_eq!(lines(&state)[1], "On this screen: People");
    keys(&mut state, "/undo\n");
    let found = lines(&state);
    assert!(found.iter().any(|line| line.starts_with("u ")) && found.len() < 8, "{found:?}");
    press(&mut state, Command::Close);
    assert!(state.overlay.is_some() && lines(&state).len() > 40, "first the search, then the page");
    press(&mut state, Command::Close);
    assert!(state.overlay.is_none());
}

#[test]
fn trials_are_worth_something_computed_and_left_off_when_left() {
    let mut state = ready(Language::En);
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::GoTo(Place::Trials)))
    else {
        panic!("trials are asked for")
    };
    assert_eq!(request.jobs.last().unwrap().part, Part::Trials);
    assert!(words(&state).contains("being computed"));
    let Some(Task::Cancel(_)) = update(&mut state, Action::Command(Command::GoTo(Place::Goal))) else {
        panic!("they are not computed any more")
    };
    press(&mut state, Command::GoTo(Place::Trials));
    let twin = words(&state);
    for told in ["+12,000 with the trial first", "+20,000 if scaled up at once", "-8,000 (SE 900)"] {
        assert!(twin.contains(told), "{told}: {twin}");
    }
    assert!(twin.contains("Men +0.0120 with the trial first, +0.0200 at once"), "{twin}");
    assert!(press(&mut state, Command::GoTo(Place::Goal)).is_none(), "known now");
    assert!(press(&mut state, Command::GoTo(Place::Trials)).is_none());
}

#[test]
fn persons_by_age_are_all_or_those_in_a_state_or_with_a_condition() {
    let mut state = ready(Language::En);
    press(&mut state, Command::Down);
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::GoTo(Place::Population));
    for (who, sign) in [("limited", '+'), ("certified", '-'), ("level 2", '-')] {
        assert!(press(&mut state, Command::NextPeople).is_none(), "known with every answer");
        let twin = kenju::ui::screen::plain::text(&state, Messages::of(Language::En));
        assert!(twin.lines().any(|line| line.contains(who) && line.contains("1 October 2040")), "{twin}");
        assert!(twin.contains(sign), "{twin}");
    }
    let csv = export::document(&state, Form::Csv).text;
    let last: Vec<f64> =
        csv.lines().last().unwrap().split(',').skip(4).map(|one| one.parse().unwrap()).collect();
    assert!(last[0] > last[1], "fewer need care: {csv}");
    let Some(Task::Compute(request)) = press(&mut state, Command::NextPeople) else { panic!("counted") };
    assert_eq!(request.settings.detail, kenju::run::Detail::All);
    let twin = kenju::ui::screen::plain::text(&state, Messages::of(Language::En));
    assert!(twin.contains("Persons with Stroke on 1 October 2040") && twin.contains("65-74"), "{twin}");
    press(&mut state, Command::NextPeople);
    let csv = export::document(&state, Form::Csv).text;
    assert!(csv.starts_with("reading,year,sex,age_from,reference_persons,scenario_persons"), "{csv}");
    let last: Vec<f64> =
        csv.lines().last().unwrap().split(',').skip(4).map(|one| one.parse().unwrap()).collect();
    assert!(last[0] > last[1], "the salons keep some from dementia: {csv}");
    press(&mut state, Command::NextPeople);
    assert_eq!(state.people, People::All, "and everybody again");
}

#[test]
fn chances_and_bands_come_last_and_go_with_the_choice() {
    let (mut state, _) = sample::fresh_levers(Language::En, (80, 24));
    state.draws = 64;
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::Recompute)) else {
        panic!("computed")
    };
    assert!(matches!(request.jobs.last().unwrap().part, Part::Draws { trend: Trend::None }));
    assert_eq!(request.draws, 64);
    sample::answer_some(&mut state, &request, request.jobs.len() - 1);
    assert!(state.is_current() && state.current().unwrap().drawn(Trend::None).is_none());
    sample::answer(&mut state, &request);
    let screen = everything(&state);
    assert!(screen.contains("0/25/97%"), "{screen}");
    // The band belongs to one reading; the chances to all.
    let Some(Task::Compute(request)) = update(&mut state, Action::Command(Command::NextTrend)) else {
        panic!("the band of another reading")
    };
    assert_eq!(request.jobs.len(), 1);
    assert!(everything(&state).contains("0/25/97%"));
    press(&mut state, Command::GoTo(Place::Goal));
    let twin = words(&state);
    assert!(twin.contains("half pace 25% ("), "{twin}");
    let _ = update(&mut state, Action::Command(Command::GoTo(Place::WhatIf)));
    let _ = update(&mut state, Action::Command(Command::Set(Word::Maximum)));
    assert!(!everything(&state).contains("0/25/97%"), "stale chances are removed");
}
