//! Levers made for the tests of this layer, in the form of the pack so that new fields take their defaults.

use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::num::units::Year;
use crate::plan::{CoveragePath, LeverSetting};

/// A lever with a channel that ends in `channel`, a text of fields.
pub fn lever(id: &str, tier: &str, reference: &str, channels: &[&str]) -> Lever {
    let channel = |text: &&str| {
        format!(
            "(title: (ja: \"x\", en: \"x\"), measured_in: participants, grade: \"A\", \
             basis: (ja: \"x\", en: \"x\"), sources: [], {text})"
        )
    };
    let channels: Vec<String> = channels.iter().map(channel).collect();
    let text = format!(
        "(id: \"{id}\", title: (ja: \"x\", en: \"x\"), group: community, mechanism: (ja: \"x\", en: \"x\"), \
         tier: {tier}, strength: (ja: \"x\", en: \"x\"), eligibility: (ages: (40, 74)), \
         coverage: (of: (ja: \"x\", en: \"x\"), reference: {reference}, ambitious: 0.8, maximum: 0.9, \
         reached: 2030, correlation: 0.0, basis: (ja: \"x\", en: \"x\"), sources: []), channels: [{}])",
        channels.join(", ")
    );
    ron::from_str(&text).unwrap()
}

/// Japan with these levers only.
pub fn japan(levers: Vec<Lever>) -> Baseline {
    let mut baseline = Baseline::japan().unwrap();
    baseline.levers.levers = levers;
    baseline
}

/// A lever set to one coverage from a year on.
pub fn set(id: &str, from: u16, share: f64) -> LeverSetting {
    let coverage = CoveragePath { from: Year(from), shares: vec![share] };
    LeverSetting { coverage: Some(coverage), ..LeverSetting::of(id) }
}
