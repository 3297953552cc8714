//! Cause-deleted life tables: what life expectancy would be if some causes of death were gone and the
//! risk of all others stayed as it is.
//!
//! With q the probability of dying at an age and r the share of the causes among the deaths of that age
//! (Chiang 1968, *Introduction to Stochastic Processes in Biostatistics*, chapter 11),
//!
//! ```text
//! q without = 1 - (1 - q)^(1 - r)
//! ```
//!
//! which is exact where the hazards of the causes keep their proportion within the age. The rate of the
//! open age is m (1 - r). The years lived in an age by those who die in it are kept. The causes are taken
//! as independent: who is saved from one has the risk of the others that all have. Neither the ministry
//! nor this table asks what the disease did before death.

use crate::outcome::life_table::{
    AgeGroup, DEFAULT_FRACTION, InputError, LastGroup, LifeTable, LifeTableInput,
};

/// Mortality of one sex and year by single age, with the share of some causes.
#[derive(Debug, Clone, PartialEq)]
pub struct Deaths {
    /// First completed age.
    pub first: u8,
    /// Central death rates of successive ages, the last of them open, per person-year.
    pub rates: Vec<f64>,
    /// Share of the causes in the deaths of each age.
    pub shares: Vec<f64>,
    /// Years lived in the first age by those who die in it.
    pub first_fraction: f64,
}

/// Life expectancies by age with and without the causes.
#[derive(Debug, Clone, PartialEq)]
pub struct Eliminated {
    first: u8,
    /// With all causes, years.
    with: Vec<f64>,
    /// Without the causes, years.
    without: Vec<f64>,
}

impl Eliminated {
    /// The two life tables.
    ///
    /// # Errors
    /// [`InputError`] where rates or shares are no numbers, or nobody dies in the open age.
    pub fn new(deaths: &Deaths) -> Result<Self, InputError> {
        Ok(Self {
            first: deaths.first,
            with: expectancies(deaths, |_| 0.0)?,
            without: expectancies(deaths, |index| deaths.shares.get(index).copied().unwrap_or(0.0))?,
        })
    }

    /// Life expectancy at an age with all causes, years; `None` outside the table.
    #[must_use]
    pub fn life_expectancy(&self, age: u8) -> Option<f64> {
        self.with.get(usize::from(age.checked_sub(self.first)?)).copied()
    }

    /// Life expectancy gained at an age, years; `None` outside the table.
    #[must_use]
    pub fn gain(&self, age: u8) -> Option<f64> {
        let index = usize::from(age.checked_sub(self.first)?);
        Some(self.without.get(index)? - self.with.get(index)?)
    }
}

/// Life expectancies by age with a share of the deaths of each age taken away.
fn expectancies(deaths: &Deaths, share: impl Fn(usize) -> f64) -> Result<Vec<f64>, InputError> {
    let ages = deaths.first..=u8::MAX;
    let groups = deaths.rates.iter().zip(ages).enumerate().map(|(index, (&rate, age))| {
        let fraction = if index == 0 { deaths.first_fraction } else { DEFAULT_FRACTION };
        let (kept, open) = (1.0 - share(index), index + 1 == deaths.rates.len());
        let probability = (rate / (1.0 + (1.0 - fraction) * rate)).min(1.0);
        AgeGroup {
            age,
            rate: open.then_some(rate * kept),
            probability: (!open).then(|| 1.0 - libm::pow(1.0 - probability, kept)),
            fraction: Some(fraction),
        }
    });
    let table = LifeTable::new(&LifeTableInput::new(groups.collect(), LastGroup::Open)?);
    Ok(table.rows().iter().map(|row| row.expectancy).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A constant hazard, of which the causes are a constant share: 1 / (mu - mu_i) years are left at
    /// every age.
    #[test]
    fn constant_hazards_have_a_closed_form() {
        for (hazard, of_cause) in [(0.02, 0.005), (0.05, 0.04), (0.1, 0.03)] {
            // The central rate of a constant hazard is the hazard; a is its own mean, nearly 0.5.
            let deaths = Deaths {
                first: 0,
                rates: vec![hazard; 111],
                shares: vec![of_cause / hazard; 111],
                first_fraction: DEFAULT_FRACTION,
            };
            let found = Eliminated::new(&deaths).unwrap();
            for age in [0, 40, 110] {
                let with = found.life_expectancy(age).unwrap();
                let without = with + found.gain(age).unwrap();
                assert!((with * hazard - 1.0).abs() < 1e-9, "{hazard}: {with}");
                assert!(
                    (without * (hazard - of_cause) - 1.0).abs() < 1e-3,
                    "{hazard}, {of_cause}: {without}"
                );
            }
            assert_eq!(found.gain(111), None);
        }
    }

    #[test]
    fn the_probability_is_that_of_the_other_causes_alone() {
        // Two ages: q = 0.4 of which three quarters are taken away leaves 1 - 0.6^0.25.
        let rate = 0.4 / (1.0 - 0.5 * 0.4);
        let deaths =
            Deaths { first: 60, rates: vec![rate, 1.0], shares: vec![0.75, 0.0], first_fraction: 0.5 };
        let found = Eliminated::new(&deaths).unwrap();
        let expected = |q: f64| 1.0 - 0.5 * q + (1.0 - q);
        let left = 1.0 - 0.6_f64.powf(0.25);
        assert!((found.life_expectancy(60).unwrap() - expected(0.4)).abs() < 1e-12);
        assert!((found.gain(60).unwrap() - (expected(left) - expected(0.4))).abs() < 1e-12);
        assert!(found.gain(61).unwrap().abs() < 1e-12);
        assert_eq!(found.gain(59), None);
    }

    #[test]
    fn taking_away_causes_together_gains_more_than_one_by_one() {
        let rates: Vec<f64> = (0..=110).map(|age| 2e-5 * (0.1 * f64::from(age)).exp()).collect();
        let gain = |share: f64| {
            let deaths =
                Deaths { first: 0, rates: rates.clone(), shares: vec![share; 111], first_fraction: 0.1 };
            Eliminated::new(&deaths).unwrap().gain(0).unwrap()
        };
        assert!(gain(0.0).abs() < 1e-12);
        assert!(gain(0.5) > gain(0.2) + gain(0.3));
        // Gompertz: a share r taken away at all ages gains -ln(1 - r) / 0.1 years at ages where few died.
        assert!((gain(0.5) - std::f64::consts::LN_2 / 0.1).abs() < 0.3, "{}", gain(0.5));
    }
}
