//! Sullivan's method against the worked example of the Practical Guide, closed forms and laws.

use super::*;
use crate::outcome::life_table::{RADIX, expectancies_from_rates};
use proptest::prelude::*;

/// Women in Belgium, 2004: age, population, deaths, share with disability, respondents; then the
/// printed results l, L, T, T without disability, sum of L^2 S2(pi), and sum of the mortality
/// terms. Jagger, Van Oyen, Robine, *Health Expectancy Calculation by the Sullivan Method: A
/// Practical Guide*, 4th edition (2014): tables 3.1, 3.2, 3.3, 4.1 (columns 6, 7, 8, 12, 15, 18)
/// and 4.2 (column 24).
type PrintedRow = (u8, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64);
#[rustfmt::skip]
const BELGIUM: [PrintedRow; 19] = [
    (0, 54_795.5, 202.0, 0.000, 52.0, 100_000.0, 99_711.5, 8_137_192.9, 6_654_230.9, 1_261_478_651.0, 13_425_392.5),
    (1, 222_258.5, 52.0, 0.048, 230.0, 99_639.4, 398_371.1, 8_037_481.4, 6_554_519.4, 1_261_478_651.0, 10_607_074.8),
    (5, 290_541.0, 36.0, 0.030, 257.0, 99_546.2, 497_576.7, 7_639_110.3, 6_175_270.1, 1_229_948_505.0, 9_924_772.19),
    (10, 310_760.0, 38.0, 0.072, 275.0, 99_484.5, 497_270.6, 7_141_533.6, 5_692_620.7, 1_201_914_834.0, 9_549_363.91),
    (15, 297_484.5, 79.0, 0.098, 281.0, 99_423.7, 496_788.7, 6_644_263.0, 5_231_153.6, 1_141_834_368.0, 9_255_904.76),
    (20, 315_530.0, 104.0, 0.087, 342.0, 99_291.8, 496_050.2, 6_147_474.3, 4_783_050.2, 1_064_197_184.0, 8_696_423.36),
    (25, 319_059.5, 121.0, 0.096, 402.0, 99_128.3, 495_171.9, 5_651_424.1, 4_330_156.3, 1_007_047_330.0, 8_154_248.73),
    (30, 357_971.0, 164.0, 0.089, 426.0, 98_940.5, 494_136.5, 5_156_252.2, 3_882_520.9, 954_114_432.0, 7_653_237.98),
    (35, 393_382.5, 313.0, 0.142, 437.0, 98_714.1, 492_590.7, 4_662_115.6, 3_432_362.5, 907_642_291.0, 7_225_298.51),
    (40, 403_856.5, 499.0, 0.122, 446.0, 98_322.2, 490_097.0, 4_169_524.9, 3_009_719.7, 839_992_471.0, 6_700_810.98),
    (45, 377_145.0, 764.0, 0.195, 438.0, 97_716.6, 486_121.2, 3_679_427.9, 2_579_414.6, 782_304_728.0, 6_103_757.75),
    (50, 357_821.0, 1_264.0, 0.161, 424.0, 96_731.9, 479_425.4, 3_193_306.7, 2_188_087.0, 697_612_123.0, 5_341_348.17),
    (55, 311_235.5, 1_323.0, 0.298, 407.0, 95_038.3, 470_194.7, 2_713_881.4, 1_785_849.1, 624_386_339.0, 4_368_613.71),
    (60, 248_213.5, 1_610.0, 0.234, 310.0, 93_039.6, 457_774.7, 2_243_686.7, 1_455_772.4, 510_750_731.0, 3_473_465.66),
    (65, 261_119.0, 2_600.0, 0.257, 398.0, 90_070.3, 439_413.3, 1_785_911.9, 1_105_117.0, 389_583_116.0, 2_406_819.94),
    (70, 262_491.0, 4_390.0, 0.345, 413.0, 85_695.0, 411_279.0, 1_346_498.7, 778_632.9, 296_945_970.0, 1_567_868.92),
    (75, 242_973.0, 8_743.0, 0.431, 310.0, 78_816.6, 361_557.8, 935_219.6, 509_245.2, 204_394_467.0, 917_746.291),
    (80, 159_424.0, 7_488.0, 0.431, 300.0, 65_806.5, 294_456.7, 573_661.8, 303_518.8, 100_979_498.0, 329_071.447),
    (85, 125_152.0, 23_298.0, 0.513, 647.0, 51_976.2, 279_205.1, 279_205.1, 135_972.9, 30_101_542.0, 0.0),
];

