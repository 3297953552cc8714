//! Sample statistics: mergeable moments, quantiles, and the jackknife.

/// Count, mean and variance that can be gathered in parts and merged.
///
/// Welford's update and Chan, Golub and LeVeque's merge (1979): no large sums of squares are
/// subtracted, so nothing cancels. Merging is exact in law but not associative in the last bit:
/// merge in a fixed order.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Adds one value.
    #[inline]
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
    }

    /// The moments of both samples together.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        if self.count == 0 {
            return other;
        }
        if other.count == 0 {
            return self;
        }
        let count = self.count + other.count;
        let (own, others, all) = (self.count as f64, other.count as f64, count as f64);
        let distance = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + distance * others / all,
            squares: self.squares + other.squares + distance * distance * own * others / all,
        }
    }

    /// How many values.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; 0 when there are none.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Their variance with divisor n - 1; 0 for fewer than two values.
    #[must_use]
    pub fn variance(&self) -> f64 {
        if self.count < 2 { 0.0 } else { self.squares / (self.count - 1) as f64 }
    }

    /// Standard error of the mean.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        if self.count == 0 { 0.0 } else { libm::sqrt(self.variance() / self.count as f64) }
    }
}

/// Quantile of an ascending sample by linear interpolation (type 7 of Hyndman and Fan 1996, the
/// default of R and NumPy); `None` for an empty sample. `probability` is held to 0..=1.
#[must_use]
pub fn quantile(ascending: &[f64], probability: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = (position as usize).min(last);
    let above = (below + 1).min(last);
    let fraction = position - below as f64;
    Some(ascending[below] + fraction * (ascending[above] - ascending[below]))
}

/// Standard error by the delete-one-group jackknife: sqrt((G - 1) / G sum (theta_g - mean)^2),
/// where theta_g is the estimate without group g; 0 for fewer than two groups.
///
/// Groups must be of nearly equal size (Efron and Tibshirani 1993, chapter 11).
#[must_use]
pub fn jackknife_standard_error(leave_one_out: &[f64]) -> f64 {
    let mut moments = Moments::default();
    for estimate in leave_one_out {
        moments.push(*estimate);
    }
    let groups = leave_one_out.len() as f64;
    if leave_one_out.len() < 2 { 0.0 } else { libm::sqrt((groups - 1.0) / groups * moments.squares) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moments(values: &[f64]) -> Moments {
        values.iter().fold(Moments::default(), |mut moments, value| {
            moments.push(*value);
            moments
        })
    }

    #[test]
    fn moments_of_a_known_sample() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squared deviations 32.
        let sample = moments(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!(sample.count(), 8);
        assert!((sample.mean() - 5.0).abs() < 1e-15);
        assert!((sample.variance() - 32.0 / 7.0).abs() < 1e-14);
        assert!((sample.standard_error() - (32.0_f64 / 56.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn a_large_offset_does_not_cancel() {
        let sample = moments(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert!((sample.variance() - 30.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_of_type_seven() {
        // R: quantile(c(1, 2, 4, 8), c(0, 0.1, 0.5, 0.9, 1)) gives 1, 1.3, 3, 6.8, 8.
        let sample = [1.0, 2.0, 4.0, 8.0];
        for (probability, expected) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            assert!((quantile(&sample, probability).unwrap() - expected).abs() < 1e-12);
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.9), Some(3.0));
    }

    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let total: f64 = values.iter().sum();
        let without: Vec<f64> = values.iter().map(|value| (total - value) / 7.0).collect();
        assert!((jackknife_standard_error(&without) - moments(&values).standard_error()).abs() < 1e-14);
        assert_eq!(jackknife_standard_error(&[1.0]), 0.0);
    }

    proptest! {
        #[test]
        fn parts_merge_to_the_whole(values in prop::collection::vec(-1e6..1e6, 0..60), cut in 0_usize..60) {
            let cut = cut.min(values.len());
            let whole = moments(&values);
            let merged = moments(&values[..cut]).merged(moments(&values[cut..]));
            prop_assert_eq!(whole.count(), merged.count());
            prop_assert!((whole.mean() - merged.mean()).abs() < 1e-8);
            prop_assert!((whole.variance() - merged.variance()).abs() < 1e-2);
        }
    }
}
