//! Lessons in the interface: the steps of a lesson instead of the row of screens.
//!
//! [`state`] is the student's [`Player`](crate::lesson::play::Player) beside the [`State`](super::state::State)
//! of the usual screens, which serves the steps that look and act. [`keys`] is the one table of keys, [`update`]
//! what they do, [`page`] the text of a step (the same on the screen and in the line mode of [`plain`]), [`view`]
//! draws, `run` is the loop. The record is written after every key, before anything is drawn.

pub mod keys;
pub mod line;
pub mod page;
pub mod plain;
mod run;
pub mod state;
pub mod update;
pub mod view;

pub use run::start;
pub use state::{LessonOptions, LessonState};
