//! The one integration-test binary: one module per topic.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod cli;
mod health;
mod illness_death;
mod interface;
mod japan;
mod language;
mod layering;
mod levers;
mod packs;
mod programmes;
mod sample;
mod screens;
#[cfg(target_os = "linux")]
mod terminal;
mod validate;
mod worlds;
