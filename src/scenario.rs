//! Scenarios: the files users write, and what becomes of them.
//!
//! A scenario says in which future, and with which changes, a world is simulated. The way of a file:
//! [`parse`] reads it safely into the types of [`schema`], [`document`] follows its bases, [`mod@resolve`]
//! settles inheritance into the numbers of a [`Plan`](crate::plan::Plan) for one pack, whose levers it names. Every mistake becomes one
//! message ([`error`], [`diagnose`]) in the reader's language that names file, line, field, what was
//! found and what is allowed. [`library`] holds the embedded scenarios, [`mod@write`] makes files.

mod describe;
pub mod diagnose;
pub mod document;
pub mod error;
mod every;
mod form;
mod levers;
pub mod library;
pub mod locate;
mod own;
pub mod parse;
pub mod problem;
pub mod quantity;
pub mod render;
pub mod resolve;
pub mod schema;
pub mod script;
pub mod study;
mod trials;
pub mod write;

pub use document::Document;
pub use error::{ErrorKind, ScenarioError};
pub use library::Library;
pub use resolve::{ResolvedScenario, resolve};

#[cfg(test)]
mod tests;
