//! Policy before it meets persons: pure arithmetic on what a pack says of levers and what a plan sets.

pub mod path;
pub mod shock;
