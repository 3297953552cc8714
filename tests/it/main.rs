//! The one integration-test binary: one module per topic.

mod interface;
mod sample;
mod screens;
#[cfg(target_os = "linux")]
mod terminal;
