//! State transitions. Pure: no terminal, no thread, no clock.

mod answers;
mod charts;
mod finding;
mod levers;
mod picking;
mod pointing;
mod program;
mod typing;

use super::action::{Action, Command, Trend};
use super::export;
use super::layout;
use super::picker::Kind;
use super::place::Place;
use super::request;
use super::screen;
use super::state::{Computation, Ending, Held, Notice, Overlay, State, View};
use super::task::Task;
use super::tour;
use crate::num::units::{Sex, Year};

/// Applies an action; the caller carries out the task, if any.
pub fn update(state: &mut State, action: Action) -> Option<Task> {
    match action {
        Action::Key(key) if state.picker.is_some() => picking::key(state, key),
        Action::Key(key) if state.naming.is_some() => {
            picking::name(state, key);
            if state.naming.is_none() { recompared(state) } else { None }
        }
        Action::Key(key) if state.typing => {
            typing::key(state, key);
            None
        }
        Action::Key(key) => {
            // The list of keys is a list to search on every screen.
            let place = match state.overlay {
                Some(Overlay::Help(_)) if state.keys.command(key, Place::WhatIf) == Some(Command::Search) => {
                    Place::WhatIf
                }
                _ => state.place,
            };
            let command = state.keys.command(key, place)?;
            update(state, Action::Command(command))
        }
        Action::Command(command) => {
            let told = state.notice.take();
            if command != Command::Replay {
                state.replaying = false;
            }
            let task = match command {
                // Asked once: what is in no file would be lost.
                Command::Quit if told != Some(Notice::Unsaved) && state.is_unsaved() => {
                    // What is asked stands in the last row, which a page on top would hide.
                    state.overlay = None;
                    state.notice = Some(Notice::Unsaved);
                    None
                }
                _ => apply(state, command),
            };
            tour::advance(state, command);
            task
        }
        Action::Mouse(mouse) => pointing::mouse(state, mouse),
        Action::Listed(found) => {
            if let Some(picker) = &mut state.picker
                && let Kind::Files(known) = &mut picker.kind
            {
                *known = Some(found);
            }
            None
        }
        Action::Opened(result) => program::opened(state, result),
        Action::Took(time) => {
            if let Some(run) = state.runs.last_mut() {
                run.took = Some(time);
            }
            None
        }
        Action::Written(result) => {
            let toured = result.is_ok() && tour::written(state);
            state.notice = Some(match result {
                Ok(path) if toured => Notice::TourDone(path),
                Ok(path) => Notice::Written(path),
                Err(reason) => Notice::NotWritten(reason),
            });
            None
        }
        Action::Resized(columns, rows) => {
            state.size = (columns, rows);
            scroll(state, 0);
            None
        }
        Action::Progress { generation, share, left } => {
            answers::progress(state, generation, share, left);
            None
        }
        Action::Trialled { generation, last, result } => {
            answers::trialled(state, generation, last, result);
            None
        }
        Action::Reporting(written) => program::reporting(state, written),
        Action::Reported { generation, last, result } => answers::reported(state, (generation, last), result),
        Action::Explained { generation, trend, last, result } => {
            answers::explained(state, (generation, last), trend, result);
            None
        }
        Action::Answered { generation, part, last, result } => {
            answers::come(state, Held { generation, part, last, result });
            None
        }
    }
}