/// Probability of dying in the first year, computed from births: table 3.2, column 5.
const BELGIUM_INFANT_PROBABILITY: f64 = 0.003_606_26;

fn belgium() -> Vec<SullivanGroup> {
    let group = |row: &PrintedRow| SullivanGroup {
        age: row.0,
        population: row.1,
        deaths: row.2,
        limited_share: row.3,
        sample_size: Some(row.4),
        probability: (row.0 == 0).then_some(BELGIUM_INFANT_PROBABILITY),
        fraction: None,
    };
    BELGIUM.iter().map(group).collect()
}

#[test]
fn the_worked_example_of_the_practical_guide_is_reproduced() {
    let result = sullivan(&SullivanInput::new(belgium()).unwrap());
    assert_eq!(result.rows.len(), BELGIUM.len());
    for (row, printed) in result.rows.iter().zip(&BELGIUM) {
        let (_, _, _, _, _, l, person_years, above, healthy_above, prevalence, mortality) = *printed;
        // Printed to one decimal of a table that begins with 100,000.
        assert!((row.l - l).abs() < 0.051, "l({}) {}", row.age, row.l);
        assert!((row.person_years - person_years).abs() < 0.051, "L({})", row.age);
        assert!((row.life_expectancy * row.l - above).abs() < 0.1, "T({})", row.age);
        assert!((row.healthy_life_expectancy * row.l - healthy_above).abs() < 0.1, "{}", row.age);
        // Sums of squares are printed to nine digits.
        let scale = row.l * row.l;
        let of_prevalence = row.se_prevalence.unwrap().powi(2) * scale;
        assert!((of_prevalence / prevalence - 1.0).abs() < 1e-7, "{} {of_prevalence}", row.age);
        let of_mortality = row.se_total.unwrap().powi(2) * scale - of_prevalence;
        // In its first row the Guide takes a = 0.2 in L but 0.5 here; we take 0.2 in both, which
        // moves the last term by (66.58 / 66.28)^2 and the sum by 0.2%.
        let tolerance = if row.age == 0 { 0.002 } else { 1e-6 };
        assert!(
            (of_mortality - mortality).abs() <= tolerance * mortality + 2.0,
            "{} {of_mortality}",
            row.age
        );
    }
    let at_65 = &result.rows[14];
    assert_eq!(format!("{:.1}", at_65.life_expectancy), "19.8");
    assert_eq!(format!("{:.1}", at_65.healthy_life_expectancy), "12.3");
    assert_eq!(format!("{:.1}", 100.0 * at_65.share_healthy), "61.9");
    assert_eq!(format!("{:.3}", at_65.se_prevalence.unwrap()), "0.219");
    assert_eq!(format!("{:.5}", result.rows[0].se_total.unwrap().powi(2)), "0.12749");
}

#[test]
fn the_open_group_lives_one_over_its_rate() {
    let result = sullivan(&SullivanInput::new(belgium()).unwrap());
    let open = result.rows.last().unwrap();
    assert!((open.life_expectancy - 125_152.0 / 23_298.0).abs() < 1e-12);
    assert!((open.healthy_life_expectancy - 0.487 * open.life_expectancy).abs() < 1e-12);
    // Printed variance 0.01114, without any part of mortality.
    assert_eq!(open.se_prevalence, open.se_total);
    assert_eq!(format!("{:.5}", open.se_total.unwrap().powi(2)), "0.01114");
}

#[test]
fn an_unknown_sample_size_silences_the_ages_that_need_it() {
    let mut groups = belgium();
    groups[10].sample_size = None;
    let rows = sullivan(&SullivanInput::new(groups).unwrap()).rows;
    assert!(rows[..=10].iter().all(|row| row.se_prevalence.is_none() && row.se_total.is_none()));
    assert!(rows[11..].iter().all(|row| row.se_prevalence.is_some() && row.se_total.is_some()));
}

