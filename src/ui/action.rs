//! Everything that can happen to the state: what the user does and what the worker answers.
//!
//! Keys, help and footer are made from [`Command`]; a command without a name in the key table does
//! not exist for the user.

use super::draft::Reach;
use super::files::Found;
use super::keymap::Key;
use super::outcome::Outcome;
use super::panes::Pane;
use super::place::Place;
use super::task::{Document, Failure, Part};
use crate::analysis::explain::Explanation;
use crate::analysis::trials::Trials;
use crate::num::units::Sex;
use crate::run::{RunOutput, World};
use std::sync::Arc;
use std::time::Duration;

/// A reading of the trend of activity limitation at a given age after the last survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// No further change: the cautious reading.
    None,
    /// Half the observed pace.
    Half,
    /// The observed pace.
    Full,
    /// The pace of the scenario that was opened.
    Own,
}

/// A word for how far a lever is to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Nobody.
    Nothing,
    /// As it is today.
    Today,
    /// What the pack calls ambitious.
    Ambitious,
    /// What the pack calls the maximum.
    Maximum,
}

impl Word {
    /// The reach it names; what is so today already is no setting.
    #[must_use]
    pub const fn reach(self) -> Option<Reach> {
        match self {
            Self::Nothing => Some(Reach::Nothing),
            Self::Today => None,
            Self::Ambitious => Some(Reach::Ambitious),
            Self::Maximum => Some(Reach::Maximum),
        }
    }
}

/// Everything a user can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Leave the program.
    Quit,
    /// Hand the terminal back to the shell until resumed.
    Suspend,
    /// Paint the whole screen again.
    Repaint,
    /// Open or close the list of keys.
    ToggleHelp,
    /// Open or close the page on what the chart shows.
    ToggleAbout,
    /// Close what is open on top.
    Close,
    /// The other language.
    SwitchLanguage,
    /// Chart or table.
    ToggleView,
    /// Braille dots or ASCII marks.
    ToggleMarks,
    /// Show this sex.
    ShowSex(Sex),
    /// Show the other sex.
    NextSex,
    /// Move the year cursor back.
    PreviousYear,
    /// Move the year cursor on.
    NextYear,
    /// Move the year cursor to the first year.
    FirstYear,
    /// Move the year cursor to the last year.
    LastYear,
    /// One line up in an overlay, one year back in the table.
    Up,
    /// One line down in an overlay, one year on in the table.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// Choose a trend reading.
    ChooseTrend(Trend),
    /// The next trend reading.
    NextTrend,
    /// The next mortality assumption.
    NextMortality,
    /// The next assumption on care need.
    NextCareNeed,
    /// Compute again.
    Recompute,
    /// Go to a screen.
    GoTo(Place),
    /// Move a lever by so many steps.
    Move(i8),
    /// Set a lever by a word.
    Set(Word),
    /// Give the lever back to its reference path.
    ResetLever,
    /// Give every lever back, and every assumption.
    ResetAll,
    /// Take back the last change.
    Undo,
    /// Do again what was undone.
    Redo,
    /// Open what is chosen.
    Open,
    /// The next choice of what is chosen.
    Switch,
    /// The next outcome of the chart.
    NextOutcome,
    /// The outcome before it.
    PreviousOutcome,
    /// What is in the upper chart goes to the lower one, and the other way round.
    SwapCharts,
    /// Levels or what the policies add.
    ToggleDifference,
    /// Keep the present scenario for the comparison.
    Keep,
    /// Forget the scenarios kept.
    Forget,
    /// Write the scenario as a file.
    SaveScenario,
    /// Take up the unsaved scenario of an earlier session.
    TakeDraft,
    /// Write what is on screen as a table.
    WriteView,
    /// Type a text to look for.
    Search,
    /// The next place where it stands.
    FindNext,
    /// The place before.
    FindPrevious,
    /// Show what was before the last change, or what is now.
    Replay,
    /// Keep the present scenario under a name.
    Name,
    /// Choose a kept scenario to go back to.
    TakeKept,
    /// Choose a scenario to open.
    OpenFile,
    /// The next screen.
    NextPlace,
    /// The screen before.
    PreviousPlace,
    /// Choose from everything that can be done.
    Palette,
    /// Copy the numbers on screen.
    Copy,
    /// Begin or end the tour.
    ToggleTour,
    /// The next theme of colours.
    NextTheme,
    /// Listen to the mouse or not.
    ToggleMouse,
    /// Show an outcome in one of the two charts.
    Show(Pane, Outcome),
    /// Choose from all outcomes what the chosen chart shows.
    PickOutcome,
    /// The other of the two charts.
    OtherChart,
    /// The chart takes the whole body of the screen, or gives it back.
    Expand,
    /// Fewer years in the charts.
    ZoomIn,
    /// More years in the charts.
    ZoomOut,
    /// Hold the screen still while answers come, or let it go.
    Freeze,
    /// Stop the work under way.
    Stop,
    /// Give up the job under way; the others go on.
    Skip,
    /// All persons by age, or those in the next state.
    NextPeople,
}

/// What the mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseDeed {
    /// The left button was pressed.
    Press,
    /// The wheel was turned up.
    WheelUp,
    /// The wheel was turned down.
    WheelDown,
}

/// A deed of the mouse and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub deed: MouseDeed,
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
}

/// Something that changes the state.
#[derive(Debug)]
pub enum Action {
    /// The user pressed a key.
    Key(Key),
    /// The user did something.
    Command(Command),
    /// A file was written, under this path, or could not be.
    Written(Result<String, String>),
    /// The mouse did something on a cell.
    Mouse(Mouse),
    /// The scenarios that can be opened.
    Listed(Vec<Found>),
    /// A scenario was read, or could not be: then why, in lines.
    Opened(Result<Box<World>, String>),
    /// The newest answer took this long.
    Took(Duration),
    /// The terminal has this many columns and rows now.
    Resized(u16, u16),
    /// A share (0 to 1) of the work of a request is done.
    Progress {
        /// The request.
        generation: u64,
        /// Share done.
        share: f64,
        /// Time that the rest will take at the pace so far; `None` while that cannot be told.
        left: Option<Duration>,
    },
    /// An explanation is answered.
    Explained {
        /// The request.
        generation: u64,
        /// Reading.
        trend: Trend,
        /// Whether nothing more will come.
        last: bool,
        /// Why the scenario differs, or why that is not known.
        result: Result<Box<Explanation>, Failure>,
    },
    /// The trials are answered.
    Trialled {
        /// The request.
        generation: u64,
        /// Whether nothing more will come.
        last: bool,
        /// What they are worth, or why that is not known.
        result: Result<Arc<Trials>, Failure>,
    },
    /// The scenario of a report was written under this path, or could not be.
    Reporting(Result<String, String>),
    /// A report is answered.
    Reported {
        /// The request.
        generation: u64,
        /// Whether nothing more will come.
        last: bool,
        /// The file to write, or why there is none.
        result: Result<Document, Failure>,
    },
    /// A job of a request is answered.
    Answered {
        /// The request.
        generation: u64,
        /// Which of its jobs.
        part: Part,
        /// Whether nothing more will come.
        last: bool,
        /// Its results or why there are none.
        result: Result<RunOutput, Failure>,
    },
}
