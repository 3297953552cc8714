//! State transitions. Pure: no terminal, no thread, no clock.

use super::action::{Action, Command, Trend};
use super::answer::Answer;
use super::layout;
use super::screen;
use super::state::{Computation, Ending, Notice, Overlay, State, View};
use super::task::Task;
use crate::num::units::{Sex, Year};

/// Applies an action; the caller carries out the task, if any.
pub fn update(state: &mut State, action: Action) -> Option<Task> {
    match action {
        Action::Command(command) => {
            state.notice = None;
            apply(state, command)
        }
        Action::Resized(columns, rows) => {
            state.size = (columns, rows);
            scroll(state, 0);
            None
        }
        Action::Progress { generation, share } => {
            if generation == state.generation && matches!(state.computation, Computation::Running(_)) {
                state.computation = Computation::Running(share.clamp(0.0, 1.0));
            }
            None
        }
        Action::Answered { generation, result } => {
            // Answers to replaced requests are stale, however good they are.
            if generation == state.generation {
                match result {
                    Ok(output) => {
                        let trends = state.trends();
                        state.answer = Some(Answer::new(state.assumptions, &trends, output));
                        state.computation = Computation::Done;
                        move_to(state, state.year);
                    }
                    Err(failure) => state.computation = Computation::Failed(failure),
                }
            }
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
        }
        Command::ToggleAbout => {
            state.overlay = match state.overlay {
                Some(Overlay::About(_)) => None,
                _ => Some(Overlay::About(0)),
            };
        }
        Command::Close => state.overlay = None,
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
        Command::ToggleMarks => state.ascii = !state.ascii,
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
        Command::ChooseTrend(trend) => choose_trend(state, trend),
        Command::NextTrend => {
            let next = after(&state.trends(), state.trend);
            choose_trend(state, next);
            if state.trends().len() == 1 {
                state.notice = Some(Notice::NoSuchTrend);
            }
        }
        Command::NextMortality => {
            let choices = state.mortalities();
            if choices.len() == 1 {
                state.notice = Some(Notice::OneMortality);
                return None;
            }
            state.assumptions.mortality = after(&choices, state.assumptions.mortality);
            return Some(Task::Compute(state.request()));
        }
        Command::NextCareNeed => {
            if state.baseline.care.is_none() {
                state.notice = Some(Notice::NoCareNeed);
                return None;
            }
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
        state.trend = trend;
    } else {
        state.notice = Some(Notice::NoSuchTrend);
    }
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

/// Lines in an overlay, years in the table, nothing on the chart.
fn vertical(state: &mut State, lines: i32) {
    if state.overlay.is_some() {
        scroll(state, lines);
    } else if state.view == View::Table {
        move_by(state, lines);
    }
}

fn page(state: &State) -> i32 {
    i32::from(layout::overlay_rows(state).saturating_sub(1).max(1))
}

/// Moves the open overlay, keeping its last page full.
fn scroll(state: &mut State, lines: i32) {
    let limit = match state.overlay {
        None => return,
        Some(overlay) => screen::overlay_lines(overlay, state)
            .len()
            .saturating_sub(usize::from(layout::overlay_rows(state))),
    };
    if let Some(Overlay::Help(top) | Overlay::About(top)) = &mut state.overlay {
        let moved = top.saturating_add_signed(lines as isize);
        *top = moved.min(limit);
    }
}
