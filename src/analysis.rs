//! Analyses: many runs, or parts of the model, held against the world and against each other.
//!
//! What is here changes no result. It says how far results can be trusted: [`validate`] holds the
//! raw simulation against targets, anchors and published projections, [`hindcast`] forgets what
//! came after a year and predicts it, [`switch_off`] takes one condition away at a time, [`eliminate`]
//! takes causes of death out of a life table, [`published`] holds what others found, [`recalibrate`] finds
//! the normalisers again for draws of uncertain inputs, [`trials`] asks what it is worth to run a trial
//! before a programme is scaled up, [`explain`] says which lever or assumption a difference comes from.

pub mod eliminate;
pub mod explain;
pub mod hindcast;
pub mod published;
pub mod recalibrate;
pub mod switch_off;
pub mod trials;
pub mod validate;

/// What a setting of a lever makes of the pack's effect of a channel.
pub use crate::model::levers::effect_in;

use crate::baseline::Text;
use crate::plan::Plan;
use crate::run::World;
use crate::run::progress::Part;

/// A world of a plan that only an analysis sees.
fn world(id: &str, plan: Plan) -> World {
    let title = Text { ja: id.to_owned(), en: id.to_owned() };
    World { id: id.to_owned(), title, plan, own_assumptions: Vec::new() }
}