fn apply(state: &mut State, command: Command) -> Option<Task> {
    match command {
        Command::Quit => state.ending = Some(Ending::Quit),
        Command::Suspend => return Some(Task::Suspend),
        Command::Repaint => return Some(Task::Repaint),
        Command::ToggleHelp => {
            state.overlay = match state.overlay {
                Some(Overlay::Help(_)) => None,
                _ => Some(Overlay::Help(0)),
            };
            state.help_filter.clear();
        }
        Command::ToggleAbout => {
            state.overlay = match state.overlay {
                Some(Overlay::About(_)) => None,
                _ => Some(Overlay::About(0)),
            };
        }
        Command::Close => return close(state),
        Command::GoTo(place) => return go(state, place),
        Command::Open => levers::open(state),
        Command::Switch => return levers::switch(state),
        Command::Move(steps) => return levers::shift(state, steps),
        Command::Set(word) => return levers::set(state, word.reach()),
        Command::ResetLever => return levers::set(state, None),
        Command::ResetAll => return levers::reset_all(state),
        Command::Undo => return levers::travel(state, true),
        Command::Redo => return levers::travel(state, false),
        Command::Keep => {
            levers::keep(state);
            return recompared(state);
        }
        Command::Forget => {
            state.kept.clear();
            return recompared(state);
        }
        Command::NextOutcome => return charts::turn(state, 1),
        Command::PreviousOutcome => return charts::turn(state, -1),
        Command::Show(pane, outcome) => return charts::show(state, pane, outcome),
        Command::PickOutcome => return picking::open(state, Kind::Outcomes),
        Command::OtherChart => return charts::other(state),
        Command::SwapCharts => state.panes.swap(),
        Command::Expand => state.expanded = !state.expanded,
        Command::ZoomIn => charts::zoom(state, true),
        Command::ZoomOut => charts::zoom(state, false),
        Command::Freeze => return charts::freeze(state),
        Command::Stop => return charts::stop(state),
        Command::Skip => return charts::skip(state),
        Command::NextPeople => {
            state.people = state.people.next(&state.baseline);
            return missing(state);
        }
        Command::ToggleDifference => state.difference = !state.difference,
        Command::Search => state.typing = true,
        Command::FindNext => finding::step(state, false),
        Command::FindPrevious => finding::step(state, true),
        Command::SaveScenario => return Some(Task::Write(export::scenario(state))),
        Command::TakeDraft => return program::take_draft(state),
        Command::WriteView => return picking::open(state, Kind::Forms),
        Command::Copy => return program::copy(state),
        Command::Palette => return picking::open(state, Kind::Palette),
        Command::OpenFile => return picking::open(state, Kind::Files(None)),
        Command::TakeKept => {
            if state.kept.is_empty() {
                state.notice = Some(Notice::NoneKept);
                return None;
            }
            return picking::open(state, Kind::Kept);
        }
        Command::Name => picking::begin_name(state),
        Command::Replay => program::replay(state),
        Command::NextPlace => return go(state, state.place.after(1)),
        Command::PreviousPlace => return go(state, state.place.after(Place::ROW.len() - 1)),
        Command::ToggleTour => tour::toggle(state),
        Command::NextTheme => program::next_theme(state),
        Command::ToggleMouse => return Some(program::toggle_mouse(state)),
        Command::SwitchLanguage => {
            state.language = state.language.other();
            scroll(state, 0);
        }
        Command::ToggleView => {
            state.overlay = None;
            state.view = match state.view {
                View::Chart => View::Table,
                View::Table => View::Chart,
            };
        }
        Command::ToggleMarks => state.marks = state.marks.next(),
        Command::ShowSex(sex) => show_sex(state, sex),
        Command::NextSex => {
            let other = match state.sex {
                Sex::Male => Sex::Female,
                Sex::Female => Sex::Male,
            };
            show_sex(state, other);
        }
        Command::PreviousYear => move_by(state, -1),
        Command::NextYear => move_by(state, 1),
        Command::FirstYear => move_to(state, state.years().0),
        Command::LastYear => move_to(state, state.years().1),
        Command::Up => vertical(state, -1),
        Command::Down => vertical(state, 1),
        Command::PageUp => vertical(state, -page(state)),
        Command::PageDown => vertical(state, page(state)),
        Command::ChooseTrend(trend) => {
            choose_trend(state, trend);
            return missing(state);
        }
        Command::NextTrend => {
            let next = after(&state.trends(), state.trend);
            choose_trend(state, next);
            if state.trends().len() == 1 {
                state.notice = Some(Notice::NoSuchTrend);
            }
            return missing(state);
        }
        Command::NextMortality => {
            let choices = state.mortalities();
            if choices.len() == 1 {
                state.notice = Some(Notice::OneMortality);
                return None;
            }
            state.history.remember(state.choice(), None);
            state.assumptions.mortality = after(&choices, state.assumptions.mortality);
            return Some(Task::Compute(state.request()));
        }
        Command::NextCareNeed => {
            if state.baseline.care.is_none() {
                state.notice = Some(Notice::NoCareNeed);
                return None;
            }
            state.history.remember(state.choice(), None);
            state.assumptions.care_need = state.other_care_need();
            return Some(Task::Compute(state.request()));
        }
        Command::Recompute => return Some(Task::Compute(state.request())),
    }
    None
}

