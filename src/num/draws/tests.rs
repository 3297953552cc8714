//! Fixed-seed statistical tests of the keyed draws.

use super::*;
use crate::num::stats::Moments;
use rand::Rng as _;
use rand_distr::{Distribution as _, Normal};
use std::collections::BTreeSet;

const DEATH: StreamId = StreamId::of("death");
const CARE: StreamId = StreamId::of("care");

fn person(cell: u32, serial: u32) -> PersonKey {
    PersonKey { cell, serial }
}

#[test]
fn names_hash_as_published_for_fnv_1a() {
    // Test vectors of the 32-bit FNV-1a reference code (Fowler, Noll, Vo).
    assert_eq!(StreamId::of("").number(), 0x811c_9dc5);
    assert_eq!(StreamId::of("a").number(), 0xe40c_292c);
    assert_eq!(StreamId::of("foobar").number(), 0xbf9c_f968);
}

#[test]
fn colliding_names_are_found() {
    assert_eq!(colliding(&["death", "care", "stroke", "death"]), None);
    // A known pair of English words with equal 32-bit FNV-1a.
    assert_eq!(colliding(&["death", "costarring", "liquid"]), Some(("costarring", "liquid")));
}

#[test]
fn draws_are_uniform_over_256_cells() {
    let draws = Draws::new(1, 0);
    let mut counts = [0_u32; 256];
    let persons = 65_536;
    for serial in 0..persons {
        for word in draws.uniforms(person(3, serial), DEATH, 2016, 0) {
            counts[(word >> 24) as usize] += 1;
        }
    }
    let expected = f64::from(persons * 4) / 256.0;
    let chi_square: f64 = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
    // 255 degrees of freedom: mean 255, standard deviation 22.6; four of them either way.
    assert!((chi_square - 255.0).abs() < 90.4, "{chi_square}");
}

