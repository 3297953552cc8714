//! The one integration-test binary: one module per topic.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod black_box;
mod cli;
mod costs;
mod draws;
mod errors;
mod everywhere;
mod excess;
mod explain;
mod health;
mod illness_death;
mod interface;
mod japan;
mod language;
mod layering;
mod lessons;
mod lever_catalogue;
mod lever_effects;
mod lever_properties;
mod levers;
mod manual;
mod packs;
mod programmes;
mod report;
mod sample;
mod scenario_summaries;
mod screens;
mod session;
mod structure;
mod study_store;
mod study_summaries;
#[cfg(target_os = "linux")]
mod terminal;
mod validate;
mod worlds;