/// The choice after `current`, the first one after the last or after an unknown one.
fn after<T: Copy + PartialEq>(choices: &[T], current: T) -> T {
    let position = choices.iter().position(|choice| *choice == current);
    position.map_or(choices[0], |position| choices[(position + 1) % choices.len()])
}

/// All readings come with every answer, so a change of reading is on screen at once.
fn choose_trend(state: &mut State, trend: Trend) {
    if state.trends().contains(&trend) {
        if state.trend != trend {
            state.history.remember(state.choice(), None);
            state.trend = trend;
        }
    } else {
        state.notice = Some(Notice::NoSuchTrend);
    }
}

/// Asks for the comparison anew where another set of scenarios is on its screen.
fn recompared(state: &mut State) -> Option<Task> {
    request::lacks_comparison(state).then(|| Task::Compute(state.request()))
}

/// Asks for what the screen shows under another reading and is not there.
fn missing(state: &mut State) -> Option<Task> {
    request::is_missing(state).then(|| Task::Compute(state.request()))
}

fn show_sex(state: &mut State, sex: Sex) {
    if state.baseline.sexes.contains(&sex) {
        state.sex = sex;
    } else {
        state.notice = Some(Notice::OneSex);
    }
}

fn move_to(state: &mut State, year: Year) {
    let (first, last) = state.years();
    state.year = year.clamp(first, last);
}

fn move_by(state: &mut State, years: i32) {
    let wanted = (i32::from(state.year.0) + years).clamp(0, i32::from(u16::MAX));
    move_to(state, Year(u16::try_from(wanted).unwrap_or(u16::MAX)));
}

/// Another screen.
fn go(state: &mut State, place: Place) -> Option<Task> {
    if place == Place::WhatIf && state.baseline.levers.levers.is_empty() {
        state.notice = Some(Notice::NoLevers);
        return None;
    }
    // What the screen that is left was waiting for alone is not computed to its end.
    let alone = state.place == Place::Trials && place != Place::Trials && state.trials.is_none();
    let running = matches!(state.computation, Computation::Running(_));
    state.overlay = None;
    state.place = place;
    state.line = 0;
    finding::forget(state);
    state.expanded = false;
    state.history.settle();
    if request::is_missing(state) {
        return Some(Task::Compute(state.request()));
    }
    (alone && running).then(|| charts::give_up(state))
}

/// One level up: the page on top, the text looked for, the screen of levers.
fn close(state: &mut State) -> Option<Task> {
    if matches!(state.overlay, Some(Overlay::Help(_))) && !state.help_filter.is_empty() {
        state.help_filter.clear();
    } else if state.overlay.is_some() {
        state.overlay = None;
    } else if !state.filter.is_empty() {
        finding::forget(state);
        state.line = 0;
    } else if state.expanded {
        state.expanded = false;
    } else if state.place == Place::WhatIf {
        let running = matches!(state.computation, Computation::Running(_));
        return running.then(|| charts::give_up(state));
    } else if !state.baseline.levers.levers.is_empty() {
        return go(state, Place::WhatIf);
    }
    None
}

/// Lines in an overlay or a list, levers, years in the table, nothing on the chart.
fn vertical(state: &mut State, lines: i32) {
    if state.overlay.is_some() {
        scroll(state, lines);
        return;
    }
    match state.place {
        Place::WhatIf => levers::choose(state, lines),
        Place::Outlook if state.view == View::Table => move_by(state, lines),
        Place::Outlook => {}
        _ => {
            let moved = state.line.saturating_add_signed(lines as isize);
            state.line = moved.min(screen::page::last_top(state));
        }
    }
}

fn page(state: &State) -> i32 {
    i32::from(layout::overlay_rows(state).saturating_sub(1).max(1))
}

/// Moves the open overlay, keeping its last page full.
fn scroll(state: &mut State, lines: i32) {
    state.line = state.line.min(screen::page::last_top(state));
    let limit = match state.overlay {
        None => return,
        Some(overlay) => screen::overlay_lines(overlay, state)
            .len()
            .saturating_sub(usize::from(layout::overlay_rows(state))),
    };
    if let Some(Overlay::Help(top) | Overlay::About(top) | Overlay::Fault(top)) = &mut state.overlay {
        let moved = top.saturating_add_signed(lines as isize);
        *top = moved.min(limit);
    }
}