#[test]
fn neighbouring_keys_share_no_block() {
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for seed in 0..2 {
        for draw in 0..3 {
            let draws = Draws::new(seed, draw);
            for cell in 0..4 {
                for serial in 0..8 {
                    for stream in [DEATH, CARE] {
                        for year in [2016, 2017] {
                            for k in 0..3 {
                                seen.insert(draws.uniforms(person(cell, serial), stream, year, k));
                                count += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(seen.len(), count);
}

#[test]
fn exponentials_have_mean_and_variance_one() {
    let draws = Draws::new(20_161_001, 0);
    let mut moments = Moments::default();
    for serial in 0..50_000 {
        for word in draws.uniforms(person(0, serial), DEATH, 0, 0) {
            moments.push(unit_exponential(word));
        }
    }
    let count = moments.count() as f64;
    // Standard errors: of the mean 1/sqrt(n); of the variance sqrt(8/n), as the fourth moment is 9.
    assert!((moments.mean() - 1.0).abs() < 4.0 / count.sqrt(), "{}", moments.mean());
    assert!((moments.variance() - 1.0).abs() < 4.0 * (8.0 / count).sqrt(), "{}", moments.variance());
}

#[test]
fn extreme_draws_stay_inside_the_open_unit_interval() {
    assert!(open_unit(0) > 0.0 && open_unit(u32::MAX) < 1.0);
    assert!(unit_exponential(u32::MAX) > 0.0 && unit_exponential(0) < 23.0);
}

#[test]
fn seed_and_draw_both_change_the_numbers() {
    let of = |seed, draw| Draws::new(seed, draw).uniforms(person(1, 1), DEATH, 2020, 0);
    assert_ne!(of(1, 0), of(2, 0));
    assert_ne!(of(1, 0), of(1 << 32 | 1, 0));
    assert_ne!(of(1, 0), of(1, 1));
}

#[test]
fn the_generator_drives_a_normal_sampler() {
    let normal = Normal::new(0.0, 1.0).unwrap();
    let mut generator = Draws::new(7, 3).generator(StreamId::of("relative risk"));
    let mut moments = Moments::default();
    for _ in 0..100_000 {
        moments.push(normal.sample(&mut generator));
    }
    let count = moments.count() as f64;
    assert!(moments.mean().abs() < 4.0 / count.sqrt(), "{}", moments.mean());
    assert!((moments.variance() - 1.0).abs() < 4.0 * (2.0 / count).sqrt(), "{}", moments.variance());
}

#[test]
fn the_generator_reads_blocks_in_order() {
    let draws = Draws::new(7, 3);
    let mut words = draws.generator(DEATH);
    let mut wide = draws.generator(DEATH);
    let mut bytes = draws.generator(DEATH);
    let first: [u32; 6] = std::array::from_fn(|_| words.next_u32());
    assert_eq!(wide.next_u64(), u64::from(first[1]) << 32 | u64::from(first[0]));
    let mut buffer = [0; 10];
    bytes.fill_bytes(&mut buffer);
    assert_eq!(buffer[..4], first[0].to_le_bytes());
    assert_eq!(buffer[8..], first[2].to_le_bytes()[..2]);
    assert_ne!(first[4..6], first[0..2]);
}

/// These numbers are part of every published result: if they change, so does every figure.
#[test]
fn the_streams_stay_what_they_were() {
    let draws = Draws::new(1, 0);
    let uniforms = draws.uniforms(person(0x0102_0304, 5), DEATH, 2016, 1);
    // Also computed by an independent program from the definition.
    assert_eq!(uniforms, [0xbb34_e0ba, 0xc51b_6852, 0x2008_c008, 0xd5f6_2d9b]);
    assert_eq!(DEATH.number(), 0xbd28_bd4d);
    let normal = Normal::new(0.0, 1.0).unwrap();
    let mut generator = draws.generator(StreamId::of("relative risk"));
    let sample: [f64; 4] = std::array::from_fn(|_| normal.sample(&mut generator));
    // Rounded as parameters are, to nine significant digits.
    assert_eq!(
        sample.map(|value| format!("{value:.8e}")),
        ["1.41333128e0", "3.85255789e-1", "6.20210036e-1", "4.92526016e-1"]
    );
}

#[test]
fn many_exponentials_are_those_of_the_library_to_the_bit() {
    let mut word = 1_u32;
    for round in 0..20_000_u32 {
        let draws: [u32; 8] = std::array::from_fn(|lane| {
            word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // Small and large numbers as well as those in between.
            match (round + lane as u32) % 4 {
                0 => word >> (round % 32),
                1 => u32::MAX - (word >> (round % 32)),
                _ => word,
            }
        });
        for (found, draw) in unit_exponentials(&draws).into_iter().zip(draws) {
            assert_eq!(found.to_bits(), unit_exponential(draw).to_bits(), "{draw}");
        }
    }
}

#[test]
fn many_streams_at_a_time_are_the_same_draws() {
    let (draws, person) = (Draws::new(7, 3), PersonKey { cell: 11, serial: 13 });
    let streams = ["a", "b", "c", "d", "e"].map(StreamId::of);
    let found = draws.first_uniforms(person, &streams, 2030, 2);
    for (found, stream) in found.into_iter().zip(streams) {
        assert_eq!(found, draws.uniforms(person, stream, 2030, 2)[0]);
    }
}

#[test]
fn many_scores_at_a_time_are_the_same_quantiles() {
    let ends = [0, 1, u32::MAX, 1 << 31, (0.075 * 4_294_967_296.0) as u32, (0.925 * 4_294_967_296.0) as u32];
    for block in 0..500_u32 {
        let draws: [u32; 12] = std::array::from_fn(|place| match ends.get(place) {
            Some(end) => end.wrapping_add(block),
            None => 0x9E37_79B9_u32.wrapping_mul(12 * block + place as u32),
        });
        for (found, draw) in normal_scores(&draws).into_iter().zip(draws) {
            assert_eq!(found.to_bits(), normal_quantile(open_unit(draw)).to_bits(), "{draw}");
        }
    }
}
