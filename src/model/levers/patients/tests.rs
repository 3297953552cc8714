//! The factor on patients gives the wanted deaths, held against a march in small steps.

use super::*;
use crate::num::units::AgeSpan;

fn followed(baseline: &Baseline, cause: &str, sex: Sex, age: u8) -> Followed {
    let AgeSpan { last, .. } = baseline.ages;
    let ages: Vec<u8> = (0..35).map(|row| (age + row).min(last)).collect();
    let cohort = CohortYears {
        sex,
        first_year: baseline.years.first,
        first_age: i32::from(age),
        ages: &ages,
        last_age: last,
    };
    let patients = Patients::of(baseline, &Plan::default_trends()).unwrap();
    let cause = baseline.causes.iter().position(|known| known.id == cause).unwrap();
    assert!(Patients::owns(baseline, cause));
    patients.follow(cause, &cohort).unwrap()
}

/// Mean hazard per living person on each 1 October, in steps of a thousandth of a year.
fn slowly(followed: &Followed, factors: &[f64]) -> Vec<f64> {
    let parts = 1000;
    let h = 1.0 / f64::from(parts);
    let mut stock = followed.start.0;
    let rows = followed.steps.iter().zip(factors);
    rows.map(|(step, factor)| {
        let rate = factor * step.hazard(&Stock(stock));
        for _ in 0..parts {
            let [n, a, l] = stock;
            let [dn, da, dl] = step.deaths.map(|hazard| factor * hazard);
            let (new, gone) = (step.onset * n, step.leaving * a);
            let (healthy, lasting) = if step.second_follows { (0.0, gone) } else { (gone, 0.0) };
            stock =
                [n + h * (healthy - new - dn * n), a + h * (new - gone - da * a), l + h * (lasting - dl * l)];
        }
        rate
    })
    .collect()
}

#[test]
fn the_deaths_of_a_cohort_are_the_wanted_share_in_every_year() {
    let baseline = Baseline::japan().unwrap();
    // 15 years as in the reference, 15 years with fewer deaths, then the lever ends.
    let wanted = |row: usize| if (15..30).contains(&row) { 0.77 } else { 1.0 };
    for (cause, sex, age) in [
        ("cancer_colorectal", Sex::Male, 45),
        ("cancer_colorectal", Sex::Female, 60),
        ("cancer_breast", Sex::Female, 40),
        ("cancer_lung", Sex::Male, 55),
        ("stroke", Sex::Male, 60),
        ("dementia", Sex::Female, 65),
    ] {
        let followed = followed(&baseline, cause, sex, age);
        let rows = followed.steps.len();
        let factors = followed.factors((0..rows).map(wanted));
        let usual = slowly(&followed, &vec![1.0; rows]);
        let here = slowly(&followed, &factors);
        for row in 0..rows {
            let ratio = here[row] / usual[row];
            // In the year in which a factor jumps the middle of the year stands for all its new cases.
            assert!((ratio - wanted(row)).abs() < 0.015, "{cause} {sex} row {row}: {ratio}");
        }
        assert!(factors[..15].iter().all(|factor| *factor == 1.0), "{cause}: {factors:?}");
        assert!((factors[15] - 0.77).abs() < 1e-12 && factors[20] < 0.77 && factors[30] < 1.0, "{factors:?}");
    }
    // The hazard of patients multiplied by the ratio itself saves markedly fewer.
    let followed = followed(&baseline, "cancer_colorectal", Sex::Male, 45);
    let plain: Vec<f64> = (0..followed.steps.len()).map(wanted).collect();
    let ratio = slowly(&followed, &plain)[29] / slowly(&followed, &vec![1.0; plain.len()])[29];
    assert!((0.79..0.85).contains(&ratio), "{ratio}");
}

#[test]
fn nothing_changes_where_nothing_is_wanted() {
    let baseline = Baseline::japan().unwrap();
    let followed = followed(&baseline, "cancer_stomach", Sex::Male, 0);
    assert!(followed.factors(std::iter::repeat_n(1.0, 35)).iter().all(|factor| *factor == 1.0));
}
