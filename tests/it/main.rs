//! The one integration-test binary: one module per topic.

mod cli;
mod illness_death;
mod japan;
mod language;
mod layering;
mod packs;
mod worlds;
