//! Studies: many scenarios, draws and seeds, run unit by unit into one file that nothing is lost from.
//!
//! A unit is one scenario with one draw of the parameters and one seed. It is a pure function of the
//! manifest of the study, the scenario, the draw and the seed, so units may be computed in any order, on
//! any machine, by any number of processes, and the content of the store is the same to the bit.
//!
//! [`manifest`] says what a study is, [`units`] which units it has, [`solve`] computes them, [`store`] keeps
//! them ([`read`] for what is done with them), [`work`] does what is left, [`merge`] joins parts, [`verify`]
//! looks for damage, [`differ`] says why two results differ.

pub mod differ;
mod drawn;
pub mod error;
pub mod manifest;
pub mod merge;
pub mod read;
pub mod solve;
pub mod store;
pub mod units;
pub mod verify;
pub mod work;

pub use error::StoreError;
pub use manifest::Manifest;
pub use store::Store;