#[test]
fn no_deaths_give_no_mortality_variance() {
    let mut groups = belgium();
    groups[3].deaths = 0.0;
    let rows = sullivan(&SullivanInput::new(groups.clone()).unwrap()).rows;
    assert_eq!(rows[3].q, 0.0);
    assert!(rows[3].se_total.is_some());
    // A probability without a counted death has no variance that could be stated.
    groups[3].probability = Some(0.001);
    let rows = sullivan(&SullivanInput::new(groups).unwrap()).rows;
    assert!(rows[3].se_total.is_none() && rows[3].se_prevalence.is_some() && rows[4].se_total.is_some());
}

#[test]
fn faults_name_the_column() {
    let fault = |change: fn(&mut SullivanGroup)| {
        let mut groups = belgium();
        change(&mut groups[4]);
        let error = SullivanInput::new(groups).unwrap_err();
        (error.row, error.column)
    };
    assert_eq!(fault(|group| group.population = 0.0), (4, "population"));
    assert_eq!(fault(|group| group.deaths = -1.0), (4, "deaths"));
    assert_eq!(fault(|group| group.limited_share = 9.8), (4, "limited_share"));
    assert_eq!(fault(|group| group.sample_size = Some(0.0)), (4, "sample_size"));
    assert_eq!(fault(|group| group.probability = Some(1.01)), (4, "qx"));
    assert_eq!(fault(|group| group.fraction = Some(0.0)), (4, "ax"));
    let mut groups = belgium();
    groups[18].deaths = 0.0;
    assert_eq!(SullivanInput::new(groups).unwrap_err(), InputError::new(18, "deaths", Fault::Endless));
    assert_eq!(SullivanInput::new(Vec::new()).unwrap_err().fault, Fault::NoRows);
}

const JAPAN: AgeSpan = AgeSpan { first: 0, last: 100, open: true };
const FIXTURE: AgeSpan = AgeSpan { first: 40, last: 99, open: false };

#[test]
fn official_groups_weigh_by_population_and_end_at_85() {
    let population: Vec<f64> = (0..=100).map(|age| 1000.0 - 9.0 * f64::from(age)).collect();
    let limited: Vec<f64> = (0..=100).map(|age| f64::from(age) / 200.0).collect();
    let mut shares = vec![0.0; 101];
    official_shares_into(JAPAN, &population, &limited, &mut shares);
    let mean = |ages: std::ops::RangeInclusive<usize>| {
        let persons: f64 = population[ages.clone()].iter().sum();
        ages.map(|age| population[age] * limited[age]).sum::<f64>() / persons
    };
    assert!((shares[0] - mean(0..=4)).abs() < 1e-15);
    assert!((shares[84] - mean(80..=84)).abs() < 1e-15);
    assert!((shares[85] - mean(85..=100)).abs() < 1e-15);
    assert_eq!(shares[85], shares[100]);
    assert_ne!(shares[79], shares[80]);

    // The same expectancy from person-years summed by group, as the official tables do it.
    let rates: Vec<f64> = (0..=100).map(|age| 4e-5 * libm::exp(0.095 * f64::from(age))).collect();
    let table = expectancies_from_rates(&rates, 0.15, true);
    let pair = official_healthy_expectancies(&table, JAPAN, &population, &limited);
    let grouped = |first: usize| {
        let groups = (first / 5..17).map(|group| 5 * group..=5 * group + 4).chain([85..=100]);
        let years: f64 = groups
            .map(|ages| table.person_years()[ages.clone()].iter().sum::<f64>() * (1.0 - mean(ages)))
            .sum();
        years / table.survivors()[first]
    };
    assert!((pair.first - grouped(0)).abs() < 1e-12);
    assert!((pair.at_65 - grouped(65)).abs() < 1e-12);
}

