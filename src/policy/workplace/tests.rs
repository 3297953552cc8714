//! Health and productivity management reaches, and at no uplift is the reference.

use super::*;
use crate::baseline::Baseline;

fn parts() -> (Baseline, Workplace) {
    let baseline = Baseline::japan().unwrap();
    let workplace = baseline.pipelines.workplace.clone().unwrap();
    (baseline, workplace)
}

#[test]
fn the_curve_passes_through_the_published_shares_below_its_ceiling() {
    let (_, workplace) = parts();
    let reference = WorkplaceSetting::reference(&workplace);
    assert!((covered_employees(&workplace, &reference, 2021.0) - 0.13).abs() < 1e-12);
    assert!((covered_employees(&workplace, &reference, 2024.0) - 0.16).abs() < 1e-12);
    for size in [Size::Large, Size::Small] {
        let ceiling = division(&workplace, size).ceiling.value;
        let shares: Vec<f64> =
            (2016..2100).map(|year| covered(&workplace, size, &reference, f64::from(year))).collect();
        assert!(
            shares.windows(2).all(|pair| pair[0] <= pair[1]) && shares.iter().all(|share| *share <= ceiling)
        );
    }
    // Small firms stay far behind: where health is worst.
    let at = |size| covered(&workplace, size, &reference, 2030.0);
    assert!(at(Size::Small) < at(Size::Large) / 3.0);
    let stuck = WorkplaceSetting { ceiling_small: 0.01, ..reference };
    assert_eq!(
        covered(&workplace, Size::Small, &stuck, 2040.0),
        covered(&workplace, Size::Small, &stuck, 2030.0)
    );
    let faster = WorkplaceSetting { speed: 2.0, ..reference };
    assert_eq!(
        covered_employees(&workplace, &faster, 2024.0),
        covered_employees(&workplace, &reference, 2024.0)
    );
    assert!(
        covered_employees(&workplace, &faster, 2030.0) > covered_employees(&workplace, &reference, 2030.0)
    );
}

#[test]
fn nobody_is_lifted_beyond_the_society_managed_insurers() {
    let (_, workplace) = parts();
    let checkup = &workplace.reaches[0];
    assert_eq!(bounded(checkup, "kenpo_society", 0.1), 0.0);
    assert!((bounded(checkup, "kyokai_kenpo", 0.1) - 0.1).abs() < 1e-12);
    assert!((bounded(checkup, "kyokai_kenpo", 0.5) - (0.829 - 0.587)).abs() < 1e-12);
    assert!((bounded(checkup, "mutual_aid", 0.1) - 0.003).abs() < 1e-12);
    let guidance = &workplace.reaches[1];
    assert!((bounded(guidance, "kyokai_kenpo", 0.5) - (0.311 - 0.165)).abs() < 1e-12);
    assert_eq!(mean_uplift(&workplace, checkup, 0.0), 0.0);
    assert!((mean_uplift(&workplace, checkup, 0.03) - 0.25 * 0.03).abs() < 1e-12);
    // Other levers and targets keep their points.
    assert_eq!(points(Some(&workplace), ("another", "a"), "specific_health_checkup", 0.03), 0.03);
    assert_eq!(points(None, (&workplace.lever, "a"), "specific_health_checkup", 0.03), 0.03);
}

#[test]
fn along_the_reference_curves_the_coverage_is_the_reference() {
    let (baseline, workplace) = parts();
    let lever = baseline.levers.lever(&workplace.lever).unwrap();
    let path = coverage(&workplace, lever, &WorkplaceSetting::reference(&workplace), baseline.years);
    assert!(baseline.years.iter().all(|year| path.at(year) == Some(lever.reference_coverage(year))));
}

#[test]
fn working_together_lifts_completion_up_to_the_national_target() {
    let (baseline, workplace) = parts();
    let both = collaboration_uplift(&workplace, 0.03);
    assert!((both - 0.03).abs() < 1e-12, "both divisions are below 45%");
    let most = collaboration_uplift(&workplace, 1.0);
    assert!((most - (0.75 * (0.45 - 0.311) + 0.25 * (0.45 - 0.165))).abs() < 1e-12);
    // By its own channel only, and nothing by default.
    let guidance = "specific_health_guidance";
    let by = |channel: &str| points(Some(&workplace), (&workplace.lever, channel), guidance, 0.2);
    assert!((by("collaboration") - (0.75 * (0.45 - 0.311) + 0.25 * 0.2)).abs() < 1e-12);
    assert!((by("guidance_completion") - 0.25 * (0.311 - 0.165)).abs() < 1e-12);
    let lever = baseline.levers.lever(&workplace.lever).unwrap();
    assert_eq!(lever.channel("collaboration").unwrap().effect.unwrap().default, 0.0);
}

#[test]
fn the_threefold_target_was_reached() {
    let (_, workplace) = parts();
    let check = target_check(&workplace);
    assert_eq!((check.wanted, check.by, check.latest), (18_600.0, Year(2024), Year(2024)));
    assert_eq!(check.organisations, 23_196.0);
    assert_eq!(check.reached, Some(true));
}

#[test]
fn what_readers_are_told_of_the_mean_uplift_is_what_is_computed() {
    let (baseline, workplace) = parts();
    let lever = baseline.levers.lever(&workplace.lever).unwrap();
    let of = |channel: &str, target: &str| {
        let effect = lever.channel(channel).unwrap().effect.unwrap();
        [effect.default, effect.pessimistic, effect.optimistic]
            .map(|points_of| 100.0 * points(Some(&workplace), (&workplace.lever, channel), target, points_of))
    };
    for (channel, target) in
        [("checkup_rate", "specific_health_checkup"), ("guidance_completion", "specific_health_guidance")]
    {
        for (found, told) in of(channel, target).iter().zip([0.75, 0.0, 2.5]) {
            assert!((found - told).abs() < 1e-9, "{channel}: {found}");
        }
    }
    let programme = include_str!("../../../data/japan/programmes.ron");
    for text in [lever.strength.en.as_str(), programme, include_str!("../../../MODEL.md")] {
        assert!(text.contains("0.75 points"), "{:?}", text.lines().next());
    }
    assert!(lever.strength.ja.contains("0.75ポイント") && programme.contains("0.75ポイント"));
}
