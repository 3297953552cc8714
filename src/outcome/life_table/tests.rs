//! Life tables against closed forms and a published table.

use super::*;
use proptest::prelude::*;

fn ages(first: u8, last: u8) -> Vec<u8> {
    (first..=last).collect()
}

/// Central rates of a constant hazard by single age are the hazard itself.
/// A table from the value that `put` places in each group, and fractions (empty: defaults).
fn table(
    ages: &[u8],
    values: &[f64],
    fractions: &[Option<f64>],
    last: LastGroup,
    put: impl Fn(&mut AgeGroup, f64),
) -> Result<LifeTable, InputError> {
    let groups = ages.iter().zip(values).enumerate().map(|(index, (&age, &value))| {
        let fraction = fractions.get(index).copied().flatten();
        let mut group = AgeGroup { age, fraction, ..AgeGroup::default() };
        put(&mut group, value);
        group
    });
    Ok(LifeTable::new(&LifeTableInput::new(groups.collect(), last)?))
}

fn from_rates(
    ages: &[u8],
    rates: &[f64],
    fractions: &[Option<f64>],
    last: LastGroup,
) -> Result<LifeTable, InputError> {
    table(ages, rates, fractions, last, |group, rate| group.rate = Some(rate))
}

fn from_probabilities(
    ages: &[u8],
    probabilities: &[f64],
    fractions: &[Option<f64>],
    last: LastGroup,
) -> Result<LifeTable, InputError> {
    table(ages, probabilities, fractions, last, |group, probability| group.probability = Some(probability))
}

#[test]
fn a_constant_hazard_lives_one_over_it() {
    for hazard in [0.005, 0.02, 0.1] {
        let table = from_rates(&ages(0, 100), &[hazard; 101], &[], LastGroup::Open).unwrap();
        // With a = 0.5 every group has L = d / m, so the sum is exactly 1 / m.
        assert!((table.rows()[0].expectancy * hazard - 1.0).abs() < 1e-12);
        assert!((table.rows()[65].expectancy * hazard - 1.0).abs() < 1e-12);
        let closed = from_rates(&ages(0, 99), &[hazard; 100], &[], LastGroup::Closed(1.0)).unwrap();
        let temporary = (1.0 - libm::exp(-100.0 * hazard)) / hazard;
        assert!((closed.rows()[0].expectancy / temporary - 1.0).abs() < 5e-3 * 100.0 * hazard * hazard);
    }
}

/// Hazard 5e-5 exp(0.09 x) of the illness-death fixture, from exact age 40 to 100.
#[test]
fn a_gompertz_hazard_agrees_with_numerical_integration() {
    let cumulative = |x: f64| 5e-5 / 0.09 * (libm::exp(0.09 * x) - libm::exp(0.09 * 40.0));
    let survival = |x: f64| libm::exp(-cumulative(x));
    // Simpson's rule on 200 intervals a year.
    let integral = |from: f64, to: f64| {
        let steps = 200;
        let width = (to - from) / f64::from(steps);
        let sum: f64 = (0..=steps)
            .map(|step| {
                let weight = if step == 0 || step == steps { 1.0 } else { 2.0 + 2.0 * f64::from(step % 2) };
                weight * survival(from + width * f64::from(step))
            })
            .sum();
        sum * width / 3.0
    };
    let years: Vec<f64> = (40..100).map(|age| integral(f64::from(age), f64::from(age) + 1.0)).collect();
    let rates: Vec<f64> = (40..100)
        .zip(&years)
        .map(|(age, years)| (survival(f64::from(age)) - survival(f64::from(age) + 1.0)) / years)
        .collect();
    let exact: f64 = years.iter().sum();
    let table = expectancies_from_rates(&rates, 0.5, false);
    assert!((table.life_expectancy(0) - exact).abs() < 2e-3, "{} {exact}", table.life_expectancy(0));
}

#[test]
fn the_fast_path_is_the_life_table() {
    let rates: Vec<f64> = (0..=100).map(|age| 5e-5 * libm::exp(0.095 * f64::from(age))).collect();
    let mut fractions = vec![None; 101];
    fractions[0] = Some(0.145);
    for (open, last) in [(true, LastGroup::Open), (false, LastGroup::Closed(1.0))] {
        let table = from_rates(&ages(0, 100), &rates, &fractions, last).unwrap();
        let fast = expectancies_from_rates(&rates, 0.145, open);
        for (index, row) in table.rows().iter().enumerate() {
            assert!((fast.survivors()[index] - row.survivors / RADIX).abs() < 1e-14);
            assert!((fast.person_years()[index] - row.person_years / RADIX).abs() < 1e-13);
            assert!((fast.life_expectancy(index) - row.expectancy).abs() < 1e-10);
        }
        assert_eq!(fast.life_expectancy(101), 0.0);
    }
}

