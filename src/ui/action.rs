//! Everything that can happen to the state: what the user does and what the worker answers.
//!
//! Keys, help and footer are made from [`Command`]; a command without a name in the key table does
//! not exist for the user.

use super::task::Failure;
use crate::num::units::Sex;
use crate::run::RunOutput;

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
}

/// Something that changes the state.
#[derive(Debug)]
pub enum Action {
    /// The user did something.
    Command(Command),
    /// The terminal has this many columns and rows now.
    Resized(u16, u16),
    /// A share (0 to 1) of the work of a request is done.
    Progress {
        /// The request.
        generation: u64,
        /// Share done.
        share: f64,
    },
    /// A request is answered.
    Answered {
        /// The request.
        generation: u64,
        /// Its results or why there are none.
        result: Result<RunOutput, Failure>,
    },
}
