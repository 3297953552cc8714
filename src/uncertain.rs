//! Uncertain inputs: what is not known exactly, how it is distributed, and one sample of all of it.
//!
//! Every uncertain input has a name, a [`Shape`] read from the pack and a [`Luck`]: the streams of random
//! numbers its standard normal score comes from. The value of an input in draw k is a function of the seed,
//! k and the names of its streams only. So it does not change when draws are added, when another input
//! becomes uncertain, or with the scenario: draw k means the same world for every plan.
//!
//! Draw 0 is the central one: the pack as it is. A draw changes inputs only; the normalisers of the pack
//! stay those of the central inputs (see MODEL.md). Inputs without a stated range are not drawn and are
//! listed by [`undrawn`]; an effect whose central value is null stays null in every draw.

mod apply;
mod inputs;
mod score;
mod shape;
#[cfg(test)]
mod tests;
mod trend;
mod unknown;

pub use apply::{drawn, drawn_plan};
pub use inputs::{Input, Kind, inputs};
pub use score::Luck;
pub use shape::Shape;
pub use unknown::{Undrawn, Why, undrawn};

use crate::num::draws::rounded;

/// The readings of the trend of limitation, as shares of the observed pace: none, half, full.
pub const PACES: [f64; 3] = [0.0, 0.5, 1.0];

/// The value of an input in a draw; its central value in draw 0.
#[must_use]
pub fn value(input: &Input, seed: u64, draw: u32) -> f64 {
    if draw == 0 {
        return input.central;
    }
    let score = input.luck.score(seed, draw);
    let value = input.shape.at(score, || input.luck.generator(seed, draw));
    rounded(value.clamp(input.least, input.most))
}
