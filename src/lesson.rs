//! Lessons for a class: predict, act, reveal.
//!
//! A lesson is a RON file ([`schema`]) that [`mod@file`] reads with the care of a scenario and turns into a
//! [`Lesson`]: steps, worlds ready to run, results to ask for, and claims that must hold. [`results`] runs
//! the model, [`claims`] says whether a claim holds beyond the noise of the simulation, [`play`] is the
//! state of a student who goes through the steps, with no terminal, no clock and no language. A student's
//! work is a [`record`]; [`slip`] is what leaves the machine, [`class`] what a teacher makes of many slips,
//! [`code`] what makes every machine of a class show the same numbers.

pub mod claims;
pub mod class;
pub mod code;
pub mod file;
pub mod play;
pub mod record;
pub mod results;
pub mod schema;
pub mod slip;

pub use file::{Lesson, LessonError, ids};
