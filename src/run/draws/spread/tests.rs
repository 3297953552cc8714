//! Intervals against closed forms, repetitions and another program's coverage.

use super::*;
use crate::num::draws::{Draws, StreamId};
use rand_distr::{Distribution as _, StandardNormal};

fn normals(name: &str, count: usize) -> Vec<f64> {
    let mut generator = Draws::new(7, 0).generator(StreamId::of(name));
    (0..count).map(|_| StandardNormal.sample(&mut generator)).collect()
}

#[test]
fn the_error_of_the_persons_is_not_in_the_interval() {
    let (truth, one, other) = (normals("truth", 20_000), normals("one", 20_000), normals("other", 20_000));
    // Each half errs with variance 2, so their mean does with variance 1: as much as the parameters.
    let scale = 2_f64.sqrt();
    let values: Vec<f64> = (0..truth.len()).map(|k| truth[k] + 0.5 * scale * (one[k] + other[k])).collect();
    let halves: Vec<f64> = (0..truth.len()).map(|k| 0.5 * scale * (one[k] - other[k])).collect();
    let found = spread(&values, noise(&halves)).unwrap();
    assert!((found.monte_carlo_share - 0.5).abs() < 0.02, "{found:?}");
    assert!((found.deviation - 1.0).abs() < 0.03, "{found:?}");
    assert!((found.interval.p05 + 1.645).abs() < 0.05, "{found:?}");
    assert!((found.interval.p95 - 1.645).abs() < 0.05, "{found:?}");
    assert_eq!(found.advice(), Advice::MorePersons);
    let raw = spread(&values, 0.0).unwrap();
    assert!(raw.interval.p95 > 2.2, "{raw:?}");
}

#[test]
fn exact_numbers_keep_their_percentiles_and_the_error_of_an_end_is_the_known_one() {
    let values = normals("exact", 20_000);
    let found = spread(&values, 0.0).unwrap();
    let mut sorted = values.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    assert_eq!(found.interval.p05, percentile(&sorted, 0.05));
    // sqrt(p (1 - p) / n) / density at the 5th percentile of the standard normal.
    let known = (0.05_f64 * 0.95 / 20_000.0).sqrt() / 0.103_136;
    assert!((found.end_error / known - 1.0).abs() < 0.3, "{} for {known}", found.end_error);
    assert_eq!(found.advice(), Advice::Enough);
}

/// The larger error of the two ends is about half again that of one end, as repetitions of the whole show it, and
/// no less where something is taken out; without the error of the share it would fall to two thirds of that.
#[test]
fn the_error_of_an_end_holds_that_of_what_is_taken_out() {
    const DRAWS: usize = 100;
    let (truth, one, other) =
        (normals("t", 400 * DRAWS), normals("o", 400 * DRAWS), normals("p", 400 * DRAWS));
    let mut ratios = Vec::new();
    // Of the variance over draws none, a third and a half is that of the persons.
    for of_persons in [0.0, 0.5, 1.0_f64] {
        let scale = (2.0 * of_persons).sqrt();
        let (mut ends, mut errors) = (Moments::default(), Moments::default());
        for start in (0..truth.len()).step_by(DRAWS) {
            let all = start..start + DRAWS;
            let value = |k: usize| truth[k] + 0.5 * scale * (one[k] + other[k]);
            let values: Vec<f64> = all.clone().map(value).collect();
            let halves: Vec<f64> = all.map(|k| 0.5 * scale * (one[k] - other[k])).collect();
            let found = spread(&values, noise(&halves)).unwrap();
            if !found.interval.includes_monte_carlo {
                ends.push(found.interval.p95);
                errors.push(found.end_error * found.end_error);
            }
        }
        ratios.push(errors.mean().sqrt() / ends.variance().sqrt());
    }
    assert!((1.2..1.9).contains(&ratios[0]), "{ratios:?}");
    for ratio in &ratios[1..] {
        assert!((0.85..1.2).contains(&(ratio / ratios[0])), "{ratios:?}");
    }
}

#[test]
fn nothing_that_varies_has_no_width() {
    let found = spread(&[1.5; 10], 0.0).unwrap();
    assert_eq!((found.advice(), found.end_error), (Advice::Enough, 0.0));
    assert_eq!((found.interval.p025, found.interval.p975, found.monte_carlo_share), (1.5, 1.5, 0.0));
    assert!(spread(&[1.0], 0.0).is_none());
    assert_eq!(chance(&[1.0, 2.0, 3.0, 4.0], 0.0, 3.0).map(|found| found.share), Some(0.5));
}

