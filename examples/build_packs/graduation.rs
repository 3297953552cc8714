//! From shares of age groups to shares of single ages.
//!
//! The logit is piecewise linear through one node per group, and the nodes are moved until the
//! population-weighted mean of every group is the published share. Above the last node the slope
//! of the last segment goes on, so that a share that rises with age keeps rising in the open group;
//! below the first node the value is held or the first slope goes on, as asked.

use super::mortality::LAST_AGE;

/// An age group with its published share.
#[derive(Clone)]
pub struct Group {
    /// Youngest completed age.
    pub first: u8,
    /// Oldest completed age.
    pub last: u8,
    /// Exact age of the node.
    pub node: f64,
    /// Published share.
    pub share: f64,
}

impl Group {
    /// A group whose node lies in its middle.
    pub fn new(first: u8, last: u8, share: f64) -> Self {
        Self { first, last, node: f64::midpoint(f64::from(first), f64::from(last) + 1.0), share }
    }

    /// The open group from `first` on, with its node two and a half years above.
    pub fn open(first: u8, share: f64) -> Self {
        Self { first, last: LAST_AGE, node: f64::from(first) + 2.5, share }
    }

    fn ages(&self) -> std::ops::RangeInclusive<usize> {
        usize::from(self.first)..=usize::from(self.last)
    }

    /// Weighted mean of `values` over the group.
    pub fn mean(&self, values: &[f64], weights: &[f64]) -> f64 {
        let weight: f64 = self.ages().map(|age| weights[age]).sum();
        self.ages().map(|age| values[age] * weights[age]).sum::<f64>() / weight
    }
}

/// Logarithm of the odds.
pub fn logit(share: f64) -> f64 {
    libm::log(share / (1.0 - share))
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

fn at(groups: &[Group], nodes: &[f64], age: f64, hold_below: bool) -> f64 {
    if nodes.len() == 1 || (hold_below && age <= groups[0].node) {
        return nodes[0];
    }
    let segment = groups[1..groups.len() - 1].iter().take_while(|group| group.node < age).count();
    let slope = (nodes[segment + 1] - nodes[segment]) / (groups[segment + 1].node - groups[segment].node);
    nodes[segment] + slope * (age - groups[segment].node)
}

/// Single-age shares of 0..=110 whose group means are the published shares; zero below the first group.
///
/// A `ceiling` bounds each age; the means hold under it.
///
/// # Errors
/// A message when the means cannot be reached.
pub fn graduate(
    groups: &[Group],
    weights: &[f64],
    hold_below: bool,
    ceiling: &dyn Fn(usize) -> f64,
) -> Result<Vec<f64>, String> {
    let mut nodes: Vec<f64> = groups.iter().map(|group| logit(group.share)).collect();
    for _ in 0..10_000 {
        let shares: Vec<f64> = (0..=usize::from(LAST_AGE))
            .map(|age| {
                if age < usize::from(groups[0].first) {
                    return 0.0;
                }
                logistic(at(groups, &nodes, age as f64 + 0.5, hold_below)).min(ceiling(age))
            })
            .collect();
        let mut largest: f64 = 0.0;
        for (group, node) in groups.iter().zip(&mut nodes) {
            let mean = group.mean(&shares, weights);
            largest = largest.max((mean - group.share).abs());
            *node += 0.7 * (logit(group.share) - logit(mean));
        }
        if largest < 1e-12 {
            return Ok(shares);
        }
    }
    Err("the group shares cannot be reproduced".to_owned())
}