#[test]
fn a_closed_span_has_five_year_groups_to_its_end() {
    let population = vec![1.0; 60];
    let limited: Vec<f64> = (0..60).map(|index| f64::from(index) / 100.0).collect();
    let mut shares = vec![0.0; 60];
    official_shares_into(FIXTURE, &population, &limited, &mut shares);
    assert!((shares[0] - 0.02).abs() < 1e-15);
    assert!((shares[59] - 0.57).abs() < 1e-15);
    assert_ne!(shares[49], shares[50]);
    assert_eq!(position_of_65(FIXTURE), 25);
    assert_eq!(position_of_65(AgeSpan { first: 70, last: 90, open: true }), 0);
    // A group without persons takes its plain mean, not 0 / 0.
    official_shares_into(FIXTURE, &[0.0; 60], &limited, &mut shares);
    assert!((shares[59] - 0.57).abs() < 1e-15);
}

/// Constant hazard mu with a constant share: e = 1 / mu, HLE = (1 - pi) / mu.
#[test]
fn a_constant_hazard_has_the_closed_form() {
    let table = expectancies_from_rates(&[0.0125; 101], 0.5, true);
    let pair = healthy_expectancies(&table, JAPAN, &[0.3; 101]);
    assert!((pair.first - 56.0).abs() < 1e-10);
    assert!((pair.at_65 - 56.0).abs() < 1e-10);
    let grouped = official_healthy_expectancies(&table, JAPAN, &[7.0; 101], &[0.3; 101]);
    assert!((grouped.first - 56.0).abs() < 1e-10);
    assert!((life_expectancies(&table, JAPAN).at_65 - 80.0).abs() < 1e-10);
}

fn any_groups() -> impl Strategy<Value = Vec<SullivanGroup>> {
    let group = (1.0..1e6_f64, 1e-4..1.2_f64, 0.0..=1.0_f64, 1.0..1e4_f64);
    prop::collection::vec(group, 2..25).prop_map(|groups| {
        let group =
            |(index, (population, rate, limited_share, size)): (usize, (f64, f64, f64, f64))| SullivanGroup {
                age: 5 * index as u8,
                population,
                deaths: population * rate * 0.3,
                limited_share,
                sample_size: Some(size),
                probability: None,
                fraction: None,
            };
        groups.into_iter().enumerate().map(group).collect()
    })
}

proptest! {
    #[test]
    fn healthy_years_lie_between_none_and_all(groups in any_groups()) {
        for row in sullivan(&SullivanInput::new(groups).unwrap()).rows {
            prop_assert!(row.healthy_life_expectancy >= 0.0);
            prop_assert!(row.healthy_life_expectancy <= row.life_expectancy * (1.0 + 1e-12));
            prop_assert!(row.se_total.unwrap() >= row.se_prevalence.unwrap());
            prop_assert!(row.person_years >= 0.0 && row.l <= RADIX);
        }
    }

    #[test]
    fn shares_of_none_and_all_are_exact(mut groups in any_groups()) {
        for group in &mut groups {
            group.limited_share = 0.0;
        }
        for row in sullivan(&SullivanInput::new(groups.clone()).unwrap()).rows {
            prop_assert!((row.share_healthy - 1.0).abs() < 1e-12);
            prop_assert_eq!(row.se_prevalence, Some(0.0));
        }
        for group in &mut groups {
            group.limited_share = 1.0;
        }
        for row in sullivan(&SullivanInput::new(groups).unwrap()).rows {
            prop_assert_eq!(row.healthy_life_expectancy, 0.0);
            prop_assert_eq!(row.se_total, Some(0.0));
        }
    }

    #[test]
    fn more_limitation_means_fewer_healthy_years(
        groups in any_groups(),
        which in any::<prop::sample::Index>(),
        more in 0.01..0.5_f64,
    ) {
        let which = which.index(groups.len());
        let mut worse = groups.clone();
        worse[which].limited_share = (worse[which].limited_share + more).min(1.0);
        let before = sullivan(&SullivanInput::new(groups).unwrap()).rows;
        let after = sullivan(&SullivanInput::new(worse).unwrap()).rows;
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(after.healthy_life_expectancy <= before.healthy_life_expectancy + 1e-12);
            prop_assert_eq!(after.life_expectancy, before.life_expectancy);
        }
    }
}
