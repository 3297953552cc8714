//! The one integration-test binary: one module per topic.

mod illness_death;
mod packs;
mod worlds;