/// A 90% interval around an estimate with a known error holds the truth 90 of 100 times: neither less often, nor
/// more often because the persons' part were left in it.
#[test]
fn an_interval_holds_the_truth_as_often_as_it_says_and_no_more() {
    const DRAWS: usize = 60;
    const TIMES: usize = 4000;
    let estimates = normals("estimate", TIMES);
    let (inputs, one, other) =
        (normals("i", TIMES * DRAWS), normals("j", TIMES * DRAWS), normals("k", TIMES * DRAWS));
    // What 400,000 repetitions of another program (numpy, the formulas of the model book) held, known to 0.0005. With
    // the part of the persons left in it would be 0.945; the part taken out is itself estimated, which of 60 draws costs
    // a little.
    for (of_persons, expected) in [(0.0, 0.9001), (0.4_f64, 0.8943)] {
        let scale = (2.0 * of_persons).sqrt();
        let mut held = 0;
        for (time, estimate) in estimates.iter().enumerate() {
            let all = time * DRAWS..(time + 1) * DRAWS;
            let value = |k: usize| estimate + inputs[k] + 0.5 * scale * (one[k] + other[k]);
            let values: Vec<f64> = all.clone().map(value).collect();
            let halves: Vec<f64> = all.map(|k| 0.5 * scale * (one[k] - other[k])).collect();
            let found = spread(&values, noise(&halves)).unwrap().interval;
            held += u32::from((found.p05..=found.p95).contains(&0.0));
        }
        let share = f64::from(held) / TIMES as f64;
        let error = (expected * (1.0 - expected) / TIMES as f64).sqrt();
        assert!((share - expected).abs() <= 4.0 * error, "{of_persons}: {share} for {expected}");
    }
}

/// A programme that most trials do not bring about: its zeros stay, an interval that holds them begins there, and
/// only the others lose the part of the persons.
#[test]
fn draws_in_which_nobody_differs_stay_at_zero() {
    let (effects, one, other) =
        (normals("effects", 400), normals("one half", 400), normals("other half", 400));
    let taken_up = |k: usize| k.is_multiple_of(4);
    let value = |k: usize| if taken_up(k) { 5.0 + effects[k] + 0.5 * (one[k] + other[k]) } else { 0.0 };
    let values: Vec<f64> = (0..400).map(value).collect();
    let halves: Vec<f64> =
        (0..400).map(|k| if taken_up(k) { 0.5 * (one[k] - other[k]) } else { 0.0 }).collect();
    let own = without_noise(&values, noise(&halves));
    assert!((0..400).all(|k| taken_up(k) || own[k] == 0.0));
    let mut adopted = Moments::default();
    (0..400).filter(|k| taken_up(*k)).for_each(|k| adopted.push(own[k]));
    // The effects have variance 1, the persons of each draw 1/2; a variance from a hundred values errs by a seventh.
    assert!((adopted.variance() - 1.0).abs() < 0.5, "{}", adopted.variance());
    let found = spread(&values, noise(&halves)).unwrap();
    assert_eq!((found.interval.p025, found.interval.p05, found.interval.p50), (0.0, 0.0, 0.0));
    assert!(found.interval.p95 > 4.0 && !found.interval.includes_monte_carlo, "{found:?}");
}

/// Of n draws a further one lies between the percentiles p and 1 - p with probability 1 - 2p.
#[test]
fn few_draws_hold_a_further_one_as_often_as_many() {
    let all = normals("further", 21 * 4000);
    let mut held = 0;
    for some in all.chunks_exact(21) {
        let found = spread(&some[..20], 0.0).unwrap().interval;
        held += u32::from((found.p05..=found.p95).contains(&some[20]));
    }
    let share = f64::from(held) / 4000.0;
    assert!((share - 0.9).abs() < 0.015, "{share}");
    assert_eq!(spread(&all[..39], 0.0).unwrap().advice(), Advice::MoreDraws);
}

#[test]
fn an_interval_of_nothing_but_error_does_not_shrink_to_a_point() {
    let (one, other) = (normals("first half", 50), normals("second half", 50));
    let values: Vec<f64> = one.iter().zip(&other).map(|(a, b)| 0.5 * (a + b)).collect();
    let halves: Vec<f64> = one.iter().zip(&other).map(|(a, b)| 0.5 * (a - b)).collect();
    let found = spread(&values, noise(&halves)).unwrap();
    assert!(found.interval.includes_monte_carlo, "{found:?}");
    assert!(found.interval.p95 - found.interval.p05 > 1.5, "{found:?}");
    assert_eq!(found.advice(), Advice::MorePersons);
    let chance = chance(&values, noise(&halves), 0.0).unwrap().share;
    assert!((0.2..0.8).contains(&chance), "no verdict on error alone: {chance}");
}

#[test]
fn a_ratio_needs_a_denominator_above_zero_in_every_draw() {
    let cost: Vec<f64> = normals("cost", 200).iter().map(|cost| 10.0 + cost).collect();
    let gain: Vec<f64> = normals("gain", 200).iter().map(|gain| 5.0 + 0.5 * gain).collect();
    let found = ratio((&cost, 0.0), (&gain, 0.0)).unwrap();
    assert!((found.p50 - 2.0).abs() < 0.1 && found.p05 < 1.8 && found.p95 > 2.2, "{found:?}");
    assert_eq!(found.monte_carlo_share, None);
    let near: Vec<f64> = gain.iter().map(|gain| gain - 5.0).collect();
    assert_eq!(ratio((&cost, 0.0), (&near, 0.0)), None);
    let unknown = vec![f64::NAN; 200];
    assert_eq!(ratio((&unknown, 0.0), (&gain, 0.0)), None);
}