#[test]
fn the_first_year_is_short_only_in_a_table_with_the_ages_0_1_5() {
    let of = |ages: &[u8]| {
        let rates = vec![0.01; ages.len()];
        from_rates(ages, &rates, &[], LastGroup::Open).unwrap().rows()[0].fraction
    };
    assert_eq!(of(&[0, 1, 5, 10]), Some(0.2));
    assert_eq!(of(&[0, 1, 2, 3]), Some(0.5));
    assert_eq!(of(&[0, 5, 10]), Some(0.5));
    assert_eq!(of(&[1, 5, 10]), Some(0.5));
    let given = from_rates(&[0, 1, 5], &[0.01; 3], &[Some(0.1)], LastGroup::Open).unwrap();
    assert_eq!(given.rows()[0].fraction, Some(0.1));
}

#[test]
fn a_last_probability_of_one_closes_the_table() {
    let table = from_probabilities(&[80, 90, 100], &[0.5, 0.8, 1.0], &[], LastGroup::Open).unwrap();
    // The last decade is lived half: L = 10 x 0.5 x l.
    assert!((table.rows()[2].expectancy - 5.0).abs() < 1e-12);
    let given = LastGroup::OpenWithExpectancy(1.9);
    let table = from_probabilities(&[80, 90, 100], &[0.5, 0.8, 0.4], &[], given).unwrap();
    assert_eq!(table.rows()[2].expectancy, 1.9);
    assert_eq!(table.rows()[2].probability, 1.0);
    assert!((table.rows()[2].rate - 1.0 / 1.9).abs() < 1e-15);
}

#[test]
fn a_rate_beyond_its_fraction_leaves_no_survivor() {
    let table = from_rates(&[100, 101, 102], &[3.0, 0.5, 0.5], &[], LastGroup::Open).unwrap();
    assert_eq!(table.rows()[0].probability, 1.0);
    assert!((table.rows()[0].expectancy - 1.0 / 3.0).abs() < 1e-15);
    assert_eq!(table.rows()[1].survivors, 0.0);
    assert!((table.rows()[1].expectancy - 2.0).abs() < 1e-12);
}

#[test]
fn faults_name_row_column_and_kind() {
    let group = |age, rate| AgeGroup { age, rate: Some(rate), ..AgeGroup::default() };
    let fault = |groups: Vec<AgeGroup>| LifeTableInput::new(groups, LastGroup::Open).unwrap_err();
    assert_eq!(fault(vec![]).fault, Fault::NoRows);
    let error = fault(vec![group(5, 0.1), group(5, 0.1)]);
    assert_eq!((error.row, error.column), (1, "age"));
    assert_eq!(error.fault, Fault::NotIncreasing { found: 5, previous: 5 });
    assert_eq!(fault(vec![group(5, 0.1), group(6, 0.0)]), InputError::new(1, "deaths", Fault::Endless));
    assert!(matches!(fault(vec![group(5, f64::NAN), group(6, 0.1)]).fault, Fault::OutOfRange { .. }));
    assert!(matches!(fault(vec![group(131, 0.1)]).fault, Fault::OutOfRange { .. }));
    let bare = AgeGroup { age: 0, ..AgeGroup::default() };
    assert_eq!(fault(vec![bare, group(1, 0.1)]), InputError::new(0, "qx", Fault::Missing));
    assert_eq!(fault(vec![group(0, 0.1), AgeGroup { age: 1, ..bare }]).fault, Fault::Missing);
    let some_die = AgeGroup { age: 85, probability: Some(0.4), ..bare };
    assert_eq!(fault(vec![group(0, 0.1), some_die]), InputError::new(1, "qx", Fault::OpenProbability));
}

proptest! {
    #[test]
    fn every_table_is_consistent(
        rates in prop::collection::vec(1e-5..1.5_f64, 2..60),
        fraction in 0.05..0.95_f64,
        step in 1_u8..=2,
    ) {
        let ages: Vec<u8> = (0..rates.len()).map(|index| index as u8 * step).collect();
        let fractions = vec![Some(fraction); rates.len()];
        let table = from_rates(&ages, &rates, &fractions, LastGroup::Open).unwrap();
        let rows = table.rows();
        let total: f64 = rows.iter().map(|row| row.person_years).sum();
        prop_assert!((rows[0].person_years_above - total).abs() <= 1e-9 * total);
        for pair in rows.windows(2) {
            prop_assert!(pair[1].survivors < pair[0].survivors || pair[0].survivors == 0.0);
            prop_assert!((0.0..=1.0).contains(&pair[0].probability));
        }
        for row in rows {
            prop_assert!(row.expectancy.is_finite() && row.expectancy > 0.0);
            if row.survivors > 1e-6 {
                prop_assert!((row.person_years_above / row.survivors / row.expectancy - 1.0).abs() < 1e-9);
            }
        }
    }
}
