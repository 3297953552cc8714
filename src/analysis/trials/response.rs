//! What a step of coverage gains, year by year after it, and what any other path of coverage then gains.

use crate::baseline::levers::Lever;
use crate::num::units::Year;
use crate::plan::CoveragePath;

/// The response of the engine to a step of coverage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Response {
    /// First year of the step.
    pub from: Year,
    /// Gain per share covered, k years after the step.
    pub gains: Vec<f64>,
    /// Benefit (on the scale on which 0 does nothing) that was run.
    pub benefit: f64,
}

impl Response {
    /// How often each gain counts in `year` along a path: the yearly growth of its excess over the reference,
    /// by the years that have passed since.
    pub fn weights(&self, lever: &Lever, path: &CoveragePath, year: Year) -> Vec<f64> {
        let excess = |year: Year| path.at(year).map_or(0.0, |share| share - lever.reference_coverage(year));
        let mut weights = vec![0.0; self.gains.len()];
        for step in path.from.0..=year.0 {
            let grown = excess(Year(step)) - excess(Year(step - 1));
            let after = usize::from(year.0 - step).min(self.gains.len().saturating_sub(1));
            if let Some(weight) = weights.get_mut(after) {
                *weight += grown;
            }
        }
        weights
    }

    /// Gain in `year` of coverage along a path with this benefit.
    pub fn gain(&self, lever: &Lever, path: &CoveragePath, benefit: f64, year: Year) -> f64 {
        let weights = self.weights(lever, path, year);
        let sum: f64 = weights.iter().zip(&self.gains).map(|(weight, gain)| weight * gain).sum();
        sum * benefit / self.benefit
    }

    /// Mean gain of the years from the step to `until`.
    pub fn mean_gain(&self, lever: &Lever, path: &CoveragePath, benefit: f64, until: Year) -> f64 {
        let years = f64::from(until.0 - self.from.0 + 1);
        let gain = |year| self.gain(lever, path, benefit, Year(year));
        (self.from.0..=until.0).map(gain).sum::<f64>() / years
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lever() -> Lever {
        let text = "(id: \"x\", title: (ja: \"x\", en: \"x\"), group: community, mechanism: (ja: \"x\", en: \"x\"), \
            tier: mixed, strength: (ja: \"x\", en: \"x\"), eligibility: (ages: (65, 110)), \
            coverage: (of: (ja: \"x\", en: \"x\"), reference: [(2016, 0.1)], ambitious: 0.8, maximum: 0.9, \
            reached: 2030, correlation: 0.0, basis: (ja: \"x\", en: \"x\"), sources: []), channels: [])";
        ron::from_str(text).unwrap()
    }

    #[test]
    fn the_step_that_was_run_gains_what_was_found() {
        let gains = vec![0.0, 0.1, 0.3, 0.35, 0.36];
        let response = Response { from: Year(2036), gains: gains.clone(), benefit: 2.0 };
        let path = CoveragePath { from: Year(2036), shares: vec![0.3; 5] };
        for (year, gain) in (2036..=2040).zip(&gains) {
            let found = response.gain(&lever(), &path, 2.0, Year(year));
            assert!((found - 0.2 * gain).abs() < 1e-15, "{year}");
            assert!((response.gain(&lever(), &path, 1.0, Year(year)) - 0.1 * gain).abs() < 1e-15);
        }
        let mean = response.mean_gain(&lever(), &path, 2.0, Year(2040));
        assert!((mean - 0.2 * gains.iter().sum::<f64>() / 5.0).abs() < 1e-15);
    }

    #[test]
    fn a_later_path_gains_what_an_earlier_one_gained_as_long_after() {
        let response = Response { from: Year(2030), gains: vec![0.0, 1.0, 4.0, 9.0], benefit: 1.0 };
        let two_steps = CoveragePath { from: Year(2031), shares: vec![0.2, 0.3] };
        // 0.1 more from 2031, another 0.1 from 2032: in 2033 they are two and one years old.
        let found = response.gain(&lever(), &two_steps, 1.0, Year(2033));
        assert!((found - (0.1 * 4.0 + 0.1 * 1.0)).abs() < 1e-15);
        let reference = CoveragePath { from: Year(2031), shares: vec![0.1] };
        assert_eq!(response.gain(&lever(), &reference, 1.0, Year(2033)), 0.0);
    }
}
